"""The one table of physical quantities: names, units, ranges and sources.

Labels, help, checks and documentation are made from it. Ranges are what a soil can have at all, wide enough for
roots, rock and peat; a mean outside them is an error, a design point outside them is status 7.
"""

from __future__ import annotations

from dataclasses import dataclass

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
