"""The soil table: one row a zone, read and checked.

The table uses the units of its columns (kPa, deg, kN/m3, m/s, m). Everything after it uses analysis units, in which
friction is ``tan(phi)``: mean, bounds, COV and distribution are all those of the tangent.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Iterable, Mapping, Sequence

import numpy as np
from scipy import special

from ..errors import SoilError
from ..quantities import QUANTITIES, VARIABLES
from ..records import brief, check_columns, clean, text
from .columns import (
    SUFFIXES,
    check_is_soil_table,
    columns,
    natural,
    out_of_range,
    physical_range,
    read_cells,
    table_value,
    zone_key,
    zone_keys,
)

_BELOW, _ABOVE = 1e-3, 1e-2  # shares of a distribution outside the physical range that are worth a warning


@dataclass(frozen=True)
class SoilTable:
    """Soil parameters, one row a zone, in analysis units.

    Attributes
    ----------
    keys, names : list of str
        The zones' values (see `zone_key`) and names.
    mean, cov, lower, upper, mean_cov : dict of str to (zones,) float64 array
        By variable, in the order of ``VARIABLES``. `mean` is NaN where a raster gives it or nothing does; `cov` is 0
        where the variable is fixed; `mean_cov` is how well the mean is known, 0 where unsaid.
    dist : dict of str to list of str
        ``fixed``, ``normal``, ``lognormal``, ``truncnormal``, ``uniform`` or ``beta``.
    missing : tuple of str
        Variables that neither the table nor a raster gives.
    rasters : tuple of str
        Variables whose mean comes per cell.
    parameter : str
        The table's name in messages.
    """

    keys: list[str]
    names: list[str]
    mean: dict[str, np.ndarray]
    cov: dict[str, np.ndarray]
    lower: dict[str, np.ndarray]
    upper: dict[str, np.ndarray]
    mean_cov: dict[str, np.ndarray]
    dist: dict[str, list[str]]
    missing: tuple[str, ...]
    rasters: tuple[str, ...]
    parameter: str
    _rows: tuple[dict[str, object], ...]
    _needed: tuple[str, ...]
    _zoned: bool

    @property
    def variables(self) -> tuple[str, ...]:
        """Its quantities, in the order of correlation matrices and of bands."""
        return tuple(self.mean)

    @classmethod
    def from_records(cls, records: Iterable[Mapping[str, object]], rasters: Sequence[str] = (), zoned: bool = True,
                     parameter: str = "SOIL_TABLE", needed: Sequence[str] = VARIABLES) -> SoilTable:
        """Read and check a soil table.

        Parameters
        ----------
        records : iterable of mappings
            Column name to text, number or None; one mapping a row.
        rasters : sequence of str
            Variables whose mean comes per cell: theirs may be left out of the table, and is not used.
        zoned : bool
            False when there is no map of zones: the table then has one row and needs no `zone`.
        parameter : str
            The table's name in messages.
        needed : sequence of str
            Variables that must have a mean; the others may be absent and are then listed in `missing`.

        Raises
        ------
        SoilError
            Names zone, column and value of what is wrong, and what would be right.
        """
        rows = clean(records, SoilError, parameter)
        if not rows:
            raise SoilError(parameter, "it has no rows", "Give one row for each soil zone.")
        present = dict.fromkeys(name for row in rows for name in row)
        check_columns(present, columns(), SoilError, parameter)
        if len(rows) > 1:
            check_is_soil_table(present, parameter)
        keys = zone_keys(rows, zoned, parameter)
        names = [text(row.get("name")) or key for row, key in zip(rows, keys)]
        places = [f"{parameter}, zone {key}" if key else parameter for key in keys]

        fields = {name: {} for name in ("mean", "cov", "lower", "upper", "mean_cov")}
        dist: dict[str, list[str]] = {}
        missing = []
        for variable in VARIABLES:
            given = any(text(row.get(QUANTITIES[variable].column)) for row in rows)
            if not given and variable not in rasters and variable not in needed:
                missing.append(variable)
            must = variable not in rasters and variable not in missing
            cells = [read_cells(row, variable, place, must) for row, place in zip(rows, places)]
            if variable in rasters:
                cells = [{**cell, "mean": math.nan} for cell in cells]
            for name, values in fields.items():
                values[variable] = np.array([cell[name] for cell in cells], dtype=np.float64)
            dist[variable] = [cell["dist"] for cell in cells]
        return cls(keys, names, fields["mean"], fields["cov"], fields["lower"], fields["upper"], fields["mean_cov"],
                   dist, tuple(missing), tuple(rasters), parameter, tuple(rows), tuple(needed), zoned)

    @classmethod
    def from_rasters(cls, rasters: Sequence[str], needed: Sequence[str] = VARIABLES) -> SoilTable:
        """Make the table of one zone in which every variable is fixed and comes from a raster.

        Parameters
        ----------
        rasters : sequence of str
            Variables whose mean comes per cell.
        needed : sequence of str
            Variables that must have a mean.

        Raises
        ------
        SoilError
            A needed variable has no raster.
        """
        lacking = [name for name in needed if name not in rasters]
        if lacking:
            wanted = brief(QUANTITIES[name].column for name in lacking)
            raise SoilError("SOIL_TABLE", "it is not given, and no raster gives " + brief(lacking),
                            f"Give a table of one row with {wanted}, or those rasters.")
        return cls.from_records([{"zone": "1"}], rasters, zoned=False, needed=needed)

    def overridden(self, record: Mapping[str, object], parameter: str = "SCENARIOS") -> SoilTable:
        """Give the table with some columns changed in every zone, as a scenario does.

        Parameters
        ----------
        record : mapping
            Soil columns to their values; empty cells and columns that are no soil columns change nothing.
        parameter : str
            The name of the scenario table in messages.

        Raises
        ------
        SoilError
            As `from_records`; or a mean that a raster gives is overridden.
        """
        known = [name for name in columns() if name not in ("zone", "name")]
        (row,) = clean([record], SoilError, parameter) or [{}]
        check_columns(row, [*known, "scenario", "correlation"], SoilError, parameter)
        changes = {name: value for name, value in row.items() if name in known and text(value)}
        for variable in self.rasters:
            if QUANTITIES[variable].column in changes:
                raise SoilError(f"{parameter}, column '{QUANTITIES[variable].column}'",
                                f"a raster gives the mean of {variable}", "Leave out the raster or the column.")
        return SoilTable.from_records([{**row, **changes} for row in self._rows], self.rasters, self._zoned,
                                      parameter if changes else self.parameter, self._needed)

    def with_means(self, means: Mapping[str, np.ndarray], mean_cov: Mapping[str, np.ndarray]) -> SoilTable:
        """Give the table with other means and how well they are known, as a calibration does.

        Parameters
        ----------
        means, mean_cov : mapping of str to (zones,) float64 array
            By variable, means in analysis units; NaN leaves a zone as it was.
        """
        rows = []
        for zone, row in enumerate(self._rows):
            for variable in means:
                if np.isfinite(means[variable][zone]):
                    column = QUANTITIES[variable].column
                    row = _put(row, column, f"{table_value(variable, means[variable][zone]):.5g}")
                    row = _put(row, column + "_mean_cov", f"{mean_cov[variable][zone]:.4g}")
            rows.append(row)
        return SoilTable.from_records(rows, self.rasters, self._zoned, self.parameter, self._needed)

    def records(self) -> list[dict[str, str]]:
        """Give the rows as text, every row with the same columns, in the order in which they were read."""
        names: list[str] = []
        for row in self._rows:
            for name in row:
                if name not in names:
                    before = list(row)[: list(row).index(name)]
                    names.insert(max((names.index(each) + 1 for each in before if each in names), default=0), name)
        return [{name: text(row.get(name)) for name in names} for row in self._rows]

    def index_of(self, zones: np.ndarray) -> np.ndarray:
        """Give the row of each cell's zone.

        Parameters
        ----------
        zones : (...,) float array
            Zone numbers, NaN where there is none.

        Returns
        -------
        (...,) int32 array
            Rows of the table, -1 where `zones` is NaN.

        Raises
        ------
        SoilError
            A zone has no row.
        """
        index, lost = self._rows_of(zones)
        if lost.size:
            raise self.no_row([zone_key(value) for value in lost])
        return index

    def unknown(self, zones: np.ndarray) -> set[float]:
        """Give the zone numbers (...,) of cells, NaN where there is none, that have no row."""
        return set(self._rows_of(zones)[1].tolist())

    def no_row(self, keys: list[str]) -> SoilError:
        """Give the error that names every zone without a row; '' stands for a polygon without a zone."""
        keys = natural(keys)
        if keys == [""]:
            return SoilError("SOIL_ZONES", "a polygon has no zone", f"The table has {brief(self.keys)}.")
        named = brief(["(empty)" if key == "" else key for key in keys], 40)
        return SoilError("SOIL_ZONES", f"zone {named} has no row in {self.parameter}",
                         f"Add the row{'s' if len(keys) > 1 else ''}; the table has {brief(self.keys)}.")

    def _rows_of(self, zones: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the row of each cell, -1 where there is none, and the numbers without a row, rising."""
        numbers = np.array([_as_number(key) for key in self.keys], dtype=np.float64)
        rows = np.argsort(numbers, kind="stable")
        rows = rows[np.isfinite(numbers[rows])].astype(np.int32)
        numbers = numbers[rows]
        valid = np.isfinite(zones)
        index = np.full(np.shape(zones), -1, dtype=np.int32)
        values = np.asarray(zones, dtype=np.float64)[valid]
        if values.size == 0:
            return index, values
        if not numbers.size:
            return index, np.unique(values)
        found = np.minimum(np.searchsorted(numbers, values), numbers.size - 1)
        known = numbers[found] == values
        index[valid] = np.where(known, rows[found], -1)
        return index, np.unique(values[~known])

    def position_of(self, zone: object) -> int:
        """Give the row of a polygon's zone.

        Parameters
        ----------
        zone : object
            The polygon's number or text.

        Raises
        ------
        SoilError
            The zone has no row, or is empty.
        """
        key = zone_key(zone)
        if key not in self.keys:
            raise self.no_row([key])
        return self.keys.index(key)

    def warnings(self) -> list[str]:
        """Say which distributions reach outside what a soil can have, and which cells of the table do nothing."""
        found = []
        for variable, quantity in QUANTITIES.items():
            for row, key in enumerate(self.keys):
                where = f"{self.parameter}{f', zone {key}' if key else ''}, {quantity.column}"
                mean, cov = self.mean[variable][row], self.cov[variable][row]
                dist = self.dist[variable][row]
                below, above = _shares_outside(dist, mean, cov, *physical_range(variable))
                if below > _BELOW or above > _ABOVE:
                    found.append(f"{where}: with cov {cov:g}, {100.0 * (below + above):.2g} % of this {dist} "
                                 f"distribution {out_of_range(variable)}. Consider "
                                 f"{'lognormal, ' if dist == 'normal' and above < below else ''}truncnormal or beta.")
                said = {suffix: text(self._rows[row].get(quantity.column + suffix)) for suffix in SUFFIXES}
                if dist == "fixed" and said["_dist"].lower() not in ("", "fixed") and not said["_cov"]:
                    found.append(f"{where}: it is fixed, since it has a distribution but no cov.")
                elif (said["_min"] or said["_max"]) and dist not in ("truncnormal", "beta", "fixed"):
                    found.append(f"{where}: bounds do not act on a {dist} distribution, only on its mean where that is "
                                 "calibrated. Consider truncnormal or beta.")
        return found


def _put(row: Mapping[str, object], column: str, value: str) -> dict[str, object]:
    """Give the row with a cell set; a new one stands behind the last whose column begins like it."""
    if column in row:
        return {**row, column: value}
    quantity = column.replace("_mean_cov", "")
    names = list(row)
    place = 1 + max((k for k, name in enumerate(names) if name.startswith(quantity)), default=len(names) - 1)
    items = list(row.items())
    return dict([*items[:place], (column, value), *items[place:]])


def _as_number(key: str) -> float:
    try:
        return float(key)
    except ValueError:
        return math.nan


def _shares_outside(dist: str, mean: float, cov: float, lower: float, upper: float) -> tuple[float, float]:
    """Give the probabilities below and above the physical range; 0 for distributions that are bounded by it."""
    if not (mean > 0.0 and cov > 0.0):
        return 0.0, 0.0
    if dist == "normal":
        return float(special.ndtr((lower / mean - 1.0) / cov)), float(special.ndtr(-(upper / mean - 1.0) / cov))
    if dist == "lognormal":
        zeta = math.sqrt(math.log1p(cov * cov))
        shift = 0.5 * zeta - math.log(mean) / zeta
        below = special.ndtr(math.log(lower) / zeta + shift) if lower > 0.0 else 0.0
        return float(below), float(special.ndtr(-(math.log(upper) / zeta + shift)))
    if dist == "uniform":
        half = math.sqrt(3.0) * cov * mean
        return max(lower - (mean - half), 0.0) / (2.0 * half), max(mean + half - upper, 0.0) / (2.0 * half)
    return 0.0, 0.0
