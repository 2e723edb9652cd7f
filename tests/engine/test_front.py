"""What a storm lets in, as lines in k_s, against the plain sum over its steps."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.water.infiltration import infiltrated_depth
from scarp.engine.water.intake import FrontLines

SECONDS = np.array([3600.0, 1800.0, 0.0, 7200.0, 900.0, 3600.0])
KSAT = 10.0 ** np.linspace(-8.0, -3.0, 41)


def storms():
    generator = np.random.default_rng(1)
    routed = generator.uniform(0.0, 3e-5, (6, 41))
    routed[generator.random((6, 41)) < 0.2] = 0.0
    uniform = np.array([1e-6, 2e-5, 5e-6, 0.0, 2e-5, 7e-6])[:, None]
    return {"routed": routed, "uniform": uniform}


@pytest.mark.parametrize("kind", ["routed", "uniform"])
def test_least_line_is_the_infiltrated_depth(kind):
    supply = storms()[kind]
    line, depth = FrontLines(supply, SECONDS).least(KSAT)
    np.testing.assert_allclose(depth, infiltrated_depth(supply, SECONDS, KSAT), rtol=1e-13)
    intercept, rate = FrontLines(supply, SECONDS).pick(line)
    np.testing.assert_allclose(intercept + rate * KSAT, depth, rtol=1e-13)


def test_by_hand():
    # 2e-6 for an hour and 1e-5 for two: 3 h of k_s; 7.2e-3 + 2 h of k_s; 7.2e-3 + 7.2e-2.
    lines = FrontLines(np.array([[1e-5], [2e-6]]), np.array([7200.0, 3600.0]))
    np.testing.assert_allclose(lines.intercept[:, 0], [0.0, 0.0072, 0.0792])
    np.testing.assert_allclose(lines.rate[:, 0], [10800.0, 7200.0, 0.0])
    line, depth = lines.least(np.array([1e-6, 5e-6, 1e-4]))
    np.testing.assert_array_equal(line, [0, 1, 2])
    np.testing.assert_allclose(depth, [0.0108, 0.0432, 0.0792])
    lower, upper = lines.stretch(np.array([0, 1, 2]))
    np.testing.assert_allclose(lower, [0.0, 2e-6, 1e-5])
    np.testing.assert_allclose(upper, [2e-6, 1e-5, np.inf])


def test_steps_of_the_same_rain_are_one_kink():
    lines = FrontLines(np.array([[1e-6], [3e-6], [1e-6], [0.0]]), np.full(4, 3600.0))
    assert lines.count == 3
    np.testing.assert_allclose(lines.rate[:, 0], [10800.0, 3600.0, 0.0])


def test_steps_of_the_same_rain_are_one_kink_in_every_cell():
    hours = np.array([3600.0, 7200.0, 1800.0, 600.0])
    # Twice the same and a dry step; all different; the same up to rounding; nothing but one supply.
    supply = np.array([[1e-6, 1e-6, 2e-6, 5e-6], [3e-6, 4e-6, 2e-6 * (1.0 + 1e-15), 5e-6],
                       [1e-6, 2e-6, 3e-6, 5e-6], [0.0, 3e-6, 1e-6, 5e-6]])
    lines = FrontLines(supply, hours)
    np.testing.assert_array_equal(lines.last, [2, 4, 3, 1])
    for cell in range(4):
        shared = FrontLines(supply[:, [cell]], hours)
        kept = shared.count
        assert kept == lines.last[cell] + 1
        np.testing.assert_array_equal(lines.intercept[:kept, cell], shared.intercept[:, 0])
        np.testing.assert_array_equal(lines.rate[:kept, cell], shared.rate[:, 0])
        # Lines beyond the last govern nowhere.
        for line in range(kept, lines.count):
            lower, upper = lines.stretch(np.full(4, line))
            assert lower[cell] == upper[cell] == np.inf
    governing, depth = lines.least(np.full(4, 1.0))
    np.testing.assert_array_equal(governing, lines.last)
    np.testing.assert_allclose(depth, infiltrated_depth(supply, hours, np.full(4, 1.0)), rtol=1e-12)


def test_no_rain_is_one_line_of_nothing():
    lines = FrontLines(np.zeros((3, 1)), SECONDS[:3])
    assert lines.count == 1
    _, depth = lines.least(KSAT)
    assert not depth.any()


def test_stretch_is_where_a_line_governs():
    supply = storms()["routed"]
    lines = FrontLines(supply, SECONDS)
    for k in range(lines.count):
        lower, upper = lines.stretch(np.full(41, k))
        inside = np.flatnonzero((upper > lower * (1.0 + 1e-9)) & np.isfinite(lower))
        middle = np.where(np.isfinite(upper), 0.5 * (lower + upper), 2.0 * lower)[inside]
        governing, depth = lines.take(inside).least(middle)
        intercept, rate = lines.take(inside).pick(np.full(len(inside), k))
        np.testing.assert_allclose(intercept + rate * middle, depth, rtol=1e-12)
        np.testing.assert_array_equal(lines.take(inside).rate[governing, np.arange(len(inside))], rate)


def test_known_conductivity_leaves_one_line():
    supply = storms()["routed"]
    lines = FrontLines(supply, SECONDS).at(KSAT)
    assert lines.count == 1
    np.testing.assert_allclose(lines.least(np.full(41, 1e-9))[1], infiltrated_depth(supply, SECONDS, KSAT), rtol=1e-13)
    np.testing.assert_allclose(FrontLines(storms()["uniform"], SECONDS).at(2e-6).intercept[0],
                               infiltrated_depth(storms()["uniform"], SECONDS, 2e-6), rtol=1e-13)


def test_take_and_samples():
    supply = storms()["routed"]
    lines = FrontLines(supply, SECONDS)
    some = lines.take(np.array([4, 9]))
    np.testing.assert_array_equal(some.least(KSAT[[4, 9]])[1], lines.least(KSAT)[1][[4, 9]])
    samples = KSAT[:, None] * np.array([0.5, 1.0, 2.0])
    np.testing.assert_array_equal(lines.least(samples)[1][:, 2], lines.least(2.0 * KSAT)[1])
