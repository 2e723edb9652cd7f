"""Soil thickness from elevation or slope, worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scarp.engine.errors import SoilError
from scarp.engine.grid import Grid, RasterSource, write_array
from scarp.engine.soil.thickness import slope_model, thickness_map, z_model


def test_z_model_by_hand():
    depth = z_model(np.array([100.0, 125.0, 200.0, np.nan]), 100.0, 200.0, 0.5, 2.5)
    np.testing.assert_allclose(depth, [2.5, 2.0, 0.5, np.nan], rtol=1e-15)


def test_slope_model_by_hand():
    # Half-way between the tangents 0 and 1 of level ground and 45 degrees.
    half = math.degrees(math.atan(0.5))
    depth = slope_model(np.array([0.0, half, 45.0, np.nan]), 0.0, 45.0, 0.5, 2.5)
    np.testing.assert_allclose(depth, [2.5, 1.5, 0.5, np.nan], rtol=1e-14)


def test_slope_model_is_the_printed_form():
    b, low, high, h_min, h_max = 20.0, 5.0, 50.0, 0.4, 3.0
    share = (math.tan(math.radians(b)) - math.tan(math.radians(low))) / (
        math.tan(math.radians(high)) - math.tan(math.radians(low)))
    assert slope_model(b, low, high, h_min, h_max) == pytest.approx(h_max * (1 - share * (1 - h_min / h_max)))


def test_level_ground_has_the_greatest_thickness():
    assert z_model(7.0, 7.0, 7.0, 0.5, 2.0) == 2.0
    assert slope_model(7.0, 7.0, 7.0, 0.5, 2.0) == 2.0


@given(st.floats(0.0, 89.0), st.floats(0.0, 3.0), st.floats(0.0, 3.0))
def test_stays_in_range(slope, one, other):
    h_min, h_max = sorted((one, other))
    assert h_min - 1e-12 <= slope_model(slope, 0.0, 89.0, h_min, h_max) <= h_max + 1e-12


@pytest.mark.parametrize("method", ["z", "slope"])
def test_map_takes_its_range_from_the_whole_raster(tmp_path, method):
    grid = Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), 700, 3)
    terrain = np.linspace(10.0, 40.0, 2100).reshape(3, 700)
    terrain[1, 5] = np.nan
    write_array(str(tmp_path / "terrain.tif"), terrain, grid, dtype="float64")
    shares = []
    depth = thickness_map(method, RasterSource(str(tmp_path / "terrain.tif")), 0.5, 2.5, str(tmp_path / "h.tif"),
                          progress=shares.append).read()
    model = z_model if method == "z" else slope_model
    np.testing.assert_allclose(depth, model(terrain, 10.0, 40.0, 0.5, 2.5), rtol=1e-6)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize(("method", "h_min", "h_max", "said"), [
    ("depth", 0.5, 2.0, "THICKNESS_MODEL: 'depth' is not a model"),
    ("z", -1.0, 2.0, "H_MIN: -1 m is no thickness"),
    ("z", 0.0, 0.0, "H_MAX: 0 m is no thickness"),
    ("slope", 3.0, 2.0, "H_MIN: 3 m is more than H_MAX, 2 m"),
])
def test_says_what_is_wrong(tmp_path, method, h_min, h_max, said):
    grid = Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), 2, 2)
    write_array(str(tmp_path / "terrain.tif"), np.eye(2), grid)
    with pytest.raises(SoilError) as caught:
        thickness_map(method, RasterSource(str(tmp_path / "terrain.tif")), h_min, h_max, str(tmp_path / "h.tif"))
    assert said in str(caught.value)
    assert not (tmp_path / "h.tif").exists()
