"""Maps of the probability of failure and what goes with it, tile by tile."""

from __future__ import annotations

from typing import Mapping, Sequence

import numpy as np

from ..grid import tiles
from ..quantities import QUANTITIES
from ..reliability.analysis import AT_ONCE, Method, analyse
from ..reliability.lookup import EXACT
from . import zone_lookup
from .cells import Cells, picked
from .conditions import Conditions
from .safety import safety_of, unstable_before
from .scenario import Scenario
from .status import SAFE, Status
from .summary import Summary

ACCURACY = {
    "form": "off by 0.07 at most, by 0.1 where cohesion has a COV near 0.5; within a factor of 2 of the rarer of "
            "failure and safety, with uniform variables of 3",
    "sorm": "off by 0.05 at most; at corners, where it is that of form, by a factor of 3 with uniform variables",
    "importance": "the standard error of each cell", "montecarlo": "the standard error of each cell",
}
"""How far the probability of each method is right, from the comparisons in docs/reliability.md."""

_SAFE = np.array(SAFE, dtype=np.uint8)
_SAMPLED_TILE, _SERVED_TILE = 128, 1024
"""Edges of tiles where cells are sampled, and where tables serve: to solve the few cells they leave in a tile takes
nearly as long as to solve many."""

_TILE_BYTES, _CELL_BYTES = 1 << 30, 128
"""What all tiles at work may take, and what a cell takes besides 8 bytes a band."""

_MAKING = 0.1
"""Share of a run's time that making its tables takes, roughly."""

_LINES_AT_ONCE = 1 << 20
"""Lines of the front, over all cells at work, where every cell has its own."""


def probability_maps(conditions: Conditions, scenarios: Sequence[Scenario], method: Method,
                     writers: Mapping[str, object], *, threads=None, progress=None, cancelled=None) -> Summary:
    """Map the probability of failure and what goes with it.

    Parameters
    ----------
    conditions : Conditions
        ``surface`` is front or base.
    scenarios : sequence of Scenario
        Their tables replace that of ``conditions.soil``.
    method : Method
    writers : mapping of str to RasterWriter
        Any of ``POF`` (scenario, time, and the maximum over several times closes each scenario), ``BETA``, ``FOS``,
        ``WETTING_FRONT_OUT``, ``STATUS`` (uint8), ``STANDARD_ERROR`` (scenario, time); ``DESIGN_POINT``,
        ``IMPORTANCE`` (scenario, variable; last time). Bands as `scenario.describe` names them; design points in
        table units.
    threads, progress, cancelled
        As in `tiles.run`.

    Returns
    -------
    Summary
        ``statuses`` count every scenario and time.
    """
    def check():
        tiles.check_cancelled(cancelled)

    def exact(cells, scenario, time):
        zones, means = cells.soil(scenario.table)
        status = cells.status(means, cells.front(time, means))
        found = _reliability(cells, scenario, zones, means, time, status, method, check)
        return found["BETA"], found["POF"], found["STATUS"]

    design = "DESIGN_POINT" in writers or "IMPORTANCE" in writers
    quick = {} if method.samples_cells else zone_lookup.tables(conditions, scenarios, exact, threads,
                                                            _part(progress, 0.0, _MAKING), check)

    def work(arrays, window):
        cells = Cells(conditions, arrays, window)
        bands, statuses = {name: [] for name in writers}, []
        for number, scenario in enumerate(scenarios):
            zones, means = cells.soil(scenario.table)
            maximum = np.full(len(cells), np.nan)
            for time in range(len(conditions.times)):
                last = time == len(conditions.times) - 1
                front = cells.front(time, means)
                status = cells.status(means, front)
                pointed = last and design
                served = {zone: table for (of, at, zone), table in quick.items()
                          if (of, at) == (number, time) and not pointed}
                found = _reliability(cells, scenario, zones, means, time, status, method, check, pointed, served)
                maximum = np.fmax(maximum, found["POF"])
                if "FOS" in writers:
                    found["FOS"] = safety_of(cells, means, time, found["before"])
                found["WETTING_FRONT_OUT"] = np.where(front >= 0.0, front, 0.0)
                for name in writers:
                    if name in ("DESIGN_POINT", "IMPORTANCE"):
                        if last:
                            bands[name] += [cells.spread(row) for row in found[name]]
                    else:
                        bands[name].append(cells.spread(found[name], Status.NODATA if name == "STATUS" else np.nan))
                statuses.append(found["STATUS"])
                if number == 0 and last:
                    summary = Summary.of(found["POF"], found["POF"] > 0.5, found["STATUS"],
                                         unstable_before(cells, means, found["before"]))
            if "POF" in writers and len(conditions.times) > 1:
                bands["POF"].append(cells.spread(maximum))
        counts = np.bincount(np.concatenate(statuses), minlength=256)
        return {name: np.stack(each) for name, each in bands.items()}, summary._replace(statuses=counts)

    planes = sum(len(writer.bands) for writer in writers.values())
    fits = int((_TILE_BYTES / tiles.workers(threads) / (_CELL_BYTES + 8 * planes)) ** 0.5) // 128 * 128
    suits = _SERVED_TILE if quick else min(conditions.tile, _SAMPLED_TILE if method.samples_cells else conditions.tile)
    return tiles.run(work, conditions.grid, conditions.sources(), writers, combine=Summary.plus,
                     tile=min(suits, max(128, fits)), threads=threads,
                     progress=_part(progress, _MAKING, 1.0) if quick else progress, cancelled=cancelled)


def _part(progress, low, high):
    """Tell of a part of the run as a share of the whole."""
    return progress and (lambda share: progress(low + (high - low) * share))


def probability(cells: Cells, scenario: Scenario, zones, means, time: int, check=None) -> np.ndarray:
    """Give the probability of failure of cells by FORM.

    Parameters
    ----------
    cells : Cells
    scenario : Scenario
    zones : (n,) int array
        Row of the scenario's table for each cell.
    means : dict of str to (n,) float64 array or float
        Of the cells, analysis units.
    time : int
        Which of the times.
    check : callable, optional
        Called now and then; may raise `Cancelled`.

    Returns
    -------
    (n,) float64 array
        0 where flat, dry or without soil, NaN where too steep.
    """
    status = cells.status(means, cells.front(time, means))
    return _reliability(cells, scenario, zones, means, time, status, Method(), check)["POF"]


def _reliability(cells, scenario, zones, means, time, status, method, check, design=False, served=None):
    """Every reliability map of one scenario and time, as flat arrays of the cells; `served` holds tables by zone."""
    count = len(cells)
    safe = np.isin(status, _SAFE)
    found = {"before": status.copy(), "STATUS": status, "POF": np.where(safe, 0.0, np.nan),
             "BETA": np.full(count, np.nan), "STANDARD_ERROR": np.where(safe, 0.0, np.nan)}
    if design:
        found["DESIGN_POINT"] = np.full((len(scenario.table.variables), count), np.nan)
        found["IMPORTANCE"] = np.full((len(scenario.table.variables), count), np.nan)
    pending = status == 0
    for zone, table in (served or {}).items():
        _serve(table, cells, pending & (zones == zone), found, pending)
    assessed = np.flatnonzero(pending)
    if not len(assessed):
        return found
    for where, variables in _portions(cells, scenario.groups(zones[assessed], picked(means, assessed))):
        where = assessed[where]
        result = analyse(cells.limit_state(time, means, where), variables, len(where), method, check)
        # No design point: not converged, or nothing within the distributions that fails (or that does not).
        pointed = np.isfinite(result.beta) & (result.status != Status.NOT_CONVERGED)
        found["POF"][where] = result.pof
        found["BETA"][where] = np.where(pointed, result.beta, np.nan)
        found["STANDARD_ERROR"][where] = result.standard_error
        points = result.values(variables)
        status[where] = np.where(pointed & _outside(points, variables.names), Status.OUTSIDE, result.status)
        if design:
            importance = dict(zip(variables.names, result.importance(variables)))
            for row, name in enumerate(scenario.table.variables):
                if name in points:
                    value = np.degrees(np.arctan(points[name])) if name == "friction" else points[name]
                    found["DESIGN_POINT"][row, where] = np.where(pointed, value, np.nan)
                    found["IMPORTANCE"][row, where] = np.where(pointed, importance.get(name, 0.0), np.nan)
    return found


def _serve(table, cells, mine, found, pending):
    """Put in what a table knows of some of the cells (bool)."""
    # To look up all cells is quicker than to pick most of them.
    here = slice(None) if 2 * np.count_nonzero(mine) > len(mine) else np.flatnonzero(mine)
    beta, pof, status = table.look_up(cells, here)
    done = mine[here] & (status != EXACT)
    for name, values in (("BETA", beta), ("POF", pof), ("STATUS", status)):
        found[name][here] = np.where(done, values, found[name][here])
    pending[here] &= ~done


def _portions(cells, groups):
    """Cut groups so that the lines of the front of the cells at work stay within memory; cells and variables."""
    most = AT_ONCE if cells.steps == 1 else max(1024, _LINES_AT_ONCE // cells.steps)
    for group in groups:
        for start in range(0, len(group.cells), most):
            part = slice(start, start + most)
            whole = len(group.cells) <= most
            yield group.cells[part], group.variables if whole else group.variables.take(part)


def _outside(points, names):
    """Whether a random variable's design point is beyond what a soil can have."""
    outside = False
    for name in names:
        lower, upper = QUANTITIES[name].lower, QUANTITIES[name].upper
        if name == "friction":
            lower, upper = np.tan(np.radians((lower, upper)))
        slack = 1e-6 * upper
        outside = outside | (points[name] < lower - slack) | (points[name] > upper + slack)
    return outside
