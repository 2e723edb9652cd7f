"""Refinement of whole rasters: the filters of :mod:`.refine` in tiles, then what needs the whole map.

The smallest patch and the equalisation depend on cells far away, so they follow in a second pass over scratch files.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from typing import NamedTuple, Sequence

import numpy as np

from ..grid import RasterSource, RasterWriter, tiles
from . import filters, patches

DISPLAY_BINS = 4096


class Summary(NamedTuple):
    """Numbers for the log, over all bands.

    Attributes
    ----------
    cells : int
        Cells with a value.
    above : int
        Cells at or above the threshold before small patches are taken away.
    patches_removed, cells_removed : int
        Taken away because smaller than the smallest patch.
    """

    cells: int
    above: int
    patches_removed: int
    cells_removed: int


def refine_raster(sources: Sequence[RasterSource], refinement: filters.Refinement, threshold: float = 0.5, *,
                  output: RasterWriter | None = None, mask: RasterWriter | None = None, smallest: float = 0.0,
                  equalized: bool = False, tile: int = tiles.TILE, threads: int | None = None, progress=None,
                  cancelled=None) -> Summary:
    """Refine every band of a map.

    Parameters
    ----------
    sources : sequence of RasterSource
        Bands of the map, 0 to 1, on one grid.
    refinement : Refinement
    threshold : float
        0 to 1; the mask is 1 at or above it.
    output, mask : RasterWriter, optional
        float32 map and uint8 mask (255 nodata) with a band for each source; neither committed nor discarded here.
    smallest : float
        Patches of fewer cells are taken out of the mask.
    equalized : bool
        Spread the output's values evenly over 0 to 1, for display. The mask is made from the values before.
    tile, threads, progress, cancelled
        As in :func:`.tiles.run`.

    Raises
    ------
    InputError
        Values or the threshold outside 0 to 1.
    """
    threshold = filters.check_threshold(threshold)
    grid, second = sources[0].grid, bool(equalized and output) + bool(smallest > 1 and mask)
    share = _Share(progress, 1 + second)
    names = [f"band{number}" for number in range(1, len(sources) + 1)]
    with ExitStack() as stack:
        first = {"output": output, "mask": mask}
        if second:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="scarp_refine_"))
        if equalized and output:
            first["output"] = _scratch(folder, "output", output)
        if smallest > 1 and mask:
            first["mask"] = _scratch(folder, "mask", mask)

        def tile_result(arrays, window):
            halo = refinement.halo
            inner = slice(halo, halo + window.height), slice(halo, halo + window.width)
            refined = np.stack([filters.refine(arrays[name], refinement)[inner] for name in names])
            masks = np.stack([filters.threshold_mask(band, threshold) for band in refined])
            counts = _Counts(int(np.count_nonzero(masks != filters.MASK_NODATA)), int(np.count_nonzero(masks == 1)),
                             _histograms(refined) if equalized else 0)
            return {"output": refined, "mask": masks}, counts

        counts = tiles.run(tile_result, grid, dict(zip(names, sources)),
                           {key: made for key, made in first.items() if made}, combine=_Counts.plus,
                           halo=refinement.halo, tile=tile, threads=threads, progress=share.step(0),
                           cancelled=cancelled)
        removed, taken = 0, 0
        if equalized and output:
            _equalize(first["output"], output, counts.histograms, tile, threads, share.step(1), cancelled)
        if smallest > 1 and mask:
            first["mask"].commit()
            for number in range(1, len(sources) + 1):
                source = RasterSource(first["mask"].path, grid, number, "MASK")
                found = patches.remove_small(source, mask, smallest, number, cancelled=cancelled,
                                             progress=share.part(second, number - 1, len(sources)))
                removed, taken = removed + found.patches, taken + found.cells
    return Summary(counts.cells, counts.above, removed, taken)


def _scratch(folder, name, like) -> RasterWriter:
    return RasterWriter(os.path.join(folder, f"{name}.tif"), like.grid, like.bands, like.dtype.name,
                        parameter=like.parameter, compressed=False)


def _equalize(scratch, output, histograms, tile, threads, progress, cancelled) -> None:
    scratch.commit()
    curves = [filters.equalization(counts) for counts in histograms]
    bands = {str(band): RasterSource(scratch.path, output.grid, band + 1, "OUTPUT") for band in range(len(curves))}
    tiles.run(lambda arrays, window: {"output": np.stack([filters.equalize(arrays[str(band)], curve)
                                                          for band, curve in enumerate(curves)])},
              output.grid, bands, {"output": output}, tile=tile, threads=threads, progress=progress,
              cancelled=cancelled)


class _Counts(NamedTuple):
    """Cells with a value, cells at or above the threshold, and the histogram of each band, (bands, bins) int64."""

    cells: int
    above: int
    histograms: np.ndarray

    def plus(self, other: _Counts) -> _Counts:
        """Add the counts of other cells."""
        return _Counts(*(mine + theirs for mine, theirs in zip(self, other)))


def _histograms(refined: np.ndarray) -> np.ndarray:
    return np.stack([np.bincount(filters.histogram_bins(band[~np.isnan(band)], DISPLAY_BINS), minlength=DISPLAY_BINS)
                     for band in refined])


class _Share:
    """Progress of several passes as one."""

    def __init__(self, progress, passes) -> None:
        self._progress, self._passes = progress, passes

    def step(self, number):
        """Progress function of one pass, from 0."""
        return self.part(number, 0, 1)

    def part(self, number, part, parts):
        """Progress function of one of ``parts`` equal parts of a pass."""
        if self._progress is None:
            return None
        return lambda share: self._progress((number + (part + share) / parts) / self._passes)
