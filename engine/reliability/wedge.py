"""First-order probability where branches meet: that of the wedge between their tangent planes at the design point.

With ``b = (g - w.u*)/|w|`` and the unit normals of the branches at u*, the probability beyond the governing plane and
the one that narrows it most is ``Phi2(-b1, -b2; rho)``; where a third narrows it further, it is ``Phi3``. The same
holds at smooth points and at corners, so that there is no step where corners begin.
"""

from __future__ import annotations

import numpy as np

from .corners import linearise
from .form import TINY, Points, dot
from .normal import all_exceed, both_exceed, exceed

NONE = -1
"""No branch."""

_NEGLIGIBLE = 3.3
"""A branch is left out of the wedge where it would narrow it by less than Phi(-3.3), 5e-4, of its probability."""

_SLIGHT = 0.12
"""Share a third branch takes off the governing plane up to which it takes half that off the wedge, give or take as
much: between nothing and all of it lies ``Phi3``."""

_REACH = 4.0
"""A line of the front narrows the wedge if it governs within this many standard deviations of k_s."""


def may_govern(limit_state, variables, branch, radius, centre=0.0):
    """Tell whether a branch can govern within `radius` of `centre` in the normal of k_s; the base always can.

    Parameters
    ----------
    limit_state, variables
        Of n cells.
    branch : (n,) int array
    radius, centre : float or (n,) float64 array

    Returns
    -------
    (n,) bool array
    """
    if "ksat" not in variables.marginals or not hasattr(limit_state.front, "stretch"):
        return np.ones(len(branch), dtype=bool)
    marginal = variables.marginals["ksat"]
    before, after = limit_state.front.stretch(np.clip(branch - 1, 0, limit_state.front.count - 1))
    return (branch == 0) | ((before <= marginal.value(centre + radius)) & (after >= marginal.value(centre - radius)))


def wedge(points, members, limit_state, variables):
    """Give the probability of failure of cells with several branches.

    Parameters
    ----------
    points : DesignPoints
        Of n cells.
    members : (3, n) int array
        Branches that meet at the design point; `NONE` from the second row on where it is smooth.
    limit_state, variables
        Of the same cells.

    Returns
    -------
    (n,) float64 array
    """
    count = members.shape[1]
    corner = members[1] != NONE
    first, normal = points.beta.copy(), list(points.alpha)
    cells = np.flatnonzero(corner)
    if len(cells):
        first[cells], tilted = _plane(points, limit_state, variables, cells, points.branch[cells])
        normal = [row.copy() for row in normal]
        for row, value in zip(normal, tilted):
            row[cells] = value
    alone = exceed(first)
    least, second_least = alone.copy(), alone.copy()
    narrowest = np.full((2, count), NONE)
    here = Points(variables, points.u)
    centre = variables.correlated(points.u)[variables.names.index("ksat")] if "ksat" in variables.names else 0.0
    for branch in range(limit_state.branches):
        matters = (points.branch != branch) & np.isfinite(first)
        matters &= may_govern(limit_state, variables, np.full(count, branch), _REACH, centre)
        cells, both = _with(here, points.u, first, normal, limit_state.smooth(branch, variables.fixed),
                            np.flatnonzero(matters))
        lower, between = both < least[cells], both < second_least[cells]
        moved = cells[lower]
        narrowest[1, moved], second_least[moved] = narrowest[0, moved], least[moved]
        narrowest[0, moved], least[moved] = branch, both[lower]
        between &= ~lower
        narrowest[1, cells[between]], second_least[cells[between]] = branch, both[between]
    left = np.where(alone > 0.0, second_least / np.where(alone > 0.0, alone, 1.0), 1.0)
    cells = np.flatnonzero(left < 1.0 - _SLIGHT)
    pof = least * 0.5 * (1.0 + left)
    if len(cells):
        b, normals = zip((first[cells], np.stack(normal)[:, cells]),
                         *(_plane(points, limit_state, variables, cells, each) for each in narrowest[:, cells]))
        rho = np.stack([np.einsum("ij,ij->j", normals[i], normals[j]) for i, j in ((0, 1), (0, 2), (1, 2))])
        pof[cells] = np.minimum(least[cells], all_exceed(np.stack(b), rho))
    return pof


def _with(here, u, first, normal, smooth, cells):
    """Of some cells, give those a branch narrows, and the probability beyond their own plane and its."""
    rows = cells
    if 2 * len(cells) < len(first):
        smooth, here, u, rows = smooth.take(cells), here.take(cells), u[:, cells], np.arange(len(cells))
        normal = [row[cells] for row in normal]
    g, w = here.linearise(smooth)
    # A branch without random variables has no gradient: a number, not an array.
    inverse = 1.0 / np.sqrt(dot(w, w) + np.full_like(g, TINY))
    second = ((g - dot(w, u)) * inverse)[rows]
    rho = (-dot(normal, w) * inverse)[rows]
    # Of what lies beyond the first plane, at most Phi((b2 - rho b1) / spread) does not lie beyond the second.
    spread = np.sqrt(np.maximum(1.0 - rho * rho, 0.0))
    narrows = np.flatnonzero((second - rho * first[cells] > -_NEGLIGIBLE * spread) | (rho < 0.0))
    cells = cells[narrows]
    return cells, both_exceed(first[cells], second[narrows], rho[narrows])


def _plane(points, limit_state, variables, cells, branch):
    """Give b of a linearised branch at the design points, and the unit vectors (r, k) towards its failure."""
    u = points.u[:, cells]
    g, w = linearise(limit_state.take(cells), variables.take(cells), branch, u)
    inverse = 1.0 / np.sqrt(np.einsum("ij,ij->j", w, w) + TINY)
    return (g - np.einsum("ij,ij->j", w, u)) * inverse, -w * inverse
