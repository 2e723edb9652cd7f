"""The rail: one item a page, with its icon, its word and a badge that says how the page stands."""

from __future__ import annotations

from qgis.PyQt.QtCore import QRect, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPalette
from qgis.PyQt.QtWidgets import QListWidgetItem, QStyle, QStyledItemDelegate

from ...compat import number
from ...translate import tr

WIDTH, ICON = 72, 24
BADGE = int(Qt.ItemDataRole.UserRole)
EMPTY, PROBLEM, READY = "○", "!", "✓"
COLOURS = {PROBLEM: "#C0392B", READY: "#2E7D32", EMPTY: "#757575"}
WORDS = {EMPTY: "nothing given", PROBLEM: "has a problem", READY: "ready"}


class RailDelegate(QStyledItemDelegate):
    """Draws an item of the rail."""

    def sizeHint(self, option, index) -> QSize:
        """As wide as the rail, which is as wide as its longest word."""
        return QSize(option.widget.width() if option.widget is not None else WIDTH,
                     ICON + option.fontMetrics.height() + 18)

    def paint(self, painter, option, index) -> None:
        """Draw background, icon, word, badge."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        palette, rect = option.palette, option.rect
        if chosen:
            painter.fillRect(rect, palette.color(QPalette.ColorRole.Highlight))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            shade = palette.color(QPalette.ColorRole.Highlight)
            shade.setAlpha(40)
            painter.fillRect(rect, shade)
        icon = QRect(rect.left() + (rect.width() - ICON) // 2, rect.top() + 7, ICON, ICON)
        index.data(Qt.ItemDataRole.DecorationRole).paint(painter, icon)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.WindowText
        painter.setPen(palette.color(role))
        words = QRect(rect.left() + 2, icon.bottom() + 3, rect.width() - 4, option.fontMetrics.height() + 2)
        text = option.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, number(Qt.AlignmentFlag.AlignCenter), text)
        self._badge(painter, option, index.data(BADGE), icon)
        if option.state & QStyle.StateFlag.State_HasFocus and chosen:
            painter.setPen(palette.color(QPalette.ColorRole.HighlightedText))
            painter.drawRect(rect.adjusted(2, 2, -3, -3))
        painter.restore()

    @staticmethod
    def _badge(painter, option, badge, icon) -> None:
        if not badge:
            return
        side = max(option.fontMetrics.height() - 1, 13)
        circle = QRectF(icon.right() + 1, icon.top() - 5, side, side)
        colour = QColor(COLOURS[badge])
        painter.setPen(QColor("white"))
        painter.setBrush(colour)
        painter.drawEllipse(circle)
        if badge != EMPTY:
            font = option.font
            font.setBold(True)
            font.setPixelSize(int(side * 0.7))
            painter.setFont(font)
            painter.drawText(circle, number(Qt.AlignmentFlag.AlignCenter), badge)
        else:
            painter.setBrush(QColor("white"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(circle.adjusted(4, 4, -4, -4))


def set_up(rail) -> None:
    """Make a list widget the rail."""
    rail.setItemDelegate(RailDelegate(rail))
    rail.setFixedWidth(WIDTH)
    rail.setMouseTracking(True)
    rail.setUniformItemSizes(True)


def add(rail, title: str, icon: QIcon) -> None:
    """Add a page."""
    rail.addItem(QListWidgetItem(icon, title))
    rail.setFixedWidth(max(rail.width(), rail.fontMetrics().horizontalAdvance(title) + 6))


def set_badge(rail, row: int, badge: str) -> None:
    """Show how a page stands, in a picture and in words."""
    item = rail.item(row)
    if item.data(BADGE) != badge:
        item.setData(BADGE, badge)
        words = f": {tr(WORDS[badge])}" if badge else ""
        item.setToolTip(f"{item.text()}{words}")
        item.setData(int(Qt.ItemDataRole.AccessibleTextRole), f"{item.text()}{words}")
