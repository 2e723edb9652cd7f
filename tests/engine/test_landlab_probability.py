"""Probability of failure with uniform margins against landlab's (tests/data/landlab_probability)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scarp.engine.reliability.analysis import Method, analyse
from scarp.engine.reliability.distributions import Uniform
from scarp.engine.reliability.variables import RandomVariables
from scarp.engine.stability import InfiniteSlope
from scarp.engine.water.intake import FrontLines

CSV = Path(__file__).resolve().parents[1] / "data" / "landlab_probability" / "landlab.csv"
FIXED = {"unit_weight": 2.0 * 9.81, "porosity": 0.4, "saturation_initial": 0.5, "saturation_final": 1.0, "ksat": 1e-3}
STORM = FrontLines(np.full((1, 1), 1e-3), np.array([86400.0]))
"""Wets every soil of the table to its base."""


def pof(row, method):
    slope, lowest, highest, wet, thickness, *_ = row
    depth = thickness / np.cos(np.radians(slope))
    marginals = {"cohesion": Uniform(lowest, highest),
                 "friction": Uniform(np.tan(np.radians(0.82 * 30.0)), np.tan(np.radians(1.32 * 30.0))),
                 "thickness": Uniform(0.7 * depth, 1.1 * depth)}
    state = InfiniteSlope(np.array([slope]), STORM, "seepage" if wet else "zero", np.zeros(1))
    found = analyse(state, RandomVariables(marginals, FIXED, np.eye(3)), 1, Method(method))
    return found.pof[0], np.nan_to_num(found.standard_error[0]) if method == "importance" else 0.0


@pytest.fixture(scope="module")
def rows():
    return np.genfromtxt(CSV, delimiter=",", skip_header=1)


def test_importance_sampling_is_within_its_errors_of_landlab(rows):
    found, error = np.array([pof(row, "importance") for row in rows]).T
    sampled, theirs = rows[:, 5], rows[:, 6]
    assert np.sum((sampled > 0.001) & (sampled < 0.999)) >= 20
    # A count of none says no more than 4 / samples.
    slack = 4.0 * np.hypot(error, theirs) + 0.05 * np.minimum(sampled, 1.0 - sampled) + 2e-5
    assert np.all(np.abs(found - sampled) <= slack)


def test_form_is_near_landlab(rows):
    found = np.array([pof(row, "form")[0] for row in rows])
    assert np.abs(found - rows[:, 5]).max() <= 0.07     # what log and report say of form
