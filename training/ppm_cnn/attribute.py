"""Which factors a network listens to: SHAP values by expected gradients (Lundberg & Lee 2017; library shap)."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from .data import Samples
from .ensemble import Ensemble
from .network import PpmCnn, score

BACKGROUND = 100
EXPLAINED = 100
SAMPLES = 50
"""Draws of the expected gradients for each window explained."""


class _LogOdds(nn.Module):
    """A network that gives log-odds, which is what the values add up to."""

    def __init__(self, network: PpmCnn) -> None:
        super().__init__()
        self.network = network

    def forward(self, channels: torch.Tensor) -> torch.Tensor:
        return score(self.network.windows(channels))[:, None]


def attributions(ensemble: Ensemble, samples: Samples, seed: int) -> dict:
    """Give for each factor the mean size of its SHAP value, in log-odds.

    The values of all cells of a window and all channels of a factor are summed before their size is taken; the first
    member of the ensemble stands for all.

    Returns
    -------
    dict of str to float
        By factor.
    """
    import shap

    order = np.random.default_rng(seed).permutation(samples.labels.size)
    channels = torch.from_numpy(samples.channels(ensemble.factors)[order])
    network = _LogOdds(ensemble.networks[0]).eval()
    explainer = shap.GradientExplainer(network, channels[:BACKGROUND])
    # The library fails to tell one output from many, so its last axis may be missing.
    values = np.asarray(explainer.shap_values(channels[:EXPLAINED], nsamples=SAMPLES, rseed=seed))
    values = values.reshape(min(EXPLAINED, len(channels)), *channels.shape[1:])
    found, first = {}, 0
    for factor in ensemble.factors:
        part = values[:, first:first + factor.channels].sum(axis=(1, 2, 3))
        found[factor.name] = float(np.abs(part).mean())
        first += factor.channels
    return found
