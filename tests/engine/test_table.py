"""Reliability by table against the exact method: values, statuses, ranges, and whole maps."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scarp.engine.errors import Cancelled
from scarp.engine.grid import Band, Grid, RasterSource, RasterWriter, commit_all, read_array, write_array
from scarp.engine.mapping import conditions, probability, scenario, zone_lookup
from scarp.engine.quantities import VARIABLES
from scarp.engine.reliability.analysis import Method, analyse
from scarp.engine.reliability.distributions import marginal
from scarp.engine.reliability.lookup import EXACT, ResponseTable
from scarp.engine.reliability.variables import RandomVariables
from scarp.engine.soil.fields import SoilInputs
from scarp.engine.soil.table import SoilTable
from scarp.engine.stability import InfiniteSlope
from scarp.engine.water import storm, supplies
from scarp.engine.water.intake import FrontLines

MEAN = {"cohesion": 8.0, "friction": 0.62, "unit_weight": 19.0, "porosity": 0.4, "saturation_initial": 0.5,
        "saturation_final": 0.95, "ksat": 4e-6, "thickness": 1.5}
COV = {"cohesion": 0.3, "friction": 0.1, "unit_weight": 0.05, "porosity": 0.1, "saturation_initial": 0.1,
       "saturation_final": 0.03, "ksat": 0.3, "thickness": 0.2}


def exact(slope, thickness=None):
    """Beta, POF and status of cells that differ in slope and mean thickness."""
    mean = MEAN if thickness is None else dict(MEAN, thickness=thickness)
    marginals = {name: marginal("lognormal", mean[name], COV[name], 0.0, 0.0) for name in VARIABLES}
    state = InfiniteSlope(slope, FrontLines(np.array([[5e-6]]), np.array([86400.0])), "seepage")
    found = analyse(state, RandomVariables(marginals, {}), len(slope))
    return found.beta, found.pof, found.status


def many(*axes):
    """A sample that tells a table of thousands of cells in every box."""
    rng = np.random.default_rng(1)
    return {"sample": [rng.uniform(low, high, 200_000) for low, high in axes], "weight": 1000.0}


@pytest.mark.parametrize(("axes", "cells", "share"), [(((5.0, 55.0),), None, 0.8), (((5.0, 55.0),), many, 0.99),
                                                      (((5.0, 55.0), (0.5, 3.0)), None, 0.8),
                                                      (((5.0, 55.0), (0.5, 3.0)), many, 0.97)])
def test_a_table_gives_what_the_exact_method_gives_and_leaves_the_rest(axes, cells, share):
    table = ResponseTable(exact, *axes, **(cells(*axes) if cells else {}))
    rng = np.random.default_rng(5)
    at = [rng.uniform(low, high, 4000) for low, high in axes]
    beta, pof, status = table.look_up(*at)
    served = status != EXACT
    assert served.mean() > share
    assert served.mean() == pytest.approx(table.share, abs=0.03)
    assert np.isnan(beta[~served]).all()
    assert np.isnan(pof[~served]).all()
    known = exact(*at)
    assert np.array_equal(status[served], known[2][served])
    assert set(np.unique(status[served])) == {0, 1}
    error = np.abs(beta - known[0])[served] / np.maximum(1.0, np.abs(known[0][served]))
    assert error.max() < 5e-5
    likely = served & (known[1] > 1e-8)
    assert np.abs(pof[likely] / known[1][likely] - 1.0).max() < 2e-3


def test_cells_beyond_the_axes_are_left_to_the_exact_method():
    table = ResponseTable(exact, (20.0, 40.0), (1.0, 2.0))
    _, _, status = table.look_up(np.array([19.99, 30.0, 40.01, 30.0, 30.0]), np.array([1.5, 0.99, 1.5, 2.01, 1.5]))
    assert list(status[:4]) == [EXACT] * 4
    assert status[4] != EXACT


def of_sum(function):
    """An exact method whose beta is a function of the sum of two quantities."""
    return lambda first, second: (function(first + second), np.full(len(first), 0.1), np.zeros(len(first), np.uint8))


@pytest.mark.parametrize(("cells", "share"), [({}, 0.9), (many((0.0, 1.0), (0.0, 1.0)), 0.99)])
def test_a_leap_is_not_interpolated(cells, share):
    def leap(total):
        return np.where(total > 1.3, 2.0, 1.0)

    table = ResponseTable(of_sum(leap), (0.0, 1.0), (0.0, 1.0), **cells)
    first, second = np.random.default_rng(2).uniform(0, 1, (2, 20000))
    beta, _, status = table.look_up(first, second)
    served = status != EXACT
    assert np.allclose(beta[served], leap(first + second)[served], atol=1e-6)
    assert share < served.mean() < 1.0


def test_only_boxes_of_many_cells_are_worth_exact_values_beside_a_kink():
    asked = []

    def kinked(first, second):
        asked.append(first)
        return of_sum(lambda total: np.abs(total - 1.0123))(first, second)

    rng = np.random.default_rng(6)
    corner = [rng.uniform(0.0, 0.5, 100_000), rng.uniform(0.5, 1.0, 100_000)]
    ResponseTable(kinked, (0.0, 1.0), (0.0, 1.0), sample=corner, weight=1.0)
    assert len(asked) == 2
    table = ResponseTable(kinked, (0.0, 1.0), (0.0, 1.0), sample=corner, weight=1000.0)
    assert len(asked) == 6
    assert max(asked[-1]) < 0.51
    at = rng.uniform(0.02, 0.49, 20000)
    beside, away = (table.look_up(first, 1.0123 - first + rng.normal(0.0, 0.01, 20000))[2] for first in (at, at + 0.51))
    assert np.mean(beside != EXACT) > 0.8
    assert np.mean(away != EXACT) < 0.5


@pytest.mark.parametrize(("bend", "least", "most"), [(0.02, 0.999, 1.0), (2.0, 0.99, 0.998)])
def test_beside_a_kink_the_table_serves_what_lies_within_its_tolerance(bend, least, most):
    def kinked(total):
        return 1.0 + bend * np.abs(total - 1.2345)

    table = ResponseTable(of_sum(kinked), (0.0, 1.0), (0.0, 1.0), **many((0.0, 1.0), (0.0, 1.0)))
    rng = np.random.default_rng(3)
    first = rng.uniform(0.3, 0.9, 20000)
    for second in (1.2345 - first + rng.normal(0.0, 1e-3, 20000), rng.uniform(0.0, 1.0, 20000)):
        beta, _, status = table.look_up(first, second)
        served = status != EXACT
        assert np.abs(beta - kinked(first + second))[served].max() < 5e-5
    assert least <= served.mean() <= most


def test_a_solution_that_is_nowhere_near_its_neighbours_is_served_nowhere_near():
    def stray(first, second):
        near = (np.abs(first - 0.5) < 1e-3) & (np.abs(second - 0.5) < 1e-3)
        return np.where(near, 5.0, 1.0 + 0.5 * np.abs(first - 0.5)), np.full(len(first), 0.1), np.zeros(len(first))

    table = ResponseTable(stray, (0.0, 1.0), (0.0, 1.0), **many((0.0, 1.0), (0.0, 1.0)))
    first, second = 0.5 + np.random.default_rng(4).uniform(-2e-3, 2e-3, (2, 20000))
    beta, _, status = table.look_up(first, second)
    assert np.abs(beta - stray(first, second)[0])[status != EXACT].max(initial=0.0) < 5e-5
    assert table.share > 0.99


@pytest.fixture
def ground(tmp_path):
    """Slope and thickness rasters just large enough for a table, and the conditions on them."""
    side = 560
    rows, cols = np.mgrid[:side, :side] / side
    grid = Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), side, side)
    slope = 30.0 + 20.0 * np.sin(9.0 * cols) * np.cos(7.0 * rows) + rows
    slope[3, 4] = np.nan
    slope[0, :3] = 88.0, 0.5, 3.0
    thickness = 1.5 + 0.8 * np.sin(5.0 * rows + 3.0 * cols)
    for name, values in (("slope", slope), ("thickness", thickness)):
        write_array(str(tmp_path / f"{name}.tif"), values, grid)
    source = RasterSource(str(tmp_path / "slope.tif"), parameter="SLOPE")
    columns = {"cohesion_kpa": 8, "friction_deg": 32, "unit_weight_kn_m3": 19, "porosity": 0.4,
               "saturation_initial": 0.5, "saturation_final": 0.95, "ksat_m_s": 4e-6, "cohesion_kpa_cov": 0.3,
               "cohesion_kpa_dist": "lognormal", "friction_deg_cov": 0.1, "friction_deg_dist": "lognormal",
               "thickness_m_cov": 0.2, "thickness_m_dist": "lognormal"}
    table = SoilTable.from_records([columns], rasters=("thickness",), zoned=False)
    inputs = SoilInputs(table, rasters={"thickness": RasterSource(str(tmp_path / "thickness.tif"), source.grid)})
    return conditions.Conditions(slope=source, soil=inputs, times=[24.0], pore_pressure="seepage",
                                 supplies=supplies.unrouted_supplies(storm.Storm.steady(18.0, 24.0)))


def run(ground, folder, **options):
    """POF, BETA and STATUS as arrays."""
    folder.mkdir()
    writers = {name: RasterWriter(str(folder / f"{name}.tif"), ground.grid, [Band(name)],
                                  "uint8" if name == "STATUS" else "float32") for name in ("POF", "BETA", "STATUS")}
    try:
        probability.probability_maps(ground, [scenario.Scenario(ground.soil.table)], Method(), writers, **options)
        commit_all(writers.values())
    except Cancelled:
        for writer in writers.values():
            writer.discard()
        raise
    return {name: read_array(str(folder / f"{name}.tif")) for name in writers}


def test_maps_with_and_without_a_table_agree(ground, tmp_path, monkeypatch):
    served = []
    look_up = zone_lookup.ZoneTable.look_up

    def watched(table, cells, where):
        found = look_up(table, cells, where)
        served.append(np.count_nonzero(found[2] != EXACT))
        return found

    monkeypatch.setattr(zone_lookup.ZoneTable, "look_up", watched)
    quick = run(ground, tmp_path / "quick")
    assert sum(served) > 280_000
    monkeypatch.setattr(zone_lookup, "WORTH", 1e9)
    slow = run(ground, tmp_path / "slow")
    assert np.array_equal(quick["STATUS"], slow["STATUS"], equal_nan=True)
    assert np.nanmax(np.abs(quick["BETA"] - slow["BETA"]) / np.maximum(1.0, np.abs(slow["BETA"]))) < 5e-5
    likely = slow["POF"] > 1e-8
    assert np.max(np.abs(quick["POF"][likely] / slow["POF"][likely] - 1.0)) < 2e-3
    assert quick["STATUS"][0, 0] == 6
    assert quick["STATUS"][0, 1] == 2
    assert np.array_equal(np.isnan(quick["POF"]), np.isnan(slow["POF"]))


def test_neither_threads_nor_tiles_show_in_maps_made_with_a_table(ground, tmp_path, monkeypatch):
    one, three = run(ground, tmp_path / "one", threads=1), run(ground, tmp_path / "three", threads=3)
    monkeypatch.setattr(probability, "_TILE_BYTES", 1 << 20)
    small = run(ground, tmp_path / "small", threads=2)
    for name, values in one.items():
        assert np.array_equal(values, three[name], equal_nan=True)
        assert np.array_equal(values, small[name], equal_nan=True)


def test_a_quantity_that_differs_only_where_nobody_looked_is_computed_exactly(ground, tmp_path, monkeypatch):
    thickness = np.full(ground.grid.shape, 1.5)
    thickness[400:, 300:] = 2.25
    write_array(str(tmp_path / "thickness.tif"), thickness, ground.grid)
    monkeypatch.setattr(zone_lookup, "_LOOKS", 1)
    quick = run(ground, tmp_path / "quick")
    monkeypatch.setattr(zone_lookup, "WORTH", 1e9)
    slow = run(ground, tmp_path / "slow")
    assert np.array_equal(quick["STATUS"], slow["STATUS"], equal_nan=True)
    assert np.nanmax(np.abs(quick["BETA"] - slow["BETA"]) / np.maximum(1.0, np.abs(slow["BETA"]))) < 5e-5


def test_progress_rises_while_tables_are_made_and_served(ground, tmp_path):
    told = []
    run(ground, tmp_path / "maps", progress=told.append)
    assert told == sorted(told)
    assert 0.0 < told[0] < 0.2
    assert told[-1] == 1.0


def test_a_run_can_be_cancelled_while_its_tables_are_made(ground, tmp_path):
    told, asked = [], []

    def cancelled():
        asked.append(1)
        return len(asked) > 12

    with pytest.raises(Cancelled):
        run(ground, tmp_path / "maps", progress=told.append, cancelled=cancelled)
    assert told == []
    assert not list((tmp_path / "maps").glob("*.tif"))


def test_the_largest_zones_have_the_tables_there_is_room_for(ground, monkeypatch):
    made = []
    monkeypatch.setattr(zone_lookup, "MOST", 2)
    monkeypatch.setattr(zone_lookup, "ZoneTable",
                        lambda conditions, scenario, time, zone, *_: made.append((zone.position, time)))
    monkeypatch.setattr(zone_lookup, "EVALUATIONS", 1)
    several = dataclasses.replace(ground, times=[6.0, 12.0, 24.0])
    ranges = {"slope": (20.0, 40.0), "soil:thickness": (1.0, 2.0)}
    zones = [zone_lookup.Zone(number, cells, ranges, {}) for number, cells in enumerate((200, 700, 3))]
    monkeypatch.setattr(zone_lookup, "_zones", lambda *_: zones)
    zone_lookup.tables(several, [scenario.Scenario(ground.soil.table)], None)
    assert made == [(1, 0), (1, 1)]
