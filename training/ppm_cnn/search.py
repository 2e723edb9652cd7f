"""Bayesian search over the hyper-parameters of Table 1 (Optuna's tree-structured Parzen estimator)."""

from __future__ import annotations

from typing import Callable, List, NamedTuple, Optional

import numpy as np
import optuna

from .calibrate import Calibration, calibrate
from .data import Samples
from .fit import Settings, fit

FOLDS = 3
"""Each trial holds every sample back once."""

WIDTHS = (16, 32, 64)
"""Channels of a convolution. Narrower than Table 1 (32, 64, 128): wider ones cost most of the time."""


class Found(NamedTuple):
    """What the search found.

    Attributes
    ----------
    settings : Settings
        The best.
    calibration : Calibration
        Of the log-odds they gave to the samples held back, with the loss that the search makes least.
    epochs : float
        Mean number after which training with them ended.
    history : list
        Loss of every trial in order, None where it was cut short; empty where nothing was searched.
    """

    settings: Settings
    calibration: Calibration
    epochs: float
    history: List[Optional[float]]


def search(samples: Samples, folds: np.ndarray, trials: int, start: Settings, seed: int,
           after: Optional[Callable] = None, after_epoch: Optional[Callable] = None, widths=WIDTHS) -> Found:
    """Look for the settings of least loss, after calibration, on samples held back.

    Parameters
    ----------
    samples : Samples
    folds : ndarray of int, shape (n,)
        0 to 2, held back in turn.
    trials : int
        0 keeps `start`.
    start : Settings
        The first trial.
    seed : int
    after : callable, optional
        Told (trial from 1, loss and ROC AUC of the samples held back or None where it was cut short, least loss so
        far).
    after_epoch : callable, optional
        As in `fit`.
    widths : sequence of int
        Channels to choose from.
    """
    samples = samples.standardised()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    best: List[Found] = []

    def objective(trial: optuna.Trial) -> float:
        settings = _suggest(trial, start.epochs, widths) if trials else start
        scores, epochs = np.full(samples.labels.size, np.nan), []
        for fold in range(FOLDS):
            fitted = fit(samples, folds == fold, settings, seed + fold, after_epoch)
            scores[folds == fold] = fitted.held_back
            epochs.append(fitted.epochs)
            known = ~np.isnan(scores)
            found = calibrate(scores[known], samples.labels[known])
            trial.report(found.loss, fold)
            if fold + 1 < FOLDS and trial.should_prune():
                raise optuna.TrialPruned
        if not best or found.loss < best[0].calibration.loss:
            best[:] = [Found(settings, found, float(np.mean(epochs)), [])]
        trial.set_user_attr("auc", found.auc)
        return found.loss

    def told(study, trial) -> None:
        if after is not None:
            after(trial.number + 1, _loss(trial), trial.user_attrs.get("auc"), best[0].calibration.loss)

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed, n_startup_trials=min(5, max(trials, 1))),
                                pruner=optuna.pruners.MedianPruner(n_startup_trials=1))
    if trials:
        study.enqueue_trial({name: getattr(start, name) for name in ("kernel", "rate", "decay", "dropout", "width")})
    study.optimize(objective, n_trials=max(trials, 1), callbacks=[told])
    return best[0]._replace(history=[_loss(trial) for trial in study.trials] if trials else [])


def _loss(trial):
    return trial.value if trial.state == optuna.trial.TrialState.COMPLETE else None


def _suggest(trial: optuna.Trial, epochs: int, widths) -> Settings:
    return Settings(trial.suggest_categorical("kernel", [2, 3, 4, 5]),
                    trial.suggest_float("rate", 1e-4, 1e-2, log=True),
                    trial.suggest_float("decay", 1e-3, 0.5, log=True), trial.suggest_float("dropout", 0.0, 0.5),
                    trial.suggest_categorical("width", list(widths)), epochs)
