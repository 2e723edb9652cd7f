"""Where branches meet: the nearest point on several at once, and how any branch looks from a given point."""

from __future__ import annotations

import numpy as np

from .form import AT_FAILURE, FARTHEST, ITERATIONS, TINY, Points, dot, kinds, solve, taken


def linearise(limit_state, variables, branch, u):
    """Linearise one branch a cell at given points.

    Parameters
    ----------
    limit_state, variables
        Of n cells.
    branch : (n,) int array
        Branch of each cell.
    u : (r, n) float64 array
        Points in independent standard normals.

    Returns
    -------
    g : (n,) float64 array
        ln FOS or FOS - 1.
    w : (r, n) float64 array
        Its gradient in u.
    """
    g, w = np.empty(len(branch)), np.zeros_like(u)
    for cells, kind in kinds(branch):
        state, own = taken((limit_state, variables), cells)
        g[cells], rows = Points(own, u[:, cells], state.strengths).linearise(state.smooth(kind, own.fixed))
        for row, values in enumerate(rows):
            if values is not None:
                w[row, cells] = values
    return g, w


def corner(limit_state, variables, members, u, most=ITERATIONS):
    """Find the least u on several branches at once.

    Parameters
    ----------
    limit_state, variables
        Of n cells with r random variables.
    members : (k, n) int array
        The branches that meet.
    u : (r, n) float64 array
        Where to start.
    most : int
        Steps before a cell counts as not converged.

    Returns
    -------
    u : (r, n) float64 array
    multipliers : (k, n) float64 array
        All >= 0 where the corner is the nearest point of the events together.
    converged : (n,) bool array

    Notes
    -----
    Steps solve ``u = J^T (J J^T)^-1 (J u - g)``, J the rows w, relaxed like those of one branch.
    """
    count = members.shape[1]
    found = np.empty_like(u), np.zeros(members.shape), np.zeros(count, dtype=bool)
    pattern = (members == 0).T @ (1 << np.arange(len(members)))
    for each in np.unique(pattern):
        cells = np.flatnonzero(pattern == each)
        state, own = limit_state.take(cells), variables.take(cells)
        branches = [state.smooth(0 if each >> row & 1 else member, own.fixed)
                    for row, member in enumerate(members[:, cells])]
        found[0][:, cells], found[1][:, cells], found[2][cells] = solve(
            Meeting(own, branches, state.strengths), list(u[:, cells]), most)
    return found


class Meeting:
    """The failure event of several smooth branches at once, to be followed like an `Event`; its marks are multipliers.

    Parameters
    ----------
    variables : RandomVariables
        Of n cells.
    branches : list of k objects
        From ``limit_state.smooth``.
    strengths : tuple of str
        Of the limit state.
    """

    def __init__(self, variables, branches, strengths):
        self.variables, self.branches, self.strengths = variables, branches, strengths
        self.marks = len(branches)

    def take(self, index):
        """Give the event of the cells at `index`."""
        return Meeting(self.variables.take(index), [branch.take(index) for branch in self.branches], self.strengths)

    def aim(self, u):
        """Say where the next step leads, as `Event.aim` does."""
        points = Points(self.variables, u, self.strengths)
        rows, scales, right, good = [], [], [], True
        for branch in self.branches:
            g, w = points.linearise(branch)
            scale = 1.0 / np.sqrt(dot(w, w) + TINY)
            b = (g - dot(w, u)) * scale
            right.append(np.minimum(np.maximum(b, -FARTHEST, out=b), FARTHEST, out=b))
            rows.append(w)
            scales.append(scale)
            good = good & (np.abs(g) < AT_FAILURE)
        # Where all planes meet, n.u = -b in each: the multipliers are those of the way towards failure.
        weights = _weights(rows, scales, right)
        factors = [-weight * scale for weight, scale in zip(weights, scales)]
        step = []
        for row in zip(*rows):
            total = None
            for each, factor in zip(row, factors):
                if each is not None:
                    total = factor * each if total is None else np.add(total, factor * each, out=total)
            step.append(np.zeros_like(u[0]) if total is None else total)
        length2 = dot(step, step)
        for row, point in zip(step, u):
            row -= point
        return step, length2, weights, good


def _weights(rows, scales, right):
    """Solve for the weights of two or three unit normals; parallel ones share what they have in common."""
    gram = {(i, j): dot(rows[i], rows[j]) * scales[i] * scales[j] for i in range(len(right)) for j in range(i)}
    if len(right) == 2:
        cross = gram[1, 0]
        rest = 1.0 / np.maximum(1.0 - cross * cross, 1e-13)
        return [(right[0] - cross * right[1]) * rest, (right[1] - cross * right[0]) * rest]
    system = np.empty((len(right[0]), 3, 3))
    for i in range(3):
        system[:, i, i] = 1.0 + 1e-13
        for j in range(i):
            system[:, i, j] = system[:, j, i] = gram[i, j]
    return list(np.linalg.solve(system, np.stack(right, axis=-1)[..., None])[..., 0].T)
