"""Factor of safety of an infinite slope at the means of the soil."""

from __future__ import annotations

from ..engine.mapping.safety import factor_of_safety_map
from ..engine.mapping.scenario import Scenario
from ..engine.outputs import FACTOR_OF_SAFETY
from ..engine.words import percent
from .frame.base import ScarpAlgorithm
from .inputs.site import add_site, check_site, note_cells, read_site, stages


class FactorOfSafety(ScarpAlgorithm):
    """Factor of safety in a storm, after one, or in an earthquake."""

    NAME = "factorofsafety"
    TITLE = "Factor of safety"
    GROUP = "Slope stability"
    TAGS = ("FOS", "infinite slope", "stability", "pseudo-static", "rain")
    ABOUT = """
Computes the factor of safety of every cell as an infinite slope, with the mean of each soil quantity: below 1 the slope
fails.

The slope fails at the depth the rain of one storm has soaked, at the base of the soil, or wherever the factor is less.
Rain gives the depth of the wetting front, or a raster of it. A peak ground acceleration adds the horizontal force of an
earthquake (pseudo-static). Values are capped at 100, which also stands for flat and dry cells and such without soil;
cells steeper than 85 degrees have none.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        add_site(self, both=True)
        self.output_maps()
        self.output_number("MIN_FOS", "Least factor of safety")
        self.output_number("UNSTABLE_SHARE", "Share of cells with a factor of safety below 1")

    def check(self, given) -> None:
        """Check terrain, soil, rain and earthquake."""
        check_site(given)

    def compute(self, given, run) -> dict:
        """Map the factor of safety."""
        run.plan(**stages(given, 4.0))
        with read_site(given, run) as site:
            conditions = site.conditions
            run.open("FOS", conditions.grid, site.bands(FACTOR_OF_SAFETY, [Scenario(conditions.soil.table)]),
                     label=site.label, times=len(conditions.times))
            summary = factor_of_safety_map(conditions, run.writers, threads=run.threads,
                                           **run.controls("maps", "Factor of safety"))
        note_cells(run, summary)
        share = summary.share(summary.unstable)
        run.log(f"Least factor of safety {summary.least:.3g}; below 1 on {percent(share)} of the cells.")
        return {"MIN_FOS": summary.least, "UNSTABLE_SHARE": share}
