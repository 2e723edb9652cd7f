"""Method: pore pressure, failure surface, reliability, correlation, scenarios, sampling."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QHeaderView, QTableWidgetItem

from ...compat import number
from ...engine.errors import ScarpError
from ...engine.quantities import QUANTITIES, VARIABLES
from ...engine.reliability.correlation import parse
from ...translate import tr
from ..widgets.fitting import compact, fit_height
from ..widgets.page import (
    PLACES,
    RASTER,
    TABLE,
    Page,
    Problem,
    as_number,
    choose,
    layer_id,
    number_problem,
    reference,
    symbol_of,
)

PORE_PRESSURES = ("suction", "zero", "seepage")
SURFACES = ("front", "base")
METHODS = ("form", "sorm", "importance", "montecarlo")
MEANINGS = ("gaussian", "pearson")
NOTES = ("Fast, and exact where failure has one likeliest soil.", "FORM corrected for a curved limit; a little slower.",
         "Samples around the likeliest failing soil; gives its error. Slow.",
         "Samples every soil; for checking only. Very slow.")
SAMPLES, SEED = "2000", "1"


class MethodPage(Page):
    """How the probability is computed; everything here has a default."""

    FORM = "pages/method.ui"
    HELP = "reliability"
    TITLE = "Method"

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.layers("waterTableRaster", RASTER)
        self.layers("scenarios", TABLE | PLACES)
        self._make_matrix()
        for box in (self.porePressure, self.surface, self.method, self.meaning):
            box.currentIndexChanged.connect(lambda _: self._arrange())
        for line in (self.waterTable, self.samples, self.seed):
            line.textChanged.connect(lambda _: self.changed.emit())
        self.restore({})

    def _make_matrix(self) -> None:
        table = self.correlation
        size = len(VARIABLES) - 1
        table.setRowCount(size)
        table.setColumnCount(size)
        symbols = [symbol_of(QUANTITIES[name]) for name in VARIABLES]
        table.setHorizontalHeaderLabels(symbols[:-1])
        table.setVerticalHeaderLabels(symbols[1:])
        for row in range(size):
            table.verticalHeaderItem(row).setToolTip(tr(QUANTITIES[VARIABLES[row + 1]].label))
            table.horizontalHeaderItem(row).setToolTip(tr(QUANTITIES[VARIABLES[row]].label))
            for column in range(size):
                item = QTableWidgetItem()
                item.setTextAlignment(number(Qt.AlignmentFlag.AlignCenter))
                if column > row:
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                    item.setBackground(table.palette().brush(QPalette.ColorRole.Window))
                else:
                    item.setToolTip(tr("Correlation of {0} and {1}, -1 to 1; empty is 0").format(
                        tr(QUANTITIES[VARIABLES[row + 1]].label).lower(),
                        tr(QUANTITIES[VARIABLES[column]].label).lower()))
                table.setItem(row, column, item)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setMinimumSectionSize(20)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        compact(table)
        fit_height(table)
        table.itemChanged.connect(lambda _: self.changed.emit())

    def _arrange(self) -> None:
        self.waterBox.setVisible(self.porePressure.currentIndex() == 0)
        self.methodNote.setText(tr(NOTES[self.method.currentIndex()]))
        self.changed.emit()

    def showEvent(self, event) -> None:
        """Fit the matrix when the page is first seen, with the fonts it then has."""
        super().showEvent(event)
        fit_height(self.correlation)

    def correlation_text(self) -> str:
        """Give the matrix as the parameter CORRELATION."""
        pairs = []
        for row in range(self.correlation.rowCount()):
            for column in range(row + 1):
                value = as_number(self.correlation.item(row, column).text())
                if value not in (None, 0.0):
                    written = f"{value:g}" if isinstance(value, float) else value
                    pairs.append(f"{VARIABLES[column]}:{VARIABLES[row + 1]}={written}")
        return "; ".join(pairs)

    def set_correlation(self, first: str, second: str, text: str) -> None:
        """Fill one cell of the matrix."""
        low, high = sorted((VARIABLES.index(first), VARIABLES.index(second)))
        self.correlation.item(high - 1, low).setText(text)

    @property
    def sampling(self) -> bool:
        """Whether the method samples."""
        return METHODS[self.method.currentIndex()] in ("importance", "montecarlo")

    def parameters(self) -> dict:
        """Settings that differ from run to run."""
        values = {"PORE_PRESSURE": PORE_PRESSURES[self.porePressure.currentIndex()],
                  "FAILURE_SURFACE": SURFACES[self.surface.currentIndex()],
                  "METHOD": METHODS[self.method.currentIndex()], "CORRELATION": self.correlation_text() or None,
                  "CORRELATION_TYPE": MEANINGS[self.meaning.currentIndex()],
                  "SCENARIOS": reference(self.scenarios.currentLayer())}
        if self.porePressure.currentIndex() == 0:
            values["WATER_TABLE"] = reference(self.waterTableRaster.currentLayer())
            values["WATER_TABLE_VALUE"] = as_number(self.waterTable.text())
        if self.sampling:
            values["SAMPLES"], values["SEED"] = as_number(self.samples.text()), as_number(self.seed.text())
        return values

    def problems(self) -> list:
        """Say what is wrong."""
        found = number_problem(self.waterTable, tr("Water table depth"), 0.0, 1000.0)
        try:
            parse(self.correlation_text(), VARIABLES)
        except ScarpError as error:
            found.append(Problem(str(error).replace("CORRELATION", tr("Correlation"), 1), self.correlation))
        if self.sampling:
            found += number_problem(self.samples, tr("Samples a cell"), 100, 1e8, True)
            found += number_problem(self.seed, tr("Seed"), 0, 2**31 - 1, True)
        return found

    def widget_for(self, parameter: str):
        """Widget of a parameter."""
        names = {"CORRELATION": "correlation", "SCENARIOS": "scenarios", "SAMPLES": "samples", "SEED": "seed",
                 "WATER_TABLE": "waterTableRaster", "WATER_TABLE_VALUE": "waterTable", "METHOD": "method"}
        return getattr(self, names[parameter]) if parameter in names else None

    def state(self) -> dict:
        """Everything on the page."""
        return {"pore_pressure": self.porePressure.currentIndex(), "surface": self.surface.currentIndex(),
                "method": self.method.currentIndex(), "meaning": self.meaning.currentIndex(),
                "water_table": self.waterTable.text(), "water_table_raster": layer_id(self.waterTableRaster),
                "scenarios": layer_id(self.scenarios), "samples": self.samples.text(), "seed": self.seed.text(),
                "correlation": [[self.correlation.item(row, column).text() for column in range(row + 1)]
                                for row in range(self.correlation.rowCount())]}

    def restore(self, state: dict) -> None:
        """Show a saved state."""
        for box, key in ((self.porePressure, "pore_pressure"), (self.surface, "surface"), (self.method, "method"),
                         (self.meaning, "meaning")):
            box.setCurrentIndex(int(state.get(key, 0)))
        self.waterTable.setText(state.get("water_table", ""))
        self.samples.setText(state.get("samples", SAMPLES))
        self.seed.setText(state.get("seed", SEED))
        choose(self.waterTableRaster, state.get("water_table_raster"))
        choose(self.scenarios, state.get("scenarios"))
        self.scenarioBox.setCollapsed(not state.get("scenarios"))
        matrix = state.get("correlation", [])
        for row in range(self.correlation.rowCount()):
            for column in range(row + 1):
                self.correlation.item(row, column).setText(matrix[row][column] if matrix else "")
        self._arrange()
