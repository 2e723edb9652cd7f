"""What became of a cell: the one table of codes, words and meanings of STATUS maps."""

from __future__ import annotations

from ..reliability.joint import Solution
from ..words import WordedCode

LEAST_SLOPE, GREATEST_SLOPE = 1.0, 85.0
"""Slopes (deg) between which an infinite slope means something."""


class Status(WordedCode):
    """Status of a cell of a stability map."""

    CONVERGED = Solution.CONVERGED, "Converged", "the likeliest soil that just fails was found"
    CORNER = (Solution.CORNER, "Converged at a corner",
              "the likeliest soil that just fails lies where two limits meet, such as a front at the base of the soil")
    FLAT = 2, "Flat", "below 1 degree: it does not slide, POF is 0"
    DRY = 3, "Dry", "no water has soaked in: POF is 0 and says nothing of the slope before the rain"
    NOT_CONVERGED = Solution.NOT_CONVERGED, "Not converged", "POF is by 2,000 random soils, and there is no BETA"
    NO_SOIL = 5, "No soil", "there is nothing to slide: POF is 0"
    STEEP = 6, "Too steep", "over 85 degrees, where nothing is an infinite slope: there is no result"
    OUTSIDE = (7, "Design point outside the physical range",
               "a distribution reaches values that no soil has; give it bounds")
    NODATA = 255, "No data", "outside the area, or an input is missing there"


SAFE = (Status.FLAT, Status.DRY, Status.NO_SOIL)
"""Nothing can fail there: the probability is 0."""

POINTED = (Status.CONVERGED, Status.CORNER, Status.OUTSIDE)
"""A design point was found."""

UNASSESSED = (*SAFE, Status.NOT_CONVERGED, Status.STEEP)
"""There is no ordinary answer: drawn in grey, brown, blue and black over the maps."""
