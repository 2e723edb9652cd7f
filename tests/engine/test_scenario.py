"""Scenarios: soil tables as random variables, groups of cells, correlation by zone, names of bands."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.errors import CorrelationError, InputError, SoilError
from scarp.engine.mapping.scenario import Scenario, describe
from scarp.engine.quantities import VARIABLES
from scarp.engine.reliability.correlation import normal_correlation, parse
from scarp.engine.reliability.distributions import Beta, Lognormal, Normal, marginal
from scarp.engine.soil.table import SoilTable

ROW = {"cohesion_kpa": 8.0, "cohesion_kpa_cov": 0.3, "cohesion_kpa_dist": "lognormal", "friction_deg": 32.0,
       "friction_deg_cov": 0.1, "friction_deg_dist": "lognormal", "unit_weight_kn_m3": 20.0, "porosity": 0.4,
       "saturation_initial": 0.5, "saturation_final": 0.95, "ksat_m_s": 1e-5, "thickness_m": 1.5}


def table(*changes, rasters=(), **options):
    rows = [{"zone": str(k + 1), **ROW, **change} for k, change in enumerate(changes or ({},))]
    return SoilTable.from_records(rows, rasters, zoned=len(rows) > 1, **options)


def means_of(soil, zones):
    return {name: np.append(soil.mean[name], np.nan)[zones] for name in VARIABLES}


def test_one_zone_is_one_group_of_numbers():
    soil = table()
    means = {name: float(soil.mean[name][0]) for name in VARIABLES}
    (group,) = Scenario(soil).groups(np.zeros(5, int), means)
    np.testing.assert_array_equal(group.cells, np.arange(5))
    assert group.variables.names == ("cohesion", "friction")
    expected = marginal("lognormal", np.tan(np.radians(32.0)), 0.1, 0.0, 0.0).parameters
    assert group.variables.marginals["friction"].parameters == pytest.approx(expected)
    assert all(np.ndim(value) == 0 for value in group.variables.fixed.values())
    assert group.variables.fixed["porosity"] == 0.4


def test_zones_of_the_same_kinds_go_together():
    soil = table({}, {"cohesion_kpa": 12.0, "cohesion_kpa_cov": 0.2}, {"cohesion_kpa_dist": "normal"},
                 {"cohesion_kpa_dist": "beta", "cohesion_kpa_min": 2, "cohesion_kpa_max": 20},
                 {"friction_deg_cov": 0})
    zones = np.array([0, 1, 2, 3, 4, 1, 0])
    groups = Scenario(soil).groups(zones, means_of(soil, zones))
    assert sorted(tuple(group.cells) for group in groups) == [(0, 1, 5, 6), (2,), (3,), (4,)]
    by_cell = {tuple(group.cells): group.variables for group in groups}
    shared = by_cell[0, 1, 5, 6].marginals["cohesion"]
    assert isinstance(shared, Lognormal)
    alone = marginal("lognormal", 12.0, 0.2, 0.0, 0.0)
    np.testing.assert_allclose([shared.parameters[k][1] for k in (0, 1)], alone.parameters)
    assert isinstance(by_cell[2,].marginals["cohesion"], Normal)
    assert isinstance(by_cell[3,].marginals["cohesion"], Beta)
    assert by_cell[4,].names == ("cohesion",)


def test_a_mean_of_zero_is_a_known_zero():
    soil = table({"cohesion_kpa": None}, rasters=["cohesion"])
    means = {name: float(soil.mean[name][0]) for name in VARIABLES}
    means["cohesion"] = np.array([5.0, 0.0, 7.0, 0.0])
    groups = Scenario(soil, parse("cohesion:friction=-0.5", VARIABLES)).groups(np.zeros(4, int), means)
    by_cell = {tuple(group.cells): group.variables for group in groups}
    assert set(by_cell) == {(0, 2), (1, 3)}
    assert by_cell[0, 2].names == ("cohesion", "friction")
    assert by_cell[0, 2].correlation[0, 1] == -0.5
    np.testing.assert_allclose(by_cell[0, 2].values(np.zeros((2, 2)))["cohesion"], [5 / 1.09**0.5, 7 / 1.09**0.5])
    assert by_cell[1, 3].names == ("friction",)
    np.testing.assert_array_equal(by_cell[1, 3].fixed["cohesion"], [0.0, 0.0])
    np.testing.assert_array_equal(by_cell[1, 3].correlation, [[1.0]])


def test_correlation_of_what_is_random():
    soil = table({"porosity_cov": 0.1, "porosity_dist": "truncnormal", "ksat_m_s_cov": 0.5,
                  "ksat_m_s_dist": "lognormal"})
    matrix = parse("cohesion:friction=-0.3; porosity:ksat=0.5; unit_weight:thickness=0.9", VARIABLES)
    (group,) = Scenario(soil, matrix).groups(np.zeros(2, int), {n: float(soil.mean[n][0]) for n in VARIABLES})
    assert group.variables.names == ("cohesion", "friction", "porosity", "ksat")
    expected = np.eye(4)
    expected[0, 1] = expected[1, 0] = -0.3
    expected[2, 3] = expected[3, 2] = 0.5
    np.testing.assert_array_equal(group.variables.correlation, expected)


def test_pearson_correlation_is_each_zones_own():
    soil = table({}, {"cohesion_kpa_cov": 0.5}, {})
    zones = np.array([0, 1, 2])
    scenario = Scenario(soil, parse("cohesion:friction=-0.5", VARIABLES), "pearson")
    groups = {tuple(g.cells): g.variables for g in scenario.groups(zones, means_of(soil, zones))}
    assert set(groups) == {(0, 2), (1,)}, "zones whose normals correlate alike go together"
    for cells, cov in (((0, 2), 0.3), ((1,), 0.5)):
        pair = marginal("lognormal", 1.0, cov, 0.0, 0.0), marginal("lognormal", 1.0, 0.1, 0.0, 0.0)
        assert groups[cells].correlation[0, 1] == pytest.approx(normal_correlation(-0.5, *pair))


def test_what_is_impossible():
    with pytest.raises(InputError, match="CORRELATION_TYPE: 'spearman' does not exist"):
        Scenario(table(), correlation_type="spearman")
    matrix = np.eye(8)
    matrix[:3, :3] += -0.9 * (1.0 - np.eye(3))
    with pytest.raises(CorrelationError, match="not positive definite"):
        Scenario(table(), matrix)
    with pytest.raises(SoilError, match=r"SOIL_TABLE, zone 2, porosity: no beta distribution"):
        Scenario(table({}, {"porosity_cov": 2.0, "porosity_dist": "beta"}))
    with pytest.raises(CorrelationError, match=r"cohesion-friction -0.95 \(pearson\) cannot be reached"):
        Scenario(table({"cohesion_kpa_cov": 2.0}), parse("cohesion:friction=-0.95", VARIABLES), "pearson")
    soil = table({"cohesion_kpa_dist": "beta"}, rasters=["cohesion"])
    Scenario(soil, parse("cohesion:friction=-0.5", VARIABLES))
    with pytest.raises(CorrelationError, match="differs from cell to cell"):
        Scenario(soil, parse("cohesion:friction=-0.5", VARIABLES), "pearson")
    Scenario(soil, parse("porosity:ksat=-0.5", VARIABLES), "pearson")


def test_overridden_table_makes_another_scenario():
    soil = table().overridden({"cohesion_kpa_cov": 0.1, "scenario": "low"})
    (group,) = Scenario(soil, name="low").groups(np.zeros(1, int), {n: float(soil.mean[n][0]) for n in VARIABLES})
    assert group.variables.marginals["cohesion"].parameters[1] == pytest.approx(np.sqrt(np.log(1.01)))


def test_band_names():
    one, two = Scenario(table(), name="cov 0.1"), Scenario(table(), name="cov 0.2")
    assert describe([Scenario(table())], [6.0]) == ["t=6 h"]
    assert describe([one, two], [6.0, 12.5]) == ["cov 0.1; t=6 h", "cov 0.1; t=12.5 h",
                                                 "cov 0.2; t=6 h", "cov 0.2; t=12.5 h"]
    assert describe([one, two], [6.0, 12.0], maximum=True)[2:4] == ["cov 0.1; maximum", "cov 0.2; t=6 h"]
    assert describe([one], [6.0], maximum=True) == ["cov 0.1; t=6 h"], "one time is its own maximum"
    assert describe([one], [6.0], ["cohesion", "friction"]) == ["cov 0.1; t=6 h; cohesion", "cov 0.1; t=6 h; friction"]
