"""What a file and its layer mean is what is read: nodata of every kind, scale, units, overviews, CRS, network."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from scarp.engine import grid
from scarp.engine.errors import GridError
from scarp.engine.grid import (
    Grid,
    LayerPath,
    RasterSource,
    Window,
    check_metric,
    geometry,
    remote_part,
    scale,
    tiles,
    units,
)
from scarp.engine.quantities import LIMITS

gdal = pytest.importorskip("osgeo.gdal")
osr = pytest.importorskip("osgeo.osr")

CASES = Path(__file__).resolve().parents[1] / "data" / "cases"
UTM = geometry.spatial_reference("EPSG:32633").ExportToWkt()
SIX = Grid(UTM, (500000.0, 10.0, 0.0, 5200060.0, 0.0, -10.0), 6, 6)
SHIFTED = Grid(UTM, (500005.0, 10.0, 0.0, 5200055.0, 0.0, -10.0), 5, 5)
VALUES = np.arange(36, dtype=float).reshape(6, 6) + 100.0
ELEVATION = LIMITS["elevation"]


def make(path, values=VALUES, kind=gdal.GDT_Float32, nodata=None, crs="EPSG:32633", cell=10.0, bands=1, origin=None):
    """Write a raster without any help of ours, and give it open for more."""
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), values.shape[1], values.shape[0], bands, kind)
    x, y = origin or (500000.0, 5200060.0)
    dataset.SetGeoTransform((x, cell, 0.0, y, 0.0, -cell))
    if crs:
        dataset.SetSpatialRef(geometry.spatial_reference(crs))
    for number in range(1, bands + 1):
        dataset.GetRasterBand(number).WriteArray(values)
        if nodata is not None:
            dataset.GetRasterBand(number).SetNoDataValue(nodata)
    return dataset


# --- no data --------------------------------------------------------------------------------------------------------

def test_mask_and_nodata_are_both_heard():
    found = RasterSource(str(CASES / "05-mask-and-nodata" / "b_mask.tif"), limits=ELEVATION).read()
    assert np.isnan(found).sum() == 1200
    assert np.nanmin(found) > 500.0


def test_mask_and_nodata_are_both_heard_when_warped():
    path = str(CASES / "05-mask-and-nodata" / "b_mask.tif")
    own = RasterSource(path).grid
    x, cell, _, y, _, _ = own.transform
    half = Grid(own.crs, (x + cell / 2, cell, 0.0, y, 0.0, -cell), own.width - 1, own.height)
    found = RasterSource(path, half).read()
    assert np.nanmin(found) > 500.0
    valid = ~np.isnan(RasterSource(path).read())
    both = valid[:, :-1] & valid[:, 1:]
    assert not np.isnan(found[both]).any()
    assert np.isnan(found[~valid[:, :-1] & ~valid[:, 1:]]).all()


def test_an_alpha_band_and_a_nodata_value_are_both_heard(tmp_path):
    path = tmp_path / "alpha.tif"
    dataset = make(path, bands=2, nodata=101.0)
    alpha = dataset.GetRasterBand(2)
    alpha.SetColorInterpretation(gdal.GCI_AlphaBand)
    alpha.WriteArray(np.where(VALUES > 130, 0, 255))
    alpha = dataset = None
    expected = np.where((VALUES > 130) | (VALUES == 101), np.nan, VALUES)
    assert np.array_equal(RasterSource(str(path)).read(), expected, equal_nan=True)
    assert np.nanmax(RasterSource(str(path), SHIFTED).read()) <= 130


@pytest.mark.parametrize(("stored", "declared"), [
    (-3.4028234663852886e38, -3.4e38), (-3.4028235e38, -3.402823e38), (3.4028234663852886e38, 3.4e38), (1e31, 1e31)])
def test_a_rounded_huge_nodata_value_is_heard(tmp_path, stored, declared):
    values = VALUES.copy()
    values[2, 3] = stored
    make(tmp_path / "huge.tif", values, nodata=declared)
    expected = np.where(np.abs(values) > 1e30, np.nan, values)
    assert np.array_equal(RasterSource(str(tmp_path / "huge.tif")).read(), expected, equal_nan=True)
    warped = RasterSource(str(tmp_path / "huge.tif"), SHIFTED).read()
    assert np.nanmax(np.abs(warped)) < 200


def test_a_nodata_value_that_was_rounded_by_an_earlier_float32(tmp_path):
    values = VALUES.copy()
    values[1, 1] = float(np.float32(-9999.9))
    make(tmp_path / "wide.tif", values, gdal.GDT_Float64, nodata=-9999.9)
    for where in (None, SHIFTED):
        assert np.nanmin(RasterSource(str(tmp_path / "wide.tif"), where).read()) >= 100


def test_the_values_a_layer_calls_empty(tmp_path):
    make(tmp_path / "user.tif", nodata=100.0)
    said = LayerPath(str(tmp_path / "user.tif"), empty={1: ((110.0, 112.0), (135.0, math.inf))})
    expected = np.where((VALUES == 100) | ((VALUES >= 110) & (VALUES <= 112)) | (VALUES >= 135), np.nan, VALUES)
    assert np.array_equal(RasterSource(said).read(), expected, equal_nan=True)
    every = LayerPath(str(tmp_path / "user.tif"), ignored=[1])
    assert np.array_equal(RasterSource(every).read(), VALUES)
    assert not np.isnan(RasterSource(every, SHIFTED).read()).any()
    # The mean of the three neighbours that have a value, and of all four.
    assert RasterSource(str(tmp_path / "user.tif"), SHIFTED).read()[0, 0] == pytest.approx((101 + 106 + 107) / 3)
    assert RasterSource(every, SHIFTED).read()[0, 0] == pytest.approx((100 + 101 + 106 + 107) / 4)


def test_what_a_layer_calls_empty_is_meant_after_scaling(tmp_path):
    dataset = make(tmp_path / "packed.tif", kind=gdal.GDT_Int16)
    dataset.GetRasterBand(1).SetScale(0.1)
    dataset.GetRasterBand(1).SetOffset(5.0)
    dataset = None
    said = LayerPath(str(tmp_path / "packed.tif"), empty={1: ((15.0, 15.05),)})
    found = RasterSource(said).read()
    assert np.isnan(found[0, 0])
    assert np.isnan(found).sum() == 1
    assert found[5, 5] == pytest.approx(18.5)
    # Between the centres of four cells a plane has their mean.
    assert RasterSource(said, SHIFTED).read()[4, 4] == pytest.approx((12.8 + 12.9 + 13.4 + 13.5) / 4 + 5.0)


# --- values that cannot be ------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("name", "value", "cells"), [("c_undecl.tif", "-32768", 600), ("c_undecl34.tif", "-3.4", 600)])
def test_undeclared_nodata_in_heights_is_refused(name, value, cells):
    with pytest.raises(GridError) as error:
        RasterSource(str(CASES / "03-undeclared-nodata-is-ground" / name), limits=ELEVATION)
    assert str(error.value).startswith(f"DEM: {value}")
    assert f"in {cells} of 3600 cells looked at is outside -500 to 9000 m" in str(error.value)
    assert "declare the nodata value" in str(error.value)


def test_undeclared_nodata_in_a_slope_is_refused():
    with pytest.raises(GridError, match=r"SLOPE: -9999 is negative. It stands in 600 of 3600 .* 0 to 90 deg.*declare"):
        RasterSource(str(CASES / "03-undeclared-nodata-is-ground" / "sp_neg.tif"), parameter="SLOPE",
                     limits=LIMITS["slope"])


def test_a_value_far_from_any_sample_is_found_when_it_is_read(tmp_path):
    values = np.full((3000, 3000), 5.0)
    values[1999, 1234] = -9999.0
    wide = Grid(UTM, (500000.0, 10.0, 0.0, 5200060.0, 0.0, -10.0), 3000, 3000)
    grid.write_array(str(tmp_path / "one.tif"), values, wide)
    source = RasterSource(str(tmp_path / "one.tif"), limits=LIMITS["thickness"])
    assert source.read(Window(0, 0, 100, 100)).max() == 5.0
    with pytest.raises(GridError, match="-9999 in 1 of 9000000 cells looked at"):
        source.read(Window(1200, 1900, 100, 100))


def test_a_sea_bed_is_ground_and_one_value_is_none(tmp_path):
    bed = np.linspace(-3000.0, 200.0, 400).reshape(20, 20)
    make(tmp_path / "bed.tif", bed)
    assert RasterSource(str(tmp_path / "bed.tif"), limits=ELEVATION).read() == pytest.approx(bed, abs=1e-3)
    for void in (-1000.0, -9999.0, -32768.0):
        make(tmp_path / "void.tif", np.where(bed < -500.0, void, bed))
        with pytest.raises(GridError, match=f"DEM: {void:g} in 312 of 400 cells"):
            RasterSource(str(tmp_path / "void.tif"), limits=ELEVATION)
    make(tmp_path / "both.tif", np.where(bed < -2900.0, -9999.0, bed))
    with pytest.raises(GridError, match="DEM: -9999 in 312 of 400 cells"):
        RasterSource(str(tmp_path / "both.tif"), limits=ELEVATION)


def test_no_raster_holds_3e38(tmp_path):
    values = VALUES.copy()
    values[0, 0] = -3.4028234663852886e38
    make(tmp_path / "any.tif", values)
    with pytest.raises(GridError, match=r"INPUTS: -3.40282e.38 in 1 of 36 cells looked at.*declare the nodata"):
        RasterSource(str(tmp_path / "any.tif"), parameter="INPUTS")


@pytest.mark.parametrize(("name", "value", "words"), [
    ("slope", 130.0, "not per cent"), ("elevation", 90000.0, "not centimetres or feet"),
    ("porosity", 45.0, "Did you mean 0.45?"), ("thickness", 255.0, "declare the nodata value"),
    ("water_table", -9999.0, "declare the nodata value"),
    ("pga", 30.0, "Check PGA_UNIT"), ("saturation", 55.0, "Did you mean 0.55?")])
def test_the_message_says_what_would_be_right(tmp_path, name, value, words):
    make(tmp_path / "x.tif", np.full((3, 3), value))
    with pytest.raises(GridError) as error:
        RasterSource(str(tmp_path / "x.tif"), parameter="X", limits=LIMITS[name])
    assert words in str(error.value)
    assert f"{value:g} " in str(error.value)
    assert "in 9 of 9 cells" in str(error.value)


# --- units ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("name", "metres", "unit"), [("d_compound_ft.tif", 1200.0 / 3937.0, "US survey foot"),
                                                      ("d_unit_ft.tif", 0.3048, "ft")])
def test_heights_in_feet_become_metres_and_it_is_told(name, metres, unit):
    path, told = str(CASES / "06-vertical-feet" / name), []
    stored = gdal.Open(path).ReadAsArray().astype(float)
    source = RasterSource(path, log=told.append, limits=ELEVATION)
    assert source.read() == pytest.approx(stored * metres, rel=1e-12)
    assert source.unit == "m"
    assert len(told) == 1
    assert f"is in {unit}, as the file says; its values were multiplied by 0.3048" in told[0]


def test_the_vertical_unit_is_not_that_of_other_quantities():
    found = RasterSource(str(CASES / "06-vertical-feet" / "d_compound_ft.tif"), parameter="SLOPE")
    assert found.read().max() > 1000        # as stored: without limits nothing is converted
    with pytest.raises(GridError, match=r"outside 0 to 90 deg"):        # and degrees are not feet
        RasterSource(str(CASES / "06-vertical-feet" / "d_compound_ft.tif"), parameter="SLOPE", limits=LIMITS["slope"])


@pytest.mark.parametrize(("declared", "wanted", "factor"), [
    ("cm", "m", 0.01), ("Feet", "m", 0.3048), ("US survey foot", "m", 1200.0 / 3937.0), ("mm/h", "m/s", 1e-3 / 3600.0),
    ("radians", "deg", 180.0 / math.pi), ("%", "-", 0.01), ("Pa", "kPa", 0.001), ("kN/m³", "kN/m3", 1.0),
    ("m", "mm", 1000.0), ("%g", "g", 0.01), ("g", "%g", 100.0), ("m/s^2", "m/s2", 1.0), ("", "m", 1.0),
    ("mm/day", "mm/h", 1.0 / 24.0), ("furlong", "m", None), ("deg", "m", None)])
def test_units(declared, wanted, factor):
    found = units.factor(declared, wanted)
    assert found is factor if factor is None else found == pytest.approx(factor, rel=1e-12)


def test_a_unit_of_another_kind_is_refused_and_a_strange_one_is_told(tmp_path):
    dataset = make(tmp_path / "u.tif", np.full((3, 3), 20.0))
    dataset.GetRasterBand(1).SetUnitType("%")
    dataset = None
    with pytest.raises(GridError, match=r"SLOPE: .* is in %, as its band says. Give it in deg."):
        RasterSource(str(tmp_path / "u.tif"), parameter="SLOPE", limits=LIMITS["slope"])
    dataset, told = make(tmp_path / "v.tif", np.full((3, 3), 20.0)), []
    dataset.GetRasterBand(1).SetUnitType("gon?")
    dataset = None
    source = RasterSource(str(tmp_path / "v.tif"), parameter="SLOPE", log=told.append, limits=LIMITS["slope"])
    assert source.read().max() == 20
    assert told == ["SLOPE: the band says that its unit is 'gon?'; it is taken to be deg."]


# --- overviews ------------------------------------------------------------------------------------------------------

def test_overviews_change_nothing(tmp_path):
    values = np.random.default_rng(0).gamma(0.5, 0.4, (1600, 1600))
    means = values.astype(np.float32).astype(float).reshape(100, 16, 100, 16).mean((1, 3))
    coarse = Grid(UTM, (500000.0, 16.0, 0.0, 5201600.0, 0.0, -16.0), 100, 100)
    found = {}
    for name in ("plain", "pyramids"):
        dataset = make(tmp_path / f"{name}.tif", values, cell=1.0, origin=(500000.0, 5201600.0))
        if name == "pyramids":
            dataset.BuildOverviews("NEAREST", [2, 4, 8, 16])
        dataset = None
        found[name] = RasterSource(str(tmp_path / f"{name}.tif"), coarse).read()
    assert np.array_equal(found["plain"], found["pyramids"])
    assert np.abs(found["pyramids"] - means).max() < 1e-6


# --- CRS ------------------------------------------------------------------------------------------------------------

def place(epsg, lon, lat, cells=50, cell=10.0):
    """A grid with its middle at a place on Earth."""
    srs = geometry.spatial_reference(epsg)
    x, y, _ = osr.CoordinateTransformation(geometry.spatial_reference("EPSG:4326"), srs).TransformPoint(lon, lat)
    half = cells * cell / 2
    return Grid(srs.ExportToWkt(), (x - half, cell, 0.0, y + half, 0.0, -cell), cells, cells)


@pytest.mark.parametrize(("epsg", "lon", "lat", "least", "greatest"), [
    # Mercator: sec(lat) with the ellipsoid in Pseudo-Mercator's two ways; equirectangular: sec(lat) east, 1 north.
    ("EPSG:3857", 15.0, 65.0, 2.36, 2.38), ("EPSG:3857", 15.0, 0.0, 0.999, 1.007), ("EPSG:3395", 15.0, 60.0, 1.99, 2.0),
    ("EPSG:4087", 15.0, 45.0, 0.99, 1.42), ("EPSG:6933", 15.0, 60.0, 0.57, 1.74),
    ("EPSG:32633", 15.0, 65.0, 0.9996, 0.9996), ("EPSG:32633", 18.0, 47.0, 0.9996, 1.0003),
    ("EPSG:2056", 8.0, 47.0, 0.999, 1.001), ("EPSG:3035", 10.0, 52.0, 0.999, 1.001),
    ("EPSG:5070", -100.0, 40.0, 0.98, 1.02)])
def test_scale_at_a_place(epsg, lon, lat, least, greatest):
    low, high = scale.scale_range(place(epsg, lon, lat))
    assert low == pytest.approx(least, rel=0.02)
    assert high == pytest.approx(greatest, rel=0.02)


def test_web_mercator_is_refused_with_its_scale_and_a_zone():
    path = str(CASES / "07-web-mercator-slope" / "e_3857.tif")
    with pytest.raises(GridError, match=r"DEM: in EPSG:3857 a metre of ground is 2.3\d m .*EPSG:326\d\d \(UTM\)"):
        grid.metric_grid(path)


@pytest.mark.parametrize(("epsg", "lat"), [("EPSG:4087", 45.0), ("EPSG:6933", 55.0), ("ESRI:54009", 68.0),
                                           ("EPSG:3857", 30.0)])
def test_other_maps_of_the_world_are_refused(epsg, lat):
    with pytest.raises(GridError, match="Reproject it to a CRS in true metres, for example EPSG:32633"):
        check_metric(place(epsg, 14.0, lat), "DEM")


def test_a_few_per_cent_are_told():
    told = []
    check_metric(place("EPSG:3857", 14.0, 15.0), "DEM", told.append)
    assert len(told) == 1
    assert "a metre of ground is 1.04 m on the map" in told[0]


LOCAL = 'LOCAL_CS["site grid",UNIT["metre",1],AXIS["X",EAST],AXIS["Y",NORTH]]'


@pytest.mark.parametrize("made", [
    place("EPSG:32733", 15.0, -30.0), place("EPSG:27700", -2.0, 54.0), place("EPSG:2154", 3.0, 46.0),
    place("EPSG:31256", 16.0, 48.0), place("EPSG:32717", -79.0, -4.0), place("EPSG:3413", -45.0, 75.0),
    place("EPSG:3857", 100.0, 1.0), Grid("", SIX.transform, 6, 6), Grid(LOCAL, SIX.transform, 6, 6)])
def test_grids_in_true_metres_run_without_a_word(made):
    told = []
    check_metric(made, "DEM", told.append)
    assert told == []


def test_the_crs_of_the_layer_counts(tmp_path):
    told = []
    bare = LayerPath(str(CASES / "10-layer-settings-of-qgis-ignored" / "m_dem.asc"), crs=UTM)
    assert RasterSource(bare, log=told.append).grid.crs_name == "EPSG:32633"
    assert "is taken to be in EPSG:32633, as its layer in QGIS says; the file says no CRS" in told[0]
    make(tmp_path / "wrong.tif", crs="EPSG:32634")
    right = LayerPath(str(tmp_path / "wrong.tif"), crs=UTM)
    assert np.array_equal(RasterSource(right, SIX).read(), VALUES)


# --- network --------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("source", [
    "https://example.org/dem.tif", "/vsicurl/https://example.org/dem.tif", "/vsis3/bucket/dem.tif", "/vsigs/b/d.tif",
    "/vsizip//vsicurl/https://example.org/dem.zip/dem.tif", "/vsicurl_streaming/http://example.org/d.tif",
    "WMS:https://example.org/wms?layers=dem", "ftp://example.org/dem.asc", "WCS:x", "/vsiaz/b/d.tif",
    "<GDAL_WMS><Service name=\"TMS\"><ServerUrl>x</ServerUrl></Service></GDAL_WMS>",
    "<VRTDataset><VRTRasterBand><SourceFilename>/vsicurl/x</SourceFilename></VRTRasterBand></VRTDataset>"])
def test_what_would_touch_the_network(source):
    assert remote_part(source)


def test_virtual_rasters_are_looked_through(tmp_path):
    def vrt(name, inner):
        (tmp_path / name).write_text(f'<VRTDataset rasterXSize="2" rasterYSize="2"><VRTRasterBand><SimpleSource>'
                                     f'<SourceFilename relativeToVRT="1">{inner}</SourceFilename></SimpleSource>'
                                     "</VRTRasterBand></VRTDataset>")
        return str(tmp_path / name)

    assert remote_part(vrt("far.vrt", "/vsicurl/https://example.org/a.tif")) == "/vsicurl/https://example.org/a.tif"
    assert remote_part(vrt("nested.vrt", "far.vrt"))
    assert remote_part(vrt("ending.tif", "https://example.org/a.tif"))
    assert remote_part(vrt("near.vrt", "near.tif")) == ""
    assert remote_part(vrt("loop.vrt", "loop.vrt")) == ""
    wms = tmp_path / "wms.xml"
    wms.write_text("<?xml version='1.0'?>\n<GDAL_WMS><Service name='WMS'><ServerUrl>https://x.org</ServerUrl></Service>"
                   "</GDAL_WMS>")
    assert remote_part(str(wms))


def test_links_that_are_only_text_are_let_be(tmp_path):
    for name, text in (("a.geojson", '{"type": "FeatureCollection", "features": [{"url": "https://x.org"}]}'),
                       ("a.kml", '<?xml version="1.0"?><kml xmlns="http://x.net/kml/2.2"><href>http://x.org</href></kml>'),
                       ("a.csv", "zone,link\n1,https://x.org\n"), ("http.tif", "x")):
        (tmp_path / name).write_text(text)
        assert remote_part(str(tmp_path / name)) == ""
    assert remote_part("C:/maps/dem.tif") == ""
    assert remote_part('NETCDF:"rain.nc":precipitation') == ""


# --- areas ----------------------------------------------------------------------------------------------------------

def test_tiles_outside_an_area_are_not_read(tmp_path):
    wide = Grid(UTM, (500000.0, 10.0, 0.0, 5210000.0, 0.0, -10.0), 1000, 1000)
    area = np.full((1000, 1000), np.nan)
    area[300:310, 700:720] = 1.0
    grid.write_array(str(tmp_path / "area.tif"), area, wide)
    grid.write_array(str(tmp_path / "dem.tif"), np.arange(1e6).reshape(1000, 1000) % 700, wide)
    inside = grid.AreaSource(str(tmp_path / "area.tif"), wide)
    read = []

    class Counted(RasterSource):
        def read(self, window=None, dtype=np.float64):
            read.append(window)
            return super().read(window, dtype)

    dem = Counted(str(tmp_path / "dem.tif"), wide)
    read.clear()
    for tile in (512, 100):
        written = {}

        class Keep:
            def write(self, array, window, written=written):
                written[window] = array

        tiles.run(lambda arrays, _: {"out": np.where(np.isnan(arrays["area"]), np.nan, arrays["dem"])}, wide,
                  {"dem": grid.NearbySource(dem, inside), "area": inside}, {"out": Keep()}, tile=tile)
        whole = np.full((1000, 1000), -1.0)
        for window, array in written.items():
            whole[window.row:window.row + window.height, window.col:window.col + window.width] = array
        assert np.array_equal(whole, np.where(np.isnan(area), np.nan, dem.read()), equal_nan=True)
        assert len(read) - 1 < {512: 2, 100: 17}[tile]      # of 4 and 100 tiles; the last read is this test's own
        read.clear()
