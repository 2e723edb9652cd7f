"""The cells a calibration is over: those of one storm, with all that acts on them, held in memory as flat arrays.

Of a map with more cells than asked for, so many are drawn at random and each stands for several; cells with a
landslide are all there and stand for themselves.
"""

from __future__ import annotations

import dataclasses
from typing import NamedTuple, Sequence

import numpy as np

from ..grid import tiles
from ..mapping.cells import Cells
from ..mapping.conditions import Conditions
from ..mapping.probability import probability
from ..mapping.scenario import Scenario

HELD_BYTES = 512 << 20
"""Memory that inputs of the drawn cells may take."""

_SUPPLY = "calibration:supply"


class _Held:
    """Supplies that were read before, among the arrays."""

    routed, tile = True, 512

    def __init__(self, supplies):
        self.at = supplies.at

    def sources(self) -> dict:
        """Nothing has to be read."""
        return {}

    def read(self, arrays, _) -> np.ndarray:
        """Give the supplies, (m, 1, n)."""
        return arrays[_SUPPLY]


class Sample(NamedTuple):
    """Cells of one event.

    Attributes
    ----------
    conditions : Conditions
        At one time.
    arrays : dict of str to (..., 1, n) array
        What ``conditions`` would read.
    cell : (n,) int64 array
        Flat indices on the grid, rising.
    zone : (n,) int32 array
        Rows of the soil table.
    rasters : dict of str to (n,) float64 array
        Means that come per cell, analysis units.
    slide : (n,) bool array
    weight : (n,) float64 array
        Cells each stands for.
    """

    conditions: Conditions
    arrays: dict
    cell: np.ndarray
    zone: np.ndarray
    rasters: dict
    slide: np.ndarray
    weight: np.ndarray

    @property
    def slope(self) -> np.ndarray:
        """Slope of the cells, deg."""
        return self.arrays["slope"].ravel()

    def probability(self, scenario: Scenario, which: np.ndarray, row: np.ndarray, check=None) -> np.ndarray:
        """Give the probability of failure.

        Parameters
        ----------
        scenario : Scenario
            Its table may hold the zones several times.
        which : (k,) int array
            Cells.
        row : (k,) int array
            Row of the scenario's table for each of them.
        check : callable, optional
            May raise `Cancelled`.

        Returns
        -------
        (k,) float64 array
            NaN where too steep.
        """
        cells = Cells(self.conditions, {name: values[..., which] for name, values in self.arrays.items()}, None)
        table = scenario.table
        means = {name: self.rasters[name][which] if name in self.rasters else table.mean[name][row]
                 for name in scenario.variables}
        return probability(cells, scenario, row, means, 0, check)


def gather(conditions: Conditions, slides: np.ndarray, left_out: np.ndarray, most: int, seed: int, *, threads=None,
           progress=None, cancelled=None) -> tuple:
    """Read the cells of an event.

    Parameters
    ----------
    conditions : Conditions
        The last of its times counts.
    slides : (m,) int64 array
        Flat indices of cells with a landslide, each once.
    left_out : (k,) int64 array
        Other cells of landslides, neither with nor without one.
    most : int
        Cells without a landslide to be drawn.
    seed : int

    Returns
    -------
    Sample
    int
        Cells with data in the whole map, landslides included (`left_out` not).
    """
    grid = conditions.grid
    total = grid.width * grid.height
    routed = conditions.supplies is not None and conditions.supplies.routed
    conditions = dataclasses.replace(conditions, times=conditions.times[-1:], fronts=conditions.fronts[-1:])
    held = dataclasses.replace(conditions, area=None, supplies=_Held(conditions.supplies) if routed
                               else conditions.supplies)
    width = 8 * len(held.sources()) + (4 * len(conditions.supplies.durations) if routed else 0)
    most = min(most, max(1, HELD_BYTES // width))
    chosen = None
    if total > most:
        chosen = np.random.default_rng(seed).choice(total, most, replace=False)
        chosen = np.union1d(chosen, slides)
    sources = conditions.sources()

    def work(arrays, window):
        cells = Cells(conditions, arrays, window)
        zone, means = cells.soil(conditions.soil.table)
        row, col = np.divmod(cells.where, window.width)
        flat = (row + window.row) * grid.width + col + window.col
        other = np.isin(flat, left_out)
        keep = ~other
        if chosen is not None and len(flat):
            first, last = np.searchsorted(chosen, (flat[0], flat[-1] + 1))
            keep &= np.isin(flat, chosen[first:last])
        where = cells.where[keep]
        found = {name: arrays[name].ravel()[where] for name in held.sources()}
        if routed:
            supply = conditions.supplies.read(arrays, window)
            found[_SUPPLY] = supply.reshape(len(supply), -1)[:, where].astype(np.float32)
        found["zone"], found["cell"] = zone[keep], flat[keep]
        found.update({f"mean:{name}": means[name][keep] for name in conditions.soil.table.rasters})
        return [found], len(flat) - np.count_nonzero(other)

    def combine(so_far, following):
        so_far[0].extend(following[0])
        return so_far[0], so_far[1] + following[1]

    parts, count = tiles.reduce(work, grid, sources, combine, tile=conditions.tile, threads=threads,
                                progress=progress, cancelled=cancelled)
    joined = {name: np.concatenate([part[name] for part in parts], axis=-1) for name in parts[0]}
    order = np.argsort(joined["cell"], kind="stable")
    joined = {name: values[..., order] for name, values in joined.items()}
    slide = np.isin(joined["cell"], slides)
    others = len(slide) - np.count_nonzero(slide)
    weight = np.where(slide, 1.0, (count - np.count_nonzero(slide)) / max(others, 1))
    arrays = {name: joined[name][..., None, :] for name in (*held.sources(), *((_SUPPLY,) if routed else ()))}
    rasters = {name: joined[f"mean:{name}"] for name in conditions.soil.table.rasters}
    return Sample(held, arrays, joined["cell"], joined["zone"], rasters, slide, weight), count


def both(samples: Sequence[Sample], name: str) -> np.ndarray:
    """Give an attribute of several samples, one behind the other."""
    return np.concatenate([getattr(sample, name) for sample in samples])
