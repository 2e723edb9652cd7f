"""Newmark's sliding block: factor of safety, critical acceleration, displacement and probability of a shaken slope.

The one place that knows these formulas for arrays; the network's smooth version of them is tested against this one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..errors import InputError
from ..quantities import LIMITS, STANDARD_GRAVITY
from ..words import WordedCode

DENSITY = 2300.0
"""Of the sliding material, kg/m3 (Gallen et al. 2015)."""

WATER_DENSITY = 1000.0
THRESHOLD = 5.0
"""Displacement (cm) from which a slope counts as failed."""

LEAST_SLOPE = 1.0
"""Deg; gentler slopes count as flat."""

GREATEST_SAFETY = 100.0
"""Factors of safety are capped here in maps."""

SELDOM_PGA = 2.5
"""In g; so few records are above it that the unit is questioned."""

LEAST_STRONG_PGA = 0.005
"""In g; shaking that is nowhere above it moves no slope, so the unit is questioned."""

LEAST_STEEPEST = 1.6
"""Deg; slopes that are nowhere above it are flat ground, or in radians."""


LEAST_RATIO = 0.05
"""Floor of r = a_c/PGA in the regressions, as in OpenQuake's Newmark model: below it no record was, and D would grow
without end as r nears 0."""


class Sliding(WordedCode):
    """Status of a cell: what its sliding block does."""

    MOVES = 0, "Slides", "the shaking passes the critical acceleration"
    HOLDS = 1, "Critical acceleration not reached", "the block holds"
    FLAT = 2, "Flat", "below 1 degree: it does not slide"
    STATIC_FAILURE = 3, "Fails without an earthquake", "the factor of safety at rest is 1 or less"
    NODATA = 255, "No data", "outside the area, or an input is missing there"


class Relation(NamedTuple):
    """Regression log10 D[cm] = constant + log10[(1 - r)^above r^below] + magnitude M, scatter in log10 units."""

    constant: float
    above: float
    below: float
    magnitude: float
    scatter: float


JIBSON_6 = Relation(0.215, 2.341, -1.438, 0.0, 0.510)
"""Jibson 2007, Eq. 6: from the ratio of accelerations alone."""

JIBSON_7 = Relation(-2.710, 2.335, -1.478, 0.424, 0.454)
"""Jibson 2007, Eq. 7: from the ratio and the moment magnitude."""

PROBABILITY_MODELS = ("exceedance", "logistic", "jibson2000")


class Response(NamedTuple):
    """What a shaken slope does; all arrays of one shape, NaN where an input is.

    Attributes
    ----------
    factor_of_safety : float64
        Before the earthquake, at most 100.
    critical_acceleration : float64
        g, at least 0; NaN on flat cells.
    displacement : float64
        cm; NaN where the slope fails without an earthquake.
    probability : float64
        0 to 1.
    status : uint8
        0 moves, 1 critical acceleration not reached, 2 flat, 3 fails without an earthquake, 255 nodata.
    """

    factor_of_safety: np.ndarray
    critical_acceleration: np.ndarray
    displacement: np.ndarray
    probability: np.ndarray
    status: np.ndarray


def factor_of_safety(slope, cohesion_per_thickness, friction, saturation=0.0, density=DENSITY):
    """Factor of safety of an infinite slope at rest.

    FS = 1000 (c/t)/(rho g sin a) + (1 - m rho_w/rho) tan phi/tan a (Gallen et al. 2015,
    doi:10.1130/G36080.1; t is normal to the slope).

    Parameters
    ----------
    slope : array_like
        a, deg, above 0.
    cohesion_per_thickness : array_like
        c/t, kPa/m.
    friction : array_like
        phi, deg.
    saturation : array_like
        m, share of the thickness under water, 0 to 1.
    density : float
        rho, kg/m3.

    Returns
    -------
    float64 array
        Not capped.
    """
    angle = np.radians(slope)
    resistance = 1000.0 * np.asarray(cohesion_per_thickness) / (density * STANDARD_GRAVITY)
    buoyancy = 1.0 - np.asarray(saturation) * (WATER_DENSITY / density)
    return (resistance + buoyancy * np.tan(np.radians(friction)) * np.cos(angle)) / np.sin(angle)


def critical_acceleration(safety, slope):
    """a_c = max(FS - 1, 0) sin a, in g (Newmark 1965, doi:10.1680/geot.1965.15.2.139); slope in deg."""
    return np.maximum(np.asarray(safety) - 1.0, 0.0) * np.sin(np.radians(slope))


def displacement(ratio, magnitude=None):
    """Newmark displacement from the ratio of critical to peak acceleration.

    Jibson 2007, doi:10.1016/j.enggeo.2007.01.013, Eq. 6, or Eq. 7 where the magnitude is given.

    Parameters
    ----------
    ratio : array_like
        r = a_c/PGA, at least 0.
    magnitude : float, optional
        Moment magnitude of the earthquake.

    Returns
    -------
    float64 array
        cm; 0 for r >= 1; r below `LEAST_RATIO` counts as that.
    """
    relation = relation_for(magnitude)
    ratio = np.maximum(np.asarray(ratio, dtype=np.float64), LEAST_RATIO)
    with np.errstate(invalid="ignore"):
        moved = (10.0 ** (relation.constant + relation.magnitude * (magnitude or 0.0))
                 * (1.0 - ratio) ** relation.above * ratio ** relation.below)
    return np.where(ratio >= 1.0, 0.0, moved)


def probability(moved, model="exceedance", magnitude=None):
    """Probability of failure for a displacement.

    Parameters
    ----------
    moved : array_like
        cm, at least 0, may be infinite.
    model : {'exceedance', 'logistic', 'jibson2000'}
        ``exceedance``: Phi((log10 D - log10 5)/s), the chance that D passes 5 cm under the scatter s of the regression
        (0.51, or 0.454 with a magnitude). ``logistic``: 1/(1 + exp(5 - D)), Eq. 4 of Dahal and Lombardo; never below
        0.0067. ``jibson2000``: 0.335 [1 - exp(-0.048 D^1.565)], fitted to Northridge
        (doi:10.1016/S0013-7952(00)00039-9).
    magnitude : float, optional
        Whether `moved` is from Eq. 7.

    Returns
    -------
    float64 array
    """
    from scipy.special import expit, ndtr

    moved = np.asarray(moved, dtype=np.float64)
    if model == "logistic":
        return expit(moved - THRESHOLD)
    if model == "jibson2000":
        return 0.335 * -np.expm1(-0.048 * moved ** 1.565)
    with np.errstate(divide="ignore"):
        return ndtr((np.log10(moved) - np.log10(THRESHOLD)) / relation_for(magnitude).scatter)


def relation_for(magnitude=None) -> Relation:
    """Give the regression: Eq. 6, or Eq. 7 where a magnitude is given."""
    return JIBSON_6 if magnitude is None else JIBSON_7


def respond(slope, cohesion_per_thickness, friction, pga, saturation=0.0, *, density=DENSITY, magnitude=None,
            model="exceedance") -> Response:
    """Give the whole chain for cells, with statuses.

    Parameters
    ----------
    slope, cohesion_per_thickness, friction, saturation, density
        As in :func:`factor_of_safety`; slope may be 0.
    pga : array_like
        g.
    magnitude, model
        As in :func:`displacement` and :func:`probability`.

    Returns
    -------
    Response
        Flat cells (slope below 1 deg): factor of safety 100, displacement and probability 0. Cells that fail at rest:
        critical acceleration 0, probability 1 (0.335 under ``jibson2000``, its greatest).

    Raises
    ------
    InputError
        A value outside its physical range, naming input and value.
    """
    values = {"SLOPE": slope, "COHESION_PER_THICKNESS": cohesion_per_thickness, "FRICTION": friction, "PGA": pga,
              "SATURATION": saturation}
    values = dict(zip(values, np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in values.values()))))
    shape = values["SLOPE"].shape
    check_ranges({name: (np.fmin.reduce(value, axis=None), np.fmax.reduce(value, axis=None))
                  for name, value in values.items() if value.size})
    if model not in PROBABILITY_MODELS:
        raise InputError("PROBABILITY_MODEL", f"'{model}' is not one of {', '.join(PROBABILITY_MODELS)}")
    found = _respond(*(value.ravel() for value in values.values()), density, magnitude, model)
    return Response(*(array.reshape(shape) for array in found))


def _respond(slope, cohesion, friction, pga, saturation, density, magnitude, model) -> Response:
    known = np.isfinite(slope + cohesion + friction + pga + saturation)
    steep = np.where(known & (slope >= LEAST_SLOPE), slope, 45.0)     # a harmless angle where there is none
    safety = factor_of_safety(steep, cohesion, friction, saturation, density)
    critical = critical_acceleration(safety, steep)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(pga > critical, critical / pga, 1.0)
    moved = displacement(ratio, magnitude)
    fails = safety <= 1.0
    moved[fails] = np.inf
    chance = probability(moved, model, magnitude)
    status = np.where(ratio >= 1.0, Sliding.HOLDS, Sliding.MOVES).astype(np.uint8)
    status[fails] = Sliding.STATIC_FAILURE
    moved[fails] = np.nan
    flat = known & (slope < LEAST_SLOPE)
    safety = np.minimum(safety, GREATEST_SAFETY)
    safety[flat], moved[flat], chance[flat], status[flat] = GREATEST_SAFETY, 0.0, 0.0, Sliding.FLAT
    critical[flat] = np.nan
    for array in (safety, critical, moved, chance):
        array[~known] = np.nan
    status[~known] = Sliding.NODATA
    return Response(safety, critical, moved, chance, status)


RANGES = {"SLOPE": "slope", "COHESION_PER_THICKNESS": "cohesion_per_thickness", "FRICTION": "sliding_friction",
          "PGA": "pga", "SATURATION": "saturation"}
"""Name in ``quantities.LIMITS`` of each input."""


def check_ranges(extremes) -> None:
    """Check least and greatest values by input.

    Parameters
    ----------
    extremes : mapping of str to (float, float)
        Keys as in `RANGES`, in its units; NaN where there is no value.

    Raises
    ------
    InputError
    """
    for name, (low, high) in extremes.items():
        limits = LIMITS[RANGES[name]]
        if low < limits.lower or high > limits.upper:
            wrong = low if low < limits.lower else high
            raise InputError(name, f"{wrong:g} {limits.unit.replace('-', '')}".rstrip()
                             + f" is outside {limits.lower:g} to {limits.upper:g}", limits.remedy)
