"""The short part of the robustness suite: a minute of what ``build.py robustness`` does at length."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")
sys.path.insert(0, str(Path(__file__).parent))

import suite

SHORT = {"random": 14, "kill:raster and table": 15, "lock:points and raster": 8, "full:points and raster": 10,
         "readonly:raster and table": 5, "three:raster and table": 5}
"""Seconds for each kind."""


@pytest.mark.parametrize("what", SHORT)
def test_a_run_succeeds_or_says_why_and_loses_nothing(build, what, tmp_path):
    found = suite.run(build, what, 1, SHORT[what], tmp_path)
    for skipped in found.skipped:
        pytest.skip(skipped)
    assert found.tried      # few on a slow machine
    assert found.faults == []


def test_a_fault_is_seen(build, tmp_path):
    """The suite itself: a child that dies or hangs is a fault, as is a line that tells of one."""
    lines = ['ROBUST {"begin": "scarp:x", "seed": 3}', 'ROBUST {"end": "fault", "text": "t", "seed": 3, "group": "g", '
             '"algorithm": "scarp:x"}', "noise", 'ROBUST {"begin": "scarp:y", "seed": 4}']
    found = suite.Found()
    for line in lines:
        found.take(line)
    found.ended("it died")
    assert [fault["text"] for fault in found.faults] == ["t", "it died"]
    assert found.counts == {("g", "fault"): 1, ("it died", "fault"): 1}
