"""What the user gave, read by type: paths of rasters, records of tables, polygons, numbers, choices."""

from __future__ import annotations

import os

from qgis.core import (
    NULL,
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingUtils,
    QgsProperty,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QThread

from ...engine.errors import InputError
from ...engine.grid import LayerPath
from ...engine.records import BesideCommas, brief
from .checks import FALSE, output_path
from .layers import (
    check_first_line,
    is_temporary,
    layer_taken,
    not_repeatable,
    raster_not_repeatable,
    raster_path,
    refuse_network,
    refuse_service,
    separated_by_comma,
    source_text,
)


class Given:
    """The parameters of one run, with every layer resolved; made on the thread the layers live in.

    Afterwards no layer is looked up any more: QGIS forgets the project's variables at every look-up, and crashes where
    a canvas reads them meanwhile.

    Parameters
    ----------
    algorithm : QgsProcessingAlgorithm
    parameters : dict
        As QGIS gives them.
    context : QgsProcessingContext

    Attributes
    ----------
    resolved : dict
        `parameters` with layers in place of names that QGIS itself would not resolve (NetCDF variables).
    notes : list of str
        What the user should know of how layers were read.
    not_repeatable : dict of str to str
        By parameter, why no command can repeat what was read.
    temporary : list of str
        Parameters with tables or vector layers in temporary files.

    Raises
    ------
    InputError
        A layer is missing, unreadable or of the wrong kind.
    """

    def __init__(self, algorithm, parameters, context) -> None:
        self._algorithm, self._parameters, self._context = algorithm, parameters, context
        self._paths: dict = {}
        self._sources: dict = {}
        self._titles: dict = {}
        self._files: dict = {}
        self._named: dict = {}
        self._texts: dict = {}
        self._mixed: dict = {}
        self._commas: set = set()
        self.notes: list = []
        self.not_repeatable: dict = {}
        self.temporary: list = []
        self.resolved = dict(parameters)
        self._definitions = {definition.name(): definition for definition in algorithm.parameterDefinitions()}
        for name, definition in self._definitions.items():
            if not self.has(name):
                continue
            if isinstance(definition, QgsProcessingParameterRasterLayer):
                self._paths[name] = [self._raster(name, parameters[name])]
            elif isinstance(definition, QgsProcessingParameterMultipleLayers) and (
                    definition.layerType() == QgsProcessing.TypeMapLayer):
                self._read_mixed(name, parameters[name])
            elif isinstance(definition, QgsProcessingParameterMultipleLayers):
                self._paths[name] = self._rasters(name, parameters[name])
            elif isinstance(definition, QgsProcessingParameterFeatureSource):
                self._read(name, self._vector_layer(name, parameters[name]))
            elif isinstance(definition, QgsProcessingParameterMapLayer):
                self._map(name)

    # ---- values ---------------------------------------------------------------------------------------------------

    def has(self, name: str) -> bool:
        """Whether the parameter is there and was given a value; its default does not count."""
        value = self._parameters.get(name)
        return name in self._definitions and value is not None and value != NULL and value != "" and value != []

    def offers(self, name: str) -> bool:
        """Whether the algorithm has such an input or output."""
        return name in self._definitions or self._algorithm.outputDefinition(name) is not None

    def is_set(self, name: str) -> bool:
        """Whether the parameter was given something else than its default."""
        if not self.has(name):
            return False
        value, default = self._parameters[name], self._definitions[name].defaultValue()
        if isinstance(default, bool):
            return self.flag(name) != default
        if isinstance(default, (int, float)):
            return self.number(name) != default
        return value != default

    def raster(self, name: str) -> str:
        """Path of a raster, ``""`` when none was given."""
        return self._paths.get(name, [""])[0]

    def rasters(self, name: str) -> list:
        """Paths of a list of rasters."""
        return self._paths.get(name, [])

    def mixed(self, name: str) -> list:
        """Give the layers of a list of rasters and polygons: (name to ask for it by, whether polygons, its title)."""
        return self._mixed.get(name, [])

    def layer_names(self, name: str) -> list:
        """Names of the layers of a list of rasters; a file is called as QGIS calls it."""
        return self._titles.get(name, [])

    def number(self, name: str) -> float | None:
        """Give a number, its default, or None."""
        if not self.has(name) and self._definitions[name].defaultValue() is None:
            return None
        return self._algorithm.parameterAsDouble(self._parameters, name, self._context)

    def integer(self, name: str) -> int:
        """Give a whole number."""
        return self._algorithm.parameterAsInt(self._parameters, name, self._context)

    def choice(self, name: str) -> str:
        """Give the value of an enum, ``""`` when it has neither value nor default."""
        return self._algorithm.parameterAsEnumString(self._parameters, name, self._context)

    def flag(self, name: str) -> bool:
        """Give a yes or no; QGIS itself takes the text 'no' for yes."""
        value = self._parameters.get(name)
        if isinstance(value, str):
            return value.strip().lower() not in FALSE
        return self._algorithm.parameterAsBool(self._parameters, name, self._context)

    def text(self, name: str) -> str:
        """Give a text, ``""`` when none was given."""
        return self._algorithm.parameterAsString(self._parameters, name, self._context).strip()

    def is_vector(self, name: str) -> bool:
        """Whether a map that may be raster or polygons is polygons."""
        return name in self._sources

    def fields(self, name: str) -> list:
        """Names of the columns of a table or of polygons."""
        return self._sources[name].fields().names()

    def records(self, name: str) -> list:
        """Rows of a table as dictionaries from column name to value (None where empty).

        Raises
        ------
        InputError
            The table has no rows.
        """
        source = self._sources[name]
        columns = self.fields(name)
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.NoGeometry)
        rows = [dict(zip(columns, self.cells(name, feature))) for feature in source.getFeatures(request)]
        if not rows:
            raise InputError(name, "the table has no rows", "Choose a table with at least one.")
        return rows

    def cells(self, name: str, feature) -> list:
        """Give the attributes of a feature of a table; None where empty, marked where commas separate columns."""
        values = [None if value == NULL else value for value in feature.attributes()]
        if name in self._commas:
            values = [BesideCommas(value) if isinstance(value, str) else value for value in values]
        return values

    def destination(self, name: str) -> str:
        """Give the path an output was asked for at, ``""`` when none, or a temporary one."""
        return output_path(self._parameters.get(name), self._context)

    def layer(self, name: str) -> QgsProcessingFeatureSource:
        """Give a table or vector layer as QGIS reads it: fields, CRS, geometries and attributes."""
        return self._sources[name]

    def polygons(self, name: str, field: str = ""):
        """Read polygons.

        Parameters
        ----------
        name : str
            A parameter with polygons.
        field : str
            Attribute to read along; none when empty.

        Returns
        -------
        geometries : list of bytes
            WKB.
        values : list
            The attribute of each polygon, None where it is empty or no field was asked for.
        crs : str
            WKT, empty when unknown.

        Raises
        ------
        InputError
            There is no polygon, or no such field.
        """
        source = self._sources[name]
        columns = self.fields(name)
        place = next((i for i, column in enumerate(columns) if column.lower() == field.lower()), -1) if field else -1
        if field and place < 0:
            raise InputError(name, f"its polygons have no field '{field}'",
                             f"They have {brief(columns, 30)}.")
        geometries, values = [], []
        check = QgsProcessingFeatureSource.FlagSkipGeometryValidityChecks
        for feature in source.getFeatures(QgsFeatureRequest(), check):
            geometry = feature.geometry()
            if geometry.isEmpty():
                continue
            geometries.append(bytes(geometry.asWkb()))
            value = feature.attributes()[place] if place >= 0 else None
            values.append(None if value == NULL else value)
        if not geometries:
            raise InputError(name, "it has no polygons", "Choose a layer with at least one, or leave it out.")
        crs = source.sourceCrs()
        return geometries, values, crs.toWkt() if crs.isValid() else ""

    def shapes(self, name: str, field: str = "") -> tuple:
        """Give the geometries of a layer as they are, empty ones left out, and its CRS.

        Parameters
        ----------
        name : str
            A parameter with a vector layer.
        field : str
            Attribute to read along; none when empty.

        Returns
        -------
        geometries : list of QgsGeometry
        values : list
            The attribute of each, None where it is empty or no field was asked for.
        crs : QgsCoordinateReferenceSystem
        empty : int
            Features without a geometry.
        """
        source = self._sources[name]
        check = QgsProcessingFeatureSource.FlagSkipGeometryValidityChecks
        place = source.fields().lookupField(field) if field else -1
        geometries, values, empty = [], [], 0
        for feature in source.getFeatures(QgsFeatureRequest(), check):
            geometry = feature.geometry()
            if geometry.isNull() or geometry.isEmpty():
                empty += 1
                continue
            geometries.append(geometry)
            value = feature.attributes()[place] if place >= 0 else None
            values.append(None if value == NULL else value)
        return geometries, values, source.sourceCrs(), empty

    def input_paths(self) -> dict:
        """Give the path of every file that is read, by parameter."""
        found = {}
        for name, paths in self._paths.items():
            found.update({f"{name}, raster {i}" if len(paths) > 1 else name: path for i, path in enumerate(paths, 1)})
        return {**found, **self._files}

    def sources(self) -> dict:
        """Give what every layer is read from as QGIS names it, by parameter."""
        return {**self.input_paths(), **self._named}

    def in_command(self) -> dict:
        """Give what a command names every layer by: file, layer name and filter; a list for several rasters."""
        rasters = {name: paths if len(paths) > 1 else paths[0] for name, paths in self._paths.items()}
        return {**rasters, **self._texts}

    def layer_paths(self) -> list:
        """Give the paths of rasters whose layers say more than their files."""
        return [path for paths in self._paths.values() for path in paths if not path.plain]

    # ---- layers ---------------------------------------------------------------------------------------------------

    def _is_file(self, name: str, value) -> bool:
        """Whether a raster is a file that a step of a run is given on its own thread.

        No layer is then made of it: QGIS frees layers that were made on a thread of its own while they are in use.
        """
        if QThread.currentThread() is QCoreApplication.instance().thread() or not isinstance(value, str) \
                or not os.path.isfile(value):
            return False
        refuse_network(name, value)
        return True

    def _raster(self, name: str, value) -> str:
        if self._is_file(name, value):
            return LayerPath(value)
        layer = self._raster_layer(name, value)
        if not isinstance(value, QgsRasterLayer):
            self.resolved[name] = layer
        return self._path(name, layer)

    def _path(self, name: str, layer) -> LayerPath:
        path = raster_path(name, layer)
        why = raster_not_repeatable(name, path)
        if why:
            self.not_repeatable[name] = why
        return path

    def _rasters(self, name: str, value) -> list:
        if isinstance(value, QgsProperty):
            value = self._algorithm.parameterAsLayerList({name: value}, name, self._context)
        elif isinstance(value, str):
            value = [value] if os.path.exists(value) or ";" not in value else value.split(";")
        elif not isinstance(value, (list, tuple)):
            value = [value]
        value = [each for each in value if each is not None and each != ""]
        names = [f"{name}, raster {i}" if len(value) > 1 else name for i in range(1, len(value) + 1)]
        if all(self._is_file(each, path) for each, path in zip(names, value)):
            self._titles[name] = [os.path.splitext(os.path.basename(path))[0] for path in value]
            return [LayerPath(path) for path in value]
        layers = [self._raster_layer(each, given) for each, given in zip(names, value)]
        self.resolved[name] = layers
        self._titles[name] = [layer.name() for layer in layers]
        return [self._path(each, layer) for each, layer in zip(names, layers)]

    def _raster_layer(self, name: str, value) -> QgsRasterLayer:
        if isinstance(value, QgsRasterLayer):
            layer = value
        elif isinstance(value, str):
            refuse_network(name, value)
            layer = QgsProcessingUtils.mapLayerFromString(value, self._context, True,
                                                          QgsProcessingUtils.LayerHint.Raster)
            layer = layer or self._named_by_gdal(value)
        else:
            parameter = name.split(",")[0]
            layer = self._algorithm.parameterAsRasterLayer({parameter: value}, parameter, self._context)
        if isinstance(layer, QgsRasterLayer) and layer.isValid():
            if layer.providerType() == "gdal":
                refuse_service(name, layer)
            return layer
        raise _unreadable(name, value, "raster")

    def _named_by_gdal(self, value: str):
        """Open what GDAL knows under a name that is no file, such as a variable of a NetCDF file."""
        layer = QgsRasterLayer(value, os.path.basename(value), "gdal") if ":" in value else None
        if layer is None or not layer.isValid():
            return None
        self._context.temporaryLayerStore().addMapLayer(layer)
        return layer

    def _read(self, name: str, layer) -> None:
        source = self._algorithm.parameterAsSource(self._parameters, name, self._context)
        if source is None:
            raise _unreadable(name, self._parameters[name], "table or vector layer")
        self._sources[name] = source
        if layer is None:
            return
        self._files[name], self._texts[name] = layer.source().split("|")[0], source_text(layer)
        self._named[name] = layer.source()
        if separated_by_comma(layer):
            self._commas.add(name)
        value = self._parameters[name]
        taken, why = layer_taken(name, value, layer), not_repeatable(name, value, layer)
        if taken:
            self.notes.append(taken)
        if why:
            self.not_repeatable[name] = why
        elif is_temporary(self._files[name]):
            self.temporary.append(name)

    def _read_mixed(self, name: str, value) -> None:
        """Read a list of rasters and polygons, each under the name of the parameter with its number."""
        if isinstance(value, str):
            value = [value] if os.path.exists(value) or ";" not in value else value.split(";")
        elif not isinstance(value, (list, tuple)):
            value = [value]
        self._mixed[name], self._texts[name] = [], []
        for number, each in enumerate((each for each in value if each is not None and each != ""), 1):
            key = f"{name}, layer {number}"
            tif = isinstance(each, str) and each.lower().endswith((".tif", ".tiff"))
            layer = None if tif and self._is_file(key, each) else self._vector_layer(key, each)
            if layer is None:
                path = self._raster(key, each)
                self.resolved.pop(key, None)
                self._paths[key] = [path]
                title, text = os.path.splitext(os.path.basename(str(path)))[0], str(path)
                if not isinstance(each, str):
                    title = each.name()
            else:
                self._sources[key] = QgsProcessingUtils.variantToSource(each, self._context)
                self._named[key] = text = layer.source()
                title = layer.name()
            self._mixed[name].append((key, layer is not None, title))
            self._texts[name].append(text)

    def _map(self, name: str) -> None:
        value = self._parameters[name]
        layer = self._vector_layer(name, value)
        if layer is None:
            self._paths[name] = [self._raster(name, value)]
        else:
            self._read(name, layer)

    def _vector_layer(self, name: str, value):
        if isinstance(value, QgsProcessingFeatureSourceDefinition):
            value = value.source.valueAsString(self._context.expressionContext())[0]
        elif isinstance(value, QgsProperty):
            value = value.valueAsString(self._context.expressionContext())[0]
        if isinstance(value, str):
            refuse_network(name, value)
            value = QgsProcessingUtils.mapLayerFromString(value, self._context)
        if not isinstance(value, QgsVectorLayer):
            return None
        refuse_service(name, value)
        check_first_line(name, value)
        return value


def _unreadable(name: str, value, kind: str) -> InputError:
    if not isinstance(value, str):
        return InputError(name, f"the layer cannot be read as a {kind}", "Check that its file still exists.")
    if os.path.exists(value):
        parts = [part for part in QgsProviderRegistry.instance().querySublayers(value)
                 if part.providerKey() == "gdal"] if kind == "raster" else []
        if len(parts) > 1:
            return InputError(name, f"'{value}' cannot be read as it is: it holds several rasters",
                              f"Name one, for example {parts[0].uri()}.")
        return InputError(name, f"'{value}' cannot be read as a {kind}", f"Choose a {kind} that QGIS can open.")
    return InputError(name, f"there is no file or layer '{value}'", f"Choose an existing {kind}.")
