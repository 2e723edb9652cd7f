"""FORM for the whole limit state: which branch governs, where branches meet, and how likely their wedge is.

Failure is the intersection of the events of all branches (`stability`). Where the median is safe, the design point
is the nearest point of all events together: that of one branch where it governs there, else a corner of two or three.
Where the median fails, the safe points are the union of the branches' safe sides, and beta is the greatest of theirs.
The probability is that of the wedge between the governing branch and the one that narrows it most,
``Phi2(-b1, -b2; rho)`` with ``b = (g - w.u*)/|w|`` at the design point; with one branch it is ``Phi(-beta)``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .form import corner, linearise, nearest
from .normal import both_exceed, exceed

CONVERGED, CORNER, NOT_CONVERGED = 0, 1, 4
"""Statuses FORM itself gives (the rest are the map's)."""

_SAME = 1e-7
"""A branch this little beyond the governing one (in g) still counts as governing: rounding, not physics."""

_CERTAIN = -8.5
"""A branch whose event has b below this fails for certain (probability 1 in float64) and narrows nothing."""


@dataclass
class DesignPoints:
    """Result of FORM for n cells and r random variables.

    Attributes
    ----------
    beta : (n,) float64 array
        Signed reliability index; negative where the median point fails.
    pof : (n,) float64 array
        Probability of failure, first order, of the wedge where branches meet.
    u : (r, n) float64 array
        Design point in independent standard normals.
    alpha : (r, n) float64 array
        Unit vector from the median towards failure.
    branch : (n,) int array
        Branch that governs at the design point (the first of two at a corner).
    status : (n,) uint8 array
        0 converged, 1 at a corner, 4 not converged.
    """

    beta: np.ndarray
    pof: np.ndarray
    u: np.ndarray
    alpha: np.ndarray
    branch: np.ndarray
    status: np.ndarray

    def take(self, index):
        """Give the design points of the cells at `index`."""
        return DesignPoints(*(getattr(self, name)[..., index] for name in (
            "beta", "pof", "u", "alpha", "branch", "status")))


def design_points(limit_state, variables, count):
    """Find the design point of every cell.

    Parameters
    ----------
    limit_state : InfiniteSlope or another class with its members
        Limit state of `count` cells.
    variables : RandomVariables
        Their random and known variables.
    count : int
        Number of cells n.

    Returns
    -------
    DesignPoints
        Where no variable is random, beta is infinite with the sign of FOS - 1.
    """
    results = [_one(part.known(variables.fixed), variables, count) for part in limit_state.alternatives]
    result = results[0]
    for other in results[1:]:
        worse = other.beta < result.beta
        for name in ("beta", "pof", "u", "alpha", "branch", "status"):
            setattr(result, name, np.where(worse, getattr(other, name), getattr(result, name)))
    return result


def _one(limit_state, variables, count):
    size = len(variables)
    median = {k: v + np.zeros(count) for k, v in variables.values(np.zeros((size, count))).items()}
    if size == 0:
        beta = np.where(limit_state.factor_of_safety(median) > 1.0, np.inf, -np.inf)
        empty = np.zeros((0, count))
        return DesignPoints(beta, exceed(beta), empty, empty, np.zeros(count, int), np.zeros(count, np.uint8))
    branch = limit_state.governing(median)
    u, beta, alpha, done = nearest(limit_state, variables, branch)
    status = np.where(done, CONVERGED, NOT_CONVERGED).astype(np.uint8)
    points = DesignPoints(beta, np.empty(count), u, alpha, branch.copy(), status)
    if limit_state.branches == 1:
        points.pof = exceed(beta)
        return points
    partner = np.full(count, -1)
    fails = limit_state.factor_of_safety(median) <= 1.0
    cells = np.flatnonzero(fails)
    if len(cells):
        _nearest_safe(points, limit_state, variables, cells)
    cells = np.flatnonzero(~fails)
    if len(cells):
        _nearest_joint(points, partner, limit_state, variables, cells)
    points.pof = _wedge(points, partner, limit_state, variables, count)
    return points


def _nearest_safe(points, limit_state, variables, cells):
    """Median fails: try every other branch that can govern nearer to the median than what is known."""
    for branch in range(limit_state.branches):
        trial = cells[points.branch[cells] != branch]
        trial = trial[_may_govern(points, limit_state, variables, trial, branch)]
        if not len(trial):
            continue
        u, beta, alpha, done = nearest(limit_state.take(trial), variables.take(trial), np.full(len(trial), branch),
                                         points.u[:, trial])
        better = done & ((beta > points.beta[trial]) | (points.status[trial] == NOT_CONVERGED))
        _adopt(points, trial[better], branch, u[:, better], beta[better], alpha[:, better])


def _may_govern(points, limit_state, variables, cells, branch):
    """Whether a line can govern anywhere within |beta| of the median: k_s must reach its stretch."""
    if branch == 0 or "ksat" not in variables.marginals:
        return np.ones(len(cells), dtype=bool)
    marginal = variables.marginals["ksat"].take(cells)
    radius = np.where(points.status[cells] == NOT_CONVERGED, 8.0, np.abs(points.beta[cells]))
    low, high = marginal.value(-radius), marginal.value(radius)
    kinks = limit_state.front.take(cells)
    before, after = kinks.stretch(branch - 1)
    return (before <= high) & (after >= low)


def _adopt(points, cells, branch, u, beta, alpha, status=CONVERGED):
    points.branch[cells], points.beta[cells], points.status[cells] = branch, beta, status
    points.u[:, cells], points.alpha[:, cells] = u, alpha


def _exceeded_by(limit_state, variables, members, u):
    """Branch that governs at u, and whether it is beyond every one of `members` (k, n) by more than rounding."""
    values = variables.values(u)
    governing = limit_state.governing(values)
    g, _ = linearise(limit_state, variables, governing, u)
    beyond = np.ones(u.shape[1], dtype=bool)
    for member in members:
        own, _ = linearise(limit_state, variables, member, u)
        beyond &= (g - own > _SAME) & (governing != member)
    return governing, beyond


def _nearest_joint(points, partner, limit_state, variables, cells):
    """Median safe: follow the governing branches; where two call for each other the point is their corner."""
    previous = np.full(len(points.beta), -1)
    corners = []
    for _ in range(limit_state.branches + 1):
        here, part = limit_state.take(cells), variables.take(cells)
        governing, beyond = _exceeded_by(here, part, points.branch[cells][None], points.u[:, cells])
        cells, governing = cells[beyond], governing[beyond]
        back = governing == previous[cells]
        corners.append((cells[back], np.stack((points.branch[cells[back]], governing[back]))))
        cells, governing = cells[~back], governing[~back]
        if not len(cells):
            break
        previous[cells] = points.branch[cells]
        u, beta, alpha, done = nearest(limit_state.take(cells), variables.take(cells), governing)
        _adopt(points, cells, governing, u, beta, alpha, np.where(done, CONVERGED, NOT_CONVERGED))
    else:
        corners.append((cells, np.stack((points.branch[cells], previous[cells]))))
    cells = np.concatenate([c for c, _ in corners])
    if len(cells):
        _corners(points, partner, limit_state, variables, cells, np.concatenate([m for _, m in corners], axis=1))


def _corners(points, partner, limit_state, variables, cells, members):
    """Corner of two branches; where a third narrows it further, of three or of the pair that is left."""
    for attempt in range(8):
        here, part = limit_state.take(cells), variables.take(cells)
        u, multipliers, done = corner(here, part, members, points.u[:, cells])
        third, beyond = _exceeded_by(here, part, members, u)
        good = done & (multipliers >= -1e-9).all(axis=0) & ~beyond
        won = cells[good]
        length = np.sqrt(np.einsum("ij,ij->j", u[:, good], u[:, good]))
        _adopt(points, won, members[0, good], u[:, good], length, u[:, good] / np.maximum(length, 1e-300), CORNER)
        partner[won] = members[1, good]
        points.status[cells[~good]] = NOT_CONVERGED
        retry = np.flatnonzero(done & beyond) if attempt < 7 else []
        if not len(retry):
            return
        cells, members = cells[retry], _exchange(limit_state, variables, cells[retry], members[:, retry],
                                                 third[retry], u[:, retry])
        three = members[2] >= 0
        if three.any():
            _triple(points, partner, limit_state, variables, cells[three], members[:, three])
        cells, members = cells[~three], members[:2, ~three]
        if not len(cells):
            return


def _exchange(limit_state, variables, cells, members, third, u):
    """Bring in a third branch: drop the one it makes idle, or keep all three (third row >= 0)."""
    trio = np.concatenate((members, third[None]))
    _, multipliers, _ = corner(limit_state.take(cells), variables.take(cells), trio, u)
    drop = np.argmin(multipliers, axis=0)
    idle = multipliers.min(axis=0) < 0.0
    result = trio.copy()
    for row in range(3):
        out = idle & (drop == row)
        kept = [r for r in range(3) if r != row]
        result[:2, out], result[2, out] = trio[kept][:, out], -1
    return result


def _triple(points, partner, limit_state, variables, cells, members):
    u, multipliers, done = corner(limit_state.take(cells), variables.take(cells), members, points.u[:, cells])
    length = np.sqrt(np.einsum("ij,ij->j", u, u))
    _adopt(points, cells, members[0], u, length, u / np.maximum(length, 1e-300),
           np.where(done & (multipliers >= -1e-9).all(axis=0), CORNER, NOT_CONVERGED))
    partner[cells] = members[1]


def _wedge(points, partner, limit_state, variables, count):
    """Least bivariate probability of the governing branch with any other (with its partner at a corner)."""
    is_corner = partner >= 0
    first, normal = points.beta.copy(), points.alpha.copy()
    if is_corner.any():
        cells = np.flatnonzero(is_corner)
        first[cells], normal[:, cells] = _linearised(points, limit_state, variables, cells, points.branch[cells])
    pof = exceed(first)
    for branch in range(limit_state.branches):
        cells = np.flatnonzero((points.branch != branch) & (~is_corner | (partner == branch)) & np.isfinite(first))
        if not len(cells):
            continue
        second, other = _linearised(points, limit_state, variables, cells, np.full(len(cells), branch))
        matters = np.flatnonzero(second > _CERTAIN)
        cells, second, other = cells[matters], second[matters], other[:, matters]
        rho = np.einsum("ij,ij->j", normal[:, cells], other)
        pof[cells] = np.minimum(pof[cells], both_exceed(first[cells], second, rho))
    return pof


def _linearised(points, limit_state, variables, cells, branch):
    """Give b = (g - w.u*)/|w| of a branch at the design points, and the unit vector towards its failure."""
    u = points.u[:, cells]
    g, w = linearise(limit_state.take(cells), variables.take(cells), branch, u)
    norm = np.maximum(np.sqrt(np.einsum("ij,ij->j", w, w)), 1e-300)
    return (g - np.einsum("ij,ij->j", w, u)) / norm, -w / norm
