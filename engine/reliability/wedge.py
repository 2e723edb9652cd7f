"""First-order probability where branches meet: that of the wedge between their tangent planes at the design point.

With ``b = (g - w.u*)/|w|`` and the unit normals of the branches at u*, the probability beyond the governing plane and
the one that narrows it most is ``Phi2(-b1, -b2; rho)``; a third that narrows it further makes it ``Phi3``. The same
holds at smooth points and at corners, so that there is no step where corners begin.
"""

from __future__ import annotations

import numpy as np

from .form import BLOCK, TINY, Points, dot
from .limit_state import Reach
from .normal import all_exceed, both_exceed, exceed

NONE = -1
"""No branch."""

_NEGLIGIBLE, _FAR = 5e-4, 3.29
"""Share of the probability that a branch may take off unseen, and ``-Phi^-1`` of it."""

_REACH = 4.0
"""A branch narrows the wedge if it governs within this many standard deviations of a variable from the design point."""


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
    first = np.empty(count)
    b, rho, between = np.full((2, count), -np.inf), np.zeros((2, count)), np.zeros(count)
    for start in range(0, count, BLOCK):
        cells = slice(start, start + BLOCK)
        first[cells], b[:, cells], rho[:, cells], between[cells] = _planes(
            points.take(cells), members[:, cells], limit_state.take(cells), variables.take(cells))
    alone = exceed(first)
    here = np.flatnonzero((b[0] > -np.inf) & (alone > 0.0))
    third = np.flatnonzero((b[1] > -np.inf) & (alone > 0.0))
    which = np.concatenate((here, third))
    both = both_exceed(first[which], np.concatenate((b[0, here], b[1, third])),
                       np.concatenate((rho[0, here], rho[1, third])), alone[which])
    shares = np.ones((2, count))
    for row, cells, each in zip(shares, (here, third), np.split(both, [len(here)])):
        row[cells] = np.minimum(each / ((1.0 - _NEGLIGIBLE) * alone[cells]), 1.0)
    left = np.minimum(*shares)
    third = third[(shares[:, third] < 1.0).all(axis=0)]
    left[third] = all_exceed(first[third], shares[:, third], np.stack((*rho[:, third], between[third])))
    return alone * left


def _planes(points, members, limit_state, variables):
    """Give b of the governing plane; b and rho (to it) of the two that narrow it most, and rho between these.

    Where none narrows, b is minus infinity.
    """
    count = members.shape[1]
    here, corner = Points(variables, points.u, limit_state.strengths), members[1] != NONE
    reach_of, possible = Reach(variables, _REACH, points.u), np.isfinite(points.beta)
    planes, matters = {}, {}
    first, normal = points.beta.copy(), [row.copy() for row in points.alpha]
    for branch in range(limit_state.branches):
        own = points.branch == branch
        matter = ~own & possible & limit_state.may_govern(branch, reach_of)
        own &= corner
        cells = np.flatnonzero(matter | own)
        if not len(cells):
            continue
        matters[branch] = matter
        planes[branch] = _Plane(here, points.u, limit_state.smooth(branch, variables.fixed), cells)
        # At a corner the governing branch is one of several: its plane is not square to the way there.
        own = np.flatnonzero(own)
        for row, tilted in zip(normal, planes[branch].rows(own)):
            row[own] = 0.0 if tilted is None else -tilted
        first[own] = planes[branch].distance(own)
    # What lies beyond the first plane lies about this far out (Sampford's bound of the Mills ratio).
    mean = 0.25 * (3.0 * first + np.sqrt(first * first + 8.0))
    b, rho = np.zeros((2, limit_state.branches, count))
    reach, narrowest = np.full((2, count), -np.inf), np.full((2, count), NONE)
    for branch, plane in planes.items():
        b[branch, plane.cells], rho[branch, plane.cells] = plane.b, plane.cosine(normal)
        spread = np.sqrt(np.maximum(1.0 - np.square(rho[branch]), TINY))
        # Of what lies beyond the first plane, at most Phi((b2 - rho b1) / spread) does not lie beyond the second.
        matter = matters[branch] & ((b[branch] - rho[branch] * first > -_FAR * spread) | (rho[branch] < 0.0))
        inward = np.where(matter, (b[branch] - rho[branch] * mean) / spread, -np.inf)
        most, more = inward > reach[0], inward > reach[1]
        for kept, new in ((reach, inward), (narrowest, branch)):
            kept[1] = np.where(most, kept[0], np.where(more, new, kept[1]))
            kept[0] = np.where(most, new, kept[0])
    at, none = (narrowest, np.arange(count)), narrowest == NONE
    return first, np.where(none, -np.inf, b[at]), np.where(none, 0.0, rho[at]), _between(planes, narrowest)


class _Plane:
    """Tangent planes of one branch at the design points of some `cells` of a block: of all if they are many."""

    def __init__(self, here, u, smooth, cells):
        self.cells, self._position = slice(None), None
        if 2 * len(cells) < u.shape[1]:
            self.cells, self._position = cells, np.empty(u.shape[1], dtype=np.intp)
            self._position[cells] = np.arange(len(cells))
            smooth, here, u = smooth.take(cells), here.take(cells), u[:, cells]
        g, self._w = here.linearise(smooth)
        # A branch without random variables has no gradient: a number, not an array.
        self._inverse = 1.0 / np.sqrt(dot(self._w, self._w) + np.full_like(g, TINY))
        self.b = (g - dot(self._w, u)) * self._inverse

    def distance(self, cells):
        """Give b at `cells`."""
        return self.b[self._at(cells)]

    def _at(self, cells):
        return cells if self._position is None else self._position[cells]

    def cosine(self, normal):
        """Give the cosine to unit vectors, rows of the whole block."""
        return -dot([row[self.cells] for row in normal], self._w) * self._inverse

    def rows(self, cells):
        """Give the unit normals at `cells`, a row of zeros as None."""
        at = self._at(cells)
        inverse = self._inverse[at]
        return [None if row is None else row[at] * inverse for row in self._w]


def _between(planes, branches):
    """Give the cosine between the planes of two branches (2, n), 0 where there is no second."""
    cosine = np.zeros(branches.shape[1])
    size = max(planes, default=0) + 1
    pairs = np.where(branches[1] == NONE, 0, 1 + branches[0] * size + branches[1])
    for pair in np.flatnonzero(np.bincount(pairs))[int((pairs == 0).any()):]:
        cells = np.flatnonzero(pairs == pair)
        cosine[cells] = dot(*(planes[branch].rows(cells) for branch in divmod(pair - 1, size)))
    return cosine
