"""Labelled points for training, as cells."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from qgis.core import NULL, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCoordinateTransformContext

from ...engine.errors import InputError
from ...engine.inventory import places
from ...engine.records import brief

TRUE, FALSE = {"1", "true", "yes", "t", "y"}, {"0", "false", "no", "f", "n"}


class SampleCells(NamedTuple):
    """Cells and labels (True = landslide) of sample points, each cell once."""

    cells: np.ndarray
    labels: np.ndarray


def read_samples(given, grid, warn, log) -> SampleCells:
    """Read SAMPLES.

    Parameters
    ----------
    given : Given
    grid : Grid
    warn, log : callable

    Raises
    ------
    InputError
        No such field, a label that is neither 1 nor 0, or no point on the grid.
    """
    field = given.text("LABEL_FIELD")
    xy, values, crs = _points(given, field)
    target = QgsCoordinateReferenceSystem.fromWkt(grid.crs) if grid.crs else QgsCoordinateReferenceSystem()
    if crs.isValid() and target.isValid() and crs != target:
        transform = QgsCoordinateTransform(crs, target, QgsCoordinateTransformContext())
        xy = [transform.transform(point) for point in xy]
        log(f"SAMPLES: put from {crs.authid()} into {target.authid() or 'the CRS of the map'}.")
    labels = np.array([label(value, field) for value in values], dtype=bool)
    cells = places.point_cells([point.x() for point in xy], [point.y() for point in xy], grid)
    inside = cells >= 0
    if not inside.any():
        raise InputError("SAMPLES", f"none of {cells.size} points lies on the map",
                         f"Check their CRS (now {crs.authid() or 'unknown'}).")
    if not inside.all():
        warn(f"SAMPLES: {int((~inside).sum())} of {cells.size} points lie outside the map and are left out.")
    cells, labels = cells[inside], labels[inside]
    once, where = np.unique(cells, return_inverse=True)
    landslide = np.bincount(where, labels) > 0
    if once.size < cells.size:
        warn(f"SAMPLES: {cells.size - once.size} points share a cell with another; a cell counts once, as a landslide "
             "where one of its points is.")
    return SampleCells(once, landslide)


def _points(given, field: str) -> tuple:
    """Points, the label of each, and their CRS."""
    source, columns = given.layer("SAMPLES"), given.fields("SAMPLES")
    place = next((number for number, column in enumerate(columns) if column.lower() == field.lower()), -1)
    if place < 0:
        raise InputError("SAMPLES", f"it has no field '{field}'",
                         f"Name the field of the label with LABEL_FIELD; there are {brief(columns, 30)}.")
    points, values = [], []
    for feature in source.getFeatures():
        if not feature.geometry().isEmpty():
            points.append(feature.geometry().asPoint() if not feature.geometry().isMultipart()
                          else feature.geometry().asMultiPoint()[0])
            values.append(feature.attributes()[place])
    if not points:
        raise InputError("SAMPLES", "it has no points", "Choose a layer of scarp:samplepoints.")
    return points, values, source.sourceCrs()


def label(value, field: str, parameter: str = "SAMPLES") -> bool:
    """Read a label: 1 or true for a landslide, 0 or false for none.

    Raises
    ------
    InputError
        It is neither.
    """
    text = "" if value is None or value == NULL else str(value).strip().lower()
    text = text[:-2] if text.endswith(".0") else text
    if text not in TRUE | FALSE:
        raise InputError(parameter, f"its field '{field}' holds '{text}'", "Use 1 for a landslide and 0 for a stable "
                         "place.")
    return text in TRUE
