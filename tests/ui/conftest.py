"""The dock in a QGIS without a screen, on the sample or on a small plane."""

from __future__ import annotations

import gc
import time

import pytest

pytest.importorskip("qgis.core")

from qgis.core import QgsApplication, QgsProject, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QEvent


def wait_until(done, seconds=60.0):
    """Let QGIS work until something is so."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise AssertionError("it took too long")
        QCoreApplication.processEvents()
        time.sleep(0.01)


@pytest.fixture(scope="session", name="wait_until")
def _wait_until():
    """Give the function that lets QGIS work until something is so."""
    return wait_until


@pytest.fixture(scope="session")
def plugin(plugin, qgis_iface):
    """Give the plugin of the other tests, loaded as QGIS Desktop does."""
    plugin.iface = qgis_iface
    plugin.initGui()
    return plugin


@pytest.fixture
def dock(plugin, qgis_new_project):
    """Give a fresh dock, its welcome page already left once."""
    QgsSettings().setValue("scarp/welcomed", 1)
    plugin.show_dock(True)
    dock = plugin.dock
    dock.show()
    yield dock
    dock.running.cancel()
    wait_until(lambda: not dock.running.busy)
    plugin.show_dock(False)
    dock.close_down()
    dock.deleteLater()
    plugin.dock = None
    QgsProject.instance().clear()
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))      # no event loop runs that would
    gc.collect()      # nothing of the dock outlives QGIS


@pytest.fixture
def plane(tmp_path):
    """Give a small DEM of a slope of 40 degrees, 30 x 30 cells."""
    import numpy as np
    from osgeo import osr
    from scarp.engine.grid import Grid, write_array

    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32717)
    grid = Grid(reference.ExportToWkt(), (712000.0, 10.0, 0.0, 9561000.0, 0.0, -10.0), 30, 30)
    rows = np.arange(30, dtype=float)[:, None]
    path = tmp_path / "dem.tif"
    write_array(str(path), np.broadcast_to(2000.0 - rows * 10.0 * np.tan(np.radians(40.0)), (30, 30)).copy(), grid)
    return path


SOIL = {"zone": "1", "name": "", "cohesion_kpa": "5", "cohesion_kpa_cov": "0.3", "cohesion_kpa_dist": "lognormal",
        "friction_deg": "32", "friction_deg_cov": "0.1", "friction_deg_dist": "lognormal", "unit_weight_kn_m3": "18",
        "porosity": "0.45", "saturation_initial": "0.5", "saturation_final": "0.95", "ksat_m_s": "5e-6",
        "thickness_m": "1.5"}


@pytest.fixture
def filled(dock, plane):
    """Give a dock with valid inputs on the plane: three steps of rain, maps at two times."""
    from scarp.ui.pages.soil_data import SoilData
    from scarp.ui.widgets.page import open_in

    assert open_in(dock.pages["terrain"].dem, str(plane))
    dock.pages["soil"].set_data(SoilData.from_records([dict(SOIL)]))
    dock.pages["rain"].set_rows([("1", "10"), ("2", "30"), ("3", "5")])
    dock.pages["rain"].times.setText("2; 3")
    dock.refresh()
    return dock


@pytest.fixture
def run_it():
    """Give a function that runs the dock's inputs to the end and gives the run."""

    def run(dock):
        dock.body.run.click()
        assert dock.running.busy, dock.body.message.text()
        wait_until(lambda: not dock.running.busy)
        return dock.pages["results"].runs[-1]

    return run


@pytest.fixture(autouse=True)
def no_tasks_left(qgis_app):
    """Let every task end before the next test."""
    yield
    wait_until(lambda: QgsApplication.taskManager().countActiveTasks() == 0)
