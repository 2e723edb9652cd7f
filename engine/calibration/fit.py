"""The fit: which cells stand for which, where the most probable means are, and the check against all cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from .evaluations import Response
from .free import FARTHEST
from .posterior import Posterior, ZonePoints
from .ranking import best_ranking
from .representatives import features, index, represent
from .spread import deviation, mended, sandwich

GROUPS, FEWEST_GROUPS, ALL_GROUPS = 256, 64, 4096
"""Representative cells of a zone and event; fewer, down to the fewest, where all zones together had too many."""

NEGLIGIBLE = 1e-9
"""Probability below which a cell's part in the gradient is left out."""

_WIDE = 3.0
"""Half the width of the first box, in prior standard deviations."""

REACH = 5.0
"""Half the width of the last box, in posterior ones."""

_BOXES = 8


@dataclass
class Ground:
    """What every fit of a calibration shares.

    Attributes
    ----------
    response : Response
    block : list of (n,) int64 array
        Spatial block of each cell of each event, from 0.
    blocks : int
    error, prevalence : float
    before : list of (n,) float64 array
        Probability of failure of each cell with the table's means.
    """

    response: Response
    block: list
    blocks: int
    error: float
    prevalence: float
    before: list

    def probability(self, by_zone: np.ndarray, progress=None) -> list:
        """Give the probability of failure of all cells with t of every mean (zones, q), an array an event."""
        found = []
        events = len(self.response.samples)
        means = self.response.parameters.means(by_zone[None])
        for event, sample in enumerate(self.response.samples):
            step = None if progress is None else lambda share, e=event: progress((e + share) / events)
            found.append(self.response.at(event, np.arange(len(sample.cell)), means, step)[0])
        return found

    def points(self, probability: Sequence, by_zone: np.ndarray, most: int = GROUPS) -> list:
        """Choose the points of every fitted zone, with cells told apart by their `probability` at `by_zone`."""
        parameters = self.response.parameters
        means = {name: values[0] for name, values in parameters.means(by_zone[None]).items()}
        fitted = np.flatnonzero((parameters.of >= 0).any(axis=1))
        events = len(self.response.samples)
        most = int(np.clip(ALL_GROUPS // (len(fitted) * events), FEWEST_GROUPS, most))
        return [self._zone(int(zone), probability, means, most) for zone in fitted]

    def _zone(self, zone, probability, means, most):
        from scipy.sparse import csr_matrix, hstack

        parameters = self.response.parameters
        parts = []
        for event, sample in enumerate(self.response.samples):
            here = np.flatnonzero((sample.zone == zone) & np.isfinite(probability[event]))
            slides, others = here[sample.slide[here]], here[~sample.slide[here]]
            idle = probability[event][others] == 0.0
            moved, idle = others[~idle], others[idle]
            number = np.zeros(0, dtype=np.int64)
            chosen = moved[:0]
            if len(moved):
                of_zone = {name: sample.rasters[name][moved] if name in sample.rasters else float(values[zone])
                           for name, values in {**parameters.table.mean, **means}.items()
                           if name not in parameters.table.missing}
                found = features(sample, moved, probability[event][moved], of_zone)
                chosen, number = represent(found, sample.weight[moved], most)
                chosen = moved[chosen]
            cells = np.concatenate((slides, chosen, idle[:1]))
            column = np.concatenate((np.arange(len(slides)), len(slides) + number,
                                     np.full(len(idle), len(slides) + len(chosen))))
            rows = np.concatenate((slides, moved, idle))
            held = csr_matrix((sample.weight[rows], (self.block[event][rows], column)),
                              shape=(self.blocks, len(cells)))
            parts.append((np.full(len(cells), event), cells, sample.slide[cells], held))
        free = np.flatnonzero(parameters.of[zone] >= 0)
        event, cell, slide = (np.concatenate([part[k] for part in parts]) for k in range(3))
        return ZonePoints(zone, free, parameters.of[zone, free], event, cell, slide,
                          hstack([part[3] for part in parts]).tocsr())


def locate(ground: Ground, points: Sequence[ZonePoints], start: np.ndarray, width: np.ndarray, kept=None,
           progress=None) -> tuple:
    """Find the most probable parameters, moving and fitting the box until they lie well inside.

    Parameters
    ----------
    ground : Ground
    points : sequence of ZonePoints
    start, width : (p,) float64 array
        Centre and half width of the first box.
    kept : (blocks,) bool array, optional
    progress : callable, optional

    Returns
    -------
    Posterior
    (p,) float64 array
    """
    parameters = ground.response.parameters
    best = start
    for number in range(_BOXES):
        low, high = np.maximum(start - width, parameters.low), np.minimum(start + width, parameters.high)
        step = None if progress is None else lambda share, n=number: progress((n + share) / _BOXES)
        posterior = Posterior(ground.response, points, low, high, ground.error, ground.prevalence, step)
        weights = posterior.weights(kept)
        best = posterior.greatest(weights, np.stack((best, 0.5 * (low + high))), kept)
        edge = 0.02 * (high - low)
        beyond = ((best < low + edge) & (low > parameters.low + 1e-6)) | (
            (best > high - edge) & (high < parameters.high - 1e-6))
        spread = _spread(posterior, best, weights, kept)
        wanted = np.minimum(REACH * spread, FARTHEST)
        if not beyond.any() and np.all(width < 1.5 * wanted) and np.all(width > 0.6 * wanted):
            break
        start, width = best, np.where(beyond, np.maximum(width, wanted), wanted)
    return posterior, best


def compare_with_all(ground: Ground, posterior: Posterior, best: np.ndarray, probability: Sequence,
                     spread: np.ndarray, progress=None) -> float:
    """Correct the posterior's gradient by that over all cells, and give the error that is left.

    Parameters
    ----------
    ground : Ground
    posterior : Posterior
        Its `centre` and `excess` are set.
    best : (p,) float64 array
    probability : sequence of (n,) float64 array
        Of failure of all cells, roughly at `best`: what cannot matter is left out.
    spread : (p,) float64 array
        Standard deviations; the likelihoods are compared one of them away from `best`.
    progress : callable, optional

    Returns
    -------
    float
        Largest difference (nats) of the log likelihood of a zone there, after the correction.
    """
    response, parameters = ground.response, ground.response.parameters
    zones = {points.zone: number for number, points in enumerate(posterior.zones)}
    step = np.minimum(spread, 0.95 * np.minimum(best - posterior.low, posterior.high - best))
    step = np.where(step > 0.05 * spread, step, 0.0)
    moves = []
    for q in range(len(parameters.quantities)):
        for sign in (-1.0, 1.0):
            t = best.copy()
            mine = np.unique(parameters.of[:, q][parameters.of[:, q] >= 0])
            t[mine] += sign * step[mine]
            moves.append(t)
    means = parameters.means(parameters.by_zone(np.stack([best, *moves])))
    exact = np.zeros((1 + len(moves), len(posterior.zones), ground.blocks))
    for event, sample in enumerate(response.samples):
        matters = np.isin(sample.zone, list(zones)) & ((probability[event] > NEGLIGIBLE) | sample.slide)
        which = np.flatnonzero(matters)
        share = None if progress is None else lambda s, e=event: progress((e + s) / len(response.samples))
        found = response.at(event, which, means, share)
        place = np.array([zones.get(zone, -1) for zone in range(len(parameters.table.keys))])[sample.zone[which]]
        flat = place * ground.blocks + ground.block[event][which]
        solved = np.isfinite(found).all(axis=0)
        which, flat, found = which[solved], flat[solved], found[:, solved]
        for k, row in enumerate(found):
            value = posterior.likelihood(index(row), sample.slide[which])[0] * sample.weight[which]
            exact[k] += np.bincount(flat, value, minlength=exact[k].size).reshape(exact[k].shape)
    rough = np.stack([np.stack(posterior.by_block(t)) for t in (best, *moves)])
    # What the correction leaves out: cells that never matter, at all three places alike.
    off = (exact - exact[:1]) - (rough - rough[:1])
    excess, worst = np.zeros((ground.blocks, len(best))), 0.0
    for q in range(len(parameters.quantities)):
        behind, ahead = off[1 + 2 * q], off[2 + 2 * q]
        for number, points in enumerate(posterior.zones):
            if q in points.free:
                p = int(points.parameter[np.flatnonzero(points.free == q)[0]])
                if step[p] > 0.0:
                    excess[:, p] += (ahead[number] - behind[number]) / (2.0 * step[p])
                    worst = max(worst, abs(ahead[number].sum() + behind[number].sum()) / 2.0)
    posterior.centre, posterior.excess = best.copy(), excess
    return worst


@dataclass
class Fit:
    """The most probable means, and how well they are known.

    Attributes
    ----------
    posterior : Posterior
    best : (p,) float64 array
    curvature : (p, p) float64 array
        Minus the Hessian of the log posterior.
    covariance : (p, p) float64 array
        By the sandwich estimator.
    spread : (p,) float64 array
        Standard deviations, widened where few blocks hold the landslides (`spread.deviation`).
    scores : (blocks, p) float64 array
        Gradient of the log likelihood, block by block.
    integration_error : float
        See `compare_with_all`.
    """

    posterior: Posterior
    best: np.ndarray
    curvature: np.ndarray
    covariance: np.ndarray
    spread: np.ndarray
    scores: np.ndarray
    integration_error: float


def fit(ground: Ground, progress=None) -> Fit:
    """Find the means of greatest posterior probability, over all cells.

    Parameters
    ----------
    ground : Ground
    progress : callable, optional

    Notes
    -----
    Cells are grouped twice, with the table's means and with the most probable ones; the second time the gradient is
    corrected by that over all cells.
    """
    def part(low, high):
        return None if progress is None else lambda share: progress(low + (high - low) * share)

    parameters = ground.response.parameters
    size = len(parameters)
    points = ground.points(ground.before, np.zeros(parameters.of.shape), GROUPS // 3)
    posterior, best = locate(ground, points, np.zeros(size), np.full(size, _WIDE), progress=part(0.0, 0.4))
    by_zone = parameters.by_zone(best)[0]
    probability = ground.probability(by_zone, part(0.4, 0.5))
    points = ground.points(probability, by_zone)
    spread = _spread(posterior, best)
    posterior, best = locate(ground, points, best, np.minimum(REACH * spread, FARTHEST), progress=part(0.5, 0.6))
    error = compare_with_all(ground, posterior, best, probability, _spread(posterior, best), part(0.6, 1.0))
    best = posterior.greatest(posterior.weights(), best)
    curvature = mended(posterior.curvature(best, posterior.weights()))
    scores = posterior.scores(best)
    return Fit(posterior, best, curvature, sandwich(curvature, scores), deviation(np.eye(size), curvature, scores),
               scores, error)


def fit_ranking(ground: Ground, progress=None) -> Fit:
    """Find the means that rank landslides best, within `_WIDE` prior standard deviations; the spread is the prior's."""
    parameters = ground.response.parameters
    points = ground.points(ground.before, np.zeros(parameters.of.shape))
    low, high = np.maximum(parameters.low, -_WIDE), np.minimum(parameters.high, _WIDE)
    posterior = Posterior(ground.response, points, low, high, ground.error, ground.prevalence, progress)
    best = best_ranking(posterior, posterior.weights(), np.zeros(len(parameters)))
    prior = np.eye(len(parameters))
    return Fit(posterior, best, prior, prior, np.ones(len(parameters)), np.zeros((ground.blocks, len(best))), 0.0)


def _spread(posterior, best, weights=None, kept=None):
    """Standard deviations (p,) of the parameters, by the curvature."""
    weights = posterior.weights() if weights is None else weights
    return np.sqrt(np.diag(np.linalg.inv(mended(posterior.curvature(best, weights, kept)))))
