"""Cross-validation at random and in spatial blocks: every unit predicted by ensembles that never saw it.

The held-out fold takes no part in training, nor in deciding when it stops.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, NamedTuple, Optional

import numpy as np

from ...engine.evaluation import blocks, metrics
from .data import Units
from .fit import Settings, as_tensors, fit, probabilities

FOLDS = 5
MEMBERS = 8
"""Members of the ensembles of the folds, at most; more change the AUC in the third digit."""

BLOCK_SIZE = 10_000.0
"""m; unless said otherwise."""


class Score(NamedTuple):
    """ROC and PR AUC with 95 % intervals by blocks, Brier score, prevalence, units."""

    auc: float
    auc_interval: tuple
    pr_auc: float
    brier: float
    prevalence: float
    units: int

    def to_dict(self) -> dict:
        """Give plain JSON values."""
        return {**{name: round(value, 4) for name, value in self._asdict().items() if isinstance(value, float)},
                "auc_interval": [round(value, 4) for value in self.auc_interval], "units": self.units}


def block_numbers(places: np.ndarray, size: float) -> np.ndarray:
    """Number of the square block each place (x, y in m) lies in."""
    cells = np.floor((places - places.min(axis=0)) / size).astype(np.int64)
    return cells[:, 1] * (cells[:, 0].max() + 1) + cells[:, 0]


def random_folds(units: Units, seed: int, folds: int = FOLDS) -> np.ndarray:
    """Give each unit a fold at random."""
    return np.random.default_rng(seed).permutation(len(units)) % folds


def block_folds(units: Units, size: float, seed: int, folds: int = FOLDS) -> np.ndarray:
    """Give whole blocks a fold."""
    return blocks.assign_folds(block_numbers(units.places, size), landslides(units), folds, seed)


def landslides(units: Units) -> np.ndarray:
    """Tell which units slid in any earthquake."""
    return np.nanmax(units.labels, axis=1) > 0


def cross_validate(units: Units, fold: np.ndarray, settings: Settings, told: Optional[Callable] = None) -> np.ndarray:
    """Predict each fold by an ensemble trained on the others.

    Parameters
    ----------
    units : Units
    fold : int array, shape (n,)
    settings : Settings
        Members are at most `MEMBERS`.
    told : callable, optional
        Told (share, loss).

    Returns
    -------
    float array, shape (n, events)
        Median of the members.
    """
    settings = replace(settings, members=min(settings.members, MEMBERS))
    found = np.empty(units.labels.shape)
    numbers = np.unique(fold)
    for place, number in enumerate(numbers):
        train, test = units.take(fold != number).standardised(), units.take(fold == number)

        def step(share, loss, place=place):
            if told is not None:
                told((place + share) / numbers.size, loss)

        ensemble = fit(train, settings, after_epoch=step)
        members = probabilities(ensemble, as_tensors(test, train.factors))
        found[fold == number] = np.median(members["probability"], axis=0)
    return found


def score(units: Units, chance: np.ndarray, size: float = BLOCK_SIZE) -> Score:
    """Measure predictions against labels, intervals by blocks of `size` m (by units where there are no places)."""
    known = np.isfinite(units.labels)
    labels, values = units.labels[known] > 0, chance[known]
    groups = np.arange(len(units)) if units.places is None else block_numbers(units.places, size)
    groups = np.broadcast_to(groups[:, None], known.shape)[known]
    ranking = metrics.ranking(labels, values)
    number, draws = blocks.block_weights(groups)
    interval = blocks.interval(blocks.resample(labels, values, number, draws).auc)
    return Score(ranking.auc, tuple(interval), ranking.pr_auc, float(np.mean((values - labels) ** 2)),
                 float(labels.mean()), int(labels.size))
