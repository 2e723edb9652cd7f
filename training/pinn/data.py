"""Units to train on: predictors, what the sliding block takes, labels and places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Mapping, Optional, Sequence

import numpy as np

from ...engine.errors import InputError
from ...engine.networks.card import Factor
from ...engine.networks.encoding import encode
from ...engine.networks.pinn_units import Physics, Roles, column, read_labels, read_physics
from ...engine.records import brief

RANGE = (0.1, 99.9)
"""Percentiles between which a predictor is taken as it is; beyond, it is held at them."""

FEWEST = 100
MOST_CLASSES = 50
METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True)
class Units:
    """Units with labels; n units, e earthquakes.

    Attributes
    ----------
    values : float64 array, shape (n, factors)
    factors : tuple of Factor
    physics : Physics
    labels : float64 array, shape (n, e)
    roles : Roles
    places : float64 array, shape (n, 2), optional
        x and y, m.
    """

    values: np.ndarray
    factors: tuple
    physics: Physics
    labels: np.ndarray
    roles: Roles
    places: Optional[np.ndarray] = None

    def __len__(self) -> int:
        return len(self.values)

    def take(self, which) -> Units:
        """Only some of the units."""
        return replace(self, values=self.values[which], physics=self.physics.take(which), labels=self.labels[which],
                       places=None if self.places is None else self.places[which])

    def standardised(self) -> Units:
        """Measure mean, deviation, range and classes of the predictors on these very units."""
        return replace(self, factors=tuple(_measured(factor, self.values[:, number])
                                           for number, factor in enumerate(self.factors)))

    def channels(self, factors: Sequence[Factor]) -> np.ndarray:
        """Encode the predictors, float32, shape (n, channels)."""
        planes = encode([self.values[:, number][None, :] for number in range(len(factors))], factors)
        return np.ascontiguousarray(planes[:, 0].T)


def read_units(records: Sequence[Mapping], fields: Sequence[str], categories: Sequence[str], roles: Roles,
               labels: Sequence[str], places: Sequence[str] = ()) -> Units:
    """Read units from a table; rows with an empty cell are left out.

    Parameters
    ----------
    records : sequence of mapping
    fields, categories : sequence of str
        Predictors that are numbers, and classes.
    roles : Roles
    labels : sequence of str
        One column an earthquake, in the order of ``roles.pga``.
    places : (str, str), optional
        Columns of x and y; degrees are turned into metres.

    Raises
    ------
    InputError
    """
    if not [*fields, *categories]:
        raise InputError("FIELDS", "there are no predictors", "Name the columns the strength may depend on.")
    if len(labels) != len(roles.pga):
        raise InputError("PGA_FIELD", f"there are {len(roles.pga)} columns of PGA for {len(labels)} of labels",
                         "Give one each for every earthquake.")
    values = np.stack([column(records, name) for name in (*fields, *categories)], axis=1)
    units = Units(values, tuple(Factor(name, "category" if name in categories else "number")
                                for name in (*fields, *categories)),
                  read_physics(records, roles), read_labels(records, labels), roles,
                  _metres(*(column(records, name) for name in places)) if places else None)
    known = np.isfinite(values).all(axis=1) & units.physics.known(bool(roles.area))
    known &= np.isfinite(units.labels).any(axis=1)
    if units.places is not None:
        known &= np.isfinite(units.places).all(axis=1)
    if known.sum() < FEWEST:
        raise InputError("INPUT", f"{known.sum()} of {len(records)} rows are complete", f"Give at least {FEWEST}.")
    return units.take(known)


def _measured(factor: Factor, values: np.ndarray) -> Factor:
    if factor.kind == "category":
        classes = np.unique(values)
        if (classes != np.round(classes)).any() or classes.size > MOST_CLASSES:
            raise InputError(f"FIELDS, {factor.name}", f"{brief(classes)} are no classes",
                             f"Number them, at most {MOST_CLASSES}, or take the column as a number.")
        return replace(factor, classes=tuple(int(value) for value in classes))
    low, high = (float(value) for value in np.percentile(values, RANGE))
    held = np.clip(values, low, high)
    if high <= low:
        raise InputError(f"FIELDS, {factor.name}", f"it is {low:g} in nearly every row", "Leave it out.")
    return replace(factor, mean=float(held.mean()), deviation=float(held.std()), low=low, high=high)


def _metres(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    if np.nanmax(np.abs(x)) <= 360 and np.nanmax(np.abs(y)) <= 90:
        x = x * np.cos(np.radians(np.nanmean(y))) * METRES_A_DEGREE
        y = y * METRES_A_DEGREE
    return np.stack([x, y], axis=1)
