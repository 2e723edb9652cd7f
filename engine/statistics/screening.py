"""What factors say: how they hang together, what the model loses without each, how its probability follows each."""

from __future__ import annotations

from typing import Callable, Dict, List, NamedTuple, Optional, Sequence

import numpy as np

from .. import stop
from ..evaluation import metrics
from .graph import logistic
from .samples import Samples
from .validation import Scores

STEPS = 25
"""Points of a response curve."""

ROWS = 400
"""Samples over which a response is averaged."""

REPEATS = 3
INFLATED = 10.0
"""Variance inflation above which a factor is nearly given by the others."""

ALIKE = 0.8
"""Rank correlation above which two factors say much the same."""


class Collinearity(NamedTuple):
    """Rank correlation (Spearman) of the numbers, shape (k, k), and the variance inflation factor of each."""

    names: List[str]
    correlation: np.ndarray
    inflation: np.ndarray


class Response(NamedTuple):
    """Mean probability against a factor: values of a number, or classes."""

    name: str
    values: np.ndarray
    probability: np.ndarray
    classes: bool


def collinearity(samples: Samples) -> Optional[Collinearity]:
    """Measure how the numbers among the factors hang together; None where there are fewer than two.

    Notes
    -----
    The variance inflation factor is 1 / (1 - R2) of the regression of a factor on all others: the diagonal of the
    inverse of Pearson's correlation matrix. Infinite where it is a sum of others.
    """
    from scipy.stats import rankdata

    places = [place for place, factor in enumerate(samples.factors) if factor.kind == "number"]
    known = np.stack([samples.columns[place] for place in places]) if places else np.empty((0, 0))
    known = known[:, ~np.isnan(known).any(axis=0)] if places else known
    if len(places) < 2 or known.shape[1] < 3 or (np.ptp(known, axis=1) == 0).any():
        return None
    ranks = np.corrcoef(np.apply_along_axis(rankdata, 1, known))
    straight = np.corrcoef(known)
    with np.errstate(divide="ignore", invalid="ignore"):
        values, vectors = np.linalg.eigh(straight)
        inverse = (vectors ** 2 / np.where(values > 1e-12, values, np.nan)).sum(axis=1)
    return Collinearity([samples.factors[place].name for place in places], ranks,
                        np.where(np.isnan(inverse), np.inf, inverse))


def importance(samples: Samples, scores: Scores, seed: int = 1, step: Optional[Callable] = None) -> Dict[str, float]:
    """Measure what ROC AUC is lost in the blocks held out where a factor is shuffled among them.

    Parameters
    ----------
    samples : Samples
    scores : Scores
        With the models by fold.
    seed : int
    step : callable, optional
        Called after each factor.

    Returns
    -------
    dict of str to float
        By factor; the mean of 3 shuffles.
    """
    channels, order = samples.channels(), np.random.default_rng(seed)
    tested = np.isin(scores.fold, list(scores.models))
    labels, weights = samples.labels[tested], samples.stands_for[tested]

    def auc(values: np.ndarray) -> float:
        odds = np.full(samples.labels.size, np.nan)
        for number, model in scores.models.items():
            part = scores.fold == number
            odds[part] = model.log_odds(values[part])
        return metrics.ranking(labels, odds[tested], weights).auc

    whole, found, first = auc(channels), {}, 0
    for factor in samples.factors:
        mine, lost = slice(first, first + factor.channels), []
        first += factor.channels
        for _ in range(REPEATS):
            stop.check()
            shuffled = channels.copy()
            for number in scores.models:
                part = np.flatnonzero(scores.fold == number)
                shuffled[part, mine] = channels[order.permutation(part), mine]
            lost.append(whole - auc(shuffled))
        found[factor.name] = float(np.mean(lost))
        if step is not None:
            step()
    return found


def responses(samples: Samples, log_odds: Callable, shift: float, seed: int = 1) -> List[Response]:
    """Average the probability over samples while one factor is set to each of its values (partial dependence).

    Friedman 2001, doi:10.1214/aos/1013203451.

    Parameters
    ----------
    samples : Samples
    log_odds : callable
        Of the model of all samples: channels in.
    shift : float
    seed : int

    Returns
    -------
    list of Response
        Numbers between their 2nd and 98th percentile.
    """
    channels, found, first = samples.channels(), [], 0
    order = np.random.default_rng(seed)
    weight = samples.stands_for / samples.stands_for.sum()
    rows = channels[order.choice(len(channels), min(ROWS, len(channels)), p=weight)]
    for factor, column in zip(samples.factors, samples.columns):
        stop.check()
        if factor.kind in ("number", "category"):
            values = np.array(factor.classes, dtype=float) if factor.kind == "category" else np.linspace(
                *np.nanpercentile(column, [2, 98]), STEPS)
            many = np.repeat(rows[np.newaxis], values.size, axis=0)
            if factor.kind == "category":
                many[:, :, first:first + factor.channels] = np.eye(factor.channels)[:, np.newaxis]
            else:
                many[:, :, first] = values[:, np.newaxis]
            flat = logistic(log_odds(many.reshape(-1, channels.shape[1])) + shift)
            found.append(Response(factor.name, values, flat.reshape(values.size, -1).mean(axis=1),
                                  factor.kind == "category"))
        first += factor.channels
    return found


def remarks(found: Optional[Collinearity]) -> Sequence[str]:
    """Say which factors say much the same."""
    if found is None:
        return []
    pairs = [f"{found.names[one]} and {found.names[other]} ({found.correlation[one, other]:.2f})"
             for one in range(len(found.names)) for other in range(one)
             if abs(found.correlation[one, other]) > ALIKE]
    inflated = [f"{name} ({value:.3g})" for name, value in zip(found.names, found.inflation) if value > INFLATED]
    words = [f"Much the same is said by {'; '.join(pairs)}: rank correlation beyond {ALIKE:g}."] if pairs else []
    if inflated:
        words.append(f"Nearly given by the others: {', '.join(inflated)}, variance inflation above {INFLATED:g}. Trees "
                     "do not mind; coefficients and importances of such factors are shared out by chance.")
    return words
