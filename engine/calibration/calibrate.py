"""The calibration of soil means as one call.

The means are those of greatest posterior probability. The likelihood is over all cells of every storm: a cell has a
landslide with probability p = (1 - e) POF + e x prevalence. The prior of each mean is lognormal about that of the
table, cut off at its bounds. Supplies of routed storms are those at the table's means and are held, as FORM holds them.
"""

from __future__ import annotations

import importlib.util
import time
from typing import NamedTuple, Sequence

import numpy as np

from ..errors import InputError
from ..evaluation.blocks import block_ids
from ..evaluation.metrics import require_sklearn
from ..inventory.places import Inventory
from ..mapping.conditions import Conditions
from .cells import gather
from .evaluations import Response
from .findings import assumptions, combinations, correlation_of, estimates, fitted_table, ridges, warnings
from .fit import Ground, fit, fit_ranking
from .free import Free, Parameters
from .representatives import failing
from .result import Calibration, Slides
from .spread import STEPS, WALKERS, sample
from .validation import cross_validate, fold_of_blocks

OBJECTIVES = ("likelihood", "auc")

_STAGES = {"gather": 2, "before": 4, "fit": 30, "test": 12, "sampler": 5, "ridges": 4}
"""Weights of the stages."""


class Event(NamedTuple):
    """A storm, or a given wetting front, and the landslides it set off.

    Attributes
    ----------
    name : str
        Of the storm; empty where there is one.
    conditions : Conditions
        All events share slope, soil and area. The last of ``times`` counts.
    slides : Inventory
        Its landslides; may be empty (``cells`` of size 0) where another event has some. Of polygons one cell is used.
    """

    name: str
    conditions: Conditions
    slides: Inventory


def calibrate(events: Sequence[Event], free: Sequence[Free], *, correlation=None, correlation_type="gaussian",
              objective="likelihood", error=0.05, folds=5, block_size=500.0, seed=1, most_cells=1_000_000, threads=None,
              progress=None, cancelled=None) -> Calibration:
    """Fit soil means to landslides.

    Parameters
    ----------
    events : sequence of Event
    free : sequence of Free
        See `parse_free`.
    correlation : (v, v) float64 array, optional
        Of the soil's variables within a zone, in the order of the table, as in `Scenario`.
    correlation_type : {'gaussian', 'pearson'}
    objective : {'likelihood', 'auc'}
        The AUC says nothing of how high probabilities are, nor how well means are known: these keep the prior's COV.
    error : float
        e, 0 to 0.5: share of the landslides taken to be unrelated to stability.
    folds : int
        Folds of spatial blocks, at least 2.
    block_size : float
        Side of the spatial blocks, m.
    seed : int
        Of drawn cells, folds, bootstrap and sampler.
    most_cells : int
        Cells a storm; of a larger map so many are drawn at random, and weighted. Landslides are all used.
    threads : int, optional
    progress : callable, optional
        Told the share done, rising from 0 to 1.
    cancelled : callable, optional
        Asked about several times a second; the run then ends with `Cancelled`.

    Returns
    -------
    Calibration

    Raises
    ------
    InputError
        Names the parameter: FREE, SOIL_TABLE, INVENTORY, FOLDS, BLOCK_SIZE, ERROR or OBJECTIVE.
    ResourceError
        scikit-learn is missing.
    """
    begun = time.monotonic()
    if objective not in OBJECTIVES:
        raise InputError("OBJECTIVE", f"'{objective}' does not exist", f"Use {', '.join(OBJECTIVES)}")
    if not 0.0 <= error <= 0.5:
        raise InputError("ERROR", f"{error:g} is outside 0 to 0.5", "0.05 is usual")
    if not events or not free:
        raise InputError("FREE" if events else "RAIN_TABLE", "there is none", "Give at least one")
    require_sklearn()
    stages = _Stages(progress)
    table, grid = events[0].conditions.soil.table, events[0].conditions.grid
    controls = {"threads": threads, "cancelled": cancelled}

    samples, slides, total = [], [], 0
    for number, event in enumerate(events):
        chosen = event.slides.one_cell_each(grid.width)
        cells = np.unique(chosen.cells)
        found, count = gather(event.conditions, cells, np.setdiff1d(event.slides.cells, cells), most_cells,
                              seed + number, progress=stages("gather", number, len(events)), **controls)
        samples.append(found)
        slides.append(_count(event, chosen, found))
        total += count
    used = sum(each.used for each in slides)
    of_zone = sum(np.bincount(each.zone[each.slide], minlength=len(table.keys)) for each in samples)
    if not used:
        raise InputError("INVENTORY", "no landslide lies on a cell with soil, slope and rain",
                         "Check the CRS of the inventory, SOIL_ZONES and AREA")
    parameters = Parameters(table, free, of_zone > 0)
    if used < len(parameters):
        raise InputError("INVENTORY", f"it has {used} landslides for {len(parameters)} means to fit",
                         "Free fewer quantities, share them over the zones, or map more landslides")

    places = [block_ids(each.cell, grid, block_size) for each in samples]
    distinct, block = np.unique(np.concatenate(places), return_inverse=True)
    block = np.split(block, np.cumsum([len(each) for each in places])[:-1])
    response = Response(samples, parameters, correlation, correlation_type, **controls)
    try:
        ground = Ground(response, block, len(distinct), error, used / total, [])
        fold = fold_of_blocks(ground, folds, seed)
        ground.before = ground.probability(np.zeros(parameters.of.shape), stages("before"))
        if not any(np.any(each > 0.0) for each in ground.before):
            supplies = events[0].conditions.supplies
            raise InputError("WETTING_FRONT" if supplies is None else supplies.storm.parameter.split(",")[0],
                             "nothing can fail: the probability of failure is 0 in every cell",
                             "Check whether the water reaches the soil, and the unit of the rain")
        fitted = (fit if objective == "likelihood" else fit_ranking)(ground, stages("fit"))
        test = cross_validate(ground, fitted, fold, objective, seed, stages("test"))

        draws, said = None, ""
        if objective == "likelihood" and importlib.util.find_spec("emcee"):
            draws = sample(fitted.posterior, fitted.best, fitted.covariance, parameters.low, parameters.high, seed,
                           stages("sampler"), cancelled)
            said = (f"emcee, {max(WALKERS, 4 * len(parameters))} walkers or fewer, {STEPS} steps, "
                    f"{len(draws):,} draws kept")
        likely = objective == "likelihood"
        made = estimates(parameters, fitted, draws, of_zone, objective)
        changed = fitted_table(parameters, made)
        found = Calibration(
            estimates=made, correlation=correlation_of(parameters, fitted),
            combinations=combinations(parameters, fitted) if likely else [],
            ridges=ridges(ground, fitted, stages("ridges")) if likely else [],
            table=changed, records=changed.records(), before=test.before, after=test.after, slope=test.slope,
            gain=test.gain, gain_interval=test.gain_interval, folds=test.folds, slides=slides,
            cells=sum(len(each.cell) for each in samples), cells_of_map=total, prevalence=used / total, error=error,
            expected_before=sum(float(np.nansum(p * each.weight)) for p, each in zip(ground.before, samples)),
            expected_after=_expected(ground, fitted), objective=objective, cell_size=grid.cell_width,
            block_size=float(block_size), blocks=test.landslide_blocks, seed=seed, sampler=said,
            integration_error=fitted.integration_error,
            warnings=warnings(ground, fitted, made, draws, slides, of_zone, test, objective),
            assumptions=assumptions(events, grid, error, objective), seconds=time.monotonic() - begun)
    finally:
        response.close()
    if progress is not None:
        progress(1.0)
    return found


class _Stages:
    """Shares of the progress by stage."""

    def __init__(self, progress):
        self._progress = progress

    def __call__(self, stage, number=0, count=1):
        if self._progress is None:
            return None
        whole = sum(_STAGES.values())
        names = list(_STAGES)
        begin = sum(_STAGES[name] for name in names[: names.index(stage)])
        return lambda share: self._progress((begin + _STAGES[stage] * (number + share) / count) / whole)


def _count(event, chosen, found) -> Slides:
    on_ground = np.isin(chosen.cells, found.cell[found.slide])
    used = int(found.slide.sum())
    return Slides(event.name, event.slides.given, used, event.slides.given - int(on_ground.sum()),
                  int(on_ground.sum()) - used)


def _expected(ground, fitted) -> float:
    """Landslides the probabilities add up to with the fitted means."""
    posterior, zones = fitted.posterior, {points.zone for points in fitted.posterior.zones}
    total = 0.0
    for points, surrogate, weight in zip(posterior.zones, posterior.surrogates, posterior.weights()):
        total += failing(surrogate.index(fitted.best[None, points.parameter])[0]) @ weight
    for sample_, probability in zip(ground.response.samples, ground.before):
        rest = ~np.isin(sample_.zone, list(zones))
        total += float(np.nansum(probability[rest] * sample_.weight[rest]))
    return float(total)
