"""Short ways to add parameters: every one with label, unit, help and flags."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ...engine.outputs import MAPS
from ...translate import tr


class ParameterBuilder:
    """Adds parameters to the algorithm it is mixed into.

    ``help`` says meaning, unit and range; ``advanced`` hides a parameter from the basic form.
    """

    def add(self, parameter, help: str, advanced: bool = False) -> None:
        """Add any parameter."""
        parameter.setHelp(help)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
        self.addParameter(parameter)

    def raster(self, name: str, label: str, help: str, optional: bool = False, advanced: bool = False) -> None:
        """Add a raster."""
        self.add(QgsProcessingParameterRasterLayer(name, tr(label), optional=optional), tr(help), advanced)

    def rasters(self, name: str, label: str, help: str, optional: bool = False, advanced: bool = False) -> None:
        """Add a list of rasters."""
        self.add(QgsProcessingParameterMultipleLayers(name, tr(label), QgsProcessing.TypeRaster, optional=optional),
                 tr(help), advanced)

    def rasters_or_polygons(self, name: str, label: str, help: str, optional: bool = False) -> None:
        """Add a list of maps that may be rasters or polygons."""
        self.add(QgsProcessingParameterMultipleLayers(name, tr(label), QgsProcessing.TypeMapLayer, optional=optional),
                 tr(help))

    def raster_or_polygons(self, name: str, label: str, help: str, advanced: bool = False) -> None:
        """Add a map that may be a raster or polygons; optional."""
        self.add(QgsProcessingParameterMapLayer(
            name, tr(label), optional=True, types=[QgsProcessing.TypeRaster, QgsProcessing.TypeVectorPolygon]),
            tr(help), advanced)

    def polygons(self, name: str, label: str, help: str, advanced: bool = False) -> None:
        """Add polygons; optional."""
        self.add(QgsProcessingParameterFeatureSource(name, tr(label), [QgsProcessing.TypeVectorPolygon], optional=True),
                 tr(help), advanced)

    def table(self, name: str, label: str, help: str, advanced: bool = False) -> None:
        """Add a CSV or any attribute table; optional."""
        self.add(QgsProcessingParameterFeatureSource(name, tr(label), [QgsProcessing.TypeVector], optional=True),
                 tr(help), advanced)

    def places(self, name: str, label: str, help: str, optional: bool = False, advanced: bool = False) -> None:
        """Add points or polygons."""
        self.add(QgsProcessingParameterFeatureSource(
            name, tr(label), [QgsProcessing.TypeVectorPoint, QgsProcessing.TypeVectorPolygon], optional=optional),
            tr(help), advanced)

    def number(self, name: str, label: str, help: str, default: float | None = None, lowest: float | None = None,
               highest: float | None = None, integer: bool = False, advanced: bool = False) -> None:
        """Add a number; optional where it has no default."""
        kind = QgsProcessingParameterNumber.Integer if integer else QgsProcessingParameterNumber.Double
        parameter = QgsProcessingParameterNumber(name, tr(label), kind, default, default is None)
        if lowest is not None:
            parameter.setMinimum(lowest)
        if highest is not None:
            parameter.setMaximum(highest)
        self.add(parameter, tr(help), advanced)

    def choice(self, name: str, label: str, help: str, options: dict, default: str | None = None,
               advanced: bool = False) -> None:
        """Add an enum of static strings; ``options`` gives each value its explanation. Optional without default."""
        told = "; ".join(f"{value}: {tr(meaning)}" for value, meaning in options.items())
        self.add(QgsProcessingParameterEnum(name, tr(label), list(options), defaultValue=default,
                                            optional=default is None, usesStaticStrings=True),
                 f"{tr(help)} {told}.".strip(), advanced)

    def flag(self, name: str, label: str, help: str, default: bool, advanced: bool = False) -> None:
        """Add a yes or no."""
        self.add(QgsProcessingParameterBoolean(name, tr(label), defaultValue=default), tr(help), advanced)

    def text(self, name: str, label: str, help: str, default: str = "", advanced: bool = False) -> None:
        """Add a text; optional."""
        self.add(QgsProcessingParameterString(name, tr(label), defaultValue=default or None, optional=True), tr(help),
                 advanced)

    def number_or_raster(self, name: str, label: str, unit: str, help: str, lowest: float | None = None,
                         highest: float | None = None, advanced: bool = True) -> None:
        """Add ``NAME``, a raster, and ``NAME_VALUE``, a number; the raster wins."""
        self.raster(name, f"{label} ({unit}), raster", f"{help} A raster in {unit}; it wins over {name}_VALUE.", True,
                    advanced)
        self.number(f"{name}_VALUE", f"{label} ({unit}), one number", f"{help} One number in {unit} for all cells.",
                    None, lowest, highest, advanced=advanced)

    def output_maps(self) -> None:
        """Add the maps of `engine.outputs`: the first output is made by default, all others when asked for."""
        for name, made in MAPS[self.NAME].items():
            first = not self.destinationParameterDefinitions()
            self.add(QgsProcessingParameterRasterDestination(name, made.heading(tr), optional=True,
                                                             createByDefault=first), tr(made.help))

    def output_points(self, name: str, label: str, help: str) -> None:
        """Add a point layer output; made by default when it comes first."""
        first = not self.destinationParameterDefinitions()
        self.add(QgsProcessingParameterFeatureSink(name, tr(label), QgsProcessing.TypeVectorPoint, optional=True,
                                                   createByDefault=first), tr(help))

    def output_file(self, name: str, label: str, help: str, kind: str) -> None:
        """Add a file output of a kind such as ``csv`` or ``html``; made by default when it comes first."""
        first = not self.destinationParameterDefinitions()
        self.add(QgsProcessingParameterFileDestination(name, tr(label), f"{kind.upper()} (*.{kind})", optional=True,
                                                       createByDefault=first), tr(help))

    def output_folder(self, name: str, label: str, help: str) -> None:
        """Add a folder output."""
        first = not self.destinationParameterDefinitions()
        self.add(QgsProcessingParameterFolderDestination(name, tr(label), optional=not first, createByDefault=first),
                 tr(help))

    def output_number(self, name: str, label: str) -> None:
        """Add a number among the results."""
        self.addOutput(QgsProcessingOutputNumber(name, tr(label)))
