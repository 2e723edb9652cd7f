"""Factors of safety down two columns as TRIGRS 2.1 wrote them: our formula on its pressures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scarp.engine.stability import factor_of_safety

COLUMNS = Path(__file__).parents[1] / "data" / "trigrs_tutorial" / "columns"


def inputs(name):
    """Cohesion (kPa), friction (deg), unit weights of soil and water (kN/m3) of a TRIGRS input file with one zone."""
    lines = (COLUMNS / name).read_text().splitlines()
    water = float(lines[5].replace(",", " ").split()[2])
    place = next(number for number, line in enumerate(lines) if line.lower().startswith("cohesion"))
    cohesion, friction, soil = (float(word) for word in lines[place + 1].replace(",", " ").split()[:3])
    return cohesion / 1000.0, friction, soil / 1000.0, water / 1000.0


def profiles(name):
    """Slope (deg), depth (m), pressure head (m) and factor of safety of every line."""
    rows, slope = [], np.nan
    for line in (COLUMNS / name).read_text().splitlines()[4:]:
        words = line.split()
        if words[:1] == ["cell"]:
            slope = float(words[2])
        else:
            rows.append([slope, float(words[0]), float(words[1]), float(words[5])])
    return np.array(rows).T


@pytest.mark.parametrize(("table", "listed", "least"), [("tr_in_mc.txt", "TRlist_z_p_fs_MC.txt", 150),
                                                        ("tr_in_flume.txt", "TRlist_z_p_fs_flume.txt", 80)])
def test_profiles(table, listed, least):
    cohesion, friction, soil, water = inputs(table)
    slope, depth, head, expected = profiles(listed)
    below = (depth > 0.0) & (expected < 10.0)      # TRIGRS writes at most 10, and takes no suction as strength
    assert np.count_nonzero(below) > least
    angle = np.radians(slope[below])
    driving, normal = np.sin(angle) * np.cos(angle), np.cos(angle) ** 2
    load = soil * depth[below]
    found, _, _ = factor_of_safety(cohesion, np.tan(np.radians(friction)), 1.0 / load,
                                   water * np.maximum(head[below], 0.0) / load,
                                   driving, normal / driving)
    # Depths and heads are written with five digits, and their difference matters near the surface.
    assert found == pytest.approx(expected[below], rel=2e-3)
    assert np.median(np.abs(found / expected[below] - 1.0)) < 1e-4
