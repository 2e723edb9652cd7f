"""The models: fitted by scikit-learn in the Python of QGIS, each giving log-odds of a landslide among its samples.

Channels are float32, as the graph sees them (:mod:`..networks.statistical`). Boosted trees learn where missing values
go, to weights of evidence they add nothing, and for the other methods a missing number is the median of the training
samples.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, List, Optional, Sequence

import numpy as np

from ..errors import InputError, ResourceError
from ..networks.card import Factor
from . import trees, weights

FAST = ("boosting", "forest", "logistic", "weights")
"""Methods that need scikit-learn alone."""

ROUNDS, RATE, LEAVES, LEAST_LEAF, SHRINKAGE = 150, 0.05, 8, 15, 5.0
"""Boosting: trees, share of each that counts, leaves of a tree, samples of a leaf, L2 on leaves."""

FOREST_TREES, FOREST_LEAVES, FOREST_LEAST_LEAF = 100, 128, 5
"""Forest: trees, most leaves of one (the file grows with them), samples of a leaf."""

FARTHEST = 3.0
"""Widths at which the logistic regression holds a number: wild curvatures would decide alone."""

FEWEST_LANDSLIDES = 20
LEAST_SHARE = 1e-3
"""Least probability of a forest, whose log-odds would be infinite where no tree saw a landslide."""


@dataclass(frozen=True)
class Model:
    """A fitted model.

    Attributes
    ----------
    method : str
        One of :data:`FAST`.
    factors : tuple of Factor
        As measured on the training samples.
    fill : ndarray of float32, shape (channels,)
        What a missing value counts as; NaN where the method takes it as it is.
    scale, offset : ndarray of float64, shape (channels,)
        Of the logistic regression: channels are held at ``FARTHEST`` widths.
    trees : Trees or None
        Of all methods but the logistic regression.
    share : bool
        The trees add up to a probability and not to log-odds.
    trained : callable
        Log-odds by the trainer itself, channels in, shape (n,).
    evidence : list of Evidence
        Of weights of evidence.
    """

    method: str
    factors: tuple
    fill: np.ndarray
    trained: Callable[[np.ndarray], np.ndarray]
    trees: Optional[trees.Trees] = None
    share: bool = False
    middle: Optional[np.ndarray] = None
    width: Optional[np.ndarray] = None
    slopes: Optional[np.ndarray] = None
    constant: float = 0.0
    evidence: List[weights.Evidence] = field(default_factory=list)

    def log_odds(self, channels: np.ndarray) -> np.ndarray:
        """Log-odds of a landslide among the training samples, float64, shape (n,)."""
        return self.trained(channels)


def fit(method: str, channels: np.ndarray, labels: np.ndarray, factors: Sequence[Factor], seed: int = 1,
        stands_for=None) -> Model:
    """Fit a model.

    Parameters
    ----------
    method : {'boosting', 'forest', 'logistic', 'weights'}
    channels : ndarray of float32, shape (n, channels)
        NaN where there is no value.
    labels : ndarray of bool, shape (n,)
        True = landslide.
    factors : sequence of Factor
        As measured on these samples.
    seed : int
        The same seed gives the same model.
    stands_for : ndarray of float, shape (n,), optional
        Cells each sample stands for; only frequency ratios use it.

    Raises
    ------
    InputError
        Samples of one kind alone, an unknown method.
    ResourceError
        scikit-learn is missing.
    """
    if method not in _FITS:
        raise InputError("METHOD", f"'{method}' is unknown", f"Use {', '.join(_FITS)}")
    labels = np.asarray(labels, dtype=bool)
    if labels.all() or not labels.any():
        raise InputError("INVENTORY", f"{int(labels.sum())} of {labels.size} samples are landslides",
                         "Both landslides and other places are needed")
    require_sklearn()
    return _FITS[method](np.asarray(channels, dtype=np.float32), labels, tuple(factors), seed, stands_for)


def require_sklearn() -> None:
    """Say what is missing before a long run.

    Raises
    ------
    ResourceError
        scikit-learn cannot be imported.
    """
    try:
        import sklearn.ensemble  # noqa: F401
    except ImportError as error:
        raise ResourceError(f"Statistical models need scikit-learn, which cannot be imported: {error}. The page Setup "
                            "of Scarp's dock installs it.") from error


def fill_of(factors: Sequence[Factor]) -> np.ndarray:
    """Give what a missing channel counts as: the median of a number, 0 of a part of an angle or of a class."""
    return np.concatenate([[factor.mean] if factor.kind == "number" else np.zeros(factor.channels)
                           for factor in factors]).astype(np.float32)


def _filled(channels: np.ndarray, fill: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(channels), fill, channels)


def _boosting(channels, labels, factors, seed, _) -> Model:
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=ROUNDS, learning_rate=RATE, max_leaf_nodes=LEAVES, min_samples_leaf=LEAST_LEAF,
        l2_regularization=SHRINKAGE, early_stopping=False, random_state=seed)
    with _one_thread():
        model.fit(channels, labels)

    def trained(each: np.ndarray) -> np.ndarray:
        with _one_thread():
            return model.decision_function(each)

    empty = np.full(channels.shape[1], np.nan, dtype=np.float32)
    return Model("boosting", factors, empty, trained, trees.of_boosting(model))


def _one_thread():
    """Hold OpenMP to one thread: on ten thousands of samples more gain nothing, and wait for each other on a busy
    machine, seven times longer measured.
    """
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1, "openmp")


def _forest(channels, labels, factors, seed, _) -> Model:
    from sklearn.ensemble import RandomForestClassifier

    fill = fill_of(factors)
    model = RandomForestClassifier(FOREST_TREES, max_leaf_nodes=FOREST_LEAVES, min_samples_leaf=FOREST_LEAST_LEAF,
                                   max_features="sqrt", n_jobs=-1, random_state=seed)
    model.fit(_filled(channels, fill), labels)

    def trained(each: np.ndarray) -> np.ndarray:
        share = np.clip(model.predict_proba(_filled(each, fill))[:, 1], LEAST_SHARE, 1 - LEAST_SHARE)
        return np.log(share / (1 - share))

    return Model("forest", factors, fill, trained, trees.of_forest(model), True)


def _logistic(channels, labels, factors, seed, _) -> Model:
    from sklearn.linear_model import LogisticRegression

    fill = fill_of(factors)
    number = np.concatenate([np.full(factor.channels, factor.kind == "number") for factor in factors])
    deviation = np.concatenate([np.full(factor.channels, factor.deviation) for factor in factors])
    middle, width = np.where(number, fill, 0).astype(np.float32), np.where(number, deviation, 1).astype(np.float32)

    def standardised(each: np.ndarray) -> np.ndarray:
        return np.clip((_filled(each, fill) - middle) / width, -FARTHEST, FARTHEST)

    model = LogisticRegression(max_iter=1000).fit(standardised(channels), labels)
    return Model("logistic", factors, fill, lambda each: model.decision_function(standardised(each)), middle=middle,
                 width=width, slopes=model.coef_[0].astype(np.float64), constant=float(model.intercept_[0]))


def _weights(channels, labels, factors, seed, stands_for) -> Model:
    evidence = weights.weigh(channels, labels, factors, stands_for)
    constant = float(np.log(labels.sum() / (~labels).sum()))
    empty = np.full(channels.shape[1], np.nan, dtype=np.float32)
    return Model("weights", factors, empty, lambda each: weights.log_odds(each, evidence, constant),
                 trees.of_steps(weights.as_steps(evidence), constant), evidence=evidence)


_FITS = {"boosting": _boosting, "forest": _forest, "logistic": _logistic, "weights": _weights}
