"""Refining maps: by hand, every band, sizes in metres, faults in words."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsRectangle, QgsVectorLayer
from scarp.engine.grid import read_array

pytest.importorskip("cv2")
OFF = {"MEDIAN": 0, "OPEN": 0, "CLOSE": 0}


@pytest.fixture
def spots(basin):
    """A speck, a block with a pinhole, a corner of nodata."""
    values = np.zeros((14, 14))
    values[2, 2] = 0.9
    values[6:12, 6:12] = 0.8
    values[8, 8] = 0.1
    values[:1, 12:] = np.nan
    return basin("map", values), values


def test_specks_go_and_pinholes_fill(process, spots, tmp_path):
    path, values = spots
    found = process("refinemap", INPUT=path, OUTPUT=tmp_path / "o.tif", MASK=tmp_path / "m.tif",
                    **{**OFF, "OPEN": 3, "CLOSE": 3, "KERNEL": "rectangle"})
    expected = np.where(np.isnan(values), np.nan, 0.0)
    expected[6:12, 6:12] = 0.8
    # Opening works first: around the pinhole no 3 x 3 window is whole, so the block's middle goes before closing.
    mask = read_array(found["MASK"])
    assert mask[2, 2] == 0
    np.testing.assert_array_equal(np.isnan(mask), np.isnan(values))
    closed = process("refinemap", INPUT=path, OUTPUT=tmp_path / "c.tif", **{**OFF, "CLOSE": 3, "KERNEL": "rectangle"})
    found = read_array(closed["OUTPUT"])
    assert found[8, 8] == pytest.approx(0.8)
    assert found[2, 2] == pytest.approx(0.9)
    np.testing.assert_allclose(found[6:12, 6:12], 0.8, atol=1e-6)


def test_smallest_area_and_metres(process, spots, tmp_path):
    path, _ = spots
    found = process("refinemap", INPUT=path, OUTPUT=tmp_path / "o.tif", MASK=tmp_path / "m.tif", MIN_AREA=200,
                    UNIT="metres", **{**OFF, "DILATE": 30})
    mask = read_array(found["MASK"])
    assert mask[2, 2] == 1          # grown to a cross of 5 cells, 500 m2
    small = process("refinemap", INPUT=path, OUTPUT=tmp_path / "p.tif", MASK=tmp_path / "n.tif", MIN_AREA=200, **OFF)
    assert read_array(small["MASK"])[2, 2] == 0
    assert np.nansum(read_array(small["MASK"])) == 35
    assert any("1 smaller patches (1 cells)" in line for line in process.log)


def test_every_band_is_treated_and_keeps_its_name(process, basin, tmp_path):
    values = np.random.default_rng(0).random((2, 20, 20))
    path = basin("two", values)
    raster = gdal.Open(str(path), gdal.GA_Update)
    raster.GetRasterBand(1).SetDescription("t=3 h")
    raster.GetRasterBand(2).SetDescription("t=6 h")
    raster = None
    found = process("refinemap", INPUT=path, OUTPUT=tmp_path / "o.tif", MASK=tmp_path / "m.tif", THRESHOLD=0.6, **OFF)
    for band in (1, 2):
        np.testing.assert_allclose(read_array(found["OUTPUT"], band), values[band - 1], atol=1e-6)
        np.testing.assert_array_equal(read_array(found["MASK"], band), np.float32(values[band - 1]) >= np.float32(0.6))
    assert gdal.Open(found["OUTPUT"]).GetRasterBand(2).GetDescription() == "t=6 h"


def test_area_limits_the_map(process, spots, tmp_path):
    layer = QgsVectorLayer("Polygon?crs=EPSG:32717", "area", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(712050, 9560870, 712130, 9560950)))
    layer.dataProvider().addFeature(feature)
    found = process("refinemap", INPUT=spots[0], OUTPUT=tmp_path / "o.tif", AREA=layer, **OFF)
    assert np.isfinite(read_array(found["OUTPUT"])).sum() == 64


def test_equalised_values_are_for_display(process, basin, tmp_path):
    path = basin("low", np.linspace(0.0, 0.01, 400).reshape(20, 20))
    found = process("refinemap", INPUT=path, OUTPUT=tmp_path / "o.tif", EQUALIZE=True, **OFF)
    values = read_array(found["OUTPUT"])
    assert values.min() < 0.05
    assert values.max() > 0.95
    assert gdal.Open(found["OUTPUT"]).GetMetadataItem("SCARP_NAME") == "refined"


def test_sizes_below_two_cells_are_said_to_do_nothing(process, spots, tmp_path):
    process("refinemap", INPUT=spots[0], OUTPUT=tmp_path / "o.tif", UNIT="metres", **{**OFF, "OPEN": 12})
    assert any("OPEN: 12 metres is less than two cells" in line for line in process.log)


@pytest.mark.parametrize(("wrong", "words"), [
    ({"THRESHOLD": 1.2}, "THRESHOLD: 1.2 is above 1"), ({"UNIT": "feet"}, "UNIT: 'feet' is not one of"),
    ({"OPEN": 900}, "widest kernel is 501"), ({"OUTPUT": "o.png"}, "not the name of a GeoTIFF")])
def test_wrong_settings_are_named(process, spots, tmp_path, wrong, words):
    with pytest.raises(QgsProcessingException, match=words):
        process("refinemap", INPUT=spots[0], **{"OUTPUT": tmp_path / "o.tif", **wrong})
    assert not (tmp_path / "o.tif").exists()


def test_a_factor_of_safety_is_refused(process, basin, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"INPUT: it holds 1\.7"):
        process("refinemap", INPUT=basin("fos", np.full((5, 5), 1.7)), OUTPUT=tmp_path / "o.tif")
