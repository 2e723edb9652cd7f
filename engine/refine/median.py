"""Exact medians over windows of any width: a histogram slides over the ranks of a block of cells.

Huang, Yang & Tang (1979), doi:10.1109/TASSP.1979.1163188, on the ranks of the values in place of grey levels, so that
decimal numbers keep all their digits. Every rank occurs once, so the histogram is a set of bits, small enough to stay
near the processor. The windows of eight rows slide together and share the set of the rows that all of them have (Weiss
2006, doi:10.1145/1141911.1141918). Compiled by numba on first use.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from ..compiled import compiled

_TOGETHER = 8
"""Rows whose windows slide together."""

_BLOCK = 128
"""Cells on the side of a block that is ranked by itself; twice the window where that is more."""


def windowed(values: np.ndarray, size: tuple) -> np.ndarray:
    """Median of the cells with a value under a rectangle.

    Parameters
    ----------
    values : ndarray of float32, shape (h, w), contiguous
        NaN = no value.
    size : (int, int)
        Width and height of the rectangle, odd. It is cut off at the rim.

    Returns
    -------
    ndarray of float32, shape (h, w)
        The mean of the two middle ones where their count is even; NaN where `values` is.

    Raises
    ------
    ImportError
        numba is missing.
    """
    import cv2

    slide = _kernel()
    known = ~np.isnan(values)
    counts = cv2.boxFilter(known.astype(np.uint8), cv2.CV_32S, size, normalize=False, borderType=cv2.BORDER_CONSTANT)
    result = np.full(values.shape, np.nan, dtype=np.float32)
    sides = (_side(length, width) for length, width in zip(values.shape[::-1], size))
    slide(values, counts * known, *size, *sides, _places_of_bits(), result)
    return result


def _side(length: int, width: int) -> int:
    """Cells on the side of equal blocks that cover a length, a multiple of the rows that slide together."""
    blocks = max(round(length / max(_BLOCK, 2 * width)), 1)
    return -(-length // (blocks * _TOGETHER)) * _TOGETHER


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

    # Places are unsigned throughout: numba looks at signed ones for counting from the end.
    whole = np.uint64
    each = whole(0x0101010101010101)
    pairs, fours, eights = whole(0x5555555555555555), whole(0x3333333333333333), whole(0x0F0F0F0F0F0F0F0F)
    signs = whole(0x8080808080808080)
    shared = whole(_TOGETHER)       # the last set: what all windows have, behind what each has by itself

    @register_jitable
    def bits_below(word):
        """Bits set in each byte and those under it, a byte each; the last is the sum."""
        word = word - ((word >> whole(1)) & pairs)
        word = (word & fours) + ((word >> whole(2)) & fours)
        return ((word + (word >> whole(4))) & eights) * each

    @register_jitable
    def ones(word):
        return np.int64(bits_below(word) >> whole(56))

    @register_jitable
    def place_of(word, number, places):
        """Place of the bit of that number, from 0; all bytes are compared at once."""
        sums = bits_below(word)
        passed = ((((whole(number) * each | signs) - sums) & signs) >> whole(7)) * each >> whole(56)
        shift = passed * whole(8)
        before = (sums << whole(8)) >> shift & whole(255)
        return shift + places[word >> shift & whole(255), whole(number) - before]

    @register_jitable
    def fill_ranks(values, top, left, height, ranks, ordered, keys, cells):
        """Fill the ranks of a block, column by column, and its values in order; give the rank of cells without one.

        A radix sort by bytes: as whole numbers, bits of floats are in order once the negative ones are turned round.
        """
        patterns = values.view(np.int32)
        digits = np.zeros((4, 256), dtype=np.uint32)
        count = 0
        for col in range(max(left, 0), min(left + ranks.size // height, values.shape[1])):
            for row in range(max(top, 0), min(top + height, values.shape[0])):
                bits = patterns[row, col]
                if bits & 0x7FFFFFFF > 0x7F800000:      # NaN
                    continue
                if bits == -0x80000000:         # -0 is 0
                    bits = 0
                key = np.uint32(bits) ^ np.uint32((bits >> 31) | -0x80000000)
                keys[0, count], cells[0, count] = key, (col - left) * height + row - top
                count += 1
                for place in range(4):
                    digits[place, (key >> np.uint32(8 * place)) & np.uint32(255)] += np.uint32(1)
        now = 0
        for place in range(4):
            if digits[place].max() == count:        # all have the same
                continue
            total = np.uint32(0)
            for digit in range(256):
                digits[place, digit], total = total, total + digits[place, digit]
            for number in range(count):
                key = keys[now, number]
                digit = (key >> np.uint32(8 * place)) & np.uint32(255)
                to = digits[place, digit]
                digits[place, digit] += np.uint32(1)
                keys[1 - now, to], cells[1 - now, to] = key, cells[now, number]
            now = 1 - now
        none = (count + 63) // 64 * 64
        ranks[:] = none
        for number in range(count):
            cell = cells[now, number]
            ranks[cell] = number
            key = keys[now, number]
            ordered[number] = np.int32(key ^ np.uint32(0x80000000) if key >> np.uint32(31) else ~key)
        return none

    @register_jitable(inline="always")
    def both(bits, number, window):
        """Ranks that a window holds: its own and those all hold."""
        return bits[number, window] | bits[number, shared]

    @register_jitable
    def sweep(ranks, ordered, counts, across, down, places, bits, result):
        """Medians of a block. `ranks`: by column and row, behind a column of cells without a value."""
        at = np.empty(_TOGETHER, dtype=np.int32)        # word of the last median
        below = np.empty(_TOGETHER, dtype=np.int64)         # cells in the words before it
        for top in range(0, result.shape[0], _TOGETHER):
            bits[:] = 0
            at[:] = 0
            below[:] = 0
            for line in range(1, ranks.shape[0]):
                col, new, old = line - across, ranks[line], ranks[max(line - across, 0)]
                for column in (new, old):
                    for place in range(_TOGETHER - 1, down):
                        rank = whole(column[top + place])
                        bits[rank >> whole(6), shared] ^= whole(1) << (rank & whole(63))
                    for other in range(_TOGETHER - 1 + min(down, _TOGETHER - 1)):       # above and below these
                        place = other if other < _TOGETHER - 1 else other + max(down - _TOGETHER + 1, 0)
                        rank = whole(column[top + place])
                        for window in range(max(place - down + 1, 0), min(place + 1, _TOGETHER)):
                            bits[rank >> whole(6), whole(window)] ^= whole(1) << (rank & whole(63))
                for window in range(min(_TOGETHER, result.shape[0] - top)):
                    row = top + window
                    come, gone = new[row:row + down], old[row:row + down]
                    limit, change = at[window] << 6, np.int32(0)
                    for place in range(down):
                        change = np.int32(change + np.int32(come[place] < limit) - np.int32(gone[place] < limit))
                    below[window] += change
                    count = counts[row, col] if col >= 0 else 0
                    if count == 0:
                        continue
                    middle = (count - 1) >> 1
                    number, own, passed = whole(at[window]), whole(window), below[window]
                    while passed > middle:
                        number -= whole(1)
                        passed -= ones(both(bits, number, own))
                    word = both(bits, number, own)
                    while passed + ones(word) <= middle:
                        passed += ones(word)
                        number += whole(1)
                        word = both(bits, number, own)
                    at[window], below[window] = number, passed
                    place = place_of(word, middle - passed, places)
                    result[row, col] = ordered[(number << whole(6)) + place]
                    if count & 1 == 0:       # and the next one
                        word &= ~whole(1) << place
                        while word == 0:
                            number += whole(1)
                            word = both(bits, number, own)
                        place = place_of(word, 0, places)
                        result[row, col] = (result[row, col] + ordered[(number << whole(6)) + place]) * np.float32(0.5)

    def slide(values, counts, across, down, block_width, block_height, places, result):
        height = block_height + down - 1
        most = (block_width + across - 1) * height
        ranks, ordered = np.empty(height + most, dtype=np.int32), np.empty(most, dtype=np.float32)
        in_order = ordered.view(np.int32)
        keys, cells = np.empty((2, most), dtype=np.uint32), np.empty((2, most), dtype=np.uint32)
        bits = np.empty((most // 64 + 2, _TOGETHER + 1), dtype=np.uint64)
        for top in range(0, result.shape[0], block_height):
            for left in range(0, result.shape[1], block_width):
                size = (min(block_width, result.shape[1] - left) + across - 1) * height
                none = fill_ranks(values, top - down // 2, left - across // 2, height, ranks[height:height + size],
                                  in_order, keys, cells)
                ranks[:height] = none
                block = slice(top, top + block_height), slice(left, left + block_width)
                sweep(ranks[:height + size].reshape(-1, height), ordered, counts[block], across, down, places,
                      bits[:none // 64 + 1], result[block])

    return compiled(slide, nogil=True)
