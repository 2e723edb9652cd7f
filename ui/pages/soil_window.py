"""Every zone and quantity of the soil table in one window."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from ...engine.quantities import QUANTITIES
from ...translate import tr
from .. import csv_text
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
        layout.addWidget(self.table)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.resize(900, 360)

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

    def result_data(self) -> SoilData:
        """Give the table as it is now; empty rows are left out."""
        data = SoilData()
        rows = []
        for row in range(self.table.rowCount()):
            items = [self.table.item(row, column) for column in range(len(self.columns))]
            values = {name: item.data(Qt.ItemDataRole.DisplayRole).strip() for name, item in zip(self.columns, items)
                      if item is not None and item.text().strip()}
            if values:
                rows.append({"zone": "", "name": "", **values})
        if rows:
            data.rows = rows
        return data
