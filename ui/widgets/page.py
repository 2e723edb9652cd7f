"""What the pages of the dock have in common: Designer files, layers, numbers, problems."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt import uic
from qgis.PyQt.QtCore import QEvent, QObject, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QSlider,
    QToolButton,
    QWidget,
)

from ...algorithms.frame.layers import raster_path
from ...compat import number
from ...engine.errors import ScarpError
from ...paths import help_url
from ...translate import tr
from .. import csv_text

FOLDER = Path(__file__).parents[1]
RASTER = QgsMapLayerProxyModel.Filter.RasterLayer
POLYGON = QgsMapLayerProxyModel.Filter.PolygonLayer
PLACES = QgsMapLayerProxyModel.Filter.PointLayer | POLYGON
TABLE = QgsMapLayerProxyModel.Filter.NoGeometry
LOST = "scarpLost"
"""Property of a box: name of the layer that was removed while it was chosen."""


class Problem(NamedTuple):
    """Why a run cannot start: a sentence, and the widget that mends it."""

    text: str
    widget: QWidget


class WheelGuard(QObject):
    """Lets the wheel scroll the page, not change the value that happens to lie under it."""

    def eventFilter(self, watched, event) -> bool:
        """Send the wheel on, unless the widget has the focus."""
        if event.type() == QEvent.Type.Wheel and not watched.hasFocus():
            event.ignore()
            return True
        return False


class Page(QWidget):
    """A page of the dock; a subclass names its Designer file and fills in the rest."""

    FORM = ""
    HELP = "dock"
    """Page of the help that its ``?`` opens, see `paths.help_url`."""
    RAIL = ""
    """A shorter word than its title, for the rail."""
    changed = pyqtSignal()

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        load_form(self, self.FORM)
        self._add_help()
        self._guard = WheelGuard(self)
        for kind in (QComboBox, QAbstractSpinBox, QSlider):
            for widget in self.findChildren(kind):
                widget.installEventFilter(self._guard)
        for widget in self.findChildren(QWidget):
            if widget.toolTip() and not widget.accessibleName():
                widget.setAccessibleName(widget.toolTip().partition(". ")[0])
        for button in self.findChildren(QToolButton):
            name = button.objectName()
            if name.endswith("Browse"):
                box = getattr(self, name[:-len("Browse")])
                button.clicked.connect(lambda _=False, box=box: browse(box))

    def _add_help(self) -> None:
        """Put a ``?`` beside the title."""
        title = getattr(self, "pageTitle", None)
        if not isinstance(title, QLabel):
            return
        self.help = QToolButton()
        self.help.setObjectName("help")
        self.help.setText("?")
        self.help.setAutoRaise(True)
        self.help.setToolTip(tr("Open the help on this page"))
        self.help.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(help_url(self.HELP))))
        outer = _layout_of(self.layout(), title)
        if isinstance(outer, QHBoxLayout):
            outer.addWidget(self.help)
            return
        row, place = QHBoxLayout(), outer.indexOf(title)
        outer.insertLayout(place, row)
        row.addWidget(title, 1)
        row.addWidget(self.help)

    def layers(self, name: str, filters) -> None:
        """Set up a box of layers: which it lists, none at first."""
        box = getattr(self, name)
        set_up_layers(box, filters)
        box.layerChanged.connect(lambda _: self.changed.emit())

    def parameters(self) -> dict:
        """What this page gives to the algorithm."""
        return {}

    def problems(self) -> list:
        """What is missing or wrong, first things first."""
        return []

    def widget_for(self, parameter: str):
        """The widget of a parameter, for *Show*; None when it is not on this page."""
        return None

    def state(self) -> dict:
        """Everything that is saved in the project."""
        return {}

    def restore(self, state: dict) -> None:
        """Show a saved state; what it lacks becomes as it is at first."""


def load_form(widget, name: str) -> None:
    """Fill a widget from its Designer file; words wrap in every language, the page title is drawn larger."""
    uic.loadUi(str(FOLDER / name), widget)
    for label in widget.findChildren(QLabel):
        label.setWordWrap(True)
    title = getattr(widget, "pageTitle", None)
    if isinstance(title, QLabel):
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        title.setFont(font)


def _layout_of(layout, widget):
    """Give the layout in which a widget lies directly; None where it is in none."""
    if layout.indexOf(widget) >= 0:
        return layout
    inner = (layout.itemAt(place).layout() for place in range(layout.count()))
    found = (_layout_of(each, widget) for each in inner if each is not None)
    return next((each for each in found if each is not None), None)


def set_up_layers(box: QgsMapLayerComboBox, filters) -> None:
    """Let a box list layers of some kinds, and none."""
    box.setFilters(filters)
    box.setAllowEmptyLayer(True, tr("none"))
    set_layer(box, None)
    box.setShowCrs(False)
    box.setMinimumContentsLength(8)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setProperty("scarpFilters", number(filters))
    box.model().rowsAboutToBeRemoved.connect(lambda _, first, last: _let_go(box, first, last))
    box.layerChanged.connect(lambda layer: box.setProperty(LOST, "") if layer is not None else None)


def _let_go(box: QgsMapLayerComboBox, first: int, last: int) -> None:
    """Set a box to none before its layer goes from the project; QGIS would take the next layer, whatever that is."""
    if first <= box.currentIndex() <= last and box.currentLayer() is not None:
        name = box.currentText()
        set_layer(box, None)
        box.setProperty(LOST, name)


def set_layer(box: QgsMapLayerComboBox, layer) -> None:
    """Choose a layer, or the item that says there is none; QGIS itself would then leave the box blank."""
    if layer is None:
        box.setCurrentIndex(0)
    else:
        box.setLayer(layer)


def browse(box: QgsMapLayerComboBox) -> None:
    """Ask for a file, add it to the project and choose it."""
    path, _ = QFileDialog.getOpenFileName(box, tr("Open a Layer"), "", tr("All files") + " (*)")
    if path:
        open_in(box, path)


def unwritable(error: OSError) -> str:
    """Say which file or folder cannot be written."""
    return tr("'{0}' cannot be written: {1}. Choose another folder.").format(error.filename, error.strerror)


def export(parent, path: str, rows: list) -> None:
    """Write a table where the user said, or say why that cannot be."""
    try:
        csv_text.write(path, rows)
    except OSError as error:
        QMessageBox.warning(parent, tr("Export"), unwritable(error))


def open_in(box: QgsMapLayerComboBox, path: str) -> bool:
    """Add a file to the project and choose it in a box; False when it is no layer of the box's kind."""
    filters = int(box.property("scarpFilters"))
    title = Path(path).stem
    layers = []
    if filters & number(RASTER):
        layers.append(QgsRasterLayer(path, title, "gdal"))
    if filters & (number(PLACES) | number(TABLE)):
        layers.append(QgsVectorLayer(path, title, "ogr"))
    for layer in layers:
        if layer.isValid():
            QgsProject.instance().addMapLayer(layer)
            box.setLayer(layer)
            return box.currentLayer() is layer
    return False


def reference(layer):
    """Name a layer so that the parameter holds in another session too, where that can be done."""
    if layer is None:
        return None
    if isinstance(layer, QgsRasterLayer):
        try:
            plain = raster_path(layer.name(), layer).plain
        except ScarpError:      # the algorithm says why it cannot read it
            plain = True
        return layer.source() if plain else layer.id()
    plain = layer.providerType() == "ogr" and not layer.subsetString() and not layer.isEditable()
    return layer.source() if plain else layer.id()


def symbol_of(quantity) -> str:
    """Give the symbol of a quantity as plain text, such as ks."""
    return quantity.symbol.replace("_", "")


def layer_id(box) -> str:
    """Id of the layer chosen in a box, for the saved state."""
    layer = box.currentLayer()
    return layer.id() if layer is not None else ""


def choose(box, saved) -> None:
    """Choose the layer of a saved id; none when it is gone."""
    set_layer(box, QgsProject.instance().mapLayer(str(saved or "")))


def as_number(text: str):
    """Read a number with point or comma; None when empty, the text itself when it is none."""
    written = text.strip().replace(",", ".").replace("−", "-")
    if not written:
        return None
    try:
        return float(written)
    except ValueError:
        return text.strip()


def number_problem(widget, label: str, low: float, high: float, needed: bool = False) -> list:
    """Check a line that holds a number.

    Parameters
    ----------
    widget : QLineEdit
    label : str
        What the user calls it.
    low, high : float
        Its range.
    needed : bool
        Whether it may not be empty.

    Returns
    -------
    list of Problem
        Empty when all is well.
    """
    value = as_number(widget.text())
    if value is None:
        return [Problem(tr("{0} is empty.").format(label), widget)] if needed else []
    if isinstance(value, str):
        return [Problem(tr("{0}: '{1}' is not a number.").format(label, value), widget)]
    if not low <= value <= high:
        return [Problem(tr("{0}: {1} is outside {2} to {3}.").format(label, f"{value:g}", f"{low:g}", f"{high:g}"),
                        widget)]
    return []
