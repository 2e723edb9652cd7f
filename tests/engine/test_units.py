"""Rows of a table as units: names, numbers as text, ranges; the percentiles of an ensemble."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.errors import InputError
from scarp.engine.networks.card import Card, Factor
from scarp.engine.networks.pinn import SlidingBlock, extrapolation_counts, extrapolation_words, percentiles, watched
from scarp.engine.networks.pinn_units import Roles, column, gaps, read_labels, read_physics

ROWS = [{"Slope": "30,5", "PGA": 40, "label": "1"}, {"Slope": "", "PGA": None, "label": 0}]


def test_columns_are_found_without_case_and_text_is_read():
    assert column(ROWS, "slope") == pytest.approx([30.5, np.nan], nan_ok=True)
    with pytest.raises(InputError, match="it has no column 'relief'"):
        column(ROWS, "relief")


def test_physics_in_g_and_what_is_missing():
    found = read_physics(ROWS, Roles("slope", ("pga",), 0.01))
    assert found.pga[:, 0] == pytest.approx([0.4, np.nan], nan_ok=True)
    assert list(found.saturation) == [0, 0]
    assert list(found.known(False)) == [True, False]
    assert not found.known(True).any()


@pytest.mark.parametrize(("row", "message"), [
    ({"Slope": 100, "PGA": 40}, "column slope: 100 degrees is outside 0 to 90"),
    ({"Slope": 30, "PGA": 600}, "column pga: 6 g is outside 0 to 5. Check PGA_UNIT."),
    ({"Slope": 30, "PGA": -9999}, "column pga: -9999 is below 0. Leave empty what has no value."),
    ({"Slope": -9999, "PGA": 40}, "column slope: -9999 is below 0. Leave empty what has no value."),
])
def test_values_that_cannot_be(row, message):
    with pytest.raises(InputError, match=message):
        read_physics([row], Roles("slope", ("pga",), 0.01))


def test_gaps_are_named_most_first():
    nan = np.nan
    assert gaps({"a": np.ones(3), "b": np.array([nan, 1, 1]), "c": np.array([nan, nan, 1])}) == "c (2), b (1)"
    assert gaps({name: np.array([nan]) for name in "abcd"}) == "a (1), b (1), c (1), ..."
    assert gaps({"a": np.ones(2)}) == ""


def test_labels():
    assert read_labels(ROWS, ["label"]).tolist() == [[1.0], [0.0]]
    with pytest.raises(InputError, match="3 is neither 0 nor 1"):
        read_labels([{"label": 3}, {"label": 1}], ["label"])
    with pytest.raises(InputError, match="every label in 'label' is 1"):
        read_labels([{"label": 1}, {"label": 1}], ["label"])


def test_roles_survive_json():
    roles = Roles("slope", ("a", "b"), 0.01, "sd", "area", "wet")
    assert Roles.from_dict(roles.to_dict()) == roles


def test_percentiles_are_members():
    members = np.arange(1.0, 51.0)[:, None] * np.array([1.0, -1.0])
    assert percentiles(np.random.default_rng(0).permutation(members)).tolist() == [[3, -48], [25.5, -25.5], [48, -3]]
    assert percentiles(np.array([[4.0], [2.0], [9.0]])).tolist() == [[2], [4], [9]]


def test_an_infinite_member_stays_out_of_finite_percentiles():
    members = np.append(np.arange(30.0), np.full(20, np.inf))[:, None]
    assert percentiles(members)[:, 0].tolist() == [2, 24.5, np.inf]


def test_extrapolation_is_told_by_share():
    factors = (Factor("relief", low=0.0, high=100.0), Factor("rock", "category", classes=(1, 2)))
    card = Card("pinn", "", factors, SlidingBlock(Roles("slope", ("pga",)), 1.0, (10, 50), (0.2, 1.0)))
    values = [np.array([50.0, 150.0, np.nan, 20.0]), np.array([1.0, 2.0, 1.0, 7.0]), np.full(4, 30.0),
              np.array([0.1, 0.1, 0.1, 0.5])]
    counts = extrapolation_counts(values, watched(card))
    assert counts.tolist() == [3, 1, 1, 0, 2]
    words = extrapolation_words(counts, card)
    assert words[0] == "PGA: 66.67% lie outside 0.2 to 1 g, which the model was trained on"
    assert words[1].startswith("relief: 33.33% lie outside 0 to 100, which the model was trained on; they are")
    assert words[2].startswith("rock: 33.33% have a class the model never saw")
    assert len(words) == 3
