"""Normal probabilities in one, two and three dimensions, on arrays, good far into the tails."""

from __future__ import annotations

import math

import numpy as np
from scipy import special

_RULES = tuple((limit, *np.polynomial.legendre.leggauss(count)) for limit, count in (
    (0.5, 8), (0.75, 10), (0.85, 14), (0.925, 20)))
"""Up to which |rho| how many nodes give eight digits and more of ``P(X > first)``."""

_SINE = np.polynomial.Chebyshev.interpolate(lambda square: np.sinc(np.sqrt(square) / np.pi), 5, (0.0, 1.4)).convert(
    kind=np.polynomial.Polynomial).coef
"""Of sin(x)/x in x^2 up to arcsin(0.925), to 1e-12: NumPy's own sine takes twice as long."""

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(20)
_TWO_PI = 2.0 * np.pi

_BLOCK = 8192
"""Values worked on at once: their arrays stay in the processor's cache."""


def exceed(beta):
    """Give ``P(Z > beta) = Phi(-beta)`` for float64 `beta` (any shape)."""
    return special.ndtr(-beta)


def index_of(probability):
    """Give the reliability index ``-Phi^-1(p)`` of probabilities (any shape)."""
    return -special.ndtri(probability)


def hazard(threshold):
    """Give ``phi(a)/Phi(-a)``, by how much a standard normal cut off below a lies above 0 in the mean (any shape)."""
    return math.sqrt(2.0 / math.pi) / special.erfcx(np.maximum(threshold, -25.0) * math.sqrt(0.5))


def both_exceed(first, second, rho, alone=None):
    """Give ``P(X > first, Y > second)`` of standard normals with correlation `rho`.

    Parameters
    ----------
    first, second, rho : (n,) float64 array or float
        Thresholds and correlation (-1 to 1).
    alone : (n,) float64 array, optional
        ``P(X > first)``, where it is known.

    Returns
    -------
    (n,) float64 array

    Notes
    -----
    Drezner & Wesolowsky (1990), doi:10.1080/00949659008811236, by 8 to 20 Gauss points where |rho| < 0.925;
    Genz's (2004, doi:10.1023/B:STCO.0000035304.20635.31) expansion about |rho| = 1 elsewhere.
    """
    h, k, rho = np.broadcast_arrays(first, second, rho)
    shape, h, k, rho = rho.shape, h.ravel(), k.ravel(), rho.ravel()
    result, size, below = np.empty(h.shape), np.abs(rho), -1.0
    for limit, nodes, weights in _RULES:
        here = np.flatnonzero((size >= below) & (size < limit))
        for start in range(0, len(here), _BLOCK):
            some = here[start:start + _BLOCK]
            known = special.ndtr(-h[some]) if alone is None else alone[some]
            result[some] = _plackett(h[some], k[some], rho[some], known, nodes, weights)
        below = limit
    near = np.flatnonzero(size >= below)
    if len(near):
        result[near] = _strong(h[near], k[near], rho[near])
    return result.reshape(shape)


def all_exceed(first, shares, rho):
    """Give ``P(Y > b, Z > c | X > a)`` of standard normals from the probabilities of either alone, nearly.

    Parameters
    ----------
    first : (n,) float64 array
        Threshold a.
    shares : (2, n) float64 array
        ``P(Y > b | X > a)`` and ``P(Z > c | X > a)``.
    rho : (3, n) float64 array
        Correlations of X and Y, X and Z, Y and Z.

    Returns
    -------
    (n,) float64 array

    Notes
    -----
    Beyond a, Y and Z are taken to be binormal, with their own shares and the correlation that a truncated X leaves
    them (as Mendell & Elston, 1974, doi:10.2307/2529616, do with normals in place of the shares). Against quadrature
    the error is 0.02 % in the median of wedges and 5 % at most.
    """
    between = np.empty(len(first))
    for start in range(0, len(first), _BLOCK):
        a, (ab, ac, bc) = first[start:start + _BLOCK], rho[:, start:start + _BLOCK]
        ratio = hazard(a)
        # The variance that X loses by being cut at a, 0 to 1.
        lost = np.minimum(np.maximum(ratio * (ratio - a), 0.0), 1.0)
        left = (1.0 - lost * np.square(ab)) * (1.0 - lost * np.square(ac))
        between[start:start + _BLOCK] = (bc - lost * ab * ac) / np.sqrt(np.maximum(left, 1e-300))
    return both_exceed(*-special.ndtri(shares), between, shares[0])


def _in_range(threshold):
    """Beyond these the density has left the range of floats; the limits are exact there."""
    return np.minimum(np.maximum(threshold, -38.0), 38.0)


def _plackett(h, k, rho, beyond_h, nodes, weights):
    """Plackett's integral over the arcsine of the correlation, on top of the product."""
    h, k = _in_range(h), _in_range(k)
    product, half, angle = h * k, 0.5 * (h * h + k * k), 0.5 * np.arcsin(rho)
    total, square, sine, exponent = (np.zeros_like(h) for _ in range(4))
    for node, weight in zip(nodes, weights):
        np.multiply(angle, 1.0 + node, out=exponent)
        np.square(exponent, out=square)
        sine[:] = _SINE[-1]
        for coefficient in _SINE[-2::-1]:
            sine *= square
            sine += coefficient
        sine *= exponent
        np.subtract(np.multiply(sine, product, out=exponent), half, out=exponent)
        np.subtract(1.0, np.square(sine, out=sine), out=sine)
        np.exp(np.divide(exponent, sine, out=exponent), out=exponent)
        total += np.multiply(exponent, weight, out=exponent)
    total *= angle
    total /= _TWO_PI
    beyond_k = special.ndtr(-k)
    total += beyond_h * beyond_k
    return np.maximum(np.minimum(total, np.minimum(beyond_h, beyond_k)), 0.0)


def _strong(h, k, rho):
    """Genz's expansion about perfect correlation, for |rho| >= 0.925."""
    sign, rho = np.where(rho < 0.0, -1.0, 1.0), np.clip(rho, -1.0, 1.0)
    h, k = _in_range(h), sign * _in_range(k)
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
    least = np.minimum(special.ndtr(-h), special.ndtr(-sign * k))
    return np.maximum(np.minimum(np.where(rho > 0.0, positive, negative), least), 0.0)
