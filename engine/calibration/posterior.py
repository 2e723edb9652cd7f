"""Log posterior of the means, its derivatives, and its greatest value.

A point is a cell with a landslide, or a representative cell without one. Each spatial block holds so much of each
point; leaving out blocks leaves out what they hold. The likelihood of a cell is Bernoulli's, with probability
``p = (1 - e) POF + e prevalence``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
from scipy import optimize, special

from ..reliability.distributions import density
from .evaluations import Response
from .representatives import index
from .surrogate import Box, Surrogate

_SMALL = 1e-3
"""Step of differences, in prior standard deviations."""


@dataclass
class ZonePoints:
    """Points of one zone, of all events.

    Attributes
    ----------
    zone : int
        Row of the soil table.
    free : (q,) int array
        Which of the free quantities are fitted here, and
    parameter : (q,) int array
        the parameters that move them.
    event, cell : (n,) int array
        Event, and position in its sample.
    slide : (n,) bool array
    held : (blocks, n) sparse array
        Cells of each point in each spatial block.
    """

    zone: int
    free: np.ndarray
    parameter: np.ndarray
    event: np.ndarray
    cell: np.ndarray
    slide: np.ndarray
    held: object


class Posterior:
    """Log posterior within a box of parameters.

    Parameters
    ----------
    response : Response
    zones : sequence of ZonePoints
    low, high : (p,) float64 array
        The box.
    error, prevalence : float
    progress : callable, optional

    Attributes
    ----------
    centre : (p,) float64 array
    excess : (blocks, p) float64 array
        Gradient over all cells less that over the points, at `centre`: a correction, 0 until it is known.
    """

    def __init__(self, response: Response, zones: Sequence[ZonePoints], low, high, error, prevalence, progress=None):
        self.response, self.zones, self.low, self.high = response, zones, low, high
        self.error, self.floor = error, error * prevalence
        boxes = [Box(low[each.parameter], high[each.parameter]) for each in zones]
        self.surrogates = [Surrogate(box, found) for box, found in
                           zip(boxes, at_nodes(response, zones, [box.nodes() for box in boxes], progress))]
        self.blocks = zones[0].held.shape[0]
        self.centre, self.excess = np.zeros(len(low)), np.zeros((self.blocks, len(low)))

    def by_block(self, t: np.ndarray) -> list:
        """Give the log likelihood of the points of each zone at one `t` (p,): an array (blocks,) a zone."""
        return [points.held @ self.likelihood(surrogate.index(t[None, points.parameter])[0], points.slide)[0]
                for points, surrogate in zip(self.zones, self.surrogates)]

    def weights(self, kept: np.ndarray | None = None) -> list:
        """Give the cells each point stands for, an array a zone, in all blocks or those `kept` (bool)."""
        kept = np.ones(self.blocks) if kept is None else kept.astype(float)
        return [each.held.T @ kept for each in self.zones]

    def log(self, t: np.ndarray, weights: Sequence, kept=None, zones=None) -> np.ndarray:
        """Give the log posterior (k,), up to a constant, at `t` (k, p); of the likelihood, `zones` only (numbers)."""
        total = -0.5 * np.square(t).sum(axis=1)
        excess = self.excess.sum(axis=0) if kept is None else self.excess[kept].sum(axis=0)
        total = total + (t - self.centre) @ excess
        for number in range(len(self.zones)) if zones is None else zones:
            points = self.zones[number]
            found = self.surrogates[number].index(t[:, points.parameter])
            total = total + self.likelihood(found, points.slide)[0] @ weights[number]
        return total

    def gradient(self, t: np.ndarray, weights: Sequence, kept=None) -> np.ndarray:
        """Give the gradient (p,) at one `t` (p,)."""
        total = (self.excess if kept is None else self.excess[kept]).sum(axis=0) - t
        for points, surrogate, weight in zip(self.zones, self.surrogates, weights):
            here = t[None, points.parameter]
            change = self.likelihood(surrogate.index(here)[0], points.slide)[1] * surrogate.slopes(here)[:, 0]
            np.add.at(total, points.parameter, change @ weight)
        return total

    def scores(self, t: np.ndarray) -> np.ndarray:
        """Give the gradient of the log likelihood (blocks, p) at one `t` (p,), block by block."""
        total = self.excess.copy()
        for points, surrogate in zip(self.zones, self.surrogates):
            here = t[None, points.parameter]
            change = self.likelihood(surrogate.index(here)[0], points.slide)[1] * surrogate.slopes(here)[:, 0]
            total[:, points.parameter] += points.held @ change.T
        return total

    def likelihood(self, reliability, slide):
        """Give the log likelihood of a cell, and its derivative by the reliability index, for each of them."""
        probability = np.maximum((1.0 - self.error) * special.ndtr(-reliability) + self.floor, 1e-300)
        slope = -(1.0 - self.error) * density(reliability)
        return (np.where(slide, np.log(probability), np.log1p(-probability)),
                np.where(slide, slope / probability, -slope / (1.0 - probability)))

    def curvature(self, t: np.ndarray, weights: Sequence, kept=None) -> np.ndarray:
        """Give minus the Hessian of the log posterior, (p, p), at one `t` (p,)."""
        size = len(t)
        rows = np.empty((size, size))
        for p in range(size):
            step = np.zeros(size)
            # Differences stay within the box, beyond which the surrogates stand still.
            step[p] = _SMALL * (self.high[p] - self.low[p])
            ahead, behind = np.minimum(t + step, self.high), np.maximum(t - step, self.low)
            rows[p] = -(self.gradient(ahead, weights, kept) - self.gradient(behind, weights, kept)) / (
                ahead[p] - behind[p])
        return 0.5 * (rows + rows.T)

    def greatest(self, weights: Sequence, start: np.ndarray, kept=None) -> np.ndarray:
        """Find the parameters (p,) of the greatest log posterior in the box, from `start` (k, p): the best of them."""
        best = None
        for each in np.atleast_2d(start):
            self.response.check()
            found = optimize.minimize(
                lambda t: -self.log(t[None], weights, kept)[0], np.clip(each, self.low, self.high),
                jac=lambda t: -self.gradient(t, weights, kept), method="L-BFGS-B",
                bounds=np.stack((self.low, self.high), axis=1), options={"maxiter": 500, "ftol": 1e-12, "gtol": 1e-6})
            if best is None or found.fun < best.fun:
                best = found
        return best.x


def at_nodes(response: Response, zones: Sequence[ZonePoints], nodes: Sequence, progress=None, by_zone=None) -> list:
    """Give the reliability index (k, n) of every zone's points at its own nodes (k, q).

    `by_zone` (zones, q) holds t of the means that are not varied; 0 when left out.
    """
    parameters = response.parameters
    count = max(len(each) for each in nodes)
    t = np.zeros((count, *parameters.of.shape)) + (0.0 if by_zone is None else by_zone)
    for points, each in zip(zones, nodes):
        t[:, points.zone, points.free] = each[np.minimum(np.arange(count), len(each) - 1)]
    means = parameters.means(t)
    found = [np.empty((count, len(points.cell))) for points in zones]
    events = len(response.samples)
    for event in range(events):
        step = None if progress is None else lambda share, e=event: progress((e + share) / events)
        mine = [np.flatnonzero(points.event == event) for points in zones]
        reliability = index(response.at(event, np.concatenate([points.cell[own] for points, own in zip(zones, mine)]),
                                        means, step))
        for own, values, part in zip(mine, found, np.split(reliability, np.cumsum([len(m) for m in mine])[:-1], 1)):
            values[:, own] = part
    return [values[: len(each)] for values, each in zip(found, nodes)]
