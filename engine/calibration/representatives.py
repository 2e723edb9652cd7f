"""Representative cells: few that stand for all those without a landslide.

How a cell's probability of failure answers to the soil follows from a few numbers: how safe it is with the table's
means, which share of its strength is cohesion, and how far the storm gets into its soil. Cells alike in these are
grouped (a k-d tree, finer where cells matter), and one of each group stands for it.
"""

from __future__ import annotations

import heapq
import itertools

import numpy as np
from scipy import special

from ..mapping.cells import Cells
from .cells import Sample

GREATEST = 12.0
"""Reliability index beyond which nothing fails (probability 2e-33)."""

_STRONGER = (0.0, 1.0, 2.0, 3.0)
"""Cells matter by their probability of failure with the table's soil, and with soils stronger by so much in beta."""

_COHESION_MATTERS = 3.0
"""How far, in beta, soils that differ in cohesion tell apart cells of no and of nothing but cohesion, roughly."""


def index(probability: np.ndarray) -> np.ndarray:
    """Give the reliability index of a probability, within +-`GREATEST`."""
    return np.clip(-special.ndtri(probability), -GREATEST, GREATEST)


def failing(reliability: np.ndarray) -> np.ndarray:
    """Give the probability of a reliability index: 0 from `GREATEST` on."""
    return np.where(reliability > 0.999 * GREATEST, 0.0, special.ndtr(-reliability))


def features(sample: Sample, which: np.ndarray, probability: np.ndarray, means: dict) -> np.ndarray:
    """Give what tells cells apart, scaled to beta.

    Parameters
    ----------
    sample : Sample
    which : (n,) int array
    probability : (n,) float64 array
        Of failure, with the table's means.
    means : dict of str to float or (n,) float64 array
        The table's means, of these cells.

    Returns
    -------
    (3, n) float64 array
    """
    cells = Cells(sample.conditions, {name: values[..., which] for name, values in sample.arrays.items()}, None)
    front = cells.front(0, means)
    state = cells.limit_state(0, means, np.arange(len(which)))
    fos = state.factor_of_safety(means)
    loose = state.factor_of_safety({**means, "cohesion": 0.0})
    share = 1.0 - loose / np.where(fos > 0.0, fos, 1.0)
    filled = front / np.maximum(means["thickness"], 1e-4)
    return np.stack((index(probability), _COHESION_MATTERS * np.clip(share, 0.0, 1.0), filled))


def represent(points: np.ndarray, weight: np.ndarray, most: int) -> tuple:
    """Choose representative cells: halve, along its widest side, the group that holds most, and take one of each.

    Parameters
    ----------
    points : (d, n) float64 array
        The first is the reliability index.
    weight : (n,) float64 array
    most : int
        Groups.

    Returns
    -------
    chosen : (m,) int64 array
        A point of each group.
    number : (n,) int64 array
        Group of each point.
    """
    matter = np.zeros(points.shape[1])
    for step in _STRONGER:
        failing = weight * special.ndtr(-points[0] - step)
        matter += failing / max(failing.sum(), 1e-300)
    matter = np.maximum(matter, 1e-300)
    order = itertools.count()
    groups = [_Group(points, matter, np.arange(points.shape[1]), next(order))]
    while len(groups) < most and groups[0].gain > 0.0:
        halves = groups[0].halves(points)
        heapq.heapreplace(groups, _Group(points, matter, halves[0], next(order)))
        heapq.heappush(groups, _Group(points, matter, halves[1], next(order)))
    number, chosen = np.empty(points.shape[1], dtype=np.int64), np.empty(len(groups), dtype=np.int64)
    for k, each in enumerate(sorted(groups, key=lambda one: one.order)):
        here = points[:, each.members]
        # Probability falls about exponentially: between the plain mean and that weighted by probability lies the
        # place whose probability is the mean one.
        centre = 0.5 * (np.average(here, axis=1, weights=weight[each.members]) + each.centre)
        number[each.members] = k
        chosen[k] = each.members[np.argmin(np.square(here - centre[:, None]).sum(axis=0))]
    return chosen, number


class _Group:
    """Points taken together; the first in a heap is the one whose halving gains most."""

    def __init__(self, points, matter, members, order):
        here, mass = points[:, members], matter[members]
        self.members, self.order = members, order
        self.centre = np.average(here, axis=1, weights=mass)
        variance = np.average(np.square(here - self.centre[:, None]), axis=1, weights=mass)
        self.axis = int(np.argmax(variance))
        self.gain = float(mass.sum() * variance[self.axis])
        if np.ptp(here[self.axis]) == 0.0:
            self.gain = 0.0

    def __lt__(self, other):
        return (-self.gain, self.order) < (-other.gain, other.order)

    def halves(self, points):
        """Give the members below the centre and the others; neither is empty."""
        along = points[self.axis, self.members]
        below = along < self.centre[self.axis]
        if not below.any() or below.all():
            below = along <= along.min()
        return self.members[below], self.members[~below]
