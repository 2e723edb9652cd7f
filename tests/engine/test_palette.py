"""Colours: neighbouring classes can be told apart with normal sight and with each kind of colour-blindness."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine import palette

# Machado, Oliveira & Fernandes (2009), doi:10.1109/TVCG.2009.113, severity 1, on linear RGB.
SIGHT = {
    "normal": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                              [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                            [0.004733, 0.691367, 0.303900]]),
}
RAMPS = {name: colours for name, (_, colours) in palette.CLASSES.items()}
RAMPS.update({name: colours for name, (colours, _) in palette.EQUAL.items()})


def lab(colour, sight):
    """CIELAB of a colour as somebody sees it."""
    rgb = np.array([int(colour[start:start + 2], 16) for start in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(SIGHT[sight] @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    f = xyz / (0.95047, 1.0, 1.08883)
    f = np.where(f > 0.008856, np.cbrt(f), 7.787 * f + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", RAMPS)
def test_neighbouring_classes_differ(name, sight):
    seen = [lab(colour, sight) for colour in RAMPS[name]]
    steps = [float(np.linalg.norm(a - b)) for a, b in zip(seen[:-1], seen[1:])]
    assert min(steps) > 10, steps


@pytest.mark.parametrize("sight", SIGHT)
def test_the_heat_ramp_darkens_all_the_way(sight):
    lightness = [lab(colour, sight)[0] for colour in palette.HEAT]
    assert all(a - b > 5 for a, b in zip(lightness[:-1], lightness[1:])), lightness


@pytest.mark.parametrize("sight", SIGHT)
def test_hit_miss_and_false_alarm_differ(sight):
    seen = [lab(colour, sight) for value, colour, _ in palette.CATEGORIES["confusion"] if value]
    for place, one in enumerate(seen):
        for other in seen[place + 1:]:
            assert np.linalg.norm(one - other) > 20


def test_a_green_to_red_ramp_would_fail():
    """The test can tell: two neighbours of the usual five are alike to a deuteranope."""
    usual = ("#1A9641", "#A6D96A", "#FFFFBF", "#FDAE61", "#D7191C")
    assert np.linalg.norm(lab(usual[0], "deuteranopia") - lab(usual[-1], "deuteranopia")) < 45
    assert min(np.linalg.norm(lab(a, "deuteranopia") - lab(b, "deuteranopia")) for a in usual for b in usual
               if a != b) < 15
