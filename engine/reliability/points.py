"""Design points of many cells, and how the search for them ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np


class Solution(IntEnum):
    """How the search for a design point ended; the codes are those of STATUS maps."""

    CONVERGED = 0
    CORNER = 1
    NOT_CONVERGED = 4


@dataclass
class DesignPoints:
    """Result of FORM for n cells and r random variables.

    Attributes
    ----------
    beta : (n,) float64 array
        Signed reliability index; negative where the median point fails.
    pof : (n,) float64 array
        Probability of failure, first order: of the wedge where branches meet, of the union of alternatives.
    u : (r, n) float64 array
        Design point in independent standard normals.
    alpha : (r, n) float64 array
        Unit vector from the median towards failure.
    branch : (n,) int array
        Branch that governs at the design point (the first of two at a corner).
    status : (n,) uint8 array
        0 converged, 1 at a corner, 4 not converged.
    """

    beta: np.ndarray
    pof: np.ndarray
    u: np.ndarray
    alpha: np.ndarray
    branch: np.ndarray
    status: np.ndarray

    def take(self, index):
        """Give the design points of the cells at `index`."""
        return DesignPoints(*(getattr(self, name)[..., index] for name in (
            "beta", "pof", "u", "alpha", "branch", "status")))
