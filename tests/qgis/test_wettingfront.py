"""Wetting front: columns worked by hand, every kind of rain and soil, routing, mass balance."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException
from scarp.engine.grid import read_array
from scipy.io import netcdf_file

STORM = ({"hours": 1, "mm": 9}, {"hours": 3, "mm": 72}, {"hours": 4, "mm": 0})


def front(infiltrated_m, angle, porosity=0.45, first=0.5, last=0.95):
    """Depth of the front by hand, m."""
    return infiltrated_m / (porosity * (last - first) * np.cos(np.radians(angle)))


@pytest.fixture
def inputs(basin, plane, csv, soil_row, tmp_path):
    """A plane of 30 degrees, one soil that takes 18 mm/h, a storm of 9, 36, 36 and 0 mm/h."""
    return {"DEM": basin("dem", plane(30.0)), "SOIL_TABLE": csv("soil", soil_row()),
            "RAIN_TABLE": csv("rain", *STORM), "WETTING_FRONT": tmp_path / "front.tif"}


def test_a_column_worked_by_hand(process, inputs, tmp_path):
    found = process("wettingfront", **inputs, TIMES="0.5; 1; 2; 4", INFILTRATION=tmp_path / "i.tif",
                    RUNOFF=tmp_path / "r.tif")
    taken = [4.5, 9.0, 27.0, 45.0]
    lost = [0.0, 0.0, 18.0, 36.0]
    for band, (into, off) in enumerate(zip(taken, lost), 1):
        assert read_array(found["WETTING_FRONT"], band) == pytest.approx(front(into / 1000.0, 30.0), rel=1e-5)
        assert read_array(found["INFILTRATION"], band) == pytest.approx(into, rel=1e-6)
        assert read_array(found["RUNOFF"], band) == pytest.approx(off, abs=1e-6)
    assert found["RAIN_TOTAL"] == pytest.approx(81.0)
    assert found["MASS_ERROR"] < 1e-9
    names = gdal.Open(found["WETTING_FRONT"])
    assert [names.GetRasterBand(i).GetDescription() for i in range(1, 5)] == ["t=0.5 h", "t=1 h", "t=2 h", "t=4 h"]
    assert names.GetRasterBand(1).GetUnitType() == "m"


def test_the_front_stops_at_the_base(process, inputs, csv, soil_row):
    inputs["SOIL_TABLE"] = csv("thin", soil_row(thickness_m=0.1))
    assert read_array(process("wettingfront", **inputs)["WETTING_FRONT"]) == pytest.approx(0.1)


def test_steady_rain_equals_its_table_and_its_rasters(process, inputs, csv, basin):
    del inputs["RAIN_TABLE"]
    steady = read_array(process("wettingfront", **inputs, RAIN_INTENSITY=7.0, DURATION=5.0)["WETTING_FRONT"])
    table = csv("steady", *({"hours": hour, "mm": 7} for hour in range(1, 6)))
    assert read_array(process("wettingfront", **inputs, RAIN_TABLE=table)["WETTING_FRONT"]) == pytest.approx(steady)
    rate, depth = basin("rate", np.full((12, 12), 7.0)), basin("depth", np.full((12, 12), 35.0))
    for layers, options in ((rate, {"RAIN_UNIT": "mm/h"}), (depth, {})):
        found = process("wettingfront", **inputs, RAIN_LAYERS=[str(layers)], STEP_HOURS=5.0, **options)
        assert read_array(found["WETTING_FRONT"]) == pytest.approx(steady)
    assert steady == pytest.approx(front(0.035, 30.0), rel=1e-5)


def test_rain_rasters_in_order_of_time_or_in_one_file(process, inputs, basin, tmp_path):
    del inputs["RAIN_TABLE"]
    layers = [basin(f"rain{i}", np.full((12, 12), depth)) for i, depth in enumerate((9.0, 36.0, 36.0, 0.0))]
    several = process("wettingfront", **inputs, RAIN_LAYERS=[str(layer) for layer in layers], STEP_HOURS=1, TIMES="2")
    several = read_array(several["WETTING_FRONT"])
    gdal.BuildVRT(str(tmp_path / "all.vrt"), [str(layer) for layer in layers], separate=True).FlushCache()
    gdal.Translate(str(tmp_path / "all.tif"), str(tmp_path / "all.vrt"))
    for one in ("all.tif", "all.vrt"):
        found = process("wettingfront", **inputs, RAIN_LAYERS=[str(tmp_path / one)], STEP_HOURS=1, TIMES="2")
        assert (read_array(found["WETTING_FRONT"]) == several).all()
    assert several == pytest.approx(front(0.027, 30.0), rel=1e-5)


def test_rain_from_a_netcdf_file(process, inputs, tmp_path):
    """Rain by time, y and x, rows from the south, as weather services write it; and a file of two variables."""
    del inputs["RAIN_TABLE"]
    path = tmp_path / "lluvia año.nc"

    def write(*names):
        with netcdf_file(path, "w") as file:
            for name, values in (("time", np.arange(4.0)), ("y", 9560800.0 + 10.0 * np.arange(25)),
                                 ("x", 711955.0 + 10.0 * np.arange(25))):
                file.createDimension(name, values.size)
                variable = file.createVariable(name, "d", (name,))
                variable[:], variable.units = values, "h" if name == "time" else "m"
                variable.standard_name = "time" if name == "time" else f"projection_{name}_coordinate"
            for name in names:
                variable = file.createVariable(name, "f", ("time", "y", "x"))
                variable[:] = np.array([9.0, 36.0, 36.0, 0.0])[:, None, None]

    write("rain")
    found = process("wettingfront", **inputs, RAIN_LAYERS=[str(path)], STEP_HOURS=1, TIMES="2")
    assert read_array(found["WETTING_FRONT"]) == pytest.approx(front(0.027, 30.0), rel=1e-5)
    write("rain", "snow")
    with pytest.raises(QgsProcessingException, match=r"several rasters. Name one, for example NETCDF:.*:rain"):
        process("wettingfront", **inputs, RAIN_LAYERS=[str(path)], STEP_HOURS=1)
    found = process("wettingfront", **inputs, RAIN_LAYERS=[f'NETCDF:"{path}":rain'], STEP_HOURS=1, TIMES="2")
    assert read_array(found["WETTING_FRONT"]) == pytest.approx(front(0.027, 30.0), rel=1e-5)


def test_zones_by_raster_and_by_polygons(process, inputs, csv, soil_row, basin, polygons):
    zones = np.where(np.arange(12)[None, :] < 6, 1, 2) * np.ones((12, 1))
    slow = soil_row(zone=2, ksat_m_s=1e-6)
    inputs["SOIL_TABLE"] = csv("two", soil_row(zone=1), slow)
    by_raster = read_array(process("wettingfront", **inputs, SOIL_ZONES=basin("zones", zones))["WETTING_FRONT"])
    assert by_raster[:, 0] == pytest.approx(front(0.045, 30.0), rel=1e-5)
    assert by_raster[:, 11] == pytest.approx(front(4 * 3.6e-3 - 3.6e-3, 30.0), rel=1e-5)
    west, east = (711990, 9560800, 712060, 9561010), (712060, 9560800, 712200, 9561010)
    numbers = polygons((west, 1), (east, 2))
    assert (read_array(process("wettingfront", **inputs, SOIL_ZONES=numbers)["WETTING_FRONT"]) == by_raster).all()
    inputs["SOIL_TABLE"] = csv("named", soil_row(zone="gravel"), {**slow, "zone": "clay, grey"}, separator=";")
    words = polygons((west, "gravel"), (east, "clay, grey"), field="unit", kind="string")
    found = process("wettingfront", **inputs, SOIL_ZONES=words, ZONE_FIELD="unit")
    assert (read_array(found["WETTING_FRONT"]) == by_raster).all()


def test_decimal_commas(process, inputs, csv, soil_row):
    whole = read_array(process("wettingfront", **inputs)["WETTING_FRONT"])
    commas = {key: str(value).replace(".", ",") for key, value in soil_row().items()}
    inputs["SOIL_TABLE"] = csv("commas", commas, separator=";")
    assert (read_array(process("wettingfront", **inputs)["WETTING_FRONT"]) == whole).all()


def test_means_from_rasters_without_a_table(process, inputs, basin):
    del inputs["SOIL_TABLE"]
    means = {"POROSITY": 0.45, "SATURATION_INITIAL": 0.5, "SATURATION_FINAL": 0.95, "KSAT": 5e-6, "THICKNESS": 1.5}
    rasters = {name: basin(name.lower(), np.full((12, 12), value)) for name, value in means.items()}
    found = process("wettingfront", **inputs, **rasters)
    assert read_array(found["WETTING_FRONT"]) == pytest.approx(front(0.045, 30.0), rel=1e-5)


def test_thickness_comes_from_raster_then_table_then_model(process, inputs, basin, csv, soil_row):
    long = {**inputs, "RAIN_TABLE": csv("long", {"hours": 200, "mm": 20000})}
    table = csv("bare", {key: value for key, value in soil_row().items() if key != "thickness_m"})
    model = {"THICKNESS_MODEL": "z", "H_MIN": 0.2, "H_MAX": 0.4}
    modelled = read_array(process("wettingfront", **{**long, "SOIL_TABLE": table}, **model)["WETTING_FRONT"])
    assert (modelled[0, 0], modelled[-1, 0]) == pytest.approx((0.2, 0.4))
    assert read_array(process("wettingfront", **long, **model)["WETTING_FRONT"]) == pytest.approx(1.5)
    assert "THICKNESS_MODEL is not used, since the soil table gives thickness_m." in process.log
    raster = basin("thickness", np.full((12, 12), 0.7))
    given = read_array(process("wettingfront", **long, **model, THICKNESS=raster)["WETTING_FRONT"])
    assert given == pytest.approx(0.7)


def test_runoff_soaks_in_below(process, basin, csv, soil_row, tmp_path):
    """A ditch of one row: rock above, soil below; what runs off the rock enters the soil as far as it can."""
    elevation = np.full((3, 6), 100.0) - 10.0 * np.arange(6)
    elevation[[0, 2]] += 50.0
    zones = np.where(np.arange(6) < 3, 1, 2) * np.ones((3, 1))
    table = csv("soil", soil_row(zone=1, ksat_m_s=1e-12), soil_row(zone=2, ksat_m_s=1e-4))
    given = {"DEM": basin("dem", elevation), "SOIL_ZONES": basin("zones", zones), "SOIL_TABLE": table,
             "RAIN_INTENSITY": 3.6, "DURATION": 1.0, "ROUTE_RUNOFF": True}
    routed = process("wettingfront", **given, INFILTRATION=tmp_path / "i.tif", RUNOFF=tmp_path / "r.tif")
    directions = process("terrainfactors", DEM=given["DEM"], FLOW_ACCUMULATION=tmp_path / "a.tif",
                         FLOW_DIRECTION=tmp_path / "d.tif")
    cells = read_array(directions["FLOW_ACCUMULATION"])
    into, off = read_array(routed["INFILTRATION"]), read_array(routed["RUNOFF"])
    assert off[1, 2] == pytest.approx(3.6 * cells[1, 2], rel=1e-4)
    # The walls drain straight into the ditch: 9 cells of rock above, 12 with their own column, whose walls are of soil.
    assert cells[1].tolist() == [3, 6, 9, 12, 15, 18]
    assert into[1, 3] == pytest.approx(3.6 * (9 + 1), rel=1e-4)
    assert off[1, 3] == pytest.approx(0.0, abs=1e-6)
    assert routed["MASS_ERROR"] < 1e-9
    codes = directions["FLOW_DIRECTION"]
    again = process("wettingfront", **given, FLOW_DIRECTION=codes, INFILTRATION=tmp_path / "j.tif")
    assert (read_array(again["INFILTRATION"]) == into).all()
    mapped = process("wettingfront", **given, WETTING_FRONT=tmp_path / "f.tif", INFILTRATION=tmp_path / "l.tif")
    assert (read_array(mapped["INFILTRATION"]) == into).all()  # asking for the front changes nothing
    early = process("wettingfront", **given, TIMES="0.5; 1", INFILTRATION=tmp_path / "k.tif")
    assert read_array(early["INFILTRATION"], 1) == pytest.approx(into / 2.0, rel=1e-5)
    assert read_array(early["INFILTRATION"], 2) == pytest.approx(into, rel=1e-6)


def test_an_area_limits_the_result_and_not_the_water(process, basin, plane, csv, soil_row, polygons, tmp_path):
    valley = plane(15.0, (10, 7)) + 8.0 * np.abs(np.arange(7) - 3)
    given = {"DEM": basin("dem", valley), "SOIL_TABLE": csv("soil", soil_row(ksat_m_s=1e-6)), "RAIN_INTENSITY": 20.0,
             "DURATION": 2.0, "ROUTE_RUNOFF": True}
    whole = process("wettingfront", **given, WETTING_FRONT=tmp_path / "w.tif", RUNOFF=tmp_path / "r.tif")
    part = process("wettingfront", **given, WETTING_FRONT=tmp_path / "w2.tif", RUNOFF=tmp_path / "r2.tif",
                   AREA=polygons(((712020, 9560910, 712050, 9560950), 1)))
    for name in ("WETTING_FRONT", "RUNOFF"):
        inside = read_array(part[name])
        seen = np.isfinite(inside)
        assert seen.sum() == 12
        assert (inside[seen] == read_array(whole[name])[seen]).all()


@pytest.mark.parametrize(("changes", "message"), [
    ({"RAIN_TABLE": None}, "RAIN_TABLE: there is no rain"),
    ({"RAIN_INTENSITY": 3.0, "DURATION": 2.0}, "RAIN_INTENSITY: RAIN_TABLE gives the rain already"),
    ({"RAIN_TABLE": None, "RAIN_INTENSITY": 3.0}, "DURATION: it is missing"),
    ({"TIMES": "3; 9"}, "TIMES: 9 h is after the end of the rain, 4 h"),
    ({"TIMES": "soon"}, "TIMES: 'soon' is not a number"),
    ({"SOIL_TABLE": None}, "SOIL_TABLE: it is not given, and no raster gives"),
    ({"ROUTE_RUNOFF": "perhaps"}, "ROUTE_RUNOFF: 'perhaps' is neither true nor false"),
    ({"THICKNESS_MODEL": "z"}, "H_MIN: it is missing"),
    ({"RAIN_INTENSITY": "3,5"}, "RAIN_INTENSITY: '3,5' is not a number. Write 3.5"),
])
def test_faults(process, inputs, tmp_path, changes, message):
    with pytest.raises(QgsProcessingException, match=message):
        process("wettingfront", **{**inputs, **changes})
    assert not (tmp_path / "front.tif").exists()


def test_all_zones_without_a_row_are_named_at_once(process, inputs, csv, soil_row, basin, polygons):
    inputs["SOIL_TABLE"] = csv("one", soil_row(zone=1), soil_row(zone=10))
    zones = np.where(np.arange(12)[None, :] < 6, 1, 2) * np.ones((12, 1))
    zones[0, 0], zones[11, 11] = 30, 7
    words = r"SOIL_ZONES: zone 2, 7, 30 has no row in SOIL_TABLE\. Add the rows; the table has 1, 10"
    with pytest.raises(QgsProcessingException, match=words):
        process("wettingfront", **inputs, SOIL_ZONES=basin("zones", zones))
    west, east, far = ((711990, 9560800, 712060, 9561010), (712060, 9560800, 712200, 9561010),
                       (800000, 9560800, 800100, 9561010))
    three = polygons((west, "b10"), (east, "b2"), (far, "sea"), field="unit", kind="string")
    with pytest.raises(QgsProcessingException, match=r"zone b2, b10 has no row in SOIL_TABLE"):
        process("wettingfront", **inputs, SOIL_ZONES=three, ZONE_FIELD="unit")
    two = polygons((west, 1), (east, 10), (far, 99))
    process("wettingfront", **inputs, SOIL_ZONES=two)      # what lies off the map needs no row
