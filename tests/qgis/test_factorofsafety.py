"""Factor of safety: the formula by hand for every pressure, surface and shaking; statuses; given fronts."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from scarp.engine.grid import read_array

ANGLE, COHESION, FRICTION, WEIGHT, THICKNESS = 35.0, 5.0, 32.0, 18.0, 1.5
WATER = 9.81


def by_hand(depth, pore="suction", table=THICKNESS, angle=ANGLE, shaking=0.0):
    """FOS of the infinite slope by hand."""
    b, tangent = np.radians(angle), np.tan(np.radians(FRICTION))
    square = np.cos(b) ** 2
    u = {"suction": -WATER * (table - depth) * square, "zero": 0.0, "seepage": WATER * depth * square}[pore]
    product = np.sin(b) * np.cos(b)
    load = WEIGHT * depth
    return ((COHESION + (load * (square - shaking * product) - u) * tangent)
            / (load * (product + shaking * square)))


@pytest.fixture
def inputs(basin, csv, soil_row, tmp_path):
    """A raster of slopes of 35 degrees, one soil, a storm that soaks 0.3 m."""
    depth = 0.45 * 0.45 * np.cos(np.radians(ANGLE)) * 0.3 * 1000.0
    return {"SLOPE": basin("slope", np.full((4, 5), ANGLE)), "SOIL_TABLE": csv("soil", soil_row()),
            "RAIN_TABLE": csv("rain", {"hours": 12, "mm": depth}), "FOS": tmp_path / "fos.tif"}


@pytest.mark.parametrize("pore", ["suction", "zero", "seepage"])
def test_every_pore_pressure(process, inputs, pore):
    found = process("factorofsafety", **inputs, PORE_PRESSURE=pore)
    assert read_array(found["FOS"]) == pytest.approx(by_hand(0.3, pore), rel=1e-5)
    assert found["MIN_FOS"] == pytest.approx(by_hand(0.3, pore), rel=1e-5)
    assert found["UNSTABLE_SHARE"] == float(by_hand(0.3, pore) < 1.0)


def test_water_table_as_number_and_as_raster(process, inputs, basin):
    found = process("factorofsafety", **inputs, WATER_TABLE_VALUE=0.2)
    assert read_array(found["FOS"]) == pytest.approx(by_hand(0.3, table=0.2), rel=1e-5)
    levels = basin("levels", np.linspace(0.1, 2.0, 20).reshape(4, 5))
    found = process("factorofsafety", **inputs, WATER_TABLE=levels, WATER_TABLE_VALUE=0.2)
    assert read_array(found["FOS"]) == pytest.approx(by_hand(0.3, table=read_array(levels)), rel=1e-5)
    assert any("WATER_TABLE_VALUE is not used" in line for line in process.log)


@pytest.mark.parametrize(("unit", "value"), [("g", 0.4), ("%g", 40.0), ("m/s2", 0.4 * 9.81)])
def test_an_earthquake_in_every_unit(process, inputs, basin, unit, value):
    shaken = by_hand(0.3, shaking=0.25 * 0.4)
    found = process("factorofsafety", **inputs, PGA_VALUE=value, PGA_UNIT=unit, SEISMIC_COEFFICIENT=0.25)
    assert read_array(found["FOS"]) == pytest.approx(shaken, rel=1e-5)
    raster = basin("pga", np.full((4, 5), value))
    found = process("factorofsafety", **inputs, PGA=raster, PGA_UNIT=unit, SEISMIC_COEFFICIENT=0.25)
    assert read_array(found["FOS"]) == pytest.approx(shaken, rel=1e-5)


def test_base_and_both(process, inputs):
    b, tangent = np.radians(ANGLE), np.tan(np.radians(FRICTION))
    dry = WEIGHT - WATER * 0.45 * 0.45
    load = WEIGHT * 0.3 + dry * (THICKNESS - 0.3)
    base = (COHESION + load * np.cos(b) ** 2 * tangent) / (load * np.sin(b) * np.cos(b))
    found = read_array(process("factorofsafety", **inputs, FAILURE_SURFACE="base")["FOS"])
    assert found == pytest.approx(base, rel=1e-5)
    both = read_array(process("factorofsafety", **inputs, FAILURE_SURFACE="both")["FOS"])
    assert both == pytest.approx(min(base, by_hand(0.3)), rel=1e-5)


def test_base_without_rain_is_the_slope_before_the_storm(process, inputs, csv, soil_row):
    del inputs["RAIN_TABLE"]
    inputs["SOIL_TABLE"] = csv("weak", soil_row(cohesion_kpa=0, friction_deg=20))
    found = process("factorofsafety", **inputs, FAILURE_SURFACE="base")
    assert found["UNSTABLE_SHARE"] == 1.0
    assert any("before the storm: the soil is weaker" in line for line in process.log)


def test_a_given_front_needs_no_rain_and_little_soil(process, inputs, basin, csv):
    del inputs["RAIN_TABLE"]
    inputs["SOIL_TABLE"] = csv("strength", {"cohesion_kpa": COHESION, "friction_deg": FRICTION,
                                            "unit_weight_kn_m3": WEIGHT, "thickness_m": THICKNESS})
    found = process("factorofsafety", **inputs, WETTING_FRONT=basin("front", np.full((2, 4, 5), 0.3)))
    assert read_array(found["FOS"], 2) == pytest.approx(by_hand(0.3), rel=1e-5)


def test_the_front_of_wettingfront_gives_the_same(process, inputs, tmp_path):
    given = {key: value for key, value in inputs.items() if key != "FOS"}
    front = process("wettingfront", **given, TIMES="6; 12", WETTING_FRONT=tmp_path / "front.tif")["WETTING_FRONT"]
    direct = process("factorofsafety", **inputs, TIMES="6; 12")["FOS"]
    direct = [read_array(direct, band) for band in (1, 2)]
    through = process("factorofsafety", **inputs, WETTING_FRONT=front)["FOS"]
    assert [read_array(through, band) for band in (1, 2)] == [pytest.approx(each, rel=1e-5) for each in direct]
    assert any("The rain is not used" in line for line in process.log)


def test_flat_steep_dry_and_bare_cells(process, inputs, basin):
    inputs["SLOPE"] = basin("slopes", [[0.0, 0.9, 35.0, 86.0, 90.0, np.nan, 35.0]])
    soil = basin("thickness", [[1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 0.0]])
    found = read_array(process("factorofsafety", **inputs, THICKNESS=soil)["FOS"])[0]
    assert found == pytest.approx([100.0, 100.0, by_hand(0.3), np.nan, np.nan, np.nan, 100.0], rel=1e-5, nan_ok=True)


def test_one_soil_a_cell(process, basin, csv, soil_row, tmp_path):
    """288 zones, one a cell, as large tables of parameters are mapped."""
    count = 288
    cohesion = np.linspace(1.0, 20.0, count)
    table = csv("soil", *(soil_row(zone=i + 1, cohesion_kpa=f"{value:.6f}") for i, value in enumerate(cohesion)))
    given = {"SLOPE": basin("slope", np.full((12, 24), ANGLE)), "SOIL_TABLE": table, "FOS": tmp_path / "fos.tif",
             "WETTING_FRONT": basin("front", np.full((12, 24), 0.3)), "PORE_PRESSURE": "zero"}
    found = read_array(process("factorofsafety", **given, SOIL_ZONES=basin(
        "zones", np.arange(1, count + 1).reshape(12, 24)))["FOS"])
    b = np.radians(ANGLE)
    expected = cohesion / (WEIGHT * 0.3 * np.sin(b) * np.cos(b)) + np.tan(np.radians(FRICTION)) / np.tan(b)
    assert found.ravel() == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(("changes", "message"), [
    ({"PGA_VALUE": 40.0}, "PGA_VALUE: 40 g is more than 5 g. Check PGA_UNIT."),
    ({"SLOPE": None}, "DEM: it is missing. Give an elevation model in metres, or SLOPE."),
    ({"ROUTE_RUNOFF": True}, "DEM: it is missing and ROUTE_RUNOFF needs it"),
    ({"FAILURE_SURFACE": "bottom"}, "FAILURE_SURFACE: 'bottom' is not one of front, base, both"),
    ({"PORE_PRESURE": "zero"}, "Did you mean PORE_PRESSURE"),
])
def test_faults(process, inputs, changes, message):
    with pytest.raises(QgsProcessingException, match=message):
        process("factorofsafety", **{**inputs, **changes})
    assert not inputs["FOS"].exists()


def test_a_raster_of_shaking_in_the_wrong_unit(process, inputs, basin):
    with pytest.raises(QgsProcessingException, match="PGA: 40 g is more than 5 g"):
        process("factorofsafety", **inputs, PGA=basin("pga", np.full((4, 5), 40.0)))
