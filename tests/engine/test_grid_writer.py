"""Atomic writing of rasters: whole or not at all, with what the file must hold."""

from __future__ import annotations

import math
import os
import resource
import subprocess

import numpy as np
import pytest
from scarp.engine import grid
from scarp.engine.errors import GridError, InputError, ResourceError
from scarp.engine.grid import Band, Grid, RasterWriter, geometry

gdal = pytest.importorskip("osgeo.gdal")

UTM = geometry.spatial_reference("EPSG:32717").ExportToWkt()
PLACE = (500000.0, 10.0, 0.0, 9600050.0, 0.0, -10.0)
FIVE = Grid(UTM, PLACE, 5, 5)
VALUES = np.arange(25, dtype=float).reshape(5, 5)


@pytest.fixture
def five(tmp_path):
    path = str(tmp_path / "five.tif")
    grid.write_array(path, VALUES, FIVE)
    return path


def test_names_with_spaces_and_accents(tmp_path):
    folder = tmp_path / "pente été ñ 斜面"
    folder.mkdir()
    path = str(folder / "carte n° 1.tif")
    grid.write_array(path, VALUES, FIVE)
    assert np.array_equal(grid.read_array(path), VALUES)
    assert os.listdir(folder) == ["carte n° 1.tif"]


def test_the_file_is_a_tiled_compressed_geotiff_with_what_it_holds(tmp_path):
    path = str(tmp_path / "pof.tif")
    grid.write_array(path, VALUES, FIVE, [Band("t=6 h", "-")], name="pof", metadata={"SCARP_VERSION": "1.0"})
    dataset = gdal.Open(path)
    band = dataset.GetRasterBand(1)
    assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "DEFLATE"
    assert band.GetBlockSize() == [256, 256]
    assert (band.GetDescription(), band.GetUnitType(), math.isnan(band.GetNoDataValue())) == ("t=6 h", "-", True)
    assert dataset.GetMetadataItem("SCARP_NAME") == "pof"
    assert dataset.GetMetadataItem("SCARP_VERSION") == "1.0"
    assert dataset.GetSpatialRef().GetAuthorityCode(None) == "32717"


def test_whole_numbers_have_a_nodata_of_their_own(tmp_path):
    path, values = str(tmp_path / "status.tif"), VALUES.copy()
    values[0, 0] = np.nan
    grid.write_array(path, values, FIVE, dtype="uint8")
    dataset = gdal.Open(path)       # a band does not keep its dataset alive
    raw = dataset.GetRasterBand(1)
    assert (raw.DataType, raw.GetNoDataValue(), raw.ReadAsArray()[0, 0]) == (gdal.GDT_Byte, 255, 255)


def test_a_new_file_has_the_usual_rights(tmp_path, five):
    (tmp_path / "plain").touch()
    assert (tmp_path / "five.tif").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_nothing_is_at_the_target_before_commit_and_the_former_file_stays(tmp_path, five):
    before = (tmp_path / "five.tif").read_bytes()
    writer = RasterWriter(five, FIVE, ["new"])
    writer.write(VALUES + 1)
    assert (tmp_path / "five.tif").read_bytes() == before
    writer.discard()
    assert os.listdir(tmp_path) == ["five.tif"]
    assert (tmp_path / "five.tif").read_bytes() == before
    (tmp_path / "five.tif.aux.xml").write_text("<statistics of the former file/>")
    with RasterWriter(five, FIVE, ["new"]) as writer:
        writer.write(VALUES + 1)
    assert np.array_equal(grid.read_array(five), VALUES + 1)
    assert os.listdir(tmp_path) == ["five.tif"]


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt])
def test_any_exception_discards(tmp_path, fault):
    def fail():
        with RasterWriter(str(tmp_path / "x.tif"), FIVE, ["x"]) as writer:
            writer.write(VALUES)
            raise fault

    with pytest.raises(fault):
        fail()
    assert os.listdir(tmp_path) == []


def test_several_outputs_are_moved_together_or_not_at_all(tmp_path, five, monkeypatch):
    before = (tmp_path / "five.tif").read_bytes()
    paths = [five, str(tmp_path / "new.tif"), str(tmp_path / "held.tif")]
    really = os.replace

    def held(source, target):
        if os.fspath(target) == paths[2]:
            raise PermissionError("held by another program")
        really(source, target)

    def write():
        writers = [RasterWriter(path, FIVE, ["x"], parameter=name) for path, name in zip(paths, ("POF", "BETA", "FOS"))]
        for writer in writers:
            writer.write(VALUES + 1)
        return writers

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(InputError, match=r"FOS: '.*held.tif' cannot be written.*Close programs"):
        grid.commit_all(write())
    assert os.listdir(tmp_path) == ["five.tif"]
    assert (tmp_path / "five.tif").read_bytes() == before
    monkeypatch.undo()
    grid.commit_all(write())
    assert sorted(os.listdir(tmp_path)) == ["five.tif", "held.tif", "new.tif"]
    assert all(np.array_equal(grid.read_array(path), VALUES + 1) for path in paths)


@pytest.mark.parametrize("limit", [300, 40_000, 1_500_000])
def test_a_full_disk_leaves_nothing_and_keeps_what_was_there(tmp_path, five, limit, capfd):
    before = (tmp_path / "five.tif").read_bytes()
    large = Grid(UTM, PLACE, 700, 700)
    noise = np.random.default_rng(1).normal(size=large.shape)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))        # a write beyond it fails as on a full disk
    try:
        with pytest.raises(ResourceError, match=r"OUTPUT: .*disk may be full"):
            grid.write_array(five, noise, large)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert os.listdir(tmp_path) == ["five.tif"]
    assert (tmp_path / "five.tif").read_bytes() == before
    assert "Exception ignored" not in capfd.readouterr().err


def test_a_file_cut_short_is_never_moved(tmp_path):
    writer = RasterWriter(str(tmp_path / "x.tif"), Grid(UTM, PLACE, 300, 300), ["x"])
    writer.write(np.random.default_rng(1).normal(size=(300, 300)))
    really = writer._close

    def lose_the_end():
        really()
        writer._close = really
        os.truncate(writer.temporary, os.path.getsize(writer.temporary) - 100)

    writer._close = lose_the_end
    with pytest.raises(ResourceError, match=r"x.tif"):
        writer.commit()
    assert os.listdir(tmp_path) == []


def test_outputs_that_cannot_be(tmp_path):
    with pytest.raises(InputError, match="POF: there is no folder"):
        RasterWriter(str(tmp_path / "none" / "x.tif"), FIVE, ["x"], parameter="POF")
    with pytest.raises(GridError, match="not the name of a GeoTIFF"):
        RasterWriter(str(tmp_path / "x.asc"), FIVE, ["x"])
    with RasterWriter(str(tmp_path / "x.tif"), FIVE, ["x"]) as writer:
        with pytest.raises(ValueError, match="do not fit"):
            writer.write(VALUES[:3])
        writer.write(VALUES)


def test_an_output_that_is_an_input_or_another_output_is_refused(tmp_path, five):
    other = os.path.join(str(tmp_path), ".", "five.tif")
    with pytest.raises(GridError, match=r"SLOPE_OUT: .* is also DEM"):
        grid.refuse_overwrite({"DEM": five, "SLOPE": ""}, {"SLOPE_OUT": other})
    with pytest.raises(GridError, match=r"BETA: .* is also POF"):
        grid.refuse_overwrite({"DEM": five}, {"POF": "a.tif", "BETA": "a.tif"})
    grid.refuse_overwrite({"DEM": five}, {"POF": "a.tif", "BETA": "", "FOS": ""})


def test_gdal_reads_the_file_without_complaint(tmp_path, five):
    said = subprocess.run(["gdalinfo", "-checksum", five], capture_output=True, text=True, check=True)
    assert "Checksum" in said.stdout
    assert said.stderr == ""
