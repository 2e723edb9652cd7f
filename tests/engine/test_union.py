"""Unions of alternatives: against SciPy's multivariate normal, series systems of OpenTURNS, and sampling."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.reliability.analysis import Method, analyse
from scarp.engine.reliability.distributions import marginal
from scarp.engine.reliability.limit_state import LimitState
from scarp.engine.reliability.points import DesignPoints, Solution
from scarp.engine.reliability.union import any_fails, unite
from scarp.engine.reliability.variables import RandomVariables
from scarp.engine.stability import InfiniteSlope
from scarp.engine.water.intake import FrontLines
from scipy import stats


def random_planes(count, seed):
    """Unit vectors with much and with little in common, and thresholds."""
    random = np.random.default_rng(seed)
    alpha = random.normal(size=(count, 5)) * random.uniform(0.1, 1.5) + random.normal(size=5) * random.uniform(0.0, 2.0)
    return alpha / np.linalg.norm(alpha, axis=1)[:, None], random.uniform(-0.5, 3.0, count)


@pytest.mark.parametrize(("count", "largest"), [(2, 1e-9), (3, 0.02), (6, 0.04), (12, 0.06)])
def test_any_of_several_half_spaces(count, largest):
    for seed in range(48 // count):
        alpha, beta = random_planes(count, seed)
        exact = 1.0 - stats.multivariate_normal(cov=alpha @ alpha.T, allow_singular=True).cdf(beta)
        found = any_fails(stats.norm.sf(beta)[:, None], alpha[:, :, None])[0]
        assert found == pytest.approx(exact, rel=largest + (0.0 if count == 2 else 1e-4))


def test_limits():
    apart, alike = np.eye(3)[:, :, None], np.ones((3, 1, 1))
    tiny = np.array([[1e-20], [1e-22], [1e-21]])
    assert any_fails(tiny, apart)[0] == pytest.approx(1.11e-20, rel=1e-9)
    assert any_fails(np.full((3, 1), 0.3), alike)[0] == pytest.approx(0.3, rel=1e-9), "one plane thrice is one plane"
    assert any_fails(np.array([[0.0], [1.0], [0.3]]), apart)[0] == 1.0
    assert any_fails(np.zeros((3, 1)), apart)[0] == 0.0
    # Opposite ways: they exclude each other.
    assert any_fails(np.array([[0.1], [0.2]]), np.array([[[1.0]], [[-1.0]]]))[0] == pytest.approx(0.3, abs=1e-12)


def points(beta, status=Solution.CONVERGED):
    beta = np.array([beta])
    return DesignPoints(beta, stats.norm.sf(beta), beta[None] * 1.0, np.ones((1, 1)), np.zeros(1, int),
                        np.array([status], np.uint8))


def test_the_likelier_gives_beta_and_all_give_the_probability():
    united = unite([points(2.0), points(1.0), points(3.0)])
    assert united.beta[0] == 1.0
    assert united.u[0, 0] == 1.0
    assert united.pof[0] == pytest.approx(stats.norm.sf(1.0), rel=1e-9)
    assert unite([points(1.5)]).pof[0] == stats.norm.sf(1.5)


def test_an_alternative_that_was_not_solved_leaves_the_union_unsolved():
    lost = points(4.0, Solution.NOT_CONVERGED)
    assert unite([points(1.0), lost]).status[0] == Solution.NOT_CONVERGED
    assert unite([lost, points(1.0)]).status[0] == Solution.NOT_CONVERGED
    assert unite([points(-np.inf), lost]).status[0] == Solution.CONVERGED, "what fails for certain fails"


# ---- a slope of three layers, as a series system ---------------------------------------------------------------------

DEPTHS, WATER = (1.0, 1.6, 2.4), (0.0, 0.3, 0.5)
SINE, COSINE = np.sin(np.radians(33.0)), np.cos(np.radians(33.0))


class Plane(LimitState):
    """Failure along the base of one layer."""

    def __init__(self, layer, cells):
        self.layer, self.cells = layer, cells
        self.cohesion, self.friction = f"c{layer}", f"t{layer}"
        self.variables = self.inputs = self.cohesion, self.friction, "weight"
        self.strengths = self.cohesion, self.friction

    def take(self, index):
        return Plane(self.layer, self.cells[index])

    def smooth(self, branch, fixed=None):
        return self

    def evaluate(self, values, wanted):
        depth, water = DEPTHS[self.layer], WATER[self.layer]
        c, t, weight = (values[name] for name in self.variables)
        load, net = weight * depth * SINE * COSINE, (weight - 9.81 * water) * depth * COSINE**2
        fos = (c + net * t) / load
        return fos, {self.cohesion: 1.0 / load, self.friction: net / load,
                     "weight": (depth * COSINE**2 * t - fos * depth * SINE * COSINE) / load}

    def factor_of_safety(self, values):
        return self.evaluate(values, ())[0]


class Layers(LimitState):
    """Failure along any of several planes."""

    def __init__(self, layers, cells):
        self.planes, self.layers, self.cells = [Plane(layer, cells) for layer in layers], layers, cells

    @property
    def alternatives(self):
        return self.planes

    def take(self, index):
        return Layers(self.layers, self.cells[index])

    def column(self):
        return Layers(self.layers, self.cells[:, None])

    def factor_of_safety(self, values):
        return np.min([plane.factor_of_safety(values) for plane in self.planes], axis=0)


def layered():
    marginals = {}
    for layer, cohesion in enumerate((2.4, 5.5, 10.0)):
        marginals[f"c{layer}"] = marginal("lognormal", cohesion, 0.3, 0.0, 0.0)
        marginals[f"t{layer}"] = marginal("lognormal", 0.6, 0.1, 0.0, 0.0)
    marginals["weight"] = marginal("normal", 19.0, 0.05, 0.0, 0.0)
    matrix = np.eye(7)
    for first, second, rho in ((0, 1, -0.4), (2, 3, -0.4), (4, 5, -0.4), (0, 2, 0.5), (2, 4, 0.5), (0, 4, 0.25),
                               (1, 3, 0.5), (3, 5, 0.5), (1, 5, 0.25)):
        matrix[first, second] = matrix[second, first] = rho
    return RandomVariables(marginals, {}, matrix)


# OpenTURNS 1.27, SystemFORM with AbdoRackwitz on a UnionEvent; crude Monte Carlo with 1e7 points (se 1e-4).
SYSTEMS = {(0, 1): (0.0548705645, 0.0447045), (0, 2): (0.1064878615, 0.0907720), (1, 2): (0.1111988979, 0.0956854),
           (0, 1, 2): (0.1158370543, 0.0996628)}
# OpenTURNS 1.27 FORM of each plane.
ALONE = (2.1351880090, 1.6428469586, 1.3052796778)


@pytest.mark.parametrize("layers", SYSTEMS)
def test_series_systems_of_openturns(layers):
    expected, sampled = SYSTEMS[layers]
    found = analyse(Layers(layers, np.zeros(1)), layered(), 1)
    assert found.beta[0] == pytest.approx(min(ALONE[layer] for layer in layers), abs=1e-5)
    # Two planes are exact, three are Mendell and Elston's.
    assert found.pof[0] == pytest.approx(expected, rel=2e-5 if len(layers) == 2 else 2e-3)
    drawn = analyse(Layers(layers, np.zeros(1)), layered(), 1, Method("importance", 20_000))
    assert abs(drawn.pof[0] - sampled) < 4.0 * np.hypot(drawn.standard_error[0], 1e-4)
    second = analyse(Layers(layers, np.zeros(1)), layered(), 1, Method("sorm")).pof[0]
    assert abs(second - sampled) < 0.25 * abs(expected - sampled), "Breitung mends each plane, the union is the same"


# ---- failure at the base, with seepage once the front arrives --------------------------------------------------------


def base(slope):
    front = FrontLines(np.array([[6e-6], [2e-6]]), np.array([4e4, 2e4]))
    means = {"cohesion": 4.0, "friction": 0.62, "unit_weight": 19.0, "porosity": 0.4, "saturation_initial": 0.55,
             "saturation_final": 0.95, "ksat": 5e-6, "thickness": 1.3}
    covs = {"cohesion": 0.3, "friction": 0.12, "porosity": 0.1, "ksat": 0.6, "thickness": 0.2}
    variables = RandomVariables({name: marginal("lognormal", means[name], cov, 0.0, 0.0) for name, cov in covs.items()},
                                {name: mean for name, mean in means.items() if name not in covs})
    return InfiniteSlope(slope, front, "seepage", surface="base"), variables


def test_base_and_seepage_counts_both_alternatives():
    slope = np.linspace(26.0, 46.0, 21)
    state, variables = base(slope)
    united = analyse(state, variables, len(slope))
    parts = [analyse(part, variables, len(slope)) for part in state.alternatives if not part.arrives]
    assert len(parts) == 1
    # Without seepage it is a part of the union, and the union no more than both together.
    assert np.all(united.pof >= parts[0].pof - 1e-12)
    sampled = analyse(state, variables, len(slope), Method("montecarlo", 200_000))
    matters = sampled.pof > 1e-3
    assert np.abs(united.pof - sampled.pof).max() < 0.03
    np.testing.assert_allclose(united.pof[matters], sampled.pof[matters], rtol=0.35)
    # The likelier alone was off by more in between, where both are about as likely.
    assert np.max(np.abs(np.maximum(parts[0].pof, 1.0 - stats.norm.cdf(united.beta)) - sampled.pof)) > 0.05
