"""Mapped landslides and other mapped places: points or polygons, repaired, in the CRS of the map, as cells."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsVectorFileWriter,
    QgsWkbTypes,
)

from ...engine.errors import InputError, ResourceError
from ...engine.grid.vectors import count_features
from ...engine.inventory import places as inventory
from ...engine.inventory.places import Inventory
from ...engine.records import brief
from ...engine.report.layers import Places

COORDINATES = (("latitude", "longitude"), ("lat", "lon"), ("lat", "long"), ("lat", "lng"), ("y", "x"),
               ("northing", "easting"))
"""Names of columns that hold places."""

POINTS, POLYGONS = QgsWkbTypes.GeometryType.PointGeometry, QgsWkbTypes.GeometryType.PolygonGeometry


class Mapped(NamedTuple):
    """Mapped places as cells, as a figure draws them, and as geometries in the CRS of the map.

    ``values`` holds an attribute by place, where one was asked for.
    """

    inventory: Inventory
    places: Places
    shapes: list
    values: list


def add_inventory(algorithm, why: str, optional: bool = False) -> None:
    """Add INVENTORY."""
    algorithm.places("INVENTORY", "Known landslides", f"Mapped landslides, points or polygons, in any CRS. {why}",
                     optional)


def read_places(given, run, grid, name: str = "INVENTORY", label: str = "Mapped landslides",
                field: str = "") -> Mapped:
    """Read mapped places.

    Parameters
    ----------
    given : Given
    run : Run
    grid : Grid
    name, label : str
        Parameter, and what a figure calls the places.
    field : str
        Attribute to read along; none when empty.

    Raises
    ------
    InputError
        There are none, none lies on the grid, or they are lines.
    """
    shapes, values, crs, empty = given.shapes(name, field)
    if empty and not shapes:
        raise InputError(name, *_without_places(given.fields(name), empty))
    if empty:
        run.warn(f"{name}: {empty} features have no geometry and are left out.")
    if not shapes:
        raise InputError(name, "it has no features", "Choose a layer with at least one point or polygon.")
    kinds = {shape.type() for shape in shapes}
    if not kinds <= {POINTS, POLYGONS} or len(kinds) > 1:
        raise InputError(name, "its features are neither all points nor all polygons",
                         "Give a layer of points, or one of polygons.")
    features = list(zip(shapes, values))
    features = _repaired(features, run, name) if kinds == {POLYGONS} else features
    features = _projected(features, crs, grid, run, name)
    said = crs.authid() or crs.description()
    shapes = [shape for shape, _ in features]
    if kinds == {POINTS}:
        parts = [(point.asPoint(), value) for shape, value in features for point in shape.asGeometryCollection()
                 or [shape]]
        x, y, values = [p.x() for p, _ in parts], [p.y() for p, _ in parts], [value for _, value in parts]
        found, places = inventory.from_points(x, y, grid, name, said), Places(x, y, label=label)
    else:
        found, values = _polygon_cells(shapes, grid, name, said), [value for _, value in features]
        rings = [[(p.x(), p.y()) for p in part[0]] for shape in shapes for part in _parts(shape)]
        places = Places(rings=rings, label=label, count=len(shapes))
    if found.outside:
        run.warn(f"{name}: {found.outside} of {found.given} lie outside the map and are left out.")
    return Mapped(found, places, shapes, values)


def _without_places(columns, rows: int) -> tuple:
    """What to say of a table in place of places."""
    low = [column.lower() for column in columns]
    pair = next((pair for pair in COORDINATES if all(name in low for name in pair)), None)
    how = ("Make points of it first: Create Points Layer from Table in the toolbox, or Layer, Add Layer, Add Delimited "
           "Text Layer")
    if pair is None:
        return f"none of its {rows} rows has a place; its columns are {brief(columns, 30)}", f"{how}."
    names = " and ".join(columns[low.index(name)] for name in pair)
    return (f"it is a table of {rows} rows, whose columns {names} are numbers and no points",
            how + (", with the CRS EPSG:4326." if pair[0].startswith("la") else "."))


def by_value(mapped: Mapped, values, grid) -> dict:
    """Split mapped places by an attribute.

    Parameters
    ----------
    mapped : Mapped
    values : sequence
        One for each place.
    grid : Grid

    Returns
    -------
    dict of value to Inventory
        Only of places on the grid, numbered within their value. A cell of two overlapping polygons belongs to both
        where their values differ.
    """
    whole, parts = mapped.inventory, {}
    for value in dict.fromkeys(values[place] for place in whole.place):
        mine = np.array([each == value for each in values])
        if whole.kind == "points":
            kept = mine[whole.place]
            number = np.cumsum(mine) - 1
            parts[value] = Inventory(whole.cells[kept], number[whole.place[kept]], int(mine.sum()), whole.kind)
        else:
            parts[value] = _polygon_cells([shape for shape, own in zip(mapped.shapes, mine) if own], grid)
    return parts


def _polygon_cells(shapes, grid, name="INVENTORY", crs_name="") -> Inventory:
    inner = [shape.pointOnSurface().asPoint() for shape in shapes]
    return inventory.from_polygons([bytes(shape.asWkb()) for shape in shapes], [p.x() for p in inner],
                                   [p.y() for p in inner], grid, name, crs_name)


def save_places(shapes, crs_wkt: str, path: str, name: str) -> None:
    """Write geometries to a GeoPackage.

    Raises
    ------
    ResourceError
        It cannot be written.
    """
    crs = QgsCoordinateReferenceSystem.fromWkt(crs_wkt) if crs_wkt else QgsCoordinateReferenceSystem()
    kind = QgsWkbTypes.Type.MultiPolygon if shapes[0].type() == POLYGONS else QgsWkbTypes.Type.MultiPoint
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", name
    writer = QgsVectorFileWriter.create(path, QgsFields(), kind, crs, QgsCoordinateTransformContext(), options)
    for shape in shapes:
        feature = QgsFeature()
        whole = QgsGeometry(shape)
        whole.convertToMultiType()
        feature.setGeometry(whole)
        writer.addFeature(feature)
    fault = writer.errorMessage() if writer.hasError() else ""
    del writer      # closes the file
    try:
        arrived = count_features(path, name)
    except OSError as error:
        fault, arrived = fault or str(error), 0
    if fault or arrived != len(shapes):
        raise ResourceError(f"'{path}' cannot be written; the disk may be full: "
                            f"{fault or f'{arrived} of {len(shapes)} features arrived'}.")


def _repaired(features, run, name) -> list:
    kept, repaired = [], 0
    for shape, value in features:
        if not shape.isGeosValid():
            shape = shape.makeValid()
            repaired += 1
            if QgsWkbTypes.isMultiType(shape.wkbType()) or shape.type() != POLYGONS:
                shape.convertGeometryCollectionToSubclass(POLYGONS)
        if not shape.isEmpty() and shape.type() == POLYGONS:
            kept.append((shape, value))
    if repaired:
        lost = len(features) - len(kept)
        run.warn(f"{name}: {repaired} of {len(features)} polygons were not valid (they cross themselves) and have been "
                 "repaired" + (f"; {lost} had no area left" if lost else "") + ".")
    if not kept:
        raise InputError(name, "none of its polygons has an area", "Repair the layer, or give points.")
    return kept


def _projected(features, crs, grid, run, name) -> list:
    target = QgsCoordinateReferenceSystem.fromWkt(grid.crs) if grid.crs else QgsCoordinateReferenceSystem()
    if not crs.isValid() or not target.isValid():
        if target.isValid():
            run.warn(f"{name}: it has no CRS and is taken to be in that of the map.")
        return features
    if crs == target:
        return features
    transform, kept, lost = QgsCoordinateTransform(crs, target, QgsCoordinateTransformContext()), [], 0
    for shape, value in features:
        try:
            shape.transform(transform)
        except QgsCsException:
            lost += 1
        else:
            kept.append((shape, value))
    if lost:
        run.warn(f"{name}: {lost} of {len(features)} features cannot be put into the CRS of the map "
                 "and are left out.")
    if not kept:
        raise InputError(name, f"none of {len(features)} features lies on the map",
                         f"Check their CRS (now {crs.authid()}).")
    run.log(f"{name}: put from {crs.authid()} into {target.authid() or 'the CRS of the map'}.")
    return kept


def _parts(shape) -> list:
    return shape.asMultiPolygon() if shape.isMultipart() else [shape.asPolygon()]
