"""Connected patches of a mask of any size: labelled strip by strip, joined across the seams.

Only one strip of cells and one number for each patch are in memory. Cells touching at a corner are connected.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..grid import RasterSource, RasterWriter, Window
from ..grid.tiles import check_cancelled

STRIP_CELLS = 4_000_000


class Removal(NamedTuple):
    """What :func:`remove_small` took away."""

    patches: int
    cells: int
    kept: int


def remove_small(mask: RasterSource, writer: RasterWriter, smallest: float, band: int = 1, *, strip: int | None = None,
                 progress=None, cancelled=None) -> Removal:
    """Write a mask without its small patches.

    Parameters
    ----------
    mask : RasterSource
        1 inside patches, 0 outside, nodata.
    writer : RasterWriter
        uint8 on the same grid; neither committed nor discarded here.
    smallest : float
        Least number of cells a patch keeps.
    band : int
        Band of ``writer``, from 1.
    strip : int, optional
        Rows worked on at a time; the result does not depend on it.

    Returns
    -------
    Removal
        Patches and cells taken away, patches kept.
    """
    windows = _strips(mask.grid, strip)
    sizes, whole = _patch_sizes(mask, windows, progress, cancelled)
    total = np.bincount(whole, weights=sizes, minlength=1)
    keep = (total >= smallest)[whole]
    first = 0
    for number, window in enumerate(windows):
        check_cancelled(cancelled)
        values, count, labels, _ = _label(mask, window)
        kept = np.append(False, keep[first:first + count])[labels]
        result = kept.astype(np.uint8)
        result[np.isnan(values)] = 255
        writer.write(result, window, band)
        first += count
        _tell(progress, 0.5 + 0.5 * (number + 1) / len(windows))
    mask.close()
    small = (total > 0) & (total < smallest)
    return Removal(int(small.sum()), int(total[small].sum()), int((total >= smallest).sum()))


def _patch_sizes(mask, windows, progress, cancelled) -> tuple:
    """Cells of each strip's piece of a patch, and the patch each piece belongs to."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    sizes, pairs, above, first = [], [], None, 0
    for number, window in enumerate(windows):
        check_cancelled(cancelled)
        _, count, labels, cells = _label(mask, window)
        sizes.append(cells)
        top = np.where(labels[0] > 0, labels[0] + first - 1, -1).astype(np.int64)
        if above is not None:
            pairs.extend(_touching(above, top))
        above = np.where(labels[-1] > 0, labels[-1] + first - 1, -1).astype(np.int64)
        first += count
        _tell(progress, 0.5 * (number + 1) / len(windows))
    sizes = np.concatenate(sizes)
    if not sizes.size:
        return sizes, np.zeros(0, dtype=np.int64)
    one, other = np.concatenate(pairs, axis=1) if pairs else np.zeros((2, 0), dtype=np.int64)
    links = coo_matrix((np.ones(one.size, dtype=bool), (one, other)), shape=(sizes.size, sizes.size))
    return sizes, connected_components(links, directed=False)[1]


def _touching(above, below) -> list:
    """Pairs of pieces that touch across a seam, straight or at a corner."""
    found = []
    for upper, lower in ((above, below), (above[1:], below[:-1]), (above[:-1], below[1:])):
        both = (upper >= 0) & (lower >= 0)
        if both.any():
            found.append(np.unique(np.stack([upper[both], lower[both]]), axis=1))
    return found


def _label(mask, window) -> tuple:
    import cv2

    values = mask.read(window, np.float32)
    count, labels, stats, _ = cv2.connectedComponentsWithStats((values == 1).astype(np.uint8), connectivity=8,
                                                              ltype=cv2.CV_32S)
    return values, count - 1, labels, stats[1:, cv2.CC_STAT_AREA].astype(np.int64)


def _strips(grid, rows) -> list:
    rows = rows or max(STRIP_CELLS // grid.width // 256 * 256, 256)
    return [Window(0, top, grid.width, min(rows, grid.height - top)) for top in range(0, grid.height, rows)]


def _tell(progress, share) -> None:
    if progress is not None:
        progress(share)
