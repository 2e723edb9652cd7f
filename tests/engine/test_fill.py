"""Depressions filled: by hand, against a plain flood, and bit for bit against pyflwdir where its sums are exact."""

from __future__ import annotations

import heapq
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scarp.engine import grid
from scarp.engine.terrain import flow

dem = pytest.importorskip("pyflwdir.dem")

ROOT = Path(__file__).resolve().parents[2]
ELEVATIONS = st.sampled_from([np.nan, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0])
SHAPES = st.tuples(st.integers(1, 9), st.integers(1, 9))


def plain_fill(z):
    """Priority flood (Barnes et al. 2014), cell by cell."""
    rows, cols = z.shape
    filled, seen, heap = z.copy(), np.isnan(z), []
    hole = np.pad(np.isnan(z), 1, constant_values=True)
    for r in range(rows):
        for c in range(cols):
            if not seen[r, c] and hole[r:r + 3, c:c + 3].any():
                heapq.heappush(heap, (z[r, c], r, c))
    for _, r, c in heap:
        seen[r, c] = True
    while heap:
        level, row, col = heapq.heappop(heap)
        for r in range(max(row - 1, 0), min(row + 2, rows)):
            for c in range(max(col - 1, 0), min(col + 2, cols)):
                if not seen[r, c]:
                    seen[r, c] = True
                    filled[r, c] = max(z[r, c], level)
                    heapq.heappush(heap, (filled[r, c], r, c))
    return filled


def theirs(z):
    return dem.fill_depressions(np.ascontiguousarray(z, np.float32), nodata=np.nan)[0]


def same(found, expected):
    return found.dtype == np.float32 and np.array_equal(found, np.asarray(expected, np.float32), equal_nan=True)


def test_a_pit_is_filled_to_its_lowest_outlet():
    z = np.full((5, 5), 10.0)
    z[2, 2], z[2, 3], z[2, 4] = 1.0, 6.0, 5.0
    expected = z.copy()
    expected[2, 2] = 6.0
    assert same(flow.fill(z), expected)
    assert z[2, 2] == 1.0


def test_one_pit_far_from_the_edge_becomes_a_lake():
    rows, cols = np.indices((9, 9))
    bowl = np.maximum(abs(rows - 4), abs(cols - 4)).astype(float)
    assert same(flow.fill(bowl), np.full((9, 9), 4.0))
    bowl[0, 4] = 1.0        # an outlet in the rim lets all of it out but what lies below 3, the level inside the rim
    expected = np.maximum(bowl, 3.0)
    expected[0, 4] = 1.0
    assert same(flow.fill(bowl), expected)


def test_a_pit_in_a_lake_in_a_lake():
    z = [[9, 9, 9, 9, 9, 9, 9], [9, 5, 8, 2, 7, 1, 9], [9, 9, 9, 9, 9, 9, 6]]
    expected = [[9, 9, 9, 9, 9, 9, 9], [9, 8, 8, 7, 7, 6, 9], [9, 9, 9, 9, 9, 9, 6]]
    assert same(flow.fill(np.array(z, float)), expected)


def test_water_leaves_beside_cells_without_ground():
    z = np.full((7, 7), 5.0)
    z[3, 3], z[2, 2], z[5, 5] = np.nan, 1.0, 1.0
    expected = z.copy()
    expected[5, 5] = 5.0        # its neighbours are higher and none of them is missing
    assert same(flow.fill(z), expected)


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (2, 2), (2, 9)])
def test_where_all_is_edge_nothing_is_filled(shape):
    z = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    assert same(flow.fill(z), z)


@pytest.mark.parametrize("none", [np.nan, np.inf, -np.inf, 1e300])
def test_what_is_no_elevation_is_no_ground(none):
    z = np.array([[3, 3, 3, 3, 3], [3, 1, 3, none, 3], [3, 3, 3, 3, 3], [3, 2, 3, 3, 3], [3, 3, 3, 3, 3.0]])
    expected = np.full(z.shape, 3.0)
    expected[1, 3] = np.nan
    assert same(flow.fill(z), expected)
    assert same(flow.fill(np.full((4, 5), none)), np.full((4, 5), np.nan))


def test_a_frame_without_ground_is_as_no_frame():
    z = np.random.default_rng(3).integers(0, 9, (30, 40)).astype(float)
    assert same(flow.fill(np.pad(z, 3, constant_values=np.nan))[3:-3, 3:-3], flow.fill(z))


@settings(max_examples=300, deadline=None)
@given(SHAPES.flatmap(lambda shape: arrays(float, shape, elements=ELEVATIONS)))
def test_any_small_grid_is_filled_as_by_others(z):
    found = flow.fill(z)
    assert same(found, plain_fill(z))
    assert same(found, theirs(z))
    assert same(flow.fill(found), found)


@pytest.mark.parametrize("high", [2, 12, 5000])
@pytest.mark.parametrize("holes", [0.0, 0.002, 0.2])
def test_large_noise_is_filled_as_by_pyflwdir(high, holes):
    """Lists outgrow the room they have at first."""
    rng = np.random.default_rng(high)
    z = rng.integers(-high, high, (311, 420)).astype(float)
    z[rng.random(z.shape) < holes] = np.nan
    assert same(flow.fill(z), theirs(z))


@pytest.mark.parametrize("dtype", [np.float32, np.float64, ">f4"])
def test_the_sample_is_filled_as_by_pyflwdir(dtype):
    z = grid.read_array(str(ROOT / "sample" / "dem.tif")).astype(dtype)
    found = flow.fill(z)
    assert (found != z).sum() > 500
    assert same(found, theirs(z))
    assert same(flow.fill(np.asfortranarray(z)), found)


def test_fractions_are_filled_to_the_last_bit():
    """A lake is as level as its outlet; pyflwdir adds the depth back to the ground, which rounds."""
    z = np.random.default_rng(5).normal(size=(60, 70)).astype(np.float32)
    found = flow.fill(z)
    assert same(found, plain_fill(z))
    assert found == pytest.approx(theirs(z), abs=1e-5)
    assert np.isin(found, z).all()


def test_any_numbers_are_taken():
    z = np.random.default_rng(6).integers(0, 30, (20, 20))
    assert same(flow.fill(z), flow.fill(z.astype(float)))
