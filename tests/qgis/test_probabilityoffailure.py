"""Probability of failure: the reference cases through the algorithm, bands, scenarios, methods, statuses."""

from __future__ import annotations

import csv as csv_module
import itertools
import math

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException
from scarp.engine.grid import read_array

COLUMNS = {"c_kPa": "cohesion_kpa", "phi_deg_or_tanphi": "friction_deg", "n": "porosity", "Sf": "saturation_final",
           "So": "saturation_initial", "gamma_sat_kN_m3": "unit_weight_kn_m3", "ks_m_s": "ksat_m_s",
           "hs_m": "thickness_m"}
PRESSURES = {"a": "suction", "b": "zero", "c": "seepage"}
RANDOM = {"cohesion_kpa": 4, "cohesion_kpa_cov": 0.3, "cohesion_kpa_dist": "lognormal", "friction_deg_cov": 0.1,
          "friction_deg_dist": "lognormal", "ksat_m_s_cov": 0.5, "ksat_m_s_dist": "lognormal"}


def descriptions(path):
    dataset = gdal.Open(str(path))
    return [dataset.GetRasterBand(i + 1).GetDescription() for i in range(dataset.RasterCount)]


@pytest.fixture
def inputs(basin, plane, csv, soil_row, tmp_path):
    """A slope of 42 degrees, an uncertain soil, a storm: POF some 0.1."""
    return {"DEM": basin("dem", plane(42.0, (5, 6))), "SOIL_TABLE": csv("soil", soil_row(**RANDOM)),
            "PORE_PRESSURE": "zero",
            "RAIN_TABLE": csv("rain", {"hours": 3, "mm": 30}, {"hours": 6, "mm": 60}, {"hours": 9, "mm": 90}),
            "POF": tmp_path / "pof.tif"}


def soil_of(case):
    """Give the columns of a reference case."""
    row = {}
    for short, column in COLUMNS.items():
        mean = float(case[f"mean_{short}"])
        strong = column in ("cohesion_kpa", "friction_deg")
        lognormal = case["family"] == "lognormal" or (case["family"] == "mixed" and strong)
        row[column] = math.degrees(math.atan(mean)) if column == "friction_deg" else mean
        row[f"{column}_cov"] = case[f"cov_{short}"]
        row[f"{column}_dist"] = "lognormal" if lognormal else "normal"
    return row


def test_the_reference_cases(process, basin, csv, root, tmp_path):
    """Two solvers' answers, one zone a cell, as `tests/data/form_reference` describes them."""
    with open(root / "tests" / "data" / "form_reference" / "form_reference.csv", encoding="utf-8") as file:
        cases = list(csv_module.DictReader(line for line in file if not line.startswith("#")))
    cases = [case for case in cases if case["phi_var"] == "tanphi"]
    asserted = wedges = 0

    def key(case):
        return case["profile"], case["rho"], case["T_s"]

    for (profile, rho, seconds), group in itertools.groupby(sorted(cases, key=key), key):
        group = list(group)

        def raster(name, column, factor=1.0, group=group):
            return basin(name, [[factor * float(case[column]) for case in group]])

        found = process(
            "probabilityoffailure", SLOPE=raster("slope", "slope_deg"), WATER_TABLE=raster("level", "H_m"),
            SOIL_ZONES=basin("zones", [np.arange(1, len(group) + 1)]), PORE_PRESSURE=PRESSURES[profile],
            SOIL_TABLE=csv("soil", *({"zone": i, **soil_of(case)} for i, case in enumerate(group, 1))),
            RAIN_LAYERS=[str(raster("rain", "P_m_s", 3.6e6))], RAIN_UNIT="mm/h", STEP_HOURS=float(seconds) / 3600.0,
            CORRELATION=f"cohesion:friction={rho}" if float(rho) else None, POF=tmp_path / "pof.tif",
            BETA=tmp_path / "beta.tif")
        pof, beta = read_array(found["POF"])[0], read_array(found["BETA"])[0]
        for cell, case in enumerate(group):
            expected = float(case["beta"])
            if case["quality"] not in "AB" or abs(expected) >= 6.0 or case["xstar_c_kPa"] in ("", "nan"):
                continue
            asserted += 1
            assert beta[cell] == pytest.approx(expected, abs=1e-4 * max(1.0, abs(expected))), case["id"]
            if case["corner"] == "1" and case["pf_is"] not in ("", "nan"):
                wedges += 1
                assert 0.5 < pof[cell] / float(case["pf_is"]) < 2.0, case["id"]
    assert (asserted, wedges) == (143, 11)


def test_outputs_and_their_bands(process, inputs, tmp_path):
    names = ("BETA", "FOS", "WETTING_FRONT_OUT", "DESIGN_POINT", "IMPORTANCE", "STATUS")
    found = process("probabilityoffailure", **inputs, TIMES="3; 9", CORRELATION="cohesion:friction=-0.3",
                    **{name: tmp_path / f"{name}.tif" for name in names})
    assert descriptions(found["POF"]) == ["t=3 h", "t=9 h", "maximum"]
    assert descriptions(found["BETA"]) == ["t=3 h", "t=9 h"]
    assert descriptions(found["DESIGN_POINT"])[:2] == ["t=9 h; cohesion", "t=9 h; friction"]
    assert len(descriptions(found["IMPORTANCE"])) == 8
    assert gdal.Open(found["DESIGN_POINT"]).GetRasterBand(2).GetUnitType() == "deg"
    early, late, most = (read_array(found["POF"], band) for band in (1, 2, 3))
    assert (late > early).all()
    assert (most == late).all()
    total = sum(read_array(found["IMPORTANCE"], band) for band in range(1, 9))
    assert total == pytest.approx(1.0, abs=1e-6)
    assert found["MAX_POF"] == pytest.approx(late.max())
    assert found["UNSTABLE_SHARE"] == (late > 0.5).mean()
    assert found["NOT_CONVERGED"] == 0
    status = gdal.Open(found["STATUS"])
    assert status.GetRasterBand(1).DataType == gdal.GDT_Byte
    assert status.GetRasterBand(1).GetNoDataValue() == 255
    beta, fos = read_array(found["BETA"], 2), read_array(found["FOS"], 2)
    assert (np.sign(beta) == np.sign(fos - 1.0)).all()


def test_scenarios_in_one_run_equal_runs_of_their_own(process, inputs, csv, soil_row, tmp_path):
    table = csv("scenarios", {"scenario": "as measured"}, {"scenario": "cov 0.5", "cohesion_kpa_cov": 0.5},
                {"scenario": "rho -0.5", "correlation": "cohesion:friction=-0.5"}, separator=";")
    found = process("probabilityoffailure", **inputs, SCENARIOS=table, TIMES="6; 9", STATUS=tmp_path / "s.tif")
    assert descriptions(found["POF"])[:4] == ["as measured; t=6 h", "as measured; t=9 h", "as measured; maximum",
                                              "cov 0.5; t=6 h"]
    assert len(descriptions(found["STATUS"])) == 6
    bands = [read_array(found["POF"], band) for band in (2, 5, 8)]
    alone = [read_array(process("probabilityoffailure", **inputs)["POF"])]
    inputs["SOIL_TABLE"] = csv("wide", soil_row(**{**RANDOM, "cohesion_kpa_cov": 0.5}))
    alone.append(read_array(process("probabilityoffailure", **inputs)["POF"]))
    inputs["SOIL_TABLE"] = csv("narrow", soil_row(**RANDOM))
    alone.append(read_array(process("probabilityoffailure", **inputs, CORRELATION="cohesion:friction=-0.5")["POF"]))
    for band, single in zip(bands, alone):
        assert (band == single).all()
    assert (bands[1] != bands[0]).all()
    assert (bands[2] != bands[0]).all()


def test_methods_agree(process, inputs, tmp_path):
    maps, errors = {}, {}
    for method in ("form", "sorm", "importance", "montecarlo"):
        found = process("probabilityoffailure", **inputs, METHOD=method, SAMPLES=20000, SEED=7,
                        STANDARD_ERROR=tmp_path / "se.tif")
        maps[method] = read_array(found["POF"])[2, 2]
        errors[method] = float(gdal.Open(found["STANDARD_ERROR"]).ReadAsArray()[2, 2])
    assert 0.0 < errors["montecarlo"] < 0.01
    assert np.isnan(errors["form"])
    assert maps["importance"] == pytest.approx(maps["montecarlo"], abs=4.0 * errors["montecarlo"])
    assert maps["form"] == pytest.approx(maps["montecarlo"], rel=0.35)


def test_a_seed_repeats_a_map(process, inputs):
    one, same, other = (read_array(process("probabilityoffailure", **inputs, METHOD="montecarlo", SAMPLES=500,
                                           SEED=seed)["POF"]) for seed in (3, 3, 4))
    assert (one == same).all()
    assert (one != other).any()


def test_no_rain_means_dry_and_safe(process, inputs, csv, tmp_path):
    inputs["RAIN_TABLE"] = csv("dry", {"hours": 6, "mm": 0})
    found = process("probabilityoffailure", **inputs, STATUS=tmp_path / "s.tif", BETA=tmp_path / "b.tif",
                    FOS=tmp_path / "f.tif")
    assert (read_array(found["POF"]) == 0.0).all()
    assert (read_array(found["STATUS"]) == 3.0).all()
    assert np.isnan(gdal.Open(found["BETA"]).ReadAsArray()).all()
    assert (read_array(found["FOS"]) == 100.0).all()


def test_a_certain_soil_fails_or_not(process, inputs, csv, soil_row, basin):
    inputs["SOIL_TABLE"] = csv("certain", soil_row(cohesion_kpa_cov=0))
    inputs["SLOPE"] = basin("slopes", [[0.0, 20.0, 38.0, 60.0, 87.0, 90.0]])
    del inputs["DEM"]
    fos = read_array(process("factorofsafety", **{k: v for k, v in inputs.items() if k != "POF"})["FOS"])[0]
    pof = read_array(process("probabilityoffailure", **inputs)["POF"])[0]
    assert pof[:4] == pytest.approx((fos[:4] < 1.0).astype(float))
    assert np.isnan(pof[4:]).all()


def test_a_slope_that_fails_before_the_storm_is_warned_of(process, inputs, csv, soil_row):
    weak = {**inputs, "SOIL_TABLE": csv("weak", soil_row(cohesion_kpa=0, friction_deg=20)), "FAILURE_SURFACE": "base"}
    process("probabilityoffailure", **weak)
    assert any("before the storm: the soil is weaker" in line for line in process.log)


def test_means_per_cell_keep_the_cov_of_the_table(process, inputs, basin, csv, soil_row):
    means = np.linspace(2.0, 12.0, 30).reshape(5, 6)
    found = read_array(process("probabilityoffailure", **inputs, COHESION=basin("cohesion", means))["POF"])
    assert (np.diff(found[2]) < 0.0).all()
    inputs["SOIL_TABLE"] = csv("one", soil_row(**{**RANDOM, "cohesion_kpa": float(np.float32(means[2, 3]))}))
    alone = read_array(process("probabilityoffailure", **inputs)["POF"])
    assert found[2, 3] == pytest.approx(alone[2, 3], rel=1e-5)


def test_pearson_is_not_gaussian(process, inputs):
    maps = [read_array(process("probabilityoffailure", **inputs, CORRELATION="cohesion:friction=-0.7",
                               CORRELATION_TYPE=kind)["POF"]) for kind in ("gaussian", "pearson")]
    assert (maps[0] != maps[1]).all()
    assert maps[0] == pytest.approx(maps[1], rel=0.2)


@pytest.mark.parametrize(("changes", "message"), [
    ({"CORRELATION": "cohesion:friction=-0.9; friction:ksat=0.9; cohesion:ksat=0.9"}, "cannot hold together"),
    ({"CORRELATION": "cohesion=0.3"}, "CORRELATION: 'cohesion=0.3' cannot be read"),
    ({"CORRELATION": "cohesion:phi=0.3"}, "there is no variable 'phi'"),
    ({"METHOD": "FORM"}, "METHOD: 'FORM' is not one of form, sorm, importance, montecarlo. Did you mean form"),
    ({"SAMPLES": 10}, "SAMPLES: 10 is below 100"),
    ({"FAILURE_SURFACE": "both"}, "FAILURE_SURFACE: 'both' is not one of front, base"),
])
def test_faults(process, inputs, changes, message):
    with pytest.raises(QgsProcessingException, match=message):
        process("probabilityoffailure", **{**inputs, **changes})
    assert not inputs["POF"].exists()


@pytest.mark.parametrize(("row", "message"), [
    ({"scenario": "", "cohesion_kpa": 3}, "SCENARIOS, row 1: its scenario has no name"),
    ({"scenario": "s", "cohesion_kpa": -3}, "SCENARIOS, s.*cohesion_kpa.*-3 is outside 0 to 500"),
    ({"scenario": "s", "correlation": "cohesion:friction=3"}, "SCENARIOS, s, correlation: cohesion-friction 3"),
])
def test_faults_of_scenarios(process, inputs, csv, row, message):
    with pytest.raises(QgsProcessingException, match=message):
        process("probabilityoffailure", **inputs, SCENARIOS=csv("scenarios", row))
