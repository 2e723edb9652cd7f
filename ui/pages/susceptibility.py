"""Susceptibility: from elevation model and landslides to a tested map by one button."""

from __future__ import annotations

import csv
import os
from html import escape

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QComboBox

from ...engine.networks.statistical import TITLES
from ...translate import tr
from ..widgets.page import POLYGON, RASTER, Page, choose, layer_id, reference


class SusceptibilityPage(Page):
    """Trains a statistical model on the landslides of the page Terrain, and maps it.

    Parameters
    ----------
    terrain : TerrainPage
    """

    FORM = "pages/susceptibility.ui"
    TITLE = "Susceptibility"
    RAIL = "Statistics"
    run_asked = pyqtSignal()

    def __init__(self, terrain, parent=None) -> None:
        super().__init__(parent)
        self._terrain, self._busy, self._report = terrain, False, ""
        for name, title in TITLES.items():
            self.method.addItem(tr(title), name)
        for box in (self.method, self.classField):
            box.setMinimumContentsLength(8)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.method.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.layers("classes", RASTER | POLYGON)
        self.classes.layerChanged.connect(lambda _: self._take_classes())
        self.classField.fieldChanged.connect(lambda _: self.check())
        self.event.textChanged.connect(lambda _: self.changed.emit())
        for box in (terrain.dem, terrain.inventory):
            box.layerChanged.connect(lambda _: self.check())
        self.train.clicked.connect(self.run_asked)
        self.report.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self._report)))
        self.restore({})

    @property
    def complete(self) -> bool:
        """Whether a model can be trained."""
        return not self._lacking()

    @property
    def title(self) -> str:
        """Name of the method chosen."""
        return self.method.currentText()

    def _take_classes(self) -> None:
        layer = self.classes.currentLayer()
        polygons = isinstance(layer, QgsVectorLayer)
        self.classField.setLayer(layer if polygons else None)
        for widget in (self.classLabel, self.classField):
            widget.setVisible(polygons)
        self.check()

    def _lacking(self) -> str:
        """Say what is missing; empty when nothing is."""
        if self._terrain.dem.currentLayer() is None:
            return tr("Choose an elevation model on the page Terrain.")
        if self._terrain.inventory.currentLayer() is None:
            return tr("Choose the known landslides on the page Terrain.")
        if isinstance(self.classes.currentLayer(), QgsVectorLayer) and not self.classField.currentField():
            return tr("Choose the field of the classes.")
        return ""

    def set_busy(self, busy: bool) -> None:
        """Hold back while something runs; the footer says what."""
        self._busy = busy
        self.check()

    def check(self) -> None:
        """Allow the training, or say what is lacking."""
        lacking, landslides = self._lacking(), self._terrain.inventory.currentLayer()
        self.source.setText(tr("Learns where slopes fail from mapped landslides, tests it on ground held out, and maps "
                               "it.") if landslides is None else
                            tr("Learns where slopes fail from the {0} features of {1}, tests it on ground held out, "
                               "and maps it.").format(landslides.featureCount(), landslides.name()))
        self.problem.setText(f"⚠ {lacking}" if lacking else "")
        self.problem.setVisible(bool(lacking))
        self.train.setEnabled(not lacking and not self._busy)
        self.changed.emit()

    def parameters(self) -> dict:
        """What the training is given."""
        values = {"DEM": reference(self._terrain.dem.currentLayer()),
                  "INVENTORY": reference(self._terrain.inventory.currentLayer()),
                  "METHOD": self.method.currentData(), "EVENT": self.event.text().strip(), **self.class_parameters()}
        return {name: value for name, value in values.items() if value not in (None, "")}

    def class_parameters(self) -> dict:
        """What training and prediction are given of the geological map."""
        layer = self.classes.currentLayer()
        if layer is None:
            return {}
        return {"CATEGORIES": [reference(layer)], "CATEGORY_FIELD": self.classField.currentField(),
                "FACTOR_NAMES": "geology"}

    def show_result(self, outcome, table: str, report: str) -> str:
        """Show the measures of a training; give a sentence for the footer."""
        self._report = report
        rows = _measures(table)
        lines = "".join(f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td>{value}&nbsp;&nbsp;</td><td>{span}</td></tr>"
                        for name, value, span in rows)
        self.result.setText(f"<b>{tr('On blocks held out')}</b><table><tr><td></td><td>{tr('ROC AUC')}&nbsp;&nbsp;"
                            f"</td><td>{tr('95 %')}</td></tr>{lines}</table>")
        self.warnings.setText("\n".join(f"⚠ {text}" for text in outcome.warnings))
        self.result.setVisible(True)
        self.warnings.setVisible(bool(outcome.warnings))
        self.report.setVisible(os.path.exists(report))
        return tr("Trained in {0} s.").format(f"{outcome.seconds:.0f}")

    def state(self) -> dict:
        """What is chosen."""
        return {"method": self.method.currentData(), "classes": layer_id(self.classes),
                "field": self.classField.currentField(), "event": self.event.text()}

    def restore(self, state: dict) -> None:
        """Show a saved state; a result is not kept."""
        self.method.setCurrentIndex(max(self.method.findData(state.get("method", "boosting")), 0))
        choose(self.classes, state.get("classes"))
        self._take_classes()
        self.classField.setField(state.get("field", ""))
        self.event.setText(state.get("event", ""))
        for widget in (self.result, self.warnings, self.report):
            widget.setVisible(False)
        self.check()


def _measures(table: str) -> list:
    """Read method, ROC AUC and interval in blocks, else at random, out of the table of a training."""
    with open(table, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["item"] == "auc"]
    chosen = [row for row in rows if row["table"] == "blocks"] or rows
    return [(row["name"], f"{float(row['value']):.3f}",
             f"{float(row['low']):.3f} - {float(row['high']):.3f}" if row["low"] else "") for row in chosen]
