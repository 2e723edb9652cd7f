"""Measures by hand and by definition; block bootstrap against scikit-learn; a study of a synthetic map."""

from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr
from scarp.engine import grid
from scarp.engine.errors import InputError
from scarp.engine.evaluation import blocks, metrics, study
from scarp.engine.inventory import places as inventory
from scarp.engine.terrain import shape

sklearn_metrics = pytest.importorskip("sklearn.metrics")
SAMPLE = Path(__file__).parents[2] / "sample"

LABELS = np.array([1, 1, 0, 1, 0, 0, 0, 0], dtype=bool)
SCORES = np.array([0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1])


def test_ranking_by_hand():
    found = metrics.ranking(LABELS, SCORES)
    assert found.auc == pytest.approx(14 / 15)                       # one of 15 pairs is the wrong way round
    assert found.pr_auc == pytest.approx((1 + 1 + 3 / 4) / 3)
    assert found.precision_at_80 == pytest.approx(3 / 4)
    assert (found.prevalence, found.positives, found.negatives) == (3 / 8, 3, 5)


def test_weights_stand_for_repeated_cases():
    weights = np.array([1, 1, 3, 1, 2, 1, 1, 4])
    once = metrics.ranking(LABELS, SCORES, weights)
    repeated = metrics.ranking(np.repeat(LABELS, weights), np.repeat(SCORES, weights))
    assert once[:4] == pytest.approx(repeated[:4])


def test_decision_by_hand():
    found = metrics.decision(LABELS, SCORES >= 0.65, threshold=0.65)
    assert found[:5] == (0.65, 2, 1, 1, 4)
    assert found.recall == pytest.approx(2 / 3)
    assert found.precision == pytest.approx(2 / 3)
    assert found.f1 == pytest.approx(2 / 3)
    assert found.iou == pytest.approx(2 / 4)
    assert found.mcc == pytest.approx((2 * 4 - 1 * 1) / np.sqrt(3 * 3 * 5 * 5))
    assert found.balanced_accuracy == pytest.approx((2 / 3 + 4 / 5) / 2)


def test_youden_by_hand():
    assert metrics.youden(LABELS, SCORES) == 0.6     # J = 1 - 1/5 there, 2/3 at 0.8


def test_reliability_by_hand():
    labels = np.array([0, 0, 1, 1, 1, 0], dtype=bool)
    forecast = np.array([0.05, 0.07, 0.05, 0.95, 0.91, 1.0])
    found = metrics.reliability(labels, forecast)
    np.testing.assert_allclose(found.forecast, [0.17 / 3, 2.86 / 3])
    np.testing.assert_allclose(found.observed, [1 / 3, 2 / 3])
    np.testing.assert_array_equal(found.cases, [3, 3])
    assert found.brier == pytest.approx(np.mean((forecast - labels) ** 2))
    assert found.brier_prevalence == 0.25
    assert found.mean == pytest.approx(3.03 / 6)


def test_low_forecasts_have_bins_of_their_own():
    forecast, labels = 0.005 * (np.arange(10) + 0.5), np.arange(10) > 7
    found = metrics.reliability(labels, forecast)
    np.testing.assert_allclose(found.forecast, forecast)
    np.testing.assert_array_equal(found.cases, 1)


def test_rate_curve_by_hand():
    area = np.array([0.1, 0.2, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
    x, y, under = metrics.rate_curve(area, [0.9, 0.2])
    np.testing.assert_allclose(x, [0, 0.1, 0.2, 0.7, 0.9, 1])
    np.testing.assert_allclose(y, [0, 0, 0.5, 0.5, 1, 1])
    assert under == pytest.approx(0.1 * 0.25 + 0.5 * 0.5 + 0.2 * 0.75 + 0.1)


def test_rate_curve_of_a_blind_map_is_the_diagonal():
    _, _, under = metrics.rate_curve(np.zeros(50), np.zeros(7))
    assert under == pytest.approx(0.5)


@pytest.mark.parametrize(("labels", "scores", "where"), [
    ([True, True], [0.1, 0.2], "INVENTORY"), ([False, False], [0.1, 0.2], "INVENTORY"),
    ([True, False], [0.3, 0.3], "one value")])
def test_what_cannot_be_measured_is_said(labels, scores, where):
    with pytest.raises(InputError, match=where):
        metrics.ranking(labels, scores)


GRID = grid.Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), 100, 80)


def test_blocks_are_squares():
    ids = blocks.block_ids([0, 9, 10, 99, 9 * 100, 10 * 100], GRID, 100)
    np.testing.assert_array_equal(ids, [0, 0, 1, 9, 0, 10])
    with pytest.raises(InputError, match="BLOCK_SIZE"):
        blocks.block_ids([0], GRID, 5)


def test_folds_keep_blocks_whole_and_share_out_landslides():
    rng = np.random.default_rng(0)
    block = rng.integers(0, 40, 3000)
    labels = rng.random(3000) < 0.05
    fold = blocks.assign_folds(block, labels, 5, seed=2)
    assert all(np.unique(fold[block == number]).size == 1 for number in range(40))
    share = np.bincount(fold, labels) / labels.sum()
    assert share.min() > 0.17
    np.testing.assert_array_equal(fold, blocks.assign_folds(block, labels, 5, seed=2))
    with pytest.raises(InputError, match="3 blocks, fewer than the 5 folds"):
        blocks.assign_folds([0, 1, 2, 3], [True, True, True, False], 5, seed=1)


@pytest.mark.parametrize("weighted", [False, True])
def test_resampling_equals_scikit_learn_on_the_resampled_cases(weighted):
    rng = np.random.default_rng(7)
    labels = rng.random(800) < 0.1
    scores = np.round(rng.normal(labels * 0.8), 1)              # many ties
    weights = rng.integers(1, 4, 800).astype(float) if weighted else np.ones(800)
    number, draws = blocks.block_weights(rng.integers(0, 25, 800), 20, seed=3)
    assert (draws.sum(axis=1) == draws.shape[1]).all()
    found = blocks.resample(labels, scores, number, draws, weights)
    for replicate in range(20):
        mass = weights * draws[replicate, number]
        used = mass > 0
        auc = sklearn_metrics.roc_auc_score(labels[used], scores[used], sample_weight=mass[used])
        precision = sklearn_metrics.average_precision_score(labels[used], scores[used], sample_weight=mass[used])
        assert found.auc[replicate] == pytest.approx(auc, abs=1e-12)
        assert found.pr_auc[replicate] == pytest.approx(precision, abs=1e-12)


def test_grouped_ranks_change_little():
    rng = np.random.default_rng(1)
    labels = rng.random(20_000) < 0.3
    scores = rng.normal(labels * 0.8)
    found = blocks.resample(labels, scores, np.zeros(20_000, dtype=int), np.ones((1, 1)))
    assert found.auc[0] == pytest.approx(sklearn_metrics.roc_auc_score(labels, scores), abs=1e-5)


def test_blocks_widen_intervals_of_clustered_cells():
    rng = np.random.default_rng(4)
    block = np.repeat(np.arange(60), 50)
    labels = np.repeat(rng.random(60) < 0.4, 50)                 # whole blocks slide
    scores = np.repeat(rng.normal(size=60), 50) + 0.1 * rng.normal(size=3000) + 0.7 * labels
    whole = blocks.interval(blocks.resample(labels, scores, *blocks.block_weights(block, 400)).auc)
    alone = blocks.interval(blocks.resample(labels, scores, *blocks.block_weights(np.arange(3000), 400)).auc)
    assert whole.high - whole.low > 4 * (alone.high - alone.low)


@pytest.fixture
def world(tmp_path):
    """A map of true probabilities, landslides drawn from it, a noisy map and one that knows nothing."""
    rng = np.random.default_rng(12)
    truth = np.clip(rng.normal(0.12, 0.08, GRID.shape), 0, 1)
    noisy = np.clip(truth + rng.normal(0, 0.08, GRID.shape), 0, 1)
    noisy[:3, :5] = np.nan
    blind = rng.random(GRID.shape)
    sources = {}
    for name, values in {"truth": truth, "noisy": noisy, "slope": 10 + 50 * blind}.items():
        grid.write_array(str(tmp_path / f"{name}.tif"), values, GRID)
        sources[name] = grid.RasterSource(str(tmp_path / f"{name}.tif"))
    cells = np.flatnonzero(rng.random(GRID.shape).ravel() < truth.ravel())
    slides = inventory.Inventory(cells, np.arange(cells.size), cells.size, "points")
    return tmp_path, sources, slides, truth, noisy


def test_study_side_by_side(world):
    _, sources, slides, truth, noisy = world
    found = study.evaluate({"A": sources["truth"], "B": sources["noisy"]}, slides, slope=sources["slope"],
                           block_size=100, replicates=200)
    a, b = found.maps
    assert (a.name, b.name) == ("A", "B")
    valid = ~np.isnan(noisy).ravel()
    labels = np.zeros(truth.size, dtype=bool)
    labels[slides.cells] = True
    assert a.ranking.auc == pytest.approx(sklearn_metrics.roc_auc_score(labels[valid], truth.ravel()[valid]), abs=1e-6)
    assert a.auc_interval.low < a.ranking.auc < a.auc_interval.high
    assert a.ranking.auc > b.ranking.auc > found.slope.ranking.auc
    assert abs(found.slope.ranking.auc - 0.5) < 0.03
    assert [(d.one, d.other) for d in found.differences] == [("A", "B"), ("A", "Slope alone"), ("B", "Slope alone")]
    assert found.differences[0].interval.low > 0
    assert found.blocks == 80
    assert len(a.fold_auc) == 5
    assert found.slope.reliability is None
    assert a.held_out.hits + a.held_out.misses == labels[valid].sum()
    np.testing.assert_allclose(a.reliability.observed[:2], a.reliability.forecast[:2], atol=0.02)   # it is the truth
    assert "all other" in found.negatives
    assert any("no value" in text for text in found.warnings)


def test_study_repeats_itself(world):
    _, sources, slides, *_ = world
    one, other = (study.evaluate({"A": sources["noisy"]}, slides, block_size=100, replicates=50) for _ in range(2))
    assert repr(one) == repr(other)


def test_drawn_cells_keep_prevalence_and_measures(world):
    _, sources, slides, *_ = world
    whole = study.evaluate({"A": sources["truth"]}, slides, block_size=100, replicates=50).maps[0].ranking
    drawn = study.evaluate({"A": sources["truth"]}, slides, block_size=100, replicates=50, most_cells=4000)
    part = drawn.maps[0].ranking
    assert part.prevalence == pytest.approx(whole.prevalence, rel=0.03)
    assert part.auc == pytest.approx(whole.auc, abs=0.02)
    assert part.pr_auc == pytest.approx(whole.pr_auc, abs=0.03)
    assert "each standing for 2" in drawn.negatives


def test_mapped_negatives_are_used_and_said(world):
    _, sources, slides, *_ = world
    others = inventory.Inventory(np.setdiff1d(np.arange(4000, 5000), slides.cells)[:300], np.arange(300), 300, "points")
    found = study.evaluate({"A": sources["truth"]}, slides, others, block_size=100, replicates=50)
    assert found.maps[0].ranking.negatives == 300
    assert found.negatives == "300 mapped places without landslide"


def test_upside_down_maps_are_noticed(world):
    folder, _, slides, truth, _ = world
    grid.write_array(str(folder / "fos.tif"), 2 - truth, GRID)
    found = study.evaluate({"FOS": grid.RasterSource(str(folder / "fos.tif"))}, slides, block_size=100, replicates=50)
    assert any("below 0.5" in text for text in found.warnings)


def test_a_map_with_one_value_is_refused(world):
    folder, _, slides, *_ = world
    grid.write_array(str(folder / "flat.tif"), np.full(GRID.shape, 0.4), GRID)
    with pytest.raises(InputError, match=r"0\.4 in every cell"):
        study.evaluate({"A": grid.RasterSource(str(folder / "flat.tif"))}, slides, block_size=100, replicates=50)


def test_confusion_map_by_hand(tmp_path):
    where = grid.Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), 3, 2)
    grid.write_array(str(tmp_path / "m.tif"), np.array([[0.9, 0.1, 0.6], [0.2, np.nan, 0.5]]), where)
    with grid.RasterWriter(str(tmp_path / "c.tif"), where, ["confusion"], "uint8") as writer:
        study.confusion_map(grid.RasterSource(str(tmp_path / "m.tif")), 0.5, [0, 1, 4], writer)
    np.testing.assert_array_equal(grid.read_array(str(tmp_path / "c.tif")), [[1, 2, 3], [0, np.nan, 3]])


def test_sample_basin_slope_alone(tmp_path):
    """The sample's note: slope alone separates its 350 points with AUC 0.71."""
    slope = shape.slope_map(grid.RasterSource(str(SAMPLE / "dem.tif")), str(tmp_path / "slope.tif"))
    places = []
    for name in ("landslides", "non_landslides"):
        layer = ogr.Open(str(SAMPLE / f"{name}.gpkg"))
        points = [feature.GetGeometryRef().GetPoint() for feature in layer.GetLayer()]
        places.append(inventory.from_points(*np.array(points)[:, :2].T, slope.grid))
    found = study.evaluate({"slope": slope}, *places, replicates=300)
    assert found.maps[0].ranking.auc == pytest.approx(0.71, abs=0.01)
    assert found.maps[0].ranking.positives + found.maps[0].ranking.negatives > 330
    assert found.maps[0].auc_interval.high - found.maps[0].auc_interval.low > 0.08


def test_blocks_without_landslides_are_shared_out_too():
    # 9 blocks with a landslide, 31 without: by load alone, all empty ones would go to one fold.
    found = blocks.assign_folds(np.arange(40), np.arange(40) < 9, 4, 1)
    assert sorted(np.bincount(found[:9])) == [2, 2, 2, 3]
    assert np.bincount(found).tolist() == [10, 10, 10, 10]
