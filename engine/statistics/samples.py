"""Samples of a statistical model: values of factors, labels, places, and the cells that each stands for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable, List, Optional, Sequence, Tuple

import numpy as np

from ..errors import InputError
from ..networks.card import Factor
from ..networks.ppm_cnn import kind_of
from ..networks.statistical import measured, table_channels

MOST_CLASSES = 200
"""Classes of a category, each of which becomes a channel."""

FEWEST_OF_CLASS = 10
"""Samples below which a class counts as none of the classes known."""

GAPS = 0.05
"""Share of the samples without a value above which a factor is one with gaps, whose lack says something."""

UNKNOWN = -32768.0
"""Stands for a class too rare to be known."""

FEWEST = 20
"""Landslides, and other places, without which nothing can be tested."""


@dataclass(frozen=True)
class Samples:
    """Samples with a value in every factor that has no gaps.

    Attributes
    ----------
    columns : list of ndarray of float64, shape (n,)
        Values of each factor, NaN where there is none.
    factors : tuple of Factor
        Measured on those of these samples that are learned.
    labels : ndarray of bool, shape (n,)
        True = landslide.
    x, y : ndarray of float64, shape (n,), or None
        Places from any corner, m, y downwards.
    stands_for : ndarray of float64, shape (n,)
        Cells that each stands for.
    trained : ndarray of bool, shape (n,)
        False of samples that only serve tests.
    gaps : tuple of str
        Factors that may lack a value.
    beside : dict of str to ndarray, shape (n,)
        Values of maps that are compared and no factors.
    """

    columns: List[np.ndarray]
    factors: Tuple[Factor, ...]
    labels: np.ndarray
    x: Optional[np.ndarray]
    y: Optional[np.ndarray]
    stands_for: np.ndarray
    trained: np.ndarray
    gaps: Tuple[str, ...] = ()
    beside: dict = None

    @property
    def names(self) -> List[str]:
        """Names of the factors."""
        return [factor.name for factor in self.factors]

    @property
    def prevalence(self) -> float:
        """Share of landslides among the cells they all stand for."""
        return float(np.average(self.labels, weights=self.stands_for))

    def channels(self) -> np.ndarray:
        """Channels of the model, float32, shape (n, channels)."""
        return table_channels(self.columns, self.factors)

    def take(self, which) -> Samples:
        """Only some of the samples."""
        places = {name: None if getattr(self, name) is None else getattr(self, name)[which] for name in ("x", "y")}
        return replace(self, columns=[each[which] for each in self.columns], labels=self.labels[which],
                       stands_for=self.stands_for[which], trained=self.trained[which],
                       beside={name: values[which] for name, values in self.beside.items()}, **places)


def make(columns: Sequence[np.ndarray], names: Sequence[str], units: Sequence[str], categorical: Sequence[bool], labels,
         *, places=None, stands_for=None, trained=None, beside=None, warn: Callable[[str], None] = lambda text: None,
         parameter: str = "FACTORS", label_parameter: str = "INVENTORY") -> tuple:
    """Check and complete samples.

    Parameters
    ----------
    columns : sequence of ndarray of float, shape (n,)
        One a factor.
    names, units : sequence of str
    categorical : sequence of bool
    labels : array_like of bool, shape (n,)
    places : pair of ndarray, optional
    stands_for, trained : array_like, shape (n,), optional
        Default 1 and True.
    beside : mapping of str to ndarray, optional
    warn : callable
        Told what was left out.
    parameter, label_parameter : str
        Where factors and labels were given, for messages.

    Returns
    -------
    Samples
    kept : ndarray of int
        Which of the samples given.

    Raises
    ------
    InputError
        No factor is left, a category with too many classes, fewer than 20 landslides or other places.
    """
    labels = np.asarray(labels, dtype=bool)
    columns = [np.where(np.isfinite(each), each, np.nan) for each in np.asarray(columns, dtype=np.float64)]
    factors, kept_columns = [], []
    for name, unit, category, column in zip(names, units, categorical, columns):
        told = _usable(name, category, column, warn, parameter)
        if told is not None:
            factors.append(Factor(name, kind_of(name, category), unit))
            kept_columns.append(told)
    if not factors:
        raise InputError(parameter, "no factor that differs between samples is left", "Give others")
    empty = [np.isnan(each) for each in kept_columns]
    angle = [factor.kind not in ("number", "category") for factor in factors]
    gaps = tuple(factor.name for factor, each in zip(factors, empty) if each.mean() > GAPS)
    lacking = np.zeros(labels.size, dtype=bool)
    for factor, each, free in zip(factors, empty, angle):
        if factor.name not in gaps and not free:
            lacking |= each
    lacking |= np.logical_and.reduce(empty)
    if lacking.any():
        warn(f"{int(lacking.sum())} of {labels.size} samples ({int((lacking & labels).sum())} landslides) lie where a "
             "factor has no value and are left out.")
    if gaps:
        warn(f"{parameter}: {', '.join(gaps)} lack a value at more than {GAPS:.0%} of the samples; that is learned, or "
             "the median stands in, by METHOD.")
    kept = np.flatnonzero(~lacking)
    _check_counts(labels[kept], label_parameter)
    ones = np.ones(labels.size)
    learned = kept if trained is None else kept[np.asarray(trained, dtype=bool)[kept]]
    factors = tuple(measured(factor, np.where(column[learned] == UNKNOWN, np.nan, column[learned])
                             if factor.kind == "category" else column[learned])
                    for factor, column in zip(factors, kept_columns))
    whole = Samples(kept_columns, factors, labels, *(places if places is not None else (None, None)),
                    ones if stands_for is None else np.asarray(stands_for, dtype=np.float64),
                    ones.astype(bool) if trained is None else np.asarray(trained, dtype=bool), gaps,
                    dict(beside or {}))
    return whole.take(kept), kept


def _usable(name, category, column, warn, parameter):
    """Give a column with rare classes taken away; None where it tells nothing."""
    known = column[~np.isnan(column)]
    values, counts = np.unique(known, return_counts=True)
    if values.size < 2:
        warn(f"{parameter}: {name} holds {f'{values[0]:g} at every sample' if values.size else 'no value'} and is left "
             "out.")
        return None
    if not category:
        return column
    if (values != np.round(values)).any():
        raise InputError(parameter, f"{name} holds {values[values != np.round(values)][0]:g}, which is no class",
                         "Classes are whole numbers; give numbers as FACTORS")
    if values.size > MOST_CLASSES:
        raise InputError(parameter, f"{name} has {values.size:,} classes at the samples, more than {MOST_CLASSES}",
                         "Is it a number? Give it as one of FACTORS, or merge classes")
    rare = values[counts < FEWEST_OF_CLASS]
    if rare.size:
        shown = ", ".join(f"{value:g}" for value in rare[:8]) + (", ..." if rare.size > 8 else "")
        warn(f"{parameter}: {name} has classes with fewer than {FEWEST_OF_CLASS} samples ({shown}); they count as "
             "unknown, as classes that never occur in training do.")
        if rare.size >= values.size - 1:
            return None
    return np.where(np.isin(column, rare), UNKNOWN, column) if rare.size else column


def _check_counts(labels, parameter) -> None:
    for count, what in ((int(labels.sum()), "landslides"), (int((~labels).sum()), "other places")):
        if count < FEWEST:
            raise InputError(parameter, f"{count} {what} have a value in every factor",
                             f"At least {FEWEST} are needed to fit and test a model")
