"""Refinement of maps: results known by hand or from the plain definition, tiles against the whole."""

import numpy as np
import pytest

pytest.importorskip("cv2")

from scarp.engine import grid
from scarp.engine.errors import InputError
from scarp.engine.refine import filters, median, patches, raster

NAN = np.nan


def kernel(shape="rectangle", **sizes):
    return filters.Refinement.from_sizes(sizes, kernel=shape)


def by_definition(values, size, function):
    """Windowed statistic of the valid cells, cell by cell."""
    radius = size // 2
    padded = np.pad(values.astype(float), radius, constant_values=NAN)
    result = np.full(values.shape, NAN)
    for row, col in zip(*np.nonzero(~np.isnan(values))):
        result[row, col] = function(padded[row:row + size, col:col + size])
    return result


@pytest.fixture
def holey():
    rng = np.random.default_rng(3)
    values = rng.random((41, 37)).astype(np.float32)
    values[rng.random(values.shape) < 0.1] = NAN
    values[10:16, 5:20] = NAN
    return values


@pytest.mark.parametrize("size", [3, 5, 7, 21, 51])
def test_median_is_that_of_the_valid_cells(holey, size):
    found = filters.refine(holey, kernel(MEDIAN=size))
    np.testing.assert_allclose(found, by_definition(holey, size, np.nanmedian), atol=1e-7)


def test_wide_median_without_numba_is_the_same(holey, monkeypatch):
    found = [filters.refine(holey, kernel(MEDIAN=size)) for size in (7, 9)]

    def missing(*_):
        raise ImportError("numba")

    monkeypatch.setattr(median, "windowed", missing)
    for size, each in zip((7, 9), found):
        np.testing.assert_array_equal(filters.refine(holey, kernel(MEDIAN=size)), each)


def medians_by_definition(values, size):
    padded = np.pad(values, ((size[1] // 2,) * 2, (size[0] // 2,) * 2), constant_values=NAN)
    windows = np.lib.stride_tricks.sliding_window_view(padded, size[::-1])
    known, result = ~np.isnan(values), np.full(values.shape, NAN, np.float32)
    result[known] = np.nanmedian(windows[known].reshape(known.sum(), -1), axis=1)
    return result


@pytest.mark.parametrize("size", [(1, 3), (3, 1), (5, 9), (9, 5), (3, 13), (49, 1), (1, 49), (7, 7), (81, 63)])
def test_median_under_any_odd_rectangle_of_any_numbers_and_of_ties(size):
    rng = np.random.default_rng(8)
    values = np.round(rng.normal(size=(31, 70)), 1).astype(np.float32)
    values[4, 4:9] = -0.0
    values[rng.random(values.shape) < 0.2] = NAN
    values[4:25, 40:65] = NAN
    values[14, 60] = 3.0      # alone in its window
    np.testing.assert_array_equal(median.windowed(values, size), medians_by_definition(values, size))


def test_median_across_blocks_between_far_values_and_beside_wide_gaps():
    rng = np.random.default_rng(6)
    values = rng.random((205, 530)).astype(np.float32)
    values[:, 60:] += 10.0
    values[40:50, 20:100] = -5.0
    values[:, 330:] = NAN       # a block without a value
    values[150, 500] = 7.0
    np.testing.assert_array_equal(median.windowed(values, (15, 11)), medians_by_definition(values, (15, 11)))


@pytest.mark.parametrize(("name", "function"), [("DILATE", np.nanmax), ("ERODE", np.nanmin)])
def test_dilation_and_erosion_are_extremes_of_the_valid_cells(holey, name, function):
    found = filters.refine(holey, kernel(**{name: 5}))
    np.testing.assert_array_equal(found, by_definition(holey, 5, function).astype(np.float32))


def test_gaussian_is_a_normalised_convolution(holey):
    offsets = np.arange(-3, 4)
    sigma = 0.3 * ((7 - 1) * 0.5 - 1) + 0.8
    weights = np.exp(-offsets[:, None] ** 2 / (2 * sigma ** 2)) * np.exp(-offsets ** 2 / (2 * sigma ** 2))

    def mean(window):
        valid = ~np.isnan(window)
        return (window[valid] * weights[valid]).sum() / weights[valid].sum()

    found = filters.refine(holey, kernel(GAUSSIAN=7))
    np.testing.assert_allclose(found, by_definition(holey, 7, mean), atol=2e-6)


@pytest.mark.parametrize("name", filters.OPERATIONS)
def test_nodata_neither_bleeds_nor_is_eaten(name):
    values = np.full((20, 20), 0.7, dtype=np.float32)
    values[5:8, 5:9] = NAN
    found = filters.refine(values, kernel("ellipse", **{name: 5}))
    np.testing.assert_array_equal(np.isnan(found), np.isnan(values))
    np.testing.assert_allclose(found[~np.isnan(found)], 0.7, atol=1e-6)


def test_values_stay_between_zero_and_one():
    values = np.where(np.add.outer(np.arange(50), np.arange(50)) % 3 == 0, 1.0, 0.0)
    values[::7, ::5] = NAN
    found = filters.refine(values, kernel("ellipse", MEDIAN=3, GAUSSIAN=9, CLOSE=5, OPEN=3, DILATE=3))
    assert np.nanmin(found) >= 0
    assert np.nanmax(found) <= 1


def test_opening_takes_specks_and_keeps_blocks():
    values = np.zeros((12, 12))
    values[2, 2] = 1
    values[5:10, 5:10] = 1
    found = filters.refine(values, kernel(OPEN=3))
    expected = np.zeros((12, 12))
    expected[5:10, 5:10] = 1
    np.testing.assert_array_equal(found, expected)


def test_closing_fills_pinholes():
    values = np.ones((9, 9))
    values[4, 4] = 0
    np.testing.assert_array_equal(filters.refine(values, kernel(CLOSE=3)), np.ones((9, 9)))


def test_threshold_after_refinement_is_refinement_of_the_threshold(holey):
    steps = kernel("ellipse", OPEN=3, CLOSE=5, DILATE=3, ERODE=5)
    grey = filters.threshold_mask(filters.refine(holey, steps), 0.5)
    binary = np.where(np.isnan(holey), NAN, holey >= 0.5)
    np.testing.assert_array_equal(grey, filters.threshold_mask(filters.refine(binary, steps), 0.5))


def test_kernel_shapes_by_hand():
    values = np.zeros((5, 5))
    values[2, 2] = 1
    cross = filters.refine(values, kernel("cross", DILATE=3))
    assert cross.sum() == 5
    assert filters.refine(values, kernel("rectangle", DILATE=3)).sum() == 9
    assert filters.refine(values, kernel("ellipse", DILATE=5)).sum() == 17


@pytest.mark.parametrize(("size", "unit", "cell", "cells"), [
    (0, "cells", 1, 1), (1, "cells", 1, 1), (2, "cells", 1, 3), (3, "cells", 1, 3), (4, "cells", 1, 5),
    (30, "metres", 10, 3), (31, "metres", 10, 3), (40, "metres", 10, 5), (15, "metres", 10, 1),
    (0.9, "metres", 0.3, 3)])
def test_sizes_become_odd_cells(size, unit, cell, cells):
    found = filters.Refinement.from_sizes({"OPEN": size}, unit, cell_width=cell, cell_height=cell)
    assert found.sizes["OPEN"] == (cells, cells)


def test_metres_on_cells_that_are_not_square():
    steps = filters.Refinement.from_sizes({"MEDIAN": 30, "DILATE": 30}, "metres", "rectangle", 10, 6)
    assert steps.sizes["DILATE"] == (3, 5)
    values = np.zeros((9, 9))
    values[4, 4] = 1
    np.testing.assert_array_equal(np.argwhere(filters.refine(values, steps) > 0), np.empty((0, 2)))
    only = filters.Refinement.from_sizes({"DILATE": 30}, "metres", "rectangle", 10, 6)
    rows, cols = np.nonzero(filters.refine(values, only))
    assert (np.ptp(rows), np.ptp(cols)) == (4, 2)


def test_halo_counts_compound_operations_twice():
    assert kernel(MEDIAN=3, GAUSSIAN=5, OPEN=7, CLOSE=3, DILATE=3, ERODE=5).halo == 1 + 2 + 6 + 2 + 1 + 2


@pytest.mark.parametrize("wrong", [{"UNIT": "feet"}, {"KERNEL": "star"}, {"OPEN": -3}, {"OPEN": 5000},
                                   {"OPEN": float("nan")}])
def test_bad_settings_are_named(wrong):
    with pytest.raises(InputError, match=next(iter(wrong))):
        filters.Refinement.from_sizes({key: value for key, value in wrong.items() if key == "OPEN"},
                                     wrong.get("UNIT", "cells"), wrong.get("KERNEL", "ellipse"))


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan")])
def test_threshold_outside_the_unit_interval_is_refused(threshold):
    with pytest.raises(InputError, match="THRESHOLD"):
        filters.check_threshold(threshold)


@pytest.mark.parametrize("value", [-0.5, 3.0])
def test_a_map_that_is_no_probability_is_refused(value):
    with pytest.raises(InputError, match="0 to 1"):
        filters.refine(np.array([[0.5, value]]), kernel())


def test_equalization_spreads_ranks():
    values = np.array([[0.01, 0.02, 0.03, 0.9, NAN]], dtype=np.float32)
    bins = filters.histogram_bins(values[:, :4], 100)
    curve = filters.equalization(np.bincount(bins.ravel(), minlength=100))
    np.testing.assert_allclose(filters.equalize(values, curve), [[0.125, 0.375, 0.625, 0.875, NAN]], atol=1e-6)


SQUARE = grid.Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), 300, 210)


@pytest.fixture
def noisy(tmp_path):
    rng = np.random.default_rng(11)
    values = np.clip(rng.normal(0.45, 0.3, SQUARE.shape), 0, 1).astype(np.float32)
    values[60:90, 100:220] = NAN
    values[rng.random(SQUARE.shape) < 0.03] = NAN
    grid.write_array(str(tmp_path / "in.tif"), np.stack([values, 1 - values]), SQUARE)
    return tmp_path, values


def run(folder, tile, steps, **options):
    sources = [grid.RasterSource(str(folder / "in.tif"), band=band) for band in (1, 2)]
    bands = ["one", "two"]
    with grid.RasterWriter(str(folder / f"out{tile}.tif"), SQUARE, bands) as output, \
            grid.RasterWriter(str(folder / f"mask{tile}.tif"), SQUARE, bands, "uint8") as mask:
        summary = raster.refine_raster(sources, steps, 0.5, output=output, mask=mask, tile=tile, **options)
    return summary, [grid.read_array(str(folder / f"{name}{tile}.tif"), band) for name in ("out", "mask")
                     for band in (1, 2)]


@pytest.mark.parametrize("options", [{}, {"smallest": 9}, {"equalized": True, "smallest": 30}])
def test_tiles_give_what_the_whole_gives(noisy, options):
    folder, _ = noisy
    steps = kernel("ellipse", MEDIAN=3, GAUSSIAN=5, OPEN=3, CLOSE=5, DILATE=3)
    whole_summary, whole = run(folder, 1000, steps, **options)
    for tile in (37, 64, 128):
        summary, found = run(folder, tile, steps, **options)
        assert summary == whole_summary
        for one, other in zip(found, whole):
            np.testing.assert_array_equal(one, other)


def test_whole_raster_equals_the_array_function(noisy):
    folder, values = noisy
    steps = kernel("cross", MEDIAN=5, GAUSSIAN=3, CLOSE=3)
    _, found = run(folder, 64, steps)
    np.testing.assert_array_equal(found[0], filters.refine(values, steps))


@pytest.mark.parametrize("strip", [1, 2, 3, 50])
def test_small_patches_go_whatever_the_strips(tmp_path, strip):
    where = grid.Grid("", (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), 9, 8)
    drawing = ["#.....#..",
               "#.....#..",
               "##...#...",   # 4 cells on the left; a chain by corners on the right, 5 cells
               "....#....",
               "...#.....",
               ".......##",
               "..?....##",
               "#..?...##"]   # a lone cell; a block of 6
    values = np.array([[{"#": 1, ".": 0, "?": NAN}[mark] for mark in line] for line in drawing])
    grid.write_array(str(tmp_path / "m.tif"), values, where, dtype="uint8")
    with grid.RasterWriter(str(tmp_path / "r.tif"), where, ["mask"], "uint8") as writer:
        found = patches.remove_small(grid.RasterSource(str(tmp_path / "m.tif")), writer, 5, strip=strip)
    expected = values.copy()
    expected[:3, :2] = 0
    expected[7, 0] = 0
    np.testing.assert_array_equal(grid.read_array(str(tmp_path / "r.tif")), expected)
    assert found == (2, 5, 2)


def test_a_u_shaped_patch_is_one(tmp_path):
    where = grid.Grid("", (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), 5, 4)
    values = np.array([[1, 0, 0, 0, 1], [1, 0, 0, 0, 1], [1, 0, 0, 0, 1], [1, 1, 1, 1, 1]])
    grid.write_array(str(tmp_path / "m.tif"), values, where, dtype="uint8")
    with grid.RasterWriter(str(tmp_path / "r.tif"), where, ["mask"], "uint8") as writer:
        assert patches.remove_small(grid.RasterSource(str(tmp_path / "m.tif")), writer, 11, strip=1) == (0, 0, 1)


def test_a_mask_without_patches(tmp_path):
    where = grid.Grid("", (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), 4, 4)
    grid.write_array(str(tmp_path / "m.tif"), np.zeros((4, 4)), where, dtype="uint8")
    with grid.RasterWriter(str(tmp_path / "r.tif"), where, ["mask"], "uint8") as writer:
        assert patches.remove_small(grid.RasterSource(str(tmp_path / "m.tif")), writer, 3) == (0, 0, 0)
    assert grid.read_array(str(tmp_path / "r.tif")).sum() == 0
