"""Checks of parameter values before anything is opened; in Scarp's words, since QGIS's name only the parameter."""

from __future__ import annotations

import difflib
import math
import os

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
)

from ...engine.errors import InputError

TRUE = {"true", "1", "yes"}
FALSE = {"false", "0", "no"}


def check_values(algorithm, parameters, context) -> None:
    """Check names, choices, numbers, switches and output paths.

    Raises
    ------
    InputError
        Naming the first parameter that is wrong, and what would be right.
    """
    definitions = {definition.name(): definition for definition in algorithm.parameterDefinitions()}
    for name in parameters:
        if name not in definitions:
            near = difflib.get_close_matches(str(name).upper(), definitions, n=1, cutoff=0.0)
            raise InputError(str(name), f"{algorithm.id()} has no such parameter", f"Did you mean {near[0]}?")
    for name, definition in definitions.items():
        value = parameters.get(name)
        if not isinstance(value, (str, int, float)) or value == "":
            continue
        if isinstance(definition, QgsProcessingParameterEnum):
            _check_choice(name, value, definition)
        elif isinstance(definition, QgsProcessingParameterNumber):
            _check_number(name, value, definition)
        elif (isinstance(definition, QgsProcessingParameterBoolean) and isinstance(value, str)
              and value.strip().lower() not in TRUE | FALSE):
            raise InputError(name, f"'{value}' is neither true nor false", "Use true or false.")
    for name, definition in definitions.items():
        if isinstance(definition, QgsProcessingParameterRasterDestination):
            _check_target(name, output_path(parameters.get(name), context), (".tif", ".tiff"), "a GeoTIFF")
        elif isinstance(definition, QgsProcessingParameterFileDestination):
            kind = f".{definition.defaultFileExtension()}"
            _check_target(name, output_path(parameters.get(name), context), (kind,), f"a {kind[1:].upper()} file")


def output_path(value, context) -> str:
    """Give the path that an output parameter's value stands for; ``""`` when none, or a temporary one."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.valueAsString(context.expressionContext())[0]
    path = value if isinstance(value, str) else ""
    return "" if path == QgsProcessing.TEMPORARY_OUTPUT else path


def _check_choice(name: str, value, definition) -> None:
    options = definition.options()
    if value in options:
        return
    near = difflib.get_close_matches(str(value).lower(), options, n=1, cutoff=0.6)
    raise InputError(name, f"'{value}' is not one of {', '.join(options)}",
                     f"Did you mean {near[0]}?" if near else f"Use {options[0]}, for example.")


def _check_number(name: str, value, definition) -> None:
    whole = definition.dataType() == QgsProcessingParameterNumber.Integer
    kind = "whole number" if whole else "number"
    try:
        number = float(value)
    except ValueError:
        comma = str(value).replace(",", ".", 1)
        raise InputError(name, f"'{value}' is not a {kind}",
                         f"Write {comma}." if _is_number(comma) else "Write it with digits, such as 0.5.") from None
    if not math.isfinite(number) or (whole and number != int(number)):
        raise InputError(name, f"{value} is not a {kind}", "Give a finite one." if not whole else "Give a whole one.")
    lowest, highest = definition.minimum(), definition.maximum()
    if number < lowest:
        raise InputError(name, f"{number:g} is below {lowest:g}", f"Give {lowest:g} or more.")
    if number > highest:
        raise InputError(name, f"{number:g} is above {highest:g}", f"Give {highest:g} or less.")


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _longest_name(folder: str) -> int:
    """Bytes a file name may have in a folder."""
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (AttributeError, OSError, ValueError):       # Windows, or no such folder, which is told elsewhere
        return 255


def _check_target(name: str, path: str, endings: tuple, kind: str) -> None:
    if not path:
        return
    if not path.lower().endswith(endings):
        raise InputError(name, f"'{os.path.basename(path)}' is not the name of {kind}", f"End it in {endings[0]}.")
    folder = os.path.dirname(os.path.abspath(path))
    length, most = len(os.fsencode(os.path.basename(path))), _longest_name(folder)
    if length > most:
        raise InputError(name, f"the file name is too long: {length} bytes, and at most {most} are allowed there",
                         "Choose a shorter one.")
    if not os.path.isdir(folder):
        raise InputError(name, f"there is no folder '{folder}'", "Make it, or choose another.")
    if not os.access(folder, os.W_OK):
        raise InputError(name, f"the folder '{folder}' cannot be written to", "Choose another.")
