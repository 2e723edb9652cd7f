"""Marginal distributions as maps from a standard normal variable, ``x = F^-1(Phi(z))``.

Definitions are scipy.stats' own. Each marginal works on whole arrays of cells; its parameters are numbers shared by
all cells or arrays of one value a cell. Tails are computed from the nearer end, so that ``x`` stays exact far out.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from ..errors import DistributionError

SQRT_TWO_PI = math.sqrt(2.0 * math.pi)

_TAIL = 36.0
"""Beyond this |z| probabilities leave the range of floats and tails follow from their logarithms."""

_EXPONENT = 115.0
"""Largest |ln x| of a lognormal: a step too far may meet such an x, and squares of it must stay finite."""

_STEEPEST = 30.0
"""Cap of exponents in slopes; only rounding at the end of the range of floats reaches it."""

DISTRIBUTIONS = ("fixed", "normal", "lognormal", "truncnormal", "uniform", "beta")
"""Names of distributions as users write them."""


def density(z):
    """Give the standard normal density."""
    return np.exp(-0.5 * np.square(z)) / SQRT_TWO_PI


class Marginal:
    """One random variable of every cell.

    Parameters
    ----------
    *parameters : float or (n,) float64 array
        Parameters of the distribution, in the order of the subclass.
    """

    def __init__(self, *parameters):
        self.parameters = parameters

    def take(self, index):
        """Give the marginal of the cells at `index` (integers, a slice or a mask)."""
        return type(self)(*(p[index] if isinstance(p, np.ndarray) else p for p in self.parameters))

    def column(self):
        """Give the marginal with its parameters as columns, to meet samples that run along the second axis."""
        return type(self)(*(p[:, None] if isinstance(p, np.ndarray) else p for p in self.parameters))

    def value(self, z):
        """Give ``x`` for standard normal `z` (float64 array)."""
        return self.value_and_slope(z)[0]

    def value_and_slope(self, z):
        """Give ``x`` and ``dx/dz``, which is the standard deviation of the equivalent normal."""
        raise TypeError(f"{type(self).__name__} must say how x follows from z")

    def z(self, x):
        """Give the standard normal ``z = Phi^-1(F(x))`` of physical values `x`."""
        raise TypeError(f"{type(self).__name__} must say how z follows from x")


class Normal(Marginal):
    """Normal: mean, standard deviation."""

    def value_and_slope(self, z):
        """Give ``x = mean + sd z`` and its slope."""
        mean, sd = self.parameters
        return mean + sd * z, sd

    def z(self, x):
        """Give the standardised value."""
        mean, sd = self.parameters
        return (x - mean) / sd


class Lognormal(Marginal):
    """Lognormal: mean ``lam`` and standard deviation ``zeta`` of the logarithm."""

    def value_and_slope(self, z):
        """Give ``x = exp(lam + zeta z)`` and its slope ``zeta x``."""
        lam, zeta = self.parameters
        exponent = lam + zeta * z
        if np.size(exponent) and (np.max(exponent) > _EXPONENT or np.min(exponent) < -_EXPONENT):
            exponent = np.clip(exponent, -_EXPONENT, _EXPONENT)
        x = np.exp(exponent)
        return x, zeta * x

    def z(self, x):
        """Give the standardised logarithm."""
        lam, zeta = self.parameters
        return (np.log(x) - lam) / zeta


class TruncatedNormal(Marginal):
    """Normal cut off at bounds: parent mean, parent standard deviation, lower, upper (scipy.stats.truncnorm)."""

    def _bounds(self):
        mean, sd, lower, upper = self.parameters
        return (lower - mean) / sd, (upper - mean) / sd

    def value_and_slope(self, z):
        """Give ``x`` and ``dx/dz = phi(z) / f(x)``."""
        mean, sd, lower, upper = self.parameters
        a, b = self._bounds()
        mass = special.ndtr(b) - special.ndtr(a)
        left = special.ndtri(special.ndtr(a) + special.ndtr(z) * mass)
        right = -special.ndtri(special.ndtr(-b) + special.ndtr(-z) * mass)
        standard = np.where(z + 0.5 * (a + b) > 0.0, right, left)
        far = np.abs(z) > _TAIL
        if np.any(far):
            # Phi(s) = Phi(z) mass, to first order in the logarithm
            standard = np.where(far, np.copysign(np.sqrt(np.square(z) - 2.0 * np.log(mass)), z), standard)
        standard = np.clip(standard, a, b)
        slope = sd * mass * np.exp(np.minimum(0.5 * (np.square(standard) - np.square(z)), _STEEPEST))
        return np.clip(mean + sd * standard, lower, upper), slope

    def z(self, x):
        """Give ``Phi^-1(F(x))``."""
        mean, sd, _, _ = self.parameters
        a, b = self._bounds()
        standard = (x - mean) / sd
        mass = special.ndtr(b) - special.ndtr(a)
        below = (special.ndtr(standard) - special.ndtr(a)) / mass
        above = (special.ndtr(-standard) - special.ndtr(-b)) / mass
        return np.where(below < 0.5, special.ndtri(below), -special.ndtri(above))


class Uniform(Marginal):
    """Uniform: lower, upper."""

    def value_and_slope(self, z):
        """Give ``x`` and ``dx/dz = phi(z) (upper - lower)``."""
        lower, upper = self.parameters
        width = upper - lower
        x = np.where(z > 0.0, upper - width * special.ndtr(-z), lower + width * special.ndtr(z))
        return x, width * density(z)

    def z(self, x):
        """Give ``Phi^-1(F(x))``."""
        lower, upper = self.parameters
        width = upper - lower
        return np.where(x - lower < upper - x, special.ndtri((x - lower) / width), -special.ndtri((upper - x) / width))


class Beta(Marginal):
    """Beta on an interval: shape alpha, shape beta, lower, upper."""

    def value_and_slope(self, z):
        """Give ``x`` and ``dx/dz = phi(z) / f(x)``."""
        alpha, beta, lower, upper = self.parameters
        width = upper - lower
        share = special.betaincinv(alpha, beta, special.ndtr(np.minimum(z, 0.0)))
        rest = special.betaincinv(beta, alpha, special.ndtr(-np.maximum(z, 0.0)))
        share, rest = np.where(z > 0.0, 1.0 - rest, share), np.where(z > 0.0, rest, 1.0 - share)
        tiny = np.finfo(float).tiny
        log_density = (alpha - 1.0) * np.log(np.maximum(share, tiny)) + (beta - 1.0) * np.log(np.maximum(rest, tiny))
        log_density = log_density - special.betaln(alpha, beta)
        slope = width * np.exp(np.minimum(-0.5 * np.square(z) - log_density, _STEEPEST)) / SQRT_TWO_PI
        # Where a share has left the range of floats the formula is 0/0; x stands still at its bound.
        return lower + width * share, np.where((share > 0.0) & (rest > 0.0), slope, 0.0)

    def z(self, x):
        """Give ``Phi^-1(F(x))``."""
        alpha, beta, lower, upper = self.parameters
        share, rest = (x - lower) / (upper - lower), (upper - x) / (upper - lower)
        below, above = special.betainc(alpha, beta, share), special.betainc(beta, alpha, rest)
        return np.where(below < 0.5, special.ndtri(below), -special.ndtri(above))


def marginal(kind, mean, cov, lower, upper, where="a variable"):
    """Give the marginal that a mean, a COV and a kind describe.

    Parameters
    ----------
    kind : {'normal', 'lognormal', 'truncnormal', 'uniform', 'beta'}
        Distribution.
    mean, cov : float or (n,) float64 array
        Mean (any unit) and coefficient of variation (> 0). They are those of the variable itself, for
        ``truncnormal`` those of the parent normal.
    lower, upper : float or (n,) float64 array
        Bounds of ``truncnormal`` and ``beta``; other kinds ignore them.
    where : str
        What an error message calls this variable.

    Returns
    -------
    Marginal

    Raises
    ------
    DistributionError
        If no such distribution exists (a beta with too large a COV, bounds that leave nothing).
    """
    sd = mean * cov
    if kind == "normal":
        return Normal(mean, sd)
    if kind == "lognormal":
        zeta = np.sqrt(np.log1p(np.square(cov)))
        return Lognormal(np.log(mean) - 0.5 * np.square(zeta), zeta)
    if kind == "uniform":
        half = math.sqrt(3.0) * sd
        return Uniform(mean - half, mean + half)
    if kind == "truncnormal":
        mass = special.ndtr((upper - mean) / sd) - special.ndtr((lower - mean) / sd)
        if np.any(~(mass > 1e-6)):
            raise DistributionError(where, "the bounds of its truncated normal leave out all of its parent normal",
                            "Move the mean between the bounds or widen them")
        return TruncatedNormal(mean, sd, lower, upper)
    if kind == "beta":
        share, spread = (mean - lower) / (upper - lower), sd / (upper - lower)
        limit = share * (1.0 - share)
        if np.any(~(np.square(spread) < limit)):
            raise DistributionError(where, "no beta distribution between these bounds has this mean and so large a COV",
                            "Lower the COV, move the mean inside the bounds or widen them")
        size = limit / np.square(spread) - 1.0
        return Beta(share * size, (1.0 - share) * size, lower, upper)
    raise DistributionError(where, f"there is no distribution '{kind}'", f"Use one of {', '.join(DISTRIBUTIONS)}")
