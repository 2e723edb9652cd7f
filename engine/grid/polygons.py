"""Polygons as rasters."""

from __future__ import annotations

from typing import Sequence

from osgeo import gdal, ogr, osr

from .. import stop
from ..errors import Cancelled, GridError
from .geometry import Grid, overlap, same_crs, spatial_reference
from .library import said
from .writer import Band, RasterWriter


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
    if crs_wkt and grid.crs and not same_crs(crs_wkt, grid.crs):
        shift = osr.CoordinateTransformation(spatial_reference(crs_wkt), spatial_reference(grid.crs))
    driver = ogr.GetDriverByName("Memory") or ogr.GetDriverByName("MEM")
    memory = driver.CreateDataSource("polygons")
    layer = memory.CreateLayer("polygons", spatial_reference(grid.crs) if grid.crs else None, ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn("value", ogr.OFTReal))
    overlapping = False
    for wkb, value in zip(geometries, values):
        try:
            shape = ogr.CreateGeometryFromWkb(bytes(wkb))
            if shift is not None:
                shape.Transform(shift)
        except RuntimeError as error:
            raise GridError(parameter, f"a polygon cannot be used: {said(error)}",
                            "Check geometries and CRS.") from error
        xmin, xmax, ymin, ymax = shape.GetEnvelope()
        overlapping = overlapping or overlap((xmin, ymin, xmax, ymax), grid.bounds)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("value", float(value))
        feature.SetGeometry(shape)
        layer.CreateFeature(feature)
    if not overlapping:
        raise GridError(parameter, "no polygon overlaps the grid of the analysis", "Check its CRS and extent.")
    with RasterWriter(path, grid, [Band(parameter)], dtype, nodata, parameter=parameter) as writer, writer._faults():
        writer._dataset.GetRasterBand(1).Fill(nodata)
        try:
            gdal.RasterizeLayer(writer._dataset, [1], layer, callback=_go_on,
                                options=["ATTRIBUTE=value", *(["ALL_TOUCHED=TRUE"] if all_touched else [])])
        except RuntimeError:
            stop.check()
            raise


def _go_on(*_) -> int:
    """Tell GDAL to go on, or to end."""
    try:
        stop.check()
    except Cancelled:
        return 0
    return 1

