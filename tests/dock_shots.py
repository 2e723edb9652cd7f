"""Pictures of every page of the dock, of a run and of an inspected cell, for docs/images/dock.

Run inside QGIS Desktop: ``SCARP_SHOTS=docs/images/dock python3 build.py desktop --shot last.png --script
tests/dock_shots.py``. SCARP_SIZE is the size of the window, SCARP_THEME a theme such as "Night Mapping".
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from qgis.core import QgsApplication, QgsPointXY
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface, plugins

FOLDER = Path(os.environ["SCARP_SHOTS"])
WIDTH, HEIGHT = (int(part) for part in os.environ.get("SCARP_SIZE", "1366x768").split("x"))
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
    wait(seconds)
    iface.messageBar().clearWidgets()
    wait(0.3)
    iface.mainWindow().grab().save(str(FOLDER / f"{name}.png"))


def main() -> None:
    """Walk through the dock."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if os.environ.get("SCARP_THEME"):
        QgsApplication.setUITheme(os.environ["SCARP_THEME"])
    window = iface.mainWindow()
    window.showNormal()
    window.resize(WIDTH, HEIGHT)
    for panel in window.findChildren(QDockWidget):
        if panel.objectName() in ("Browser", "Browser2", "ProcessingToolbox"):
            panel.hide()
    plugin = plugins["scarp"]
    plugin.action.setChecked(True)
    dock = plugin.dock
    window.resizeDocks([dock], [390], Qt.Orientation.Horizontal)
    dock.show_page("welcome")
    shoot("welcome")
    dock.welcome.sample.click()
    shoot("running")
    while dock.running.busy:
        wait(0.1)
    shoot("results", 3.0)
    for name in ("terrain", "soil", "rain", "method", "models", "setup"):
        dock.show_page(name)
        if name == "models":
            dock.pages["models"].model.setCurrentIndex(dock.pages["models"].model.findText("ppm_cnn_ecuador"))
        shoot(name, 6.0 if name == "setup" else 1.2)
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
    rain = dock.pages["rain"]
    rain.set_rows([(row["hours"], f"{2.0 * float(row['mm']):g}") for row in rain.records()])
    dock.refresh()
    shoot("outdated")
    dock.body.run.click()
    while dock.running.busy:
        wait(0.1)
    results.other.setCurrentIndex(1)
    results.difference.click()
    shoot("compare", 4.0)
    dock.pages["soil"].table.item(0, 0).setText("")
    dock.show_page("soil")
    dock.refresh()
    shoot("invalid")


main()
