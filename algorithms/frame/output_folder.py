"""A folder as output: filled beside its place, its files moved in together, what else lies there stays.

What a run made it lists in run.json, with fingerprints. The next run replaces those files and no others: where a name
is taken by anything else, the new file gets another one.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from shutil import rmtree
from typing import Callable, Iterable

from ...engine.commit import Move, beside, check_target, place, recover, write_error
from ...engine.errors import InputError
from ...engine.grid.identity import files_of, identity
from ...engine.grid.vectors import digest
from ...engine.report import record

RECORD = "run.json"
_LAYERS = (".gpkg",)
"""Files that opening them in QGIS changes: known by what their layers hold."""


class OutputFolder:
    """Files in the making.

    Parameters
    ----------
    target : str
        Where they go; made when it is not there.
    parameter : str
    inputs : iterable of str
        What the run reads; it is never replaced.
    tell : callable
        Told in a sentence which name a file gets where its own is taken.

    Raises
    ------
    InputError
        The folder cannot be made.
    """

    def __init__(self, target: str, parameter: str, inputs: Iterable[str] = (),
                 tell: Callable[[str], None] = lambda text: None) -> None:
        self.target, self.parameter, self._tell = place(target), parameter, tell
        if os.path.exists(self.target) and not os.path.isdir(self.target):
            raise InputError(parameter, f"'{self.target}' is a file", "Choose a folder.")
        if os.path.isdir(self.target) and not os.access(self.target, os.W_OK):
            raise InputError(parameter, f"the folder '{self.target}' cannot be written to", "Choose another.")
        recover(os.path.dirname(self.target))
        recover(self.target)
        self._inputs = {identity(path) for source in inputs for path in files_of(source)}
        self._names: dict = {}
        self._states: dict = {}
        # Beside the target, so that relative paths in a project stay right and moving is renaming.
        self._staging = beside(self.target, ".part")
        try:
            os.makedirs(self._staging)
        except OSError as error:
            raise InputError(parameter, f"the folder '{self.target}' cannot be made: {error.strerror}",
                             "Choose another.") from error

    def claim(self, *names: str) -> None:
        """Choose the names of files that are written later, so that what is said of them comes early."""
        for name in names:
            self._name(name)

    def path(self, name: str) -> str:
        """Give the path to write a file to."""
        return os.path.join(self._staging, self._name(name))

    def final(self, name: str) -> str:
        """Give the path a file will have."""
        return os.path.join(self.target, name if name in self._names.values() else self._name(name))

    def write(self, name: str, text: str) -> None:
        """Write a text file."""
        try:
            with open(self.path(name), "w", encoding="utf-8", newline="") as file:
                file.write(text)
        except OSError as error:
            raise write_error(self.parameter, self.final(name), error) from error

    def finish(self) -> None:
        """List what was made in run.json, and check that every name is still free or ours.

        Raises
        ------
        InputError
            Another program took a name meanwhile.
        ResourceError
            The disk is full.
        """
        try:
            os.makedirs(self.target, exist_ok=True)
            self._list()
        except OSError as error:
            raise write_error(self.parameter, self.target, error) from error
        for name in self._files():
            final = os.path.join(self.target, name)
            if _state(final) != self._states.get(name) and not self._may_replace(name):
                raise InputError(self.parameter, f"another program wrote '{final}' while this run went on",
                                 "Run again, or choose another folder.")

    @property
    def moves(self) -> list:
        """What is to be moved where, once it is finished."""
        return [Move(os.path.join(self._staging, name), os.path.join(self.target, name), self.parameter)
                for name in self._files()]

    @property
    def leftovers(self) -> list:
        """What goes when all is moved."""
        return [self._staging]

    def discard(self) -> None:
        """Remove what was not moved."""
        rmtree(self._staging, ignore_errors=True)

    def _files(self) -> list:
        # Statistics that QGIS took for the styles are of no use to anyone.
        return sorted(path.name for path in Path(self._staging).iterdir()
                      if path.is_file() and not path.name.endswith((".aux.xml", "-wal", "-shm")))

    def _list(self) -> None:
        name = self._name(RECORD)
        path = Path(self._staging, name)
        if not path.exists():
            return
        files = {each: _mark(os.path.join(self._staging, each)) for each in self._files() if each != name}
        former = {each: mark for each, mark in self._former().items() if self._is(each, mark)}
        told = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(record.to_json({**told, "files": {**former, **files}}), encoding="utf-8")

    # ---- names ----------------------------------------------------------------------------------------------------

    def _name(self, name: str) -> str:
        """Give the name a file gets, the same whenever it is asked for."""
        if name not in self._names:
            stem, ending = os.path.splitext(name)
            chosen, number = name, 1
            while not self._may_replace(chosen):
                number += 1
                chosen = f"{stem}_{number}{ending}"
            if chosen != name:
                self._tell(f"{self.parameter}: '{name}' in it is no file of an earlier run as that run left it, or is "
                           f"read by this one. It stays; the new file is '{chosen}'.")
            final = os.path.join(self.target, chosen)
            if os.path.exists(final):
                check_target(self.parameter, final)
            self._names[name], self._states[chosen] = chosen, _state(final)
        return self._names[name]

    def _may_replace(self, name: str) -> bool:
        """Whether there is no such file, or one that an earlier run made and nobody changed or reads."""
        path = os.path.join(self.target, name)
        if not os.path.lexists(path):
            return True
        if identity(path) in self._inputs:
            return False
        mark = self._former().get(name)
        return mark is not None and self._is(name, mark)

    def _is(self, name: str, mark) -> bool:
        """Whether a file is as an earlier run left it; that run's own record is known by its form."""
        path = os.path.join(self.target, name)
        if mark == RECORD:
            return True
        try:
            return os.path.isfile(path) and isinstance(mark, dict) and (
                name.endswith(_LAYERS) or os.path.getsize(path) == mark.get("bytes")) and _mark(path) == mark
        except OSError:
            return False

    def _former(self) -> dict:
        """Give the files that earlier runs list, by name."""
        found: dict = {}
        stem, ending = os.path.splitext(RECORD)
        for path in sorted(Path(self.target).glob(f"{stem}*{ending}")) if os.path.isdir(self.target) else ():
            told = None
            with contextlib.suppress(OSError, ValueError):      # whatever it is, it lists no files of ours
                told = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(told, dict) and isinstance(told.get("files"), dict) and str(
                    told.get("algorithm", "")).startswith("scarp:"):
                found.update(told["files"])
                found[path.name] = RECORD
        return {name: mark for name, mark in found.items() if name == os.path.basename(name)}


def _mark(path: str) -> dict:
    """Give what a file is known by again."""
    if path.endswith(_LAYERS):
        return {"layers_sha256": digest(path)}
    found = record.fingerprint(path)
    return {"bytes": found["bytes"], "sha256": found["sha256"]}


def _state(path: str):
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino
