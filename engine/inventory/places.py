"""Landslides and other mapped places as cells of a grid; values of a raster at cells.

Cells are flat indices, row by row. A landslide is a point (one cell) or a polygon (the cells whose centre lies inside,
or the cell of a point inside it where there is none).
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from typing import Sequence

import numpy as np

from .. import grid as grids
from ..errors import InputError
from ..grid import Grid, RasterSource, Window
from ..grid.tiles import check_cancelled

READ_BLOCK = 512


@dataclass(frozen=True)
class Inventory:
    """Mapped places on a grid.

    Attributes
    ----------
    cells : numpy.ndarray, int64, shape (n,)
        Flat index of each cell, ordered by place.
    place : numpy.ndarray, int64, shape (n,)
        Place each cell belongs to, as numbered in the source (features in order).
    given : int
        Places in the source.
    kind : {'points', 'polygons'}
    """

    cells: np.ndarray
    place: np.ndarray
    given: int
    kind: str

    @property
    def count(self) -> int:
        """Places that have a cell on the grid."""
        return np.unique(self.place).size

    @property
    def outside(self) -> int:
        """Places without a cell on the grid."""
        return self.given - self.count

    def one_cell_each(self, width) -> Inventory:
        """For each place the one of its cells nearest to their mean; ``width`` is the columns of the grid."""
        if self.kind == "points" or not self.cells.size:
            return self
        _, number, size = np.unique(self.place, return_inverse=True, return_counts=True)
        row, col = np.divmod(self.cells, width)
        mean_row, mean_col = (np.bincount(number, part) / size for part in (row, col))
        distance = (row - mean_row[number]) ** 2 + (col - mean_col[number]) ** 2
        order = np.lexsort((self.cells, distance, number))
        chosen = order[np.append(0, np.cumsum(size)[:-1])]
        return Inventory(self.cells[chosen], self.place[chosen], self.given, self.kind)

    def keep(self, mask) -> Inventory:
        """Only the cells where ``mask`` is true."""
        return Inventory(self.cells[mask], self.place[mask], self.given, self.kind)


def from_points(x, y, grid: Grid, where="INVENTORY", crs_name="") -> Inventory:
    """Cells of points.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        In the CRS of the grid.
    grid : Grid
    where, crs_name : str
        Parameter and CRS of the source as the user knows them, for messages.

    Raises
    ------
    InputError
        No points, or none on the grid.
    """
    cells = point_cells(x, y, grid)
    inside = cells >= 0
    _require(cells.size, int(inside.sum()), "points", where, crs_name)
    return Inventory(cells[inside], np.flatnonzero(inside), cells.size, "points")


def from_polygons(shapes: Sequence[bytes], x, y, grid: Grid, where="INVENTORY", crs_name="") -> Inventory:
    """Cells of polygons.

    Parameters
    ----------
    shapes : sequence of bytes
        Valid polygons as WKB in the CRS of the grid; where two overlap, the later one has the cell.
    x, y : array_like, shape (n,)
        A point inside each, which stands for a polygon too small to hold the centre of a cell.
    grid, where, crs_name
        As in :func:`from_points`.

    Raises
    ------
    InputError
        No polygons, or none on the grid.
    """
    points = point_cells(x, y, grid)
    _require(len(shapes), len(shapes), "polygons", where, crs_name)
    cells, place = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    with tempfile.TemporaryDirectory(prefix="scarp_inventory_") as folder:
        path = os.path.join(folder, "places.tif")
        try:
            grids.burn(shapes, range(len(shapes)), "", grid, path, parameter=where)
            cells, place = _burned(path, grid, where)
        except grids.GridError:
            if (points >= 0).any():
                raise
    missed = np.setdiff1d(np.flatnonzero(points >= 0), place)
    cells, place = np.append(cells, points[missed]), np.append(place, missed)
    _require(len(shapes), place.size, "polygons", where, crs_name)
    order = np.lexsort((cells, place))
    return Inventory(cells[order], place[order], len(shapes), "polygons")


def point_cells(x, y, grid: Grid) -> np.ndarray:
    """Flat index of the cell each point lies in, int64; -1 off the grid."""
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    left, _, _, top = grid.bounds
    col, row = np.floor((x - left) / grid.cell_width), np.floor((top - y) / grid.cell_height)
    inside = (col >= 0) & (col < grid.width) & (row >= 0) & (row < grid.height)
    return np.where(inside, np.where(inside, row, 0) * grid.width + np.where(inside, col, 0), -1).astype(np.int64)


def cell_centres(cells, grid: Grid) -> tuple:
    """Coordinates x and y of the centres of cells."""
    row, col = np.divmod(np.asarray(cells, dtype=np.int64), grid.width)
    left, _, _, top = grid.bounds
    return left + (col + 0.5) * grid.cell_width, top - (row + 0.5) * grid.cell_height


def read_cells(source: RasterSource, cells, progress=None, cancelled=None) -> np.ndarray:
    """Values of a raster at cells of its grid.

    Parameters
    ----------
    source : RasterSource
    cells : array_like, int, shape (n,)
        Flat indices.

    Returns
    -------
    numpy.ndarray, float64, shape (n,)
        NaN where there is no value.
    """
    cells = np.asarray(cells, dtype=np.int64)
    values, grid = np.full(cells.size, np.nan), source.grid
    row, col = np.divmod(cells, grid.width)
    across = -(-grid.width // READ_BLOCK)
    block = (row // READ_BLOCK) * across + col // READ_BLOCK
    order = np.argsort(block, kind="stable")
    starts = np.flatnonzero(np.diff(block[order], prepend=-1))
    for number, part in enumerate(np.split(order, starts[1:]) if cells.size else []):
        check_cancelled(cancelled)
        top, left = np.array(divmod(int(block[part[0]]), across)) * READ_BLOCK
        window = Window(int(left), int(top), min(READ_BLOCK, grid.width - int(left)),
                        min(READ_BLOCK, grid.height - int(top)))
        values[part] = source.read(window)[row[part] - top, col[part] - left]
        if progress is not None:
            progress((number + 1) / starts.size)
    source.close()
    return values


def _burned(path, grid, where) -> tuple:
    """Cells and their places, read block row by block row."""
    cells, place = [], []
    try:
        source = RasterSource(path, grid, parameter=where)
    except grids.GridError:      # no centre of a cell lies in any polygon
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    for top in range(0, grid.height, READ_BLOCK):
        check_cancelled(None)
        values = source.read(Window(0, top, grid.width, min(READ_BLOCK, grid.height - top))).ravel()
        found = np.flatnonzero(~np.isnan(values))
        cells.append(found + top * grid.width)
        place.append(values[found].astype(np.int64))
    source.close()
    return np.concatenate(cells), np.concatenate(place)


def _require(given, inside, kind, where, crs_name) -> None:
    if not given:
        raise InputError(where, f"it has no {kind}", "Choose a layer with at least one feature")
    if not inside:
        now = f" (now {crs_name})" if crs_name else ""
        raise InputError(where, f"none of {given} {kind} lies on the map", f"Check their CRS{now}")
