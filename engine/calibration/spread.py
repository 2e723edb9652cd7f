"""How well the means are known: sandwich estimator over spatial blocks, and an ensemble sampler to check it."""

from __future__ import annotations

import numpy as np
from scipy import special

from ..grid import tiles
from .posterior import Posterior

WALKERS, STEPS, BURN_IN = 24, 400, 100


def sandwich(curvature: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Give the covariance of the parameters.

    Parameters
    ----------
    curvature : (p, p) float64 array
        Minus the Hessian of the log posterior, that of the standard normal prior (1) included.
    scores : (blocks, p) float64 array
        Gradient of the log likelihood, block by block.

    Returns
    -------
    (p, p) float64 array
        ``H^-1 (J + 1) H^-1`` with J the sum over blocks of the outer product of their scores about the mean. The 1 is
        the prior's own share: where the data say nothing, the prior is left. With independent, well-described data J
        is the curvature of the likelihood, and the result H^-1.

    Notes
    -----
    Huber (1967); Liang and Zeger 1986, doi:10.1093/biomet/73.1.13, by cluster.
    """
    apart = _apart(scores)
    bread = np.linalg.inv(curvature)
    return bread @ (apart.T @ apart + np.eye(len(curvature))) @ bread


def deviation(directions: np.ndarray, curvature: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Give standard deviations whose +-1.645 fold is a band of 90 %.

    Few blocks hold most landslides, so that the sandwich estimator itself is uncertain: Student's distribution takes
    the place of the normal one, with as many degrees of freedom as blocks count (Satterthwaite), less one.

    Parameters
    ----------
    directions : (k, p) float64 array
        Of combinations of the parameters; the unit matrix for the parameters themselves.
    curvature, scores
        As in `sandwich`.

    Returns
    -------
    (k,) float64 array

    Notes
    -----
    Satterthwaite 1946, doi:10.2307/3002019; for clusters Imbens and Kolesar 2016, doi:10.1162/REST_a_00552.
    """
    lever = directions @ np.linalg.inv(curvature)
    parts = np.square(_apart(scores) @ lever.T)
    data, prior = parts.sum(axis=0), np.square(lever).sum(axis=1)
    count = np.square(data) / np.maximum(np.square(parts).sum(axis=0), 1e-300)
    # The prior's share is known, which adds to the degrees of freedom.
    freedom = np.square(data + prior) * np.maximum(count - 1.0, 1.0) / np.maximum(np.square(data), 1e-300)
    return np.sqrt(data + prior) * special.stdtrit(freedom, 0.95) / special.ndtri(0.95)


def _apart(scores):
    """Scores of blocks that have any, about their mean, scaled so that their squares add up to the meat."""
    held = scores[np.any(scores != 0.0, axis=1)]
    count = max(len(held), 2)
    return (held - held.mean(axis=0)) * np.sqrt(count / (count - 1.0)) if len(held) else held


def mended(curvature: np.ndarray) -> np.ndarray:
    """Give the curvature (p, p) with no direction known less well than beforehand, where the prior's is 1."""
    values, vectors = np.linalg.eigh(curvature)
    return (vectors * np.maximum(values, 1.0)) @ vectors.T


def sample(posterior: Posterior, best: np.ndarray, covariance: np.ndarray, low, high, seed: int, progress=None,
           cancelled=None) -> np.ndarray:
    """Draw from the posterior in which cells are independent, by emcee.

    Parameters
    ----------
    posterior : Posterior
    best : (p,) float64 array
    covariance : (p, p) float64 array
        To start from.
    low, high : (p,) float64 array
        Bounds.
    seed : int

    Returns
    -------
    (draws, p) float64 array

    Notes
    -----
    Goodman and Weare 2010, doi:10.2140/camcos.2010.5.65; Foreman-Mackey et al. 2013, doi:10.1086/670067. Zones that
    share no parameter are sampled apart.
    """
    import emcee

    weights = posterior.weights()
    parts = components([each.parameter for each in posterior.zones])
    low, high = np.maximum(low, posterior.low), np.minimum(high, posterior.high)
    draws = None
    for number, (mine, zones) in enumerate(parts):
        walkers = max(WALKERS, 4 * len(mine))

        def log_probability(t, mine=mine, zones=zones):
            whole = np.tile(best, (len(t), 1))
            whole[:, mine] = t
            inside = np.all((t >= low[mine]) & (t <= high[mine]), axis=1)
            return np.where(inside, posterior.log(whole, weights, zones=zones), -np.inf)

        random = np.random.RandomState((seed + number) % 2**32)
        start = random.multivariate_normal(best[mine], covariance[np.ix_(mine, mine)], walkers)
        start = np.clip(start, low[mine] + 1e-9, high[mine] - 1e-9)
        sampler = emcee.EnsembleSampler(walkers, len(mine), log_probability, vectorize=True)
        sampler.random_state = random.get_state()
        for step, _ in enumerate(sampler.sample(start, iterations=STEPS)):
            tiles.check_cancelled(cancelled)
            if progress is not None and step % 20 == 19:
                progress((number + (step + 1) / STEPS) / len(parts))
        found = sampler.get_chain(discard=BURN_IN, flat=True)
        draws = np.tile(best, (len(found), 1)) if draws is None else draws
        count = min(len(draws), len(found))
        draws = draws[:count]
        draws[:, mine] = found[:count]
    return draws


def components(members: list) -> list:
    """Split zones into those that share parameters: pairs of parameters (int array) and zones (list of int)."""
    parts: list = []
    for zone, parameters in enumerate(members):
        joined = (set(parameters.tolist()), [zone])
        apart = []
        for part in parts:
            if part[0] & joined[0]:
                joined = (part[0] | joined[0], part[1] + joined[1])
            else:
                apart.append(part)
        parts = [*apart, joined]
    return [(np.array(sorted(parameters)), sorted(zones)) for parameters, zones in parts]
