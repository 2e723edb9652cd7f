"""Marginal distributions against scipy.stats, far into both tails."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.errors import SoilError
from scarp.engine.reliability.distributions import Beta, Lognormal, marginal
from scipy import optimize, stats

MEAN, COV, LOWER, UPPER = 12.0, 0.3, 2.0, 30.0
Z = np.concatenate((np.linspace(-8.0, 8.0, 65), [-1e-9, 1e-9]))


def frozen(kind, mean=MEAN, cov=COV, lower=LOWER, upper=UPPER):
    """Give scipy's own distribution of a soil table's entry."""
    sd = mean * cov
    if kind == "normal":
        return stats.norm(mean, sd)
    if kind == "lognormal":
        zeta = np.sqrt(np.log(1.0 + cov**2))
        return stats.lognorm(zeta, scale=mean * np.exp(-0.5 * zeta**2))
    if kind == "truncnormal":
        return stats.truncnorm((lower - mean) / sd, (upper - mean) / sd, mean, sd)
    if kind == "uniform":
        return stats.uniform(mean - np.sqrt(3.0) * sd, 2.0 * np.sqrt(3.0) * sd)
    share, size = (mean - lower) / (upper - lower), None
    size = share * (1.0 - share) * ((upper - lower) / sd) ** 2 - 1.0
    return stats.beta(share * size, (1.0 - share) * size, lower, upper - lower)


KINDS = ("normal", "lognormal", "truncnormal", "uniform", "beta")


def by_scipy(distribution, z):
    """``x = F^-1(Phi(z))`` from the nearer tail."""
    return np.where(z > 0.0, distribution.isf(stats.norm.sf(z)), distribution.ppf(stats.norm.cdf(z)))


@pytest.mark.parametrize("kind", KINDS)
def test_values_are_scipys(kind):
    found = marginal(kind, MEAN, COV, LOWER, UPPER).value(Z)
    # Some of scipy's isf go by 1 - q and lose digits in the far right tail.
    near = Z < 4.1
    np.testing.assert_allclose(found[near], by_scipy(frozen(kind), Z)[near], rtol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_tails_keep_their_digits(kind):
    # Probabilities beyond x, not x, tell whether a tail is right where x crowds at a bound.
    subject, distribution = marginal(kind, MEAN, COV, LOWER, UPPER), frozen(kind)
    z = np.array([5.0, 6.0, 7.0])
    if kind in ("truncnormal", "uniform"):
        z = z - 1.0  # nearer to a bound the spacing of floats about x is what limits both
    np.testing.assert_allclose(distribution.logcdf(subject.value(-z)), stats.norm.logcdf(-z), rtol=1e-6)
    np.testing.assert_allclose(distribution.logsf(subject.value(z)), stats.norm.logsf(z), rtol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_slope_is_the_derivative(kind):
    subject = marginal(kind, MEAN, COV, LOWER, UPPER)
    z = np.linspace(-5.0, 5.0, 41)
    value, slope = subject.value_and_slope(z)
    step = 1e-4
    difference = (subject.value(z + step) - subject.value(z - step)) / (2.0 * step)
    np.testing.assert_allclose(slope + 0.0 * z, difference, rtol=2e-5, atol=1e-10)
    # The standard deviation of the equivalent normal, phi(z)/f(x).
    np.testing.assert_allclose(slope + 0.0 * z, stats.norm.pdf(z) / frozen(kind).pdf(value), rtol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_there_and_back(kind):
    subject = marginal(kind, MEAN, COV, LOWER, UPPER)
    z = np.linspace(-4.0, 4.0, 33)
    np.testing.assert_allclose(subject.z(subject.value(z)), z, atol=1e-9)


@pytest.mark.parametrize("kind", ["normal", "lognormal", "uniform", "beta"])
def test_mean_and_cov_are_the_variables_own(kind):
    nodes, weights = np.polynomial.hermite_e.hermegauss(100)
    x, weights = marginal(kind, MEAN, COV, LOWER, UPPER).value(nodes), weights / weights.sum()
    mean = np.dot(weights, x)
    # Gauss-Hermite on a bounded variable is good to four digits.
    assert mean == pytest.approx(MEAN, rel=1e-4)
    assert np.sqrt(np.dot(weights, (x - mean) ** 2)) / mean == pytest.approx(COV, rel=1e-4)


def test_truncated_normal_has_its_parents_mean():
    found = marginal("truncnormal", 3.0, 0.5, 2.0, 30.0)
    distribution, near = frozen("truncnormal", 3.0, 0.5), Z < 4.1
    assert distribution.mean() > 3.3
    np.testing.assert_allclose(found.value(Z)[near], by_scipy(distribution, Z)[near], rtol=1e-9)
    np.testing.assert_allclose(distribution.logsf(found.value(Z[~near])), stats.norm.logsf(Z[~near]), rtol=1e-9)
    assert found.value(np.array([-40.0, 40.0])) == pytest.approx([2.0, 30.0])


def test_bounds_beyond_the_range_of_floats():
    # So wide a truncation is none, however far out.
    z = np.array([-150.0, -60.0, -37.0, -36.0, -20.0, 20.0, 37.0, 60.0, 150.0])
    x, slope = marginal("truncnormal", 10.0, 0.005, 0.1, 19.9).value_and_slope(z)
    np.testing.assert_allclose(x, 10.0 + 0.05 * z, rtol=1e-6)
    np.testing.assert_allclose(slope, 0.05, rtol=1e-3)


def test_one_sided_truncation_far_out():
    # The parent's mean sits outside: all of the variable is a tail.
    found = marginal("truncnormal", 1.0, 0.5, 2.5, 8.0).value(np.linspace(-4.0, 4.0, 9))
    np.testing.assert_allclose(found, by_scipy(frozen("truncnormal", 1.0, 0.5, 2.5, 8.0), np.linspace(-4, 4, 9)),
                               rtol=1e-8)


@pytest.mark.parametrize("kind", KINDS)
def test_parameters_by_cell_take_and_column(kind):
    means, covs = np.array([8.0, 12.0, 20.0]), np.array([0.1, 0.2, 0.3])
    subject = marginal(kind, means, covs, LOWER, UPPER)
    z = np.array([-2.0, 0.5, 3.0])
    alone = [marginal(kind, m, c, LOWER, UPPER).value(np.array([v]))[0] for m, c, v in zip(means, covs, z)]
    np.testing.assert_allclose(subject.value(z), alone, rtol=1e-13)
    np.testing.assert_allclose(subject.take(np.array([2, 0])).value(z[[2, 0]]), np.array(alone)[[2, 0]], rtol=1e-13)
    samples = np.array([[-1.0, 0.0, 1.0, 2.0]])
    table = subject.column().value(samples)
    assert table.shape == (3, 4)
    np.testing.assert_allclose(table[1], marginal(kind, 12.0, 0.2, LOWER, UPPER).value(samples[0]), rtol=1e-13)


def test_values_never_leave_their_bounds():
    # Slopes too stay finite where probabilities have left the range of floats.
    z = np.array([-400.0, -40.0, -30.0, -10.0, 10.0, 30.0, 40.0, 400.0])
    for kind in ("truncnormal", "uniform", "beta"):
        with np.errstate(all="raise", under="ignore"):
            found, slope = marginal(kind, MEAN, COV, LOWER, UPPER).value_and_slope(z)
        low, high = frozen(kind).support()
        assert np.all((found >= low) & (found <= high)), kind
        assert np.all((slope >= 0.0) & (slope < 1.0)), kind
    assert np.all(marginal("lognormal", MEAN, COV, 0.0, 0.0).value(z) > 0.0)


def test_impossible_distributions():
    with pytest.raises(SoilError, match=r"zone 3, porosity: no beta distribution"):
        marginal("beta", 0.5, 1.0, 0.0, 1.0, "SOIL_TABLE, zone 3, porosity")
    assert isinstance(marginal("beta", 0.5, 0.99, 0.0, 1.0), Beta)
    with pytest.raises(SoilError, match="leave out all of its parent normal"):
        marginal("truncnormal", 1.0, 0.01, 2.0, 3.0)
    with pytest.raises(SoilError, match="there is no distribution 'gumbel'"):
        marginal("gumbel", 1.0, 0.1, 0.0, 1.0)


def test_lognormal_parameters():
    lam, zeta = marginal("lognormal", 8.0, 0.3, 0.0, 0.0).parameters
    assert zeta == pytest.approx(np.sqrt(np.log(1.09)))
    assert lam == pytest.approx(np.log(8.0) - 0.5 * np.log(1.09))
    assert Lognormal(lam, zeta).value(np.zeros(1))[0] == pytest.approx(8.0 / np.sqrt(1.09)), "the median"


def test_beta_median_by_root():
    distribution = frozen("beta")
    median = optimize.brentq(lambda x: distribution.cdf(x) - 0.5, LOWER, UPPER, xtol=1e-13)
    assert marginal("beta", MEAN, COV, LOWER, UPPER).value(np.zeros(1))[0] == pytest.approx(median, rel=1e-10)
