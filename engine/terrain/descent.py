"""D8 directions: the steepest descent from each cell to one of its eight neighbours (O'Callaghan & Mark 1984).

Drops are divided by the distance between the centres of the cells. Of equal drops the first clockwise from east counts.
A cell without a lower neighbour is an outlet at the edge of the data. Elsewhere it lies on a flat, and water takes the
way by which a flood arrives that rises from where the flat's water leaves: over the fewest cells, straight rather than
across, else the first clockwise from east.

On a filled elevation model water never runs in a circle: each step goes to lower ground, or on a flat to a cell that is
nearer to where the flat's water leaves, and every flat has such a place.
"""

from __future__ import annotations

import functools
from typing import Callable, NamedTuple

import numpy as np

from ..compiled import compiled

NODATA = 255

FLAT = 254
"""Mark of a cell whose direction the flood has to tell."""

TOLD = 240
"""Marks of cells that the flood reaches first, plus the number of the direction; not yet directions for others."""

STRAIGHT_FIRST = np.array([0, 2, 4, 6, 1, 3, 5, 7])
"""Numbers of the directions, clockwise from east, in the order in which a flood asks for them."""


class Kernels(NamedTuple):
    """The compiled functions of this module."""

    descend: Callable
    flood_flats: Callable


@functools.cache
def kernels() -> Kernels:
    """Compile the loops; numba is imported only when they are used."""
    return Kernels(compiled(descend, nogil=True), compiled(flood_flats, nogil=True))


def descend(level: np.ndarray, codes: np.ndarray, cell_width: float, cell_height: float) -> int:
    """Direct every cell that has a lower neighbour; to be compiled by :func:`kernels`.

    Parameters
    ----------
    level : ndarray of float32, shape (rows, columns)
        m, NaN where there is no ground.
    codes : ndarray of uint8, shape (rows, columns)
        Out: ESRI codes, 0 at outlets, 255 without ground, `FLAT`.
    cell_width, cell_height : float
        m.

    Returns
    -------
    int
        Number of flat cells.
    """
    rows, cols = level.shape
    # Slopes times width and height: drops along rows and columns are then exact, and equal ones are found equal.
    wide, high = cell_height, cell_width
    across = cell_width * cell_height / np.sqrt(cell_width ** 2 + cell_height ** 2)
    # Three rows with a rim without ground, so that all cells are alike.
    north, middle, south = np.full(cols + 2, np.nan), np.full(cols + 2, np.nan), np.full(cols + 2, np.nan)
    south[1:-1] = level[0]
    flats = 0
    for row in range(rows):
        north, middle, south = middle, south, north
        if row + 1 < rows:
            south[1:-1] = level[row + 1]
        else:
            south[:] = np.nan
        found = codes[row]
        for col in range(cols):
            here = middle[col + 1]
            steepest = 0.0
            code = 0
            slope = (here - middle[col + 2]) * wide
            if slope > steepest:
                steepest, code = slope, 1
            slope = (here - south[col + 2]) * across
            if slope > steepest:
                steepest, code = slope, 2
            slope = (here - south[col + 1]) * high
            if slope > steepest:
                steepest, code = slope, 4
            slope = (here - south[col]) * across
            if slope > steepest:
                steepest, code = slope, 8
            slope = (here - middle[col]) * wide
            if slope > steepest:
                steepest, code = slope, 16
            slope = (here - north[col]) * across
            if slope > steepest:
                steepest, code = slope, 32
            slope = (here - north[col + 1]) * high
            if slope > steepest:
                steepest, code = slope, 64
            slope = (here - north[col + 2]) * across
            if slope > steepest:
                code = 128
            found[col] = code
        for col in range(cols):
            if found[col] == 0:
                if np.isnan(middle[col + 1]):
                    found[col] = NODATA
                elif not np.isnan(north[col:col + 3].sum() + middle[col] + middle[col + 2] + south[col:col + 3].sum()):
                    found[col] = FLAT
                    flats += 1
    return flats


def flood_flats(level: np.ndarray, codes: np.ndarray, flats: int, row_step: np.ndarray, col_step: np.ndarray) -> None:
    """Direct the flat cells; to be compiled by :func:`kernels`.

    Parameters
    ----------
    level : ndarray of float32, shape (rows, columns)
        m, without depressions.
    codes : ndarray of uint8, shape (rows, columns)
        In and out: as :func:`descend` leaves them.
    flats : int
        Number of flat cells; they never lie on the rim.
    row_step, col_step : ndarray of int64, shape (8,)
        Steps of the directions, clockwise from east.
    """
    cols = level.shape[1]
    height, code = level.ravel(), codes.ravel()
    reached = np.empty(flats, np.uint32)
    count = 0
    for cell in range(code.size):
        if code[cell] == FLAT:
            for k in STRAIGHT_FIRST:
                beside = np.uint32(cell + row_step[k] * cols + col_step[k])
                if code[beside] <= 128 and height[beside] == height[cell]:
                    code[cell] = TOLD + k
                    reached[count] = cell
                    count += 1
                    break
    for i in range(count):
        code[reached[i]] = 1 << (code[reached[i]] - TOLD)
    first = 0
    while first < count:
        last = count
        for k in STRAIGHT_FIRST:
            step = row_step[k] * cols + col_step[k]
            for i in range(first, last):
                cell = reached[i]
                above = np.uint32(cell - step)
                if code[above] == FLAT and height[above] == height[cell]:
                    code[above] = 1 << k
                    reached[count] = above
                    count += 1
        first = last
