"""The other objective: means that rank landslides above other cells, within the prior."""

from __future__ import annotations

from typing import Sequence

import numpy as np
from scipy import optimize

from .posterior import Posterior

_ROUNDS = 40


def area_under_curve(score: np.ndarray, slide: np.ndarray, weight: np.ndarray) -> float:
    """Give the chance that a landslide scores above another cell, ties by half.

    Parameters
    ----------
    score : (n,) float64 array
    slide : (n,) bool array
    weight : (n,) float64 array
        Cells each stands for.
    """
    values, place = np.unique(score, return_inverse=True)
    slides, others = (np.bincount(place, np.where(part, weight, 0.0), minlength=len(values))
                      for part in (slide, ~slide))
    below = np.cumsum(others) - 0.5 * others
    return float(slides @ below / max(slides.sum() * others.sum(), 1e-300))


def best_ranking(posterior: Posterior, weights: Sequence, start: np.ndarray) -> np.ndarray:
    """Find the parameters (p,) of the greatest AUC, less half their squared length over the number of landslides.

    Parameters
    ----------
    posterior : Posterior
        Its box bounds the search.
    weights : sequence of (n,) float64 array
        Cells each point stands for, by zone.
    start : (p,) float64 array
    """
    slide = np.concatenate([points.slide for points in posterior.zones])
    weight = np.concatenate(weights)
    slides = max(weight[slide].sum(), 1.0)

    def loss(t):
        posterior.response.check()
        score = -np.concatenate([surrogate.index(t[None, points.parameter])[0]
                                 for points, surrogate in zip(posterior.zones, posterior.surrogates)])
        return 0.5 * t @ t / slides - area_under_curve(score, slide, weight)

    found = [optimize.minimize(loss, np.clip(each, posterior.low, posterior.high), method="Powell",
                               bounds=np.stack((posterior.low, posterior.high), axis=1),
                               options={"maxiter": _ROUNDS, "xtol": 1e-3, "ftol": 1e-7})
             for each in (start, np.zeros_like(start))]
    return min(found, key=lambda each: each.fun).x
