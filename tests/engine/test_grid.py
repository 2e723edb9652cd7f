"""Grids, aligned reading of rasters on them, polygons burnt into them."""

from __future__ import annotations

import math
import os
import tempfile
import threading

import numpy as np
import pytest
from scarp.engine import grid
from scarp.engine.errors import GridError
from scarp.engine.grid import Band, Grid, RasterSource, Window, geometry

gdal = pytest.importorskip("osgeo.gdal")

UTM = geometry.spatial_reference("EPSG:32717").ExportToWkt()
DEGREES = geometry.spatial_reference("EPSG:4326").ExportToWkt()
FEET = geometry.spatial_reference("EPSG:2285").ExportToWkt()
FIVE = Grid(UTM, (500000.0, 10.0, 0.0, 9600050.0, 0.0, -10.0), 5, 5)
VALUES = np.arange(25, dtype=float).reshape(5, 5)


def moved(base: Grid, **changes) -> Grid:
    return Grid(*(changes.get(name, getattr(base, name)) for name in ("crs", "transform", "width", "height")))


@pytest.fixture
def five(tmp_path):
    path = str(tmp_path / "five.tif")
    grid.write_array(path, VALUES, FIVE)
    return path


def translate(source, target, **options):
    gdal.Translate(str(target), source, **options)
    return str(target)


# --- Grid -----------------------------------------------------------------------------------------------------------

def test_grid_tells_its_shape_cells_and_bounds():
    oblong = moved(FIVE, transform=(500000.0, 10.0, 0.0, 9600050.0, 0.0, -20.0), width=3)
    assert (oblong.shape, oblong.cell_width, oblong.cell_height, oblong.cell_area) == ((5, 3), 10, 20, 200)
    assert oblong.bounds == (500000, 9599950, 500030, 9600050)


@pytest.mark.parametrize(("crs", "metric"), [(UTM, True), ("", True), (DEGREES, False), (FEET, False)])
def test_only_metres_and_the_unknown_are_metric(crs, metric):
    assert moved(FIVE, crs=crs).is_metric is metric


@pytest.mark.parametrize("transform", [(0, 10, 1, 0, 0, -10), (0, 10, 0, 0, 1, -10), (0, -10, 0, 0, 0, -10)])
def test_a_rotated_grid_is_refused(transform):
    with pytest.raises(GridError, match="rotated"):
        Grid("", transform, 5, 5)


# --- reading on the same cells --------------------------------------------------------------------------------------

def test_values_come_back_as_written(five):
    source = RasterSource(five)
    assert source.grid == FIVE
    assert np.array_equal(source.read(), VALUES)
    assert np.array_equal(source.read(Window(1, 2, 3, 2)), VALUES[2:4, 1:4])


def test_beyond_the_rim_is_nan(five):
    found = RasterSource(five).read(Window(-1, -1, 7, 7))
    assert np.array_equal(found, np.pad(VALUES, 1, constant_values=np.nan), equal_nan=True)
    assert np.isnan(RasterSource(five).read(Window(20, 20, 2, 2))).all()


@pytest.mark.parametrize(("dtype", "nodata"), [("float32", np.nan), ("float32", -3.4028234663852886e38),
                                               ("float64", -9999.0), ("int16", -9999), ("uint8", 255)])
def test_nodata_of_every_type_is_nan(tmp_path, dtype, nodata):
    values = VALUES.copy()
    values[2, 3] = np.nan
    grid.write_array(str(tmp_path / "n.tif"), values, FIVE, dtype=dtype, nodata=nodata)
    assert np.array_equal(grid.read_array(str(tmp_path / "n.tif")), values, equal_nan=True)


def test_infinite_cells_and_masked_cells_are_nan(tmp_path, five):
    values = VALUES.copy()
    values[0, 0] = np.inf
    grid.write_array(str(tmp_path / "inf.tif"), values, FIVE)
    assert np.isnan(grid.read_array(str(tmp_path / "inf.tif"))[0, 0])
    path = translate(five, tmp_path / "masked.tif", noData="none", outputType=gdal.GDT_Byte)
    masked = gdal.Open(path, gdal.GA_Update)
    masked.CreateMaskBand(gdal.GMF_PER_DATASET)
    masked.GetRasterBand(1).GetMaskBand().WriteArray((VALUES != 7).astype(np.uint8) * 255)
    masked = None
    assert np.array_equal(grid.read_array(path), np.where(VALUES == 7, np.nan, VALUES), equal_nan=True)


def test_packed_values_are_unpacked(tmp_path, five):
    path = translate(five, tmp_path / "packed.tif", outputType=gdal.GDT_Int16, noData="none")
    packed = gdal.Open(path, gdal.GA_Update)
    packed.GetRasterBand(1).SetScale(0.1)
    packed.GetRasterBand(1).SetOffset(100.0)
    packed = None
    assert grid.read_array(path) == pytest.approx(VALUES * 0.1 + 100)


def test_rows_that_run_north_are_turned(tmp_path):
    path = str(tmp_path / "south_up.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 5, 5, 1, gdal.GDT_Float32)
    dataset.SetGeoTransform((500000.0, 10.0, 0.0, 9600000.0, 0.0, 10.0))
    dataset.SetProjection(UTM)
    dataset.GetRasterBand(1).WriteArray(VALUES[::-1])
    dataset = None
    source = RasterSource(path)
    assert source.grid == FIVE
    assert np.array_equal(source.read(), VALUES)
    assert np.array_equal(source.read(Window(0, 1, 5, 2)), VALUES[1:3])


def test_bands_are_told_and_chosen(tmp_path):
    path = str(tmp_path / "two.tif")
    grid.write_array(path, np.stack([VALUES, VALUES + 100]), FIVE, [Band("t=6 h", "m"), Band("t=12 h", "m")],
                     name="wetting_front", metadata={"TIMES": "6 12"})
    source = RasterSource(path, band=2)
    assert (source.band_count, source.descriptions, source.unit) == (2, ("t=6 h", "t=12 h"), "m")
    assert (source.metadata["SCARP_NAME"], source.metadata["TIMES"]) == ("wetting_front", "6 12")
    assert np.array_equal(source.read(), VALUES + 100)
    with pytest.raises(GridError, match=r"RAIN_LAYERS: .* has 2 bands, and band 3 was asked for"):
        RasterSource(path, band=3, parameter="RAIN_LAYERS")


def test_every_thread_reads_for_itself(five):
    source, found = RasterSource(five), []
    threads = [threading.Thread(target=lambda: found.append(source.read())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(np.array_equal(each, VALUES) for each in found)


# --- reading on another grid ----------------------------------------------------------------------------------------

def test_a_part_of_the_same_lattice_is_cut_not_warped(five):
    shifted = Grid(UTM, (499990.0, 10.0, 0.0, 9600040.0, 0.0, -10.0), 4, 6)
    told = []
    found = RasterSource(five, shifted, log=told.append).read()
    expected = np.full((6, 4), np.nan)
    expected[:4, 1:] = VALUES[1:, :3]
    assert np.array_equal(found, expected, equal_nan=True)
    assert len(told) == 1
    assert "cells coincide" in told[0]
    assert "50 % of the cells have no value" in told[0]


def test_finer_is_bilinear(five):
    # The plane 5 row + col, seen between cell centres, is itself.
    fine = Grid(UTM, (500010.0, 5.0, 0.0, 9600040.0, 0.0, -5.0), 6, 6)
    told = []
    found = RasterSource(five, fine, log=told.append).read()
    rows, cols = np.mgrid[0:6, 0:6] / 2 + 0.75
    assert found == pytest.approx(5 * rows + cols)
    assert "bilinear" in told[0]
    assert "0 % of the cells" in told[0]


def test_coarser_is_the_average(five):
    coarse = Grid(UTM, (500000.0, 20.0, 0.0, 9600050.0, 0.0, -20.0), 2, 2)
    found = RasterSource(five, coarse).read()
    assert found == pytest.approx(VALUES[:4, :4].reshape(2, 2, 2, 2).mean(axis=(1, 3)))


def test_classes_take_the_nearest(five):
    fine = Grid(UTM, (500000.0, 2.5, 0.0, 9600050.0, 0.0, -2.5), 20, 20)
    assert np.array_equal(RasterSource(five, fine, resampling="nearest").read(), np.kron(VALUES, np.ones((4, 4))))
    coarse = Grid(UTM, (499999.0, 30.0, 0.0, 9600051.0, 0.0, -30.0), 1, 1)
    assert RasterSource(five, coarse, resampling="nearest").read() in VALUES


def test_angles_go_by_sine_and_cosine(tmp_path):
    path = str(tmp_path / "aspect.tif")
    grid.write_array(path, np.where(np.arange(25).reshape(5, 5) % 2, 350.0, 10.0), FIVE)
    coarse = Grid(UTM, (500000.0, 20.0, 0.0, 9600050.0, 0.0, -20.0), 2, 2)
    found = RasterSource(path, coarse, resampling="angle").read()
    assert np.minimum(found, 360 - found) == pytest.approx(np.zeros((2, 2)), abs=1e-4)
    assert np.allclose(RasterSource(path, coarse).read(), 180)      # what a plain average would make of it


def test_what_means_nothing_elsewhere_is_refused_there(five):
    fine = Grid(UTM, (500000.0, 5.0, 0.0, 9600050.0, 0.0, -5.0), 10, 10)
    with pytest.raises(GridError, match=r"FLOW_DIRECTION: .* not on the grid of the analysis"):
        RasterSource(five, fine, parameter="FLOW_DIRECTION", resampling="none")
    assert np.array_equal(RasterSource(five, FIVE, resampling="none").read(), VALUES)


def test_nodata_does_not_bleed_into_the_warped(tmp_path):
    path, values = str(tmp_path / "hole.tif"), VALUES.copy()
    values[2, 2] = np.nan
    grid.write_array(path, values, FIVE, nodata=-9999.0)
    near = moved(FIVE, transform=(500001.0, 10.0, 0.0, 9600049.0, 0.0, -10.0))
    found = RasterSource(path, near).read()
    assert np.isnan(found[2, 2])
    assert np.nanmin(found) >= 0


def test_reprojection_finds_the_same_ground(tmp_path):
    rows, cols = np.mgrid[0:200, 0:200]
    wide = Grid(UTM, (700000.0, 10.0, 0.0, 9560000.0, 0.0, -10.0), 200, 200)
    path, bent = str(tmp_path / "wide.tif"), str(tmp_path / "degrees.tif")
    grid.write_array(path, rows + 2.0 * cols, wide, dtype="float64")
    gdal.Warp(bent, path, dstSRS="EPSG:4326", resampleAlg="bilinear")
    inner = Grid(UTM, (700200.0, 10.0, 0.0, 9559800.0, 0.0, -10.0), 150, 150)
    told = []
    found = RasterSource(bent, inner, log=told.append).read()
    assert np.abs(found - (rows + 2.0 * cols)[20:170, 20:170]).max() < 0.15     # GDAL's own error in the detour
    assert len(told) == 1
    assert "0 % of the cells have no value" in told[0]


def test_a_warped_cell_does_not_depend_on_the_window(five):
    odd = Grid(UTM, (500003.0, 7.0, 0.0, 9600046.0, 0.0, -7.0), 6, 6)
    source = RasterSource(five, odd)
    whole = source.read()
    for row in range(6):
        for col in range(6):
            assert np.array_equal(source.read(Window(col, row, 1, 1))[0, 0], whole[row, col], equal_nan=True)


def test_a_raster_without_crs_is_taken_in_that_of_the_grid(tmp_path):
    path, told = str(tmp_path / "bare.tif"), []
    grid.write_array(path, VALUES, moved(FIVE, crs=""))
    assert np.array_equal(RasterSource(path, FIVE, parameter="SLOPE", log=told.append).read(), VALUES)
    assert told == [f"SLOPE: '{path}' has no CRS; it is taken to be in EPSG:32717."]
    told.clear()
    assert grid.metric_grid(path, log=told.append).crs == ""
    assert "has no CRS; its horizontal unit is taken to be the metre" in told[0]


def test_scratch_of_angles_goes_with_the_source(five, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    coarse = Grid(UTM, (500000.0, 20.0, 0.0, 9600050.0, 0.0, -20.0), 2, 2)
    source = RasterSource(five, coarse, resampling="angle")
    source.read()
    assert len(os.listdir(tmp_path)) == 2
    del source
    assert os.listdir(tmp_path) == ["five.tif"]


def test_a_crs_told_in_other_words_is_the_same(five, tmp_path):
    path, told = translate(five, tmp_path / "esri.asc", format="AAIGrid", creationOptions=["FORCE_CELLSIZE=YES"]), []
    assert "EPSG" not in (tmp_path / "esri.prj").read_text()
    assert np.array_equal(RasterSource(path, FIVE, log=told.append).read(), VALUES)
    assert told == []


# --- faults of reading ----------------------------------------------------------------------------------------------

def test_degrees_and_feet_are_refused_with_the_fix(tmp_path):
    path = str(tmp_path / "degrees.tif")
    grid.write_array(path, VALUES, Grid(DEGREES, (-79.1, 0.001, 0, -3.9, 0, -0.001), 5, 5))
    with pytest.raises(GridError, match=r"DEM: .*degrees \(EPSG:4326\).*EPSG:32717"):
        grid.metric_grid(path)
    assert RasterSource(path, parameter="SLOPE").read().shape == (5, 5)
    grid.write_array(path, VALUES, Grid(FEET, (1200000.0, 30, 0, 200000.0, 0, -30), 5, 5))
    with pytest.raises(GridError, match=r"DEM: .*foot.*not the metre.*EPSG:326\d\d"):
        grid.metric_grid(path)


def test_missing_and_unreadable_files(tmp_path):
    with pytest.raises(GridError, match=r"SLOPE: there is no file .*nowhere.tif"):
        RasterSource(str(tmp_path / "nowhere.tif"), parameter="SLOPE")
    (tmp_path / "text.tif").write_text("no raster")
    with pytest.raises(GridError, match=r"DEM: '.*text.tif' cannot be read as a raster"):
        RasterSource(str(tmp_path / "text.tif"))


def test_a_damaged_file(tmp_path, five):
    data = (tmp_path / "five.tif").read_bytes()
    (tmp_path / "cut.tif").write_bytes(data[:-20])
    with pytest.raises(GridError, match=r"DEM: '.*cut.tif' cannot be read"):
        RasterSource(str(tmp_path / "cut.tif"))


def test_no_overlap(five):
    away = moved(FIVE, transform=(600000.0, 10.0, 0.0, 9600050.0, 0.0, -10.0))
    with pytest.raises(GridError, match=r"THICKNESS: .* does not overlap"):
        RasterSource(five, away, parameter="THICKNESS")
    with pytest.raises(GridError, match="does not overlap"):
        RasterSource(five, moved(away, transform=(600003.0, 7.0, 0.0, 9600050.0, 0.0, -7.0)))
    with pytest.raises(GridError, match="does not overlap"):
        RasterSource(five, Grid(DEGREES, (10.0, 0.001, 0, 45.0, 0, -0.001), 5, 5))


def test_all_nodata(tmp_path):
    path = str(tmp_path / "empty.tif")
    grid.write_array(path, np.full((5, 5), np.nan), FIVE)
    with pytest.raises(GridError, match=r"DEM: .* no value on the grid in band 1, only nodata"):
        RasterSource(path)


def test_one_valid_cell_in_a_large_raster_is_found(tmp_path):
    path, values = str(tmp_path / "one.tif"), np.full((1500, 40), np.nan)
    values[1499, 3] = 1
    grid.write_array(path, values, moved(FIVE, width=40, height=1500))
    assert RasterSource(path).grid.shape == (1500, 40)


def test_not_georeferenced_and_rotated(tmp_path):
    for name, transform, message in (("plain", None, "not georeferenced"),
                                     ("turned", (0, 10, 1, 0, 1, -10), "rotated or mirrored")):
        dataset = gdal.GetDriverByName("GTiff").Create(str(tmp_path / name), 5, 5, 1)
        if transform:
            dataset.SetGeoTransform(transform)
        dataset = None
        with pytest.raises(GridError, match=message):
            RasterSource(str(tmp_path / name))


def test_a_rotated_raster_is_warped_onto_a_grid(tmp_path):
    path = str(tmp_path / "turned.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 60, 60, 1, gdal.GDT_Float32)
    half = math.sqrt(0.5)
    dataset.SetGeoTransform((499990.0, half, half, 9600025.0, half, -half))
    dataset.SetProjection(UTM)
    dataset.GetRasterBand(1).Fill(4.0)
    dataset = None
    assert np.nanmean(RasterSource(path, FIVE).read()) == pytest.approx(4.0)


# --- polygons -------------------------------------------------------------------------------------------------------

def square(xmin, ymin, xmax, ymax, crs=None):
    from osgeo import ogr, osr

    corners = [(xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax), (xmin, ymin)]
    shape = ogr.CreateGeometryFromWkt(f"POLYGON(({','.join(f'{x} {y}' for x, y in corners)}))")
    if crs:
        shape.Transform(osr.CoordinateTransformation(geometry.spatial_reference(UTM), geometry.spatial_reference(crs)))
    return bytes(shape.ExportToWkb())


@pytest.mark.parametrize("crs", [UTM, "", DEGREES])
def test_polygons_are_burnt_where_they_hold_the_centre(tmp_path, crs):
    path = str(tmp_path / "zones.tif")
    shapes = [square(500000, 9600000, 500020, 9600050, crs), square(500018, 9600000, 500036, 9600050, crs)]
    grid.burn(shapes, [7, 9], crs, FIVE, path)
    expected = np.tile([7, 7, 9, 9, np.nan], (5, 1))
    assert np.array_equal(grid.read_array(path), expected, equal_nan=True)
    grid.burn(shapes, [7, 9], crs, FIVE, path, all_touched=True)
    assert np.array_equal(grid.read_array(path)[0, 1:4], [9, 9, 9])


def test_polygons_elsewhere_and_broken_ones(tmp_path):
    with pytest.raises(GridError, match="AREA: no polygon overlaps"):
        grid.burn([square(0, 0, 1, 1)], [1], UTM, FIVE, str(tmp_path / "a.tif"))
    with pytest.raises(GridError, match="SOIL_ZONES: a polygon cannot be used"):
        grid.burn([b"nonsense"], [1], UTM, FIVE, str(tmp_path / "a.tif"), parameter="SOIL_ZONES")
    assert os.listdir(tmp_path) == []


def test_the_cache_limit_is_put_back():
    before = gdal.GetCacheMax()
    with grid.limited_cache, grid.limited_cache:
        assert gdal.GetCacheMax() == min(before, 128 << 20)
    assert gdal.GetCacheMax() == before
