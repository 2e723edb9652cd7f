"""GDAL as Scarp uses it: faults are exceptions, the block cache is small, datasets close when told to."""

from __future__ import annotations

import os
import threading

from osgeo import gdal, ogr, osr

from ..errors import GridError

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()

CACHE_BYTES = 128 << 20
"""GDAL's block cache while Scarp reads and writes; its default, 5 % of the memory, would only fill up."""


class _CacheLimit:
    """Keeps GDAL's block cache small while anyone needs it so, then puts the former size back."""

    def __init__(self) -> None:
        self._lock, self._users, self._former = threading.Lock(), 0, 0

    def __enter__(self) -> None:
        with self._lock:
            if self._users == 0:
                self._former = gdal.GetCacheMax()
                gdal.SetCacheMax(min(self._former, CACHE_BYTES))
            self._users += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0:
                gdal.SetCacheMax(self._former)


limited_cache = _CacheLimit()
"""Context manager: at most ``CACHE_BYTES`` of GDAL block cache inside."""


def close_dataset(dataset: gdal.Dataset | None) -> None:
    """Close a dataset now: a traceback may still hold it, and GDAL must be rid of it before the program ends."""
    if hasattr(dataset, "Close"):
        try:
            dataset.Close()
        except RuntimeError:
            # GDAL 3.8 to 3.10 closes, tells the fault and leaves the object owning what is gone: freeing it again ends
            # the process.
            dataset.thisown, dataset.this = False, None
            raise
    elif dataset is not None:
        dataset.__swig_destroy__(dataset)       # before GDAL 3.8


def said(error: Exception) -> str:
    """GDAL's message without its full stop, to stand inside one of ours."""
    return str(error).strip().rstrip(".")


def open_raster(path: str, parameter: str) -> gdal.Dataset:
    """Open a raster for reading.

    Raises
    ------
    GridError
        There is no such file, or GDAL cannot open it.
    """
    try:
        return gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR)
    except RuntimeError as error:
        if not os.path.exists(path) and not path.startswith("/vsi") and ":" not in path[2:]:
            raise GridError(parameter, f"there is no file '{path}'", "Choose an existing raster.") from error
        raise GridError(parameter, f"'{path}' cannot be read as a raster: {said(error)}",
                        "Choose a raster that GDAL can open.") from error
