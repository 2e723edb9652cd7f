"""Units of prediction as rows of a table: slope units, points or cells with predictors, slope, shaking and label."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Mapping, Sequence, Tuple

import numpy as np

from ..errors import InputError
from ..quantities import LIMITS
from ..records import brief, number, text


@dataclass(frozen=True)
class Roles:
    """Which column is what; empty where there is none.

    Attributes
    ----------
    slope : str
        deg.
    pga : tuple of str
        One column an earthquake; none where the shaking is given otherwise.
    pga_factor : float
        What turns it into g.
    slope_deviation : str
        Standard deviation of the slope within the unit, deg.
    area : str
        m2.
    saturation : str
        0 to 1.
    """

    slope: str
    pga: Tuple[str, ...]
    pga_factor: float = 1.0
    slope_deviation: str = ""
    area: str = ""
    saturation: str = ""

    def to_dict(self) -> dict:
        """Give plain JSON values."""
        return {**asdict(self), "pga": list(self.pga)}

    @classmethod
    def from_dict(cls, content: Mapping) -> Roles:
        """Read what :meth:`to_dict` gave."""
        return cls(**{**content, "pga": tuple(content["pga"])})


@dataclass(frozen=True)
class Physics:
    """What the sliding block takes of each unit.

    Attributes
    ----------
    slope, slope_deviation, area, saturation : float64 array, shape (n,)
        deg, deg, m2, 0 to 1; zeros (area: NaN) where there is no column.
    pga : float64 array, shape (n, events)
        g.
    """

    slope: np.ndarray
    slope_deviation: np.ndarray
    pga: np.ndarray
    area: np.ndarray
    saturation: np.ndarray

    def known(self, with_area: bool) -> np.ndarray:
        """Tell for which units all of it is there."""
        parts = [self.slope, self.slope_deviation, self.saturation, *([self.area] if with_area else [])]
        return np.isfinite(parts).all(axis=0) & np.isfinite(self.pga).any(axis=1)

    def take(self, which) -> Physics:
        """Only some of the units."""
        return Physics(*(getattr(self, name)[which] for name in self.__dataclass_fields__))


def column(records: Sequence[Mapping], name: str, parameter: str = "INPUT") -> np.ndarray:
    """Read a column of numbers; text and decimal commas are read too, empty cells are NaN.

    Parameters
    ----------
    records : sequence of mapping
        Column name to value.
    name : str
        Found without regard to case.
    parameter : str
        The table's name for messages.

    Returns
    -------
    float64 array, shape (n,)

    Raises
    ------
    InputError
        There is no such column, or a value is no number.
    """
    key = find(records[0], name, parameter)
    values = np.empty(len(records))
    for row, record in enumerate(records):
        value = record[key]
        if isinstance(value, float):
            values[row] = value
            continue
        read = number(value, InputError, f"{parameter}, row {row + 1}, {name}")
        values[row] = np.nan if read is None else read
    return values


def find(columns: Sequence[str], name: str, parameter: str = "INPUT") -> str:
    """Give the column of that name as the table spells it.

    Raises
    ------
    InputError
        There is none.
    """
    for each in columns:
        if text(each).lower() == name.lower():
            return each
    raise InputError(parameter, f"it has no column '{name}'", f"It has {brief(columns, 30)}.")


def read_physics(records: Sequence[Mapping], roles: Roles, parameter: str = "INPUT") -> Physics:
    """Read what the sliding block takes.

    Raises
    ------
    InputError
        A column is missing, or holds values that cannot be: slope in per cent, PGA in another unit, and so on.
    """
    n = len(records)

    def given(name, default):
        return column(records, name, parameter) if name else np.full(n, default)

    found = Physics(column(records, roles.slope, parameter), given(roles.slope_deviation, 0.0),
                    np.stack([column(records, name, parameter) for name in roles.pga] or [np.full(n, np.nan)], axis=1)
                    * roles.pga_factor,
                    given(roles.area, np.nan), given(roles.saturation, 0.0))
    where = f"{parameter}, column "
    _check(found.slope, "slope", where + roles.slope)
    _check(found.slope_deviation, "slope", where + roles.slope_deviation)
    _check(found.pga, "pga", where + ", ".join(roles.pga), roles.pga_factor)
    _check(found.saturation, "saturation", where + roles.saturation)
    if (found.area <= 0).any():
        raise InputError(where + roles.area, f"{np.nanmin(found.area):g} m2 is no area", "Give m2 above 0.")
    return found


def read_labels(records: Sequence[Mapping], names: Sequence[str], parameter: str = "INPUT") -> np.ndarray:
    """Read labels, float64, shape (n, events): 1 landslide, 0 none, NaN unknown.

    Raises
    ------
    InputError
        A label is neither 0 nor 1, or all are the same.
    """
    labels = np.stack([column(records, name, parameter) for name in names], axis=1)
    wrong = labels[np.isfinite(labels) & (labels != 0) & (labels != 1)]
    if wrong.size:
        raise InputError("LABEL_FIELD", f"{wrong[0]:g} is neither 0 nor 1", "Use 1 for a landslide and 0 for none.")
    for name, values in zip(names, labels.T):
        if np.nanmin(values) == np.nanmax(values):
            raise InputError("LABEL_FIELD", f"every label in '{name}' is {np.nanmin(values):g}",
                             "Give units with and without landslides.")
    return labels


def gaps(columns: Mapping, most: int = 3) -> str:
    """Say which columns lack values, most first: ``relief (20), litho (3)``; empty where none does.

    Parameters
    ----------
    columns : mapping of str to float array
        By name; NaN where there is no value.
    most : int
        Columns named.
    """
    missing = {name: int(np.isnan(values).sum()) for name, values in columns.items()}
    named = sorted((name for name in missing if missing[name]), key=lambda name: -missing[name])
    return ", ".join(f"{name} ({missing[name]})" for name in named[:most]) + (", ..." if len(named) > most else "")


def _check(values, quantity, where, factor=1.0) -> None:
    limits = LIMITS[quantity]
    least, greatest = np.fmin.reduce(values, axis=None), np.fmax.reduce(values, axis=None)
    if least < limits.lower:      # mostly what stands for "no value"; told as it is written, not in another unit
        raise InputError(where, f"{least / factor:g} is below {limits.lower:g}", "Leave empty what has no value.")
    if greatest > limits.upper:
        unit = {"deg": " degrees", "-": ""}.get(limits.unit, f" {limits.unit}")
        raise InputError(where, f"{greatest:g}{unit} is outside {limits.lower:g} to {limits.upper:g}", limits.remedy)
