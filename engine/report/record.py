"""run.json: all that is needed to repeat a run and to check that the inputs are the same."""

from __future__ import annotations

import hashlib
import json
import math
import os
import platform
import sys
from typing import Mapping

import numpy as np

_PACKAGES = ("osgeo.gdal", "numpy", "scipy", "matplotlib", "cv2", "numba", "sklearn", "emcee", "onnxruntime")
_CHUNK = 1 << 20


def versions(extra: Mapping[str, str] = ()) -> dict:
    """Versions of Python, GDAL and the packages already in use, with what the caller adds on top."""
    found = {**dict(extra), "Python": platform.python_version(), "Platform": platform.platform()}
    for name in _PACKAGES:
        module = sys.modules.get(name)
        if module is not None:
            found[name.rsplit(".", 1)[-1]] = str(getattr(module, "__version__", "unknown"))
    return found


def fingerprint(path: str) -> dict:
    """Size and SHA-256 of a file; only the path where there is no such file (a layer in memory, a database)."""
    if not os.path.isfile(path):
        return {"path": path}
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            digest.update(chunk)
    return {"path": path, "bytes": os.path.getsize(path), "sha256": digest.hexdigest()}


def to_json(record: Mapping) -> str:
    """Text of a record; NumPy numbers become plain ones, NaN and infinities become null."""
    return json.dumps(_plain(record), indent=2, ensure_ascii=False, sort_keys=False) + "\n"


def _plain(value):
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)
