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
from osgeo import gdal

from ..errors import GridError
from ..quantities import ANYTHING, Limits, is_filler, remedy
from . import units
from .geometry import Grid, Window, horizontal_crs, lattice_shift, overlap, same_crs, spatial_reference
from .layer import LayerPath
from .library import close_dataset, open_raster, said
from .look import SCAN_CELLS, count_outside, look, parts_of, value_outside
from .scale import check_metric
from .values import Meaning
from .writer import RasterWriter

Log = Optional[Callable[[str], None]]

class RasterSource:
    """One band of a raster file as seen on a grid.

    Parameters
    ----------
    path : str
        Any raster GDAL opens, also ``NETCDF:"file":variable`` and the like; a `LayerPath` adds what a layer says.
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
        Told in a sentence what was assumed, what was converted, what was warped and which share of cells has no value.
    limits : Limits, optional
        Of what it holds: values come in its unit, and one outside is an error when it is read.

    Attributes
    ----------
    unit : str
        Of the values given, as far as it is known.
    scan : Scan
        What a first look showed.

    Notes
    -----
    A cell has no value where the declared nodata value, the mask, an alpha band or the layer says so. Scale and offset
    of the band are applied, and its unit is turned into that of `limits`. Overviews are never used.

    Raises
    ------
    GridError
        Missing, unreadable, without such a band, no georeference, rotated (own grid), no overlap, no value at all, a
        unit of another kind, or values outside `limits`.
    """

    def __init__(self, path: str, grid: Grid | None = None, band: int = 1, parameter: str = "DEM",
                 resampling: str = "bilinear", log: Log = None, limits: Limits | None = None) -> None:
        self.path, self.parameter, self.band, self._limits = os.fspath(path), parameter, band, limits
        self._layer = LayerPath.of(self.path)
        self._handles: dict = {}
        self._checked = True
        self._lock = threading.Lock()
        dataset = open_raster(self.path, parameter)
        try:
            self.band_count = dataset.RasterCount
            if not 1 <= band <= self.band_count:
                raise self._fault(f"has {self.band_count} bands, and band {band} was asked for")
            self.descriptions = tuple(dataset.GetRasterBand(i + 1).GetDescription() for i in range(self.band_count))
            self.metadata = dict(dataset.GetMetadata())
            raster = dataset.GetRasterBand(band)
            self.nodata = raster.GetNoDataValue()
            self._meaning = Meaning.of(dataset, band, self._layer.empty.get(band, ()), band in self._layer.ignored)
            self._scale, self._offset = self._meaning.scale, self._meaning.offset
            self.unit = self._read_unit(raster.GetUnitType(), dataset, log)
            self._place(dataset, grid, resampling, log)
        finally:
            close_dataset(dataset)

    def _fault(self, problem: str, remedy: str = "") -> GridError:
        return GridError(self.parameter, f"'{self.path}' {problem}", remedy)

    def _read_unit(self, declared: str, dataset: gdal.Dataset, log: Log) -> str:
        """Turn values into the unit of the limits, as band and vertical reference system say; give their unit."""
        limits = self._limits
        if limits is None:
            return declared
        vertical, metres = units.vertical_unit(dataset.GetSpatialRef())
        elevation = limits.name == "elevation"
        if vertical and units.plain(declared) in ("", units.plain(vertical)):
            # GDAL gives every band of the file the unit of heights.
            declared, factor = (vertical, metres) if elevation else ("", 1.0)
        else:
            factor = units.factor(declared, limits.unit)
        wanted = limits.unit.replace("-", "")
        if factor is None and units.is_known(declared):
            raise self._fault(f"is in {declared}, as its band says", f"Give it in {limits.unit}.")
        if factor is None and log:
            log(f"{self.parameter}: the band says that its unit is '{declared}'; it is taken to be {wanted or '1'}.")
        elif factor is not None and factor != 1.0:
            self._scale, self._offset = self._scale * factor, self._offset * factor
            if log:
                log(f"{self.parameter}: '{self.path}' is in {declared}, as the file says; its values were multiplied "
                    f"by {factor:.9g} to give {wanted}.")
        return wanted

    def _read_crs(self, dataset: gdal.Dataset, log: Log) -> str:
        """Horizontal CRS as the layer, else the file, says."""
        crs = horizontal_crs(dataset.GetSpatialRef())
        if not self._layer.crs:
            return crs
        chosen = horizontal_crs(spatial_reference(self._layer.crs))
        if not crs or not same_crs(crs, chosen):
            if log:
                names = [Grid(each, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), 1, 1).crs_name for each in (chosen, crs)]
                log(f"{self.parameter}: '{self.path}' is taken to be in {names[0]}, as its layer in QGIS says; the "
                    f"file says {names[1]}. Assign Projection writes it into the file.")
            return chosen
        return crs

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
        crs = self._read_crs(dataset, log)
        own = Grid(crs, tuple(transform), dataset.RasterXSize, dataset.RasterYSize) if north_up else None
        self.grid = grid or own
        if self.grid.crs and not crs and log:
            log(f"{self.parameter}: '{self.path}' has no CRS; it is taken to be in {self.grid.crs_name}.")
        if not crs or not self.grid.crs or same_crs(crs, self.grid.crs):
            crs = self.grid.crs
        self._angle, self._view_band, self._components = False, self.band, ""
        self._shift = lattice_shift(own, self.grid) if own and crs == self.grid.crs else None
        self._direct = self._shift is not None
        if self._direct:
            how = "" if own.shape == self.grid.shape and self._shift == (0, 0) else "its cells coincide"
            if not overlap(own.bounds, self.grid.bounds):
                raise self._no_overlap()
        else:
            how = self._prepare_warp(dataset, crs, resampling)
        looks = (how and log) or (self._limits is not None and self._limits.name in ("elevation", "slope"))
        self.scan = look(self, SCAN_CELLS if looks else 1)
        if self.scan.share == 0:
            raise self._fault(f"has no value on the grid in band {self.band}, only nodata",
                              "Check the file and its nodata value.")
        if how and log:
            log(f"{self.parameter}: '{self.path}' was put on the grid of the analysis ({how}); "
                f"{100 * (1 - self.scan.share):.3g} % of the cells have no value in it.")

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
        self._angle = resampling == "angle"
        if self._angle or not self._meaning.is_simple:
            self._components = _prepared(self, _sine_cosine if self._angle else _stored)
        name = {"near": "nearest cell", "average": "average", "bilinear": "bilinear"}[self._algorithm]
        return f"{name} of sine and cosine" if self._angle else name

    def _no_overlap(self) -> GridError:
        return self._fault("does not overlap the grid of the analysis", "Check its CRS and extent.")

    def _open_view(self) -> gdal.Dataset:
        """Open the file, or the virtual raster that shows it on the grid."""
        if self._direct:
            return open_raster(self.path, self.parameter)
        if self._components:
            base = open_raster(self._components, self.parameter)
        else:
            base = gdal.Translate("", open_raster(self.path, self.parameter), format="VRT", bandList=[self.band])
        crs = {"srcSRS": self._crs, "dstSRS": self.grid.crs} if self._crs else {}
        # An exact transformation (errorThreshold 0) makes a cell's value independent of the window it is read in.
        # An overview may be made of single cells, and is no mean.
        nodata = "None" if self._meaning.nodata is None and not self._components else None
        return gdal.Warp("", base, format="VRT", outputBounds=self.grid.bounds, width=self.grid.width,
                         height=self.grid.height, resampleAlg=self._algorithm, errorThreshold=0, srcNodata=nodata,
                         outputType=gdal.GDT_Float64, dstNodata=math.nan, overviewLevel="NONE", **crs)

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
        if self._checked:
            self._check_range(values)
        return values

    def _check_range(self, values: np.ndarray) -> None:
        """Raise where a value is outside the limits, naming it and how many cells are so in all of the raster."""
        limits = self._limits or ANYTHING
        worst = value_outside(values, limits)
        if worst is not None:
            self._checked = False       # counting reads again
            seen = count_outside(self, limits)
            self._checked = True
            if limits.deepest <= seen.lowest < seen.highest_low and not is_filler(seen.lowest):
                self._limits = limits.deepened()
                return
            raise GridError(self.parameter, limits.fault(worst, seen.cells, seen.total), remedy(limits, worst))

    def _fill(self, values: np.ndarray, view: gdal.Dataset, col: int, row: int) -> None:
        """Read what lies at column and row (from the north) of the file or the virtual raster."""
        height, width = values.shape
        turned = self._direct and self._flipped
        part = col, view.RasterYSize - row - height if turned else row, width, height
        if self._angle:
            sine, cosine = (_WARPED.read(view, number, part) for number in (1, 2))
            values[...] = np.degrees(np.arctan2(sine, cosine)) % 360
            return
        found = (self._meaning if self._direct else _WARPED).read(view, self._view_band, part)
        values[...] = found[::-1] if turned else found
        if (self._scale, self._offset) != (1.0, 0.0):
            values *= self._scale
            values += self._offset

    @property
    def is_plain(self) -> bool:
        """Whether any program reads the same values from the file: one nodata value at most, and nothing converted."""
        meaning = self._meaning
        return (meaning.is_simple and LayerPath.of(self.path).plain
                and (self._scale, self._offset) == (meaning.scale, meaning.offset))

    def close(self) -> None:
        """Let go of the file; reading opens it again."""
        with self._lock:
            self._handles.clear()


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
    check_metric(grid, parameter, log)
    return grid


def read_array(path: str, band: int = 1) -> np.ndarray:
    """All of a band as float64, shape (rows, columns), nodata as NaN; for small rasters."""
    source = RasterSource(path, band=band, parameter=os.path.basename(path))
    try:
        return source.read()
    finally:
        source.close()


_WARPED = Meaning(None, False, 0, (), 1.0, 0.0)
"""Virtual rasters hold NaN where there is no value."""


def _prepared(source: RasterSource, parts: Callable) -> str:
    """Write what is to be warped to a scratch file that goes when the source does."""
    handle, path = tempfile.mkstemp(suffix=".tif", prefix="scarp_warp_")
    os.close(handle)
    weakref.finalize(source, _remove, path, source._handles)
    own = RasterSource(source.path, None, source.band, source.parameter)
    if parts is _stored:
        own._scale, own._offset = 1.0, 0.0
    first = parts(own, parts_of(own.grid)[0])
    with RasterWriter(path, own.grid, [""] * len(first), "float64", parameter=source.parameter,
                      compressed=False) as writer:
        for window in parts_of(own.grid):
            writer.write(parts(own, window), window)
    own.close()
    return path


def _sine_cosine(source: RasterSource, window: Window) -> np.ndarray:
    """Sine and cosine of angles."""
    radians = np.radians(source.read(window))
    return np.stack([np.sin(radians), np.cos(radians)])


def _stored(source: RasterSource, window: Window) -> np.ndarray:
    """Values as stored, NaN where GDAL alone would not see that there is none."""
    return source.read(window)[np.newaxis]


def _remove(path: str, handles: dict) -> None:
    handles.clear()     # Windows removes no open file
    with contextlib.suppress(OSError):
        os.remove(path)
