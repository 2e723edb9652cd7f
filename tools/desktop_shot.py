"""Run inside QGIS Desktop by ``build.py desktop``: open the sample, show the toolbox, save a picture, leave."""

from __future__ import annotations

import os
import runpy
import traceback
from pathlib import Path

import scarp
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface

SHOT, SCRIPT = os.environ["SCARP_SHOT"], os.environ.get("SCARP_SHOT_SCRIPT", "")
SAMPLE = Path(scarp.__file__).parent / "sample"
STATUS = {"exit": 0}


def arrange() -> None:
    """Fill the window: the caller's script, or the sample and the toolbox."""
    iface.mainWindow().resize(1600, 1000)
    try:
        if SCRIPT:
            runpy.run_path(SCRIPT, {"iface": iface})
        else:
            QgsProject.instance().addMapLayer(QgsRasterLayer(str(SAMPLE / "dem.tif"), "Elevation"))
            QgsProject.instance().addMapLayer(QgsVectorLayer(str(SAMPLE / "landslides.gpkg"), "Mapped landslides"))
            toolbox = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
            toolbox.show()
            toolbox.searchBox.setText("Scarp")
    except Exception:
        traceback.print_exc()
        STATUS["exit"] = 1
    QTimer.singleShot(4000, shoot)


def shoot() -> None:
    """Save the window and leave at once; a regular exit may ask to save the project."""
    saved = iface.mainWindow().grab().save(SHOT)
    os._exit(STATUS["exit"] if saved else 2)


QTimer.singleShot(3000, arrange)
