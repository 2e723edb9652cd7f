"""Second-order reliability: what the curvature of the limit state does to the first-order probability."""

from __future__ import annotations

import numpy as np
from scipy import special

from .corners import linearise

_STEP = 1e-3
"""Half the distance of the central differences of the analytic gradient, in standard deviations."""


def breitung(limit_state, variables, points):
    """Correct first-order probabilities for curvature.

    Parameters
    ----------
    limit_state, variables
        Of n cells.
    points : DesignPoints
        Their design points, at smooth places of the limit state.

    Returns
    -------
    (n,) float64 array
        Probability of failure; the first-order one where the approximation does not hold (any 1 + beta kappa <= 0).

    Notes
    -----
    Breitung (1984), doi:10.1061/(ASCE)0733-9399(1984)110:3(357), with signed beta: kappa are the eigenvalues of the
    tangent Hessian over the length of the gradient; beta >= 0: ``Phi(-beta) prod (1 + beta kappa)^-1/2``, beta < 0:
    ``1 - Phi(beta) prod (1 + beta kappa)^-1/2``. What a further branch takes off the first-order probability is kept.
    """
    u, beta = points.u, points.beta
    size, count = u.shape
    hessian = np.empty((count, size, size))
    _, w = linearise(limit_state, variables, points.branch, u)
    for i in range(size):
        ends = []
        for side in (_STEP, -_STEP):
            moved = u.copy()
            moved[i] += side
            ends.append(linearise(limit_state, variables, points.branch, moved)[1])
        hessian[:, i] = ((ends[0] - ends[1]) / (2.0 * _STEP)).T
    hessian = 0.5 * (hessian + hessian.transpose(0, 2, 1))
    normal = points.alpha.T
    tangent = np.eye(size) - normal[:, :, None] * normal[:, None, :]
    length = np.sqrt(np.einsum("ij,ij->j", w, w))
    kappa = np.linalg.eigvalsh(tangent @ hessian @ tangent / np.maximum(length, 1e-300)[:, None, None])
    terms = 1.0 + beta[:, None] * kappa
    holds = (terms > 0.0).all(axis=1)
    factor = np.prod(np.where(terms > 0.0, terms, 1.0), axis=1) ** -0.5
    shifted = points.pof + special.ndtr(beta) * (1.0 - factor)
    return np.where(holds, np.clip(np.where(beta >= 0.0, points.pof * factor, shifted), 0.0, 1.0), points.pof)
