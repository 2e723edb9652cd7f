"""The networks of an ensemble as a piece of an ONNX graph: standardised channels in, log-odds of each network out."""

from __future__ import annotations

import io
import warnings
from typing import Sequence

import torch
from torch import nn

from ...engine.networks.onnx_file import NEWEST_OPSET
from ...engine.networks.ppm_cnn import PATCH
from ..ppm_cnn.network import score
from .members import Member

INPUT, OUTPUT = "standardised", "odds"


class _Dense(nn.Module):
    """Log-odds of each network over a raster, shape (networks, 1, rows - 16, columns - 16)."""

    def __init__(self, networks: Sequence[Member]) -> None:
        super().__init__()
        self.networks = nn.ModuleList([each.network for each in networks])
        self.prior = networks[0].prior

    def forward(self, channels: torch.Tensor) -> torch.Tensor:
        return torch.cat([score(network(channels))[:, None] for network in self.networks]) + self.prior


def networks_bytes(networks: Sequence[Member]) -> bytes:
    """Write networks; their sides are free.

    Parameters
    ----------
    networks : sequence of Member
        Of one training.
    """
    dense, file = _Dense(networks).eval(), io.BytesIO()
    channels = sum(factor.channels for factor in networks[0].factors)
    example = torch.zeros(1, channels, PATCH + 7, PATCH + 5)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")     # the older exporter is chosen for its opset and its single file
        torch.onnx.export(dense, (example,), file, input_names=[INPUT], output_names=[OUTPUT],
                          dynamic_axes={INPUT: {2: "rows", 3: "columns"}, OUTPUT: {2: "rows", 3: "columns"}},
                          opset_version=NEWEST_OPSET, dynamo=False)
    return file.getvalue()
