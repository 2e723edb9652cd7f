"""Units that bands and vertical reference systems declare, and what turns them into ours."""

from __future__ import annotations

import math

from osgeo import osr

from ..quantities import STANDARD_GRAVITY

US_FOOT = 1200.0 / 3937.0
"""US survey foot, m."""

_LENGTHS = {"m": 1.0, "metre": 1.0, "meter": 1.0, "metres": 1.0, "meters": 1.0, "ft": 0.3048, "foot": 0.3048,
            "feet": 0.3048, "international foot": 0.3048, "international feet": 0.3048, "us survey foot": US_FOOT,
            "us survey feet": US_FOOT, "us foot": US_FOOT, "foot_us": US_FOOT, "us-ft": US_FOOT, "us_ft": US_FOOT,
            "ftus": US_FOOT, "usft": US_FOOT, "sft": US_FOOT, "cm": 0.01, "centimetre": 0.01, "centimeter": 0.01,
            "centimetres": 0.01, "centimeters": 0.01, "mm": 0.001, "millimetre": 0.001, "millimeter": 0.001,
            "millimetres": 0.001, "millimeters": 0.001, "dm": 0.1, "decimetre": 0.1, "decimeter": 0.1,
            "decimetres": 0.1, "decimeters": 0.1, "km": 1000.0, "kilometre": 1000.0, "kilometer": 1000.0}
_HOUR, _DAY = 3600.0, 86400.0
_SPEEDS = {"m/s": 1.0, "m s-1": 1.0, "cm/s": 0.01, "mm/s": 0.001, "m/h": 1.0 / _HOUR, "cm/h": 0.01 / _HOUR,
           "mm/h": 0.001 / _HOUR, "mm/hr": 0.001 / _HOUR, "mm hr-1": 0.001 / _HOUR, "mm h-1": 0.001 / _HOUR,
           "m/d": 1.0 / _DAY, "m/day": 1.0 / _DAY, "cm/d": 0.01 / _DAY, "cm/day": 0.01 / _DAY, "mm/d": 0.001 / _DAY,
           "mm/day": 0.001 / _DAY, "kg m-2 s-1": 0.001}
_SHARES = {"-": 1.0, "1": 1.0, "fraction": 1.0, "m3/m3": 1.0, "m3 m-3": 1.0, "%": 0.01, "percent": 0.01,
           "per cent": 0.01}
_TABLES = {
    "m": _LENGTHS,
    "mm": {**{name: 1000.0 * factor for name, factor in _LENGTHS.items()}, "kg m-2": 1.0, "kg/m2": 1.0},
    "deg": {"deg": 1.0, "degree": 1.0, "degrees": 1.0, "°": 1.0, "rad": math.degrees(1.0),
            "radian": math.degrees(1.0), "radians": math.degrees(1.0)},
    "kPa": {"kpa": 1.0, "kn/m2": 1.0, "pa": 1e-3, "n/m2": 1e-3, "mpa": 1e3},
    "kPa/m": {"kpa/m": 1.0, "pa/m": 1e-3},
    "kN/m3": {"kn/m3": 1.0, "n/m3": 1e-3},
    "m/s": _SPEEDS,
    "mm/h": {name: 1000.0 * _HOUR * factor for name, factor in _SPEEDS.items()},
    "-": _SHARES,
    "g": {"g": 1.0, "%g": 0.01, "m/s2": 1.0 / STANDARD_GRAVITY, "m s-2": 1.0 / STANDARD_GRAVITY,
          "cm/s2": 0.01 / STANDARD_GRAVITY, "gal": 0.01 / STANDARD_GRAVITY},
}
_TABLES["%g"], _TABLES["m/s2"] = ({name: factor / _TABLES["g"][unit] for name, factor in _TABLES["g"].items()}
                                 for unit in ("%g", "m/s2"))
"""By unit wanted: what turns a unit declared into it."""


def plain(unit: str) -> str:
    """Give a unit as the tables have it: small letters, no powers written high."""
    return " ".join(unit.strip().lower().replace("²", "2").replace("³", "3").replace("^", "").replace("**", "").split())


def factor(declared: str, wanted: str) -> float | None:
    """Give what turns a declared unit into the one wanted.

    Parameters
    ----------
    declared : str
        As a file says it; empty says nothing.
    wanted : str
        Unit of the quantity, as in ``quantities.LIMITS``.

    Returns
    -------
    float or None
        1 where the file says nothing; None where the unit is unknown, or of another kind (see `is_known`).
    """
    return _TABLES.get(wanted, {}).get(plain(declared)) if declared.strip() else 1.0


def is_known(declared: str) -> bool:
    """Whether a unit is in any table, so that one that does not fit is a fault and no strange word."""
    return any(plain(declared) in table for table in _TABLES.values())


def vertical_unit(srs: osr.SpatialReference | None) -> tuple[str, float]:
    """Give name and length in metres of the vertical unit of a compound reference system, ``("", 1)`` without one."""
    if srs is None or not srs.IsCompound():
        return "", 1.0
    return srs.GetAttrValue("VERT_CS|UNIT") or "", srs.GetTargetLinearUnits("VERT_CS")
