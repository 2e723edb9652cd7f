"""A table or vector layer through a PINN: rows in, the same rows with percentiles out."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
from qgis.core import NULL, QgsFeature, QgsFields

from ...compat import field
from ...engine.errors import InputError
from ...engine.networks import pinn
from ...engine.networks.pinn_units import column, gaps, read_physics
from ..inputs.shaking import check_pga, check_slope
from ..inputs.units import fill_columns, no_places, role_columns, rows_of


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
    features, records, geometries = rows_of(given)
    rasters = {name: given.raster(name) for name in ("PGA", "SATURATION") if given.has(name)}
    if "PGA" in rasters:
        roles = replace(roles, pga=("PGA",))
    if "SATURATION" in rasters or given.has("SATURATION_VALUE"):
        roles = replace(roles, saturation="SATURATION" if "SATURATION" in rasters else "")
    if geometries:
        wanted = {**dict.fromkeys([factor.name for factor in model.card.factors], ""), **role_columns(roles)}
        classes = [factor.name for factor in model.card.factors if factor.kind == "category"]
        unused = fill_columns(given, run, records, geometries, source.sourceCrs(), wanted, classes, rasters)
        if unused:
            run.warn(f"FACTORS: the model does not know {', '.join(unused)}; not used.")
        if roles.area and roles.area.lower() not in (name.lower() for name in records[0]):
            run.log(f"Points have no area: the probability is that of a unit of {model.reference_area:.3g} m2, the "
                    "model's reference.")
            roles = replace(roles, area="")
    elif rasters or given.has("FACTORS"):
        raise no_places(next(iter(rasters), "FACTORS"))
    values = [column(records, factor.name) for factor in model.card.factors]
    physics = read_physics(records, roles)
    if pga is not None:
        physics.pga[:] = pga
    if given.has("SATURATION_VALUE") and not roles.saturation:
        physics.saturation[:] = given.number("SATURATION_VALUE")
    read = {**dict(zip((factor.name for factor in model.card.factors), values)), roles.slope: physics.slope,
            "PGA": physics.pga[:, 0], roles.slope_deviation: physics.slope_deviation,
            roles.saturation: physics.saturation}
    empty = int((~(np.isfinite(values).all(axis=0) & physics.known(False))).sum())
    if empty == len(features):
        raise InputError("INPUT", "no row has a value in every column the model needs",
                         f"Columns with gaps, and how many: {gaps(read)}.")
    if empty:
        run.warn(f"INPUT: {empty} of {len(features)} rows lack a value the model needs and are given back without a "
                 f"prediction; columns with gaps: {gaps(read)}.")
    # What cannot be was an error above; what can be, and looks like another unit, is asked about.
    check_slope(f"INPUT, {roles.slope}", *_range(physics.slope), run.warn)
    check_pga("INPUT, PGA", *_range(physics.pga), "g", run.warn)
    found = model.predict(values, physics, **run.controls("predict", "Ensemble"))
    counts = pinn.extrapolation_counts([*values, physics.slope, physics.pga[:, 0]], pinn.watched(model.card))
    for words in pinn.extrapolation_words(counts, model.card):
        run.warn(f"INPUT: {words}.")
    results = np.concatenate([found[name] for name in pinn.OUTPUTS]).T.astype(float)
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

