"""Typical soils, to begin with: every value is assumed until someone who knows the site edits or confirms it.

Strength of compacted, soaked soils: NAVFAC DM-7.02 (1986), Foundations and Earth Structures, table 1. Porosity and
conductivity of the texture class: Carsel and Parrish (1988), doi:10.1029/WR024i005p00755, table 6. COV: Phoon and
Kulhawy (1999), doi:10.1139/t99-038, inherent variability of strength and unit weight; the COV of porosity and
conductivity are rounded from Carsel and Parrish. Thickness and initial saturation belong to the site and stay empty.
"""

from __future__ import annotations

SOURCE = "NAVFAC DM-7.02 (1986); Carsel and Parrish (1988); Phoon and Kulhawy (1999)"

_SPREAD = {
    "cohesion_kpa": (0.40, "lognormal"), "friction_deg": (0.10, "lognormal"), "unit_weight_kn_m3": (0.05, "normal"),
    "porosity": (0.15, "normal"), "saturation_final": (0.02, "normal"), "ksat_m_s": (1.0, "lognormal"),
}


def _preset(cohesion, friction, weight, porosity, ksat) -> dict:
    means = {"cohesion_kpa": cohesion, "friction_deg": friction, "unit_weight_kn_m3": weight, "porosity": porosity,
             "saturation_final": 0.95, "ksat_m_s": ksat}
    row = {}
    for column, mean in means.items():
        cov, dist = _SPREAD[column]
        row[column], row[f"{column}_cov"], row[f"{column}_dist"] = f"{mean:g}", f"{cov:g}", dist
    return row


PRESETS = {
    "Silty sand (SM)": _preset(20.0, 34.0, 18.5, 0.41, 1.23e-5),
    "Clayey sand (SC)": _preset(11.0, 31.0, 18.5, 0.39, 3.64e-6),
    "Silt (ML)": _preset(9.0, 32.0, 18.0, 0.45, 1.25e-6),
    "Lean clay (CL)": _preset(13.0, 28.0, 18.0, 0.41, 7.2e-7),
}
"""Columns of the soil table by name of the soil."""
