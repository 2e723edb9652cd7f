"""Calibrate: what of the soil is fitted to the landslides, then before and after side by side, to accept or not."""

from __future__ import annotations

import os

from qgis.PyQt.QtCore import Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QComboBox, QHeaderView, QTableWidgetItem

from ...compat import number
from ...engine.quantities import QUANTITIES
from ...settings import CALIBRATION_PACE
from ...translate import tr
from .. import csv_text
from ..runs.estimates import time_text
from ..widgets.fitting import fit_height, fit_to_contents
from ..widgets.page import TABLE, Page, as_number, choose, layer_id, number_problem, reference, symbol_of
from .soil_data import CALIBRATED

SCOPES = ("zone", "shared")
OBJECTIVES = ("likelihood", "auc")
FREE_AT_FIRST = ("cohesion", "friction")
BLOCK = "500"
MOST_CELLS = 50_000
"""Cells drawn of a larger map; the others add little to what the landslides say, and much to the time."""
LEAST_WORK = 20_000
"""Cells times means; less is mostly overhead and says nothing of the pace."""
USUAL_PACE = 80
"""Microseconds a cell and mean, until a calibration was made; see `CALIBRATION_PACE`."""
SILENT, ON_BOUND = "silent", "on_bound"
"""Columns of the new table that list what the landslides say nothing of, and what sits on a bound."""
REMARKS = {SILENT: ("no evidence", "The landslides say nothing of this mean; it stays as it is."),
           ON_BOUND: ("on bound", "The best value lies at the bound of the table: widen the bound, or doubt the fit."),
           "": ("not fitted", "The zone has no landslide; its mean stays as it is.")}
CHECKED, USER = Qt.CheckState.Checked, Qt.ItemDataRole.UserRole


class CalibratePage(Page):
    """Fits soil means to the known landslides; a page behind the page Soil.

    Parameters
    ----------
    soil : SoilPage
    terrain : TerrainPage
    """

    FORM = "pages/calibrate.ui"
    HELP = "calibration"
    run_asked = pyqtSignal()
    left = pyqtSignal()

    def __init__(self, soil, terrain, parent=None) -> None:
        super().__init__(parent)
        self._soil, self._terrain, self._problem, self._busy = soil, terrain, "", False
        self._report, self._rows, self._names = "", [], []
        self.back.setArrowType(Qt.ArrowType.LeftArrow)
        self.back.clicked.connect(self.left)
        self.layers("storms", TABLE)
        self.stormField.setAllowEmptyFieldName(True)
        self.stormField.fieldChanged.connect(lambda _: self._arrange())
        terrain.inventory.layerChanged.connect(lambda _: self._take_inventory())
        self._make_free()
        self.block.textChanged.connect(lambda _: self._arrange())
        self.folds.valueChanged.connect(lambda _: self.changed.emit())
        self.objective.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.comparison.setColumnCount(5)
        self.comparison.setHorizontalHeaderLabels(["", tr("Table"), tr("Fitted"), tr("±"), ""])
        self.comparison.horizontalHeaderItem(3).setToolTip(
            tr("How well the mean is now known: its standard deviation / mean"))
        header = self.comparison.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.comparison.verticalHeader().hide()
        self.fit.clicked.connect(self.run_asked)
        self.report.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self._report)))
        self.accept.clicked.connect(self._accept)
        self.reject.clicked.connect(self._reject)
        self.restore({})

    def _make_free(self) -> None:
        table = self.free
        table.setColumnCount(2)
        table.setRowCount(len(QUANTITIES))
        table.horizontalHeader().hide()
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for row, (name, quantity) in enumerate(QUANTITIES.items()):
            item = QTableWidgetItem(tr(quantity.label))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setData(USER, name)
            item.setToolTip(tr(quantity.meaning))
            table.setItem(row, 0, item)
            scope = QComboBox()
            scope.addItems([tr("each zone"), tr("all alike")])
            scope.setToolTip(tr("Each zone gets a mean of its own, or one factor moves the means of all zones"))
            scope.setAccessibleName(tr("Zones of {0}").format(tr(quantity.label)))
            scope.setFrame(False)
            scope.installEventFilter(self._guard)
            scope.currentIndexChanged.connect(lambda _: self.changed.emit())
            table.setCellWidget(row, 1, scope)
            table.setRowHeight(row, scope.sizeHint().height())
        fit_height(table)
        table.itemChanged.connect(lambda _: self._arrange())

    def _scope(self, name: str) -> QComboBox:
        return self.free.cellWidget(list(QUANTITIES).index(name), 1)

    # ---- what is asked --------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> list:
        """Names of the quantities to fit."""
        items = [self.free.item(row, 0) for row in range(self.free.rowCount())]
        return [item.data(USER) for item in items if item.checkState() == CHECKED]

    @property
    def several_storms(self) -> bool:
        """Whether the rain comes from a table of several storms, not from the page Rain."""
        return bool(self.stormField.currentField())

    @property
    def work(self) -> float:
        """Cells times means, with five folds."""
        means = sum(len(self._soil.data.rows) if self._scope(name).currentIndex() == 0 else 1 for name in self.chosen)
        return min(self._terrain.cells, MOST_CELLS) * means * (self.folds.value() + 1) / 6.0

    def _take_inventory(self) -> None:
        layer = self._terrain.inventory.currentLayer()
        self.stormField.setLayer(layer)
        self.stormField.setField("")
        self._arrange()

    def _arrange(self) -> None:
        self.stormBox.setVisible(self.several_storms)
        self.check(self._problem)
        self.changed.emit()

    def set_busy(self, busy: bool) -> None:
        """Hold back while something runs; the footer says what."""
        self._busy = busy
        self.check(self._problem)

    def check(self, problem: str) -> None:
        """Allow the calibration, or say what is lacking: on this page, or elsewhere in the dock."""
        self._problem = problem
        layer = self._terrain.inventory.currentLayer()
        text = tr("Fits soil means to mapped landslides.")
        if layer is not None:
            text = tr("Fits soil means to the {0} features of {1}. They are taken to be all the landslides of this "
                      "storm, and no others.").format(layer.featureCount(), layer.name())
        cells = min(self._terrain.cells, MOST_CELLS)
        if cells and self.chosen:
            drawn = tr("Of {0} cells {1} are drawn.").format(f"{self._terrain.cells:,}", f"{cells:,}") + " "
            text += "\n" + (drawn if cells < self._terrain.cells else "") + tr("Takes about {0}.").format(
                time_text(1e-6 * (CALIBRATION_PACE.get() or USUAL_PACE) * self.work))
        self.source.setText(text)
        self.free.setColumnHidden(1, len(self._soil.data.rows) < 2)
        wrong = number_problem(self.block, tr("Side of a block"), 1.0, 1e6, needed=True)
        lacking = problem
        if layer is None:
            lacking = tr("Choose the known landslides on the page Terrain.")
        elif not self.chosen:
            lacking = tr("Check what is to be fitted.")
        elif self.several_storms and self.storms.currentLayer() is None:
            lacking = tr("Choose the table with the rain of all storms.")
        elif wrong:
            lacking = wrong[0].text
        self.problem.setText(f"⚠ {lacking}" if lacking else "")
        self.problem.setVisible(bool(lacking))
        self.fit.setEnabled(not lacking and not self._busy)

    def parameters(self) -> dict:
        """What is fitted, how, and to which landslides."""
        words = [f"{name}:{SCOPES[self._scope(name).currentIndex()]}" for name in self.chosen]
        values = {"INVENTORY": reference(self._terrain.inventory.currentLayer()), "FREE": "; ".join(words),
                  "FOLDS": self.folds.value(), "BLOCK_SIZE": as_number(self.block.text()),
                  "OBJECTIVE": OBJECTIVES[self.objective.currentIndex()], "MOST_CELLS": MOST_CELLS}
        if self.several_storms:
            values["STORM_FIELD"] = self.stormField.currentField()
            values["RAIN_TABLE"] = reference(self.storms.currentLayer())
        return values

    # ---- what came out --------------------------------------------------------------------------------------------

    def show_result(self, outcome, before: list, names: list) -> str:
        """Set the means of the new table beside those it was made of; give a sentence for the footer.

        Parameters
        ----------
        outcome : Outcome
        before : list of dict
            Rows of the soil table that was given.
        names : list of str
            Quantities that were to be fitted.
        """
        if self.work > LEAST_WORK:
            CALIBRATION_PACE.set(max(1, round(1e6 * outcome.seconds / self.work)))
        old, new = outcome.results["AUC_BEFORE"], outcome.results["AUC_AFTER"]
        self._report = outcome.results.get("REPORT", "")
        found = {row.get("zone", ""): row for row in csv_text.read(outcome.results["SOIL_TABLE_OUT"])}
        self._rows, self._names = [(row, found.get(row["zone"], {})) for row in before], names
        self._fill()
        self.summary.setText(tr("On ground held out, ROC AUC was {0} and is {1}.").format(f"{old:.3f}", f"{new:.3f}"))
        self.warnings.setText("\n".join(f"⚠ {text}" for text in outcome.warnings))
        self.warnings.setVisible(bool(outcome.warnings))
        self._ask(True)
        return tr("Calibrated in {0} s. Compare, then accept or reject.").format(f"{outcome.seconds:.0f}")

    def _fill(self) -> None:
        table = self.comparison
        table.clearSpans()
        table.setRowCount(0)
        for old, new in self._rows:
            if len(self._rows) > 1:
                self._append([" ".join(part for part in (old["zone"], old.get("name", "")) if part)], "")
                table.setSpan(table.rowCount() - 1, 0, 1, table.columnCount())
            for name in self._names:
                quantity = QUANTITIES[name]
                unit = "" if quantity.unit == "-" else f" {quantity.unit}"
                fitted, spread = (as_number(new.get(quantity.column + part, "")) for part in ("", "_mean_cov"))
                word, tip = self._remark(name, new)
                self._append([f"{symbol_of(quantity)}{unit}", old.get(quantity.column, ""),
                              f"{fitted:.4g}" if isinstance(fitted, float) else "-",
                              f"{spread:.0%}" if isinstance(spread, float) else "-", tr(word)], tr(tip))
        fit_to_contents(table)

    def _append(self, texts: list, tip: str) -> None:
        row = self.comparison.rowCount()
        self.comparison.insertRow(row)
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item.setToolTip(tip)
            if column in (1, 2, 3):
                item.setTextAlignment(number(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter))
            self.comparison.setItem(row, column, item)

    @staticmethod
    def _remark(name: str, row: dict) -> tuple:
        for mark in (SILENT, ON_BOUND):
            if name in row.get(mark, "").split():
                return REMARKS[mark]
        return ("", "") if name in row.get(CALIBRATED, "").split() else REMARKS[""]

    def _ask(self, asked: bool) -> None:
        self.resultBox.setVisible(True)
        self.comparison.setVisible(True)
        self.report.setVisible(bool(self._report) and os.path.exists(self._report))
        self.accept.setVisible(asked)
        self.reject.setVisible(asked)

    def _accept(self) -> None:
        """Write the fitted means into the zones that are still there."""
        places = {row.get("zone", ""): index for index, row in enumerate(self._soil.data.rows)}
        for old, new in self._rows:
            accepted = [name for name in self._names if name in new.get(CALIBRATED, "").split()]
            columns = {name: QUANTITIES[name].column for name in accepted}
            means = {name: (as_number(new[column]), as_number(new.get(f"{column}_mean_cov", "")))
                     for name, column in columns.items()}
            if old["zone"] in places:
                self._soil.data.calibrate(places[old["zone"]], means)
        self._ask(False)
        self.summary.setText(tr("Accepted. In the soil table the fitted means are marked †."))
        self._soil.set_data(self._soil.data)
        self.left.emit()

    def _reject(self) -> None:
        self._forget()
        self.left.emit()

    def _forget(self) -> None:
        self._rows = []
        self.resultBox.setVisible(False)

    # ---- as a page ------------------------------------------------------------------------------------------------

    def state(self) -> dict:
        """What is to be fitted, and how."""
        return {"free": {name: SCOPES[self._scope(name).currentIndex()] for name in self.chosen},
                "storm_field": self.stormField.currentField(), "storms": layer_id(self.storms),
                "folds": self.folds.value(), "block": self.block.text(), "objective": self.objective.currentIndex()}

    def restore(self, state: dict) -> None:
        """Show a saved state; a result not yet accepted is gone."""
        free = state.get("free", dict.fromkeys(FREE_AT_FIRST, SCOPES[0]))
        for row, name in enumerate(QUANTITIES):
            self.free.item(row, 0).setCheckState(CHECKED if name in free else Qt.CheckState.Unchecked)
            self._scope(name).setCurrentIndex(SCOPES.index(free.get(name, SCOPES[0])))
        self._take_inventory()
        self.stormField.setField(state.get("storm_field", ""))
        choose(self.storms, state.get("storms"))
        self.folds.setValue(int(state.get("folds", 5)))
        self.block.setText(state.get("block", BLOCK))
        self.objective.setCurrentIndex(int(state.get("objective", 0)))
        self._forget()
        self._arrange()
