"""Storms of several intensities, each a kink in k_s: the joint design point against scipy, POF against sampling.

Nothing of the engine is used for the expected values: rain, branches and probabilities are worked out anew here.
"""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.quantities import VARIABLES
from scarp.engine.reliability.analysis import Method, analyse
from scarp.engine.reliability.distributions import marginal
from scarp.engine.reliability.variables import RandomVariables
from scarp.engine.stability import InfiniteSlope
from scarp.engine.water.intake import FrontLines
from scipy import optimize, stats

MEANS = np.array([6.0, 0.6, 19.0, 0.4, 0.5, 0.92, 6e-6, 0.9])
COVS = np.array([0.3, 0.15, 0.05, 0.1, 0.1, 0.02, 0.6, 0.25])
HOURS = np.array([2.0, 1.0, 3.0, 1.0, 2.0]) * 3600.0
TABLE = 1.2
CELLS = 600


def correlation():
    matrix = np.eye(8)
    matrix[0, 1] = matrix[1, 0] = -0.4
    matrix[3, 6] = matrix[6, 3] = 0.5
    return matrix


class World:
    """Random cells under random storms, all variables lognormal."""

    def __init__(self, pressure, seed):
        generator = np.random.default_rng(seed)
        self.pressure = pressure
        self.slope = generator.uniform(20.0, 48.0, CELLS)
        self.supply = 10.0 ** generator.uniform(-6.3, -4.3, (len(HOURS), CELLS))
        self.supply[generator.random(self.supply.shape) < 0.15] = 0.0
        self.means = MEANS[:, None] * np.exp(generator.normal(0.0, 0.4, (8, CELLS)))
        self.means[[2, 4, 5]] = MEANS[[2, 4, 5], None]
        self.zeta = np.sqrt(np.log(1.0 + COVS**2))
        self.lam = np.log(self.means) - 0.5 * self.zeta[:, None] ** 2
        self.factor = np.linalg.cholesky(correlation())

    def engine(self, cells, **options):
        marginals = {name: marginal("lognormal", self.means[k, cells], COVS[k], 0.0, 0.0)
                     for k, name in enumerate(VARIABLES)}
        variables = RandomVariables(marginals, {}, correlation())
        front = FrontLines(self.supply[:, cells], HOURS)
        state = InfiniteSlope(self.slope[cells], front, self.pressure, np.full(len(cells), TABLE))
        return analyse(state, variables, len(cells), Method(**options))

    def branches(self, cell, u):
        """FOS of every branch, the base first: (branches, points), for points u of shape (8, points)."""
        x = np.exp(self.lam[:, cell, None] + self.zeta[:, None] * (self.factor @ u))
        cohesion, friction, weight, porosity, first, last, ksat, thickness = x
        rain = self.supply[:, cell]
        order = np.argsort(rain)
        lines = [(rain[order[:k]] @ HOURS[order[:k]]) + HOURS[order[k:]].sum() * ksat for k in range(len(HOURS) + 1)]
        b = np.radians(self.slope[cell])
        # 1/z, since a saturated column has no depth of the front
        inverse = np.array([1.0 / thickness, *(porosity * (last - first) * np.cos(b) / line for line in lines if
                                               np.all(line > 0.0))])
        z = 1.0 / inverse
        uplift = {"zero": 0.0, "seepage": 9.81 * np.cos(b) ** 2 * z,
                  "suction": -9.81 * (TABLE - z) * np.cos(b) ** 2}[self.pressure]
        load = weight * z * np.sin(b) * np.cos(b)
        return (cohesion - uplift * friction) / load + friction / np.tan(b)

    def fails(self, cell, u):
        """Whether the slope fails: every branch does, saturated columns at their base."""
        x = np.exp(self.lam[:, cell, None] + self.zeta[:, None] * (self.factor @ u))
        fos = self.branches(cell, u)
        return np.where(x[5] > x[4], (fos < 1.0).all(axis=0), fos[0] < 1.0)

    def distance(self, cell, start):
        """Signed distance from the median to the joint surface, by SLSQP from several starts."""
        def g(u):
            return self.branches(cell, u[:, None])[:, 0] - 1.0

        def jacobian(u):
            ends = self.branches(cell, u[:, None] + 1e-6 * np.hstack((np.eye(8), -np.eye(8))))
            return (ends[:, :8] - ends[:, 8:]) / 2e-6

        def least(sign, rows, starts):
            found = [optimize.minimize(lambda u: u @ u, s, jac=lambda u: 2.0 * u, method="SLSQP", constraints={
                "type": "ineq", "fun": lambda u: sign * g(u)[rows], "jac": lambda u: sign * jacobian(u)[rows]},
                options={"ftol": 1e-13, "maxiter": 300}) for s in starts]
            kept = [np.sqrt(each.fun) for each in found if np.all(sign * g(each.x)[rows] > -1e-7)]
            return min(kept, default=np.inf)

        generator = np.random.default_rng(cell)
        starts = [np.zeros(8) + 1e-3, 0.7 * start, *generator.normal(0.0, 1.0, (3, 8))]
        count = len(g(np.zeros(8)))
        if g(np.zeros(8)).max() > 0.0:
            return least(-1.0, slice(None), starts)
        return -min(least(1.0, [k], starts) for k in range(count))


@pytest.fixture(scope="module", params=["suction", "seepage"])
def chosen(request):
    """A world, about twenty of its cells with many corners and failing medians, and what the engine finds there."""
    world = World(request.param, 5)
    every = world.engine(np.arange(CELLS))
    near = np.abs(every.beta) < 5.0
    corners = np.flatnonzero((every.status == 1) & near)
    meeting = np.array([active(world, cell, every.u[:, cell]) for cell in corners])
    cells = np.concatenate((corners[meeting == 3][:4], corners[meeting == 2][:7],
                            np.flatnonzero((every.beta < -0.2) & near)[:6],
                            np.flatnonzero((every.status == 0) & (every.beta > 0.2) & near)[:5]))
    # Failures of many kinks are not convex: a few working sets go round in circles, and say so.
    assert np.mean(every.status == 4) <= 0.02
    return world, cells, world.engine(cells)


def active(world, cell, u):
    """How many branches meet at the design point."""
    return np.count_nonzero(np.abs(world.branches(cell, u[:, None]) - 1.0) < 1e-5)


def test_the_cells_are_of_every_kind(chosen):
    world, cells, result = chosen
    meeting = [active(world, cell, u) for cell, u in zip(cells, result.u.T)]
    assert len(cells) >= 20
    assert meeting.count(3) >= 2
    assert meeting.count(2) >= 7
    assert np.count_nonzero(result.beta < 0.0) >= 6
    np.testing.assert_array_equal(np.array(meeting) > 1, result.status == 1)


def test_design_point_is_the_nearest(chosen):
    world, cells, result = chosen
    expected = [world.distance(cell, u) for cell, u in zip(cells, result.u.T)]
    np.testing.assert_allclose(result.beta, expected, rtol=2e-5, atol=2e-5)


def sampled(world, cell, u, failing, points=40000):
    """POF and its standard error by importance sampling about u."""
    sample = np.random.default_rng(1000 + cell).standard_normal((8, points)) + u[:, None]
    weight = np.exp(0.5 * u @ u - u @ sample)
    hit = world.fails(cell, sample) != failing
    mean, error = (weight * hit).mean(), (weight * hit).std() / np.sqrt(points)
    return (1.0 - mean if failing else mean), error


def test_probability(chosen):
    world, cells, result = chosen
    expected, error = np.array([sampled(world, cell, u, beta < 0.0)
                                for cell, u, beta in zip(cells, result.u.T, result.beta)]).T
    assert np.all(error < 0.1 * expected)
    three = np.array([active(world, cell, u) == 3 for cell, u in zip(cells, result.u.T)])
    ratio = (result.pof / expected)[~three]
    assert np.all((result.pof / expected)[three] > 0.4)
    assert np.all((result.pof / expected)[three] < 2.5)
    assert np.mean((ratio > 0.5) & (ratio < 2.0)) >= 0.95
    assert 1.0 / 1.3 < np.median(ratio) < 1.3
    corner = result.status == 1
    plain = stats.norm.sf(result.beta)
    assert np.median(plain[corner] / expected[corner]) > 1.5, "a half-space would overstate the wedge"
    importance = world.engine(cells, kind="importance", samples=4000)
    np.testing.assert_array_less(np.abs(importance.pof - expected), 5.0 * np.hypot(error, importance.standard_error))
