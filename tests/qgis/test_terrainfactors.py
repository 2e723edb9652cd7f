"""Terrain factors: planes worked by hand, QGIS's own slope, areas, metadata, files."""

from __future__ import annotations

import json
import os

import numpy as np
import pytest
from osgeo import gdal
from scarp.engine.grid import read_array


def test_a_plane_has_one_slope_and_faces_south(process, basin, plane, tmp_path):
    dem = basin("dem", plane(30.0))
    found = process("terrainfactors", DEM=dem, SLOPE=tmp_path / "s.tif", ASPECT=tmp_path / "a.tif",
                    NORTHNESS=tmp_path / "n.tif", EASTNESS=tmp_path / "e.tif", PLAN_CURVATURE=tmp_path / "c.tif")
    assert read_array(found["SLOPE"]) == pytest.approx(30.0, abs=1e-3)
    assert read_array(found["ASPECT"]) == pytest.approx(180.0)
    assert read_array(found["NORTHNESS"]) == pytest.approx(-1.0)
    assert read_array(found["EASTNESS"]) == pytest.approx(0.0, abs=1e-6)
    assert read_array(found["PLAN_CURVATURE"]) == pytest.approx(0.0, abs=1e-6)


def test_water_gathers_in_a_valley(process, basin, plane, tmp_path):
    """Walls of a valley drain slantwise into its floor, whose five cells a row go on straight."""
    valley = plane(20.0, (8, 5)) + 5.0 * np.abs(np.arange(5) - 2)
    found = process("terrainfactors", DEM=basin("dem", valley), FLOW_DIRECTION=tmp_path / "d.tif", CHANNEL_CELLS=5,
                    FLOW_ACCUMULATION=tmp_path / "a.tif", RIVER_DISTANCE=tmp_path / "r.tif", TWI=tmp_path / "t.tif",
                    FILLED=tmp_path / "f.tif", SLOPE=tmp_path / "s.tif")
    codes, cells = read_array(found["FLOW_DIRECTION"]), read_array(found["FLOW_ACCUMULATION"])
    assert (codes[1:-1, 1:4] == [2, 4, 8]).all()
    assert (np.diff(cells[1:-1, 2]) >= 3).all()
    distance = read_array(found["RIVER_DISTANCE"])
    assert (distance[cells >= 5] == 0.0).all()
    assert distance[3, 1] == pytest.approx(np.hypot(10.0, 10.0))
    wetness = np.log(cells * 10.0 / np.tan(np.radians(read_array(found["SLOPE"]))))
    assert read_array(found["TWI"]) == pytest.approx(wetness, rel=1e-5)
    assert read_array(found["FILLED"]) == pytest.approx(valley, rel=1e-6)


def test_directions_are_the_steepest_descent_and_say_so(process, basin, plane, tmp_path):
    """A plane that faces east, where the lowest neighbour lies slantwise as often as straight."""
    east = np.tile(np.arange(6.0)[::-1] * 5.0, (8, 1)) + 100.0
    found = process("terrainfactors", DEM=basin("dem", east), FLOW_DIRECTION=tmp_path / "d.tif", CHANNEL_CELLS=5,
                    FLOW_ACCUMULATION=tmp_path / "a.tif", RIVER_DISTANCE=tmp_path / "r.tif", TWI=tmp_path / "t.tif",
                    SLOPE=tmp_path / "s.tif")
    assert read_array(found["FLOW_DIRECTION"]).tolist() == [[1, 1, 1, 1, 1, 0]] * 8
    assert read_array(found["FLOW_ACCUMULATION"]).tolist() == [[1, 2, 3, 4, 5, 6]] * 8
    assert read_array(found["RIVER_DISTANCE"]).tolist() == [[40, 30, 20, 10, 0, 0]] * 8
    for name in ("FLOW_DIRECTION", "FLOW_ACCUMULATION", "RIVER_DISTANCE", "TWI"):
        assert gdal.Open(found[name]).GetMetadataItem("SCARP_FLOW_RULE") == "D8 steepest descent on the filled DEM"
    assert gdal.Open(found["SLOPE"]).GetMetadataItem("SCARP_FLOW_RULE") is None


def test_slope_is_that_of_qgis(process, root, tmp_path):
    import processing

    dem = str(root / "sample" / "dem.tif")
    ours = read_array(process("terrainfactors", DEM=dem, SLOPE=tmp_path / "s.tif")["SLOPE"])
    processing.run("native:slope", {"INPUT": dem, "Z_FACTOR": 1, "OUTPUT": str(tmp_path / "q.tif")})
    theirs = read_array(str(tmp_path / "q.tif"))
    inner = (slice(1, -1), slice(1, -1))
    both = np.isfinite(ours[inner]) & np.isfinite(theirs[inner])
    assert both.mean() > 0.95
    assert np.abs(ours[inner] - theirs[inner])[both].max() < 1e-2


def test_area_limits_results_and_not_the_flow(process, basin, plane, polygons, tmp_path):
    dem = basin("dem", plane(20.0))
    whole = process("terrainfactors", DEM=dem, SLOPE=tmp_path / "s.tif", FLOW_ACCUMULATION=tmp_path / "a.tif")
    part = process("terrainfactors", DEM=dem, SLOPE=tmp_path / "s2.tif", FLOW_ACCUMULATION=tmp_path / "a2.tif",
                   AREA=polygons(((712030, 9560910, 712070, 9560950), 1)))
    for name in ("SLOPE", "FLOW_ACCUMULATION"):
        inside, everywhere = read_array(part[name]), read_array(whole[name])
        seen = np.isfinite(inside)
        assert seen.sum() == 16
        assert seen[5:9, 3:7].all()
        assert (inside[seen] == everywhere[seen]).all()


def test_the_first_output_is_made_when_none_is_named(process, basin, plane):
    found = process("terrainfactors", DEM=basin("dem", plane(10.0)))
    assert list(found) == ["SLOPE"]
    assert os.path.exists(found["SLOPE"])


def test_an_output_tells_what_it_is(process, basin, plane, tmp_path):
    dem = basin("dem", plane(10.0))
    process("terrainfactors", DEM=dem, PROFILE_CURVATURE=tmp_path / "c.tif", FLOW_DIRECTION=tmp_path / "d.tif")
    curvature = gdal.Open(str(tmp_path / "c.tif"))
    metadata, band = curvature.GetMetadata(), curvature.GetRasterBand(1)
    assert metadata["SCARP_NAME"] == "profile_curvature"
    assert metadata["SCARP_VERSION"]
    assert json.loads(metadata["SCARP_PARAMETERS"]) == {"DEM": str(dem), "CHANNEL_CELLS": 1000, "RELIEF_WINDOW": 15}
    assert (band.GetDescription(), band.GetUnitType()) == ("profile curvature", "1/m")
    assert np.isnan(band.GetNoDataValue())
    assert gdal.Open(str(tmp_path / "d.tif")).GetRasterBand(1).GetNoDataValue() == 255


def test_a_path_with_spaces_and_accents(command, basin, plane, tmp_path):
    folder = tmp_path / "día uno, paraná"
    folder.mkdir()
    dem = basin("elevación del terreno", plane(25.0), folder=folder)
    done = command("terrainfactors", DEM=dem, SLOPE=folder / "pendiente ñ.tif")
    assert done.code == 0, done.message
    assert read_array(str(folder / "pendiente ñ.tif")) == pytest.approx(25.0, abs=1e-3)
    left = {path.name for path in folder.iterdir()} - {"elevación del terreno.tif.aux.xml"}  # QGIS's own statistics
    assert left == {"elevación del terreno.tif", "pendiente ñ.tif"}


def test_a_netcdf_variable_serves_as_dem(process, basin, plane, tmp_path):
    gdal.Translate(str(tmp_path / "dem.nc"), str(basin("dem", plane(25.0))), format="netCDF")
    found = process("terrainfactors", DEM=f'NETCDF:"{tmp_path / "dem.nc"}":Band1', SLOPE=tmp_path / "s.tif")
    assert read_array(found["SLOPE"]) == pytest.approx(25.0, abs=1e-3)
