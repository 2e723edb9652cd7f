"""Pictures of every page of the dock, of a run and of an inspected cell, for docs/images/dock.

Run inside QGIS Desktop: ``SCARP_SHOTS=docs/images/dock python3 build.py desktop --shot last.png --script
tools/dock_shots.py``. SCARP_SIZE is the size of the window, SCARP_WIDTH that of the dock, SCARP_THEME a theme such as
"Night Mapping", SCARP_TEXT how much larger text is than usual, SCARP_LANGUAGE ``es`` or ``zh``, SCARP_ONLY the pictures
wanted, separated by commas. QT_SCALE_FACTOR is Qt's own.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from qgis.core import QgsApplication, QgsPointXY, QgsProject, QgsRasterLayer, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QApplication, QDockWidget
from qgis.utils import iface, plugins

FOLDER = Path(os.environ["SCARP_SHOTS"])
WIDTH, HEIGHT = (int(part) for part in os.environ.get("SCARP_SIZE", "1366x768").split("x"))
ONLY = os.environ.get("SCARP_ONLY", "").split(",")
FACTORS = ("SLOPE", "PROFILE_CURVATURE", "PLAN_CURVATURE", "TWI")
CELL = QgsPointXY(714525.0, 9557795.0)
"""A steep one, where the soil may fail."""


def wait(seconds: float) -> None:
    """Let QGIS work."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.01)


def shoot(name: str, seconds: float = 1.2) -> None:
    """Save a picture of the window."""
    if ONLY != [""] and name not in ONLY:
        return
    wait(seconds)
    iface.messageBar().clearWidgets()
    wait(0.3)
    iface.mainWindow().grab().save(str(FOLDER / f"{name}.png"))


def dress() -> None:
    """Set theme, text and language; Scarp alone is loaded anew, in that language."""
    if os.environ.get("SCARP_THEME"):
        QgsApplication.setUITheme(os.environ["SCARP_THEME"])
    if os.environ.get("SCARP_TEXT"):
        font = QApplication.font()
        font.setPointSizeF(font.pointSizeF() * float(os.environ["SCARP_TEXT"]))
        QApplication.setFont(font)
        iface.mainWindow().setStyleSheet(f"* {{ font-size: {font.pointSizeF()}pt }}")
    if os.environ.get("SCARP_LANGUAGE"):
        QgsSettings().setValue("locale/overrideFlag", True)
        QgsSettings().setValue("locale/userLocale", os.environ["SCARP_LANGUAGE"])
        plugins["scarp"].unload()
        plugins["scarp"].initGui()


def finish(dock) -> None:
    """Wait for what runs."""
    wait(0.2)
    while dock.running.busy:
        wait(0.1)


def predict(dock) -> None:
    """Compute terrain factors, then predict with the shipped network."""
    import processing

    models, dem = dock.pages["models"], dock.pages["terrain"].dem.currentLayer()
    found = processing.run("scarp:terrainfactors", {"DEM": dem, **dict.fromkeys(FACTORS, "TEMPORARY_OUTPUT")})
    dock.show_page("models")
    names = [name for name in models._boxes if name != "elevation"]
    chosen = {"slope": "SLOPE", "profile_curvature": "PROFILE_CURVATURE", "plan_curvature": "PLAN_CURVATURE",
              "topographic_wetness_index": "TWI"}
    for name in names:
        layer = QgsRasterLayer(found[chosen[name]], name)
        QgsProject.instance().addMapLayer(layer, False)
        QgsProject.instance().layerTreeRoot().addLayer(layer).setItemVisibilityChecked(False)
        models._boxes[name].setLayer(layer)
    models.caveatBox.setCollapsed(True)
    shoot("models_ready")
    models.predict.click()
    finish(dock)
    shoot("prediction", 3.0)


def main() -> None:
    """Walk through the dock."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    dress()
    window = iface.mainWindow()
    window.showNormal()
    window.resize(WIDTH, HEIGHT)
    for panel in window.findChildren(QDockWidget):
        if panel.objectName() in ("Browser", "Browser2", "ProcessingToolbox"):
            panel.hide()
    plugin = plugins["scarp"]
    plugin.action.setChecked(True)
    dock = plugin.dock
    window.resizeDocks([dock], [int(os.environ.get("SCARP_WIDTH", "390"))], Qt.Orientation.Horizontal)
    dock.show_page("welcome")
    shoot("welcome")
    dock.welcome.sample.click()
    shoot("running")
    finish(dock)
    shoot("results", 3.0)
    for name in ("terrain", "soil", "rain", "method", "models", "setup"):
        dock.show_page(name)
        if name == "models":
            dock.pages["models"].model.setCurrentIndex(dock.pages["models"].model.findText("ppm_cnn_ecuador"))
        shoot(name, 6.0 if name == "setup" else 1.2)
    for walk, names in WALKS.items():
        if ONLY == [""] or set(ONLY) & set(names):
            walk(dock)


def inspect(dock) -> None:
    """Click a cell."""
    results = dock.pages["results"]
    dock.show_page("results")
    results.inspect.setChecked(True)
    dock.inspector.inspect(CELL)
    wait(0.5)
    while dock.inspector.panel.story is None:
        wait(0.1)
    shoot("inspect")
    results.inspect.setChecked(False)
    dock.inspector.panel.hide()


def compare(dock) -> None:
    """Double the rain, and map the difference."""
    rain, results = dock.pages["rain"], dock.pages["results"]
    rain.set_rows([(row["hours"], f"{2.0 * float(row['mm']):g}") for row in rain.records()])
    dock.refresh()
    shoot("outdated")
    dock.body.run.click()
    finish(dock)
    results.other.setCurrentIndex(1)
    results.difference.click()
    shoot("compare", 4.0)


def calibrate(dock) -> None:
    """Fit the soil to the landslides, and accept."""
    soil = dock.pages["soil"]
    soil.calibrate.click()
    shoot("calibrate")
    soil.calibration.fit.click()
    finish(dock)
    dock.body.pages.currentWidget().ensureWidgetVisible(soil.calibration.reject)
    shoot("calibrated")
    soil.calibration.accept.click()
    shoot("accepted")


def spoil(dock) -> None:
    """Leave a value empty."""
    dock.pages["soil"].table.item(0, 0).setText("")
    dock.show_page("soil")
    dock.refresh()
    shoot("invalid")


def statistics(dock) -> None:
    """Train boosted trees on the landslides, and map them."""
    page = dock.pages["susceptibility"]
    dock.show_page("susceptibility")
    page.event.setText("mapped 1998 to 2004")
    shoot("statistics")
    page.train.click()
    finish(dock)
    dock.show_page("susceptibility")
    shoot("statistics_map", 3.0)


def train(dock) -> None:
    """Open the form for training."""
    models = dock.pages["models"]
    dock.show_page("models")
    models.trainBox.setCollapsed(False)
    wait(0.3)
    dock.body.pages.currentWidget().ensureWidgetVisible(models.trainPinn)
    shoot("train")


WALKS = {inspect: ("inspect",), compare: ("outdated", "compare"), calibrate: ("calibrate", "calibrated", "accepted"),
         predict: ("models_ready", "prediction"), train: ("train",), statistics: ("statistics", "statistics_map"),
         spoil: ("invalid",)}
main()
