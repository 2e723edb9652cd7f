"""Full analysis: the folder, its project, report and record; the same numbers twice; all or nothing."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
)
from scarp.engine.grid import read_array
from scarp.engine.networks.card import Card, Factor
from scarp.engine.networks.ppm_cnn import Windows

pytest.importorskip("sklearn")
MAPS = {"probability_of_failure.tif", "factor_of_safety.tif", "reliability_index.tif", "wetting_front.tif",
        "status.tif", "design_point.tif", "importance.tif", "slope.tif", "thickness.tif", "susceptibility_class.tif"}


@pytest.fixture(scope="module")
def sample(root):
    """The sample basin, one corner of it to be quick."""
    folder = root / "sample"
    return {"SOIL_TABLE": str(folder / "soil.csv"), "RAIN_TABLE": str(folder / "storm.csv"),
            "INVENTORY": str(folder / "landslides.gpkg"), "STATISTICS": False}


@pytest.fixture(scope="module")
def corner(root, tmp_path_factory):
    """A part of the sample's DEM with many landslides, every second cell."""
    from osgeo import gdal

    path = str(tmp_path_factory.mktemp("dem") / "dem.tif")
    gdal.Translate(path, str(root / "sample" / "dem.tif"), srcWin=[90, 120, 240, 240], width=120, height=120)
    return path


@pytest.fixture(scope="module")
def done(process, sample, corner, tmp_path_factory):
    folder = tmp_path_factory.mktemp("full") / "out"
    folder.mkdir()
    (folder / "mine.txt").write_text("stays")
    found = process("fullanalysis", DEM=corner, FOLDER=folder, TIMES="15; 24", RUN_NAME="Storm A", **sample)
    return folder, found, list(process.log)


def test_the_folder_holds_everything_and_nothing_else(done):
    folder, found, _ = done
    assert {path.name for path in folder.iterdir()} == MAPS | {
        "report.html", "run.json", "scarp.qgz", "landslides.gpkg", "mine.txt"}
    assert [path.name for path in folder.parent.iterdir()] == ["out"]
    assert Path(found["POF"]) == folder / "probability_of_failure.tif"
    assert Path(found["REPORT"]) == folder / "report.html"
    assert 0.5 < found["AUC"] < 1


def test_maps_are_those_of_the_single_algorithms(done, process, sample, corner, tmp_path):
    folder, found, _ = done
    single = process("probabilityoffailure", DEM=corner, TIMES="15; 24", POF=tmp_path / "p.tif", FOS=tmp_path / "f.tif",
                     SOIL_TABLE=sample["SOIL_TABLE"], RAIN_TABLE=sample["RAIN_TABLE"])
    for band in (1, 2, 3):
        np.testing.assert_array_equal(read_array(str(folder / "probability_of_failure.tif"), band),
                                      read_array(single["POF"], band))
    np.testing.assert_array_equal(read_array(str(folder / "factor_of_safety.tif"), 2), read_array(single["FOS"], 2))
    assert found["MAX_POF"] == single["MAX_POF"]
    pof = read_array(str(folder / "probability_of_failure.tif"), 2)
    numbers = read_array(str(folder / "susceptibility_class.tif"))
    assert all(pof[numbers == low].max() <= pof[numbers == low + 1].min() for low in range(1, 5))


def test_the_project_opens_with_its_group_and_styles(done):
    project = QgsProject()
    assert project.read(str(done[0] / "scarp.qgz"))
    groups = project.layerTreeRoot().children()
    assert [group.name() for group in groups] == ["Storm A"]
    nodes = groups[0].children()
    assert [node.name() for node in nodes] == [
        "Mapped landslides (175)", "Hillshade", "Not assessed", "Susceptibility classes",
        "Probability of failure - 24 h", "Factor of safety - 24 h", "Reliability index - 24 h",
        "Wetting front (m) - 24 h", "Slope (°)", "Soil thickness (m)"]
    assert [node.name() for node in nodes if node.itemVisibilityChecked()] == [
        "Mapped landslides (175)", "Hillshade", "Not assessed", "Probability of failure - 24 h"]
    assert all(node.layer().isValid() for node in nodes)
    pof = nodes[4].layer()
    assert pof.renderer().band() == 2
    assert [item.value for item in pof.renderer().shader().rasterShaderFunction().colorRampItemList()][:4] == [
        0.0013, 0.023, 0.16, 0.5]
    assert nodes[1].layer().renderer().opacity() == pytest.approx(0.3)
    del nodes, groups, pof
    project.clear()


def test_the_report_says_what_was_assumed_and_measured(done):
    folder, found, _ = done
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"https?://|@import|url\(|<script|<link", text)
    for words in ("Slope stability: Storm A", "assumed", "EPSG:32717", "140 mm in 24 h", "Slope alone",
                  f"{found['AUC']:.2f}", "One soil and one rain everywhere", "over 15 m", "frequency ratio",
                  "run scarp:fullanalysis", "Rain table (source: assumed)",
                  "The storm is assumed (section 4)", "read its ranking, not its level", "no map was warped"):
        assert words.lower() in text.lower(), words


def test_the_record_holds_parameters_fingerprints_and_numbers(done, corner):
    folder, found, _ = done
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert record["parameters"]["TIMES"] == "15; 24"
    assert record["numbers"]["Probability of failure"]["auc"] == found["AUC"]
    assert record["inputs"]["DEM"]["path"] == corner
    assert len(record["inputs"]["DEM"]["sha256"]) == 64
    assert {"Scarp", "QGIS", "Python", "numpy", "gdal"} <= set(record["versions"])


def test_the_same_inputs_give_the_same_numbers(done, process, sample, corner, tmp_path):
    folder, *_ = done
    process("fullanalysis", DEM=corner, FOLDER=tmp_path / "again", TIMES="15; 24", RUN_NAME="Storm A", **sample)
    first, again = (json.loads((place / "run.json").read_text(encoding="utf-8"))
                    for place in (folder, tmp_path / "again"))
    assert first["numbers"] == again["numbers"]
    assert first["classes"] == again["classes"]
    for name in MAPS:
        np.testing.assert_array_equal(read_array(str(folder / name)), read_array(str(tmp_path / "again" / name)))


def test_without_inventory_the_map_is_called_untested(process, basin, plane, csv, soil_row, tmp_path):
    rough = plane(38, (30, 30)) + np.random.default_rng(3).random((30, 30)) * 4
    soil = csv("soil", soil_row(cohesion_kpa_cov=0.3, cohesion_kpa_dist="lognormal", friction_deg_cov=0.1,
                                friction_deg_dist="lognormal"))
    found = process("fullanalysis", DEM=basin("dem", rough), SOIL_TABLE=soil, RAIN_INTENSITY=10, DURATION=12,
                    FOLDER=tmp_path / "out")
    assert "AUC" not in found
    text = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "the map is untested" in text
    assert not (tmp_path / "out" / "landslides.gpkg").exists()


def test_a_fault_leaves_an_old_folder_as_it_was(process, basin, plane, csv, soil_row, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.html").write_text("old")
    rain = csv("rain", {"hours": 1, "mm": -2})
    with pytest.raises(QgsProcessingException, match="RAIN_TABLE"):
        process("fullanalysis", DEM=basin("dem", plane(30)), SOIL_TABLE=csv("soil", soil_row()), RAIN_TABLE=rain,
                FOLDER=out)
    assert [path.name for path in out.iterdir()] == ["report.html"]
    assert (out / "report.html").read_text() == "old"
    assert not list(tmp_path.glob("out.*"))


def test_it_runs_on_a_worker_thread(plugin, sample, corner, tmp_path):
    """As from the toolbox: the project is written on a thread of its own."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("scarp:fullanalysis")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    task = QgsProcessingAlgRunnerTask(algorithm, {"DEM": corner, "FOLDER": str(tmp_path / "out"), **sample}, context,
                                      feedback)
    outcome = []
    task.executed.connect(lambda successful, results: outcome.append((successful, results)))
    QgsApplication.taskManager().addTask(task)
    while not outcome:
        QgsApplication.processEvents()
    assert outcome[0][0], feedback.textLog()
    assert (tmp_path / "out" / "scarp.qgz").is_file()


def test_from_the_toolbox_all_maps_are_loaded_in_one_group(plugin, sample, corner, tmp_path):
    from processing.gui.AlgorithmExecutor import execute
    from processing.gui.Postprocessing import handleAlgorithmResults

    project = QgsProject.instance()
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(project)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("scarp:fullanalysis")
    given = {"DEM": corner, "FOLDER": str(tmp_path / "out"), "RUN_NAME": "Storm B", **sample}
    successful, _ = execute(algorithm, given, context, feedback)
    assert successful, feedback.textLog()
    try:
        assert handleAlgorithmResults(algorithm, context, feedback)
        group = project.layerTreeRoot().findGroup("Storm B")
        assert [node.name() for node in group.children()] == [
            "Mapped landslides (175)", "Hillshade", "Not assessed", "Susceptibility classes",
        "Probability of failure - 24 h", "Factor of safety - 24 h", "Reliability index - 24 h",
        "Wetting front (m) - 24 h", "Slope (°)", "Soil thickness (m)"]
        assert len(project.layerTreeRoot().findLayers()) == 10
        pof = next(node.layer() for node in group.findLayers() if node.name() == "Probability of failure - 24 h")
        assert pof.renderer().type() == "singlebandpseudocolor"
        assert Path(pof.source()) == tmp_path / "out" / "probability_of_failure.tif"
    finally:
        project.clear()


def test_a_network_from_other_ground_is_tested_beside_the_physics(process, sample, corner, tmp_path):
    pytest.importorskip("onnxruntime")
    spec = importlib.util.spec_from_file_location("onnx_by_hand", Path(__file__).parents[1] / "onnx_by_hand.py")
    by_hand = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(by_hand)
    factors = (Factor("slope", "number", "deg", mean=30.0, deviation=10.0, low=0.0, high=90.0),)
    training = {"crs": "EPSG:32717", "bounds": [0, 0, 1000, 1000]}
    card = Card("ppm_cnn", "Mean slope", factors, Windows(17, 20.0), training=training)
    (tmp_path / "m.onnx").write_bytes(by_hand.onnx_bytes(card.to_json(), graph=by_hand.mean_network(1)))
    process("fullanalysis", DEM=corner, FOLDER=tmp_path / "out", MODEL=tmp_path / "m.onnx", **sample)
    numbers = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["numbers"]
    assert 0.5 < numbers["Susceptibility (PPM-CNN)"]["auc"] < 1
    text = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "section 9 tests it on landslides it has not seen" in text


def test_a_statistical_model_is_trained_beside_the_physics(process, sample, corner, tmp_path):
    pytest.importorskip("onnx", reason="models are written with onnx: requirements.txt")
    folder = tmp_path / "out"
    process("fullanalysis", **{**sample, "STATISTICS": True}, DEM=corner, FOLDER=folder)
    for name in ("statistical_susceptibility.tif", "statistical_classes.tif", "susceptibility.onnx",
                 "susceptibility.html"):
        assert (folder / name).is_file(), name
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert "What each is for. The physics (probability of failure) answers what happens if it rains so" in report
    assert "ROC AUC of the statistical model" in report
    assert "Its own test held whole blocks out with a gap" in report
    numbers = json.loads((folder / "run.json").read_text(encoding="utf-8"))["numbers"]
    assert numbers["Susceptibility (statistical)"]["blocks"]["auc"] > 0.5
    assert "Probability of failure" in (folder / "susceptibility.html").read_text(encoding="utf-8")


def test_what_hinders_the_statistical_model_is_said(process, sample, corner, tmp_path):
    few = tmp_path / "few.gpkg"
    from osgeo import gdal

    gdal.VectorTranslate(str(few), sample["INVENTORY"], limit=15)
    process("fullanalysis", **{**sample, "INVENTORY": str(few), "STATISTICS": True}, DEM=corner,
            FOLDER=tmp_path / "out", BLOCK_SIZE=200)
    assert any(("No statistical model was trained." in line and "At least 20 are needed" in line) or "packages" in line
               for line in process.log)
    assert (tmp_path / "out" / "report.html").is_file()
    assert not (tmp_path / "out" / "susceptibility.onnx").exists()
