"""Inputs as users bring them, through the algorithms: read as they are meant, or refused by name."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingException,
    QgsRasterLayer,
    QgsRasterRange,
)
from scarp.engine.grid import read_array
from scarp.settings import ALLOW_NETWORK

CASES = Path(__file__).resolve().parents[1] / "data" / "cases"
VOID, MASK, FEET = (CASES / name for name in (
    "03-undeclared-nodata-is-ground", "05-mask-and-nodata", "06-vertical-feet"))
MERCATOR, COMMAS, BARE, LINES = (CASES / name for name in (
    "07-web-mercator-slope", "09-thousands-separator", "10-layer-settings-of-qgis-ignored", "14-csv-first-lines"))
SOIL, RAIN = VOID / "soil.csv", VOID / "rain.csv"


@pytest.fixture
def stable(process, tmp_path):
    """Run the factor of safety, in front and base, on a case; gives values and numbers."""

    def run(**changes):
        given = {"SOIL_TABLE": SOIL, "RAIN_TABLE": RAIN, "FAILURE_SURFACE": "both", **changes}
        found = process("factorofsafety", FOS=tmp_path / "fos.tif", **given)
        return read_array(found["FOS"]), found

    return run


def refused(run, **given) -> str:
    with pytest.raises(QgsProcessingException) as error:
        run(**given)
    assert "fault in Scarp" not in str(error.value)
    return str(error.value)


# --- no data --------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("name", "value"), [("c_undecl.tif", "-32768"), ("c_undecl34.tif", "-3.4")])
def test_undeclared_nodata_in_a_dem(stable, name, value):
    said = refused(stable, DEM=VOID / name)
    assert f"DEM: {value}" in said
    assert "in 600 of 3600 cells" in said
    assert "declare the nodata value" in said


def test_undeclared_nodata_in_a_slope(stable):
    said = refused(stable, SLOPE=VOID / "sp_neg.tif")
    assert "SLOPE: -9999 is negative. It stands in 600 of 3600 cells looked at and is outside 0 to 90 deg" in said


@pytest.mark.parametrize("algorithm", ["wettingfront", "terrainfactors", "soilthickness", "newmark",
                                       "probabilityoffailure"])
def test_every_algorithm_refuses_such_a_dem(process, tmp_path, algorithm):
    given = {"wettingfront": {"SOIL_TABLE": SOIL, "RAIN_TABLE": RAIN}, "soilthickness": {"H_MIN": 1, "H_MAX": 2},
             "newmark": {"COHESION_PER_THICKNESS_VALUE": 3, "FRICTION_VALUE": 30, "PGA_VALUE": 0.3},
             "probabilityoffailure": {"SOIL_TABLE": SOIL, "RAIN_TABLE": RAIN}}.get(algorithm, {})
    said = refused(lambda **more: process(algorithm, **more), DEM=VOID / "c_undecl.tif", **given)
    assert "DEM: -32768 in 600" in said


def test_zeros_far_below_all_other_ground_are_told(stable, process):
    stable(DEM=VOID / "c_zero.tif")
    said = [line for line in process.log if "exactly 0" in line]
    assert len(said) == 1
    assert said[0].startswith("DEM: 16.7 % of its cells are exactly 0, and all others lie above 50")
    assert "declare the nodata value" in said[0]


def test_a_coast_is_let_be(stable, process, basin):
    rows, cols = np.mgrid[0:40, 0:40]
    stable(DEM=basin("coast", np.maximum(0.0, 3.0 * (rows - 10.0) + np.sin(cols))))
    assert not any("exactly 0" in line for line in process.log)


def test_mask_and_nodata(stable):
    values, found = stable(DEM=MASK / "b_mask.tif")
    assert np.isfinite(values).sum() == 2400
    assert np.nanmax(values) < 3.0
    assert found["MIN_FOS"] > 0.5


def test_nodata_that_a_layer_adds(stable, qgis_app):
    layer = QgsRasterLayer(str(VOID / "c_zero.tif"), "dem")
    plain = read_array(str(VOID / "c_zero.tif"))
    layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(-1.0, 1.0)])
    values, _ = stable(DEM=layer)
    assert np.isnan(values[plain == 0]).all()
    assert np.nanmax(values) < 3.0
    undeclared = QgsRasterLayer(str(VOID / "c_undecl.tif"), "dem")
    undeclared.dataProvider().setUserNoDataValue(1, [QgsRasterRange(-32768.0, -32768.0)])
    other, _ = stable(DEM=undeclared)
    assert np.array_equal(np.isnan(other), np.isnan(values))


def test_nodata_that_a_layer_leaves_out_is_ground(stable, process, qgis_app, tmp_path):
    path = tmp_path / "low.tif"
    gdal.Translate(str(path), str(VOID / "c_zero.tif"), noData=0)
    layer = QgsRasterLayer(str(path), "dem")
    layer.dataProvider().setUseSourceNoDataValue(1, False)
    stable(DEM=layer)
    assert any("exactly 0" in line for line in process.log)
    stable(DEM=path)
    assert not any("exactly 0" in line for line in process.log)


# --- units and CRS --------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", ["d_compound_ft.tif", "d_unit_ft.tif"])
def test_heights_in_feet(stable, process, name):
    values, _ = stable(DEM=FEET / name)
    assert np.nanmean(values) == pytest.approx(1.153, abs=0.03)
    assert any("were multiplied by 0.3048" in line for line in process.log)


def test_heights_in_centimetres(stable, process, basin, plane):
    said = refused(stable, DEM=basin("cm", plane(35.0, (40, 40), top=30000.0) * 100.0))
    assert "not centimetres or feet" in said
    low = plane(35.0, (12, 12), top=85.0)       # below 9000 cm the range alone does not tell
    said = refused(stable, DEM=basin("low", low * 100.0))
    assert "100.00% of the cells are steeper than 85 degrees" in said
    assert "centimetres" in said


def test_many_cells_too_steep_are_a_warning(stable, process, basin, plane):
    ground = plane(30.0, (30, 30))
    ground[:, 15:] += 2000.0
    stable(DEM=basin("cliff", ground))
    said = [line for line in process.log if "steeper than 85 degrees" in line]
    assert len(said) == 1
    assert said[0].startswith("6.67%")


def test_web_mercator(stable):
    said = refused(stable, DEM=MERCATOR / "e_3857.tif")
    assert "EPSG:3857" in said
    assert "EPSG:326" in said


def test_slope_in_radians_is_questioned(stable, process, basin):
    stable(DEM=None, SLOPE=basin("radians", np.full((20, 20), 0.6)))
    assert "SLOPE: its steepest value is 0.6 degrees. Is it in radians?" in process.log


def test_the_crs_of_the_layer(process, tmp_path, qgis_app):
    layer = QgsRasterLayer(str(BARE / "m_dem.asc"), "m_dem")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
    process("evaluate", INPUTS=[layer], INVENTORY=BARE / "v_pts4326.gpkg", FOLDS=3, REPORT=tmp_path / "r.html",
            CONFUSION=tmp_path / "c.tif")
    assert any("is taken to be in EPSG:32633, as its layer in QGIS says" in line for line in process.log)
    assert any("the layer's properties in QGIS gave its CRS, which the command cannot repeat" in line
               for line in process.log)
    assert "EPSG\",\"32633" in gdal.Open(str(tmp_path / "c.tif")).GetProjection()
    assert "which the command cannot repeat" in (tmp_path / "r.html").read_text(encoding="utf-8")


# --- network --------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", ["DEM", "SOIL_TABLE", "AREA"])
def test_the_network_is_not_touched(stable, name):
    started = time.monotonic()
    said = refused(stable, **{"DEM": VOID / "c_zero.tif", name: "https://example.invalid/x.tif"})
    assert f"{name}: it would be read over the network (https://" in said
    assert "scarp/allow_network" in said
    assert time.monotonic() - started < 5.0


def test_a_virtual_raster_over_the_network(stable, tmp_path):
    path = tmp_path / "far.vrt"
    far = "/vsicurl/https://example.invalid/a.tif"
    path.write_text('<VRTDataset rasterXSize="60" rasterYSize="60"><GeoTransform>5e5,10,0,52e5,0,-10</GeoTransform>'
                    f'<VRTRasterBand dataType="Float32" band="1"><SimpleSource><SourceFilename>{far}</SourceFilename>'
                    "</SimpleSource></VRTRasterBand></VRTDataset>")
    assert f"DEM: it would be read over the network ({far})" in refused(stable, DEM=path)
    ALLOW_NETWORK.set(1)
    try:
        assert "over the network" not in refused(stable, DEM=path)
    finally:
        ALLOW_NETWORK.set(0)


# --- tables ---------------------------------------------------------------------------------------------------------

def test_thousands_in_a_file_of_commas(process, stable, tmp_path):
    said = refused(stable, DEM=COMMAS / "dem.tif", RAIN_TABLE=COMMAS / "r_thou.csv")
    assert "RAIN_TABLE, row 2, mm: '1,250' may mean 1250 or 1.250" in said
    said = refused(lambda **more: process("predictpinn", **more), INPUT=COMMAS / "pn_th2.csv", PGA_UNIT="%g",
                   OUTPUT=tmp_path / "o.csv")
    assert "INPUT, row 2, relief: '1,250' may mean 1250 or 1.250, in a file whose columns are separated by" in said


def test_decimal_commas_are_read_where_they_are_meant(stable, csv, soil_row):
    table = csv("comma", {name: str(value).replace(".", ",") for name, value in soil_row(thickness_m="1,500").items()},
                separator=";")
    table.write_text(table.read_text().replace("5e-06", "0,000005"))
    values, _ = stable(DEM=COMMAS / "dem.tif", SOIL_TABLE=table)
    point = csv("point", soil_row())
    assert np.array_equal(values, stable(DEM=COMMAS / "dem.tif", SOIL_TABLE=point)[0], equal_nan=True)


def test_first_lines_of_tables(stable, process):
    dem = LINES / "dem.tif"
    said = refused(stable, DEM=dem, SOIL_TABLE=LINES / "s_sep.csv")
    assert "SOIL_TABLE: its first line is 'sep=;'" in said
    said = refused(stable, DEM=dem, SOIL_TABLE=LINES / "s_unitrow.csv")
    assert "SOIL_TABLE, row 1, cohesion_kpa: 'kPa' is not a number" in said
    said = refused(lambda **more: process("evaluate", **more), INPUTS=[str(dem)], INVENTORY=LINES / "v_glc.csv")
    assert "INVENTORY: it is a table of 20 rows, whose columns latitude and longitude are numbers and no points" in said
    assert "Create Points Layer from Table" in said
    assert "EPSG:4326" in said


def test_a_table_that_is_none_of_soils(stable, csv):
    said = refused(stable, DEM=LINES / "dem.tif", SOIL_TABLE=csv("odd", {"a": 1, "b": 2}, {"a": 3, "b": 4}))
    assert "SOIL_TABLE: it has no column of a soil; it has a, b" in said


# --- parameters without effect --------------------------------------------------------------------------------------

@pytest.mark.parametrize(("given", "words"), [
    ({"PORE_PRESSURE": "seepage", "WATER_TABLE_VALUE": 0.5},
     "WATER_TABLE_VALUE is not used, since PORE_PRESSURE is seepage."),
    ({"PORE_PRESSURE": "zero", "WATER_TABLE_VALUE": 0.5},
     "WATER_TABLE_VALUE is not used, since PORE_PRESSURE is zero."),
    ({"SEISMIC_COEFFICIENT": 0.3}, "SEISMIC_COEFFICIENT is not used, since there is no PGA."),
    ({"DURATION": 5.0}, "DURATION is not used, since there is no RAIN_INTENSITY."),
    ({"STEP_HOURS": 5.0}, "STEP_HOURS is not used, since there are no RAIN_LAYERS."),
    ({"H_MIN": 1.0, "H_MAX": 2.0}, "H_MAX is not used, since there is no THICKNESS_MODEL."),
    ({"STORAGE_LIMIT": False}, "STORAGE_LIMIT is not used, since without ROUTE_RUNOFF"),
    ({"ZONE_FIELD": "unit"}, "ZONE_FIELD is not used, since SOIL_ZONES are no polygons."),
])
def test_parameters_without_effect_are_named(stable, process, given, words):
    stable(DEM=LINES / "dem.tif", **given)
    assert any(line.startswith(words) for line in process.log), process.log


def test_nothing_is_said_of_defaults_and_of_what_acts(stable, process):
    stable(DEM=LINES / "dem.tif", SEISMIC_COEFFICIENT=0.5, PGA_VALUE=0.1, WATER_TABLE_VALUE=1.0, STORAGE_LIMIT=True)
    assert not any("not used" in line for line in process.log)


def test_samples_without_sampling(process, tmp_path):
    process("probabilityoffailure", DEM=LINES / "dem.tif", SOIL_TABLE=SOIL, RAIN_TABLE=RAIN, SAMPLES=500,
            POF=tmp_path / "p.tif")
    assert "SAMPLES is not used, since METHOD form draws no samples." in process.log


# --- names and areas ------------------------------------------------------------------------------------------------

def test_long_names_work_and_longer_ones_are_told(process, tmp_path):
    name = 245 * "s" + ".tif"
    process("terrainfactors", DEM=LINES / "dem.tif", SLOPE=tmp_path / name)
    assert (tmp_path / name).exists()
    for long in (300 * "s", 130 * "\u0436"):
        said = refused(lambda **more: process("terrainfactors", **more), DEM=LINES / "dem.tif",
                       SLOPE=tmp_path / f"{long}.tif")
        assert "SLOPE: the file name '" in said
        assert "is too long" in said


def test_a_small_area_gives_what_the_whole_gives(process, stable, basin, polygons, plane):
    rows, cols = np.mgrid[0:1100, 0:1100]
    dem = basin("large", 2000.0 - 2.0 * rows + 40.0 * np.sin(cols / 9.0))
    area = polygons(((716000.0, 9553000.0, 716500.0, 9553400.0), 1))
    whole, _ = stable(DEM=dem)
    part, found = stable(DEM=dem, AREA=area)
    inside = np.zeros(part.shape, dtype=bool)
    inside[760:800, 400:450] = True
    assert np.array_equal(part, np.where(inside, whole, np.nan), equal_nan=True)
    assert found["MIN_FOS"] == pytest.approx(whole[inside].min(), rel=1e-6)     # the map has float32
