"""Maps of safety and probability on small rasters: statuses, bands, seams, and every kind of input."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from scarp.engine.errors import Cancelled
from scarp.engine.grid import Grid, RasterSource, RasterWriter, read_array, write_array
from scarp.engine.mapping import probability, safety
from scarp.engine.mapping.conditions import Conditions
from scarp.engine.mapping.scenario import Scenario, describe
from scarp.engine.quantities import VARIABLES
from scarp.engine.reliability.analysis import Method, analyse
from scarp.engine.reliability.correlation import nataf, parse
from scarp.engine.reliability.distributions import marginal
from scarp.engine.soil.fields import SoilInputs
from scarp.engine.soil.table import SoilTable
from scarp.engine.stability import InfiniteSlope
from scarp.engine.water.intake import FrontLines
from scarp.engine.water.storm import Storm
from scarp.engine.water.supplies import unrouted_supplies

ROW = {"zone": 1, "cohesion_kpa": 6.0, "cohesion_kpa_cov": 0.3, "cohesion_kpa_dist": "lognormal", "friction_deg": 32.0,
       "friction_deg_cov": 0.15, "friction_deg_dist": "lognormal", "unit_weight_kn_m3": 20.0, "porosity": 0.4,
       "saturation_initial": 0.5, "saturation_final": 0.95, "ksat_m_s": 1e-5, "ksat_m_s_cov": 0.5,
       "ksat_m_s_dist": "lognormal", "thickness_m": 1.5, "thickness_m_cov": 0.2, "thickness_m_dist": "lognormal"}
EVERY = ("POF", "BETA", "FOS", "WETTING_FRONT_OUT", "STATUS", "STANDARD_ERROR", "DESIGN_POINT", "IMPORTANCE")
STORM = [{"hours": 6, "mm": 40}, {"hours": 12, "mm": 150}, {"hours": 18, "mm": 20}]


class World:
    """Rasters in a folder, and runs of the maps on them."""

    def __init__(self, folder, slope, rows=(ROW,), **rasters):
        self.folder, self.slope = folder, np.array(slope, dtype=float)
        self.grid = Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), self.slope.shape[1], self.slope.shape[0])
        self.rows, self.runs = rows, 0
        zones = rasters.pop("zones", None)
        self.zones = None if zones is None else self.raster("zones", zones)
        self.rasters = {name: self.raster(name, values) for name, values in rasters.items()}
        self.slopes = self.raster("slope", slope)

    def raster(self, name, values):
        path = str(self.folder / f"{name}.tif")
        write_array(path, np.broadcast_to(values, self.slope.shape).astype(float), self.grid, dtype="float64")
        return RasterSource(path, self.grid, parameter=name.upper())

    def soil(self, rows=None):
        rows = [dict(row) for row in rows or self.rows]
        return SoilTable.from_records(rows, list(self.rasters), zoned=self.zones is not None)

    def conditions(self, storm=None, times=None, **options):
        soil = SoilInputs(self.soil(), self.zones, self.rasters)
        if "fronts" not in options:
            storm = storm or Storm.from_records(STORM)
            options["supplies"] = unrouted_supplies(storm)
            times = times or [storm.duration_h]
        return Conditions(self.slopes, soil, times or [0.0], **options)

    def write(self, names, counts, function):
        """Give (bands, h, w) arrays by name of what `function` writes."""
        self.runs += 1
        writers = {name: RasterWriter(str(self.folder / f"{name}{self.runs}.tif"), self.grid, ["band"] * counts[name],
                                      "uint8" if name == "STATUS" else "float32") for name in names}
        summary = function(writers)
        for writer in writers.values():
            writer.commit()
        found = {}
        for name in names:
            # A band without any value is no fault here, as it would be to RasterSource.
            bands = gdal.Open(str(self.folder / f"{name}{self.runs}.tif")).ReadAsArray()
            found[name] = bands.reshape(counts[name], *self.slope.shape)
        return found, summary

    def probability(self, names=EVERY, scenarios=None, method=None, threads=1, cancelled=None, **options):
        conditions = self.conditions(**options)
        scenarios = scenarios or [Scenario(self.soil())]
        times, several = len(conditions.times), len(conditions.times) > 1
        counts = dict.fromkeys(EVERY, times * len(scenarios))
        counts["POF"] = (times + several) * len(scenarios)
        counts["DESIGN_POINT"] = counts["IMPORTANCE"] = len(VARIABLES) * len(scenarios)
        return self.write(names, counts, lambda writers: probability.probability_maps(
            conditions, scenarios, method or Method(), writers, threads=threads, cancelled=cancelled))

    def safety(self, **options):
        conditions = self.conditions(**options)
        found, summary = self.write(["FOS"], {"FOS": len(conditions.times)},
                                    lambda writers: safety.factor_of_safety_map(conditions, writers, threads=1))
        return found["FOS"], summary


def random_world(folder, shape=(9, 12), seed=1, **options):
    generator = np.random.default_rng(seed)
    slope = generator.uniform(0.0, 60.0, shape)
    slope[generator.random(shape) < 0.05] = np.nan
    zones = generator.integers(1, 4, shape).astype(float)
    zones[0, 0] = np.nan
    rows = [ROW, {**ROW, "zone": 2, "cohesion_kpa_dist": "normal", "porosity_cov": 0.1, "porosity_dist": "beta"},
            {**ROW, "zone": 3, "friction_deg_dist": "truncnormal", "thickness_m_dist": "uniform", "ksat_m_s_cov": 0}]
    thickness = generator.uniform(0.3, 3.0, shape)
    thickness[2] = 0.0
    return World(folder, slope, rows, zones=zones, thickness=thickness, **options)


# ---- statuses and values ---------------------------------------------------------------------------------------------


def test_statuses(tmp_path):
    slope = [[35.0, 0.5, 88.0, np.nan, 35.0, 35.0, 10.0]]
    thickness = [[1.5, 1.5, 1.5, 1.5, 0.0, np.nan, 1.5]]
    rows = [{**ROW, "friction_deg_cov": 0, "cohesion_kpa_dist": "normal"}]
    world = World(tmp_path, slope, rows, thickness=thickness)
    rain = world.raster("rain", [[40.0] * 7])
    storm = Storm.from_layers([rain], 6.0)
    found, summary = world.probability(storm=storm, pore_pressure="seepage")
    # At 10 degrees friction alone holds the slope: only a negative cohesion fails it.
    np.testing.assert_array_equal(found["STATUS"][0], [[0, 2, 6, 255, 5, 255, 7]])
    np.testing.assert_array_equal(np.isnan(found["POF"][0]), [[False, False, True, True, False, True, False]])
    np.testing.assert_array_equal(np.isnan(found["BETA"][0]), [[False, True, True, True, True, True, False]])
    np.testing.assert_array_equal(np.isnan(found["FOS"][0]), [[False, False, True, True, False, True, False]])
    np.testing.assert_array_equal(found["POF"][0, 0, [1, 4]], 0.0)
    np.testing.assert_array_equal(found["FOS"][0, 0, [1, 4]], 100.0)
    assert found["DESIGN_POINT"][0, 0, 6] < 0.0
    assert summary.cells == 4
    assert summary.statuses[[0, 2, 5, 6, 7]].tolist() == [1, 1, 1, 1, 1]
    fos, summary = world.safety(storm=storm, pore_pressure="seepage")
    np.testing.assert_array_equal(fos, found["FOS"])
    assert summary.cells == 4


def test_dry_cells(tmp_path):
    world = World(tmp_path, [[35.0, 35.0]])
    storm = Storm.from_layers([world.raster("rain", [[0.0, 40.0]])], 6.0)
    found, _ = world.probability(storm=storm)
    np.testing.assert_array_equal(found["STATUS"][0], [[3, 0]])
    assert found["POF"][0, 0, 0] == 0.0
    assert np.isnan(found["BETA"][0, 0, 0])
    assert found["FOS"][0, 0, 0] == 100.0
    # The base does not ask for rain.
    found, _ = world.probability(storm=storm, surface="base")
    np.testing.assert_array_equal(found["STATUS"][0, 0, 0], 0)
    assert found["POF"][0, 0, 0] > 0.0


def test_corners_and_what_does_not_converge(tmp_path, monkeypatch):
    world = World(tmp_path, [np.linspace(25.0, 60.0, 30)])
    storm = Storm.steady(30.0, 6.5)
    found, _ = world.probability(storm=storm)
    assert {0, 1} <= set(found["STATUS"].ravel().tolist())

    def lose_one(*arguments):
        result = analyse(*arguments)
        result.status[4] = 4
        return result

    monkeypatch.setattr(probability, "analyse", lose_one)
    lost, summary = world.probability(storm=storm)
    assert lost["STATUS"][0, 0, 4] == 4
    assert np.isnan(lost["BETA"][0, 0, 4])
    assert summary.statuses[4] == 1
    np.testing.assert_array_equal(np.delete(lost["BETA"][0, 0], 4), np.delete(found["BETA"][0, 0], 4))


def test_values_are_those_of_one_cell(tmp_path):
    world = World(tmp_path, [[33.0, 41.0]])
    found, _ = world.probability(pore_pressure="seepage")
    storm = Storm.from_records(STORM)
    means = {name: float(world.soil().mean[name][0]) for name in VARIABLES}
    covs = {"cohesion": 0.3, "friction": 0.15, "ksat": 0.5, "thickness": 0.2}
    lines = FrontLines(storm.intensities({})[:, None], storm.durations)
    for k, slope in enumerate((33.0, 41.0)):
        state = InfiniteSlope(np.array([slope]), lines, "seepage")
        from scarp.engine.reliability.variables import RandomVariables
        variables = RandomVariables({n: marginal("lognormal", means[n], cov, 0, 0) for n, cov in covs.items()},
                                    {n: value for n, value in means.items() if n not in covs})
        result = analyse(state, variables, 1)
        assert found["BETA"][0, 0, k] == np.float32(result.beta[0])
        assert found["POF"][0, 0, k] == np.float32(result.pof[0])
        at_means = {name: np.array([value]) for name, value in means.items()}
        assert found["FOS"][0, 0, k] == np.float32(state.factor_of_safety(at_means)[0])
        points = result.values(variables)
        point = dict(zip(VARIABLES, found["DESIGN_POINT"][:, 0, k]))
        assert point["cohesion"] == np.float32(points["cohesion"][0])
        assert point["friction"] == pytest.approx(np.degrees(np.arctan(points["friction"][0])), rel=1e-6)
        assert point["porosity"] == np.float32(0.4)
        factors = dict(zip(VARIABLES, found["IMPORTANCE"][:, 0, k]))
        assert sum(factors.values()) == pytest.approx(1.0, abs=1e-6)
        assert factors["porosity"] == 0.0
        assert factors["friction"] > 0.0


def test_caps(tmp_path):
    world = World(tmp_path, [[1.01, 2.0, 30.0]], thickness=[[0.001, 0.5, 0.5]])
    found, _ = world.probability(storm=Storm.steady(10.0, 6.0))
    assert found["FOS"][0, 0, 0] == 100.0
    for name, values in found.items():
        assert not np.isinf(values).any(), name
    assert np.all((found["POF"] >= 0.0) & (found["POF"] <= 1.0))
    assert np.all(found["FOS"] > 0.0)


def test_nothing_random(tmp_path):
    rows = [{name: value for name, value in ROW.items() if not name.endswith(("_cov", "_dist"))}]
    found, _ = World(tmp_path, [[20.0, 60.0]], rows).probability(pore_pressure="seepage")
    np.testing.assert_array_equal(found["POF"][0], [[0.0, 1.0]])
    assert np.isnan(found["BETA"]).all(), "infinite: nodata"
    np.testing.assert_array_equal(found["STATUS"][0], [[0, 0]])


# ---- seams, threads, bands -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["form", "sorm", "importance"])
def test_seams_and_threads_do_not_show(tmp_path, monkeypatch, method):
    world = random_world(tmp_path)
    scenario = Scenario(world.soil(), parse("cohesion:friction=-0.4", VARIABLES))
    options = {"method": Method(method, 100), "scenarios": [scenario]}
    whole, summary = world.probability(**options)
    assert len(set(whole["STATUS"].ravel().tolist())) > 3
    for tile, threads in ((7, 1), (5, 3), (64, 2)) if method == "form" else ((7, 3),):
        monkeypatch.setattr(Conditions, "tile", tile)
        parts, other = world.probability(threads=threads, **options)
        for name, values in whole.items():
            np.testing.assert_array_equal(parts[name], values, err_msg=f"{name}, tile {tile}")
        assert other[:4] == summary[:4]
        np.testing.assert_array_equal(other.statuses, summary.statuses)


def test_scenarios_and_times_in_order(tmp_path):
    world = World(tmp_path, [np.linspace(20.0, 55.0, 8)])
    scenarios = [Scenario(world.soil().overridden({"cohesion_kpa_cov": cov}), name=f"cov {cov}") for cov in (0.1, 0.5)]
    together, summary = world.probability(scenarios=scenarios, times=[6.0, 12.0])
    names = describe(scenarios, [6.0, 12.0], maximum=True)
    assert len(together["POF"]) == len(names) == 6
    for k, scenario in enumerate(scenarios):
        for j, time in enumerate((6.0, 12.0)):
            alone, its = world.probability(scenarios=[scenario], times=[time])
            assert names[3 * k + j] == f"{scenario.name}; t={time:g} h"
            np.testing.assert_array_equal(together["POF"][3 * k + j], alone["POF"][0])
            for name in ("BETA", "FOS", "STATUS", "WETTING_FRONT_OUT"):
                np.testing.assert_array_equal(together[name][2 * k + j], alone[name][0], err_msg=name)
            if (k, j) == (0, 1):
                assert summary[:4] == its[:4]
            if j == 1:
                np.testing.assert_array_equal(together["DESIGN_POINT"][8 * k:8 * k + 8], alone["DESIGN_POINT"])
                np.testing.assert_array_equal(together["IMPORTANCE"][8 * k:8 * k + 8], alone["IMPORTANCE"])
        np.testing.assert_array_equal(together["POF"][3 * k + 2], together["POF"][3 * k:3 * k + 2].max(axis=0))
    assert np.all(together["POF"][4] > together["POF"][3]), "rain has gone on"
    assert np.any(together["POF"][0] != together["POF"][3])


def test_zones_with_unequal_distributions(tmp_path):
    world = random_world(tmp_path)
    found, _ = world.probability()
    for zone in (1, 2, 3):
        thickness = read_array(str(tmp_path / "thickness.tif"))
        alone = World(tmp_path, world.slope, [world.rows[zone - 1]], thickness=thickness)
        single, _ = alone.probability()
        here = read_array(str(tmp_path / "zones.tif")) == zone
        for name in ("POF", "BETA", "STATUS", "DESIGN_POINT"):
            np.testing.assert_allclose(found[name][:, here], single[name][:, here], rtol=1e-6, err_msg=name)


# ---- inputs ----------------------------------------------------------------------------------------------------------


def test_cohesion_raster_with_zeros(tmp_path):
    slope = [[35.0, 35.0, 35.0]]
    world = World(tmp_path, slope, cohesion=[[0.0, 6.0, 0.0]])
    found, _ = world.probability()
    zero, _ = World(tmp_path, slope, [{**ROW, "cohesion_kpa": 0.0}]).probability()
    six, _ = World(tmp_path, slope).probability()
    for name in ("POF", "BETA", "STATUS", "IMPORTANCE"):
        np.testing.assert_array_equal(found[name][..., [0, 2]], zero[name][..., [0, 2]], err_msg=name)
        np.testing.assert_array_equal(found[name][..., 1], six[name][..., 1], err_msg=name)
    assert zero["IMPORTANCE"][0, 0, 0] == 0.0


def test_correlation_and_its_meaning(tmp_path):
    world = World(tmp_path, [np.linspace(25.0, 50.0, 6)])
    soil, matrix = world.soil(), parse("cohesion:friction=-0.5", VARIABLES)
    pearson, _ = world.probability(scenarios=[Scenario(soil, matrix, "pearson")])
    gaussian, _ = world.probability(scenarios=[Scenario(soil, matrix)])
    pair = [marginal("lognormal", 1.0, cov, 0.0, 0.0) for cov in (0.3, 0.15)]
    matrix[:2, :2] = nataf(matrix[:2, :2], pair, ("cohesion", "friction"))
    converted, _ = world.probability(scenarios=[Scenario(soil, matrix)])
    np.testing.assert_allclose(pearson["BETA"], converted["BETA"], rtol=1e-6)
    assert np.all(np.abs(pearson["BETA"] - gaussian["BETA"]) > 1e-4)


@pytest.mark.parametrize("pressure", ["suction", "zero", "seepage"])
@pytest.mark.parametrize("shaken", [False, True])
def test_base_against_monte_carlo(tmp_path, pressure, shaken):
    world = World(tmp_path, [np.linspace(24.0, 45.0, 8)])
    options = {"surface": "base", "pore_pressure": pressure, "storm": Storm.steady(25.0, 10.0)}
    if shaken:
        options.update(pga=30.0, pga_factor=0.01, seismic_coefficient=0.4)
    if pressure == "suction":
        options["water_table"] = 2.5
    form, _ = world.probability(["POF", "STATUS"], **options)
    sampled, _ = world.probability(["POF", "STANDARD_ERROR"], method=Method("montecarlo", 20000), **options)
    # First order at a base that seepage reaches or not is coarse; what counts is that the alternatives are there.
    np.testing.assert_allclose(form["POF"], sampled["POF"], rtol=0.35, atol=0.02)
    assert np.ptp(sampled["POF"]) > 0.1
    assert np.all(form["STATUS"] < 2)


def test_surfaces_and_shaking(tmp_path):
    world = World(tmp_path, [np.linspace(20.0, 50.0, 10)])
    options = {"storm": Storm.steady(10.0, 12.0), "pore_pressure": "seepage"}
    fos = {surface: world.safety(surface=surface, **options)[0] for surface in ("front", "base", "both")}
    np.testing.assert_array_equal(fos["both"], np.minimum(fos["front"], fos["base"]))
    # Water stands behind the front, but not yet at the base, which in a short rain fails first without it.
    assert np.all(fos["front"] < fos["base"])
    little = {"storm": Storm.steady(2.0, 5.0), "pore_pressure": "zero"}
    assert np.all(world.safety(surface="front", **little)[0] > world.safety(surface="both", **little)[0])
    pga = world.raster("pga", np.linspace(0.0, 0.6, 10))
    shaken = world.safety(pga=pga, **options)[0]
    assert shaken[0, 0, 0] == fos["front"][0, 0, 0]
    assert np.all(np.diff((shaken / fos["front"])[0, 0]) < 0.0)
    _, summary = world.safety(surface="base", storm=Storm.steady(0.0, 1.0))
    assert summary.before_storm == summary.unstable > 0


def test_given_front_water_table_and_area(tmp_path):
    world = World(tmp_path, [[35.0] * 4])
    front = world.raster("front", [[0.5, 5.0, np.nan, 0.5]])
    table = world.raster("table", [[1.0, 1.0, 1.0, 3.0]])
    found, _ = world.probability(fronts=[front], water_table=table, area=world.raster("area", [[1.0, 1.0, 1.0, 1.0]]))
    np.testing.assert_allclose(found["WETTING_FRONT_OUT"][0, 0, [0, 1, 3]], [0.5, 1.5, 0.5], rtol=1e-6)
    assert found["STATUS"][0, 0, 2] == 255
    assert found["BETA"][0, 0, 3] > found["BETA"][0, 0, 0] > found["BETA"][0, 0, 1]
    nowhere, _ = world.probability(fronts=[front], area=world.raster("area", [[1.0, np.nan, 1.0, np.nan]]))
    np.testing.assert_array_equal(nowhere["STATUS"][0], [[0, 255, 255, 255]])


def test_sampling_gives_standard_errors(tmp_path):
    world = World(tmp_path, [[30.0, 35.0, 0.2]])
    form, _ = world.probability()
    assert np.isnan(form["STANDARD_ERROR"][0, 0, :2]).all()
    sampled, _ = world.probability(method=Method("importance", 2000))
    assert np.all(sampled["STANDARD_ERROR"][0, 0, :2] > 0.0)
    assert sampled["STANDARD_ERROR"][0, 0, 2] == 0.0
    np.testing.assert_array_equal(sampled["BETA"], form["BETA"])


def test_cancelled(tmp_path):
    world = random_world(tmp_path)
    with pytest.raises(Cancelled):
        world.probability(cancelled=lambda: True)
