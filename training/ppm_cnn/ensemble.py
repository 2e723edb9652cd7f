"""An ensemble: members that each hold back another part of the samples, and one calibration from those parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, List, Optional

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from .data import Samples
from .fit import Fitted, Settings, fit, predict_logits
from .network import PpmCnn, score

LEAST_FOLDS = 5
"""With fewer members, some samples are held back by none; each still trains on four fifths."""

LEAST_STEEPNESS = 0.05


@dataclass
class Ensemble:
    """Trained members and what makes a probability of their log-odds.

    Attributes
    ----------
    networks : list of PpmCnn
    factors : tuple of Factor
        As measured on the samples of the training.
    steepness, offset : float
        Probability = logistic(steepness x mean log-odds + offset), for classes of equal size.
    settings : Settings
    loss, auc, epochs : float
        Means over the members, of what each held back.
    """

    networks: List[PpmCnn]
    factors: tuple
    steepness: float
    offset: float
    settings: Settings
    loss: float
    auc: float
    epochs: float

    def scores(self, samples: Samples) -> np.ndarray:
        """Log-odds by each member, shape (members, n)."""
        channels = torch.from_numpy(samples.channels(self.factors))
        return np.stack([score(predict_logits(network, channels)).numpy() for network in self.networks])

    def probability(self, samples: Samples) -> np.ndarray:
        """Calibrated probability, shape (n,)."""
        return 1 / (1 + np.exp(-(self.steepness * self.scores(samples).mean(axis=0) + self.offset)))


def fit_ensemble(samples: Samples, settings: Settings, members: int, folds: np.ndarray, seed: int,
                 after: Optional[Callable] = None, after_epoch: Optional[Callable] = None) -> Ensemble:
    """Train the members and calibrate them.

    Parameters
    ----------
    samples : Samples
    settings : Settings
    members : int
    folds : ndarray of int, shape (n,)
        Member m holds back fold m.
    seed : int
    after : callable, optional
        Told (member from 1, Fitted).
    after_epoch : callable, optional
        As in `fit`.
    """
    samples = samples.standardised()
    fitted: List[Fitted] = []
    scores = np.full(samples.labels.size, np.nan)
    for member in range(members):
        held_back = folds == member
        fitted.append(fit(samples, held_back, settings, seed + member, after_epoch))
        scores[held_back] = fitted[-1].held_back
        if after is not None:
            after(member + 1, fitted[-1])
    known = ~np.isnan(scores)
    steepness, offset = calibrate(scores[known], samples.labels[known])
    means = [float(np.mean([getattr(each, name) for each in fitted])) for name in ("loss", "auc", "epochs")]
    return Ensemble([each.network for each in fitted], samples.factors, steepness, offset, settings, *means)


def calibrate(scores: np.ndarray, labels: np.ndarray) -> tuple:
    """Fit Platt's logistic to log-odds of samples that were held back, both classes weighing alike.

    Platt 1999, Advances in Large Margin Classifiers. A network without skill gets a nearly level one, never a falling
    one.

    Returns
    -------
    steepness, offset : float
    """
    model = LogisticRegression(C=1e4, class_weight="balanced").fit(scores[:, None], labels)
    steepness = float(model.coef_[0, 0])
    if steepness < LEAST_STEEPNESS:
        return LEAST_STEEPNESS, -LEAST_STEEPNESS * float(np.median(scores))
    return steepness, float(model.intercept_[0])


def number_of_folds(members: int) -> int:
    """Folds among which members choose what they hold back."""
    return max(members, LEAST_FOLDS)
