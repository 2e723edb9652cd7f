"""The footer while something runs, and what it says before and after."""

from __future__ import annotations

import shutil
from typing import Callable, NamedTuple

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QApplication

from ...settings import PACE
from ...translate import tr
from ..widgets.layer_watch import forget_lost, lost_text
from .estimates import time_text
from .task import Runner

WARNING, SUCCESS, INFO = "/mIconWarning.svg", "/mIconSuccess.svg", "/mIconInfo.svg"


USUAL_PACE = 4000
"""Nanoseconds a cell and time by FORM, on two cores; see `PACE`."""
LEAST_WORK = 20_000
"""Smaller runs are mostly overhead and say nothing of the pace."""


class Job(NamedTuple):
    """What is to run.

    Attributes
    ----------
    algorithm : str
        Id.
    parameters : dict
    done : callable
        Takes the `Outcome`, shows what came out, and gives the sentence that says so.
    size : float
        Work as `Launch.work` counts it, for the next estimate; 0 where a run says nothing about others.
    place : str
        Folder made for its files; it goes with them unless the run ends well.
    """

    algorithm: str
    parameters: dict
    done: Callable
    size: float = 0.0
    place: str = ""

    def clear(self) -> None:
        """Remove the folder, which holds nothing but the tables the run read."""
        if self.place:
            shutil.rmtree(self.place, ignore_errors=True)


class Running(QObject):
    """Starts runs, shows how they go, and hands their results over.

    Parameters
    ----------
    dock : ScarpDock

    Attributes
    ----------
    hint : str
        What to do next, said once with the end of the run.
    """

    changed = pyqtSignal(bool)

    def __init__(self, dock) -> None:
        super().__init__(dock)
        self._dock, self._body = dock, dock.body
        self.runner, self._job, self._said, self._details = None, None, None, ""
        self.hint = ""
        self._clock = QTimer(self)
        self._clock.setInterval(500)
        self._clock.timeout.connect(lambda: self._progressed(None, None))
        self._percent, self._stage = 0.0, ""

    @property
    def busy(self) -> bool:
        """Whether something runs."""
        return self.runner is not None

    def start(self, job: Job) -> None:
        """Start a run; what the algorithm itself objects to is shown and nothing starts."""
        if self.busy:
            return
        runner = Runner(job.algorithm, job.parameters, parent=self)
        why = runner.check()
        if why:
            job.clear()
            self.fail(why)
            return
        self._said, self._details, self._job, self.runner = None, "", job, runner
        forget_lost(self._body)
        self._percent, self._stage = 0.0, tr("starting")
        runner.progressed.connect(self._progressed)
        runner.ended.connect(self._ended)
        self._clock.start()
        self._progressed(0.0, tr("starting"))
        self.show_state()
        self.changed.emit(True)
        runner.start()

    def cancel(self) -> None:
        """Stop the run."""
        if self.runner is not None:
            self._body.cancel.setEnabled(False)
            self._stage = tr("stopping")
            self.runner.cancel()

    def _progressed(self, percent, stage) -> None:
        if self.runner is None:
            return
        if percent is not None:
            self._percent = percent
        if stage:
            self._stage = stage
        seconds = int(self.runner.seconds)
        self._body.progress.setRange(0, 100)
        self._body.progress.setValue(int(self._percent))
        self._set(INFO, tr("{0}, {1} %, {2}").format(self._stage, int(self._percent),
                                                    f"{seconds // 60}:{seconds % 60:02d}"))

    def _ended(self, outcome) -> None:
        self._clock.stop()
        runner, job, self.runner = self.runner, self._job, None
        self._body.cancel.setEnabled(True)
        self.changed.emit(False)
        if outcome.state == "done":
            self._said, self._details = (SUCCESS, " ".join(filter(None, (job.done(outcome), self.hint)))), ""
            if job.size > LEAST_WORK:
                PACE.set(max(1, round(1e9 * outcome.seconds / job.size)))
        else:
            job.clear()
        if outcome.state == "cancelled":
            self._said, self._details = (INFO, tr("Cancelled. No files were written.")), ""
        elif outcome.state == "failed":
            self._failed(outcome.errors, outcome.log)
        self.hint = ""
        runner.deleteLater()
        self._dock.refresh()

    def _failed(self, errors: list, log: list) -> None:
        self._said, self._details = (WARNING, tr("Failed. {0}").format(errors[-1].strip())), "\n".join(log)
        self.show_state()

    def fail(self, text: str) -> None:
        """Say why a run did not start."""
        self._failed([text], [text])

    def tell(self, text: str) -> None:
        """Say something until an input changes."""
        self._said, self._details = (INFO, text), ""
        self.show_state()

    def forget_message(self) -> None:
        """Take the last message away, as an input changed."""
        self._said, self._details = None, ""

    def copy_details(self) -> None:
        """Copy message and log of the run that failed."""
        QApplication.clipboard().setText(self._details)

    def show_state(self) -> None:
        """Show the state of the dock: running, said something, invalid, or ready."""
        body, problems = self._body, self._dock.problems
        body.running.setVisible(self.busy)
        body.ready.setVisible(not self.busy)
        body.copyDetails.setVisible(bool(self._details) and not self.busy)
        body.showProblem.setVisible(not self.busy and bool(problems or self._details))
        body.run.setVisible(self._dock.question.run)
        body.run.setEnabled(not problems)
        if self.busy:
            return
        lost = lost_text(body)
        if lost:
            self._set(WARNING, " ".join(filter(None, (lost, problems[0][1].text if problems else ""))))
        elif problems:
            more = tr(" ({0} more)").format(len(problems) - 1) if len(problems) > 1 else ""
            self._set(WARNING if not self._blank() else INFO, problems[0][1].text + more)
        elif self._said:
            changed = self._dock.outdated_text() if self._said[0] == SUCCESS else ""
            self._set(WARNING if changed else self._said[0], changed or self._said[1])
        else:
            changed = self._dock.outdated_text()
            self._set(WARNING if changed else SUCCESS, changed or self._ready())

    def _blank(self) -> bool:
        return self._dock.keeper.untouched("terrain") and self._dock.keeper.untouched("soil")

    def _ready(self) -> str:
        cells, times = self._dock.launch.cells_and_times()
        text = tr("{0} cells x {1} times").format(f"{cells:,}", times) if times > 1 else tr("{0} cells").format(
            f"{cells:,}")
        about = (PACE.get() or USUAL_PACE) * 1e-9 * self._dock.launch.work()
        return tr("{0}, about {1}.").format(text, time_text(about))

    def _set(self, icon: str, text: str) -> None:
        self._body.stateIcon.setPixmap(QgsApplication.getThemeIcon(icon).pixmap(32, 32))
        self._body.message.setText(text)
