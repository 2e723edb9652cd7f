"""Tables as tall as what they hold, so that only the page scrolls; words that do not fit end in an ellipsis."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter


class ElidedBox(QComboBox):
    """A box that may be narrower than its words."""

    def paintEvent(self, event) -> None:
        """Draw the box, and as much of the word as there is room for."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        control = QStyle.ComplexControl.CC_ComboBox
        painter.drawComplexControl(control, option)
        room = self.style().subControlRect(control, option, QStyle.SubControl.SC_ComboBoxEditField, self).width()
        option.currentText = option.fontMetrics.elidedText(option.currentText, Qt.TextElideMode.ElideRight, room - 2)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def fit_height(table, rows: int = 0) -> None:
    """Make a table as tall as its rows, or as the first few of them."""
    count = min(rows or table.rowCount(), table.rowCount())
    height = sum(table.rowHeight(row) for row in range(count)) + 2 * table.frameWidth()
    if not table.horizontalHeader().isHidden():
        height += max(table.horizontalHeader().height(), table.horizontalHeader().sizeHint().height())
    table.setFixedHeight(height + 1)


def fit_to_contents(table, rows: int = 0) -> None:
    """Give rows the height of their text, then fit the table."""
    table.resizeRowsToContents()
    fit_height(table, rows)


def compact(table) -> None:
    """Make rows a line and a half of text high."""
    header = table.verticalHeader()
    header.setMinimumSectionSize(10)
    header.setDefaultSectionSize(int(1.55 * table.fontMetrics().height()))
