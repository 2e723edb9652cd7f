"""How factors become the channels of a network: the one place, for training and for maps.

Numbers are standardised and held within the range of the training samples; angles and flow directions become sine and
cosine; categories become one channel a class. What has no value becomes 0, the mean.
"""

from __future__ import annotations

from typing import Sequence

import numpy as np

from .card import Factor

BEARINGS = {64: 0.0, 128: 45.0, 1: 90.0, 2: 135.0, 4: 180.0, 8: 225.0, 16: 270.0, 32: 315.0}
"""Degrees clockwise from north of the ESRI flow direction codes."""


def encode(values: Sequence[np.ndarray], factors: Sequence[Factor]) -> np.ndarray:
    """Turn factors into channels.

    Parameters
    ----------
    values : sequence of ndarray of float, shape (..., h, w)
        One array a factor, NaN where there is no value.
    factors : sequence of Factor

    Returns
    -------
    ndarray of float32, shape (..., channels, h, w)
    """
    shape = np.shape(values[0])
    result = np.zeros((*shape[:-2], sum(factor.channels for factor in factors), *shape[-2:]), dtype=np.float32)
    first = 0
    for each, factor in zip(values, factors):
        _ENCODERS[factor.kind](np.asarray(each), factor, result[..., first:first + factor.channels, :, :])
        first += factor.channels
    return result


def has_value(values: Sequence[np.ndarray], factors: Sequence[Factor]) -> np.ndarray:
    """Tell where every factor has a value.

    An angle or flow direction without one means flat ground or an outlet, so these count only where there is nothing
    else.

    Parameters
    ----------
    values, factors
        As in :func:`encode`.

    Returns
    -------
    ndarray of bool
    """
    counted = [each for each, factor in zip(values, factors) if factor.kind in ("number", "category")] or list(values)
    return ~np.logical_or.reduce([np.isnan(each) for each in counted])


def outside(values: np.ndarray, factor: Factor) -> np.ndarray:
    """Tell where a factor leaves what the network was trained on; False where it has no value.

    Parameters
    ----------
    values : ndarray of float
    factor : Factor

    Returns
    -------
    ndarray of bool
    """
    if factor.kind == "category":
        return ~np.isnan(values) & ~np.isin(values, factor.classes)
    if factor.kind != "number":
        return np.zeros(values.shape, dtype=bool)
    # A raster of float32 may hold the very value of the training sample, rounded.
    slack = 1e-5 * factor.deviation
    return (values < factor.low - slack) | (values > factor.high + slack)


def _number(values, factor, out) -> None:
    scaled = (np.clip(values, factor.low, factor.high) - factor.mean) / factor.deviation
    if factor.farthest is not None:
        scaled = np.clip(scaled, -factor.farthest, factor.farthest)
    out[..., 0, :, :] = np.nan_to_num(scaled)


def _angle(values, factor, out) -> None:
    radians = np.radians(values)
    out[..., 0, :, :] = np.nan_to_num(np.sin(radians))
    out[..., 1, :, :] = np.nan_to_num(np.cos(radians))


def _flow_direction(values, factor, out) -> None:
    bearings = np.full(256, np.nan)
    bearings[list(BEARINGS)] = list(BEARINGS.values())
    codes = np.clip(np.nan_to_num(values), 0, 255).astype(np.uint8)
    _angle(bearings[codes], factor, out)


def _category(values, factor, out) -> None:
    for number, value in enumerate(factor.classes):
        out[..., number, :, :] = values == value


_ENCODERS = {"number": _number, "angle": _angle, "flow_direction": _flow_direction, "category": _category}
