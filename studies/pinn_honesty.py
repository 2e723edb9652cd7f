"""What the PINN can know: synthetic ground of known strength, trained on labels alone, compared with the truth.

``python -m scarp.studies.pinn_honesty`` writes studies/pinn_honesty.json.

Ground is 90 x 90 units with smooth drivers of strength, slopes and shaking. The network sees noisy proxies of the
drivers and fields that mean nothing; labels are drawn from the engine's Newmark chain with its scatter. A quarter of
the area, in one piece, takes no part in training; everything is measured there.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from ..engine.networks.card import Factor
from ..engine.networks.pinn_units import Physics, Roles
from ..engine.stability import newmark
from ..training.pinn.data import Units
from ..training.pinn.fit import Settings, as_tensors, fit, probabilities

RESULTS = Path(__file__).with_name("pinn_honesty.json")
SIDE = 90
CELL = 100.0
SETTINGS = Settings(members=10, epochs=30)
SEEDS = (1, 2, 3)
WORLDS = {
    "one rock drives both": {},
    "independent drivers": {"together": 0.0},
    "opposed drivers (-0.9)": {"together": -0.9},
    "independent, wetness known": {"together": 0.0, "wet": True},
    "independent, wetness ignored": {"together": 0.0, "wet": True, "ignored": True},
    "independent, slope a predictor": {"together": 0.0, "slope_seen": True},
    "independent, poor proxies": {"together": 0.0, "noise": 1.5},
}
PROXY_NOISE = 0.5


class Truth(NamedTuple):
    """True strength and response of every unit."""

    log_c_over_t: np.ndarray
    friction: np.ndarray
    log_safety: np.ndarray
    critical: np.ndarray
    probability: np.ndarray


def world(seed: int, together: float = 1.0, wet: bool = False, ignored: bool = False, slope_seen: bool = False,
          noise: float = PROXY_NOISE) -> tuple:
    """Make a world.

    Parameters
    ----------
    seed : int
    together : float
        Correlation of the drivers of ln c/t and phi.
    wet : bool
        Whether the wet share varies from 0 to 1.
    ignored : bool
        Whether the network is told 0 instead.
    slope_seen : bool
        Whether the slope is a predictor too.
    noise : float
        Of the proxies, in standard deviations of what they stand for.

    Returns
    -------
    Units, Truth, held out (bool array)
    """
    from scipy.ndimage import gaussian_filter

    random = np.random.default_rng(seed)

    def field(scale):
        values = gaussian_filter(random.normal(size=(SIDE, SIDE)), scale, mode="wrap").ravel()
        return (values - values.mean()) / values.std()

    first, other = field(4), field(4)
    # Smooth fields agree or differ by chance; what is left of that would be taken for what the network found.
    other = other - first * (first @ other) / (first @ first)
    other /= other.std()
    second = together * first + np.sqrt(1.0 - together ** 2) * other
    log_cohesion = np.log(6.0) + 0.6 * first
    friction = np.clip(31.0 + 5.5 * second, 15.0, 48.0)
    slope = np.clip(32.0 + 8.0 * field(2), 12.0, 55.0)
    pga = 0.4 * np.exp(0.35 * field(15))
    saturation = random.uniform(0.0, 1.0, SIDE * SIDE) if wet else np.zeros(SIDE * SIDE)
    found = newmark.respond(slope, np.exp(log_cohesion), friction, pga, saturation)
    label = (random.uniform(size=slope.size) < found.probability).astype(float)
    noisy = [driver + noise * random.normal(size=slope.size) for driver in (first, second)]
    values = np.column_stack([*noisy, field(4), field(4), random.normal(size=slope.size)])
    names = ["proxy_1", "proxy_2", "nothing_1", "nothing_2", "nothing_3"]
    if slope_seen:
        values, names = np.column_stack([values, slope]), [*names, "slope"]
    roles = Roles("slope", ("pga",), saturation="saturation" if wet and not ignored else "")
    told = np.zeros_like(saturation) if ignored else saturation
    rows, cols = np.divmod(np.arange(slope.size), SIDE)
    units = Units(values, tuple(Factor(name) for name in names),
                  Physics(slope, np.zeros_like(slope), pga[:, None], np.full_like(slope, np.nan), told),
                  label[:, None], roles, np.stack([cols, rows], axis=1) * CELL)
    truth = Truth(log_cohesion, friction, np.log(newmark.factor_of_safety(slope, np.exp(log_cohesion), friction,
                                                                          saturation)),
                  found.critical_acceleration, found.probability)
    return units, truth, (rows >= SIDE // 2) & (cols >= SIDE // 2)


def judge(seed: int, **options) -> dict:
    """Train on one world and compare with its truth where nothing was trained."""
    from scipy.stats import spearmanr
    from sklearn.metrics import roc_auc_score

    units, truth, held = world(seed, **options)
    train, test = units.take(~held).standardised(), units.take(held)
    ensemble = fit(train, Settings(**{**vars(SETTINGS), "seed": seed}))
    members = probabilities(ensemble, as_tensors(test, train.factors))
    members = {name: values[..., 0] for name, values in members.items()}
    members["log_c_over_t"], members["log_safety"] = np.log(members["c_over_t"]), np.log(members["factor_of_safety"])
    members["critical"] = members["critical_acceleration"]
    labels = test.labels[:, 0]
    found = {"auc": roc_auc_score(labels, np.median(members["probability"], axis=0)),
             "auc_of_truth": roc_auc_score(labels, truth.probability[held])}
    for name, true in truth._asdict().items():
        true = true[held]
        low, middle, high = np.percentile(members[name], [5, 50, 95], axis=0)
        found[name] = {"r": np.corrcoef(middle, true)[0, 1], "rank": spearmanr(middle, true)[0],
                       "bias": (middle - true).mean(), "rmse": np.sqrt(((middle - true) ** 2).mean()),
                       "sd_true": true.std(), "covered": ((true >= low) & (true <= high)).mean()}
    return found


def study() -> dict:
    """Judge every world; each measure is the mean over seeds, with the least and greatest."""
    table = {}
    for name, options in WORLDS.items():
        runs = [judge(seed, **options) for seed in SEEDS]
        table[name] = _summary(runs)
        sys.stderr.write(f"{name}: {table[name]}\n")
        RESULTS.write_text(json.dumps({"seeds": len(SEEDS), "settings": vars(SETTINGS), "worlds": table}, indent=1)
                           + "\n", encoding="utf-8")
    return table


def _summary(runs):
    if isinstance(runs[0], dict):
        return {key: _summary([run[key] for run in runs]) for key in runs[0]}
    return [round(float(value), 3) for value in (np.mean(runs), np.min(runs), np.max(runs))]


if __name__ == "__main__":
    torch.set_num_threads(1)
    study()
