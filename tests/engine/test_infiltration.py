"""Infiltration and wetting front of single columns, worked by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scarp.engine.water.infiltration import infiltrated_depth, infiltration_rate, room, wetting_front
from scarp.engine.water.storm import Storm
from scarp.engine.water.supplies import Balance, unrouted_supplies

TRIGRS = Path(__file__).parents[1] / "data" / "trigrs_tutorial"
MM_H = 1.0 / 3.6e6
rates = st.lists(st.floats(0.0, 1e-4), min_size=1, max_size=20)


def test_a_column_by_hand():
    # 10, 40 and 5 mm in three hours on k_s = 20 mm/h: 10 + 20 + 5 = 35 mm enter.
    water = infiltrated_depth(np.array([10.0, 40.0, 5.0]) * MM_H, np.full(3, 3600.0), 20.0 * MM_H)
    assert water == pytest.approx(0.035, rel=1e-14)
    # n (S_f - S_o) cos b = 0.4 * 0.5 * cos 60 = 0.1: 0.35 m deep.
    assert wetting_front(water, 0.4, 0.4, 0.9, 60.0, 1.0) == pytest.approx(0.35, rel=1e-12)


def test_a_time_inside_a_step():
    storm = Storm.from_records([{"hours": 1, "mm": 10}, {"hours": 3, "mm": 40}])
    supplies = unrouted_supplies(storm)
    rain = supplies.read({}, (0, 0, 1, 1))
    assert rain.shape == (2, 1, 1)
    assert infiltrated_depth(rain, supplies.at(1.5), 1.0)[0, 0] == pytest.approx(0.020, rel=1e-14)
    assert infiltrated_depth(rain, supplies.at(0.0), 1.0)[0, 0] == 0.0


@pytest.mark.parametrize(("water", "initial", "final", "thickness", "depth"), [
    (0.5, 0.4, 0.9, 1.0, 1.0),  # more than fits: the base of the soil
    (0.0, 0.4, 0.9, 1.0, 1e-4),  # no water: dry
    (0.0, 0.9, 0.9, 1.0, 1.0),  # already saturated, tested before dry
    (0.1, 0.95, 0.9, 1.0, 1.0),
    (0.1, 0.4, 0.9, 0.0, 0.0),  # no soil
    (0.1, 0.4, 0.9, 5e-5, 5e-5),
    (1e-9, 0.9, 0.9 + 1e-9, 5.0, 1e-3 / math.cos(math.radians(30.0))),  # room floored at 1e-6
    (np.nan, 0.4, 0.9, 1.0, np.nan),
    (0.1, np.nan, 0.9, 1.0, np.nan),
    (0.1, 0.4, 0.9, np.nan, np.nan),
])
def test_floors_and_caps(water, initial, final, thickness, depth):
    assert wetting_front(water, 0.4, initial, final, 30.0, thickness) == pytest.approx(depth, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("slope", [0.0, 90.0])
def test_level_and_vertical_ground_give_finite_depths(slope):
    assert 0.0 < wetting_front(0.01, 0.4, 0.4, 0.9, slope, 1.0) <= 1.0


@given(st.floats(0.05, 0.8), st.floats(0.0, 0.5), st.floats(0.6, 1.0), st.floats(0.0, 80.0), st.floats(1e-3, 20.0))
def test_the_room_of_a_column_is_what_fills_it(porosity, initial, final, slope, thickness):
    full = room(porosity, initial, final, slope, thickness)
    assert full == pytest.approx(porosity * (final - initial) * math.cos(math.radians(slope)) * thickness, rel=1e-9)
    assert wetting_front(full, porosity, initial, final, slope, thickness) == pytest.approx(thickness, rel=1e-12)
    half = wetting_front(full / 2.0, porosity, initial, final, slope, thickness)
    assert half == pytest.approx(max(thickness / 2.0, 1e-4), rel=1e-9)


def test_the_room_of_columns_that_take_nothing():
    initial, thickness = np.array([0.9, 0.95, 0.4, np.nan]), np.array([1.0, 1.0, 5e-5, 1.0])
    np.testing.assert_array_equal(room(0.4, initial, 0.9, 30.0, thickness), [0.0, 0.0, 0.0, np.nan])


@given(rates, st.integers(1, 30), st.floats(1e-9, 1e-3))
def test_rain_shifted_in_time_shifts_the_front_exactly(rain, shift, ksat):
    seconds = np.full(len(rain), 3600.0)
    later = np.array([0.0] * shift + rain)
    for steps in range(len(rain) + 1):
        now = infiltrated_depth(np.array(rain), np.where(np.arange(len(rain)) < steps, seconds, 0.0), ksat)
        then = infiltrated_depth(later, np.where(np.arange(later.size) < steps + shift, 3600.0, 0.0), ksat)
        assert now == then


@given(rates, st.floats(1e-9, 1e-3))
def test_steps_split_in_two_change_nothing(rain, ksat):
    whole = infiltrated_depth(np.array(rain), np.full(len(rain), 3600.0), ksat)
    halves = infiltrated_depth(np.repeat(rain, 2), np.full(2 * len(rain), 1800.0), ksat)
    assert halves == pytest.approx(whole, rel=1e-12)


@given(rates, st.floats(1e-9, 1e-3), st.floats(0.0, 0.2), st.booleans())
def test_water_is_kept_without_routing(rain, ksat, columns, limited):
    storm = Storm.from_records({"hours": end + 1, "mm": rate * 3.6e6} for end, rate in enumerate(rain))
    supplies = unrouted_supplies(storm, limited)
    infiltration, runoff = supplies.totals({}, (0, 0, 2, 1), np.array([[ksat, 0.0]]), columns)
    fallen = sum(storm.depths) / 1000.0
    np.testing.assert_allclose(infiltration + runoff, fallen, rtol=1e-9, atol=1e-15)
    assert infiltration[0, 1] == 0.0
    if limited:
        assert infiltration[0, 0] <= columns * (1.0 + 1e-12) + 1e-300
        most = min(infiltrated_depth(np.array(rain), storm.durations, ksat), columns)
        assert infiltration[0, 0] == pytest.approx(most, rel=1e-9, abs=1e-15), "one column fills at the same time"


def test_rain_from_layers_is_read_as_a_stack():
    class Layer:
        def read(self):
            """Mark the class as a raster."""

    supplies = unrouted_supplies(Storm.from_layers([Layer(), Layer()], 1.0))
    assert list(supplies.sources()) == ["rain:0", "rain:1"]
    read = supplies.read({"rain:0": np.full((2, 2), 3.6), "rain:1": np.zeros((2, 2))}, (0, 0, 2, 2))
    np.testing.assert_allclose(read, [np.full((2, 2), 1e-6), np.zeros((2, 2))])
    assert supplies.tile == 512
    long = unrouted_supplies(Storm.from_layers([Layer()] * 240, 1.0))
    assert long.tile == 128, "ten days by the hour still fit the memory of a tile"


def test_balance():
    balance = Balance(10.0, 6.0, 3.0, 100).plus(Balance(10.0, 6.0, 5.0, 100))
    assert balance == (20.0, 12.0, 8.0, 200)
    assert balance.error == 0.0
    assert balance.rain_mm == 100.0
    assert Balance(10.0, 6.0, 3.0, 1).error == pytest.approx(0.1)
    assert Balance(0.0, 0.0, 0.0, 0).error == 0.0
    assert Balance(0.0, 0.0, 0.0, 0).rain_mm == 0.0


def _trigrs_grid(name):
    return np.loadtxt(TRIGRS / name, skiprows=6).ravel()


def _trigrs_lists(name):
    """Read a TopoIndex list: -9999, a cell, then one value for each of its receivers."""
    lists, current = {}, []
    values = [float(word) for word in (TRIGRS / name).read_text().split()]
    position = 0
    while position < len(values):
        if values[position] == -9999.0:
            current = lists.setdefault(int(values[position + 1]) - 1, [])
            position += 1
        else:
            current.append(values[position])
        position += 1
    return lists


def test_trigrs_tutorial_second_period():
    """Infiltration and runoff of all 100 cells, with TopoIndex's several receivers a cell (U.S. Geological Survey)."""
    ksat = np.where(_trigrs_grid("tutorial/zones.asc") == 1, 1e-7, 1e-4)
    # Where the water table starts at the surface the column is full and takes nothing.
    room_rate = np.where(_trigrs_grid("tutorial/depthwt.asc") == 0.0, 0.0, np.inf)
    receivers = _trigrs_lists("expected/TIdscelList_tutorial.txt")
    weights = _trigrs_lists("expected/TIwfactorList_tutorial.txt")
    assert sum(len(cells) > 1 for cells in receivers.values()) == 54
    supply, runoff = np.full(100, 9e-5), np.zeros(100)
    for _, cell in np.loadtxt(TRIGRS / "expected/TIcelindxList_tutorial.txt", dtype=int) - 1:
        runoff[cell] = supply[cell] - infiltration_rate(supply[cell], ksat[cell], room_rate[cell])
        for below, share in zip(receivers[cell], weights[cell]):
            if int(below) - 1 != cell:
                supply[int(below) - 1] += share * runoff[cell]
    # Printed with four digits.
    np.testing.assert_allclose(supply - runoff, _trigrs_grid("expected/TRinfilratPer2tutorial.asc"), rtol=6e-4)
    np.testing.assert_allclose(runoff, _trigrs_grid("expected/TRrunoffPer2tutorial.asc"), rtol=1e-3, atol=3e-8)
