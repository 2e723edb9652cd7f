"""Factor of safety of an infinite slope from what acts on the failure plane."""

from __future__ import annotations


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
