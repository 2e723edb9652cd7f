"""The cells of one tile that have data, as flat arrays: their soil, wetting front, limit states and status."""

from __future__ import annotations

from typing import Mapping

import numpy as np

from ..stability import InfiniteSlope, PseudoStaticSlope
from ..water.infiltration import LEAST_DEPTH, infiltrated_depth, wetting_front
from ..water.intake import FrontLines
from .conditions import Conditions
from .status import GREATEST_SLOPE, LEAST_SLOPE, Status


class Cells:
    """The cells of one tile that have data, as flat arrays.

    Parameters
    ----------
    conditions : Conditions
    arrays : mapping of str to (h, w) array
        What ``conditions.sources()`` name.
    window : Window

    Attributes
    ----------
    where : (n,) int array
        Flat positions in the tile.
    slope : (n,) float64 array
        deg.
    """

    def __init__(self, conditions: Conditions, arrays: Mapping[str, np.ndarray], window):
        self.conditions, self.arrays = conditions, arrays
        self.shape = arrays["slope"].shape
        slope = arrays["slope"]
        known = np.isfinite(slope)
        for name in ("area", "water_table", "pga"):
            if name in arrays:
                known &= np.isfinite(arrays[name])
        supply = None
        if conditions.supplies is not None:
            supply = conditions.supplies.read(arrays, window)
            if supply.shape[1:] != (1, 1):
                known &= np.isfinite(supply).all(axis=0)
        for k in range(len(conditions.fronts)):
            known &= np.isfinite(arrays[f"front:{k}"])
        zones, means = conditions.soil.means(arrays)
        known &= zones >= 0
        for mean in means.values():
            if np.ndim(mean):
                known &= np.isfinite(mean)
        self.where = np.flatnonzero(known)
        self._all = len(self.where) == known.size
        self.slope = self.flat(slope)
        self._supply = None if supply is None else supply.reshape(len(supply), -1)
        if self._supply is not None and self._supply.shape[1] > 1 and not self._all:
            self._supply = self._supply[:, self.where]

    def __len__(self):
        return len(self.where)

    def flat(self, values) -> np.ndarray:
        """Give what the cells (n,) have of the values of a tile (h, w); of a full tile a view."""
        return values.ravel() if self._all else values.ravel()[self.where]

    @property
    def steps(self) -> int:
        """Steps of rain that differ from cell to cell; 1 where cells share theirs."""
        return 1 if self._supply is None or self._supply.shape[1] == 1 else len(self._supply)

    def soil(self, table):
        """Give zones (n,) int32 and means (dict of (n,) float64 array or float) with another table's values."""
        zones, means = self.conditions.soil.with_table(table).means(self.arrays)
        flat = {name: self.flat(mean) if np.ndim(mean) else mean for name, mean in means.items()}
        return self.flat(zones), flat

    def front(self, time: int, means) -> np.ndarray:
        """Give the depth of the wetting front (m) at one of the times, at the means of the soil."""
        thickness = means["thickness"]
        if self.conditions.supplies is None:
            return np.minimum(self._given(time), thickness)
        seconds = self.conditions.supplies.at(self.conditions.times[time])
        infiltrated = infiltrated_depth(self._supply, seconds, means["ksat"])
        room = (means[name] for name in ("porosity", "saturation_initial", "saturation_final"))
        return np.broadcast_to(wetting_front(infiltrated, *room, self.slope, thickness), self.slope.shape)

    def _given(self, time: int) -> np.ndarray:
        return self.flat(self.arrays[f"front:{time}"])

    def limit_state(self, time: int, means, cells, surface: str = "") -> InfiniteSlope:
        """Give the limit state of some of the cells (indices) at one of the times."""
        conditions = self.conditions

        def pick(value):
            return value[cells] if np.ndim(value) else value

        if conditions.supplies is None:
            front = self._given(time)[cells]
        else:
            supply = self._supply if self._supply.shape[1] == 1 else self._supply[:, cells]
            front = FrontLines(supply, conditions.supplies.at(conditions.times[time]))
        water_table = self._level("water_table", cells)
        if water_table is None:
            water_table = pick(means["thickness"])
        arguments = (self.slope[cells], front, conditions.pore_pressure, water_table, surface or conditions.surface)
        if conditions.pga is None:
            return InfiniteSlope(*arguments)
        pga = self._level("pga", cells) * conditions.pga_factor
        return PseudoStaticSlope(*arguments, seismic_coefficient=conditions.seismic_coefficient * pga)

    def _level(self, name: str, cells):
        value = getattr(self.conditions, name)
        return self.flat(self.arrays[name])[cells] if name in self.arrays else value

    def before_storm(self, means, cells) -> np.ndarray:
        """Give the factor of safety at the base of the dry soil (before the storm) of some of the cells."""
        state = self.limit_state(0, means, cells, "base")
        # Without a conductivity (a front was given) there are no lines of it either.
        state.front = FrontLines(np.zeros((1, 1)), np.zeros(1)) if "ksat" in means else np.zeros(len(cells))
        return state.factor_of_safety(picked(means, cells))

    def status(self, means, front) -> np.ndarray:
        """Give the status (n,) uint8 that is known before any stability is computed; 0 where it has to be."""
        status = np.zeros(len(self), dtype=np.uint8)
        if self.conditions.surface == "front":
            status[front < LEAST_DEPTH * 1.0000001] = Status.DRY
        status[self.slope < LEAST_SLOPE] = Status.FLAT
        status[self.slope > GREATEST_SLOPE] = Status.STEEP
        status[np.broadcast_to(means["thickness"] < LEAST_DEPTH, status.shape)] = Status.NO_SOIL
        return status

    def spread(self, values, fill=np.nan) -> np.ndarray:
        """Give values of the cells (n,) as a tile (h, w), `fill` where there are no data."""
        if self._all:
            return values.reshape(self.shape)
        tile = np.full(self.shape, fill, dtype=values.dtype)
        tile.ravel()[self.where] = values
        return tile


def picked(means, cells):
    """Give the means of some of the cells; numbers stay numbers."""
    return {name: mean[cells] if np.ndim(mean) else mean for name, mean in means.items()}
