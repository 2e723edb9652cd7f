"""What the stored numbers of a band mean: which are no values, and what they are scaled and shifted by."""

from __future__ import annotations

import math
from typing import NamedTuple, Tuple

import numpy as np
from osgeo import gdal

HUGE = 1e30
"""A nodata value beyond it (-3.4e38, however rounded) stands for everything beyond it on its side."""


class Meaning(NamedTuple):
    """How the stored numbers of one band are read.

    Attributes
    ----------
    nodata : float or None
        Declared value that is none; None where there is none, or a layer says that it is one.
    masked : bool
        Whether the band has a mask of its own or of its file.
    alpha : int
        Band that is transparent where there is no value; 0 without one.
    empty : tuple of (low, high)
        Values meant (scaled) that are none, bounds included.
    scale, offset : float
        Value meant = stored * scale + offset.
    """

    nodata: float | None
    masked: bool
    alpha: int
    empty: Tuple[tuple, ...]
    scale: float
    offset: float

    @classmethod
    def of(cls, dataset: gdal.Dataset, number: int, empty=(), ignored: bool = False) -> Meaning:
        """Ask a band.

        Parameters
        ----------
        dataset : gdal.Dataset
        number : int
            From 1.
        empty : sequence of (low, high)
            Further values that are none.
        ignored : bool
            Whether the declared nodata value is not heard.
        """
        band = dataset.GetRasterBand(number)
        alpha = next((other for other in range(1, dataset.RasterCount + 1) if other != number
                      and dataset.GetRasterBand(other).GetColorInterpretation() == gdal.GCI_AlphaBand), 0)
        nodata, flags = band.GetNoDataValue(), band.GetMaskFlags()
        masked = not alpha and not flags & (gdal.GMF_ALL_VALID | gdal.GMF_NODATA)
        # Packed rasters hold scaled integers; users think in the values meant.
        return cls(None if ignored else nodata, masked, alpha, tuple(empty), band.GetScale() or 1.0,
                   band.GetOffset() or 0.0)

    @property
    def is_simple(self) -> bool:
        """Whether GDAL alone tells which cells are empty when it warps: by one nodata value, or none."""
        return not (self.masked or self.alpha or self.empty) and (
            self.nodata is None or math.isnan(self.nodata)
            or (abs(self.nodata) < HUGE and float(np.float32(self.nodata)) == self.nodata))

    def read(self, dataset: gdal.Dataset, number: int, part: tuple) -> np.ndarray:
        """Read (col, row, width, height) of a band as stored, floating, NaN where there is no value."""
        band = dataset.GetRasterBand(number)
        raw = band.ReadAsArray(*part)
        empty = self._nodata_in(raw)
        values = raw if raw.dtype.kind == "f" else raw.astype(np.float64)
        for low, high in self.empty:
            meant = values * self.scale + self.offset
            empty = _either(empty, (meant >= low) & (meant <= high))
        if self.masked:
            empty = _either(empty, band.GetMaskBand().ReadAsArray(*part) == 0)
        if self.alpha:
            empty = _either(empty, dataset.GetRasterBand(self.alpha).ReadAsArray(*part) == 0)
        if empty is not None:
            values[empty] = np.nan
        values[np.isinf(values)] = np.nan
        return values

    def _nodata_in(self, raw: np.ndarray) -> np.ndarray | None:
        nodata = self.nodata
        if nodata is None or math.isnan(nodata):
            return None
        if raw.dtype.kind != "f":
            return raw == round(nodata) if abs(nodata - round(nodata)) < 1e-6 else None
        if abs(nodata) >= HUGE:
            return raw <= -HUGE if nodata < 0 else raw >= HUGE
        rounded = np.float32(nodata)
        if raw.dtype == np.float32:
            return raw == rounded
        # A raster made wider keeps what was rounded when it was narrow.
        return (raw == nodata) | (raw == float(rounded))


def _either(one: np.ndarray | None, other: np.ndarray) -> np.ndarray:
    return other if one is None else one | other
