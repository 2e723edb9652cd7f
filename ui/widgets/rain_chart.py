"""A storm as bars: depth of each step over its hours. Drawn by Qt alone, so that it follows the palette at once."""

from __future__ import annotations

from qgis.PyQt.QtCore import QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy

from ...compat import number
from ...translate import tr

BLUE = "#3D87BD"


class RainChart(QLabel):
    """Bars of mm; hidden while there is no rain. A label, since dark themes colour the words of labels alone."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("rainChart")
        self._ends, self._depths = [], []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def sizeHint(self) -> QSize:
        """Seven lines of text high."""
        return QSize(120, 6 * self.fontMetrics().height())

    def show_steps(self, ends: list, depths: list) -> None:
        """Show a storm: ends of its steps in hours, depths in mm."""
        self._ends, self._depths = ends, depths
        self.setVisible(bool(ends))
        self.setAccessibleName(tr("Rain over time: {0} steps, at most {1} mm").format(len(ends), f"{max(depths):g}")
                               if ends else "")
        self.update()

    def paintEvent(self, event) -> None:
        """Draw bars between two lines of words."""
        if not self._ends:
            return
        painter = QPainter(self)
        words = self.palette().color(self.foregroundRole())
        line = self.fontMetrics().height()
        area = QRectF(1.0, line + 2.0, self.width() - 2.0, self.height() - 2.0 * line - 4.0)
        rates = self._rates()
        top, duration, begin = max(rates) or 1.0, self._ends[-1], 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(BLUE))
        for end, rate in zip(self._ends, rates):
            left, width = area.left() + area.width() * begin / duration, area.width() * (end - begin) / duration
            height = area.height() * rate / top
            painter.drawRect(QRectF(left, area.bottom() - height, max(width - 1.0, 0.5), height))
            begin = end
        painter.setPen(words)
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawText(QRectF(area.left(), 0.0, area.width(), line), number(Qt.AlignmentFlag.AlignLeft),
                         tr("at most {0} mm/h").format(f"{max(rates):.3g}"))
        under = QRectF(area.left(), area.bottom() + 2.0, area.width(), line)
        painter.drawText(under, number(Qt.AlignmentFlag.AlignLeft), "0")
        painter.drawText(under, number(Qt.AlignmentFlag.AlignRight), tr("{0} h").format(f"{duration:g}"))

    def _rates(self) -> list:
        begins = [0.0, *self._ends[:-1]]
        return [depth / (end - begin) for begin, end, depth in zip(begins, self._ends, self._depths)]
