"""Soil zones of rasters and polygons: found with their names, listed at once, taken into the table."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtWidgets import QTableWidgetSelectionRange
from scarp.engine.grid import RasterSource, write_array
from scarp.ui.widgets.page import open_in

UNITS = {2: "Alluvium", 10: "Schist", 30: "Till"}


@pytest.fixture
def geology(plane, tmp_path):
    """Give a function that writes a raster of three zones, their names in an attribute table or not."""

    def make(named=True):
        zones = np.full((30, 30), 10.0)
        zones[:10], zones[20:] = 2.0, 30.0
        path = str(tmp_path / "geology.tif")
        write_array(path, zones, RasterSource(str(plane)).grid)
        if named:
            table = gdal.RasterAttributeTable()
            table.CreateColumn("Value", gdal.GFT_Integer, gdal.GFU_MinMax)
            table.CreateColumn("Count", gdal.GFT_Integer, gdal.GFU_PixelCount)
            table.CreateColumn("Unit", gdal.GFT_String, gdal.GFU_Name)
            table.SetRowCount(4)
            for row, (value, name) in enumerate([*UNITS.items(), (99, "Not on this map")]):
                table.SetValueAsInt(row, 0, value)
                table.SetValueAsString(row, 2, name)
            dataset = gdal.Open(path, gdal.GA_Update)
            dataset.GetRasterBand(1).SetDefaultRAT(table)
            dataset = None
        return path

    return make


def polygons(fields, *rows):
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:32717&{fields}", "units", "memory")
    for left, values in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(left, 9560700, left + 100, 9561000)))
        feature.setAttributes(values)
        layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    QgsProject.instance().addMapLayer(layer)
    return layer


def zones_of(dock):
    return [(row["zone"], row.get("name", "")) for row in dock.pages["soil"].data.rows]


def test_an_empty_table_takes_the_zones_of_a_raster_with_their_names(dock, plane, geology):
    assert open_in(dock.pages["terrain"].dem, str(plane))
    assert open_in(dock.pages["soil"].zones, geology())
    dock.refresh()
    assert zones_of(dock) == [("2", "Alluvium"), ("10", "Schist"), ("30", "Till")]
    assert 'Zone 2 "Alluvium": effective cohesion is empty.' in [problem.text for _, problem in dock.problems]


def test_zones_without_a_row_are_all_listed_before_the_run(filled, geology):
    soil = filled.pages["soil"]
    assert open_in(soil.zones, geology(named=False))
    filled.refresh()
    assert filled.body.message.text() == "No row for zone 2, 10, 30. Zones > Take from Layer adds them."
    assert not filled.body.run.isEnabled()
    soil.data.rows[0]["zone"] = "10.0"
    soil.take_zones()
    assert zones_of(filled) == [("10.0", ""), ("2", ""), ("30", "")]
    filled.refresh()
    assert "No row" not in filled.body.message.text()


def test_polygons_by_a_sensible_field_in_natural_order_where_the_map_lies(filled):
    layer = polygons("field=fid:integer&field=area:double&field=unit:string(9)&field=name:string(20)",
                     (712000, [1, 5.0, "U10", "Schist"]), (712100, [2, 5.0, "U2", "Till"]),
                     (712200, [3, 5.0, "U2", "Till"]), (800000, [4, 5.0, "U7", "Elsewhere"]))
    soil = filled.pages["soil"]
    soil.zones.setLayer(layer)
    assert soil.zoneField.currentField() == "unit"
    filled.refresh()
    assert filled.body.message.text().startswith("No row for zone U2, U10.")
    soil.take_zones()
    assert zones_of(filled) == [("1", ""), ("U2", "Till"), ("U10", "Schist")]


@pytest.mark.parametrize(("kind", "values", "keys"), [("integer", [7, 12], ["7", "12"]),
                                                      ("double", [2.5, 2.0], ["2", "2.5"]),
                                                      ("string(5)", ["b", "a"], ["a", "b"])])
def test_zone_fields_of_any_type(filled, kind, values, keys):
    layer = polygons(f"field=zone:{kind}", *((712000 + 150 * place, [value]) for place, value in enumerate(values)))
    filled.pages["soil"].zones.setLayer(layer)
    filled.refresh()
    assert list(filled.pages["soil"].found_zones().found) == keys


def test_a_raster_of_measurements_is_no_map_of_zones(filled, plane, tmp_path):
    path = str(tmp_path / "rough.tif")
    write_array(path, np.arange(900, dtype=float).reshape(30, 30), RasterSource(str(plane)).grid)
    assert open_in(filled.pages["soil"].zones, path)
    filled.refresh()
    assert filled.body.message.text() == "'rough' has more than 500 different values. Are these zones?"


def test_the_window_adds_fills_down_and_presets_the_chosen_rows(filled):
    from scarp.ui.pages.presets import PRESETS
    from scarp.ui.pages.soil_window import SoilWindow

    window = SoilWindow(filled.pages["soil"].data)
    window.add_row()
    window.add_row()
    table, porosity = window.table, window.columns.index("porosity")
    table.setRangeSelected(QTableWidgetSelectionRange(0, porosity, 2, porosity), True)
    window.fill_down()
    assert [table.item(row, porosity).text() for row in range(3)] == ["0.45"] * 3
    table.clearSelection()
    table.setRangeSelected(QTableWidgetSelectionRange(1, 0, 2, 0), True)
    window.fill(PRESETS["Silt (ML)"])
    after = window.result_data()
    assert [row.get("friction_deg") for row in after.rows] == ["32", "32", "32"]
    assert [row.get("cohesion_kpa") for row in after.rows] == ["5", "9", "9"]
    assert [after.marked(row) == set() for row in range(3)] == [True, False, False]
    window.remove_rows()
    assert len(window.result_data().rows) == 1


def test_what_is_typed_goes_into_all_zones_until_that_is_unchecked(dock, plane, geology):
    assert open_in(dock.pages["terrain"].dem, str(plane))
    soil = dock.pages["soil"]
    assert open_in(soil.zones, geology())
    dock.refresh()
    assert soil.alike.isChecked()
    soil.presets.menu().actions()[0].trigger()
    soil.table.item(7, 0).setText("1.5")
    assert [row["thickness_m"] for row in soil.data.rows] == ["1.5"] * 3
    assert [soil.data.marked(place) == soil.data.marked(0) for place in range(3)] == [True] * 3
    soil.alike.setChecked(False)
    soil.zone.setCurrentIndex(1)
    soil.table.item(7, 0).setText("2")
    assert [row["thickness_m"] for row in soil.data.rows] == ["1.5", "2", "1.5"]
