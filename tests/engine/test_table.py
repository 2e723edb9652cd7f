"""Reliability by table against the exact method: values, statuses, ranges, and whole maps."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine import conditions, infiltration, maps, prepared, rain, scenario, soil
from scarp.engine.front import FrontLines
from scarp.engine.grid import Band, Grid, RasterSource, RasterWriter, read_array, write_array
from scarp.engine.quantities import VARIABLES
from scarp.engine.reliability.analysis import Method, analyse
from scarp.engine.reliability.distributions import marginal
from scarp.engine.reliability.table import EXACT, ResponseTable
from scarp.engine.reliability.variables import RandomVariables
from scarp.engine.stability import InfiniteSlope

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


@pytest.mark.parametrize("axes", [((5.0, 55.0),), ((5.0, 55.0), (0.5, 3.0))])
def test_a_table_gives_what_the_exact_method_gives_and_leaves_the_rest(axes):
    table = ResponseTable(exact, *axes)
    rng = np.random.default_rng(5)
    at = [rng.uniform(low, high, 4000) for low, high in axes]
    beta, pof, status = table.look_up(*at)
    served = status != EXACT
    assert served.mean() > 0.8
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


def test_a_leap_is_not_interpolated():
    def leap(first, second):
        beta = np.where(first + second > 1.3, 2.0, 1.0)
        return beta, np.full(len(first), 0.1), np.zeros(len(first), np.uint8)

    table = ResponseTable(leap, (0.0, 1.0), (0.0, 1.0))
    rng = np.random.default_rng(2)
    first, second = rng.uniform(0, 1, (2, 20000))
    beta, _, status = table.look_up(first, second)
    served = status != EXACT
    assert np.allclose(beta[served], np.where(first + second > 1.3, 2.0, 1.0)[served], atol=1e-6)
    assert 0.9 < served.mean() < 1.0


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
    table = soil.SoilTable.from_records([columns], rasters=("thickness",), zoned=False)
    inputs = soil.SoilInputs(table, rasters={"thickness": RasterSource(str(tmp_path / "thickness.tif"), source.grid)})
    return conditions.Conditions(slope=source, soil=inputs, times=[24.0], pore_pressure="seepage",
                                 supplies=infiltration.unrouted_supplies(rain.Storm.steady(18.0, 24.0)))


def run(ground, folder, **options):
    """POF, BETA and STATUS as arrays."""
    folder.mkdir()
    writers = {name: RasterWriter(str(folder / f"{name}.tif"), ground.grid, [Band(name)],
                                  "uint8" if name == "STATUS" else "float32") for name in ("POF", "BETA", "STATUS")}
    maps.probability_maps(ground, [scenario.Scenario(ground.soil.table)], Method(), writers, **options)
    for writer in writers.values():
        writer.commit()
    return {name: read_array(str(folder / f"{name}.tif")) for name in writers}


def test_maps_with_and_without_a_table_agree(ground, tmp_path, monkeypatch):
    looked_up = []
    look_up = prepared.ZoneTable.look_up
    monkeypatch.setattr(prepared.ZoneTable, "look_up",
                        lambda table, cells, where: looked_up.append(len(where)) or look_up(table, cells, where))
    quick = run(ground, tmp_path / "quick")
    assert sum(looked_up) > 300_000
    monkeypatch.setattr(prepared, "WORTH", 1e9)
    slow = run(ground, tmp_path / "slow")
    assert np.array_equal(quick["STATUS"], slow["STATUS"], equal_nan=True)
    assert np.nanmax(np.abs(quick["BETA"] - slow["BETA"]) / np.maximum(1.0, np.abs(slow["BETA"]))) < 5e-5
    likely = slow["POF"] > 1e-8
    assert np.max(np.abs(quick["POF"][likely] / slow["POF"][likely] - 1.0)) < 2e-3
    assert quick["STATUS"][0, 0] == 6
    assert quick["STATUS"][0, 1] == 2
    assert np.array_equal(np.isnan(quick["POF"]), np.isnan(slow["POF"]))


def test_threads_do_not_show_in_maps_made_with_a_table(ground, tmp_path):
    one, three = run(ground, tmp_path / "one", threads=1), run(ground, tmp_path / "three", threads=3)
    for name, values in one.items():
        assert np.array_equal(values, three[name], equal_nan=True)
