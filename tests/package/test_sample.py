"""The sample is what its note says."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from scarp.engine.quantities import QUANTITIES

gdal = pytest.importorskip("osgeo.gdal")
ogr = pytest.importorskip("osgeo.ogr")


def rows(path):
    with open(path, encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def test_elevation(root):
    dem = gdal.Open(str(root / "sample" / "dem.tif"))
    elevation = dem.ReadAsArray()
    assert elevation.shape == (415, 383)
    assert dem.GetGeoTransform()[1] == 10
    assert 'ID["EPSG",32717]' in dem.GetSpatialRef().ExportToWkt(["FORMAT=WKT2"])
    assert np.nanmin(elevation) == pytest.approx(1711.2, abs=0.1)
    assert np.nanmax(elevation) == pytest.approx(3164.2, abs=0.1)


@pytest.mark.parametrize(("name", "label"), [("landslides", 1), ("non_landslides", 0)])
def test_points_lie_on_the_elevation(root, name, label):
    dem = gdal.Open(str(root / "sample" / "dem.tif"))
    elevation, (left, width, _, top, _, height) = dem.ReadAsArray(), dem.GetGeoTransform()
    source = ogr.Open(str(root / "sample" / f"{name}.gpkg"))
    layer = source.GetLayer(0)
    assert layer.GetFeatureCount() == 175
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "32717"
    for feature in layer:
        x, y = feature.GetGeometryRef().GetPoint_2D()
        assert np.isfinite(elevation[int((y - top) / height), int((x - left) / width)])
        assert feature["lslpts"] == label


def test_soil_gives_every_quantity_within_its_range_and_says_assumed(root):
    (zone,) = rows(root / "sample" / "soil.csv")
    assert "assumed" in zone["name"]
    for quantity in QUANTITIES.values():
        assert quantity.lower < float(zone[quantity.column]) < quantity.upper
        assert 0 < float(zone[quantity.column + "_cov"]) < 1


def test_storm_is_a_day_of_140_mm(root):
    storm = rows(root / "sample" / "storm.csv")
    assert [float(row["hours"]) for row in storm] == list(range(1, 25))
    assert sum(float(row["mm"]) for row in storm) == 140


def test_note_agrees_with_the_tables(root):
    note = (root / "sample" / "README.md").read_text(encoding="utf-8")
    (zone,) = rows(root / "sample" / "soil.csv")
    for column, unit in (("cohesion_kpa", " kPa"), ("friction_deg", "°"), ("thickness_m", " m")):
        assert f"| {float(zone[column]):g}{unit} | {float(zone[column + '_cov']):.2f}" in note
    assert "CC0" in note
    assert "Muenchow" in note
    assert note.count("**assumed**") == 2
