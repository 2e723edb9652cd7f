"""Models: what a trained network is and wants, before it runs; prediction; training."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QHeaderView, QTableWidgetItem

from ...engine.errors import ScarpError
from ...engine.networks.kinds import KINDS, PINN
from ...engine.networks.session import read_card
from ...paths import SHIPPED_NETWORKS
from ...translate import tr
from ..widgets.fitting import fit_to_contents
from ..widgets.page import (
    PLACES,
    RASTER,
    TABLE,
    Page,
    as_number,
    choose,
    layer_id,
    number_problem,
    reference,
    set_layer,
    set_up_layers,
)
from .train_form import TrainForm

PGA_UNITS = ("g", "%g", "m/s2")
DEM = "elevation"


class ModelsPage(Page):
    """Trained networks, read from their cards."""

    FORM = "pages/models.ui"
    TITLE = "Models"
    algorithm_asked = pyqtSignal(str, dict)
    predict_asked = pyqtSignal()
    train_asked = pyqtSignal()

    def __init__(self, terrain, parent=None) -> None:
        super().__init__(parent)
        self._terrain, self.read, self._boxes, self.busy = terrain, None, {}, False
        for path in sorted(SHIPPED_NETWORKS.glob("*.onnx")):
            self.model.addItem(path.stem, str(path))
        self.model.insertItem(0, tr("none"), "")
        self.model.currentIndexChanged.connect(lambda _: self._chosen())
        self.modelFile.clicked.connect(self._open)
        self.predict.clicked.connect(self.predict_asked)
        self.inputs.setColumnCount(2)
        self.inputs.setHorizontalHeaderLabels([tr("Input"), tr("Layer")])
        self.inputs.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._fitting = QTimer(self)      # once, when all columns have their width
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(lambda: fit_to_contents(self.inputs))
        self.inputs.horizontalHeader().sectionResized.connect(lambda *_: self._fitting.start(0))
        self.inputs.verticalHeader().hide()
        self.layers("units", PLACES | TABLE)
        self.units.layerChanged.connect(lambda _: self._check())
        self.byTable.toggled.connect(lambda _: self._list_inputs())
        self.pgaValue.textChanged.connect(lambda _: self._check())
        self.pgaUnit.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.factors.clicked.connect(lambda: self.algorithm_asked.emit("scarp:terrainfactors", {}))
        self.samples.clicked.connect(lambda: self.algorithm_asked.emit("scarp:samplepoints", {}))
        self.trainPinn.clicked.connect(lambda: self.algorithm_asked.emit(PINN.train, self._units()))
        self.training = TrainForm(self)
        self.restore({})

    @property
    def complete(self) -> bool:
        """Whether a network is chosen that can run with the layers chosen."""
        return self.read is not None and not self._lacking()

    @property
    def algorithm(self) -> str:
        """Id of the algorithm that predicts with the network chosen."""
        return self.kind.predict

    @property
    def kind(self):
        """Kind of the network chosen (Kind); None where none is."""
        return KINDS[self.read.kind] if self.read is not None else None

    @property
    def by_table(self) -> bool:
        """Whether the network reads a table, not rasters."""
        return self.read is not None and self.kind.tables and self.byTable.isChecked()

    @property
    def _shaking(self) -> bool:
        """Whether the network takes one shaking for all, as a number."""
        return self.read is not None and self.kind.shaking

    def set_busy(self, busy: bool) -> None:
        """Hold back while something runs; the footer says what."""
        self.busy = busy
        self._check()
        self.training.check()

    def _open(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Open a Network"), "", "ONNX (*.onnx)")
        if path:
            self.choose_file(path)

    def choose_file(self, path: str) -> None:
        """Choose a network by its file."""
        if self.model.findData(path) < 0:
            self.model.addItem(Path(path).stem, path)
        self.model.setCurrentIndex(self.model.findData(path))

    # ---- the network and its inputs ---------------------------------------------------------------------------------

    def _chosen(self) -> None:
        path, self.read = self.model.currentData(), None
        self.none.setVisible(self.model.count() < 2)
        fault = ""
        if path:
            try:
                self.read = read_card(path)
            except ScarpError as error:
                fault = str(error)
        self.card.setText(card_text(self.read) if self.read is not None else fault)
        self.card.setVisible(bool(path))
        outdated = [f"{Path(path).name} {self.read.outdated}."] if self.read is not None and self.read.outdated else []
        caveats = [*outdated, *self.read.caveats] if self.read is not None else []
        self.caveatBox.setVisible(bool(caveats))
        self.caveatBox.setTitle(tr("Caveats ({0})").format(len(caveats)))
        self.caveats.setText("\n".join(f"⚠ {text}" for text in caveats))
        self._list_inputs()

    def _names(self) -> dict:
        """Give the inputs of the network by name, with unit and range of the training where the card has them."""
        factors = {factor.name: factor for factor in self.read.factors}
        names = {name: factors.get(name) for name in self.read.section.own_inputs(list(factors))}
        for name in self.read.section.columns(self.by_table).values():
            names.setdefault(name, None)
        return names

    def _list_inputs(self) -> None:
        self._boxes = {}
        known = self.read is not None
        tables = known and self.kind.tables
        self.kindBox.setVisible(tables)
        self.pgaBox.setVisible(self._shaking)
        self.tableBox.setVisible(self.by_table)
        self.inputsBox.setVisible(known and not self.by_table)
        self.factors.setVisible(known and not tables)
        self.predict.setVisible(known)
        if known and not self.by_table:
            self._list_rasters()
        self._check()

    def _list_rasters(self) -> None:
        names = self._names()
        self.inputs.setRowCount(len(names))
        for row, (name, factor) in enumerate(names.items()):
            unit = f", {factor.unit}" if factor is not None and factor.unit else ""
            unit = unit.replace("/", "/\u2060")      # keeps 1/m in one line
            item = QTableWidgetItem(f"{in_words(name)}{unit}")
            item.setToolTip(name if factor is None else tr("{0}, {1} to {2} in training").format(
                name, f"{factor.low:.4g}", f"{factor.high:.4g}"))
            self.inputs.setItem(row, 0, item)
            box = QgsMapLayerComboBox()
            set_up_layers(box, RASTER)
            box.setAccessibleName(tr("Layer for {0}").format(name))
            box.installEventFilter(self._guard)
            set_layer(box, self._guess(name))
            box.layerChanged.connect(lambda _: self._check())
            self.inputs.setCellWidget(row, 1, box)
            self._boxes[name] = box
        fit_to_contents(self.inputs)

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

    def _lacking(self) -> list:
        """Name the inputs that have no layer or column."""
        columns = self.read.section.columns(self.by_table)
        shaking = [columns["pga"]] if self._shaking and self.pgaValue.text().strip() else ()
        if not self.by_table:
            return [name for name, box in self._boxes.items() if box.currentLayer() is None and name not in shaking]
        layer = self.units.currentLayer()
        columns = [field.name().lower() for field in layer.fields()] if layer is not None else []
        return [name for name in self._names() if name.lower() not in columns and name not in shaking]

    def _check(self) -> None:
        if self.read is None:
            self.changed.emit()
            return
        lacking, words = self._lacking(), ""
        if self.by_table:
            if self.units.currentLayer() is None:
                words = tr("It needs the columns {0}.").format(", ".join(self._names()))
            elif lacking:
                words = "⚠ " + tr("No column for: {0}.").format(", ".join(lacking))
            else:
                words = "✓ " + tr("Every input has its column.")
            self.unitsNote.setText(words)
        else:
            self.inputsNote.setText("⚠ " + tr("No layer for: {0}.").format(", ".join(map(in_words, lacking))) if lacking
                                    else "✓ " + tr("Every input has its layer."))
        wrong = number_problem(self.pgaValue, tr("PGA"), 0.0, 1000.0) if self._shaking else []
        self.predict.setEnabled(not lacking and not wrong and not self.busy)
        self.changed.emit()

    # ---- as a page ------------------------------------------------------------------------------------------------

    def _units(self) -> dict:
        """The table or slope units, for training too."""
        return {"INPUT": reference(self.units.currentLayer())}

    def parameters(self) -> dict:
        """The network, and what it reads."""
        values = {"MODEL": self.model.currentData()}
        if self.by_table:
            values.update(self._units())
        else:
            chosen = {name: box.currentLayer() for name, box in self._boxes.items()}
            chosen = {name: layer for name, layer in chosen.items() if layer is not None}
            if self.read.section.from_dem and DEM in chosen:
                values["DEM"] = chosen.pop(DEM).source()
            values["FACTORS"] = [layer.source() for layer in chosen.values()]
            values["FACTOR_NAMES"] = ";".join(chosen)
        if self._shaking and self.pgaValue.text().strip():
            values["PGA_VALUE"] = as_number(self.pgaValue.text())
            values["PGA_UNIT"] = PGA_UNITS[self.pgaUnit.currentIndex()]
        return values

    def state(self) -> dict:
        """The network, its layers, and what is to be trained on."""
        return {"model": self.model.currentData(), "layers": {name: layer_id(box) for name, box in self._boxes.items()},
                "by_table": self.byTable.isChecked(), "units": layer_id(self.units), "pga": self.pgaValue.text(),
                "pga_unit": self.pgaUnit.currentIndex(), "training": self.training.state()}

    def restore(self, state: dict) -> None:
        """Show a saved state."""
        (self.byTable if state.get("by_table", True) else self.byRasters).setChecked(True)
        choose(self.units, state.get("units"))
        self.pgaValue.setText(state.get("pga", ""))
        self.pgaUnit.setCurrentIndex(int(state.get("pga_unit", 0)))
        self.training.restore(state.get("training", {}))
        path = state.get("model") or ""
        if path and Path(path).is_file():
            self.choose_file(path)
        else:
            self.model.setCurrentIndex(0)
        self._chosen()
        for name, saved in state.get("layers", {}).items():
            if name in self._boxes:
                choose(self._boxes[name], saved)


def in_words(name: str) -> str:
    """Write the name of an input so that it can be read, and broken into lines."""
    return name.replace("_", " ")


def card_text(card) -> str:
    """Write a card for people: what it is, what it learnt from, how good it was."""
    measures = []
    for split, words in (("blocks", tr("ROC AUC {0} in spatial blocks")), ("random", tr("{0} at random"))):
        auc = card.metrics.get(split, {}).get("auc") if isinstance(card.metrics.get(split), dict) else None
        if auc is not None:
            measures.append(words.format(f"{auc:.2f}"))
    width = card.section.cell_width()
    words = tr("{0} networks, {1} inputs") if width is None else tr("{0} networks, {1} inputs, cells of {2} m")
    lines = [f"<b>{card.title}</b>", words.format(card.members, len(card.factors), width and f"{width:g}")]
    if card.training.get("area"):
        lines.append(tr("Trained on: {0}").format(card.training["area"]))
    if measures:
        lines.append("; ".join(measures))
    if card.licence:
        lines.append(card.licence)
    return "<br>".join(lines)
