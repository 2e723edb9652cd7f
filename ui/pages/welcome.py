"""The first page one sees: the sample, or one's own data."""

from __future__ import annotations

from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QIcon

from ...algorithms.results.project_file import style_landslides
from ...paths import SAMPLE
from ...translate import tr
from ..widgets.page import Page

TIMES = "6; 12; 18; 24"


class WelcomePage(Page):
    """Offers the sample and a blank start."""

    FORM = "pages/welcome.ui"
    sample_asked = pyqtSignal()
    own_asked = pyqtSignal()

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.logo.setPixmap(QIcon("scarp:icons/scarp.svg").pixmap(64, 64))
        for button in (self.sample, self.own):
            button.setMinimumHeight(int(2.2 * button.fontMetrics().height()))
        self.sample.clicked.connect(self.sample_asked)
        self.own.clicked.connect(self.own_asked)


def open_sample(terrain, soil, rain) -> None:
    """Load the sample basin into the project and its tables into the pages.

    Parameters
    ----------
    terrain, soil, rain : Page
    """
    project = QgsProject.instance()
    dem = QgsRasterLayer(str(SAMPLE / "dem.tif"), tr("Sample elevation"), "gdal")
    slides = QgsVectorLayer(str(SAMPLE / "landslides.gpkg"), tr("Sample landslides"), "ogr")
    style_landslides(slides)
    for layer in (dem, slides):
        project.addMapLayer(layer)
    if len(project.mapLayers()) == 2:
        project.setCrs(dem.crs())
    terrain.restore({"dem": dem.id(), "inventory": slides.id()})
    soil.restore({})
    soil.import_csv(str(SAMPLE / "soil.csv"))
    rain.restore({"times": TIMES, "name": tr("Sample storm"), "start": "2020-03-01T00:00:00"})
    rain.import_csv(str(SAMPLE / "storm.csv"))
