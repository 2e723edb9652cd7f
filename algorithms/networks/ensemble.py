"""The convolutional networks of an ensemble: windows, training in another process for every fold, one graph."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np

from ...engine.evaluation import blocks
from ...engine.networks import ppm_cnn, statistical
from ...engine.networks.card import Factor
from ...engine.statistics import ensemble, validation
from .training_process import find_python, run_training

PACKAGES = ("torch", "onnx", "sklearn", "scipy")
MEMBERS = 2
CHECKED = 200
"""Windows on which the graph is held against the trainers."""

SECONDS_A_WINDOW = 0.008
"""Of a training, two networks: seconds a sample, measured on one thread; at least `LEAST_SECONDS`."""

LEAST_SECONDS = 20.0


class Members:
    """Log-odds of the networks by fold, and what their graph is made of.

    Parameters
    ----------
    odds : ndarray, shape (trainings, networks, n)
        Folds of blocks, then random folds, then the training on all.
    folds : int
    networks : bytes
    factors : tuple of Factor
    windows : ndarray of float32, shape (n, factors, 17, 17)
    """

    def __init__(self, odds, folds: int, networks: bytes, factors, windows) -> None:
        self._odds, self._folds, self._networks, self._factors, self._windows = odds, folds, networks, factors, windows

    def parts(self) -> dict:
        """Give what :func:`..engine.statistics.study.train` takes."""
        return {"parts": lambda fold: self._odds[fold], "random_parts": lambda fold: self._odds[self._folds + fold]}

    def model_bytes(self, trained, card) -> bytes:
        """Write trees and networks as one file, held against both on some windows."""
        content = ensemble.ensemble_bytes(trained.model, self._networks, self._factors, card, trained.shift)
        some = np.linspace(0, len(self._windows) - 1, CHECKED).astype(int)
        windows = np.stack([statistical.channels(list(each), card.factors) for each in self._windows[some]])
        middle = ppm_cnn.PATCH // 2
        trees = trained.model.log_odds(np.ascontiguousarray(windows[:, :, middle, middle]))
        ensemble.check_windows(content, windows, np.concatenate([trees[np.newaxis], self._odds[-1][:, some]]),
                               trained.shift)
        return content


def train_members(given, run, labelled, plan, folds) -> Members:
    """Train the networks of an ensemble: the stages ``windows`` and ``training`` of a run.

    Parameters
    ----------
    given : Given
    run : Run
    labelled : Labelled
    plan : study.Plan
    folds : study.Folds

    Raises
    ------
    InputError
        No Python with torch, or a grid smaller than a window.
    """
    python = find_python(given.text("PYTHON"), PACKAGES)
    samples, conditioning = labelled.samples, labelled.conditioning
    ppm_cnn.check_size(conditioning.grid)
    sources = [conditioning.sources[conditioning.names.index(name)] for name in samples.names]
    counted = [factor.kind in ("number", "category") and factor.name not in samples.gaps for factor in samples.factors]
    windows = ppm_cnn.read_patches(sources, counted, labelled.cells,
                                   **run.controls("windows", "Windows round the samples")).values
    learned, tested = [], []
    for fold, gap in ((folds.blocks, plan.gap), (folds.random, 0.0)):
        for number in range(plan.folds):
            test = fold == number
            learned.append(~test & samples.trained & blocks.apart(samples.x, samples.y, test, gap))
            tested.append(test)
    learned.append(samples.trained)
    tested.append(np.ones(samples.labels.size, dtype=bool))
    few = [each for each in learned if min(samples.labels[each].sum(), (~samples.labels[each]).sum())
           < validation.FEWEST_LEARNED]
    for each in few:        # such a fold is not tested
        each[:] = False
    seconds = sum(max(LEAST_SECONDS, SECONDS_A_WINDOW * each.sum()) for each in learned)
    run.log(f"{MEMBERS * len(learned)} trainings of a convolutional network with {python}: about {seconds / 60:.0f} "
            "minutes.")
    folder = Path(tempfile.mkdtemp(prefix="ensemble_", dir=run.folder()))
    grid = conditioning.grid
    np.savez(folder / "samples.npz", values=windows, labels=samples.labels, cells=labelled.cells,
             learned=np.array(learned), tested=np.array(tested))
    plain = [{"name": factor.name, "kind": factor.kind, "unit": factor.unit, "classes": list(factor.classes)}
             for factor in samples.factors]
    (folder / "job.json").write_text(json.dumps({
        "network": statistical.NETWORK, "factors": plain, "members": MEMBERS, "seed": plan.seed,
        "threads": run.threads or 0, "lattice": [grid.cell_width, grid.cell_height, grid.width]}), encoding="utf-8")
    progress = run.stage("training", "Convolutional networks in another process")

    def on_event(event: dict) -> None:
        run.log(event.get("text", ""))
        progress(event.get("share", 0.0))

    run_training(python, str(folder), on_event, run.cancelled)
    with np.load(folder / "odds.npz", allow_pickle=False) as stored:
        odds = stored["odds"]
    found = json.loads((folder / "results.json").read_text(encoding="utf-8"))["factors"]
    factors = tuple(Factor(**{**each, "classes": tuple(each["classes"])}) for each in found)
    return Members(odds, plan.folds, (folder / "networks.onnx").read_bytes(), factors, windows)

