"""A whole training: tests on untouched data first, then the network of all samples, its card and what it listens to.

The folder holds ``job.json`` (below) and ``samples.npz`` (values, labels, cells, perhaps tested and trained); written
are ``model.onnx`` and ``results.json``.
"""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Callable, List

import numpy as np
import torch

from ...engine.errors import InputError
from ...engine.networks.card import Card, Factor
from ...engine.networks.ppm_cnn import NETWORK, PATCH, Windows
from .. import progress
from .assess import BLOCK_FOLDS, at_random, in_blocks, settings_of
from .attribute import attributions
from .data import Lattice, Samples, block_folds, random_folds
from .ensemble import Ensemble, fit_ensemble
from .export import export
from .fit import Settings
from .search import FOLDS, WIDTHS, Found, search

EPOCH_SECONDS = 1.0
"""Loss and AUC are told at most this often."""


class Training:
    """Search and ensemble, as often as the tests ask for it, with progress.

    Parameters
    ----------
    job : dict
        ``trials``, ``epochs``, ``members``, ``split``, ``block_size``, ``seed``; perhaps ``widths`` to search among and
        ``settings`` to begin with.
    trainings : int
        How often it will be asked.
    quiet : bool
        Tell nothing.
    """

    def __init__(self, job: dict, trainings: int, quiet: bool = False) -> None:
        self._job, self._quiet, self._told = job, quiet, 0.0
        self._steps = progress.Steps(trainings * (max(job["trials"], 1) * FOLDS + job["members"]), quiet)
        self.found: List[Found] = []

    def __call__(self, samples: Samples, name: str) -> Ensemble:
        """Search settings on these samples and train an ensemble on them."""
        job, started = self._job, name[0].upper() + name[1:]
        folds = inner_folds(samples, job)
        start = Settings(**job.get("settings", {}), epochs=job["epochs"])
        found = search(samples, folds, job["trials"], start, job["seed"], self._after_trial(started),
                       self._after_epoch(started), job.get("widths", WIDTHS))
        self.found.append(found)
        return fit_ensemble(samples, found, job["members"], job["seed"], self._after_member(started),
                            self._after_epoch(started))

    def _after_trial(self, started: str) -> Callable:
        def told(trial, loss, auc, best):
            words = "cut short" if loss is None else f"loss {loss:.3f}, AUC {auc:.2f}"
            self._steps.step(f"{started}: trial {trial} of {max(self._job['trials'], 1)}, {words}, least loss "
                             f"{best:.3f}", FOLDS)
        return told

    def _after_member(self, started: str) -> Callable:
        return lambda member, fitted: self._steps.step(
            f"{started}: network {member} of {self._job['members']}, {fitted.epochs} epochs")

    def _after_epoch(self, started: str) -> Callable:
        def told(epoch, loss, auc):
            if not self._quiet and time.monotonic() - self._told > EPOCH_SECONDS:
                self._told = time.monotonic()
                held_back = "" if auc is None else f", AUC {auc:.2f}"
                self._steps.step(f"{started}: epoch {epoch}, loss {loss:.3f}{held_back}", 0.0)
        return told


def inner_folds(samples: Samples, job: dict) -> np.ndarray:
    """Separate samples for the search and early stopping as SPLIT says; at random where a fold would lack a class."""
    if job["split"] == "blocks":
        with contextlib.suppress(InputError):       # too few blocks with landslides
            fold = block_folds(samples, FOLDS, job["block_size"], job["seed"])
            if all(np.unique(samples.labels[fold == each]).size == 2 for each in range(FOLDS)):
                return fold
    return random_folds(samples, FOLDS, job["seed"])


def load(folder: Path, job: dict) -> Samples:
    """Read the samples of a job."""
    with np.load(folder / "samples.npz", allow_pickle=False) as stored:
        values, labels, cells = stored["values"], stored["labels"], stored["cells"]
        tested, trained = stored.get("tested"), stored.get("trained")
    factors = tuple(Factor(**each) for each in job["factors"])
    return Samples(values, labels.astype(bool), cells, factors, Lattice(*job["lattice"]), tested, trained)


def run(folder: Path, job: dict) -> None:
    """Do a job.

    Parameters
    ----------
    folder : Path
    job : dict
        Read from job.json: as `Training` takes it, and ``factors`` (name, kind, unit), ``lattice`` (cell width, cell
        height, columns), ``threads`` (0 = all), ``prevalence``, ``title``, ``training`` (for the card), ``licence``,
        ``caveats``.
    """
    if job["threads"]:
        torch.set_num_threads(job["threads"])
    samples = load(folder, job)
    results, ensemble = train(samples, job)
    card = make_card(samples.take(samples.trained), ensemble, results, job)
    results["onnx_difference"] = export(ensemble, card, folder / "model.onnx")
    results["card"] = json.loads(card.to_json())
    (folder / "results.json").write_text(json.dumps(results, allow_nan=False), encoding="utf-8")


def train(samples: Samples, job: dict, quiet: bool = False) -> tuple:
    """Test on untouched data, then train on all samples.

    Returns
    -------
    results : dict
        ``blocks``, ``random`` (measures), ``settings``, ``history`` (loss by trial), ``attributions``.
    ensemble : Ensemble
    """
    training = Training(job, BLOCK_FOLDS + 2, quiet)
    results = {"blocks": in_blocks(samples, job["block_size"], job["seed"], training),
               "random": at_random(samples, job["block_size"], job["seed"], training)}
    samples = samples.take(samples.trained)
    ensemble = training(samples, "network of all samples")
    results["settings"] = settings_of(ensemble)
    results["history"] = training.found[-1].history
    results["attributions"] = attributions(ensemble, samples, job["seed"])
    return results, ensemble


def make_card(samples: Samples, ensemble: Ensemble, results: dict, job: dict) -> Card:
    """Write the model card."""
    def short(found: dict) -> dict:
        names = ("auc", "auc_interval", "positives", "negatives", "brier", "overlapping", "left_out", "block_size")
        return {name: found[name] for name in names if name in found}

    metrics = {name: short(results[name]) for name in ("blocks", "random") if results[name]}
    training = {**job["training"], "landslides": int(samples.labels.sum()), "stable": int((~samples.labels).sum()),
                "settings": asdict(ensemble.settings), "split": job["split"],
                "seed": job["seed"], "trials": job["trials"]}
    width, height, _ = job["lattice"]
    return Card(NETWORK, job["title"], ensemble.factors, Windows(PATCH, (width + height) / 2), len(ensemble.networks),
                job["prevalence"], training, metrics, job["licence"], tuple(job["caveats"]))
