"""Play in Temporal Controller: each frame shows the one map that holds then, until the next."""

from __future__ import annotations

import pytest
from qgis.core import QgsInterval, QgsProject, QgsTemporalNavigationObject
from scarp.compat import FIXED_RANGE_PER_BAND


@pytest.fixture
def controller(filled):
    """Give the canvas of the test a temporal controller, as that of QGIS Desktop has."""
    canvas = filled.iface.mapCanvas()
    controller = QgsTemporalNavigationObject(canvas)
    canvas.setTemporalController(controller)
    return controller


def bands_shown(run, moment) -> list:
    """Give the bands of the probability of failure that QGIS draws in a range of time."""
    project = QgsProject.instance()
    if FIXED_RANGE_PER_BAND:
        layer = project.mapLayer(run.layers["POF"])
        return layer.temporalProperties().filteredBandsForTemporalRange(layer, moment)
    root = project.layerTreeRoot()
    nodes = {band: root.findLayer(run.layers[f"POF {band}"]) for band in range(1, len(run.times) + 2)}
    return [band for band, node in nodes.items() if node.itemVisibilityChecked()
            and node.layer().temporalProperties().isVisibleInTemporalRange(moment)]


def test_every_frame_shows_one_map(filled, run_it, controller):
    filled.pages["rain"].times.setText("1; 2; 3")
    filled.refresh()
    run = run_it(filled)
    filled.pages["results"].animate.click()
    assert controller.navigationMode() == QgsTemporalNavigationObject.NavigationMode.Animated
    assert controller.frameDuration() == QgsInterval(3600.0)
    assert controller.totalFrameCount() == 3
    canvas, shown = filled.iface.mapCanvas(), []
    for frame in range(3):
        controller.setCurrentFrameNumber(frame)
        assert canvas.mapSettings().isTemporal()
        begin = canvas.temporalRange().begin()
        shown.append((begin.toString("HH:mm"), bands_shown(run, canvas.temporalRange())))
    assert shown == [("01:00", [1]), ("02:00", [2]), ("03:00", [3])]


def test_a_map_holds_until_the_next(filled, run_it, controller):
    filled.pages["rain"].set_rows([(str(hour), "5") for hour in range(1, 7)])
    filled.pages["rain"].times.setText("1; 2; 5")
    filled.refresh()
    run = run_it(filled)
    filled.pages["results"].animate.click()
    shown = []
    for frame in range(controller.totalFrameCount()):
        shown += bands_shown(run, controller.dateTimeRangeForFrameNumber(frame))
    assert shown == [1, 2, 2, 2, 3, 3, 3]


def test_a_project_opened_again_shows_one_map_a_frame(filled, run_it, controller, tmp_path):
    filled.pages["rain"].times.setText("1; 2; 3")
    filled.refresh()
    run_it(filled)
    assert QgsProject.instance().write(str(tmp_path / "project.qgz"))
    QgsProject.instance().clear()
    assert QgsProject.instance().read(str(tmp_path / "project.qgz"))
    filled.pages["results"].animate.click()
    run = filled.pages["results"].current
    assert [bands_shown(run, controller.dateTimeRangeForFrameNumber(frame)) for frame in range(3)] == [[1], [2], [3]]
