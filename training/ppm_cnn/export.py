"""One dense ONNX file from an ensemble, opset 17 and IR 8, with the model card in its metadata."""

from __future__ import annotations

import io
import math
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn

from ...engine.networks.card import KEY, Card
from ...engine.networks.onnx_file import NEWEST_IR, NEWEST_OPSET
from ...engine.networks.ppm_cnn import PATCH, SPREAD, SUSCEPTIBILITY
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
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")     # the older exporter is chosen for its opset and its single file
        torch.onnx.export(dense, (example,), file, input_names=["channels"], output_names=[SUSCEPTIBILITY, SPREAD],
                          dynamic_axes={name: {0: "n", 2: f"{name}_rows", 3: f"{name}_columns"}
                                        for name in ("channels", SUSCEPTIBILITY, SPREAD)},
                          opset_version=NEWEST_OPSET, dynamo=False)
    model = onnx.load_from_string(file.getvalue())
    if model.ir_version > NEWEST_IR or model.opset_import[0].version > NEWEST_OPSET:
        raise RuntimeError(f"the exporter wrote IR {model.ir_version}, opset {model.opset_import[0].version}")
    entry = model.metadata_props.add()
    entry.key, entry.value = KEY, card.to_json()
    onnx.checker.check_model(model)
    content = model.SerializeToString()
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    with torch.no_grad():
        wanted = [each.numpy() for each in dense(example)]
    found = session.run([SUSCEPTIBILITY, SPREAD], {"channels": example.numpy()})
    difference = max(float(np.abs(one - other).max()) for one, other in zip(wanted, found))
    if not difference <= TOLERANCE:
        raise RuntimeError(f"onnxruntime differs from torch by {difference:.2g}")
    path.write_bytes(content)
    return difference
