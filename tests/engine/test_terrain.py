"""Slope, aspect, curvatures, exposure and wetness index against planes, spheres, GDAL and SAGA."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest
from scarp.engine import grid
from scarp.engine.grid import Grid, RasterSource
from scarp.engine.terrain import shape as terrain

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "ecuador_terrain" / "terrain.tif"


def plane(east, north, shape=(7, 9), dx=10.0, dy=10.0):
    """Elevations that rise by `east` and `north` per metre."""
    rows, cols = np.mgrid[0:shape[0], 0:shape[1]]
    return 100 + east * cols * dx - north * rows * dy


def rim(elevation):
    return np.pad(elevation, 1, constant_values=np.nan)


def inner(array, cells=1):
    return array[cells:-cells, cells:-cells]


@pytest.mark.parametrize(("east", "north", "facing"), [(0, -1, 0), (-1, 0, 90), (0, 1, 180), (1, 0, 270),
                                                       (-1, -1, 45), (1, 1, 225), (1, -1, 315)])
def test_a_plane_has_its_slope_and_faces_downhill(east, north, facing):
    z = plane(0.5 * east, 0.5 * north)
    steepness = np.degrees(np.arctan(0.5 * np.hypot(east, north)))
    assert terrain.slope(z, 10, 10) == pytest.approx(np.full((5, 7), steepness))
    assert terrain.aspect(z, 10, 10) == pytest.approx(np.full((5, 7), facing), abs=1e-9)
    assert terrain.northness(z, 10, 10) == pytest.approx(np.full((5, 7), np.cos(np.radians(facing))), abs=1e-12)
    assert terrain.eastness(z, 10, 10) == pytest.approx(np.full((5, 7), np.sin(np.radians(facing))), abs=1e-12)


def test_cells_need_not_be_square():
    z = plane(0.3, 0.4, dx=5.0, dy=20.0)
    assert terrain.slope(z, 5, 20) == pytest.approx(np.full((5, 7), np.degrees(np.arctan(0.5))))


def test_horn_by_hand():
    # 1 2 3 / 4 5 9 / 7 8 6: dz/dx = ((3 + 18 + 6) - (1 + 8 + 7)) / 80, dz/dy (north) = ((1+4+3) - (7+16+6)) / 80
    z = np.array([[1.0, 2, 3], [4, 5, 9], [7, 8, 6]])
    assert terrain.slope(z, 10, 10)[0, 0] == pytest.approx(np.degrees(np.arctan(np.hypot(11 / 80, -21 / 80))))
    assert terrain.aspect(z, 10, 10)[0, 0] == pytest.approx(np.degrees(np.arctan2(-11, 21)) + 360)


def test_flat_ground():
    z = np.full((5, 5), 7.0)
    assert (terrain.slope(z, 10, 10) == 0).all()
    assert np.isnan(terrain.aspect(z, 10, 10)).all()
    for factor in (terrain.northness, terrain.eastness, terrain.profile_curvature, terrain.plan_curvature):
        assert (factor(z, 10, 10) == 0).all()


@pytest.mark.parametrize("factor", list(terrain.FACTORS))
def test_a_plane_keeps_its_values_up_to_the_edge_and_beside_holes(factor):
    z = plane(0.3, -0.2)
    whole = terrain.FACTORS[factor](z, 10, 10)[0, 0]
    z[3, 4] = z[0, 0] = np.nan
    found = terrain.FACTORS[factor](rim(z), 10, 10)
    assert np.array_equal(np.isnan(found), np.isnan(z))
    assert found[~np.isnan(found)] == pytest.approx(np.full(61, whole), abs=1e-12)


def test_a_strip_one_cell_wide_has_no_slope_across():
    z = np.full((5, 5), np.nan)
    z[2] = np.arange(5.0)
    assert np.isnan(terrain.slope(rim(z), 10, 10)).all()
    assert np.isnan(terrain.plan_curvature(rim(z), 10, 10)).all()


def test_flat_nodata_stays_nodata():
    z = np.full((5, 5), 3.0)
    z[2, 2] = np.nan
    for name, factor in terrain.FACTORS.items():
        assert np.isnan(factor(z, 10, 10)[1, 1]), name


def dome(radius=500.0, cell=1.0):
    """A sphere's cap round the middle: both curvatures are known."""
    y, x = np.mgrid[-30:31, -30:31] * cell
    return np.sqrt(radius ** 2 - (x + 100) ** 2 - (y - 70) ** 2), np.hypot(x + 100, y - 70)


def test_curvatures_of_a_sphere():
    # Seen from its top a sphere's section down the slope has curvature 1/R, its contours 1/r; a bowl has the opposite.
    z, distance = dome()
    assert terrain.profile_curvature(z, 1, 1) == pytest.approx(np.full((59, 59), 1 / 500), rel=1e-4)
    assert terrain.plan_curvature(z, 1, 1) == pytest.approx(1 / inner(distance), rel=1e-3)
    assert terrain.profile_curvature(-z, 1, 1) == pytest.approx(np.full((59, 59), -1 / 500), rel=1e-4)
    assert terrain.plan_curvature(-z, 1, 1) == pytest.approx(-1 / inner(distance), rel=1e-3)


def test_curvatures_of_a_cylinder_on_oblong_cells():
    rows, cols = np.mgrid[0:9, 0:9]
    z = np.sqrt(400.0 ** 2 - (cols * 2.0 + 50) ** 2) + 0 * rows
    assert terrain.profile_curvature(z, 2, 5) == pytest.approx(np.full((7, 7), 1 / 400), rel=1e-4)
    assert terrain.plan_curvature(z, 2, 5) == pytest.approx(np.zeros((7, 7)), abs=1e-12)


def test_curvatures_agree_with_sagas():
    z = grid.read_array(str(SAMPLE), 4)
    plan, profile = (inner(grid.read_array(str(SAMPLE), band)) for band in (2, 3))
    assert np.abs(terrain.profile_curvature(z, 10, 10) - profile).max() < 1e-6
    found = terrain.plan_curvature(z, 10, 10)
    assert np.abs(found / plan - 1)[np.abs(plan) > 1e-3].max() < 1e-3


# GDAL's aspect takes every cell for a square.
@pytest.mark.parametrize(("mode", "cell"), [("slope", (10.0, 10.0)), ("slope", (10.0, 25.0)), ("aspect", (10.0, 10.0))])
def test_slope_and_aspect_agree_with_gdaldem(tmp_path, mode, cell):
    z = grid.read_array(str(SAMPLE), 4)
    z[20:23, 10:12] = np.nan
    mine = Grid("", (0.0, cell[0], 0.0, 0.0, 0.0, -cell[1]), 50, 50)
    grid.write_array(str(tmp_path / "dem.tif"), z, mine)
    subprocess.run(["gdaldem", mode, "-q", str(tmp_path / "dem.tif"), str(tmp_path / "gdal.tif")], check=True)
    theirs = grid.read_array(str(tmp_path / "gdal.tif"))
    ours = terrain.FACTORS[mode](rim(z), *cell)
    both = ~np.isnan(theirs)        # GDAL leaves the rim and the neighbours of holes empty
    assert both.sum() > 2000
    difference = np.abs(ours - theirs)[both]
    # GDAL reckons in float32, which turns the aspect the more the flatter the ground.
    steepness = np.minimum(1, np.tan(np.radians(terrain.slope(rim(z), *cell)[both]))) if mode == "aspect" else 1
    assert (np.minimum(difference, 360 - difference) * steepness).max() < 2e-3
    assert np.isnan(ours[20:23, 10:12]).all()


def test_the_rim_agrees_with_gdaldem_where_it_extrapolates(tmp_path):
    z = grid.read_array(str(SAMPLE), 4)
    grid.write_array(str(tmp_path / "dem.tif"), z, Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), 50, 50))
    subprocess.run(["gdaldem", "slope", "-q", "-compute_edges", str(tmp_path / "dem.tif"), str(tmp_path / "gdal.tif")],
                   check=True)
    theirs, ours = grid.read_array(str(tmp_path / "gdal.tif")), terrain.slope(rim(z), 10, 10)
    difference = np.abs(ours - theirs)
    difference[[0, 0, -1, -1], [0, -1, 0, -1]] = 0      # GDAL flattens the four corner cells
    assert difference.max() < 2e-3


def test_slope_agrees_with_qgis(tmp_path):
    analysis = pytest.importorskip("qgis.analysis")
    z = grid.read_array(str(SAMPLE), 4)
    grid.write_array(str(tmp_path / "dem.tif"), z, RasterSource(str(SAMPLE)).grid)
    slope = analysis.QgsSlopeFilter(str(tmp_path / "dem.tif"), str(tmp_path / "qgis.tif"), "GTiff")
    assert slope.processRaster(None) == 0
    theirs, ours = grid.read_array(str(tmp_path / "qgis.tif")), terrain.slope(z, 10, 10)
    assert np.abs(ours - inner(theirs)).max() < 2e-3


def test_wetness_index():
    cells = np.array([[1.0, 400.0, 0.0]])
    found = terrain.topographic_wetness_index(cells, np.array([[45.0, 0.0, 10.0]]), 10, 40)
    assert found[0, 0] == pytest.approx(np.log(20))                       # contour width 20 m, area 400 m2
    assert found[0, 1] == pytest.approx(np.log(400 * 20 / 1e-3))
    assert np.isnan(found[0, 2])


def test_a_whole_dem_by_tiles(tmp_path):
    dem = RasterSource(str(SAMPLE), band=4)
    slope = terrain.slope_map(dem, str(tmp_path / "slope.tif"), tile=16, threads=2)
    expected = terrain.slope(rim(dem.read()), 10, 10).astype(np.float32)
    assert np.array_equal(slope.read(dtype=np.float32), expected)
    assert (slope.metadata["SCARP_NAME"], slope.unit, slope.parameter) == ("slope", "deg", "SLOPE")
