"""Small networks beside boosted trees: few epochs, no search; their log-odds are averaged with those of the trees."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import List, Optional, Sequence

import numpy as np
import torch

from ...engine.networks.card import Factor
from ..ppm_cnn.data import Samples, measured
from ..ppm_cnn.fit import BATCH, Settings, fit, predict_logits
from ..ppm_cnn.network import PpmCnn, score

EPOCHS = 8
LEAST_STEPS = 600
"""Steps of the optimiser that a training has at least: few samples are passed over more often."""


class Member:
    """A trained network and the factors as its samples measured them.

    Parameters
    ----------
    network : PpmCnn
        Its weights are rounded to half precision, so that a file of that size holds them exactly.
    factors : tuple of Factor
    prior : float
        Added to its log-odds, which are those of classes of equal size: log-odds among the samples.
    """

    def __init__(self, network: PpmCnn, factors: Sequence[Factor], prior: float) -> None:
        self.network, self.factors, self.prior = network, tuple(factors), prior

    def log_odds(self, samples: Samples) -> np.ndarray:
        """Log-odds of a landslide among the samples of its training, shape (n,)."""
        parts = np.array_split(np.arange(samples.labels.size), max(1, samples.labels.size // 2000))
        found = [score(predict_logits(self.network, torch.from_numpy(samples.take(part).channels(self.factors))))
                 for part in parts if part.size]
        return torch.cat(found).numpy().astype(np.float64) + self.prior


def train_members(samples: Samples, members: int, seed: int, after: Optional[object] = None,
                  settings: Optional[Settings] = None) -> List[Member]:
    """Train networks on all samples given.

    Parameters
    ----------
    samples : Samples
    members : int
    seed : int
    after : callable, optional
        Called after each network.
    settings : Settings, optional
        Its epochs are raised where samples are few.
    """
    # Classes are those of the whole training: a fold that lacks one still has its channel.
    samples = replace(samples, factors=tuple(
        measured(factor, samples.values[:, place]) if factor.kind == "number" else factor
        for place, factor in enumerate(samples.factors)))
    batches = max(1, round(samples.labels.size / BATCH))
    settings = settings or Settings(epochs=max(EPOCHS, math.ceil(LEAST_STEPS / batches)))
    prior = float(np.log(samples.labels.sum() / (~samples.labels).sum()))
    found = []
    for member in range(members):
        network = fit(samples, None, settings, seed + 1000 + member).network
        _round(network)
        found.append(Member(network, samples.factors, prior))
        if after is not None:
            after()
    return found


@torch.no_grad()
def _round(network: PpmCnn) -> None:
    """Round the weights of convolutions to half precision."""
    for layer in network.modules():
        if isinstance(layer, torch.nn.Conv2d):
            layer.weight.copy_(layer.weight.half().float())
