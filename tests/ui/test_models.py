"""Networks in the dock: read before they run, predicted with and trained by the footer."""

from __future__ import annotations

import csv

import pytest
from qgis.core import QgsProject, QgsRasterLayer
from scarp.ui.runs import layers
from scarp.ui.widgets.page import open_in

pytest.importorskip("onnxruntime")
FACTORS = {"SLOPE": "slope", "PLAN_CURVATURE": "plan_curvature", "PROFILE_CURVATURE": "profile_curvature",
           "TWI": "topographic_wetness_index"}


@pytest.fixture
def models(filled, tmp_path):
    """Give the page Models with the terrain factors of the plane in the project."""
    import processing

    found = processing.run("scarp:terrainfactors", {
        "DEM": filled.pages["terrain"].dem.currentLayer().source(),
        **{name: str(tmp_path / f"{name}.tif") for name in FACTORS}})
    for name in FACTORS:
        QgsProject.instance().addMapLayer(QgsRasterLayer(found[name], name.lower()))
    filled.show_page("models")
    return filled.pages["models"]


def test_a_network_is_read_before_it_runs(filled):
    models = filled.pages["models"]
    models.model.setCurrentIndex(models.model.findText("ppm_cnn_ecuador"))
    assert "in spatial blocks" in models.card.text()
    assert "175 landslides" in models.caveats.text()
    assert "⚠ ppm_cnn_ecuador.onnx was trained on flow directions of Scarp 0.1" in models.caveats.text()
    assert "cells of 10 m" in models.card.text()
    assert models.inputsNote.text().startswith("⚠ No layer for: slope, plan curvature")
    assert models.inputs.item(2, 0).text() == "plan curvature, 1/\u2060m"
    assert models._boxes["slope"].currentText() == "none"
    assert not models.predict.isEnabled()


def test_a_file_that_is_no_network_says_why(filled, tmp_path):
    models = filled.pages["models"]
    (tmp_path / "other.onnx").write_bytes(b"GIF89a")
    models.choose_file(str(tmp_path / "other.onnx"))
    assert "'other.onnx' is no ONNX file" in models.card.text()
    assert (models.kind, models.complete, models.predict.isVisibleTo(models)) == (None, False, False)


def test_prediction_runs_in_the_footer_and_becomes_a_run(filled, models, run_it, wait_until):
    import processing

    models.model.setCurrentIndex(models.model.findText("ppm_cnn_ecuador"))
    assert models.inputsNote.text() == "✓ Every input has its layer."
    models.predict.click()
    assert filled.running.busy
    assert not models.predict.isEnabled()
    wait_until(lambda: not filled.running.busy)
    assert filled.body.message.text().startswith("Run 1 done in ")
    results = filled.pages["results"]
    run = results.current
    assert [node.layer().name() for node in layers.group_of(run).findLayers()] == [
        "Hillshade", "Susceptibility", "Spread of the ensemble", "Outside the training samples"]
    shown = QgsProject.instance().mapLayer(run.layers["SUSCEPTIBILITY"])
    again = processing.run("scarp:predictppmcnn", {**run.parameters, "SUSCEPTIBILITY": "TEMPORARY_OUTPUT"})
    other = QgsRasterLayer(again["SUSCEPTIBILITY"], "again")
    middle = shown.extent().center()
    assert shown.dataProvider().sample(middle, 1) == other.dataProvider().sample(middle, 1)
    assert results.classify.isVisibleTo(results)
    assert not results.inspect.isVisibleTo(results)
    filled.pages["rain"].set_rows([("1", "99")])
    filled.refresh()
    assert not results.outdated.isVisibleTo(results)      # a network knows no rain
    models._boxes["slope"].setLayer(filled.pages["terrain"].dem.currentLayer())
    filled.refresh()
    assert results.outdated.text().startswith("Changed since run 1: conditioning factors.")


def test_a_physics_network_reads_a_table(filled, tmp_path, wait_until):
    models = filled.pages["models"]
    models.model.setCurrentIndex(models.model.findText("pinn_wenchuan"))
    assert "pga_avg" in models.unitsNote.text()
    assert "cells of" not in models.card.text()
    assert "Scarp 0.1" not in models.caveats.text()
    names = [name for name in models._names() if name != "pga_avg"]
    with open(tmp_path / "units.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows({name: "30" if name == "slope_avg" else "1" for name in names} for _ in range(3))
    assert open_in(models.units, str(tmp_path / "units.csv"))
    assert models.unitsNote.text() == "⚠ No column for: pga_avg."
    models.pgaValue.setText("0,6")
    assert models.unitsNote.text() == "✓ Every input has its column."
    models.predict.click()
    wait_until(lambda: not filled.running.busy)
    run = filled.pages["results"].current
    layer = QgsProject.instance().mapLayer(run.layers["OUTPUT"])
    assert layer.featureCount() == 3
    assert all(0.0 < feature["susceptibility_p50"] < 1.0 for feature in layer.getFeatures())


def test_training_says_what_it_lacks_and_runs_in_the_footer(filled, models, tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(filled.running, "start", started.append)
    assert models.trainProblem.text() == "Choose sample points, or draw them."
    points = tmp_path / "points.csv"
    points.write_text("label,WKT\n1,POINT (712100 9560900)\n0,POINT (712200 9560800)\n")
    assert open_in(models.trainSamples, str(points))
    assert models.trainProblem.text() == "Check the rasters to learn from."
    for item in models.training._items():
        item.setCheckState(2 if item.text() in ("slope", "twi") else 0)
    assert models.trainProblem.text() == "Say where the network is saved."
    models.trainFile.setFilePath(str(tmp_path / "mine"))
    models.trials.setValue(0)
    models.train.click()
    job = started[0]
    assert (job.algorithm, job.parameters["TRIALS"], job.parameters["EPOCHS"]) == ("scarp:trainppmcnn", 0, 30)
    assert [path.rpartition("/")[2] for path in job.parameters["FACTORS"]] == ["SLOPE.tif", "TWI.tif"]
    assert job.parameters["MODEL_OUT"] == str(tmp_path / "mine.onnx")
    before = models.state()
    models.restore({})
    models.restore(before)
    assert models.state() == before
