"""Writes the example models of the graphical modeller beside this file; run by the Python of QGIS.

``PYTHONPATH=.build/plugins QT_QPA_PLATFORM=offscreen .venv/bin/python tools/modeller_examples.py``
"""

from __future__ import annotations

from pathlib import Path

import scarp
from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QPointF, QSizeF

Source = QgsProcessingModelChildParameterSource
FOLDER = Path(__file__).resolve().parents[1] / "resources" / "models"


class Maker:
    """A model under construction: inputs above, steps in the middle, outputs beside them."""

    def __init__(self, name: str, help: str) -> None:
        self.model = QgsProcessingModelAlgorithm(name, "Example models", "")
        self.model.setHelpContent({"ALG_DESC": help})
        self._inputs = self._steps = 0

    def take(self, parameter, help: str) -> None:
        """Add an input of the model."""
        parameter.setHelp(help)
        place = QgsProcessingModelParameter(parameter.name())
        place.setPosition(QPointF(120 + 240 * self._inputs, 60))
        self._inputs += 1
        self.model.addModelParameter(parameter, place)

    def step(self, algorithm: str, key: str, title: str, outputs=(), **values) -> None:
        """Add a step.

        Parameters
        ----------
        algorithm : str
            Name after ``scarp:``.
        key, title : str
            Id of the step, and what is shown of it.
        outputs : sequence of (str, str)
            Name of an output of the algorithm and its title in the model.
        **values
            ``"@NAME"`` is an input of the model, ``"key.NAME"`` the output of a step, lists several of these; anything
            else is a value.
        """
        child = QgsProcessingModelChildAlgorithm(f"scarp:{algorithm}")
        child.setChildId(key)
        child.setDescription(title)
        child.setPosition(QPointF(240 + 260 * self._steps, 260))
        child.setSize(QSizeF(220, 50))
        for name, value in {**self._defaults(algorithm), **values}.items():
            child.addParameterSources(name, [self._source(each) for each in (value if isinstance(value, list)
                                                                             else [value])])
        shown = {}
        for name, words in outputs:
            output = QgsProcessingModelOutput(words, words)
            output.setChildId(key)
            output.setChildOutputName(name)
            output.setPosition(QPointF(240 + 260 * self._steps, 400))
            shown[words] = output
        child.setModelOutputs(shown)
        self._steps += 1
        self.model.addChildAlgorithm(child)

    @staticmethod
    def _defaults(algorithm: str) -> dict:
        """Give what the designer calls mandatory the value that the algorithm would take by itself."""
        made = QgsApplication.processingRegistry().algorithmById(f"scarp:{algorithm}")
        return {each.name(): each.defaultValue() for each in made.parameterDefinitions() if not each.isDestination()
                and not each.flags() & each.FlagOptional and each.defaultValue() is not None}

    @staticmethod
    def _source(value):
        if isinstance(value, str) and value.startswith("@"):
            return Source.fromModelParameter(value[1:])
        if isinstance(value, str) and "." in value and value.rpartition(".")[2].isupper():
            return Source.fromChildOutput(*value.split(".", 1))
        return Source.fromStaticValue(value)

    def write(self) -> None:
        """Write the file."""
        self.model.updateDestinationParameters()
        if not self.model.toFile(str(FOLDER / f"{self.model.name()}.model3")):
            raise OSError(f"{self.model.name()} was not written")


def inputs(maker: Maker) -> None:
    """Take a DEM, a soil table with its zones, and a rain table."""
    table = [QgsProcessing.TypeVector]
    maker.take(QgsProcessingParameterRasterLayer("DEM", "Elevation model (DEM), m"), "In metres, on a metric grid.")
    maker.take(QgsProcessingParameterFeatureSource("SOIL_TABLE", "Soil table", table), "One row, or one a zone.")
    zones = QgsProcessingParameterMapLayer("SOIL_ZONES", "Soil zones", optional=True)
    zones.setDataTypes([QgsProcessing.TypeRaster, QgsProcessing.TypeVectorPolygon])
    maker.take(zones, "Raster or polygons, where the soil table has several rows.")
    maker.take(QgsProcessingParameterString("ZONE_FIELD", "Field of the zone", "zone", False, True),
               "Of polygons: which field holds the zone.")
    maker.take(QgsProcessingParameterFeatureSource("RAIN_TABLE", "Rain table", table), "Columns hours and mm.")


def storm_to_classes() -> None:
    """From a storm to refined classes."""
    maker = Maker("storm_to_classes",
                  "Maps the probability of failure in a storm, smooths the map by a median of 3 cells and an opening, "
                  "and groups it into five classes by natural breaks.")
    inputs(maker)
    maker.step("probabilityoffailure", "pof", "Probability of failure", [("POF", "Probability of failure")],
               DEM="@DEM", SOIL_TABLE="@SOIL_TABLE", SOIL_ZONES="@SOIL_ZONES",
               ZONE_FIELD="@ZONE_FIELD", RAIN_TABLE="@RAIN_TABLE")
    maker.step("refinemap", "refine", "Refine the map", [("OUTPUT", "Refined map")], INPUT="pof.POF",
               MEDIAN=3.0, OPEN=3.0)
    maker.step("classify", "classes", "Classes by natural breaks", [("OUTPUT", "Classes")], INPUT="refine.OUTPUT",
               METHOD="jenks", CLASSES=5)
    maker.write()


def storm_of_a_batch() -> None:
    """One storm of several, with classes that can be compared."""
    maker = Maker("storm_of_a_batch",
                  "Maps the probability of failure in one storm and groups it at the fixed limits 0.0013, 0.023, 0.16 "
                  "and 0.5 (reliability index 3, 2, 1 and 0), so that storms can be compared. Made for Run as Batch "
                  "Process: one row a storm.")
    inputs(maker)
    maker.take(QgsProcessingParameterString("TIMES", "Times of the maps, h", "", False, True),
               "Hours from the start; empty is the end of the rain.")
    maker.step("terrainfactors", "terrain", "Slope", DEM="@DEM")
    maker.step("probabilityoffailure", "pof", "Probability of failure", [("POF", "Probability of failure")],
               DEM="@DEM", SLOPE="terrain.SLOPE", SOIL_TABLE="@SOIL_TABLE", SOIL_ZONES="@SOIL_ZONES",
               ZONE_FIELD="@ZONE_FIELD", RAIN_TABLE="@RAIN_TABLE", TIMES="@TIMES")
    maker.step("classify", "classes", "Classes at fixed limits", [("OUTPUT", "Classes"), ("TABLE", "Table of classes")],
               INPUT="pof.POF", METHOD="fixed", BREAKS="0.0013;0.023;0.16;0.5")
    maker.write()


def susceptibility() -> None:
    """From a DEM to susceptibility by the shipped network."""
    maker = Maker("susceptibility_by_network",
                  "Computes slope, curvatures and wetness index of a DEM with cells of 10 m, runs the network shipped "
                  "with Scarp over them, and groups the result into five equal classes. The network was trained on the "
                  "sample basin in Ecuador; elsewhere it only shows the way.")
    maker.take(QgsProcessingParameterRasterLayer("DEM", "Elevation model (DEM), m"), "Cells of about 10 m.")
    maker.step("terrainfactors", "terrain", "Terrain factors", DEM="@DEM")
    maker.step("predictppmcnn", "network", "Susceptibility", [("SUSCEPTIBILITY", "Susceptibility"),
                                                              ("EXTRAPOLATION", "Outside the training samples")],
               FACTORS=["terrain.SLOPE", "@DEM", "terrain.PLAN_CURVATURE", "terrain.PROFILE_CURVATURE", "terrain.TWI"],
               FACTOR_NAMES="slope;elevation;plan_curvature;profile_curvature;topographic_wetness_index")
    maker.step("classify", "classes", "Five equal classes", [("OUTPUT", "Classes")], INPUT="network.SUSCEPTIBILITY",
               METHOD="equal", CLASSES=5)
    maker.write()


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    plugin = scarp.classFactory(None)
    plugin.initProcessing()
    for make in (storm_to_classes, storm_of_a_batch, susceptibility):
        make()
    plugin.unload()
    application.exitQgis()
