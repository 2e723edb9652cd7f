"""What acts on the slope: pore pressure, water table, failure surface, earthquake."""

from __future__ import annotations

from ..engine.errors import InputError
from ..engine.quantities import STANDARD_GRAVITY

PORE_PRESSURES = {"suction": "-9.81 (H - z) cos2 b, H the depth of the water table: suction above it, pressure below",
                  "zero": "no pore pressure", "seepage": "9.81 z cos2 b, flow parallel to the slope"}
SURFACES = {"front": "at the depth of the wetting front", "base": "at the base of the soil, under what has soaked in"}
BOTH = {"both": "the lesser factor of safety of the two"}
PGA_UNITS = {"g": "times gravity", "%g": "per cent of gravity", "m/s2": "metres per second squared"}
PGA_FACTORS = {"g": 1.0, "%g": 0.01, "m/s2": 1.0 / STANDARD_GRAVITY}
"""What turns a PGA into g."""

LARGEST_PGA = 5.0
"""In g; more than was ever recorded, so the unit is wrong."""


def add_stability(algorithm, both: bool) -> None:
    """Add pore pressure, water table and failure surface; `both` offers the lesser of two surfaces."""
    algorithm.choice("PORE_PRESSURE", "Pore pressure", "Pressure of the water in the pores at the failure surface, at "
                     "depth z on a slope of angle b.", PORE_PRESSURES, "suction")
    algorithm.number_or_raster("WATER_TABLE", "Depth of the water table", "m", "Vertical depth of the water table "
                               "below the surface, for the pore pressure suction. Left out, it is the mean soil "
                               "thickness.", 0.0)
    algorithm.choice("FAILURE_SURFACE", "Failure surface", "Where the slope may fail.",
                     {**SURFACES, **BOTH} if both else SURFACES, "front", advanced=True)


def add_earthquake(algorithm) -> None:
    """Add PGA and the seismic coefficient."""
    algorithm.number_or_raster("PGA", "Peak ground acceleration", "PGA_UNIT", "Horizontal shaking while the slope "
                               "is wet (pseudo-static). Left out, there is no earthquake.", 0.0)
    algorithm.choice("PGA_UNIT", "Unit of the peak ground acceleration", "Unit of PGA.", PGA_UNITS, "g", advanced=True)
    algorithm.number("SEISMIC_COEFFICIENT", "Seismic coefficient over PGA", "Horizontal coefficient k_h as a share of "
                     "PGA in g; 0.5 is usual.", 0.5, 0.0, 1.0, advanced=True)


def check_earthquake(given) -> None:
    """Check that one PGA is one a quake can have.

    Raises
    ------
    InputError
    """
    value = given.number("PGA_VALUE")
    unit = given.choice("PGA_UNIT")
    if value is not None and value * PGA_FACTORS[unit] > LARGEST_PGA:
        raise InputError("PGA_VALUE", f"{value:g} {unit} is more than {LARGEST_PGA:g} g", "Check PGA_UNIT.")
