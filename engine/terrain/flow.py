"""Where water runs: filled depressions, D8 directions, accumulation, distance to channels, routing order.

Directions are ESRI's D8 codes: 1 east, 2 south-east, 4 south, 8 south-west, 16 west, 32 north-west, 64 north, 128
north-east; 0 a pit or outlet, 255 nodata. Water that leaves the grid or enters nodata has left: such cells are outlets.

These methods need the whole grid at once. Their loops are compiled by numba; the first use on a machine takes some
seconds longer.
"""

from __future__ import annotations

import functools
import importlib.util
from typing import Callable, NamedTuple

import numpy as np

from ..compiled import compiled
from ..errors import GridError, ResourceError
from ..grid.tiles import require_memory
from . import descent
from .fill import kernel as fill_kernel

DIRECTION_RULE = "D8 steepest descent on the filled DEM"
"""The rule of :func:`drain`, for rasters and models that depend on it."""

OUTLET = 0
NODATA = descent.NODATA
PYFLWDIR_NODATA = 247
CODES = {1: (0, 1), 2: (1, 1), 4: (1, 0), 8: (1, -1), 16: (0, -1), 32: (-1, -1), 64: (-1, 0), 128: (-1, 1)}
"""Row and column step of each code."""

MAX_CELLS = 2 ** 31 - 2
"""Cells are numbered in int32."""

FILL_BYTES = 16
ORDER_BYTES = 9
ACCUMULATION_BYTES = 13
DISTANCE_BYTES = 14
"""Peak memory per cell beyond the input, bytes: 6 (mountains) to 15 (a comb of canals), 8, 12 and 13 measured."""


class Drainage(NamedTuple):
    """A DEM without depressions and the way water takes over it."""

    filled: np.ndarray
    codes: np.ndarray


class Routing(NamedTuple):
    """Cells with a direction in the order water passes them.

    Attributes
    ----------
    order : ndarray of int32, shape (n,)
        Flat indices of the cells, every cell before the one it drains to.
    downstream : ndarray of int32, shape (n,)
        Position in `order` of the cell drained to, always larger than its own; -1 at outlets.
    """

    order: np.ndarray
    downstream: np.ndarray


def drain(elevation: np.ndarray, log: Callable[[str], None] | None = None, cell_width: float = 1.0,
          cell_height: float = 1.0) -> Drainage:
    """Fill depressions and direct every cell down the steepest descent; the rule is told in :mod:`.descent`.

    Parameters
    ----------
    elevation : ndarray of float, shape (rows, columns)
        m. What is not finite is no ground. Water may leave at the edge of the data.
    log : callable, optional
        Told when the compiled routines have to be loaded, which takes long the first time.
    cell_width, cell_height : float
        m; only their ratio counts.

    Returns
    -------
    Drainage
        `filled` float32 m, NaN where there is no ground; `codes` uint8.

    Raises
    ------
    ResourceError
        numba is missing, or memory is short.
    """
    filled = fill(elevation, log)
    return Drainage(filled, _descent(filled, cell_width, cell_height))


def _descent(filled: np.ndarray, cell_width: float, cell_height: float) -> np.ndarray:
    """Direct the cells of a filled elevation model."""
    kernels = descent.kernels()
    codes = np.empty(filled.shape, np.uint8)
    flats = kernels.descend(filled, codes, float(cell_width), float(cell_height))
    kernels.flood_flats(filled, codes, flats, *np.array(list(CODES.values())).T.copy())
    return codes


def warm_up() -> None:
    """Load or compile all that is compiled here, on a few cells; for the background, so that the first run is quick."""
    codes = drain(np.arange(9.0).reshape(3, 3)).codes
    channel_distance(codes, accumulation(codes), 2, 1.0, 1.0)


def fill(elevation: np.ndarray, log: Callable[[str], None] | None = None) -> np.ndarray:
    """Fill depressions to the level at which they spill; see :mod:`.fill`.

    Parameters
    ----------
    elevation, log
        As in :func:`drain`.

    Returns
    -------
    ndarray of float32, shape (rows, columns)
        m, NaN where there is no ground.

    Raises
    ------
    ResourceError
        numba is missing, or memory is short.
    """
    _check_size(elevation.shape, FILL_BYTES, "Filling depressions")
    _require_numba()
    kernel = fill_kernel()
    if log and not kernel.signatures:
        log("Flow routines are being loaded; the first time on a machine they are compiled, for up to half a minute.")
    with np.errstate(over="ignore"):      # beyond float32 there is no ground
        filled = np.array(elevation, np.float32, order="C")
    kernel(filled)
    return filled


def directions(elevation: np.ndarray, cell_width: float = 1.0, cell_height: float = 1.0) -> np.ndarray:
    """Give the D8 codes alone; see :func:`drain`. A filled elevation gives the same codes."""
    return drain(elevation, None, cell_width, cell_height).codes


def checked_directions(values: np.ndarray, parameter: str = "FLOW_DIRECTION") -> np.ndarray:
    """Take directions a user supplied.

    Parameters
    ----------
    values : ndarray, shape (rows, columns)
        D8 codes as read from a raster: NaN, 255 and pyflwdir's 247 are nodata.
    parameter : str
        For messages.

    Returns
    -------
    ndarray of uint8, shape (rows, columns)

    Raises
    ------
    GridError
        Another value, no direction at all, or water running in a circle.
    """
    codes = np.full(values.shape, NODATA, np.uint8)
    known = np.isin(values, (OUTLET, *CODES))
    codes[known] = values[known]
    wrong = ~known & ~np.isnan(values) & (values != NODATA) & (values != PYFLWDIR_NODATA)
    if wrong.any():
        raise GridError(parameter, f"{values[wrong][0]:g} in {np.count_nonzero(wrong)} cells is no D8 direction",
                        "Give ESRI codes: 1, 2, 4, 8, 16, 32, 64, 128 clockwise from east, 0 for outlets.")
    if not known.any():
        raise GridError(parameter, "it has no directions, only nodata")
    routing_order(codes, parameter)
    return codes


def accumulation(codes: np.ndarray) -> np.ndarray:
    """Count the cells that drain through each cell, itself included.

    Parameters
    ----------
    codes : ndarray of uint8, shape (rows, columns)

    Returns
    -------
    ndarray of int32, shape (rows, columns)
        0 where there is no direction.

    Raises
    ------
    GridError
        Water runs in a circle.
    ResourceError
        numba is missing, or memory is short.
    """
    _check_size(codes.shape, ACCUMULATION_BYTES, "Flow accumulation")
    cells = np.zeros(codes.shape, np.int32)
    _kernels().accumulate(*routing_order(codes), cells.ravel())
    return cells


def channel_distance(codes: np.ndarray, accumulated: np.ndarray, threshold: float, cell_width: float,
                     cell_height: float) -> np.ndarray:
    """Distance along the flow path to the first channel cell.

    Parameters
    ----------
    codes : ndarray of uint8, shape (rows, columns)
    accumulated : ndarray of int, shape (rows, columns)
        As from :func:`accumulation`.
    threshold : float
        Cells with at least so many cells upslope are channels.
    cell_width, cell_height : float
        m.

    Returns
    -------
    ndarray of float32, shape (rows, columns)
        m, 0 in channels; to where the water leaves the grid if it meets no channel; NaN where there is no direction.

    Raises
    ------
    GridError
        Water runs in a circle.
    ResourceError
        numba is missing, or memory is short.
    """
    _check_size(codes.shape, DISTANCE_BYTES, "Distance to channels")
    lengths = np.zeros(256, np.float32)
    for code, (row, col) in CODES.items():
        lengths[code] = np.hypot(row * cell_height, col * cell_width)
    channel = np.ascontiguousarray(accumulated >= threshold)
    distance = np.full(codes.shape, np.nan, np.float32)
    flat = np.ascontiguousarray(codes).ravel()
    _kernels().measure(*routing_order(codes), flat, lengths, channel.ravel(), distance.ravel())
    return distance


def routing_order(codes: np.ndarray, parameter: str = "FLOW_DIRECTION") -> Routing:
    """Order the cells so that water can be passed down in one sweep.

    Cells stand level by level above their outlets, so that what a cell drains to lies near what its neighbours in the
    order drain to: a router that keeps its fields in this order runs through memory evenly.

    Parameters
    ----------
    codes : ndarray of uint8, shape (rows, columns)

    Returns
    -------
    Routing

    Raises
    ------
    GridError
        Water runs in a circle; names a cell.
    ResourceError
        numba is missing, or memory is short.
    """
    _check_size(codes.shape, ORDER_BYTES, "Flow routing")
    _require_numba()
    order, downstream, circle = _kernels().order(np.ascontiguousarray(codes), *_steps())
    if circle >= 0:
        row, col = divmod(int(circle), codes.shape[1])
        raise GridError(parameter, f"water runs in a circle through row {row + 1}, column {col + 1}",
                        "Derive the directions from a filled DEM.")
    return Routing(order, downstream)


def _steps() -> tuple:
    """Row step, column step and validity of every possible code."""
    rows, cols, valid = np.zeros(256, np.int64), np.zeros(256, np.int64), np.zeros(256, np.bool_)
    valid[OUTLET] = True
    for code, (row, col) in CODES.items():
        rows[code], cols[code], valid[code] = row, col, True
    return rows, cols, valid


class _Kernels(NamedTuple):
    order: object
    accumulate: object
    measure: object


@functools.cache
def _kernels() -> _Kernels:
    """Make the compiled loops; numba is imported only when they are used."""

    def order_cells(codes, row_step, col_step, valid):
        rows, cols = codes.shape
        count = 0
        for row in range(rows):
            for col in range(cols):
                count += valid[codes[row, col]]
        # Filled from the back: outlets last, above them the cells that drain to them, and so on.
        order = np.empty(count, np.int32)
        downstream = np.empty(count, np.int32)
        first = count
        for row in range(rows):
            for col in range(cols):
                code = codes[row, col]
                if not valid[code]:
                    continue
                r, c = row + row_step[code], col + col_step[code]
                if code == 0 or r < 0 or r >= rows or c < 0 or c >= cols or not valid[codes[r, c]]:
                    first -= 1
                    order[first] = row * cols + col
                    downstream[first] = -1
        here = count - 1
        while here >= first:
            row, col = order[here] // cols, order[here] % cols
            for r in range(max(row - 1, 0), min(row + 2, rows)):
                for c in range(max(col - 1, 0), min(col + 2, cols)):
                    code = codes[r, c]
                    if valid[code] and code != 0 and r + row_step[code] == row and c + col_step[code] == col:
                        first -= 1
                        order[first] = r * cols + c
                        downstream[first] = here
            here -= 1
        if first == 0:
            return order, downstream, -1
        # What was not reached drains into a circle; following it long enough ends inside.
        reached = np.zeros(codes.size, np.bool_)
        for i in range(first, count):
            reached[order[i]] = True
        for i in range(codes.size):
            row, col = i // cols, i % cols
            if valid[codes[row, col]] and not reached[i]:
                for _ in range(codes.size):
                    code = codes[row, col]
                    row, col = row + row_step[code], col + col_step[code]
                return order, downstream, row * cols + col
        return order, downstream, -1

    def accumulate_cells(order, downstream, cells):
        for i in range(order.size):
            cells[order[i]] += 1
            if downstream[i] >= 0:
                cells[order[downstream[i]]] += cells[order[i]]

    def measure_paths(order, downstream, codes, lengths, channel, distance):
        for i in range(order.size - 1, -1, -1):
            cell = order[i]
            if downstream[i] < 0 or channel[cell]:
                distance[cell] = 0
            else:
                distance[cell] = distance[order[downstream[i]]] + lengths[codes[cell]]

    return _Kernels(*(compiled(each, nogil=True) for each in (order_cells, accumulate_cells, measure_paths)))


def _check_size(shape: tuple, bytes_per_cell: int, what: str) -> None:
    cells = shape[0] * shape[1]
    if cells > MAX_CELLS:
        raise ResourceError(f"{what} can take {MAX_CELLS} cells and there are {cells}. Use a smaller area.")
    require_memory(cells * bytes_per_cell, what)


def _require_numba() -> None:
    if importlib.util.find_spec("numba") is None:
        raise ResourceError("numba is not installed, and flow directions and routing need it. "
                            "The page Setup of Scarp's dock installs it.")
