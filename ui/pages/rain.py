"""Rain: a table with its bars, rasters, or one steady intensity; and earthquake shaking."""

from __future__ import annotations

import importlib.util

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QDateTime, Qt
from qgis.PyQt.QtWidgets import (
    QApplication,
    QFileDialog,
    QHeaderView,
    QListWidgetItem,
    QMenu,
    QMessageBox,
    QTableWidgetItem,
    QVBoxLayout,
)

from ...compat import number
from ...engine.errors import ScarpError
from ...engine.water.storm import Storm, parse_times
from ...translate import tr
from .. import csv_text
from ..widgets.fitting import compact, fit_height
from ..widgets.page import RASTER, Page, Problem, as_number, choose, export, layer_id, number_problem, reference
from ..widgets.rain_chart import RainChart

KINDS = ("asTable", "asRasters", "asSteady")
UNITS = ("mm", "mm/h")
PGA_UNITS = ("g", "%g", "m/s2")
START = "2000-01-01T00:00:00"
ROWS_SHOWN = 7
SOURCE = Qt.ItemDataRole.UserRole
"""Where a step comes from, such as ``assumed``: the column of that name in an imported table."""


class RainPage(Page):
    """What falls, and when maps are wanted."""

    FORM = "pages/rain.ui"
    HELP = "rain_table"
    TITLE = "Rain"

    def __init__(self, terrain, parent=None) -> None:
        super().__init__(parent)
        self.terrain = terrain
        self.layers("pga", RASTER)
        self.chart = RainChart()
        place = QVBoxLayout(self.chartPlace)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self.chart)
        self.steps.setColumnCount(2)
        self.steps.setHorizontalHeaderLabels([tr("hours"), tr("mm")])
        self.steps.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.steps.verticalHeader().hide()
        compact(self.steps)
        self.steps.itemChanged.connect(self._typed)
        for row, name in enumerate(KINDS):
            getattr(self, name).toggled.connect(lambda on, row=row: self._arrange(row) if on else None)
        for line in (self.stepHours, self.intensity, self.duration, self.times, self.stormName, self.pgaValue,
                     self.seismic):
            line.textChanged.connect(lambda _: self._changed())
        for box in (self.unit, self.pgaUnit):
            box.currentIndexChanged.connect(lambda _: self._changed())
        for box in (self.route, self.storage):
            box.toggled.connect(lambda _: self._changed())
        self.start.dateTimeChanged.connect(lambda _: self._changed())
        self.addRow.clicked.connect(lambda: self.add_row())
        self.removeRow.clicked.connect(self._remove_rows)
        self.removeLayer.clicked.connect(self._remove_layers)
        self.rainLayers.model().rowsMoved.connect(lambda *_: self._changed())
        self._make_menus()
        routable = importlib.util.find_spec("numba") is not None
        self.route.setEnabled(routable)
        self.routeNote.setText(tr("Routing needs the package numba; see Setup."))
        self.routeNote.setVisible(not routable)
        self.restore({})

    def _make_menus(self) -> None:
        menu = QMenu(self)
        menu.addAction(tr("Import CSV…"), self._import)
        menu.addAction(tr("Export CSV…"), self._export)
        menu.addAction(tr("Paste"), self.paste)
        menu.addAction(tr("Clear"), lambda: self.set_rows([]))
        self.stepMenu.setMenu(menu)
        self._add_menu = QMenu(self)
        self._add_menu.aboutToShow.connect(self._list_layers)
        self.addLayer.setMenu(self._add_menu)

    def _arrange(self, row: int) -> None:
        self.kinds.setCurrentIndex(row)
        self._changed()

    def _changed(self) -> None:
        self._show_totals()
        self.changed.emit()

    @property
    def kind(self) -> str:
        """How the rain is given: one of `KINDS`."""
        return next((name for name in KINDS if getattr(self, name).isChecked()), KINDS[0])

    # ---- the table ------------------------------------------------------------------------------------------------

    def records(self) -> list:
        """Give the rows of the table, empty ones left out; ``source`` where one was imported and stands."""
        rows = []
        for row in range(self.steps.rowCount()):
            items = [self.steps.item(row, column) for column in (0, 1)]
            hours, depth = (item.text().strip() if item else "" for item in items)
            source = next((item.data(SOURCE) for item in items if item and item.data(SOURCE)), None)
            if hours or depth:
                rows.append({"hours": hours, "mm": depth, **({"source": source} if source else {})})
        return rows

    def set_rows(self, rows: list) -> None:
        """Show rows of (hours, mm) or (hours, mm, source)."""
        self.steps.blockSignals(True)
        self.steps.setRowCount(0)
        for row in rows:
            self._append(*row)
        self.steps.blockSignals(False)
        self._table_changed()

    def _append(self, hours: str, depth: str, source: str = "") -> None:
        row = self.steps.rowCount()
        self.steps.insertRow(row)
        for column, text in enumerate((hours, depth)):
            item = QTableWidgetItem(str(text))
            item.setTextAlignment(number(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter))
            item.setData(SOURCE, source)
            item.setToolTip(source)
            self.steps.setItem(row, column, item)

    def _typed(self, item: QTableWidgetItem) -> None:
        """A row typed over is no longer that of its source."""
        self.steps.blockSignals(True)
        for column in (0, 1):
            each = self.steps.item(item.row(), column)
            if each is not None:
                each.setData(SOURCE, "")
                each.setToolTip("")
        self.steps.blockSignals(False)
        self._table_changed()

    def add_row(self) -> None:
        """Add a step as long as the last one."""
        ends = [as_number(row["hours"]) for row in self.records()]
        ends = [0.0, *(end for end in ends if isinstance(end, float))]
        step = ends[-1] - ends[-2] if len(ends) > 1 else 1.0
        self.steps.blockSignals(True)
        self._append(f"{ends[-1] + (step if step > 0 else 1.0):g}", "0")
        self.steps.blockSignals(False)
        self._table_changed()
        self.steps.scrollToBottom()

    def _remove_rows(self) -> None:
        for row in sorted({index.row() for index in self.steps.selectedIndexes()}, reverse=True):
            self.steps.removeRow(row)
        self._table_changed()

    def _table_changed(self) -> None:
        fit_height(self.steps, ROWS_SHOWN)
        if self.steps.rowCount() > ROWS_SHOWN:
            self.steps.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._changed()

    def storm(self):
        """Give the storm where it is uniform and valid, else None."""
        try:
            if self.kind == "asTable" and self.records():
                return Storm.from_records(self.records())
            if self.kind == "asSteady":
                intensity, duration = as_number(self.intensity.text()), as_number(self.duration.text())
                if isinstance(intensity, float) and isinstance(duration, float):
                    return Storm.steady(intensity, duration)
        except ScarpError:
            return None
        return None

    def _show_totals(self) -> None:
        storm = self.storm()
        if storm is None:
            self.chart.show_steps([], [])
            self.total.setText("")
            self.steadyTotal.setText("")
            return
        depths = [float(depth) for depth in storm.depths]
        text = tr("{0} mm in {1} h").format(f"{sum(depths):g}", f"{storm.duration_h:g}")
        self.steadyTotal.setText(text)
        self.total.setText(text)
        self.chart.show_steps([float(end) for end in storm.ends], depths)

    def _import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Import Rain Table"), "", "CSV (*.csv *.txt)")
        if path:
            self.import_csv(path)

    def import_csv(self, path: str) -> None:
        """Take the table of a CSV file."""
        try:
            rows = csv_text.read(path)
        except (OSError, UnicodeDecodeError) as error:
            QMessageBox.warning(self, tr("Rain table"), tr("'{0}' cannot be read: {1}").format(path, error))
            return
        if not any({"hours", "mm"} <= set(row) for row in rows):
            QMessageBox.warning(self, tr("Rain table"), tr("'{0}' holds no rain table. Its header must name the "
                                                           "columns hours and mm.").format(path))
            return
        self.set_rows([[row.get(column, "") for column in ("hours", "mm", "source")] for row in rows])

    def _export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Export Rain Table"), "rain.csv", "CSV (*.csv)")
        if path:
            export(self, path, self.records())

    def paste(self) -> None:
        """Take rows from the clipboard: hours and mm, or mm alone for hourly steps; a header may lead."""
        rows = csv_text.split(QApplication.clipboard().text())
        if rows and not isinstance(as_number(rows[0][0]), float):
            rows = rows[1:]
        if rows and all(len(row) == 1 for row in rows):
            rows = [[str(hour), row[0]] for hour, row in enumerate(rows, 1)]
        if not rows or any(len(row) < 2 for row in rows):
            QMessageBox.information(self, tr("Rain table"), tr("The clipboard holds no rain. Copy two columns, hours "
                                                               "and mm, or one of hourly mm."))
            return
        self.set_rows([row[:2] for row in rows])

    # ---- rasters --------------------------------------------------------------------------------------------------

    def _list_layers(self) -> None:
        self._add_menu.clear()
        for layer in QgsProject.instance().mapLayers().values():
            if isinstance(layer, QgsRasterLayer) and layer.providerType() == "gdal":
                self._add_menu.addAction(layer.name(), lambda layer=layer: self.add_rain_layer(layer.name(),
                                                                                              layer.source()))
        self._add_menu.addSeparator()
        self._add_menu.addAction(tr("Files…"), self._add_files)

    def _add_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Rain Rasters, in Order of Time"))
        for path in sorted(paths):
            self.add_rain_layer(path.replace("\\", "/").rpartition("/")[2], path)

    def add_rain_layer(self, title: str, source: str) -> None:
        """Add a raster at the end."""
        item = QListWidgetItem(title)
        item.setData(Qt.ItemDataRole.UserRole, source)
        item.setToolTip(source)
        self.rainLayers.addItem(item)
        self._changed()

    def _remove_layers(self) -> None:
        for item in self.rainLayers.selectedItems():
            self.rainLayers.takeItem(self.rainLayers.row(item))
        self._changed()

    def _sources(self) -> list:
        return [self.rainLayers.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.rainLayers.count())]

    # ---- as a page ------------------------------------------------------------------------------------------------

    def parameters(self) -> dict:
        """Rain (the dock adds the table, which it writes), times, water, shaking."""
        values = {}
        if self.kind == "asRasters":
            values = {"RAIN_LAYERS": self._sources() or None, "STEP_HOURS": as_number(self.stepHours.text()),
                      "RAIN_UNIT": UNITS[self.unit.currentIndex()]}
        elif self.kind == "asSteady":
            values = {"RAIN_INTENSITY": as_number(self.intensity.text()),
                      "DURATION": as_number(self.duration.text())}
        pga = {"PGA": reference(self.pga.currentLayer()), "PGA_VALUE": as_number(self.pgaValue.text())}
        if any(value is not None for value in pga.values()):
            values.update(pga, PGA_UNIT=PGA_UNITS[self.pgaUnit.currentIndex()],
                          SEISMIC_COEFFICIENT=as_number(self.seismic.text()))
        return {**values, "TIMES": self.times.text().strip() or None, "ROUTE_RUNOFF": self.route.isChecked(),
                "STORAGE_LIMIT": self.storage.isChecked()}

    def problems(self) -> list:
        """Say what is missing or wrong."""
        return (self._rain_problems() if self.terrain.needs_rain else []) + [
            *number_problem(self.pgaValue, tr("PGA"), 0.0, 1000.0),
            *number_problem(self.seismic, tr("Seismic coefficient"), 0.0, 1.0)]

    def _rain_problems(self) -> list:
        if self.kind == "asSteady":
            found = (number_problem(self.intensity, tr("Intensity of the rain"), 0.0, 10000.0, True)
                     + number_problem(self.duration, tr("Duration of the rain"), 0.0, 10000.0, True))
        elif self.kind == "asRasters":
            found = [] if self._sources() else [Problem(tr("Add the rain rasters."), self.rainLayers)]
            found += number_problem(self.stepHours, tr("Length of a step"), 0.0, 10000.0, True)
        elif not self.records():
            found = [Problem(tr("The rain table is empty."), self.steps)]
        else:
            found = []
            try:
                Storm.from_records(self.records())
            except ScarpError as error:
                found = [Problem(str(error).replace("RAIN_TABLE", tr("Rain table"), 1), self.steps)]
        storm = None if found else self.storm()
        if storm is not None and self.times.text().strip():
            try:
                parse_times(self.times.text(), storm)
            except ScarpError as error:
                found = [Problem(str(error).replace("TIMES", tr("Map times"), 1), self.times)]
        return found

    def map_times(self) -> list:
        """Hours of the maps, as far as they are known here."""
        storm = self.storm()
        if storm is None:
            return []
        try:
            return [float(time) for time in parse_times(self.times.text(), storm)]
        except ScarpError:
            return []

    @property
    def storm_title(self) -> str:
        """What the storm is called in layer names."""
        return self.stormName.text().strip() or tr("Storm")

    def widget_for(self, parameter: str):
        """Widget of a parameter."""
        names = {"RAIN_TABLE": "steps", "RAIN_LAYERS": "rainLayers", "STEP_HOURS": "stepHours", "TIMES": "times",
                 "RAIN_INTENSITY": "intensity", "DURATION": "duration", "PGA": "pga", "PGA_VALUE": "pgaValue",
                 "ROUTE_RUNOFF": "route", "SEISMIC_COEFFICIENT": "seismic"}
        return getattr(self, names[parameter]) if parameter in names else None

    def state(self) -> dict:
        """Everything on the page."""
        return {"kind": self.kind, "rows": [list(row.values()) for row in self.records()],
                "layers": [[self.rainLayers.item(row).text(), source] for row, source in enumerate(self._sources())],
                "step_hours": self.stepHours.text(), "unit": self.unit.currentIndex(),
                "intensity": self.intensity.text(), "duration": self.duration.text(), "times": self.times.text(),
                "route": self.route.isChecked(), "storage": self.storage.isChecked(), "name": self.stormName.text(),
                "start": self.start.dateTime().toString(Qt.DateFormat.ISODate), "pga_value": self.pgaValue.text(),
                "pga": layer_id(self.pga), "pga_unit": self.pgaUnit.currentIndex(), "seismic": self.seismic.text()}

    def restore(self, state: dict) -> None:
        """Show a saved state."""
        self.set_rows(state.get("rows", []))
        self.rainLayers.clear()
        for title, source in state.get("layers", []):
            self.add_rain_layer(title, source)
        for line, key, default in ((self.stepHours, "step_hours", ""), (self.intensity, "intensity", ""),
                                   (self.duration, "duration", ""), (self.times, "times", ""),
                                   (self.stormName, "name", ""), (self.pgaValue, "pga_value", ""),
                                   (self.seismic, "seismic", "0.5")):
            line.setText(state.get(key, default))
        self.unit.setCurrentIndex(state.get("unit", 0))
        self.pgaUnit.setCurrentIndex(state.get("pga_unit", 0))
        self.route.setChecked(bool(state.get("route", False)) and self.route.isEnabled())
        self.storage.setChecked(bool(state.get("storage", True)))
        self.start.setDateTime(QDateTime.fromString(state.get("start", START), Qt.DateFormat.ISODate))
        choose(self.pga, state.get("pga"))
        self.earthquake.setCollapsed(not (state.get("pga") or state.get("pga_value")))
        kind = state.get("kind", KINDS[0])
        getattr(self, kind if kind in KINDS else KINDS[0]).setChecked(True)
        self._arrange(KINDS.index(self.kind))
