"""What a run found over all its cells."""

from __future__ import annotations

from typing import NamedTuple, Optional

import numpy as np


class Summary(NamedTuple):
    """What was found, over all cells with a value at the last time of the first scenario.

    Attributes
    ----------
    cells : int
    least, greatest : float
        Of the map; NaN without cells.
    unstable : int
        Cells with FOS < 1, or POF > 0.5.
    statuses : (256,) int64 array
        Cells by status.
    before_storm : int or None
        Cells with FOS < 1 at the base of the soil before the storm; None where the base is not asked for.
    """

    cells: int
    least: float
    greatest: float
    unstable: int
    statuses: np.ndarray
    before_storm: Optional[int] = None

    @classmethod
    def of(cls, values: np.ndarray, unstable: np.ndarray, status: np.ndarray, before_storm: Optional[int]) -> Summary:
        """Give the summary of some cells: their values, which are unstable (bool), and their statuses (uint8)."""
        return cls(int(np.isfinite(values).sum()), float(np.fmin.reduce(values, initial=np.nan)),
                   float(np.fmax.reduce(values, initial=np.nan)), int(unstable.sum()),
                   np.bincount(status.ravel(), minlength=256), before_storm)

    def plus(self, other: Summary) -> Summary:
        """Add other cells."""
        before = None if self.before_storm is None else self.before_storm + other.before_storm
        return Summary(self.cells + other.cells, float(np.fmin(self.least, other.least)),
                       float(np.fmax(self.greatest, other.greatest)), self.unstable + other.unstable,
                       self.statuses + other.statuses, before)

    def share(self, count: int) -> float:
        """Give a count as a share of the cells, 0 where there are none."""
        return count / self.cells if self.cells else 0.0
