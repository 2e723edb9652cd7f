"""Tests on ground the model has not seen: whole blocks held out with a gap round them, and random folds beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, List, NamedTuple, Optional, Sequence

import numpy as np

from .. import stop
from ..errors import InputError
from ..evaluation import blocks, metrics
from ..evaluation.study import Difference, thinned
from . import methods
from .graph import logistic, prevalence_shift
from .samples import Samples

FEWEST_LEARNED = 10
"""Landslides, and other places, a fold must have left for training."""

CHANCE = 0.5
ALONE = "alone"
"""Key of the first method without the further members of an ensemble."""


class Calibration(NamedTuple):
    """Logistic regression of what happened on the log-odds forecast: slope 1 and intercept 0 are right.

    A slope below 1 is too bold, an intercept above 0 forecasts too few.
    """

    slope: float
    intercept: float


@dataclass
class Result:
    """What was measured of one method on the test cells; drawn as a map of :mod:`..evaluation.study` is.

    Attributes
    ----------
    name : str
    ranking : metrics.Ranking
    auc_interval, pr_interval : blocks.Interval
    fold_auc : list of float
    curves : metrics.Curves
    reliability : metrics.Reliability or None
    calibration : Calibration or None
        Both only of probabilities.
    """

    name: str
    ranking: metrics.Ranking
    auc_interval: blocks.Interval
    pr_interval: blocks.Interval
    fold_auc: List[float]
    curves: metrics.Curves
    reliability: Optional[metrics.Reliability] = None
    calibration: Optional[Calibration] = None


class Scores(NamedTuple):
    """Log-odds of every sample by models that have not seen it, NaN where none could be fitted.

    Attributes
    ----------
    odds : dict of str to ndarray, shape (n,)
        By method, shifted to the prevalence; of an ensemble its trees by themselves as :data:`ALONE`.
    fold : ndarray of int, shape (n,)
    models : dict of int to Model
        The models of the first method by fold, for importance.
    left_out : float
        Samples given up for the gap, mean over the folds.
    """

    odds: Dict[str, np.ndarray]
    fold: np.ndarray
    models: dict
    left_out: float


def block_of(x: np.ndarray, y: np.ndarray, size: float) -> np.ndarray:
    """Number the square block each place lies in, row by row; of cells the same as :func:`.blocks.block_ids`.

    Parameters
    ----------
    x, y : ndarray of float, shape (n,)
        m, from 0.
    size : float
        m, above 0.
    """
    if not (np.isfinite(size) and size > 0):
        raise InputError("BLOCK_SIZE", f"{size:g} m is not above 0", "Use a tenth of the longer side of the map")
    right, down = (np.floor(each / size).astype(np.int64) for each in (x, y))
    return down * (int(right.max()) + 1) + right


def held_out(samples: Samples, fold: np.ndarray, names: Sequence[str], *, gap: float = 0.0, prevalence: float,
             seed: int = 1, parts: Optional[Callable] = None, step: Optional[Callable] = None) -> Scores:
    """Fit each method without each fold, and give the log-odds in it.

    Parameters
    ----------
    samples : Samples
    fold : ndarray of int, shape (n,)
    names : sequence of str
        Methods; the models of the first one are kept.
    gap : float
        m.
    prevalence : float
        That the probability shall have.
    seed : int
    parts : callable, optional
        ``parts(fold) -> ndarray of shape (members, n)``: log-odds of further members, averaged with those of the first
        method (an ensemble).
    step : callable, optional
        Called after each fit.

    Returns
    -------
    Scores
    """
    channels, odds = samples.channels(), {name: np.full(samples.labels.size, np.nan) for name in names}
    models, left_out = {}, []
    for number in range(int(fold.max()) + 1):
        test = fold == number
        far = blocks.apart(samples.x, samples.y, test, gap) if samples.x is not None else ~test
        learned = ~test & samples.trained & far
        left_out.append(int((~test & samples.trained & ~far).sum()))
        counts = int(samples.labels[learned].sum()), int((~samples.labels[learned]).sum())
        if min(counts) < FEWEST_LEARNED:
            continue
        shift = prevalence_shift(prevalence, *counts)
        for place, name in enumerate(names):
            stop.check()
            model = methods.fit(name, channels[learned], samples.labels[learned], samples.factors, seed)
            found = model.log_odds(channels[test])
            if place == 0:
                models[number] = model
                if parts is not None:
                    odds.setdefault(ALONE, np.full(samples.labels.size, np.nan))[test] = found + shift
                    found = np.mean([found, *parts(number)[:, test]], axis=0)
            odds[name][test] = found + shift
            if step is not None:
                step()
    return Scores(odds, fold, models, float(np.mean(left_out)))


def measure(samples: Samples, scores: Dict[str, np.ndarray], probabilities: Sequence[str], fold: np.ndarray,
            block: np.ndarray, seed: int = 1, replicates: int = blocks.REPLICATES) -> tuple:
    """Measure scores on the samples where all have one.

    Parameters
    ----------
    samples : Samples
    scores : mapping of str to ndarray, shape (n,)
        Log-odds, or values of maps; NaN = not tested.
    probabilities : sequence of str
        Those that are log-odds.
    fold, block : ndarray of int, shape (n,)
    seed, replicates : int

    Returns
    -------
    results : dict of str to Result
        Empty where what was tested is of one kind alone.
    differences : list of Difference
        The first minus each other, replicates paired.
    """
    tested = np.logical_and.reduce([np.isfinite(values) for values in scores.values()])
    labels, weights = samples.labels[tested], samples.stands_for[tested]
    if not tested.any() or labels.all() or not labels.any():
        return {}, []
    number, draws = blocks.block_weights(block[tested], replicates, seed)
    results, replicas = {}, {}
    for name, values in scores.items():
        stop.check()
        values = values[tested]
        if np.ptp(values) == 0:
            continue
        replicas[name] = blocks.resample(labels, values, number, draws, weights)
        folds = [_auc(labels[part], values[part], weights[part])
                 for part in (fold[tested] == each for each in np.unique(fold[tested]))]
        result = Result(name, metrics.ranking(labels, values, weights), blocks.interval(replicas[name].auc),
                        blocks.interval(replicas[name].pr_auc), folds,
                        thinned(metrics.curves(labels, values, weights)))
        if name in probabilities:
            result.reliability = metrics.reliability(labels, logistic(values), weights)
            result.calibration = calibration(labels, values, weights)
        results[name] = result
    names = list(results)
    return results, [Difference(names[0], other, results[names[0]].ranking.auc - results[other].ranking.auc,
                                blocks.interval(replicas[names[0]].auc - replicas[other].auc)) for other in names[1:]]


def calibration(labels: np.ndarray, odds: np.ndarray, weights: np.ndarray) -> Calibration:
    """Fit what happened to the log-odds forecast.

    Cox 1958, doi:10.1093/biomet/45.3-4.562.

    Parameters
    ----------
    labels : ndarray of bool, shape (n,)
    odds : ndarray of float, shape (n,)
    weights : ndarray of float, shape (n,)
    """
    from sklearn.linear_model import LogisticRegression

    middle = float(np.average(odds, weights=weights))       # a centred regression converges at once
    model = LogisticRegression(C=1e10, max_iter=1000, tol=1e-8).fit((odds - middle)[:, np.newaxis], labels,
                                                                    weights / weights.mean())
    slope = float(model.coef_[0, 0])
    return Calibration(slope, float(model.intercept_[0]) - slope * middle)


def _auc(labels, values, weights) -> float:
    if labels.all() or not labels.any():
        return float("nan")
    return metrics.ranking(labels, values, weights).auc if np.ptp(values) > 0 else CHANCE
