"""D8 codes, accumulation, distance to channels and routing order on grids worked by hand and on a real DEM."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scarp.engine import grid
from scarp.engine.errors import GridError, ResourceError
from scarp.engine.grid import tiles
from scarp.engine.terrain import flow

pyflwdir = pytest.importorskip("pyflwdir")

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "ecuador_terrain" / "terrain.tif"

# A valley that runs south along the middle column; square cells, so a diagonal needs 1.41 times the drop.
VALLEY = np.array([[90, 80, 70, 80, 90],
                   [80, 60, 50, 60, 80],
                   [80, 50, 40, 50, 80],
                   [80, 40, 30, 40, 80],
                   [90, 80, 20, 80, 90.0]])
VALLEY_CODES = [[2, 2, 4, 8, 8],
                [2, 2, 4, 8, 8],
                [1, 2, 4, 8, 16],
                [1, 2, 4, 8, 16],
                [128, 1, 0, 16, 32]]
VALLEY_CELLS = [[1, 1, 1, 1, 1],
                [1, 2, 4, 2, 1],
                [1, 3, 9, 3, 1],
                [1, 3, 16, 3, 1],
                [1, 1, 25, 1, 1]]
N = flow.NODATA


def steps(codes):
    """Where each cell drains to, flat index; itself at outlets; -1 without direction. Plain and slow."""
    rows, cols = codes.shape
    target = np.full(codes.shape, -1)
    for r in range(rows):
        for c in range(cols):
            if codes[r, c] == N:
                continue
            dr, dc = flow.CODES.get(int(codes[r, c]), (0, 0))
            inside = 0 <= r + dr < rows and 0 <= c + dc < cols and codes[r + dr, c + dc] != N
            target[r, c] = (r + dr) * cols + c + dc if inside else r * cols + c
    return target.ravel()


@pytest.fixture(scope="module")
def sample():
    z = grid.read_array(str(SAMPLE), 4)
    z[10:14, 20:26] = np.nan
    return z, flow.drain(z)


def test_codes_are_esris_clockwise_from_east():
    assert flow.CODES == {1: (0, 1), 2: (1, 1), 4: (1, 0), 8: (1, -1), 16: (0, -1), 32: (-1, -1), 64: (-1, 0),
                          128: (-1, 1)}


def test_a_valley_drains_down_its_middle():
    filled, codes = flow.drain(VALLEY)
    assert np.array_equal(filled, VALLEY)
    assert (codes.dtype, filled.dtype) == (np.uint8, np.float32)
    assert codes.tolist() == VALLEY_CODES
    assert flow.accumulation(codes).tolist() == VALLEY_CELLS


def test_accumulation_by_hand():
    codes = np.array([[2, 4, 8], [1, 4, 16], [2, 4, 8], [0, 4, 0]], np.uint8)
    assert flow.accumulation(codes).tolist() == [[1, 1, 1], [1, 6, 1], [1, 7, 1], [1, 10, 1]]


@pytest.mark.parametrize("code", list(flow.CODES))
def test_each_code_leads_to_its_neighbour(code):
    codes = np.zeros((3, 3), np.uint8)
    codes[1, 1] = code
    row, col = flow.CODES[code]
    expected = np.ones((3, 3))
    expected[1 + row, 1 + col] = 2
    assert np.array_equal(flow.accumulation(codes), expected)


def test_every_cell_stands_before_the_one_it_drains_to(sample):
    codes = sample[1].codes
    order, downstream = flow.routing_order(codes)
    assert (order.dtype, downstream.dtype) == (np.int32, np.int32)
    assert np.array_equal(np.sort(order), np.flatnonzero(codes.ravel() != N))
    target = steps(codes)[order]
    ends = downstream < 0
    assert np.array_equal(target[ends], order[ends])
    assert np.array_equal(order[downstream[~ends]], target[~ends])
    assert (downstream[~ends] > np.flatnonzero(~ends)).all()


def test_what_enters_nodata_has_left():
    codes = np.array([[1, 1, N, 1, 1]], np.uint8)
    order, downstream = flow.routing_order(codes)
    found = dict(zip(order.tolist(), [order[d] if d >= 0 else -1 for d in downstream]))
    assert found == {0: 1, 1: -1, 3: 4, 4: -1}
    assert flow.accumulation(codes).tolist() == [[1, 2, 0, 1, 2]]


def test_all_water_arrives(sample):
    codes = sample[1].codes
    cells = flow.accumulation(codes)
    target = steps(codes)
    outlets = target == np.arange(codes.size)
    assert cells.ravel()[outlets].sum() == (codes != N).sum()
    assert (cells[codes == N] == 0).all()


def test_accumulation_agrees_with_pyflwdir(sample):
    codes = sample[1].codes
    theirs = pyflwdir.from_array(np.where(codes == N, np.uint8(247), codes), ftype="d8").upstream_area("cell")
    assert np.array_equal(flow.accumulation(codes), np.maximum(theirs, 0))


def test_distance_by_hand():
    # The channel is the cells with 14 and more; cells are 3 m wide and 4 m high, so 5 m across.
    found = flow.channel_distance(np.array(VALLEY_CODES, np.uint8), np.array(VALLEY_CELLS), 14, 3, 4)
    assert found.dtype == np.float32
    assert found.tolist() == [[14, 13, 12, 13, 14], [10, 9, 8, 9, 10], [8, 5, 4, 5, 8], [8, 5, 0, 5, 8],
                              [10, 3, 0, 3, 10]]


def test_distance_follows_the_path_and_ends_where_water_leaves():
    codes = np.array([[1, 1, 4, 0], [N, 8, 16, 0], [64, 4, 0, 0]], np.uint8)
    # (0, 0) goes east twice, south, west, south-west into (2, 0), which drains to nodata above it.
    found = flow.channel_distance(codes, flow.accumulation(codes), 100, 10, 20)
    diagonal = np.hypot(10, 20)
    expected = [[50 + diagonal, 40 + diagonal, 30 + diagonal, 0], [np.nan, diagonal, 10 + diagonal, 0],
                [0, 0, 0, 0]]
    assert found == pytest.approx(np.array(expected), nan_ok=True)


def test_a_longer_way_is_measured_as_it_runs(sample):
    codes = sample[1].codes
    cells = flow.accumulation(codes)
    found = flow.channel_distance(codes, cells, 60, 10, 10)
    target, rows, cols = steps(codes), *codes.shape
    for start in range(0, rows * cols, 37):
        if target[start] < 0:
            assert np.isnan(found.ravel()[start])
            continue
        length, here = 0.0, start
        while cells.ravel()[here] < 60 and target[here] != here:
            there = target[here]
            length += 10 * np.hypot(there // cols - here // cols, there % cols - here % cols)
            here = there
        assert found.ravel()[start] == pytest.approx(length)


def test_directions_a_user_gives_are_checked():
    good = np.array([[1, 2, 4], [np.nan, 255, 247], [128, 64, 0.0]])
    assert flow.checked_directions(good).tolist() == [[1, 2, 4], [N, N, N], [128, 64, 0]]
    with pytest.raises(GridError, match=r"FLOW_DIRECTION: 3 in 2 cells is no D8 direction.*1, 2, 4, 8"):
        flow.checked_directions(np.array([[1, 3, 3.0]]))
    with pytest.raises(GridError, match=r"FLOW_DIRECTION: 1.5 in 1 cells"):
        flow.checked_directions(np.array([[1, 1.5]]))
    with pytest.raises(GridError, match="only nodata"):
        flow.checked_directions(np.full((2, 2), np.nan))


@pytest.mark.parametrize(("codes", "where"), [([[0, 1, 16]], "row 1, column [23]"),
                                              ([[2, 0, 0], [0, 1, 4], [0, 64, 16]], "row [23], column [23]")])
def test_water_in_a_circle_is_an_error_that_says_where(codes, where):
    with pytest.raises(GridError, match=f"FLOW_DIRECTION: water runs in a circle through {where}"):
        flow.checked_directions(np.array(codes, float))
    with pytest.raises(GridError, match="circle"):
        flow.accumulation(np.array(codes, np.uint8))


def test_memory_is_asked_for_first(monkeypatch):
    monkeypatch.setattr(tiles, "available_memory", lambda: 1_000)
    codes = np.zeros((100, 100), np.uint8)
    for what, call in (("Filling depressions needs 0.2 MB", lambda: flow.drain(np.zeros((100, 100)))),
                       ("Flow routing needs 0.1 MB", lambda: flow.routing_order(codes)),
                       ("Flow accumulation needs 0.1 MB", lambda: flow.accumulation(codes))):
        with pytest.raises(ResourceError, match=what):
            call()


def test_a_missing_numba_is_said_plainly(monkeypatch):
    monkeypatch.setattr(flow.importlib.util, "find_spec", lambda name: None)
    for call in (lambda: flow.drain(VALLEY), lambda: flow.fill(VALLEY),
                 lambda: flow.accumulation(np.array(VALLEY_CODES, np.uint8))):
        with pytest.raises(ResourceError, match=r"numba is not installed.*page Setup"):
            call()


def test_warming_up_loads_all_and_says_so_once():
    code = ("from scarp.engine.terrain import flow; import numpy as np; told = []; "
            "flow.drain(np.zeros((3, 3)), told.append); "
            "flow.warm_up(); flow.drain(np.zeros((3, 3)), told.append); print(len(told), 'compiled' in told[0])")
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": str(Path(flow.__file__).parents[3])})
    assert said.stdout.strip() == "1 True"


def test_importing_is_light():
    code = ("import sys; from scarp.engine.terrain import flow, shape; "
            "print([m for m in ('numba', 'pyflwdir', 'scipy', 'qgis') if m in sys.modules])")
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          env={"PYTHONPATH": str(Path(flow.__file__).parents[3]), "PATH": ""})
    assert said.stdout.strip() == "[]"
