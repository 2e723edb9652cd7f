"""Shaking and slope as users bring them, checked against what is possible, their units questioned."""

from __future__ import annotations

import numpy as np

from ...engine.errors import InputError
from ...engine.grid import tiles
from ...engine.quantities import LIMITS, STANDARD_GRAVITY
from ...engine.stability.newmark import LEAST_STEEPEST, LEAST_STRONG_PGA, SELDOM_PGA

PGA_UNITS = {"g": "times gravity", "%g": "per cent of gravity", "m/s2": "metres per second squared"}
PGA_FACTORS = {"g": 1.0, "%g": 0.01, "m/s2": 1.0 / STANDARD_GRAVITY}
"""What turns a PGA into g."""


def add_pga_unit(algorithm, default: str | None = "g", advanced: bool = False) -> None:
    """Add PGA_UNIT; without default it must be declared."""
    algorithm.choice("PGA_UNIT", "Unit of the peak ground acceleration", "Unit of PGA; ShakeMap rasters are mostly in "
                     "%g.", PGA_UNITS, default, advanced=advanced)


def check_pga(name: str, low: float, high: float, unit: str, warn=None) -> None:
    """Check least and greatest PGA in `unit`; NaN where there is none.

    Parameters
    ----------
    name : str
        Parameter, for messages.
    low, high : float
    unit : {'g', '%g', 'm/s2'}
    warn : callable, optional
        Told where the values are possible and look like another unit.

    Raises
    ------
    InputError
        Negative, or more than 5 g.
    """
    if low < 0.0:
        raise InputError(name, f"{low:g} is negative", "Give accelerations of 0 or more; declare a nodata value.")
    if high * PGA_FACTORS[unit] > LIMITS["pga"].upper:
        raise InputError(name, f"{high:g} {unit} is more than {LIMITS['pga'].upper:g} g", LIMITS["pga"].remedy)
    if warn is None:
        return
    most = f"{high:.3g} {unit}" + (f", {high * PGA_FACTORS[unit]:.2g} g" if unit != "g" else "")
    if high * PGA_FACTORS[unit] < LEAST_STRONG_PGA:
        warn(f"{name}: it is nowhere above {most}, which moves no slope. Check PGA_UNIT.")
    elif high * PGA_FACTORS[unit] > SELDOM_PGA:
        warn(f"{name}: it goes up to {most}, which is hardly ever recorded. Check PGA_UNIT.")


def check_slope(name: str, low: float, high: float, warn) -> None:
    """Check least and greatest slope, deg; NaN where there is none.

    Raises
    ------
    InputError
        Negative: a value for nodata that is not declared, most likely. Above 90: per cent, most likely.
    """
    if low < 0.0:
        raise InputError(name, f"{low:g} is negative", "Give 0 to 90 degrees, and declare the nodata value.")
    if high > LIMITS["slope"].upper:
        raise InputError(name, f"{high:g} is outside 0 to {LIMITS['slope'].upper:g} degrees", LIMITS["slope"].remedy)
    if high < LEAST_STEEPEST:
        warn(f"{name}: its steepest value is {high:.3g} degrees. Is it in radians?")


def check_pga_number(given) -> None:
    """Check PGA_VALUE where it is given.

    Raises
    ------
    InputError
    """
    value = given.number("PGA_VALUE")
    if value is not None:
        check_pga("PGA_VALUE", value, value, given.choice("PGA_UNIT"))


def read_pga(given, run, ground):
    """Give PGA as a number (None without one) or a raster whose values were checked against the unit.

    Parameters
    ----------
    given : Given
    run : Run
    ground : GridInputs

    Raises
    ------
    InputError
    """
    unit = given.choice("PGA_UNIT")
    pga = ground.number_or_raster("PGA", LIMITS["pga"].times(1.0 / PGA_FACTORS[unit], unit))
    if hasattr(pga, "read"):
        check_pga("PGA", *extremes(pga, run), unit, run.warn)
    return pga


def extremes(source, run) -> tuple:
    """Give least and greatest value of a raster on its grid; NaN where it has none."""
    return tiles.reduce(
        lambda arrays, _: (np.fmin.reduce(arrays["map"], axis=None), np.fmax.reduce(arrays["map"], axis=None)),
        source.grid, {"map": source}, lambda a, b: (np.fmin(a[0], b[0]), np.fmax(a[1], b[1])), threads=run.threads,
        cancelled=run.cancelled)
