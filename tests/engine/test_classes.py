"""Classes: breaks against brute force and jenkspy, shares by hand and against the paper's Table 3."""

import itertools

import numpy as np
import pytest
from scarp.engine import grid
from scarp.engine.errors import InputError
from scarp.engine.evaluation import classes, classified


def sum_of_squares(values, limits):
    numbers = classes.classify(values, limits)
    return sum(((values[numbers == number] - values[numbers == number].mean()) ** 2).sum()
               for number in np.unique(numbers))


def whole(values, bins=classes.BINS):
    return classes.histogram(values, np.nanmin(values), np.nanmax(values), bins)


@pytest.mark.parametrize("seed", range(12))
def test_partition_is_the_best_of_all(seed):
    rng = np.random.default_rng(seed)
    values, weights = np.sort(rng.normal(size=11)), rng.integers(1, 9, 11).astype(float)
    ends = classes.optimal_partition(values, weights, 4)

    def cost(cuts):
        return sum((weights[a:b] * (values[a:b] - np.average(values[a:b], weights=weights[a:b])) ** 2).sum()
                   for a, b in zip((0, *cuts), (*cuts, 11)))

    best = min(itertools.combinations(range(1, 11), 3), key=cost)
    assert [end + 1 for end in ends[:-1]] == list(best)


def test_partition_with_weights_repeats_values():
    ends = classes.optimal_partition([0, 1, 9, 10], [100, 1, 1, 1], 3)
    assert ends == [0, 1, 3]


@pytest.mark.parametrize("count", [3, 5, 7])
def test_natural_breaks_agree_with_jenkspy(count):
    jenkspy = pytest.importorskip("jenkspy")
    rng = np.random.default_rng(count)
    values = np.concatenate([rng.beta(1, 8, 900), rng.beta(6, 3, 500), np.zeros(200)])
    limits = classes.breaks("jenks", count, whole(values))
    expected = jenkspy.jenks_breaks(values, count)[1:-1]
    for mine, theirs in zip(limits, expected):
        assert mine == pytest.approx(theirs, abs=2 / classes.BINS)
    assert sum_of_squares(values, limits) == pytest.approx(sum_of_squares(values, expected), rel=1e-3)


def test_natural_breaks_of_three_clumps():
    values = np.array([0.0, 0.01, 0.02, 0.4, 0.41, 0.9, 1.0])
    limits = classes.breaks("jenks", 3, whole(values))
    np.testing.assert_array_equal(classes.classify(values, limits), [1, 1, 1, 2, 2, 3, 3])


def test_fewer_values_than_classes_give_fewer_classes():
    values = np.array([0.1, 0.1, 0.5, 0.9])
    assert len(classes.breaks("jenks", 5, whole(values))) == 2


def test_quantiles_share_out_the_cells():
    values = np.random.default_rng(2).random(100_000)
    limits = classes.breaks("quantile", 5, whole(values))
    np.testing.assert_allclose(limits, np.quantile(values, [0.2, 0.4, 0.6, 0.8]), atol=2e-5)


def test_quantiles_that_fall_together_are_one_limit():
    values = np.concatenate([np.zeros(700), np.linspace(0.1, 1, 300)])
    limits = classes.breaks("quantile", 5, whole(values))
    assert len(limits) == 2
    assert limits[0] < 0.1


def test_equal_intervals():
    np.testing.assert_allclose(classes.breaks("equal", 4, whole(np.array([2.0, 10.0]))), [4, 6, 8])


def test_a_value_on_a_limit_belongs_below():
    np.testing.assert_array_equal(classes.classify([0.2, 0.5, 0.50001, np.nan], [0.2, 0.5]), [1, 2, 3, 255])


def test_histogram_of_parts_adds_up():
    values = np.random.default_rng(0).random(1000)
    parts = classes.histogram(values[:400], 0, 1) + classes.histogram(values[400:], 0, 1)
    once = classes.histogram(values, 0, 1)
    np.testing.assert_array_equal(parts.counts, once.counts)


@pytest.mark.parametrize(("text", "expected"), [("0.2;0.4", [0.2, 0.4]), ("0,2; 0,4;", [0.2, 0.4]), ("", [])])
def test_breaks_as_text(text, expected):
    assert classes.parse_breaks(text) == expected


@pytest.mark.parametrize(("call", "where"), [
    (lambda: classes.parse_breaks("0.2;x"), "BREAKS"),
    (lambda: classes.breaks("fixed", fixed=[]), "BREAKS"),
    (lambda: classes.breaks("fixed", fixed=[0.4, 0.2]), "BREAKS"),
    (lambda: classes.breaks("fixed", fixed=[0.4, 0.4]), "BREAKS"),
    (lambda: classes.breaks("jenks", 1, whole(np.array([0.0, 1]))), "CLASSES"),
    (lambda: classes.breaks("nature", 5, whole(np.array([0.0, 1]))), "METHOD"),
    (lambda: classes.breaks("jenks", 5, whole(np.array([0.3, 0.3]))), "0.3")])
def test_faults_are_named(call, where):
    with pytest.raises(InputError, match=where):
        call()


def test_frequency_ratios_as_in_the_paper():
    # Shares of Table 3, PPM, COV 0.2, in 1/10000 of 365 landslides' and the area's percentages.
    landslides, cells = [1452, 356, 521, 2329, 5342], [5534, 457, 601, 627, 2781]
    rows = classes.frequency_ratios([0.2, 0.4, 0.6, 0.8], 0, 1, cells, landslides)
    np.testing.assert_allclose([row.frequency_ratio for row in rows], [0.26, 0.78, 0.87, 3.71, 1.92], atol=0.006)
    assert [row.name for row in rows] == ["Very low", "Low", "Moderate", "High", "Very high"]
    assert sum(row.area_share for row in rows) == pytest.approx(1)
    assert (rows[1].lower, rows[1].upper) == (0.2, 0.4)


def test_a_class_without_area_has_no_ratio():
    rows = classes.frequency_ratios([0.5], 0, 0.4, [10, 0], [4, 0])
    assert rows[0].frequency_ratio == 1
    assert np.isnan(rows[1].frequency_ratio)


def test_without_landslides_there_are_areas_only():
    rows = classes.frequency_ratios([0.5], 0, 1, [30, 10])
    assert [row.area_share for row in rows] == [0.75, 0.25]
    assert np.isnan(rows[0].landslide_share)


@pytest.mark.parametrize("tile", [16, 50, 200])
def test_a_raster_is_classified_whatever_the_tiles(tmp_path, tile):
    values = np.random.default_rng(5).beta(1, 4, (90, 110)).astype(np.float32)
    values[:10, :30] = np.nan
    where = grid.Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), 110, 90)
    grid.write_array(str(tmp_path / "m.tif"), values, where)
    source = grid.RasterSource(str(tmp_path / "m.tif"))
    counts = classified.raster_histogram(source, tile=tile)
    assert (counts.low, counts.high) == (np.nanmin(values), np.nanmax(values))
    limits = classes.breaks("jenks", 5, counts)
    assert limits == classes.breaks("jenks", 5, whole(values.astype(float)))
    with grid.RasterWriter(str(tmp_path / "c.tif"), where, ["class"], "uint8") as writer:
        cells = classified.classify_raster(source, limits, writer, tile=tile)
    expected = classes.classify(values, limits)
    stored = grid.read_array(str(tmp_path / "c.tif"))
    np.testing.assert_array_equal(np.nan_to_num(stored, nan=255), expected)
    np.testing.assert_array_equal(cells, np.bincount(expected.ravel(), minlength=256)[1:6])


def test_classes_by_share_of_landslides_captured():
    landslides = np.arange(1, 101) / 100
    limits = classes.breaks("captured", fixed=(0.5, 0.75, 0.9), landslides=landslides)
    found = classes.classify(landslides, limits)
    assert [int((found == number).sum()) for number in (4, 3, 2, 1)] == [50, 25, 15, 10]
    # Ties go into the higher class together: at least the share asked for.
    tied = np.r_[np.full(60, 0.9), np.full(40, 0.1)]
    assert (classes.classify(tied, classes.breaks("captured", fixed=(0.5,), landslides=tied)) == 2).sum() == 60
    assert len(classes.breaks("captured", landslides=landslides)) == 4


@pytest.mark.parametrize("shares", [(0.5, 0.4), (0.0, 0.5), (0.5, 1.0), (0.5, 0.5)])
def test_shares_captured_rise_between_0_and_1(shares):
    with pytest.raises(InputError, match=r"BREAKS: .* are not rising shares between 0 and 1"):
        classes.breaks("captured", fixed=shares, landslides=[1.0])
