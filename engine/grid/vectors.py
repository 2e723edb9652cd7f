"""Vector files: how many features reached the disk, and copies of databases that are open elsewhere."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3

from osgeo import gdal

from .library import close_dataset, said

_SQLITE = b"SQLite format 3\0"


def count_features(path: str, layer: str = "") -> int:
    """Count the features of a layer by reading each of them.

    Parameters
    ----------
    path : str
    layer : str
        Its name; empty for the first one.

    Returns
    -------
    int

    Raises
    ------
    OSError
        The file or the layer cannot be read.
    """
    dataset = None
    try:
        dataset = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
        found = dataset.GetLayerByName(layer) if layer else dataset.GetLayer(0)
        if found is None:
            raise OSError(f"there is no layer '{layer}' in it")
        count = sum(1 for _ in found)
        del found
    except RuntimeError as error:
        raise OSError(said(error)) from error
    finally:
        close_dataset(dataset)
    return count


def copy_database(source: str, target: str) -> None:
    """Copy a GeoPackage or other file of layers whole, also while a program has it open.

    Raises
    ------
    OSError
        It cannot be read, or the disk is full.
    """
    with open(source, "rb") as file:
        is_sqlite = file.read(len(_SQLITE)) == _SQLITE
    if not is_sqlite:
        shutil.copyfile(source, target)
        return
    # What another program has not yet written back lies in a log beside the file; SQLite's own copy reads it.
    try:
        with contextlib.closing(sqlite3.connect(f"file:{_quoted(source)}?mode=ro", uri=True)) as old, \
                contextlib.closing(sqlite3.connect(target)) as new:
            old.backup(new)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def digest(path: str) -> str:
    """Give a fingerprint of what the layers of a file hold, which opening it in QGIS does not change.

    Raises
    ------
    OSError
        It cannot be read.
    """
    found, dataset = hashlib.sha256(), None
    try:
        dataset = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
        for number in range(dataset.GetLayerCount()):
            layer = dataset.GetLayer(number)
            found.update(layer.GetName().encode("utf-8", "replace") + b"\0")
            for feature in layer:
                found.update(feature.ExportToJson().encode("utf-8", "replace"))
            del layer
    except RuntimeError as error:
        raise OSError(said(error)) from error
    finally:
        close_dataset(dataset)
    return found.hexdigest()


def _quoted(path: str) -> str:
    return os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
