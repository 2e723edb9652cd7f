"""Breitung's correction against surfaces of known curvature and sampled references."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.reliability.analysis import Method, analyse
from scarp.engine.reliability.distributions import Normal
from scarp.engine.reliability.limit_state import LimitState
from scarp.engine.reliability.variables import RandomVariables
from scipy import stats


class Parabola(LimitState):
    """Fails where ``b - u1 + (k2 u2^2 + k3 u3^2)/2 < 0``: design point (b, 0, 0), curvatures k2 and k3."""

    variables = inputs = ("first", "second", "third")

    def __init__(self, b, k2, k3):
        self.parameters = b, k2, k3

    def take(self, index):
        return Parabola(*(each[index] for each in self.parameters))

    def column(self):
        return Parabola(*(each[:, None] for each in self.parameters))

    def smooth(self, branch, fixed=None):
        return self

    def evaluate(self, values, wanted):
        b, k2, k3 = self.parameters
        first, second, third = (values[name] for name in self.inputs)
        fos = 1.0 + b - first + 0.5 * (k2 * second**2 + k3 * third**2)
        return fos, {"first": np.full_like(fos, -1.0), "second": k2 * second, "third": k3 * third}

    def factor_of_safety(self, values):
        return self.evaluate(values, ())[0]


B = np.array([3.0, 3.0, 2.0, -2.0, -2.5, 1.0])
K2 = np.array([0.2, -0.2, 0.0, 0.1, -0.1, -1.5])
K3 = np.array([0.1, 0.05, 0.0, 0.2, 0.0, 0.2])


def solve(kind, **options):
    variables = RandomVariables({name: Normal(0.0, 1.0) for name in Parabola.inputs}, {})
    return analyse(Parabola(B, K2, K3), variables, len(B), Method(kind, **options))


def test_parabolas():
    form, sorm = solve("form"), solve("sorm")
    np.testing.assert_allclose(form.beta[:5], B[:5], rtol=1e-7)
    np.testing.assert_allclose(form.pof[:5], stats.norm.sf(B[:5]), rtol=1e-6)
    factor = ((1.0 + B * K2) * (1.0 + B * K3))[:5] ** -0.5
    # Failing medians: curvature acts on the safe side.
    expected = np.where(B[:5] > 0.0, stats.norm.sf(B[:5]) * factor, 1.0 - stats.norm.cdf(B[:5]) * factor)
    np.testing.assert_allclose(sorm.pof[:5], expected, rtol=1e-6)
    assert sorm.pof[2] == pytest.approx(stats.norm.sf(2.0), rel=1e-9), "a plane needs no correction"


def test_correction_brings_the_sampled_value_nearer():
    form, sorm = solve("form"), solve("sorm")
    sampled = solve("importance", samples=200_000)
    for k in (0, 1, 3, 4):
        rare = [np.minimum(each.pof[k], 1.0 - each.pof[k]) for each in (form, sorm, sampled)]
        assert abs(np.log(rare[1] / rare[2])) < 0.5 * abs(np.log(rare[0] / rare[2])), k


def test_where_it_does_not_hold_first_order_stays():
    # 1 + beta kappa < 0 at the point found, or the point is not the design point at all.
    variables = RandomVariables({name: Normal(0.0, 1.0) for name in Parabola.inputs}, {})
    b, k = np.array([2.0]), np.array([-0.6])
    form, sorm = (analyse(Parabola(b, k, 0.0 * k), variables, 1, Method(kind)) for kind in ("form", "sorm"))
    assert form.beta[0] == pytest.approx(2.0), "the start lies on the axis of the parabola, and so does the end"
    assert sorm.pof[0] == form.pof[0]


def test_reference_rows(reference):
    """Second order is nearer to sampling than first order, over all smooth rows."""
    errors = {"form": [], "sorm": []}
    for group in reference:
        rows = (group.rows["corner"] == 0) & (group.rows["se_pf_is"] < 0.02 * group.rows["pf_is"])
        rows &= np.abs(group.rows["beta"]) < 4.0
        exact = np.minimum(group.rows["pf_is"], 1.0 - group.rows["pf_is"])[rows]
        for kind, found in errors.items():
            pof = analyse(group.limit_state, group.variables, len(group), Method(kind)).pof[rows]
            found.extend(np.abs(np.log(np.minimum(pof, 1.0 - pof) / exact)))
    form, sorm = np.array(errors["form"]), np.array(errors["sorm"])
    assert len(form) > 70
    assert np.mean(sorm) < 0.5 * np.mean(form)
    assert np.percentile(sorm, 95) < np.percentile(form, 95)


def test_corners_stay_first_order(reference):
    for group in reference:
        form, sorm = (analyse(group.limit_state, group.variables, len(group), Method(kind))
                      for kind in ("form", "sorm"))
        corner = form.status == 1
        np.testing.assert_array_equal(form.pof[corner], sorm.pof[corner])
        np.testing.assert_array_equal(form.beta, sorm.beta)
        assert np.all((sorm.pof >= 0.0) & (sorm.pof <= 1.0))
