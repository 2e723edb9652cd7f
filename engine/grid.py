"""Rasters on one grid: aligned reading and atomic writing. The only module that knows GDAL.

A :class:`Grid` is where an analysis takes place. A :class:`RasterSource` shows any raster on it, warped on the fly
where it lies on another one. A :class:`RasterWriter` writes beside its target and moves over it when all went well.
"""

from __future__ import annotations

import contextlib
import math
import os
import tempfile
import threading
import uuid
import weakref
from dataclasses import dataclass
from typing import Callable, Iterable, Mapping, NamedTuple, Optional, Sequence

import numpy as np
from osgeo import gdal, ogr, osr

from .errors import GridError, ResourceError

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()

Log = Optional[Callable[[str], None]]

CACHE_BYTES = 64 << 20
"""GDAL's block cache while Scarp reads and writes; its default, 5 % of the memory, would only fill up."""

BLOCK = 256
SCAN_CELLS = 4_000_000
CELL_TOLERANCE = 1e-4
"""Two grids are one when their cells agree to this share of a cell."""

_GDAL_TYPES = {"uint8": gdal.GDT_Byte, "int16": gdal.GDT_Int16, "int32": gdal.GDT_Int32, "float32": gdal.GDT_Float32,
               "float64": gdal.GDT_Float64}


class Window(NamedTuple):
    """Part of a grid in cells; reading may reach over the rim, writing may not."""

    col: int
    row: int
    width: int
    height: int


class Band(NamedTuple):
    """What a band of an output holds."""

    description: str
    unit: str = ""


@dataclass(frozen=True)
class Grid:
    """A north-up raster grid.

    Attributes
    ----------
    crs : str
        Horizontal coordinate reference system as WKT, empty when unknown.
    transform : tuple of 6 float
        GDAL's geotransform (x of the left edge, cell width, 0, y of the upper edge, 0, minus cell height).
    width, height : int
        Columns and rows.
    """

    crs: str
    transform: tuple
    width: int
    height: int

    def __post_init__(self) -> None:
        _, dx, shear_x, _, shear_y, dy = self.transform
        if shear_x or shear_y or not (dx > 0 > dy) or self.width < 1 or self.height < 1:
            raise GridError("grid", f"{self.width} x {self.height} cells with geotransform {self.transform} are "
                            "rotated or empty", "Warp the raster to a north-up grid.")

    @property
    def shape(self) -> tuple:
        """Rows and columns."""
        return self.height, self.width

    @property
    def cell_width(self) -> float:
        """Width of a cell in units of the CRS."""
        return self.transform[1]

    @property
    def cell_height(self) -> float:
        """Height of a cell in units of the CRS, positive."""
        return -self.transform[5]

    @property
    def cell_area(self) -> float:
        """Area of a cell in squared units of the CRS (m2 where ``is_metric``)."""
        return self.cell_width * self.cell_height

    @property
    def bounds(self) -> tuple:
        """Outer edges: xmin, ymin, xmax, ymax."""
        x, dx, _, y, _, dy = self.transform
        return x, y + self.height * dy, x + self.width * dx, y

    @property
    def is_metric(self) -> bool:
        """Whether the horizontal unit is the metre; unknown counts as metres."""
        if not self.crs:
            return True
        srs = _srs(self.crs)
        return not srs.IsGeographic() and abs(srs.GetLinearUnits() - 1) < 1e-6

    @property
    def crs_name(self) -> str:
        """Authority code or name of the CRS, for messages."""
        if not self.crs:
            return "no CRS"
        srs = _srs(self.crs)
        return f"EPSG:{srs.GetAuthorityCode(None)}" if srs.GetAuthorityName(None) == "EPSG" else srs.GetName()

    @property
    def whole(self) -> Window:
        """The window of all cells."""
        return Window(0, 0, self.width, self.height)


class _CacheLimit:
    """Keeps GDAL's block cache small while anyone needs it so, then puts the former size back."""

    def __init__(self) -> None:
        self._lock, self._users, self._former = threading.Lock(), 0, 0

    def __enter__(self) -> None:
        with self._lock:
            if self._users == 0:
                self._former = gdal.GetCacheMax()
                gdal.SetCacheMax(min(self._former, CACHE_BYTES))
            self._users += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0:
                gdal.SetCacheMax(self._former)


limited_cache = _CacheLimit()
"""Context manager: at most ``CACHE_BYTES`` of GDAL block cache inside."""


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
    resampling : {'bilinear', 'nearest', 'angle'}
        For another grid: 'bilinear' for quantities (their average where the grid is coarser), 'nearest' for classes,
        'angle' for directions in degrees (by sine and cosine).
    log : callable, optional
        Told in a sentence what was assumed, what was warped and which share of cells has no value.

    Raises
    ------
    GridError
        Missing, unreadable, without such a band, rotated (own grid), no overlap, or no value at all.
    """

    def __init__(self, path: str, grid: Grid | None = None, band: int = 1, parameter: str = "DEM",
                 resampling: str = "bilinear", log: Log = None) -> None:
        self.path, self.parameter, self.band = os.fspath(path), parameter, band
        self._handles: dict = {}
        self._lock = threading.Lock()
        self._angle = self._direct = False
        dataset = _open(self.path, parameter)
        self.band_count = dataset.RasterCount
        if not 1 <= band <= self.band_count:
            raise GridError(parameter, f"band {band} of '{self.path}' was asked for and it has {self.band_count}")
        self.descriptions = tuple(dataset.GetRasterBand(i + 1).GetDescription() for i in range(self.band_count))
        self.metadata = dict(dataset.GetMetadata())
        raster = dataset.GetRasterBand(band)
        self.nodata, self.unit = raster.GetNoDataValue(), raster.GetUnitType()
        # A packed raster holds scaled integers; users think in the values meant.
        self._scale, self._offset = raster.GetScale() or 1.0, raster.GetOffset() or 0.0
        self._place(dataset, grid, resampling, log or (lambda text: None))

    def _place(self, dataset: gdal.Dataset, grid: Grid | None, resampling: str, log: Callable[[str], None]) -> None:
        """Find out how cells of `grid` are found in the file."""
        transform, crs = dataset.GetGeoTransform(), _crs(dataset)
        self._flipped = transform[5] > 0 and not transform[2] and not transform[4]
        if self._flipped:
            transform = (*transform[:3], transform[3] + dataset.RasterYSize * transform[5], 0.0, -transform[5])
        rotated = bool(transform[2] or transform[4])
        if grid is None and rotated:
            raise GridError(self.parameter, f"'{self.path}' is rotated", "Warp it to a north-up grid first.")
        if not rotated:
            own = Grid(crs, tuple(transform), dataset.RasterXSize, dataset.RasterYSize)
            grid = grid or own
        self.grid = grid
        if grid.crs and not crs:
            log(f"{self.parameter}: '{self.path}' has no CRS; it is taken to be in {grid.crs_name}.")
        same_crs = not grid.crs or not crs or _same_crs(crs, grid.crs)
        self._shift = None if rotated or not same_crs else _lattice_shift(own, grid)
        self._direct = self._shift is not None
        if not self._direct:
            self._prepare_warp(dataset, "" if same_crs else crs, resampling, log)
        elif not _overlap(own.bounds, grid.bounds):
            raise self._no_overlap()
        empty = self._empty_share(exact=not self._direct)
        if empty == 1:
            raise GridError(self.parameter, f"band {self.band} of '{self.path}' has no value on the grid, only nodata",
                            "Check the file and its nodata value.")
        if not self._direct or own != grid:
            log(f"{self.parameter}: '{self.path}' was put on the grid of the analysis"
                + ("." if self._direct else f" ({self._method}).")
                + f" {100 * self._empty_share(exact=True):.3g} % of the cells have no value in it.")

    def _prepare_warp(self, dataset: gdal.Dataset, crs: str, resampling: str, log: Callable[[str], None]) -> None:
        """Choose the resampling; `crs` is empty when it is that of the grid."""
        try:
            seen = gdal.AutoCreateWarpedVRT(dataset, crs or None, self.grid.crs or None) if crs else dataset
        except RuntimeError as error:
            raise GridError(self.parameter, f"'{self.path}' cannot be reprojected to {self.grid.crs_name}: "
                            f"{_said(error)}", "Check its CRS.") from error
        x, dx, shear_x, y, shear_y, dy = seen.GetGeoTransform()
        corners = [(x + c * dx + r * shear_x, y + c * shear_y + r * dy)
                   for c in (0, seen.RasterXSize) for r in (0, seen.RasterYSize)]
        xs, ys = zip(*corners)
        if not _overlap((min(xs), min(ys), max(xs), max(ys)), self.grid.bounds):
            raise self._no_overlap()
        cell = math.sqrt(abs(dx * dy - shear_x * shear_y))
        coarser = math.sqrt(self.grid.cell_area) > 1.01 * cell
        self._warp_crs = crs
        self._algorithm = "near" if resampling == "nearest" else "average" if coarser else "bilinear"
        self._method = {"near": "nearest cell", "average": "average", "bilinear": "bilinear"}[self._algorithm]
        self._angle = resampling == "angle"
        if self._angle:
            self._method += " of sine and cosine"
            self._components = _sine_cosine(self)

    def _no_overlap(self) -> GridError:
        return GridError(self.parameter, f"'{self.path}' does not overlap the grid of the analysis",
                         "Check its CRS and extent.")

    def _open_view(self) -> gdal.Dataset:
        """Open the file, or the virtual raster that shows it on the grid."""
        if self._direct:
            return _open(self.path, self.parameter)
        if self._angle:
            base = _open(self._components, self.parameter)
        else:
            base = gdal.Translate("", _open(self.path, self.parameter), format="VRT", bandList=[self.band])
        crs = {"srcSRS": self._warp_crs, "dstSRS": self.grid.crs} if self._warp_crs else {}
        if not crs and self.grid.crs:
            crs = {"srcSRS": self.grid.crs, "dstSRS": self.grid.crs}
        # An exact transformation (errorThreshold 0) makes a cell's value independent of the window it is read in.
        view = gdal.Warp("", base, format="VRT", outputBounds=self.grid.bounds, width=self.grid.width,
                         height=self.grid.height, resampleAlg=self._algorithm, errorThreshold=0,
                         outputType=gdal.GDT_Float64, dstNodata=math.nan, **crs)
        view.scarp_base = base
        return view

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
        left, top = max(col, 0), max(row, 0)
        right, bottom = min(col + width, self.grid.width), min(row + height, self.grid.height)
        try:
            view = self._view()
            if self._direct:
                shift_col, shift_row = self._shift
                left, right = max(left, -shift_col), min(right, view.RasterXSize - shift_col)
                top, bottom = max(top, -shift_row), min(bottom, view.RasterYSize - shift_row)
            else:
                shift_col = shift_row = 0
            if right <= left or bottom <= top:
                return values
            first = view.RasterYSize - (bottom + shift_row) if self._direct and self._flipped else top + shift_row
            part = left + shift_col, first, right - left, bottom - top
            inside = values[top - row:bottom - row, left - col:right - col]
            if self._angle:
                inside[...] = np.degrees(np.arctan2(_values(view.GetRasterBand(1), part),
                                                    _values(view.GetRasterBand(2), part))) % 360
            else:
                found = _values(view.GetRasterBand(self.band if self._direct else 1), part)
                inside[...] = found[::-1] if self._direct and self._flipped else found
                if (self._scale, self._offset) != (1.0, 0.0):
                    inside *= self._scale
                    inside += self._offset
        except RuntimeError as error:
            raise GridError(self.parameter, f"'{self.path}' cannot be read: {_said(error)}",
                            "Check the file.") from error
        return values

    def close(self) -> None:
        """Let go of the file; reading opens it again."""
        with self._lock:
            self._handles.clear()

    def _empty_share(self, exact: bool) -> float:
        """Share of cells without a value: 1 only when there is none at all, else from a sample of at most 4e6 cells."""
        rows = max(1, min(BLOCK, SCAN_CELLS // self.grid.width))
        tops = list(range(0, self.grid.height, rows))
        step = max(1, math.ceil(self.grid.width * self.grid.height / SCAN_CELLS))
        sample, rest = tops[step // 2::step], [top for i, top in enumerate(tops) if i % step != step // 2]
        seen = valid = 0
        for top in [*sample, *rest]:
            part = self.read(Window(0, top, self.grid.width, min(rows, self.grid.height - top)), np.float32)
            seen += part.size
            valid += int(np.count_nonzero(~np.isnan(part)))
            if valid and (not exact or top == sample[-1] or seen >= SCAN_CELLS):
                break
        self.close()
        return 1 - valid / seen


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
    grid = RasterSource(path, parameter=parameter, log=log).grid
    if not grid.crs and log:
        log(f"{parameter}: '{path}' has no CRS; its horizontal unit is taken to be the metre.")
    if not grid.is_metric:
        srs = _srs(grid.crs)
        unit = "degrees" if srs.IsGeographic() else srs.GetLinearUnitsName()
        raise GridError(parameter, f"its horizontal unit is {unit} ({grid.crs_name}), not the metre",
                        f"Reproject it to a CRS in metres, for example {_utm(grid)}.")
    return grid


class RasterWriter:
    """A GeoTIFF in the making: tiled, compressed, written beside its target and moved over it by :meth:`commit`.

    As a context manager it commits on success and discards on any exception; an existing file at `path` stays as it is
    unless the commit succeeds.

    Parameters
    ----------
    path : str
        Target, ``.tif`` or ``.tiff``.
    grid : Grid
    bands : sequence of Band or str
    dtype : {'float32', 'float64', 'uint8', 'int16', 'int32'}
    nodata : float, optional
        Default NaN, 255 for uint8, -1 for the other integers.
    name : str
        The ``SCARP_NAME`` by which models know the quantity.
    metadata : mapping
        Further items, written as text.
    parameter : str
        What the user calls the output, for messages.

    Raises
    ------
    GridError
        The folder is missing or cannot be written in, or the file name has another ending.
    ResourceError
        The disk is full.
    """

    def __init__(self, path: str, grid: Grid, bands: Sequence, dtype: str = "float32", nodata: float | None = None,
                 name: str = "", metadata: Mapping[str, object] | None = None, parameter: str = "OUTPUT") -> None:
        self.path, self.grid, self.parameter = os.path.abspath(os.fspath(path)), grid, parameter
        self.bands = tuple(Band(band) if isinstance(band, str) else Band(*band) for band in bands)
        self.dtype = np.dtype(dtype)
        floating = self.dtype.kind == "f"
        self.nodata = nodata if nodata is not None else math.nan if floating else 255 if dtype == "uint8" else -1
        self._lock = threading.Lock()
        folder, file = os.path.split(self.path)
        if not file.lower().endswith((".tif", ".tiff")):
            raise GridError(parameter, f"'{file}' is not the name of a GeoTIFF", "End it in .tif.")
        if not os.path.isdir(folder):
            raise GridError(parameter, f"there is no folder '{folder}'", "Make it or choose another.")
        self.temporary = os.path.join(folder, f".{os.path.splitext(file)[0]}.{uuid.uuid4().hex[:8]}.tif")
        # Predictor 3 with the lightest compression is both the fastest and the smallest for smooth float rasters.
        options = ["TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER", "NUM_THREADS=ALL_CPUS", "INTERLEAVE=BAND",
                   *(["PREDICTOR=3", "ZLEVEL=1"] if floating else ["ZLEVEL=6"])]
        self._dataset = None
        with self._faults():
            self._dataset = gdal.GetDriverByName("GTiff").Create(
                self.temporary, grid.width, grid.height, len(self.bands), _GDAL_TYPES[self.dtype.name], options)
            self._dataset.SetGeoTransform(grid.transform)
            if grid.crs:
                self._dataset.SetProjection(grid.crs)
            items = {**(metadata or {}), **({"SCARP_NAME": name} if name else {})}
            self._dataset.SetMetadata({key: str(value) for key, value in items.items()})
            for i, band in enumerate(self.bands):
                raster = self._dataset.GetRasterBand(i + 1)
                raster.SetDescription(band.description)
                raster.SetUnitType(band.unit)
                raster.SetNoDataValue(self.nodata)

    @contextlib.contextmanager
    def _faults(self):
        """Turn a fault of writing into one of ours, with nothing left behind."""
        try:
            yield
        except (RuntimeError, OSError) as error:
            self.discard()
            raise _write_error(self.parameter, self.path, error) from error

    def write(self, array: np.ndarray, window: Window | None = None, band: int | None = None) -> None:
        """Write values; safe from several threads.

        Parameters
        ----------
        array : ndarray, shape (height, width) or (bands, height, width)
            NaN becomes nodata.
        window : Window, optional
            Where, inside the grid; None is all of it.
        band : int, optional
            From 1; None is all bands of a 3-D array, else the first.

        Raises
        ------
        ResourceError
            The disk is full.
        """
        window = window or self.grid.whole
        array = np.asarray(array)
        planes = array if array.ndim == 3 else array[np.newaxis]
        first = band or 1
        if planes.shape[1:] != (window.height, window.width) or first + len(planes) - 1 > len(self.bands):
            raise ValueError(f"{array.shape} values do not fit {window} of {len(self.bands)} bands")
        with self._lock, self._faults():
            if self._dataset is None:
                raise OSError("the output is closed")
            for i, plane in enumerate(planes):
                self._dataset.GetRasterBand(first + i).WriteArray(self._stored(plane), window.col, window.row)

    def _stored(self, plane: np.ndarray) -> np.ndarray:
        if plane.dtype.kind == "f" and not math.isnan(self.nodata):
            plane = np.where(np.isnan(plane), self.nodata, plane)
        return np.ascontiguousarray(plane, self.dtype)

    def finish(self) -> None:
        """Close the temporary file and check that all of it reached the disk; :func:`commit_all` then moves it."""
        with self._lock, self._faults():
            if self._dataset is not None:
                self._dataset.FlushCache()
                self._close()
                _check_complete(self.temporary)

    def _close(self) -> None:
        dataset, self._dataset = self._dataset, None
        if hasattr(dataset, "Close"):
            dataset.Close()
        elif dataset is not None:
            # Before GDAL 3.8; a traceback may hold the dataset, so that dropping the name would not close it.
            dataset.__swig_destroy__(dataset)

    def commit(self) -> None:
        """Finish and move over the target."""
        commit_all([self])

    def discard(self) -> None:
        """Give up: nothing is left but what was there before."""
        # Closing flushes what is no longer wanted; a fault in that says nothing new.
        with contextlib.suppress(RuntimeError):
            self._close()
        for path in (self.temporary, self.temporary + ".aux.xml"):
            with contextlib.suppress(FileNotFoundError):
                os.remove(path)

    def __enter__(self) -> RasterWriter:
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        if kind is None:
            self.commit()
        else:
            self.discard()


def commit_all(writers: Iterable[RasterWriter]) -> None:
    """Finish several outputs, then move them all over their targets; on any fault none is moved.

    Raises
    ------
    ResourceError
        The disk is full.
    GridError
        A target cannot be replaced, for example because another program holds it.
    """
    writers = list(writers)
    former: list = []
    moved: list = []
    try:
        for writer in writers:
            writer.finish()
        for writer in writers:
            if os.path.exists(writer.path):
                kept = f"{writer.temporary}.former"
                os.replace(writer.path, kept)
                former.append((kept, writer.path))
            os.replace(writer.temporary, writer.path)
            moved.append(writer.path)
    except BaseException as error:
        for path in moved:
            os.remove(path)
        for kept, path in former:
            os.replace(kept, path)
        for each in writers:
            each.discard()
        if isinstance(error, OSError):
            raise _write_error(writer.parameter, writer.path, error) from error
        raise
    for kept, _ in former:
        os.remove(kept)
    for writer in writers:
        # Statistics and overviews of the former file would be taken for those of the new one.
        for ending in (".aux.xml", ".ovr", ".msk"):
            with contextlib.suppress(FileNotFoundError):
                os.remove(writer.path + ending)


def refuse_overwrite(inputs: Mapping[str, str], outputs: Mapping[str, str]) -> None:
    """Check that no output is also an input or another output.

    Parameters
    ----------
    inputs, outputs : mapping of parameter name to path
        Empty paths are passed over.

    Raises
    ------
    GridError
        Naming both parameters.
    """
    taken = {_identity(path): name for name, path in inputs.items() if path}
    for name, path in outputs.items():
        if not path:
            continue
        other = taken.setdefault(_identity(path), name)
        if other != name or (name in inputs and _identity(inputs[name]) == _identity(path)):
            raise GridError(name, f"'{path}' is also {other}", "Choose another file name.")


def burn(geometries: Sequence[bytes], values: Sequence[float], crs_wkt: str, grid: Grid, path: str,
         dtype: str = "int32", nodata: float = -1, all_touched: bool = False, parameter: str = "AREA") -> None:
    """Write polygons as a raster on `grid`; where they overlap the last one counts.

    Parameters
    ----------
    geometries : sequence of bytes
        WKB.
    values : sequence of float
        Value of each polygon.
    crs_wkt : str
        CRS of the polygons; empty is that of the grid.
    all_touched : bool
        All cells touched, not only those whose centre is inside.

    Raises
    ------
    GridError
        Not a geometry, cannot be reprojected, or none overlaps the grid.
    """
    shift = None
    if crs_wkt and grid.crs and not _same_crs(crs_wkt, grid.crs):
        shift = osr.CoordinateTransformation(_srs(crs_wkt), _srs(grid.crs))
    driver = ogr.GetDriverByName("Memory") or ogr.GetDriverByName("MEM")
    memory = driver.CreateDataSource("polygons")
    layer = memory.CreateLayer("polygons", _srs(grid.crs) if grid.crs else None, ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn("value", ogr.OFTReal))
    overlapping = False
    for wkb, value in zip(geometries, values):
        try:
            shape = ogr.CreateGeometryFromWkb(bytes(wkb))
            if shift is not None:
                shape.Transform(shift)
        except RuntimeError as error:
            raise GridError(parameter, f"a polygon cannot be used: {_said(error)}",
                            "Check geometries and CRS.") from error
        xmin, xmax, ymin, ymax = shape.GetEnvelope()
        overlapping = overlapping or _overlap((xmin, ymin, xmax, ymax), grid.bounds)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("value", float(value))
        feature.SetGeometry(shape)
        layer.CreateFeature(feature)
    if not overlapping:
        raise GridError(parameter, "no polygon overlaps the grid of the analysis", "Check its CRS and extent.")
    with RasterWriter(path, grid, [Band(parameter)], dtype, nodata, parameter=parameter) as writer, writer._faults():
        writer._dataset.GetRasterBand(1).Fill(nodata)
        gdal.RasterizeLayer(writer._dataset, [1], layer,
                            options=["ATTRIBUTE=value", *(["ALL_TOUCHED=TRUE"] if all_touched else [])])


def read_array(path: str, band: int = 1) -> np.ndarray:
    """All of a band as float64, shape (rows, columns), nodata as NaN; for small rasters."""
    source = RasterSource(path, band=band, parameter=os.path.basename(path))
    try:
        return source.read()
    finally:
        source.close()


def write_array(path: str, array: np.ndarray, grid: Grid, bands: Sequence | None = None, **options: object) -> None:
    """Write an array, shape (rows, columns) or (bands, rows, columns), as :class:`RasterWriter` does."""
    count = array.shape[0] if array.ndim == 3 else 1
    with RasterWriter(path, grid, bands or [Band("")] * count, **options) as writer:
        writer.write(array)


def _srs(wkt: str) -> osr.SpatialReference:
    srs = osr.SpatialReference()
    srs.SetFromUserInput(wkt)
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return srs


def _crs(dataset: gdal.Dataset) -> str:
    """Horizontal CRS of a dataset as WKT; a vertical part would make GDAL shift heights."""
    srs = dataset.GetSpatialRef()
    if srs is None:
        return ""
    srs = srs.Clone()
    if srs.IsCompound():
        srs.StripVertical()
    return srs.ExportToWkt()


def _same_crs(one: str, other: str) -> bool:
    return one == other or bool(_srs(one).IsSame(_srs(other)))


def _utm(grid: Grid) -> str:
    xmin, ymin, xmax, ymax = grid.bounds
    geographic = osr.SpatialReference()
    geographic.ImportFromEPSG(4326)
    geographic.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    lon, lat, _ = osr.CoordinateTransformation(_srs(grid.crs), geographic).TransformPoint(
        (xmin + xmax) / 2, (ymin + ymax) / 2)
    return f"EPSG:{32600 if lat >= 0 else 32700}"[:-2] + f"{int((lon + 180) % 360 // 6) + 1:02d} (UTM)"


def _overlap(one: tuple, other: tuple) -> bool:
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])


def _lattice_shift(own: Grid, grid: Grid) -> tuple | None:
    """Columns and rows from `own` to `grid` when their cells coincide, else None."""
    cells = max(own.width, own.height, grid.width, grid.height)
    for mine, theirs in ((own.cell_width, grid.cell_width), (own.cell_height, grid.cell_height)):
        if abs(mine - theirs) * cells > CELL_TOLERANCE * mine:
            return None
    col = (grid.transform[0] - own.transform[0]) / own.cell_width
    row = (own.transform[3] - grid.transform[3]) / own.cell_height
    if abs(col - round(col)) > CELL_TOLERANCE or abs(row - round(row)) > CELL_TOLERANCE:
        return None
    return round(col), round(row)


def _open(path: str, parameter: str) -> gdal.Dataset:
    try:
        return gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR)
    except RuntimeError as error:
        if not os.path.exists(path) and not path.startswith("/vsi") and ":" not in path[2:]:
            raise GridError(parameter, f"there is no file '{path}'", "Choose an existing raster.") from error
        raise GridError(parameter, f"'{path}' cannot be read as a raster: {_said(error)}",
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
    weakref.finalize(source, _remove, path)
    angle = RasterSource(source.path, None, source.band, source.parameter)
    with RasterWriter(path, angle.grid, ["sine", "cosine"], parameter=source.parameter) as writer:
        for top in range(0, angle.grid.height, BLOCK):
            window = Window(0, top, angle.grid.width, min(BLOCK, angle.grid.height - top))
            radians = np.radians(angle.read(window))
            writer.write(np.stack([np.sin(radians), np.cos(radians)]), window)
    angle.close()
    return path


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.remove(path)


def _identity(path: str) -> str:
    return os.path.normcase(os.path.realpath(path))


def _said(error: Exception) -> str:
    return str(error).strip().rstrip(".")


def _write_error(parameter: str, path: str, error: Exception) -> Exception:
    """Tell a full disk from a place that cannot be written."""
    folder = os.path.dirname(path)
    if isinstance(error, PermissionError) or not os.access(folder, os.W_OK):
        return GridError(parameter, f"'{path}' cannot be written",
                         "Close programs and layers that use it, or choose another folder.")
    return ResourceError(f"{parameter}: '{path}' could not be written; the disk may be full: {_said(error)}. "
                         "Free some space or choose another folder.")


def _check_complete(path: str) -> None:
    """Raise OSError unless every block of a GeoTIFF lies inside the file: GDAL may only print that a write failed."""
    size = os.path.getsize(path)
    dataset = gdal.Open(path)
    for index in range(1, dataset.RasterCount + 1):
        band = dataset.GetRasterBand(index)
        for row in range(-(-band.YSize // BLOCK)):
            for col in range(-(-band.XSize // BLOCK)):
                start = band.GetMetadataItem(f"BLOCK_OFFSET_{col}_{row}", "TIFF")
                length = band.GetMetadataItem(f"BLOCK_SIZE_{col}_{row}", "TIFF")
                if start is None or length is None or int(start) + int(length) > size:
                    raise OSError("the file is cut short")
