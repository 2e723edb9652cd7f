"""From log-odds to probability, by what was held back."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

LEAST_STEEPNESS = 0.05


class Calibration(NamedTuple):
    """Probability = logistic(steepness x log-odds + offset), for classes of equal size; its log loss and ROC AUC."""

    steepness: float
    offset: float
    loss: float
    auc: float


def calibrate(scores: np.ndarray, labels: np.ndarray) -> Calibration:
    """Fit Platt's logistic to log-odds of samples that were held back, both classes weighing alike.

    Platt 1999, Advances in Large Margin Classifiers. A network without skill gets a nearly level one, never a falling
    one.

    Parameters
    ----------
    scores : ndarray of float, shape (n,)
    labels : ndarray of bool, shape (n,)
        Of both classes.
    """
    model = LogisticRegression(C=1e4, class_weight="balanced").fit(scores[:, None], labels)
    steepness, offset = float(model.coef_[0, 0]), float(model.intercept_[0])
    if steepness < LEAST_STEEPNESS:
        steepness, offset = LEAST_STEEPNESS, -LEAST_STEEPNESS * float(np.median(scores))
    probability = 1 / (1 + np.exp(-(steepness * scores.astype(np.float64) + offset)))
    weights = np.where(labels, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    loss = float(log_loss(labels, probability, sample_weight=weights))
    return Calibration(steepness, offset, loss, float(roc_auc_score(labels, scores)))
