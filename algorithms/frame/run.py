"""One run: progress by stages, messages, scratch space, outputs that come all or not at all."""

from __future__ import annotations

import configparser
import contextlib
import json
import os
import shlex
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSink,
    QgsProcessingUtils,
)

from ...compat import put_in_group
from ...engine.commit import Move, beside, commit, place, recover, write_error
from ...engine.errors import Cancelled
from ...engine.grid import Band, RasterWriter
from ...engine.outputs import MAPS
from ...engine.report import record
from ...engine.stop import stoppable
from ...paths import METADATA
from ...settings import THREADS
from ...translate import tr
from ..results.styling import LayerStyle
from .layers import put_layers
from .output_folder import OutputFolder
from .sinks import Sink
from .substep import Echo

_CHANGED = ("grid of the analysis", "not used", ": put from ", "were multiplied by", "as its layer in QGIS says",
            "as the file says")


@lru_cache(maxsize=1)
def plugin_version() -> str:
    """Give the version in metadata.txt."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(METADATA, encoding="utf-8")
    return metadata.get("general", "version", fallback="")


def software_versions() -> dict:
    """Give the versions of Scarp, QGIS, Python and the packages in use."""
    return record.versions({"Scarp": plugin_version(), "QGIS": Qgis.QGIS_VERSION})


class Run:
    """What an algorithm needs while it computes.

    A context manager: scratch files go at the end, and outputs that were not finished are discarded.

    Attributes
    ----------
    writers : dict of str to RasterWriter
        Open outputs by parameter name.
    messages, warnings : list of str
        What the user was told.
    not_repeatable : dict of str to str
        By parameter, why no command can repeat what was read.
    threads : int or None
        For `engine.grid.tiles`; None is as many as there are processors.
    """

    def __init__(self, algorithm, given, parameters, context, feedback) -> None:
        self._algorithm, self._context, self._feedback = algorithm, context, feedback
        self._layer_paths, self.not_repeatable = given.layer_paths(), dict(given.not_repeatable)
        self._sinks: dict = {}
        self._open_sinks: dict = {}
        self._files: dict = {}
        self._folder = None
        self._shown: dict = {}
        self._stages: dict = {}
        self._scratch = ""
        self._styles: dict = {}
        self.writers: dict = {}
        self.messages: list = []
        self.warnings: list = []
        self.threads = THREADS.get() or None
        self.metadata = {"SCARP_VERSION": plugin_version(), "SCARP_ALGORITHM": algorithm.id(),
                         "SCARP_PARAMETERS": _as_json(algorithm, given, parameters)}
        self._sources = given.sources()
        self._say_what_is_lost()
        self._paths = self._targets(parameters)
        for folder in {os.path.dirname(place(path)) for path in self._paths.values() if path != "sink"}:
            recover(folder)

    def _say_what_is_lost(self) -> None:
        self.metadata.pop("SCARP_NOT_REPEATABLE", None)
        if self.not_repeatable:
            self.metadata["SCARP_NOT_REPEATABLE"] = " ".join(self.not_repeatable.values())

    def name_input(self, name: str, path: str) -> None:
        """Have commands and metadata name a copy of what was read."""
        self.not_repeatable.pop(name, None)
        self._say_what_is_lost()
        self.metadata["SCARP_PARAMETERS"] = json.dumps({**self.parameters, name: path}, ensure_ascii=False)

    def _targets(self, parameters) -> dict:
        definitions = self._algorithm.destinationParameterDefinitions()
        names = [definition.name() for definition in definitions]
        self._parameters = dict(parameters)
        if names and not any(parameters.get(name) for name in names):
            self._parameters[names[0]] = QgsProcessing.TEMPORARY_OUTPUT
        paths = {}
        for name, definition in zip(names, definitions):
            if isinstance(definition, QgsProcessingParameterFeatureSink):
                paths[name] = "sink" if self._parameters.get(name) else ""   # only opening it gives its name
            else:
                paths[name] = self._algorithm.parameterAsOutputLayer(self._parameters, name, self._context)
        return {name: path for name, path in paths.items() if path}

    def __enter__(self) -> Run:
        self._stoppable = stoppable(self.cancelled)
        self._stoppable.__enter__()
        return self

    def __exit__(self, *_) -> None:
        self._stoppable.__exit__(None, None, None)
        for writer in self.writers.values():
            writer.discard()
        for move in self._files.values():
            with contextlib.suppress(FileNotFoundError):
                os.remove(move.temporary)
        for sink in self._open_sinks.values():
            sink.discard()
        if self._folder is not None:
            self._folder.discard()
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)

    # ---- messages and progress ------------------------------------------------------------------------------------

    @property
    def changes(self) -> list:
        """Messages that tell how an input was changed on reading, for reports."""
        return [line for line in self.messages if any(words in line for words in _CHANGED)]

    def log(self, text: str) -> None:
        """Tell the user something worth knowing."""
        self.messages.append(text)
        self._feedback.pushInfo(text)

    def warn(self, text: str) -> None:
        """Tell the user something to think about."""
        self.warnings.append(text)
        self._feedback.pushWarning(text)

    def cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return self._feedback.isCanceled()

    def plan(self, **weights: float) -> None:
        """Say which stages follow, as ``name=share of the time``; those of no weight are left out."""
        self._stages = {name: weight for name, weight in weights.items() if weight}

    def stage(self, name: str, text: str):
        """Begin a stage.

        Parameters
        ----------
        name : str
            A name given to `plan`.
        text : str
            What the user reads, such as "Wetting front".

        Returns
        -------
        callable
            Takes the share of this stage that is done, 0 to 1.
        """
        names, total = list(self._stages), sum(self._stages.values())
        number = names.index(name)
        begin = sum(self._stages[each] for each in names[:number]) / total
        width = self._stages[name] / total
        if self.cancelled():
            raise Cancelled(tr("Cancelled; nothing was written."))
        self._feedback.setProgressText(tr("{0} of {1}: {2}").format(number + 1, len(names), tr(text)))
        self._feedback.setProgress(100.0 * begin)

        def progress(share: float) -> None:
            self._feedback.setProgress(100.0 * (begin + width * min(max(share, 0.0), 1.0)))

        return progress

    def controls(self, name: str, text: str) -> dict:
        """Begin a stage; give the keyword arguments ``progress`` and ``cancelled`` of the engine."""
        return {"progress": self.stage(name, text), "cancelled": self.cancelled}

    def step(self, algorithm, parameters: dict, name: str, text: str) -> dict:
        """Run another algorithm as a stage of this one; what it says is said here.

        Parameters
        ----------
        algorithm : QgsProcessingAlgorithm
        parameters : dict
            Layers and outputs are paths: the project is not looked into, as another thread may be at it.
        name, text : str
            As in `stage`.
        """
        context = QgsProcessingContext()
        context.setTransformContext(self.transforms)
        put_layers(self._layer_paths, context)
        return algorithm.run(parameters, context, Echo(self, self.stage(name, text)), {}, False)[0]

    @property
    def transforms(self):
        """How the project goes from one CRS to another (QgsCoordinateTransformContext)."""
        return self._context.transformContext()

    # ---- files ----------------------------------------------------------------------------------------------------

    def folder(self) -> str:
        """Give the folder for intermediate files, which goes when the run ends."""
        if not self._scratch:
            # QGIS gives no folder where it cannot make one; that would be the folder QGIS was started in.
            self._scratch = tempfile.mkdtemp(prefix="scarp_", dir=QgsProcessingUtils.tempFolder() or None)
        return self._scratch

    def scratch(self, name: str) -> str:
        """Give a path for an intermediate file."""
        return str(Path(self.folder()) / name)

    @property
    def parameters(self) -> dict:
        """Every parameter as it was used, layers by their source."""
        return json.loads(self.metadata["SCARP_PARAMETERS"])

    def command(self, **outputs: str) -> str:
        """Give the command line that repeats this run from any folder, with outputs by name."""
        words = [program(), "run", self._algorithm.id(), "--"]
        for name, value in {**self.parameters, **outputs}.items():
            for each in value if isinstance(value, list) else [value]:
                file = isinstance(each, str) and os.path.isfile(each)
                words.append(f"{name}={os.path.abspath(each) if file else each}")
        said = f"  # {' '.join(self.not_repeatable.values())}" if self.not_repeatable else ""
        return " ".join(shlex.quote(word) for word in words) + said

    def wants(self, *names: str) -> bool:
        """Whether any of these outputs was asked for."""
        return any(name in self._paths for name in names)

    def path(self, name: str) -> str:
        """Where an output goes, ``""`` when it was not asked for."""
        return self._paths.get(name, "")

    def drop(self, *names: str) -> None:
        """Forget outputs that a form asked for by default and that this run does not make."""
        loading = self._context.layersToLoadOnCompletion()
        for name in names:
            loading.pop(self._paths.pop(name, ""), None)
        self._context.setLayersToLoadOnCompletion(loading)

    def open(self, name: str, grid, bands, *, label: str = "", times: int = 1, categories=(), quantity: str = "",
             title: str = "") -> None:
        """Open a raster output, as `engine.outputs` describes it, if it was asked for.

        Parameters
        ----------
        name : str
            Its parameter.
        grid : Grid
        bands : sequence of str or Band
            Descriptions, in the unit of the map, or bands that have units of their own.
        label : str
            What is put behind the title of the layer, such as "6 h".
        times : int
            Number of times mapped: the style shows the last.
        categories : sequence of (value, colour, word)
            Of the style, in place of those of the quantity.
        quantity, title : str
            In place of SCARP_NAME and title of the table, where they follow from the input.
        """
        if name not in self._paths:
            return
        made = MAPS[self._algorithm.NAME][name]
        quantity, title = quantity or made.name, tr(title) if title else made.heading(tr)
        bands = [Band(band, made.unit) if isinstance(band, str) else band for band in bands]
        self.writers[name] = RasterWriter(self._paths[name], grid, bands, made.dtype, made.nodata, name=quantity,
                                          metadata=self.metadata, parameter=name)
        self._styles[name] = LayerStyle(quantity, f"{title} - {label}" if label else title, made.bands.shown(times),
                                        categories)

    def text_file(self, name: str, text: str) -> None:
        """Write an output file beside its place, if it was asked for; it is moved there when the run ends well."""
        self.bytes_file(name, text.encode("utf-8"))

    def bytes_file(self, name: str, content: bytes) -> None:
        """Write an output file of bytes as `text_file` does."""
        path = self.path(name)
        if not path:
            return
        self._files[name] = move = Move(beside(path), path, name)
        try:
            with open(move.temporary, "wb") as file:
                file.write(content)
            if os.path.getsize(move.temporary) != len(content):
                raise OSError("the file is cut short")
        except OSError as error:
            raise write_error(name, path, error) from error

    def extra_file(self, name: str, path: str, content: bytes) -> None:
        """Write a file that belongs to an output, as `bytes_file` does."""
        self._paths[name] = path
        self.bytes_file(name, content)

    def output_folder(self, name: str) -> OutputFolder:
        """Give the folder output, to be filled beside its place; its files are moved in when the run ends well."""
        if self._folder is None:
            self._folder = OutputFolder(self.path(name), name, self._sources.values(), self.warn)
        return self._folder

    def load(self, path: str, title: str, post_processor, group: str, place: int) -> None:
        """Have a file that is no output of its own loaded with the results, at a place in a group."""
        if self._context.project() is not None:
            details = QgsProcessingContext.LayerDetails(title, self._context.project(), title)
            details.setPostProcessor(post_processor)
            put_in_group(details, group, place)
            self._shown[path] = details

    def sink(self, name: str, fields, geometry_type, crs, features, title: str, quantity: str = "") -> None:
        """Give the features of a vector output; it is opened, which empties an existing file, when all is computed."""
        self._sinks[name] = fields, geometry_type, crs, features, LayerStyle(quantity, title, 0)

    def _write_sinks(self) -> None:
        for name, (fields, geometry_type, crs, features, _) in self._sinks.items():
            if self.wants(name):
                self._open_sinks[name] = sink = Sink(self._algorithm, self._parameters, name, self._context)
                sink.write(fields, geometry_type, crs, features)

    def finish(self, numbers: dict) -> dict:
        """Move all outputs to their places, all or none; give the results, to which ``numbers`` (or paths of files)
        belong.
        """
        if self.cancelled():
            raise Cancelled(tr("Cancelled; nothing was written."))
        for writer in self.writers.values():
            writer.finish()
        self._write_sinks()
        if self._folder is not None:
            self._folder.finish()
        self._move()
        written = {**{name: self._paths[name] for name in [*self.writers, *self._files]},
                   **{name: sink.target for name, sink in self._open_sinks.items()}}
        if self._folder is not None:
            written[self._folder.parameter] = self._folder.target
            for path, details in self._shown.items():
                self._context.addLayerToLoadOnCompletion(path, details)
        for name in self.writers:
            if self._context.willLoadLayerOnCompletion(self._paths[name]):
                self._styles[name].attach(self._context.layerToLoadOnCompletionDetails(self._paths[name]))
        for name, sink in self._open_sinks.items():
            sink.load(self._sinks[name][-1])
        self.writers, self._files, self._open_sinks, self._folder = {}, {}, {}, None
        self._feedback.setProgress(100.0)
        return {**written, **{name: value if isinstance(value, str) else float(value)
                              for name, value in numbers.items()}}

    def _move(self) -> None:
        moves = [*(writer.move for writer in self.writers.values()), *self._files.values()]
        leftovers, last = [], [sink.last for sink in self._open_sinks.values() if sink.last is not None]
        for part in [*self._open_sinks.values(), *([self._folder] if self._folder is not None else [])]:
            moves += part.moves
            leftovers += part.leftovers
        commit(moves, leftovers, lambda: [each() for each in last])


def program() -> str:
    """Name qgis_process for a terminal; on Debian past its wrapper, whose option the program does not know."""
    return "qgis_process.bin" if shutil.which("qgis_process.bin") else "qgis_process"


def _as_json(algorithm, given, parameters) -> str:
    """Write down every parameter as it was used; layers by their source."""
    sources = given.in_command()
    used = {}
    for definition in algorithm.parameterDefinitions():
        name = definition.name()
        if definition.isDestination():
            continue
        value = parameters.get(name, definition.defaultValue())
        if name in sources:
            value = sources[name]
        elif isinstance(value, QgsMapLayer):
            value = value.source()
        if value is not None and value != "":
            used[name] = value
    return json.dumps(used, default=str, ensure_ascii=False)
