"""What acts on the slope: water, failure surface, earthquake; and all of it together as `Conditions`."""

from __future__ import annotations

import contextlib
from typing import NamedTuple

from ...engine.errors import InputError
from ...engine.grid import Band
from ...engine.mapping.conditions import Conditions
from ...engine.mapping.scenario import describe
from ...engine.mapping.status import GREATEST_SLOPE, Status
from ...engine.outputs import Bands, Map
from ...engine.quantities import QUANTITIES, VARIABLES
from ...engine.water.storm import Storm, parse_times
from ...engine.words import percent
from .grid import GridInputs, add_area, add_dem, add_slope, check_terrain
from .rain import add_rain, check_rain, has_rain, read_rain, read_storms
from .shaking import PGA_FACTORS, add_pga_unit, check_pga_number, read_pga
from .soil import add_soil, check_soil, needs_thickness_stage, read_soil
from .water import add_water, check_water, needs_all_slopes, read_fronts, routes, supplies_by_storm

WORTH_WARNING = 0.01
"""Share of cells unstable before the storm above which the soil is probably too weak."""

OFTEN_TOO_STEEP, ALL_TOO_STEEP = 0.05, 0.95
"""Share of cells too steep for a result above which the heights are questioned, and above which they are refused."""

PORE_PRESSURES = {"suction": "-9.81 (H - z) cos2 b, H the depth of the water table: suction above it, pressure below; "
                             "all suction counts as strength, the unsafe end",
                  "zero": "no pore pressure",
                  "seepage": "9.81 z cos2 b, flow parallel to the slope, once the wetting front has come to the "
                             "failure surface"}
SURFACES = {"front": "at the depth of the wetting front", "base": "at the base of the soil, under what has soaked in"}
BOTH = {"both": "the lesser factor of safety of the two"}


class Site(NamedTuple):
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

    def bands(self, made: Map, scenarios) -> list:
        """Give the bands of a map of these scenarios."""
        times = self.conditions.times
        if made.bands is Bands.VARIABLES:
            units = [QUANTITIES[name].unit.replace("-", "") if made.own_units else made.unit for name in VARIABLES]
            names = describe(scenarios, times[-1:], VARIABLES)
        else:
            names, units = describe(scenarios, times, maximum=made.bands is Bands.MAXIMUM), [made.unit]
        words = ["; ".join(self.words.get(part, part) for part in name.split("; ")) for name in names]
        return [Band(name, units[place % len(units)]) for place, name in enumerate(words)]


def add_site(algorithm, both: bool, storms: bool = False) -> None:
    """Add everything up to the method: terrain, soil, rain, water, earthquake.

    `both` offers two failure surfaces at once, `storms` several storms.
    """
    add_dem(algorithm, optional=True)
    add_soil(algorithm)
    add_rain(algorithm, storms)
    add_water(algorithm, wetting_front=True)
    algorithm.choice("PORE_PRESSURE", "Pore pressure", "Pressure of the water in the pores at the failure surface, at "
                     "depth z on a slope of angle b.", PORE_PRESSURES, "suction")
    algorithm.number_or_raster("WATER_TABLE", "Depth of the water table", "m", "Vertical depth of the water table "
                               "below the surface, for the pore pressure suction only. Left out, it is the mean soil "
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


def check_site(given) -> None:
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
def read_site(given, run):
    """Read everything; a context manager that gives a `Site` and removes scratch files at its end.

    Parameters
    ----------
    given : Given
    run : Run
        Its stages planned by `stages`.
    """
    with _read(given, run, lambda ground: {"": read_rain(given, run, ground)}, bool(check_water(given))) as sites:
        yield sites[""]


@contextlib.contextmanager
def read_sites(given, run):
    """Read everything as `read_site` does, of several storms: a `Site` by the storm's name, on metres.

    Each of several storms is taken to its end; without names there is one, ``""``.
    """
    with _read(given, run, lambda ground: read_storms(given, run, ground), True) as sites:
        yield sites


@contextlib.contextmanager
def _read(given, run, read, metric: bool):
    ground = GridInputs(given, run, metric)
    if routes(given):
        ground.check_memory("Routing runoff")
    ground.warn_if_coarse()
    slope = ground.slope(everywhere=needs_all_slopes(given) or run.wants("FOLDER"))    # the folder has a map of it
    surface = given.choice("FAILURE_SURFACE")
    soil = read_soil(given, run, ground, _needed(given, surface), slope)
    pga, water_table = read_pga(given, run, ground), ground.number_or_raster("WATER_TABLE")

    def site(times, supplies=None, fronts=(), words=()) -> Site:
        words = dict(words)
        conditions = Conditions(
            slope, soil, times, supplies, fronts, given.choice("PORE_PRESSURE"), water_table, surface, pga,
            PGA_FACTORS[given.choice("PGA_UNIT")], given.number("SEISMIC_COEFFICIENT"), ground.area)
        return Site(conditions, words, words.get(f"t={times[-1]:g} h", f"{times[-1]:g} h"))

    with contextlib.ExitStack() as stack:
        if given.has("WETTING_FRONT"):
            if has_rain(given):
                run.log("The rain is not used, since WETTING_FRONT gives the front; its bands are the times.")
            fronts, times, words = read_fronts(given, ground)
            yield {"": site(times, None, fronts, words)}
            return
        storms = read(ground) if has_rain(given) else {"": _no_rain(run)}
        if len(storms) == 1:
            (storm,) = storms.values()
            times = [parse_times(given.text("TIMES"), storm) if has_rain(given) else [0.0]]
        else:
            times = [[storm.duration_h] for storm in storms.values()]
            if given.has("TIMES"):
                run.log("TIMES is not used, since there are several storms; each is taken to its end.")
        supplies = supplies_by_storm(given, run, ground, list(storms.values()), soil, slope)
        yield {name: site(hours, stack.enter_context(supply))
               for name, hours, supply in zip(storms, times, supplies)}


def note_cells(run, summary) -> None:
    """Say what became of the cells; an analysis without any is an error.

    Raises
    ------
    InputError
    """
    counts = summary.statuses
    if not counts[:Status.NODATA].sum():
        raise InputError("DEM", "no cell has a value in every input", "Check extents, nodata and AREA.")
    steep = counts[Status.STEEP] / counts[:Status.NODATA].sum()
    if steep > ALL_TOO_STEEP:
        raise InputError("DEM", f"{percent(steep)} of the cells are steeper than {GREATEST_SLOPE:g} degrees, where "
                         "nothing is an infinite slope", "Give heights in metres, not centimetres or feet, or SLOPE in "
                         "degrees.")
    run.log(f"Cells: {Status.shares_in_words(counts)}.")
    if steep > OFTEN_TOO_STEEP:
        run.warn(f"{percent(steep)} of the cells are steeper than {GREATEST_SLOPE:g} degrees and have no result; all "
                 "shares are of the others. Are the heights in metres, and is the nodata value declared?")
    if summary.before_storm is not None:
        before = summary.share(summary.before_storm)
        tell = run.warn if before > WORTH_WARNING else run.log
        tell(f"At the base of the soil, {percent(before)} of the cells have a factor of safety below 1 before the storm"
             + (": the soil is weaker than these slopes allow." if before > WORTH_WARNING else "."))


def _needed(given, surface: str) -> tuple:
    """Name the quantities whose mean must be known."""
    if not given.has("WETTING_FRONT"):
        return VARIABLES
    strength = ("cohesion", "friction", "unit_weight", "thickness")
    return strength if surface == "front" else (*strength, "porosity", "saturation_initial", "saturation_final")


def _no_rain(run) -> Storm:
    run.log("There is no rain: the slope is assessed as it is before a storm.")
    return Storm.steady(0.0, 1.0)
