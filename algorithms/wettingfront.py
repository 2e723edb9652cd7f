"""Wetting front: how deep a storm soaks the soil, with runoff from upslope if wanted."""

from __future__ import annotations

import numpy as np

from ..engine.grid import tiles
from ..engine.outputs import MAPS
from ..engine.water.infiltration import LEAST_DEPTH, infiltrated_depth, room, wetting_front
from ..engine.water.storm import parse_times
from ..engine.water.supplies import Balance
from .frame.base import ScarpAlgorithm
from .inputs.grid import GridInputs, add_area, add_dem, add_slope, check_terrain
from .inputs.rain import add_rain, check_rain, read_rain
from .inputs.soil import add_soil, check_soil, needs_thickness_stage, read_soil
from .inputs.water import add_water, band_time, check_water, needs_all_slopes, read_supplies, routes

NEEDED = ("porosity", "saturation_initial", "saturation_final", "ksat", "thickness")
"""Soil quantities that infiltration depends on."""


class WettingFront(ScarpAlgorithm):
    """Depth of the wetting front, infiltration and runoff."""

    NAME = "wettingfront"
    TITLE = "Wetting front"
    GROUP = "Slope stability"
    TAGS = ("infiltration", "rain", "runoff", "Green-Ampt", "hydrology")
    ABOUT = """
Computes how deep the rain of one storm soaks the soil of every cell, at one or several times.

A cell takes in what reaches it up to its saturated conductivity; the water fills the pores from the initial to the
final saturation and pushes the front down, at most to the base of the soil. With runoff routing, what a cell cannot
take runs to the cell below within the same time step.

The front never recedes, so this is for one storm of up to some days; earlier rain belongs in saturation_initial.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        add_dem(self, optional=True)
        add_soil(self)
        add_rain(self)
        add_water(self)
        add_slope(self)
        add_area(self)
        self.output_maps()
        self.output_number("RAIN_TOTAL", "Mean rain of the storm, mm")
        self.output_number("MASS_ERROR", "Relative error of the mass balance")

    def check(self, given) -> None:
        """Check terrain, soil and rain."""
        check_terrain(given, check_water(given))
        check_soil(given)
        check_rain(given)

    def compute(self, given, run) -> dict:
        """Compute the front at every time."""
        run.plan(slope=2.0 * (not given.has("SLOPE")), thickness=2.0 * needs_thickness_stage(given),
                 routing=10.0 * routes(given), front=4.0)
        ground = GridInputs(given, run, metric=bool(check_water(given)))
        if routes(given):
            ground.check_memory("Routing runoff")
        ground.warn_if_coarse()
        slope = ground.slope(everywhere=needs_all_slopes(given))
        soil = read_soil(given, run, ground, NEEDED, slope)
        storm = read_rain(given, run, ground)
        times = parse_times(given.text("TIMES"), storm)
        for name in MAPS["wettingfront"]:
            run.open(name, ground.grid, [band_time(time) for time in times], label=f"{times[-1]:g} h", times=len(times))
        with read_supplies(given, run, ground, storm, soil, slope) as supplies:
            balance = _front_maps(run, ground, soil, supplies, ground.inside(slope), times)
            if supplies.routed:
                balance = supplies.balance
        counted = "by volume on the plan" if supplies.on_plan else "areas of slope and plan taken as equal"
        run.log(f"Rain {balance.rain_mm:.4g} mm on {balance.cells} cells; mass balance closed to {balance.error:.1e}, "
                f"{counted}.")
        return {"RAIN_TOTAL": balance.rain_mm, "MASS_ERROR": balance.error}


def _front_maps(run, ground: GridInputs, soil, supplies, slope, times) -> Balance:
    """Write what was asked for, tile by tile; give the water balance of the cells without routing."""
    sources = {"slope": slope, **soil.sources(), **supplies.sources()}
    passed = [supplies.at(time) for time in times]
    wanted = {name for name in ("INFILTRATION", "RUNOFF") if run.wants(name)}

    def fronts(arrays, window):
        _, mean = soil.means(arrays)
        shape = arrays["slope"].shape
        supply = supplies.read(arrays, window)
        ksat = np.where(np.less(mean["thickness"], LEAST_DEPTH), 0.0, mean["ksat"])
        found = {"WETTING_FRONT": np.stack([
            wetting_front(infiltrated_depth(supply, seconds, ksat), mean["porosity"], mean["saturation_initial"],
                          mean["saturation_final"], arrays["slope"], mean["thickness"]) for seconds in passed])}
        known = ~np.isnan(found["WETTING_FRONT"][0])
        columns = room(mean["porosity"], mean["saturation_initial"], mean["saturation_final"], arrays["slope"],
                       mean["thickness"])
        if wanted:
            sums = [supplies.totals(arrays, window, ksat, columns, seconds) for seconds in passed]
            for name, part in (("INFILTRATION", 0), ("RUNOFF", 1)):
                found[name] = np.stack([np.where(known, 1000.0 * each[part], np.nan) for each in sums])
        balance = Balance(0.0, 0.0, 0.0, 0)
        if not supplies.routed:
            taken, lost = supplies.totals(arrays, window, ksat, columns)
            rain = np.broadcast_to((supply * supplies.durations[:, None, None]).sum(axis=0), shape)
            area = np.broadcast_to(supplies.areas(arrays["slope"]), shape)[known]
            balance = Balance(*(float((np.broadcast_to(each, shape)[known] * area).sum())
                                for each in (rain, taken, lost)), int(known.sum()))
        return found, balance

    return tiles.run(fronts, ground.grid, sources, run.writers, combine=Balance.plus, tile=supplies.tile,
                     threads=run.threads, **run.controls("front", "Wetting front"))
