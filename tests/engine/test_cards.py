"""Model cards: what they keep, what they refuse, and those of Scarp 0.1."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from scarp.engine.errors import InputError
from scarp.engine.networks import session
from scarp.engine.networks.card import FROM_FLOW, Card, Factor
from scarp.engine.networks.card_reader import from_json
from scarp.engine.networks.kinds import KINDS
from scarp.engine.networks.pinn import Pinn, SlidingBlock
from scarp.engine.networks.pinn_units import Physics, Roles
from scarp.engine.networks.ppm_cnn import Windows
from scarp.engine.networks.statistical import Statistical
from scarp.engine.outputs import FLOW

OLD = Path(__file__).parents[1] / "data" / "networks_of_0.1"
FACTORS = (Factor("slope", "number", "deg", mean=30.0, deviation=10.0, low=5.0, high=60.0), Factor("aspect", "angle"),
           Factor("flow_direction", "flow_direction"), Factor("soil", "category", classes=(2, 7)))
CNN = Card("ppm_cnn", "A test", FACTORS, Windows(17, 10.0), 3, 0.2, {"area": "here", "version": "0.2"},
           {"blocks": {"auc": 0.8}}, "GPL-2.0-or-later", ("Small.",))
ROLES = Roles("slope", ("pga_1", "pga_2"), 0.01, "sd", "size")
BLOCK = Card("pinn", "A test", FACTORS[:1], SlidingBlock(ROLES, 5000.0, (1.0, 50.0), (0.1, 1.5)), 2)


@pytest.mark.parametrize("card", [CNN, BLOCK, Card("pinn", "", FACTORS[:1], SlidingBlock(Roles("slope", ("pga",))))])
def test_a_card_survives_json(card):
    assert from_json(card.to_json()) == card


def test_a_card_has_a_head_and_the_section_of_its_kind_alone():
    head = {"format", "kind", "title", "factors", "members", "prevalence", "training", "metrics", "licence", "caveats",
            "flow_directions"}
    cnn, block = json.loads(CNN.to_json()), json.loads(BLOCK.to_json())
    assert set(cnn) == head | {"ppm_cnn"}
    assert cnn["ppm_cnn"] == {"patch": 17, "cell_size": 10.0}
    assert set(block) == head | {"pinn"}
    assert set(block["pinn"]) == {"roles", "reference_area", "slope_range", "pga_range_g"}
    assert "patch" not in BLOCK.to_json()
    assert "cell_size" not in BLOCK.to_json()


def test_what_follows_from_a_card():
    assert CNN.channels == 1 + 2 + 2 + 2
    assert CNN.section.halo == 8
    assert (CNN.section.cell_width(), BLOCK.section.cell_width()) == (10.0, None)
    assert CNN.section.columns(units=True) == {}
    assert BLOCK.section.columns(units=False) == {"slope": "slope", "slope_deviation": "sd", "pga": "pga_1"}
    assert BLOCK.section.columns(units=True) == {"slope": "slope", "slope_deviation": "sd", "pga": "pga_1",
                                                 "area": "size"}


@pytest.mark.parametrize(("change", "message"), [
    ({"format": 3}, "format 3, this Scarp reads up to 2"),
    ({"kind": "oracle"}, "a 'oracle' network; this Scarp knows ppm_cnn, pinn"),
    ({"factors": []}, "no factors"),
    ({"ppm_cnn": {"patch": 16, "cell_size": 10.0}}, "windows are 16 cells"),
    ({"ppm_cnn": {"patch": 10**9 + 1, "cell_size": 10.0}}, "windows are"),
    ({"ppm_cnn": {"patch": 17, "cell_size": 0}}, "cells are 0 m"),
    ({"ppm_cnn": {"patch": 17}}, "cannot be read: .*cell_size"),
    ({"ppm_cnn": None}, "cannot be read"),
    ({"kind": "pinn"}, "cannot be read: 'pinn'"),
    ({"prevalence": 1}, "a share of 1"),
    ({"members": 0}, "has 0 networks"),
    ({"flow_directions": "uphill"}, "flow directions are 'uphill'"),
    ({"surprise": 1}, "surprise"),
    ({"factors": [{"name": "a", "kind": "picture"}]}, "kind 'picture'"),
    ({"factors": [{"name": "a", "deviation": 0}]}, "deviation 0"),
    ({"factors": [{"name": "a", "kind": "category"}]}, "no classes"),
    ({"factors": [{"name": "a", "mean": "x"}]}, "no number"),
    ({"factors": 3}, "cannot be read"),
])
def test_impossible_cards(change, message):
    with pytest.raises(InputError, match=f"MODEL: its model card .*{message}"):
        from_json(json.dumps({**json.loads(CNN.to_json()), **change}))


@pytest.mark.parametrize(("change", "message"), [
    ({"roles": {**ROLES.to_dict(), "slope": ""}}, "nothing of slope and shaking"),
    ({"roles": {**ROLES.to_dict(), "pga": []}}, "nothing of slope and shaking"),
    ({"roles": {**ROLES.to_dict(), "pga_factor": 0}}, "its column times 0"),
    ({"roles": 3}, "cannot be read"),
    ({"reference_area": -1.0}, "reference area is -1.0 m2"),
    ({"slope_range": [50, 1]}, "slope has the range 50 to 1"),
])
def test_impossible_sections_of_a_pinn(change, message):
    content = json.loads(BLOCK.to_json())
    with pytest.raises(InputError, match=f"PINN_MODEL: its model card .*{message}"):
        from_json(json.dumps({**content, "pinn": {**content["pinn"], **change}}), "PINN_MODEL")


@pytest.mark.parametrize("text", ["", "{", "[1]", "3", '"x"', "{}"])
def test_no_card_at_all(text):
    with pytest.raises(InputError, match="its model card cannot be read"):
        from_json(text)


# ---- flow directions, and cards of Scarp 0.1 -------------------------------------------------------------------------

def test_only_factors_from_the_first_flow_directions_are_outdated():
    for name in FROM_FLOW:
        factors = (FACTORS[0], Factor(name, "angle"))
        old = Card("ppm_cnn", "", factors, Windows(17, 10.0), flow_directions="scarp-0.1")
        assert f"(in {name})" in old.outdated
        assert from_json(old.to_json()).outdated == old.outdated
        assert Card("ppm_cnn", "", factors, Windows(17, 10.0)).outdated == ""
    assert Card("ppm_cnn", "", FACTORS[:2], Windows(17, 10.0), flow_directions="scarp-0.1").outdated == ""


def test_factors_from_flow_are_outputs_of_the_terrain():
    """The names are those that scarp:terrainfactors gives its maps of water."""
    assert set(FROM_FLOW) <= {made.name for made in FLOW.values()}


def test_an_old_window_network_is_read_with_a_warning():
    pytest.importorskip("onnxruntime")
    warned = []
    network = session.open(str(OLD / "ppm_cnn.onnx"), "ppm_cnn", "cpu", warn=warned.append)
    assert network.card == Card(
        "ppm_cnn", "Mean of the window, card of Scarp 0.1",
        (Factor("slope", "number", "deg", 30.0, 10.0, 0.0, 60.0),
         Factor("topographic_wetness_index", "number", "ln(m)", 4.0, 1.0, 1.0, 19.0)),
        Windows(17, 10.0), 2, 0.25, {"area": "nowhere"}, {"blocks": {"auc": 0.8}}, "GPL-2.0-or-later", ("By hand.",),
        "scarp-0.1")
    assert warned == ["MODEL: 'ppm_cnn.onnx' was trained on flow directions of Scarp 0.1 (in topographic_wetness_index)"
                      ", which were not those of steepest descent; train it again."]
    found = network.run({"channels": np.full((1, 2, 17, 17), 2.0, dtype=np.float32)})
    assert found["susceptibility"].item() == pytest.approx(1 / (1 + math.exp(-2)), rel=1e-5)


def test_an_old_sliding_block_is_read_without_a_warning_and_gives_what_it_gave():
    pytest.importorskip("onnxruntime")
    warned = []
    network = session.open(str(OLD / "pinn.onnx"), "pinn", "cpu", warn=warned.append)
    assert warned == []
    assert network.card.section == SlidingBlock(Roles("steep", ("shake",), 0.01, "", "size"), 436436.7,
                                                (15.102, 44.929), (0.1019, 0.5976))
    assert not {"roles", "reference_area", "slope_range", "pga_range_g"} & set(network.card.training)
    values = [np.array([0.5, -1.0]), np.array([1.0, 3.0])]
    physics = Physics(np.array([30.0, 40.0]), np.zeros(2), np.full((2, 1), 0.4), np.full(2, np.nan), np.zeros(2))
    found = Pinn(network).predict(values, physics)
    # What Scarp 0.1 gave for these two units.
    assert found["SUSCEPTIBILITY"][1] == pytest.approx([1.0001659e-4, 0.27293932], rel=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_old_cards_of_every_kind_there_was_may_not_lack_their_section(kind):
    content = {**json.loads(CNN.to_json()), "format": 1, "network": kind}
    for name in ("kind", "ppm_cnn", "flow_directions"):
        del content[name]
    with pytest.raises(InputError, match="its model card cannot be read"):
        from_json(json.dumps(content))


LEARNED = Card("statistical", "A test", (*FACTORS[:1], FACTORS[3]), Statistical(
    "boosting", 10.0, 1, 1000, 15, ("slope",), {"soil": ["clay", "sand"]}, (0.1, 0.2)), prevalence=0.01)


def test_a_statistical_card_survives_json():
    assert from_json(LEARNED.to_json()) == LEARNED
    assert (LEARNED.section.from_dem, LEARNED.section.halo) == (True, 0)
    assert LEARNED.section.own_inputs(["slope", "soil"]) == ["elevation", "soil"]
    table = Statistical("forest")
    assert (table.from_dem, table.cell_width(), table.own_inputs(["a"])) == (False, None, ["a"])


@pytest.mark.parametrize(("change", "message"), [
    ({"method": "oracle"}, "its method is 'oracle'"),
    ({"patch": 16}, "windows are 16 cells wide"),
    ({"cell_size": 0}, "cells are 0 m wide"),
    ({"relief_window": -1}, "windows that cannot be"),
    ({"limits": [0.2, 0.1]}, "limits that do not rise"),
])
def test_impossible_statistical_cards(change, message):
    content = json.loads(LEARNED.to_json())
    content["statistical"].update(change)
    with pytest.raises(InputError, match=f"MODEL: its model card says that .*{message}"):
        from_json(json.dumps(content))
