"""The Inspect tool: one cell, computed by the same algorithm as the map."""

from __future__ import annotations

import pytest
from qgis.core import QgsPointXY, QgsProject
from qgis.PyQt.QtWidgets import QApplication
from scarp.ui.widgets.page import open_in


def pof_id_key(run):
    return "POF" if "POF" in run.layers else "POF 2"


def pof_id(run):
    return run.layers[pof_id_key(run)]


@pytest.fixture
def inspected(filled, run_it, wait_until):
    """Give a dock whose run was inspected at one cell."""
    run_it(filled)
    results = filled.pages["results"]
    results.inspect.setChecked(True)
    filled.iface.mapCanvas().setDestinationCrs(QgsProject.instance().mapLayer(pof_id(results.current)).crs())
    filled.inspector.inspect(QgsPointXY(712105.0, 9560895.0))
    wait_until(lambda: filled.inspector.panel.story is not None)
    return filled


def test_the_cell_is_that_of_the_map(inspected):
    story = inspected.inspector.panel.story
    run = inspected.pages["results"].current
    layer = QgsProject.instance().mapLayer(pof_id(run))
    on_map, found = layer.dataProvider().sample(QgsPointXY(712105.0, 9560895.0), 2)
    assert found
    assert story.at("POF", 3.0) == pytest.approx(on_map, abs=1e-6)
    assert story.time == 3.0
    assert len(story.hours) >= 12


def test_what_matters_is_named(inspected):
    story = inspected.inspector.panel.story
    assert sum(story.importance.values()) == pytest.approx(1.0, abs=1e-4)
    assert story.means["friction"] == 32.0
    assert story.headline().startswith("3 h: POF ")
    assert "matters most." in story.headline()
    words = inspected.inspector.panel.panels[2].get_ylabel()
    assert words == "FOS"


def test_curves_are_pinned_and_copied(inspected):
    panel = inspected.inspector.panel
    panel.pin_cell()
    assert [letter for letter, _ in panel.pinned] == ["A"]
    assert [text.get_text() for text in panel.panels[3].get_legend().get_texts()] == ["A"]
    panel.copy_values()
    assert QApplication.clipboard().text().startswith("hours\tPOF\tBETA\tFOS")
    panel.copy_chart()
    assert not QApplication.clipboard().pixmap().isNull()
    panel.unpin_all()
    assert panel.pinned == []


def test_outside_the_map_is_said(inspected):
    inspected.inspector.inspect(QgsPointXY(0.0, 0.0))
    assert inspected.inspector.panel.headline.text() == "Click inside the map of the run."


def test_scenarios_are_layers_and_the_first_is_inspected(filled, run_it, wait_until, tmp_path):
    (tmp_path / "scenarios.csv").write_text("scenario;cohesion_kpa\nwet clay;2\nroots;12\n")
    assert open_in(filled.pages["method"].scenarios, str(tmp_path / "scenarios.csv"))
    filled.pages["method"].porePressure.setCurrentIndex(2)
    filled.refresh()
    run = run_it(filled)
    assert (run.scenarios, run.times) == (["wet clay", "roots"], [2.0, 3.0])
    weak, strong = (QgsProject.instance().mapLayer(run.layers[key]) for key in (pof_id_key(run), "scenario 1"))
    assert strong.name() == "POF - roots - 3 h"
    point = QgsPointXY(712105.0, 9560895.0)
    first, second = weak.dataProvider().sample(point, 2)[0], weak.dataProvider().sample(point, 5)[0]
    assert first > second
    renderer = strong.renderer()
    assert (renderer.inputBand() if hasattr(renderer, "inputBand") else renderer.band()) == 5
    assert "of the first scenario, wet clay;" in filled.pages["results"].warnings.text()
    filled.iface.mapCanvas().setDestinationCrs(weak.crs())
    filled.inspector.inspect(point)
    wait_until(lambda: filled.inspector.panel.story is not None)
    story = filled.inspector.panel.story
    assert story.at("POF", 3.0) == pytest.approx(first, abs=1e-6)
    assert story.means["cohesion"] == 2.0
    assert story.place.endswith("; wet clay")


@pytest.mark.parametrize(("fos", "beta", "words", "headline"), [
    (0.9, -0.4, "phi' 60%: mean 32, holds at 35 deg", True), (1.02, -0.1, "phi' 60%: mean 32, holds at 35 deg", False),
    (1.3, 1.5, "phi' 60%: mean 32, fails at 35 deg", False)])
def test_a_mean_that_fails_already_is_said(plugin, fos, beta, words, headline):
    from scarp.ui.inspect.cell import CellStory
    from scarp.ui.inspect.chart import bar_words

    series = {"FOS": [fos], "BETA": [beta], "POF": [0.5], "STATUS": [0.0]}
    story = CellStory("here", [3.0], series, importance={"friction": 0.6}, design={"friction": 35.0},
                      means={"friction": 32.0}, time=3.0)
    assert bar_words(story, "friction", 0.6).replace("φ", "phi") == words
    assert ("It fails already at the mean." in story.headline()) is headline
