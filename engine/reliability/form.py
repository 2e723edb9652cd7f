"""First-order reliability of smooth events: the point of failure nearest to the median, one branch a cell.

HLRF-x (Low & Tang 2007, doi:10.1061/(ASCE)0733-9399(2007)133:12(1378)) written in the standard normal space, where
it has the same fixed points: with ``x = F^-1(Phi(L u))`` and ``w = L^T D grad g``,

    beta = (g - w.u) / |w|        u_new = -beta w / |w|        POF = Phi(-beta)

beta keeps the sign that the published Eq. 14 loses. Steps are relaxed by the vector Aitken factor. A branch that
depends on some of the variables only is solved in those alone; the rest follow by correlation.
"""

from __future__ import annotations

import numpy as np

ITERATIONS, FIRST = 100, 30
"""Steps before a cell counts as not converged; and before it is tried another way first."""

LATE = 60
"""Steps after which relaxation is held back."""

TOLERANCE = 6e-4
"""Largest last step, relative to sqrt(1 + beta^2). Beta is stationary there, so its error is of the square: of 50,000
cells with eight variables at most 2e-6 max(1, |beta|)."""

BLOCK = 16384
"""Cells worked on at once: their arrays stay in the processor's cache."""

FARTHEST = 1e6
"""Largest |beta|; where the limit state is all but flat a step would leave the range of floats."""

AT_FAILURE = 0.1
"""Largest |g| of a point of failure; steps may also end where g is without bounds."""

TINY = 1e-250
_LEAST_FOS = 1e-3
"""Below this g is FOS - 1 instead of ln FOS: a strength may count negative."""


class Event:
    """The smooth failure event of one branch a cell, in the standard normal space of the variables it depends on.

    Parameters
    ----------
    limit_state, variables
        Of the same n cells.
    branch : int or (n,) int array
        0 for all or never.
    """

    marks = 1

    def __init__(self, limit_state, variables, branch):
        self.branch, self.strengths = limit_state.smooth(branch, variables.fixed), limit_state.strengths
        self.names = tuple(name for name in variables.names if name in self.branch.inputs)
        self.variables, self.embedding = variables.only(self.names)

    def take(self, index):
        """Give the event of the cells at `index`."""
        twin = object.__new__(Event)
        twin.__dict__.update(self.__dict__, branch=self.branch.take(index), variables=self.variables.take(index))
        return twin

    def aim(self, u):
        """Say where HLRF-x goes from r rows of points (each (n,)).

        Returns
        -------
        step : list of r rows
        length2 : (n,) float64 array
            Squared distance of where it leads from the median.
        marks : list of rows
            What to keep of the last step: beta.
        good : (n,) bool array
            Whether a small step from here ends at a point of failure.
        """
        g, w = Points(self.variables, u, self.strengths).linearise(self.branch)
        inverse = dot(w, w)
        inverse += TINY
        np.sqrt(inverse, out=inverse)
        np.divide(1.0, inverse, out=inverse)
        beta = g - dot(w, u)
        beta *= inverse
        np.minimum(np.maximum(beta, -FARTHEST, out=beta), FARTHEST, out=beta)
        factor = beta * inverse
        np.negative(factor, out=factor)
        step = [factor * row for row in w]
        for row, point in zip(step, u):
            row -= point
        return step, beta * beta, [beta], (np.abs(g, out=g) < AT_FAILURE) & (inverse < 1e100)


class Points:
    """Points in standard normal space with their physical values, at which any branch can be linearised.

    Parameters
    ----------
    variables : RandomVariables
        Of n cells.
    u : r rows of (n,) float64 array
    strengths : tuple of str
        Of the limit state: where there are any and all are positive, ln FOS is the better g.
    """

    def __init__(self, variables, u, strengths):
        self.variables = variables
        self.values, self.slopes = variables.values_and_slopes(u)
        self._logarithm = bool(strengths) and variables.positive(strengths)

    def take(self, index):
        """Give the points of the cells at `index`."""
        twin = object.__new__(Points)
        twin.__dict__.update(self.__dict__)
        twin.values, twin.slopes = ({name: value[index] if np.ndim(value) else value for name, value in each.items()}
                                    for each in (self.values, self.slopes))
        return twin

    def linearise(self, branch):
        """Linearise one smooth branch.

        Parameters
        ----------
        branch : object
            From ``limit_state.smooth``.

        Returns
        -------
        g : (n,) float64 array
            FOS - 1, or with positive strengths FOS ln FOS: like ln FOS it is nearly linear far from failure.
        w : list of r rows
            The gradient of FOS in u, a common factor (1 or FOS) away from that of g, which drops out everywhere. A
            row that is zero throughout may be None.
        """
        names = self.variables.names
        fos, gradient = branch.evaluate(self.values, names)
        w = self.variables.pulled_back(
            [self.slopes[name] * gradient[name] if name in gradient else None for name in names])
        if not self._logarithm:
            return fos - 1.0, w
        if not fos.size or fos.min() > _LEAST_FOS:
            return fos * np.log(fos), w
        positive = fos > _LEAST_FOS
        guarded = np.where(positive, fos, 1.0)
        return np.where(positive, guarded * np.log(guarded), fos - 1.0), w


def dot(first, second):
    """Give the scalar product of two lists of rows; None is a row of zeros."""
    total = None
    for a, b in zip(first, second):
        if a is not None and b is not None:
            total = a * b if total is None else np.add(total, a * b, out=total)
    return 0.0 if total is None else total


def nearest(limit_state, variables, branch, start=None, most=ITERATIONS):
    """Find the point of failure nearest to the median, for one branch a cell.

    Parameters
    ----------
    limit_state, variables
        Of n cells with r random variables.
    branch : (n,) int array
        Branch of each cell.
    start : (r, n) float64 array, optional
        Where to start; the median when left out.
    most : int
        Steps before a cell counts as not converged.

    Returns
    -------
    u : (r, n) float64 array
        Design point in independent standard normals.
    beta : (n,) float64 array
        Signed reliability index.
    alpha : (r, n) float64 array
        Unit vector from the median towards failure.
    converged : (n,) bool array
    """
    count, rows = len(branch), len(variables)
    u = np.zeros((rows, count))
    result = u, np.full(count, np.nan), np.empty((rows, count)), np.zeros(count, dtype=bool)
    for cells, kind in kinds(branch):
        subset = taken((limit_state, variables), cells)
        event = Event(*subset, kind)
        if not event.names:
            continue
        size = len(branch) if isinstance(cells, slice) else len(cells)
        points = [np.zeros(size) for _ in event.names] if start is None else event.embedding.back(start[:, cells])
        own, (result[1][cells],), result[3][cells] = solve(event, points, most)
        event.embedding.out(own, u, cells)
    # At the design point u = -beta w / |w|, exactly as it was computed.
    beta = result[1]
    np.multiply(u, 1.0 / np.where(np.isfinite(beta) & (beta != 0.0), beta, np.inf), out=result[2])
    return result


def kinds(branch):
    """Split cells into those on branch 0 and the others, which differ in shape: pairs of cells and branch."""
    zero = branch == 0
    if zero.all():
        return [(slice(None), 0)]
    if not zero.any():
        return [(slice(None), branch)]
    return [(np.flatnonzero(zero), 0), (np.flatnonzero(~zero), branch[~zero])]


def taken(objects, cells):
    """Give the objects of some cells; all of them as they are."""
    if isinstance(cells, slice) and cells == slice(None):
        return objects
    return tuple(each.take(cells) for each in objects)


def solve(event, points, most=ITERATIONS):
    """Follow an event's steps to where they end.

    Parameters
    ----------
    event : Event or another class with its `aim` and `take`
        Of n cells.
    points : r rows of (n,) float64 array
        Where to start.
    most : int
        Steps before a cell counts as not converged.

    Returns
    -------
    u : (r, n) float64 array
    marks : list of (n,) float64 arrays
        Of the last step.
    converged : (n,) bool array
    """
    count = len(points[0])
    result = np.zeros((len(points), count)), [np.full(count, np.nan) for _ in range(event.marks)], np.zeros(count, bool)
    pool = []
    for start in range(0, count, BLOCK):
        cells = np.arange(start, min(start + BLOCK, count))
        block = slice(start, start + BLOCK)
        part = event if count <= BLOCK else event.take(block)
        rest = _iterate(part, cells, [row[block] for row in points], None, None, 0, result, 0.2, most)
        if rest is not None:
            pool.append(rest)
    if pool:
        # The few slow cells of all blocks finish together, or each block would wait for its slowest.
        cells = np.concatenate([rest[0] for rest in pool])
        u, before = ([np.concatenate(rows) for rows in zip(*each)] for each in (
            [rest[1] for rest in pool], [rest[2][0] for rest in pool]))
        size2 = np.concatenate([rest[2][1] for rest in pool])
        relax, age = (np.concatenate([rest[k] for rest in pool]) for k in (3, 4))
        for start in range(0, len(cells), 4 * BLOCK):
            part = slice(start, start + 4 * BLOCK)
            _iterate(event.take(cells[part]), cells[part], [row[part] for row in u],
                     ([row[part] for row in before], size2[part]), relax[part], age[part], result, 0.0, most)
    return result


def _iterate(event, cells, u, before, relax, age, result, leave, most):
    """Iterate until all cells are done, or at most a share `leave` is left; give the state of what is left.

    `age` counts the steps taken, a number while all cells have taken as many.
    """
    u_all, marks_all, done_all = result
    total, already = len(cells), np.zeros(len(cells), dtype=bool)
    while True:
        step, far, marks, good = event.aim(u)
        far += 1.0
        far *= TOLERANCE**2
        size2 = dot(step, step)
        done = size2 <= far
        done &= good
        age = age + 1
        # A cell's result is that of its first good step, whatever company it keeps: tiles must not show.
        ended = done | (age >= most)
        fresh = np.flatnonzero(ended > already)
        if len(fresh):
            ids = cells[fresh]
            done_all[ids] = done[fresh]
            for row, mark in zip(marks_all, marks):
                row[ids] = mark[fresh]
            for row, point, change in zip(u_all, u, step):
                row[ids] = point[fresh] + change[fresh]
            already |= ended
        left = len(cells) - np.count_nonzero(already)
        if not left:
            return None
        if left * 2 < len(cells) or left <= leave * total:
            keep = np.flatnonzero(~already)
            cells, event, already = cells[keep], event.take(keep), already[keep]
            u, step, size2 = [row[keep] for row in u], [row[keep] for row in step], size2[keep]
            if before is not None:
                before, relax = ([row[keep] for row in before[0]], before[1][keep]), relax[keep]
            age = age[keep] if np.ndim(age) else age
        relax = aitken(relax, before, (step, size2), age)
        before, points = (step, size2), u
        u = [relax * change for change in step]
        for row, point in zip(u, points):
            row += point
        if left <= leave * total:
            return cells, u, before, relax, np.broadcast_to(age, len(cells))


def aitken(relax, before, now, age):
    """Give the relaxation of the next step, from how this step differs from the one before.

    `before` and `now` are pairs of the rows of a step and its squared length.
    """
    if before is None:
        return np.ones(len(now[1]))
    cross = dot(before[0], now[0])
    along = before[1] - cross
    size2 = along + now[1]
    size2 -= cross
    np.maximum(size2, TINY, out=size2)
    fitted = relax * along
    fitted /= size2
    np.maximum(fitted, 0.05, out=fitted)
    # What still oscillates late needs damping, not speed; steps that grow lead away from a saddle: lengthen them.
    np.minimum(fitted, np.where(age < LATE, 1.3, 0.7), out=fitted)
    grows = along <= 0.0
    if grows.any():
        fitted[grows] = np.minimum(2.0 * relax[grows], 1.0)
    return fitted
