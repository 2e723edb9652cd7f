"""Rasters on one grid: aligned reading and atomic writing. The only part that knows GDAL.

A :class:`Grid` is where an analysis takes place. A :class:`RasterSource` shows any raster on it, warped on the fly
where it lies on another one. A :class:`RasterWriter` writes beside its target and moves over it when all went well.
"""

from __future__ import annotations

from ..errors import GridError
from .geometry import Grid, Window
from .identity import refuse_overwrite
from .inside import AreaSource, MaskedSource, NearbySource
from .layer import LayerPath
from .library import limited_cache
from .polygons import burn
from .remote import remote_part
from .scale import check_metric
from .source import RasterSource, metric_grid, read_array
from .writer import Band, RasterWriter, commit_all, write_array

__all__ = ["AreaSource", "Band", "Grid", "GridError", "LayerPath", "MaskedSource", "NearbySource", "RasterSource",
           "RasterWriter", "Window", "burn", "check_metric", "commit_all", "limited_cache", "metric_grid", "read_array",
           "refuse_overwrite", "remote_part", "write_array"]
