"""A run as text: Python for the console, and a command line for qgis_process."""

from __future__ import annotations

import os
import shlex

from qgis.core import QgsProcessingContext, QgsProject

from ...algorithms.frame.run import program


def as_python(algorithm, parameters: dict) -> str:
    """Give a call of processing.run."""
    return "import processing\n" + algorithm.asPythonCommand(given(parameters), QgsProcessingContext())


def as_command(algorithm, parameters: dict) -> str:
    """Give a command for qgis_process; lists repeat their key. QGIS 3.22 cannot make one itself."""
    words = [program(), "run", algorithm.id(), "--"]
    for name, value in given(parameters).items():
        for each in value if isinstance(value, list) else [value]:
            words.append(f"{name}={str(each).lower() if isinstance(each, bool) else each}")
    return " ".join(quoted(word) for word in words)


def quoted(word: str) -> str:
    """Quote a word for the terminal of this system; that of Windows knows double quotes alone."""
    return shlex.quote(word) if os.name != "nt" or shlex.quote(word) == word else f'"{word}"'


def only_here(parameters: dict) -> list:
    """Name the layers in parameters that no other session can open: those in memory, filtered, or being edited."""
    found = (QgsProject.instance().mapLayer(value) for value in parameters.values() if isinstance(value, str))
    return [layer.name() for layer in found if layer is not None]


def given(parameters: dict) -> dict:
    """Leave out what was not given."""
    return {name: value for name, value in parameters.items() if value is not None and value != ""}
