"""Importance sampling and crude Monte Carlo against the reference file, closed forms and themselves."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.errors import Cancelled, InputError
from scarp.engine.reliability.analysis import Method, analyse
from scarp.engine.reliability.distributions import marginal
from scarp.engine.reliability.joint import Solution, design_points
from scarp.engine.reliability.sampling import importance, standard_sample
from scarp.engine.reliability.variables import RandomVariables
from scarp.engine.stability import InfiniteSlope
from scipy import stats

SLOPES = np.linspace(25.0, 56.0, 9)


def linear(cells=SLOPES):
    """Only tan phi is random and normal: POF is known."""
    state = InfiniteSlope(cells, np.full(len(cells), 1.0), "zero")
    fixed = {"cohesion": 3.0, "unit_weight": 20.0, "porosity": 0.4, "saturation_initial": 0.5,
             "saturation_final": 1.0, "ksat": 1e-5, "thickness": 1.0}
    variables = RandomVariables({"friction": marginal("normal", 0.7, 0.15, 0.0, 0.0)}, fixed)
    b = np.radians(cells)
    needed = np.tan(b) * (1.0 - 3.0 / (20.0 * np.sin(b) * np.cos(b)))
    return state, variables, stats.norm.cdf((needed - 0.7) / 0.105)


def test_reference_rows(reference):
    distances = []
    for group in reference:
        result = analyse(group.limit_state, group.variables, len(group), Method("importance", 2000))
        exact, spread = group.rows["pf_is"], group.rows["se_pf_is"]
        rare = np.minimum(result.pof, 1.0 - result.pof)
        resolved = (spread > 0.0) & (spread < 0.1 * np.minimum(exact, 1.0 - exact))
        resolved &= (result.standard_error > 0.0) & (result.standard_error < 0.3 * rare)
        distance = np.abs(result.pof - exact) / np.hypot(result.standard_error, spread)
        distances.extend(distance[resolved])
    assert len(distances) > 120
    assert np.mean(np.array(distances) <= 3.0) >= 0.98
    assert np.max(distances) <= 5.0
    assert np.mean(np.array(distances) <= 1.0) < 0.9, "errors so small would be no standard errors"


@pytest.mark.parametrize(("kind", "samples"), [("importance", 20000), ("montecarlo", 20000)])
def test_known_probabilities(kind, samples):
    state, variables, exact = linear()
    result = analyse(state, variables, len(SLOPES), Method(kind, samples))
    slack = 2e-4 if kind == "montecarlo" else 0.0  # where it saw no failure at all
    np.testing.assert_array_less(np.abs(result.pof - exact), 4.5 * result.standard_error + slack)
    np.testing.assert_allclose(result.pof[4], exact[4], rtol=0.1)
    if kind == "montecarlo":
        expected = np.sqrt(exact * (1.0 - exact) / samples)
        np.testing.assert_allclose(result.standard_error, expected, rtol=0.15, atol=1e-4)
    else:
        # Both tails are resolved, which crude sampling does not do.
        assert exact[0] < 1e-3
        assert exact[-1] > 0.99
        assert np.all(result.standard_error < 0.05 * np.minimum(exact, 1.0 - exact))


def test_monte_carlo_on_the_reference(reference):
    for group in reference[:12]:
        result = analyse(group.limit_state, group.variables, len(group), Method("montecarlo", 5000))
        rows = np.isfinite(group.rows["pf_is"])
        error = np.hypot(result.standard_error, group.rows["se_pf_is"])[rows] + 1e-3
        np.testing.assert_array_less(np.abs(result.pof - group.rows["pf_is"])[rows], 4.5 * error)


def test_seed():
    state, variables, _ = linear()
    first, again, other = (analyse(state, variables, 9, Method("importance", 500, seed)).pof for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert np.all(first != other)
    np.testing.assert_array_equal(standard_sample(3, 100, 7), standard_sample(3, 100, 7))


def test_a_cell_does_not_see_its_neighbours():
    state, variables, _ = linear()
    sample = standard_sample(1, 1000, 1)
    points = analyse(state, variables, 9)
    whole, error = importance(state, variables, points.u, points.beta, sample)
    for k in (0, 3, 8):
        alone, its = importance(state.take(slice(k, k + 1)), variables, points.u[:, [k]], points.beta[[k]], sample)
        assert alone[0] == whole[k]
        assert its[0] == error[k]


def test_sample_means_are_probabilities():
    state, variables, _ = linear()
    sample = np.array([[-3.0, -0.1, 0.2, 3.0]])
    pof, error = importance(state, variables, np.zeros((len(variables), 9)), np.zeros(9), sample)
    assert set(pof) <= {0.0, 0.25, 0.5, 0.75, 1.0}
    assert np.all(np.diff(pof) >= 0.0), "steeper is less safe"
    np.testing.assert_allclose(error, np.sqrt(pof * (1.0 - pof) / 4.0))


def test_a_poor_centre_makes_the_error_larger_not_wrong():
    state, variables, exact = linear()
    sample = standard_sample(1, 4000, 1)
    wrong = np.full((1, 1, 9), 4.0)   # the strong side, where nothing fails
    pof, error = importance(state, variables, wrong, np.zeros(9), sample)
    np.testing.assert_array_less(np.abs(pof - exact), 4.0 * error + 2e-3)
    assert np.all(error < 1.2 * np.sqrt(exact / 1000.0) + 1e-3), "a fourth of the sample is crude"
    # Alone, such a centre is off by nearly all, and its error does not say so.
    alone, its = importance(state, variables, wrong[0], np.zeros(9), sample)
    assert np.max(np.abs(alone - exact) - 4.0 * its) > 0.3


def test_several_design_points_share_the_sample():
    state, variables, exact = linear()
    u = analyse(state, variables, 9).u
    sample = standard_sample(1, 20_000, 1)
    for centres in (u[None], np.stack((u, -u)), np.stack((u, u, -u))):
        pof, error = importance(state, variables, centres, np.zeros(9), sample)
        np.testing.assert_array_less(np.abs(pof - exact), 4.5 * error)
        assert np.all(error < 0.05 * np.maximum(exact, 1e-3))


def test_stopped_between_blocks():
    def stop():
        raise Cancelled("Cancelled.")

    state, variables, _ = linear()
    with pytest.raises(Cancelled):
        analyse(state, variables, 9, Method("montecarlo", 1000), stop)


@pytest.mark.parametrize(("options", "message"), [
    ({"kind": "bootstrap"}, "METHOD: 'bootstrap' does not exist"),
    ({"samples": 99}, "SAMPLES: 99 is too few"),
    ({"seed": -1}, "SEED: -1 is negative"),
])
def test_methods_that_do_not_exist(options, message):
    with pytest.raises(InputError, match=message):
        Method(**options)


def test_nothing_random():
    state, variables, _ = linear()
    known = RandomVariables({}, {**variables.fixed, "friction": 0.7})
    for kind in ("importance", "montecarlo"):
        result = analyse(state, known, 9, Method(kind, 100))
        np.testing.assert_array_equal(result.pof, (result.beta < 0.0).astype(float))
        assert not result.standard_error.any()


@pytest.mark.parametrize("kind", ["form", "sorm"])
def test_a_cell_that_does_not_converge_is_sampled(kind, monkeypatch):
    state, variables, exact = linear()
    found = analyse(state, variables, len(SLOPES), Method(kind))

    def lose_one(*arguments):
        points = design_points(*arguments)
        points.status[4], points.pof[4] = Solution.NOT_CONVERGED, 0.123
        return points

    monkeypatch.setattr("scarp.engine.reliability.analysis.design_points", lose_one)
    lost = analyse(state, variables, len(SLOPES), Method(kind))
    assert lost.status[4] == Solution.NOT_CONVERGED
    assert abs(lost.pof[4] - exact[4]) < 4.0 * np.sqrt(exact[4] * (1.0 - exact[4]) / 2000)
    np.testing.assert_array_equal(np.delete(lost.pof, 4), np.delete(found.pof, 4))


@pytest.mark.parametrize("kind", ["truncnormal", "uniform"])
def test_soils_that_fail_or_stand_only_beyond_reach_are_certain(kind):
    state = InfiniteSlope(np.array([5.0, 10.0, 15.0, 58.0]), np.array([1.0, 1.0, 1.0, 8.0]), "zero")
    fixed = {"unit_weight": 20.0, "porosity": 0.4, "saturation_initial": 0.5, "saturation_final": 1.0, "ksat": 1e-5,
             "thickness": 9.0}
    variables = RandomVariables({"cohesion": marginal(kind, 6.0, 0.03, 0.0, 60.0),
                                 "friction": marginal(kind, 0.6, 0.03, 0.05, 2.5)}, fixed)
    found = analyse(state, variables, 4)
    np.testing.assert_array_equal(found.status, 0)
    np.testing.assert_allclose(found.pof, [0.0, 0.0, 0.0, 1.0], atol=1e-9)
