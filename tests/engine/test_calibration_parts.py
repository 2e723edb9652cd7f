"""Parts of the calibration: reading FREE, priors, representative cells, surrogates, likelihood, spread."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.calibration.evaluations import Response
from scarp.engine.calibration.fit import Ground, compare_with_all, fit
from scarp.engine.calibration.free import Free, Parameters, parse_free
from scarp.engine.calibration.posterior import Posterior
from scarp.engine.calibration.ranking import area_under_curve
from scarp.engine.calibration.representatives import GREATEST, failing, index, represent
from scarp.engine.calibration.spread import components, deviation, mended, sandwich
from scarp.engine.calibration.surrogate import Box, Surrogate
from scarp.engine.calibration.validation import reliability
from scarp.engine.errors import InputError
from scarp.engine.soil.table import SoilTable
from scipy import special

SIDE = 120
ROW = {"cohesion_kpa": 7, "cohesion_kpa_cov": 0.3, "friction_deg": 32, "friction_deg_cov": 0.12, "friction_deg_max": 48,
       "unit_weight_kn_m3": 18, "porosity": 0.45, "saturation_initial": 0.6, "saturation_final": 0.95,
       "ksat_m_s": 1e-5, "thickness_m": 1.5}
TABLE = SoilTable.from_records([
    {"zone": 1, **ROW, "cohesion_kpa_mean_cov": 0.5},
    {"zone": 2, **ROW, "cohesion_kpa": 14, "friction_deg": 40, "porosity_cov": 0.1, "porosity_dist": "beta",
     "porosity_min": 0.3, "porosity_max": 0.6}])


# ---- what is free ----------------------------------------------------------------------------------------------------

def test_free_is_read_in_the_order_of_the_quantities():
    assert parse_free(" Friction : shared;cohesion ,ksat:zone;") == [
        Free("cohesion", False), Free("friction", True), Free("ksat", False)]


@pytest.mark.parametrize(("written", "told"), [
    ("", "FREE: it is empty"), (" ; ", "FREE: it is empty"), ("cohesoin", "Did you mean cohesion?"),
    ("colour", "'colour' is no quantity of the soil. Use cohesion, friction"),
    ("cohesion; cohesion:shared", "cohesion stands twice"), ("cohesion:all", "'all' behind cohesion is not known"),
    ("cohesion:", "'' behind cohesion is not known"), (":zone", "'' is no quantity")])
def test_what_is_wrong_with_free_is_said(written, told):
    with pytest.raises(InputError) as caught:
        parse_free(written)
    assert told in str(caught.value)
    assert str(caught.value).startswith("FREE")


def test_the_prior_is_lognormal_about_the_tables_mean():
    found = Parameters(TABLE, parse_free("cohesion; friction:shared"), np.array([True, True]))
    assert len(found) == 3
    np.testing.assert_array_equal(found.of, [[1, 0], [2, 0]])
    # `_mean_cov` where it is given, else `_cov`.
    np.testing.assert_allclose(found.prior_cov, [[0.5, 0.12], [0.3, 0.12]])
    means = found.means(found.by_zone(np.array([[1.0, 0.0, 2.0], [0.0, 0.0, 0.0]])))
    zeta = np.sqrt(np.log1p(np.square([0.12, 0.5, 0.3])))
    np.testing.assert_allclose(means["cohesion"], [[7.0, 14.0 * np.exp(2.0 * zeta[2])], [7.0, 14.0]])
    tangent = np.tan(np.radians([32.0, 40.0]))
    np.testing.assert_allclose(means["friction"], [tangent * np.exp(zeta[0]), tangent])


def test_bounds_are_those_of_the_table_and_of_the_distribution():
    found = Parameters(TABLE, parse_free("cohesion; friction:shared"), np.array([True, True]))
    highest = found.means(found.by_zone(found.high[None]))["friction"][0]
    # One factor: the first to meet its bound stops all.
    assert highest.max() == pytest.approx(np.tan(np.radians(48.0)))
    table = SoilTable.from_records([{**ROW, "porosity_cov": 0.1, "porosity_dist": "beta", "porosity_min": 0.3,
                                     "porosity_max": 0.6}], zoned=False)
    found = Parameters(table, parse_free("porosity"), np.array([True]))
    for end in (found.low, found.high):
        mean = found.means(found.by_zone(end[None]))["porosity"][0, 0]
        share, spread = (mean - 0.3) / 0.3, 0.1 * mean / 0.3
        assert spread**2 == pytest.approx(share * (1.0 - share), rel=1e-3)      # the widest beta there is


def test_a_zone_without_landslides_has_no_parameters_of_its_own():
    found = Parameters(TABLE, parse_free("cohesion; friction:shared"), np.array([False, True]))
    np.testing.assert_array_equal(found.of, [[-1, 0], [1, 0]])
    np.testing.assert_array_equal(found.means(found.by_zone(np.array([0.0, 1.0])))["cohesion"][0, 0], 7.0)


# ---- representative cells, surrogates --------------------------------------------------------------------------------

def test_representatives_stand_for_all():
    random = np.random.default_rng(1)
    points = np.stack((random.normal(3.0, 1.5, 20000), random.random(20000), np.ones(20000)))
    weight = random.random(20000) + 0.5
    chosen, number = represent(points, weight, 200)
    assert len(chosen) == 200
    np.testing.assert_array_equal(number[chosen], np.arange(200))
    held = np.bincount(number, weight)
    for stronger in (0.0, 1.0, 2.0):
        shift = stronger * (1.0 + points[1])         # both features matter
        exact = weight @ np.log1p(-special.ndtr(-points[0] - shift))
        rough = held @ np.log1p(-special.ndtr(-points[0] - shift)[chosen])
        assert rough == pytest.approx(exact, rel=0.02)      # 200 for 20,000, in two dimensions


def test_few_or_equal_points_are_groups_of_their_own():
    chosen, number = represent(np.array([[1.0, 1.0, 2.0], [0.0, 0.0, 0.0]]), np.ones(3), 10)
    assert len(chosen) == 2
    assert number[0] == number[1] != number[2]


def test_a_cell_that_cannot_fail_has_no_probability():
    assert index(np.array([0.0, 0.5, 1.0])).tolist() == [GREATEST, 0.0, -GREATEST]
    assert failing(np.array([GREATEST, 0.0])).tolist() == [0.0, 0.5]


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_a_surrogate_is_exact_for_polynomials_of_its_degree(size):
    box = Box(-np.arange(1.0, size + 1), np.full(size, 2.0))

    def polynomial(t):
        return np.stack((1.0 + (t**2).sum(axis=1), t[:, 0] ** 3 - 2.0 * t[:, -1]), axis=1)

    found = Surrogate(box, polynomial(box.nodes()))
    t = box.low + (box.high - box.low) * np.random.default_rng(2).random((50, size))
    np.testing.assert_allclose(found.index(t), polynomial(t), atol=1e-9)
    step = 1e-5 * np.eye(size)
    slopes = found.slopes(t)
    for q in range(size):
        inside = np.all((t + step[q] < box.high) & (t - step[q] > box.low), axis=1)
        differences = (polynomial(t + step[q]) - polynomial(t - step[q])) / 2e-5
        np.testing.assert_allclose(slopes[q][inside], differences[inside], atol=1e-6)


# ---- the posterior of a basin ----------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def ground(tmp_path_factory, made_basin):
    """Ground of two zones with landslides in both, two free means each."""
    from scarp.engine.calibration.cells import gather

    basin = made_basin(tmp_path_factory.mktemp("ground"), zones=2)
    slides = basin.slides({"cohesion_kpa": 7}, {"cohesion_kpa": 9})
    conditions = basin.conditions()
    sample, count = gather(conditions, slides.cells, np.zeros(0, dtype=np.int64), 10**6, 1)
    parameters = Parameters(conditions.soil.table, parse_free("cohesion; friction"), np.array([True, True]))
    response = Response([sample], parameters, np.eye(8), "gaussian")
    row, col = np.divmod(sample.cell, SIDE)
    block = (row // 10) * 12 + col // 10
    found = Ground(response, [block], 144, 0.05, slides.count / count, [])
    found.before = found.probability(np.zeros((2, 2)))
    return found


@pytest.fixture(scope="module")
def fitted(ground):
    return fit(ground)


def exact_posterior(ground, t):
    """Log posterior at `t` (p,) over all cells, by hand."""
    sample, parameters = ground.response.samples[0], ground.response.parameters
    pof = ground.probability(parameters.by_zone(t)[0])[0]
    p = (1.0 - ground.error) * pof + ground.error * ground.prevalence
    return np.where(sample.slide, np.log(p), np.log1p(-p)).sum() - 0.5 * t @ t


def test_few_cells_give_the_posterior_of_all(ground, fitted):
    random = np.random.default_rng(4)
    posterior, best = fitted.posterior, fitted.best
    places = [best, *random.multivariate_normal(best, np.linalg.inv(fitted.curvature), 6)]
    exact = np.array([exact_posterior(ground, t) for t in places])
    rough = posterior.log(np.array(places), posterior.weights())
    assert len(posterior.zones[0].cell) < 0.1 * SIDE * SIDE
    np.testing.assert_allclose(rough - rough[0], exact - exact[0], atol=0.1)
    assert fitted.integration_error < 0.1


def test_the_fit_is_the_greatest_posterior_of_all_cells(ground, fitted):
    top = exact_posterior(ground, fitted.best)
    spread = np.sqrt(np.diag(np.linalg.inv(fitted.curvature)))
    for p in range(4):
        for sign in (-1.0, 1.0):
            t = fitted.best.copy()
            t[p] += sign * 0.3 * spread[p]
            assert exact_posterior(ground, t) < top


def test_gradient_scores_and_curvature_belong_to_the_posterior(fitted):
    posterior, t = fitted.posterior, fitted.best + 0.01
    weights = posterior.weights()
    step = 1e-5
    differences = [(posterior.log((t + step * e)[None], weights) - posterior.log((t - step * e)[None], weights))[0]
                   / (2.0 * step) for e in np.eye(4)]
    np.testing.assert_allclose(posterior.gradient(t, weights), differences, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(posterior.scores(t).sum(axis=0) - t, differences, rtol=1e-4, atol=1e-4)
    ahead, behind = (posterior.gradient(t + sign * 1e-3 * np.eye(4)[1], weights) for sign in (1.0, -1.0))
    np.testing.assert_allclose(posterior.curvature(t, weights)[1], -(ahead - behind) / 2e-3, rtol=1e-2, atol=1e-2)


def test_blocks_left_out_leave_out_their_cells(ground, fitted):
    posterior = fitted.posterior
    kept = np.arange(144) % 3 > 0
    parts = [np.concatenate(posterior.weights(each)).sum() for each in (kept, ~kept, None)]
    assert parts[0] + parts[1] == pytest.approx(parts[2])
    assert parts[2] == pytest.approx(SIDE * SIDE)
    np.testing.assert_allclose(posterior.scores(fitted.best)[~kept].sum(axis=0),
                               posterior.gradient(fitted.best, posterior.weights(~kept), ~kept) + fitted.best,
                               rtol=1e-6, atol=1e-6)


def test_the_gradient_over_all_cells_mends_rough_groups(ground, fitted):
    points = ground.points(ground.before, np.zeros((2, 2)), 64)
    posterior = Posterior(ground.response, points, fitted.posterior.low, fitted.posterior.high, ground.error,
                          ground.prevalence)
    spread = np.sqrt(np.diag(np.linalg.inv(fitted.curvature)))
    plain = posterior.gradient(fitted.best, posterior.weights())
    compare_with_all(ground, posterior, fitted.best, ground.before, spread)
    mended_ = posterior.gradient(fitted.best, posterior.weights())
    exact = [(exact_posterior(ground, fitted.best + 0.01 * e) - exact_posterior(ground, fitted.best - 0.01 * e)) / 0.02
             for e in np.eye(4)]
    assert np.abs(mended_ - exact).max() < 0.1 / spread.max()
    assert np.abs(mended_ - exact).max() < np.abs(plain - exact).max()


# ---- how well the means are known ------------------------------------------------------------------------------------

def test_the_sandwich_of_well_described_data_is_the_inverse_curvature():
    random = np.random.default_rng(8)
    information = np.array([[6.0, 2.0], [2.0, 3.0]])
    scores = random.multivariate_normal(np.zeros(2), information / 5000.0, 5000)
    curvature = information + np.eye(2)
    np.testing.assert_allclose(sandwich(curvature, scores), np.linalg.inv(curvature), rtol=0.08, atol=0.01)
    np.testing.assert_allclose(deviation(np.eye(2), curvature, scores), np.sqrt(np.diag(np.linalg.inv(curvature))),
                               rtol=0.05)


def test_blocks_that_fail_together_widen_the_band():
    random = np.random.default_rng(9)
    alone = random.standard_normal((4000, 1)) / np.sqrt(4000.0) * 3.0
    together = np.repeat(alone[:400], 10, axis=0).reshape(400, 10, 1).sum(axis=1)     # ten of a kind to a block
    curvature = np.array([[10.0]])
    ratio = sandwich(curvature, together)[0, 0] - 0.01, sandwich(curvature, alone)[0, 0] - 0.01
    assert ratio[0] / ratio[1] == pytest.approx(10.0, rel=0.15)


def test_silent_data_leave_the_prior_spread():
    np.testing.assert_array_equal(sandwich(np.eye(3), np.zeros((5, 3))), np.eye(3))
    np.testing.assert_allclose(deviation(np.eye(3), np.eye(3), np.zeros((5, 3))), 1.0)


def test_few_blocks_take_students_factor():
    # Four blocks of equal weight about a mean of 0: three degrees of freedom, beside a prior of no weight.
    scores = 1000.0 * np.array([[1.0], [-1.0], [1.0], [-1.0]])
    normal = np.sqrt(sandwich(np.array([[1.0]]), scores)[0, 0])
    factor = deviation(np.eye(1), np.array([[1.0]]), scores)[0] / normal
    assert factor == pytest.approx(special.stdtrit(3.0, 0.95) / special.ndtri(0.95), rel=1e-3)


def test_no_direction_is_known_less_well_than_beforehand():
    found = mended(np.array([[5.0, 0.0], [0.0, -2.0]]))
    np.testing.assert_allclose(found, [[5.0, 0.0], [0.0, 1.0]], atol=1e-12)


def test_zones_that_share_a_parameter_go_together():
    parts = components([np.array([0, 1]), np.array([2, 3]), np.array([4, 1]), np.array([5])])
    found = {tuple(parameters.tolist()): zones for parameters, zones in parts}
    assert found == {(0, 1, 4): [0, 2], (2, 3): [1], (5,): [3]}


# ---- scores ----------------------------------------------------------------------------------------------------------

def test_the_area_under_the_curve_is_that_of_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    random = np.random.default_rng(6)
    score = np.round(random.random(500), 2)          # with ties
    slide, weight = random.random(500) < 0.2, random.random(500)
    assert area_under_curve(score, slide, weight) == pytest.approx(
        metrics.roc_auc_score(slide, score, sample_weight=weight), rel=1e-12)


def test_every_bin_of_the_reliability_diagram_expects_as_many_landslides():
    random = np.random.default_rng(7)
    forecast = np.exp(random.normal(-5.0, 1.5, 50000)).clip(0.0, 1.0)
    labels = random.random(50000) < forecast
    found = reliability(labels, forecast, np.ones(50000))
    expected = found.forecast * found.cases
    np.testing.assert_allclose(expected, expected.mean(), rtol=0.05)
    assert np.all(np.abs(found.observed - found.forecast) < 4.0 * np.sqrt(found.forecast / found.cases))
    assert found.brier < found.brier_prevalence
