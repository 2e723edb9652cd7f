"""A folder as output: filled beside its place, its files moved in together, what else lies there stays."""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path

from ...engine.errors import InputError, ResourceError


class OutputFolder:
    """Files in the making.

    Parameters
    ----------
    target : str
        Where they go; made when it is not there.
    parameter : str

    Raises
    ------
    InputError
        The folder cannot be made.
    """

    def __init__(self, target: str, parameter: str) -> None:
        self.target, self.parameter = os.path.abspath(target), parameter
        if os.path.isfile(self.target):
            raise InputError(parameter, f"'{self.target}' is a file", "Choose a folder.")
        # Beside the target, so that relative paths in a project stay right and moving is renaming.
        self._staging = f"{self.target}.{uuid.uuid4().hex[:8]}.part"
        try:
            os.makedirs(self._staging)
        except OSError as error:
            raise InputError(parameter, f"the folder '{self.target}' cannot be made: {error.strerror}",
                             "Choose another.") from error

    def path(self, name: str) -> str:
        """Give the path to write a file to."""
        return os.path.join(self._staging, name)

    def final(self, name: str) -> str:
        """Give the path a file will have."""
        return os.path.join(self.target, name)

    def write(self, name: str, text: str) -> None:
        """Write a text file."""
        try:
            with open(self.path(name), "w", encoding="utf-8", newline="") as file:
                file.write(text)
        except OSError as error:
            raise ResourceError(f"{self.parameter}: '{name}' cannot be written: {error.strerror}.") from error

    def move(self) -> None:
        """Move all files in; on any fault those moved go back, and what they replaced too."""
        moved, kept = [], os.path.join(self._staging, ".former")
        try:
            os.makedirs(self.target, exist_ok=True)
            os.makedirs(kept)
            for path in sorted(Path(self._staging).iterdir()):
                if path.name == ".former" or path.name.endswith(".aux.xml"):   # statistics QGIS took for the styles
                    continue
                final = self.final(path.name)
                if os.path.exists(final):
                    os.replace(final, os.path.join(kept, path.name))
                os.replace(path, final)
                moved.append(path.name)
        except OSError as error:
            for name in moved:
                os.replace(self.final(name), self.path(name))
            for path in Path(kept).iterdir() if os.path.isdir(kept) else ():
                os.replace(path, self.final(path.name))
            raise ResourceError(f"{self.parameter}: '{self.target}' cannot be written: {error}. Close programs and "
                                "layers that use its files.") from error
        self.discard()

    def discard(self) -> None:
        """Remove what was not moved."""
        shutil.rmtree(self._staging, ignore_errors=True)
