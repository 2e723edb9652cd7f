"""Scarp's algorithms, as QGIS's toolbox, modeller and command line find them."""

from __future__ import annotations

from qgis.core import QgsMessageLog, QgsProcessingModelAlgorithm, QgsProcessingProvider

from ..paths import EXAMPLE_MODELS, help_url
from ..translate import tr
from .calibrate import Calibrate
from .classify import Classify
from .evaluate import Evaluate
from .factorofsafety import FactorOfSafety
from .frame.base import icon
from .fullanalysis import FullAnalysis
from .newmark import Newmark
from .predictpinn import PredictPinn
from .predictppmcnn import PredictPpmCnn
from .predictsusceptibility import PredictSusceptibility
from .probabilityoffailure import ProbabilityOfFailure
from .refinemap import RefineMap
from .samplepoints import SamplePoints
from .soilthickness import SoilThickness
from .terrainfactors import TerrainFactors
from .trainpinn import TrainPinn
from .trainppmcnn import TrainPpmCnn
from .trainsusceptibility import TrainSusceptibility
from .wettingfront import WettingFront

ALGORITHMS = (TerrainFactors, SoilThickness, WettingFront, FactorOfSafety, ProbabilityOfFailure, RefineMap,
              SamplePoints, Classify, Evaluate, Calibrate, Newmark, TrainSusceptibility,
              PredictSusceptibility, TrainPpmCnn, PredictPpmCnn, TrainPinn, PredictPinn, FullAnalysis)
"""Every algorithm, in the order of a first analysis."""


EXAMPLES = {"storm_to_classes": "Storm to POF to refined classes", "storm_of_a_batch": "POF of one storm of a batch",
            "susceptibility_by_network": "Susceptibility by a trained network"}
"""Titles of the example models in ``resources/models``, by their ids; a model file of QGIS has no title of its own."""


class ExampleModel(QgsProcessingModelAlgorithm):
    """A model that is listed by a title, not by its id.

    Parameters
    ----------
    path : str
        Its file.
    """

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path, self.read = path, self.fromFile(path)

    def createInstance(self) -> ExampleModel:
        """Give a fresh copy, as QGIS wants for every run."""
        return ExampleModel(self._path)

    def displayName(self) -> str:
        """Name in the toolbox."""
        return tr(EXAMPLES.get(self.name(), self.name()))

    def helpUrl(self) -> str:
        """What the help says of the example models."""
        return help_url("dock#example-models-and-many-storms")


class ScarpProvider(QgsProcessingProvider):
    """The provider ``scarp``."""

    def id(self) -> str:
        """Name in algorithm ids and saved models; never changes."""
        return "scarp"

    def name(self) -> str:
        """Name in the toolbox."""
        return "Scarp"

    def longName(self) -> str:
        """Name with a word on what it does."""
        return "Scarp, where slopes fail"

    def icon(self):
        """Icon of the toolbox folder."""
        return icon("scarp")

    def svgIconPath(self) -> str:
        """Icon for the modeller."""
        return "scarp:icons/scarp.svg"

    def supportedOutputRasterLayerExtensions(self) -> list:
        """GeoTIFF alone: it carries units, band names and metadata, and is written in tiles."""
        return ["tif"]

    def loadAlgorithms(self) -> None:
        """Register the algorithms, then the example models."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
        for path in sorted(EXAMPLE_MODELS.glob("*.model3")):      # after the algorithms they are made of
            model = ExampleModel(str(path))
            if model.read:
                self.addAlgorithm(model)
            else:
                QgsMessageLog.logMessage(tr("The model '{0}' cannot be read.").format(path), "Scarp")
