"""A run as text: Python for the console, and a command line for qgis_process."""

from __future__ import annotations

import shlex

from qgis.core import QgsProcessingContext


def as_python(algorithm, parameters: dict) -> str:
    """Give a call of processing.run."""
    return "import processing\n" + algorithm.asPythonCommand(given(parameters), QgsProcessingContext())


def as_command(algorithm, parameters: dict) -> str:
    """Give a command for qgis_process; lists repeat their key. QGIS 3.22 cannot make one itself."""
    words = ["qgis_process", "run", algorithm.id(), "--"]
    for name, value in given(parameters).items():
        for each in value if isinstance(value, list) else [value]:
            written = str(each).lower() if isinstance(each, bool) else f"{each:g}" if isinstance(each, float) else each
            words.append(f"{name}={written}")
    return " ".join(shlex.quote(str(word)) for word in words)


def given(parameters: dict) -> dict:
    """Leave out what was not given."""
    return {name: value for name, value in parameters.items() if value is not None and value != ""}
