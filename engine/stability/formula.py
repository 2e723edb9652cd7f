"""Factor of safety of an infinite slope from what acts on the failure plane, and the depth that rain wets."""

from __future__ import annotations

import numpy as np

LEAST_STORAGE = 1e-6
"""Floor of n (S_f - S_o): less room than this counts as this much."""
LEAST_DEPTH = 1e-4
"""Floor of the depth of a failure plane, m: above it a cell is dry."""


def factor_of_safety(cohesion, friction, per_load, pressure_ratio, driving, frictional):
    """Give the factor of safety and its derivatives by cohesion and friction, in both of which it is linear.

    Parameters
    ----------
    cohesion : array or float
        c', kPa.
    friction : array or float
        tan phi'.
    per_load : array or float
        1/p, 1/kPa.
    pressure_ratio : array or float
        u/p.
    driving, frictional : array or float
        S and N/S (see the package).

    Returns
    -------
    fos, by_cohesion, by_friction : array or float
    """
    by_cohesion = per_load / driving
    by_friction = frictional - pressure_ratio / driving
    return cohesion * by_cohesion + friction * by_friction, by_cohesion, by_friction


def wetted_depth(infiltrated, porosity, saturation_initial, saturation_final, cosine):
    """Give the depth of the wetting front before the soil's base caps it (SCIENCE: Eqs. 3-6), m, vertical.

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
