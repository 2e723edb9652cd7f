"""From a trained ensemble to one ONNX file: all members, the physics, and the card in its metadata."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from ...engine.networks.card import Card
from ...engine.networks.pinn import NETWORK, SlidingBlock
from ..common.export import onnx_bytes
from .data import RANGE, Units
from .fit import Settings
from .network import OUTPUTS, Ensemble, Exported

CAVEATS = (
    "c/t and friction are effective, not unique: other pairs of them explain the same landslides.",
    "The band from p05 to p95 is the spread of the ensemble, no confidence interval.",
    "Susceptibility is conditional on the shaking given; it says where, not how often.",
)


def card(ensemble: Ensemble, units: Units, settings: Settings, title: str, metrics: dict, licence: str = "",
         training: dict | None = None, caveats=()) -> Card:
    """Write the card of an ensemble.

    Parameters
    ----------
    ensemble : Ensemble
    units : Units
        What it was trained on, standardised.
    settings : Settings
    title, licence : str
    metrics, training : dict
        Plain JSON values.
    caveats : sequence of str
        Besides those that hold for all.
    """
    share = torch.nn.functional.softplus(ensemble.share).mean().item()
    area = ensemble.log_area.exp().mean().item()
    physics = units.physics
    slopes, shaking = np.percentile(physics.slope, RANGE), np.nanpercentile(physics.pga, RANGE)
    return Card(
        NETWORK, title, units.factors,
        SlidingBlock(units.roles, round(area, 1) if units.roles.area else 1.0,
                     tuple(round(float(value), 3) for value in slopes),
                     tuple(round(float(value), 4) for value in shaking)),
        ensemble.shape.members, float(np.nanmean(units.labels)),
        {"units": len(units), "depth": settings.depth, "width": settings.width,
         "epochs": settings.epochs, "seed": settings.seed, "prior": settings.prior, "subsample": settings.half,
         "slope_deviations_added": round(share, 3) if units.roles.slope_deviation else 0.0, **(training or {})},
        metrics, licence, (*CAVEATS, *caveats))


def export(ensemble: Ensemble, card: Card, path: Path) -> None:
    """Write the file; its graph is checked by running it beside the ensemble in the tests."""
    module = Exported(ensemble).eval()
    values = {"channels": torch.zeros(8, ensemble.shape.channels), "slope": torch.full((8,), 30.0),
              "pga": torch.full((8,), 0.3), "saturation": torch.zeros(8)}
    inputs = {name: values.get(name, torch.ones(8)) for name in module.input_names()}
    path.write_bytes(onnx_bytes(module, inputs, OUTPUTS, card))
