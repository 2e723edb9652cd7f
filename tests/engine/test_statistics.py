"""Statistical models: weights by hand, trees in float32, graphs against trainers, folds with a gap, screening."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scarp.engine.errors import InputError
from scarp.engine.evaluation import blocks
from scarp.engine.grid import Grid
from scarp.engine.networks.card import Card, Factor
from scarp.engine.networks.statistical import (
    CHANNELS,
    SUSCEPTIBILITY,
    Statistical,
    channels,
    measured,
    present,
    table_channels,
)
from scarp.engine.statistics import graph, methods, samples, screening, study, trees, validation, weights

pytest.importorskip("sklearn")


def world(n=3000, seed=5):
    """Samples whose log-odds are known: slope and class 3 raise them; one number has gaps."""
    order = np.random.default_rng(seed)
    slope, relief = order.normal(30, 8, n), order.exponential(50.0, n)
    rock, aspect = order.integers(1, 6, n).astype(float), order.uniform(0, 360, n)
    odds = (slope - 30) / 8 + 2.5 * (rock == 3) - 2
    labels = order.random(n) < 1 / (1 + np.exp(-odds))
    relief[order.random(n) < 0.15] = np.nan
    places = order.uniform(0, 3000, n), order.uniform(0, 3000, n)
    return samples.make([slope, relief, rock, aspect], ["slope", "relief", "geology", "aspect"],
                        ["deg", "m", "", "deg"], [False, False, True, False], labels, places=places)[0]


# ---- weights of evidence -------------------------------------------------------------------------------------------

def test_weights_of_a_class_by_hand():
    # 40 of 100 landslides and 100 of 900 other places lie in the class.
    inside = np.r_[np.arange(100) < 40, np.arange(900) < 100]
    labels = np.arange(1000) < 100
    found = weights.class_weight("slope", "steep", inside, labels)
    assert found.positive == pytest.approx(math.log(40.5 / 101 / (100.5 / 901)))
    assert found.negative == pytest.approx(math.log(60.5 / 101 / (800.5 / 901)))
    assert found.contrast == pytest.approx(found.positive - found.negative)
    assert found.deviation == pytest.approx(math.sqrt(1 / 40.5 + 1 / 100.5 + 1 / 60.5 + 1 / 800.5))
    assert found.studentised == pytest.approx(found.contrast / found.deviation)
    assert found.frequency_ratio == pytest.approx((40 / 100) / (140 / 1000))
    assert (found.samples, found.landslides) == (140, 40)


def test_frequency_ratio_counts_the_cells_that_samples_stand_for():
    inside, labels = np.array([True, True, False, False]), np.array([True, False, True, False])
    found = weights.class_weight("a", "b", inside, labels, np.array([1.0, 9.0, 1.0, 89.0]))
    assert found.frequency_ratio == pytest.approx(0.5 / 0.1)


def test_weights_add_up_and_a_missing_value_adds_nothing():
    data = world()
    evidence = weights.weigh(data.channels(), data.labels, data.factors)
    row = np.full((1, data.channels().shape[1]), np.nan, dtype=np.float32)
    row[0, 2:7] = np.arange(1, 6) == 3
    third = next(each for each in evidence if each.rows[0].name == "3").rows[0]
    assert weights.log_odds(row, evidence, -2.0)[0] == pytest.approx(-2.0 + third.weight)
    numbers = next(each for each in evidence if each.rows[0].factor == "slope")
    assert sum(each.samples for each in numbers.rows) == data.labels.size
    assert numbers.rows[-1].weight > 0.5 > -0.5 > numbers.rows[0].weight


# ---- trees ---------------------------------------------------------------------------------------------------

def test_thresholds_are_rounded_down():
    order = np.random.default_rng(1)
    low = order.normal(0, 100, 5000).astype(np.float32)
    high = np.nextafter(low, np.float32(np.inf))
    for share in (0.01, 0.5, 0.99):
        threshold = low + (high.astype(np.float64) - low) * share
        found = trees.rounded_down(threshold)
        assert ((low <= found) == (low.astype(np.float64) <= threshold)).all()
        assert ((high <= found) == (high.astype(np.float64) <= threshold)).all()
    # Rounded to the nearest, some climb.
    assert ((low + (high.astype(np.float64) - low) * 0.99).astype(np.float32) == high).any()
    assert trees.rounded_down([np.inf, -np.inf]).tolist() == [trees.LARGEST, -trees.LARGEST]


@pytest.mark.parametrize("method", methods.FAST)
def test_a_graph_is_its_trainer(method, tmp_path):
    pytest.importorskip("onnx", reason="models are written with onnx: requirements.txt")
    from scarp.engine.networks import session

    data = world()
    model = methods.fit(method, data.channels(), data.labels, data.factors)
    card = Card("statistical", "t", data.factors, Statistical(method, 10.0, gaps=data.gaps), prevalence=0.1)
    content = graph.model_bytes(model, card, -1.5)
    assert len(content) < 5e6
    (tmp_path / "m.onnx").write_bytes(content)
    network = session.open(str(tmp_path / "m.onnx"))
    order = np.random.default_rng(2)
    rows = np.stack([np.float32(order.normal(30, 15, 6000)), np.float32(order.exponential(60, 6000)),
                     np.float32(order.integers(0, 9, 6000)), np.float32(order.uniform(0, 360, 6000))])
    rows[order.random(rows.shape) < 0.2] = np.nan
    # Values that sit on thresholds, and one float beside them.
    if model.trees is not None:
        asked = (model.trees.feature == 0) & (np.abs(model.trees.threshold) < 1e6)
        limits = model.trees.threshold[asked][:2000]
        rows[0, :limits.size] = limits
        rows[0, 2000:2000 + limits.size] = np.nextafter(limits, np.float32(np.inf))
    raster = channels([each.reshape(60, 100) for each in rows], data.factors)
    found = network.run({CHANNELS: raster[np.newaxis]})[SUSCEPTIBILITY].ravel()
    wanted = graph.logistic(model.log_odds(raster.reshape(raster.shape[0], -1).T) - 1.5)
    assert np.abs(found - wanted).max() < 1e-5
    assert network.outputs == (SUSCEPTIBILITY,)


def test_a_class_not_seen_counts_as_none():
    factor = Factor("geology", "category", classes=(2, 5))
    found = table_channels([np.array([2.0, 5.0, 9.0, np.nan])], [factor])
    assert found.tolist() == [[1, 0], [0, 1], [0, 0], [0, 0]]


def test_where_a_result_can_be_given():
    card = Card("statistical", "t", (Factor("slope"), Factor("sand"), Factor("aspect", "angle")),
                Statistical("boosting", 10.0, gaps=("sand",)))
    slope, sand, aspect = np.array([[1.0, np.nan, 1.0]]), np.array([[np.nan, 1.0, 1.0]]), np.full((1, 3), np.nan)
    assert present(card)([slope, sand, aspect], card.factors).tolist() == [[True, False, True]]


# ---- samples ---------------------------------------------------------------------------------------------------

def made(column, labels=None, category=True, **options):
    labels = np.arange(column.size) % 2 == 0 if labels is None else labels
    told = []
    found = samples.make([np.arange(column.size, dtype=float), column], ["x", "kind"], ["", ""], [False, category],
                         labels, warn=told.append, **options)[0]
    return found, told


def test_a_constant_factor_is_left_out():
    found, told = made(np.full(100, 7.0), category=False)
    assert found.names == ["x"]
    assert "kind holds 7 at every sample and is left out" in told[0]


def test_too_many_classes_are_refused():
    with pytest.raises(InputError, match=r"FACTORS: kind has 100,000 classes at the samples, more than 200"):
        made(np.arange(100_000, dtype=float))


def test_numbers_are_no_classes():
    with pytest.raises(InputError, match=r"kind holds 0.5, which is no class"):
        made(np.linspace(0, 49.5, 100))


def test_rare_classes_count_as_unknown():
    found, told = made(np.r_[np.full(60, 1.0), np.full(57, 2.0), [3.0, 3.0, 4.0]])
    assert found.factors[1].classes == (1, 2)
    assert "fewer than 10 samples (3, 4)" in told[0]
    assert found.channels()[-1].tolist() == [119, 0, 0]


def test_few_landslides_are_refused():
    with pytest.raises(InputError, match="INVENTORY: 19 landslides have a value in every factor"):
        made(np.arange(100) % 2 * 1.0, np.arange(100) < 19)


def test_gaps_are_kept_and_single_lacks_left_out():
    column = np.random.default_rng(0).normal(size=200)
    column[:30] = np.nan
    other = np.arange(200, dtype=float)
    other[199] = np.nan
    told = []
    found, kept = samples.make([other, column], ["a", "b"], ["", ""], [False, False], np.arange(200) % 2 == 0,
                               warn=told.append)
    assert found.gaps == ("b",)
    assert kept.tolist() == list(range(199))
    assert "1 of 200 samples (0 landslides) lie where a factor has no value" in told[0]


def test_median_and_width_of_training_samples():
    factor = measured(Factor("a"), np.array([1.0, 2, 3, 4, 100, np.nan]))
    assert (factor.mean, factor.low, factor.high) == (3.0, 1.0, 100.0)
    assert factor.deviation == pytest.approx(2 / 1.349)


# ---- folds and measures ----------------------------------------------------------------------------------------

def test_blocks_are_those_of_the_evaluation():
    grid = Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), 70, 50)
    cells = np.arange(70 * 50)
    found = validation.block_of((cells % 70 + 0.5) * 10, (cells // 70 + 0.5) * 10, 150.0)
    assert (found == blocks.block_ids(cells, grid, 150.0)).all()


def test_the_gap_holds_along_both_axes():
    x, y = np.array([0.0, 10.0, 20.0, 20.0, 21.0]), np.array([0.0, 0.0, 0.0, 25.0, 0.0])
    test = np.array([True, False, False, False, False])
    assert blocks.apart(x, y, test, 20.0).tolist() == [False, False, False, True, True]
    assert blocks.apart(x, y, test, 0.0).tolist() == [False, True, True, True, True]


def test_no_test_sample_is_learned(monkeypatch):
    data = world(1200)
    seen = []
    fit = methods.fit
    monkeypatch.setattr(methods, "fit", lambda name, rows, *rest: seen.append(rows) or fit(name, rows, *rest))
    fold = blocks.assign_folds(validation.block_of(data.x, data.y, 1000.0), data.labels, 3, 1)
    found = validation.held_out(data, fold, ["logistic"], gap=100.0, prevalence=0.1)
    assert np.isfinite(found.odds["logistic"]).all()
    for number, rows in enumerate(seen):
        far = blocks.apart(data.x, data.y, fold == number, 100.0) & (fold != number)
        assert len(rows) == far.sum()


def test_the_probability_has_the_prevalence_it_is_shifted_to():
    data = world(20000)
    model = methods.fit("logistic", data.channels(), data.labels, data.factors)
    slides = int(data.labels.sum())
    share = slides / data.labels.size
    shift = graph.prevalence_shift(share, slides, data.labels.size - slides)
    assert shift == pytest.approx(0.0)
    assert graph.logistic(model.log_odds(data.channels()) + shift).mean() == pytest.approx(share, abs=0.002)
    assert graph.prevalence_shift(0.01, 100, 400) == pytest.approx(math.log(0.01 / 0.99) - math.log(0.25))


def test_calibration_finds_how_bold_a_forecast_is():
    order = np.random.default_rng(3)
    odds = order.normal(-2, 1.5, 60000)
    labels = order.random(odds.size) < graph.logistic(odds)
    found = validation.calibration(labels, odds, np.ones(odds.size))
    assert (found.slope, found.intercept) == (pytest.approx(1.0, abs=0.05), pytest.approx(0.0, abs=0.1))
    bold = validation.calibration(labels, 2 * odds + 1, np.ones(odds.size))
    assert bold.slope == pytest.approx(found.slope / 2, rel=1e-3)
    assert bold.intercept == pytest.approx(found.intercept - found.slope / 2, abs=1e-2)


def test_a_training_is_measured_beside_slope_and_logistic():
    from sklearn.metrics import roc_auc_score

    data = world()
    plan = study.Plan("boosting", 3, 500.0, 50.0, 0.2, 1)
    shares = []
    found = study.train(data, plan, progress=shares.append)
    assert list(found.blocks) == ["Boosted trees", "Logistic regression", "Slope alone"]
    assert found.blocks["Slope alone"].ranking.auc == pytest.approx(roc_auc_score(data.labels, data.columns[0]))
    assert found.blocks["Boosted trees"].ranking.auc > found.blocks["Slope alone"].ranking.auc + 0.03
    assert [(each.one, each.other) for each in found.differences] == [
        ("Boosted trees", "Logistic regression"), ("Boosted trees", "Slope alone")]
    assert shares == sorted(shares)
    assert sorted(found.importance, key=found.importance.get)[-2:] == ["slope", "geology"]
    again = study.train(data, plan)
    assert again.blocks["Boosted trees"].ranking == found.blocks["Boosted trees"].ranking


def test_landslides_in_one_block_are_refused():
    data = world(600)
    with pytest.raises(InputError, match="BLOCK_SIZE: landslides lie in 1 blocks, fewer than the 4 folds"):
        study.make_folds(data, study.Plan("boosting", 4, 1e6, 0.0, 0.2, 1))


# ---- screening ---------------------------------------------------------------------------------------------------

def test_inflation_is_that_of_regressions():
    order = np.random.default_rng(4)
    a, b = order.normal(size=500), order.normal(size=500)
    c = a + b + 0.1 * order.normal(size=500)
    data, _ = samples.make([a, b, c], ["a", "b", "c"], [""] * 3, [False] * 3, order.random(500) < 0.3)
    found = screening.collinearity(data)
    for place, column in enumerate((a, b, c)):
        others = np.column_stack([np.ones(500), *(each for each in (a, b, c) if each is not column)])
        rest = column - others @ np.linalg.lstsq(others, column, rcond=None)[0]
        assert found.inflation[place] == pytest.approx(column.var() / rest.var(), rel=1e-6)
    assert any("variance inflation above 10" in line for line in screening.remarks(found))


def test_rank_correlation_is_scipys():
    from scipy.stats import spearmanr

    data = world()
    found = screening.collinearity(data)
    known = ~np.isnan(data.columns[1])
    assert found.names == ["slope", "relief"]
    assert found.correlation[0, 1] == pytest.approx(spearmanr(data.columns[0][known], data.columns[1][known])[0])


def test_responses_follow_what_made_the_samples():
    data = world(8000)
    model = methods.fit("logistic", data.channels(), data.labels, data.factors)
    found = {each.name: each for each in screening.responses(data, model.log_odds, 0.0)}
    assert (np.diff(found["slope"].probability) > 0).all()
    assert found["geology"].values.tolist() == [1, 2, 3, 4, 5]
    assert found["geology"].probability.argmax() == 2
