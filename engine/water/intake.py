"""How much a storm lets in, as a function of the conductivity: the kinks that make the limit state special."""

from __future__ import annotations

import numpy as np

_SAME = 1e-12
"""Supplies that differ by less (relative) are equal: what routing adds to them is rounded."""


class FrontLines:
    """The infiltrated depth ``W(k_s) = sum of min(q_i, k_s) dt_i`` as the least of straight lines in k_s.

    Parameters
    ----------
    supply : (m, n) or (m, 1) float64 array
        Supply of each step, m/s: rain plus runoff from upslope.
    seconds : (m,) float64 array
        Seconds of each step that have passed.

    Attributes
    ----------
    intercept, rate : (m + 1, n) or (m + 1, 1) float64 array
        Line k is ``intercept[k] + rate[k] k_s`` (m and s): the k weakest supplies soak in whole, the others at k_s.
    last : (n,) or (1,) int array
        The last line of each cell; those beyond it repeat it and never govern.

    Notes
    -----
    Steps of the same supply are one kink, and dry ones none, cell by cell: a line between two equal supplies governs
    nowhere but touches the governing ones at their meeting, and would count as a branch of its own.
    """

    def __init__(self, supply, seconds):
        wet = np.any(supply > 0.0, axis=1) & (seconds > 0.0)
        supply, seconds = supply[wet], seconds[wet]
        supply, steps, self.last = _distinct(supply, seconds)
        soaked = supply * steps
        zero = np.zeros((1, supply.shape[1]))
        self.intercept = np.concatenate((zero, np.cumsum(soaked, axis=0)))
        self.rate = np.concatenate((np.cumsum(steps[::-1], axis=0)[::-1], zero))

    @classmethod
    def _of(cls, intercept, rate, last):
        lines = cls.__new__(cls)
        lines.intercept, lines.rate, lines.last = intercept, rate, last
        return lines

    @property
    def count(self):
        """Number of lines."""
        return len(self.intercept)

    def take(self, index):
        """Give the lines of the cells at `index`."""
        if self.intercept.shape[1] == 1:
            return self
        return self._of(self.intercept[:, index], self.rate[:, index], self.last[index])

    def pick(self, line):
        """Give intercept and rate of one line a cell; `line` is an int or an (n,) int array."""
        if np.ndim(line) == 0:
            alone = self.intercept.shape[1] == 1
            return tuple(float(rows[line, 0]) if alone else rows[line] for rows in (self.intercept, self.rate))
        cell = np.arange(len(line)) if self.intercept.shape[1] > 1 else 0
        return self.intercept[line, cell], self.rate[line, cell]

    def least(self, ksat):
        """Give the governing line (int array) and the infiltrated depth W (m) at `ksat` (m/s), cells first."""
        shape = np.broadcast_shapes(np.shape(ksat), self._row(0).shape + (1,) * (np.ndim(ksat) - 1))
        best, line = np.full(shape, np.inf), np.zeros(shape, dtype=np.intp)
        for k in range(self.count):
            trailing = (-1,) + (1,) * (np.ndim(ksat) - 1)
            depth = self.intercept[k].reshape(trailing) + self.rate[k].reshape(trailing) * ksat
            lower = depth < best
            best = np.where(lower, depth, best)
            line = np.where(lower, k, line)
        return line, best

    def _row(self, k):
        return self.intercept[k]

    def stretch(self, line):
        """Give the conductivities (m/s) between which a line governs: two arrays or numbers, the last end infinite.

        `line` is one line, or an (n,) int array of one a cell.
        """
        if np.ndim(line) == 0:
            return tuple(self._meeting(k) for k in (line - 1, line))
        ends = [np.broadcast_to(self._meeting(k), self._row(0).shape) for k in range(-1, self.count)]
        cell = np.arange(len(line)) if self.intercept.shape[1] > 1 else 0
        ends = np.stack(ends)
        return ends[line, cell], ends[line + 1, cell]

    def _meeting(self, k):
        """Conductivity at which line k hands over to the next: the supply that tells them apart."""
        if k < 0 or k == self.count - 1:
            return 0.0 if k < 0 else np.inf
        apart = np.where(k < self.last, self.rate[k] - self.rate[k + 1], 1.0)
        return np.where(k < self.last, (self.intercept[k + 1] - self.intercept[k]) / apart, np.inf)

    def at(self, ksat):
        """Give the lines for known conductivities: a single one of constant depth, as `FrontLines`."""
        _, depth = self.least(np.atleast_1d(np.asarray(ksat, dtype=float)))
        return self._of(depth[None], np.zeros_like(depth)[None], np.zeros(len(depth), dtype=np.intp))


def _distinct(supply, seconds):
    """Sort the supplies (m, n) of each cell and merge those that are equal.

    Returns
    -------
    supply, seconds : (k, n) float64 array
        Rising, dry steps left out; cells with fewer supplies than others end in zeros.
    count : (n,) int array
        Supplies of each cell.
    """
    count = supply.shape[1]
    if not len(supply):
        return supply, supply, np.zeros(count, dtype=np.intp)
    order = np.argsort(supply, axis=0, kind="stable")
    supply, steps = np.take_along_axis(supply, order, axis=0), seconds[order]
    new = supply > 0.0
    new[1:] &= supply[1:] > supply[:-1] * (1.0 + _SAME)
    place = np.cumsum(new, axis=0)
    kinds = place[-1]
    # Row 0 takes the dry steps.
    rows = int(kinds.max(initial=0)) + 1
    at = place * count + np.arange(count)
    merged = np.bincount(at.ravel(), steps.ravel(), minlength=rows * count).reshape(rows, count)
    distinct = np.zeros((rows, count))
    distinct.ravel()[at.ravel()] = supply.ravel()
    return distinct[1:], merged[1:], kinds
