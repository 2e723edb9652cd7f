"""Normal probabilities in one, two and three dimensions, on arrays, good far into the tails."""

from __future__ import annotations

import numpy as np
from scipy import special

_RULES = tuple((limit, *np.polynomial.legendre.leggauss(count)) for limit, count in ((0.5, 8), (0.75, 10), (0.925, 20)))
"""Up to which |rho| how many nodes give ten digits."""

_TEN = np.polynomial.legendre.leggauss(10)
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(20)
_TWO_PI = 2.0 * np.pi


def exceed(beta):
    """Give ``P(Z > beta) = Phi(-beta)`` for float64 `beta` (any shape)."""
    return special.ndtr(-beta)


def index_of(probability):
    """Give the reliability index ``-Phi^-1(p)`` of probabilities (any shape)."""
    return -special.ndtri(probability)


def both_exceed(first, second, rho):
    """Give ``P(X > first, Y > second)`` of standard normals with correlation `rho`.

    Parameters
    ----------
    first, second, rho : (n,) float64 array
        Thresholds and correlation (-1 to 1).

    Returns
    -------
    (n,) float64 array

    Notes
    -----
    Drezner & Wesolowsky (1990), doi:10.1080/00949659008811236, by 8 to 20 Gauss points where |rho| < 0.925;
    Genz's (2004, doi:10.1023/B:STCO.0000035304.20635.31) expansion about |rho| = 1 elsewhere.
    """
    first, second, rho = np.broadcast_arrays(first, second, np.clip(rho, -1.0, 1.0))
    # Beyond these the density has left the range of floats; the limits are exact there.
    shape, rho = rho.shape, rho.ravel()
    h, k = np.clip(first.ravel(), -38.0, 38.0), np.clip(second.ravel(), -38.0, 38.0)
    beyond_h, beyond_k = special.ndtr(-h), special.ndtr(-k)
    result, size, below = np.empty(h.shape), np.abs(rho), -1.0
    for limit, nodes, weights in _RULES:
        here = np.flatnonzero((size >= below) & (size < limit))
        added = _plackett(h[here], k[here], rho[here], nodes, weights)
        result[here] = beyond_h[here] * beyond_k[here] + added
        below = limit
    near = np.flatnonzero(size >= below)
    result[near] = _strong(h[near], k[near], rho[near])
    return np.maximum(np.minimum(result, np.minimum(beyond_h, beyond_k)), 0.0).reshape(shape)


def all_exceed(thresholds, rho):
    """Give ``P(X > a, Y > b, Z > c)`` of standard normals.

    Parameters
    ----------
    thresholds : (3, n) float64 array
    rho : (3, n) float64 array
        Correlations of X and Y, X and Z, Y and Z.

    Returns
    -------
    (n,) float64 array

    Notes
    -----
    Plackett's formula as Genz (2004, doi:10.1023/B:STCO.0000035304.20635.31) uses it: from X independent of the other
    two, their correlations with X grow together. X is the variable least tied to the others; 10 Gauss points.
    """
    result = np.empty(thresholds.shape[1])
    tied = np.abs(np.stack((np.maximum(np.abs(rho[0]), np.abs(rho[1])), np.maximum(np.abs(rho[0]), np.abs(rho[2])),
                            np.maximum(np.abs(rho[1]), np.abs(rho[2])))))
    lead = np.argmin(tied, axis=0)
    for first, order, pairs in ((0, (0, 1, 2), (0, 1, 2)), (1, (1, 0, 2), (0, 2, 1)), (2, (2, 0, 1), (1, 2, 0))):
        here = np.flatnonzero(lead == first)
        if len(here):
            result[here] = _three(*thresholds[list(order)][:, here], *rho[list(pairs)][:, here])
    return result


def _three(a, b, c, ab, ac, bc):
    """Plackett's integral from independence of the first variable on."""
    a, b, c = (-np.clip(each, -37.0, 37.0) for each in (a, b, c))
    total = np.zeros_like(a)
    for node, weight in zip(*_TEN):
        t = 0.5 * (1.0 + node)
        total += 0.5 * weight * (_growth(a, b, c, t * ab, t * ac, bc) * ab + _growth(a, c, b, t * ac, t * ab, bc) * ac)
    product = special.ndtr(a) * both_exceed(-b, -c, bc)
    least = np.minimum(np.minimum(special.ndtr(a), special.ndtr(b)), special.ndtr(c))
    return np.maximum(np.minimum(product + total / _TWO_PI, least), 0.0)


def _growth(a, b, c, ab, ac, bc):
    """Density of the first two at their thresholds (times 2 pi) times what then lies below the third."""
    free = np.maximum(1.0 - ab * ab, 1e-12)
    density = np.exp(-0.5 * (a * a + b * b - 2.0 * ab * a * b) / free) / np.sqrt(free)
    mean = (a * (ac - ab * bc) + b * (bc - ab * ac)) / free
    spread = np.maximum(1.0 - (ac * ac + bc * bc - 2.0 * ab * ac * bc) / free, 1e-14)
    return density * special.ndtr((c - mean) / np.sqrt(spread))


def _plackett(h, k, rho, nodes, weights):
    """Give what correlation adds to the product: Plackett's integral over its arcsine."""
    product, half, angle = h * k, 0.5 * (h * h + k * k), 0.5 * np.arcsin(rho)
    total = np.zeros_like(h)
    for node, weight in zip(nodes, weights):
        sine = np.sin(angle * (1.0 + node))
        exponent = sine * product
        exponent -= half
        exponent /= 1.0 - sine * sine
        total += weight * np.exp(exponent, out=exponent)
    return total * angle / _TWO_PI


def _strong(h, k, rho):
    """Genz's expansion about perfect correlation, for |rho| >= 0.925."""
    sign = np.where(rho < 0.0, -1.0, 1.0)
    k = sign * k
    product = h * k
    gap = np.maximum(1.0 - rho * rho, 0.0)
    root, difference = np.sqrt(gap), np.square(h - k)
    c, d = (4.0 - product) / 8.0, (12.0 - product) / 16.0
    safe = np.maximum(gap, 1e-300)
    exponent = -0.5 * (difference / safe + product)
    expansion = root * np.exp(np.minimum(exponent, 700.0)) * (
        1.0 - c * (difference - gap) * (1.0 - d * difference / 5.0) / 3.0 + c * d * gap * gap / 5.0)
    total = np.where(exponent > -100.0, expansion, 0.0)
    distance = np.sqrt(difference)
    tail = np.exp(np.minimum(-0.5 * product, 700.0)) * np.sqrt(_TWO_PI) * special.ndtr(-distance / np.sqrt(safe))
    total = total - np.where(product > -100.0, tail * distance * (
        1.0 - c * difference * (1.0 - d * difference / 5.0) / 3.0), 0.0)
    half = 0.5 * root
    for node, weight in zip(_NODES, _WEIGHTS):
        square = np.square(half * (1.0 + node))
        correction = np.sqrt(np.maximum(1.0 - square, 0.0))
        exponent = -0.5 * (difference / np.maximum(square, 1e-300) + product)
        term = np.exp(np.clip(exponent, -745.0, 700.0)) * (
            np.exp(-0.5 * product * square / np.square(1.0 + correction)) / np.maximum(correction, 1e-300)
            - (1.0 + c * square * (1.0 + d * square)))
        total = total + np.where(exponent > -100.0, half * weight * term, 0.0)
    total = np.where(gap > 0.0, -total / _TWO_PI, 0.0)
    positive = total + special.ndtr(-np.maximum(h, k))
    # Subtract on the side where both probabilities are small, or all digits go.
    band = np.where(h >= 0.0, special.ndtr(-h) - special.ndtr(-k), special.ndtr(k) - special.ndtr(h))
    negative = -total + np.where(k > h, band, 0.0)
    return np.where(rho > 0.0, positive, negative)
