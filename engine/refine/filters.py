"""Refinement of maps from 0 to 1: median, Gaussian, opening, closing, dilation, erosion (OpenCV).

Arrays in, arrays out; NaN is nodata, and everything beyond the array counts as nodata. Nodata neither bleeds into its
neighbours nor is eaten by them: the median and the extremes are taken over the valid cells of a window, and the
Gaussian is a normalised convolution. Cells without a value stay without.

A flat kernel moves whole levels of a map: the opened map above a threshold is the opening of the map above that
threshold, and so for closing, dilation and erosion. So one pass over the map gives both the refined map and its mask.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

import numpy as np

from ..errors import InputError
from . import median

OPERATIONS = ("MEDIAN", "GAUSSIAN", "OPEN", "CLOSE", "DILATE", "ERODE")
"""Order in which the operations are applied."""

KERNELS = ("ellipse", "rectangle", "cross")
LARGEST_KERNEL = 501
"""Widest kernel in cells; beyond it the halo would dwarf a tile."""

MASK_NODATA = 255
_MEDIAN_CHUNK = 1 << 22
"""Values gathered at a time where windows hold nodata: bounds the memory of the median."""


@dataclass(frozen=True)
class Refinement:
    """What is done to a map; sizes are (columns, rows), odd, 1 = off.

    Attributes
    ----------
    sizes : Mapping[str, tuple[int, int]]
        Kernel width and height in cells by operation.
    kernel : str
        ``ellipse``, ``rectangle`` or ``cross``: shape of the morphological kernels.
    """

    sizes: Mapping[str, tuple]
    kernel: str = "ellipse"

    @classmethod
    def from_sizes(cls, sizes, unit="cells", kernel="ellipse", cell_width=1.0, cell_height=1.0) -> Refinement:
        """Kernels from the sizes a user gives.

        Parameters
        ----------
        sizes : Mapping[str, float]
            Width of the kernel by operation name (``MEDIAN`` ... ``ERODE``), in ``unit``; 0 or absent = off. A size
            becomes the nearest odd number of cells, 2 to 3, 4 to 5; below two cells the operation is off.
        unit : {'cells', 'metres'}
        kernel : {'ellipse', 'rectangle', 'cross'}
        cell_width, cell_height : float
            Cell size, m; used with ``metres``.

        Raises
        ------
        InputError
            A negative or too large size, an unknown unit or kernel.
        """
        if unit not in ("cells", "metres"):
            raise InputError("UNIT", f"'{unit}' is unknown", "Use cells or metres")
        if kernel not in KERNELS:
            raise InputError("KERNEL", f"'{kernel}' is unknown", f"Use {', '.join(KERNELS)}")
        cell = (1.0, 1.0) if unit == "cells" else (cell_width, cell_height)
        odd = {}
        for name in OPERATIONS:
            size = float(sizes.get(name, 0) or 0)
            if not (np.isfinite(size) and size >= 0):
                raise InputError(name, f"{size:g} is not a size", "Use 0 for off, or a width above 0")
            odd[name] = tuple(_odd(size / length) for length in cell)
            if max(odd[name]) > LARGEST_KERNEL:
                raise InputError(name, f"{size:g} {unit} are {max(odd[name])} cells",
                                 f"The widest kernel is {LARGEST_KERNEL} cells")
        return cls(odd, kernel)

    @property
    def halo(self) -> int:
        """Cells beyond a window that its result depends on."""
        return sum((max(size) // 2) * (2 if name in ("OPEN", "CLOSE") else 1) for name, size in self.sizes.items())

    @property
    def active(self) -> tuple:
        """Names of the operations that do something."""
        return tuple(name for name in OPERATIONS if max(self.sizes.get(name, (1, 1))) > 1)


def refine(values, refinement: Refinement) -> np.ndarray:
    """Apply a refinement to a map.

    Parameters
    ----------
    values : array_like, shape (h, w)
        Map from 0 to 1, NaN = nodata. The outer ``refinement.halo`` cells of a tile are only right where the map ends
        there; the caller cuts them off.
    refinement : Refinement

    Returns
    -------
    numpy.ndarray, float32, shape (h, w)
        Refined map within [0, 1]; NaN exactly where ``values`` has NaN.

    Raises
    ------
    InputError
        Values outside 0 to 1.
    """
    values = np.ascontiguousarray(values, dtype=np.float32)
    check_unit_range(values)
    missing = np.isnan(values)
    if missing.all():
        return values.copy()
    for name in refinement.active:
        size = refinement.sizes[name]
        if name == "MEDIAN":
            values = _median(values, missing, size)
        elif name == "GAUSSIAN":
            values = _gaussian(values, missing, size)
        else:
            values = _morphology(values, missing, name, _element(refinement.kernel, size))
    return values


def threshold_mask(values, threshold) -> np.ndarray:
    """Cells at or above a threshold.

    Parameters
    ----------
    values : array_like, shape (h, w)
        Refined map, NaN = nodata.
    threshold : float
        From 0 to 1.

    Returns
    -------
    numpy.ndarray, uint8, shape (h, w)
        1 at or above the threshold, 0 below, 255 nodata.
    """
    values = np.asarray(values)
    mask = (values >= np.float32(threshold)).astype(np.uint8)
    mask[np.isnan(values)] = MASK_NODATA
    return mask


def check_threshold(threshold, where="THRESHOLD") -> float:
    """Return the threshold as a float.

    Raises
    ------
    InputError
        It is not within 0 to 1.
    """
    if not 0.0 <= float(threshold) <= 1.0:
        raise InputError(where, f"{float(threshold):g} is outside 0 to 1", "0.5 is the usual choice")
    return float(threshold)


def check_unit_range(values, where="INPUT") -> None:
    """Refuse a map that is not a probability or susceptibility.

    Raises
    ------
    InputError
        A value below 0 or above 1 by more than rounding.
    """
    low, high = np.fmin.reduce(values, axis=None), np.fmax.reduce(values, axis=None)
    if low < -1e-6 or high > 1 + 1e-6:
        worst = low if low < -1e-6 else high
        raise InputError(where, f"it holds {worst:g}, and its values should lie in 0 to 1",
                         "Use a probability or a susceptibility")


def equalization(counts) -> np.ndarray:
    """Lookup curve of histogram equalisation: share of cells at or below the middle of each bin.

    Parameters
    ----------
    counts : array_like, int, shape (n,)
        Histogram of the map over [0, 1].

    Returns
    -------
    numpy.ndarray, float32, shape (n,)
        Display value by bin, 0 to 1; a map with one filled bin keeps 0.5.
    """
    counts = np.asarray(counts, dtype=np.float64)
    return ((np.cumsum(counts) - 0.5 * counts) / max(counts.sum(), 1.0)).astype(np.float32)


def equalize(values, curve) -> np.ndarray:
    """Map values of 0 to 1 through the curve of :func:`equalization`; float32, NaN stays."""
    values = np.asarray(values, dtype=np.float32)
    result = curve[histogram_bins(values, curve.size)]
    result[np.isnan(values)] = np.nan
    return result


def histogram_bins(values, bins) -> np.ndarray:
    """Bin of each value of 0 to 1 (int32); nodata falls in bin 0 and is for the caller to leave out."""
    scaled = np.nan_to_num(values, nan=0.0) * np.float32(bins)
    return np.clip(scaled.astype(np.int32), 0, bins - 1)


def _odd(cells) -> int:
    """Nearest odd whole number, ties upwards (1e-9 forgives the rounding of metres / cell)."""
    return 2 * int((cells + 1e-9) // 2) + 1


def _element(kernel, size) -> np.ndarray:
    import cv2

    shape = {"ellipse": cv2.MORPH_ELLIPSE, "rectangle": cv2.MORPH_RECT, "cross": cv2.MORPH_CROSS}[kernel]
    return cv2.getStructuringElement(shape, size)


def _gaussian(values, missing, size) -> np.ndarray:
    """Normalised convolution; sigma is OpenCV's for the size, given because sizes up to 7 default to a table."""
    import cv2

    across, down = (0.3 * ((cells - 1) * 0.5 - 1) + 0.8 for cells in size)
    weight = (~missing).astype(np.float32)
    blurred, mass = (cv2.GaussianBlur(each, size, across, sigmaY=down, borderType=cv2.BORDER_CONSTANT)
                     for each in (np.where(missing, np.float32(0), values), weight))
    with np.errstate(invalid="ignore", divide="ignore"):
        result = np.clip(blurred / mass, 0, 1)
    result[missing] = np.nan
    return result


def _morphology(values, missing, name, element) -> np.ndarray:
    """Greatest or least valid value under the kernel; nodata is the neutral value of each step."""
    import cv2

    steps = {"DILATE": "d", "ERODE": "e", "OPEN": "ed", "CLOSE": "de"}[name]
    for step in steps:
        neutral, operation = (-1.0, cv2.dilate) if step == "d" else (2.0, cv2.erode)
        values = np.where(missing, np.float32(neutral), values)
        values = operation(values, element, borderType=cv2.BORDER_CONSTANT, borderValue=neutral)
    values[missing] = np.nan
    return values


def _median(values, missing, size) -> np.ndarray:
    """Median of the valid cells under a rectangle.

    OpenCV takes float maps up to 5 x 5 only (larger ones would have to become 8-bit: steps of 0.004), so larger windows
    slide a histogram, and where numba is missing they are SciPy's. In OpenCV's and SciPy's, windows that hold nodata or
    reach over the rim are done one by one.
    """
    import cv2

    narrow = size[0] == size[1] and size[0] <= 5
    if not narrow:
        try:
            return median.windowed(values, size)
        except ImportError:
            from scipy import ndimage
    filled = np.where(missing, np.float32(0), values)
    result = cv2.medianBlur(filled, size[0]) if narrow else ndimage.median_filter(filled, size[::-1], mode="nearest")
    partial = cv2.dilate(missing.astype(np.uint8), np.ones(size[::-1], np.uint8), borderType=cv2.BORDER_CONSTANT,
                         borderValue=1) > 0
    rows, cols = np.nonzero(partial & ~missing)
    if rows.size:
        result[rows, cols] = _partial_medians(values, rows, cols, size)
    result[missing] = np.nan
    return result


def _partial_medians(values, rows, cols, size) -> np.ndarray:
    across, down = size[0] // 2, size[1] // 2
    padded = np.pad(values, ((down, down), (across, across)), constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, size[::-1])
    step = max(_MEDIAN_CHUNK // (size[0] * size[1]), 1)
    result = np.empty(rows.size, dtype=np.float32)
    for start in range(0, rows.size, step):
        part = slice(start, start + step)
        ordered = np.sort(windows[rows[part], cols[part]].reshape(-1, size[0] * size[1]), axis=1)  # NaN comes last
        last = np.count_nonzero(~np.isnan(ordered), axis=1)
        picks = np.arange(last.size)
        result[part] = (ordered[picks, (last - 1) // 2] + ordered[picks, last // 2]) / 2
    return result
