"""Writing rasters beside their target and moving them over it when all went well."""

from __future__ import annotations

import contextlib
import math
import os
import threading
from typing import Iterable, Mapping, NamedTuple, Sequence

import numpy as np
from osgeo import gdal

from .. import commit as outputs
from ..errors import GridError
from .geometry import Grid, Window
from .library import close_dataset, limited_cache

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
    InputError
        The folder is missing or cannot be written in, the path is a folder or read-only, or has another ending.
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
        file = os.path.basename(self.path)
        if not file.lower().endswith((".tif", ".tiff")):
            raise GridError(parameter, f"'{file}' is not the name of a GeoTIFF", "End it in .tif.")
        outputs.check_target(parameter, self.path)
        self.temporary = outputs.beside(self.path, ".tif")
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
            del raster      # no band outlives its dataset

    @contextlib.contextmanager
    def _faults(self):
        """Turn a fault of writing into one of ours, with nothing left behind."""
        try:
            yield
        except (RuntimeError, OSError) as error:
            self.discard()
            raise outputs.write_error(self.parameter, self.path, error) from error

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
                # Row by row of blocks, so that a whole raster at once is not copied as a whole. No name is bound to the
                # band: it would live on in the traceback of a fault, after its dataset.
                for top in range(0, window.height, BLOCK):
                    self._dataset.GetRasterBand(first + i).WriteArray(self._stored(plane[top:top + BLOCK]), window.col,
                                                                      window.row + top)

    def _stored(self, plane: np.ndarray) -> np.ndarray:
        if plane.dtype.kind == "f" and not math.isnan(self.nodata):
            plane = np.where(np.isnan(plane), self.nodata, plane)
        return np.ascontiguousarray(plane, self.dtype)

    def finish(self) -> None:
        """Close the temporary file and check that all of it reached the disk; it can then be moved."""
        with self._lock, self._faults():
            if self._dataset is not None:
                self._dataset.FlushCache()
                self._close()
                _check_complete(self.temporary, self.grid, len(self.bands))

    @property
    def move(self) -> outputs.Move:
        """What is to be moved where, once it is finished."""
        return outputs.Move(self.temporary, self.path, self.parameter)

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
    InputError
        A target cannot be replaced, for example because another program holds it.
    """
    writers = list(writers)
    try:
        for writer in writers:
            writer.finish()
        outputs.commit([writer.move for writer in writers])
    except BaseException:
        for writer in writers:
            writer.discard()
        raise


def write_array(path: str, array: np.ndarray, grid: Grid, bands: Sequence | None = None, **options: object) -> None:
    """Write an array, shape (rows, columns) or (bands, rows, columns), as :class:`RasterWriter` does."""
    count = array.shape[0] if array.ndim == 3 else 1
    with RasterWriter(path, grid, bands or [Band("")] * count, **options) as writer:
        writer.write(array)


def _check_complete(path: str, grid: Grid, bands: int) -> None:
    """Raise OSError unless all is there, every block inside the file: GDAL may only print that a write failed."""
    size = os.path.getsize(path)
    dataset = gdal.Open(path)
    try:
        if (dataset.RasterXSize, dataset.RasterYSize, dataset.RasterCount) != (grid.width, grid.height, bands):
            raise OSError("the file is not what was written")
        for index in range(1, bands + 1):
            band = dataset.GetRasterBand(index)
            for row in range(-(-band.YSize // BLOCK)):
                for col in range(-(-band.XSize // BLOCK)):
                    start = band.GetMetadataItem(f"BLOCK_OFFSET_{col}_{row}", "TIFF")
                    length = band.GetMetadataItem(f"BLOCK_SIZE_{col}_{row}", "TIFF")
                    if start is None or length is None or int(start) + int(length) > size:
                        raise OSError("the file is cut short")
            del band
    finally:
        close_dataset(dataset)
