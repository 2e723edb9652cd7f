"""Newmark displacement: what an earthquake does to slopes of known strength."""

from __future__ import annotations

import numpy as np

from ..engine.errors import InputError
from ..engine.grid import tiles
from ..engine.outputs import MAPS
from ..engine.quantities import LIMITS
from ..engine.stability import newmark
from ..engine.stability.newmark import Sliding
from .frame.base import ScarpAlgorithm
from .inputs.grid import GridInputs, add_area, add_dem, check_terrain
from .inputs.shaking import PGA_FACTORS, add_pga_unit, check_pga_number, read_pga

MODELS = {"exceedance": "chance that the displacement passes 5 cm under the scatter of Jibson's (2007) regression",
          "logistic": "1/(1 + exp(5 - D)) with D in cm; never below 0.0067",
          "jibson2000": "0.335 (1 - exp(-0.048 D^1.565)), the share of failed cells at Northridge; at most 0.335"}


class Newmark(ScarpAlgorithm):
    """Factor of safety, critical acceleration, displacement and probability of shaken slopes."""

    NAME = "newmark"
    TITLE = "Newmark displacement"
    GROUP = "Earthquakes"
    TAGS = ("earthquake", "coseismic", "PGA", "ShakeMap", "sliding block", "critical acceleration")
    ABOUT = """
Computes how far slopes of known strength slide in an earthquake, and how likely each is to fail.

Every cell is a block on an infinite slope: its factor of safety at rest gives the critical acceleration, the ratio of
that to the peak ground acceleration gives the displacement (Jibson 2007), and the displacement gives the probability. A
cell whose factor of safety is 1 or less fails without an earthquake: it has no displacement, and probability 1.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        add_dem(self, optional=True)
        self.raster("SLOPE", "Slope, degrees", "Slope angle in degrees, 0 to 90. Without it the slope is computed "
                    "from DEM (Horn 1981). With it, DEM is not needed, and the grid may be in degrees.", optional=True)
        self.number_or_raster("COHESION_PER_THICKNESS", "Cohesion over thickness", "kPa/m", "Effective cohesion over "
                              "the thickness of the sliding mass normal to the slope; for a vertical thickness h it is "
                              "c/(h cos a).", 0.0, advanced=False)
        self.number_or_raster("FRICTION", "Effective friction angle", "deg", "Friction angle of the sliding mass, 0 to "
                              "70.", 0.0, 70.0, advanced=False)
        self.number_or_raster("PGA", "Peak ground acceleration", "PGA_UNIT", "Horizontal shaking at the ground.", 0.0,
                              advanced=False)
        add_pga_unit(self)
        self.number_or_raster("SATURATION", "Wet share of the thickness", "0 to 1", "Share m of the thickness below "
                              "the water table, seepage parallel to the slope. Left out it is 0: dry.", 0.0, 1.0)
        self.choice("PROBABILITY_MODEL", "Probability from displacement", "", MODELS, "exceedance")
        self.number("MAGNITUDE", "Moment magnitude", "With it, Jibson's (2007) Eq. 7, which depends on magnitude, is "
                    "used in place of Eq. 6.", None, 4.0, 10.0, advanced=True)
        self.number("DENSITY", "Density of the sliding mass, kg/m3", "1100 to 3500.", newmark.DENSITY, 1100.0, 3500.0,
                    advanced=True)
        add_area(self)
        self.output_maps()

    def check(self, given) -> None:
        """Check that every input is there."""
        check_terrain(given)
        for name, words in (("COHESION_PER_THICKNESS", "Give a number in kPa/m, or a raster"),
                            ("FRICTION", "Give a number in degrees, or a raster"),
                            ("PGA", "Give a number or a raster, and its PGA_UNIT")):
            if not given.has(name) and given.number(f"{name}_VALUE") is None:
                raise InputError(name, "it is missing", f"{words} ({name}_VALUE, {name}).")
        check_pga_number(given)

    def compute(self, given, run) -> dict:
        """Compute the maps."""
        run.plan(slope=2.0 * (not given.has("SLOPE")), maps=2.0)
        ground = GridInputs(given, run)
        ground.warn_if_coarse()
        slope = ground.inside(ground.slope(everywhere=False))
        inputs = {"slope": slope, "pga": read_pga(given, run, ground)}
        for name, parameter in (("cohesion", "COHESION_PER_THICKNESS"), ("friction", "FRICTION"),
                                ("saturation", "SATURATION")):
            inputs[name] = ground.number_or_raster(parameter, LIMITS[newmark.RANGES[parameter]])
        inputs["saturation"] = 0.0 if inputs["saturation"] is None else inputs["saturation"]
        for name, made in MAPS["newmark"].items():
            run.open(name, ground.grid, [made.title.lower()])
        counts = self._map(given, run, ground.grid, inputs)
        _tell(run, counts)
        return {}

    def _map(self, given, run, grid, inputs) -> np.ndarray:
        sources = {name: value for name, value in inputs.items() if hasattr(value, "read")}
        numbers = {name: value for name, value in inputs.items() if name not in sources}
        factor = PGA_FACTORS[given.choice("PGA_UNIT")]
        options = {"density": given.number("DENSITY"), "magnitude": given.number("MAGNITUDE"),
                   "model": given.choice("PROBABILITY_MODEL")}
        def respond(arrays, _):
            values = {**numbers, **arrays}
            found = newmark.respond(values["slope"], values["cohesion"], values["friction"], values["pga"] * factor,
                                    values["saturation"], **options)
            return {"DISPLACEMENT": found.displacement, "FOS": found.factor_of_safety,
                    "CRITICAL_ACCELERATION": found.critical_acceleration, "PROBABILITY": found.probability,
                    "STATUS": found.status}, np.bincount(found.status.ravel(), minlength=256)

        return tiles.run(respond, grid, sources, run.writers, combine=np.add, threads=run.threads,
                         **run.controls("maps", "Displacement"))


def _tell(run, counts) -> None:
    total = int(counts[:Sliding.NODATA].sum())
    if not total:
        raise InputError("SLOPE", "no cell has a value in every input", "Check extents, nodata and AREA.")
    run.log(f"Cells: {Sliding.shares_in_words(counts)}.")
    if counts[Sliding.STATIC_FAILURE] > 0.01 * total:
        run.warn(f"{counts[Sliding.STATIC_FAILURE] / total:.1%} of the cells have a factor of safety of 1 or less at "
                 "rest, though they stand: their strength is taken too low, or their slope too steep.")
