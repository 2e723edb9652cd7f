"""The form that trains a PPM-CNN: samples, factors, length of the search, where the network goes."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtWidgets import QListWidgetItem

from ...translate import tr
from ..runs.layers import OF_RUN
from ..widgets.page import PLACES, choose, layer_id, reference

LABEL = "label"
ROWS_SHOWN = 6
CHECKED = Qt.CheckState.Checked


class TrainForm(QObject):
    """Works the group Train of the page Models.

    Parameters
    ----------
    page : ModelsPage
    """

    def __init__(self, page) -> None:
        super().__init__(page)
        self._page = page
        page.layers("trainSamples", PLACES)
        page.trainSamples.layerChanged.connect(lambda _: self.check())
        page.trainFactors.itemChanged.connect(lambda _: self._changed())
        page.trainFactors.setFixedHeight(int(ROWS_SHOWN * 1.4 * page.fontMetrics().height()))
        page.trainFile.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        page.trainFile.setFilter("ONNX (*.onnx)")
        page.trainFile.fileChanged.connect(lambda _: self._changed())
        for box in (page.trials, page.epochs):
            box.valueChanged.connect(lambda _: self._changed())
        page.train.clicked.connect(page.train_asked)
        self._chosen: set = set()
        QgsProject.instance().layersAdded.connect(self.list_factors)
        QgsProject.instance().layersRemoved.connect(self.list_factors)

    def _changed(self) -> None:
        self._chosen = {item.data(Qt.ItemDataRole.UserRole) for item in self._items() if item.checkState() == CHECKED}
        self.check()
        self._page.changed.emit()

    def _items(self) -> list:
        return [self._page.trainFactors.item(row) for row in range(self._page.trainFactors.count())]

    def list_factors(self, *_) -> None:
        """List the rasters of the project, those chosen before checked."""
        shown = self._page.trainFactors
        shown.blockSignals(True)
        shown.clear()
        for layer in QgsProject.instance().mapLayers().values():
            if layer.type() != QgsMapLayer.LayerType.RasterLayer or layer.providerType() != "gdal" \
                    or layer.customProperty(OF_RUN):
                continue
            item = QListWidgetItem(layer.name())
            item.setData(Qt.ItemDataRole.UserRole, layer.id())
            item.setToolTip(layer.source())
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(CHECKED if layer.id() in self._chosen else Qt.CheckState.Unchecked)
            shown.addItem(item)
        shown.blockSignals(False)
        self.check()

    def check(self) -> None:
        """Allow the training once all is given, else say what is lacking."""
        page, samples = self._page, self._page.trainSamples.currentLayer()
        lacking = ""
        if samples is None:
            lacking = tr("Choose sample points, or draw them.")
        elif LABEL not in [field.name() for field in samples.fields()]:
            lacking = tr("The sample points have no field '{0}'.").format(LABEL)
        elif not self._layers():
            lacking = tr("Check the rasters to learn from.")
        elif not page.trainFile.filePath():
            lacking = tr("Say where the network is saved.")
        page.trainProblem.setText(lacking)
        page.train.setEnabled(not lacking and not page.busy)

    def _layers(self) -> list:
        found = [QgsProject.instance().mapLayer(item.data(Qt.ItemDataRole.UserRole)) for item in self._items()
                 if item.checkState() == CHECKED]
        return [layer for layer in found if layer is not None]

    @property
    def path(self) -> str:
        """File of the network."""
        return str(Path(self._page.trainFile.filePath()).with_suffix(".onnx"))

    def parameters(self) -> dict:
        """What the algorithm is given; the Python is that of the settings."""
        page = self._page
        return {"SAMPLES": reference(page.trainSamples.currentLayer()),
                "FACTORS": [layer.source() for layer in self._layers()],
                "TRIALS": page.trials.value(), "EPOCHS": page.epochs.value(), "MODEL_OUT": self.path,
                "REPORT": str(Path(self.path).with_suffix(".html"))}

    def state(self) -> dict:
        """Everything in the form."""
        page = self._page
        return {"samples": layer_id(page.trainSamples), "factors": sorted(self._chosen), "trials": page.trials.value(),
                "epochs": page.epochs.value(), "file": page.trainFile.filePath()}

    def restore(self, state: dict) -> None:
        """Show a saved state."""
        page = self._page
        self._chosen = set(state.get("factors", ()))
        choose(page.trainSamples, state.get("samples"))
        page.trials.setValue(int(state.get("trials", 3)))
        page.epochs.setValue(int(state.get("epochs", 30)))
        page.trainFile.setFilePath(state.get("file", ""))
        page.trainBox.setCollapsed(not state.get("samples"))
        self.list_factors()
