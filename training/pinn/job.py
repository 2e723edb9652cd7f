"""A whole training: tests on folds never seen, then the ensemble of all units, its card and its file.

The folder holds ``job.json`` and ``units.csv``; written are ``model.onnx`` and ``results.json``.
"""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import numpy as np
import torch

from ...engine.errors import InputError
from ...engine.networks.pinn_units import Roles
from .. import progress
from . import export, validate
from .data import Units, read_units
from .fit import Settings, as_tensors, fit, probabilities

TELL_SECONDS = 1.0
STRENGTHS = ("c_over_t", "friction", "factor_of_safety", "critical_acceleration")


def run(folder: Path, job: dict) -> None:
    """Do a job.

    Parameters
    ----------
    folder : Path
    job : dict
        ``fields``, ``categories``, ``labels``, ``places`` (lists of columns), ``roles`` (see `Roles`), ``settings``
        (see `Settings`), ``block_size`` m, ``threads``, ``keep`` (folder of finished members, or empty), ``title``,
        ``training``, ``licence``, ``caveats`` (for the card).
    """
    torch.set_num_threads(job["threads"] or torch.get_num_threads())
    with open(folder / "units.csv", encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    units = read_units(records, job["fields"], job["categories"], Roles.from_dict(job["roles"]), job["labels"],
                       job["places"])
    units.standardised()      # faults of columns come before the tests, not after
    settings = Settings(**job["settings"])
    results = {"rows": len(records), "units": len(units), **_test(units, settings, job)}
    whole = units.standardised()
    keep = Path(job["keep"]) if job["keep"] else None
    ensemble = fit(whole, settings, keep, _Teller("Network of all units", 0.6, 0.4))
    metrics = {name: results[name] for name in ("random", "blocks") if results[name]}
    card = export.card(ensemble, whole, settings, job["title"], metrics, job["licence"], job["training"],
                       job["caveats"])
    export.export(ensemble, card, folder / "model.onnx")
    results["card"] = json.loads(card.to_json())
    members = probabilities(ensemble, as_tensors(whole))
    results["strength"] = {name: [round(float(value), 4) for value in
                                  np.percentile(np.median(members[name], axis=0), [5, 50, 95])] for name in STRENGTHS}
    (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")


def _test(units: Units, settings: Settings, job: dict) -> dict:
    """Test at random and, where the places are known and there are blocks enough, in blocks."""
    found: dict = {"blocks": {}}
    size = job["block_size"]
    fold = validate.random_folds(units, settings.seed)
    found["random"] = validate.score(units, validate.cross_validate(
        units, fold, settings, _Teller("Test at random", 0.0, 0.3)), size).to_dict()
    if units.places is None:
        progress.tell("message", text="Without coordinates there is no test in spatial blocks.")
        return found
    try:
        fold = validate.block_folds(units, size, settings.seed)
    except InputError as error:
        progress.tell("message", text=f"There is no test in spatial blocks. {error}")
        return found
    found["blocks"] = validate.score(units, validate.cross_validate(
        units, fold, settings, _Teller("Test in blocks", 0.3, 0.3)), size).to_dict()
    return found


class _Teller:
    """Tells progress of a stage, at most once a second."""

    def __init__(self, stage: str, begin: float, width: float) -> None:
        self._stage, self._begin, self._width, self._last = stage, begin, width, 0.0

    def __call__(self, share: float, loss: float) -> None:
        if time.monotonic() - self._last < TELL_SECONDS and share < 1.0:
            return
        self._last = time.monotonic()
        words = "" if np.isnan(loss) else f", loss {loss:.4f}"
        progress.tell("progress", share=round(self._begin + self._width * share, 4),
                      text=f"{self._stage}: {share:.0%}{words}")
