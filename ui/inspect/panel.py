"""Inspect: click a cell, see why it fails or stands."""

from __future__ import annotations

import os
import uuid

from qgis.core import (
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingUtils,
    QgsProject,
    QgsReferencedPointXY,
    QgsWkbTypes,
)
from qgis.gui import QgsMapToolEmitPoint, QgsRubberBand
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFontInfo
from qgis.PyQt.QtWidgets import (
    QApplication,
    QDockWidget,
    QFileDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...compat import figure_canvas
from ...engine.errors import ScarpError
from ...engine.grid import RasterSource
from ...translate import tr
from ..runs.jobs import POF
from ..runs.task import Runner
from .cell import cell_layer, cell_parameters, cell_rectangle, read_story
from .chart import draw

LETTERS = "ABC"
BUTTONS = 3
"""In a row, so that the panel is as narrow as the dock."""


class CellTool(QgsMapToolEmitPoint):
    """Gives the point clicked; Esc leaves."""

    left = pyqtSignal()

    def keyPressEvent(self, event) -> None:
        """Leave on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()


class InspectPanel(QDockWidget):
    """The chart of a cell with its headline and what can be done with it."""

    time_chosen = pyqtSignal(float)

    def __init__(self, parent=None) -> None:
        super().__init__(tr("Scarp: Inspect Cell"), parent)
        from matplotlib.figure import Figure

        self.setObjectName("ScarpInspect")
        self.story, self.pinned = None, []
        body = QWidget()
        layout = QVBoxLayout(body)
        self.headline = QLabel(tr("Click a cell of the map."))
        self.headline.setWordWrap(True)
        self.headline.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self.headline)
        self.figure = Figure(figsize=(4.2, 5.6))
        self.canvas = figure_canvas(self.figure)
        self.canvas.setMinimumSize(280, 300)
        self.canvas.mpl_connect("button_press_event", self._clicked)
        self.canvas.hide()
        layout.addWidget(self.canvas, 1)
        self.buttons = QWidget()
        row = QGridLayout(self.buttons)
        row.setContentsMargins(0, 0, 0, 0)
        self.pin = self._button(row, tr("Pin"), tr("Keep this cell's curves beside the next ones, as A, B or C"),
                                self.pin_cell)
        self._button(row, tr("Copy"), tr("Copy the chart as a picture"), self.copy_chart)
        self._button(row, tr("Save…"), tr("Save the chart as PNG or SVG"), self._save)
        self._button(row, tr("Copy Values"), tr("Copy every number, for a spreadsheet"), self.copy_values)
        self.unpin = self._button(row, tr("Unpin All"), tr("Take pinned cells away"), self.unpin_all)
        self.buttons.hide()
        layout.addWidget(self.buttons)
        layout.addStretch()
        self.setWidget(body)

    @staticmethod
    def _button(row, text: str, tip: str, action) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.clicked.connect(lambda: action())
        row.addWidget(button, row.count() // BUTTONS, row.count() % BUTTONS)
        return button

    def say(self, text: str) -> None:
        """Show a sentence in place of the headline."""
        self.headline.setText(text)

    def show_story(self, story) -> None:
        """Show a cell."""
        self.story = story
        first, _, rest = story.headline().partition(". ")
        bold = f"<b>{first}.</b> {rest}" if rest else f"<b>{first}</b>"
        self.headline.setText(f"{bold}<br>{story.place}<br>{story.inputs()}")
        self.panels = draw(self.figure, story, self.pinned, QFontInfo(self.font()).pointSizeF())
        self.canvas.show()
        self.buttons.show()
        self.pin.setEnabled(len(self.pinned) < len(LETTERS))
        self.unpin.setVisible(bool(self.pinned))
        self.canvas.setAccessibleName(story.headline())
        self.canvas.draw_idle()

    def pin_cell(self) -> None:
        """Keep the cell shown as the next letter."""
        if self.story is not None and len(self.pinned) < len(LETTERS):
            self.pinned.append((LETTERS[len(self.pinned)], self.story))
            self.show_story(self.story)

    def unpin_all(self) -> None:
        """Take pinned cells away."""
        self.pinned = []
        self.show_story(self.story)

    def _clicked(self, event) -> None:
        if event.inaxes in self.panels and event.xdata is not None:
            self.story.time = float(min(self.story.hours, key=lambda hour: abs(hour - event.xdata)))
            self.show_story(self.story)
            self.time_chosen.emit(self.story.time)

    def copy_chart(self) -> None:
        """Copy the chart as a picture."""
        self.canvas.draw()
        QApplication.clipboard().setPixmap(self.canvas.grab())

    def copy_values(self) -> None:
        """Copy every number, for a spreadsheet."""
        QApplication.clipboard().setText("\n".join("\t".join(row) for row in self.story.rows()))

    def _save(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Save Chart"), "cell.png", "PNG (*.png);;SVG (*.svg)")
        if path:
            self.figure.savefig(path, dpi=200, facecolor="white")


class Inspector(QObject):
    """Turns clicks on the map into runs of one cell, and their results into the panel.

    Parameters
    ----------
    dock : ScarpDock
    """

    def __init__(self, dock) -> None:
        super().__init__(dock)
        self._dock, self._results = dock, dock.pages["results"]
        self.panel, self._tool, self._band, self._runner, self._waiting = None, None, None, None, None

    def activate(self, on: bool) -> None:
        """Take or leave the map tool."""
        canvas = self._dock.iface.mapCanvas()
        if not on:
            if self._tool is not None and canvas.mapTool() is self._tool:
                canvas.unsetMapTool(self._tool)
            return
        if self._tool is None:
            self._tool = CellTool(canvas)
            self._tool.setCursor(Qt.CursorShape.CrossCursor)
            self._tool.canvasClicked.connect(lambda point, _: self.inspect(point))
            self._tool.left.connect(lambda: self._results.inspect.setChecked(False))
            self._tool.deactivated.connect(lambda: self._results.inspect.setChecked(False))
        canvas.setMapTool(self._tool)
        self._open_panel()

    def _open_panel(self) -> None:
        if self.panel is None:
            self.panel = InspectPanel(self._dock.iface.mainWindow())
            self.panel.time_chosen.connect(self._results.set_time)
            if self._dock.isFloating():
                self._dock.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.panel)
            else:      # at once: added and then moved it would leave an empty tab bar, drawn across the dock
                self._dock.iface.mainWindow().tabifyDockWidget(self._dock, self.panel)
        self.panel.show()
        self.panel.raise_()

    def inspect(self, point) -> None:
        """Compute the cell at a point of the map; the last click counts."""
        run = self._results.current
        if run is None:
            return
        self._open_panel()
        if self._runner is not None:
            self._waiting = point
            self._runner.cancel()
            return
        try:
            grid = RasterSource(run.results["POF"]).grid
        except (KeyError, ScarpError) as error:
            self.panel.say(tr("The maps of this run are gone: {0}").format(error))
            return
        loaded = [identifier for key, identifier in run.layers.items() if key.startswith("POF")]
        layer = QgsProject.instance().mapLayer(loaded[0] if loaded else "")
        if layer is None:
            self.panel.say(tr("The layers of this run are not in the project. Run it again."))
            return
        canvas = self._dock.iface.mapCanvas()
        there = QgsCoordinateTransform(canvas.mapSettings().destinationCrs(), layer.crs(), QgsProject.instance())
        at = there.transform(QgsPointXY(point))
        cell = cell_rectangle(grid, at.x(), at.y())
        if cell is None:
            self.panel.say(tr("Click inside the map of the run."))
            return
        self._mark(cell, layer)
        folder = os.path.join(QgsProcessingUtils.tempFolder(), f"scarp_cell_{uuid.uuid4().hex[:8]}")
        os.makedirs(folder)
        parameters, times = cell_parameters(run, cell_layer(cell, layer.crs()), folder)
        self.panel.say(tr("Computing the cell through the storm…"))
        self._runner = Runner(POF, parameters, False, self)
        place = "; ".join([f"{at.x():.0f}, {at.y():.0f} ({layer.crs().authid()})", *run.scenarios[:1]])
        hour = run.times[min(self._results.time.value(), len(run.times)) - 1] if run.times else 0.0
        where = QgsReferencedPointXY(cell.center(), layer.crs())
        self._runner.ended.connect(lambda outcome: self._ended(outcome, run, times, where, place, hour))
        self._runner.start()

    def _ended(self, outcome, run, times, point, place, hour) -> None:
        runner, self._runner = self._runner, None
        runner.deleteLater()
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self.inspect(waiting)
        elif outcome.state == "failed":
            self.panel.say(outcome.errors[-1])
        elif outcome.state == "done":
            self.panel.show_story(read_story(run, outcome.results, times, point, place, hour))

    def _mark(self, cell, layer) -> None:
        canvas = self._dock.iface.mapCanvas()
        if self._band is None:
            self._band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
            self._band.setStrokeColor(QColor("#00B8D4"))
            self._band.setFillColor(QColor(0, 0, 0, 0))
            self._band.setWidth(3)
        self._band.setToGeometry(QgsGeometry.fromRect(cell), layer.crs())

    def close_down(self) -> None:
        """Take tool, mark and panel away."""
        if self._runner is not None:
            self._waiting = None
            self._runner.ended.disconnect()
            self._runner.cancel()
        canvas = self._dock.iface.mapCanvas()
        if self._tool is not None:
            canvas.unsetMapTool(self._tool)
            self._tool = None
        if self._band is not None:
            canvas.scene().removeItem(self._band)
            self._band = None
        if self.panel is not None:
            self._dock.iface.removeDockWidget(self.panel)
            self.panel.deleteLater()
            self.panel = None
