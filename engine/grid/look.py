"""A first look at a raster on its grid: which share has a value, and what is outside the physical range."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from .. import stop
from ..quantities import Limits
from .geometry import Grid, Window
from .library import limited_cache
from .writer import BLOCK

SCAN_CELLS = 4_000_000
"""So many cells are looked at to tell which share has no value."""

_WIDTH = 16_384
"""Cells of a row that are looked at together: a strip of a map a million cells wide would fill the memory."""


class Scan(NamedTuple):
    """What was seen of a raster when it was opened, in a sample of rows all over its grid.

    Attributes
    ----------
    share : float
        Of the cells, those with a value.
    low, high : float
        Least and greatest value; NaN without any.
    zeros : float
        Share of the values that are exactly 0.
    least : float
        Least of the other values; infinite without any.
    """

    share: float
    low: float
    high: float
    zeros: float
    least: float


def parts_of(grid: Grid) -> list:
    """Windows that cover a grid, strips of blocks from left to right and from top to bottom."""
    return [Window(left, top, min(_WIDTH, grid.width - left), min(BLOCK, grid.height - top))
            for top in range(0, grid.height, BLOCK) for left in range(0, grid.width, _WIDTH)]


def look(source, sample: int) -> Scan:
    """Look at about `sample` cells all over the grid of a source; without a value among them, at all."""
    parts = parts_of(source.grid)
    step = math.ceil(len(parts) / max(1, sample // (BLOCK * min(_WIDTH, source.grid.width))))
    first = parts[step // 2::step]
    seen = valid = zeros = 0
    low, high, least = math.nan, math.nan, math.inf
    with limited_cache:
        for number, window in enumerate([*first, *sorted(set(parts) - set(first))]):
            if number >= len(first) and valid:
                break
            stop.check()
            part = source.read(window, np.float32)
            seen += part.size
            valid += int(np.count_nonzero(~np.isnan(part)))
            low = float(np.fmin(low, np.fmin.reduce(part, axis=None)))
            high = float(np.fmax(high, np.fmax.reduce(part, axis=None)))
            nothing = part == 0
            zeros += int(np.count_nonzero(nothing))
            least = min(least, float(np.fmin.reduce(part, axis=None, initial=np.inf, where=~nothing)))
    source.close()
    return Scan(valid / seen, low, high, zeros / max(valid, 1), least)


def value_outside(values: np.ndarray, limits: Limits) -> float | None:
    """Give the least value below the range, else the greatest above it, else None."""
    low, high = np.fmin.reduce(values, axis=None), np.fmax.reduce(values, axis=None)
    if low < limits.lower - limits.slack:
        return float(low)
    return float(high) if high > limits.upper + limits.slack else None


class Outside(NamedTuple):
    """Cells outside a range: how many, of how many, and least and greatest value below it (NaN without any)."""

    cells: int
    total: int
    lowest: float
    highest_low: float


def count_outside(source, limits: Limits) -> Outside:
    """Count the cells of a source outside a range, all over its grid."""
    outside = total = 0
    lowest = highest = math.nan
    for window in parts_of(source.grid):
        stop.check()
        found = source.read(window)
        low = found[found < limits.lower - limits.slack]
        outside += low.size + int(np.count_nonzero(found > limits.upper + limits.slack))
        total += found.size
        if low.size:
            lowest, highest = float(np.fmin(lowest, low.min())), float(np.fmax(highest, low.max()))
    return Outside(outside, total, lowest, highest)
