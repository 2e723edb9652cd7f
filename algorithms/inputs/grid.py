"""DEM, slope and area: the grid of an analysis, and every other raster on it."""

from __future__ import annotations

import math

import numpy as np

from ...engine.errors import GridError, InputError, ResourceError
from ...engine.grid import AreaSource, Grid, MaskedSource, NearbySource, RasterSource, burn, metric_grid, tiles
from ...engine.quantities import LIMITS, VARIABLES, Limits
from ...engine.soil.columns import zone_key
from ...engine.stability.newmark import LEAST_STEEPEST
from ...engine.terrain import flow, shape
from ...engine.water.routing import ROUTING_BYTES

COARSE_CELL = 15.0
"""Cells wider than this (m) flatten slopes so much that probabilities come out too low."""


VOID_SHARE, VOID_STEP = 0.001, 50.0
"""A DEM of which a larger share is exactly 0, and all the rest that high above it (m), probably has voids of 0."""

LIMITS_OF = {"DEM": "elevation", "SLOPE": "slope", "WATER_TABLE": "water_table", "WETTING_FRONT": "wetting_front",
             "SATURATION": "saturation", "COHESION_PER_THICKNESS": "cohesion_per_thickness",
             **{name.upper(): name for name in VARIABLES}}
"""By parameter the physical range of its raster, in ``engine.quantities.LIMITS``."""


def add_dem(algorithm, optional: bool = False) -> None:
    """Add DEM; optional where SLOPE can stand for it."""
    algorithm.raster("DEM", "Elevation model (DEM), m",
                     "Elevation in metres, on a grid whose horizontal unit is the metre (a projected CRS). All other "
                     "rasters are put on this grid." + (" May be left out where SLOPE is given." if optional else ""),
                     optional)


def add_slope(algorithm) -> None:
    """Add SLOPE, which stands for what is otherwise computed from the DEM."""
    algorithm.raster("SLOPE", "Slope, degrees", "Slope angle in degrees, 0 to 90. Without it the slope is computed "
                     "from the DEM (Horn 1981).", optional=True, advanced=True)


def add_area(algorithm) -> None:
    """Add AREA."""
    algorithm.polygons("AREA", "Only inside these polygons",
                       "Results are given only for cells whose centre lies inside; water still flows over the whole "
                       "elevation model.", advanced=True)


class GridInputs:
    """The grid of an analysis and what lies on it.

    Parameters
    ----------
    given : Given
    run : Run
    metric : bool
        Whether the grid must be in metres even where SLOPE is given.

    Attributes
    ----------
    grid : Grid
    dem : RasterSource or None
    area : AreaSource or None
        NaN outside AREA; None where no area was given.

    Raises
    ------
    InputError
        Neither DEM nor SLOPE, or a raster that cannot be used.
    """

    def __init__(self, given, run, metric: bool = False) -> None:
        self._given, self._run = given, run
        dem, slope = given.raster("DEM"), given.raster("SLOPE") if given.has("SLOPE") else ""
        self.dem = None
        if dem:
            self.grid: Grid = metric_grid(dem, "DEM", run.warn)
            self.dem = open_dem(dem, self.grid, run)
        else:
            self.grid = metric_grid(slope, "SLOPE", run.warn) if metric else RasterSource(slope, parameter="SLOPE").grid
        self.area = burn_area(given, run, self.grid) if given.has("AREA") else None

    def source(self, name: str, resampling: str = "bilinear", band: int = 1,
               limits: Limits | None = None) -> RasterSource:
        """Open the raster of a parameter on the grid; its range is that of `LIMITS_OF` unless it is given."""
        return self.layer(self._given.raster(name), name, resampling, band, limits or LIMITS.get(LIMITS_OF.get(name)))

    def layer(self, path: str, name: str, resampling: str = "bilinear", band: int = 1,
              limits: Limits | None = None) -> RasterSource:
        """Open one raster of a list on the grid."""
        return RasterSource(path, self.grid, band, name, resampling, self._run.log, limits)

    def slope(self, stage: str = "slope", everywhere: bool = True):
        """Give the slope in degrees: SLOPE, else from the DEM (a stage of the run).

        Without `everywhere` it may be missing far from AREA.
        """
        if self._given.has("SLOPE"):
            slope = self.source("SLOPE")
            _note_bands(slope, self._run)
            if slope.scan.high < LEAST_STEEPEST:
                self._run.warn(f"SLOPE: its steepest value is {slope.scan.high:.3g} degrees. Is it in radians?")
            return slope
        dem = self.dem if everywhere or self.area is None else NearbySource(self.dem, self.area)
        try:
            return shape.slope_map(dem, self._run.scratch("slope.tif"), threads=self._run.threads,
                                   **self._run.controls(stage, "Slope"))
        except GridError as error:
            if error.where != "SLOPE":
                raise
            raise InputError("DEM", "no cell has a value and four neighbours" + (" inside AREA" if self.area else ""),
                             "Check extents, nodata and AREA.") from error

    def inside(self, source):
        """Give a raster as it is seen inside the area."""
        return source if self.area is None else MaskedSource(source, self.area)

    def number_or_raster(self, name: str, limits: Limits | None = None):
        """Give the raster NAME, else the number NAME_VALUE, else None; says so where both are given."""
        limits = limits or LIMITS.get(LIMITS_OF.get(name))
        if not self._given.has(name):
            value = self._given.number(f"{name}_VALUE")
            if value is not None and limits is not None and not limits.lower <= value <= limits.upper:
                raise InputError(f"{name}_VALUE", f"{value:g} {limits.words()}", limits.remedy)
            return value
        if self._given.has(f"{name}_VALUE"):
            self._run.log(f"{name}_VALUE is not used, since {name} gives a raster.")
        return self.source(name, limits=limits)

    def polygons_as_rows(self, name: str, field: str, soil) -> RasterSource:
        """Burn polygons on the grid, each as the row of the soil table that its attribute names.

        A polygon outside the grid needs no row.

        Raises
        ------
        SoilError
            Names all zones on the grid that have none.
        """
        geometries, values, crs = self._given.polygons(name, field)
        path, lost = self._run.scratch(f"{name.lower()}.tif"), {}
        rows = [soil.position_of(key) if key in soil.keys else len(soil.keys) + lost.setdefault(key, len(lost))
                for key in map(zone_key, values)]
        burn(geometries, rows, crs, self.grid, path, parameter=name)
        burnt = RasterSource(path, self.grid, parameter=name)
        if lost:
            found = tiles.reduce(lambda arrays, _: set(np.unique(arrays["rows"][arrays["rows"] >= len(soil.keys)])),
                                 self.grid, {"rows": burnt}, set.union, threads=self._run.threads,
                                 cancelled=self._run.cancelled)
            if found:
                raise soil.no_row([key for key, place in lost.items() if len(soil.keys) + place in found])
        return burnt

    def check_memory(self, what: str) -> None:
        """Check, before anything is computed, that water can be followed over the whole grid.

        Raises
        ------
        ResourceError
            Memory does not suffice; says how much is needed.
        """
        cells = self.grid.width * self.grid.height
        if cells > flow.MAX_CELLS:
            raise ResourceError(f"{what} can take {flow.MAX_CELLS} cells and there are {cells}. Use a smaller area.")
        # Elevations are held beside what filling them needs.
        tiles.require_memory(cells * max(4 + flow.FILL_BYTES, ROUTING_BYTES), what)

    def warn_if_coarse(self) -> None:
        """Warn where cells are so wide that slopes come out too gentle."""
        width = max(self.grid.cell_width, self.grid.cell_height)
        if self.dem is not None and width > COARSE_CELL * 1.01:
            self._run.warn(f"DEM: its cells are {width:g} m wide. Over {COARSE_CELL:g} m slopes come out too gentle "
                           "and probabilities of failure too low; strengths calibrated on one cell size belong to it.")


def open_dem(path: str, grid: Grid, run) -> RasterSource:
    """Open a DEM, its heights in metres; says so where it seems to have voids of 0.

    Raises
    ------
    InputError
        It cannot be read, or holds heights that no ground has.
    """
    dem = RasterSource(path, grid, 1, "DEM", log=run.log, limits=LIMITS["elevation"])
    _note_bands(dem, run)
    if dem.scan.low < LIMITS["elevation"].lower:
        run.warn(f"DEM: it goes down to {dem.scan.low:.4g} m, where there is only sea bed. Are these metres above sea "
                 "level?")
    if dem.scan.zeros > VOID_SHARE and VOID_STEP < dem.scan.least < math.inf:
        run.warn(f"DEM: {100 * dem.scan.zeros:.3g} % of its cells are exactly 0, and all others lie above "
                 f"{dem.scan.least:.4g} m. If 0 stands for no data, declare the nodata value of the raster; "
                 "now it counts as ground, with cliffs around it.")
    return dem


def burn_area(given, run, grid) -> AreaSource:
    """Give AREA on a grid, NaN outside.

    Raises
    ------
    InputError
        No cell lies inside.
    """
    geometries, _, crs = given.polygons("AREA")
    path = run.scratch("area.tif")
    burn(geometries, [1] * len(geometries), crs, grid, path, "uint8", 255, parameter="AREA")
    try:
        return AreaSource(path, grid)
    except InputError:
        raise InputError("AREA", "no cell of the grid has its centre inside", "Check its CRS and extent.") from None


def check_terrain(given, needs_dem: str = "") -> None:
    """Check that DEM, or SLOPE where it suffices, is given.

    Parameters
    ----------
    given : Given
    needs_dem : str
        What needs the DEM itself, for the message; empty where SLOPE suffices.

    Raises
    ------
    InputError
    """
    if given.has("DEM"):
        return
    if needs_dem:
        raise InputError("DEM", f"it is missing and {needs_dem} needs it", "Give an elevation model in metres.")
    if not given.has("SLOPE"):
        raise InputError("DEM", "it is missing", "Give an elevation model in metres, or SLOPE.")


def _note_bands(source: RasterSource, run) -> None:
    if source.band_count > 1:
        words = source.descriptions[0]
        run.warn(f"{source.parameter}: the file has {source.band_count} bands; the first one"
                 + (f" ('{words}')" if words else "") + " is used.")
