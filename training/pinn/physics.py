"""The sliding block as a differentiable layer, with the constants of `engine.stability.newmark`.

It is that chain made smooth, so that every cell teaches something: max(FS - 1, 0) becomes a softplus, log10 D goes on
straight beyond r = 0.97, and p stays off 0 and 1. Where the slope moves and FS is well over 1 both give the same
numbers (tested).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch

from ...engine.quantities import STANDARD_GRAVITY
from ...engine.stability.newmark import DENSITY, JIBSON_6, THRESHOLD, WATER_DENSITY

LOW_COHESION, HIGH_COHESION = 0.5, 60.0
"""Range of c/t, kPa/m."""

LOW_FRICTION, FRICTION_SPAN = 10.0, 40.0
"""Least friction and the width of its range, deg."""

SHARPNESS = 20.0
"""Of the softplus of FS - 1; the error is ln 2/20 = 0.035 at FS = 1, and 2e-6 from FS = 1.5 on."""

LAST_RATIO = 0.97
LEAST_PROBABILITY = 1e-4
LEAST_ANGLE, GREATEST_ANGLE = 1.0, 85.0


class Block(NamedTuple):
    """What the layer gives; tensors of one shape."""

    c_over_t: torch.Tensor
    friction: torch.Tensor
    factor_of_safety: torch.Tensor
    critical_acceleration: torch.Tensor
    log_displacement: torch.Tensor
    probability: torch.Tensor


def strength(raw: torch.Tensor) -> tuple:
    """Turn two free numbers into c/t (kPa/m, 0.5 to 60, even in its logarithm) and phi (deg, 10 to 50).

    Parameters
    ----------
    raw : tensor, shape (..., 2)
    """
    span = math.log(HIGH_COHESION / LOW_COHESION)
    cohesion = LOW_COHESION * torch.exp(span * torch.sigmoid(raw[..., 0]))
    return cohesion, LOW_FRICTION + FRICTION_SPAN * torch.sigmoid(raw[..., 1])


def respond(cohesion, friction, slope, pga, saturation=0.0) -> Block:
    """Compute factor of safety, critical acceleration, displacement and probability.

    Parameters
    ----------
    cohesion, friction : tensor
        kPa/m and deg.
    slope, pga, saturation : tensor or float
        deg, g, 0 to 1.
    """
    angle = torch.clamp(slope, LEAST_ANGLE, GREATEST_ANGLE) * (math.pi / 180.0)
    resistance = cohesion * (1000.0 / (DENSITY * STANDARD_GRAVITY))
    buoyancy = 1.0 - saturation * (WATER_DENSITY / DENSITY)
    sine = torch.sin(angle)
    safety = (resistance + buoyancy * torch.tan(friction * (math.pi / 180.0)) * torch.cos(angle)) / sine
    critical = torch.nn.functional.softplus((safety - 1.0) * SHARPNESS) / SHARPNESS * sine
    logarithm = _log_displacement(critical / torch.clamp(pga, min=1e-4))
    z = (logarithm - math.log10(THRESHOLD)) / JIBSON_6.scatter
    chance = 0.5 + 0.5 * torch.erf(z / math.sqrt(2.0))
    return Block(cohesion, friction, safety, critical, logarithm,
                 LEAST_PROBABILITY + (1.0 - 2.0 * LEAST_PROBABILITY) * chance)


def of_unit(probability, area, reference):
    """Probability that a unit of an area fails where each `reference` of it fails alone: 1 - (1 - p)^(A/A0)."""
    return 1.0 - torch.exp(torch.log1p(-probability) * (area / reference))


def _log_displacement(ratio):
    below = torch.clamp(ratio, 1e-7, LAST_RATIO)
    inside = (JIBSON_6.constant + JIBSON_6.above * torch.log10(1.0 - below) + JIBSON_6.below * torch.log10(below))
    slope = (-JIBSON_6.above / (1.0 - LAST_RATIO) + JIBSON_6.below / LAST_RATIO) / math.log(10.0)
    return inside + slope * torch.clamp(ratio - LAST_RATIO, min=0.0)
