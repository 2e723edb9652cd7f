"""Samples, and how they are split: at random, or in spatial blocks with a gap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import List, NamedTuple, Optional, Sequence

import numpy as np

from ...engine.evaluation import blocks
from ...engine.networks.card import Factor
from ...engine.networks.encoding import encode
from ...engine.networks.ppm_cnn import PATCH

FARTHEST = 3.0
"""Deviations at which numbers are held."""

QUARTILES = 1.349
"""Distance of the quartiles of a normal distribution, in standard deviations."""


class Lattice(NamedTuple):
    """What `engine.evaluation.blocks` must know of a grid."""

    cell_width: float
    cell_height: float
    width: int


@dataclass(frozen=True)
class Samples:
    """Windows with labels.

    Attributes
    ----------
    values : ndarray of float32, shape (n, factors, 17, 17)
        As in the rasters.
    labels : ndarray of bool, shape (n,)
        True = landslide.
    cells : ndarray of int, shape (n,)
        Flat indices on the lattice.
    factors : tuple of Factor
    lattice : Lattice
    tested, trained : ndarray of bool, shape (n,), optional
        False for samples that only serve training, or only tests; None is all True.
    """

    values: np.ndarray
    labels: np.ndarray
    cells: np.ndarray
    factors: tuple
    lattice: Lattice
    tested: Optional[np.ndarray] = None
    trained: Optional[np.ndarray] = None

    def __post_init__(self) -> None:
        for name in ("tested", "trained"):
            if getattr(self, name) is None:
                object.__setattr__(self, name, np.ones(self.labels.size, dtype=bool))

    @property
    def names(self) -> List[str]:
        """Names of the factors."""
        return [factor.name for factor in self.factors]

    def take(self, which) -> Samples:
        """Only some of the samples."""
        return replace(self, values=self.values[which], labels=self.labels[which], cells=self.cells[which],
                       tested=self.tested[which], trained=self.trained[which])

    def standardised(self) -> Samples:
        """Measure mean, deviation and range of the factors on these very samples."""
        return replace(self, factors=tuple(measured(factor, self.values[:, number])
                                           for number, factor in enumerate(self.factors)))

    def channels(self, factors: Sequence[Factor] | None = None) -> np.ndarray:
        """Encode, with the factors measured elsewhere where given; shape (n, channels, 17, 17)."""
        return encode(list(self.values.swapaxes(0, 1)), factors or self.factors)


def measured(factor: Factor, values: np.ndarray) -> Factor:
    """Give a factor with middle, width and range, or classes, of values; NaN where there is none."""
    known = values[~np.isnan(values)].astype(np.float64)
    if factor.kind == "category":
        return replace(factor, classes=tuple(int(value) for value in np.unique(known)))
    if factor.kind != "number":
        return factor
    lower, median, upper = np.percentile(known, [25, 50, 75])
    # Quartiles, since the few cells of wild curvature would blow up a standard deviation.
    deviation = float(upper - lower) / QUARTILES or float(known.std()) or 1.0
    return replace(factor, mean=float(median), deviation=deviation, low=float(known.min()), high=float(known.max()),
                   farthest=FARTHEST)


def block_folds(samples: Samples, folds: int, size: float, seed: int) -> np.ndarray:
    """Fold of each sample, whole blocks of `size` metres together; landslides shared out evenly."""
    ids = blocks.block_ids(samples.cells, samples.lattice, size)
    return blocks.assign_folds(ids, samples.labels, folds, seed)


def random_folds(samples: Samples, folds: int, seed: int) -> np.ndarray:
    """Fold of each sample at random, each with its share of landslides."""
    return blocks.random_folds(samples.labels, folds, seed)


def apart(samples: Samples, test) -> np.ndarray:
    """Tell which samples lie over 17 cells from every test sample, so that no window overlaps one of theirs.

    Parameters
    ----------
    samples : Samples
    test : ndarray of bool, shape (n,)

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    row, col = np.divmod(samples.cells, samples.lattice.width)
    return blocks.apart(col, row, test, PATCH)
