"""The tile runner: seams, order, progress, cancel, faults, memory."""

from __future__ import annotations

import os
import threading
import time

import numpy as np
import pytest
from scarp.engine import grid
from scarp.engine.errors import Cancelled, ResourceError
from scarp.engine.grid import Grid, RasterSource, RasterWriter, Window, tiles
from scarp.engine.terrain import shape

pytest.importorskip("osgeo.gdal")

GRID = Grid("", (0.0, 10.0, 0.0, 1500.0, 0.0, -10.0), 130, 150)


@pytest.fixture(scope="module")
def dem(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("tiles") / "dem.tif")
    rows, cols = np.mgrid[0:150, 0:130]
    noise = np.random.default_rng(3).normal(size=GRID.shape)
    values = 500 + 40 * np.sin(rows / 9) * np.cos(cols / 7) + noise
    values[60:70, 50:63] = np.nan
    values[:3] = np.nan
    grid.write_array(path, values, GRID, dtype="float64")
    return path


def compute(dem, path, function, **options):
    source = RasterSource(dem)
    with RasterWriter(str(path), source.grid, ["a", "b"], dtype="float64") as writer:
        tiles.run(function, source.grid, {"dem": source}, {"out": writer}, **options)
    return np.stack([grid.read_array(str(path), band) for band in (1, 2)])


def steep_and_facing(arrays, window):
    z = arrays["dem"]
    return {"out": np.stack([shape.slope(z, 10, 10), shape.plan_curvature(z, 10, 10)])}


def test_windows_cover_every_cell_once():
    count = np.zeros(GRID.shape, int)
    for window in tiles.windows(GRID, 64):
        count[window.row:window.row + window.height, window.col:window.col + window.width] += 1
        assert max(window.width, window.height) <= 64
    assert (count == 1).all()


@pytest.mark.parametrize(("tile", "threads"), [(512, 4), (64, 1), (64, 3), (37, 2), (9, 4), (1000, 1)])
def test_results_do_not_depend_on_tiles_and_threads(dem, tmp_path, tile, threads):
    whole = np.pad(RasterSource(dem).read(), 1, constant_values=np.nan)
    expected = steep_and_facing({"dem": whole}, GRID.whole)["out"]
    found = compute(dem, tmp_path / "out.tif", steep_and_facing, halo=1, tile=tile, threads=threads)
    assert found.tobytes() == expected.tobytes()


def test_a_warped_source_has_no_seams(dem, tmp_path):
    inner = Grid("", (13.0, 7.0, 0.0, 1400.0, 0.0, -7.0), 150, 160)
    found = []
    for tile in (23, 400):
        source, path = RasterSource(dem, inner), str(tmp_path / f"{tile}.tif")
        with RasterWriter(path, inner, ["x"], dtype="float64") as writer:
            tiles.run(lambda arrays, window: {"x": arrays["dem"]}, inner, {"dem": source}, {"x": writer}, tile=tile,
                      threads=3)
        found.append(grid.read_array(path).tobytes())
    assert found[0] == found[1]


def test_halo_reaches_over_the_rim_with_nan(dem, tmp_path):
    seen = {}

    def look(arrays, window):
        seen[window] = arrays["dem"]
        return {"out": np.zeros((2, window.height, window.width))}

    compute(dem, tmp_path / "out.tif", look, halo=2, tile=100)
    whole = np.pad(RasterSource(dem).read(), 2, constant_values=np.nan)
    assert set(seen) == {Window(0, 0, 100, 100), Window(100, 0, 30, 100), Window(0, 100, 100, 50),
                         Window(100, 100, 30, 50)}
    for (col, row, width, height), array in seen.items():
        assert array.dtype == np.float64
        assert np.array_equal(array, whole[row:row + height + 4, col:col + width + 4], equal_nan=True)


def test_reduce_folds_in_order_whatever_finishes_first(dem):
    def slow_first(arrays, window):
        time.sleep(0.05 if window.col == window.row == 0 else 0)
        return [window]

    source = RasterSource(dem)
    found = tiles.reduce(slow_first, GRID, {"dem": source}, lambda one, other: one + other, tile=40, threads=4)
    assert found == tiles.windows(GRID, 40)
    count = tiles.reduce(lambda arrays, window: int(np.isnan(arrays["dem"]).sum()), GRID, {"dem": source},
                         lambda one, other: one + other, tile=64)
    assert count == 10 * 13 + 3 * 130


def test_progress_rises_to_one(dem, tmp_path):
    told = []
    compute(dem, tmp_path / "out.tif", steep_and_facing, halo=1, tile=40, progress=told.append)
    assert told == [pytest.approx((i + 1) / 16) for i in range(16)]


def test_few_tiles_are_in_flight(dem):
    lock, now, most = threading.Lock(), [0], [0]

    def watch(arrays, window):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.005)
        with lock:
            now[0] -= 1
        return 0

    tiles.reduce(watch, GRID, {"dem": RasterSource(dem)}, max, tile=20, threads=3)
    assert most[0] <= 3


def test_cancel_stops_within_a_second_and_leaves_nothing(dem, tmp_path):
    path = tmp_path / "out.tif"
    path.write_bytes(b"the former map")
    started, asked = threading.Event(), []

    def endless(arrays, window):
        started.set()
        time.sleep(1.2)
        return {"out": np.zeros((2, window.height, window.width))}

    def cancelled():
        if started.is_set():
            asked.append(time.monotonic())
        return started.is_set()

    with pytest.raises(Cancelled):
        compute(dem, path, endless, tile=30, threads=2, cancelled=cancelled)
    assert time.monotonic() - asked[0] < 1
    assert os.listdir(tmp_path) == ["out.tif"]
    assert path.read_bytes() == b"the former map"


def test_a_fault_in_a_tile_comes_out_and_leaves_nothing(dem, tmp_path):
    calls = []

    def fail(arrays, window):
        calls.append(window)
        if window.row:
            raise ZeroDivisionError("in the second row of tiles")
        return {"out": np.zeros((2, window.height, window.width))}

    with pytest.raises(ZeroDivisionError, match="second row"):
        compute(dem, tmp_path / "out.tif", fail, tile=10, threads=2)
    assert len(calls) < 40
    assert os.listdir(tmp_path) == []


def test_a_fault_of_writing_stops_the_run(dem, tmp_path):
    class Full:
        def write(self, array, window):
            raise ResourceError("the disk is full")

    calls = []

    def work(arrays, window):
        calls.append(window)
        return {"out": arrays["dem"]}

    with pytest.raises(ResourceError):
        tiles.run(work, GRID, {"dem": RasterSource(dem)}, {"out": Full()}, tile=10, threads=2)
    done = len(calls)
    assert done < 20
    time.sleep(0.05)
    assert len(calls) == done


def test_files_are_closed_in_the_end(dem):
    source = RasterSource(dem)
    tiles.reduce(lambda arrays, window: 0, GRID, {"dem": source}, max, tile=40, threads=3)
    assert source._handles == {}
    if os.path.isdir("/proc/self/fd"):
        held = [os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd")
                if os.path.islink(f"/proc/self/fd/{fd}")]
        assert dem not in held


def test_the_whole_raster_or_a_plain_no(dem, monkeypatch):
    told = []
    whole = tiles.read_whole(RasterSource(dem), "Routing", progress=told.append)
    assert np.array_equal(whole, RasterSource(dem).read(), equal_nan=True)
    assert told[-1] == 1
    with pytest.raises(Cancelled):
        tiles.read_whole(RasterSource(dem), "Routing", cancelled=lambda: True)
    monkeypatch.setattr(tiles, "available_memory", lambda: 100_000)
    with pytest.raises(ResourceError, match=r"Routing needs 0.2 MB of memory and 0.1 MB is free"):
        tiles.read_whole(RasterSource(dem), "Routing")


def test_free_memory_is_told_in_bytes():
    assert 50e6 < tiles.available_memory() < 1e14
