"""FORM against reference solvers: 143 rows of the reference file, six worked cases, and a foreign limit state."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.quantities import VARIABLES
from scarp.engine.reliability.analysis import Method, analyse
from scarp.engine.reliability.correlation import nataf
from scarp.engine.reliability.distributions import marginal
from scarp.engine.reliability.limit_state import LimitState
from scarp.engine.reliability.variables import RandomVariables
from scarp.engine.stability import InfiniteSlope
from scipy import optimize


def every(reference, **options):
    """Give the results of all groups, with their rows."""
    found = [(group, analyse(group.limit_state, group.variables, len(group), Method(**options)))
             for group in reference]
    assert sum(len(group) for group, _ in found) == 143
    return found


def joined(found, column, attribute):
    """Give a column of the file and an attribute of the results for all rows."""
    return (np.concatenate([group.rows[column] for group, _ in found]),
            np.concatenate([getattr(result, attribute) for _, result in found]))


# ---- the reference file ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(reference):
    return every(reference)


def test_reliability_index(found):
    expected, beta = joined(found, "beta", "beta")
    np.testing.assert_array_less(np.abs(beta - expected), 1e-4 * np.maximum(1.0, np.abs(expected)))


def test_reliability_index_of_pearson_correlation(reference_nataf):
    expected, beta = joined(every(reference_nataf), "beta_nataf", "beta")
    np.testing.assert_array_less(np.abs(beta - expected), 1e-4 * np.maximum(1.0, np.abs(expected)))


def test_status_tells_corners(found):
    corner, status = joined(found, "corner", "status")
    np.testing.assert_array_equal(status, corner)


def test_design_points(found):
    for group, result in found:
        points = result.values(group.variables)
        for name in group.variables.names:
            column = {"cohesion": "c_kPa", "friction": "phi_deg_or_tanphi", "unit_weight": "gamma_sat_kN_m3",
                      "porosity": "n", "saturation_initial": "So", "saturation_final": "Sf", "ksat": "ks_m_s",
                      "thickness": "hs_m"}[name]
            # beta is flat about the design point: solvers that agree to 1e-4 in it differ by its root there.
            np.testing.assert_allclose(points[name], group.rows[f"xstar_{column}"], rtol=5e-3, err_msg=name)


def test_design_points_are_on_the_limit_state(found):
    for group, result in found:
        fos = group.limit_state.factor_of_safety(result.values(group.variables))
        np.testing.assert_allclose(fos, 1.0, atol=1e-5)
        length = np.sqrt((result.u**2).sum(axis=0))
        np.testing.assert_allclose(length, np.abs(result.beta), rtol=1e-5)
        np.testing.assert_allclose((result.alpha**2).sum(axis=0), 1.0, rtol=1e-9)
        np.testing.assert_allclose(result.importance(group.variables).sum(axis=0), 1.0, rtol=1e-9)


def test_probability_at_corners(found):
    corner, pof = joined(found, "corner", "pof")
    sampled = joined(found, "pf_is", "pof")[0]
    rows = (corner == 1) & np.isfinite(sampled)
    assert rows.sum() == 11
    ratio = pof[rows] / sampled[rows]
    assert np.mean((ratio > 0.5) & (ratio < 2.0)) >= 0.95
    assert 1.0 / 1.3 < np.median(ratio) < 1.3


def test_probability_where_two_variables_leave_nothing_to_narrow(found):
    for group, result in found:
        if group.rows["nvars"][0] == 2:
            np.testing.assert_allclose(result.pof, group.rows["pf_form"], rtol=3e-4)


def test_sign_is_that_of_the_median(found):
    at_median, beta = joined(found, "fos_at_median", "beta")
    np.testing.assert_array_equal(np.sign(beta), np.sign(at_median - 1.0))
    at_mean = joined(found, "fos_at_mean", "beta")[0]
    assert np.any(np.sign(at_mean - 1.0) != np.sign(at_median - 1.0)), "or the rows tell nothing"


# ---- six worked cases, with a limit state the engine has not seen ----------------------------------------------------

GAMMA_W = 9.81


class DegreesBranch:
    """The only branch: friction is an angle in degrees."""

    inputs = ("cohesion", "angle", "weight")

    def __init__(self, slope):
        self.slope = slope

    def take(self, index):
        return DegreesBranch(self.slope.take(index))

    def evaluate(self, values, wanted):
        s = self.slope
        weight, tangent = values["weight"], np.tan(np.radians(values["angle"]))
        load = weight * s.z * s.sine * s.cosine
        net = (weight - GAMMA_W * s.m) * s.z * s.cosine**2
        fos = (values["cohesion"] + net * tangent) / load
        return fos, {"cohesion": 1.0 / load, "angle": net / load * (1.0 + tangent**2) * np.pi / 180.0,
                     "weight": (s.z * s.cosine**2 * tangent - fos * s.z * s.sine * s.cosine) / load}


class DegreesSlope(LimitState):
    """Infinite slope with water to m of its depth."""

    variables = ("cohesion", "angle", "weight")
    strengths = ("cohesion",)

    def __init__(self, slope, z, m):
        self.angle, self.z, self.m = slope, z, m
        self.sine, self.cosine = np.sin(np.radians(slope)), np.cos(np.radians(slope))

    def take(self, index):
        return DegreesSlope(self.angle[index], self.z[index], self.m[index])

    def column(self):
        return DegreesSlope(self.angle[:, None], self.z[:, None], self.m[:, None])

    def smooth(self, branch, fixed=None):
        return DegreesBranch(self)

    def factor_of_safety(self, values):
        return self.smooth(0).evaluate(values, ())[0]


# slope, z, m, cohesion, angle, rho (Pearson), rho of the normals, FOS, beta, Breitung, Monte Carlo and its sd, point
CASES = {
    "A": (30, 2.0, 0.5, ("normal", 8, 0.3), ("normal", 32, 0.10), 0.0, 0.0, 1.28909, 1.65127, 0.048443, 0.0481969,
          8e-5, (4.6706, 29.1342, 19.0156)),
    "B": (30, 2.0, 0.5, ("normal", 8, 0.3), ("normal", 32, 0.10), -0.5, -0.5, 1.28909, 2.2436, 0.011877, 0.0118469,
          4e-5, (3.9191, 30.6648, 18.9776)),
    "C": (30, 2.0, 0.5, ("lognormal", 8, 0.3), ("normal", 32, 0.10), -0.5, -0.510968, 1.28909, 2.58857, 0.0037076,
          0.00363812, 2e-5, (5.2389, 27.9608, 19.1075)),
    "D": (35, 1.5, 0.0, ("lognormal", 6, 0.4), ("lognormal", 30, 0.12), -0.3, -0.314873, 1.29751, 1.75993, 0.031451,
          0.0300041, 6e-5, (3.6293, 26.6508, 18.1804)),
    "E": (38, 2.0, 1.0, ("lognormal", 5, 0.4), ("lognormal", 30, 0.12), -0.5, -0.527354, 0.62864, -2.65552, 0.99585,
          0.995803, 2e-5, (12.7447, 26.2305, 18.812)),
    "F": (20, 2.0, 0.3, ("lognormal", 6, 0.4), ("lognormal", 32, 0.12), -0.5, -0.527354, 1.94217, 6.7238, 4.5985e-12,
          None, None, (2.583, 18.7747, 19.2301)),
}


def build(name, meaning="pearson"):
    slope, z, m, cohesion, angle, rho = CASES[name][:6]
    weight = ("normal", 18.0 if name == "D" else 19.0, 0.05)
    names = ("cohesion", "angle", "weight")
    marginals = {key: marginal(kind, float(mean), cov, 0.0, 0.0)
                 for key, (kind, mean, cov) in zip(names, (cohesion, angle, weight))}
    matrix = np.eye(3)
    matrix[0, 1] = matrix[1, 0] = rho
    if meaning == "pearson":
        matrix = nataf(matrix, list(marginals.values()), names)
    state = DegreesSlope(*(np.array([float(value)]) for value in (slope, z, m)))
    return state, RandomVariables(marginals, {}, matrix)


@pytest.mark.parametrize("name", CASES)
def test_worked_cases(name):
    rho0, fos, beta, breitung, sampled, spread, point = CASES[name][6:]
    state, variables = build(name)
    means = {"cohesion": CASES[name][3][1], "angle": CASES[name][4][1], "weight": 18.0 if name == "D" else 19.0}
    assert state.factor_of_safety(means)[0] == pytest.approx(fos, abs=5e-6)
    assert variables.correlation[0, 1] == pytest.approx(rho0, abs=5e-7)
    result = analyse(state, variables, 1)
    assert result.beta[0] == pytest.approx(beta, abs=6e-5)
    assert result.status[0] == 0
    values = result.values(variables)
    np.testing.assert_allclose([values[key][0] for key in ("cohesion", "angle", "weight")], point, rtol=1e-3)
    second_order = analyse(state, variables, 1, Method("sorm"))
    assert second_order.pof[0] == pytest.approx(breitung, rel=2e-3)
    importance = analyse(state, variables, 1, Method("importance", 20000))
    if sampled is not None:
        error = np.hypot(importance.standard_error[0], spread)
        assert abs(importance.pof[0] - sampled) < 4.0 * error
        assert error < 0.03 * min(sampled, 1.0 - sampled)


@pytest.mark.parametrize("name", ["B", "C", "D", "E", "F"])
def test_both_meanings_of_correlation(name):
    betas = {}
    for meaning in ("pearson", "gaussian"):
        state, variables = build(name, meaning)
        betas[meaning] = analyse(state, variables, 1).beta[0]
        assert betas[meaning] == pytest.approx(independent(state, variables), abs=2e-5)
    same = CASES[name][5] == CASES[name][6]
    assert (abs(betas["pearson"] - betas["gaussian"]) < 1e-9) == same


def independent(state, variables):
    """The signed distance from the median to the surface, by scipy."""
    def fos(u):
        return state.factor_of_safety(variables.values(u[:, None]))[0]

    best = min((optimize.minimize(lambda u: u @ u, start, constraints={"type": "eq", "fun": lambda u: fos(u) - 1.0},
                                  options={"ftol": 1e-14, "maxiter": 500})
                for start in (np.full(3, 0.1), np.array([-2.0, -1.0, 0.5]), np.array([1.0, 2.0, 0.0]))),
               key=lambda result: result.fun if result.success else np.inf)
    return np.sign(fos(np.zeros(3)) - 1.0) * np.sqrt(best.fun)


# ---- the rest --------------------------------------------------------------------------------------------------------


def one_cell(**covs):
    means = dict(zip(VARIABLES, (8.0, 0.6, 20.0, 0.4, 0.5, 0.95, 1e-5, 1.5)))
    marginals = {name: marginal("lognormal", means[name], cov, 0.0, 0.0) for name, cov in covs.items()}
    fixed = {name: mean for name, mean in means.items() if name not in covs}
    return RandomVariables(marginals, fixed)


def test_nothing_random():
    for slope, sign in ((20.0, 1.0), (60.0, -1.0)):
        state = InfiniteSlope(np.array([slope]), np.array([5.0]), "seepage")
        result = analyse(state, one_cell(), 1)
        assert result.beta[0] == sign * np.inf
        assert result.pof[0] == (0.0 if sign > 0 else 1.0)
        assert result.status[0] == 0


def test_one_random_variable_is_exact():
    # FOS is linear in tan phi: beta is the standardised logarithm of what is needed.
    state = InfiniteSlope(np.array([40.0]), np.array([5.0]), "zero")
    variables = one_cell(friction=0.2)
    result = analyse(state, variables, 1)
    b = np.radians(40.0)
    needed = np.tan(b) * (1.0 - 8.0 / (20.0 * 1.5 * np.sin(b) * np.cos(b)))
    zeta = np.sqrt(np.log(1.04))
    assert result.beta[0] == pytest.approx((np.log(0.6) - 0.5 * zeta**2 - np.log(needed)) / zeta, rel=1e-7)


def test_importance_factors_do_not_depend_on_the_order():
    state = InfiniteSlope(np.array([35.0]), np.array([5.0]), "seepage")
    first = one_cell(cohesion=0.3, friction=0.2, thickness=0.25)
    found = []
    for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
        names = [first.names[k] for k in order]
        matrix = np.array([[1.0, -0.5, 0.3], [-0.5, 1.0, 0.1], [0.3, 0.1, 1.0]])[np.ix_(order, order)]
        variables = RandomVariables({name: first.marginals[name] for name in names}, first.fixed, matrix)
        result = analyse(state, variables, 1)
        found.append(dict(zip(names, result.importance(variables)[:, 0])))
    for other in found[1:]:
        assert other == pytest.approx(found[0], abs=1e-4)
