"""Spatial blocks: folds that keep neighbours together, and intervals by resampling whole blocks.

Cells near each other resemble each other, so intervals that take cells as independent (DeLong's) are too narrow.
Resampling blocks keeps the dependence within a block.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import stop
from ..errors import InputError

REPLICATES = 1000
MOST_LEVELS = 2000
"""Distinct landslide values up to which resampling is exact; beyond it ranks are grouped."""


AT_ONCE = 50
"""Replicates that are computed together: memory, and how soon a run can be stopped."""


class Interval(NamedTuple):
    """2.5th and 97.5th percentile of the replicates."""

    low: float
    high: float


class Resampled(NamedTuple):
    """Replicates of two measures, shape (replicates,); NaN where a replicate has no landslide or nothing else."""

    auc: np.ndarray
    pr_auc: np.ndarray


def block_ids(cells, grid, size) -> np.ndarray:
    """Number of the square block each cell lies in.

    Parameters
    ----------
    cells : array_like, int, shape (n,)
        Flat indices.
    grid : Grid
    size : float
        Side of a block, m.

    Returns
    -------
    numpy.ndarray, int64, shape (n,)
        Counted from the upper left corner of the grid, row by row.

    Raises
    ------
    InputError
        A side below a cell.
    """
    if not size >= max(grid.cell_width, grid.cell_height):
        raise InputError("BLOCK_SIZE", f"{size:g} m is less than a cell", "Use well over 17 cells, such as 500 m")
    row, col = np.divmod(np.asarray(cells, dtype=np.int64), grid.width)
    across = int(np.ceil(grid.width * grid.cell_width / size))
    down, right = ((part + 0.5) * cell // size for part, cell in ((row, grid.cell_height), (col, grid.cell_width)))
    return (down * across + right).astype(np.int64)


def assign_folds(blocks, labels, folds, seed) -> np.ndarray:
    """Fold of each case: whole blocks, landslides shared out evenly, and blocks without one too.

    Parameters
    ----------
    blocks : array_like, int, shape (n,)
    labels : array_like, bool, shape (n,)
    folds : int
        At least 2.
    seed : int
        Settles ties.

    Returns
    -------
    numpy.ndarray, int64, shape (n,)
        0 to folds - 1.

    Raises
    ------
    InputError
        Fewer blocks with landslides than folds.
    """
    if folds < 2:
        raise InputError("FOLDS", f"{folds} is too few", "Use 2 or more")
    _, number = np.unique(blocks, return_inverse=True)
    positives = np.bincount(number, np.asarray(labels, dtype=float))
    filled = np.count_nonzero(positives)
    if filled < folds:
        raise InputError("BLOCK_SIZE", f"landslides lie in {filled} blocks, fewer than the {folds} folds",
                         "Make BLOCK_SIZE or FOLDS smaller")
    order = np.random.default_rng(seed).permutation(positives.size)
    order = order[np.argsort(-positives[order], kind="stable")]
    fold, load, used = np.empty(positives.size, dtype=np.int64), np.zeros(folds), np.zeros(folds)
    for block in order:
        # Blocks without a landslide are shared out by number: by load, all would go to the fold with one fewer.
        fold[block] = np.lexsort((used, load) if positives[block] else (load, used))[0]
        load[fold[block]] += positives[block]
        used[fold[block]] += 1
    return fold[number]


def random_folds(labels: np.ndarray, folds: int, seed: int) -> np.ndarray:
    """Give a fold to each sample at random, each with its share of landslides."""
    order, fold = np.random.default_rng(seed), np.zeros(labels.size, dtype=np.int64)
    for label in (True, False):
        members = order.permutation(np.flatnonzero(labels == label))
        fold[members] = np.arange(members.size) % folds
    return fold


def apart(x: np.ndarray, y: np.ndarray, test: np.ndarray, gap: float) -> np.ndarray:
    """Tell which places lie farther from every test place than a gap, along x or y.

    Parameters
    ----------
    x, y : ndarray of float, shape (n,)
    test : ndarray of bool, shape (n,)
    gap : float
        In the unit of x and y; 0 is none.
    """
    from scipy.spatial import cKDTree

    if not gap > 0:
        return ~test
    places = np.column_stack([x, y])
    distance, _ = cKDTree(places[test]).query(places, p=np.inf, distance_upper_bound=gap * (1 + 1e-9))
    return np.isinf(distance)


def block_weights(blocks, replicates=REPLICATES, seed=1) -> tuple:
    """How often each block is drawn in each replicate.

    Returns
    -------
    number : numpy.ndarray, int64, shape (n,)
        Of each case's block, from 0.
    weights : numpy.ndarray, float64, shape (replicates, blocks)
        Drawn with replacement, as many as there are.
    """
    distinct, number = np.unique(blocks, return_inverse=True)
    draws = np.random.default_rng(seed).multinomial(distinct.size, np.full(distinct.size, 1 / distinct.size),
                                                    size=replicates)
    return number, draws.astype(np.float64)


def resample(labels, scores, number, draws, weights=None) -> Resampled:
    """ROC and PR AUC of every replicate.

    Parameters
    ----------
    labels : array_like, bool, shape (n,)
    scores : array_like, shape (n,)
    number, draws
        From :func:`block_weights`; the same draws for several maps pair their replicates.
    weights : array_like, shape (n,), optional
        Cells each case stands for.

    Notes
    -----
    Both measures change only at values of landslides, so each block is reduced to counts at and between them; then a
    replicate is a weighted sum. Equal to scikit-learn on the resampled cases (tested), some hundred times faster.
    """
    from scipy.sparse import coo_matrix

    labels, scores = np.asarray(labels, dtype=bool), np.asarray(scores, dtype=np.float64)
    weights = np.ones(labels.size) if weights is None else np.asarray(weights, dtype=np.float64)
    levels = np.unique(scores[labels])
    if levels.size > MOST_LEVELS:
        levels = levels[np.linspace(0, levels.size - 1, MOST_LEVELS).round().astype(np.int64)]
    level = np.searchsorted(levels, scores, "left") + np.searchsorted(levels, scores, "right")
    shape = (draws.shape[1], 2 * levels.size + 1)
    counts = [coo_matrix((weights[part], (number[part], level[part])), shape=shape).tocsr()
              for part in (labels, ~labels)]
    parts = []
    for first in range(0, len(draws), AT_ONCE):
        stop.check()
        positive, negative = (draws[first:first + AT_ONCE] @ each for each in counts)
        parts.append((_auc(positive, negative), _average_precision(positive, negative)))
    return Resampled(*(np.concatenate(measure) for measure in zip(*parts)))


def interval(replicates) -> Interval:
    """Percentiles of replicates; NaN where fewer than half of them have a value."""
    valid = replicates[~np.isnan(replicates)]
    if valid.size < replicates.size / 2:
        return Interval(float("nan"), float("nan"))
    return Interval(*(float(value) for value in np.percentile(valid, [2.5, 97.5])))


def _auc(positive, negative) -> np.ndarray:
    """Chance that a positive ranks above a negative, ties by half; rows are replicates, columns levels upwards."""
    below = np.cumsum(negative, axis=1) - negative
    with np.errstate(invalid="ignore", divide="ignore"):
        return (positive * (below + negative / 2)).sum(axis=1) / (positive.sum(axis=1) * negative.sum(axis=1))


def _average_precision(positive, negative) -> np.ndarray:
    """Precision at each level, weighted by the recall gained there."""
    hits = np.cumsum(positive[:, ::-1], axis=1)
    false = np.cumsum(negative[:, ::-1], axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision = np.where(hits > 0, hits / (hits + false), 0.0)
        value = (positive[:, ::-1] * precision).sum(axis=1) / hits[:, -1]
    return np.where(false[:, -1] > 0, value, np.nan)
