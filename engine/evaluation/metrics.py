"""Measures of a map against landslides (scikit-learn).

A case is a cell: positive with a landslide, negative without. Negatives may stand for many cells each (a random part of
a large map), hence the weights: prevalence, precision and PR AUC then refer to the whole map.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import stop
from ..errors import InputError, ResourceError

RECALL_LEVEL = 0.8
RELIABILITY_BINS = 10
LOW_FORECAST = 0.2
"""Where no forecast reaches it, a reliability diagram over 0 to 1 would show one or two points."""


class Ranking(NamedTuple):
    """Measures of the order of the cells; no threshold is involved.

    Attributes
    ----------
    auc : float
        Area under the ROC curve: chance that a landslide cell ranks above another.
    pr_auc : float
        Average precision; that of a map without skill is ``prevalence``.
    precision_at_80 : float
        Best precision with at least 80 % of the landslides found.
    prevalence : float
        Share of positives among the cases.
    positives, negatives : int
        Cases, not weighted.
    """

    auc: float
    pr_auc: float
    precision_at_80: float
    prevalence: float
    positives: int
    negatives: int


class Decision(NamedTuple):
    """Measures at a threshold: a cell at or above it is called unstable.

    Hits, misses, false alarms and correct negatives are weighted counts.
    """

    threshold: float
    hits: float
    misses: float
    false_alarms: float
    correct_negatives: float
    recall: float
    precision: float
    f1: float
    iou: float
    mcc: float
    balanced_accuracy: float


class Curves(NamedTuple):
    """Points to draw: ROC (false and true positive rate) and PR (recall and precision)."""

    false_positive_rate: np.ndarray
    true_positive_rate: np.ndarray
    thresholds: np.ndarray
    recall: np.ndarray
    precision: np.ndarray


class Reliability(NamedTuple):
    """Reliability diagram: mean forecast, observed share and number of cases by bin of forecast; Brier score.

    ``brier_prevalence`` is the score of always forecasting the prevalence: a forecast above it is worse than none.
    ``mean`` is the mean forecast, which would be the prevalence if the level were right.
    """

    forecast: np.ndarray
    observed: np.ndarray
    cases: np.ndarray
    brier: float
    brier_prevalence: float
    mean: float


def require_sklearn() -> None:
    """Say what is missing before a long run.

    Raises
    ------
    ResourceError
        scikit-learn cannot be imported; the message holds the real reason.
    """
    try:
        import sklearn.metrics  # noqa: F401
    except ImportError as error:
        raise ResourceError(f"Evaluation needs scikit-learn, which cannot be imported: {error}. "
                            "Install scikit-learn into the Python of QGIS.") from error


def ranking(labels, scores, weights=None) -> Ranking:
    """Measure how well scores order the cases.

    Parameters
    ----------
    labels : array_like, bool, shape (n,)
        True = landslide.
    scores : array_like, shape (n,)
        Higher = more likely.
    weights : array_like, shape (n,), optional
        Cells each case stands for.

    Raises
    ------
    InputError
        Only one kind of case, or one score for all.
    """
    from sklearn import metrics

    labels, scores, weights = _cases(labels, scores, weights)
    precision, recall, _ = metrics.precision_recall_curve(labels, scores, sample_weight=weights)
    stop.check()
    return Ranking(float(metrics.roc_auc_score(labels, scores, sample_weight=weights)),
                   float(metrics.average_precision_score(labels, scores, sample_weight=weights)),
                   float(precision[recall >= RECALL_LEVEL - 1e-12].max()),
                   float(np.average(labels, weights=weights)), int(labels.sum()), int((~labels).sum()))


def curves(labels, scores, weights=None) -> Curves:
    """Points of the ROC and PR curves; parameters and errors as :func:`ranking`."""
    from sklearn import metrics

    labels, scores, weights = _cases(labels, scores, weights)
    false, true, thresholds = metrics.roc_curve(labels, scores, sample_weight=weights, drop_intermediate=True)
    stop.check()
    precision, recall, _ = metrics.precision_recall_curve(labels, scores, sample_weight=weights)
    return Curves(false, true, thresholds, recall, precision)


def youden(labels, scores, weights=None) -> float:
    """Threshold of the greatest Youden's J, true minus false positive rate.

    Youden 1950, doi:10.1002/1097-0142(1950)3:1<32::AID-CNCR2820030106>3.0.CO;2-3. Parameters and errors as
    :func:`ranking`.
    """
    found = curves(labels, scores, weights)
    # The first point calls nothing unstable; its threshold is infinite.
    return float(found.thresholds[1:][np.argmax((found.true_positive_rate - found.false_positive_rate)[1:])])


def decision(labels, called, weights=None, threshold=np.nan) -> Decision:
    """Measure a yes-or-no map.

    Parameters
    ----------
    labels, called : array_like, bool, shape (n,)
        Landslide; called unstable.
    weights : array_like, shape (n,), optional
    threshold : float
        Kept in the result.
    """
    from sklearn import metrics

    stop.check()
    labels, called = np.asarray(labels, dtype=bool), np.asarray(called, dtype=bool)
    (quiet, false), (missed, hit) = metrics.confusion_matrix(labels, called, labels=[False, True],
                                                             sample_weight=weights)
    common = {"sample_weight": weights, "zero_division": 0}
    return Decision(float(threshold), float(hit), float(missed), float(false), float(quiet),
                    float(metrics.recall_score(labels, called, **common)),
                    float(metrics.precision_score(labels, called, **common)),
                    float(metrics.f1_score(labels, called, **common)),
                    float(metrics.jaccard_score(labels, called, **common)),
                    float(metrics.matthews_corrcoef(labels, called, sample_weight=weights)),
                    float((hit / max(hit + missed, 1e-300) + quiet / max(quiet + false, 1e-300)) / 2))


def reliability(labels, probabilities, weights=None, bins=RELIABILITY_BINS) -> Reliability:
    """Compare forecasts with what was observed.

    Parameters
    ----------
    labels : array_like, bool, shape (n,)
    probabilities : array_like, shape (n,)
        Within 0 to 1.
    weights : array_like, shape (n,), optional
    bins : int
        Equal bins of forecast, from 0 to 1 or, where no forecast reaches :data:`LOW_FORECAST`, to the greatest; empty
        ones are left out.
    """
    from sklearn import metrics

    labels, probabilities, weights = _cases(labels, probabilities, weights)
    greatest = probabilities.max()
    top = greatest if greatest < LOW_FORECAST else 1.0      # a map of zeros, which ranks nothing, was refused
    index = np.minimum((probabilities / top * bins).astype(int), bins - 1)
    mass = np.bincount(index, weights, minlength=bins)
    filled = mass > 0
    forecast = np.bincount(index, weights * probabilities, minlength=bins)[filled] / mass[filled]
    observed = np.bincount(index, weights * labels, minlength=bins)[filled] / mass[filled]
    prevalence = np.average(labels, weights=weights)
    return Reliability(forecast, observed, np.bincount(index, minlength=bins)[filled],
                       float(metrics.brier_score_loss(labels, np.clip(probabilities, 0, 1), sample_weight=weights)),
                       float(prevalence * (1 - prevalence)), float(np.average(probabilities, weights=weights)))


def rate_curve(area, landslides) -> tuple:
    """Share of landslides found in the highest-ranked share of the area.

    It is the success rate where the map was fitted to these landslides, and the prediction rate where it was not (Chung
    and Fabbri 2003, doi:10.1023/B:NHAZ.0000007172.62651.2b).

    Parameters
    ----------
    area : array_like, shape (n,)
        Values of all cells, or of a random part of them.
    landslides : array_like, shape (m,)
        Values at the landslides.

    Returns
    -------
    share of area, share of landslides : numpy.ndarray
        Both from 0 to 1; cells with one value are taken together, so the curve is straight there.
    area under it : float
    """
    stop.check()
    area, landslides = np.sort(np.asarray(area)), np.sort(np.asarray(landslides))
    values = np.unique(landslides)
    # The curve bends only at values of landslides: just above each, and at it.
    both = np.stack([np.searchsorted(area, values, side=side) for side in ("right", "left")], axis=1)[::-1].ravel()
    found = np.stack([np.searchsorted(landslides, values, side=side) for side in ("right", "left")], axis=1)[::-1]
    x = np.concatenate([[0], 1 - both / area.size, [1]])
    y = np.concatenate([[0], 1 - found.ravel() / landslides.size, [1]])
    return x, y, float(((y[1:] + y[:-1]) / 2 * np.diff(x)).sum())


def _cases(labels, scores, weights) -> tuple:
    stop.check()      # every measure begins here, and one takes a second on a million cells
    labels, scores = np.asarray(labels, dtype=bool), np.asarray(scores, dtype=np.float64)
    weights = np.ones(labels.size) if weights is None else np.asarray(weights, dtype=np.float64)
    if labels.all() or not labels.any():
        raise InputError("INVENTORY", f"{int(labels.sum())} of {labels.size} cells compared have a landslide",
                         "Both cells with and without landslides are needed")
    if scores.min() == scores.max():
        raise InputError("INPUTS", f"the map holds {scores[0]:g} in every cell compared",
                         "A map with one value ranks nothing")
    return labels, scores, weights
