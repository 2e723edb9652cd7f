"""Tests of the tests: folds that share no unit, scores by hand, a whole job, synthetic ground as it is said to be."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch: requirements-training.txt")
pytest.importorskip("onnx", reason="training needs onnx: requirements-training.txt")

from scarp.engine.networks.card import Factor  # noqa: E402
from scarp.engine.networks.pinn_units import Physics, Roles  # noqa: E402
from scarp.engine.stability import newmark  # noqa: E402
from scarp.studies import pinn_honesty, pinn_wenchuan  # noqa: E402
from scarp.training.pinn import data, fit, job, validate  # noqa: E402

torch.set_num_threads(1)


def units(n=400, seed=0):
    random = np.random.default_rng(seed)
    slope = random.uniform(15, 45, n)
    label = (random.uniform(size=n) < (slope > 30) * 0.8 + 0.1).astype(float)
    physics = Physics(slope, np.zeros(n), np.full((n, 1), 0.4), np.full(n, np.nan), np.zeros(n))
    return data.Units(random.normal(size=(n, 2)), (Factor("a"), Factor("b")), physics, label[:, None],
                      Roles("slope", ("pga",)), random.uniform(0, 20000, (n, 2)))


def test_blocks_are_squares_of_their_size():
    places = np.array([[0.0, 0.0], [999.0, 999.0], [1001.0, 0.0], [0.0, 1001.0]])
    numbers = validate.block_numbers(places, 1000.0)
    assert numbers[0] == numbers[1]
    assert len(set(numbers)) == 3


def test_block_folds_keep_blocks_whole_and_random_folds_do_not():
    read = units()
    blocks = validate.block_numbers(read.places, 2000.0)
    fold = validate.block_folds(read, 2000.0, 1)
    assert all(len(set(fold[blocks == block])) == 1 for block in np.unique(blocks))
    assert set(fold) == set(range(5))
    mixed = validate.random_folds(read, 1)
    assert np.bincount(mixed).tolist() == [80] * 5
    assert any(len(set(mixed[blocks == block])) > 1 for block in np.unique(blocks))


def test_a_fold_is_predicted_without_its_labels():
    """Turning the labels of one fold round changes the predictions of the others, and not its own."""
    read = units(200)
    fold = validate.random_folds(read, 1)
    settings = fit.Settings(members=2, depth=1, width=4, epochs=2)
    labels = read.labels.copy()
    labels[fold == 0] = 1 - labels[fold == 0]
    turned = data.Units(**{**vars(read), "labels": labels})
    one, other = (validate.cross_validate(each, fold, settings) for each in (read, turned))
    assert np.array_equal(one[fold == 0], other[fold == 0])
    assert not np.allclose(one[fold != 0], other[fold != 0])


def test_scores_by_hand():
    read = units(6).take(np.arange(6))
    read.labels[:, 0] = [1, 1, 1, 0, 0, 0]
    found = validate.score(read, np.array([[0.9], [0.8], [0.3], [0.4], [0.2], [0.1]]))
    assert found.auc == pytest.approx(8 / 9)
    assert found.brier == pytest.approx((0.01 + 0.04 + 0.49 + 0.16 + 0.04 + 0.01) / 6)
    assert found.prevalence == 0.5


def test_degrees_become_metres():
    metres = data._metres(np.array([10.0, 11.0]), np.array([60.0, 60.0]))
    assert metres[1, 0] - metres[0, 0] == pytest.approx(111320 / 2, rel=1e-6)


def test_a_job_from_file_to_file(tmp_path, capsys):
    read = units(150)
    names = ["a", "b", "slope", "pga", "label", "x", "y"]
    table = np.column_stack([read.values, read.physics.slope, read.physics.pga, read.labels, read.places])
    with open(tmp_path / "units.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(table.tolist())
    job.run(tmp_path, {"fields": ["a", "b"], "categories": [], "labels": ["label"], "places": ["x", "y"],
                       "roles": Roles("slope", ("pga",)).to_dict(), "block_size": 4000.0, "threads": 1, "keep": "",
                       "settings": {"members": 2, "depth": 1, "epochs": 2}, "title": "T", "training": {},
                       "licence": "L", "caveats": []})
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert results["units"] == 150
    assert results["blocks"]["auc"] == results["card"]["metrics"]["blocks"]["auc"]
    assert (tmp_path / "model.onnx").stat().st_size > 1000
    shares = [json.loads(line[6:])["share"] for line in capsys.readouterr().out.splitlines() if '"share"' in line]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_synthetic_ground_is_as_it_is_said_to_be():
    for together in (1.0, 0.0, -0.9):
        _, truth, held = pinn_honesty.world(1, together)
        assert held.mean() == pytest.approx(0.25, abs=0.01)
        measured = np.corrcoef(truth.log_c_over_t, truth.friction)[0, 1]
        assert measured == pytest.approx(together, abs=0.02)
    read, truth, _ = pinn_honesty.world(2, 0.0, wet=True, ignored=True)
    assert not read.physics.saturation.any()
    dry = newmark.factor_of_safety(read.physics.slope, np.exp(truth.log_c_over_t), truth.friction)
    assert (np.exp(truth.log_safety) <= dry + 1e-9).all()


def test_the_wenchuan_units_are_all_there():
    read = pinn_wenchuan.units(pinn_wenchuan.records())
    assert len(read) == 15207
    assert read.labels.mean() == pytest.approx(0.711, abs=0.001)
    assert not {"count", "area_slide", "su_id", "POINT_X", "pga_avg", "area_grid"} & {
        factor.name for factor in read.factors}
