"""Statistical models of susceptibility as networks: what their card says, what their graph takes.

Boosted trees, a forest, a logistic regression, weights of evidence, and an ensemble of boosted trees with convolutional
networks. They are fitted in :mod:`..statistics`; here is what reading and running them takes. The graph sees factors as
they are, NaN where there is no value; it holds the treatment of missing values itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np

from .card import Card, Factor, Section
from .encoding import encode

NETWORK = "statistical"
CHANNELS, SUSCEPTIBILITY, SPREAD = "channels", "susceptibility", "spread"
"""Input and outputs of the graph; only an ensemble has a spread."""

METHODS = {"boosting": "boosted trees: the best of the fast ones", "forest": "random forest",
           "logistic": "logistic regression", "weights": "weights of evidence, with frequency ratios",
           "ensemble": "boosted trees and two convolutional networks, mean of log-odds: the best map; needs torch"}
"""What is fitted, and what it is."""

TITLES = {"boosting": "Boosted trees", "forest": "Random forest", "logistic": "Logistic regression",
          "weights": "Weights of evidence", "ensemble": "Boosted trees and two CNN"}
SLOPE = "slope"
COMPUTED = ("elevation", "slope", "plan_curvature", "profile_curvature", "topographic_wetness_index", "northness",
            "eastness", "river_distance", "log_accumulation", "relief")
"""Factors that are computed from an elevation model."""
QUARTILES = 1.349
"""Distance of the quartiles of a normal distribution, in standard deviations."""


@dataclass(frozen=True)
class Statistical(Section):
    """Section of its card.

    Attributes
    ----------
    method : str
        A key of :data:`METHODS`.
    cell_size : float, optional
        m; None where it was trained on a table.
    patch : int
        Cells on a side of the window behind each value: 1 where the cell alone counts.
    channel_cells, relief_window : int
        With which scarp:terrainfactors made the factors, where they came from an elevation model; else 0.
    gaps : tuple of str
        Factors that may lack a value: they did in training.
    words : dict of str to list of str
        By factor whose classes are texts, the text of class 1, 2 and so on.
    limits : tuple of float
        Rising limits between classes of susceptibility, by the share of landslides they captured on ground held out.
    """

    method: str
    cell_size: Optional[float] = None
    patch: int = 1
    channel_cells: int = 0
    relief_window: int = 0
    gaps: Tuple[str, ...] = ()
    words: Dict[str, List[str]] = field(default_factory=dict)
    limits: Tuple[float, ...] = ()

    @property
    def halo(self) -> int:
        """Cells of the window on each side of the middle one."""
        return self.patch // 2

    @property
    def from_dem(self) -> bool:
        """Whether its factors were made of an elevation model, and can be made again."""
        return self.channel_cells > 0

    def own_inputs(self, names: Sequence[str]) -> List[str]:
        """Name the rasters it must be given: the elevation model stands for what is computed from it."""
        if not self.from_dem:
            return list(names)
        return [COMPUTED[0], *(name for name in names if name not in COMPUTED)]

    def cell_width(self) -> Optional[float]:
        """Give the width of the cells it is for, m; None where it was trained on a table."""
        return self.cell_size

    def sides(self) -> Dict[str, int]:
        """Give a raster in which 3 x 2 windows find room."""
        return {"n": 1, "rows": self.patch + 2, "columns": self.patch + 1, "rows inside": 3, "columns inside": 2}

    def fault(self) -> str:
        """Say what is impossible in it, empty when nothing is."""
        if self.method not in METHODS:
            return f"that its method is '{self.method}'"
        if not (isinstance(self.patch, int) and 1 <= self.patch <= 255 and self.patch % 2):
            return f"that windows are {self.patch} cells wide"
        if self.cell_size is not None and not (math.isfinite(self.cell_size) and self.cell_size > 0):
            return f"that cells are {self.cell_size} m wide"
        if any(not 0 <= value <= 1 for value in self.limits) or any(
                b <= a for a, b in zip(self.limits, self.limits[1:])):
            return "that classes of susceptibility have limits that do not rise from 0 to 1"
        whole = all(isinstance(value, int) and value >= 0 for value in (self.channel_cells, self.relief_window))
        return "" if whole else "that factors were made with windows that cannot be"

    @classmethod
    def from_dict(cls, content) -> Statistical:
        """Read what :meth:`to_dict` gave."""
        return cls(**{**content, "gaps": tuple(content.get("gaps", ())),
                      "limits": tuple(content.get("limits", ()))})


def channels(values: Sequence[np.ndarray], factors: Sequence[Factor]) -> np.ndarray:
    """Turn factors into the channels of the graph: numbers as they are, angles as sine and cosine, classes one by one.

    Parameters
    ----------
    values : sequence of ndarray of float, shape (..., h, w)
        One array a factor, NaN where there is no value.
    factors : sequence of Factor

    Returns
    -------
    ndarray of float32, shape (..., channels, h, w)
        NaN where a number has no value; 0 where an angle or a class has none, or a class is not one of the factor's.
    """
    parts = [np.asarray(each, dtype=np.float32)[..., np.newaxis, :, :] if factor.kind == "number" else
             encode([each], [factor]) for each, factor in zip(values, factors)]
    return np.concatenate(parts, axis=-3)


def table_channels(columns: Sequence[np.ndarray], factors: Sequence[Factor]) -> np.ndarray:
    """Turn columns of a table, shape (n,) each, into channels, shape (n, channels); see :func:`channels`."""
    return channels([np.asarray(each, dtype=np.float64)[:, np.newaxis] for each in columns], factors)[:, :, 0].T


def channel_names(factors: Sequence[Factor]) -> List[str]:
    """Name every channel."""
    names = []
    for factor in factors:
        if factor.kind == "category":
            names += [f"{factor.name} {value}" for value in factor.classes]
        else:
            names += [factor.name] if factor.channels == 1 else [f"{factor.name} sine", f"{factor.name} cosine"]
    return names


def present(card: Card):
    """Give the function that tells where a result can be given: where every factor without gaps has a value."""
    needed = [place for place, factor in enumerate(card.factors)
              if factor.kind in ("number", "category") and factor.name not in card.section.gaps]
    needed = needed or list(range(len(card.factors)))

    def told(values: Sequence[np.ndarray], factors: Sequence[Factor]) -> np.ndarray:
        """Tell where the factors that must have a value have one."""
        return ~np.logical_or.reduce([np.isnan(values[place]) for place in needed])

    return told


def measured(factor: Factor, values: np.ndarray) -> Factor:
    """Give a factor with median, width of the quartiles and range of the samples, or with its classes.

    Parameters
    ----------
    factor : Factor
    values : ndarray of float, shape (n,)
        NaN where there is no value; at least one is there.
    """
    known = np.asarray(values, dtype=np.float32)
    known = known[~np.isnan(known)].astype(np.float64)
    if factor.kind == "category":
        return replace(factor, classes=tuple(int(value) for value in np.unique(known)))
    if factor.kind != "number":
        return factor
    lower, median, upper = np.percentile(known, [25, 50, 75])
    # Quartiles, since the few cells of wild curvature would blow up a standard deviation.
    deviation = float(upper - lower) / QUARTILES or float(known.std()) or 1.0
    return replace(factor, mean=float(np.float32(median)), deviation=deviation, low=float(known.min()),
                   high=float(known.max()))
