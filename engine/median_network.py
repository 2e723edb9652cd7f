"""Exact medians over small windows by sorting networks, for many windows at a time.

The columns of a window are sorted first, once for all windows that share them, then its rows; cells that are then known
to lie above or below more than half of all are left out, and the rest is sorted as far as its middle needs. Every step
takes the lesser and the greater of two rows of numbers, which a processor does for many windows at once. The steps are
Batcher's (Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M). Compiled by numba on first use.
"""

from __future__ import annotations

from functools import cache

import numpy as np

MOST_CELLS = 81
"""Beyond 9 x 9 cells sliding a histogram (:mod:`.median`) is about as fast, and faster where much is missing."""

_WIDTH = 256
"""Windows worked on side by side: 81 rows of so many numbers stay near the processor."""


def windowed(values: np.ndarray, partial: np.ndarray, size: tuple) -> np.ndarray:
    """Median of the cells with a value under a rectangle.

    Parameters
    ----------
    values : ndarray of float32, shape (h, w)
        NaN = no value.
    partial : ndarray of bool, shape (h, w)
        Cells with a value whose rectangle holds a cell without, or reaches over the rim; each takes some six times as
        long as another.
    size : (int, int)
        Width and height of the rectangle, odd, of at most `MOST_CELLS` cells.

    Returns
    -------
    ndarray of float32, shape (h, w)
        The mean of the two middle ones where their count is even; NaN where `values` is.

    Raises
    ------
    ImportError
        numba is missing.
    """
    across, down = size
    full, scattered = _kernels()
    padded = np.pad(values, ((down // 2, down // 2), (across // 2, across // 2)), constant_values=np.nan)
    result = np.empty_like(values)
    program = _program(across, down)
    full(padded, *program, result)
    rows, cols = np.nonzero(partial)
    scattered(padded, rows, cols, *program, down, result)
    result[np.isnan(values)] = np.nan
    return result


def sorting_steps(count: int) -> list:
    """Pairs of places (i, j), i < j, to be put in order one after another so that `count` numbers are sorted."""
    pairs = []
    top = 1 << max((count - 1).bit_length() - 1, 0)
    p = top
    while p:
        q, r, d = top, 0, p
        while True:
            pairs += [(i, i + d) for i in range(count - d) if i & p == r]
            if q == p:
                break
            d, q, r = q - p, q >> 1, p
        p >>= 1
    return pairs


@cache
def _program(across: int, down: int) -> tuple:
    """Steps that sort a column, steps from sorted columns to the median, and the place where it ends.

    A step of the second kind is (1 lesser, 2 greater, 3 both wanted; place, place).
    """
    half = across * down // 2 + 1
    cells = [(row, col) for row in range(down) for col in range(across)]
    # With rows and columns sorted, (row + 1)(col + 1) cells are at most as great as a cell, and so from the other end.
    over = [(down - row) * (across - col) > half for row, col in cells]
    left = [row * across + col for (row, col), small in zip(cells, over)
            if not small and (row + 1) * (col + 1) <= half]
    middle = left[half - 1 - sum(over)]
    pairs = [(row * across + i, row * across + j) for row in range(down) for i, j in sorting_steps(across)]
    pairs += [(left[i], left[j]) for i, j in sorting_steps(len(left))]
    wanted, steps = {middle}, []
    for i, j in reversed(pairs):
        if i in wanted or j in wanted:
            steps.append(((i in wanted) + 2 * (j in wanted), i, j))
            wanted |= {i, j}
    column, steps = sorting_steps(down), steps[::-1]
    return (np.array(column, dtype=np.uint32).reshape(-1, 2), np.array(steps, dtype=np.uint32).reshape(-1, 3), middle)


def compiled(function):
    """Compile a function of arrays with numba."""
    import numba

    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:      # no folder where compiled code could be kept
        return numba.njit(nogil=True)(function)


@cache
def _kernels():
    from numba.extending import register_jitable

    @register_jitable
    def exchange(kind, rows, i, j, width, spare):
        # By way of `spare`: where a row is read and written in one loop the compiler takes masked writes, four times as
        # slow on some processors.
        if kind == 1:
            for place in range(width):
                one, other = rows[i, place], rows[j, place]
                spare[place] = one if one < other else other
            for place in range(width):
                rows[i, place] = spare[place]
        else:
            for place in range(width):
                one, other = rows[i, place], rows[j, place]
                spare[place] = other if one < other else one
                if kind == 3:
                    rows[i, place] = one if one < other else other
            for place in range(width):
                rows[j, place] = spare[place]

    def medians(padded, column, steps, middle, result):
        down, across = padded.shape[0] - result.shape[0] + 1, padded.shape[1] - result.shape[1] + 1
        for left in range(0, result.shape[1], _WIDTH):
            width = min(_WIDTH, result.shape[1] - left)
            columns = np.empty((down, width + across - 1), dtype=np.float32)
            cells = np.empty((down * across, width), dtype=np.float32)
            spare = np.empty(width + across - 1, dtype=np.float32)
            for row in range(result.shape[0]):
                for i in range(down):
                    columns[i] = padded[row + i, left:left + width + across - 1]
                for step in range(len(column)):
                    exchange(3, columns, column[step, 0], column[step, 1], width + across - 1, spare)
                for i in range(down):
                    for j in range(across):
                        cells[i * across + j] = columns[i, j:j + width]
                for step in range(len(steps)):
                    exchange(steps[step, 0], cells, steps[step, 1], steps[step, 2], width, spare)
                result[row, left:left + width] = cells[middle]

    def scattered(padded, rows, cols, column, steps, middle, down, result):
        across = padded.shape[1] - result.shape[1] + 1
        cells, spare = np.empty((down * across, _WIDTH), dtype=np.float32), np.empty(_WIDTH, dtype=np.float32)
        for start in range(0, rows.size, _WIDTH):
            width = min(_WIDTH, rows.size - start)
            for which in range(start, start + width):
                result[rows[which], cols[which]] = 0
            # Half of the missing cells count as above all others, half as below; an odd one as first this, then that.
            for infinite in (np.float32(np.inf), np.float32(-np.inf)):
                for place in range(width):
                    row, col, filler = rows[start + place], cols[start + place], infinite
                    for i in range(down):
                        for j in range(across):
                            number = padded[row + i, col + j]
                            if np.isnan(number):
                                number, filler = filler, -filler
                            cells[i * across + j, place] = number
                for j in range(across):
                    for step in range(len(column)):
                        exchange(3, cells, column[step, 0] * across + j, column[step, 1] * across + j, width, spare)
                for step in range(len(steps)):
                    exchange(steps[step, 0], cells, steps[step, 1], steps[step, 2], width, spare)
                for place in range(width):
                    result[rows[start + place], cols[start + place]] += cells[middle, place] * np.float32(0.5)

    return compiled(medians), compiled(scattered)
