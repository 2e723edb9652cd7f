"""Whole rasters into classes, tile by tile: two passes for the histogram, one to write."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ..errors import InputError
from ..grid import RasterSource, RasterWriter, tiles
from . import classes


class Range(NamedTuple):
    """Least and greatest value and the number of cells that have one."""

    low: float
    high: float
    cells: int


def value_range(source: RasterSource, *, tile=tiles.TILE, threads=None, progress=None, cancelled=None) -> Range:
    """Find the range of a raster; a map without a value gives (inf, -inf, 0)."""

    def one(arrays, window):
        values = arrays["map"]
        valid = int(np.count_nonzero(~np.isnan(values)))
        return Range(float(np.fmin.reduce(values, axis=None)), float(np.fmax.reduce(values, axis=None)),
                     valid) if valid else Range(math.inf, -math.inf, 0)

    return tiles.reduce(one, source.grid, {"map": source},
                        lambda a, b: Range(min(a.low, b.low), max(a.high, b.high), a.cells + b.cells),
                        tile=tile, threads=threads, progress=progress, cancelled=cancelled)


def raster_histogram(source: RasterSource, found: Range | None = None, *, tile=tiles.TILE, threads=None, progress=None,
                     cancelled=None) -> classes.Histogram:
    """Histogram of a raster over its own range.

    Raises
    ------
    InputError
        The raster has no value.
    """
    found = found or value_range(source, tile=tile, threads=threads, cancelled=cancelled)
    if not found.cells:
        raise InputError("INPUT", "it has no value, only nodata", "Check the file and its nodata value")
    return tiles.reduce(lambda arrays, window: classes.histogram(arrays["map"], found.low, found.high), source.grid,
                        {"map": source}, lambda a, b: a + b, tile=tile, threads=threads, progress=progress,
                        cancelled=cancelled)


def classify_raster(source: RasterSource, limits, writer: RasterWriter | None = None, *, tile=tiles.TILE, threads=None,
                    progress=None, cancelled=None) -> np.ndarray:
    """Write the classes of a raster and count their cells.

    Parameters
    ----------
    source : RasterSource
    limits : sequence of float
        From :func:`.classes.breaks`.
    writer : RasterWriter, optional
        uint8; neither committed nor discarded here. Without it the cells are only counted.

    Returns
    -------
    numpy.ndarray, int64, shape (k,)
        Cells by class, lowest first.
    """
    def one(arrays, window):
        numbers = classes.classify(arrays["map"], limits)
        return {"classes": numbers}, np.bincount(numbers.ravel(), minlength=256)

    counts = tiles.run(one, source.grid, {"map": source}, {} if writer is None else {"classes": writer}, combine=np.add,
                       tile=tile, threads=threads, progress=progress, cancelled=cancelled)
    return counts[1:len(limits) + 2]
