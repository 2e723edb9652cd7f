"""Rain into the ground: infiltration, the depth of the wetting front, and the supplies of a storm.

Rates and depths of water are per unit of slope area; depths in the soil are vertical. The model is PRL-STIM's (Cui et
al. 2024, doi:10.1016/j.jrmge.2024.08.005, section 2.1) with the second branch of its Eq. 9 mended: a cell takes in what
reaches it up to its conductivity, and only the rest runs off. One storm: the front never recedes.
"""

from __future__ import annotations

from typing import Mapping, NamedTuple

import numpy as np

from .rain import Storm
from .stability import LEAST_DEPTH
from .stability import wetted_depth as uncapped_front

SUPPLY_BYTES = 16 << 20
"""What the supplies of one tile may take in memory."""

_SMALLEST_TILE, _LARGEST_TILE = 128, 512


def infiltration_rate(supply, ksat, room_rate=np.inf):
    """Give the rate at which a cell takes in water, ``I = min(q, k_s)``: the one rule, here and in the router.

    Parameters
    ----------
    supply : float or float64 array
        Rain plus runoff from upslope, m/s.
    ksat : float or array
        Saturated hydraulic conductivity, m/s; 0 where there is no soil.
    room_rate : float or array
        Rate that fills the column within the step, m/s (storage limit); infinite without one.
    """
    return np.minimum(np.minimum(supply, ksat), room_rate)


def wetted_depth(supply: np.ndarray, durations: np.ndarray, ksat) -> np.ndarray:
    """Give the depth of water that has entered, ``W = sum of min(q_i, k_s) dt_i``.

    Parameters
    ----------
    supply : (m, ...) float64 array
        Supply of each step, m/s.
    durations : (m,) float64 array
        Seconds of each step that have passed (`Storm.at`).
    ksat : float or (...) float64 array
        m/s.

    Returns
    -------
    (...) float64 array
        m. Full columns go on taking in water here: `wetting_front` caps the depth.
    """
    total = np.zeros(np.broadcast_shapes(np.shape(supply)[1:], np.shape(ksat)))
    for step_supply, seconds in zip(supply, durations):
        if seconds > 0.0:
            total += infiltration_rate(step_supply, ksat) * seconds
    return total


def wetting_front(infiltrated, porosity, saturation_initial, saturation_final, slope, thickness):
    """Give the vertical depth of the wetting front (Eqs. 3-7).

    Parameters
    ----------
    infiltrated : float or float64 array
        Depth of water that has entered, m (`wetted_depth`).
    porosity, saturation_initial, saturation_final : float or float64 array
        n, S_o and S_f; already saturated where S_f <= S_o.
    slope : float or float64 array
        deg, 0 to 90.
    thickness : float or float64 array
        Soil thickness h_s, m.

    Returns
    -------
    float64 array or float
        m: h_s where already saturated, else at least `LEAST_DEPTH` (no water: dry) and at most h_s. NaN where an
        input is.
    """
    front = uncapped_front(infiltrated, porosity, saturation_initial, saturation_final, np.cos(np.radians(slope)))
    depth = np.minimum(np.maximum(front, LEAST_DEPTH), thickness)
    known = ~np.isnan(infiltrated + porosity + saturation_initial + saturation_final + slope)
    return np.where(known, depth, np.nan)


def room(porosity, saturation_initial, saturation_final, slope, thickness):
    """Give the water a dry column can still take, in units of infiltrated depth: ``n (S_f - S_o) cos b h_s``.

    Parameters
    ----------
    porosity, saturation_initial, saturation_final, slope, thickness : float or float64 array
        As in `wetting_front`.

    Returns
    -------
    float64 array or float
        m; 0 where already saturated or without soil.
    """
    per_depth = uncapped_front(1.0, porosity, saturation_initial, saturation_final, np.cos(np.radians(slope)))
    known = ~np.isnan(porosity + saturation_initial + saturation_final + slope + thickness)
    return np.where(known, np.where(np.less(thickness, LEAST_DEPTH), 0.0, thickness / per_depth), np.nan)


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

    Attributes
    ----------
    storm : Storm
    durations : (m,) float64 array
        Length of each step, s.
    """

    routed = False

    def __init__(self, storm: Storm, storage_limit: bool = False):
        self.storm, self.storage_limit = storm, storage_limit
        self.durations = storm.durations

    @property
    def tile(self) -> int:
        """Edge of tiles, in cells, whose supplies fit `SUPPLY_BYTES`."""
        if not self.routed and self.storm.uniform:
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
            What `sources` name, of this window.
        window : Window
            Part of the grid.

        Returns
        -------
        (m, 1, 1) or (m, h, w) float64 array
            m/s.
        """
        rates = self.storm.intensities(arrays)
        return rates[:, None, None] if rates.ndim == 1 else rates

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


def unrouted_supplies(storm: Storm, storage_limit: bool = False) -> Supplies:
    """Give the supplies of a storm whose runoff is lost (see `Supplies`)."""
    return Supplies(storm, storage_limit)
