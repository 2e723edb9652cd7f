"""What computes on a thread of its own leaves the project alone: QGIS crashes where its canvas is at it meanwhile."""

from __future__ import annotations

import time

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QThread


@pytest.fixture
def looked_up(monkeypatch):
    """Give the list of look-ups of layers: whether each was on the thread of QGIS, and whether in the project."""
    found, look_up = [], QgsProcessingUtils.mapLayerFromString

    def told(text, context, *options):
        found.append((QThread.currentThread() is QCoreApplication.instance().thread(), context.project() is not None))
        return look_up(text, context, *options)

    monkeypatch.setattr("scarp.algorithms.frame.given.QgsProcessingUtils.mapLayerFromString", told)
    return found


def in_background(name, parameters):
    """Run an algorithm as QGIS Desktop does; give whether it ended well."""
    context, feedback, ended = QgsProcessingContext(), QgsProcessingFeedback(), []
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().algorithmById(f"scarp:{name}").create()
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    task.executed.connect(lambda well, _: ended.append(well))
    QgsApplication.taskManager().addTask(task)
    end = time.monotonic() + 120.0
    while not ended:
        assert time.monotonic() < end
        QCoreApplication.processEvents()
        time.sleep(0.01)
    return ended[0]


def test_layers_are_looked_up_before_the_thread_starts(plugin, looked_up, maker, tmp_path):
    raster, table = maker(tmp_path)
    soil = {"cohesion_kpa": 5, "friction_deg": 32, "unit_weight_kn_m3": 18, "porosity": 0.45, "saturation_initial": 0.5,
            "saturation_final": 0.95, "ksat_m_s": 5e-6, "thickness_m": 1.5}
    area = QgsVectorLayer("Polygon?crs=EPSG:32717", "area", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(-1e7, -1e8, 1e7, 1e8)))
    area.dataProvider().addFeature(feature)
    assert in_background("factorofsafety", {
        "SLOPE": str(raster("slope", np.full((9, 9), 35.0))), "SOIL_TABLE": str(table("soil", soil)),
        "RAIN_INTENSITY": 20, "DURATION": 5, "AREA": area, "FOS": str(tmp_path / "fos.tif")})
    assert len(looked_up) >= 2
    assert all(own for own, _ in looked_up)


def test_steps_of_a_run_make_no_layers_on_their_thread(plugin, looked_up, build, tmp_path):
    sample = build.ROOT / "sample"
    assert in_background("fullanalysis", {
        "DEM": str(sample / "dem.tif"), "SOIL_TABLE": str(sample / "soil.csv"), "RAIN_TABLE": str(sample / "storm.csv"),
        "MODEL": "ppm_cnn_ecuador.onnx", "FOLDER": str(tmp_path / "folder")})
    assert all(own for own, _ in looked_up)
