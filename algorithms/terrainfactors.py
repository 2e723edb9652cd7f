"""Terrain factors: the shape of the ground and the way water takes over it."""

from __future__ import annotations

import numpy as np

from ..engine.grid import Band, Window, tiles
from ..engine.terrain import flow
from ..engine.terrain import shape as terrain
from .frame.base import ScarpAlgorithm
from .inputs.grid import GridInputs, add_area, add_dem

SHAPE = {"SLOPE": ("slope", "deg", "Slope"), "ASPECT": ("aspect", "deg", "Aspect"),
         "PROFILE_CURVATURE": ("profile_curvature", "1/m", "Profile curvature"),
         "PLAN_CURVATURE": ("plan_curvature", "1/m", "Plan curvature"),
         "NORTHNESS": ("northness", "", "Northness"), "EASTNESS": ("eastness", "", "Eastness")}
"""Outputs from elevation alone: SCARP_NAME, unit, title."""

WATER = {"TWI": ("topographic_wetness_index", "ln(m)", "Topographic wetness index"),
         "FILLED": ("filled_elevation", "m", "Elevation without depressions"),
         "FLOW_DIRECTION": ("flow_direction", "", "Flow direction"),
         "FLOW_ACCUMULATION": ("flow_accumulation", "cells", "Flow accumulation"),
         "RIVER_DISTANCE": ("river_distance", "m", "Distance to channels")}
"""Outputs that need the whole grid at once."""

KINDS = {"FLOW_DIRECTION": ("uint8", 255), "FLOW_ACCUMULATION": ("int32", 0)}
"""Type and nodata of those that are not float32."""


class TerrainFactors(ScarpAlgorithm):
    """Slope, aspect, curvatures, wetness index, flow and distance to channels."""

    NAME = "terrainfactors"
    TITLE = "Terrain factors"
    GROUP = "Terrain and soil"
    TAGS = ("slope", "aspect", "curvature", "TWI", "flow direction", "DEM")
    ABOUT = """
Computes from an elevation model what later steps and models use: slope, aspect, curvatures, exposure, and where water
runs.

Slope and aspect follow Horn (1981), as QGIS's own; curvatures are those of Zevenbergen and Thorne's (1987) surface.
Depressions are filled (Wang and Liu 2006) before water is directed to the lowest of the eight neighbours. Outputs of
flow need the whole grid in memory and the package pyflwdir; its first use on a machine takes some 20 s.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        add_dem(self)
        self.number("CHANNEL_CELLS", "Channels begin at, cells upslope", "A cell with at least so many cells upslope, "
                    "itself included, is a channel; for RIVER_DISTANCE. 1000 cells of 10 m are 0.1 km2.", 1000, 1,
                    integer=True)
        add_area(self)
        self.output_raster("SLOPE", "Slope, degrees", "Slope angle, 0 to 90 degrees.")
        self.output_raster("ASPECT", "Aspect, degrees", "Direction the slope faces, degrees clockwise from north; flat "
                           "cells have none.")
        self.output_raster("PROFILE_CURVATURE", "Profile curvature, 1/m", "Along the slope: positive convex, negative "
                           "concave.")
        self.output_raster("PLAN_CURVATURE", "Plan curvature, 1/m", "Along the contour: positive on spurs, negative in "
                           "hollows.")
        self.output_raster("TWI", "Topographic wetness index", "ln(a / tan b): a the area upslope per width of "
                           "contour, m, b the slope.")
        self.output_raster("NORTHNESS", "Northness", "Cosine of the aspect: 1 faces north, 0 flat or east or west.")
        self.output_raster("EASTNESS", "Eastness", "Sine of the aspect: 1 faces east.")
        self.output_raster("FILLED", "Elevation without depressions, m", "The elevation model with its depressions "
                           "filled.")
        self.output_raster("FLOW_DIRECTION", "Flow direction, D8 codes", "ESRI codes 1 to 128, 0 outlet, 255 nodata.")
        self.output_raster("FLOW_ACCUMULATION", "Flow accumulation, cells", "Cells that drain through a cell, itself "
                           "included.")
        self.output_raster("RIVER_DISTANCE", "Distance to channels, m", "Length of the flow path to the first channel "
                           "cell.")

    def compute(self, given, run) -> dict:
        """Compute what was asked for."""
        shape = [name for name in SHAPE if run.wants(name)]
        water = [name for name in WATER if run.wants(name)]
        run.plan(shape=2.0 * bool(shape), flow=8.0 * bool(water))
        ground = GridInputs(given, run, metric=True)
        if water:
            ground.check_memory("The flow of water")
        for name in [*shape, *water]:
            quantity, unit, title = {**SHAPE, **WATER}[name]
            dtype, nodata = KINDS.get(name, ("float32", None))
            run.open(name, ground.grid, [Band(quantity.replace("_", " "), unit)], title=title, quantity=quantity,
                     dtype=dtype, nodata=nodata)
        if shape:
            self._shape(run, ground, shape)
        if water:
            self._water(run, ground, water, given.number("CHANNEL_CELLS"))
        return {}

    def _shape(self, run, ground: GridInputs, names: list) -> None:
        grid = ground.grid
        sources = {"dem": ground.dem} if ground.area is None else {"dem": ground.dem, "area": ground.area}

        def factors(arrays, window):
            found = {name: terrain.FACTORS[SHAPE[name][0]](arrays["dem"], grid.cell_width, grid.cell_height)
                     for name in names}
            if "area" in arrays:
                outside = np.isnan(arrays["area"][1:-1, 1:-1])
                for values in found.values():
                    values[outside] = np.nan
            return found

        tiles.run(factors, grid, sources, {name: run.writers[name] for name in names}, halo=1, threads=run.threads,
                  **run.controls("shape", "Shape of the ground"))

    def _water(self, run, ground: GridInputs, names: list, channel_cells: float) -> None:
        grid = ground.grid
        progress = run.stage("flow", "Flow of water (the first use on a machine takes some 20 s longer)")
        inside = None if ground.area is None else ~np.isnan(ground.area.read(dtype=np.float32))

        def write(name: str, values: np.ndarray) -> None:
            nodata = KINDS.get(name, ("float32", np.nan))[1]
            run.writers[name].write(values if inside is None else np.where(inside, values, nodata))

        filled, codes = flow.drain(tiles.read_whole(ground.dem, "Flow directions", np.float32,
                                                    cancelled=run.cancelled))
        progress(0.4)
        tiles.check_cancelled(run.cancelled)
        if "FILLED" in names:
            write("FILLED", filled)
        del filled
        if "FLOW_DIRECTION" in names:
            write("FLOW_DIRECTION", codes)
        if not {"TWI", "FLOW_ACCUMULATION", "RIVER_DISTANCE"} & set(names):
            return
        cells = flow.accumulation(codes)
        progress(0.6)
        tiles.check_cancelled(run.cancelled)
        if "FLOW_ACCUMULATION" in names:
            write("FLOW_ACCUMULATION", cells)
        if "RIVER_DISTANCE" in names:
            write("RIVER_DISTANCE", flow.channel_distance(codes, cells, channel_cells, grid.cell_width,
                                                          grid.cell_height))
            progress(0.8)
        if "TWI" in names:
            self._wetness_index(run, ground, cells, inside)

    def _wetness_index(self, run, ground: GridInputs, cells: np.ndarray, inside: np.ndarray | None) -> None:
        """Write TWI in strips, so that slopes need no grid of their own."""
        grid = ground.grid
        for top in range(0, grid.height, tiles.TILE):
            tiles.check_cancelled(run.cancelled)
            rows = slice(top, min(top + tiles.TILE, grid.height))
            count = rows.stop - top
            rim = ground.dem.read(Window(-1, top - 1, grid.width + 2, count + 2))
            index = terrain.topographic_wetness_index(
                cells[rows], terrain.slope(rim, grid.cell_width, grid.cell_height), grid.cell_width, grid.cell_height)
            if inside is not None:
                index[~inside[rows]] = np.nan
            run.writers["TWI"].write(index, Window(0, top, grid.width, count))
