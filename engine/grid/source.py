"""Reading rasters as they are seen on a grid."""

from __future__ import annotations

import contextlib
import math
import os
import tempfile
import threading
import weakref
from typing import Callable, Optional

import numpy as np
from osgeo import gdal, osr

from .. import stop
from ..errors import GridError
from .geometry import Grid, Window, horizontal_crs, lattice_shift, overlap, same_crs, spatial_reference
from .library import close_dataset, limited_cache, said
from .writer import BLOCK, RasterWriter

Log = Optional[Callable[[str], None]]

SCAN_CELLS = 4_000_000
"""So many cells are looked at to tell which share has no value."""

SCAN_WIDTH = 16_384
"""Cells of a row that are looked at together."""


class RasterSource:
    """One band of a raster file as seen on a grid.

    Parameters
    ----------
    path : str
        Any raster GDAL opens, also ``NETCDF:"file":variable`` and the like.
    grid : Grid, optional
        Where to see it; None is its own grid.
    band : int
        From 1.
    parameter : str
        What the user calls it, for messages.
    resampling : {'bilinear', 'nearest', 'angle', 'none'}
        For another grid: 'bilinear' for quantities (their average where the grid is coarser), 'nearest' for classes,
        'angle' for directions in degrees (by sine and cosine), 'none' for what means nothing elsewhere (an error).
        Cells that coincide are never resampled.
    log : callable, optional
        Told in a sentence what was assumed, what was warped and which share of cells has no value.

    Raises
    ------
    GridError
        Missing, unreadable, without such a band, no georeference, rotated (own grid), no overlap, or no value at all.
    """

    def __init__(self, path: str, grid: Grid | None = None, band: int = 1, parameter: str = "DEM",
                 resampling: str = "bilinear", log: Log = None) -> None:
        self.path, self.parameter, self.band = os.fspath(path), parameter, band
        self._handles: dict = {}
        self._lock = threading.Lock()
        dataset = _open(self.path, parameter)
        try:
            self.band_count = dataset.RasterCount
            if not 1 <= band <= self.band_count:
                raise self._fault(f"has {self.band_count} bands, and band {band} was asked for")
            self.descriptions = tuple(dataset.GetRasterBand(i + 1).GetDescription() for i in range(self.band_count))
            self.metadata = dict(dataset.GetMetadata())
            raster = dataset.GetRasterBand(band)
            self.nodata, self.unit = raster.GetNoDataValue(), raster.GetUnitType()
            # A packed raster holds scaled integers; users think in the values meant.
            self._scale, self._offset = raster.GetScale() or 1.0, raster.GetOffset() or 0.0
            self._place(dataset, grid, resampling, log)
        finally:
            close_dataset(dataset)

    def _fault(self, problem: str, remedy: str = "") -> GridError:
        return GridError(self.parameter, f"'{self.path}' {problem}", remedy)

    def _place(self, dataset: gdal.Dataset, grid: Grid | None, resampling: str, log: Log) -> None:
        """Find out how cells of `grid` are found in the file."""
        transform = dataset.GetGeoTransform(can_return_null=True)
        if not transform:
            raise self._fault("is not georeferenced", "Georeference it, or export it as a GeoTIFF with its extent.")
        # NetCDF often counts rows from the south; they are turned when read.
        self._flipped = transform[5] > 0 and not transform[2] and not transform[4]
        if self._flipped:
            transform = (*transform[:3], transform[3] + dataset.RasterYSize * transform[5], transform[4], -transform[5])
        north_up = transform[1] > 0 and not transform[2] and not transform[4]
        if grid is None and not north_up:
            raise self._fault("is rotated or mirrored", "Warp it to a north-up grid first.")
        crs = horizontal_crs(dataset)
        own = Grid(crs, tuple(transform), dataset.RasterXSize, dataset.RasterYSize) if north_up else None
        self.grid = grid or own
        if self.grid.crs and not crs and log:
            log(f"{self.parameter}: '{self.path}' has no CRS; it is taken to be in {self.grid.crs_name}.")
        if not crs or not self.grid.crs or same_crs(crs, self.grid.crs):
            crs = self.grid.crs
        self._angle, self._view_band = False, self.band
        self._shift = lattice_shift(own, self.grid) if own and crs == self.grid.crs else None
        self._direct = self._shift is not None
        if self._direct:
            how = "" if own.shape == self.grid.shape and self._shift == (0, 0) else "its cells coincide"
            if not overlap(own.bounds, self.grid.bounds):
                raise self._no_overlap()
        else:
            how = self._prepare_warp(dataset, crs, resampling)
        share = self._share_with_value(SCAN_CELLS if how and log else 1)
        if share == 0:
            raise self._fault(f"has no value on the grid in band {self.band}, only nodata",
                              "Check the file and its nodata value.")
        if how and log:
            log(f"{self.parameter}: '{self.path}' was put on the grid of the analysis ({how}); "
                f"{100 * (1 - share):.3g} % of the cells have no value in it.")

    def _prepare_warp(self, dataset: gdal.Dataset, crs: str, resampling: str) -> str:
        """Choose the resampling from `crs` to that of the grid and name it."""
        if resampling == "none":
            raise self._fault("is not on the grid of the analysis", "Give one with the same cells.")
        try:
            # Without reprojection the file itself tells where it lies and how large its cells are.
            seen = dataset if crs == self.grid.crs else gdal.AutoCreateWarpedVRT(dataset, crs, self.grid.crs)
        except RuntimeError as error:
            raise self._fault(f"cannot be reprojected to {self.grid.crs_name}: {said(error)}",
                              "Check its CRS.") from error
        x, dx, shear_x, y, shear_y, dy = seen.GetGeoTransform()
        xs = [x + c * dx + r * shear_x for c in (0, seen.RasterXSize) for r in (0, seen.RasterYSize)]
        ys = [y + c * shear_y + r * dy for c in (0, seen.RasterXSize) for r in (0, seen.RasterYSize)]
        if not overlap((min(xs), min(ys), max(xs), max(ys)), self.grid.bounds):
            raise self._no_overlap()
        coarser = self.grid.cell_area > 1.02 * abs(dx * dy - shear_x * shear_y)
        self._crs, self._view_band = crs, 1
        self._algorithm = "near" if resampling == "nearest" else "average" if coarser else "bilinear"
        if resampling == "angle":
            self._angle = True
            self._components = _sine_cosine(self)
        name = {"near": "nearest cell", "average": "average", "bilinear": "bilinear"}[self._algorithm]
        return f"{name} of sine and cosine" if self._angle else name

    def _no_overlap(self) -> GridError:
        return self._fault("does not overlap the grid of the analysis", "Check its CRS and extent.")

    def _open_view(self) -> gdal.Dataset:
        """Open the file, or the virtual raster that shows it on the grid."""
        if self._direct:
            return _open(self.path, self.parameter)
        if self._angle:
            base = _open(self._components, self.parameter)
        else:
            base = gdal.Translate("", _open(self.path, self.parameter), format="VRT", bandList=[self.band])
        crs = {"srcSRS": self._crs, "dstSRS": self.grid.crs} if self._crs else {}
        # An exact transformation (errorThreshold 0) makes a cell's value independent of the window it is read in.
        return gdal.Warp("", base, format="VRT", outputBounds=self.grid.bounds, width=self.grid.width,
                         height=self.grid.height, resampleAlg=self._algorithm, errorThreshold=0,
                         outputType=gdal.GDT_Float64, dstNodata=math.nan, **crs)

    def _view(self) -> gdal.Dataset:
        thread = threading.get_ident()
        with self._lock:
            view = self._handles.get(thread)
        if view is None:
            view = self._open_view()
            with self._lock:
                self._handles[thread] = view
        return view

    def read(self, window: Window | None = None, dtype: type = np.float64) -> np.ndarray:
        """Values on the grid.

        Parameters
        ----------
        window : Window, optional
            Part of the grid, also beyond its rim (NaN there); None is all of it.
        dtype : numpy floating type

        Returns
        -------
        ndarray, shape (height, width)
            Nodata, masked and non-finite cells are NaN.

        Raises
        ------
        GridError
            The file cannot be read there.
        """
        col, row, width, height = window or self.grid.whole
        values = np.full((height, width), np.nan, dtype)
        try:
            view = self._view()
            shift_col, shift_row = self._shift or (0, 0)
            left, right = max(col, 0, -shift_col), min(col + width, self.grid.width, view.RasterXSize - shift_col)
            top, bottom = max(row, 0, -shift_row), min(row + height, self.grid.height, view.RasterYSize - shift_row)
            if left < right and top < bottom:
                inside = values[top - row:bottom - row, left - col:right - col]
                self._fill(inside, view, left + shift_col, top + shift_row)
        except RuntimeError as error:
            raise self._fault(f"cannot be read: {said(error)}", "Check the file.") from error
        return values

    def _fill(self, values: np.ndarray, view: gdal.Dataset, col: int, row: int) -> None:
        """Read what lies at column and row (from the north) of the file or the virtual raster."""
        height, width = values.shape
        turned = self._direct and self._flipped
        part = col, view.RasterYSize - row - height if turned else row, width, height
        found = _values(view.GetRasterBand(self._view_band), part)
        if self._angle:
            values[...] = np.degrees(np.arctan2(found, _values(view.GetRasterBand(2), part))) % 360
            return
        values[...] = found[::-1] if turned else found
        if (self._scale, self._offset) != (1.0, 0.0):
            values *= self._scale
            values += self._offset

    def close(self) -> None:
        """Let go of the file; reading opens it again."""
        with self._lock:
            self._handles.clear()

    def _share_with_value(self, sample: int) -> float:
        """Share of cells with a value, from about `sample` cells all over the grid; 0 only if there is none at all."""
        grid = self.grid
        tops = range(0, grid.height, BLOCK)
        step = math.ceil(len(tops) / max(1, sample // (BLOCK * grid.width)))
        first = tops[step // 2::step]
        seen = valid = 0
        with limited_cache:
            # Parts of a strip, as one of a map a million cells wide would fill the memory.
            for top in (*first, *(each for each in tops if each not in first)):
                if seen and valid and top not in first:
                    break
                for left in range(0, grid.width, SCAN_WIDTH):
                    stop.check()
                    part = self.read(Window(left, top, min(SCAN_WIDTH, grid.width - left),
                                            min(BLOCK, grid.height - top)), np.float32)
                    seen += part.size
                    valid += int(np.count_nonzero(~np.isnan(part)))
        self.close()
        return valid / seen


def metric_grid(path: str, parameter: str = "DEM", log: Log = None) -> Grid:
    """Give the grid of a raster whose horizontal unit must be the metre.

    Parameters
    ----------
    path, parameter, log
        As in :class:`RasterSource`.

    Raises
    ------
    GridError
        Degrees, feet or a fault of reading; the message names a CRS in metres.
    """
    grid = RasterSource(path, parameter=parameter).grid
    if not grid.crs and log:
        log(f"{parameter}: '{path}' has no CRS; its horizontal unit is taken to be the metre.")
    if not grid.is_metric:
        srs = spatial_reference(grid.crs)
        unit = "degrees" if srs.IsGeographic() else srs.GetLinearUnitsName()
        raise GridError(parameter, f"its horizontal unit is {unit} ({grid.crs_name}), not the metre",
                        f"Reproject it to a CRS in metres, for example {_utm(grid)}.")
    return grid


def read_array(path: str, band: int = 1) -> np.ndarray:
    """All of a band as float64, shape (rows, columns), nodata as NaN; for small rasters."""
    source = RasterSource(path, band=band, parameter=os.path.basename(path))
    try:
        return source.read()
    finally:
        source.close()


def _utm(grid: Grid) -> str:
    """Name the UTM zone of the middle of a grid."""
    xmin, ymin, xmax, ymax = grid.bounds
    to_degrees = osr.CoordinateTransformation(spatial_reference(grid.crs), spatial_reference("EPSG:4326"))
    try:
        lon, lat, _ = to_degrees.TransformPoint((xmin + xmax) / 2, (ymin + ymax) / 2)
    except RuntimeError:
        return "a UTM zone"
    return f"EPSG:{(32600 if lat >= 0 else 32700) + int((lon + 180) % 360 // 6) + 1} (UTM)"


def _open(path: str, parameter: str) -> gdal.Dataset:
    try:
        return gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR)
    except RuntimeError as error:
        if not os.path.exists(path) and not path.startswith("/vsi") and ":" not in path[2:]:
            raise GridError(parameter, f"there is no file '{path}'", "Choose an existing raster.") from error
        raise GridError(parameter, f"'{path}' cannot be read as a raster: {said(error)}",
                        "Choose a raster that GDAL can open.") from error


def _values(band: gdal.Band, part: tuple) -> np.ndarray:
    """Read (col, row, width, height) of a band as floating values with NaN for nodata and masked cells."""
    raw = band.ReadAsArray(*part)
    flags, nodata = band.GetMaskFlags(), band.GetNoDataValue()
    empty = None
    if flags & gdal.GMF_NODATA and nodata is not None:
        if not math.isnan(nodata):
            empty = raw == (np.float32(nodata) if raw.dtype == np.float32 else nodata)
    elif not flags & gdal.GMF_ALL_VALID:
        empty = band.GetMaskBand().ReadAsArray(*part) == 0
    values = raw if raw.dtype.kind == "f" else raw.astype(np.float64)
    if empty is not None:
        values[empty] = np.nan
    values[np.isinf(values)] = np.nan
    return values


def _sine_cosine(source: RasterSource) -> str:
    """Write sine and cosine of a raster of angles to a scratch file that goes when the source does."""
    handle, path = tempfile.mkstemp(suffix=".tif", prefix="scarp_angle_")
    os.close(handle)
    weakref.finalize(source, _remove, path, source._handles)
    angle = RasterSource(source.path, None, source.band, source.parameter)
    with RasterWriter(path, angle.grid, ["sine", "cosine"], parameter=source.parameter) as writer:
        for top in range(0, angle.grid.height, BLOCK):
            window = Window(0, top, angle.grid.width, min(BLOCK, angle.grid.height - top))
            radians = np.radians(angle.read(window))
            writer.write(np.stack([np.sin(radians), np.cos(radians)]), window)
    angle.close()
    return path


def _remove(path: str, handles: dict) -> None:
    handles.clear()     # Windows removes no open file
    with contextlib.suppress(OSError):
        os.remove(path)
