"""Rasters of classes: which values occur, and what an attribute table calls them."""

from __future__ import annotations

import os

import numpy as np
from osgeo import gdal, ogr

from . import tiles
from .library import open_raster

MOST = 500
"""Different values above which a raster holds no classes."""


def class_values(source, most: int = MOST, **controls) -> list[float]:
    """Give the values that occur in a raster, rising.

    Parameters
    ----------
    source : RasterSource
    most : int
        Where there are more, `most` + 1 or more of them are given and the rest is not looked for.
    **controls
        ``threads`` and so on, see `tiles.run`.
    """
    found: set = set()

    def look(arrays, _) -> set:
        if len(found) > most:
            return set()
        values = arrays["values"]
        found.update(np.unique(values[np.isfinite(values)])[:most + 1].tolist())
        return set()

    tiles.reduce(look, source.grid, {"values": source}, set.union, **controls)
    return sorted(found)


def class_names(path: str, band: int = 1) -> dict[float, str]:
    """Give the names that a raster has for its values, by value; empty where it has none.

    From its attribute table, a table beside it (``.vat.dbf``), or its list of categories, whichever comes first.

    Parameters
    ----------
    path : str
    band : int
        From 1.
    """
    dataset = open_raster(path, "SOIL_ZONES")
    try:
        raster = dataset.GetRasterBand(band)
        listed = {float(value): name for value, name in enumerate(raster.GetCategoryNames() or ()) if name.strip()}
        return _attribute_table(raster.GetDefaultRAT()) or _table_beside(path) or listed
    finally:
        raster = dataset = None


def _attribute_table(table) -> dict:
    """Read the attribute table of a band; one that gives ranges of values has no names for values."""
    if table is None or table.GetRowCount() == 0:
        return {}
    columns = range(table.GetColumnCount())
    usages = {column: table.GetUsageOfCol(column) for column in columns}
    titles = {column: table.GetNameOfCol(column).lower() for column in columns}
    value = next((column for column in columns if usages[column] == gdal.GFU_MinMax), None)
    if value is None:
        value = next((column for column in columns if titles[column] == "value"), None)
    texts = [column for column in columns if table.GetTypeOfCol(column) == gdal.GFT_String]
    name = next((column for column in texts if usages[column] == gdal.GFU_Name), texts[0] if texts else None)
    if value is None or name is None:
        return {}
    rows = ((table.GetValueAsDouble(row, value), table.GetValueAsString(row, name).strip())
            for row in range(table.GetRowCount()))
    return {key: words for key, words in rows if words}


def _table_beside(path: str) -> dict:
    """Read the table that other programs leave beside a raster."""
    beside = f"{path}.vat.dbf"
    if not os.path.exists(beside):
        return {}
    opened = ogr.Open(beside)
    layer = opened.GetLayer(0) if opened is not None else None
    if layer is None:
        return {}
    fields = [layer.GetLayerDefn().GetFieldDefn(place) for place in range(layer.GetLayerDefn().GetFieldCount())]
    texts = [each.GetName() for each in fields if each.GetType() == ogr.OFTString]
    value = next((each.GetName() for each in fields if each.GetName().lower() == "value"), "")
    if not texts or not value:
        return {}
    return {float(feature.GetField(value)): feature.GetField(texts[0]) for feature in layer
            if feature.GetField(value) is not None and feature.GetField(texts[0])}
