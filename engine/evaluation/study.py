"""One evaluation: maps side by side on the same cells, in spatial blocks, with slope alone beside them.

Which cells count as positive and negative is part of the result and said in words, for no measure means anything
without it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List, Mapping, NamedTuple, Optional

import numpy as np

from ..errors import InputError
from ..grid import RasterSource, RasterWriter, tiles
from ..inventory import places
from ..inventory.places import Inventory
from . import blocks, metrics

MOST_CELLS = 1_000_000
"""Cells compared; of a larger map so many are drawn at random."""

CURVE_POINTS = 600
FEW_BLOCKS = 10
HIT, MISS, FALSE_ALARM = 1, 2, 3


@dataclass
class MapResult:
    """What was measured on one map.

    Attributes
    ----------
    name : str
    ranking : metrics.Ranking
    auc_interval, pr_interval : blocks.Interval
        Of the block bootstrap, 95 %.
    fold_auc : list of float
        ROC AUC in each fold of blocks; NaN where a fold lacks one kind of case.
    all_cells, held_out : metrics.Decision
        At Youden's threshold of all cells; at that of the other folds, summed over the folds held out.
    curves : metrics.Curves
        Thinned for drawing.
    rate : tuple
        Success or prediction rate curve: share of area, share of landslides, area under it.
    reliability : metrics.Reliability or None
        None where the map is no probability.
    """

    name: str
    ranking: metrics.Ranking
    auc_interval: blocks.Interval
    pr_interval: blocks.Interval
    fold_auc: List[float]
    all_cells: metrics.Decision
    held_out: metrics.Decision
    curves: metrics.Curves
    rate: tuple
    reliability: Optional[metrics.Reliability]


class Difference(NamedTuple):
    """ROC AUC of one map minus that of another, replicates paired."""

    one: str
    other: str
    value: float
    interval: blocks.Interval


@dataclass
class Study:
    """An evaluation; ``maps`` in the order given, ``slope`` the baseline or None."""

    maps: List[MapResult]
    slope: Optional[MapResult]
    differences: List[Difference]
    positives: str
    negatives: str
    blocks: int
    landslide_blocks: int
    block_size: float
    folds: int
    replicates: int
    seed: int
    fitted: bool
    warnings: List[str] = field(default_factory=list)
    mapped_negatives: bool = False


class Cases(NamedTuple):
    """Cells compared: label, weight and value in each map; and the values of the area for the rate curve."""

    cells: np.ndarray
    labels: np.ndarray
    weights: np.ndarray
    scores: dict
    area: dict
    positives: str
    negatives: str
    warnings: list


def evaluate(maps: Mapping[str, RasterSource], landslides: Inventory, negatives: Optional[Inventory] = None,
             slope: Optional[RasterSource] = None, *, one_each=True, folds=5, block_size=500.0, seed=1, fitted=False,
             most_cells=MOST_CELLS, replicates=blocks.REPLICATES, progress=None, cancelled=None) -> Study:
    """Measure maps against landslides.

    Parameters
    ----------
    maps : mapping of name to RasterSource
        On one grid; higher means more likely to fail.
    landslides : Inventory
    negatives : Inventory, optional
        Mapped places without landslide; without it all other cells.
    slope : RasterSource, optional
        Slope angle, the baseline every map should beat.
    one_each : bool
        One cell for a polygon rather than all its cells.
    folds : int
    block_size : float
        Side of the spatial blocks, m.
    seed : int
        Of folds, bootstrap and drawn cells.
    fitted : bool
        The maps were fitted to these landslides.

    Raises
    ------
    InputError
        No landslide or no other cell with a value, a map with one value, too few blocks.
    ResourceError
        scikit-learn is missing.
    """
    metrics.require_sklearn()
    cases = _gather(maps, landslides, negatives, slope, one_each, seed, most_cells, progress, cancelled)
    warnings = list(cases.warnings)
    block = blocks.block_ids(cases.cells, next(iter(maps.values())).grid, block_size)
    fold = blocks.assign_folds(block, cases.labels, folds, seed)
    number, draws = blocks.block_weights(block, replicates, seed)
    results, replicas = {}, {}
    for position, (name, scores) in enumerate(cases.scores.items()):
        tiles.check_cancelled(cancelled)
        replicas[name] = blocks.resample(cases.labels, scores, number, draws, cases.weights)
        results[name] = _measure(name, cases, scores, fold, replicas[name])
        auc = results[name].ranking.auc
        if auc < 0.5:
            warnings.append(f"{name}: AUC {auc:.2f} is below 0.5, so landslides rank below other cells. In a factor of "
                            "safety or a reliability index low values are the unstable ones.")
        if progress is not None:
            progress(0.6 + 0.4 * (position + 1) / len(cases.scores))
    landslide_blocks = np.unique(block[cases.labels]).size
    if landslide_blocks < FEW_BLOCKS:
        warnings.append(f"Landslides lie in {landslide_blocks} blocks only; the intervals are rough. "
                        "Make BLOCK_SIZE smaller if landslides further apart than that are independent.")
    baseline = results.pop(_SLOPE, None)
    return Study(list(results.values()), baseline, _differences(results, baseline, replicas), cases.positives,
                 cases.negatives, draws.shape[1], landslide_blocks, float(block_size), folds, replicates, seed,
                 fitted, warnings, negatives is not None)


def confusion_map(source: RasterSource, threshold: float, landslides, writer: RasterWriter, *, progress=None,
                  cancelled=None) -> None:
    """Write where a map is right: 0 correct negative, 1 hit, 2 miss, 3 false alarm, 255 nodata.

    Parameters
    ----------
    source : RasterSource
    threshold : float
        Cells at or above it are called unstable.
    landslides : array_like, int
        Flat indices of landslide cells.
    writer : RasterWriter
        uint8; neither committed nor discarded here.
    """
    grid = source.grid
    row, col = np.divmod(np.unique(landslides), grid.width)

    def one(arrays, window):
        values = arrays["map"]
        called = values >= threshold
        slides = np.zeros(values.shape, dtype=bool)
        r, c = row - window.row, col - window.col
        inside = (r >= 0) & (r < window.height) & (c >= 0) & (c < window.width)
        slides[r[inside], c[inside]] = True
        result = np.where(slides, np.where(called, HIT, MISS), np.where(called, FALSE_ALARM, 0)).astype(np.uint8)
        result[np.isnan(values)] = 255
        return {"confusion": result}

    tiles.run(one, grid, {"map": source}, {"confusion": writer}, progress=progress, cancelled=cancelled)


_SLOPE = "Slope alone"


def _gather(maps, landslides, negatives, slope, one_each, seed, most_cells, progress, cancelled) -> Cases:
    grid = next(iter(maps.values())).grid
    total = grid.width * grid.height
    chosen = landslides.one_cell_each(grid.width) if one_each else landslides
    positive = np.unique(chosen.cells)
    drawn = np.arange(total) if total <= most_cells else np.sort(
        np.random.default_rng(seed).choice(total, most_cells, replace=False))
    weight = total / drawn.size
    if negatives is None:
        other = np.setdiff1d(drawn, landslides.cells, assume_unique=False)
    else:
        other, weight = np.setdiff1d(negatives.cells, landslides.cells), 1.0
    sources = {**maps, **({_SLOPE: slope} if slope is not None else {})}
    cells = np.concatenate([positive, other, drawn])
    values = {}
    for number, (name, source) in enumerate(sources.items()):
        step = None if progress is None else lambda share, n=number: progress(0.6 * (n + share) / len(sources))
        values[name] = places.read_cells(source, cells, step, cancelled)
    valid = ~np.isnan(np.stack(list(values.values()))).any(axis=0)
    case, area = valid.copy(), valid.copy()
    case[positive.size + other.size:] = False
    area[:positive.size + other.size] = False
    labels = (np.arange(cells.size) < positive.size)[case]
    if not labels.any() or labels.all():
        raise InputError("INVENTORY" if not labels.any() else "NEGATIVES",
                         "none of its cells has a value in all maps", "Check extent and nodata of the maps")
    said, warnings = _say(landslides, positive, labels, negatives, weight, one_each, valid[:positive.size])
    return Cases(cells[case], labels, np.where(labels, 1.0, weight), {n: v[case] for n, v in values.items()},
                 {n: v[area] for n, v in values.items()}, *said, warnings)


def _say(landslides, positive, labels, negatives, weight, one_each, with_value) -> tuple:
    """Who the positives and the negatives are, in words, and what has no value; what lies outside, its reader says."""
    warnings = []
    if not with_value.all():
        warnings.append(f"{np.count_nonzero(~with_value)} of {positive.size} landslide cells have no value in some map "
                        "and are left out.")
    share = "the point's cell" if landslides.kind == "points" else \
        "one cell each, the middle one" if one_each else "all cells inside them"
    positives = f"{landslides.count} mapped landslides ({share}): {int(labels.sum()):,} cells"
    others = int((~labels).sum())
    if negatives is not None:
        negative = f"{others:,} mapped places without landslide"
    elif weight == 1:
        negative = f"all other {others:,} cells of the map"
    else:
        negative = f"{others:,} of all other cells, drawn at random, each standing for {weight:.3g}"
    return (positives, negative), warnings


def _measure(name, cases, scores, fold, replicas) -> MapResult:
    labels, weights = cases.labels, cases.weights
    threshold = metrics.youden(labels, scores, weights)
    called, fold_auc = np.zeros(labels.size, dtype=bool), []
    for held in range(int(fold.max()) + 1):
        mine = fold == held
        kinds = np.unique(labels[mine]).size
        same = np.ptp(scores[mine]) == 0
        fold_auc.append(metrics.ranking(labels[mine], scores[mine], weights[mine]).auc if kinds == 2 and not same
                        else 0.5 if kinds == 2 else float("nan"))
        if np.unique(labels[~mine]).size == 2 and np.ptp(scores[~mine]) > 0:
            called[mine] = scores[mine] >= metrics.youden(labels[~mine], scores[~mine], weights[~mine])
    probability = name != _SLOPE and scores.min() >= 0 and scores.max() <= 1
    return MapResult(
        name, metrics.ranking(labels, scores, weights), blocks.interval(replicas.auc), blocks.interval(replicas.pr_auc),
        fold_auc, metrics.decision(labels, scores >= threshold, weights, threshold),
        metrics.decision(labels, called, weights), thinned(metrics.curves(labels, scores, weights)),
        metrics.rate_curve(cases.area[name], scores[labels]),
        metrics.reliability(labels, scores, weights) if probability else None)


def thinned(found: metrics.Curves) -> metrics.Curves:
    """Give fewer points, at even steps along each curve; a drawing shows no more."""
    roc = _steps(found.false_positive_rate + found.true_positive_rate)
    recall, precision = found.recall[::-1], found.precision[::-1]   # the first of equal recalls is the most precise
    pr = _steps(recall)
    return metrics.Curves(found.false_positive_rate[roc], found.true_positive_rate[roc], found.thresholds[roc],
                          recall[pr], precision[pr])


def _steps(along) -> np.ndarray:
    if along.size <= CURVE_POINTS:
        return np.arange(along.size)
    bins = np.round((along - along.min()) / np.ptp(along) * CURVE_POINTS)
    return np.unique(np.append(np.unique(bins, return_index=True)[1], [0, along.size - 1]))


def _differences(results, baseline, replicas) -> list:
    names = list(results)
    pairs = [(names[0], other) for other in names[1:]]
    pairs += [(name, _SLOPE) for name in names] if baseline is not None else []
    value = {**{name: result.ranking.auc for name, result in results.items()},
             **({_SLOPE: baseline.ranking.auc} if baseline else {})}
    return [Difference(one, other, value[one] - value[other], blocks.interval(replicas[one].auc - replicas[other].auc))
            for one, other in pairs]
