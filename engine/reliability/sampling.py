"""Probability of failure by sampling: importance sampling about the design point, and crude Monte Carlo to check by.

One sample of standard normals serves every cell, so that results depend neither on tiles nor on threads.
"""

from __future__ import annotations

import numpy as np

_AT_ONCE = 1 << 18
"""Values of one variable in memory at once."""


def standard_sample(size, samples, seed):
    """Give the one sample of all cells: (size, samples) float64 standard normals from `seed`."""
    return np.random.default_rng(seed).standard_normal((size, samples))


def importance(limit_state, variables, u, beta, sample, check=None):
    """Sample about given points.

    Parameters
    ----------
    limit_state, variables
        Of n cells with r random variables.
    u : (r, n) float64 array
        Where the sample is centred: design points, or zero for crude Monte Carlo.
    beta : (n,) float64 array
        Signed indices; where negative the safe side is counted, which is the rare one.
    sample : (r, m) float64 array
        From `standard_sample`.
    check : callable, optional
        Called now and then; may raise `Cancelled`.

    Returns
    -------
    pof, standard_error : (n,) float64 array
    """
    complement = beta < 0.0
    samples = sample.shape[1]
    count = u.shape[1]
    pof, error = np.empty(count), np.empty(count)
    block = max(1, _AT_ONCE // samples)
    for start in range(0, count, block):
        if check is not None:
            check()
        cells = slice(start, start + block)
        centre = u[:, cells, None]
        values = variables.take(cells).column().values(list(centre + sample[:, None, :]))
        hit = limit_state.take(cells).column().factor_of_safety(values) < 1.0
        hit ^= complement[cells, None]
        exponent = np.full(hit.shape, 0.0)
        for row, normals in zip(centre, sample):
            exponent -= row * normals
        exponent -= 0.5 * (centre * centre).sum(axis=0)
        weighted = np.where(hit, np.exp(exponent), 0.0)
        mean = weighted.mean(axis=1)
        error[cells] = weighted.std(axis=1) / np.sqrt(samples)
        pof[cells] = np.clip(np.where(complement[cells], 1.0 - mean, mean), 0.0, 1.0)
    return pof, error
