"""Soil as users give it: zones, a table, rasters of means, thickness."""

from __future__ import annotations

from ...engine.errors import InputError, SoilError
from ...engine.quantities import QUANTITIES, VARIABLES
from ...engine.records import brief
from ...engine.soil import thickness
from ...engine.soil.fields import SoilInputs
from ...engine.soil.table import SoilTable

THICKNESS_MODELS = {"z": "thins with elevation, H_MAX at the lowest cell and H_MIN at the highest",
                    "slope": "thins with the tangent of the slope, H_MAX on the gentlest cell and H_MIN on the "
                             "steepest"}


def add_soil(algorithm) -> None:
    """Add zones, table, rasters and thickness."""
    algorithm.raster_or_polygons("SOIL_ZONES", "Soil zones",
                                 "A raster of zone numbers, or polygons with a field of zone numbers or names. Without "
                                 "it there is one zone, and the soil table has one row.")
    algorithm.table("SOIL_TABLE", "Soil table",
                    "CSV or any attribute table, one row a zone: column zone; the means "
                    + ", ".join(quantity.column for quantity in QUANTITIES.values())
                    + "; behind each name also _cov (standard deviation / mean; friction: of tan phi'), _dist (fixed, "
                    "normal, lognormal, truncnormal, uniform, beta), _min and _max. May be left out where rasters give "
                    "every mean.")
    algorithm.text("ZONE_FIELD", "Zone field of the polygons", "Field of SOIL_ZONES that holds the zone; only for "
                   "polygons.", "zone", advanced=True)
    for quantity in QUANTITIES.values():
        unit = "" if quantity.unit == "-" else f" ({quantity.unit})"
        algorithm.raster(quantity.name.upper(), f"{quantity.label}{unit}, raster of the mean",
                         f"{quantity.meaning} Mean per cell, {quantity.lower:g} to {quantity.upper:g}"
                         f"{'' if quantity.unit == '-' else ' ' + quantity.unit}, in place of the column "
                         f"{quantity.column}; COV and distribution still come from the table.", True, advanced=True)
    algorithm.choice("THICKNESS_MODEL", "Soil thickness model", "Used where neither THICKNESS nor the column "
                     "thickness_m gives the thickness; needs H_MIN and H_MAX.", THICKNESS_MODELS, advanced=True)
    add_thickness_range(algorithm, advanced=True)


def add_thickness_range(algorithm, advanced: bool = False) -> None:
    """Add H_MIN and H_MAX."""
    quantity = QUANTITIES["thickness"]
    for name, label, word in (("H_MIN", "Least", "smallest"), ("H_MAX", "Greatest", "largest")):
        algorithm.number(name, f"{label} soil thickness, m", f"The {word} thickness the model gives, vertical, in "
                         f"metres, {quantity.lower:g} to {quantity.upper:g}.", None, quantity.lower, quantity.upper,
                         advanced=advanced)


def check_thickness_range(given) -> None:
    """Check that H_MIN and H_MAX are there, in order.

    Raises
    ------
    InputError
    """
    for name in ("H_MIN", "H_MAX"):
        if given.number(name) is None:
            raise InputError(name, "it is missing", "Give the thickness of the soil in metres.")
    thickness.check_thickness_range(given.number("H_MIN"), given.number("H_MAX"))


def check_soil(given) -> None:
    """Check what shows without reading anything.

    Raises
    ------
    InputError
    """
    if given.choice("THICKNESS_MODEL"):
        check_thickness_range(given)
    if given.is_vector("SOIL_ZONES"):
        columns = [name.lower() for name in given.fields("SOIL_ZONES")]
        field = given.text("ZONE_FIELD") or "zone"
        if field.lower() not in columns:
            raise InputError("ZONE_FIELD", f"the polygons of SOIL_ZONES have no field '{field}'",
                             f"They have {brief(given.fields('SOIL_ZONES'), 30)}.")


def needs_thickness_stage(given) -> bool:
    """Whether a thickness model may have to be computed."""
    return bool(given.choice("THICKNESS_MODEL")) and not given.has("THICKNESS")


def read_soil(given, run, ground, needed=VARIABLES, slope=None) -> SoilInputs:
    """Read the soil.

    Parameters
    ----------
    given : Given
    run : Run
    ground : GridInputs
    needed : sequence of str
        Variables that must have a mean.
    slope : RasterSource, optional
        In degrees, for the thickness model `slope`.

    Returns
    -------
    SoilInputs

    Raises
    ------
    SoilError
        Names zone, column and value.
    """
    rasters = {name: ground.source(name.upper()) for name in needed if given.has(name.upper())}
    records = given.records("SOIL_TABLE") if given.has("SOIL_TABLE") else None
    zoned = given.has("SOIL_ZONES") and records is not None
    if given.has("SOIL_ZONES") and records is None:
        lacking = [name for name in needed if name not in rasters and name != "thickness"]
        if lacking:
            raise SoilError("SOIL_TABLE", "it is missing and SOIL_ZONES is given",
                            "Give a table with one row for each zone.")
        run.log("SOIL_ZONES is not used, since there is no SOIL_TABLE and rasters give every mean.")

    def table(wanted) -> SoilTable:
        if records is None:
            return SoilTable.from_rasters(list(rasters), wanted)
        return SoilTable.from_records(records, list(rasters), zoned, needed=wanted)

    modelled = given.choice("THICKNESS_MODEL") if "thickness" in needed else ""
    if modelled and "thickness" in rasters:
        run.log("THICKNESS_MODEL is not used, since THICKNESS gives a raster.")
    elif modelled and "thickness" in table([name for name in needed if name != "thickness"]).missing:
        rasters["thickness"] = thickness.thickness_map(
            modelled, ground.dem if modelled == "z" else slope, given.number("H_MIN"), given.number("H_MAX"),
            run.scratch("thickness.tif"), threads=run.threads, **run.controls("thickness", "Soil thickness"))
    elif modelled:
        run.log("THICKNESS_MODEL is not used, since the soil table gives thickness_m.")
    soil = table(needed)
    for warning in soil.warnings():
        run.warn(warning)
    if not zoned:
        return SoilInputs(soil, None, rasters)
    if given.is_vector("SOIL_ZONES"):
        zones = ground.polygons_as_rows("SOIL_ZONES", given.text("ZONE_FIELD") or "zone", soil)
        return SoilInputs(soil, zones, rasters, positions=True)
    found = SoilInputs(soil, ground.source("SOIL_ZONES", "nearest"), rasters)
    found.check_zones(threads=run.threads, cancelled=run.cancelled)
    return found
