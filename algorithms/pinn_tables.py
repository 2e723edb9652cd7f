"""A table or vector layer through a PINN: rows in, the same rows with percentiles out."""

from __future__ import annotations

import os

import numpy as np
from qgis.core import NULL, QgsFeature, QgsFeatureRequest, QgsFields, QgsProcessingFeatureSource

from ..compat import field
from ..engine.errors import InputError
from ..engine.networks import pinn
from ..engine.networks.units import column, read_physics
from .pga_inputs import check_pga, check_slope


def field_names() -> list:
    """Give the fields that are added, in order."""
    return [f"{name.lower()}_{percentile}" for name in pinn.OUTPUTS for percentile in pinn.PERCENTILES]


def check_output(given, path: str) -> None:
    """Check that the table can hold names of that length and has none of them.

    Raises
    ------
    InputError
    """
    if os.path.splitext(path)[1].lower() in (".shp", ".dbf"):
        raise InputError("OUTPUT", "a Shapefile cuts field names to ten letters", "Give a .gpkg or a .csv.")
    taken = {name.lower() for name in given.fields("INPUT")} & set(field_names())
    if taken:
        raise InputError("INPUT", f"it has the field '{sorted(taken)[0]}' already", "Remove or rename it.")


def predict_table(given, run, model: pinn.Pinn, roles, pga: float | None = None) -> None:
    """Predict the rows of INPUT and hand them to OUTPUT.

    Parameters
    ----------
    given : Given
    run : Run
    model : Pinn
    roles : Roles
        One earthquake.
    pga : float, optional
        g, for all rows, in place of a column.

    Raises
    ------
    InputError
        A column is missing or holds what cannot be.
    """
    source = given.layer("INPUT")
    check = QgsProcessingFeatureSource.FlagSkipGeometryValidityChecks
    names = source.fields().names()
    features = list(source.getFeatures(QgsFeatureRequest(), check))
    if not features:
        raise InputError("INPUT", "it has no rows", "Choose a table with at least one.")
    records = [dict(zip(names, (None if value == NULL else value for value in feature.attributes())))
               for feature in features]
    values = [column(records, factor.name) for factor in model.card.factors]
    physics = read_physics(records, roles)
    if pga is not None:
        physics.pga[:] = pga
    # What cannot be was an error above; what can be, and looks like another unit, is asked about.
    check_slope(f"INPUT, {roles.slope}", *_range(physics.slope), run.warn)
    check_pga("INPUT, PGA", *_range(physics.pga), "g", run.warn)
    found = model.predict(values, physics, **run.controls("predict", "Ensemble"))
    counts = pinn.extrapolation_counts([*values, physics.slope, physics.pga[:, 0]], pinn.watched(model.card))
    for words in pinn.extrapolation_words(counts, model.card):
        run.warn(f"INPUT: {words}.")
    results = np.concatenate([found[name] for name in pinn.OUTPUTS]).T.astype(float)
    empty = int(np.isnan(found["SUSCEPTIBILITY"][1]).sum())
    if empty:
        run.warn(f"INPUT: {empty} of {len(features)} rows lack a value the model needs and are given back without a "
                 "prediction.")
    fields = QgsFields(source.fields())
    for name in field_names():
        fields.append(field(name, float))
    run.sink("OUTPUT", fields, source.wkbType(), source.sourceCrs(), _rows(features, fields, results),
             "Coseismic susceptibility (effective, not unique)")


def _range(values) -> tuple:
    return np.fmin.reduce(values, axis=None), np.fmax.reduce(values, axis=None)


def _rows(features, fields, results) -> list:
    rows = []
    for feature, values in zip(features, results):
        row = QgsFeature(fields)
        row.setGeometry(feature.geometry())
        row.setAttributes(feature.attributes() + [NULL if np.isnan(value) else float(f"{value:.6g}")
                                                  for value in values.tolist()])
        rows.append(row)
    return rows

