"""Trained networks as inputs: a file of the user's, or one shipped with Scarp."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import QgsProcessingParameterFile

from ...engine.errors import InputError
from ...paths import SHIPPED_NETWORKS
from ...translate import tr


def add_model(algorithm, shipped: str, help: str, name: str = "MODEL", label: str = "Trained network",
              advanced: bool = False) -> None:
    """Add MODEL; ``shipped`` is what stands in where it is left out, and may be nothing."""
    algorithm.add(QgsProcessingParameterFile(name, tr(label), fileFilter="ONNX (*.onnx)", optional=True),
                  tr("{0} A path, or the file name of a model shipped with Scarp; left out, {1}.").format(
                      tr(help), shipped or tr("there is none")), advanced)


def model_path(given, shipped: str, name: str = "MODEL") -> str:
    """Give the file of MODEL.

    Raises
    ------
    InputError
        There is no such file, or it does not end in .onnx.
    """
    value = given.text(name) or shipped
    found = next((str(path) for path in (Path(value), SHIPPED_NETWORKS / value) if path.is_file()), "")
    if not found:
        there = ", ".join(sorted(path.name for path in SHIPPED_NETWORKS.glob("*.onnx"))) or "none"
        raise InputError(name, f"there is no file '{value}'", f"Choose an .onnx file. Shipped with Scarp: {there}.")
    if not found.lower().endswith(".onnx"):
        raise InputError(name, f"'{os.path.basename(found)}' is not an .onnx file", "Choose a trained network.")
    return found
