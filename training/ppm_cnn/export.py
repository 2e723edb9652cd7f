"""One dense ONNX file from an ensemble, opset 17 and IR 8, with the model card in its metadata."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn

from ...engine.networks.card import Card
from ...engine.networks.ppm_cnn import CHANNELS, PATCH, SPREAD, SUSCEPTIBILITY
from ..common.export import onnx_bytes
from .ensemble import Ensemble
from .network import score

TOLERANCE = 1e-4


class _Dense(nn.Module):
    """Mean and spread of the members' probabilities over a raster."""

    def __init__(self, ensemble: Ensemble, prevalence: float) -> None:
        super().__init__()
        self.networks = nn.ModuleList(ensemble.networks)
        self.steepness = ensemble.calibration.steepness
        # The ensemble is calibrated for classes of equal size.
        self.offset = ensemble.calibration.offset + math.log(prevalence / (1 - prevalence))

    def forward(self, channels: torch.Tensor) -> tuple:
        scores = torch.stack([score(network(channels)) for network in self.networks])
        mean = torch.sigmoid(self.steepness * scores.mean(0) + self.offset)
        single = torch.sigmoid(self.steepness * scores + self.offset)
        spread = ((single - single.mean(0)) ** 2).mean(0).sqrt()
        return mean[:, None], spread[:, None]


def export(ensemble: Ensemble, card: Card, path: Path) -> float:
    """Write the model.

    Parameters
    ----------
    ensemble : Ensemble
    card : Card
    path : Path

    Returns
    -------
    float
        Greatest difference between onnxruntime and torch on random input.

    Raises
    ------
    RuntimeError
        It is greater than 1e-4, or the file is not what was asked for.
    """
    dense = _Dense(ensemble, card.prevalence).eval()
    example = torch.randn(1, card.channels, PATCH + 7, PATCH + 5, generator=torch.Generator().manual_seed(0))
    content = onnx_bytes(dense, {CHANNELS: example}, [SUSCEPTIBILITY, SPREAD], card)
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    with torch.no_grad():
        wanted = [each.numpy() for each in dense(example)]
    found = session.run([SUSCEPTIBILITY, SPREAD], {CHANNELS: example.numpy()})
    difference = max(float(np.abs(one - other).max()) for one, other in zip(wanted, found))
    if not difference <= TOLERANCE:
        raise RuntimeError(f"onnxruntime differs from torch by {difference:.2g}")
    path.write_bytes(content)
    return difference
