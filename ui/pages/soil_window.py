"""Every zone and quantity of the soil table in one window."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
)

from ...engine.quantities import QUANTITIES
from ...translate import tr
from .. import csv_text
from .presets import PRESETS, SOURCE
from .soil_data import COLUMNS, MARKS, SoilData, quantity_of


class SoilWindow(QDialog):
    """Edits a copy of the table; OK hands it over.

    Parameters
    ----------
    data : SoilData
    parent : QWidget
    """

    def __init__(self, data: SoilData, parent=None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Soil Table"))
        self.setObjectName("ScarpSoilWindow")
        extra = [name for name in dict.fromkeys(key for row in data.rows for key in row) if name not in COLUMNS]
        self.columns = [*COLUMNS, *extra]
        self.table = QTableWidget(len(data.rows), len(self.columns))
        self.table.setHorizontalHeaderLabels(self.columns)
        for column, name in enumerate(self.columns):
            quantity = next((each for each in QUANTITIES.values() if name.startswith(each.column)), None)
            if quantity:
                self.table.horizontalHeaderItem(column).setToolTip(f"{tr(quantity.label)}. {tr(quantity.meaning)}")
        for row, values in enumerate(data.rows):
            for column, name in enumerate(self.columns):
                self.table.setItem(row, column, QTableWidgetItem(values.get(name, "")))
        self.table.itemChanged.connect(self._edited)
        self.table.resizeColumnsToContents()
        self.table.verticalHeader().hide()
        layout = QVBoxLayout(self)
        note = QLabel(tr("One row a zone. Bounds (_min, _max) are for truncnormal, uniform and beta. A block copied "
                         "from a spreadsheet can be pasted."))
        note.setWordWrap(True)
        layout.addWidget(note)
        layout.addLayout(self._make_buttons())
        layout.addWidget(self.table)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.resize(900, 360)

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for name, values in PRESETS.items():
            action = menu.addAction(tr(name), lambda values=values: self.fill(values))
            action.setToolTip(SOURCE)
        for text, tip, act in ((tr("Add Zone"), tr("Add an empty row"), self.add_row),
                               (tr("Remove"), tr("Remove the chosen rows"), self.remove_rows),
                               (tr("Fill Down"), tr("Write the uppermost of the chosen cells into those below it"),
                                self.fill_down),
                               (tr("Preset"), tr("Fill the chosen rows with a typical soil, marked as assumed"), menu)):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(tip)
            if act is menu:
                button.setMenu(menu)
                button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            else:
                button.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(button)
        row.addStretch()
        return row

    def _chosen_rows(self) -> list:
        """Places of the rows with a chosen cell, else of the current one."""
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return rows or ([self.table.currentRow()] if self.table.currentRow() >= 0 else [])

    def add_row(self) -> None:
        """Add an empty row and go there."""
        self.table.insertRow(self.table.rowCount())
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)

    def remove_rows(self) -> None:
        """Remove the chosen rows."""
        for row in reversed(self._chosen_rows()):
            self.table.removeRow(row)

    def fill_down(self) -> None:
        """Write the uppermost chosen cell of each column into the chosen cells below it."""
        by_column: dict = {}
        for index in self.table.selectedIndexes():
            by_column.setdefault(index.column(), []).append(index.row())
        for column, rows in by_column.items():
            first = self.table.item(min(rows), column)
            for row in sorted(rows)[1:]:
                self.table.setItem(row, column, QTableWidgetItem(first.text() if first is not None else ""))

    def fill(self, values: dict) -> None:
        """Fill the chosen rows with a preset, every value marked as assumed."""
        data = self._data()
        for row in self._chosen_rows():
            data.fill(row, values)
            for column, name in enumerate(self.columns):
                self.table.setItem(row, column, QTableWidgetItem(data.rows[row].get(name, "")))

    def _edited(self, item) -> None:
        """A value edited by hand loses its marks."""
        name = quantity_of(self.columns[item.column()])
        for mark in MARKS if name else ():
            marked = self.table.item(item.row(), self.columns.index(mark))
            if marked is not None and name in marked.text().split():
                marked.setText(" ".join(each for each in marked.text().split() if each != name))

    def keyPressEvent(self, event) -> None:
        """Paste a block of cells where the cursor is."""
        if not event.matches(QKeySequence.StandardKey.Paste):
            super().keyPressEvent(event)
            return
        row, column = max(self.table.currentRow(), 0), max(self.table.currentColumn(), 0)
        for down, cells in enumerate(csv_text.split(QApplication.clipboard().text())):
            if row + down == self.table.rowCount():
                self.table.insertRow(row + down)
            for right, text in enumerate(cells[:len(self.columns) - column]):
                self.table.setItem(row + down, column + right, QTableWidgetItem(text))

    def _data(self) -> SoilData:
        """Give every row of the table as it is now."""
        data = SoilData()
        data.rows = []
        for row in range(self.table.rowCount()):
            items = [self.table.item(row, column) for column in range(len(self.columns))]
            values = {name: item.data(Qt.ItemDataRole.DisplayRole).strip() for name, item in zip(self.columns, items)
                      if item is not None and item.text().strip()}
            data.rows.append({"zone": "", "name": "", **values})
        return data

    def result_data(self) -> SoilData:
        """Give the table as it is now; empty rows are left out."""
        data = self._data()
        data.rows = [row for row in data.rows if any(row.values())]
        return data if data.rows else SoilData()
