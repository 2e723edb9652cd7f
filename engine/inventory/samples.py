"""Samples for a network: landslides against places the physics calls stable (PPM-CNN, sections 2.3 and 2.5).

Stable area is where the refined probability of failure stays below a threshold, outside a buffer round the mapped
landslides. Points are drawn there at random, no two nearer than a spacing.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ..errors import InputError
from ..grid import Grid, RasterSource, RasterWriter, Window, tiles
from ..refine import filters

STRIP_CELLS = 4_000_000
WIDEST_HALO = 512
"""Cells of buffer up to which distances are measured on a window with a rim of that width."""


class StableArea(NamedTuple):
    """Where points may be drawn.

    Attributes
    ----------
    stable, valid, buffered : int
        Stable cells; cells with a value; cells that only the buffer takes away.
    """

    stable: int
    valid: int
    buffered: int


class Draw(NamedTuple):
    """Stable points and what limited them."""

    cells: np.ndarray
    wanted: int
    warning: str


def stable_area(pof: RasterSource, landslides, writer: RasterWriter, *, threshold=0.5, refinement=None, buffer=0.0,
                tile=tiles.TILE, threads=None, progress=None, cancelled=None) -> StableArea:
    """Write the stable area.

    Parameters
    ----------
    pof : RasterSource
        Probability of failure, 0 to 1.
    landslides : array_like, int, shape (n,)
        Flat indices of landslide cells.
    writer : RasterWriter
        uint8, 1 stable, 0 not, 255 nodata; neither committed nor discarded here.
    threshold : float
        Cells below it are stable, 0 to 1.
    refinement : Refinement, optional
        Opening and closing of the unstable area.
    buffer : float
        Distance from landslide cells kept free, m, between centres of cells.

    Raises
    ------
    InputError
        Threshold or values outside 0 to 1, a negative buffer.
    """
    threshold = filters.check_threshold(threshold)
    if not buffer >= 0:
        raise InputError("BUFFER", f"{buffer:g} m is negative", "Use 0 for none")
    grid, refinement = pof.grid, refinement or filters.Refinement({})
    reach = math.ceil(buffer / min(grid.cell_width, grid.cell_height))
    row, col = np.divmod(np.unique(np.asarray(landslides, dtype=np.int64)), grid.width)

    def one(arrays, window):
        halo = refinement.halo
        inner = slice(halo, halo + window.height), slice(halo, halo + window.width)
        refined = filters.refine(arrays["pof"], refinement)[inner]
        mask = filters.threshold_mask(refined, threshold)
        near = _near(row, col, window, reach, grid, buffer)
        stable = (mask == 0) & ~near
        result = stable.astype(np.uint8)
        result[mask == filters.MASK_NODATA] = filters.MASK_NODATA
        writer.write(result, window)
        return np.array([stable.sum(), (mask != filters.MASK_NODATA).sum(), ((mask == 0) & near).sum()])

    found = tiles.reduce(one, grid, {"pof": pof}, lambda a, b: a + b, halo=refinement.halo, tile=tile, threads=threads,
                         progress=progress, cancelled=cancelled)
    return StableArea(*(int(number) for number in found))


def free_area(source: RasterSource, landslides, writer: RasterWriter, *, buffer=0.0, tile=tiles.TILE, threads=None,
              progress=None, cancelled=None) -> StableArea:
    """Write where negatives may be drawn at random: every cell with a value, further from landslides than a buffer.

    Parameters
    ----------
    source : RasterSource
        Of which a cell must have a value.
    landslides, writer, buffer
        As in :func:`stable_area`; 1 free, 0 not, 255 nodata.

    Raises
    ------
    InputError
        A negative buffer.
    """
    if not buffer >= 0:
        raise InputError("BUFFER", f"{buffer:g} m is negative", "Use 0 for none")
    grid = source.grid
    reach = math.ceil(buffer / min(grid.cell_width, grid.cell_height))
    row, col = np.divmod(np.unique(np.asarray(landslides, dtype=np.int64)), grid.width)

    def one(arrays, window):
        valid = ~np.isnan(arrays["source"])
        near = _near(row, col, window, reach, grid, buffer)
        result = np.where(valid, ~near, filters.MASK_NODATA).astype(np.uint8)
        return {"free": result}, np.array([(valid & ~near).sum(), valid.sum(), (valid & near).sum()])

    found = tiles.run(one, grid, {"source": source}, {"free": writer}, combine=lambda a, b: a + b, tile=tile,
                      threads=threads, progress=progress, cancelled=cancelled)
    return StableArea(*(int(number) for number in found))


def draw(area: RasterSource, wanted: int, spacing: float, seed: int, *, progress=None, cancelled=None) -> Draw:
    """Draw cells of the stable area at random, spaced.

    Parameters
    ----------
    area : RasterSource
        1 = stable.
    wanted : int
        Cells to draw.
    spacing : float
        Least distance between two of them, m; 0 = none (but no cell twice).
    seed : int
        The same seed gives the same cells.

    Returns
    -------
    Draw
        Fewer cells than wanted, and a warning with the numbers, where no more fit.

    Raises
    ------
    InputError
        There is no stable cell, a negative spacing.
    """
    if not spacing >= 0:
        raise InputError("SPACING", f"{spacing:g} m is negative", "Use 0 for none")
    strips, total = _stable_strips(area, cancelled)
    if not total:
        raise InputError("POF", "no stable area is left to draw from",
                         "Raise THRESHOLD, or make BUFFER, OPEN or CLOSE smaller")
    order = np.random.default_rng(seed)
    tried = np.zeros(0, dtype=np.int64)
    keeper, count = _Spaced(area.grid, spacing), min(total, max(20 * wanted, 1000))
    while len(keeper.cells) < wanted and tried.size < total:
        fresh = _fresh(order, total, count, tried)
        tried = np.union1d(tried, fresh)
        for number, cell in enumerate(_cells_of(fresh, strips, area, cancelled)):
            if not number % 1000:
                tiles.check_cancelled(cancelled)
            keeper.offer(int(cell))
            if len(keeper.cells) == wanted:
                break
        count = min(total - tried.size, 4 * count)
        if progress is not None:
            progress(len(keeper.cells) / wanted)
    area.close()
    found = np.array(keeper.cells, dtype=np.int64)
    square_km = total * area.grid.cell_area / 1e6
    warning = "" if found.size == wanted else (
        f"Only {found.size} of {wanted} stable points fit {spacing:g} m apart into {square_km:.3g} km2 of stable area. "
        "Make SPACING or BUFFER smaller, or raise THRESHOLD.")
    return Draw(found, wanted, warning)


def wanted_points(landslides: int, ratio: float) -> int:
    """Stable points for so many landslides.

    Raises
    ------
    InputError
        The ratio is not above 0.
    """
    if not (np.isfinite(ratio) and ratio > 0):
        raise InputError("RATIO", f"{ratio:g} is not above 0", "1 gives as many stable points as landslides")
    return max(round(landslides * ratio), 1)


def _near(row, col, window, reach, grid, buffer) -> np.ndarray:
    """Cells of a window within the buffer of a landslide cell (a landslide cell itself always is)."""
    from scipy.ndimage import distance_transform_edt

    if reach > WIDEST_HALO:
        return _near_far(row, col, window, grid, buffer)
    wide = np.ones((window.height + 2 * reach, window.width + 2 * reach), dtype=bool)
    r, c = row - window.row + reach, col - window.col + reach
    inside = (r >= 0) & (r < wide.shape[0]) & (c >= 0) & (c < wide.shape[1])
    if not inside.any():
        return np.zeros((window.height, window.width), dtype=bool)
    wide[r[inside], c[inside]] = False
    distance = distance_transform_edt(wide, sampling=(grid.cell_height, grid.cell_width))
    return distance[reach:reach + window.height, reach:reach + window.width] <= buffer


def _near_far(row, col, window, grid, buffer) -> np.ndarray:
    """Do as `_near` where the buffer is far wider than a window, in memory of the window alone."""
    from scipy.spatial import cKDTree

    cell = np.array([grid.cell_height, grid.cell_width])
    slides = np.column_stack([row, col]) * cell
    first = np.array([window.row, window.col]) * cell
    last = first + (np.array([window.height, window.width]) - 1) * cell
    farthest = np.hypot(*np.maximum(np.abs(slides - first), np.abs(slides - last)).T)
    if (farthest <= buffer).any():      # one landslide reaches all of the window
        return np.ones((window.height, window.width), dtype=bool)
    nearest = np.hypot(*np.clip(slides, first, last).T - slides.T)
    slides = slides[nearest <= buffer]
    if not slides.size:
        return np.zeros((window.height, window.width), dtype=bool)
    cells = np.indices((window.height, window.width)).reshape(2, -1).T * cell + first
    return (cKDTree(slides).query(cells)[0] <= buffer).reshape(window.height, window.width)


def _stable_strips(area, cancelled) -> tuple:
    """Strips of rows, each with the number of stable cells before it."""
    grid = area.grid
    rows = max(STRIP_CELLS // grid.width, 1)
    strips, total = [], 0
    for top in range(0, grid.height, rows):
        tiles.check_cancelled(cancelled)
        window = Window(0, top, grid.width, min(rows, grid.height - top))
        strips.append((total, window))
        total += int(np.count_nonzero(area.read(window, np.float32) == 1))
    return strips, total


def _fresh(order, total, count, tried) -> np.ndarray:
    """So many places in the row-by-row list of stable cells, in random order, none tried before."""
    if count + tried.size >= total:
        return order.permutation(np.setdiff1d(np.arange(total), tried))
    drawn = order.choice(total, size=min(count + tried.size, total), replace=False)
    return drawn[~np.isin(drawn, tried)][:count]


def _cells_of(places, strips, area, cancelled) -> np.ndarray:
    """Flat indices of stable cells given by their place in the row-by-row list."""
    cells = np.empty(places.size, dtype=np.int64)
    starts = np.array([start for start, _ in strips])
    strip = np.searchsorted(starts, places, side="right") - 1
    for number in np.unique(strip):
        tiles.check_cancelled(cancelled)
        start, window = strips[number]
        stable = np.flatnonzero(area.read(window, np.float32).ravel() == 1)
        mine = strip == number
        cells[mine] = stable[places[mine] - start] + window.row * area.grid.width
    return cells


class _Spaced:
    """Takes cells that are far enough from all taken before; a lattice of squares keeps the search local."""

    def __init__(self, grid: Grid, spacing: float) -> None:
        self.cells: list = []
        self._grid, self._spacing = grid, spacing
        self._squares: dict = {}
        self._side = spacing or 1.0

    def offer(self, cell: int) -> None:
        row, col = divmod(cell, self._grid.width)
        x, y = col * self._grid.cell_width, row * self._grid.cell_height
        square = int(x // self._side), int(y // self._side)
        near = (point for i in (-1, 0, 1) for j in (-1, 0, 1)
                for point in self._squares.get((square[0] + i, square[1] + j), ()))
        if self._spacing and any(math.hypot(x - a, y - b) < self._spacing for a, b in near):
            return
        self._squares.setdefault(square, []).append((x, y))
        self.cells.append(cell)
