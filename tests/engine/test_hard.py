"""Cells that plain steps do not solve: sharp bends, and branches without any safe point."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.reliability.analysis import Method, analyse
from scarp.engine.reliability.distributions import marginal
from scarp.engine.reliability.form import nearest
from scarp.engine.reliability.hard import nearest_again, stays
from scarp.engine.reliability.variables import RandomVariables
from scarp.engine.stability import InfiniteSlope, PseudoStaticSlope
from scipy import optimize


def test_steps_that_overshoot_a_floor_start_again_from_the_surface():
    """Thickness normal: steps lead to negative ones, where the floor of the depth holds FOS at a great value."""
    fixed = {"cohesion": 8.309, "unit_weight": 20.22, "porosity": 0.4, "saturation_initial": 0.5,
             "saturation_final": 0.9, "ksat": 1e-5}
    variables = RandomVariables({"friction": marginal("lognormal", 0.6154, 0.1476, 0.0, 0.0),
                                 "thickness": marginal("normal", 2.9992, 0.3, 0.0, 0.0)}, fixed)
    state = PseudoStaticSlope(np.array([48.67]), np.array([50.0]), "seepage", seismic_coefficient=0.102)
    branch = np.zeros(1, dtype=int)
    first = nearest(state, variables, branch)
    assert not first[3].any(), "or there is nothing to mend"
    _, beta, _, done = nearest_again(state, variables, branch, first[0])
    assert done.all()

    def miss(u):
        return state.factor_of_safety(variables.values(u[:, None]))[0] - 1.0

    best = optimize.minimize(lambda u: u @ u, np.array([0.5, -2.0]), constraints={"type": "eq", "fun": miss},
                             options={"ftol": 1e-14})
    assert best.success
    assert beta[0] == pytest.approx(-np.sqrt(best.fun), abs=1e-5)


def test_stays_tells_what_cannot_change_sides():
    state = InfiniteSlope(np.array([5.0, 30.0, 58.0]), np.array([1.0, 1.0, 8.0]), "zero")
    fixed = {"unit_weight": 20.0, "porosity": 0.4, "saturation_initial": 0.5, "saturation_final": 1.0, "ksat": 1e-5,
             "thickness": 9.0}
    variables = RandomVariables({"cohesion": marginal("uniform", 6.0, 0.03, 0.0, 60.0),
                                 "friction": marginal("uniform", 0.6, 0.1, 0.05, 2.5)}, fixed)
    state = state.known(fixed)
    fails = state.factor_of_safety(variables.values(np.zeros((2, 1)))) < 1.0
    np.testing.assert_array_equal(stays(state, variables, np.zeros(3, dtype=int), fails), [True, True, True])
    near = RandomVariables({"cohesion": marginal("normal", 6.0, 0.3, 0.0, 60.0),
                            "friction": marginal("normal", 0.6, 0.3, 0.05, 2.5)}, fixed)
    assert not stays(state, near, np.zeros(3, dtype=int), fails).any()


def test_a_lost_branch_that_may_govern_leaves_the_cell_to_sampling(monkeypatch):
    """Thickness known only roughly, front at 1 m: two branches, of which one is made not to converge."""
    state = InfiniteSlope(np.array([48.0]), np.array([1.6]), "seepage")
    fixed = {"unit_weight": 20.0, "porosity": 0.4, "saturation_initial": 0.5, "saturation_final": 1.0, "ksat": 1e-5}
    variables = RandomVariables({"cohesion": marginal("lognormal", 7.0, 0.3, 0.0, 0.0),
                                 "friction": marginal("lognormal", 0.6, 0.15, 0.0, 0.0),
                                 "thickness": marginal("lognormal", 1.7, 0.25, 0.0, 0.0)}, fixed)
    found = analyse(state, variables, 1)
    assert found.beta[0] < 0.0
    assert found.status[0] == 0

    def lose(limit_state, own, branch, u):
        result = nearest(limit_state, own, branch, u)
        result[3][branch == 0] = False
        return result

    monkeypatch.setattr("scarp.engine.reliability.joint.nearest_again", lose)
    lost = analyse(state, variables, 1)
    assert lost.status[0] == 4
    sampled = analyse(state, variables, 1, Method("montecarlo", 200_000))
    assert abs(lost.pof[0] - sampled.pof[0]) < 4.0 * np.sqrt(sampled.pof[0] * (1.0 - sampled.pof[0]) / 2000.0)
