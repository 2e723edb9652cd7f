"""Writing rasters beside their target and moving them over it when all went well."""

from __future__ import annotations

import contextlib
import math
import os
import threading
import uuid
from typing import Iterable, Mapping, NamedTuple, Sequence

import numpy as np
from osgeo import gdal

from ..errors import GridError, ResourceError
from .geometry import Grid, Window
from .library import close_dataset, limited_cache, said

BLOCK = 256
"""Cells on a side of the blocks of a GeoTIFF."""

_GDAL_TYPES = {"uint8": gdal.GDT_Byte, "int16": gdal.GDT_Int16, "int32": gdal.GDT_Int32, "float32": gdal.GDT_Float32,
               "float64": gdal.GDT_Float64}


class Band(NamedTuple):
    """What a band of an output holds."""

    description: str
    unit: str = ""


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
    compressed : bool
        Off for scratch files that are read once and go.

    Raises
    ------
    GridError
        The folder is missing or cannot be written in, or the file name has another ending.
    ResourceError
        The disk is full.
    """

    def __init__(self, path: str, grid: Grid, bands: Sequence, dtype: str = "float32", nodata: float | None = None,
                 name: str = "", metadata: Mapping[str, object] | None = None, parameter: str = "OUTPUT",
                 compressed: bool = True) -> None:
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
        # Short: a name of the full length allowed leaves no room for more.
        self.temporary = os.path.join(folder, f".{uuid.uuid4().hex[:12]}.tif")
        # With predictor 3 the lightest compression is both the fastest and the smallest for smooth float rasters; for
        # classes it takes half the time and a quarter more of very little room.
        packing = ["COMPRESS=DEFLATE", "ZLEVEL=1", "NUM_THREADS=ALL_CPUS", *(["PREDICTOR=3"] if floating else [])]
        options = ["TILED=YES", "BIGTIFF=IF_SAFER", "INTERLEAVE=BAND", *(packing if compressed else [])]
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
        with limited_cache, self._lock, self._faults():
            if self._dataset is None:
                raise OSError("the output is closed")
            for i, plane in enumerate(planes):
                raster = self._dataset.GetRasterBand(first + i)
                # Row by row of blocks, so that a whole raster at once is not copied as a whole.
                for top in range(0, window.height, BLOCK):
                    raster.WriteArray(self._stored(plane[top:top + BLOCK]), window.col, window.row + top)

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
        close_dataset(dataset)

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
    # Statistics and overviews of the former file would be taken for those of the new one.
    stale = [writer.path + ending for writer in writers for ending in (".aux.xml", ".ovr", ".msk")]
    for path in (*(kept for kept, _ in former), *stale):
        with contextlib.suppress(OSError):
            os.remove(path)


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
        if _identity(path) in taken:
            raise GridError(name, f"'{path}' is also {taken[_identity(path)]}", "Choose another file name.")
        taken[_identity(path)] = name


def write_array(path: str, array: np.ndarray, grid: Grid, bands: Sequence | None = None, **options: object) -> None:
    """Write an array, shape (rows, columns) or (bands, rows, columns), as :class:`RasterWriter` does."""
    count = array.shape[0] if array.ndim == 3 else 1
    with RasterWriter(path, grid, bands or [Band("")] * count, **options) as writer:
        writer.write(array)


def _identity(path: str) -> str:
    return os.path.normcase(os.path.realpath(path))


def _write_error(parameter: str, path: str, error: Exception) -> Exception:
    """Tell a full disk from a place that cannot be written."""
    folder = os.path.dirname(path)
    if isinstance(error, PermissionError) or not os.access(folder, os.W_OK):
        return GridError(parameter, f"'{path}' cannot be written",
                         "Close programs and layers that use it, or choose another folder.")
    return ResourceError(f"{parameter}: '{path}' could not be written; the disk may be full: {said(error)}. "
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
