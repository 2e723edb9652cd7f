"""Breaks, colours and words of every quantity: one table for layers in QGIS and for figures in reports.

Colours were checked in CAM02-UCS for normal sight and all three colour-blindnesses: neighbouring classes differ by 19
or more. Classes hold their upper bound: a cell at a break is in the class below it.
"""

from __future__ import annotations

import math
from typing import Callable, Sequence

from .mapping.status import Status
from .stability.newmark import Sliding

RED_TO_BLUE = ("#8C3A00", "#E08A2E", "#D6E4F2", "#7FAFD6", "#1F5C99")
HEAT = ("#FFFBE0", "#E9C46A", "#DC7414", "#A3223A", "#4F0A3C")
WATER = ("#F2F7FC", "#C3DBEE", "#7FB8DA", "#3D87BD", "#0B4A86")
BROWN = ("#FFF7EC", "#EBCB9C", "#C99A5B", "#97632A", "#5A330B")
GREY = ("#F4F4F4", "#CFCFCF", "#A0A0A0", "#6B6B6B", "#303030")
COMPASS = ("#1B4F8A", "#4F8FC0", "#A9C9E6", "#F4E3B0", "#E9C46A", "#DC7414", "#A3223A", "#6A3D7C")
FIFTHS = (0.2, 0.4, 0.6, 0.8)

CLASSES = {
    "probability_of_failure": ((0.0013, 0.023, 0.16, 0.5), HEAT),
    "probability_of_landslide": ((0.0013, 0.023, 0.16, 0.5), HEAT),
    "susceptibility": (FIFTHS, HEAT),
    "importance": (FIFTHS, BROWN),
    "refined": (FIFTHS, HEAT),
    "factor_of_safety": ((0.75, 1.0, 1.25, 1.5), RED_TO_BLUE),
    "reliability_index": ((-1.0, 0.0, 1.0, 2.0, 3.0),
                          ("#8C3A00", "#E08A2E", "#E3EDF6", "#A9C9E6", "#5E97C8", "#1B4F8A")),
    "slope": ((10.0, 20.0, 30.0, 40.0), BROWN),
    "profile_curvature": ((-0.02, -0.005, 0.005, 0.02), RED_TO_BLUE[::-1]),
    "plan_curvature": ((-0.02, -0.005, 0.005, 0.02), RED_TO_BLUE[::-1]),
    "northness": ((-0.6, -0.2, 0.2, 0.6), RED_TO_BLUE),
    "eastness": ((-0.6, -0.2, 0.2, 0.6), RED_TO_BLUE),
    "flow_accumulation": ((10.0, 100.0, 1000.0, 10000.0), WATER),
}
"""Fixed breaks, and the colours from low to high."""

EQUAL = {
    "wetting_front": (WATER, 2.0),
    "infiltration": (WATER, 200.0),
    "runoff": (WATER, 200.0),
    "thickness": (BROWN, 5.0),
    "filled_elevation": (GREY, 5000.0),
    "topographic_wetness_index": (WATER, 20.0),
    "river_distance": (WATER[::-1], 1000.0),
    "relief": (BROWN, 500.0),
    "log_accumulation": (WATER, 8.0),
    "standard_error": (BROWN, 0.05),
    "design_point": (BROWN, 50.0),
    "displacement": (HEAT, 50.0),
    "cohesion_per_thickness": (BROWN, 25.0),
    "effective_friction": (BROWN, 50.0),
    "critical_acceleration": (RED_TO_BLUE, 1.0),
    "susceptibility_spread": (BROWN, 0.25),
}
"""Five equal classes from 0, or the least value where it is not near 0, to the greatest: colours, and the greatest
value taken where there are no data to ask, as in a .qml file."""

CATEGORIES = {
    "status": tuple((int(status), colour, status.word) for status, colour in (
        (Status.CONVERGED, "#00FFFFFF"), (Status.CORNER, "#E3EDF6"), (Status.FLAT, "#A0A0A0"), (Status.DRY, "#757575"),
        (Status.NOT_CONVERGED, "#000000"), (Status.NO_SOIL, "#C8B48C"), (Status.STEEP, "#0072B2"),
        (Status.OUTSIDE, "#E08A2E"))),
    "flow_direction": ((64, COMPASS[0], "North"), (128, COMPASS[1], "North-east"), (1, COMPASS[2], "East"),
                       (2, COMPASS[3], "South-east"), (4, COMPASS[4], "South"), (8, COMPASS[5], "South-west"),
                       (16, COMPASS[6], "West"), (32, COMPASS[7], "North-west"), (0, "#000000", "Outlet or pit")),
    "newmark_status": tuple((int(status), colour, status.word) for status, colour in (
        (Sliding.MOVES, "#DC7414"), (Sliding.HOLDS, "#D6E4F2"), (Sliding.FLAT, "#A0A0A0"),
        (Sliding.STATIC_FAILURE, "#4F0A3C"))),
    "susceptibility_class": tuple((number + 1, colour, word) for number, (colour, word) in enumerate(
        zip(HEAT, ("Very low", "Low", "Moderate", "High", "Very high")))),
    "confusion": ((0, "#00FFFFFF", "Correct negative"), (1, "#0072B2", "Hit"), (2, "#D55E00", "Miss"),
                  (3, "#F0E442", "False alarm")),
    "mask": ((0, "#00FFFFFF", "Below the threshold"), (1, "#A3223A", "At or above the threshold")),
    "extrapolation": ((0, "#00FFFFFF", "Within the training samples"), (1, "#EBCB9C", "One factor outside"),
                      (2, "#C99A5B", "Two factors outside"), (3, "#97632A", "Three factors outside")),
    "stable_area": ((0, "#00FFFFFF", "Not stable, or near a landslide"), (1, "#7FAFD6", "Stable")),
}
"""Value, colour and word of each category; a colour of eight digits begins with its opacity."""

LABELS = ((1, "#D55E00", "Landslide"), (0, "#0072B2", "Stable"))
"""Value, colour and word of sample points by their field ``label``."""

SECTORS = (("North", 22.5), ("North-east", 67.5), ("East", 112.5), ("South-east", 157.5), ("South", 202.5),
           ("South-west", 247.5), ("West", 292.5), ("North-west", 337.5))
"""Word and upper bound, degrees clockwise from north, of each sector of an aspect."""


def in_words(name: str) -> str:
    """Give every value and word of a map of categories: "0 converged, 1 flat"."""
    return ", ".join(f"{value} {word[:1].lower()}{word[1:]}" for value, _, word in CATEGORIES[name])


def class_colours(count: int) -> tuple:
    """Colours for so many classes, low to high: the five of susceptibility, spread or interpolated.

    Parameters
    ----------
    count : int
        At least 1.
    """
    if count == len(HEAT):
        return HEAT
    channels = [[int(colour[start:start + 2], 16) for start in (1, 3, 5)] for colour in HEAT]
    colours = []
    for number in range(count):
        place = number / max(count - 1, 1) * (len(HEAT) - 1)
        low = min(int(place), len(HEAT) - 2)
        mixed = [round(a + (b - a) * (place - low)) for a, b in zip(channels[low], channels[low + 1])]
        colours.append("#{:02X}{:02X}{:02X}".format(*mixed))
    return tuple(colours)


def breaks_of(quantity: str, span: Callable[[], tuple]) -> Sequence[float]:
    """Fixed breaks of a quantity; equal ones for a susceptibility that never leaves the lowest class, as where
    landslides are rare and it is their probability. Of it alone `span` is asked for the least and the greatest value.
    """
    breaks, colours = CLASSES[quantity]
    if quantity == "susceptibility":
        low, high = span()
        if 0.0 < high <= breaks[0]:
            return equal_breaks(low, high, len(colours))
    return breaks


def equal_breaks(low: float, high: float, classes: int = 5) -> list:
    """Inner breaks of equal classes on round numbers that cover low to high, from 0 where low is near it or no less."""
    if high - low < 1e-6 * abs(high):
        low, high = min(low, 0.0), max(high, 0.0)      # one value: classes of nothing would all read alike
    start = 0.0 if 0 <= low < 0.2 * high else low
    span = max(high - start, 1e-12)
    rough = span / classes
    power = 10 ** math.floor(math.log10(rough))
    factors = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
    step = next((factor * power for factor in factors if factor * power >= rough * 0.999), 10 * power)
    first = 0.0 if start == 0 else math.floor(start / step) * step
    return [first + step * number for number in range(1, classes)]
