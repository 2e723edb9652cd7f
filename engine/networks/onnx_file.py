"""What an ONNX file holds, read from its bytes before onnxruntime sees it.

Only the outline of the protocol buffer is walked (https://onnx.ai/onnx/repo-docs/IR.html): versions, metadata, and
whether any tensor lies in another file. So a file that is not ours, cut short, or that points to other files is refused
in plain words, and nothing outside it is ever opened.
"""

from __future__ import annotations

import os
from typing import Dict, Iterator, NamedTuple

from ..errors import InputError

LARGEST = 500 * 1024 * 1024
NEWEST_OPSET = 17
NEWEST_IR = 8
DEEPEST = 32
DOMAINS = ("", "ai.onnx", "ai.onnx.ml")
"""Of operators: those of ONNX itself, with its trees."""

_TRAINED = "Use a model trained with Scarp."

# Fields of the messages of onnx.proto that are walked: number of the field -> message in it.
_MODEL, _GRAPH, _NODE, _ATTRIBUTE, _TENSOR, _SPARSE, _FUNCTION = range(7)
_INNER = {
    _MODEL: {7: _GRAPH, 25: _FUNCTION},
    _GRAPH: {1: _NODE, 5: _TENSOR, 15: _SPARSE},
    _NODE: {5: _ATTRIBUTE},
    _ATTRIBUTE: {5: _TENSOR, 6: _GRAPH, 10: _TENSOR, 11: _GRAPH, 22: _SPARSE, 23: _SPARSE},
    _TENSOR: {},
    _SPARSE: {1: _TENSOR, 2: _TENSOR},
    _FUNCTION: {7: _NODE},
}
_EXTERNAL_DATA, _DATA_LOCATION = 13, 14


class Outline(NamedTuple):
    """Versions, metadata and bytes of an ONNX file."""

    ir: int
    opsets: Dict[str, int]
    metadata: Dict[str, str]
    content: bytes


def read_outline(path: str, parameter: str = "MODEL") -> Outline:
    """Read an ONNX file and check that it is safe to load.

    Parameters
    ----------
    path : str
    parameter : str
        Where it was given, for messages.

    Raises
    ------
    InputError
        Missing, too big, no ONNX, cut short, tensors in other files, operators of others, or a newer version.
    """
    content = _bytes(path, parameter)
    name = os.path.basename(path)
    try:
        ir, opsets, metadata = _top(content)
        outside = _has_external(content, 0, len(content), _MODEL, 0)
    except (ValueError, IndexError) as error:
        raise InputError(parameter, f"'{name}' is no ONNX file, or was cut short", _TRAINED) from error
    if not ir or not opsets:
        raise InputError(parameter, f"'{name}' is no ONNX file", _TRAINED)
    if outside:
        raise InputError(parameter, f"'{name}' keeps its weights in other files, which Scarp does not open",
                         "Save it as one file.")
    strange = [domain for domain in opsets if domain not in DOMAINS]
    if strange:
        raise InputError(parameter, f"'{name}' uses operators of '{strange[0]}'", _TRAINED)
    newest = max(opsets.values())
    if newest > NEWEST_OPSET or ir > NEWEST_IR:
        raise InputError(parameter, f"'{name}' has opset {newest} and IR version {ir}; Scarp reads up to opset "
                         f"{NEWEST_OPSET} and IR {NEWEST_IR}", "Export it for those, or update Scarp.")
    return Outline(ir, opsets, metadata, content)


def _bytes(path: str, parameter: str) -> bytes:
    try:
        size = os.path.getsize(path)
        if size > LARGEST:
            raise InputError(parameter, f"'{os.path.basename(path)}' has {size / 2**20:.0f} MB, more than "
                             f"{LARGEST / 2**20:.0f} MB", _TRAINED)
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise InputError(parameter, f"'{path}' cannot be read: {error.strerror}", "Choose an .onnx file.") from error


def _top(content: bytes) -> tuple:
    ir, opsets, metadata = 0, {}, {}
    for number, value in _fields(content, 0, len(content)):
        if number == 1 and isinstance(value, int):
            ir = value
        elif number == 8 and isinstance(value, tuple):
            entry = dict(_fields(content, *value))
            domain = entry.get(1)
            opsets[_text(content, domain) if domain else ""] = int(entry.get(2, 0))
        elif number == 14 and isinstance(value, tuple):
            entry = dict(_fields(content, *value))
            metadata[_text(content, entry[1])] = _text(content, entry[2]) if 2 in entry else ""
    return ir, opsets, metadata


def _has_external(content: bytes, start: int, end: int, message: int, depth: int) -> bool:
    if depth > DEEPEST:
        raise ValueError("too deep")
    for number, value in _fields(content, start, end):
        if message == _TENSOR and (number == _EXTERNAL_DATA or (number == _DATA_LOCATION and value)):
            return True
        inner = _INNER[message].get(number)
        if inner is not None and _has_external(content, *value, inner, depth + 1):
            return True
    return False


def _text(content: bytes, span: tuple) -> str:
    return content[span[0]:span[1]].decode("utf-8")


def _fields(content: bytes, place: int, end: int) -> Iterator[tuple]:
    """Yield (number, value) of a message; the value is a whole number, or (start, end) of its bytes."""
    while place < end:
        key, place = _varint(content, place, end)
        number, kind = key >> 3, key & 7
        if number == 0:
            raise ValueError("field 0")
        if kind == 0:
            value, place = _varint(content, place, end)
            yield number, value
            continue
        if kind == 2:
            length, place = _varint(content, place, end)
        elif kind in (1, 5):
            length = 8 if kind == 1 else 4
        else:
            raise ValueError(f"wire type {kind}")
        if place + length > end:
            raise ValueError("cut short")
        yield number, (place, place + length)
        place += length


def _varint(content: bytes, place: int, end: int) -> tuple:
    value = shift = 0
    while place < end and shift < 70:
        byte = content[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7
    raise ValueError("a number is cut short")
