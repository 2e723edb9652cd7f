"""Rain per area of the map: fronts by hand, volumes that balance, the same maps as less rain on the slope."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.errors import InputError
from scarp.engine.grid import Grid, RasterSource, write_array
from scarp.engine.soil.fields import SoilInputs
from scarp.engine.soil.table import SoilTable
from scarp.engine.terrain.flow import routing_order
from scarp.engine.water.infiltration import infiltrated_depth, wetting_front
from scarp.engine.water.routing import routed_supplies
from scarp.engine.water.storm import Storm
from scarp.engine.water.supplies import unrouted_supplies

MM_H = 1.0 / 3.6e6
NEEDED = ("porosity", "saturation_initial", "saturation_final", "ksat", "thickness")
ROW = {"porosity": 0.4, "saturation_initial": 0.5, "saturation_final": 1.0, "ksat_m_s": 10.0 * MM_H,
       "thickness_m": 5.0}


def routed(folder, slopes, storm, limit=False, row=ROW, rain_per="plan"):
    """A line of cells, each drained by the next."""
    grid = Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), len(slopes), 1)
    path = str(folder / "slope.tif")
    write_array(path, np.array([slopes], dtype=float), grid, dtype="float64")
    soil = SoilInputs(SoilTable.from_records([row], zoned=False, needed=NEEDED))
    codes = np.array([[1] * (len(slopes) - 1) + [0]], dtype=np.uint8)
    supplies = routed_supplies(storm, grid, routing_order(codes), soil, RasterSource(path, grid), storage_limit=limit,
                               rain_per=rain_per, folder=str(folder))
    return supplies, grid


def test_the_front_of_rain_on_the_plan_does_not_depend_on_the_slope():
    # 100 mm into n (S_f - S_o) = 0.2 wet 0.5 m, vertical, under every slope; on the slope's area 115 mm at 30 degrees.
    slope = np.array([[0.0, 30.0, 45.0, 60.0]])
    storm = Storm.steady(10.0, 10.0)
    fronts = {}
    for rain_per in ("plan", "slope"):
        supplies = unrouted_supplies(storm, rain_per=rain_per)
        water = infiltrated_depth(supplies.read({"slope": slope}, None), supplies.at(10.0), 1.0)
        fronts[rain_per] = wetting_front(water, 0.4, 0.5, 1.0, slope, 100.0)
    assert fronts["plan"] == pytest.approx(np.full((1, 4), 0.5))
    assert fronts["slope"] / fronts["plan"] == pytest.approx(np.array([[1.0, 1.1547005, 1.4142136, 2.0]]))


def test_conductivity_acts_per_area_of_the_slope():
    # At 60 degrees 30 mm/h on the map are 15 on the slope, of which 10 enter.
    supplies = unrouted_supplies(Storm.steady(30.0, 1.0), rain_per="plan")
    slope = np.array([[60.0]])
    taken, lost = supplies.totals({"slope": slope}, (0, 0, 1, 1), 10.0 * MM_H, np.inf)
    assert taken[0, 0] == pytest.approx(0.010)
    assert lost[0, 0] == pytest.approx(0.005)
    assert supplies.areas(slope)[0, 0] == pytest.approx(2.0)      # by volume: (10 + 5) mm x 2 = 30 mm


def test_runoff_passes_on_as_volume(tmp_path):
    # First cell, 60 degrees: 30 mm/h x cos = 15 on its slope, 10 enter, 5 run off, which are 10 mm/h of the map. Second
    # cell, level: 30 + 10 = 40 arrive, 10 enter, 30 pass on. Third, 45 degrees: (30 + 30) cos = 42.43.
    supplies, grid = routed(tmp_path, [60.0, 0.0, 45.0], Storm.steady(30.0, 1.0))
    with supplies:
        found = supplies.read({}, grid.whole)[0, 0] / MM_H
        assert found == pytest.approx([15.0, 40.0, 60.0 * np.cos(np.pi / 4)], rel=1e-6)
        # By volume, in m over the map: 3 cells of 30 mm; 20, 10 and 10 / cos 45 enter.
        assert supplies.balance.rain == pytest.approx(0.090)
        assert supplies.balance.infiltrated == pytest.approx(0.020 + 0.010 + 0.010 * np.sqrt(2.0), rel=1e-6)
        assert supplies.balance.error < 1e-9


def test_a_full_column_takes_its_room_in_volume(tmp_path):
    # 0.1 m of soil at 60 degrees hold 0.2 x 0.1 x cos 60 = 10 mm on the slope, 20 mm on the map.
    row = {**ROW, "thickness_m": 0.1, "ksat_m_s": 1.0}
    supplies, _ = routed(tmp_path, [60.0], Storm.steady(50.0, 1.0), True, row)
    with supplies:
        assert supplies.balance.infiltrated == pytest.approx(0.020, rel=1e-6)
        assert supplies.balance.outflow == pytest.approx(0.030, rel=1e-6)


def test_on_one_slope_it_is_the_same_as_less_rain(tmp_path):
    slopes, storm = [35.0] * 4, [{"hours": 1, "mm": 20.0}, {"hours": 2, "mm": 60.0}]
    less = [{**row, "mm": row["mm"] * np.cos(np.radians(35.0))} for row in storm]
    plan, grid = routed(tmp_path, slopes, Storm.from_records(storm))
    with plan:
        on_plan = plan.read({}, grid.whole)
    slope, _ = routed(tmp_path, slopes, Storm.from_records(less), rain_per="slope")
    with slope:
        assert on_plan == pytest.approx(slope.read({}, grid.whole), rel=1e-6)


def test_another_area_is_refused():
    with pytest.raises(InputError, match=r"RAIN_PER: 'roof' does not exist\. Use slope or plan\."):
        unrouted_supplies(Storm.steady(1.0, 1.0), rain_per="roof")
