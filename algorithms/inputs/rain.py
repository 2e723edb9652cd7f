"""Rain as users give it: a table, rasters in order of time, or one steady intensity."""

from __future__ import annotations

from ...engine.errors import InputError, RainError
from ...engine.quantities import LIMITS
from ...engine.records import text
from ...engine.water.storm import RAIN_UNITS, Storm, bands_of, storms_from_records

KINDS = ("RAIN_TABLE", "RAIN_LAYERS", "RAIN_INTENSITY")


def add_rain(algorithm, several: bool = False) -> None:
    """Add the three ways to give rain, and TIMES; `several`: the table may hold several storms."""
    algorithm.table("RAIN_TABLE", "Rain table", "CSV or any attribute table: column hours, the end of each step "
                    "counted from the start of the rain, rising; column mm, the depth of rain in the step, 0 for a dry "
                    "one." + (" Column storm names the storm of each row, where there are several; each starts at hour "
                              "0." if several else ""))
    algorithm.number("RAIN_INTENSITY", "Steady rain, mm/h", "One intensity for the whole area in mm/h, in place of a "
                     "table; needs DURATION.", None, 0.0, advanced=several)
    algorithm.number("DURATION", "Duration of the steady rain, h", "Hours the rain of RAIN_INTENSITY lasts.", None, 0.0,
                     advanced=several)
    algorithm.rasters("RAIN_LAYERS", "Rain rasters, in order of time", "One raster for each time step, or one raster "
                      "with a band for each (NetCDF too), in place of a table; needs STEP_HOURS.", True, advanced=True)
    algorithm.number("STEP_HOURS", "Length of a step of the rain rasters, h", "Hours of each step of RAIN_LAYERS.",
                     None, 0.0, advanced=True)
    algorithm.choice("RAIN_UNIT", "Unit of the rain rasters", "What the values of RAIN_LAYERS mean.",
                     dict(zip(RAIN_UNITS, ("depth of rain in each step", "intensity during each step"))), "mm",
                     advanced=True)
    if several:
        algorithm.text("TIMES", "Time of the landslides, h", "Hours from the start of the rain at which landslides and "
                       "probability are compared; of several the last counts. Empty is the end of the rain; several "
                       "storms are always taken to their ends.", advanced=True)
    else:
        algorithm.text("TIMES", "Times of the maps, h", "Hours from the start of the rain, such as 3; 6; 9; may fall "
                       "inside a step. Empty is the end of the rain.")


def has_rain(given) -> bool:
    """Whether any rain was given."""
    return any(given.has(name) for name in KINDS)


def rain_source(given) -> str:
    """Give what the column ``source`` of RAIN_TABLE says of where the rain comes from, such as ``assumed``."""
    if not given.has("RAIN_TABLE") or given.has("WETTING_FRONT"):
        return ""
    said = dict.fromkeys(text(row.get("source")) for row in given.records("RAIN_TABLE"))
    return "; ".join(each for each in said if each)


def check_rain(given) -> None:
    """Check that rain is given in exactly one way, with what belongs to it.

    Raises
    ------
    InputError
    """
    ways = [name for name in KINDS if given.has(name)]
    if not ways:
        raise RainError("RAIN_TABLE", "there is no rain",
                        "Give RAIN_TABLE, or RAIN_LAYERS with STEP_HOURS, or RAIN_INTENSITY with DURATION.")
    if len(ways) > 1:
        raise RainError(ways[1], f"{ways[0]} gives the rain already", "Give one of the two.")
    if ways == ["RAIN_LAYERS"] and given.number("STEP_HOURS") is None:
        raise InputError("STEP_HOURS", "it is missing", "Give the hours of each step of RAIN_LAYERS, above 0.")
    if ways == ["RAIN_INTENSITY"] and given.number("DURATION") is None:
        raise InputError("DURATION", "it is missing", "Give the hours the rain lasts, above 0.")


def read_rain(given, run, ground) -> Storm:
    """Read the rain.

    Parameters
    ----------
    given : Given
    run : Run
    ground : GridInputs

    Returns
    -------
    Storm

    Raises
    ------
    RainError
        Names the row or layer.
    """
    if given.has("RAIN_TABLE"):
        storm = Storm.from_records(given.records("RAIN_TABLE"))
    elif given.has("RAIN_LAYERS"):
        paths = given.rasters("RAIN_LAYERS")
        limits = LIMITS["rain" if given.choice("RAIN_UNIT") == "mm" else "rain_rate"]
        if len(paths) == 1:
            layers = bands_of(paths[0], ground.grid, log=run.log, limits=limits)
        else:
            layers = [ground.layer(path, f"RAIN_LAYERS, layer {i}", limits=limits) for i, path in enumerate(paths, 1)]
        storm = Storm.from_layers(layers, given.number("STEP_HOURS"), given.choice("RAIN_UNIT"))
    else:
        storm = Storm.steady(given.number("RAIN_INTENSITY"), given.number("DURATION"))
    for warning in storm.warnings():
        run.warn(warning)
    return storm


def read_storms(given, run, ground) -> dict:
    """Read the rain of one or several storms.

    Returns
    -------
    dict of str to Storm
        By the name in the column ``storm``, ``""`` where nothing names it.

    Raises
    ------
    RainError
        Names the row or layer.
    """
    if not given.has("RAIN_TABLE"):
        return {"": read_rain(given, run, ground)}
    storms = storms_from_records(given.records("RAIN_TABLE"))
    for storm in storms.values():
        for warning in storm.warnings():
            run.warn(warning)
    return storms
