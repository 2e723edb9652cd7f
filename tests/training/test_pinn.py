"""PINN: the smooth physics against the engine's, what training finds where the truth is known, the exported graph."""

from __future__ import annotations

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch: requirements-training.txt")
pytest.importorskip("onnx", reason="training needs onnx: requirements-training.txt")

from scarp.engine.errors import InputError  # noqa: E402
from scarp.engine.networks import session  # noqa: E402
from scarp.engine.networks.pinn import OUTPUTS, Pinn, percentiles  # noqa: E402
from scarp.engine.networks.pinn_units import Physics, Roles  # noqa: E402
from scarp.engine.stability import newmark  # noqa: E402
from scarp.training.pinn import data, export, fit, network, physics  # noqa: E402
from sklearn.metrics import roc_auc_score  # noqa: E402

torch.set_num_threads(1)


def world(n=1500, seed=3, events=1):
    """Units whose friction depends on `wet`, all else even; labels by the engine's own chain."""
    random = np.random.default_rng(seed)
    wet, noise, rock = random.normal(size=n), random.normal(size=n), random.integers(1, 4, n)
    slope, pga = random.uniform(15, 45, n), random.uniform(0.1, 0.6, (n, events))
    friction = 30 + 5 * np.tanh(wet)
    chance = np.stack([newmark.respond(slope, 4.0, friction, each).probability for each in pga.T], axis=1)
    label = (random.uniform(size=(n, events)) < chance).astype(float)
    records = [{"wet": wet[i], "noise": noise[i], "rock": str(rock[i]), "steep": slope[i],
                **{f"pga{e}": 100 * pga[i, e] for e in range(events)},
                **{f"slid{e}": label[i, e] for e in range(events)}} for i in range(n)]
    roles = Roles("steep", tuple(f"pga{e}" for e in range(events)), 0.01)
    return records, roles, [f"slid{e}" for e in range(events)], friction, chance


def units(**changes):
    records, roles, labels, friction, chance = world(**changes)
    return data.read_units(records, ["wet", "noise"], ["rock"], roles, labels).standardised(), friction, chance


SHORT = fit.Settings(members=4, depth=2, width=16, epochs=15)


@pytest.fixture(scope="module")
def trained():
    read, friction, chance = units()
    return read, fit.fit(read, SHORT), friction, chance


def test_the_layer_gives_the_numbers_of_the_engine():
    """Where FS is over 1.5 and r below 0.97; elsewhere the smooth layer differs on purpose."""
    random = np.random.default_rng(1)
    slope, cohesion, friction, pga, wet = (random.uniform(low, high, 4000) for low, high in (
        (10, 60), (0.5, 60), (15, 50), (0.05, 1.5), (0, 1)))
    expected = newmark.respond(slope, cohesion, friction, pga, wet)
    tensors = [torch.as_tensor(values) for values in (cohesion, friction, slope, pga, wet)]
    found = physics.respond(*tensors)
    assert found.factor_of_safety.numpy() == pytest.approx(newmark.factor_of_safety(slope, cohesion, friction, wet))
    both = (expected.factor_of_safety > 1.5) & (expected.critical_acceleration < 0.97 * pga)
    assert both.sum() > 300
    assert found.critical_acceleration.numpy()[both] == pytest.approx(expected.critical_acceleration[both], abs=1e-5)
    assert 10 ** found.log_displacement.numpy()[both] == pytest.approx(expected.displacement[both], rel=1e-3)
    least = physics.LEAST_PROBABILITY
    assert found.probability.numpy()[both] == pytest.approx(
        least + (1 - 2 * least) * expected.probability[both], abs=1e-4)


def test_every_cell_teaches_something():
    """The gradient is there on slopes that fail at rest and where the critical acceleration is not reached."""
    raw = torch.tensor([[-3.0, -2.0], [0.5, 0.5], [3.0, 3.0]], requires_grad=True)
    found = physics.respond(*physics.strength(raw), torch.tensor([45.0, 35.0, 20.0]), torch.tensor([0.3, 0.3, 0.3]))
    assert list(found.factor_of_safety.detach() < 1) == [True, False, False]
    found.log_displacement.sum().backward()
    assert (raw.grad.abs() > 1e-3).all()
    assert (raw.grad < 0).all()
    assert found.probability.min() >= physics.LEAST_PROBABILITY - 1e-9
    assert found.probability.max() <= 1 - physics.LEAST_PROBABILITY + 1e-6


def test_displacement_goes_on_straight_where_the_engine_stops():
    ratio = torch.tensor([0.96999, 0.97001, 0.98, 0.99, 1.5], dtype=torch.float64)
    found = physics._log_displacement(ratio).numpy()
    inside = math.log10(newmark.displacement(0.96999))
    assert found[0] == pytest.approx(inside, abs=1e-9)
    assert found[1] - found[0] == pytest.approx((found[3] - found[2]) / 500, rel=1e-3)
    assert found[4] < found[3]


def test_a_unit_of_twice_the_area_survives_as_two():
    chance = torch.tensor([0.2, 0.7], dtype=torch.float64)
    assert 1 - physics.of_unit(chance, 2.0, 1.0).numpy() == pytest.approx((1 - chance.numpy()) ** 2)
    assert physics.of_unit(chance, 3.0, 3.0).numpy() == pytest.approx(chance.numpy())


def test_strength_stays_in_its_range():
    cohesion, friction = physics.strength(torch.tensor([[-50.0, -50.0], [0.0, 0.0], [50.0, 50.0]]))
    assert cohesion.numpy() == pytest.approx([0.5, math.sqrt(0.5 * 60), 60.0], rel=1e-5)
    assert friction.numpy() == pytest.approx([10.0, 30.0, 50.0])


def test_training_ranks_units_as_the_truth_does(trained):
    read, ensemble, friction, chance = trained
    found = fit.probabilities(ensemble, fit.as_tensors(read))
    probability = np.median(found["probability"], axis=0)[:, 0]
    best = roc_auc_score(read.labels[:, 0], chance[:, 0])
    assert roc_auc_score(read.labels[:, 0], probability) > best - 0.03
    safety = np.median(found["factor_of_safety"], axis=0)[:, 0]
    truth = newmark.factor_of_safety(read.physics.slope, 4.0, friction)
    assert np.corrcoef(np.log(safety), np.log(truth))[0, 1] > 0.9


def test_same_seed_same_members_and_a_stopped_run_goes_on(trained, tmp_path):
    read, ensemble, *_ = trained
    again = fit.fit(read, SHORT, tmp_path)
    kept = list(tmp_path.glob("members_*.npz"))
    shares = []
    fit.fit(read, SHORT, tmp_path, lambda share, loss: shares.append((share, loss)))
    assert len(kept) == 1
    assert len(shares) == 1
    assert math.isnan(shares[0][1])
    for one, other in zip(ensemble.state_dict().values(), again.state_dict().values()):
        assert torch.equal(one, other)


def test_the_file_gives_what_the_ensemble_gives(trained, tmp_path):
    pytest.importorskip("onnxruntime")
    read, ensemble, *_ = trained
    path = tmp_path / "model.onnx"
    export.export(ensemble, export.card(ensemble, read, SHORT, "Test", {}), path)
    model = Pinn(session.open(str(path), "pinn", "cpu", 1))
    found = model.predict(list(read.values.T), read.physics)
    members = fit.probabilities(ensemble, fit.as_tensors(read))
    for name, values in (("SUSCEPTIBILITY", "probability"), ("COHESION_PER_THICKNESS", "c_over_t"),
                         ("FRICTION", "friction"), ("FOS", "factor_of_safety")):
        assert found[name] == pytest.approx(percentiles(members[values][..., 0]), rel=1e-4, abs=1e-5), name
    assert set(found) == set(OUTPUTS)
    assert model.card.factors == read.factors
    assert model.roles == read.roles


def test_units_with_area_and_spread_of_slope_go_through_the_file(tmp_path):
    pytest.importorskip("onnxruntime")
    records, roles, labels, *_ = world(400)
    random = np.random.default_rng(0)
    for record in records:
        record["area"], record["sd"] = random.uniform(1e4, 1e6), random.uniform(2, 12)
    roles = Roles(roles.slope, roles.pga, 0.01, "sd", "area")
    read = data.read_units(records, ["wet"], [], roles, labels).standardised()
    settings = fit.Settings(members=3, depth=1, width=8, epochs=2)
    ensemble = fit.fit(read, settings)
    card = export.card(ensemble, read, settings, "Test", {})
    export.export(ensemble, card, tmp_path / "m.onnx")
    model = Pinn(session.open(str(tmp_path / "m.onnx"), "pinn", "cpu", 1))
    members = fit.probabilities(ensemble, fit.as_tensors(read))["probability"][..., 0]
    found = model.predict(list(read.values.T), read.physics, ["SUSCEPTIBILITY"])["SUSCEPTIBILITY"]
    assert found == pytest.approx(percentiles(members), rel=1e-4, abs=1e-5)
    without = Physics(**{**vars(read.physics), "area": np.full(len(read), np.nan)})
    at_reference = Physics(**{**vars(read.physics), "area": np.full(len(read), card.section.reference_area)})
    assert np.array_equal(model.predict(list(read.values.T), without)["SUSCEPTIBILITY"],
                          model.predict(list(read.values.T), at_reference)["SUSCEPTIBILITY"])


def test_several_earthquakes_and_missing_labels():
    records, roles, labels, *_ = world(400, events=2)
    for record in records[:50]:
        record["slid1"] = ""
    read = data.read_units(records, ["wet", "noise"], ["rock"], roles, labels).standardised()
    assert read.labels.shape == (400, 2)
    found = fit.probabilities(fit.fit(read, fit.Settings(members=2, depth=1, width=8, epochs=4)), fit.as_tensors(read))
    assert found["probability"].shape == (2, 400, 2)
    assert found["friction"].shape == (2, 400, 1)


def test_a_prior_holds_the_strength(trained):
    read, *_ = trained
    settings = fit.Settings(members=2, depth=1, width=8, epochs=8, prior=50.0)
    found = fit.probabilities(fit.fit(read, settings), fit.as_tensors(read))
    assert np.median(found["friction"]) == pytest.approx(33.0, abs=2.0)
    assert np.median(found["c_over_t"]) == pytest.approx(8.0, rel=0.3)


@pytest.mark.parametrize(("change", "message"), [
    ({"slid0": 2}, "LABEL_FIELD: 2 is neither 0 nor 1"),
    ({"steep": 120}, "INPUT, column steep: 120 degrees is outside 0 to 90. Give the angle in degrees, not per cent."),
    ({"pga0": 900}, "INPUT, column pga0: 9 g is outside 0 to 5. Check PGA_UNIT."),
    ({"wet": "dry"}, "INPUT, row 1, wet: 'dry' is not a number"),
    ({"rock": "1.5"}, "FIELDS, rock: .* are no classes"),
])
def test_faults_of_the_table(change, message):
    records, roles, labels, *_ = world(300)
    records[0].update(change)
    with pytest.raises(InputError, match=message):
        data.read_units(records, ["wet", "noise"], ["rock"], roles, labels).standardised()


def test_joined_members_stay_who_they_were():
    shape = network.Shape(3, 2, 2, 8)
    parts = [network.Ensemble(shape, seed).eval() for seed in (1, 2)]
    channels = torch.randn(1, 5, 3)
    whole = network.joined(parts)
    assert torch.allclose(whole.raw(channels), torch.cat([part.raw(channels) for part in parts]))
