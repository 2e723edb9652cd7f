"""From rain to a wetting front: what soaks in, how deep it wets the soil, how much room is left. The one place of it.

Rates and depths of water are per unit of slope area; depths in the soil are vertical. Rain is taken per unit of slope
area as well (the paper's convention, in which a steep cell gets more than falls on its plan), or per unit of plan area,
of which a slope gets the cosine (`supplies.RAIN_PER`). The model is PRL-STIM's (Cui et
al. 2024, doi:10.1016/j.jrmge.2024.08.005, section 2.1) with the second branch of its Eq. 9 mended: a cell takes in what
reaches it up to its conductivity, and only the rest runs off. One storm: the front never recedes.
"""

from __future__ import annotations

import numpy as np

LEAST_STORAGE = 1e-6
"""Floor of n (S_f - S_o): less room than this counts as this much."""
LEAST_DEPTH = 1e-4
"""Floor of the depth of a failure plane, m: above it a cell is dry."""


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


def infiltrated_depth(supply: np.ndarray, durations: np.ndarray, ksat) -> np.ndarray:
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


def uncapped_front(infiltrated, porosity, saturation_initial, saturation_final, cosine):
    """Give the depth of the wetting front before the soil's base caps it (Eqs. 3-6), m, vertical.

    Parameters
    ----------
    infiltrated : array
        Water let in per unit of slope area, m.
    porosity, saturation_initial, saturation_final : array or float
        n, S_o, S_f.
    cosine : array
        Cosine of the slope.

    Returns
    -------
    array
        Infinite where S_f <= S_o: already saturated.
    """
    room = np.maximum(porosity, 0.0) * np.maximum(saturation_final - saturation_initial, 0.0)
    depth = infiltrated / (np.maximum(room, LEAST_STORAGE) * cosine)
    return np.where(saturation_final > saturation_initial, depth, np.inf)


def wetting_front(infiltrated, porosity, saturation_initial, saturation_final, slope, thickness):
    """Give the vertical depth of the wetting front (Eqs. 3-7).

    Parameters
    ----------
    infiltrated : float or float64 array
        Depth of water that has entered, m (`infiltrated_depth`).
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
