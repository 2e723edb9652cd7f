"""Exact medians over wide windows, in a time that hardly grows with the window: a histogram slides over ranks.

Huang, Yang & Tang (1979), doi:10.1109/TASSP.1979.1163188, on the ranks of the values of a tile in place of grey levels,
so that decimal numbers keep all their digits, with counts of 64 and of 4096 ranks on top to find the middle quickly.
Compiled by numba on first use.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .median_network import compiled


def windowed(values: np.ndarray, missing: np.ndarray, size: tuple) -> np.ndarray:
    """Median of the cells with a value under a rectangle.

    Parameters
    ----------
    values : ndarray of float32, shape (h, w)
    missing : ndarray of bool, shape (h, w)
        Cells without a value; at least one has one.
    size : (int, int)
        Width and height of the rectangle, odd. It is cut off at the rim.

    Returns
    -------
    ndarray of float32, shape (h, w)
        The mean of the two middle ones where their count is even; NaN where ``missing``.

    Raises
    ------
    ImportError
        numba is missing.
    """
    slide = _kernel()
    known = values[~missing]
    order = _order(known)
    ordered, place = known[order], np.empty(known.size, dtype=np.int32)
    place[order] = np.arange(known.size, dtype=np.int32)      # equal values come in any order
    ranks = np.full(values.shape, -1, dtype=np.int32)
    ranks[~missing] = place
    result = np.full(values.shape, np.nan, dtype=np.float32)
    slide(ranks, ordered, size[0] // 2, size[1] // 2, result)
    return result


def _order(known: np.ndarray) -> np.ndarray:
    """Places that sort: by the lower, then the upper half of the bits, since NumPy sorts 16 bits in one pass."""
    bits = (known + np.float32(0)).view(np.int32)       # -0 becomes 0
    bits = np.where(bits < 0, bits ^ 0x7FFFFFFF, bits)      # negative numbers lie the other way round
    low = np.argsort((bits & 0xFFFF).astype(np.uint16), kind="stable")
    return low[np.argsort((bits[low] >> 16).astype(np.int16), kind="stable")]


@lru_cache(maxsize=1)
def _kernel():
    def slide(ranks, ordered, across, down, result):
        rows, cols = ranks.shape
        fine = np.zeros((ordered.size >> 6) + 1 << 6, dtype=np.uint8)
        middle = np.zeros((fine.size >> 12) + 1 << 6, dtype=np.uint16)
        coarse = np.zeros(middle.size >> 6, dtype=np.int32)
        for row in range(rows):
            top, bottom = max(row - down, 0), min(row + down + 1, rows)
            count = at = under = 0      # under: cells below the coarse bin `at`
            for col in range(-across, cols + across + 1):
                enter, leave = col + across, col - across - 1
                if enter < cols:
                    for line in range(top, bottom):
                        rank = ranks[line, enter]
                        if rank >= 0:
                            fine[rank] += 1
                            middle[rank >> 6] += 1
                            coarse[rank >> 12] += 1
                            under += rank >> 12 < at
                            count += 1
                if leave >= 0:
                    for line in range(top, bottom):
                        rank = ranks[line, leave]
                        if rank >= 0:
                            fine[rank] -= 1
                            middle[rank >> 6] -= 1
                            coarse[rank >> 12] -= 1
                            under -= rank >> 12 < at
                            count -= 1
                if 0 <= col < cols and ranks[row, col] >= 0:
                    below = (count - 1) >> 1
                    while under > below:                # from where the last median was
                        at -= 1
                        under -= coarse[at]
                    while below >= under + coarse[at]:
                        under += coarse[at]
                        at += 1
                    below, place = below - under, at
                    place <<= 6
                    while below >= middle[place]:
                        below -= middle[place]
                        place += 1
                    place <<= 6
                    while fine[place] == 0 or below > 0:
                        below -= fine[place]
                        place += 1
                    low = ordered[place]
                    if count & 1 == 0:
                        place += 1
                        while fine[place] == 0:     # the next rank in the window, by leaps over empty stretches
                            if place & 63 == 0 and middle[place >> 6] == 0:
                                place += 64
                            else:
                                place += 1
                        low = np.float32((low + ordered[place]) * np.float32(0.5))
                    result[row, col] = low
        return count

    return compiled(slide)
