"""PPM-CNN: a convolutional network over windows of conditioning factors (Cui et al. 2024, section 2.4).

doi:10.1016/j.jrmge.2024.08.005. The windows are 17 x 17 cells and nothing is padded, so that the same weights run over
whole rasters (:mod:`.dense`). Training imports this module too, in an interpreter that may have no GDAL.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, Dict, List, Mapping, NamedTuple, Optional, Sequence

import numpy as np

from ..errors import InputError
from ..words import percent
from .card import Card, Section

if TYPE_CHECKING:
    from ..grid import Grid, RasterSource
    from .session import Network

NETWORK = "ppm_cnn"
PATCH = 17
CHANNELS = "channels"
"""Input of the graph."""

SUSCEPTIBILITY, SPREAD = "susceptibility", "spread"
"""Outputs of the graph: calibrated probability of the ensemble, standard deviation over its members."""

CELL_TOLERANCE = 0.1
"""A network is not used on cells that differ in width by more than this share."""

SPECIAL = {"aspect": "angle", "flow_direction": "flow_direction"}
RESAMPLING = {"number": "bilinear", "angle": "angle", "flow_direction": "none", "category": "nearest"}


@dataclass(frozen=True)
class Windows(Section):
    """Section of its card.

    Attributes
    ----------
    patch : int
        Cells on a side of the window behind each value.
    cell_size : float
        m.
    """

    patch: int
    cell_size: float

    @property
    def halo(self) -> int:
        """Cells of the window on each side of the middle one."""
        return self.patch // 2

    def cell_width(self) -> float:
        """Give the width of the cells it is for, m."""
        return self.cell_size

    def sides(self) -> Dict[str, int]:
        """Give a raster in which 3 x 2 windows find room."""
        return {"n": 1, "rows": self.patch + 2, "columns": self.patch + 1, "rows inside": 3, "columns inside": 2}

    def fault(self) -> str:
        """Say what is impossible in it, empty when nothing is."""
        if not (isinstance(self.patch, int) and 1 <= self.patch <= 255 and self.patch % 2):
            return f"that windows are {self.patch} cells wide"
        if not (math.isfinite(self.cell_size) and self.cell_size > 0):
            return f"that cells are {self.cell_size} m wide"
        return ""


class Patches(NamedTuple):
    """Windows round cells.

    Attributes
    ----------
    values : ndarray of float32, shape (n, factors, 17, 17)
        As in the rasters, NaN where there is no value and beyond the rim.
    kept : ndarray of int, shape (n,)
        Which of the cells asked for.
    """

    values: np.ndarray
    kept: np.ndarray


def kind_of(name: str, categorical: bool, raw: bool = False) -> str:
    """Give the kind of a factor; ``raw`` takes every value as a number, as the paper does."""
    return "number" if raw else "category" if categorical else SPECIAL.get(name, "number")


def mapper(network: Network) -> Callable:
    """Give what :func:`.dense.predict` runs: channels in, outputs by name."""
    return lambda channels: network.run({CHANNELS: channels})


def check_grid(card: Card, grid: Grid) -> None:
    """Check that rasters have cells as those the network was trained on, and are wide enough for its window.

    Raises
    ------
    InputError
    """
    for width in (grid.cell_width, grid.cell_height):
        if abs(width / card.section.cell_size - 1) > CELL_TOLERANCE:
            raise InputError("FACTORS", f"its cells are {width:g} m wide, and the model was trained on cells of "
                             f"{card.section.cell_size:g} m",
                             f"Resample the first raster to {card.section.cell_size:g} m.")
    check_size(grid)


def check_size(grid: Grid) -> None:
    """Check that a window of 17 x 17 cells fits into the grid.

    Raises
    ------
    InputError
    """
    if min(grid.width, grid.height) < PATCH:
        raise InputError("FACTORS", f"the rasters have {grid.width} x {grid.height} cells, and a window has "
                         f"{PATCH} x {PATCH}", "Use rasters of a larger area.")


def read_patches(sources: Sequence[RasterSource], counted: Sequence[bool], cells, *, side: int = PATCH,
                 progress: Optional[Callable] = None, cancelled: Optional[Callable] = None) -> Patches:
    """Cut the window round each cell out of every raster.

    Parameters
    ----------
    sources : sequence of RasterSource
        One a factor, on one grid.
    counted : sequence of bool
        Whether the middle cell must have a value in it; that of an angle may be missing on flat ground.
    cells : array_like, int, shape (n,)
        Flat indices.
    side : int
        Cells on a side, odd.

    Raises
    ------
    InputError
        No window has a value in its middle.
    """
    from ..grid.tiles import check_cancelled

    cells, half = np.asarray(cells, dtype=np.int64), side // 2
    values = np.empty((cells.size, len(sources), side, side), dtype=np.float32)
    width = sources[0].grid.width
    # In the order of the rows, so that GDAL finds its blocks in memory.
    for number, place in enumerate(np.argsort(cells)):
        check_cancelled(cancelled)
        row, col = divmod(int(cells[place]), width)
        for factor, source in enumerate(sources):
            values[place, factor] = source.read((col - half, row - half, side, side), np.float32)
        if progress is not None:
            progress((number + 1) / cells.size)
    for source in sources:
        source.close()
    middle = values[:, np.flatnonzero(counted) if any(counted) else slice(None), half, half]
    kept = np.flatnonzero(~np.isnan(middle).any(axis=1))
    if not kept.size:
        raise InputError("SAMPLES", f"none of {cells.size} lies where every factor has a value",
                         "Check their CRS and the extent of FACTORS.")
    return Patches(values[kept], kept)


def extrapolation_words(summary, card: Card) -> List[str]:
    """Say which factors leave the range of the training samples, on which share of the cells."""
    ranges: Mapping = {factor.name: factor for factor in card.factors}
    words = []
    for name, cells in sorted(summary.outside.items(), key=lambda each: -each[1]):
        if cells:
            factor = ranges[name]
            known = (f"classes {', '.join(str(value) for value in factor.classes)}" if factor.kind == "category" else
                     f"{factor.low:.4g} to {factor.high:.4g} {factor.unit}".strip())
            words.append(f"{name}: {percent(cells / summary.cells)} of the cells lie outside {known}, which the model "
                         "was trained on")
    return words
