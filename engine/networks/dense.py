"""Maps from a network: whole tiles at once, with a halo, so that no window is computed twice.

The network has no padding, so its weights give for a tile with halo what they give for each window by itself. What
lies beyond the rim is filled like nodata, and results do not depend on the size of tiles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, Mapping, Sequence

import numpy as np

from ..errors import InputError
from ..grid import Grid, RasterSource, RasterWriter, Window, tiles
from .card import Card, Factor
from .encoding import encode, has_value, outside

TILE = 128
"""Cells on a side; memory of a tile is some 30 MB for 64 channels."""

STEP = 16
"""Tiles are run with a multiple of so many cells on a side."""

AREA = "area"


@dataclass
class Summary:
    """What was met on the way.

    Attributes
    ----------
    cells : int
        Cells with a result.
    beyond : int
        Cells where at least one factor leaves the range of the training samples.
    outside : dict of str to int
        The same for each factor.
    at_rim : int
        Cells whose window reaches over the rim or over cells without a value.
    """

    cells: int
    beyond: int
    outside: Dict[str, int]
    at_rim: int


def predict(network: Callable, card: Card, grid: Grid, sources: Sequence[RasterSource],
            writers: Mapping[str, RasterWriter], extrapolation: RasterWriter | None = None,
            area: RasterSource | None = None, *, encoding: Callable = encode, present: Callable = has_value,
            tile: int = TILE, threads: int = 1, progress=None, cancelled=None) -> Summary:
    """Run a network over rasters.

    Parameters
    ----------
    network : callable
        Takes float32 of shape (1, channels, h, w), gives a dict of outputs of shape (1, 1, h - 2 halo, w - 2 halo).
    card : Card
    grid : Grid
    sources : sequence of RasterSource
        One a factor, in the order of the card.
    writers : mapping of str to RasterWriter
        By name of output; neither committed nor discarded here.
    extrapolation : RasterWriter, optional
        uint8: how many factors leave the range of the training samples, 255 nodata.
    area : RasterSource, optional
        NaN where no result is wanted; windows still see what lies outside.
    encoding, present : callable
        Take the values of the factors and the factors, give the channels and where there is a result: as
        :func:`.encoding.encode` and :func:`.encoding.has_value`.
    tile : int
        Cells on a side.
    threads : int
        Tiles worked on at once; the network itself uses all its own threads.
    progress, cancelled
        As in :func:`.tiles.run`.

    Returns
    -------
    Summary
    """
    names = [factor.name for factor in card.factors]
    halo = card.section.halo
    given = dict(zip(names, sources))
    if area is not None:
        given[AREA] = area

    def one(arrays: dict, window: Window) -> tuple:
        values = [arrays[name] for name in names]
        filled = present(values, card.factors)
        height, width = window.height, window.width
        inner = slice(halo, halo + height), slice(halo, halo + width)
        wanted = filled[inner]
        if area is not None:
            wanted = wanted & ~np.isnan(arrays[AREA][inner])
        leaving = [outside(each[inner], factor) & wanted for each, factor in zip(values, card.factors)]
        many = np.sum(leaving, axis=0, dtype=np.uint8)
        counts = np.array([wanted.sum(), np.count_nonzero(many), (_incomplete(filled, halo) & wanted).sum(),
                           *(each.sum() for each in leaving)], dtype=np.int64)
        found = {name: np.full((height, width), np.nan, dtype=np.float32) for name in writers}
        if wanted.any():
            results = network(_channels(values, card.factors, halo, encoding))
            for name, result in found.items():
                result[wanted] = results[name][0, 0, :height, :width][wanted]
                if np.isnan(result[wanted]).any():
                    raise InputError("MODEL", "the network gives no number where every factor has a value",
                                     "Use a model trained with Scarp")
        many[~wanted] = 255
        return {**found, _EXTRAPOLATION: many}, counts

    targets = {**writers, **({_EXTRAPOLATION: extrapolation} if extrapolation is not None else {})}
    cells, beyond, at_rim, *leaving = tiles.run(one, grid, given, targets, combine=np.add, halo=halo, tile=tile,
                                                threads=threads, progress=progress, cancelled=cancelled).tolist()
    return Summary(cells, beyond, dict(zip(names, leaving)), at_rim)


_EXTRAPOLATION = "extrapolation"


def _channels(values: Sequence[np.ndarray], factors: Sequence[Factor], halo: int, encoding: Callable) -> np.ndarray:
    """Encode a tile; slivers at the rim are widened, since for these other sums of products may be chosen."""
    grow = [(0, -(side - 2 * halo) % STEP) for side in values[0].shape]
    if any(more for _, more in grow):
        values = [np.pad(each, grow, constant_values=np.nan) for each in values]
    return encoding(values, factors)[np.newaxis]


def _incomplete(filled: np.ndarray, halo: int) -> np.ndarray:
    """Tell which windows hold a cell without a value, by sums over the windows."""
    sums = np.pad(np.cumsum(np.cumsum(~filled, axis=0, dtype=np.int32), axis=1, dtype=np.int32), ((1, 0), (1, 0)))
    side = 2 * halo + 1
    return (sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]) > 0
