"""Reliability by table: where only one or two cell quantities vary, the rest being shared by a whole soil zone.

The reliability index is then a function of, say, slope and thickness. It is computed exactly at the nodes and at the
centre of every box between them, refined by local cubics to a dense grid, and looked up bilinearly. Boxes whose
centre misses the exact value, whose statuses differ, or that have such a neighbour are left to the exact method; so
are cells beyond the axes.
"""

from __future__ import annotations

import numpy as np

from .joint import CONVERGED, CORNER

TOLERANCE = 5e-5
"""Largest error allowed at the centre of a box: in beta over max(1, |beta|), in ln POF over max(10, |ln POF|)."""

EXACT = 255
"""Status of boxes left to the exact method."""

FEWEST, MOST = 193, 641
"""Nodes along the first axis; the second has half as many boxes."""

EVALUATIONS = FEWEST * FEWEST
"""Exact evaluations the smallest table of two axes takes."""

DENSE = 1920
"""Steps of the dense grid along the first axis, roughly."""

BLOCK = 1 << 14
"""Cells looked up at once: their arrays stay in the processor's cache."""


class ResponseTable:
    """A table of beta, ln POF and status over one or two cell quantities.

    Parameters
    ----------
    evaluate : callable
        ``evaluate(first)`` or ``evaluate(first, second)`` of (n,) float64 arrays gives beta, pof and status, exactly.
    *axes : (low, high)
        Range of each quantity, low < high.
    cells : int
        Cells to be looked up: more cells pay for more nodes, which leave fewer boxes beside kinks to the exact method.

    Attributes
    ----------
    share : float
        Share of the boxes that the table serves.
    """

    def __init__(self, evaluate, *axes, cells=0):
        boxes = int(np.clip(round((8.0 * cells) ** (1 / 3)), FEWEST - 1, MOST - 1)) // 2 * 2
        count = (boxes + 1, boxes // 2 + 1)[: len(axes)]
        self._steps = max(4, round(DENSE / boxes) // 2 * 2)
        # A hair wider, so that cells at the upper end lie inside a box.
        axes = [(low, high + 1e-7 * (high - low)) for low, high in axes]
        self._low = [low for low, _ in axes]
        self._scale = [(n - 1) * self._steps / (high - low) for n, (low, high) in zip(count, axes)]
        nodes = [np.linspace(low, high, n) for n, (low, high) in zip(count, axes)]
        centres = [0.5 * (at[1:] + at[:-1]) for at in nodes]
        exact, middle = (_on_grid(evaluate, at) for at in (nodes, centres))
        dense = [_refine(values, self._steps) for values in exact[:2]]
        self._size = [(len(at) - 1) * self._steps for at in nodes]
        self._boxes = [n - 1 for n in count]
        self._status = self._check(dense, exact[2], middle)
        self.share = float(np.mean(self._status != EXACT))
        # A pair of float32 travels as one 8-byte value: half the look-ups.
        self._pairs = np.stack([values.ravel() for values in dense], axis=-1).astype(np.float32).view(np.float64)[:, 0]
        self._stride = 1 if len(axes) == 1 else dense[0].shape[1]

    def _check(self, dense, status, middle):
        """Status of each box; `EXACT` where its centre misses, its corners differ, or a neighbour fails."""
        at_centre = (slice(self._steps // 2, None, self._steps),) * dense[0].ndim
        beta, logarithm = dense[0][at_centre], dense[1][at_centre]
        good = np.abs(beta - middle[0]) <= TOLERANCE * np.maximum(1.0, np.abs(middle[0]))
        good &= np.abs(logarithm - middle[1]) <= TOLERANCE * np.maximum(10.0, np.abs(middle[1]))
        for axis in range(status.ndim):
            before, after = (np.take(status, range(*ends), axis=axis) for ends in (
                (0, status.shape[axis] - 1), (1, status.shape[axis])))
            status = np.where(before == after, before, EXACT)
        good &= (status == middle[2]) & ((status == CONVERGED) | (status == CORNER))
        centre_good = good
        for axis in range(good.ndim):
            for shift in (1, -1):
                moved = np.roll(centre_good, shift, axis=axis)
                edge = [slice(None)] * good.ndim
                edge[axis] = 0 if shift == 1 else -1
                moved[tuple(edge)] = True
                good = good & moved
        return np.where(good, status, EXACT).astype(np.uint8).ravel()

    def look_up(self, *coordinates):
        """Give beta and POF of cells.

        Parameters
        ----------
        *coordinates : (n,) float array
            One array an axis.

        Returns
        -------
        beta, pof : (n,) float32 array
            NaN where the table does not serve.
        status : (n,) uint8 array
            0 converged, 1 at a corner, `EXACT` where the table does not serve.
        """
        count = len(coordinates[0])
        beta, pof = np.empty(count, np.float32), np.empty(count, np.float32)
        status = np.empty(count, np.uint8)
        for start in range(0, count, BLOCK):
            cells = slice(start, start + BLOCK)
            self._look_up([at[cells] for at in coordinates], beta[cells], pof[cells], status[cells])
        return beta, pof, status

    def _look_up(self, coordinates, beta, pof, status):
        place, box, weights, outside = None, None, [], None
        for values, low, scale, size, boxes in zip(coordinates, self._low, self._scale, self._size, self._boxes):
            at = np.subtract(values, low, dtype=np.float32, casting="same_kind")
            at *= np.float32(scale)
            beyond = ~((at >= 0.0) & (at < size))
            outside = beyond if outside is None else outside | beyond
            at[beyond] = 0.0
            index = at.astype(np.int32)
            at -= index
            weights.append(np.repeat(at, 2))
            if place is None:
                place, box = index, index // self._steps
            else:
                place, box = place * self._stride + index, box * boxes + index // self._steps
        self._status.take(box, out=status)
        status[outside] = EXACT
        both = self._along(place, weights[-1])
        if len(weights) == 2:
            both += (self._along(place + self._stride, weights[1]) - both) * weights[0]
        both = both.reshape(-1, 2)
        beta[:] = both[:, 0]
        np.exp(np.minimum(both[:, 1], 0.0), out=pof)
        missed = status == EXACT
        beta[missed] = pof[missed] = np.nan

    def _along(self, place, weight):
        """Interpolate pairs of beta and ln POF along the last axis, on which neighbours lie side by side."""
        left = self._pairs.take(place).view(np.float32)
        right = self._pairs.take(place + 1).view(np.float32)
        right -= left
        right *= weight
        right += left
        return right


def _on_grid(evaluate, axes):
    """Beta, ln POF and status on the grid of the axes; where one is not finite, zeros and `EXACT`."""
    mesh = np.meshgrid(*axes, indexing="ij")
    beta, pof, status = evaluate(*(each.ravel() for each in mesh))
    known = np.isfinite(beta) & (pof > 0.0)
    beta, logarithm = np.where(known, beta, 0.0), np.log(np.where(known, pof, 1.0))
    return [values.reshape(mesh[0].shape) for values in (beta, logarithm, np.where(known, status, EXACT))]


def _refine(values, steps):
    """Refine along every axis by the cubic through the four nearest nodes."""
    for axis in range(values.ndim):
        values = np.moveaxis(np.tensordot(_cubics(values.shape[axis], steps), values, (1, axis)), 0, axis)
    return values


def _cubics(nodes, steps):
    """Weights of the nodes at the dense points, (boxes * steps + 1, nodes)."""
    at = np.arange((nodes - 1) * steps + 1) / steps
    first = np.clip(at.astype(int) - 1, 0, nodes - 4)
    weights = np.zeros((len(at), nodes))
    for node in range(4):
        weight = np.ones(len(at))
        for other in range(4):
            if other != node:
                weight *= (at - first - other) / (node - other)
        weights[np.arange(len(at)), first + node] = weight
    return weights
