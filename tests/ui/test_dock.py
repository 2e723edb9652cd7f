"""Run, cancel, fail, save and open again, compare: what a user does with the dock."""

from __future__ import annotations

import shlex
import subprocess
import sys
import time

import numpy as np
import pytest
from qgis.core import Qgis, QgsFeature, QgsGeometry, QgsProject, QgsRasterLayer, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsGui
from qgis.PyQt.QtWidgets import QApplication
from scarp.compat import FIXED_RANGE_PER_BAND
from scarp.engine.grid import read_array
from scarp.ui.pages import packages
from scarp.ui.runs import layers


def band_of(layer):
    renderer = layer.renderer()
    return renderer.inputBand() if hasattr(renderer, "inputBand") else renderer.band()


def message(dock):
    return dock.body.message.text()


def test_an_empty_dock_says_what_to_do(dock):
    assert message(dock).startswith("Choose a DEM, or open the sample.")
    assert "more)" in message(dock)
    assert not dock.body.run.isEnabled()
    assert dock.body.showProblem.isVisibleTo(dock.body)


def test_valid_inputs_make_run_ready(filled):
    assert not filled.problems
    assert filled.body.run.isEnabled()
    assert message(filled) == "900 cells x 2 times, about 1 s."


def test_a_run_gives_one_styled_group(filled, run_it):
    run = run_it(filled)
    assert message(filled).startswith("Run 1 done in ")
    assert 0.0 < run.results["MAX_POF"] <= 1.0
    groups = [group.name() for group in QgsProject.instance().layerTreeRoot().findGroups()]
    assert groups == ["Scarp 1 - Storm"]
    names = [node.layer().name() for node in layers.group_of(run).findLayers()]
    pof_names = ["POF - maximum", "POF - 3 h", "POF - 2 h"]
    if FIXED_RANGE_PER_BAND:
        pof_names = ["Probability of failure"]
    assert names == ["Hillshade", "Not assessed", *pof_names, "Factor of safety - 3 h", "Reliability index - 3 h",
                     "Wetting front (m) - 3 h"]
    pof = QgsProject.instance().mapLayer(run.layers["POF" if FIXED_RANGE_PER_BAND else "POF 2"])
    assert [item.color.name().upper() for item in pof.renderer().shader().rasterShaderFunction().colorRampItemList()] \
        == ["#FFFBE0", "#E9C46A", "#DC7414", "#A3223A", "#4F0A3C"]
    assert band_of(pof) == 2


def test_the_run_is_that_of_the_algorithm(filled, run_it):
    import processing
    from scarp.ui.runs.jobs import POF

    run = run_it(filled)
    again = processing.run(POF, {**run.parameters, "POF": "TEMPORARY_OUTPUT"})
    assert again["MAX_POF"] == run.results["MAX_POF"]


def test_cancel_within_two_seconds(dock, tmp_path, wait_until):
    dock.welcome.sample_asked.disconnect()
    from scarp.ui.pages.welcome import open_sample

    open_sample(*(dock.pages[name] for name in ("terrain", "soil", "rain")))
    dock.pages["method"].method.setCurrentIndex(3)
    dock.pages["method"].samples.setText("1000000")
    dock.pages["results"].folder.setFilePath(str(tmp_path))
    dock.refresh()
    dock.body.run.click()
    wait_until(lambda: "Probability" in message(dock))
    start = time.monotonic()
    dock.body.cancel.click()
    wait_until(lambda: not dock.running.busy)
    assert time.monotonic() - start < 2.0
    assert message(dock) == "Cancelled. No files were written."
    assert list(tmp_path.iterdir()) == []
    assert dock.pages["results"].runs == []


def test_a_failure_keeps_its_details(filled, wait_until):
    terrain = filled.pages["terrain"]
    terrain.thicknessRaster.setChecked(True)
    terrain.thickness.setLayer(terrain.dem.currentLayer())      # elevations are no thickness
    filled.refresh()
    filled.body.run.click()
    wait_until(lambda: not filled.running.busy)
    assert message(filled).startswith("Failed. ")
    assert "thickness" in message(filled)
    assert "THICKNESS" not in message(filled)
    assert filled.pages["results"].runs == []
    filled.body.copyDetails.click()
    assert "thickness" in QApplication.clipboard().text().lower()


def test_what_changed_is_named_and_marked(filled, run_it):
    run = run_it(filled)
    table = filled.pages["soil"].table
    table.item(0, 0).setText("8")
    filled.refresh()
    assert message(filled) == "Changed since run 1: effective cohesion."
    assert layers.group_of(run).name().endswith("⚠")
    table.item(0, 0).setText("5")
    filled.refresh()
    assert layers.group_of(run).name() == "Scarp 1 - Storm"


def test_a_run_of_another_algorithm_leaves_the_mark(filled, run_it, wait_until):
    run = run_it(filled)
    filled.pages["soil"].table.item(0, 0).setText("8")
    filled.run("scarp:factorofsafety")
    wait_until(lambda: not filled.running.busy)
    results = filled.pages["results"]
    assert [layers.group_of(each).name() for each in results.runs] == ["Scarp 1 - Storm ⚠", "Scarp 2 - Storm"]
    assert not results.outdated.isVisibleTo(results)
    results.run_.setCurrentIndex(1)
    assert results.current is run
    assert results.outdated.text() == "Changed since run 1: effective cohesion."


def test_two_runs_are_compared(filled, run_it, wait_until):
    run_it(filled)
    rain = filled.pages["rain"]
    rain.set_rows([("1", "20"), ("2", "60"), ("3", "10")])
    filled.refresh()
    second = run_it(filled)
    results = filled.pages["results"]
    results.other.setCurrentIndex(1)
    assert results.numbers.columnCount() == 3
    assert results.differences.text() == "Inputs that differ: Rain."
    results.difference.click()
    wait_until(lambda: "minus 1" in second.layers)
    layer = QgsProject.instance().mapLayer(second.layers["minus 1"])
    value, found = layer.dataProvider().sample(layer.extent().center(), 1)
    assert found
    assert -1.0 <= value <= 1.0


def test_a_run_may_replace_the_last_one(filled, run_it):
    run_it(filled)
    filled.replace.setChecked(True)
    run_it(filled)
    assert [group.name() for group in QgsProject.instance().layerTreeRoot().findGroups(False)] == ["Scarp 2 - Storm"]
    assert len(filled.pages["results"].runs) == 1


def test_state_comes_back_with_the_project(filled, run_it, tmp_path):
    run_it(filled)
    before = {name: page.state() for name, page in filled.pages.items()}
    path = str(tmp_path / "project.qgz")
    assert QgsProject.instance().write(path)
    QgsProject.instance().clear()
    assert filled.pages["terrain"].dem.currentLayer() is None
    assert filled.pages["results"].runs == []
    assert QgsProject.instance().read(path)
    assert {name: page.state() for name, page in filled.pages.items()} == before
    assert filled.pages["results"].current.name == "1 Storm"


def test_time_slider_shows_one_time(filled, run_it):
    run = run_it(filled)
    results = filled.pages["results"]
    root = QgsProject.instance().layerTreeRoot()

    def shown():
        if FIXED_RANGE_PER_BAND:
            return [band_of(QgsProject.instance().mapLayer(run.layers["POF"]))]
        return [band for band in (1, 2, 3) if root.findLayer(run.layers[f"POF {band}"]).itemVisibilityChecked()]

    assert shown() == [2]
    results.time.setValue(1)
    assert (shown(), results.timeLabel.text()) == ([1], "2 h")
    results.time.setValue(3)
    assert (shown(), results.timeLabel.text()) == ([3], "maximum")


def test_times_follow_each_other_without_overlap(filled, run_it):
    run = run_it(filled)
    if FIXED_RANGE_PER_BAND:
        ranges = QgsProject.instance().mapLayer(run.layers["POF"]).temporalProperties().fixedRangePerBand()
        spans = [ranges[band] for band in (1, 2)]
    else:
        spans = [QgsProject.instance().mapLayer(run.layers[f"POF {band}"]).temporalProperties().fixedTemporalRange()
                 for band in (1, 2)]
    assert spans[0].begin().toString("yyyy-MM-dd HH:mm") == "2000-01-01 02:00"
    assert spans[0].end() < spans[1].begin()


def history():
    """Give the commands in QGIS's processing history."""
    if Qgis.QGIS_VERSION_INT >= 32400:
        return [each.entry["python_command"] for each in QgsGui.historyProviderRegistry().queryEntries()
                if each.providerId == "processing"]
    from processing.core.ProcessingLog import ProcessingLog

    return [entry.text for entry in ProcessingLog.getLogEntries()]


def test_a_run_stands_in_the_history_and_an_inspection_does_not(filled, run_it, wait_until):
    before = len(history())
    run = run_it(filled)
    entries = history()
    assert len(entries) == before + 1
    assert any("scarp:probabilityoffailure" in entry and run.results["POF"] in entry for entry in entries)
    filled.inspector.inspect(QgsProject.instance().mapLayer(run.layers["hillshade"]).extent().center())
    wait_until(lambda: filled.inspector.panel.story is not None)
    assert len(history()) == before + 1


def test_the_command_runs_in_a_terminal(filled, build, tmp_path):
    from scarp.ui.runs import commands

    build.make_link(build.PLUGINS / "scarp")
    filled.pages["results"].folder.setFilePath(str(tmp_path))
    filled.pages["method"].waterTable.setText("1,23456789")
    filled.copy_as(commands.as_command)
    command = shlex.split(QApplication.clipboard().text())
    assert "WATER_TABLE_VALUE=1.23456789" in command
    done = subprocess.run([build.qgis_process(), *command[1:]], env=build.environment(), capture_output=True, text=True,
                          check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert QgsRasterLayer(str(tmp_path / "probability_of_failure.tif")).isValid()


def test_a_layer_in_memory_runs_and_no_command_can_open_it(filled, run_it, tmp_path):
    from scarp.ui.runs import commands

    area = QgsVectorLayer("Polygon?crs=EPSG:32717", "drawn", "memory")
    half = QgsFeature()
    half.setGeometry(QgsGeometry.fromRect(QgsRectangle(712000, 9560700, 712150, 9561000)))
    area.dataProvider().addFeature(half)
    QgsProject.instance().addMapLayer(area)
    filled.pages["results"].folder.setFilePath(str(tmp_path))
    filled.copy_as(commands.as_command)
    assert message(filled) == f"Copied. The tables it reads lie in {tmp_path}."
    filled.pages["terrain"].area.setLayer(area)
    filled.copy_as(commands.as_command)
    assert message(filled).endswith("Save these layers as files first, the command needs them: drawn.")
    pof = read_array(run_it(filled).results["POF"])
    assert (np.isfinite(pof[0, :15]).any(), np.isfinite(pof[0, 15:]).any()) == (True, False)


def test_a_folder_that_cannot_be_written_is_said(filled, tmp_path):
    (tmp_path / "taken").write_text("")
    filled.pages["results"].folder.setFilePath(str(tmp_path / "taken"))
    filled.body.run.click()
    assert message(filled).startswith("Failed. ")
    assert message(filled).endswith("cannot be written: Not a directory. Choose another folder.")


def test_commands_run_again(filled, tmp_path, monkeypatch):
    from scarp.ui.runs import commands

    filled.pages["results"].folder.setFilePath(str(tmp_path))
    filled.copy_as(commands.as_command)
    command = QApplication.clipboard().text()
    assert command.partition(" ")[2].startswith("run scarp:probabilityoffailure -- DEM=")
    assert f"SOIL_TABLE={tmp_path}/soil.csv" in command
    filled.copy_as(commands.as_python)
    code = QApplication.clipboard().text()
    scope = {}
    exec(code, scope)
    assert QgsRasterLayer(str(tmp_path / "probability_of_failure.tif")).isValid()
    filled.copy_as(commands.as_command, "scarp:fullanalysis")
    command = QApplication.clipboard().text()
    assert command.partition(" ")[2].startswith("run scarp:fullanalysis -- DEM=")
    assert f"FOLDER={tmp_path}/analysis" in command


def test_the_sample_runs_from_the_welcome_page(dock, wait_until):
    dock.show_page("welcome")
    dock.welcome.sample.click()
    wait_until(lambda: not dock.running.busy and dock.pages["results"].runs)
    assert message(dock).endswith("click a dark slope to see why it fails.")
    run = dock.pages["results"].runs[0]
    assert run.times == [6.0, 12.0, 18.0, 24.0]
    assert dock.pages["soil"].data.records()[0]["assumed"].split()[0] == "cohesion"
    assert "Mapped landslides (175)" in [node.layer().name() for node in layers.group_of(run).findLayers()]


@pytest.mark.parametrize("name", ["terrain", "soil", "rain", "method", "models", "results", "setup"])
def test_the_rail_leads_to_every_page(dock, name):
    dock.body.rail.setCurrentRow(list(dock.pages).index(name))
    assert dock.body.pages.currentWidget().widget() is dock.pages[name]


def test_full_analysis_fills_a_folder_and_loads_it(filled, wait_until, tmp_path):
    folder = tmp_path / "full"
    soil = filled.pages["soil"].data
    soil.mark(0, "assumed", ["porosity"])
    soil.calibrate(0, {"cohesion": (5.0, 0.1)})
    filled.run("scarp:fullanalysis", FOLDER=str(folder))
    wait_until(lambda: not filled.running.busy)
    run = filled.pages["results"].runs[0]
    rows = (folder / "report.html").read_text(encoding="utf-8").split("<tr>")
    assert ["Porosity" in row for row in rows if 'class="assumed"' in row] == [True]
    assert ["cohesion" in row for row in rows if ">calibrated<" in row] == [True]
    assert (folder / "scarp.qgz").is_file()
    assert filled.pages["results"].report.text() == "Open Report"
    assert [group.name() for group in QgsProject.instance().layerTreeRoot().findGroups(False)] == ["Scarp 1 - Storm"]
    assert run.results["POF"] == str(folder / "probability_of_failure.tif")


def test_physics_runs_without_the_extra_packages(filled, run_it, wait_until, monkeypatch):
    extra = [module for module, _, kind, _ in packages.PACKAGES if kind == packages.EXTRA]
    for name in list(sys.modules):
        if name.partition(".")[0] in extra:
            monkeypatch.delitem(sys.modules, name)
    for name in extra:
        monkeypatch.setitem(sys.modules, name, None)
    setup = filled.pages["setup"]
    setup.look()
    errors = {package.module: package.error for package in setup.found if package.error}
    assert list(errors) == extra
    assert errors["onnxruntime"] == "ModuleNotFoundError: import of onnxruntime halted; None in sys.modules"
    assert setup.summary.text().startswith("Physics and maps work.")
    assert setup.command.toPlainText().endswith(f'emcee onnxruntime "numpy=={np.__version__}"')
    run = run_it(filled)
    assert run.results["MAX_POF"] > 0.0
    filled.inspector.inspect(QgsProject.instance().mapLayer(run.layers["hillshade"]).extent().center())
    wait_until(lambda: filled.inspector.panel.story is not None)


def test_factor_of_safety_only(filled, wait_until):
    filled.run("scarp:factorofsafety")
    wait_until(lambda: not filled.running.busy)
    results = filled.pages["results"]
    assert results.current.results["MIN_FOS"] > 0.0
    assert not results.inspect.isVisibleTo(results)
    assert [node.layer().name() for node in layers.group_of(results.current).findLayers()] == [
        "Hillshade", "Factor of safety - 3 h"]


def test_dialogs_of_what_follows_are_filled(filled, run_it, monkeypatch):
    import processing

    run = run_it(filled)
    asked = []
    monkeypatch.setattr(processing, "createAlgorithmDialog", lambda name, values: asked.append((name, values)))
    for button in ("classify", "evaluate", "refine"):
        getattr(filled.pages["results"], button).click()
    assert [name for name, _ in asked] == ["scarp:classify", "scarp:evaluate", "scarp:refinemap"]
    assert asked[0][1]["INPUT"] == asked[2][1]["INPUT"] == run.results["POF"]
    assert asked[1][1]["INPUTS"] == [run.results["POF"]]


def test_the_question_chooses_the_pages_and_is_kept_in_the_project(dock, tmp_path):
    def shown():
        return [name for row, name in enumerate(dock.pages) if not dock.body.rail.isRowHidden(row)]

    assert shown() == ["terrain", "soil", "rain", "method", "results", "setup"]
    dock.show_page("soil")
    dock.body.question.setCurrentIndex(dock.body.question.findData("where"))
    dock.body.question.activated.emit(dock.body.question.currentIndex())
    assert shown() == ["terrain", "susceptibility", "models", "results", "setup"]
    assert dock.body.run.isHidden()
    assert dock.body.rail.currentItem().text() == "Terrain"      # Soil is not among its pages
    path = str(tmp_path / "asked.qgz")
    assert QgsProject.instance().write(path)
    QgsProject.instance().clear()
    assert dock.question.name == "rain"
    assert QgsProject.instance().read(path)
    assert dock.question.name == "where"
    assert dock.body.question.currentText() == "Where do slopes fail?"


def test_a_page_that_is_led_to_brings_its_question(dock):
    dock.ask("where")
    dock.show_page("soil")
    assert dock.question.name == "rain"
    dock.show_page("models")
    assert dock.question.name == "where"
    dock.show_page("results")      # is there for both
    assert dock.question.name == "where"
