"""Vector outputs: written beside their place and counted, so that an existing file is whole or untouched.

QGIS empties an existing file when it opens a sink. A file is therefore written in a folder beside it, under its own
name (some formats make several files, and name the layer by the file). A layer of a GeoPackage goes into a copy of it.
A table of a PostgreSQL database is written under another name and takes its own in one transaction.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import uuid

from qgis.core import (
    NULL,
    QgsDataSourceUri,
    QgsFeatureSink,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProviderConnectionException,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from ...engine.commit import STALE, Move, beside, check_target, place, recover
from ...engine.errors import ResourceError
from ...engine.grid.identity import database
from ...engine.grid.vectors import copy_database, count_features
from ...engine.records import plain_cell

UNREADABLE = (".pdf", ".sql")
"""Formats that can only be written, so that their features cannot be counted."""

SPREADSHEETS = (".csv", ".tsv", ".xlsx", ".ods")
"""Formats whose cells a spreadsheet may take for formulas."""

LONGEST_WORDS = 200
"""Of what QGIS says: it may hold whole statements of SQL."""

_PROVIDER = re.compile(r"^([A-Za-z]{3,}):(.*)$", re.DOTALL)


class Sink:
    """One vector output in the making.

    Parameters
    ----------
    algorithm : QgsProcessingAlgorithm
    parameters : dict
    name : str
        Of the parameter.
    context : QgsProcessingContext

    Attributes
    ----------
    target : str
        What QGIS knows the layer by, once it is written.
    moves : list of Move
    leftovers : list of str
    last : callable or None
        For `engine.commit.commit`.
    """

    def __init__(self, algorithm, parameters, name: str, context) -> None:
        self._algorithm, self._parameters, self.name, self._context = algorithm, parameters, name, context
        self._value = parameters.get(name)
        self._output = destination(self._value, context)
        self.target, self.moves, self.leftovers, self.last = "", [], [], None
        self._folder = ""
        self._scratch_table = None

    def write(self, fields, geometry_type, crs, features) -> None:
        """Write all features and check that they arrived.

        Raises
        ------
        InputError
            The place cannot be written to.
        ResourceError
            Not all features arrived; the disk may be full.
        """
        kind, file = self._kind()
        if kind == "direct":
            self.target = self._fill(self._value, fields, geometry_type, crs, features)
            self._check(QgsProcessingUtils.mapLayerFromString(self.target, self._context), len(features))
        elif kind == "table":
            self._write_table(fields, geometry_type, crs, features)
        else:
            self._write_beside(kind, file, fields, geometry_type, crs, features)

    def discard(self) -> None:
        """Remove what was not moved."""
        if self._folder:
            self._let_go()
            shutil.rmtree(self._folder, ignore_errors=True)
        if self._scratch_table is not None:
            with contextlib.suppress(QgsProviderConnectionException):      # the server may be what failed
                self._drop_scratch()

    def load(self, style) -> None:
        """Have the layer loaded and styled with the results, where that was asked for."""
        definition = self._value
        moved = self.moves or self.last      # else QGIS was told of the place itself
        if moved and isinstance(definition, QgsProcessingOutputLayerDefinition) and definition.destinationProject:
            title = definition.destinationName or self._algorithm.parameterDefinition(self.name).description()
            self._context.addLayerToLoadOnCompletion(self.target, QgsProcessingContext.LayerDetails(
                title, definition.destinationProject, self.name, QgsProcessingUtils.LayerHint.Vector))
        if self._context.willLoadLayerOnCompletion(self.target):
            style.attach(self._context.layerToLoadOnCompletionDetails(self.target))

    # ---- kinds of places ------------------------------------------------------------------------------------------

    def _kind(self) -> tuple:
        """Give ``direct`` (memory, a server without transactions), ``table``, ``file`` or ``layer``, and the file."""
        output = self._output
        if not output or output == QgsProcessing.TEMPORARY_OUTPUT or output.startswith("memory:") or (
                isinstance(self._value, QgsProcessingOutputLayerDefinition) and self._value.useRemapping()):
            return "direct", ""
        found = _PROVIDER.match(output)
        if not found:
            return "file", output
        if found.group(1).lower() in ("ogr", "spatialite"):
            file = database(output)
            return ("layer", file) if file else ("direct", "")
        return ("table" if found.group(1).lower() in ("postgis", "postgres", "postgresql") else "direct"), ""

    def _write_beside(self, kind, file, fields, geometry_type, crs, features) -> None:
        check_target(self.name, file)
        real = place(file)
        recover(os.path.dirname(real))
        self._folder = beside(real, ".part")
        inside = os.path.join(self._folder, os.path.basename(real))
        with self._faults():
            os.mkdir(self._folder)
            if kind == "layer" and os.path.exists(real):
                copy_database(real, inside)
            written = self._fill(self._elsewhere(self._output.replace(file, inside)), fields, geometry_type, crs,
                                 _tame(features) if real.lower().endswith(SPREADSHEETS) else features)
            self._let_go()
            self._check(written, len(features))
            names = sorted(os.listdir(self._folder))
        if os.path.basename(real) not in names:
            raise ResourceError(f"{self.name}: '{file}' could not be written.")
        self.target = written.replace(inside, file)
        self.moves = [Move(os.path.join(self._folder, name), os.path.join(os.path.dirname(real), name), self.name)
                      for name in names if not name.endswith(STALE)]
        self.leftovers = [self._folder]

    def _write_table(self, fields, geometry_type, crs, features) -> None:
        provider, words = _PROVIDER.match(self._output).groups()
        uri = QgsDataSourceUri(words)
        scratch = QgsDataSourceUri(words)
        scratch.setDataSource(uri.schema(), f"scarp_{uuid.uuid4().hex[:12]}", uri.geometryColumn(), "",
                              uri.keyColumn())
        self._scratch_table = scratch
        written = self._fill(self._elsewhere(f"{provider}:{scratch.uri(False)}"), fields, geometry_type, crs, features)
        self._let_go(scratch.table())
        self._check(QgsVectorLayer(scratch.uri(False), "", "postgres"), len(features))
        self.target = written.replace(scratch.table(), uri.table())

        def rename() -> None:
            where = f'"{uri.schema()}".' if uri.schema() else ""
            try:
                # Statements sent together are one transaction; an explicit one would stay open after a fault.
                self._connection().executeSql(f'DROP TABLE IF EXISTS {where}"{uri.table()}"; '
                                              f'ALTER TABLE {where}"{scratch.table()}" RENAME TO "{uri.table()}"')
            except QgsProviderConnectionException as error:
                said = " ".join(str(error).split())
                raise ResourceError(f"{self.name}: the table \"{uri.table()}\" cannot be replaced: {said}") from error
            self._scratch_table = None

        self.last = rename

    def _connection(self):
        return QgsProviderRegistry.instance().providerMetadata("postgres").createConnection(
            self._scratch_table.uri(False), {})

    def _drop_scratch(self) -> None:
        table = self._scratch_table
        where = f'"{table.schema()}".' if table.schema() else ""
        self._connection().executeSql(f'DROP TABLE IF EXISTS {where}"{table.table()}"')
        self._scratch_table = None

    # ---- writing --------------------------------------------------------------------------------------------------

    def _elsewhere(self, output: str):
        """Give the output's definition for another place, not loaded with the results."""
        definition = QgsProcessingOutputLayerDefinition(output)
        if isinstance(self._value, QgsProcessingOutputLayerDefinition):
            definition.createOptions = self._value.createOptions
        return definition

    def _fill(self, value, fields, geometry_type, crs, features) -> str:
        parameters = {**self._parameters, self.name: value}
        sink, target = self._algorithm.parameterAsSink(parameters, self.name, self._context, fields, geometry_type, crs)
        if sink is None:
            raise QgsProcessingException(self._algorithm.invalidSinkError(self._parameters, self.name))
        done = sink.addFeatures(features, QgsFeatureSink.FastInsert)
        said = sink.lastError()
        if hasattr(sink, "finalize"):
            sink.finalize()
        del sink      # closes it
        if not done:
            raise self._cut(said)
        return target

    def _check(self, layer, wanted: int) -> None:
        """Count what arrived in a layer, or in a file by its path and the name of a layer."""
        if isinstance(layer, str):
            path, _, name = layer.partition("|layername=")
            found = wanted if path.lower().endswith(UNREADABLE) else count_features(path, name)
        else:
            # A server that QGIS cannot read from again has told its faults while it was written to.
            found = sum(1 for _ in layer.getFeatures()) if isinstance(layer, QgsVectorLayer) else wanted
        if found < wanted:
            raise self._cut(f"{found} of {wanted} features arrived")

    def _let_go(self, words: str = "") -> None:
        """Close layers that QGIS opened on what was written: it is about to be moved."""
        store = self._context.temporaryLayerStore()
        for key, layer in store.mapLayers().items():
            if (words or self._folder) in layer.source():
                del layer
                store.removeMapLayer(key)

    def _cut(self, said: str) -> ResourceError:
        return ResourceError(f"{self.name}: '{self._output}' could not be written; the disk may be full"
                             f"{': ' + said.strip().rstrip('.') if said else ''}. Free some space or choose another "
                             "folder.")

    @contextlib.contextmanager
    def _faults(self):
        try:
            yield
        except OSError as error:
            raise self._cut(error.strerror or str(error)) from error
        except QgsProcessingException as error:
            raise self._cut(str(error)[:LONGEST_WORDS]) from error


def destination(value, context) -> str:
    """Give the text of an output parameter's value."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.valueAsString(context.expressionContext())[0]
    return value if isinstance(value, str) else ""


def _tame(features) -> list:
    """Make text that a spreadsheet would take for a formula plain."""
    for feature in features:
        feature.setAttributes([plain_cell(value) if isinstance(value, str) and value != NULL else value
                               for value in feature.attributes()])
    return features
