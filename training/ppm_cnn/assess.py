"""Evaluation on data that neither the search nor the training has seen: in spatial blocks, and at random."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Callable

import numpy as np
from sklearn import metrics

from ...engine.evaluation import blocks
from ...engine.evaluation.metrics import curves, ranking, reliability
from .data import Samples, apart, block_folds, random_folds

BLOCK_FOLDS = 3
"""Each fold of blocks is tested by an ensemble trained on the other two: about the paper's 70/30, on every sample."""

RANDOM_SHARE = 10
RANDOM_TEST = 3
"""Of ten random folds three are the test: the paper's 70/30."""

FEWEST = 10
"""Samples of each class a training needs after the gap round the test is taken out."""


def in_blocks(samples: Samples, size: float, seed: int, train: Callable) -> dict:
    """Test in spatial blocks, training samples over 17 cells from every test sample.

    Parameters
    ----------
    samples : Samples
    size : float
        Side of a block, m.
    seed : int
    train : callable
        ``train(samples, name) -> Ensemble``, with a search of its own.

    Returns
    -------
    dict
        As `measured` gives it, with ``left_out``: training samples given up for the gap, mean over the folds.
    """
    fold = block_folds(samples, BLOCK_FOLDS, size, seed)
    probability, left_out = np.full(samples.labels.size, np.nan), []
    for number in range(BLOCK_FOLDS):
        test = (fold == number) & samples.tested
        others = (fold != number) & samples.trained
        learning = others & apart(samples, test)
        left_out.append(int((others & ~learning).sum()))
        if min(samples.labels[learning].sum(), (~samples.labels[learning]).sum()) < FEWEST:
            continue
        ensemble = train(samples.take(learning), f"test in blocks, {number + 1} of {BLOCK_FOLDS}")
        probability[test] = ensemble.probability(samples.take(test))
    found = measured(samples, probability, fold, size, seed)
    return {**found, "left_out": float(np.mean(left_out)), "folds": BLOCK_FOLDS, "block_size": size} if found else {}


def at_random(samples: Samples, size: float, seed: int, train: Callable) -> dict:
    """Test on 30 % drawn at random, as the paper does; windows overlap those of the training.

    Parameters and result as `in_blocks`, with ``overlapping``: share of test samples whose window overlaps one of the
    training.
    """
    fold = random_folds(samples, RANDOM_SHARE, seed)
    test = (fold < RANDOM_TEST) & samples.tested
    learning = (fold >= RANDOM_TEST) & samples.trained
    probability = np.full(samples.labels.size, np.nan)
    probability[test] = train(samples.take(learning), "test at random").probability(samples.take(test))
    overlapping = ~apart(samples, learning)[test]
    found = measured(samples, probability, np.zeros(samples.labels.size, dtype=np.int64), size, seed)
    return {**found, "overlapping": float(overlapping.mean())}


def measured(samples: Samples, probability: np.ndarray, fold: np.ndarray, size: float, seed: int) -> dict:
    """Measure probabilities of test samples (NaN: not tested); empty where only one class was tested."""
    tested = ~np.isnan(probability)
    labels, scores = samples.labels[tested], probability[tested]
    if not 0 < labels.sum() < labels.size:
        return {}
    ids = blocks.block_ids(samples.cells[tested], samples.lattice, size)
    number, draws = blocks.block_weights(ids, seed=seed)
    resampled = blocks.resample(labels, scores, number, draws)
    folds = [float(metrics.roc_auc_score(labels[part], scores[part])) if 0 < labels[part].sum() < part.sum() else None
             for part in (fold[tested] == each for each in np.unique(fold[tested]))]
    found, lines, bins = ranking(labels, scores), curves(labels, scores), reliability(labels, scores)
    return {"auc": found.auc, "auc_interval": _interval(resampled.auc), "auc_folds": folds, "pr_auc": found.pr_auc,
            "pr_interval": _interval(resampled.pr_auc), "precision_at_80": found.precision_at_80,
            "prevalence": found.prevalence, "positives": found.positives, "negatives": found.negatives,
            "brier": bins.brier, "brier_prevalence": bins.brier_prevalence,
            "curves": {name: [_finite(value) for value in values] for name, values in lines._asdict().items()},
            "reliability": {name: getattr(bins, name).tolist() for name in ("forecast", "observed", "cases")}}


def settings_of(ensemble) -> dict:
    """Write down the settings of an ensemble."""
    return {**asdict(ensemble.settings), "mean_epochs": ensemble.epochs, "steepness": ensemble.calibration.steepness}


def _interval(replicates) -> list:
    return [_finite(value) for value in blocks.interval(replicates)]


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
