"""Unions of events: how likely it is that any of several alternatives fails, each given by its own design point.

Every alternative counts as the half-space beyond a plane: as far out as its probability says, square to the way from
the median to its design point. Two such planes are exact, ``pA + pB - Phi2(-bA, -bB; alpha_A . alpha_B)``. More are
taken one by one, the conditional normal after each again as a normal (Mendell & Elston 1974, doi:10.2307/2529616), and
held between Ditlevsen's bounds (1979, doi:10.1080/03601217908905329), which all pairs together give: planes that nearly
coincide would otherwise count several times.
"""

from __future__ import annotations

import numpy as np

from .normal import both_exceed, exceed, hazard, index_of
from .points import DesignPoints, Solution

_FARTHEST = 38.0
"""Thresholds beyond this leave the range of floats."""

_LEAST_VARIANCE = 1e-12
"""What is left of a normal that those before it determine."""


def unite(parts):
    """Give the design points of the union of alternatives.

    Parameters
    ----------
    parts : list of k DesignPoints
        Of the same n cells, one an alternative.

    Returns
    -------
    DesignPoints
        Those of the alternative of least beta, with the probability of all together. A cell is not converged where
        any alternative is, unless another fails for certain.
    """
    if len(parts) == 1:
        return parts[0]
    best = np.argmin([part.beta for part in parts], axis=0)
    cell = np.arange(len(best))
    every = {name: np.stack([getattr(part, name) for part in parts]) for name in (
        "beta", "u", "alpha", "branch", "status")}
    lost = (every["status"] == Solution.NOT_CONVERGED).any(axis=0) & ~np.isneginf(every["beta"]).any(axis=0)
    pof = any_fails(np.stack([part.pof for part in parts]), every["alpha"])
    beta, u, alpha, branch, status = (each[best, ..., cell] for each in every.values())
    status = np.where(lost, Solution.NOT_CONVERGED, status).astype(np.uint8)
    return DesignPoints(beta, pof, u.T, alpha.T, branch, status)


def any_fails(pof, alpha):
    """Give the probability that any of several events happens.

    Parameters
    ----------
    pof : (k, n) float64 array
        Probability of each event, 0 to 1.
    alpha : (k, r, n) float64 array
        Unit vectors from the median towards each event.

    Returns
    -------
    (n,) float64 array
    """
    count = len(pof)
    order = np.argsort(-pof, axis=0, kind="stable")
    pof = np.take_along_axis(pof, order, axis=0)
    alpha = np.take_along_axis(alpha, order[:, None], axis=0)
    beta = np.clip(index_of(pof), -_FARTHEST, _FARTHEST)
    rho = np.clip(np.einsum("irn,jrn->ijn", alpha, alpha), -1.0, 1.0)
    lower, upper = pof[0].copy(), pof[0].copy()
    for i in range(1, count):
        shared = [both_exceed(beta[i], beta[j], rho[i, j], pof[i]) for j in range(i)]
        upper += pof[i] - np.max(shared, axis=0)
        lower += np.maximum(pof[i] - np.sum(shared, axis=0), 0.0)
    upper = np.minimum(upper, 1.0)
    if count == 2:
        return upper
    return np.clip(_one_by_one(beta, rho), lower, upper)


def _one_by_one(beta, rho):
    """Probability that any of k normals exceeds its beta, by conditioning on one after the other."""
    mean, covariance = np.zeros_like(beta), rho
    safe, failed = np.ones(beta.shape[1]), np.zeros(beta.shape[1])
    for i in range(len(beta)):
        spread = np.sqrt(np.maximum(covariance[i, i], _LEAST_VARIANCE))
        threshold = np.clip((beta[i] - mean[i]) / spread, -_FARTHEST, _FARTHEST)
        failed += safe * exceed(threshold)
        safe *= exceed(-threshold)
        # A normal cut off above the threshold: its mean falls by so many deviations, its variance by this share.
        fall = hazard(-threshold)
        lost = np.clip(fall * (fall + threshold), 0.0, 1.0)
        pull = covariance[i] / spread
        mean -= pull * fall
        covariance = covariance - lost * pull[:, None] * pull
    return failed
