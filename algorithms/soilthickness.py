"""Soil thickness from the terrain, where it was not measured."""

from __future__ import annotations

from ..engine.grid import tiles
from ..engine.soil import thickness
from .frame.base import ScarpAlgorithm
from .inputs.grid import GridInputs, add_area, add_dem, add_slope, check_terrain
from .inputs.soil import THICKNESS_MODELS, add_thickness_range, check_thickness_range


class SoilThickness(ScarpAlgorithm):
    """Soil thickness by the Z-model or the slope model."""

    NAME = "soilthickness"
    TITLE = "Soil thickness"
    GROUP = "Terrain and soil"
    TAGS = ("soil depth", "regolith", "Z-model")
    ABOUT = """
Estimates the thickness of the soil from elevation or slope, where nobody measured it.

The Z-model thins linearly with elevation, the slope model linearly with the tangent of the slope (Saulnier et al.
1997). Both need the least and the greatest thickness, which must come from the site. Lowest and highest, or gentlest
and steepest, are those of the whole raster, not of the area.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        add_dem(self, optional=True)
        self.choice("METHOD", "Model", "How thickness follows the terrain.", THICKNESS_MODELS, "z")
        add_thickness_range(self)
        add_slope(self)
        add_area(self)
        self.output_maps()

    def check(self, given) -> None:
        """Check terrain and range."""
        check_terrain(given, "METHOD z" if given.choice("METHOD") == "z" else "")
        check_thickness_range(given)

    def compute(self, given, run) -> dict:
        """Write the thickness."""
        method = given.choice("METHOD")
        run.plan(slope=1.0 * (method == "slope" and not given.has("SLOPE")), thickness=1.0,
                 area=0.5 * given.has("AREA"))
        ground = GridInputs(given, run)
        source = ground.dem if method == "z" else ground.slope()
        run.open("THICKNESS", ground.grid, ["thickness"])
        limits = given.number("H_MIN"), given.number("H_MAX")
        controls = {"threads": run.threads, **run.controls("thickness", "Soil thickness")}
        if ground.area is None:
            thickness.write_thickness(method, source, run.writers["THICKNESS"], *limits, **controls)
            return {}
        whole = thickness.thickness_map(method, source, *limits, run.scratch("thickness.tif"), **controls)
        tiles.run(lambda arrays, _: {"THICKNESS": arrays["thickness"]}, ground.grid,
                  {"thickness": ground.inside(whole)}, run.writers, threads=run.threads,
                  **run.controls("area", "Area"))
        return {}
