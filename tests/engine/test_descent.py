"""D8 codes: by hand, by a plain search, on flats, and against landlab, pysheds and the tutorial of USGS TopoIndex."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scarp.engine import grid
from scarp.engine.terrain import flow

pytest.importorskip("numba")

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
N = flow.NODATA
ELEVATIONS = st.sampled_from([np.nan, 0.0, 0.0, 0.0, 1.0, 1.0, 2.0, 5.0])
SHAPES = st.tuples(st.integers(1, 9), st.integers(1, 9))


def slopes(filled, cell_width, cell_height):
    """Give the descents of every cell, clockwise from east; -inf to where no ground is; (8, rows, columns)."""
    rows, cols = filled.shape
    around = np.pad(filled.astype(float), 1, constant_values=np.nan)
    found = [(filled - around[1 + r:1 + r + rows, 1 + c:1 + c + cols]) / np.hypot(r * cell_height, c * cell_width)
             for r, c in flow.CODES.values()]
    return np.where(np.isnan(found), -np.inf, found)


def targets(codes):
    """Row and column every cell drains to; its own where none."""
    row, col = np.indices(codes.shape)
    for code, (r, c) in flow.CODES.items():
        row[codes == code] += r
        col[codes == code] += c
    return row, col


def plane(direction, cell_width, cell_height, shape=(9, 11)):
    """A plane of 45 degrees that falls the way of a D8 code."""
    south, east = np.multiply(flow.CODES[direction], (cell_height, cell_width))
    row, col = np.indices(shape)
    return 1000 - (row * cell_height * south + col * cell_width * east) / np.hypot(south, east)


@pytest.mark.parametrize("cells", [(10, 10), (30, 20), (20, 30), (1, 7)])
@pytest.mark.parametrize("code", list(flow.CODES))
def test_a_plane_drains_the_way_it_faces(code, cells):
    z = plane(code, *cells)
    codes = flow.directions(z, *cells)
    assert (codes[1:-1, 1:-1] == code).all()


def test_a_plane_facing_east_gathers_one_row_a_row():
    z = np.tile(np.arange(6.0)[::-1], (5, 1))
    codes = flow.directions(z)
    assert codes.tolist() == [[1, 1, 1, 1, 1, 0]] * 5
    cells = flow.accumulation(codes)
    assert cells.tolist() == [[1, 2, 3, 4, 5, 6]] * 5
    assert flow.channel_distance(codes, cells, 5, 10.0, 10.0).tolist() == [[40, 30, 20, 10, 0, 0]] * 5


def test_the_distance_of_diagonals_counts():
    z = np.full((3, 3), 20.0)
    z[1, 1], z[1, 2], z[2, 2] = 10.0, 7.0, 6.0      # 3 to the east, 4 to the south-east: 2.83 a cell
    assert flow.directions(z)[1, 1] == 1
    z[2, 2] = 5.7                                   # 4.3 / 1.414 = 3.04
    assert flow.directions(z)[1, 1] == 2


def test_the_shape_of_the_cells_counts():
    z = np.full((3, 3), 20.0)
    z[1, 1], z[1, 2], z[2, 1], z[2, 2] = 10.0, 7.0, 5.0, 3.0
    # 10 m wide, 20 m high: east .3, south .25, south-east 7 / 22.4 = .313; the other way round .15, .5, .313.
    assert flow.directions(z, 10.0, 20.0)[1, 1] == 2
    assert flow.directions(z, 20.0, 10.0)[1, 1] == 4
    assert flow.directions(z, 1.0, 100.0)[1, 1] == 1


@pytest.mark.parametrize(("lower", "first"), [((1, 4, 16, 64), 1), ((4, 16, 64), 4), ((16, 64), 16),
                                              ((2, 8, 32, 128), 2), ((32, 128), 32), ((8, 128), 8)])
def test_of_equal_descents_the_first_clockwise_from_east_counts(lower, first):
    z = np.full((3, 3), 9.3, np.float32)
    for code in lower:
        row, col = flow.CODES[code]
        z[1 + row, 1 + col] = 7.1
    assert flow.directions(z, 12.5, 12.5)[1, 1] == first


def test_equal_descents_are_found_equal_where_cells_are_not_square():
    z = np.full((3, 3), 9.0)
    z[1, 2], z[0, 1] = 6.0, 8.0      # 3 over 30 and 1 over 10, which as floats times 1/30 and 1/10 differ
    assert flow.directions(z, 30.0, 10.0)[1, 1] == 1
    z[1, 2], z[1, 0], z[2, 1] = 9.0, 6.0, 8.0
    assert flow.directions(z, 30.0, 10.0)[1, 1] == 4


def test_a_cone_drains_all_ways():
    row, col = np.indices((11, 11)) - 5
    codes = flow.directions(100.0 - np.hypot(row, col))
    assert codes[5, 6:10].tolist() == [1] * 4
    assert codes[6:10, 5].tolist() == [4] * 4
    assert codes[5, 1:5].tolist() == [16] * 4
    assert codes[1:5, 5].tolist() == [64] * 4
    assert [codes[5 + k, 5 + k] for k in range(1, 5)] == [2] * 4
    assert [codes[5 + k, 5 - k] for k in range(1, 5)] == [8] * 4
    assert [codes[5 - k, 5 - k] for k in range(1, 5)] == [32] * 4
    assert [codes[5 - k, 5 + k] for k in range(1, 5)] == [128] * 4
    assert codes[6, 7] == 2       # (3.606 - 2.236) / 1.414 = .968 to the south-east, 3.162 - 2.236 = .926 to the east
    assert codes[6, 8] == 1       # (4.472 - 3.162) / 1.414 = .926 and 4.123 - 3.162 = .961


def test_an_edge_cell_without_lower_neighbour_is_an_outlet():
    z = np.array([[3, 2, 3, 9], [9, 9, 9, 9], [np.nan, 9, 9, 9], [9, 9, 9, 8.0]])
    assert flow.directions(z).tolist() == [[1, 0, 16, 16], [64, 64, 64, 32], [N, 0, 2, 4], [0, 0, 1, 0]]


def test_a_flat_takes_the_straight_way_out():
    z = np.full((5, 7), 10.0)
    z[1:4, 1:6] = 5.0
    z[2, 6] = 4.0
    assert flow.directions(z)[1:4, 1:6].tolist() == [[1, 1, 1, 1, 2], [1] * 5, [1, 1, 1, 1, 128]]


def test_one_value_drains_to_the_nearest_edge():
    assert flow.directions(np.full((5, 5), 7.0)).tolist() == [
        [0, 0, 0, 0, 0], [0, 16, 64, 1, 0], [0, 16, 1, 1, 0], [0, 4, 4, 1, 0], [0, 0, 0, 0, 0]]


def test_a_lake_drains_to_its_spill():
    z = np.full((5, 5), 10.0)
    z[2, 2], z[2, 3], z[2, 4] = 1.0, 6.0, 5.0
    filled, codes = flow.drain(z)
    assert filled[2, 2] == 6.0
    assert codes[2, 2:].tolist() == [1, 1, 0]


def test_a_large_flat_is_quick_and_drains_by_the_shortest_way():
    side = 1001
    codes = flow.directions(np.zeros((side, side), np.float32))
    edge = np.indices((side, side))
    nearest = np.minimum(np.minimum(*edge), side - 1 - np.maximum(*edge))
    distance = flow.channel_distance(codes, np.zeros(codes.shape), 1, 1.0, 1.0)
    assert np.array_equal(distance, nearest)


@pytest.mark.parametrize("shape", [(1, 1), (1, 6), (6, 1), (2, 2)])
def test_small_grids(shape):
    z = np.arange(float(np.prod(shape))).reshape(shape)
    codes = flow.directions(z)
    assert codes[0, 0] == flow.OUTLET
    assert flow.accumulation(codes)[0, 0] == z.size
    assert (flow.directions(np.full(shape, np.nan)) == N).all()


def test_no_ground_at_all():
    filled, codes = flow.drain(np.full((7, 5), np.nan))
    assert np.isnan(filled).all()
    assert (codes == N).all()
    assert (flow.accumulation(codes) == 0).all()


@pytest.mark.parametrize("none", [np.nan, np.inf, -np.inf])
def test_cells_without_ground_drain_nothing(none):
    z = plane(1, 1, 1)
    z[4, 5] = none
    codes = flow.directions(z)
    assert codes[4, 5] == N
    assert codes[4, 4] in (2, 128)      # round it: north-east and south-east are lower
    assert (codes == N).sum() == 1


@settings(max_examples=300, deadline=None)
@given(SHAPES.flatmap(lambda shape: arrays(float, shape, elements=ELEVATIONS)),
       st.sampled_from([(1, 1), (30, 10), (3, 4), (12.5, 9.25)]))
def test_any_grid_is_drained_by_the_rule(z, cells):
    filled, codes = flow.drain(z, None, *cells)
    ground = ~np.isnan(z)
    assert np.array_equal(codes != N, ground)
    assert np.array_equal(flow.directions(filled, *cells), codes)
    descent = slopes(filled, *cells)
    falling = descent.max(0) > 0
    steepest = np.array(list(flow.CODES))[np.argmax(descent, axis=0)]
    assert np.array_equal(codes[falling], steepest[falling])
    edge = ground & np.isneginf(descent).any(0)
    assert np.array_equal(codes == flow.OUTLET, edge & ~falling)
    flat = ground & ~edge & ~falling
    below = filled[targets(codes)]
    assert (below[flat] == filled[flat]).all()
    # Water never runs in a circle: the order holds every cell, each before the one it drains to.
    order, downstream = flow.routing_order(codes)
    assert np.array_equal(np.sort(order), np.flatnonzero(ground))
    assert ((downstream > np.arange(order.size)) | (downstream < 0)).all()
    assert np.array_equal(order[downstream < 0].size, (codes == flow.OUTLET).sum())
    assert flow.accumulation(codes)[codes == flow.OUTLET].sum() == ground.sum()


def steps_to_the_way_out(filled, flat):
    """Steps over equal ground from each flat cell to one that is not, by plain search."""
    steps = np.where(flat, np.inf, 0.0)
    rows, cols = filled.shape
    for _ in range(filled.size):
        before = steps.copy()
        for r, c in flow.CODES.values():
            here = (slice(max(-r, 0), rows - max(r, 0)), slice(max(-c, 0), cols - max(c, 0)))
            there = (slice(max(r, 0), rows - max(-r, 0)), slice(max(c, 0), cols - max(-c, 0)))
            better = flat[here] & (filled[here] == filled[there]) & (steps[there] + 1 < steps[here])
            steps[here][better] = steps[there][better] + 1
        if np.array_equal(before, steps):
            return steps
    return steps


@settings(max_examples=200, deadline=None)
@given(arrays(float, st.tuples(st.integers(5, 12), st.integers(5, 12)), elements=st.sampled_from([0.0, 1.0, 1.0, 1.0])))
def test_flats_are_left_by_the_fewest_cells(z):
    filled, codes = flow.drain(z)
    descent = slopes(filled, 1, 1)
    flat = (descent.max(0) <= 0) & ~np.isneginf(descent).any(0)
    steps = steps_to_the_way_out(filled, flat)
    assert np.array_equal(steps[targets(codes)][flat], steps[flat] - 1)
    # Straight before across, else clockwise from east.
    for row, col in np.argwhere(flat):
        for code in (1, 4, 16, 64, 2, 8, 32, 128):
            r, c = row + flow.CODES[code][0], col + flow.CODES[code][1]
            if filled[r, c] == filled[row, col] and steps[r, c] == steps[row, col] - 1:
                assert codes[row, col] == code
                break


@pytest.fixture(scope="module")
def peers():
    """The filled piece of the sample and what landlab and pysheds find on it."""
    z = flow.fill(grid.read_array(str(ROOT / "sample" / "dem.tif")))[100:220, 100:240]
    with np.load(DATA / "d8_peers" / "peers.npz") as found:
        return flow.fill(z), dict(found)


@pytest.mark.parametrize("cells", [(10, 10), (30, 20)])
@pytest.mark.parametrize("peer", ["landlab", "pysheds"])
def test_directions_agree_with_landlab_and_pysheds(peers, peer, cells):
    filled, found = peers
    theirs = found[f"{peer}_{cells[0]}x{cells[1]}"]
    codes = flow.directions(filled, *cells)
    descent = slopes(filled, *cells)[:, 1:-1, 1:-1]       # landlab's rim does not route
    two = np.sort(descent, axis=0)[-2:]
    falling = two[1] > 0
    one_way = falling & (two[1] - two[0] > 1e-9 * two[1])
    agree = (codes == theirs)[1:-1, 1:-1]
    assert falling.sum() > 16_000
    assert agree[falling].mean() > 0.999
    assert agree[one_way].all()
    assert one_way.sum() > 0.998 * falling.sum()


@pytest.mark.parametrize("cells", [(10, 10), (30, 20)])
def test_accumulation_agrees_with_landlab_and_pysheds(peers, cells):
    filled, found = peers
    name = f"{cells[0]}x{cells[1]}"
    # Of their own directions to the last cell: pysheds' flats and pits end there, landlab's rim adds nothing.
    assert np.array_equal(flow.accumulation(np.maximum(found[f"pysheds_{name}"], 0).astype(np.uint8)),
                          found[f"pysheds_{name}_cells"])
    ours = flow.accumulation(found[f"landlab_{name}"])
    assert np.array_equal(ours[1:-1, 1:-1], found[f"landlab_{name}_cells"][1:-1, 1:-1])
    # Of our directions, but below flats, which they leave as they are.
    ours = flow.accumulation(flow.directions(filled, *cells))[1:-1, 1:-1]
    for peer in ("landlab", "pysheds"):
        ratio = ours / np.maximum(found[f"{peer}_{name}_cells"][1:-1, 1:-1], 1)
        assert ((ratio > 0.5) & (ratio < 2)).mean() > 0.97


def test_directions_of_the_topoindex_tutorial():
    """Its numbers: 1 north-west, 2 north, 3 north-east, 4 west, 5 none, 6 east, 7 south-west, 8 south, 9 south-east."""
    folder = DATA / "trigrs_tutorial" / "tutorial"
    z, numbers = (np.loadtxt(folder / name, skiprows=6) for name in ("dem.asc", "directions.asc"))
    theirs = np.array([N, 32, 64, 128, 16, 0, 1, 8, 4, 2])[numbers.astype(int)]
    codes = flow.directions(z, 10.0, 10.0)
    differ = np.argwhere((codes != theirs) & (theirs != 0))
    assert (theirs != 0).sum() == 98
    assert differ.tolist() == [[8, 3]]
    # 66 m, and 65 m both to the east, ours, and to the south, theirs.
    assert (z[8, 3], z[8, 4], z[9, 3], codes[8, 3], theirs[8, 3]) == (66, 65, 65, 1, 4)
