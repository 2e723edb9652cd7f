"""One algorithm at work in the background: progress, messages, cancel, end."""

from __future__ import annotations

import re
import time
from typing import NamedTuple

from qgis.core import (
    QgsApplication,
    QgsMessageLog,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...compat import add_history
from ...translate import tr

LOG_TAB = "Scarp"
PARAMETER = re.compile(r"^[A-Z]+\b|\b[A-Z]+(?:_[A-Z]+)+\b")
"""A parameter in a message: what it begins with, or a name that cannot be a word."""


def in_words(algorithm, text: str) -> str:
    """Call the parameters in a message of an algorithm by the labels that users know."""

    def label(found) -> str:
        definition = algorithm.parameterDefinition(found.group())
        return found.group() if definition is None else definition.description()

    return PARAMETER.sub(label, text)


class Outcome(NamedTuple):
    """How a run ended.

    Attributes
    ----------
    state : {'done', 'cancelled', 'failed'}
    results : dict
    seconds : float
    warnings, errors : list of str
        In words, see `in_words`.
    log : list of str
    """

    state: str
    results: dict
    seconds: float
    warnings: list
    errors: list
    log: list


class Feedback(QgsProcessingFeedback):
    """Collects what an algorithm says, on whatever thread."""

    stage = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__(False)
        self.log, self.warnings, self.errors = [], [], []

    def setProgressText(self, text) -> None:
        """Take the name of a stage."""
        self.log.append(text)
        self.stage.emit(text)

    def pushInfo(self, text) -> None:
        """Take a message."""
        self.log.append(text)

    def pushWarning(self, text) -> None:
        """Take a warning."""
        self.warnings.append(text)
        self.log.append(text)

    def reportError(self, error, fatalError=False) -> None:
        """Take an error."""
        self.errors.append(error)
        self.log.append(error)


class Runner(QObject):
    """Runs one algorithm and says how it goes; keeps task, context and feedback alive.

    Parameters
    ----------
    algorithm_id : str
    parameters : dict
    remember : bool
        Whether the run goes into QGIS's history.
    """

    progressed = pyqtSignal(float, str)
    ended = pyqtSignal(object)

    def __init__(self, algorithm_id: str, parameters: dict, remember: bool = True, parent=None) -> None:
        super().__init__(parent)
        self.algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id).create()
        self.parameters, self._remember = parameters, remember
        self.context = QgsProcessingContext()
        self.context.setProject(QgsProject.instance())
        self.feedback = Feedback()
        self._stage, self._started, self._cancelled, self._over = "", time.monotonic(), False, False
        self.task = None
        self.feedback.stage.connect(self._stage_changed)
        self.feedback.progressChanged.connect(lambda _: self._tell())

    def check(self) -> str:
        """Give what the algorithm says against its parameters; the task does not ask."""
        able, why = self.algorithm.canExecute()
        if not able:
            return why
        valid, why = self.algorithm.checkParameterValues(self.parameters, self.context)
        return "" if valid else in_words(self.algorithm, why)

    def start(self) -> None:
        """Begin; `ended` follows in any case."""
        if self._remember:
            add_history(self.algorithm, self.parameters, self.context)
        self.task = QgsProcessingAlgRunnerTask(self.algorithm, self.parameters, self.context, self.feedback)
        held = [self.context]      # with the tables it opened, until the task lets go of it
        self.task.destroyed.connect(held.clear)
        self.task.executed.connect(self._executed)
        self.task.taskTerminated.connect(lambda: self._executed(False, {}))
        QgsApplication.taskManager().addTask(self.task)

    def cancel(self) -> None:
        """Ask the algorithm to stop."""
        self._cancelled = True
        self.feedback.cancel()
        if self.task is not None and not self._over:
            self.task.cancel()

    @property
    def seconds(self) -> float:
        """Time since the start."""
        return time.monotonic() - self._started

    def _stage_changed(self, text: str) -> None:
        self._stage = text
        self._tell()

    def _tell(self) -> None:
        self.progressed.emit(self.feedback.progress(), self._stage)

    def _executed(self, successful: bool, results: dict) -> None:
        if self._over:
            return
        self._over, self.task, self.context = True, None, None
        state = "done" if successful and not self._cancelled else "cancelled" if self._cancelled else "failed"
        errors = self.feedback.errors or ([tr("The run failed; see the log.")] if state == "failed" else [])
        for text in self.feedback.log:
            QgsMessageLog.logMessage(text, LOG_TAB)
        warnings, errors = ([in_words(self.algorithm, text) for text in texts]
                            for texts in (self.feedback.warnings, errors))
        self.ended.emit(Outcome(state, dict(results), self.seconds, warnings, errors, self.feedback.log))
