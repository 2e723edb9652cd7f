"""What a run found over all its cells."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np


@dataclass
class Summary:
    """What a run found, over all cells with a value at the last time of the first scenario.

    Attributes
    ----------
    cells : int
    extreme : float
        Least factor of safety, or greatest probability of failure.
    unstable : int
        Cells with FOS < 1, or POF > 0.5.
    statuses : (256,) int64 array
        Cells by status.
    before_storm : int or None
        Cells with FOS < 1 at the base of the soil before the storm; None where the base is not asked for.
    """

    cells: int = 0
    extreme: float = np.nan
    unstable: int = 0
    statuses: np.ndarray = None
    before_storm: int = None

    def share(self, count: int) -> float:
        """Give a count as a share of the cells, 0 where there are none."""
        return count / self.cells if self.cells else 0.0


class Tally:
    """Counts of all tiles; sums of whole numbers, so the order of the tiles does not show."""

    def __init__(self, extreme):
        self.summary, self._extreme = Summary(statuses=np.zeros(256, dtype=np.int64)), extreme
        self._lock = threading.Lock()

    def add(self, values, unstable, status, before_storm=None):
        known = np.isfinite(values)
        with self._lock:
            summary = self.summary
            summary.cells += int(known.sum())
            summary.unstable += int(unstable.sum())
            if before_storm is not None:
                summary.before_storm = (summary.before_storm or 0) + before_storm
            if status is not None:
                summary.statuses += np.bincount(status.ravel(), minlength=256)
            if known.any():
                summary.extreme = float(self._extreme(summary.extreme, self._extreme.reduce(values)))
