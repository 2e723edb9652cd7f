"""Predictors from rasters for the units of a PINN: at points, and over polygons by QGIS's own zonal statistics."""

from __future__ import annotations

import numpy as np
from qgis.analysis import QgsZonalStatistics
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRasterLayer, QgsWkbTypes

from ..engine.grid import RasterSource, Window
from ..engine.networks import matching
from ..engine.tiles import check_cancelled


def read_rasters(given, run, geometries, crs, categories) -> dict:
    """Give the value of every raster of FACTORS for every unit.

    Parameters
    ----------
    given : Given
    run : Run
    geometries : list of QgsGeometry
        Points, or polygons: of these the mean over the cells inside, or the majority of a raster of classes.
    crs : QgsCoordinateReferenceSystem
    categories : sequence of str
        Names of the rasters of classes.

    Returns
    -------
    dict of str to list of float or None
        By name of the raster, None where it has no value.
    """
    paths = given.rasters("FACTORS")
    opened = [RasterSource(path, parameter=f"FACTORS, raster {place}") for place, path in enumerate(paths, 1)]
    names = matching.names_of("", [each.metadata.get("SCARP_NAME", "") for each in opened],
                              given.layer_names("FACTORS"), paths)
    found = {}
    for source, name in zip(opened, names):
        to = None
        if source.grid.crs and crs.isValid():
            to = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem.fromWkt(source.grid.crs),
                                        QgsProject.instance())
        found[name] = _values(source, geometries, to, name in categories, run)
        source.close()
    return found


def _values(source, geometries, to, classes: bool, run) -> list:
    layer, values = QgsRasterLayer(source.path, "zones"), []
    statistic = QgsZonalStatistics.Majority if classes else QgsZonalStatistics.Mean
    for geometry in geometries:
        check_cancelled(run.cancelled)
        moved = type(geometry)(geometry)
        if to is not None:
            moved.transform(to)
        value = None
        if moved.type() == QgsWkbTypes.PolygonGeometry:
            zone = QgsZonalStatistics.calculateStatistics(
                layer.dataProvider(), moved, layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY(), 1, statistic)
            value = zone.get(statistic)
        values.append(_known(value if value is not None else _at(source, moved.pointOnSurface().asPoint())))
    del layer
    return values


def _at(source, point) -> float:
    x, dx, _, y, _, dy = source.grid.transform
    return float(source.read(Window(int((point.x() - x) // dx), int((point.y() - y) // dy), 1, 1))[0, 0])


def _known(value: float):
    return None if np.isnan(value) else float(value)
