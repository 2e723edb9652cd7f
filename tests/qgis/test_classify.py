"""Classes and frequency ratios of maps."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsVectorLayer
from scarp.engine.grid import read_array


@pytest.fixture
def steps(basin):
    values = np.repeat([0.05, 0.1, 0.5, 0.6, 0.95], 20).reshape(10, 10)
    values[0, 0] = np.nan
    return basin("map", values), values


@pytest.fixture
def slides():
    layer = QgsVectorLayer("Point?crs=EPSG:32717", "slides", "memory")
    features = []
    for row in (9, 9, 9, 5, 1):
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(f"POINT({712000 + 15} {9561000 - 10 * row - 5})"))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_natural_breaks_and_frequency_ratios(process, steps, slides, tmp_path):
    path, values = steps
    found = process("classify", INPUT=path, CLASSES=3, INVENTORY=slides, OUTPUT=tmp_path / "c.tif",
                    TABLE=tmp_path / "t.csv")
    expected = np.where(values < 0.2, 1.0, np.where(values < 0.8, 2.0, 3.0))
    expected[0, 0] = np.nan
    np.testing.assert_array_equal(read_array(found["OUTPUT"]), expected)
    table = rows(found["TABLE"])
    assert [row["name"] for row in table] == ["Low", "Moderate", "High"]
    assert [int(row["cells"]) for row in table] == [39, 40, 20]
    assert [int(row["landslides"]) for row in table] == [1, 1, 3]
    assert float(table[2]["frequency_ratio"]) == pytest.approx((3 / 5) / (20 / 99), rel=1e-5)


def test_fixed_limits_hold_their_value(process, steps, tmp_path):
    path, values = steps
    found = process("classify", INPUT=path, METHOD="fixed", BREAKS="0,1; 0,6", OUTPUT=tmp_path / "c.tif",
                    TABLE=tmp_path / "t.csv")
    expected = 1.0 + (values > 0.1) + (values > 0.6)
    expected[0, 0] = np.nan
    np.testing.assert_array_equal(read_array(found["OUTPUT"]), expected)
    assert rows(found["TABLE"])[0]["landslides"] == ""


def test_fewer_values_than_classes_are_said(process, steps, tmp_path):
    found = process("classify", INPUT=steps[0], CLASSES=8, OUTPUT=tmp_path / "c.tif")
    assert np.nanmax(read_array(found["OUTPUT"])) == 5
    assert any("8 were asked for and 5 are made" in line for line in process.log)


@pytest.mark.parametrize("limits", ["0.2;99", "-1;0.2"])
def test_a_limit_beyond_the_map_is_said(process, steps, tmp_path, limits):
    process("classify", INPUT=steps[0], METHOD="fixed", BREAKS=limits, OUTPUT=tmp_path / "c.tif")
    assert any("so some classes are empty" in line for line in process.log)


def test_the_median_band_is_taken_and_said(process, basin, tmp_path):
    from osgeo import gdal

    path = basin("bands", np.stack([np.full((4, 4), 0.1), np.arange(16.0).reshape(4, 4), np.full((4, 4), 0.9)]))
    raster = gdal.Open(str(path), gdal.GA_Update)
    for band, name in enumerate(("p05", "p50", "p95"), 1):
        raster.GetRasterBand(band).SetDescription(name)
    raster = None
    found = process("classify", INPUT=path, METHOD="equal", CLASSES=4, OUTPUT=tmp_path / "c.tif")
    assert np.bincount(read_array(found["OUTPUT"]).astype(int).ravel()).tolist() == [0, 4, 4, 4, 4]
    assert any("band 2 of 3 ('p50')" in line for line in process.log)


@pytest.mark.parametrize(("changes", "words"), [
    ({"METHOD": "fixed"}, "BREAKS: '' are not rising"), ({"METHOD": "fixed", "BREAKS": "0.5;0.2"}, "not rising"),
    ({"METHOD": "fixed", "BREAKS": "a"}, "BREAKS: 'a' is not a number"), ({"CLASSES": 1}, "CLASSES: 1 is below 2"),
    ({"TABLE": "t.txt"}, "not the name of a CSV file")])
def test_faults_are_named(process, steps, tmp_path, changes, words):
    with pytest.raises(QgsProcessingException, match=words):
        process("classify", INPUT=steps[0], OUTPUT=tmp_path / "c.tif", **changes)
    assert not (tmp_path / "c.tif").exists()


def test_a_map_with_one_value_has_no_classes(process, basin, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"every cell holds 0\.3"):
        process("classify", INPUT=basin("flat", np.full((5, 5), 0.3)), OUTPUT=tmp_path / "c.tif")


def test_classes_by_share_of_landslides_captured(process, steps, slides, tmp_path):
    path, _ = steps
    found = process("classify", INPUT=path, METHOD="captured", BREAKS="0.6;0.8", INVENTORY=slides,
                    OUTPUT=tmp_path / "c.tif", TABLE=tmp_path / "t.csv")
    table = rows(found["TABLE"])
    assert [int(row["landslides"]) for row in table] == [1, 1, 3]
    assert [int(row["cells"]) for row in table] == [39, 40, 20]
    with pytest.raises(QgsProcessingException, match="INVENTORY: it is missing, and METHOD captured"):
        process("classify", INPUT=path, METHOD="captured", OUTPUT=tmp_path / "d.tif")
