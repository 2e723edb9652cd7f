"""Correlation: how it is written, what is refused, and Nataf's conversion."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.errors import CorrelationError
from scarp.engine.quantities import VARIABLES
from scarp.engine.reliability.correlation import check_positive_definite, nataf, normal_correlation, parse
from scarp.engine.reliability.distributions import marginal


def soil(kind, cov, mean=1.0, lower=0.0, upper=2.5):
    return marginal(kind, mean, cov, lower, upper)


def test_parse():
    matrix = parse("cohesion:friction=-0.3; porosity:ksat = 0,5\nKsat:Thickness=+1e-1;", VARIABLES)
    expected = np.eye(8)
    for i, j, value in ((0, 1, -0.3), (3, 6, 0.5), (6, 7, 0.1)):
        expected[i, j] = expected[j, i] = value
    np.testing.assert_array_equal(matrix, expected)


@pytest.mark.parametrize("text", ["", "  ", None, ";"])
def test_nothing_is_independence(text):
    np.testing.assert_array_equal(parse(text, VARIABLES), np.eye(len(VARIABLES)))


@pytest.mark.parametrize(("text", "message"), [
    ("cohesion-friction=-0.3", r"CORRELATION: 'cohesion-friction=-0.3' cannot be read\. Write it as cohesion:friction"),
    ("cohesion:phi=-0.3", r"there is no variable 'phi'\. Use cohesion, friction"),
    ("cohesion:friction=-1.3", "cohesion-friction -1.3 is outside -1 to 1"),
    ("cohesion:friction=1", "cohesion-friction 1 is outside -1 to 1"),
    ("cohesion:friction=1e", "'1e' in .* is no number"),
    ("cohesion:cohesion=0.2", "pairs a variable with itself"),
    ("cohesion:friction=0.2; friction:cohesion=0.3", "friction-cohesion is given twice, 0.2 and 0.3"),
])
def test_what_cannot_be_read(text, message):
    with pytest.raises(CorrelationError, match=message):
        parse(text, VARIABLES)


def test_the_same_pair_twice_with_one_value():
    assert parse("cohesion:friction=0.2; friction:cohesion=0.2", VARIABLES)[0, 1] == 0.2


def test_not_positive_definite_names_the_pairs():
    text = "cohesion:friction=0.9; friction:porosity=0.9; cohesion:porosity=-0.9; ksat:thickness=0.4"
    with pytest.raises(CorrelationError) as caught:
        parse(text, VARIABLES)
    message = str(caught.value)
    for pair in ("cohesion-friction 0.9", "cohesion-porosity -0.9", "friction-porosity 0.9", "not positive definite"):
        assert pair in message
    assert "ksat" not in message, "a pair that is fine is not blamed"
    check_positive_definite(parse(text.replace("-0.9", "0.9"), VARIABLES), VARIABLES)


# ---- Nataf -----------------------------------------------------------------------------------------------------------


def pearson(rho0, first, second):
    """Pearson correlation that normals of correlation rho0 give, by integration over the plane."""
    # Trapezoids under a normal density converge exponentially.
    z = np.linspace(-8.5, 8.5, 241)
    weight = np.exp(-0.5 * z * z) * (z[1] - z[0]) / np.sqrt(2.0 * np.pi)

    def moments(subject):
        x = subject.value(z)
        return weight @ x, np.sqrt(weight @ np.square(x - weight @ x))

    (mean1, sd1), (mean2, sd2) = moments(first), moments(second)
    inner = second.value(rho0 * z[:, None] + np.sqrt(1.0 - rho0**2) * z) - mean2
    return weight @ ((first.value(z) - mean1)[:, None] * inner) @ weight / (sd1 * sd2)


@pytest.mark.parametrize(("first", "second", "rho", "expected"), [
    (("normal", 0.3), ("normal", 0.2), -0.5, -0.5),
    (("lognormal", 0.4), ("normal", 0.1), -0.5, -0.5 * 0.4 / np.sqrt(np.log(1.16))),
    (("normal", 0.1), ("lognormal", 0.4), -0.5, -0.5 * 0.4 / np.sqrt(np.log(1.16))),
    # form_cases.md: C, D, and E and F
    (("lognormal", 0.3), ("normal", 0.1), -0.5, -0.510968),
    (("lognormal", 0.4), ("lognormal", 0.12), -0.3, -0.314873),
    (("lognormal", 0.4), ("lognormal", 0.12), -0.5, -0.527354),
])
def test_closed_forms(first, second, rho, expected):
    assert normal_correlation(rho, soil(*first), soil(*second)) == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize("second", ["normal", "lognormal", "uniform", "beta", "truncnormal"])
@pytest.mark.parametrize("first", ["lognormal", "uniform", "beta", "truncnormal"])
@pytest.mark.parametrize("rho", [-0.6, 0.4])
def test_conversion_gives_the_pearson_correlation_asked_for(first, second, rho):
    pair = soil(first, 0.3), soil(second, 0.25)
    found = normal_correlation(rho, *pair)
    assert pearson(found, *pair) == pytest.approx(rho, abs=2e-4)
    assert abs(found) >= abs(rho) * (1.0 - 1e-9), "Gaussian copulas lose some of it"


def test_uniform_pair_has_a_closed_form():
    # Spearman's of a Gaussian copula: rho = 6/pi asin(r/2).
    found = normal_correlation(0.5, soil("uniform", 0.3), soil("uniform", 0.1))
    assert found == pytest.approx(2.0 * np.sin(np.pi * 0.5 / 6.0), abs=2e-4)


def test_unattainable():
    with pytest.raises(CorrelationError, match=r"cohesion-friction -0.9 \(pearson\) cannot be reached"):
        nataf(np.array([[1.0, -0.9], [-0.9, 1.0]]), [soil("lognormal", 1.0), soil("lognormal", 1.0)],
              ("cohesion", "friction"))
    with pytest.raises(CorrelationError, match="cannot be reached"):
        normal_correlation(0.999, soil("uniform", 0.3), soil("lognormal", 0.8))


def test_nataf_of_a_matrix():
    marginals = [soil("lognormal", 0.4), soil("normal", 0.1), soil("uniform", 0.2)]
    matrix = np.array([[1.0, -0.5, 0.2], [-0.5, 1.0, 0.0], [0.2, 0.0, 1.0]])
    found = nataf(matrix, marginals, ("cohesion", "friction", "porosity"))
    np.testing.assert_array_equal(found, found.T)
    np.testing.assert_array_equal(np.diag(found), 1.0)
    assert found[1, 2] == 0.0
    assert found[0, 1] == pytest.approx(normal_correlation(-0.5, *marginals[:2]))
    assert found[0, 2] == pytest.approx(normal_correlation(0.2, marginals[0], marginals[2]))
