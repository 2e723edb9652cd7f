"""Runoff routing on grids worked by hand, and the laws it keeps: water, time, steps, blocks."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scarp.engine.errors import Cancelled, RainError, ResourceError
from scarp.engine.grid import Grid, RasterSource, Window, write_array
from scarp.engine.soil.fields import SoilInputs
from scarp.engine.soil.table import SoilTable
from scarp.engine.terrain.flow import directions, routing_order
from scarp.engine.water import routing as routing_module
from scarp.engine.water import supply_file as scratch_module
from scarp.engine.water.infiltration import infiltrated_depth, room, wetting_front
from scarp.engine.water.routing import routed_supplies
from scarp.engine.water.storm import Storm
from scarp.engine.water.supply_file import Layout, Scratch

MM_H = 1.0 / 3.6e6
NEEDED = ("porosity", "saturation_initial", "saturation_final", "ksat", "thickness")
ROW = {"porosity": 0.4, "saturation_initial": 0.5, "saturation_final": 1.0, "ksat_m_s": 10.0 * MM_H,
       "thickness_m": 1.0}
# Water comes from the left and upper rims to the lower right corner.
CODES = np.array([[1, 1, 4], [1, 2, 4], [1, 1, 0]], dtype=np.uint8)


def grid_of(shape):
    return Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), shape[1], shape[0])


class World:
    """Rasters in a folder, and one run of the router on them."""

    def __init__(self, folder: Path, codes: np.ndarray, **rasters):
        self.folder, self.codes, self.grid = folder, codes, grid_of(codes.shape)
        self.slope = self.raster("slope", np.zeros(codes.shape))
        self.rasters = {name: self.raster(name, values) for name, values in rasters.items()}

    def raster(self, name, values):
        path = str(self.folder / f"{name}.tif")
        write_array(path, np.broadcast_to(values, self.codes.shape).astype(float), self.grid, dtype="float64")
        return RasterSource(path, self.grid, parameter=name.upper())

    def route(self, storm, limit=False, row=ROW, **options):
        table = SoilTable.from_records([row], list(self.rasters), zoned=False, needed=NEEDED)
        soil = SoilInputs(table, None, self.rasters)
        return routed_supplies(storm, self.grid, routing_order(self.codes), soil, self.slope, storage_limit=limit,
                               folder=str(self.folder), **options)


def rain(*depths, hours=1.0):
    return Storm.from_records({"hours": hours * (step + 1), "mm": depth} for step, depth in enumerate(depths))


def whole(supplies, world):
    return supplies.read({}, world.grid.whole)


@pytest.fixture(name="world")
def make_world(tmp_path):
    return World(tmp_path, CODES)


def test_three_by_three_by_hand(world):
    # 30 mm/h on k_s = 10 mm/h: every cell passes on what reaches it less 10.
    with world.route(rain(30.0)) as supplies:
        found = whole(supplies, world)[0] / MM_H
        np.testing.assert_allclose(found, [[30, 50, 70], [30, 50, 90], [30, 50, 70 + 80 + 40 - 0]], rtol=1e-6)
        assert supplies.balance.rain == pytest.approx(9 * 0.030)
        assert supplies.balance.infiltrated == pytest.approx(9 * 0.010)
        assert supplies.balance.outflow == pytest.approx(9 * 0.020)
        assert supplies.balance.cells == 9


def test_a_full_column_passes_its_water_on_within_the_step(tmp_path):
    # Columns of a line take 5 mm/h up to 0.4 * 0.5 * h = 4 mm: 20 mm h, a steady 10 mm/h falls.
    world = World(tmp_path, np.array([[1, 1, 0]], dtype=np.uint8))
    row = {**ROW, "ksat_m_s": 5.0 * MM_H, "thickness_m": 0.02}
    with world.route(rain(10.0, 10.0), True, row) as supplies:
        first, second = whole(supplies, world)[:, 0] / MM_H
        # First hour: 4 mm fill each column at 4 mm/h, less than k_s; then nothing enters.
        np.testing.assert_allclose(first, [10.0, 16.0, 22.0], rtol=1e-6)
        np.testing.assert_allclose(second, [10.0, 20.0, 30.0], rtol=1e-6)
        infiltration, runoff = supplies.totals({}, world.grid.whole, 5.0 * MM_H, 0.004)
        np.testing.assert_allclose(infiltration, [[0.004] * 3], rtol=1e-6)
        np.testing.assert_allclose(runoff, [[0.016, 0.032, 0.048]], rtol=1e-6)
        assert supplies.balance.outflow == pytest.approx(0.048)
    with world.route(rain(10.0, 10.0), False, row) as supplies:
        np.testing.assert_allclose(whole(supplies, world)[1, 0] / MM_H, [10.0, 15.0, 20.0], rtol=1e-6)


def test_saturated_and_soilless_cells(tmp_path):
    codes = np.array([[1, 1, 1, 0]], dtype=np.uint8)
    world = World(tmp_path, codes, thickness=[[1.0, 0.0, 1.0, 1.0]], saturation_initial=[[0.5, 0.5, 1.0, 0.5]])
    with world.route(rain(30.0), True) as supplies:
        # The second has no soil, the third is saturated: both take nothing.
        np.testing.assert_allclose(whole(supplies, world)[0, 0] / MM_H, [30.0, 50.0, 80.0, 110.0], rtol=1e-6)
    with world.route(rain(30.0), False) as supplies:
        # Without the limit water goes on entering the saturated column.
        np.testing.assert_allclose(whole(supplies, world)[0, 0] / MM_H, [30.0, 50.0, 80.0, 100.0], rtol=1e-6)


def test_cells_without_data_are_outlets(tmp_path):
    codes = np.array([[1, 1, 1, 1, 0], [1, 1, 255, 1, 0]], dtype=np.uint8)
    world = World(tmp_path, codes, ksat=np.array([[10.0, 10.0, np.nan, 10.0, 10.0], [10.0] * 5]) * MM_H)
    with world.route(rain(30.0)) as supplies:
        np.testing.assert_allclose(whole(supplies, world)[0] / MM_H,
                                   [[30.0, 50.0, np.nan, 30.0, 50.0], [30.0, 50.0, np.nan, 30.0, 50.0]], rtol=1e-6)
        assert supplies.balance.cells == 8
        assert supplies.balance.outflow == pytest.approx(4 * 0.040)


def test_rain_from_rasters(world):
    layers = [world.raster("one", np.arange(9.0).reshape(3, 3)), world.raster("two", 30.0)]
    with world.route(Storm.from_layers(layers, 2.0, "mm")) as supplies:
        found = whole(supplies, world) * 3.6e6
        # 0.5 c mm/h stays below k_s = 10 mm/h, and so does 15 mm/h's excess of 5 into the second cell: 15 + 5 = 20.
        np.testing.assert_allclose(found[0], np.arange(9.0).reshape(3, 3) / 2.0, rtol=1e-6)
        np.testing.assert_allclose(found[1], [[15, 20, 25], [15, 20, 30], [15, 20, 55]], rtol=1e-6)
        assert supplies.balance.error < 1e-12


def test_rain_layers_with_gaps(world):
    gap = np.full((3, 3), 1.0)
    gap[1, 1] = np.nan
    storm = Storm.from_layers([world.raster("one", 1.0), world.raster("two", gap)], 1.0)
    with pytest.raises(RainError, match="RAIN_LAYERS, layer 2: it lacks rain where the first layer has some"):
        world.route(storm)
    assert not list(world.folder.glob("scarp-supply-*"))
    storm = Storm.from_layers([world.raster("gap", gap)] * 2, 1.0)
    with world.route(storm) as supplies:
        assert supplies.balance.cells == 8, "no rain anywhere: a cell without data"
    with pytest.raises(RainError, match="layer 1: rain of -1 is negative"):
        world.route(Storm.from_layers([world.raster("minus", -1.0)], 1.0))


def test_dry_storm(world):
    with world.route(rain(0.0, 0.0)) as supplies:
        assert not whole(supplies, world).any()
        assert supplies.balance == (0.0, 0.0, 0.0, 9)
        assert supplies.balance.error == 0.0


def hills(shape, seed):
    generator = np.random.default_rng(seed)
    rows, cols = np.indices(shape)
    ground = generator.normal(size=shape) + 0.3 * rows + 0.2 * cols
    ground[generator.random(shape) < 0.03] = np.nan
    return directions(ground.astype(np.float32))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.lists(st.floats(0.0, 60.0), min_size=1, max_size=6), st.booleans(),
       st.floats(0.01, 2.0))
def test_water_is_kept(tmp_path_factory, seed, depths, limit, thickness):
    world = World(tmp_path_factory.mktemp("kept"), hills((17, 23), seed))
    with world.route(rain(*depths), limit, {**ROW, "thickness_m": thickness}) as supplies:
        assert supplies.balance.error < 1e-9
        assert supplies.balance.rain == pytest.approx(sum(depths) / 1000.0 * supplies.balance.cells, rel=1e-12)
        ksat, columns = 10.0 * MM_H, room(0.4, 0.5, 1.0, 0.0, thickness)
        infiltration, _ = supplies.totals({}, world.grid.whole, ksat, columns)
        # What tiles replay from the stored supplies is what was routed, to float32.
        assert np.nansum(np.where(world.codes == 255, np.nan, infiltration)) == pytest.approx(
            supplies.balance.infiltrated, rel=1e-5, abs=1e-12)


def fronts(world, storm, limit, thickness=1.0, times=None):
    with world.route(storm, limit, {**ROW, "thickness_m": thickness}) as supplies:
        supply = whole(supplies, world)
        return [wetting_front(infiltrated_depth(supply, supplies.at(time), 10.0 * MM_H), 0.4, 0.5, 1.0, 0.0, thickness)
                for time in times or [storm.duration_h]]


@pytest.mark.parametrize("limit", [False, True])
def test_rain_shifted_in_time_shifts_the_fronts_exactly(tmp_path, limit):
    world = World(tmp_path, hills((20, 30), 1))
    depths = [5.0, 30.0, 0.0, 17.0]
    now = fronts(world, rain(*depths), limit, 0.1, [1, 2, 3, 4])
    later = fronts(world, rain(0.0, 0.0, *depths), limit, 0.1, [3, 4, 5, 6])
    for one, other in zip(now, later):
        np.testing.assert_array_equal(one, other)


def test_steps_split_in_two_change_nothing_without_the_limit(tmp_path):
    world = World(tmp_path, hills((20, 30), 2))
    depths = np.array([5.0, 30.0, 0.0, 17.0])
    (whole_steps,) = fronts(world, rain(*depths), False)
    (halves,) = fronts(world, rain(*np.repeat(depths / 2.0, 2), hours=0.5), False)
    np.testing.assert_allclose(halves, whole_steps, rtol=1e-12)


def test_steps_split_in_two_converge_with_the_limit(tmp_path):
    codes, generator = hills((20, 30), 3), np.random.default_rng(7)
    ksat, thickness = generator.uniform(5.0, 50.0, codes.shape) * MM_H, generator.uniform(0.02, 0.4, codes.shape)
    world = World(tmp_path, codes, ksat=ksat, thickness=thickness)
    depths, runs = np.array([15.0, 8.0, 12.0]), []
    for split in (1, 2, 4, 8, 16, 32, 64):
        storm = rain(*np.repeat(depths / split, split), hours=1.0 / split)
        with world.route(storm, True) as supplies:
            water = infiltrated_depth(whole(supplies, world), storm.durations, ksat)
        runs.append(wetting_front(water, 0.4, 0.5, 1.0, 0.0, thickness)[codes != 255])
    changes = [np.abs(one - other).mean() for one, other in zip(runs, runs[1:])]
    assert changes[0] > 1e-5, "the limit does act here"
    assert changes[-1] < 0.1 * changes[0]


def test_cells_with_none_above_do_not_change_with_the_step(tmp_path):
    world = World(tmp_path, hills((20, 30), 3))
    depths = np.array([35.0, 24.0, 37.0])
    (one,) = fronts(world, rain(*depths), True, 0.1)
    (two,) = fronts(world, rain(*np.repeat(depths / 2.0, 2), hours=0.5), True, 0.1)
    order, downstream = routing_order(world.codes)
    top = np.ones(world.codes.size, dtype=bool)
    top[order[downstream[downstream >= 0]]] = False
    top &= (world.codes != 255).ravel()
    assert top.sum() > 100
    np.testing.assert_allclose(one.ravel()[top], two.ravel()[top], rtol=1e-12)


def test_the_grid_is_routed_as_a_slow_loop_does(tmp_path):
    codes = hills((40, 50), 4)
    generator = np.random.default_rng(5)
    ksat = 10.0 ** generator.uniform(-7, -4, codes.shape)
    thickness = generator.uniform(0.0, 0.2, codes.shape)
    world = World(tmp_path, codes, ksat=ksat, thickness=thickness)
    depths = [20.0, 3.0, 40.0]
    with world.route(rain(*depths), True) as supplies:
        found = whole(supplies, world)
    order, downstream = routing_order(codes)
    left = (0.2 * thickness).ravel()[order]
    k = np.where(thickness < 1e-4, 0.0, ksat).ravel()[order]
    for step, depth in enumerate(depths):
        supply = np.full(order.size, depth * MM_H)
        for cell in range(order.size):
            taken = min(supply[cell], k[cell], left[cell] / 3600.0)
            left[cell] -= taken * 3600.0
            if downstream[cell] >= 0:
                supply[downstream[cell]] += supply[cell] - taken
        np.testing.assert_allclose(found[step].ravel()[order], supply, rtol=1e-4)
    assert np.isnan(found[:, codes == 255]).all()


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 16), st.data())
def test_layout(rows, cols, block, data):
    layout = Layout(rows, cols, block)
    values = np.arange(rows * cols, dtype=np.int32)
    blocked = np.full(rows * cols, -1, dtype=np.int32)
    blocked[layout.index(values)] = values
    assert sorted(blocked) == values.tolist(), "every cell has one place"
    col, row = data.draw(st.integers(0, cols - 1)), data.draw(st.integers(0, rows - 1))
    window = Window(col, row, data.draw(st.integers(1, cols - col)), data.draw(st.integers(1, rows - row)))
    part = values.reshape(rows, cols)[row:row + window.height, col:col + window.width]
    np.testing.assert_array_equal(layout.get(blocked, window), part)
    other = np.zeros_like(blocked)
    layout.put(other, window, part)
    assert other.sum() == part.sum()
    np.testing.assert_array_equal(layout.get(other, window), part)
    assert sum(size for _, size in layout.blocks()) == rows * cols


def test_windows_of_a_scratch_file_read_by_threads(tmp_path):
    layout = Layout(300, 290, 64)
    flat = np.arange(300 * 290, dtype=np.int32)
    place = layout.index(flat)
    scratch = Scratch(layout, 3, str(tmp_path))
    for step in (2, 0, 1):
        blocked = np.empty(flat.size, dtype=np.float32)
        blocked[place] = flat + 1e5 * step
        scratch.write(step, blocked)
    expected = flat.reshape(300, 290) + 1e5 * np.arange(3)[:, None, None]
    windows = [Window(0, 0, 290, 300), Window(63, 127, 2, 2), Window(289, 299, 1, 1), Window(10, 200, 200, 100)]
    right = []

    def read():
        for col, row, width, height in windows * 5:
            part = scratch.read(Window(col, row, width, height))
            right.append(np.array_equal(part, expected[:, row:row + height, col:col + width].astype(np.float32)))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert right == [True] * 80
    scratch.close()
    scratch.close()
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_nothing(world, monkeypatch):
    def fail(self, step, blocked):
        raise ResourceError("full")

    monkeypatch.setattr(Scratch, "write", fail)
    with pytest.raises(ResourceError):
        world.route(rain(30.0))
    assert not list(world.folder.glob("scarp-supply-*"))


def test_too_little_disk_is_said_beforehand(world, monkeypatch):
    class Usage:
        free = 100

    monkeypatch.setattr(scratch_module.shutil, "disk_usage", lambda folder: Usage)
    with pytest.raises(ResourceError, match=r"Routing runoff needs 0\.0 GB of disk in"):
        world.route(rain(30.0, 30.0, 30.0))
    assert not list(world.folder.glob("scarp-supply-*"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_write_that_fails_is_told_in_plain_words(tmp_path):
    scratch = Scratch(Layout(4, 4), 1, str(tmp_path))
    with open("/dev/full", "wb", buffering=0) as full:
        scratch._writer.close()
        scratch._writer = full
        with pytest.raises(ResourceError, match=r"Runoff cannot be written to .*: No space left on device"):
            scratch.write(0, np.zeros(16, np.float32))
    scratch.close()
    assert not list(tmp_path.iterdir())


def test_cancelling_leaves_nothing(world):
    asked = []

    def cancelled():
        asked.append(1)
        return len(asked) > 6

    with pytest.raises(Cancelled):
        world.route(rain(*[30.0] * 50), cancelled=cancelled)
    assert not list(world.folder.glob("scarp-supply-*"))


def test_progress_rises_to_one(world):
    shares = []
    world.route(rain(10.0, 0.0, 10.0), progress=shares.append).close()
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_large_grids_are_swept_in_parts(tmp_path, monkeypatch):
    world = World(tmp_path, hills((20, 30), 6))
    with world.route(rain(30.0)) as supplies:
        once, balance = whole(supplies, world), supplies.balance
    monkeypatch.setattr(routing_module, "SWEEP_CELLS", 7)
    with world.route(rain(30.0)) as supplies:
        np.testing.assert_array_equal(whole(supplies, world), once)
        assert supplies.balance.infiltrated == pytest.approx(balance.infiltrated, rel=1e-12)
