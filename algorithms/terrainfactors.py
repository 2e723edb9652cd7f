"""Terrain factors: the shape of the ground and the way water takes over it."""

from __future__ import annotations

import numpy as np

from ..engine.errors import InputError
from ..engine.grid import Window, tiles
from ..engine.outputs import FLOW, MAPS, SHAPE
from ..engine.terrain import flow
from ..engine.terrain import shape as terrain
from .frame.base import ScarpAlgorithm
from .inputs.grid import GridInputs, add_area, add_dem


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
Depressions are filled to the level at which they spill. On that surface water goes from each cell to the one of its
eight neighbours to which the descent is steepest (D8); of equal descents the first clockwise from east counts, and on
flats water takes the shortest way to where the flat spills. Outputs of flow need the whole grid in memory and the
package numba; its first use on a machine takes some 10 s.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        add_dem(self)
        self.number("CHANNEL_CELLS", "Channels begin at, cells upslope", "A cell with at least so many cells upslope, "
                    "itself included, is a channel; for RIVER_DISTANCE. 1000 cells of 10 m are 0.1 km2.", 1000, 1,
                    integer=True)
        self.number("RELIEF_WINDOW", "Window of the relief, cells", "Width of the square window of RELIEF; an odd "
                    "number.", 15, 3, 1001, integer=True, advanced=True)
        add_area(self)
        self.output_maps()

    def check(self, given) -> None:
        """Check that the window of the relief has a middle."""
        if given.integer("RELIEF_WINDOW") % 2 == 0:
            raise InputError("RELIEF_WINDOW", f"{given.integer('RELIEF_WINDOW')} is even",
                             "Use an odd number, such as 15.")

    def compute(self, given, run) -> dict:
        """Compute what was asked for."""
        shape, water = ([name for name in maps if run.wants(name)] for maps in (SHAPE, FLOW))
        relief = ["RELIEF"] if run.wants("RELIEF") else []
        run.plan(shape=2.0 * bool(shape), relief=1.0 * bool(relief), flow=8.0 * bool(water))
        ground = GridInputs(given, run, metric=True)
        if water:
            ground.check_memory("The flow of water")
        for name in [*shape, *relief, *water]:
            if name in water:
                run.metadata["SCARP_FLOW_RULE"] = flow.DIRECTION_RULE
            run.open(name, ground.grid, [MAPS["terrainfactors"][name].name.replace("_", " ")])
        if shape:
            self._shape(run, ground, shape)
        if relief:
            self._relief(run, ground, given.integer("RELIEF_WINDOW") // 2)
        if water:
            self._water(run, ground, water, given.number("CHANNEL_CELLS"))
        return {}

    def _shape(self, run, ground: GridInputs, names: list) -> None:
        grid = ground.grid
        self._windows(run, ground, names, 1, lambda dem: {
            name: terrain.FACTORS[SHAPE[name].name](dem, grid.cell_width, grid.cell_height) for name in names},
            "shape", "Shape of the ground")

    def _relief(self, run, ground: GridInputs, halo: int) -> None:
        self._windows(run, ground, ["RELIEF"], halo, lambda dem: {"RELIEF": terrain.relief(dem, halo)}, "relief",
                      "Relief")

    @staticmethod
    def _windows(run, ground: GridInputs, names: list, halo: int, function, stage: str, title: str) -> None:
        """Write what follows from the cells round each one, inside AREA."""
        sources = {"dem": ground.dem} if ground.area is None else {"dem": ground.dem, "area": ground.area}

        def factors(arrays, window):
            found = function(arrays["dem"])
            if "area" in arrays:
                outside = np.isnan(arrays["area"][halo:-halo, halo:-halo])
                for values in found.values():
                    values[outside] = np.nan
            return found

        tiles.run(factors, ground.grid, sources, {name: run.writers[name] for name in names}, halo=halo,
                  threads=run.threads, **run.controls(stage, title))

    def _water(self, run, ground: GridInputs, names: list, channel_cells: float) -> None:
        grid = ground.grid
        progress = run.stage("flow", "Flow of water (the first use on a machine takes some 10 s longer)")
        inside = None if ground.area is None else ~np.isnan(ground.area.read(dtype=np.float32))

        def write(name: str, values: np.ndarray) -> None:
            writer = run.writers[name]
            writer.write(values if inside is None else np.where(inside, values, writer.nodata))

        elevation = tiles.read_whole(ground.dem, "Flow directions", np.float32, cancelled=run.cancelled)
        filled, codes = flow.drain(elevation, cell_width=grid.cell_width, cell_height=grid.cell_height)
        del elevation
        progress(0.4)
        tiles.check_cancelled(run.cancelled)
        if "FILLED" in names:
            write("FILLED", filled)
        del filled
        if "FLOW_DIRECTION" in names:
            write("FLOW_DIRECTION", codes)
        if not {"TWI", "FLOW_ACCUMULATION", "LOG_ACCUMULATION", "RIVER_DISTANCE"} & set(names):
            return
        cells = flow.accumulation(codes)
        progress(0.6)
        tiles.check_cancelled(run.cancelled)
        if "FLOW_ACCUMULATION" in names:
            write("FLOW_ACCUMULATION", cells)
        if "LOG_ACCUMULATION" in names:
            write("LOG_ACCUMULATION", terrain.log_accumulation(cells, grid.cell_width, grid.cell_height))
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
