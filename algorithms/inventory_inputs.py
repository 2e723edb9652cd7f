"""Mapped landslides and other mapped places: points or polygons, repaired, in the CRS of the map, as cells."""

from __future__ import annotations

from typing import NamedTuple

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

from ..engine import inventory
from ..engine.errors import InputError, ResourceError
from ..engine.inventory import Inventory
from ..engine.report.layers import Places

POINTS, POLYGONS = QgsWkbTypes.GeometryType.PointGeometry, QgsWkbTypes.GeometryType.PolygonGeometry


class Mapped(NamedTuple):
    """Mapped places as cells, as a figure draws them, and as geometries in the CRS of the map."""

    inventory: Inventory
    places: Places
    shapes: list


def add_inventory(algorithm, why: str, optional: bool = False) -> None:
    """Add INVENTORY."""
    algorithm.places("INVENTORY", "Known landslides", f"Mapped landslides, points or polygons, in any CRS. {why}",
                     optional)


def read_places(given, run, grid, name: str = "INVENTORY", label: str = "Mapped landslides") -> Mapped:
    """Read mapped places.

    Parameters
    ----------
    given : Given
    run : Run
    grid : Grid
    name, label : str
        Parameter, and what a figure calls the places.

    Raises
    ------
    InputError
        There are none, none lies on the grid, or they are lines.
    """
    shapes, crs, empty = given.shapes(name)
    if empty:
        run.warn(f"{name}: {empty} features have no geometry and are left out.")
    if not shapes:
        raise InputError(name, "it has no features", "Choose a layer with at least one point or polygon.")
    kinds = {shape.type() for shape in shapes}
    if not kinds <= {POINTS, POLYGONS} or len(kinds) > 1:
        raise InputError(name, "it holds other things than points, or than polygons", "Give one or the other.")
    shapes = _repaired(shapes, run, name) if kinds == {POLYGONS} else shapes
    shapes = _projected(shapes, crs, grid, run, name)
    said = crs.authid() or crs.description()
    if kinds == {POINTS}:
        points = [point for shape in shapes for point in shape.asGeometryCollection() or [shape]]
        x, y = [[getattr(point.asPoint(), axis)() for point in points] for axis in ("x", "y")]
        found, places = inventory.from_points(x, y, grid, name, said), Places(x, y, label=label)
    else:
        inner = [shape.pointOnSurface().asPoint() for shape in shapes]
        found = inventory.from_polygons([bytes(shape.asWkb()) for shape in shapes], [p.x() for p in inner],
                                        [p.y() for p in inner], grid, name, said)
        rings = [[(p.x(), p.y()) for p in part[0]] for shape in shapes for part in _parts(shape)]
        places = Places(rings=rings, label=label, count=len(shapes))
    if found.outside:
        run.warn(f"{name}: {found.outside} of {found.given} lie outside the map and are left out.")
    return Mapped(found, places, shapes)


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
    del writer
    if fault:
        raise ResourceError(f"'{path}' cannot be written: {fault}")


def _repaired(shapes, run, name) -> list:
    kept, repaired = [], 0
    for shape in shapes:
        if not shape.isGeosValid():
            shape = shape.makeValid()
            repaired += 1
            if QgsWkbTypes.isMultiType(shape.wkbType()) or shape.type() != POLYGONS:
                shape.convertGeometryCollectionToSubclass(POLYGONS)
        if not shape.isEmpty() and shape.type() == POLYGONS:
            kept.append(shape)
    if repaired:
        lost = len(shapes) - len(kept)
        run.warn(f"{name}: {repaired} of {len(shapes)} polygons were not valid (they cross themselves) and have been "
                 "repaired" + (f"; {lost} had no area left" if lost else "") + ".")
    if not kept:
        raise InputError(name, "none of its polygons has an area", "Repair the layer, or give points.")
    return kept


def _projected(shapes, crs, grid, run, name) -> list:
    target = QgsCoordinateReferenceSystem.fromWkt(grid.crs) if grid.crs else QgsCoordinateReferenceSystem()
    if not crs.isValid() or not target.isValid():
        if target.isValid():
            run.warn(f"{name}: it has no CRS and is taken to be in that of the map.")
        return shapes
    if crs == target:
        return shapes
    transform, kept, lost = QgsCoordinateTransform(crs, target, QgsCoordinateTransformContext()), [], 0
    for shape in shapes:
        try:
            shape.transform(transform)
        except QgsCsException:
            lost += 1
        else:
            kept.append(shape)
    if lost:
        run.warn(f"{name}: {lost} of {len(shapes)} features cannot be put into the CRS of the map "
                 "and are left out.")
    if not kept:
        raise InputError(name, f"none of {len(shapes)} features lies on the map",
                         f"Check their CRS (now {crs.authid()}).")
    run.log(f"{name}: put from {crs.authid()} into {target.authid() or 'the CRS of the map'}.")
    return kept


def _parts(shape) -> list:
    return shape.asMultiPolygon() if shape.isMultipart() else [shape.asPolygon()]
