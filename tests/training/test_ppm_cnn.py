"""PPM-CNN in training: turned angles, splits, one set of weights for windows and rasters, calibration, a whole job."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs requirements-training.txt")
pytest.importorskip("onnx", reason="training needs requirements-training.txt")
pytest.importorskip("optuna", reason="training needs requirements-training.txt")
pytest.importorskip("shap", reason="training needs requirements-training.txt")

import torch
from scarp.engine.grid import Grid, RasterSource, RasterWriter
from scarp.engine.networks import dense, session
from scarp.engine.networks.card import Card, Factor
from scarp.engine.networks.encoding import encode
from scarp.engine.networks.ppm_cnn import Windows, mapper
from scarp.engine.terrain import shape
from scarp.training.ppm_cnn import assess, augment, calibrate, data, ensemble, export, fit, job, search
from scarp.training.ppm_cnn.network import PpmCnn, score

LATTICE = data.Lattice(10.0, 10.0, 200)


@pytest.fixture(autouse=True)
def one_thread():
    torch.set_num_threads(1)


def made(count=80, seed=0, names=("slope", "aspect"), strength=2.0):
    """Samples that the value in the middle of the first factor parts, but for noise."""
    order = np.random.default_rng(seed)
    labels = np.arange(count) % 2 == 0
    values = order.normal(size=(count, len(names), 17, 17)).astype(np.float32)
    values[:, 0, 6:11, 6:11] += strength * np.where(labels, 1, -1)[:, None, None]
    values[:, 1:] *= 90
    cells = order.choice(200 * 200, count, replace=False)
    kinds = {"aspect": "angle", "flow_direction": "flow_direction"}
    return data.Samples(values, labels, cells, tuple(Factor(each, kinds.get(each, "number")) for each in names),
                        LATTICE)


# ---- turning ---------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("way", augment.TURNS)
def test_turned_factors_are_the_factors_of_turned_ground(way):
    quarters, mirrored = way
    row, col = np.mgrid[:19, :19]
    ground = 100 + 3 * col + 1.5 * row + 2 * np.sin(col / 3) + 0.1 * row * col / 5
    names = ["slope", "aspect", "northness", "eastness", "plan_curvature"]

    def factors(elevation):
        return np.stack([shape.FACTORS[each](elevation, 10.0, 10.0) for each in names])[None]

    turned = np.rot90(ground[:, ::-1] if mirrored else ground, quarters)
    assert augment.turn(factors(ground), names, quarters, mirrored) == pytest.approx(factors(turned), abs=1e-9)


def test_turned_flow_by_hand():
    codes = np.array([[64.0, 1.0], [0.0, np.nan]])[None, None]      # north, east; outlet, nodata
    quarter = augment.turn(codes, ["flow_direction"], 1, False)[0, 0]
    assert quarter[0, 0] == 64                 # what flowed east, upper right, now flows north, upper left
    assert quarter[1, 0] == 16                 # north becomes west
    assert np.isnan(quarter[0, 1])
    assert quarter[1, 1] == 0
    mirrored = augment.turn(codes, ["flow_direction"], 0, True)[0, 0]
    assert mirrored[0].tolist() == [16, 64]


def test_northness_alone_is_only_mirrored():
    assert augment.turns(["slope", "northness"]) == [(0, False), (0, True)]
    assert len(augment.turns(["slope", "northness", "eastness"])) == 8


# ---- the network -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("kernel", [2, 3, 4, 5])
def test_windows_and_rasters_share_one_network(kernel):
    network = PpmCnn(3, 8, kernel).eval()
    raster = torch.randn(1, 3, 20, 22)
    with torch.no_grad():
        whole = network(raster)
        windows = raster.unfold(2, 17, 1).unfold(3, 17, 1)[0].permute(1, 2, 0, 3, 4).reshape(-1, 3, 17, 17)
        single = network.windows(windows)
    assert whole.shape == (1, 2, 4, 6)
    assert torch.allclose(whole[0].reshape(2, -1).T, single, atol=1e-5)


def test_the_network_of_the_paper():
    network = PpmCnn(6)
    assert sum(each.numel() for each in network.parameters()) == 1_654_610
    assert score(torch.tensor([[1.0, 3.0]])).item() == 2.0


# ---- splits ----------------------------------------------------------------------------------------------------------

def test_training_and_test_lie_over_17_cells_apart():
    samples = made(3)
    samples = data.Samples(samples.values, samples.labels, np.array([50 * 200 + 50, 50 * 200 + 67, 68 * 200 + 50]),
                           samples.factors, LATTICE)
    assert data.apart(samples, np.array([True, False, False])).tolist() == [False, False, True]


def test_blocks_stay_together_and_random_folds_are_balanced():
    samples = made(200)
    fold = data.block_folds(samples, 3, 500.0, 1)
    row, col = np.divmod(samples.cells, 200)
    for block in np.unique(row // 50 * 4 + col // 50):
        assert np.unique(fold[(row // 50 * 4 + col // 50) == block]).size == 1
    fold = data.random_folds(samples, 5, 1)
    assert [int(samples.labels[fold == each].sum()) for each in range(5)] == [20] * 5


def test_ranges_are_those_of_the_samples():
    samples = made(20, names=("slope", "aspect"), strength=0.0)
    samples.values[0, 0, 0, 0] = np.nan
    samples.values[0, 0, 0, 1] = 1e6        # a wild value changes neither middle nor width
    slope = samples.standardised().factors[0]
    assert (slope.low, slope.high) == (pytest.approx(np.nanmin(samples.values[:, 0])),
                                       pytest.approx(np.nanmax(samples.values[:, 0])))
    assert samples.standardised().channels()[:, 0].mean() == pytest.approx(0, abs=0.03)
    assert samples.standardised().channels()[:, 0].std() == pytest.approx(1, abs=0.03)


def test_samples_for_training_or_for_tests_only_serve_nothing_else():
    """Drawn points are never tested, mapped stable ones never trained on; and no two lie near each other."""
    samples = made(240)
    order = np.random.default_rng(3).random(240)
    samples = replace(samples, tested=samples.labels | (order < 0.5), trained=samples.labels | (order >= 0.5))
    seen = []

    class Level:
        def probability(self, part):
            assert part.tested.all()
            seen.append(part.cells)
            return np.linspace(0, 1, part.labels.size)

    def train(part, name):
        assert part.trained.all()
        seen.append(part.cells)
        return Level()

    found = assess.in_blocks(samples, 500.0, 1, train)
    assert (found["positives"], found["negatives"]) == (120, int((samples.tested & ~samples.labels).sum()))
    for learning, test in zip(seen[::2], seen[1::2]):
        rows, cols = (np.abs(np.subtract.outer(*pair)) for pair in zip(np.divmod(learning, 200), np.divmod(test, 200)))
        assert np.maximum(rows, cols).min() > 17
    assert sorted(np.concatenate(seen[1::2])) == sorted(samples.cells[samples.tested])
    assess.at_random(samples, 500.0, 1, train)


# ---- training --------------------------------------------------------------------------------------------------------

def test_it_learns_what_is_there_and_stops_early():
    samples, told = made(120).standardised(), []
    held_back = np.arange(120) % 5 == 0
    found = fit.fit(samples, held_back, fit.Settings(width=8, epochs=60), 1, lambda *each: told.append(each))
    assert calibrate.calibrate(found.held_back, samples.labels[held_back]).auc > 0.9
    assert found.epochs == len(told) < 60
    auc = [each[2] for each in told]
    assert len(auc) - 1 - np.argmax(auc) == fit.PATIENCE
    again = fit.fit(samples, held_back, fit.Settings(width=8, epochs=60), 1)
    assert again.held_back == pytest.approx(found.held_back)


def test_all_samples_are_learnt_to_the_last_epoch():
    samples, told = made(60).standardised(), []
    found = fit.fit(samples, None, fit.Settings(width=8, epochs=fit.PATIENCE + 5), 1, lambda *each: told.append(each))
    assert found.epochs == fit.PATIENCE + 5
    assert found.held_back.size == 0
    assert all(auc is None for _, _, auc in told)
    assert told[-1][1] < 0.5 * told[0][1]


def test_the_rate_rises_and_falls_to_nothing():
    height = fit._height(100)
    assert (height(0), height(9)) == pytest.approx((0.1, 0.98), abs=0.01)
    assert height(50) == pytest.approx(0.5)
    assert height(100) == pytest.approx(0.0)


def test_it_learns_nothing_from_noise():
    samples = made(120, strength=0.0)
    searched = search.search(samples, data.random_folds(samples, 3, 1), 0, fit.Settings(width=8, epochs=8), 1)
    found = ensemble.fit_ensemble(samples, searched, 2, 1)
    fresh = made(400, seed=9, strength=0.0)
    probability = found.probability(fresh)
    assert 0.3 < np.mean(probability[fresh.labels][:, None] > probability[~fresh.labels]) < 0.7


def test_calibration_gives_back_a_known_logistic():
    order = np.random.default_rng(0)
    scores = order.normal(size=20000) * 3
    labels = order.random(20000) < 1 / (1 + np.exp(-(0.4 * scores)))
    found = calibrate.calibrate(scores, labels)
    assert found.steepness == pytest.approx(0.4, abs=0.03)
    assert found.offset == pytest.approx(0.0, abs=0.05)
    assert calibrate.calibrate(scores, order.permutation(labels)).steepness >= calibrate.LEAST_STEEPNESS
    assert calibrate.calibrate(-scores, labels).steepness == calibrate.LEAST_STEEPNESS


def test_loss_and_auc_of_a_calibration():
    level = calibrate.calibrate(np.array([1.0, 1.0, 1.0, 1.0]), np.array([True, False, False, False]))
    assert level.loss == pytest.approx(np.log(2))       # both classes weigh alike
    assert level.auc == 0.5
    parted = calibrate.calibrate(np.array([-2.0, -1.0, 1.0, 2.0]), np.array([False, False, True, True]))
    assert parted.auc == 1.0
    assert parted.loss < 0.01


def test_the_search_tries_what_it_is_told_and_keeps_the_best():
    samples, told = made(60), []
    found = search.search(samples, data.random_folds(samples, 3, 1), 3, fit.Settings(width=32, epochs=2), 1,
                          lambda *each: told.append(each))
    assert len(found.history) == 3
    assert found.calibration.loss == min(value for value in found.history if value is not None)
    assert [each[0] for each in told] == [1, 2, 3]
    assert [each[1] for each in told] == found.history
    kept = search.search(samples, data.random_folds(samples, 3, 1), 0, fit.Settings(width=8, epochs=1), 1)
    assert (kept.settings, kept.epochs, kept.history) == (fit.Settings(width=8, epochs=1), 1.0, [])


# ---- the file --------------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """An ensemble of two small networks with random weights, spread widely, and its file."""
    torch.manual_seed(3)
    samples = made(60, names=("slope", "aspect")).standardised()
    networks = [PpmCnn(3, 8).eval() for _ in range(2)]
    for network in networks:
        for each in network.parameters():
            each.data *= 1.6
    found = ensemble.Ensemble(networks, samples.factors, calibrate.Calibration(0.7, 0.2, 0.0, 0.5), fit.Settings(), 1)
    path = tmp_path_factory.mktemp("model") / "model.onnx"
    card = Card("ppm_cnn", "Random", samples.factors, Windows(17, 10.0), 2, 0.2)
    assert export.export(found, card, path) < 1e-5
    return found, session.open(str(path), "ppm_cnn", "cpu", 1), samples


def test_the_file_is_what_old_runtimes_read(trained):
    import onnx

    model = onnx.load(trained[1].path)
    assert model.ir_version <= 8
    assert model.opset_import[0].version <= 17
    assert not any(each.external_data for each in model.graph.initializer)


def test_probability_and_spread(trained):
    found, model, samples = trained
    results = mapper(model)(samples.channels())
    scores = found.scores(samples)
    shift = np.log(0.2 / 0.8)
    single = 1 / (1 + np.exp(-(0.7 * scores + 0.2 + shift)))
    mean = 1 / (1 + np.exp(-(0.7 * scores.mean(0) + 0.2 + shift)))
    assert results["susceptibility"][:, 0, 0, 0] == pytest.approx(mean, abs=1e-5)
    assert results["spread"][:, 0, 0, 0] == pytest.approx(single.std(0), abs=1e-5)


@pytest.mark.parametrize("tile", [32, 50, 64, 128])
def test_dense_maps_are_patchwise_maps_at_every_tile_size(trained, tmp_path, tile):
    """Differs from window by window by less than 1e-5, and between tile sizes not at all."""
    _, model, samples = trained
    order = np.random.default_rng(5)
    slope, aspect = order.normal(size=(60, 70)), order.uniform(0, 360, size=(60, 70))
    slope[30:33, 40:42] = np.nan
    grid, sources = Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), 70, 60), []
    for name, values in (("slope", slope), ("aspect", aspect)):
        with RasterWriter(str(tmp_path / f"{name}.tif"), grid, [name]) as writer:
            writer.write(values)
        sources.append(RasterSource(str(tmp_path / f"{name}.tif")))

    def mapped(tile):
        path = str(tmp_path / f"out{tile}.tif")
        with RasterWriter(path, grid, ["s"]) as writer:
            dense.predict(mapper(model), model.card, grid, sources, {"susceptibility": writer}, tile=tile)
        return RasterSource(path).read()

    found = mapped(tile)
    assert np.array_equal(found, mapped(40), equal_nan=True)
    wide = [np.pad(each.astype(np.float32), 8, constant_values=np.nan) for each in (slope, aspect)]
    channels = encode(wide, samples.factors)
    windows = np.lib.stride_tricks.sliding_window_view(channels, (17, 17), axis=(1, 2)).transpose(1, 2, 0, 3, 4)
    single = np.stack([mapper(model)(np.ascontiguousarray(row))["susceptibility"][:, 0, 0, 0] for row in windows])
    assert np.isnan(found).sum() == 6
    known = ~np.isnan(found)
    assert np.abs(found[known] - single[known]).max() < 1e-5
    assert found[known].std() > 0.01        # else agreement would mean little


# ---- a whole job -----------------------------------------------------------------------------------------------------

def test_a_job_from_folder_to_folder(tmp_path, capsys):
    samples = made(150, names=("slope", "aspect"))
    np.savez(tmp_path / "samples.npz", values=samples.values, labels=samples.labels, cells=samples.cells)
    description = {"network": "ppm_cnn", "trials": 1, "epochs": 3, "members": 2, "split": "blocks", "block_size": 300.0,
                   "seed": 1, "threads": 1, "prevalence": 0.5, "lattice": list(LATTICE), "title": "A test",
                   "settings": {"width": 32}, "training": {"area": "nowhere"}, "licence": "none", "caveats": ["small"],
                   "factors": [{"name": "slope", "kind": "number", "unit": "deg"}, {"name": "aspect", "kind": "angle",
                                                                                    "unit": "deg"}]}
    job.run(tmp_path, description)
    results = json.loads((tmp_path / "results.json").read_text())
    assert results["blocks"]["positives"] == 75
    assert results["blocks"]["auc"] > 0.8
    assert results["random"]["positives"] + results["random"]["negatives"] == pytest.approx(45, abs=4)
    # All that parts the classes is in the slope.
    assert results["attributions"]["slope"] > 3 * results["attributions"]["aspect"]
    model = session.open(str(tmp_path / "model.onnx"), "ppm_cnn", "cpu", 1)
    assert model.card.metrics["blocks"]["auc"] == pytest.approx(results["blocks"]["auc"])
    assert (model.card.training["landslides"], model.card.members) == (75, 2)
    events = [json.loads(line[6:]) for line in capsys.readouterr().out.splitlines() if line.startswith("SCARP ")]
    shares = [each["share"] for each in events]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert any("loss" in each["text"] and "AUC" in each["text"] for each in events)


def test_early_stopping_always_sees_both_classes():
    samples = made(60)
    samples = data.Samples(samples.values, samples.labels, np.where(samples.labels, 0, 100 * 200) + np.arange(60),
                           samples.factors, LATTICE)        # a block holds one class only
    description = {"members": 3, "split": "blocks", "block_size": 100.0, "seed": 1}
    fold = job.inner_folds(samples, description)
    assert [np.unique(samples.labels[fold == each]).size for each in range(search.FOLDS)] == [2] * search.FOLDS
