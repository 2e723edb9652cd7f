"""Sample points: labels, stable ground, buffer, spacing, polygons, faults."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsVectorLayer,
)
from scarp.engine.grid import read_array

pytest.importorskip("cv2")
LEFT, TOP = 712000.0, 9561000.0


def layer(shapes, kind="Point", crs="EPSG:32717"):
    """Give a memory layer of geometries as text."""
    made = QgsVectorLayer(f"{kind}?crs={crs}", "slides", "memory")
    features = []
    for shape in shapes:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(shape))
        features.append(feature)
    made.dataProvider().addFeatures(features)
    return made


def at(col, row):
    """Give a point in the middle of a cell as text."""
    return f"POINT({LEFT + 10 * col + 5} {TOP - 10 * row - 5})"


@pytest.fixture
def pof(basin):
    values = np.zeros((40, 60))
    values[:, 30:] = 0.9
    return basin("pof", values)


def read(path):
    """Give label and cell (col, row) of every sample."""
    source = QgsVectorLayer(str(path), "samples", "ogr")
    rows = [(feature["label"], feature.geometry().asPoint()) for feature in source.getFeatures()]
    labels = np.array([label for label, _ in rows])
    cells = np.array([((point.x() - LEFT) / 10 - 0.5, (TOP - point.y()) / 10 - 0.5) for _, point in rows])
    return labels, cells


def test_samples_are_balanced_spaced_and_away_from_landslides(process, pof, tmp_path):
    slides = [(40, 10), (45, 20), (5, 5), (50, 30)]
    found = process("samplepoints", INVENTORY=layer([at(*cell) for cell in slides]), POF=pof, BUFFER=80, SPACING=40,
                    RATIO=2, SAMPLES=tmp_path / "s.gpkg", STABLE_AREA=tmp_path / "a.tif")
    labels, cells = read(found["SAMPLES"])
    assert (found["N_LANDSLIDE"], found["N_STABLE"]) == (4, 8)
    np.testing.assert_allclose(cells[labels == 1], sorted(slides, key=lambda cell: cell[1] * 60 + cell[0]), atol=1e-6)
    stable = cells[labels == 0]
    assert (stable[:, 0] < 30).all()
    assert (10 * np.hypot(*(stable - (5, 5)).T) > 80).all()
    apart = 10 * np.hypot(*(stable[:, None] - stable).transpose(2, 0, 1))
    assert apart[np.triu_indices(8, 1)].min() >= 40
    area = read_array(found["STABLE_AREA"])
    assert area[:, 30:].max() == 0
    assert (area[stable[:, 1].round().astype(int), stable[:, 0].round().astype(int)] == 1).all()


def test_the_seed_settles_the_points(process, pof, tmp_path):
    inventory = layer([at(40, 10)] + [at(41 + i, 12) for i in range(9)])
    found = [read(process("samplepoints", INVENTORY=inventory, POF=pof, SEED=seed,
                          SAMPLES=tmp_path / f"{number}.gpkg")["SAMPLES"])[1]
             for number, seed in enumerate((3, 3, 4))]
    np.testing.assert_array_equal(found[0], found[1])
    assert not np.array_equal(found[0], found[2])


def test_polygons_in_another_crs_give_one_point_each(process, pof, tmp_path):
    square = QgsGeometry.fromPolygonXY([[QgsPointXY(LEFT + x, TOP - y) for x, y in
                                         ((350, 50), (400, 50), (400, 100), (350, 100), (350, 50))]])
    square.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:32717"),
                                            QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateTransformContext()))
    found = process("samplepoints", INVENTORY=layer([square.asWkt(15)], "Polygon", "EPSG:4326"), POF=pof,
                    SAMPLES=tmp_path / "s.gpkg")
    labels, cells = read(found["SAMPLES"])
    np.testing.assert_allclose(cells[labels == 1], [(37, 7)], atol=1e-6)
    assert any("from EPSG:4326" in line for line in process.log)


def test_a_bow_tie_is_repaired_and_said(process, pof, tmp_path):
    bow = f"POLYGON(({LEFT + 300} {TOP - 100}, {LEFT + 400} {TOP - 200}, {LEFT + 400} {TOP - 100}, " \
          f"{LEFT + 300} {TOP - 200}, {LEFT + 300} {TOP - 100}))"
    found = process("samplepoints", INVENTORY=layer([bow], "Polygon"), POF=pof, SAMPLES=tmp_path / "s.gpkg")
    assert found["N_LANDSLIDE"] == 1
    assert any("1 of 1 polygons were not valid" in line for line in process.log)


def test_too_little_stable_ground_is_said_with_numbers(process, pof, tmp_path):
    inventory = layer([at(31 + i, 3) for i in range(20)])
    found = process("samplepoints", INVENTORY=inventory, POF=pof, SPACING=300, SAMPLES=tmp_path / "s.gpkg")
    assert found["N_STABLE"] < 20
    assert any(f"Only {found['N_STABLE']:.0f} of 20 stable points fit 300 m apart" in line for line in process.log)


def test_a_map_with_one_value_is_said(process, basin, tmp_path):
    process("samplepoints", INVENTORY=layer([at(40, 10)]), POF=basin("flat", np.full((40, 60), 0.3)),
            SAMPLES=tmp_path / "s.gpkg")
    assert any("POF: every cell holds 0.3" in line for line in process.log)


def test_lines_are_no_landslides(process, pof, tmp_path):
    line = layer([f"LINESTRING({LEFT} {TOP}, {LEFT + 100} {TOP - 100})"], "LineString")
    with pytest.raises(QgsProcessingException, match="neither all points nor all polygons"):
        process("samplepoints", INVENTORY=line, POF=pof, SAMPLES=tmp_path / "s.gpkg")


@pytest.mark.parametrize(("changes", "words"), [
    ({"BUFFER": 5000}, "POF: no stable area is left"), ({"THRESHOLD": 2}, "THRESHOLD: 2 is above 1"),
    ({"RATIO": 0}, "RATIO: 0 is not above 0"), ({"BAND": 3}, "BAND: 3 was asked for, and POF has 1")])
def test_faults_are_named_and_leave_nothing(process, pof, tmp_path, changes, words):
    with pytest.raises(QgsProcessingException, match=words):
        process("samplepoints", INVENTORY=layer([at(40, 10)]), POF=pof, SAMPLES=tmp_path / "s.gpkg",
                STABLE_AREA=tmp_path / "a.tif", **changes)
    assert not list(tmp_path.glob("s.gpkg")) + list(tmp_path.glob("*a.tif"))


def test_an_inventory_elsewhere_or_empty_is_refused(process, pof, tmp_path):
    with pytest.raises(QgsProcessingException, match="none of 2 points lies on the map"):
        process("samplepoints", INVENTORY=layer(["POINT(0 0)", "POINT(5 5)"]), POF=pof, SAMPLES=tmp_path / "s.gpkg")
    with pytest.raises(QgsProcessingException, match="INVENTORY: it has no features"):
        process("samplepoints", INVENTORY=layer([]), POF=pof, SAMPLES=tmp_path / "s.gpkg")
