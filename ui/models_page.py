"""Models: what a trained network is and wants, before it runs; prediction and training by their algorithms."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QHeaderView, QTableWidgetItem

from ..algorithms.model_inputs import MODELS
from ..engine.errors import ScarpError
from ..engine.networks.session import read_card
from ..translate import tr
from .fitting import fit_height
from .page import RASTER, Page, choose, layer_id, set_up_layers

PREDICTORS = {"ppm_cnn": "scarp:predictppmcnn", "pinn": "scarp:predictpinn"}
DEM = "elevation"


class ModelsPage(Page):
    """Trained networks, read from their cards."""

    FORM = "models.ui"
    TITLE = "Models"
    algorithm_asked = pyqtSignal(str, dict)

    def __init__(self, terrain, parent=None) -> None:
        super().__init__(parent)
        self._terrain, self.read, self._boxes = terrain, None, {}
        for path in sorted(MODELS.glob("*.onnx")):
            self.model.addItem(path.stem, str(path))
        self.model.insertItem(0, tr("none"), "")
        self.model.currentIndexChanged.connect(lambda _: self._chosen())
        self.modelFile.clicked.connect(self._open)
        self.predict.clicked.connect(self._predict)
        self.inputs.setColumnCount(2)
        self.inputs.setHorizontalHeaderLabels([tr("Input"), tr("Layer")])
        self.inputs.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.inputs.verticalHeader().hide()
        self.factors.clicked.connect(lambda: self.algorithm_asked.emit("scarp:terrainfactors", {}))
        self.samples.clicked.connect(lambda: self.algorithm_asked.emit("scarp:samplepoints", {}))
        self.trainPpmcnn.clicked.connect(lambda: self.algorithm_asked.emit("scarp:trainppmcnn", {}))
        self.trainPinn.clicked.connect(lambda: self.algorithm_asked.emit("scarp:trainpinn", {}))
        self.restore({})

    @property
    def complete(self) -> bool:
        """Whether a network is chosen that can run with the layers chosen."""
        return self.read is not None and self.predict.isEnabled()

    def _open(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Open a Network"), "", "ONNX (*.onnx)")
        if path:
            self.choose_file(path)

    def choose_file(self, path: str) -> None:
        """Choose a network by its file."""
        if self.model.findData(path) < 0:
            self.model.addItem(Path(path).stem, path)
        self.model.setCurrentIndex(self.model.findData(path))

    def _chosen(self) -> None:
        path, self.read, self._boxes = self.model.currentData(), None, {}
        self.none.setVisible(self.model.count() < 2)
        fault = ""
        if path:
            for network in PREDICTORS:
                try:
                    self.read = read_card(path, network)
                    break
                except ScarpError as error:
                    fault = str(error)
        self.card.setText(card_text(self.read) if self.read is not None else fault)
        self.card.setVisible(bool(path))
        self._list_inputs()
        self.changed.emit()

    def _list_inputs(self) -> None:
        raster = self.read is not None and self.read.network == "ppm_cnn"
        self.inputsBox.setVisible(raster)
        self.predict.setVisible(self.read is not None)
        if not raster:
            self.predict.setEnabled(self.read is not None)
            return
        self.inputs.setRowCount(len(self.read.factors))
        for row, factor in enumerate(self.read.factors):
            unit = f", {factor.unit}" if factor.unit else ""
            item = QTableWidgetItem(f"{factor.name}{unit}")
            item.setToolTip(tr("{0}, {1} to {2} in training").format(factor.name, f"{factor.low:.4g}",
                                                                    f"{factor.high:.4g}"))
            self.inputs.setItem(row, 0, item)
            box = QgsMapLayerComboBox()
            set_up_layers(box, RASTER)
            box.installEventFilter(self._guard)
            box.setLayer(self._guess(factor.name))
            box.layerChanged.connect(lambda _: self._check())
            self.inputs.setCellWidget(row, 1, box)
            self.inputs.setRowHeight(row, box.sizeHint().height())
            self._boxes[factor.name] = box
        fit_height(self.inputs)
        self._check()

    def _guess(self, name: str):
        """Give the layer that carries a factor's name; the DEM for the elevation."""
        if name == DEM and self._terrain.dem.currentLayer() is not None:
            return self._terrain.dem.currentLayer()
        for layer in QgsProject.instance().mapLayers().values():
            if layer.type() != QgsMapLayer.LayerType.RasterLayer:
                continue
            plain = layer.name().lower().replace(" ", "_").partition(",")[0]
            if name in (plain, Path(layer.source()).stem.lower()) or f"SCARP_NAME={name}" in layer.htmlMetadata():
                return layer
        return None

    def _check(self) -> None:
        lacking = [name for name, box in self._boxes.items() if box.currentLayer() is None]
        self.predict.setEnabled(not lacking)
        self.inputsNote.setText("⚠ " + tr("No layer for: {0}.").format(", ".join(lacking)) if lacking
                                else "✓ " + tr("Every input has its layer."))
        self.changed.emit()

    def _predict(self) -> None:
        values = {"MODEL": self.model.currentData()}
        if self._boxes:
            values["FACTORS"] = [box.currentLayer().source() for box in self._boxes.values()]
            values["FACTOR_NAMES"] = ";".join(self._boxes)
        self.algorithm_asked.emit(PREDICTORS[self.read.network], values)

    def state(self) -> dict:
        """The network and its layers."""
        return {"model": self.model.currentData(), "layers": {name: layer_id(box) for name, box in self._boxes.items()}}

    def restore(self, state: dict) -> None:
        """Show a saved state."""
        path = state.get("model") or ""
        if path and Path(path).is_file():
            self.choose_file(path)
        else:
            self.model.setCurrentIndex(0)
        self._chosen()
        for name, saved in state.get("layers", {}).items():
            if name in self._boxes:
                choose(self._boxes[name], saved)


def card_text(card) -> str:
    """Write a card for people: what it is, what it learnt from, how good it was, what to beware of."""
    measures = []
    for split, words in (("blocks", tr("ROC AUC {0} in spatial blocks")), ("random", tr("{0} at random"))):
        auc = card.metrics.get(split, {}).get("auc") if isinstance(card.metrics.get(split), dict) else None
        if auc is not None:
            measures.append(words.format(f"{auc:.2f}"))
    lines = [f"<b>{card.title}</b>", tr("{0} networks, {1} inputs, cells of {2} m").format(
        card.members, len(card.factors), f"{card.cell_size:g}")]
    if card.training.get("area"):
        lines.append(tr("Trained on: {0}").format(card.training["area"]))
    if measures:
        lines.append("; ".join(measures))
    if card.licence:
        lines.append(card.licence)
    lines += [f"⚠ {text}" for text in card.caveats]
    return "<br>".join(lines)
