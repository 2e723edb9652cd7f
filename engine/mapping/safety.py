"""Maps of the factor of safety at the means of the soil, tile by tile."""

from __future__ import annotations

from typing import Mapping

import numpy as np

from ..grid import tiles
from .cells import Cells, picked
from .conditions import Conditions
from .status import Status
from .summary import Summary

SAFE_FOS = 100.0
"""Cap of factor-of-safety maps, and the value where nothing can fail."""


def factor_of_safety_map(conditions: Conditions, writers: Mapping[str, object], *, threads=None, progress=None,
                         cancelled=None) -> Summary:
    """Map the factor of safety at the means of the soil.

    Parameters
    ----------
    conditions : Conditions
    writers : mapping of str to RasterWriter
        ``FOS``: a float32 band a time. Capped at 100, 100 where flat, dry or without soil, nodata where steeper than
        85 deg or without data.
    threads, progress, cancelled
        As in `tiles.run`.

    Returns
    -------
    Summary
    """
    def work(arrays, window):
        cells = Cells(conditions, arrays, window)
        _, means = cells.soil(conditions.soil.table)
        bands = []
        for time in range(len(conditions.times)):
            status = cells.status(means, cells.front(time, means))
            fos = safety_of(cells, means, time, status)
            bands.append(cells.spread(fos))
        return {"FOS": np.stack(bands)}, Summary.of(fos, fos < 1.0, status, unstable_before(cells, means, status))

    return tiles.run(work, conditions.grid, conditions.sources(), writers, combine=Summary.plus, tile=conditions.tile,
                     threads=threads, progress=progress, cancelled=cancelled)


def unstable_before(cells, means, status):
    """Count cells that fail at the base before the storm; None where the base is not asked for."""
    if cells.conditions.surface == "front":
        return None
    return np.count_nonzero(cells.before_storm(means, np.flatnonzero(status == 0)) < 1.0)


def safety_of(cells, means, time, status):
    """Factor of safety (n,) of all cells at one of the times."""
    fos = np.full(len(cells), SAFE_FOS)
    fos[status == Status.STEEP] = np.nan
    assessed = np.flatnonzero(status == 0)
    if len(assessed):
        values = picked(means, assessed)
        surface = cells.conditions.surface
        surfaces = ("front", "base") if surface == "both" else (surface,)
        found = [cells.limit_state(time, means, assessed, each).factor_of_safety(values) for each in surfaces]
        fos[assessed] = np.minimum(np.minimum.reduce(found), SAFE_FOS)
    return fos
