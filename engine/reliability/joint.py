"""FORM for the whole limit state: which branch governs, where branches meet, and how likely their wedge is.

Failure is the intersection of the events of all branches (`stability`). Where the median is safe, the design point
is the nearest point of all events together: that of one branch where it governs there, else a corner of two or three.
Where the median fails, the safe points are the union of the branches' safe sides, and beta is the greatest of theirs.
The probability is that of the wedge between branches there (`wedge`); with one branch it is ``Phi(-beta)``.
"""

from __future__ import annotations

import numpy as np

from .corners import corner, linearise
from .form import BLOCK, FIRST, ITERATIONS, dot, nearest
from .hard import nearest_again, settle_beyond, stays
from .limit_state import Reach
from .normal import exceed
from .points import DesignPoints, Solution
from .wedge import NONE, wedge

_FAR = 9.0
"""Standard normal deviation beyond which nothing is left to happen (probability 1e-19)."""

_SAME = 1e-7
"""A branch this little beyond the governing one (in g) still counts as governing: rounding, not physics."""

_IDLE = 1e-9
"""A multiplier below minus this pulls away from failure: its branch does not belong to the corner."""

_STRAIGHT, _RIDGE = 1.0 - 1e-5, -2.0
"""A design point this straight (cosine) ahead of the median, and below this beta, may be one that is only nearest along
the way there."""

_ROUNDS, _PATIENCE = 48, 8
"""Changes of the working set before a cell counts as not converged, and before it may go in circles."""

_OPEN = 254
"""Status of a cell whose working set has an idle branch; none leaves the search with it."""

_ROUNDING = 1e-6
"""A probability may exceed its bound by this share."""

CONVERGED, CORNER, NOT_CONVERGED = Solution


def design_points(limit_state, variables, count):
    """Find the design point of every cell.

    Parameters
    ----------
    limit_state : LimitState
        Of `count` cells; without alternatives.
    variables : RandomVariables
        Their random and known variables.
    count : int
        Number of cells n.

    Returns
    -------
    DesignPoints
        Where no variable is random, beta is infinite with the sign of FOS - 1.
    """
    size = len(variables)
    median = variables.values(np.zeros((size, 1)))
    fails = limit_state.factor_of_safety(median) <= 1.0
    if size == 0:
        beta = np.where(fails, -np.inf, np.inf)
        empty = np.zeros((0, count))
        return DesignPoints(beta, exceed(beta), empty, empty, np.zeros(count, int), np.zeros(count, np.uint8))
    branch = limit_state.governing(median)
    u, beta, alpha, done = nearest(limit_state, variables, branch, most=FIRST)
    status = np.where(done, CONVERGED, NOT_CONVERGED).astype(np.uint8)
    points = DesignPoints(beta, np.empty(count), u, alpha, branch.copy(), status)
    _leave_ridges(points, limit_state, variables)
    if limit_state.branches == 1:
        _go_on(points, limit_state, variables, np.arange(count))
        points.pof = exceed(points.beta)
        settle_beyond(points, limit_state, variables)
        return points
    members = np.full((3, count), NONE)
    _go_on(points, limit_state, variables, np.flatnonzero(fails))
    governing = _governing(limit_state, variables, points.u)
    for search, cells in ((_nearest_safe, np.flatnonzero(fails)), (_nearest_joint, np.flatnonzero(~fails))):
        if len(cells):
            search(points, members, limit_state, variables, cells, governing[cells])
    points.pof = wedge(points, members, limit_state, variables)
    # All of a wedge lies beyond its nearest point; what says otherwise is not the nearest one.
    more = (points.beta > 0.0) & (points.pof > (1.0 + _ROUNDING) * exceed(points.beta))
    points.status[more] = NOT_CONVERGED
    settle_beyond(points, limit_state, variables)
    return points


def _governing(limit_state, variables, u):
    """Branch that governs at each point, block by block."""
    governing = np.empty(u.shape[1], dtype=np.intp)
    for start in range(0, u.shape[1], BLOCK):
        cells = slice(start, start + BLOCK)
        governing[cells] = limit_state.take(cells).governing(variables.take(cells).values(u[:, cells]))
    return governing


def _leave_ridges(points, limit_state, variables):
    """Look beside design points that steps met at once: between two equally near ones lies a point of rest, too."""
    cells = np.flatnonzero((points.status == CONVERGED) & (points.beta < _RIDGE))
    if not len(cells) or len(variables) == 1:
        return
    here, part = limit_state.take(cells), variables.take(cells)
    w = list(linearise(here, part, points.branch[cells], np.zeros((len(variables), len(cells))))[1])
    straight = -dot(w, list(points.alpha[:, cells])) >= _STRAIGHT * np.sqrt(dot(w, w))
    cells = cells[straight]
    for side in (0.3, -0.3) if len(cells) else ():
        start = points.u[:, cells].copy()
        start[0] += side * points.beta[cells]
        u, beta, alpha, done = nearest(limit_state.take(cells), variables.take(cells), points.branch[cells], start)
        better = done & (beta > points.beta[cells])
        _adopt(points, cells[better], points.branch[cells[better]], u[:, better], beta[better], alpha[:, better])


def _go_on(points, limit_state, variables, cells):
    """Go on with the branch at hand where its first solution was broken off."""
    cells = cells[points.status[cells] == NOT_CONVERGED]
    if len(cells):
        u, beta, alpha, done = nearest_again(limit_state.take(cells), variables.take(cells), points.branch[cells],
                                             points.u[:, cells])
        _adopt(points, cells, points.branch[cells], u, beta, alpha, np.where(done, CONVERGED, NOT_CONVERGED))


def _adopt(points, cells, branch, u, beta, alpha, status=CONVERGED):
    points.branch[cells], points.beta[cells], points.status[cells] = branch, beta, status
    points.u[:, cells], points.alpha[:, cells] = u, alpha


# ---- the median fails: the safe sides are united ---------------------------------------------------------------------


def _nearest_safe(points, _, limit_state, variables, cells, governing):
    """Go from the branch at hand to the one that governs there, then to its neighbours, while any comes nearer.

    A branch can be a local optimum without being the best one only beside a kink, so that its neighbours settle it.
    Where one that may come nearer was not solved, neither is the cell.
    """
    every = cells
    tested = np.zeros((len(points.beta), limit_state.branches), dtype=bool)
    tested[cells, points.branch[cells]] = True
    unsolved = np.zeros_like(tested)
    left = np.flatnonzero(points.status[cells] == NOT_CONVERGED)
    unsolved[cells[left], points.branch[cells[left]]] = ~_all_fail(
        limit_state.take(cells), variables.take(cells), points.branch[cells], left)
    while len(cells):
        here, part = limit_state.take(cells), variables.take(cells)
        branch = points.branch[cells]
        trial, reach = np.full(len(cells), NONE), Reach(part, _distance(points, cells))
        for candidate in (governing, np.zeros_like(branch), branch + 1, branch - 1):
            allowed = (candidate >= 0) & (candidate < limit_state.branches) & (trial == NONE)
            allowed &= ~tested[cells, np.clip(candidate, 0, limit_state.branches - 1)]
            if candidate is not governing:
                allowed &= here.may_govern(candidate, reach)
            trial = np.where(allowed, candidate, trial)
        some = trial != NONE
        cells, trial = cells[some], trial[some]
        if not len(cells):
            break
        tested[cells, trial] = True
        here, part = limit_state.take(cells), variables.take(cells)
        u, beta, alpha, done = nearest_again(here, part, trial, points.u[:, cells])
        left = np.flatnonzero(~done)
        unsolved[cells[left], trial[left]] = ~_all_fail(here, part, trial, left)
        better = done & ((beta > points.beta[cells]) | (points.status[cells] == NOT_CONVERGED))
        _adopt(points, cells[better], trial[better], u[:, better], beta[better], alpha[:, better])
        governing = _governing(limit_state.take(cells), variables.take(cells), points.u[:, cells])
    lost = every[unsolved[every].any(axis=1)]
    if len(lost):
        here, reach = limit_state.take(lost), Reach(variables.take(lost), _distance(points, lost))
        for branch in range(limit_state.branches):
            matters = unsolved[lost, branch] & here.may_govern(branch, reach)
            points.status[lost[matters]] = NOT_CONVERGED


def _all_fail(limit_state, variables, branch, cells):
    """Whether nothing is safe on the branches of some cells, whose medians fail."""
    return stays(limit_state.take(cells), variables.take(cells), branch[cells], np.ones(len(cells), dtype=bool))


def _distance(points, cells):
    """How far out a nearer safe point may lie."""
    return np.where(points.status[cells] == NOT_CONVERGED, _FAR, np.minimum(np.abs(points.beta[cells]), _FAR))


# ---- the median is safe: the failures are intersected ----------------------------------------------------------------


def _nearest_joint(points, working, limit_state, variables, cells, governing):
    """Active-set search: solve on a working set of one to three branches, drop the idle one, add the violated one."""
    working[0, cells] = points.branch[cells]
    beyond = governing != points.branch[cells]
    working[1, cells] = np.where(beyond, governing, NONE)
    safe, cells = cells, cells[beyond | (points.status[cells] == NOT_CONVERGED)]
    multipliers = np.ones((3, len(points.beta)))
    for turn in range(_ROUNDS):
        for size in (1, 2, 3):
            some = cells[(working[:, cells] != NONE).sum(axis=0) == size]
            if len(some):
                _solve_set(points, multipliers, limit_state, variables, some, working[:size, some])
        governing = _governing(limit_state.take(cells), variables.take(cells), points.u[:, cells])
        changes = (governing != working[:, cells]).all(axis=0)
        changes &= _exceeds(limit_state, variables, cells, working[0, cells], governing, points.u[:, cells], changes)
        changes |= points.status[cells] == _OPEN
        cells, governing = cells[changes], governing[changes]
        if not len(cells):
            break
        _change(working, multipliers, cells, governing, turn)
    points.status[cells] = NOT_CONVERGED
    for solve_one, most in ((_briefly, FIRST), (nearest_again, ITERATIONS)):
        lost = safe[points.status[safe] == NOT_CONVERGED]
        if len(lost):
            _try_all(points, working, limit_state, variables, lost, solve_one, most)


def _briefly(limit_state, variables, branch, u):
    """Find the nearest point of one branch a cell in few steps."""
    return nearest(limit_state, variables, branch, u, FIRST)


def _try_all(points, working, limit_state, variables, cells, solve_one, most):
    """Where the search failed, solve on all sets of branches that may meet, until one is the nearest hereabouts.

    One branch is solved from the median, several from the solution of the first of them. A set with an idle branch
    has met at a point of failure, but not at the nearest: its planes say nothing of the probability.
    """
    count, found = limit_state.branches, np.full(len(cells), np.inf)
    start, lines, left = np.zeros((count, len(variables), len(cells))), range(1, count), np.arange(len(cells))
    for members in [*((branch,) for branch in range(count)), *((0, line) for line in lines),
                    *((line, line + 1) for line in lines[:-1]), *((0, line, line + 1) for line in lines[:-1])]:
        here, part = limit_state.take(cells[left]), variables.take(cells[left])
        reach, possible = Reach(part, _FAR), np.ones(len(left), dtype=bool)
        for branch in members:
            possible &= here.may_govern(branch, reach)
        some = left[possible]
        if not len(some):
            continue
        at = cells[some]
        here, part, rows = limit_state.take(at), variables.take(at), np.repeat([members], len(at), axis=0).T
        if len(members) == 1:
            u, beta, _, done = solve_one(here, part, rows[0], np.zeros((len(variables), len(some))))
            start[members[0]][:, some], weight = u, beta[None]
        else:
            u, weight, done = corner(here, part, rows, start[members[0]][:, some], most)
        governing = _governing(here, part, u)
        beyond = (governing != rows).all(axis=0)
        beyond &= _exceeds(limit_state, variables, at, rows[0], governing, u, beyond)
        length = np.sqrt(dot(list(u), list(u)))
        better = np.flatnonzero(done & ~beyond & (weight >= -_IDLE).all(axis=0) & (length < found[some]))
        found[some[better]], at = length[better], at[better]
        working[:, at] = NONE
        working[:len(members), at] = rows[:, better]
        u, length = u[:, better], length[better]
        _adopt(points, at, rows[0, better], u, length, u / np.maximum(length, 1e-300),
               CONVERGED if len(members) == 1 else CORNER)
        left = np.setdiff1d(left, some[better])


def _exceeds(limit_state, variables, cells, working, governing, u, doubt):
    """Tell, where in doubt, whether the branch that governs at u lies beyond the working one by more than rounding."""
    exceeds = doubt.copy()
    doubt = np.flatnonzero(doubt)
    if len(doubt):
        at = cells[doubt]
        here, part, u = limit_state.take(at), variables.take(at), u[:, doubt]
        excess = linearise(here, part, governing[doubt], u)[0] - linearise(here, part, working[doubt], u)[0]
        exceeds[doubt] = excess > _SAME
    return exceeds


def _change(working, multipliers, cells, governing, turn):
    """Drop the branch with the most negative multiplier; where there is none, add the violated one.

    Two branches of the row and what they meet at leave no room for a third: it takes the place of both, or in late
    turns, against going in circles, of one of them. Sets are kept packed from the first row on.
    """
    here = working[:, cells]
    used = here != NONE
    weight = np.where(used, multipliers[:, cells], np.inf)
    idle = weight.min(axis=0) < -_IDLE
    keep = used & ~(idle & (np.arange(3)[:, None] == np.argmin(weight, axis=0)))
    line = used & (here != 0)
    crowded = ~idle & (line.sum(axis=0) == 2) & (governing != 0)
    if turn >= _PATIENCE:
        by_weight = np.where(line, multipliers[:, cells], -np.inf if turn % 2 else np.inf)
        out = (np.argmax if turn % 2 else np.argmin)(by_weight, axis=0)
        line = np.arange(3)[:, None] == out
    keep &= ~(line & crowded)
    packed = np.take_along_axis(np.where(keep, here, NONE), np.argsort(~keep, axis=0, kind="stable"), axis=0)
    add = np.flatnonzero(~idle)
    packed[keep[:, add].sum(axis=0), add] = governing[add]
    working[:, cells] = packed


def _solve_set(points, multipliers, limit_state, variables, cells, members):
    """Solve on working sets of one size; a set with an idle branch stays open."""
    here, part = limit_state.take(cells), variables.take(cells)
    if len(members) == 1:
        u, beta, alpha, done = nearest(here, part, members[0], points.u[:, cells])
        _adopt(points, cells, members[0], u, beta, alpha, np.where(done, CONVERGED, NOT_CONVERGED))
        multipliers[0, cells] = 1.0
        return
    u, weight, done = corner(here, part, members, points.u[:, cells])
    length = np.sqrt(np.einsum("ij,ij->j", u, u))
    status = np.where(done, np.where((weight < -_IDLE).any(axis=0), _OPEN, CORNER), NOT_CONVERGED)
    _adopt(points, cells, members[0], u, length, u / np.maximum(length, 1e-300), status)
    multipliers[: len(members), cells] = weight
