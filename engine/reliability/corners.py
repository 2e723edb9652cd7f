"""Where branches meet: the nearest point on several at once, and how any branch looks from a given point."""

from __future__ import annotations

import numpy as np

from .form import FARTHEST, ITERATIONS, TINY, TOLERANCE, Points, aitken, dot, kinds, taken


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
        g[cells], rows = Points(own, u[:, cells]).linearise(state.smooth(kind, own.fixed))
        for row, values in enumerate(rows):
            if values is not None:
                w[row, cells] = values
    return g, w


def corner(limit_state, variables, members, u):
    """Find the least u on several branches at once.

    Parameters
    ----------
    limit_state, variables
        Of n cells with r random variables.
    members : (k, n) int array
        The branches that meet.
    u : (r, n) float64 array
        Where to start.

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
        for whole, part in zip(found, _iterate(branches, own, list(u[:, cells]))):
            whole[..., cells] = part
    return found


def _iterate(branches, variables, u):
    count, size = len(u[0]), len(branches)
    found = np.empty((len(u), count)), np.zeros((size, count)), np.zeros(count, dtype=bool)
    cells, relax, before = np.arange(count), None, None
    ended = np.zeros(count, dtype=bool)
    for iteration in range(1, ITERATIONS + 1):
        points = Points(variables, u)
        g, rows = zip(*(points.linearise(branch) for branch in branches))
        inverse = [1.0 / np.sqrt(dot(row, row) + TINY) for row in rows]
        right = [np.clip((dot(row, u) - each) * scale, -FARTHEST, FARTHEST)
                 for row, each, scale in zip(rows, g, inverse)]
        gram = {(i, j): dot(rows[i], rows[j]) * inverse[i] * inverse[j] for i in range(size) for j in range(i)}
        weight = _solve(gram, right)
        step = []
        for row, point in enumerate(u):
            total = -point
            for each, scale, share in zip(rows, inverse, weight):
                if each[row] is not None:
                    total = total + each[row] * (scale * share)
            step.append(total)
        size2 = dot(step, step)
        near = size2 <= TOLERANCE**2 * (1.0 + dot(u, u))
        fresh = np.flatnonzero(near > ended) if iteration < ITERATIONS else np.flatnonzero(~ended)
        if len(fresh):
            at = cells[fresh]
            for row, (point, change) in enumerate(zip(u, step)):
                found[0][row, at] = point[fresh] + change[fresh]
            found[1][:, at] = -np.stack(weight)[:, fresh]
            found[2][at] = near[fresh]
            ended |= near
        left = len(cells) - np.count_nonzero(ended)
        if not left:
            break
        if left * 4 < len(cells) * 3:
            keep = np.flatnonzero(~ended)
            cells, ended, variables = cells[keep], ended[keep], variables.take(keep)
            branches = [branch.take(keep) for branch in branches]
            u, step, size2 = [row[keep] for row in u], [row[keep] for row in step], size2[keep]
            if before is not None:
                relax, before = relax[keep], ([row[keep] for row in before[0]], before[1][keep])
        relax = aitken(relax, before, (step, size2), iteration)
        u, before = [point + relax * change for point, change in zip(u, step)], (step, size2)
    return found


def _solve(gram, right):
    """Solve for the weights of two or three unit normals; parallel ones share what they have in common."""
    if len(right) == 2:
        cross = gram[1, 0]
        rest = np.maximum(1.0 - cross * cross, 1e-13)
        return [(right[0] - cross * right[1]) / rest, (right[1] - cross * right[0]) / rest]
    system = np.empty((len(right[0]), 3, 3))
    for i in range(3):
        system[:, i, i] = 1.0 + 1e-13
        for j in range(i):
            system[:, i, j] = system[:, j, i] = gram[i, j]
    return list(np.linalg.solve(system, np.stack(right, axis=-1)[..., None])[..., 0].T)
