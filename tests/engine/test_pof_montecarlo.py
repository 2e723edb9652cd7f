"""POF of FORM and of importance sampling against crude Monte Carlo, cell by cell (tests/data/pof_montecarlo)."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from scarp.engine.quantities import QUANTITIES, VARIABLES
from scarp.engine.reliability.analysis import Method, analyse
from scarp.engine.reliability.correlation import parse
from scarp.engine.reliability.distributions import marginal
from scarp.engine.reliability.normal import exceed
from scarp.engine.reliability.variables import RandomVariables
from scarp.engine.stability import PseudoStaticSlope
from scarp.engine.water.intake import FrontLines

CSV = Path(__file__).resolve().parents[1] / "data" / "pof_montecarlo" / "pof_montecarlo.csv"
SEEN = 50
"""Cells of the rarer side from which on a share is known well enough for a ratio."""


def numbers(words):
    return np.array([float(word) for word in words.split()])


def soil(row):
    marginals, fixed = {}, {}
    for name in VARIABLES:
        quantity = QUANTITIES[name]
        mean, bounds = float(row[quantity.column]), (quantity.lower, quantity.upper)
        if name == "friction":
            mean, bounds = np.tan(np.radians(mean)), np.tan(np.radians(bounds))
        if row[quantity.column + "_dist"] == "fixed":
            fixed[name] = mean
        else:
            kind, cov = row[quantity.column + "_dist"], float(row[quantity.column + "_cov"])
            marginals[name] = marginal(kind, mean, cov, *bounds)
    rows = [VARIABLES.index(name) for name in marginals]
    return RandomVariables(marginals, fixed, parse(row["correlation"], VARIABLES)[np.ix_(rows, rows)])


def slope(row, cells=1, of_its_own=False):
    """The cell's limit state, `cells` times; with a storm of each cell's own or a shared one."""
    supply = numbers(row["rain_mm_h"])[:, None] / 3.6e6
    front = FrontLines(np.repeat(supply, cells, axis=1) if of_its_own else supply, 3600.0 * numbers(row["step_h"]))
    angle, table, shaking = (np.full(cells, float(row[name])) for name in ("slope_deg", "water_table_m", "k_h"))
    return PseudoStaticSlope(angle, front, row["pore_pressure"], table, row["failure_surface"], shaking)


@pytest.fixture(scope="module")
def rows():
    with open(CSV, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@pytest.fixture(scope="module")
def column(rows):
    def give(name):
        return np.array([float(row[name]) for row in rows])
    return give


@pytest.fixture(scope="module")
def united(rows):
    """Whether two alternatives make the cell's failure."""
    return np.array([len(slope(row).alternatives) == 2 for row in rows])


@pytest.fixture(scope="module")
def form(rows):
    found = [analyse(slope(row), soil(row), 1) for row in rows]
    return {name: np.array([getattr(each, name)[0] for each in found]) for name in ("pof", "beta", "status")}


def test_form_is_near_on_the_rarer_side(form, column):
    sampled = column("pof")
    rare = np.minimum(sampled, 1.0 - sampled)
    mine = np.where(sampled > 0.5, 1.0 - form["pof"], form["pof"])
    known = rare * column("samples") >= SEEN
    assert known.sum() > 90
    near = np.where(known, (mine > 0.5 * rare) & (mine < 2.0 * rare), mine < 2.0 * SEEN / column("samples"))
    assert near.mean() >= 0.97


def test_form_errs_by_a_few_hundredths_at_most(form, column, united):
    error = np.abs(form["pof"] - column("pof"))
    assert united.sum() > 20
    assert error[~united].max() <= 0.06
    assert error[united].max() <= 0.08


def test_no_probability_exceeds_what_the_distance_allows(form, united):
    safe = form["beta"] > 0.0
    assert np.all(form["pof"][safe & ~united] <= exceed(form["beta"])[safe & ~united] + 1e-9)
    # The likelier of two alternatives has this beta, the other a greater one.
    assert np.all(form["pof"][safe & united] <= 2.0 * exceed(form["beta"])[safe & united] + 1e-9)


def test_slopes_sure_to_stand_have_their_true_design_point(rows, form):
    """Truncated normals flatten far out; corners there once gave POF up to 0.66."""
    corner = np.array([row["set"] == "truncnormal_corner" for row in rows])
    assert corner.sum() > 20
    assert form["pof"][corner].max() < 1e-3
    # SciPy's SLSQP from 30 random starts: 4.1930 and 4.2168, where 6.8431 and 6.8605 was said.
    found = dict(zip((row["id"] for row in rows), form["beta"]))
    assert found["1012"] == pytest.approx(4.1930, abs=2e-4)
    assert found["1034"] == pytest.approx(4.2168, abs=2e-4)


def test_a_branch_that_steps_overshoot_is_solved(rows, form):
    """Thickness normal: steps from the median lead to negative ones, and only a far branch was left (beta -7.05)."""
    (at,) = (k for k, row in enumerate(rows) if row["id"] == "51")
    assert form["beta"][at] == pytest.approx(-2.28, abs=0.01)
    assert form["pof"][at] == pytest.approx(float(rows[at]["pof"]), abs=0.002)


def test_importance_sampling_is_within_its_errors(rows, column):
    found = [analyse(slope(row), soil(row), 1, Method("importance")) for row in rows]
    pof, error = (np.array([getattr(each, name)[0] for each in found]) for name in ("pof", "standard_error"))
    sampled = column("pof")
    slack = 4.0 * np.hypot(error, column("pof_se")) + 0.05 * np.minimum(sampled, 1.0 - sampled)
    assert np.mean(np.abs(pof - sampled) <= slack) >= 0.97
    assert error.max() < 0.02


def test_a_storm_of_the_cells_own_gives_what_a_shared_one_gives(rows, form):
    for row, expected in zip(rows[::3], form["pof"][::3]):
        np.testing.assert_array_equal(analyse(slope(row, 2, True), soil(row), 2).pof, expected)
