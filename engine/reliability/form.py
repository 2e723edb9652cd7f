"""First-order reliability of smooth events: the point of failure nearest to the median, of one branch or of several.

HLRF-x (Low & Tang 2007, doi:10.1061/(ASCE)0733-9399(2007)133:12(1378)) written in the standard normal space, where
it has the same fixed points: with ``x = F^-1(Phi(L u))`` and ``w = L^T D grad g``,

    beta = (g - w.u) / |w|        u_new = -beta w / |w|        POF = Phi(-beta)

beta keeps the sign that the published Eq. 14 loses. Steps are relaxed by the vector Aitken factor.
"""

from __future__ import annotations

import numpy as np

ITERATIONS = 60
"""Steps before a cell counts as not converged."""

TOLERANCE = 3e-6
"""Largest last step, relative to sqrt(1 + beta^2)."""

class _Event:
    """The smooth failure event of one branch a cell, in standard normal space."""

    def __init__(self, limit_state, variables, branch):
        self.limit_state, self.variables, self.branch = limit_state, variables, branch

    def take(self, index):
        branch = self.branch[index] if np.ndim(self.branch) else self.branch
        return _Event(self.limit_state.take(index), self.variables.take(index), branch)

    def value_and_normal(self, u):
        """g (n,) and w = L^T D grad g as an (r, n) array."""
        values, slopes = self.variables.values_and_slopes(u)
        fos, gradient = self.limit_state.evaluate(values, self.branch, self.variables.names)
        scale, g = None, fos - 1.0
        if self.variables.takes_logarithm:
            positive = fos > 1e-3
            scale = 1.0 / np.where(positive, fos, 1.0)
            g = np.where(positive, np.log(np.where(positive, fos, 1.0)), g)
        pulled = self.variables.pulled_back(
            [slopes[name] * gradient[name] if name in gradient else None for name in self.variables.names])
        w = np.zeros_like(u)
        for row, column in zip(w, pulled):
            if column is not None:
                np.multiply(column, 1.0 if scale is None else scale, out=row)
        return g, w


def _iterate(event, count):
    """Solve HLRF from the median for `count` cells; give u (r, n), beta (n,), alpha (r, n), converged (n,)."""
    size = len(event.variables)
    u_all, alpha_all = np.zeros((size, count)), np.zeros((size, count))
    beta_all, done_all = np.full(count, np.nan), np.zeros(count, dtype=bool)
    cells = np.arange(count)
    u, before, relax = np.zeros((size, count)), None, None
    for iteration in range(ITERATIONS):
        g, w = event.value_and_normal(u)
        norm = np.sqrt(np.einsum("ij,ij->j", w, w))
        norm = np.maximum(norm, 1e-300)
        beta = (g - np.einsum("ij,ij->j", w, u)) / norm
        w *= -1.0 / norm
        step = beta * w
        step -= u
        size2 = np.einsum("ij,ij->j", step, step)
        done = size2 <= TOLERANCE**2 * (1.0 + beta * beta)
        done |= ~np.isfinite(beta)
        last = iteration == ITERATIONS - 1
        if last or np.count_nonzero(done) * 8 > len(cells):
            out = slice(None) if last else done
            finished = cells[out]
            u_all[:, finished] = (u + step)[:, out]
            beta_all[finished] = beta[out]
            alpha_all[:, finished] = w[:, out]
            done_all[finished] = done[out] & (norm[out] > 1e-290) & np.isfinite(beta[out])
            if last or done.all():
                break
            keep = np.flatnonzero(~done)
            cells, event, u, step = cells[keep], event.take(keep), u[:, keep], step[:, keep]
            if before is not None:
                before, relax = before[:, keep], relax[keep]
        if before is None:
            relax = np.ones(len(cells))
        else:
            change = step - before
            change2 = np.einsum("ij,ij->j", change, change)
            relax = -relax * np.einsum("ij,ij->j", before, change) / np.maximum(change2, 1e-300)
            # Late steps are held back more and more: what still oscillates then needs damping, not speed.
            np.clip(relax, 0.05, 1.3 if iteration < 20 else 0.5, out=relax)
        u = u + relax * step
        before = step
    return u_all, beta_all, alpha_all, done_all


def nearest(limit_state, variables, branch):
    """Nearest points for one branch a cell, base and lines apart because they differ in shape."""
    count = len(branch)
    base = branch == 0
    if base.all():
        return _iterate(_Event(limit_state, variables, 0), count)
    if not base.any():
        return _iterate(_Event(limit_state, variables, branch), count)
    size = len(variables)
    result = np.zeros((size, count)), np.zeros(count), np.zeros((size, count)), np.zeros(count, dtype=bool)
    for cells, which in ((np.flatnonzero(base), 0), (np.flatnonzero(~base), branch[~base])):
        part = _iterate(_Event(limit_state.take(cells), variables.take(cells), which), len(cells))
        for whole, piece in zip(result, part):
            whole[..., cells] = piece
    return result


def value_and_normal(limit_state, variables, branch, u):
    """g and w of one branch a cell at given points."""
    base = branch == 0
    if base.all():
        return _Event(limit_state, variables, 0).value_and_normal(u)
    if not base.any():
        return _Event(limit_state, variables, branch).value_and_normal(u)
    g, w = np.empty(len(branch)), np.empty_like(u)
    for cells, which in ((np.flatnonzero(base), 0), (np.flatnonzero(~base), branch[~base])):
        g[cells], w[:, cells] = _Event(limit_state.take(cells), variables.take(cells), which).value_and_normal(
            u[:, cells])
    return g, w


def corner(limit_state, variables, members, u):
    """Least u on all branches of `members` (k, n); give u, multipliers (k, n) and whether it converged.

    Each step solves ``u = J^T (J J^T)^-1 (J u - g)``; multipliers >= 0 mean the corner is the nearest point.
    """
    count = members.shape[1]
    done = np.zeros(count, dtype=bool)
    multipliers = np.zeros(members.shape)
    u = u.copy()
    cells, relax, before = np.arange(count), np.ones(count), None
    for iteration in range(ITERATIONS):
        here = u[:, cells]
        g, rows = zip(*(value_and_normal(limit_state, variables, m, here) for m in members[:, cells]))
        rows = np.stack(rows)
        norms = np.maximum(np.sqrt(np.einsum("krn,krn->kn", rows, rows)), 1e-300)
        rows /= norms[:, None]
        right = np.einsum("krn,rn->kn", rows, here) - np.stack(g) / norms
        gram = np.einsum("krn,jrn->nkj", rows, rows) + 1e-13 * np.eye(len(rows))
        weight = np.linalg.solve(gram, right.T[..., None])[..., 0].T
        step = np.einsum("krn,kn->rn", rows, weight) - here
        size2 = np.einsum("ij,ij->j", step, step)
        multipliers[:, cells] = -weight
        near = size2 <= TOLERANCE**2 * (1.0 + np.einsum("ij,ij->j", here, here))
        done[cells[near]] = True
        if before is not None:
            change = step - before
            change2 = np.einsum("ij,ij->j", change, change)
            relax = np.clip(-relax * np.einsum("ij,ij->j", before, change) / np.maximum(change2, 1e-300), 0.05, 1.3)
        u[:, cells] = here + np.where(near, 1.0, relax) * step
        if near.all():
            break
        keep = np.flatnonzero(~near)
        cells, relax, before = cells[keep], relax[keep], step[:, keep]
        limit_state, variables = limit_state.take(keep), variables.take(keep)
    return u, multipliers, done
