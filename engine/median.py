"""Exact medians over wide windows, in a time that grows little with the window: a histogram slides over ranks.

Huang, Yang & Tang (1979), doi:10.1109/TASSP.1979.1163188, on the ranks of the values of a tile in place of grey levels,
so that decimal numbers keep all their digits. Every rank occurs once, so the histogram is a set of bits, with counts of
512 ranks on top to find the middle quickly. The windows of four rows slide together and share the set of the rows that
all of them have (Weiss 2006, doi:10.1145/1141911.1141918). Compiled by numba on first use.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from .median_network import compiled

_TOGETHER = 4
"""Rows whose windows slide together."""

_COARSE = 9
"""Two to this power is the number of ranks counted together."""


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
    slide(ranks, ordered, size[0] // 2, size[1] // 2, _places_of_bits(), result)
    return result


def _order(known: np.ndarray) -> np.ndarray:
    """Places that sort: by the lower, then the upper half of the bits, since NumPy sorts 16 bits in one pass."""
    bits = (known + np.float32(0)).view(np.int32)       # -0 becomes 0
    bits = np.where(bits < 0, bits ^ 0x7FFFFFFF, bits)      # negative numbers lie the other way round
    low = np.argsort((bits & 0xFFFF).astype(np.uint16), kind="stable")
    return low[np.argsort((bits[low] >> 16).astype(np.int16), kind="stable")]


@cache
def _places_of_bits() -> np.ndarray:
    """Place of the n-th bit that is set in a byte, uint8, shape (256, 8)."""
    places = np.zeros((256, 8), dtype=np.uint8)
    for byte in range(256):
        found = [place for place in range(8) if byte >> place & 1]
        places[byte, :len(found)] = found
    return places


@cache
def _kernel():
    from numba.extending import register_jitable

    each = np.uint64(0x0101010101010101)
    pairs, fours, eights = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333), np.uint64(0x0F0F0F0F0F0F0F0F)
    signs = np.uint64(0x8080808080808080)

    @register_jitable
    def bits_below(word):
        """Bits set in each byte and those under it, a byte each; the last is the sum."""
        word = word - ((word >> np.uint64(1)) & pairs)
        word = (word & fours) + ((word >> np.uint64(2)) & fours)
        return ((word + (word >> np.uint64(4))) & eights) * each

    @register_jitable
    def place_of(word, sums, number, places):
        """Place of the bit of that number, from 0; all bytes are compared at once."""
        passed = ((((np.uint64(number) * each | signs) - sums) & signs) >> np.uint64(7)) * each >> np.uint64(56)
        shift = passed * np.uint64(8)
        before = (sums << np.uint64(8)) >> shift & np.uint64(255)
        return np.int64(shift) + places[word >> shift & np.uint64(255), np.uint64(number) - before]

    def slide(ranks, ordered, across, down, places, result):
        rows, cols = ranks.shape
        # The last column is the set of the rows that all windows have, the others what each has besides.
        bits = np.zeros(((ordered.size >> _COARSE) + 2 << _COARSE - 6, _TOGETHER + 1), dtype=np.uint64)
        coarse = np.zeros(((ordered.size >> _COARSE) + 2, _TOGETHER + 1), dtype=np.int32)
        counts, under = np.zeros(_TOGETHER + 1, dtype=np.int64), np.zeros(_TOGETHER + 1, dtype=np.int64)
        for row in range(0, rows, _TOGETHER):
            group = min(_TOGETHER, rows - row)
            top, bottom = max(row - down, 0), min(row + group + down, rows)
            first = max(row + group - 1 - down, top)
            last = max(min(row + down + 1, rows), first)
            own = bottom - top - (last - first)
            at = 0
            counts[:] = 0
            under[:] = 0        # cells below the coarse bin `at`
            for col in range(-across, cols + across + 1):
                for sign in (1, -1):
                    line = col + across if sign > 0 else col - across - 1
                    if not 0 <= line < cols:
                        continue
                    for place in range(first, last):
                        rank = ranks[place, line]
                        if rank >= 0:
                            bits[rank >> 6, _TOGETHER] ^= np.uint64(1) << np.uint64(rank & 63)
                            coarse[rank >> _COARSE, _TOGETHER] += sign
                            under[_TOGETHER] += sign * (rank >> _COARSE < at)
                            counts[_TOGETHER] += sign
                    for other in range(own):
                        place = top + other if top + other < first else last + other - (first - top)
                        rank = ranks[place, line]
                        if rank >= 0:
                            bit = np.uint64(1) << np.uint64(rank & 63)
                            for window in range(max(place - row - down, 0), min(place - row + down + 1, group)):
                                bits[rank >> 6, window] ^= bit
                                coarse[rank >> _COARSE, window] += sign
                                under[window] += sign * (rank >> _COARSE < at)
                                counts[window] += sign
                if not 0 <= col < cols:
                    continue
                for window in range(group):
                    if ranks[row + window, col] < 0:
                        continue
                    count = counts[_TOGETHER] + counts[window]
                    below, here, passed = (count - 1) >> 1, at, under[_TOGETHER] + under[window]
                    while passed > below:                # from where the median before was
                        here -= 1
                        passed -= coarse[here, _TOGETHER] + coarse[here, window]
                    while below >= passed + coarse[here, _TOGETHER] + coarse[here, window]:
                        passed += coarse[here, _TOGETHER] + coarse[here, window]
                        here += 1
                    if window == 0 and here != at:
                        for each_set in range(_TOGETHER + 1):
                            for bin in range(at, here):
                                under[each_set] += coarse[bin, each_set]
                            for bin in range(here, at):
                                under[each_set] -= coarse[bin, each_set]
                        at = here
                    left, number = below - passed, here << _COARSE - 6
                    word = bits[number, _TOGETHER] | bits[number, window]
                    sums = bits_below(word)
                    while left >= np.int64(sums >> np.uint64(56)):
                        left -= np.int64(sums >> np.uint64(56))
                        number += 1
                        word = bits[number, _TOGETHER] | bits[number, window]
                        sums = bits_below(word)
                    place = place_of(word, sums, left, places)
                    middle = ordered[number * 64 + place]
                    if count & 1 == 0:       # and the next one
                        word &= ~np.uint64(0) << np.uint64(place)
                        word &= word - np.uint64(1)
                        while word == 0:
                            number += 1
                            word = bits[number, _TOGETHER] | bits[number, window]
                        place = place_of(word, bits_below(word), 0, places)
                        middle = np.float32((middle + ordered[number * 64 + place]) * np.float32(0.5))
                    result[row + window, col] = middle

    return compiled(slide)
