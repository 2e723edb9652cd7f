"""What the map shows is what was computed, whatever is removed, grouped, reopened or lies under a run."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from qgis.core import (
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import QSize
from scarp.compat import FIXED_RANGE_PER_BAND
from scarp.ui.runs import layers


@pytest.fixture
def grey(plane, tmp_path):
    """Give a second raster on the grid of the plane, named before any other."""
    from scarp.engine.grid import RasterSource, write_array

    path = tmp_path / "a_geology.tif"
    write_array(str(path), np.full((30, 30), 7.0), RasterSource(str(plane)).grid)
    return QgsRasterLayer(str(path), "a geology", "gdal")


def picture(shown, extent, crs):
    """Draw layers, the first on top; give red, green and blue of the middle."""
    settings = QgsMapSettings()
    settings.setLayers(shown)
    settings.setDestinationCrs(crs)
    settings.setExtent(extent)
    settings.setOutputSize(QSize(60, 60))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage().pixelColor(31, 31).getRgb()[:3]


def test_a_removed_layer_leaves_none_and_the_footer_says_so(filled, grey):
    project, terrain = QgsProject.instance(), filled.pages["terrain"]
    project.addMapLayer(grey)
    project.removeMapLayer(terrain.dem.currentLayer().id())
    assert terrain.dem.currentLayer() is None
    filled.refresh()
    assert filled.body.message.text() == (
        "Removed from the project, and now none: Elevation model (DEM) ('dem'). Choose a DEM, or open the sample.")
    terrain.dem.setLayer(grey)
    filled.refresh()
    assert "Removed" not in filled.body.message.text()


def test_no_box_of_any_page_takes_another_layer(filled, grey, plane):
    project = QgsProject.instance()
    points = [QgsVectorLayer(f"{kind}?crs=EPSG:32717&field=zone:integer", f"{name} {kind}", "memory")
              for name in "ab" for kind in ("Point", "Polygon", "None")]
    project.addMapLayers([grey, *points])
    boxes = filled.body.findChildren(QgsMapLayerComboBox)
    assert len(boxes) > 15
    for box in boxes:
        box.setCurrentIndex(box.count() - 1)
    chosen = {box.currentLayer().id() for box in boxes}
    assert len(chosen) == 3
    project.removeMapLayers(list(chosen))
    assert [box.objectName() for box in boxes if box.currentLayer() is not None] == []
    assert project.mapLayers()


def test_what_lies_under_a_run_does_not_shine_through(filled, run_it, grey):
    run = run_it(filled)
    pof = layers.layer_of(run, "POF") or layers.layer_of(run, "POF 2")
    relief, stack = layers.layer_of(run, "hillshade"), layers.group_of(run).findLayers()
    shown = [node.layer() for node in stack if node.itemVisibilityChecked()]
    assert shown.index(relief) < shown.index(pof)
    alone, over = (picture(each, pof.extent(), pof.crs()) for each in ([pof], [*shown, grey]))
    shade = picture([relief], pof.extent(), pof.crs())      # on white
    assert [abs(a * b / 255.0 - c) <= 2.0 for a, b, c in zip(alone, shade, over)] == [True] * 3
    assert picture(shown, pof.extent(), pof.crs()) == over


def test_removing_a_run_removes_its_own_layers_alone(filled, run_it, grey):
    run, root = run_it(filled), QgsProject.instance().layerTreeRoot()
    QgsProject.instance().addMapLayer(grey, False)
    group = layers.group_of(run)
    group.insertLayer(1, grey)
    group.setName("Monday's storm")
    inner = group.addGroup("mine")
    inner.addLayer(QgsProject.instance().addMapLayer(
        QgsVectorLayer("Point?crs=EPSG:32717", "points", "memory"), False))
    filled.pages["results"].remove.click()
    left = sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())
    assert left == ["a geology", "dem", "points"]
    assert [node.name() for node in root.children()] == ["a geology", "mine", "dem"]
    assert root.findLayer(grey.id()) is not None


def test_replacing_a_run_keeps_what_is_not_its_own(filled, run_it, grey):
    run_it(filled)
    QgsProject.instance().addMapLayer(grey, False)
    layers.group_of(filled.pages["results"].current).addLayer(grey)
    filled.replace.setChecked(True)
    run_it(filled)
    assert QgsProject.instance().layerTreeRoot().findLayer(grey.id()) is not None
    assert [group.name() for group in QgsProject.instance().layerTreeRoot().findGroups()] == ["Scarp 2 - Storm"]


def test_one_map_of_a_run_is_seen_at_a_time(filled, run_it):
    run = run_it(filled)
    layers.node_of(run, "FOS").setItemVisibilityChecked(True)
    shown = [key for key in run.layers if layers.node_of(run, key).itemVisibilityChecked()]
    assert sorted(shown) == ["FOS", "STATUS", "hillshade"]


def test_classes_lie_over_the_map_they_are_of_and_are_seen_alone(filled, run_it, monkeypatch, tmp_path):
    import processing
    from qgis.PyQt.QtCore import QObject, pyqtSignal

    class Dialog(QObject):
        algorithmFinished = pyqtSignal(bool, dict)      # noqa: N815

        def createProcessingParameters(self):
            return values

        def show(self):
            pass

    filled.pages["rain"].times.setText("2; 3")
    run, dialog, values = run_it(filled), Dialog(), {}
    monkeypatch.setattr(processing, "createAlgorithmDialog", lambda name, given: values.update(given) or dialog)
    results = filled.pages["results"]
    results.time.setValue(1)
    results.classify.click()
    assert values["BAND"] == 1
    made = QgsRasterLayer(shutil.copy(run.results["FOS"], f"{tmp_path}/classes.tif"), "Classes", "gdal")
    QgsProject.instance().addMapLayer(made)
    dialog.algorithmFinished.emit(True, {"OUTPUT": made.source()})
    names = [node.name() for node in layers.group_of(run).children()]
    assert names[:3] == ["Hillshade", "Not assessed", "Classes"]
    visible = [node.name() for node in layers.group_of(run).findLayers() if node.itemVisibilityChecked()]
    assert visible == ["Hillshade", "Not assessed", "Classes"]
    values.clear()
    results.evaluate.click()
    assert (values["BAND"], values["INPUTS"]) == (1, [run.results["POF"]])
    dialog.algorithmFinished.emit(True, {"AUC": 0.75})
    assert [results.numbers.item(row, 1).text() for row in range(results.numbers.rowCount())
            if results.numbers.item(row, 0).text() == "ROC AUC"] == ["0.75"]
    results.remove.click()
    assert QgsProject.instance().layerTreeRoot().findLayer(made.id()) is not None


def test_one_time_rules_all_maps_of_a_run(filled, run_it):
    run = run_it(filled)
    filled.pages["results"].time.setValue(1)
    named = [layers.layer_of(run, key) for key in ("FOS", "BETA", "WETTING_FRONT_OUT")]
    assert [layer.name().rpartition(" - ")[2] for layer in named] == ["2 h"] * 3
    assert [layer.renderer().usesBands() for layer in (*named, layers.layer_of(run, "STATUS"))] == [[1]] * 4
    assert filled.pages["results"].band == layers.shown_band(run) == 1
    filled.pages["results"].time.setValue(3)
    assert filled.pages["results"].band == layers.shown_band(run) == 3
    assert named[0].renderer().usesBands() == [2]


def test_the_slider_follows_the_map(filled, run_it, tmp_path):
    run, results = run_it(filled), filled.pages["results"]
    results.time.setValue(1)
    assert QgsProject.instance().write(str(tmp_path / "project.qgz"))
    QgsProject.instance().clear()
    assert QgsProject.instance().read(str(tmp_path / "project.qgz"))
    assert (results.time.value(), results.timeLabel.text(), layers.shown_band(run)) == (1, "2 h", 1)
    if not FIXED_RANGE_PER_BAND:
        layers.node_of(run, "POF 1").setItemVisibilityChecked(False)
        layers.node_of(run, "POF 2").setItemVisibilityChecked(True)
        assert (results.time.value(), results.timeLabel.text()) == (2, "3 h")


def test_a_run_of_the_factor_of_safety_is_called_so(filled, wait_until):
    filled.run("scarp:factorofsafety")
    wait_until(lambda: not filled.running.busy)
    numbers = filled.pages["results"].numbers
    assert [numbers.item(row, 0).text() for row in range(numbers.rowCount())] == [
        "Area with factor of safety below 1", "Least factor of safety"]


def test_classes_made_in_the_toolbox_lie_over_the_run(filled, run_it, tmp_path):
    from processing.gui.Postprocessing import handleAlgorithmResults
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    run_it(filled)      # its group is on top; QGIS adds beside the layer that is chosen
    root = QgsProject.instance().layerTreeRoot()
    QgsProject.instance().layerTreeRegistryBridge().setLayerInsertionPoint(
        type(QgsProject.instance().layerTreeRegistryBridge()).InsertionPoint(root, len(root.children())))
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("scarp:terrainfactors")
    given = {"DEM": filled.pages["terrain"].dem.currentLayer().source(), "SLOPE": "TEMPORARY_OUTPUT"}
    values = QgsProcessingOutputLayerDefinition(f"{tmp_path}/slope.tif", QgsProject.instance())
    _, done = algorithm.run({**given, "SLOPE": values}, context, feedback)
    assert done, feedback.textLog()
    assert handleAlgorithmResults(algorithm, context, feedback)
    assert root.children()[0].name() == "Slope (°)"


def test_layers_that_vanish_while_a_run_goes_on(filled, wait_until):
    filled.body.run.click()
    assert filled.running.busy
    QgsProject.instance().removeMapLayer(filled.pages["terrain"].dem.currentLayer().id())
    wait_until(lambda: not filled.running.busy)
    run = filled.pages["results"].runs[-1]
    assert "hillshade" not in run.layers
    assert layers.group_of(run) is not None
    words = "Removed from the project, and now none: Elevation model (DEM) ('dem')."
    assert filled.body.message.text().startswith(words)
