"""How rain becomes a wetting front: runoff routing and its options, or a wetting front that is given."""

from __future__ import annotations

import re
from typing import Iterator

import numpy as np

from ...engine.errors import GridError
from ...engine.grid import RasterSource, tiles
from ...engine.terrain import flow
from ...engine.water.routing import routed_supplies
from ...engine.water.supplies import RAIN_PER, Supplies, unrouted_supplies
from .grid import GridInputs

AREAS = dict(zip(RAIN_PER, (
    "area of the slope, as in the paper of the model; a cell of 30 degrees gets 15 % more water than falls on its "
    "place in the map, one of 45 degrees 41 % more",
    "area of the map, as gauges and radar measure it; runoff passes on as volume")))


def add_water(algorithm, wetting_front: bool = False) -> None:
    """Add routing; `wetting_front` adds the front as an input."""
    algorithm.flag("ROUTE_RUNOFF", "Route runoff downslope", "Rain that a cell cannot take in runs to the cell below "
                   "and may enter there. Needs the package numba; its first use on a machine takes some 10 s. "
                   "Without routing it is lost.", False)
    algorithm.flag("STORAGE_LIMIT", "Full soil takes in no more", "What a full column cannot take runs off, which "
                   "changes INFILTRATION, RUNOFF and, with routing, the supply downslope. Off is the rule of the "
                   "paper: water goes on entering full columns. On the command line the default is the value of "
                   "ROUTE_RUNOFF.", True, advanced=True)
    algorithm.choice("RAIN_PER", "Area that rain is measured on", "What a depth of rain is per unit of.", AREAS,
                     "slope", advanced=True)
    algorithm.raster("FLOW_DIRECTION", "Flow direction, D8 codes", "For routing, in place of directions computed from "
                     "the DEM, and on its grid: ESRI codes 1 east, then clockwise 2, 4, 8, 16, 32, 64, 128; 0 outlet.",
                     optional=True, advanced=True)
    if wetting_front:
        algorithm.raster("WETTING_FRONT", "Depth of the wetting front, m", "A computed or measured front, vertical "
                         "depth in metres, in place of rain; each band is a time.", optional=True, advanced=True)


def check_water(given) -> str:
    """Say what needs the DEM itself; empty where SLOPE suffices."""
    if routes(given) and not given.has("FLOW_DIRECTION"):
        return "ROUTE_RUNOFF"
    return "THICKNESS_MODEL" if given.choice("THICKNESS_MODEL") == "z" else ""


def routes(given) -> bool:
    """Whether runoff will be routed: asked for, and no front given (`wettingfront` has an output of that name)."""
    return given.flag("ROUTE_RUNOFF") and not given.raster("WETTING_FRONT")


def needs_all_slopes(given) -> bool:
    """Whether cells far from AREA matter: water flows from them, or the thickness is measured against them."""
    return routes(given) or given.choice("THICKNESS_MODEL") == "slope"


def read_supplies(given, run, ground: GridInputs, storm, soil, slope) -> Supplies:
    """Give the supplies of a storm, as `supplies_by_storm` does."""
    return next(supplies_by_storm(given, run, ground, [storm], soil, slope))


def supplies_by_storm(given, run, ground: GridInputs, storms, soil, slope) -> Iterator[Supplies]:
    """Give the supplies of storms, one after the other; stage ``routing`` of the run where runoff is routed.

    Parameters
    ----------
    given : Given
    run : Run
    ground : GridInputs
    storms : sequence of Storm
    soil : SoilInputs
    slope : RasterSource
        Degrees, of the whole grid: water flows also outside the area.

    Yields
    ------
    Supplies
        To be closed.
    """
    limited = given.flag("STORAGE_LIMIT") if given.has("STORAGE_LIMIT") else routes(given)
    if not routes(given):
        yield from (unrouted_supplies(storm, limited, given.choice("RAIN_PER")) for storm in storms)
        return
    controls = run.controls("routing", "Routing runoff (the first use on a machine takes some 10 s longer)")
    routing = flow.routing_order(_directions(given, run, ground))
    told = controls.pop("progress")
    for number, storm in enumerate(storms):
        yield routed_supplies(storm, ground.grid, routing, soil, slope, storage_limit=limited,
                              rain_per=given.choice("RAIN_PER"), folder=run.folder(), threads=run.threads, **controls,
                              progress=lambda share, done=number: told((done + share) / len(storms)))


def _directions(given, run, ground: GridInputs) -> np.ndarray:
    if not given.has("FLOW_DIRECTION"):
        elevation = tiles.read_whole(ground.dem, "Flow directions", np.float32, cancelled=run.cancelled)
        return flow.directions(elevation, ground.grid.cell_width, ground.grid.cell_height)
    source = RasterSource(given.raster("FLOW_DIRECTION"), parameter="FLOW_DIRECTION")
    if source.grid.shape != ground.grid.shape or not np.allclose(source.grid.bounds, ground.grid.bounds, rtol=0,
                                                                 atol=1e-3 * ground.grid.cell_width):
        raise GridError("FLOW_DIRECTION", "it lies on another grid, and directions cannot be resampled",
                        "Derive it from the DEM of this analysis, or leave it out.")
    return flow.checked_directions(tiles.read_whole(source, "Flow directions", np.float32, cancelled=run.cancelled))


def read_fronts(given, ground: GridInputs):
    """Open every band of WETTING_FRONT.

    Returns
    -------
    fronts : list of RasterSource
    times : list of float
        Hours as the bands are described (``t=6 h``), else the numbers of the bands.
    words : dict of str to str
        What to call a time that is no more than the number of a band.
    """
    first = ground.source("WETTING_FRONT")
    fronts = [first, *(ground.source("WETTING_FRONT", band=band) for band in range(2, first.band_count + 1))]
    found = [re.search(r"t=([0-9.eE+-]+) h", text) for text in first.descriptions]
    if all(found):
        return fronts, [float(each.group(1)) for each in found], {}
    numbers = [float(band) for band in range(1, first.band_count + 1)]
    return fronts, numbers, {band_time(number): f"band {number:g}" for number in numbers}


def band_time(hours: float) -> str:
    """Name a time in band descriptions, as `engine.mapping.scenario.describe` does."""
    return f"t={hours:g} h"
