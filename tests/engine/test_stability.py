"""The limit state: hand values, gradients by finite differences, and the branches against the whole."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.errors import InputError
from scarp.engine.quantities import VARIABLES
from scarp.engine.stability import BASE, InfiniteSlope, PseudoStaticSlope
from scarp.engine.water.infiltration import uncapped_front
from scarp.engine.water.intake import FrontLines

SOIL = {"cohesion": 10.0, "friction": np.tan(np.radians(30.0)), "unit_weight": 20.0, "porosity": 0.4,
        "saturation_initial": 0.5, "saturation_final": 1.0, "ksat": 1e-5, "thickness": 2.0}
SLOPE = np.array([30.0])
PRESSURES = ("suction", "zero", "seepage")
RAIN = np.array([[4e-6], [2e-5], [0.0], [9e-6]])
HOURS = np.array([7200.0, 3600.0, 3600.0, 1800.0])


def at(state, **changes):
    """Factor of safety of one cell."""
    values = {name: np.array([value]) for name, value in {**SOIL, **changes}.items()}
    (fos,) = state.factor_of_safety(values)
    return fos


def random_cells(count, seed=1):
    generator = np.random.default_rng(seed)

    def between(low, high):
        return generator.uniform(low, high, count)

    values = {"cohesion": between(0.0, 20.0), "friction": between(0.2, 1.0), "unit_weight": between(12.0, 26.0),
              "porosity": between(0.1, 0.6), "saturation_initial": between(0.1, 0.6),
              "saturation_final": between(0.7, 1.0), "ksat": 10.0 ** between(-6.5, -4.0), "thickness": between(0.05, 1)}
    return between(5.0, 60.0), values


def states(count, slope, seed=2):
    """Every kind of limit state for some cells, with its name."""
    generator = np.random.default_rng(seed)
    supply = generator.uniform(0.0, 3e-5, (4, count))
    table = generator.uniform(0.3, 3.0, count)
    fronts = {"storm": FrontLines(supply, HOURS), "same rain": FrontLines(RAIN, HOURS),
              "given": generator.uniform(0.05, 1.0, count)}
    for name, front in fronts.items():
        for pressure in PRESSURES:
            for surface in ("front", "base"):
                arguments = (slope, front, pressure, table, surface)
                yield f"{name}, {pressure}, {surface}", InfiniteSlope(*arguments)
                yield f"{name}, {pressure}, {surface}, shaken", PseudoStaticSlope(*arguments, seismic_coefficient=0.15)


# ---- hand values -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("pressure", "expected"), [
    ("zero", 1.57735),  # 10/(20*2*0.4330127) + tan 30/tan 30
    ("seepage", 1.08685),  # less 9.81*2*0.75*0.57735/17.3205
    ("suction", 1.82260),  # plus 9.81*(3 - 2)*0.75*0.57735/17.3205
])
def test_at_the_base_of_a_soaked_soil(pressure, expected):
    state = InfiniteSlope(SLOPE, np.array([5.0]), pressure, np.array([3.0]))
    assert at(state) == pytest.approx(expected, abs=5e-6)


def test_shaken():
    # [10 + 40 (0.75 - 0.2*0.4330127) 0.57735] / [40 (0.4330127 + 0.2*0.75)]
    state = PseudoStaticSlope(SLOPE, np.array([5.0]), "zero", seismic_coefficient=np.array([0.2]))
    assert at(state) == pytest.approx(1.085762, abs=2e-6)
    # With seepage: less 14.715*0.5773503/23.32051
    state = PseudoStaticSlope(SLOPE, np.array([5.0]), "seepage", seismic_coefficient=0.2)
    assert at(state) == pytest.approx(1.085762 - 0.364302, abs=2e-6)


def test_trigrs_hand_check():
    # Zone 2 of the USGS tutorial; its pressure head of 1.006 m and 9.8 kN/m3, as a water table above the plane.
    slope, z = 35.0, 1.5
    table = z - 9.8 * 1.006 / (9.81 * np.cos(np.radians(slope)) ** 2)
    state = InfiniteSlope(np.array([slope]), np.array([z]), "suction", np.array([table]))
    found = at(state, cohesion=8.0, friction=np.tan(np.radians(31.0)), unit_weight=22.0, thickness=9.0)
    assert found == pytest.approx(0.9920, abs=5e-5)


def test_depth_of_the_front():
    # 4e-6*7200 + 1e-5*3600 + 9e-6*1800 = 0.081 m through 0.4*0.5*cos 30
    state = InfiniteSlope(SLOPE, FrontLines(RAIN, HOURS), "zero")
    z = 0.081 / (0.2 * np.cos(np.radians(30.0)))
    assert at(state) == pytest.approx(10.0 / (20.0 * z * 0.4330127) + 1.0, rel=1e-7)
    assert at(state, thickness=0.1) == pytest.approx(10.0 / (20.0 * 0.1 * 0.4330127) + 1.0, rel=1e-7)
    assert at(state, saturation_initial=1.0) == pytest.approx(1.57735, abs=5e-6), "already saturated: at the base"
    deep = uncapped_front(0.081, 0.4, 0.5, np.array([1.0, 0.5, 0.4]), 1.0)
    np.testing.assert_allclose(deep, [0.405, np.inf, np.inf])
    assert uncapped_front(1e-6, 0.4, 0.5, 0.5 + 1e-12, 1.0) == pytest.approx(1.0), "room has a floor of 1e-6"


def test_a_dry_cell_has_the_least_depth():
    state = InfiniteSlope(SLOPE, FrontLines(np.zeros((1, 1)), np.ones(1)), "zero")
    assert at(state) == pytest.approx(10.0 / (20.0 * 1e-4 * 0.4330127) + 1.0, rel=1e-7)


def test_base_before_during_and_after_the_storm():
    dry = FrontLines(np.zeros((1, 1)), np.ones(1))
    state = InfiniteSlope(SLOPE, dry, "zero", surface="base")
    # 2 (20 - 9.81*0.2) = 36.076 kPa
    assert at(state) == pytest.approx(10.0 / (36.076 * 0.4330127) + 1.0, rel=1e-7)
    # With the front at 0.5 m: 20*0.5 + 18.038*1.5 = 37.057 kPa; seepage has not begun.
    for front in (np.array([0.5]), FrontLines(np.array([[1e-6]]), np.array([0.2 * 0.5 * np.sqrt(0.75) * 1e6]))):
        for pressure in ("zero", "seepage"):
            state = InfiniteSlope(SLOPE, front, pressure, surface="base")
            assert at(state) == pytest.approx(10.0 / (37.057 * 0.4330127) + 1.0, rel=1e-7)
    state = InfiniteSlope(SLOPE, np.array([0.5]), "suction", np.array([3.0]), surface="base")
    assert at(state) == pytest.approx((10.0 + 7.3575 * SOIL["friction"]) / (37.057 * 0.4330127) + 1.0, rel=1e-6)
    state = InfiniteSlope(SLOPE, np.array([2.0]), "seepage", surface="base")
    assert at(state) == pytest.approx(1.08685, abs=5e-6), "the front has arrived"


def test_options_that_do_not_exist():
    with pytest.raises(InputError, match="PORE_PRESSURE: 'wet' does not exist"):
        InfiniteSlope(SLOPE, SLOPE, "wet")
    with pytest.raises(InputError, match="FAILURE_SURFACE: 'both' does not exist"):
        InfiniteSlope(SLOPE, SLOPE, "zero", surface="both")
    with pytest.raises(InputError, match="WATER_TABLE"):
        InfiniteSlope(SLOPE, SLOPE, "suction")


# ---- branches against the whole --------------------------------------------------------------------------------------


def all_branches(state, values):
    """FOS of each branch of each alternative: list of (branches, n)."""
    found = []
    for part in state.alternatives:
        count = len(values["cohesion"])
        rows = [part.smooth(BASE).evaluate(values, ())[0] + np.zeros(count)]
        rows += [part.smooth(np.full(count, k)).evaluate(values, ())[0] for k in range(1, part.branches)]
        found.append(np.array(rows))
    return found


def test_the_whole_is_the_greatest_of_its_branches():
    slope, values = random_cells(400)
    for name, state in states(400, slope):
        whole = state.factor_of_safety(values)
        each = all_branches(state, values)
        if len(each) == 1:
            # Strength at the base that uplift has used up grows with the load: there the order turns round.
            uplift = (state.constant + state.rise * values["thickness"]) * values["friction"]
            holds = values["cohesion"] > uplift if state.surface == "base" else np.ones(400, dtype=bool)
            assert holds.mean() > 0.9, name
            np.testing.assert_allclose(whole[holds], each[0].max(axis=0)[holds], rtol=1e-12, err_msg=name)
            governing = state.governing(values)
            np.testing.assert_allclose(each[0][governing, np.arange(400)], whole, rtol=1e-12, err_msg=name)
        else:
            failing = np.any([(rows < 1.0).all(axis=0) for rows in each], axis=0)
            np.testing.assert_array_equal(failing, whole < 1.0, err_msg=name)
            assert failing.any(), name
            assert not failing.all(), name


def test_gradients():
    slope, values = random_cells(60, seed=3)
    seen = set()
    for name, state in states(60, slope):
        for part in state.alternatives:
            for branch in range(part.branches):
                smooth = part.smooth(BASE if branch == BASE else np.full(60, branch))
                seen.add(type(smooth).__name__)
                check_gradient(smooth, values, f"{name}, branch {branch}")
    assert seen == {"AtDepth", "AtFront", "AtBase", "Arrival"}


def check_gradient(smooth, values, name):
    fos, gradient = smooth.evaluate(values, smooth.inputs)
    assert set(smooth.inputs) <= set(gradient), name
    for variable in VARIABLES:
        step = 1e-5 * np.maximum(values[variable], 1e-9)
        ends = [smooth.evaluate({**values, variable: values[variable] + side * step}, ())[0] for side in (1.0, -1.0)]
        difference = (ends[0] - ends[1]) / (2.0 * step)
        if variable not in smooth.inputs:
            assert not difference.any(), f"{name}: depends on {variable}"
            continue
        slack = 1e-9 * np.abs(fos).max() / step
        np.testing.assert_allclose(gradient[variable] + 0.0 * fos, difference, rtol=2e-5, atol=slack.max(),
                                   err_msg=f"{name}, {variable}")


def test_known_variables_leave_fewer_branches():
    slope, values = random_cells(50, seed=4)
    rest = ("cohesion", "friction")
    for fixed_names in (("unit_weight", "thickness"), ("ksat",), tuple(n for n in VARIABLES if n not in rest)):
        fixed = {name: values[name] for name in fixed_names}
        for name, state in states(50, slope):
            known = state.known(fixed)
            assert known.branches <= state.branches
            np.testing.assert_allclose(known.factor_of_safety(values), state.factor_of_safety(values), rtol=1e-12,
                                       err_msg=f"{name}, {fixed_names}")
            if len(fixed) == 6 and state.surface == "front":
                assert known.branches == 1
                smooth = known.smooth(BASE, fixed)
                assert smooth.inputs == rest
                np.testing.assert_allclose(smooth.evaluate(values, rest)[0], state.factor_of_safety(values), rtol=1e-12)
                check_gradient(smooth, values, name)


def test_take_and_column():
    slope, values = random_cells(30, seed=5)
    index = np.array([7, 3, 29, 11])
    generator = np.random.default_rng(6)
    for name, state in states(30, slope):
        whole = state.factor_of_safety(values)
        some = {variable: value[index] for variable, value in values.items()}
        np.testing.assert_array_equal(state.take(index).factor_of_safety(some), whole[index], err_msg=name)
        np.testing.assert_array_equal(state.take(index).governing(some), state.governing(values)[index], err_msg=name)
        for part in state.alternatives:
            line = np.full(30, part.branches - 1)
            np.testing.assert_array_equal(part.smooth(line).take(index).evaluate(some, ())[0],
                                          part.smooth(line).evaluate(values, ())[0][index], err_msg=name)
        samples = {variable: value[:, None] * generator.uniform(0.8, 1.2, (30, 5))
                   for variable, value in values.items()}
        together = state.column().factor_of_safety(samples)
        for k in range(5):
            alone = state.factor_of_safety({variable: value[:, k] for variable, value in samples.items()})
            np.testing.assert_array_equal(together[:, k], alone, err_msg=name)


def test_unshaken_is_static():
    slope, values = random_cells(20)
    static = InfiniteSlope(slope, FrontLines(RAIN, HOURS), "seepage")
    shaken = PseudoStaticSlope(slope, FrontLines(RAIN, HOURS), "seepage", seismic_coefficient=np.zeros(20))
    np.testing.assert_array_equal(static.factor_of_safety(values), shaken.factor_of_safety(values))
