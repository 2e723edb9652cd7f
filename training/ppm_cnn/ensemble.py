"""An ensemble: members that differ in their first weights and in the order of the samples, and one calibration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable, List, Optional

import numpy as np
import torch

from .calibrate import Calibration
from .data import Samples
from .fit import Settings, fit, predict_logits
from .network import PpmCnn, score
from .search import Found


@dataclass
class Ensemble:
    """Trained members and what makes a probability of their log-odds.

    Attributes
    ----------
    networks : list of PpmCnn
    factors : tuple of Factor
        As measured on the samples of the training.
    calibration : Calibration
        For the mean log-odds.
    settings : Settings
    epochs : float
        Of each member.
    """

    networks: List[PpmCnn]
    factors: tuple
    calibration: Calibration
    settings: Settings
    epochs: float

    def scores(self, samples: Samples) -> np.ndarray:
        """Log-odds by each member, shape (members, n)."""
        channels = torch.from_numpy(samples.channels(self.factors))
        return np.stack([score(predict_logits(network, channels)).numpy() for network in self.networks])

    def probability(self, samples: Samples) -> np.ndarray:
        """Calibrated probability, shape (n,)."""
        steepness, offset = self.calibration[:2]
        return 1 / (1 + np.exp(-(steepness * self.scores(samples).mean(axis=0) + offset)))


def fit_ensemble(samples: Samples, found: Found, members: int, seed: int, after: Optional[Callable] = None,
                 after_epoch: Optional[Callable] = None) -> Ensemble:
    """Train the members on all samples, for as many epochs as early stopping gave those of the search.

    Parameters
    ----------
    samples : Samples
    found : Found
    members : int
    seed : int
    after : callable, optional
        Told (member from 1, Fitted).
    after_epoch : callable, optional
        As in `fit`.
    """
    samples = samples.standardised()
    settings = replace(found.settings, epochs=max(1, round(found.epochs)))
    networks: List[PpmCnn] = []
    for member in range(members):
        # Other seeds than those of the search, which has used the first few.
        fitted = fit(samples, None, settings, seed + 1000 + member, after_epoch)
        networks.append(fitted.network)
        if after is not None:
            after(member + 1, fitted)
    return Ensemble(networks, samples.factors, found.calibration, found.settings, settings.epochs)
