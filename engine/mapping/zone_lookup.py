"""Tables made before a run: which soil zones of which scenarios are served by one, and over which quantities."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from ..grid import Window, limited_cache, tiles
from ..reliability.lookup import EVALUATIONS, ResponseTable
from .cells import Cells
from .conditions import Conditions
from .status import GREATEST_SLOPE, LEAST_SLOPE

WORTH = 8
"""Cells per exact evaluation of a table above which the table is the faster way."""

MOST = 48
"""Tables of a run; each takes 6 MB."""

_LOOKS, _LOOK = 6, 256
"""The ranges of a table come from 6 x 6 blocks of 256 x 256 cells, wherever tiles lie."""

_EVERY = 8
"""One in so many of the cells seen is told to the table."""

_PART = 1 << 14
"""Exact evaluations made at once; does not depend on the threads."""


class Zone(NamedTuple):
    """What was seen of a soil zone.

    Attributes
    ----------
    position : int
        Row of the soil table.
    count : int
        Cells, roughly.
    ranges : dict of str to (low, high)
        Of every raster.
    sample : dict of str to (m,) float64 array
        Values of every raster at some of the cells.
    """

    position: int
    count: int
    ranges: dict
    sample: dict


def tables(conditions: Conditions, scenarios, evaluate, threads=None, progress=None, check=lambda: None) -> dict:
    """Make the tables a run is faster with.

    Parameters
    ----------
    conditions : Conditions
    scenarios : sequence of Scenario
    evaluate : callable
        ``evaluate(cells, scenario, time)`` gives beta, pof and status of every cell, exactly; from several threads.
    threads, progress
        As in `tiles.run`.
    check : callable, optional
        Called now and then; may raise `Cancelled`.

    Returns
    -------
    dict
        ``(scenario, time, zone)`` to a `ZoneTable`, at most `MOST`, those of the largest zones; empty where exact
        evaluation is as fast or more than two quantities vary.
    """
    grid = conditions.grid
    if grid.width * grid.height < WORTH * EVALUATIONS or _changing(conditions, 0) is None:
        return {}
    made = {}
    with ThreadPoolExecutor(tiles.workers(threads), thread_name_prefix="scarp") as pool:
        zones = [zone for zone in _zones(conditions, pool, check) if zone.count >= WORTH * EVALUATIONS]
        zones.sort(key=lambda zone: -zone.count)
        wanted = list(itertools.product(zones, enumerate(scenarios), range(len(conditions.times))))[:MOST]
        for done, (zone, (number, scenario), time) in enumerate(wanted):
            check()
            axes = _axes(conditions, time, zone.ranges)
            if axes:
                made[number, time, zone.position] = ZoneTable(conditions, scenario, time, zone, axes, evaluate, pool)
            if progress is not None:
                progress((done + 1) / len(wanted))
    return made


def _changing(conditions, time):
    """Names of the rasters that vary from cell to cell, slope first; None where they are more than two."""
    if conditions.supplies is not None and (conditions.supplies.routed or not conditions.supplies.storm.uniform):
        return None
    names = ["slope"]
    for name in conditions.sources():
        front = name.startswith("front:")
        if name not in ("slope", "soil:zones", "area") and (not front or name == f"front:{time}"):
            names.append(name)
    return names if len(names) <= 2 else None


def _zones(conditions, pool, check):
    """Zones seen in blocks spread over the grid."""
    grid, sources = conditions.grid, conditions.sources()

    def look(corner):
        check()
        col, row = corner
        window = Window(col, row, min(_LOOK, grid.width - col), min(_LOOK, grid.height - row))
        arrays = {name: source.read(window) for name, source in sources.items()}
        cells = Cells(conditions, arrays, window)
        zones, _ = cells.soil(conditions.soil.table)
        flat = {name: cells.flat(array) for name, array in arrays.items()}
        seen = {}
        for zone in np.unique(zones):
            here = zones == zone
            seen[int(zone)] = {name: array[here] for name, array in flat.items()}
        return arrays["slope"].size, seen

    try:
        with limited_cache:
            looks = list(pool.map(look, itertools.product(_spread(grid.width), _spread(grid.height))))
    finally:
        for source in sources.values():
            source.close()
    share = grid.width * grid.height / sum(size for size, _ in looks)
    zones = []
    for position in sorted({position for _, seen in looks for position in seen}):
        values = {name: np.concatenate([seen[position][name] for _, seen in looks if position in seen])
                  for name in sources}
        zones.append(Zone(position, int(share * len(values["slope"])),
                          {name: (each.min(), each.max()) for name, each in values.items()},
                          {name: each[::_EVERY] for name, each in values.items()}))
    return zones


def _axes(conditions, time, ranges):
    """Ranges of the quantities that vary, slope first; empty where all slopes are beyond those assessed."""
    names = _changing(conditions, time)
    axes = {name: ranges[name] for name in names}
    axes["slope"] = max(axes["slope"][0], LEAST_SLOPE), min(axes["slope"][1], GREATEST_SLOPE)
    if axes["slope"][0] > axes["slope"][1]:
        return {}
    # What was the same in all cells seen need not be so in all others: these lie beyond the axis.
    return {name: (low, max(high, low + 1e-9 * max(1.0, abs(low)))) for name, (low, high) in axes.items()}


def _spread(size):
    """First cells of blocks spread over rows or columns."""
    return sorted({int(at) // _LOOK * _LOOK for at in np.linspace(0, size - 1, _LOOKS)})


class ZoneTable:
    """The table of one zone, scenario and time.

    Parameters
    ----------
    conditions, scenario, time, evaluate
        As in `tables`.
    zone : Zone
    axes : dict of str to (low, high)
        Of the quantities that vary.
    pool : concurrent.futures.Executor
        Evaluates.
    """

    def __init__(self, conditions, scenario, time, zone, axes, evaluate, pool):
        self.names = tuple(axes)
        held = {name: np.mean(span) for name, span in zone.ranges.items()}
        if "soil:zones" in held:
            soil, row = conditions.soil, zone.position
            held["soil:zones"] = float(row if soil.positions else soil.table.keys[row])

        def part(coordinates):
            arrays = {name: np.full((1, len(coordinates[0])), value) for name, value in held.items()}
            arrays.update({name: at[np.newaxis] for name, at in zip(self.names, coordinates)})
            return evaluate(Cells(conditions, arrays, None), scenario, time)

        def exact(*coordinates):
            parts = [[at[start:start + _PART] for at in coordinates] for start in range(0, len(coordinates[0]), _PART)]
            return [np.concatenate(each) for each in zip(*pool.map(part, parts))]

        sample = [zone.sample[name] for name in axes]
        self.table = ResponseTable(exact, *axes.values(), sample=sample, weight=zone.count / len(sample[0]))

    def look_up(self, cells, where):
        """Give beta, POF and status (`EXACT` where the table does not serve) of the cells of an index or a slice."""
        return self.table.look_up(*(cells.flat(cells.arrays[name])[where] for name in self.names))
