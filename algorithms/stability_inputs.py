"""What acts on the slope: water, failure surface, earthquake; and all of it together as `Conditions`."""

from __future__ import annotations

import contextlib
from typing import NamedTuple

from ..engine.conditions import Conditions
from ..engine.errors import InputError
from ..engine.quantities import VARIABLES
from ..engine.rain import Storm, parse_times
from ..engine.words import percent
from .grid_inputs import GridInputs, add_area, add_dem, add_slope, check_terrain
from .pga_inputs import PGA_FACTORS, add_pga_unit, check_pga_number, read_pga
from .rain_inputs import add_rain, check_rain, has_rain, read_rain
from .soil_inputs import add_soil, check_soil, needs_thickness_stage, read_soil
from .water_inputs import add_water, check_water, read_fronts, read_supplies, routes

PORE_PRESSURES = {"suction": "-9.81 (H - z) cos2 b, H the depth of the water table: suction above it, pressure below",
                  "zero": "no pore pressure", "seepage": "9.81 z cos2 b, flow parallel to the slope"}
SURFACES = {"front": "at the depth of the wetting front", "base": "at the base of the soil, under what has soaked in"}
BOTH = {"both": "the lesser factor of safety of the two"}


class Setting(NamedTuple):
    """What a stability map is computed from.

    Attributes
    ----------
    conditions : Conditions
    words : dict of str to str
        What to call times in band descriptions instead (see `read_fronts`).
    label : str
        Last time, for layer names.
    """

    conditions: Conditions
    words: dict
    label: str


def add_setting(algorithm, both: bool) -> None:
    """Add everything up to the method: terrain, soil, rain, water, earthquake; `both` offers two surfaces at once."""
    add_dem(algorithm, optional=True)
    add_soil(algorithm)
    add_rain(algorithm)
    add_water(algorithm, wetting_front=True)
    algorithm.choice("PORE_PRESSURE", "Pore pressure", "Pressure of the water in the pores at the failure surface, at "
                     "depth z on a slope of angle b.", PORE_PRESSURES, "suction")
    algorithm.number_or_raster("WATER_TABLE", "Depth of the water table", "m", "Vertical depth of the water table "
                               "below the surface, for the pore pressure suction. Left out, it is the mean soil "
                               "thickness.", 0.0)
    algorithm.choice("FAILURE_SURFACE", "Failure surface", "Where the slope may fail.",
                     {**SURFACES, **BOTH} if both else SURFACES, "front", advanced=True)
    algorithm.number_or_raster("PGA", "Peak ground acceleration", "PGA_UNIT", "Horizontal shaking while the slope is "
                               "wet (pseudo-static). Left out, there is no earthquake.", 0.0)
    add_pga_unit(algorithm, advanced=True)
    algorithm.number("SEISMIC_COEFFICIENT", "Seismic coefficient over PGA", "Horizontal coefficient k_h as a share of "
                     "PGA in g; 0.5 is usual.", 0.5, 0.0, 1.0, advanced=True)
    add_slope(algorithm)
    add_area(algorithm)


def check_setting(given) -> None:
    """Check terrain, soil, rain and earthquake.

    Raises
    ------
    InputError
    """
    check_terrain(given, check_water(given))
    check_soil(given)
    if not given.has("WETTING_FRONT") and (has_rain(given) or given.choice("FAILURE_SURFACE") != "base"):
        check_rain(given)
    check_pga_number(given)


def stages(given, maps: float) -> dict:
    """Give the stages of a run for `Run.plan`; `maps` is the weight of the last one."""
    return {"slope": 2.0 * (not given.has("SLOPE")), "thickness": 2.0 * needs_thickness_stage(given),
            "routing": 10.0 * routes(given), "maps": maps}


@contextlib.contextmanager
def read_setting(given, run):
    """Read everything; a context manager that gives a `Setting` and removes scratch files at its end.

    Parameters
    ----------
    given : Given
    run : Run
        Its stages planned by `stages`.
    """
    ground = GridInputs(given, run, metric=bool(check_water(given)))
    ground.warn_if_coarse()
    slope = ground.slope()
    surface = given.choice("FAILURE_SURFACE")
    soil = read_soil(given, run, ground, _needed(given, surface), slope)
    with contextlib.ExitStack() as stack:
        supplies, fronts, words = None, (), {}
        if given.has("WETTING_FRONT"):
            if has_rain(given):
                run.log("The rain is not used, since WETTING_FRONT gives the front; its bands are the times.")
            fronts, times, words = read_fronts(given, ground)
        else:
            storm = read_rain(given, run, ground) if has_rain(given) else _no_rain(run)
            times = parse_times(given.text("TIMES"), storm) if has_rain(given) else [0.0]
            supplies = stack.enter_context(read_supplies(given, run, ground, storm, soil, slope))
        conditions = Conditions(
            slope, soil, times, supplies, fronts, given.choice("PORE_PRESSURE"),
            ground.number_or_raster("WATER_TABLE"), surface, read_pga(given, run, ground),
            PGA_FACTORS[given.choice("PGA_UNIT")], given.number("SEISMIC_COEFFICIENT"), ground.area)
        label = words.get(f"t={times[-1]:g} h", f"{times[-1]:g} h")
        yield Setting(conditions, words, label)


def note_cells(run, summary) -> None:
    """Say what became of the cells; an analysis without any is an error.

    Raises
    ------
    InputError
    """
    counts = summary.statuses
    total = int(counts[:255].sum())
    if not total:
        raise InputError("DEM", "no cell has a value in every input", "Check extents, nodata and AREA.")
    parts = [f"{word} {percent(counts[code] / total)}" for code, word in
             ((2, "flat"), (3, "dry"), (5, "without soil"), (6, "too steep"), (4, "not converged"),
              (7, "design point outside the physical range")) if counts[code]]
    if parts:
        run.log("Cells: " + ", ".join(parts) + ".")


def renamed(descriptions, words: dict) -> list:
    """Put other words for times into descriptions of bands."""
    return ["; ".join(words.get(part, part) for part in text.split("; ")) for text in descriptions]


def _needed(given, surface: str) -> tuple:
    """Name the quantities whose mean must be known."""
    if not given.has("WETTING_FRONT"):
        return VARIABLES
    strength = ("cohesion", "friction", "unit_weight", "thickness")
    return strength if surface == "front" else (*strength, "porosity", "saturation_initial", "saturation_final")


def _no_rain(run) -> Storm:
    run.log("There is no rain: the slope is assessed as it is before a storm.")
    return Storm.steady(0.0, 1.0)
