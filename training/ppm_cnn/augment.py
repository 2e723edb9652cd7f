"""Windows turned and mirrored, with the angles in them: what faced north faces west after a quarter turn."""

from __future__ import annotations

from typing import Sequence

import numpy as np

from ...engine.networks.encoding import BEARINGS
from ...engine.networks.ppm_cnn import SPECIAL

TURNS = [(quarters, mirrored) for mirrored in (False, True) for quarters in range(4)]
"""All eight ways a square falls on itself; the first one changes nothing."""

_CODES = np.array(sorted(BEARINGS, key=BEARINGS.get))
_PLACE = np.zeros(256, dtype=np.int64)
_PLACE[_CODES] = np.arange(8)


def turns(names: Sequence[str]) -> list:
    """Give the turns that make sense for these factors: northness without eastness can only be mirrored."""
    alone = ("northness" in names) != ("eastness" in names)
    return [TURNS[0], TURNS[4]] if alone else TURNS


def turn(values: np.ndarray, names: Sequence[str], quarters: int, mirrored: bool) -> np.ndarray:
    """Mirror windows left to right, then turn them counter-clockwise.

    Parameters
    ----------
    values : ndarray of float, shape (n, factors, h, w)
        As in the rasters: aspect in degrees, flow direction as ESRI codes.
    names : sequence of str
        Of the factors.
    quarters : int
        Quarter turns, 0 to 3.
    mirrored : bool

    Returns
    -------
    ndarray, shape (n, factors, h, w)
    """
    moved = values[..., ::-1] if mirrored else values
    moved = np.ascontiguousarray(np.rot90(moved, quarters, axes=(-2, -1)))
    side = -1 if mirrored else 1
    for number, name in enumerate(names):
        plane = moved[:, number]
        if SPECIAL.get(name) == "angle":
            moved[:, number] = (side * plane - 90 * quarters) % 360
        elif SPECIAL.get(name) == "flow_direction":
            known = np.isin(plane, _CODES)
            place = _PLACE[np.where(known, plane, 1).astype(np.int64)]
            moved[:, number] = np.where(known, _CODES[(side * place - 2 * quarters) % 8], plane)
    if "northness" in names and "eastness" in names:
        north, east = names.index("northness"), names.index("eastness")
        n, e = moved[:, north].copy(), side * moved[:, east]
        for _ in range(quarters):
            e, n = -n, e
        moved[:, north], moved[:, east] = n, e
    return moved
