"""From a trained ensemble to one ONNX file: all members, the physics, and the card in its metadata."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from ...engine.networks.card import KEY, Card
from ...engine.networks.pinn import NETWORK
from .data import Units
from .fit import Settings
from .network import OUTPUTS, Ensemble, Exported

OPSET = 17
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
    has_area = bool(units.roles.area)
    physics = units.physics
    return Card(
        NETWORK, title, units.factors, 1, float(np.sqrt(np.nanmedian(physics.area))) if has_area else 1.0,
        ensemble.shape.members, float(np.nanmean(units.labels)),
        {"roles": units.roles.to_dict(), "units": len(units), "depth": settings.depth, "width": settings.width,
         "epochs": settings.epochs, "seed": settings.seed, "prior": settings.prior, "subsample": settings.half,
         "slope_deviations_added": round(share, 3) if units.roles.slope_deviation else 0.0,
         "reference_area": round(area, 1) if has_area else 1.0,
         "slope_range": [round(float(value), 3) for value in np.percentile(physics.slope, [0.1, 99.9])],
         "pga_range_g": [round(float(value), 4) for value in np.nanpercentile(physics.pga, [0.1, 99.9])],
         **(training or {})},
        metrics, licence, (*CAVEATS, *caveats))


def export(ensemble: Ensemble, card: Card, path: Path) -> None:
    """Write the file; its graph is checked by running it beside the ensemble in the tests."""
    import onnx

    module = Exported(ensemble).eval()
    inputs = module.input_names()
    example = [torch.zeros(8, ensemble.shape.channels), torch.full((8,), 30.0), torch.full((8,), 0.3), torch.zeros(8),
               *[torch.ones(8) for _ in inputs[4:]]]
    with torch.no_grad():
        torch.onnx.export(module, tuple(example), str(path), opset_version=OPSET, dynamo=False, input_names=inputs,
                          output_names=list(OUTPUTS),
                          dynamic_axes={**{name: {0: "units"} for name in inputs},
                                        **{name: {1: "units"} for name in OUTPUTS}})
    model = onnx.load(str(path))
    entry = model.metadata_props.add()
    entry.key, entry.value = KEY, card.to_json()
    onnx.save(model, str(path))
