"""What all of Scarp's algorithms have in common: names, help, checks first, faults in plain words."""

from __future__ import annotations

import importlib.util
import traceback
from html import escape

from qgis.core import (
    QgsMessageLog,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtCore import QFile
from qgis.PyQt.QtGui import QIcon

from ...engine.commit import plain
from ...engine.errors import ScarpError
from ...engine.grid import refuse_overwrite
from ...paths import help_url
from ...translate import tr
from .checks import check_values, output_path
from .given import Given
from .interrupt import interruptible
from .kept import keep_inputs
from .parameters import ParameterBuilder
from .run import Run
from .unused import unused


def icon(name: str) -> QIcon:
    """Give the icon of that name, else Scarp's own."""
    path = f"scarp:icons/{name}.svg"
    return QIcon(path if QFile.exists(path) else "scarp:icons/scarp.svg")


def _fault(error: Exception) -> str:
    """Log what nobody expected, and say it."""
    QgsMessageLog.logMessage("".join(traceback.format_exception(type(error), error, error.__traceback__)), "Scarp")
    return tr("This is a fault in Scarp, please report it: {0}").format(
        "".join(traceback.format_exception_only(type(error), error)).strip()
        + "\n" + "".join(traceback.format_tb(error.__traceback__)[-3:]))


class ScarpAlgorithm(ParameterBuilder, QgsProcessingAlgorithm):
    """One algorithm; a subclass fills in the words below, `define`, `check` where needed, and `compute`."""

    NAME = ""
    """Id, file name, icon and docs page."""
    TITLE = ""
    GROUP = ""
    ABOUT = ""
    """Paragraphs, separated by empty lines; the first one is the summary."""
    TAGS = ()
    REQUIRES = ()
    """Python packages without which the algorithm cannot run at all."""

    # ---- to be written by each algorithm --------------------------------------------------------------------------

    def define(self) -> None:
        """Add parameters and outputs, in the order of the form."""
        raise NotImplementedError

    def check(self, given: Given) -> None:
        """Check what only shows across parameters; raise `InputError`."""

    def compute(self, given: Given, run: Run) -> dict:
        """Compute and write; give the numbers by output name."""
        raise NotImplementedError

    # ---- what QGIS asks -------------------------------------------------------------------------------------------

    def createInstance(self) -> ScarpAlgorithm:
        """Give a fresh copy, as QGIS wants for every run."""
        return type(self)()

    def name(self) -> str:
        """Name after ``scarp:``; never changes."""
        return self.NAME

    def displayName(self) -> str:
        """Name in the toolbox."""
        return tr(self.TITLE)

    def group(self) -> str:
        """Folder in the toolbox."""
        return tr(self.GROUP)

    def groupId(self) -> str:
        """Folder, for programs."""
        return self.GROUP.lower().replace(" ", "")

    def tags(self) -> list:
        """Words to be found by."""
        return [tr(tag) for tag in (*self.TAGS, "landslide", "slope stability")]

    def icon(self) -> QIcon:
        """Icon in the toolbox."""
        return icon(self.NAME)

    def svgIconPath(self) -> str:
        """Icon in the modeller."""
        return f"scarp:icons/{self.NAME}.svg"

    def helpUrl(self) -> str:
        """The page of this algorithm in the help, a file of this machine."""
        return help_url(f"algorithms/{self.NAME}")

    def shortDescription(self) -> str:
        """One sentence."""
        return self.ABOUT.strip().split("\n\n")[0].replace("\n", " ")

    def shortHelpString(self) -> str:
        """What the algorithm does, and what each input of the basic form means."""
        parts = [f"<p>{escape(' '.join(text.split()))}</p>" for text in self.ABOUT.strip().split("\n\n")]
        basic = [p for p in self.parameterDefinitions()
                 if not p.flags() & QgsProcessingParameterDefinition.FlagAdvanced and p.help()]
        for title, chosen in ((tr("Inputs"), [p for p in basic if not p.isDestination()]),
                              (tr("Outputs"), [p for p in basic if p.isDestination()])):
            if chosen:
                parts.append(f"<h3>{title}</h3>")
                parts += [f"<p><b>{escape(p.description())}</b>: {escape(p.help())}</p>" for p in chosen]
        return "\n".join(parts)

    def canExecute(self):
        """Say which packages are missing."""
        missing = [name for name in self.REQUIRES if importlib.util.find_spec(name) is None]
        if missing:
            return False, tr("Python packages are missing: {0}. The page Setup of Scarp's dock installs them.").format(
                ", ".join(missing))
        return True, ""

    def initAlgorithm(self, configuration=None) -> None:
        """Add parameters and outputs."""
        self.define()

    def checkParameterValues(self, parameters, context):
        """Check in Scarp's words first, then in QGIS's."""
        try:
            given = self._read(parameters, context)
        except ScarpError as error:
            return False, str(error)
        except Exception as error:      # raised here, it would be printed and the run go on
            return False, _fault(error)
        return super().checkParameterValues(given.resolved, context)

    def prepareAlgorithm(self, parameters, context, feedback) -> bool:
        """Resolve layers, on the thread they live in; checks again, since some callers do not."""
        able, why = self.canExecute()
        if not able:
            raise QgsProcessingException(why)
        try:
            self._given = self._read(parameters, context)
        except ScarpError as error:
            raise QgsProcessingException(str(error)) from error
        except Exception as error:
            raise QgsProcessingException(_fault(error)) from error
        self._given.resolved.clear()
        return True

    def processAlgorithm(self, parameters, context, feedback) -> dict:
        """Compute; every fault becomes one message, and leaves no output behind."""
        given, self._given = self._given, None
        try:
            with interruptible(feedback), Run(self, given, parameters, context, feedback) as run:
                keep_inputs(given, run)
                for note in [*given.notes, *run.not_repeatable.values()]:
                    run.warn(note)
                for line in unused(given):
                    run.log(line)
                return run.finish(self.compute(given, run))
        except ScarpError as error:
            raise QgsProcessingException(plain(str(error))) from error
        except MemoryError as error:
            raise QgsProcessingException(tr("Memory is short. Use a smaller area or larger cells.")) from error
        except QgsProcessingException:
            raise
        except Exception as error:
            raise QgsProcessingException(_fault(error)) from error

    def _read(self, parameters, context) -> Given:
        check_values(self, parameters, context)
        given = Given(self, parameters, context)
        outputs = {definition.name(): output_path(parameters.get(definition.name()), context)
                   for definition in self.destinationParameterDefinitions()}
        refuse_overwrite(given.sources(), outputs)
        self.check(given)
        return given
