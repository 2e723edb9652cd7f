"""What each step of a storm brings to a cell, and the balance of water that follows."""

from __future__ import annotations

from typing import Mapping, NamedTuple

import numpy as np

from ..errors import InputError
from .infiltration import infiltration_rate
from .storm import Storm

SUPPLY_BYTES = 16 << 20
"""What the supplies of one tile may take in memory."""

_SMALLEST_TILE, _LARGEST_TILE = 128, 512

RAIN_PER = ("slope", "plan")
"""Area that rain is measured on: that of the slope, or that of the map, of which a slope gets the cosine."""


class Balance(NamedTuple):
    """Water in and out, summed over cells, in m times cells.

    Attributes
    ----------
    rain, infiltrated, outflow : float
        Rain on the cells, what entered them, and the runoff that left the grid (without routing: every cell).
    cells : int
        Cells with rain and soil parameters.
    """

    rain: float
    infiltrated: float
    outflow: float
    cells: int

    @property
    def error(self) -> float:
        """Relative error of the mass balance; 0 without rain."""
        return abs(self.rain - self.infiltrated - self.outflow) / self.rain if self.rain > 0.0 else 0.0

    @property
    def rain_mm(self) -> float:
        """Mean rain of the whole storm, mm."""
        return 1000.0 * self.rain / self.cells if self.cells else 0.0

    def plus(self, other: Balance) -> Balance:
        """Add the sums of other cells."""
        return Balance(*(mine + theirs for mine, theirs in zip(self, other)))


class Supplies:
    """The supplies of a storm without runoff: the rain itself.

    Parameters
    ----------
    storm : Storm
    storage_limit : bool
        Whether a full column takes in no more; changes `totals` alone, since the front is capped anyway.
    rain_per : {'slope', 'plan'}
        Area that the rain is measured on.

    Attributes
    ----------
    storm : Storm
    durations : (m,) float64 array
        Length of each step, s.
    """

    routed = False

    def __init__(self, storm: Storm, storage_limit: bool = False, rain_per: str = "slope"):
        if rain_per not in RAIN_PER:
            raise InputError("RAIN_PER", f"'{rain_per}' does not exist", f"Use {' or '.join(RAIN_PER)}.")
        self.storm, self.storage_limit, self.on_plan = storm, storage_limit, rain_per == "plan"
        self.durations = storm.durations

    @property
    def tile(self) -> int:
        """Edge of tiles, in cells, whose supplies fit `SUPPLY_BYTES`."""
        if not self.routed and self.storm.uniform and not self.on_plan:
            return _LARGEST_TILE
        edge = int(np.sqrt(SUPPLY_BYTES / (8.0 * self.durations.size)))
        return int(np.clip(edge // _SMALLEST_TILE * _SMALLEST_TILE, _SMALLEST_TILE, _LARGEST_TILE))

    def at(self, time_h: float) -> np.ndarray:
        """Give the seconds of each step that have passed at `time_h` hours (see `Storm.at`)."""
        return self.storm.at(time_h)

    def sources(self) -> dict[str, object]:
        """Give the rasters that `read` needs, by name."""
        return self.storm.sources()

    def read(self, arrays: Mapping[str, np.ndarray], window) -> np.ndarray:
        """Give the supplies of a tile.

        Parameters
        ----------
        arrays : mapping of str to (h, w) float array
            What `sources` name, of this window; with rain on the plan also ``slope``, deg.
        window : Window
            Part of the grid.

        Returns
        -------
        (m, 1, 1) or (m, h, w) float64 array
            m/s per unit of slope area.
        """
        rates = self.storm.intensities(arrays)
        rates = rates[:, None, None] if rates.ndim == 1 else rates
        return rates * np.cos(np.radians(arrays["slope"])) if self.on_plan else rates

    def areas(self, slope: np.ndarray):
        """Give the area, over that of its cell, by which depths of water count in a balance: by volume on the plan.

        Parameters
        ----------
        slope : (...) float64 array
            deg.

        Returns
        -------
        float or (...) float64 array
            1 where areas of slope and plan are taken as equal.
        """
        return 1.0 / np.cos(np.radians(slope)) if self.on_plan else 1.0

    def totals(self, arrays: Mapping[str, np.ndarray], window, ksat, columns,
               passed: np.ndarray | None = None) -> tuple:
        """Give what entered each cell and what ran off it.

        Parameters
        ----------
        arrays, window
            As in `read`.
        ksat : float or (h, w) float64 array
            m/s, 0 where there is no soil.
        columns : float or (h, w) float64 array
            `room` of the soil columns, m.
        passed : (m,) float64 array, optional
            Seconds of each step that have passed (`at`); the whole storm by default.

        Returns
        -------
        infiltration, runoff : (h, w) float array
            m.
        """
        supply = self.read(arrays, window)
        shape = np.broadcast_shapes(supply.shape[1:], np.shape(ksat), np.shape(columns), (window[3], window[2]))
        left = np.array(np.broadcast_to(columns if self.storage_limit else np.inf, shape))
        infiltration, runoff = np.zeros(shape), np.zeros(shape)
        for rate, seconds, elapsed in zip(supply, self.durations, self.durations if passed is None else passed):
            # A column that fills within a step takes in water at the step's mean rate, as in the router.
            taken = infiltration_rate(rate, ksat, left / seconds)
            infiltration += taken * elapsed
            runoff += (rate - taken) * elapsed
            left = np.maximum(left - taken * seconds, 0.0)
        return infiltration, runoff

    def close(self) -> None:
        """Let go of what is held on disk."""

    def __enter__(self) -> Supplies:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def unrouted_supplies(storm: Storm, storage_limit: bool = False, rain_per: str = "slope") -> Supplies:
    """Give the supplies of a storm whose runoff is lost (see `Supplies`)."""
    return Supplies(storm, storage_limit, rain_per)
