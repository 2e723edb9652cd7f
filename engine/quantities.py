"""The one table of physical quantities: names, units, ranges and sources.

Labels, help, checks and documentation are made from it. Ranges are what a soil can have at all, wide enough for
roots, rock and peat; a mean outside them is an error, a design point outside them is status 7. ``LIMITS`` holds the
range of everything a raster or a column may give, and what to say where a value lies outside.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

STANDARD_GRAVITY = 9.81
"""Acceleration of gravity, m/s2."""

WATER_UNIT_WEIGHT = 9.81
"""Unit weight of water, kN/m3."""


@dataclass(frozen=True)
class Quantity:
    """A soil quantity as users meet it.

    Attributes
    ----------
    name : str
        Name in CORRELATION and in code, for example ``cohesion``.
    column : str
        Column of the soil table, its unit in the name.
    symbol, label, unit : str
        For labels, help and reports.
    lower, upper : float
        Physical range in ``unit``.
    meaning : str
        One sentence for tooltips and documentation.
    """

    name: str
    column: str
    symbol: str
    label: str
    unit: str
    lower: float
    upper: float
    meaning: str


QUANTITIES = {
    quantity.name: quantity
    for quantity in (
        Quantity("cohesion", "cohesion_kpa", "c'", "Effective cohesion", "kPa", 0.0, 500.0,
                 "Shear strength of the soil at zero effective stress, roots included."),
        Quantity("friction", "friction_deg", "φ'", "Effective friction angle", "deg", 1.0, 70.0,
                 "Its tangent is the random variable; COV and distribution are those of tan φ'."),
        Quantity("unit_weight", "unit_weight_kn_m3", "γ", "Saturated unit weight", "kN/m3", 10.0, 30.0,
                 "Weight of the wetted soil per volume; must exceed that of water, 9.81 kN/m3."),
        Quantity("porosity", "porosity", "n", "Porosity", "-", 0.05, 0.80,
                 "Share of the volume that is pores."),
        Quantity("saturation_initial", "saturation_initial", "S₀", "Initial degree of saturation", "-", 0.0, 1.0,
                 "Share of the pores filled with water before the storm; carries antecedent wetness."),
        Quantity("saturation_final", "saturation_final", "S_f", "Final degree of saturation", "-", 0.0, 1.0,
                 "Share of the pores filled with water behind the wetting front."),
        Quantity("ksat", "ksat_m_s", "k_s", "Saturated hydraulic conductivity", "m/s", 1e-12, 1.0,
                 "The fastest the soil takes in water."),
        Quantity("thickness", "thickness_m", "h_s", "Soil thickness", "m", 0.0, 100.0,
                 "Vertical depth from the surface to the base of the soil."),
    )
}
"""The eight random variables by name, in the order used everywhere (tables, correlation matrices, bands)."""

VARIABLES = tuple(QUANTITIES)


@dataclass(frozen=True)
class Limits:
    """The physical range of what a raster or a column holds.

    Attributes
    ----------
    name : str
        Key in ``LIMITS``.
    unit : str
        As in `Quantity`: ``-`` where there is none.
    lower, upper : float
        Least and greatest value in ``unit``.
    remedy : str
        What would be right, in one sentence.
    deepest : float
        Least value below `lower` that may be meant where such values differ among themselves, as the heights of a sea
        bed do and a value for no data does not.
    """

    name: str
    unit: str
    lower: float
    upper: float
    remedy: str = ""
    deepest: float = math.nan

    def times(self, factor: float, unit: str) -> Limits:
        """Give the same range in another unit, of which `factor` make one."""
        return replace(self, unit=unit, lower=self.lower * factor, upper=self.upper * factor)

    def deepened(self) -> Limits:
        """Give the range down to the deepest value that may be meant."""
        return replace(self, lower=self.deepest)

    @property
    def slack(self) -> float:
        """How far a value may lie outside: float32 rasters hold 0.8 as 0.80000001."""
        return 1e-6 * max(abs(self.lower), abs(self.upper))

    def fault(self, value: float, outside: int, cells: int) -> str:
        """Say that so many cells of a raster, of so many looked at, are outside; `value` is the worst."""
        seen = f"in {outside} of {cells} cells looked at"
        if self.name.startswith("rain") and value < 0.0:
            return f"rain of {value:.6g} is negative {seen}"
        if self.name in ("slope", "pga") and value < 0.0:
            return f"{value:.6g} is negative. It stands {seen} and {self.words()}"
        if self.name == "pga":
            return f"{value:.6g} {self.unit} is more than {LIMITS['pga'].upper:g} g. It stands {seen}"
        return f"{value:.6g} {seen} {self.words()}"

    def words(self) -> str:
        """Give the words for a value outside."""
        unit = "" if self.unit == "-" else f" {self.unit}"
        return f"is outside {self.lower:g} to {self.upper:g}{unit}"


LIMITS = {
    limits.name: limits
    for limits in (
        *(Limits(each.name, each.unit, each.lower, each.upper) for each in QUANTITIES.values()),
        Limits("elevation", "m", -500.0, 9000.0, "Give metres above sea level, not centimetres or feet.", -11_000.0),
        Limits("slope", "deg", 0.0, 90.0, "Give the angle in degrees, not per cent."),
        Limits("pga", "g", 0.0, 5.0, "Check PGA_UNIT."),
        Limits("rain", "mm", 0.0, 20_000.0, "Use 0 where it is dry."),
        Limits("rain_rate", "mm/h", 0.0, 2_000.0, "Use 0 where it is dry."),
        Limits("water_table", "m", -10.0, 1000.0, "Give the depth below the surface in metres."),
        Limits("wetting_front", "m", 0.0, 100.0, "Give the depth below the surface in metres."),
        Limits("saturation", "-", 0.0, 1.0, "Give the wet share of the thickness, 0 to 1."),
        Limits("cohesion_per_thickness", "kPa/m", 0.0, 1000.0,
               "Give cohesion over the thickness normal to the slope."),
        Limits("sliding_friction", "deg", 0.0, 70.0, "Give the angle in degrees."),
    )
}
"""Range by quantity. Elevations lie between the shore of the Dead Sea (-430 m) and Everest (8849 m), those of the sea
bed above -11,000 m; 20 m of rain in a step is more than ever fell in a storm, 2 m in an hour six times the greatest
hour measured (305 mm, Holt 1947)."""

ANYTHING = Limits("anything", "", -1e30, 1e30)
"""What any raster may hold: nothing measured is larger, and -3.4e38 stands for no data."""

# Factors from units people mistake for ours: per cent; Pa; kg/m3, t/m3 and N/m3; mm/h; cm.
_MISTAKEN = {
    "cohesion": (1e-3,),
    "unit_weight": (9.81e-3, 9.81, 1e-3),
    "porosity": (1e-2,),
    "saturation_initial": (1e-2,),
    "saturation_final": (1e-2,),
    "saturation": (1e-2,),
    "ksat": (1e-3 / 3600.0,),
    "thickness": (1e-2,),
    "wetting_front": (1e-2,),
}

_FILLERS = (-32768.0, -32767.0, -9999.0, -999.0, -99999.0, 255.0, 32767.0, 65535.0, 9999.0, 99999.0)
"""Values that programs write where there is nothing."""


def guess(quantity: str, value: float) -> str:
    """Say what was probably meant by a value that lies outside the range of a quantity.

    Parameters
    ----------
    quantity : str
        A name in ``LIMITS``.
    value : float
        In its unit.

    Returns
    -------
    str
        A sentence, or ``""``.
    """
    limits = LIMITS[quantity]
    if quantity == "friction" and 0.0 < value < limits.lower:
        return f"Did you mean {math.degrees(math.atan(value)):.3g} (the angle, not its tangent)?"
    for factor in _MISTAKEN.get(quantity, ()):
        low, high = (12.0, 28.0) if quantity == "unit_weight" else (limits.lower, limits.upper)
        if (value > limits.upper or quantity == "unit_weight") and low <= value * factor <= high:
            return f"Did you mean {value * factor:.4g}?"
    return ""


def is_filler(value: float) -> bool:
    """Whether a value is one that programs write where there is nothing, such as -9999 or -3.4e38."""
    return abs(value) > 1e30 or any(abs(value - each) < 1e-3 for each in _FILLERS)


def remedy(limits: Limits, value: float) -> str:
    """Say what would be right where a raster holds a value outside its range."""
    if limits.name.startswith("rain") and value > -999.0:
        return limits.remedy if value < 0.0 else "Check RAIN_UNIT and the nodata value."
    declare = f"If {value:.6g} stands for no data, declare the nodata value of the raster."
    if is_filler(value) or value < limits.lower:
        return f"{declare} {limits.remedy}".strip()
    return f"{guess(limits.name, value) or limits.remedy} {declare}".strip()
