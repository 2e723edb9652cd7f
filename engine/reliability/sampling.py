"""Probability of failure by sampling: importance sampling about design points, and crude Monte Carlo to check by.

One sample of standard normals serves every cell, so that results depend neither on tiles nor on threads.
"""

from __future__ import annotations

import numpy as np

_AT_ONCE = 1 << 18
"""Values of one variable in memory at once."""

_ABOUT_MEDIAN = 4
"""One point in so many lies about the median: what design points leave out is found there, and no point weighs more."""

_LARGEST = 700.0
"""Largest logarithm of a density ratio; beyond it floats overflow."""


def standard_sample(size, samples, seed):
    """Give the one sample of all cells: (size, samples) float64 standard normals from `seed`."""
    return np.random.default_rng(seed).standard_normal((size, samples))


def importance(limit_state, variables, u, beta, sample, check=None):
    """Sample about given points.

    Parameters
    ----------
    limit_state, variables
        Of n cells with r random variables.
    u : (r, n) or (k, r, n) float64 array
        Where the sample is centred: zero for crude Monte Carlo; or k design points, among which, and the median, the
        sample is dealt out.
    beta : (n,) float64 array
        Signed indices; where negative the safe side is counted, which is the rare one.
    sample : (r, m) float64 array
        From `standard_sample`.
    check : callable, optional
        Called now and then; may raise `Cancelled`.

    Returns
    -------
    pof, standard_error : (n,) float64 array

    Notes
    -----
    The weight of a point is the ratio of the density to that of the mixture (Veach & Guibas 1995,
    doi:10.1145/218380.218498): about the median and k design points it is `_ABOUT_MEDIAN` at most, so that a design
    point that is a poor centre makes the standard error larger, not wrong.
    """
    complement = beta < 0.0
    samples = sample.shape[1]
    count = u.shape[-1]
    centres, turn = (u[None], np.zeros(samples, dtype=np.intp)) if u.ndim == 2 else _dealt(u, samples)
    shares = np.bincount(turn, minlength=len(centres)) / samples
    pof, error = np.empty(count), np.empty(count)
    block = max(1, _AT_ONCE // samples)
    for start in range(0, count, block):
        if check is not None:
            check()
        cells = slice(start, start + block)
        here = centres[..., cells]
        points = [row[turn].T + normals for row, normals in zip(here.swapaxes(0, 1), sample)]
        values = variables.take(cells).column().values(points)
        hit = limit_state.take(cells).column().factor_of_safety(values) < 1.0
        hit ^= complement[cells, None]
        density = np.zeros(hit.shape)
        for centre, share in zip(here, shares):
            exponent = np.zeros(hit.shape)
            for row, point in zip(centre, points):
                exponent += row[:, None] * point
            exponent -= 0.5 * (centre * centre).sum(axis=0)[:, None]
            density += share * np.exp(np.minimum(exponent, _LARGEST))
        weighted = np.where(hit, 1.0 / np.maximum(density, 1e-300), 0.0)
        mean = weighted.mean(axis=1)
        error[cells] = weighted.std(axis=1) / np.sqrt(samples)
        pof[cells] = np.clip(np.where(complement[cells], 1.0 - mean, mean), 0.0, 1.0)
    return pof, error


def _dealt(u, samples):
    """Centres (k + 1, r, n), the median first, and which of them each point of the sample belongs to."""
    point = np.arange(samples)
    others = point - point // _ABOUT_MEDIAN - 1
    turn = np.where(point % _ABOUT_MEDIAN == 0, 0, 1 + others % len(u))
    return np.concatenate((np.zeros_like(u[:1]), u)), turn
