"""Soil: a table of uncertain quantities, one zone at a time or all in a window."""

from __future__ import annotations

from qgis.core import QgsMapLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QApplication,
    QFileDialog,
    QHeaderView,
    QInputDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QTableWidgetItem,
)

from ...compat import number
from ...engine.quantities import QUANTITIES
from ...engine.records import brief
from ...engine.soil.columns import zone_key
from ...translate import tr
from .. import csv_text
from ..widgets.fitting import ElidedBox, fit_height
from ..widgets.page import POLYGON, RASTER, Page, Problem, choose, export, layer_id, reference, set_up_layers, symbol_of
from .calibrate import CalibratePage
from .presets import PRESETS, SOURCE
from .soil_data import ASSUMED, DISTRIBUTIONS, MARKS, SoilData
from .soil_window import SoilWindow
from .zones import Zones, likely_field

WORDS = {"": "", "fixed": "Fixed", "normal": "Normal", "lognormal": "Lognormal", "truncnormal": "Truncated normal",
         "uniform": "Uniform", "beta": "Beta"}
COV_TIP = "Standard deviation / mean (for friction, of tan φ'). Empty: the quantity is known."
RASTERS = [name for name in QUANTITIES if name != "thickness"]


class SoilPage(Page):
    """What the ground is made of."""

    FORM = "pages/soil.ui"
    HELP = "soil_table"
    TITLE = "Soil"
    calibration_asked = pyqtSignal()

    def __init__(self, terrain, parent=None) -> None:
        super().__init__(parent)
        self.terrain, self.data, self._shown = terrain, SoilData(), 0
        self.layers("zones", RASTER | POLYGON)
        self._read = None
        self.zones.layerChanged.connect(self._zones_changed)
        self.zoneField.fieldChanged.connect(lambda _: self.changed.emit())
        self.zone.currentIndexChanged.connect(self._choose)
        self._make_table()
        self._make_rasters()
        self._make_menus()
        self.confirm.clicked.connect(self._confirm)
        self.allZones.clicked.connect(self.open_window)
        self.calibrate.clicked.connect(self.calibration_asked)
        self.calibration = CalibratePage(self, terrain)
        self.calibration.changed.connect(self.changed)
        self.restore({})

    # ---- making ---------------------------------------------------------------------------------------------------

    def _make_table(self) -> None:
        table = self.table
        table.setColumnCount(3)
        table.setHorizontalHeaderLabels([tr("Mean"), tr("COV"), tr("Distribution")])
        table.horizontalHeaderItem(0).setToolTip(tr("The value expected; bounds are in All Zones"))
        table.horizontalHeaderItem(1).setToolTip(tr(COV_TIP))
        table.horizontalHeaderItem(2).setToolTip(tr("How the quantity scatters; fixed where COV is empty"))
        table.setRowCount(len(QUANTITIES))
        for row, quantity in enumerate(QUANTITIES.values()):
            tip = self._tip(quantity)
            head = QTableWidgetItem()
            head.setToolTip(tip)
            table.setVerticalHeaderItem(row, head)
            for column in (0, 1):
                item = QTableWidgetItem()
                item.setTextAlignment(number(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter))
                item.setToolTip(tip if column == 0 else tr(COV_TIP))
                table.setItem(row, column, item)
            box = ElidedBox()
            for name in DISTRIBUTIONS:
                box.addItem(tr(WORDS[name]) if name else "", name)
            box.setFrame(False)
            box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + 8)
            box.setAccessibleName(tr("Distribution of {0}").format(tr(quantity.label)))
            box.setMinimumContentsLength(4)
            box.setSizeAdjustPolicy(ElidedBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.installEventFilter(self._guard)
            box.currentIndexChanged.connect(lambda _, row=row: self._dist_changed(row))
            table.setCellWidget(row, 2, box)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.setWordWrap(False)
        self._fit_columns()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.itemChanged.connect(self._item_changed)

    def _fit_columns(self) -> None:
        """Numbers keep the room they need; the word for the distribution is cut first."""
        width = self.table.fontMetrics().horizontalAdvance
        for column, example in ((0, "1.2e-5"), (1, "0.00")):
            texts = [example, self.table.horizontalHeaderItem(column).text()]
            texts += [self.table.item(row, column).text() for row in range(self.table.rowCount())]
            self.table.horizontalHeader().resizeSection(column, max(map(width, texts)) + 10)

    @staticmethod
    def _tip(quantity) -> str:
        unit = "" if quantity.unit == "-" else f" {quantity.unit}"
        return tr("{0}. {1} {2} to {3}{4}.").format(tr(quantity.label), tr(quantity.meaning), f"{quantity.lower:g}",
                                                   f"{quantity.upper:g}", unit)

    def _make_rasters(self) -> None:
        self._boxes = {}
        for name in RASTERS:
            quantity = QUANTITIES[name]
            unit = "" if quantity.unit == "-" else f", {quantity.unit}"
            label, box = QLabel(f"{tr(quantity.label)}{unit}"), QgsMapLayerComboBox()
            set_up_layers(box, RASTER)
            box.setToolTip(self._tip(quantity))
            box.setObjectName(f"raster_{name}")
            box.installEventFilter(self._guard)
            box.layerChanged.connect(lambda _: self.changed.emit())
            label.setBuddy(box)
            self.rasters.layout().addWidget(label)
            self.rasters.layout().addWidget(box)
            self._boxes[name] = box

    def _make_menus(self) -> None:
        presets = QMenu(self)
        presets.setToolTipsVisible(True)
        for name, values in PRESETS.items():
            action = presets.addAction(tr(name), lambda values=values: self.fill(values))
            action.setToolTip(SOURCE)
        self.presets.setMenu(presets)
        zones = QMenu(self)
        zones.addAction(tr("Add…"), self._add_zone)
        zones.addAction(tr("Rename…"), self._rename_zone)
        zones.addAction(tr("Remove"), self._remove_zone)
        self._take = zones.addAction(tr("Take from Layer"), self.take_zones)
        self.zoneMenu.setMenu(zones)
        menu = QMenu(self)
        menu.addAction(tr("Import CSV…"), self._import)
        menu.addAction(tr("Export CSV…"), self._export)
        menu.addAction(tr("Paste"), self.paste)
        menu.addAction(tr("Clear"), lambda: self.set_data(SoilData()))
        self.tableMenu.setMenu(menu)

    # ---- zones ----------------------------------------------------------------------------------------------------

    def _zones_changed(self, layer) -> None:
        vector = layer is not None and layer.type() == QgsMapLayer.LayerType.VectorLayer
        self.zoneFieldBox.setVisible(vector)
        self.zoneField.setLayer(layer if vector else None)
        if vector:
            self.zoneField.setField(likely_field(layer))
        self._take.setEnabled(layer is not None)
        self._read = None
        self.changed.emit()

    def found_zones(self):
        """Give the zones of the layer chosen, read once; None without a layer."""
        layer, grid = self.zones.currentLayer(), self.terrain.grid
        if layer is None:
            return None
        field = self.zoneField.currentField() if self.zoneFieldBox.isVisibleTo(self) else ""
        key = (layer.id(), layer.source(), field, grid)
        if self._read is None or self._read[0] != key:
            self._read = key, Zones(layer, field, grid)
        return self._read[1]

    def _list_zones(self, index: int = 0) -> None:
        self.zone.blockSignals(True)
        self.zone.clear()
        self.zone.addItems([self.data.title(place) for place in range(len(self.data.rows))])
        self.zone.setCurrentIndex(min(index, len(self.data.rows) - 1))
        self.zone.blockSignals(False)
        self.alike.setVisible(len(self.data.rows) > 1)
        self._choose(self.zone.currentIndex())

    def _choose(self, index: int) -> None:
        self._shown = max(index, 0)
        self._fill_table()

    def _add_zone(self) -> None:
        zone, done = QInputDialog.getText(self, tr("Add Zone"), tr("Number or name of the zone, as in the map"))
        if done and zone.strip():
            self._list_zones(self.data.add(zone.strip()))
            self.changed.emit()

    def _rename_zone(self) -> None:
        row = self.data.rows[self._shown]
        zone, done = QInputDialog.getText(self, tr("Rename Zone"), tr("Number of the zone, then its name"),
                                          text=self.data.title(self._shown))
        if done and zone.strip():
            row["zone"], _, row["name"] = zone.strip().partition(" ")
            self._list_zones(self._shown)
            self.changed.emit()

    def _remove_zone(self) -> None:
        self.data.remove(self._shown)
        self._list_zones(max(self._shown - 1, 0))
        self.changed.emit()

    def take_zones(self) -> None:
        """Add a row for each zone of the layer that has none, and the names of those that have one."""
        zones = self.found_zones()
        if zones is None or zones.fault or not zones.found:
            return
        if self.data.blank:
            self.data.rows = []
            self.alike.setChecked(True)
        for row in self.data.rows:
            row["name"] = row.get("name") or zones.found.get(zone_key(row.get("zone")), "")
        for key in zones.missing(self.data.rows):
            self.data.add(key, zones.found[key])
        self._list_zones(0)
        self.changed.emit()

    # ---- the table ------------------------------------------------------------------------------------------------

    def _fill_table(self) -> None:
        table, row_of = self.table, self.data.rows[self._shown]
        assumed, calibrated = (self.data.marked(self._shown, mark) for mark in MARKS)
        table.blockSignals(True)
        for row, (name, quantity) in enumerate(QUANTITIES.items()):
            mark = " *" if name in assumed else " †" if name in calibrated else ""
            unit = "" if quantity.unit == "-" else f" {quantity.unit.replace('m3', 'm³')}"
            table.verticalHeaderItem(row).setText(f"{symbol_of(quantity)}{unit}{mark}")
            for column, part in ((0, ""), (1, "_cov")):
                table.item(row, column).setText(row_of.get(quantity.column + part, ""))
            box = table.cellWidget(row, 2)
            box.blockSignals(True)
            kind = row_of.get(f"{quantity.column}_dist", "").lower()
            box.setCurrentIndex(max(box.findData(kind), 0))
            box.setToolTip(box.currentText())
            box.blockSignals(False)
        table.blockSignals(False)
        self._fit_columns()
        fit_height(table)
        self.assumedBox.setVisible(bool(assumed or calibrated))
        self.confirm.setVisible(bool(assumed))
        self.assumedNote.setText("\n".join(text for text, there in (
            (tr("* assumed, not from this site"), assumed), (tr("† fitted to landslides"), calibrated)) if there))

    def _edited(self) -> list:
        """Places of the zones that an edit goes into."""
        return list(range(len(self.data.rows))) if self.alike.isChecked() else [self._shown]

    def _item_changed(self, item) -> None:
        quantity = list(QUANTITIES.values())[item.row()]
        part = ("", "_cov")[item.column()]
        for place in self._edited():
            self.data.set(place, quantity.column + part, item.text())
            if part and item.text().strip() and not self.data.rows[place].get(f"{quantity.column}_dist"):
                self.data.rows[place][f"{quantity.column}_dist"] = "lognormal"
        self._fill_table()
        self.changed.emit()

    def _dist_changed(self, row: int) -> None:
        quantity = list(QUANTITIES.values())[row]
        for place in self._edited():
            self.data.set(place, f"{quantity.column}_dist", self.table.cellWidget(row, 2).currentData())
        self._fill_table()
        self.changed.emit()

    def fill(self, values: dict) -> None:
        """Fill the zone, or all, with a preset, every value marked as assumed."""
        for place in self._edited():
            self.data.fill(place, values)
        self._fill_table()
        self.changed.emit()

    def _confirm(self) -> None:
        for place in self._edited():
            self.data.mark(place, ASSUMED, ())
        self._fill_table()
        self.changed.emit()

    def set_data(self, data: SoilData) -> None:
        """Show another table."""
        self.data = data
        self.alike.setChecked(False)
        self._list_zones(0)
        self.changed.emit()

    def open_window(self) -> None:
        """Show every zone and quantity in a window."""
        window = SoilWindow(self.data, self)
        if window.exec():
            self.set_data(window.result_data())

    def _import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Import Soil Table"), "", "CSV (*.csv *.txt)")
        if path:
            self.import_csv(path)

    def import_csv(self, path: str) -> None:
        """Take the table of a CSV file."""
        try:
            records = csv_text.read(path)
        except (OSError, UnicodeDecodeError) as error:
            QMessageBox.warning(self, tr("Soil table"), tr("'{0}' cannot be read: {1}").format(path, error))
            return
        self._take_records(records, tr("'{0}' holds no soil table. Its header must name the columns: zone, "
                                       "cohesion_kpa, friction_deg and so on.").format(path))

    def _take_records(self, records: list, otherwise: str) -> None:
        """Show the rows of a table; one without a soil quantity is refused, and what is there stays."""
        known = {quantity.column for quantity in QUANTITIES.values()}
        if any(known & set(record) for record in records):
            self.set_data(SoilData.from_records(records))
        else:
            QMessageBox.warning(self, tr("Soil table"), otherwise)

    def _export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Export Soil Table"), "soil.csv", "CSV (*.csv)")
        if path:
            export(self, path, self.data.records())

    def paste(self) -> None:
        """Take a table with a header from the clipboard."""
        self._take_records(csv_text.records(QApplication.clipboard().text()),
                           tr("The clipboard holds no soil table. Copy it with its header: zone, cohesion_kpa, "
                              "friction_deg and so on."))

    # ---- as a page ------------------------------------------------------------------------------------------------

    def used_rasters(self) -> list:
        """Quantities whose mean comes from a raster."""
        return [name for name, box in self._boxes.items() if box.currentLayer() is not None]

    def parameters(self) -> dict:
        """Zones and rasters; the dock adds the table, which it writes."""
        layer = self.zones.currentLayer()
        values = {"SOIL_ZONES": reference(layer)}
        if layer is not None and layer.type() == QgsMapLayer.LayerType.VectorLayer:
            values["ZONE_FIELD"] = self.zoneField.currentField() or "zone"
        values.update({name.upper(): reference(box.currentLayer()) for name, box in self._boxes.items()})
        return values

    def problems(self) -> list:
        """Say what is wrong first; *Show* goes to the zone and cell."""
        zones = self.found_zones()
        if zones is not None and not zones.fault and self.data.blank and zones.found:
            self.take_zones()      # nothing was typed yet that could be lost
        lacking = zones.missing(self.data.rows) if zones is not None else []
        if zones is not None and (zones.fault or lacking):
            self._fault = None
            text = zones.fault or tr("No row for zone {0}. Zones > Take from Layer adds them.").format(
                brief(lacking, 12))
            return [Problem(text, self.zoneMenu)]
        found = self.data.first_problem(self.used_rasters(), self.terrain.thickness_given,
                                        self.zones.currentLayer() is not None)
        self._fault = found
        return [Problem(found[0], self.table)] if found else []

    def show_problem(self) -> None:
        """Go to the zone and the cell that the first problem names."""
        if not self._fault:
            return
        _, index, column = self._fault
        self.zone.setCurrentIndex(index)
        row = next((row for row, quantity in enumerate(QUANTITIES.values()) if quantity.column == column), 0)
        self.table.setCurrentCell(row, 0)

    def widget_for(self, parameter: str):
        """Widget of a parameter."""
        if parameter == "SOIL_TABLE":
            return self.table
        if parameter in ("SOIL_ZONES", "ZONE_FIELD"):
            return self.zones if parameter == "SOIL_ZONES" else self.zoneField
        return self._boxes.get(parameter.lower())

    def state(self) -> dict:
        """Table, zones, rasters."""
        return {"zones": layer_id(self.zones), "field": self.zoneField.currentField(), "rows": self.data.rows,
                "alike": self.alike.isChecked(),
                "rasters": {name: layer_id(box) for name, box in self._boxes.items()},
                "calibration": self.calibration.state()}

    def restore(self, state: dict) -> None:
        """Show a saved state."""
        data = SoilData()
        if state.get("rows"):
            data.rows = [dict(row) for row in state["rows"]]
        self.data, self._fault = data, None
        self.alike.setChecked(bool(state.get("alike")))
        choose(self.zones, state.get("zones"))
        self._zones_changed(self.zones.currentLayer())
        if state.get("field"):
            self.zoneField.setField(state["field"])
        rasters = state.get("rasters", {})
        for name, box in self._boxes.items():
            choose(box, rasters.get(name))
        self.rasters.setCollapsed(not any(rasters.values()))
        self.calibration.restore(state.get("calibration", {}))
        self._list_zones(0)

    def showEvent(self, event) -> None:
        """Fit the table when the page is first seen, with the fonts it then has."""
        super().showEvent(event)
        self._fit_columns()
        height = self.table.cellWidget(0, 2).sizeHint().height()
        for row in range(self.table.rowCount()):
            self.table.setRowHeight(row, height)
        fit_height(self.table)
