"""The networks of an ensemble: trained, written as a piece of a graph, joined with trees; equal to what was trained."""

from __future__ import annotations

import json

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs requirements-training.txt")
pytest.importorskip("onnx")

from scarp.engine.networks import session
from scarp.engine.networks.card import Card, Factor
from scarp.engine.networks.statistical import CHANNELS, SPREAD, SUSCEPTIBILITY, Statistical, channels, measured
from scarp.engine.statistics import ensemble, methods
from scarp.engine.statistics.graph import logistic
from scarp.training.statistical import job, members

N, SIDE = 90, 17


@pytest.fixture
def trained(tmp_path, monkeypatch):
    """A job on windows of slope (with gaps) and rock, whose slides are steep in the middle: its folder and samples."""
    monkeypatch.setattr(members, "LEAST_STEPS", 40)
    order = np.random.default_rng(2)
    slope = order.normal(30, 8, (N, SIDE, SIDE)).astype(np.float32)
    labels = np.arange(N) % 3 == 0
    slope[labels, 6:11, 6:11] += 15
    slope[:, 0] = np.nan
    rock = order.integers(1, 4, (N, SIDE, SIDE)).astype(np.float32)
    factors = [{"name": "slope", "kind": "number", "unit": "deg", "classes": []},
               {"name": "rock", "kind": "category", "unit": "", "classes": [1, 2, 3]}]
    learned = np.array([np.arange(N) < 60, np.ones(N, dtype=bool), np.zeros(N, dtype=bool)])[[0, 2, 1]]
    np.savez(tmp_path / "samples.npz", values=np.stack([slope, rock], axis=1), labels=labels, cells=np.arange(N) * 40,
             learned=learned, tested=np.array([np.arange(N) >= 60, np.ones(N, dtype=bool), np.ones(N, dtype=bool)]))
    job.run(tmp_path, {"factors": factors, "members": 2, "seed": 1, "threads": 1, "lattice": [10.0, 10.0, 500]})
    return tmp_path, np.stack([slope, rock], axis=1), labels


def test_an_ensemble_is_the_mean_of_its_members(trained, tmp_path):
    folder, values, labels = trained
    odds = np.load(folder / "odds.npz")["odds"]
    assert np.isnan(odds[0, :, :60]).all()
    assert np.isfinite(odds[0, :, 60:]).all()
    assert np.isnan(odds[1]).all()      # a fold without training
    plain = json.loads((folder / "results.json").read_text())["factors"]
    networks = tuple(Factor(**{**each, "classes": tuple(each["classes"])}) for each in plain)
    middle = values[:, :, 8, 8].astype(np.float64)
    factors = tuple(measured(factor, column) for factor, column in zip(
        (Factor("slope"), Factor("rock", "category")), middle.T))
    windows = np.stack([channels(list(each), factors) for each in values])
    trees = methods.fit("boosting", np.ascontiguousarray(windows[:, :, 8, 8]), labels, factors)
    card = Card("statistical", "t", factors, Statistical("ensemble", 10.0, 17), 3, prevalence=0.1)
    content = ensemble.ensemble_bytes(trees, (folder / "networks.onnx").read_bytes(), networks, card, -1.0)
    assert len(content) < 5e6
    every = np.concatenate([trees.log_odds(windows[:, :, 8, 8])[np.newaxis], odds[-1]])
    ensemble.check_windows(content, windows, every, -1.0)
    (tmp_path / "m.onnx").write_bytes(content)
    network = session.open(str(tmp_path / "m.onnx"))
    assert network.outputs == (SUSCEPTIBILITY, SPREAD)
    found = network.run({CHANNELS: windows[:1]})
    single = logistic(every[:, 0] - 1.0)
    assert found[SUSCEPTIBILITY].item() == pytest.approx(logistic(every[:, 0].mean() - 1.0), abs=1e-5)
    assert found[SPREAD].item() == pytest.approx(single.std(), abs=1e-5)
    assert odds[0, :, 60:].mean(axis=0)[labels[60:]].mean() > odds[0, :, 60:].mean(axis=0)[~labels[60:]].mean()
