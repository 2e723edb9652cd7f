"""Bayesian search over the hyper-parameters of Table 1 (Optuna's tree-structured Parzen estimator)."""

from __future__ import annotations

from typing import Callable, NamedTuple, Optional

import numpy as np
import optuna

from .data import Samples
from .fit import Settings, fit

SEARCH_FOLDS = 2
"""Each trial is measured on so many folds held back."""

WORST_LOSS = 10.0
WIDTHS = (32, 64, 128)


class Found(NamedTuple):
    """The best settings, their loss, and the loss of every trial in order (None where it was cut short)."""

    settings: Settings
    loss: float
    history: list


def search(samples: Samples, folds: np.ndarray, trials: int, start: Settings, seed: int,
           after: Optional[Callable] = None, after_epoch: Optional[Callable] = None, widths=WIDTHS) -> Found:
    """Look for the settings of least loss on samples held back.

    Parameters
    ----------
    samples : Samples
    folds : ndarray of int, shape (n,)
        The first two are held back in turn.
    trials : int
        0 keeps `start`.
    start : Settings
        The first trial.
    seed : int
    after : callable, optional
        Told (trial from 1, loss or None, least loss so far).
    after_epoch : callable, optional
        As in `fit`.
    widths : sequence of int
        Channels to choose from.
    """
    samples = samples.standardised()
    if not trials:
        return Found(start, float("nan"), [])
    optuna.logging.set_verbosity(optuna.logging.WARNING)

    def objective(trial: optuna.Trial) -> float:
        settings = _suggest(trial, start.epochs, widths)
        losses = []
        for fold in range(SEARCH_FOLDS):
            fitted = fit(samples, folds == fold, settings, seed + fold, after_epoch)
            losses.append(fitted.loss if fitted.loss < WORST_LOSS else WORST_LOSS)
            trial.report(float(np.mean(losses)), fold)
            if fold + 1 < SEARCH_FOLDS and trial.should_prune():
                raise optuna.TrialPruned
        return float(np.mean(losses))

    def told(study, trial) -> None:
        if after is not None:
            best = min((each.value for each in study.trials if each.value is not None
                        and each.state == optuna.trial.TrialState.COMPLETE), default=float("nan"))
            after(trial.number + 1, _loss(trial), best)

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed, n_startup_trials=min(5, trials)),
                                pruner=optuna.pruners.MedianPruner(n_startup_trials=3))
    study.enqueue_trial({name: getattr(start, name) for name in ("kernel", "rate", "decay", "dropout", "width")})
    study.optimize(objective, n_trials=trials, callbacks=[told])
    return Found(Settings(**study.best_params, epochs=start.epochs), study.best_value,
                 [_loss(trial) for trial in study.trials])


def _loss(trial):
    return trial.value if trial.state == optuna.trial.TrialState.COMPLETE else None


def _suggest(trial: optuna.Trial, epochs: int, widths) -> Settings:
    return Settings(trial.suggest_categorical("kernel", [2, 3, 4, 5]),
                    trial.suggest_float("rate", 1e-5, 1e-1, log=True),
                    trial.suggest_float("decay", 1e-6, 1e-2, log=True), trial.suggest_float("dropout", 0.0, 0.5),
                    trial.suggest_categorical("width", list(widths)), epochs)
