"""Reliability by table: where only one or two cell quantities vary, the rest being shared by a whole zone.

The reliability index is then a function of these. It is computed exactly at the nodes and at the
centre of every box between them, refined by local cubics to a dense grid, and looked up there bilinearly. A box whose
centre misses the exact value, whose statuses differ, or that has such a neighbour may hold a kink: its part of the
dense grid is computed exactly too, and each dense box is checked at its own centre. What still misses is left to the
exact method, as are cells beyond the axes.
"""

from __future__ import annotations

import itertools

import numpy as np

from .joint import Solution

TOLERANCE = 5e-5
"""Largest error: in beta over max(1, |beta|), in ln POF over max(10, |ln POF|). At the centre of a box half of it is
allowed, since a kink errs up to twice as much beside the centre as there."""

LEAP = 40
"""Multiple of the tolerance from which neighbours are mistrusted too: the exact method leaps between solutions."""

EXACT = 255
"""Status of boxes left to the exact method."""

BOXES, STEPS = 192, 6
"""Boxes along the first axis (the second has half as many), and dense boxes along each: all stay in the cache."""

EVALUATIONS = BOXES * BOXES
"""Exact evaluations a table of two axes takes at least."""

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
    sample : sequence of (m,) float array, optional
        Some of the cells to be looked up, one array an axis. Boxes with many cells pay for exact values on the dense
        grid beside kinks.
    weight : float
        Cells that each of the sample stands for.

    Attributes
    ----------
    share : float
        Share of the axes' range that the table serves.
    """

    def __init__(self, evaluate, *axes, sample=None, weight=1.0):
        # A hair wider, so that cells at the upper end lie inside a box.
        axes = [(low, high + 1e-7 * (high - low)) for low, high in axes]
        self._low = [low for low, _ in axes]
        self._size = [count * STEPS for count in (BOXES, BOXES // 2)[: len(axes)]]
        self._scale = [size / (high - low) for size, (low, high) in zip(self._size, axes)]
        dense = [np.linspace(*ends, size + 1) for ends, size in zip(axes, self._size)]
        nodes = _on_grid(evaluate, [at[::STEPS] for at in dense])
        centres = _on_grid(evaluate, [at[STEPS // 2::STEPS] for at in dense])
        values = [_refine(each) for each in nodes[:2]]
        good = _passes(nodes, centres, values)
        status = _spread(np.where(good, centres[2], EXACT))
        if sample is not None:
            cells = weight * np.histogramdd(np.transpose(sample), good.shape, axes)[0]
            # Exact values there take two evaluations a dense box.
            pays = ~good & (cells > 2 * STEPS**good.ndim) & (np.min(_corners(nodes[2]), axis=0) != EXACT)
            if pays.any():
                _sharpen(evaluate, dense, values, status, _spread(pays))
        self.share = float(np.mean(status != EXACT))
        # Beta and ln POF travel as one complex number: half the look-ups.
        self._values = np.empty(values[0].size, np.complex64)
        self._values.real, self._values.imag = (each.ravel() for each in values)
        # A dense box is found by the place of its first node.
        self._status = np.pad(status, [(0, 1)] * status.ndim, constant_values=EXACT).ravel()
        self._width = 0 if len(axes) == 1 else self._size[1] + 1

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
            As evaluated; `EXACT` where the table does not serve.
        """
        count = len(coordinates[0])
        beta, pof = np.empty(count, np.float32), np.empty(count, np.float32)
        status = np.empty(count, np.uint8)
        for start in range(0, count, BLOCK):
            cells = slice(start, start + BLOCK)
            self._look_up([at[cells] for at in coordinates], beta[cells], pof[cells], status[cells])
        return beta, pof, status

    def _look_up(self, coordinates, beta, pof, status):
        place, weights, outside = 0, [], False
        for values, low, scale, size in zip(coordinates, self._low, self._scale, self._size):
            at = np.subtract(values, low, dtype=np.float32, casting="same_kind")
            at *= np.float32(scale)
            beyond = ~((at >= 0.0) & (at < size))
            outside = outside | beyond
            at[beyond] = 0.0
            first = np.floor(at)
            weights.append(np.subtract(at, first, out=at))
            place = place * self._width + first.astype(np.intp)
        self._status.take(place, out=status, mode="clip")
        status[outside] = EXACT
        found = self._along(place, weights[-1])
        if len(weights) == 2:
            change = self._along(place + self._width, weights[1])
            change -= found
            change *= weights[0]
            found += change
        beta[:] = found.real
        np.exp(np.minimum(found.imag, 0.0), out=pof)
        missed = status == EXACT
        beta[missed] = pof[missed] = np.nan

    def _along(self, place, weight):
        """Interpolate along the last axis, on which neighbours lie side by side."""
        left = self._values.take(place, mode="clip")
        found = self._values.take(place + 1, mode="clip")
        found -= left
        found *= weight
        found += left
        return found


def _on_grid(evaluate, axes):
    """Beta, ln POF and status on the grid of the axes."""
    mesh = np.meshgrid(*axes, indexing="ij")
    return [values.reshape(mesh[0].shape) for values in _at(evaluate, [each.ravel() for each in mesh])]


def _at(evaluate, coordinates):
    """Beta, ln POF and status (uint8) of points; zeros and `EXACT` where a table has no use for them."""
    beta, pof, status = evaluate(*coordinates)
    known = np.isfinite(beta) & (pof > 0.0) & (status != Solution.NOT_CONVERGED)
    return (np.where(known, beta, 0.0), np.log(np.where(known, pof, 1.0)),
            np.where(known, status, EXACT).astype(np.uint8))


def _passes(nodes, centres, values):
    """Whether each box (bool) is served by the dense values: at its centre, between its dense nodes, next to it."""
    middle = (slice(STEPS // 2, None, STEPS),) * centres[0].ndim
    errors = [2.0 * np.abs(each[middle] - exact) for each, exact in zip(values, centres)]
    for error, each in zip(errors, nodes):
        for axis in range(each.ndim):
            # Between two dense nodes a straight line strays by an eighth of the second difference.
            bend = np.pad(np.abs(np.diff(each, 2, axis)), _margin(axis, each.ndim), mode="edge")
            error += np.max(_corners(bend), axis=0) / (8 * STEPS**2)
    bad = ~_alike([*_corners(nodes[2]), centres[2]]) | (_relative(errors, centres) > TOLERANCE)
    return ~_widened(bad)


def _sharpen(evaluate, axes, values, status, boxes):
    """Put exact values at the corners of some dense boxes (bool), and the status of those they serve."""
    at_node, kept = np.zeros((2, *values[0].shape), bool)
    for mine, others in zip(_corners(at_node), _corners(kept)):
        mine |= boxes
        others |= status != EXACT
    places = np.nonzero(at_node)
    found = _at(evaluate, [axis[index] for axis, index in zip(axes, places)])
    known = np.full(at_node.shape, EXACT, np.uint8)
    known[places] = found[2]
    # Boxes that serve already were checked with the values they have.
    new = ~kept[places] & (found[2] != EXACT)
    places = tuple(index[new] for index in places)
    for each, exact in zip(values, found):
        each[places] = exact[new]
    centres = _at(evaluate, [0.5 * (axis[index] + axis[index + 1]) for axis, index in zip(axes, np.nonzero(boxes))])
    errors = [2.0 * np.abs(np.mean([part[boxes] for part in _corners(each)], axis=0) - exact)
              for each, exact in zip(values, centres)]
    error = _relative(errors, centres)
    leaps = np.zeros(boxes.shape, bool)
    leaps[boxes] = error > LEAP * TOLERANCE
    good = _alike([*(part[boxes] for part in _corners(known)), centres[2]]) & ~_widened(leaps)[boxes]
    status[boxes] = np.where(good & (error <= TOLERANCE), centres[2], EXACT)


def _widened(boxes):
    """Some boxes (bool) and their neighbours."""
    from scipy.ndimage import binary_dilation

    return binary_dilation(boxes)


def _margin(axis, count):
    """Pad widths: one at both ends of one of the axes."""
    return [(int(each == axis),) * 2 for each in range(count)]


def _relative(errors, exact):
    """Larger of the errors of beta and of ln POF, on the scale of `TOLERANCE`."""
    return np.maximum(errors[0] / np.maximum(1.0, np.abs(exact[0])), errors[1] / np.maximum(10.0, np.abs(exact[1])))


def _alike(statuses):
    """Whether statuses are all the same, and known."""
    return np.all([each == statuses[0] for each in statuses], axis=0) & (statuses[0] != EXACT)


def _corners(values):
    """Views of the values at each of the corners of all boxes."""
    return [values[tuple(slice(k, size - 1 + k) for k, size in zip(corner, values.shape))]
            for corner in itertools.product((0, 1), repeat=values.ndim)]


def _spread(values):
    """Give every dense box what its box has."""
    for axis in range(values.ndim):
        values = np.repeat(values, STEPS, axis)
    return values


def _refine(values):
    """Refine along every axis by the cubic through the four nearest nodes."""
    for axis in range(values.ndim):
        values = np.moveaxis(np.tensordot(_cubics(values.shape[axis]), values, (1, axis)), 0, axis)
    return np.ascontiguousarray(values)


def _cubics(nodes):
    """Weights of the nodes at the dense points, ((nodes - 1) * STEPS + 1, nodes)."""
    at = np.arange((nodes - 1) * STEPS + 1) / STEPS
    first = np.clip(at.astype(int) - 1, 0, nodes - 4)
    weights = np.zeros((len(at), nodes))
    for node in range(4):
        weight = np.ones(len(at))
        for other in range(4):
            if other != node:
                weight *= (at - first - other) / (node - other)
        weights[np.arange(len(at)), first + node] = weight
    return weights
