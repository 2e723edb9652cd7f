"""Cells that plain steps do not solve: another place to start from, and proof that there is nothing to find."""

from __future__ import annotations

import numpy as np

from .corners import linearise
from .form import TINY, dot, nearest
from .normal import exceed
from .points import Solution

_BEYOND, _TURNS = (3.0, 4.5, 6.0), 25
"""Spheres (standard deviations) on which a cell that did not converge must show no failure, or nothing safe, to count
as certain, and steps on each. Beyond the last the probability is 1e-9."""

_HALVINGS = 40
"""Halvings on the way from the median to where steps were broken off."""


def nearest_again(limit_state, variables, branch, u):
    """Find the nearest point of failure of one branch a cell where steps from the median did not end.

    Steps overshoot where the limit state bends sharply, as it does beyond the floor of a depth that comes out negative.
    From a point on the surface they do not: it is sought by halving between the median and where they stopped.

    Parameters
    ----------
    limit_state, variables
        Of n cells with r random variables.
    branch : (n,) int array
    u : (r, n) float64 array
        Where steps stopped.

    Returns
    -------
    u, beta, alpha, converged
        As `nearest` gives them.
    """
    found = nearest(limit_state, variables, branch, u)
    cells = np.flatnonzero(~found[3])
    if not len(cells):
        return found
    here, part, branch, u = limit_state.take(cells), variables.take(cells), branch[cells], found[0][:, cells]
    sign = np.sign(linearise(here, part, branch, np.zeros_like(u))[0])
    crosses = np.flatnonzero(sign * linearise(here, part, branch, u)[0] < 0.0)
    here, part = here.take(crosses), part.take(crosses)
    cells, branch, u = cells[crosses], branch[crosses], u[:, crosses]
    low, high = np.zeros(len(cells)), np.ones(len(cells))
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        same = sign[crosses] * linearise(here, part, branch, middle * u)[0] > 0.0
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    for every, again in zip(found, nearest(here, part, branch, low * u)):
        every[..., cells] = again
    return found


def stays(limit_state, variables, branch, fails):
    """Tell whether one branch a cell keeps the median's side of failure on all spheres of `_BEYOND`, so everywhere.

    Parameters
    ----------
    limit_state, variables
        Of n cells.
    branch : (n,) int array
    fails : (n,) bool array
        Whether that side is failure.

    Returns
    -------
    (n,) bool array

    Notes
    -----
    A branch is followed to its least (greatest) value on each sphere by advanced mean value steps (Wu et al. 1990,
    doi:10.2514/3.25266), which shrink against swinging.
    """
    side, left = np.where(fails, -1.0, 1.0), np.arange(len(branch))
    for radius in _BEYOND:
        here, part = limit_state.take(left), variables.take(left)
        u, stay = np.zeros((len(variables), len(left))), np.ones(len(left), dtype=bool)
        for turn in range(_TURNS):
            g, w = linearise(here, part, branch[left], u)
            stay &= side[left] * g > 0.0
            if not stay.any():
                return np.zeros(len(branch), dtype=bool)
            u = u / radius - 2.0 / (turn + 2.0) * side[left] * w / np.sqrt(dot(w, w) + TINY)
            u *= radius / np.sqrt(dot(u, u) + TINY)
        left = left[stay]
    found = np.zeros(len(branch), dtype=bool)
    found[left] = True
    return found


def settle_beyond(points, limit_state, variables):
    """Settle cells without a design point whose failures, or safe points, lie all beyond `_BEYOND`, or nowhere.

    Where the median is safe, one branch that stays safe is enough, as all must fail; where it fails, all must.
    """
    cells = np.flatnonzero(points.status == Solution.NOT_CONVERGED)
    if not len(cells):
        return
    limit_state, variables = limit_state.take(cells), variables.take(cells)
    fails = limit_state.factor_of_safety(variables.values(np.zeros((len(variables), 1)))) <= 1.0
    stay = [stays(limit_state, variables, np.full(len(cells), branch), fails) for branch in range(limit_state.branches)]
    settled = np.where(fails, np.all(stay, axis=0), np.any(stay, axis=0))
    cells, beta = cells[settled], np.where(fails, -np.inf, np.inf)[settled]
    points.beta[cells], points.pof[cells], points.status[cells] = beta, exceed(beta), Solution.CONVERGED
