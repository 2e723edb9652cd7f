"""The Inspect tool: one cell, computed by the same algorithm as the map."""

from __future__ import annotations

import pytest
from qgis.core import QgsPointXY, QgsProject
from qgis.PyQt.QtWidgets import QApplication


def pof_id(run):
    return run.layers.get("POF") or run.layers["POF 2"]


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
