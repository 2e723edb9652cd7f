"""Tables made before a run: which soil zones of which scenarios are served by one, and over which quantities."""

from __future__ import annotations

import numpy as np

from .conditions import Cells, Conditions
from .grid import Window
from .reliability.table import EVALUATIONS, ResponseTable

WORTH = 8
"""Cells per exact evaluation of a table from which on the table is the faster way."""

_LOOKS, _LOOK = 6, 96
"""The ranges of a table come from 6 x 6 windows of 96 x 96 cells, wherever tiles lie."""


def tables(conditions: Conditions, scenarios, evaluate, cancelled=None) -> dict:
    """Make the tables a run is faster with.

    Parameters
    ----------
    conditions : Conditions
    scenarios : sequence of Scenario
    evaluate : callable
        ``evaluate(cells, scenario, time)`` gives beta, pof and status of every cell, exactly.
    cancelled : callable, optional

    Returns
    -------
    dict
        ``(scenario, time, zone)`` to a `ZoneTable`; empty where exact evaluation is as fast or more than two
        quantities vary.
    """
    grid = conditions.grid
    if grid.width * grid.height < WORTH * EVALUATIONS or _changing(conditions, 0) is None:
        return {}
    zones = {}
    for zone, share, ranges in _ranges(conditions):
        count = int(share * grid.width * grid.height)
        if count >= WORTH * EVALUATIONS:
            zones[zone] = ranges, count
    made = {}
    for number, scenario in enumerate(scenarios):
        for time in range(len(conditions.times)):
            for zone, seen in zones.items():
                if cancelled is not None and cancelled():
                    return made
                made[number, time, zone] = ZoneTable(conditions, scenario, time, zone, *seen, evaluate)
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


def _ranges(conditions):
    """Zones seen in windows spread over the grid: position in the table, share of the cells, ranges by raster."""
    grid, sources = conditions.grid, conditions.sources()
    seen = {}
    total = 0
    for row in np.linspace(0, max(grid.height - _LOOK, 0), _LOOKS).astype(int):
        for col in np.linspace(0, max(grid.width - _LOOK, 0), _LOOKS).astype(int):
            window = Window(int(col), int(row), min(_LOOK, grid.width), min(_LOOK, grid.height))
            arrays = {name: source.read(window) for name, source in sources.items()}
            cells = Cells(conditions, arrays, window)
            total += arrays["slope"].size
            zones, _ = cells.soil(conditions.soil.table)
            for zone in np.unique(zones):
                here = cells.where[zones == zone]
                known = seen.setdefault(int(zone), {"cells": 0})
                known["cells"] += len(here)
                for name, values in arrays.items():
                    flat = values.ravel()[here]
                    low, high = known.get(name, (np.inf, -np.inf))
                    known[name] = min(low, flat.min()), max(high, flat.max())
    for zone, known in seen.items():
        yield zone, known.pop("cells") / total, known


class ZoneTable:
    """The table of one zone, scenario and time.

    Parameters
    ----------
    conditions, scenario, time, evaluate
        As in `tables`.
    zone : int
        Row of the soil table.
    ranges : dict of str to (low, high)
        Of every raster.
    count : int
        Cells of the zone, roughly.
    """

    def __init__(self, conditions, scenario, time, zone, ranges, count, evaluate):
        names = _changing(conditions, time)
        low, high = ranges["slope"]
        axes = {"slope": (max(low, 1.0), min(high, 85.0))}
        axes.update({name: ranges[name] for name in names[1:]})
        self.names = [name for name in names if axes[name][1] > axes[name][0]]
        held = {name: np.mean(span) for name, span in ranges.items()}
        if "soil:zones" in held:
            held["soil:zones"] = float(zone) if conditions.soil.positions else float(conditions.soil.table.keys[zone])

        def exact(*coordinates):
            shape = (1, len(coordinates[0]))
            arrays = {name: np.full(shape, value) for name, value in held.items()}
            arrays.update({name: at.reshape(shape) for name, at in zip(self.names, coordinates)})
            return evaluate(Cells(conditions, arrays, None), scenario, time)

        self.table = ResponseTable(exact, *(axes[name] for name in self.names), cells=count) if self.names else None

    def look_up(self, cells, where):
        """Give beta, POF and status (`EXACT` where the table does not serve) of cells at `where` (indices)."""
        at = cells.where[where]
        return self.table.look_up(*(cells.arrays[name].ravel()[at] for name in self.names))
