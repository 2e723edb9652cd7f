"""Weights of evidence and frequency ratios: how much oftener a class of a factor holds landslides than the rest.

Bonham-Carter 1994, Geographic Information Systems for Geoscientists, chapter 9; as naive Bayes, the weights of the
classes a cell belongs to are added to its log-odds. That holds where factors are independent; where they are not, the
probability is too bold, which the test in blocks shows.
"""

from __future__ import annotations

import math
from typing import List, NamedTuple, Sequence

import numpy as np

from ..networks.card import Factor

CLASSES = 8
"""Classes of a number, with as many samples each."""

HALF = 0.5
"""Added to every count, so that a class without landslides has a finite weight."""


class ClassWeight(NamedTuple):
    """A class of a factor.

    Attributes
    ----------
    factor, name : str
    samples, landslides : int
    positive, negative : float
        W+ and W-, the weights where the class is and where it is not.
    contrast, deviation : float
        W+ - W-, and its standard deviation.
    frequency_ratio : float
        Share of the landslides over share of the area, to which negatives and landslides count as they stand for it.
    """

    factor: str
    name: str
    samples: int
    landslides: int
    positive: float
    negative: float
    contrast: float
    deviation: float
    frequency_ratio: float

    @property
    def weight(self) -> float:
        """What is added to the log-odds."""
        return self.positive

    @property
    def studentised(self) -> float:
        """Contrast over its standard deviation: beyond 2 it is hardly chance."""
        return self.contrast / self.deviation


class Evidence(NamedTuple):
    """Classes of a channel: limits between those of a number, one row a class; a category has one row and no limit."""

    channel: int
    limits: np.ndarray
    rows: List[ClassWeight]
    category: bool = False


def class_weight(factor: str, name: str, inside, labels, stands_for=None) -> ClassWeight:
    """Weigh a class.

    Parameters
    ----------
    factor, name : str
    inside : ndarray of bool, shape (n,)
        Which samples lie in the class.
    labels : ndarray of bool, shape (n,)
    stands_for : ndarray of float, shape (n,), optional
        Cells each sample stands for, in the frequency ratio.

    Notes
    -----
    W+ = ln[P(B|L) / P(B|not L)], W- = ln[P(not B|L) / P(not B|not L)]; the variance of the contrast is the sum of the
    reciprocals of the four counts.
    """
    stands_for = np.ones(labels.size) if stands_for is None else stands_for
    counts = {(here, slid): np.count_nonzero((inside == here) & (labels == slid)) + HALF
              for here in (True, False) for slid in (True, False)}
    slides, others = (counts[True, slid] + counts[False, slid] for slid in (True, False))
    positive = math.log(counts[True, True] / slides / (counts[True, False] / others))
    negative = math.log(counts[False, True] / slides / (counts[False, False] / others))
    area = stands_for[inside].sum() / stands_for.sum()
    share = np.count_nonzero(inside & labels) / max(np.count_nonzero(labels), 1)
    return ClassWeight(factor, name, int(np.count_nonzero(inside)), int(np.count_nonzero(inside & labels)), positive,
                       negative, positive - negative, math.sqrt(sum(1 / count for count in counts.values())),
                       float(share / area) if area > 0 else math.nan)


def weigh(channels: np.ndarray, labels: np.ndarray, factors: Sequence[Factor], stands_for=None) -> List[Evidence]:
    """Weigh every class of every factor.

    Parameters
    ----------
    channels : ndarray of float32, shape (n, channels)
        As :func:`..networks.statistical.channels` gives them.
    labels : ndarray of bool, shape (n,)
    factors : sequence of Factor
    stands_for : ndarray of float, shape (n,), optional

    Returns
    -------
    list of Evidence
        One a number, one for each part of an angle, one for each class of a category.
    """
    found, place = [], 0
    for factor in factors:
        for part in range(factor.channels):
            column = channels[:, place]
            if factor.kind == "category":
                row = class_weight(factor.name, str(factor.classes[part]), column > HALF, labels, stands_for)
                found.append(Evidence(place, np.array([]), [row], True))
            else:
                name = factor.name if factor.channels == 1 else f"{factor.name} {('sine', 'cosine')[part]}"
                found.append(_weigh_number(name, place, column, labels, stands_for))
            place += 1
    return found


def _weigh_number(name: str, place: int, column: np.ndarray, labels: np.ndarray, stands_for) -> Evidence:
    known = column[~np.isnan(column)]
    limits = np.unique(_lower_quantiles(known))
    limits = limits[limits < known.max()]
    bounds = [float(known.min()), *limits.tolist(), float(known.max())]
    number = np.where(np.isnan(column), -1, np.searchsorted(limits, column, side="left"))
    rows = [class_weight(name, f"{bounds[each]:.4g} to {bounds[each + 1]:.4g}", number == each, labels, stands_for)
            for each in range(limits.size + 1)]
    return Evidence(place, limits, rows)


def _lower_quantiles(known: np.ndarray) -> np.ndarray:
    """Values below which each share of the samples lies: always one of the samples."""
    ordered = np.sort(known)
    return ordered[((ordered.size - 1) * np.arange(1, CLASSES) / CLASSES).astype(np.int64)]


def log_odds(channels: np.ndarray, evidence: Sequence[Evidence], constant: float) -> np.ndarray:
    """Add the weights of the classes each sample lies in to the constant; what has no value adds nothing."""
    total = np.full(len(channels), float(constant))
    for each in evidence:
        column = channels[:, each.channel]
        if each.category:
            total += np.where(column > HALF, each.rows[0].weight, 0.0)
            continue
        weights = np.array([row.weight for row in each.rows])
        known = ~np.isnan(column)
        total[known] += weights[np.searchsorted(each.limits, column[known], side="left")]
    return total


def as_steps(evidence: Sequence[Evidence]) -> list:
    """Give functions of steps for :func:`.trees.of_steps`."""
    return [(each.channel, [HALF], [0.0, each.rows[0].weight]) if each.category else
            (each.channel, each.limits, [row.weight for row in each.rows]) for each in evidence]
