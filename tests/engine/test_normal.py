"""Normal probabilities in one and two dimensions against scipy's integration."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.reliability.normal import both_exceed, exceed, index_of
from scipy import integrate, special, stats

RHO = (-0.9999, -0.97, -0.93, -0.92, -0.6, 0.0, 0.3, 0.9, 0.924, 0.926, 0.98, 0.9999)
POINTS = (-6.0, -2.5, -0.4, 0.0, 0.7, 2.0, 4.5)


def by_quadrature(h, k, rho):
    """``P(X > h, Y > k)`` as an integral over X alone."""
    root = np.sqrt(1.0 - rho * rho)

    def density(x):
        return np.exp(-0.5 * x * x) / np.sqrt(2.0 * np.pi) * special.ndtr((rho * x - k) / root)

    # Ends where the inner probability turns, or a narrow turn is missed.
    turn, width, last = k / rho if rho else h, 8.0 * root / max(abs(rho), 0.1), max(h, k, 0.0) + 9.0
    ends = [h, *[p for p in (turn - width, turn, turn + width) if h < p < last], last]
    return sum(integrate.quad(density, a, b, epsabs=0.0, epsrel=1e-9, limit=200)[0] for a, b in zip(ends, ends[1:]))


@pytest.mark.parametrize("rho", RHO)
def test_two_dimensions(rho):
    h, k = (each.ravel() for each in np.meshgrid(POINTS, POINTS))
    expected = np.array([by_quadrature(a, b, rho) for a, b in zip(h, k)])
    found = both_exceed(h, k, np.full(h.shape, rho))
    np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-16)


def test_known_values():
    # P(X > 0, Y > 0) = 1/4 + asin(rho)/(2 pi)
    rho = np.linspace(-1.0, 1.0, 41)
    zero = np.zeros(41)
    np.testing.assert_allclose(both_exceed(zero, zero, rho), 0.25 + np.arcsin(rho) / (2.0 * np.pi), atol=1e-14)
    # No correlation: the product. Perfect: the smaller, or the band between.
    assert both_exceed(3.0, 4.0, 0.0) == pytest.approx(stats.norm.sf(3.0) * stats.norm.sf(4.0), rel=1e-12)
    assert both_exceed(3.0, 4.0, 1.0) == pytest.approx(stats.norm.sf(4.0), rel=1e-12)
    assert both_exceed(-1.0, -2.0, -1.0) == pytest.approx(stats.norm.cdf(2.0) - stats.norm.cdf(-1.0), rel=1e-12)
    assert both_exceed(1.0, 2.0, -1.0) == 0.0
    assert both_exceed(-1.0, -1.0, -1.0 - 1e-12) == pytest.approx(stats.norm.cdf(1.0) - stats.norm.cdf(-1.0), rel=1e-9)


def test_no_step_where_the_method_changes():
    h, k = (each.ravel() for each in np.meshgrid(POINTS, POINTS))
    for rho in (0.925, -0.925):
        one, other = both_exceed(h, k, rho - 1e-12), both_exceed(h, k, rho + 1e-12)
        np.testing.assert_allclose(one, other, rtol=2e-7, atol=1e-15)


def test_symmetry_and_bounds():
    generator = np.random.default_rng(3)
    h, k = generator.normal(0.0, 3.0, (2, 500))
    rho = generator.uniform(-1.0, 1.0, 500)
    found = both_exceed(h, k, rho)
    np.testing.assert_allclose(found, both_exceed(k, h, rho), rtol=1e-9, atol=1e-15)
    assert np.all(found >= 0.0)
    assert np.all(found <= np.minimum(exceed(h), exceed(k)))
    lower = np.maximum(exceed(h) + exceed(k) - 1.0, 0.0)
    assert np.all(found >= lower - 1e-12)


def test_far_out_and_infinite():
    with np.errstate(all="raise", under="ignore"):
        found = both_exceed(np.array([40.0, -40.0, 400.0, -np.inf, np.inf, -np.inf]),
                            np.array([1.0, 1.0, 400.0, 1.0, 1.0, -np.inf]), 0.95)
    np.testing.assert_allclose(found, [0.0, exceed(1.0), 0.0, exceed(1.0), 0.0, 1.0], rtol=1e-12, atol=1e-300)


def test_one_dimension():
    beta = np.array([-10.0, -1.0, 0.0, 3.0, 30.0])
    np.testing.assert_allclose(exceed(beta), stats.norm.sf(beta), rtol=1e-13)
    assert exceed(30.0) > 0.0
    np.testing.assert_allclose(index_of(exceed(beta[1:])), beta[1:], rtol=1e-12, atol=1e-15)
