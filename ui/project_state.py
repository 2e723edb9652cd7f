"""The inputs of the dock, kept in the project; and whether Scarp was seen before."""

from __future__ import annotations

import json

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject

from ..settings import WELCOMED
from .widgets.layer_watch import forget_lost

SCOPE, KEY = "scarp", "/dock"
QUESTION = "question"


class Keeper(QObject):
    """Writes the state of the pages into the project and reads it back.

    Parameters
    ----------
    dock : ScarpDock
    """

    def __init__(self, dock) -> None:
        super().__init__(dock)
        self._dock, self._loading = dock, False
        self._blank = {name: self._copy(page.state()) for name, page in dock.pages.items()}
        self._written = ""
        project = QgsProject.instance()
        project.readProject.connect(self._read)
        project.cleared.connect(self._cleared)
        project.writeProject.connect(self._write)
        self.load()

    @staticmethod
    def _copy(state: dict) -> dict:
        return json.loads(json.dumps(state))

    def untouched(self, name: str) -> bool:
        """Whether a page is as it was at first."""
        return self._copy(self._dock.pages[name].state()) == self._blank[name]

    def _states(self) -> str:
        states = {name: page.state() for name, page in self._dock.pages.items()}
        return json.dumps({**states, QUESTION: self._dock.question.name})

    def save(self) -> None:
        """Write the state into the project where it changed, which then wants to be saved."""
        text = self._states()
        if not self._loading and text != self._written:
            self._written = text
            QgsProject.instance().writeEntry(SCOPE, KEY, text)

    def load(self) -> None:
        """Show what the project holds; pages it does not know become blank."""
        text, _ = QgsProject.instance().readEntry(SCOPE, KEY, "")
        try:
            saved = json.loads(text) if text else {}
        except ValueError:
            saved = {}
        self._loading = True
        self._dock.ask(saved.get(QUESTION, ""))
        for name, page in self._dock.pages.items():
            page.restore(saved.get(name, self._blank[name]))
        self._loading = False
        self._written = self._states()

    def _read(self, *_) -> None:
        forget_lost(self._dock.body)
        self.load()
        self._dock.refresh()

    def _cleared(self) -> None:
        self._read()

    def _write(self, *_) -> None:
        self.save()

    def close(self) -> None:
        """Let go of the project."""
        project = QgsProject.instance()
        project.readProject.disconnect(self._read)
        project.cleared.disconnect(self._cleared)
        project.writeProject.disconnect(self._write)


def first_time() -> bool:
    """Whether the welcome page was never left on this machine."""
    return not WELCOMED.get()


def seen() -> None:
    """Remember that the welcome page was left."""
    WELCOMED.set(1)
