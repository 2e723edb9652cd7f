"""Each page: what it gives to the algorithm, what it objects to, what it shows."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt, QTranslator
from qgis.PyQt.QtGui import QKeySequence, QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMessageBox


def test_terrain_says_what_the_dem_is(filled):
    assert filled.pages["terrain"].demFacts.text() == "30 x 30 cells of 10 m, EPSG:32717"


def test_a_dem_in_degrees_stays_listed_with_the_reason(dock, tmp_path):
    import numpy as np
    from osgeo import osr
    from scarp.engine.grid import Grid, write_array
    from scarp.ui.widgets.page import open_in

    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    path = tmp_path / "degrees.tif"
    write_array(str(path), np.ones((5, 5)), Grid(reference.ExportToWkt(), (-79.0, 0.001, 0.0, -4.0, 0.0, -0.001), 5, 5))
    assert open_in(dock.pages["terrain"].dem, str(path))
    dock.refresh()
    assert "degrees" in dock.body.message.text()
    assert dock.pages["terrain"].dem.currentLayer().name() == "degrees"


def test_thickness_by_model(filled):
    terrain = filled.pages["terrain"]
    terrain.thicknessZ.setChecked(True)
    filled.refresh()
    assert filled.body.message.text().startswith("Least soil thickness is empty.")
    terrain.hMin.setText("0,5")
    terrain.hMax.setText("2")
    filled.refresh()
    assert filled.body.run.isEnabled()
    values = terrain.parameters()
    assert (values["THICKNESS_MODEL"], values["H_MIN"], values["H_MAX"]) == ("z", 0.5, 2.0)


def test_an_empty_quantity_is_named_and_shown(filled):
    soil = filled.pages["soil"]
    soil.data.rows = [dict(soil.data.rows[0]), {**soil.data.rows[0], "zone": "3", "name": "Schist", "porosity": ""}]
    soil.set_data(soil.data)
    filled.refresh()
    assert filled.body.message.text().startswith('Zone 3 "Schist": porosity is empty.')
    filled.body.showProblem.click()
    assert soil.zone.currentText() == "3 Schist"
    assert soil.table.currentRow() == 3


def test_a_wrong_quantity_is_the_engines_message(filled):
    filled.pages["soil"].table.item(3, 0).setText("42")
    filled.refresh()
    assert "42 is outside 0.05 to 0.8" in filled.body.message.text()


def test_presets_are_marked_until_edited(dock):
    soil = dock.pages["soil"]
    soil.presets.menu().actions()[0].trigger()
    assert soil.table.verticalHeaderItem(0).text().endswith("*")
    assert soil.data.records()[0]["assumed"] == "cohesion friction unit_weight porosity saturation_final ksat"
    assert "thickness_m" not in soil.data.records()[0]
    soil.table.item(0, 0).setText("7")
    assert not soil.table.verticalHeaderItem(0).text().endswith("*")
    assert soil.table.verticalHeaderItem(1).text().endswith("*")
    assert soil.data.records()[0]["assumed"].startswith("friction")
    soil.confirm.click()
    assert "assumed" not in soil.data.records()[0]


def test_what_is_confirmed_stays_so_though_the_zone_is_called_assumed(dock):
    from scarp.ui.pages.soil_data import SoilData

    data = SoilData.from_records([{"zone": "1", "name": "Till (assumed)", "cohesion_kpa": "5", "porosity": "0.4"}])
    assert data.marked(0) == {"cohesion", "porosity"}
    data.set(0, "porosity", "0.3")
    assert SoilData.from_records(data.records()).marked(0) == {"cohesion"}
    data.set(0, "cohesion_kpa", "6")
    assert SoilData.from_records(data.records()).marked(0) == set()


def test_the_window_takes_marks_away_where_values_are_edited_or_pasted(filled):
    from scarp.ui.pages.soil_window import SoilWindow

    data = filled.pages["soil"].data
    data.mark(0, "assumed", ["cohesion", "friction", "ksat"])
    window = SoilWindow(data)
    window.table.item(0, window.columns.index("friction_deg")).setText("30")
    window.table.setCurrentCell(0, window.columns.index("cohesion_kpa"))
    QApplication.clipboard().setText("9")
    QTest.keySequence(window, QKeySequence(QKeySequence.StandardKey.Paste))
    after = window.result_data()
    assert (after.rows[0]["cohesion_kpa"], after.rows[0]["friction_deg"]) == ("9", "30")
    assert after.marked(0) == {"ksat"}


def test_soil_table_goes_out_and_comes_back(filled, tmp_path):
    from scarp.ui import csv_text

    soil = filled.pages["soil"]
    soil.presets.menu().actions()[1].trigger()
    path = csv_text.write(str(tmp_path / "soil.csv"), soil.data.records())
    before = soil.data.records()
    soil.restore({})
    soil.import_csv(path)
    assert soil.data.records() == csv_text.read(path) == before


@pytest.mark.parametrize("name", ["soil", "rain"])
def test_a_file_without_the_columns_is_refused(filled, tmp_path, monkeypatch, name):
    said = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: said.append(words[-1]))
    path = tmp_path / "other.csv"
    path.write_text("time;depth\n1;2\n")
    page = filled.pages[name]
    before = page.state()
    page.import_csv(str(path))
    assert page.state() == before
    assert f"'{path}' holds no {name} table." in said[0]


def test_a_table_that_cannot_be_written_is_said(filled, tmp_path, monkeypatch):
    from scarp.ui.widgets.page import export

    said = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: said.append(words[-1]))
    export(filled, str(tmp_path / "gone" / "soil.csv"), filled.pages["soil"].data.records())
    assert "cannot be written: No such file or directory. Choose another folder." in said[0]


def test_rain_is_pasted_from_a_spreadsheet(dock):
    rain = dock.pages["rain"]
    QApplication.clipboard().setText("hours\tmm\r\n1\t2,5\r\n2\t10\r\n")
    rain.paste()
    assert rain.total.text() == "12.5 mm in 2 h"
    QApplication.clipboard().setText("3\n4\n5\n")
    rain.paste()
    assert [row["hours"] for row in rain.records()] == ["1", "2", "3"]


def test_source_of_a_step_stays_until_it_is_typed_over(dock, tmp_path):
    from scarp.ui import csv_text

    rain = dock.pages["rain"]
    path = csv_text.write(str(tmp_path / "storm.csv"),
                          [{"hours": hour, "mm": 5, "source": "assumed"} for hour in (1, 2)])
    rain.import_csv(path)
    assert [row["source"] for row in rain.records()] == ["assumed", "assumed"]
    rain.restore(rain.state())
    rain.steps.item(1, 1).setText("7")
    assert rain.records() == [{"hours": "1", "mm": "5", "source": "assumed"}, {"hours": "2", "mm": "7"}]


def test_a_new_step_is_as_long_as_the_last(dock):
    rain = dock.pages["rain"]
    rain.set_rows([("3", "1"), ("6", "2")])
    rain.addRow.click()
    assert rain.records()[-1] == {"hours": "9", "mm": "0"}


@pytest.mark.parametrize(("rows", "words"), [([("1", "-2")], "-2"), ([("2", "1"), ("1", "1")], "Rain table"),
                                             ([], "The rain table is empty.")])
def test_wrong_rain_is_said(filled, rows, words):
    filled.pages["rain"].set_rows(rows)
    filled.refresh()
    assert words in filled.body.message.text()


def test_steady_rain_and_shaking(filled):
    rain = filled.pages["rain"]
    rain.asSteady.setChecked(True)
    rain.intensity.setText("12,5")
    rain.duration.setText("4")
    rain.times.clear()
    rain.pgaValue.setText("0.2")
    filled.refresh()
    assert filled.body.run.isEnabled()
    values = filled.launch.parameters("scarp:probabilityoffailure")
    assert (values["RAIN_INTENSITY"], values["DURATION"], values["PGA_VALUE"]) == (12.5, 4.0, 0.2)
    assert "RAIN_TABLE" not in values


def test_correlation_matrix(filled):
    method = filled.pages["method"]
    method.set_correlation("friction", "cohesion", "-0,3")
    method.set_correlation("porosity", "ksat", "0.5")
    assert method.correlation_text() == "cohesion:friction=-0.3; porosity:ksat=0.5"
    method.set_correlation("porosity", "ksat", "1.5")
    filled.refresh()
    assert filled.problems[0][0] == "method"


def test_the_wheel_scrolls_the_page(filled):
    box = filled.pages["method"].method
    box.clearFocus()
    wheel = QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(box, wheel)
    assert box.currentIndex() == 0


def test_setup_says_what_is_missing_and_how_to_get_it(dock, monkeypatch):
    from scarp.ui.pages import packages

    monkeypatch.setattr(packages, "PACKAGES", (("numpy", "numpy", "core", "every computation"),
                                               ("no_such_package", "onnxruntime", "extra", "trained networks")))
    found = packages.look()
    assert found[1].error == "ModuleNotFoundError: No module named 'no_such_package'"
    command = packages.command(["onnxruntime"], found[0].version)
    assert command.endswith(f'-m pip install --user onnxruntime "numpy=={found[0].version}"')
    setup = dock.pages["setup"]
    setup.found = found
    assert not setup.lacks


def test_setup_shows_versions(dock):
    setup = dock.pages["setup"]
    setup.look()
    assert "numpy" in setup.report()
    assert setup.packages.item(0, 1).text().startswith("✓")


def test_every_input_has_words_for_those_who_cannot_see(dock):
    from qgis.PyQt.QtWidgets import QAbstractItemView, QComboBox, QLineEdit

    nameless = [f"{name}.{widget.objectName()}" for name, page in dock.pages.items()
                for kind in (QComboBox, QLineEdit, QAbstractItemView) for widget in page.findChildren(kind)
                if not widget.objectName().startswith("qt_") and widget.objectName()
                and not (widget.accessibleName() or widget.toolTip())]
    assert [each for each in nameless if "mFileWidget" not in each and "Text" not in each] == []


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_texts_fit_a_narrow_dock(plugin, qgis_new_project, build, root, language):
    from scarp.ui.dock import ScarpDock

    translator = QTranslator()
    if language != "en":
        build.translations()
        assert translator.load(str(root / "i18n" / f"scarp_{language}.qm"))
        QCoreApplication.installTranslator(translator)
    dock = ScarpDock(plugin.iface, plugin.iface.mainWindow())
    try:
        dock.setFloating(True)
        dock.resize(360, 500)
        dock.show()
        for name in [*dock.pages, "calibrate", "welcome"]:
            dock.show_page(name)
            QApplication.processEvents()
            area = dock.body.pages.currentWidget()
            assert area.widget().minimumSizeHint().width() <= area.viewport().width(), name
    finally:
        QCoreApplication.removeTranslator(translator)
        dock.close_down()
        dock.deleteLater()
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
