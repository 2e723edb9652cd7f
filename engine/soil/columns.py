"""Columns of the soil table: their names, units and checks, and what a wrong value probably meant."""

from __future__ import annotations

import math
import re
from typing import Iterable, Mapping

import numpy as np

from ..errors import SoilError
from ..quantities import LIMITS, QUANTITIES, guess
from ..records import brief, number, text
from ..reliability.distributions import DISTRIBUTIONS

SUFFIXES = ("_cov", "_dist", "_min", "_max", "_mean_cov")
"""What may follow a quantity's column name."""

LARGEST_COV = 3.0
"""A coefficient of variation above this is taken for a percentage."""

DEFAULT_DISTRIBUTION = "normal"
"""Distribution of a quantity that has a ``_cov`` but no ``_dist``."""

def columns() -> list[str]:
    """List every column of a soil table that means something."""
    return ["zone", "name"] + [q.column + suffix for q in QUANTITIES.values() for suffix in ("", *SUFFIXES)]


def check_is_soil_table(names, parameter: str) -> None:
    """Raise a SoilError where no column is one of a soil."""
    if not any(name in columns()[2:] for name in names):
        raise SoilError(parameter, f"it has no column of a soil; it has {brief(names)}",
                        f"Name the columns {QUANTITIES['cohesion'].column}, {QUANTITIES['friction'].column} and so on.")


def zone_key(value: object) -> str:
    """Give the key under which a zone is known: ``2``, ``2.0`` and ``"2,0"`` are one zone.

    Parameters
    ----------
    value : object
        A raster's value or a polygon's number or text.
    """
    written = text(value)
    try:
        as_number = float(written.replace(",", "."))
    except ValueError:
        return written
    return f"{as_number:.12g}" if math.isfinite(as_number) else written


def natural(keys: Iterable[str]) -> list[str]:
    """Sort zone keys as people count: numbers by size, then texts, numbers in them by size too."""

    def parts(key: str) -> tuple:
        try:
            return 0, float(key), []
        except ValueError:
            split = re.split(r"(\d+)", key.casefold())
            return 1, 0.0, [(int(part), "") if part.isdigit() else (-1, part) for part in split]

    return sorted(keys, key=parts)


def row_of_zone(rows: Iterable[Mapping[str, object]], zone: object) -> Mapping[str, object]:
    """Give the row of a soil table that holds in a zone: the only one, or that of the zone's key; empty without one.

    Parameters
    ----------
    rows : iterable of mappings
        Columns in lower case.
    zone : object
        A raster's value or a polygon's number or text.
    """
    rows, key = list(rows), zone_key(zone)
    return rows[0] if len(rows) == 1 else next((row for row in rows if zone_key(row.get("zone")) == key), {})


def analysis_value(variable: str, value):
    """Turn a value in the unit of the table into analysis units: tan for friction, else itself.

    Parameters
    ----------
    variable : str
        One of ``VARIABLES``.
    value : float or float64 array
        In the unit of ``QUANTITIES[variable]``.
    """
    return np.tan(np.radians(value)) if variable == "friction" else value


def table_value(variable: str, value):
    """Turn a value in analysis units into the unit of the table: the inverse of `analysis_value`."""
    return np.degrees(np.arctan(value)) if variable == "friction" else value


def physical_range(variable: str) -> tuple[float, float]:
    """Give the physical range of `variable` in analysis units."""
    quantity = QUANTITIES[variable]
    return float(analysis_value(variable, quantity.lower)), float(analysis_value(variable, quantity.upper))


def out_of_range(variable: str) -> str:
    """Give the words for a mean outside the physical range of a variable."""
    return LIMITS[variable].words()


def zone_keys(rows: list[dict[str, object]], zoned: bool, parameter: str) -> list[str]:
    """Give the zone of every row, each once; a SoilError where they do not fit the map, or the lack of one."""
    if not zoned and len(rows) > 1:
        # What is no table of soils, or has a row of units, has more rows too; that is said first.
        for place, row in enumerate(rows, 1):
            for variable in QUANTITIES:
                read_cells(row, variable, f"{parameter}, row {place}", False)
        raise SoilError(parameter, f"it has {len(rows)} rows but there is no map of zones",
                        "Give SOIL_ZONES, or a table of one row.")
    if zoned and "zone" not in rows[0]:
        raise SoilError(parameter, "it has no column 'zone'",
                        "Add it, with the values of the zone raster or of the polygons' zone field.")
    keys = [zone_key(row.get("zone")) for row in rows]
    for place, key in enumerate(keys):
        if zoned and not key:
            for variable in QUANTITIES:
                read_cells(rows[place], variable, f"{parameter}, row {place + 1}", False)
            raise SoilError(f"{parameter}, row {place + 1}", "the zone is missing")
        if key and key in keys[:place]:
            raise SoilError(f"{parameter}, zone {key}", f"rows {keys.index(key) + 1} and {place + 1} are both of it",
                            "Keep one.")
    return keys


def read_cells(row: Mapping[str, object], variable: str, place: str, must: bool) -> dict[str, object]:
    """Read and check the cells of one variable in one row; give analysis units."""
    quantity = QUANTITIES[variable]

    def cell(suffix):
        return number(row.get(quantity.column + suffix), SoilError, f"{place}, {quantity.column}{suffix}")

    def within_range(value, suffix):
        if value is not None and not quantity.lower <= value <= quantity.upper:
            raise SoilError(f"{place}, {quantity.column}{suffix}", f"{value:g} {out_of_range(variable)}",
                            guess(variable, value))
        return value

    mean = within_range(cell(""), "")
    if mean is None and must:
        unit = "" if quantity.unit == "-" else f" {quantity.unit}"
        raise SoilError(f"{place}, {quantity.column}", "it is missing",
                        f"Give {quantity.lower:g} to {quantity.upper:g}{unit}, or a raster {variable.upper()}.")
    lower, upper = within_range(cell("_min"), "_min"), within_range(cell("_max"), "_max")
    lower = quantity.lower if lower is None else lower
    upper = quantity.upper if upper is None else upper
    if lower >= upper:
        raise SoilError(f"{place}, {quantity.column}_min", f"{lower:g} is not below the upper bound, {upper:g}")
    cov, mean_cov = _read_cov(cell("_cov"), place, quantity.column + "_cov"), cell("_mean_cov")
    mean_cov = _read_cov(mean_cov, place, quantity.column + "_mean_cov")
    dist = text(row.get(quantity.column + "_dist")).lower()
    if dist and dist not in DISTRIBUTIONS:
        raise SoilError(f"{place}, {quantity.column}_dist", f"'{dist}' is not a distribution",
                        f"Use one of {', '.join(DISTRIBUTIONS)}.")
    dist = dist or DEFAULT_DISTRIBUTION
    if dist == "fixed" or cov == 0.0 or mean == 0.0:
        dist, cov = "fixed", 0.0
    if dist in ("truncnormal", "beta") and mean is not None and must and not lower < mean < upper:
        raise SoilError(f"{place}, {quantity.column}", f"{mean:g} is not between its bounds {lower:g} and {upper:g}",
                        f"Change the mean or {quantity.column}_min and {quantity.column}_max.")
    return {
        "mean": math.nan if mean is None else float(analysis_value(variable, mean)),
        "cov": cov,
        "mean_cov": mean_cov,
        "lower": float(analysis_value(variable, lower)),
        "upper": float(analysis_value(variable, upper)),
        "dist": dist,
    }


def _read_cov(value: float | None, place: str, column: str) -> float:
    if value is None:
        return 0.0
    if not 0.0 <= value <= LARGEST_COV:
        guess = f"Did you mean {value / 100.0:g}?" if 0.0 < value <= 100.0 * LARGEST_COV else ""
        raise SoilError(f"{place}, {column}", f"{value:g} is outside 0 to {LARGEST_COV:g}", guess)
    return value
