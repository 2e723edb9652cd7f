"""Columns of the units of a PINN from rasters: read at points, over polygons by QGIS's own zonal statistics."""

from __future__ import annotations

import uuid
from functools import reduce
from operator import or_

import numpy as np
from qgis.analysis import QgsZonalStatistics
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsDistanceArea,
    QgsFeatureRequest,
    QgsProcessingFeatureSource,
    QgsRasterLayer,
    QgsWkbTypes,
)

from ...engine.errors import InputError
from ...engine.grid import RasterSource, RasterWriter, Window, tiles
from ...engine.grid.tiles import check_cancelled
from ...engine.networks import matching
from ...engine.networks.pinn_units import Roles

OTHER_NAMES = {"slope": "slope", "pga": "peak_ground_acceleration", "area": "area", "saturation": "saturation",
               "slope_deviation": "slope_deviation"}
"""By role, the name a raster may have instead of that of the training column."""

MEAN, DEVIATION, MAJORITY = QgsZonalStatistics.Mean, QgsZonalStatistics.StDev, QgsZonalStatistics.Majority
ENDINGS = {**dict.fromkeys(("_mean", "_avg", "_a"), MEAN),
           **dict.fromkeys(("_stdev", "_stddev", "_stdd", "_std", "_sd", "_s"), DEVIATION)}
"""What the end of a column's name says of the raster named before it."""


def rows_of(given) -> tuple:
    """Read the features of INPUT, their attributes as dictionaries, and their geometries: none where a row has none."""
    source = given.layer("INPUT")
    check = QgsProcessingFeatureSource.FlagSkipGeometryValidityChecks
    features = list(source.getFeatures(QgsFeatureRequest(), check))
    if not features:
        raise InputError("INPUT", "it has no rows", "Choose a table with at least one.")
    names = source.fields().names()
    records = [dict(zip(names, given.cells("INPUT", feature))) for feature in features]
    geometries = [feature.geometry() for feature in features if feature.hasGeometry()]
    return features, records, geometries if len(geometries) == len(features) else []


def no_places(name: str) -> InputError:
    """Give the fault of rasters for rows that lie nowhere."""
    return InputError(name, "INPUT has rows without a place, where rasters cannot be read", "Give points or polygons.")


def role_columns(roles: Roles) -> dict:
    """Give the columns of the sliding block with their roles; of several earthquakes each has its own name alone."""
    columns = {roles.slope: "slope", roles.slope_deviation: "slope_deviation", roles.area: "area",
               roles.saturation: "saturation", **dict.fromkeys(roles.pga, "pga" if len(roles.pga) == 1 else "")}
    columns.pop("", None)
    return columns


def fill_columns(given, run, records, geometries, crs, wanted, classes=(), more=None, take_all=False) -> list:
    """Put what rasters say of every unit into its record.

    A raster with the name of a column gives its mean over a polygon, or the majority of classes, and its value at a
    point; it wins over a field. For columns that are no field, a raster known by its role will do, and over polygons
    also a raster whose name and an ending of `ENDINGS` make that of the column, the spread of the slope, and the area.

    Parameters
    ----------
    given : Given
        FACTORS, and FACTOR_NAMES.
    run : Run
    records : list of dict
        Field name to value; columns are added, or overwritten.
    geometries : list of QgsGeometry
        Points or polygons, one a record.
    crs : QgsCoordinateReferenceSystem
        Theirs.
    wanted : mapping of str to str
        By column its role, a key of `OTHER_NAMES`, or empty for a predictor.
    classes : sequence of str
        Columns that are classes.
    more : mapping of str to str, optional
        Further rasters: column to path.
    take_all : bool
        A raster that gives no column becomes one of its own name.

    Returns
    -------
    list of str
        Names of the rasters that give no column of `wanted`.
    """
    paths = given.rasters("FACTORS")
    opened = [RasterSource(path, parameter=f"FACTORS, raster {place}") for place, path in enumerate(paths, 1)]
    names = matching.names_of(given.text("FACTOR_NAMES"), [each.metadata.get("SCARP_NAME", "") for each in opened],
                              given.layer_names("FACTORS"), paths, [matching.plain(name) for name in wanted])
    fields = {name.lower(): name for name in records[0]}
    polygons = geometries[0].type() == QgsWkbTypes.PolygonGeometry
    classes = {matching.plain(name) for name in classes}
    rasters = {name: {} for name in names}      # by raster the columns it gives, by column the statistic
    for column, role in wanted.items():
        found = _source(column, role, names, column.lower() in fields, polygons, wanted)
        if found:
            rasters[found[0]][column] = MAJORITY if matching.plain(column) in classes else found[1]
        elif role == "area" and polygons and column.lower() not in fields:
            run.log(f"INPUT has no field '{column}': it is the area of the polygons, m2.")
            for record, area in zip(records, _areas(geometries, crs, run.transforms)):
                record[column] = area
    unused = [name for name, columns in rasters.items() if not columns]
    if take_all:
        rasters.update({name: {name: MAJORITY if name in classes else MEAN} for name in unused})
    sources = [(source, rasters[name]) for source, name in zip(opened, names)]
    sources += [(RasterSource(path, parameter=column), {column: MEAN}) for column, path in (more or {}).items()]
    progress = run.stage("units", "Rasters at the units")
    for done, (source, columns) in enumerate(sources):
        progress(done / len(sources))
        if columns:
            values = _read(source, geometries, crs, set(columns.values()), run)
            for column, statistic in columns.items():
                key = fields.get(column.lower(), column)
                for record, found in zip(records, values):
                    record[key] = found[statistic]
        source.close()
    return unused


def _source(column, role, names, is_field, polygons, wanted):
    """Give the raster of a column and its statistic, or None."""
    plain = matching.plain(column)
    if plain in names:
        return plain, MEAN
    if is_field:
        return None
    other = OTHER_NAMES.get(role)
    if other in names:
        return other, MEAN
    if not polygons:
        return None
    for ending, statistic in ENDINGS.items():
        stem = matching.plain(column[:-len(ending)])
        # A Shapefile cuts names to ten letters: distStre_s is of distStream.
        cut = [name for name in names if len(column) == 10 and name.startswith(stem)]
        if column.lower().endswith(ending) and (stem in names or len(cut) == 1):
            return stem if stem in names else cut[0], statistic
    if role == "slope_deviation":
        slope = next(name for name, of in wanted.items() if of == "slope")
        found = _source(slope, "slope", names, False, polygons, wanted)
        return (found[0], DEVIATION) if found else None
    return None


def _areas(geometries, crs, transforms) -> list:
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, transforms)
    if crs.isValid():
        measure.setEllipsoid(crs.ellipsoidAcronym())
    return [measure.measureArea(geometry) for geometry in geometries]       # m2, by the ellipsoid


def _read(source, geometries, crs, statistics, run) -> list:
    """Give for every unit its statistics; None where there is no value."""
    to = None
    if source.grid.crs and crs.isValid():
        to = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem.fromWkt(source.grid.crs), run.transforms)
    layer, values = QgsRasterLayer(_as_read(source, run), "zones"), []
    flags = reduce(or_, statistics)
    for geometry in geometries:
        check_cancelled(run.cancelled)
        moved = type(geometry)(geometry)
        if to is not None:
            moved.transform(to)
        zone = {}
        if moved.type() == QgsWkbTypes.PolygonGeometry:
            zone = QgsZonalStatistics.calculateStatistics(
                layer.dataProvider(), moved, layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY(), 1, flags)
        if not zone:
            value = _at(source, moved.pointOnSurface().asPoint())
            zone = {statistic: 0.0 if statistic == DEVIATION else value for statistic in statistics}
        values.append({statistic: _known(zone.get(statistic)) for statistic in statistics})
    del layer
    return values


def _as_read(source, run) -> str:
    """Path of a raster of which QGIS reads the same values as Scarp: the file, or a copy of what was read."""
    if source.is_plain:
        return source.path
    path = run.scratch(f"zones_{uuid.uuid4().hex[:8]}.tif")
    with RasterWriter(path, source.grid, [""], parameter=source.parameter, compressed=False) as writer:
        for window in tiles.windows(source.grid):
            writer.write(source.read(window), window)
    return path


def _at(source, point) -> float:
    x, dx, _, y, _, dy = source.grid.transform
    return float(source.read(Window(int((point.x() - x) // dx), int((point.y() - y) // dy), 1, 1))[0, 0])


def _known(value):
    return None if value is None or np.isnan(value) else float(value)
