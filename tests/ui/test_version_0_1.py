"""What version 0.1 saved opens in this one: a project of the dock with a run, and a model of the modeller."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProject,
)
from scarp.engine.grid import RasterSource, read_array, write_array


@pytest.fixture
def saved(root, tmp_path):
    """Give a copy of the folder that 0.1 left."""
    folder = tmp_path / "saved"
    shutil.copytree(root / "tests" / "data" / "scarp_0_1", folder)
    project = folder / "project.qgs"
    project.write_text(project.read_text(encoding="utf-8").replace("@HERE@", str(folder)), encoding="utf-8")
    return folder


def test_a_project_opens_with_its_inputs_and_its_run(dock, saved, run_it):
    assert QgsProject.instance().read(str(saved / "project.qgs"))
    dock.refresh()
    assert dock.question.name == "rain"
    assert dock.pages["terrain"].dem.currentLayer().source() == str(saved / "dem.tif")
    assert dock.pages["soil"].data.records()[0]["cohesion_kpa"] == "5"
    assert [row["mm"] for row in dock.pages["rain"].records()] == ["20", "30", "5"]
    (run,) = dock.pages["results"].runs
    assert run.algorithm == "scarp:probabilityoffailure"
    assert list(dock.launch.changes().values()) == [["Rain"]]      # changed after the run, before it was saved
    assert all(QgsProject.instance().mapLayer(identifier) for identifier in run.layers.values())
    dock.pages["rain"].set_rows([("1", "10"), ("2", "30"), ("3", "5")])      # as they were in its run
    dock.refresh()
    assert dock.launch.changes() == {}
    again = run_it(dock)
    assert np.allclose(read_array(again.results["POF"]), read_array(run.results["POF"]), atol=1e-6, equal_nan=True)


def test_a_model_of_the_modeller_runs(plugin, saved, tmp_path):
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(saved / "storm_to_classes.model3"))
    assert all(child.algorithm() is not None for child in model.childAlgorithms().values())
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    plane = RasterSource(str(saved / "dem.tif"))      # bent to a bowl, since classes need different values
    rows, columns = np.mgrid[0:30, 0:30]
    write_array(str(tmp_path / "bowl.tif"), 1800.0 + 0.3 * ((rows - 15.0) ** 2 + (columns - 15.0) ** 2), plane.grid)
    given = {"DEM": str(tmp_path / "bowl.tif"), "SOIL_TABLE": str(saved / "runs" / "scarp_1" / "soil.csv"),
             "RAIN_TABLE": str(saved / "runs" / "scarp_1" / "rain.csv")}
    outputs = {"pof:Probability of failure": str(tmp_path / "pof.tif"),
               "refine:Refined map": str(tmp_path / "refined.tif"), "classes:Classes": str(tmp_path / "classes.tif")}
    found, done = model.run({**given, **outputs}, context, QgsProcessingFeedback(), {}, False)
    assert done
    assert np.nanmax(read_array(found["classes:Classes"])) == 5
    assert 0.0 < np.nanmax(read_array(found["pof:Probability of failure"])) <= 1.0


def test_a_run_is_drawn_as_by_this_version(dock, saved):
    from scarp.ui.runs import layers

    assert QgsProject.instance().read(str(saved / "project.qgs"))
    (run,) = dock.pages["results"].runs
    names = [node.layer().name() for node in layers.group_of(run).findLayers()]
    assert names[:2] == ["Hillshade", "Not assessed"]
    blends = {key: int(layers.layer_of(run, key).blendMode()) for key in run.layers}
    assert sorted(key for key, mode in blends.items() if mode != 0) == ["hillshade"]
    ranges = [layers.layer_of(run, f"POF {band}").temporalProperties().fixedTemporalRange() for band in (1, 2)]
    assert [each.begin().toString("mm:ss") for each in ranges] == ["00:01", "00:01"]
    assert [each.end().toString("mm:ss") for each in ranges] == ["59:59", "59:59"]
