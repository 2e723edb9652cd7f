"""Storms from tables, rasters and numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scarp.engine.errors import RainError
from scarp.engine.water.storm import Storm, bands_of, parse_times, storms_from_records


def rows(hours, depths, **more):
    return [{"hours": h, "mm": d, **more} for h, d in zip(hours, depths)]


class Layer:
    """Stands in for a RasterSource."""

    def read(self):
        """Mark the class as a raster."""


def test_table_of_unequal_steps_and_text():
    storm = Storm.from_records([{"Hours": "0,5", "MM": "2"}, {"Hours": "2", "MM": "0"}, {"Hours": " 3 ", "MM": "7,2"}])
    assert storm.durations.tolist() == [1800.0, 5400.0, 3600.0]
    assert storm.depths == (2.0, 0.0, 7.2)
    assert storm.duration_h == 3.0
    np.testing.assert_allclose(storm.intensities({}), [0.002 / 1800, 0.0, 0.0072 / 3600], rtol=1e-15)
    assert storm.uniform
    assert storm.sources() == {}


@pytest.mark.parametrize(("records", "said"), [
    (rows([1, 2, 3, 4, 5], [1, 1, 1, 1, -2]), "RAIN_TABLE, row 5: -2 mm. Use 0 for a dry step."),
    (rows([1, 2], [1, ""]), "RAIN_TABLE, row 2: its rain is missing. Use 0 for a dry step."),
    (rows([1, 2], [1, float("nan")]), "RAIN_TABLE, row 2: its rain is missing."),
    (rows([1, None, 3], [1, 1, 1]), "RAIN_TABLE, row 2: its hours are missing."),
    (rows([1, 3, 3], [1, 1, 1]), "RAIN_TABLE, row 3: 3 hours do not follow 3. Put the rows in order of time"),
    (rows([0, 1], [1, 1]), "RAIN_TABLE, row 1: 0 hours is no end of a step. Column 'hours' is the END of each step"),
    (rows([1, "x"], [1, 1]), "RAIN_TABLE, row 2, hours: 'x' is not a number."),
    ([], "RAIN_TABLE: it has no rows."),
    ([{"hours": 1, "depth": 3}], "RAIN_TABLE: it has no column 'mm'."),
    ([{"hour": 1, "mm": 3}], "RAIN_TABLE, column 'hour': there is no such column. Did you mean 'hours'?"),
])
def test_says_which_row_is_wrong(records, said):
    with pytest.raises(RainError) as caught:
        Storm.from_records(records)
    assert said in str(caught.value)


def test_several_storms_in_one_table():
    records = rows([1, 2], [1, 2], storm=1.0) + rows([3, 6], [5, 6], storm="b")
    storms = storms_from_records(records)
    assert list(storms) == ["1", "b"]
    assert storms["b"].durations.tolist() == [10800.0, 10800.0]
    assert Storm.from_records(records, storm="b").depths == (5.0, 6.0)
    with pytest.raises(RainError, match=r"column 'storm' names 2 storms \(1, b\)\. Give a table with the rows of"):
        Storm.from_records(records)
    with pytest.raises(RainError, match=r"it has no storm 'c'. It has 1, b"):
        Storm.from_records(records, storm="c")
    assert Storm.from_records(records, storm=1.0).depths == (1.0, 2.0)


def test_each_of_several_storms_is_named_in_its_warnings():
    storms = storms_from_records(rows([1], [1], storm="dry") + rows([1], [800], storm="wet"))
    assert storms["dry"].warnings() == []
    assert storms["wet"].warnings()[0].startswith("RAIN_TABLE, storm wet: 800 mm in 1 h")


def test_rows_without_a_storm_beside_named_ones():
    with pytest.raises(RainError, match=r"RAIN_TABLE, row 3, storm: it is empty where other rows name a storm"):
        storms_from_records(rows([1, 2], [1, 2], storm="a") + rows([1], [5], storm=""))
    assert list(storms_from_records(rows([1, 2], [1, 2], storm=""))) == [""]


def test_steady_rain():
    storm = Storm.steady(12.0, 2.5)
    np.testing.assert_allclose(storm.intensities({}), [12.0 / 3.6e6], rtol=1e-15)
    assert storm.duration_h == 2.5
    for intensity, duration in ((-1.0, 1.0), (1.0, 0.0), (float("nan"), 1.0), (1.0, float("inf"))):
        with pytest.raises(RainError):
            Storm.steady(intensity, duration)


@pytest.mark.parametrize(("unit", "rate"), [("mm", 6.0 / 1000 / 7200), ("mm/h", 6.0 / 3.6e6)])
def test_layers(unit, rate):
    storm = Storm.from_layers([Layer(), Layer()], 2.0, unit)
    assert not storm.uniform
    assert list(storm.sources()) == ["rain:0", "rain:1"]
    rates = storm.intensities({"rain:0": np.full((2, 3), 6.0), "rain:1": np.zeros((2, 3))})
    assert rates.shape == (2, 2, 3)
    np.testing.assert_allclose(rates[0], rate, rtol=1e-15)
    assert not rates[1].any()


def test_layers_that_are_wrong():
    storm = Storm.from_layers([Layer(), Layer(), Layer()], 1.0)
    fields = {"rain:0": np.array([[1.0, np.nan]]), "rain:1": np.array([[0.0, np.nan]]),
              "rain:2": np.array([[2.0, np.nan]])}
    np.testing.assert_array_equal(np.isnan(storm.intensities(fields)), [[[False, True]]] * 3)
    with pytest.raises(RainError, match=r"RAIN_LAYERS, layer 2: rain of -3 is negative. Use 0 where it is dry."):
        storm.intensities({**fields, "rain:1": np.array([[-3.0, 1.0]])})
    with pytest.raises(RainError, match=r"RAIN_LAYERS, layer 3: it lacks rain where other layers have some"):
        storm.intensities({**fields, "rain:2": np.array([[np.nan, np.nan]])})
    with pytest.raises(RainError, match="STEP_HOURS"):
        Storm.from_layers([Layer()], 0.0)
    with pytest.raises(RainError, match="RAIN_UNIT"):
        Storm.from_layers([Layer()], 1.0, "cm")
    with pytest.raises(RainError, match="there are no rasters"):
        Storm.from_layers([], 1.0)


def test_a_time_inside_a_step_counts_its_part():
    storm = Storm.from_records(rows([1, 3, 4], [1, 1, 1]))
    assert storm.at(0.0).tolist() == [0.0, 0.0, 0.0]
    assert storm.at(1.5).tolist() == [3600.0, 1800.0, 0.0]
    assert storm.at(4.0).tolist() == storm.durations.tolist()
    assert storm.at(99.0).tolist() == storm.durations.tolist()


@given(st.lists(st.floats(0.01, 5.0), min_size=1, max_size=30))
def test_the_end_of_a_storm_is_all_of_it(steps):
    storm = Storm.from_records(rows(np.cumsum(steps), np.ones(len(steps))))
    np.testing.assert_array_equal(storm.at(storm.duration_h), storm.durations)
    assert storm.at(storm.duration_h / 2).sum() == pytest.approx(storm.durations.sum() / 2)


def test_warnings():
    assert Storm.from_records(rows(range(1, 49), [1.0] + [0.0] * 46 + [1.0])).warnings() == []
    (said,) = Storm.from_records(rows(range(1, 52), [1.0] + [0.0] * 49 + [1.0])).warnings()
    assert said.startswith("RAIN_TABLE: 49 dry hours follow hour 1; over 48")
    assert Storm.from_records(rows([60, 61], [0.0, 5.0])).warnings() == [], "dry hours before the rain do no harm"
    (said,) = Storm.from_records(rows([1, 61], [5.0, 0.0])).warnings()
    assert "60 dry hours follow hour 1" in said
    assert Storm.steady(0.1, 240.0).warnings() == []
    (said,) = Storm.steady(0.1, 241.0).warnings()
    assert "the storm lasts 10 days" in said
    (said,) = Storm.from_records(rows([1], [800.0])).warnings()
    assert "800 mm in 1 h is more than ever measured" in said
    assert Storm.from_records(rows([1, 2, 3], [0.0] * 3)).warnings() == []


def test_a_step_missing_from_a_regular_table_is_questioned():
    hours = [h for h in range(1, 25) if h != 7]
    (said,) = Storm.from_records(rows(hours, [1.0] * 23)).warnings()
    assert said.startswith("RAIN_TABLE, row 7: its step is 2 h, the usual one 1 h. Is a row missing?")
    assert Storm.from_records(rows([1, 2, 4, 8], [1.0] * 4)).warnings() == [], "unequal by design"


def test_times():
    storm = Storm.steady(1.0, 24.0)
    assert parse_times("", storm) == [24.0]
    assert parse_times(None, storm) == [24.0]
    assert parse_times("12; 6 ;24;6", storm) == [6.0, 12.0, 24.0]
    assert parse_times("6, 12 24", storm) == [6.0, 12.0, 24.0]
    for nothing in (";;;", ",", " ; "):
        with pytest.raises(RainError, match=r"TIMES: '.*' holds no time"):
            parse_times(nothing, storm)
    assert parse_times("0,5; 1,5", storm) == [0.5, 1.5]
    assert parse_times("100", None) == [100.0]
    with pytest.raises(RainError, match="TIMES: 30 h is after the end of the rain, 24 h"):
        parse_times("6;30", storm)
    with pytest.raises(RainError, match="TIMES: 'noon' is not a number"):
        parse_times("noon", storm)
    with pytest.raises(RainError, match="TIMES: '-1' is not a time"):
        parse_times("-1", storm)
    with pytest.raises(RainError, match="TIMES: it is empty"):
        parse_times("", None)


def test_bands_of_a_multiband_raster(tmp_path):
    from scarp.engine.grid import Grid, write_array

    grid = Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), 3, 2)
    values = np.arange(12.0, dtype=np.float32).reshape(2, 2, 3)
    path = str(tmp_path / "rain.tif")
    write_array(path, values, grid, ["a", "b"])
    storm = Storm.from_layers(bands_of(path, grid), 0.5, "mm/h")
    rates = storm.intensities({name: source.read() for name, source in storm.sources().items()})
    np.testing.assert_allclose(rates, values.astype(float) / 3.6e6, rtol=1e-12)
