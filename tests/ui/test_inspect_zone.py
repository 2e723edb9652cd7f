"""The zone of a cell as the engine matches it: numbers as numbers, polygons and rasters in any CRS."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsReferencedPointXY,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant
from scarp.engine.grid import Grid, write_array
from scarp.ui.inspect import cell
from scarp.ui.runs.finished import FinishedRun

UTM = QgsCoordinateReferenceSystem("EPSG:32717")
POINT = QgsReferencedPointXY(QgsPointXY(700_005.0, 9_549_995.0), UTM)


def run_with(tmp_path, zones, field="unit", table="zone,cohesion_kpa\n1,11\n7,77\n1234567,22\n"):
    (tmp_path / "soil.csv").write_text(table)
    given = {"SOIL_TABLE": str(tmp_path / "soil.csv"), "SOIL_ZONES": zones, "ZONE_FIELD": field}
    return FinishedRun(1, "storm", "scarp:probabilityoffailure", given, {}, {})


def polygons(tmp_path, kind, value, crs="EPSG:32717", square=(699_000, 9_549_000, 701_000, 9_551_000)):
    fields = QgsFields()
    fields.append(QgsField("unit", kind))
    options = QgsVectorFileWriter.SaveVectorOptions()
    path = str(tmp_path / "zones.gpkg")
    writer = QgsVectorFileWriter.create(path, fields, QgsWkbTypes.Polygon, QgsCoordinateReferenceSystem(crs),
                                        QgsProject.instance().transformContext(), options)
    feature = QgsFeature(fields)
    west, south, east, north = square
    feature.setGeometry(QgsGeometry.fromWkt(
        f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"))
    feature.setAttribute(0, value)
    writer.addFeature(feature)
    del writer
    return path


@pytest.mark.parametrize(("kind", "value", "cohesion"), [
    (QVariant.Double, 1.0, "11"), (QVariant.String, "01", "11"), (QVariant.Int, 7, "77"),
    (QVariant.Int, 1234567, "22"), (QVariant.String, "7,0", "77")])
def test_polygons_match_whatever_the_type_of_their_field(plugin, tmp_path, kind, value, cohesion):
    run = run_with(tmp_path, polygons(tmp_path, kind, value))
    assert cell._soil_row(run, POINT)["cohesion_kpa"] == cohesion


def test_polygons_in_another_crs_are_found(plugin, tmp_path):
    path = polygons(tmp_path, QVariant.Int, 7, "EPSG:4326", (-79.3, -4.2, -79.1, -3.9))
    assert cell._soil_row(run_with(tmp_path, path), POINT)["cohesion_kpa"] == "77"


def test_a_layer_of_the_project_counts_as_its_file_does(plugin, tmp_path):
    layer = QgsVectorLayer(polygons(tmp_path, QVariant.Int, 7), "zones", "ogr")
    QgsProject.instance().addMapLayer(layer, False)
    try:
        assert cell._soil_row(run_with(tmp_path, layer.id()), POINT)["cohesion_kpa"] == "77"
    finally:
        QgsProject.instance().removeMapLayer(layer.id())


def test_a_raster_of_large_numbers_matches(plugin, tmp_path):
    grid = Grid(UTM.toWkt(), (700_000.0, 10.0, 0.0, 9_550_000.0, 0.0, -10.0), 2, 2)
    path = str(tmp_path / "zones.tif")
    write_array(path, np.full((2, 2), 1234567.0), grid, dtype="int32")
    assert cell._soil_row(run_with(tmp_path, path), POINT)["cohesion_kpa"] == "22"


def test_outside_all_zones_there_is_no_row_and_the_only_row_needs_no_zones(plugin, tmp_path):
    far = polygons(tmp_path, QVariant.Int, 7, square=(0, 0, 10, 10))
    assert cell._soil_row(run_with(tmp_path, far), POINT) == {}
    assert cell._soil_row(run_with(tmp_path, "", table="zone,cohesion_kpa\n9,5\n"), POINT)["cohesion_kpa"] == "5"
