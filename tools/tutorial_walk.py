"""The walk of docs/tutorial.md: a basin of nine geological units, from layers in the project to a first map.

As a test (tests/ui/test_walk.py), which counts clicks and typed values; and for the pictures, inside QGIS Desktop::

    SCARP_SHOTS=docs/images/tutorial python3 build.py desktop --shot last.png --script tools/tutorial_walk.py
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, Qt

UNITS = ("Alluvium", "Terrace gravel", "Colluvium", "Phyllite, weathered", "Phyllite", "Schist, weathered", "Schist",
         "Quartzite", "Landslide debris")
NUMBERS = (2, 3, 10, 11, 12, 20, 21, 30, 101)
"""As maps have them: with gaps, and not sorted as text."""


def make_basin(folder: str) -> tuple:
    """Copy the sample's elevation and landslides, and make a map of nine units; give the three paths.

    The units are thirds of the elevation by thirds of the slope. Their names stand in the raster's attribute table.
    """
    import scarp
    from scarp.engine.grid import RasterSource, read_array, write_array

    sample = Path(scarp.__file__).parent / "sample"
    dem, slides = (shutil.copy(sample / name, folder) for name in ("dem.tif", "landslides.gpkg"))
    grid, heights = RasterSource(dem).grid, read_array(dem)
    slope = np.hypot(*np.gradient(heights, grid.cell_width))
    thirds = [np.digitize(values, np.nanquantile(values, (1 / 3, 2 / 3))) for values in (heights, slope)]
    zones = np.array(NUMBERS, dtype=float)[3 * thirds[0] + thirds[1]]
    path = os.path.join(folder, "geology.tif")
    write_array(path, zones, grid)
    table = gdal.RasterAttributeTable()
    table.CreateColumn("Value", gdal.GFT_Integer, gdal.GFU_MinMax)
    table.CreateColumn("Unit", gdal.GFT_String, gdal.GFU_Name)
    table.SetRowCount(len(NUMBERS))
    for row, (number, name) in enumerate(zip(NUMBERS, UNITS)):
        table.SetValueAsInt(row, 0, number)
        table.SetValueAsString(row, 1, name)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetDefaultRAT(table)
    dataset = None
    return dem, path, slides


def load(paths: tuple) -> list:
    """Add the layers to the project, as a user has them there; give them."""
    dem, geology, slides = paths
    layers = [QgsRasterLayer(dem, "Elevation"), QgsRasterLayer(geology, "Geology"),
              QgsVectorLayer(slides, "Landslides 2008", "ogr")]
    QgsProject.instance().addMapLayers(layers)
    QgsProject.instance().setCrs(layers[0].crs())
    return layers


class Walk:
    """Uses the dock as a user does, and counts.

    Parameters
    ----------
    dock : ScarpDock
    shoot : callable
        Takes the name of a picture.
    """

    def __init__(self, dock, shoot=lambda name: None) -> None:
        self.dock, self.shoot, self.clicks, self.typed = dock, shoot, 0, 0

    def page(self, name: str):
        """Choose a page on the rail: a click."""
        self.clicks += 1
        self.dock.body.rail.setCurrentRow(list(self.dock.pages).index(name))
        return self.dock.pages[name]

    def choose(self, box, layer) -> None:
        """Choose a layer in a box: a click opens it, another one chooses."""
        self.clicks += 2
        box.setLayer(layer)
        self.dock.refresh()

    def write(self, table, row: int, value: str) -> None:
        """Click a cell of the soil table and type a value."""
        self.clicks += 1
        self.typed += 1
        table.item(row, 0).setText(value)

    def to_the_map(self, dem, geology) -> None:
        """Go from layers in the project to the run of the first map."""
        self.choose(self.dock.pages["terrain"].dem, dem)
        self.shoot("terrain")
        soil = self.page("soil")
        self.choose(soil.zones, geology)
        self.shoot("zones")
        self.clicks += 2
        soil.presets.menu().actions()[0].trigger()
        self.write(soil.table, 4, "0.7")
        self.write(soil.table, 7, "1.5")
        self.shoot("soil")
        rain = self.page("rain")
        self.clicks += 2      # steady rain, then the first of the two lines; Tab leads to the other
        rain.asSteady.setChecked(True)
        for line, value in ((rain.intensity, "12"), (rain.duration, "24")):
            line.setText(value)
            self.typed += 1
        self.dock.refresh()
        self.shoot("rain")
        self.clicks += 1
        self.dock.body.run.click()


def main() -> None:
    """Walk in QGIS Desktop and take the pictures."""
    from qgis.PyQt.QtWidgets import QDockWidget
    from qgis.utils import iface, plugins

    folder = Path(os.environ["SCARP_SHOTS"])
    folder.mkdir(parents=True, exist_ok=True)

    def wait(seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            QCoreApplication.processEvents()
            time.sleep(0.01)

    def shoot(name: str) -> None:
        wait(1.5)
        iface.messageBar().clearWidgets()
        wait(0.3)
        window.grab().save(str(folder / f"{name}.png"))

    def finish() -> None:
        wait(0.2)
        while dock.running.busy:
            wait(0.1)

    window = iface.mainWindow()
    window.showNormal()
    window.resize(1366, 768)
    for panel in window.findChildren(QDockWidget):
        if panel.objectName() in ("Browser", "Browser2", "ProcessingToolbox"):
            panel.hide()
    dem, geology, slides = load(make_basin(tempfile.mkdtemp(prefix="basin")))
    plugins["scarp"].action.setChecked(True)
    dock = plugins["scarp"].dock
    window.resizeDocks([dock], [390], Qt.Orientation.Horizontal)
    dock.welcome.own.click()
    iface.mapCanvas().setExtent(dem.extent())
    walk = Walk(dock, shoot)
    walk.to_the_map(dem, geology)
    finish()
    shoot("map")
    walk.choose(dock.pages["terrain"].inventory, slides)
    dock.body.run.click()
    finish()
    shoot("warned")
    dock.take_step("calibrate")
    shoot("calibrate")
    print(f"{walk.clicks} clicks, {walk.typed} typed values")


if "SCARP_SHOTS" in os.environ and __name__ != "tutorial_walk":
    main()
