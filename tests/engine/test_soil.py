"""The soil table as users write it, and the fields made from it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scarp.engine.errors import SoilError
from scarp.engine.grid import Grid, RasterSource, write_array
from scarp.engine.quantities import QUANTITIES, VARIABLES
from scarp.engine.soil.columns import analysis_value, natural, physical_range, table_value, zone_key
from scarp.engine.soil.fields import SoilInputs
from scarp.engine.soil.table import SoilTable

ROW = {"zone": "1", "name": "till", "cohesion_kpa": "8", "friction_deg": "32", "unit_weight_kn_m3": "19",
       "porosity": "0.42", "saturation_initial": "0.5", "saturation_final": "0.95", "ksat_m_s": "1e-5",
       "thickness_m": "1.5"}


def table(*changes, **options):
    return SoilTable.from_records([{**ROW, **change} for change in changes or ({},)], **options)


class Raster:
    """Stands in for a RasterSource where only its identity matters."""


def test_reads_a_row_in_analysis_units():
    soil = table({"cohesion_kpa_cov": "0.3", "cohesion_kpa_dist": "lognormal", "friction_deg_cov": 0.1,
                  "friction_deg_min": 20, "friction_deg_max": "45", "cohesion_kpa_mean_cov": "0.15"})
    assert soil.keys == ["1"]
    assert soil.names == ["till"]
    assert soil.mean["cohesion"][0] == 8.0
    assert soil.mean["friction"][0] == pytest.approx(math.tan(math.radians(32.0)), rel=1e-15)
    assert soil.lower["friction"][0] == pytest.approx(math.tan(math.radians(20.0)))
    assert soil.upper["friction"][0] == pytest.approx(1.0)
    assert soil.cov["friction"][0] == 0.1, "the COV is that of tan phi, not converted"
    assert soil.dist["cohesion"] == ["lognormal"]
    assert soil.dist["friction"] == ["normal"], "normal unless the table says otherwise"
    assert soil.dist["porosity"] == ["fixed"], "without a COV a quantity is fixed"
    assert soil.mean_cov["cohesion"][0] == 0.15
    assert soil.upper["porosity"][0] == 0.80, "bounds left out are the physical range"


@pytest.mark.parametrize("change", [
    {"cohesion_kpa_cov": "0", "cohesion_kpa_dist": "lognormal"},
    {"cohesion_kpa_cov": "", "cohesion_kpa_dist": "normal"},
    {"cohesion_kpa_cov": "0.3", "cohesion_kpa_dist": "fixed"},
    {"cohesion_kpa_cov": "0.3", "cohesion_kpa": "0"},
])
def test_fixed_where_nothing_varies(change):
    soil = table(change)
    assert soil.dist["cohesion"] == ["fixed"]
    assert soil.cov["cohesion"][0] == 0.0


def test_numbers_as_text_with_decimal_commas_and_stray_spaces():
    soil = SoilTable.from_records([{"\ufeffZone": "2,0", " Cohesion_kPa ": " 8,5 ", **{
        name: value.replace(".", ",") for name, value in ROW.items() if name not in ("zone", "cohesion_kpa")}}])
    assert soil.keys == ["2"]
    assert soil.mean["cohesion"][0] == 8.5
    assert soil.mean["porosity"][0] == 0.42
    assert soil.mean["ksat"][0] == 1e-5


@pytest.mark.parametrize(("change", "said"), [
    ({"porosity": "42"}, "SOIL_TABLE, zone 1, porosity: 42 is outside 0.05 to 0.8. Did you mean 0.42?"),
    ({"cohesion_kpa": "8000"}, "SOIL_TABLE, zone 1, cohesion_kpa: 8000 is outside 0 to 500 kPa. Did you mean 8?"),
    ({"unit_weight_kn_m3": "1900"}, "Did you mean 18.64?"),
    ({"unit_weight_kn_m3": "1.9"}, "Did you mean 18.64?"),
    ({"unit_weight_kn_m3": "19000"}, "Did you mean 19?"),
    ({"friction_deg": "0.6249"}, "Did you mean 32 (the angle, not its tangent)?"),
    ({"ksat_m_s": "36"}, "Did you mean 1e-05?"),
    ({"thickness_m": "150"}, "Did you mean 1.5?"),
    ({"saturation_initial": "50"}, "Did you mean 0.5?"),
    ({"thickness_m": "-1"}, "thickness_m: -1 is outside 0 to 100 m."),
    ({"porosity": ""}, "SOIL_TABLE, zone 1, porosity: it is missing. Give 0.05 to 0.8, or a raster POROSITY."),
    ({"porosity": "NULL"}, "it is missing"),
    ({"porosity": "high"}, "SOIL_TABLE, zone 1, porosity: 'high' is not a number."),
    ({"porosity": "inf"}, "not a finite number"),
    ({"ksat_m_s": "1.000,5"}, "mixes comma and point"),
    ({"cohesion_kpa_cov": "30"}, "cohesion_kpa_cov: 30 is outside 0 to 3. Did you mean 0.3?"),
    ({"cohesion_kpa_cov": "-0.1"}, "cohesion_kpa_cov: -0.1 is outside 0 to 3."),
    ({"cohesion_kpa_mean_cov": "-0.1"}, "cohesion_kpa_mean_cov: -0.1 is outside 0 to 3."),
    ({"cohesion_kpa_cov": "0.3", "cohesion_kpa_dist": "gauss"},
     "cohesion_kpa_dist: 'gauss' is not a distribution. Use one of fixed, normal, lognormal,"),
    ({"cohesion_kpa_min": "9", "cohesion_kpa_max": "7"}, "cohesion_kpa_min: 9 is not below the upper bound, 7"),
    ({"friction_deg_max": "90"}, "friction_deg_max: 90 is outside 1 to 70 deg."),
    ({"cohesion_kpa_cov": "0.3", "cohesion_kpa_dist": "beta", "cohesion_kpa_min": "9"},
     "cohesion_kpa: 8 is not between its bounds 9 and 500. Change the mean"),
    ({"cohesion_kpa_cv": "0.3"}, "column 'cohesion_kpa_cv': there is no such column. Did you mean 'cohesion_kpa_cov'?"),
    ({"Porosity ": "0.3"}, "two columns are named 'porosity'"),
    ({"zone": " "}, "SOIL_TABLE, row 1: the zone is missing."),
])
def test_says_what_is_wrong(change, said):
    with pytest.raises(SoilError) as caught:
        table(change)
    assert said in str(caught.value)


def test_a_misspelt_column_is_questioned_and_others_are_left_alone():
    renamed = {("porositi" if name == "porosity" else name): value for name, value in ROW.items()}
    with pytest.raises(SoilError, match=r"column 'porositi'.*Did you mean 'porosity'"):
        SoilTable.from_records([renamed])
    assert table({"fid": 1, "source": "a report", "colour": "red"}).keys == ["1"]


def test_duplicate_zones():
    with pytest.raises(SoilError, match=r"SOIL_TABLE, zone 2: rows 1 and 3 are both of it. Keep one."):
        table({"zone": "2"}, {"zone": "3"}, {"zone": 2.0})


def test_no_rows_no_zone_column_too_many_rows():
    with pytest.raises(SoilError, match="SOIL_TABLE: it has no rows"):
        SoilTable.from_records([{"zone": "", "porosity": None}])
    bare = {name: value for name, value in ROW.items() if name != "zone"}
    with pytest.raises(SoilError, match="no column 'zone'"):
        SoilTable.from_records([bare])
    assert SoilTable.from_records([bare], zoned=False).keys == [""]
    with pytest.raises(SoilError, match="2 rows but there is no map of zones"):
        table({}, {"zone": 2}, zoned=False)


def test_empty_rows_at_the_end_of_a_spreadsheet_are_no_zones():
    assert SoilTable.from_records([ROW, dict.fromkeys(ROW, ""), {"zone": None}]).keys == ["1"]


def test_already_saturated_soil_is_allowed():
    assert table({"saturation_initial": "1", "saturation_final": "0.9"}).mean["saturation_initial"][0] == 1.0


def test_means_that_rasters_give_may_be_left_out():
    soil = table({"porosity": "", "porosity_cov": "0.1"}, rasters=["porosity"])
    assert math.isnan(soil.mean["porosity"][0])
    assert soil.cov["porosity"][0] == 0.1
    assert soil.dist["porosity"] == ["normal"]


def test_means_that_are_not_needed_may_be_left_out_wholly_but_not_in_part():
    needed = [name for name in VARIABLES if name != "thickness"]
    assert table({"thickness_m": ""}, needed=needed).missing == ("thickness",)
    assert table({}, needed=needed).missing == ()
    with pytest.raises(SoilError, match="zone 2, thickness_m: it is missing"):
        table({}, {"zone": 2, "thickness_m": ""}, needed=needed)


def test_from_rasters_needs_every_mean():
    soil = SoilTable.from_rasters(VARIABLES)
    assert all(soil.dist[name] == ["fixed"] for name in VARIABLES)
    with pytest.raises(SoilError, match=r"no raster gives ksat, thickness. Give a table of one row with ksat_m_s"):
        SoilTable.from_rasters(VARIABLES[:-2])


def test_scenarios_override_any_column_in_every_zone():
    soil = table({}, {"zone": 2, "cohesion_kpa": 4, "cohesion_kpa_cov": 0.2})
    changed = soil.overridden({"scenario": "wet", "correlation": "cohesion:friction=-0.3", "saturation_initial": "0,8",
                               "cohesion_kpa_cov": "0.4", "porosity": ""})
    assert changed.mean["saturation_initial"].tolist() == [0.8, 0.8]
    assert changed.cov["cohesion"].tolist() == [0.4, 0.4]
    assert changed.mean["cohesion"].tolist() == [8.0, 4.0]
    assert changed.mean["porosity"].tolist() == [0.42, 0.42]
    assert soil.cov["cohesion"].tolist() == [0.0, 0.2], "the table itself stays"
    with pytest.raises(SoilError, match="SCENARIOS, zone 1, porosity: 42 is outside"):
        soil.overridden({"scenario": "x", "porosity": "42"})
    with pytest.raises(SoilError, match="Did you mean 'cohesion_kpa_cov'"):
        soil.overridden({"scenario": "x", "cohesion_kpa_covv": "0.1"})
    with pytest.raises(SoilError, match="a raster gives the mean of porosity"):
        table({}, rasters=["porosity"]).overridden({"porosity": 0.3})


def test_index_of_zones():
    soil = table({"zone": "30"}, {"zone": 2}, {"zone": "clay"}, {"zone": "-1,5"})
    zones = np.array([[2.0, 30.0, np.nan], [-1.5, 2.0, 30.0]])
    assert soil.index_of(zones).tolist() == [[1, 0, -1], [3, 1, 0]]
    assert soil.index_of(zones).dtype == np.int32
    with pytest.raises(SoilError, match=r"SOIL_ZONES: zone 5, 7 has no row in SOIL_TABLE. Add the row"):
        soil.index_of(np.array([2.0, 7.0, 5.0]))
    assert soil.position_of(" clay") == 2
    assert soil.position_of("2.0") == 1
    with pytest.raises(SoilError, match="zone sand has no row"):
        soil.position_of("sand")
    with pytest.raises(SoilError, match="a polygon has no zone"):
        soil.position_of(None)


@given(st.integers(-10**9, 10**9))
def test_zone_keys_of_one_number_agree(zone):
    assert len({zone_key(form) for form in (zone, float(zone), str(zone), f" {zone}.0 ", f"{zone},00")}) == 1


@given(st.sampled_from(VARIABLES), st.floats(0.0, 1.0))
def test_units_there_and_back(variable, share):
    quantity = QUANTITIES[variable]
    value = quantity.lower + share * (quantity.upper - quantity.lower)
    assert table_value(variable, analysis_value(variable, value)) == pytest.approx(value, rel=1e-12)
    lower, upper = physical_range(variable)
    assert lower <= analysis_value(variable, value) <= upper * (1 + 1e-15)


def test_warns_of_normal_variables_that_go_negative():
    quiet = table({"cohesion_kpa_cov": "0.3", "ksat_m_s_cov": "1", "ksat_m_s_dist": "lognormal"})
    assert quiet.warnings() == []
    (said,) = table({"cohesion_kpa_cov": "0.5"}).warnings()
    # Phi(-2) = 2.275 %
    assert said.startswith("SOIL_TABLE, zone 1, cohesion_kpa: with cov 0.5, 2.3 % of this normal distribution")
    (said,) = table({"saturation_final": "0.95", "saturation_final_cov": "0.1"}).warnings()
    assert "30 % of this normal" in said
    change = {"saturation_final": "0.9", "saturation_final_cov": "0.2", "saturation_final_dist": "lognormal"}
    (said,) = table(change).warnings()
    assert "26 % of this lognormal" in said  # 1 - Phi(0.125 / 0.198)
    assert "Consider truncnormal" in said
    (said,) = table({"cohesion_kpa_cov": "0.8", "cohesion_kpa_dist": "uniform"}).warnings()
    assert "14 % of this uniform" in said  # (sqrt(3) 0.8 - 1) / (2 sqrt(3) 0.8)


def test_warns_of_cells_that_do_nothing():
    (said,) = table({"porosity_dist": "uniform", "porosity_min": "0.3", "porosity_max": "0.5"}).warnings()
    assert said == "SOIL_TABLE, zone 1, porosity: it is fixed, since it has a distribution but no cov."
    (said,) = table({"porosity_cov": "0.1", "porosity_max": "0.5"}).warnings()
    assert "bounds do not act on a normal distribution" in said
    assert table({"porosity_dist": "uniform", "porosity_cov": "0"}).warnings() == []


def test_soil_inputs_by_zone_and_raster():
    soil = table({}, {"zone": 2, "cohesion_kpa": 4}, rasters=["friction", "thickness"])
    zones = Raster()
    inputs = SoilInputs(soil, zones, {"friction": Raster(), "thickness": Raster()})
    assert list(inputs.sources()) == ["soil:zones", "soil:friction", "soil:thickness"]
    index, means = inputs.means({
        "soil:zones": np.array([[2.0, 1.0, np.nan]]),
        "soil:friction": np.array([[45.0, np.nan, 30.0]]),
        "soil:thickness": np.array([[0.0, 1.0, 100.00001]]),
    })
    assert index.tolist() == [[1, 0, -1]]
    np.testing.assert_array_equal(means["cohesion"], [[4.0, 8.0, np.nan]])
    np.testing.assert_allclose(means["friction"], [[1.0, np.nan, math.tan(math.pi / 6)]])
    assert means["thickness"][0, 2] == 100.0, "the rounding of float32 rasters is forgiven"


def test_soil_inputs_of_one_zone_give_numbers():
    inputs = SoilInputs(table(zoned=False))
    index, means = inputs.means({"slope": np.zeros((2, 3))})
    assert index.tolist() == [[0, 0, 0], [0, 0, 0]]
    assert means["porosity"] == 0.42


def test_soil_inputs_with_burnt_polygons():
    soil = table({"zone": "clay"}, {"zone": "sand", "porosity": 0.3})
    _, means = SoilInputs(soil, Raster(), positions=True).means({"soil:zones": np.array([[1.0, 0.0, np.nan]])})
    np.testing.assert_array_equal(means["porosity"], [[0.3, 0.42, np.nan]])


def test_soil_inputs_check_rasters():
    inputs = SoilInputs(table(rasters=["porosity"]), Raster(), {"porosity": Raster()})
    with pytest.raises(SoilError, match=r"POROSITY: 42 in 2 of 3 cells looked at is outside"):
        inputs.means({"soil:zones": np.ones((1, 3)), "soil:porosity": np.array([[42.0, 0.3, 50.0]])})
    bounded = table({"porosity_cov": 0.1, "porosity_dist": "beta", "porosity_max": 0.5}, rasters=["porosity"])
    with pytest.raises(SoilError, match=r"POROSITY: 0.6 is not within the bounds of zone 1"):
        SoilInputs(bounded, Raster(), {"porosity": Raster()}).means(
            {"soil:zones": np.ones((1, 2)), "soil:porosity": np.array([[0.4, 0.6]])})
    with pytest.raises(SoilError, match="SOIL_ZONES: it is missing and SOIL_TABLE has 2 rows"):
        SoilInputs(table({}, {"zone": 2}))
    with pytest.raises(SoilError, match="POROSITY: the raster is missing"):
        SoilInputs(table(rasters=["porosity"], zoned=False))


def test_zones_are_sorted_as_people_count():
    assert natural(["10", "b2", "2", "b10", "", "1.5"]) == ["1.5", "2", "10", "", "b2", "b10"]


def test_every_zone_without_a_row_is_named_at_once(tmp_path):
    grid = Grid("", (0.0, 1.0, 0.0, 600.0, 0.0, -1.0), 600, 600)
    zones = np.ones(grid.shape)
    zones[0, 0], zones[599, 599], zones[300, 2], zones[5, 5] = 12.0, 3.0, 2.0, np.nan
    write_array(str(tmp_path / "zones.tif"), zones, grid)
    soil = SoilInputs(table({"zone": 1}, {"zone": 2}, zoned=True), RasterSource(str(tmp_path / "zones.tif")))
    with pytest.raises(SoilError, match=r"zone 3, 12 has no row in SOIL_TABLE. Add the rows; the table has 1, 2"):
        soil.check_zones()
