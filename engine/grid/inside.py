"""Rasters seen only inside an area, and windows in which nothing of it lies."""

from __future__ import annotations

import numpy as np

from .geometry import Window
from .look import parts_of
from .source import RasterSource
from .writer import BLOCK


class AreaSource(RasterSource):
    """The raster of an area, NaN outside; knows which windows it leaves empty.

    Parameters
    ----------
    path, grid, parameter
        As in :class:`RasterSource`.
    """

    def __init__(self, path: str, grid, parameter: str = "AREA") -> None:
        super().__init__(path, grid, parameter=parameter)
        columns = np.arange(0, grid.width, BLOCK)
        self._met = np.array([np.logical_or.reduceat((~np.isnan(self.read(part, np.float32))).any(axis=0), columns)
                              for part in parts_of(grid)])
        self.close()

    def is_empty(self, window: Window) -> bool:
        """Whether no cell of the area lies in the blocks that a window meets."""
        first_col, first_row = (max(each, 0) // BLOCK for each in (window.col, window.row))
        last_col, last_row = (-(-max(end, 0) // BLOCK) for end in (window.col + window.width,
                                                                   window.row + window.height))
        return not self._met[first_row:last_row, first_col:last_col].any()


class MaskedSource:
    """A raster seen only inside an area; reads as `RasterSource` does.

    Parameters
    ----------
    source : RasterSource
    area : AreaSource
        On the same grid.
    """

    def __init__(self, source: RasterSource, area: AreaSource) -> None:
        self.source, self.area = source, area
        self.grid, self.parameter, self.path = source.grid, source.parameter, source.path
        self.metadata = source.metadata

    def read(self, window=None, dtype=np.float64) -> np.ndarray:
        """Give the values of a window, NaN outside the area."""
        values = self.source.read(window, dtype)
        values[np.isnan(self.area.read(window, np.float32))] = np.nan
        return values

    def is_empty(self, window: Window) -> bool:
        """Whether no cell of the area lies in the blocks that a window meets."""
        return self.area.is_empty(window)

    def close(self) -> None:
        """Let go of both files."""
        self.source.close()
        self.area.close()


class NearbySource(MaskedSource):
    """A raster seen as it is, of which only the windows that meet an area are wanted."""

    def read(self, window=None, dtype=np.float64) -> np.ndarray:
        """Give the values of a window."""
        return self.source.read(window, dtype)
