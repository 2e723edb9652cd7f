"""The test on held-out ground: means fitted to the other folds of spatial blocks, tried on the one left out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..errors import InputError
from ..evaluation import blocks, metrics
from .cells import both
from .fit import REACH, Fit, Ground, locate
from .ranking import best_ranking
from .result import Fold, Score

BINS = 10


class Test(NamedTuple):
    """What `cross_validate` gives: see the attributes of `Calibration` with these names."""

    before: Score
    after: Score
    slope: Score
    gain: float
    gain_interval: blocks.Interval
    folds: list
    landslide_blocks: int


def fold_of_blocks(ground: Ground, folds: int, seed: int) -> np.ndarray:
    """Give the fold of each spatial block, (blocks,) int64, landslides shared out evenly.

    Raises
    ------
    InputError
        Too few folds, or fewer blocks with landslides than folds.
    """
    slides = np.zeros(ground.blocks)
    for sample, block in zip(ground.response.samples, ground.block):
        slides += np.bincount(block[sample.slide], minlength=ground.blocks)
    # A block counts once for each of its landslides, at least once.
    block = np.repeat(np.arange(ground.blocks), np.maximum(slides, 1).astype(int))
    fold = blocks.assign_folds(block, slides[block] > 0, folds, seed)
    return fold[np.searchsorted(block, np.arange(ground.blocks))]


def cross_validate(ground: Ground, fit: Fit, fold: np.ndarray, objective: str, seed: int, progress=None) -> Test:
    """Refit without each fold, and score what the fits say of the fold they did not see.

    Parameters
    ----------
    ground : Ground
    fit : Fit
        To all of it.
    fold : (blocks,) int64 array
    objective : {'likelihood', 'auc'}
    seed : int
        Of the bootstrap.
    progress : callable, optional
    """
    response, parameters = ground.response, ground.response.parameters
    after = [np.full(len(sample.cell), np.nan) for sample in response.samples]
    count = int(fold.max()) + 1
    for held in range(count):
        best = _refit(ground, fit, fold != held, objective)
        means = parameters.means(parameters.by_zone(best))
        for event, block in enumerate(ground.block):
            which = np.flatnonzero(fold[block] == held)
            after[event][which] = response.at(event, which, means)[0]
        if progress is not None:
            progress(0.9 * (held + 1) / count)
    return _score(ground, fold, np.concatenate(after), seed)


def _refit(ground, fit, kept, objective):
    posterior = fit.posterior
    weights = posterior.weights(kept)
    if objective == "auc":
        best = best_ranking(posterior, weights, fit.best)
    else:
        best = posterior.greatest(weights, fit.best, kept)
        edge = 0.02 * (posterior.high - posterior.low)
        bounds = ground.response.parameters
        outside = ((best < posterior.low + edge) & (posterior.low > bounds.low + 1e-6)) | (
            (best > posterior.high - edge) & (posterior.high < bounds.high - 1e-6))
        if outside.any():
            width = REACH * np.sqrt(np.diag(np.linalg.inv(fit.curvature)))
            _, best = locate(ground, posterior.zones, best, width, kept)
    for points, weight in zip(posterior.zones, weights):
        # As in the fit itself: a zone without landslides keeps its prior. What is shared rests on the other zones.
        if not weight[points.slide].any():
            own = ~ground.response.parameters.shared[points.free]
            best[points.parameter[own]] = 0.0
    return best


def _score(ground, fold, after, seed) -> Test:
    samples = ground.response.samples
    before, block = np.concatenate(ground.before), np.concatenate(ground.block)
    known = np.isfinite(before) & np.isfinite(after)
    labels, weights = both(samples, "slide")[known], both(samples, "weight")[known]
    maps = {"before": before[known], "after": after[known], "slope": both(samples, "slope")[known]}
    block = block[known]
    if labels.all() or not labels.any():
        raise InputError("INVENTORY", "there are no cells both with and without a landslide", "Check AREA and nodata")
    number, draws = blocks.block_weights(block, seed=seed)
    replicas = {name: blocks.resample(labels, score, number, draws, weights).auc for name, score in maps.items()}
    scores = {}
    for name, score in maps.items():
        scores[name] = Score(name, metrics.ranking(labels, score, weights), blocks.interval(replicas[name]),
                             None if name == "slope" else reliability(labels, score, weights))
    folds = []
    for held in range(int(fold.max()) + 1):
        here = fold[block] == held
        slide, weight = labels[here], weights[here]
        found = [_auc_and_brier(slide, maps[name][here], weight) for name in ("before", "after")]
        folds.append(Fold(int(slide.sum()), round(float(weight.sum())), found[0][0], found[1][0], found[0][1],
                          found[1][1]))
    gain = scores["after"].ranking.auc - scores["before"].ranking.auc
    return Test(scores["before"], scores["after"], scores["slope"], gain,
                blocks.interval(replicas["after"] - replicas["before"]), folds, len(np.unique(block[labels])))


def _auc_and_brier(slide, score, weight):
    brier = float(np.average(np.square(score - slide), weights=weight))
    two = slide.any() and not slide.all() and np.ptp(score) > 0.0
    return (metrics.ranking(slide, score, weight).auc if two else float("nan")), brier


def reliability(labels: np.ndarray, forecast: np.ndarray, weights: np.ndarray) -> metrics.Reliability:
    """Give the reliability diagram in bins of equal total forecast: each expects as many landslides.

    Equal bins of forecast would leave all but one empty where landslides are rare.

    Parameters
    ----------
    labels : (n,) bool array
    forecast : (n,) float64 array
    weights : (n,) float64 array
        Cells each stands for.
    """
    order = np.argsort(forecast, kind="stable")
    expected = np.cumsum((weights * forecast)[order])
    bins = np.empty(len(order), dtype=np.int64)
    bins[order] = np.minimum((expected / max(expected[-1], 1e-300) * BINS).astype(int), BINS - 1)
    mass = np.bincount(bins, weights, minlength=BINS)
    filled = mass > 0.0
    prevalence = np.average(labels, weights=weights)
    return metrics.Reliability(np.bincount(bins, weights * forecast, minlength=BINS)[filled] / mass[filled],
                               np.bincount(bins, weights * labels, minlength=BINS)[filled] / mass[filled],
                               np.round(mass[filled]).astype(np.int64),
                               float(np.average(np.square(forecast - labels), weights=weights)),
                               float(prevalence * (1.0 - prevalence)), float(np.average(forecast, weights=weights)))
