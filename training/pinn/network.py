"""The ensemble: every member a stack of dense blocks that gives c/t and phi, all members in one set of tensors.

Members differ in their weights and in the half of the units they see; computing them together (batched products) is
several times faster than one after another, and exports as one graph.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from .physics import Block, of_unit, respond, strength

MOMENTUM = 0.05
EPSILON = 1e-5
OUTPUTS = ("c_over_t", "friction", "factor_of_safety", "critical_acceleration", "displacement", "probability")
"""Outputs of the graph, each of shape (members, n)."""


@dataclass(frozen=True)
class Shape:
    """What the network is made of.

    Attributes
    ----------
    channels : int
    members : int
    depth : int
        Dense blocks.
    width : int
        Units of a block.
    dropout : float
    deviation : bool
        Whether the slope is its mean plus a learned share of its standard deviation.
    area : bool
        Whether units have an area.
    """

    channels: int
    members: int
    depth: int = 3
    width: int = 64
    dropout: float = 0.1
    deviation: bool = False
    area: bool = False


class Ensemble(torch.nn.Module):
    """All members; see :class:`Shape`."""

    def __init__(self, shape: Shape, seed: int, area: float = 1.0) -> None:
        super().__init__()
        self.shape = shape
        draw = torch.Generator().manual_seed(seed)
        sizes = [shape.channels] + [shape.width] * shape.depth
        m = shape.members
        self.weights = torch.nn.ParameterList(
            torch.nn.Parameter(torch.randn(m, a, b, generator=draw) * math.sqrt(2.0 / a))
            for a, b in zip(sizes, sizes[1:]))
        self.biases = torch.nn.ParameterList(torch.nn.Parameter(torch.zeros(m, 1, b)) for b in sizes[1:])
        self.gains = torch.nn.ParameterList(torch.nn.Parameter(torch.ones(m, 1, b)) for b in sizes[1:])
        self.shifts = torch.nn.ParameterList(torch.nn.Parameter(torch.zeros(m, 1, b)) for b in sizes[1:])
        for place, size in enumerate(sizes[1:]):
            self.register_buffer(f"mean{place}", torch.zeros(m, 1, size))
            self.register_buffer(f"variance{place}", torch.ones(m, 1, size))
        self.head = torch.nn.Parameter(torch.randn(m, sizes[-1], 2, generator=draw) * 0.3 / math.sqrt(sizes[-1]))
        self.head_bias = torch.nn.Parameter(torch.tensor([0.5, 0.3]).repeat(m, 1, 1))
        self.share = torch.nn.Parameter(torch.full((m, 1), 0.5))
        self.log_area = torch.nn.Parameter(torch.full((m, 1), math.log(area)))

    def raw(self, channels):
        """Give two free numbers a unit; `channels` has shape (members or 1, n, channels)."""
        hidden = channels
        for place, (weight, bias) in enumerate(zip(self.weights, self.biases)):
            hidden = torch.matmul(hidden, weight) + bias
            mean, variance = getattr(self, f"mean{place}"), getattr(self, f"variance{place}")
            if self.training:
                variance_now, mean_now = torch.var_mean(hidden, dim=1, keepdim=True, unbiased=False)
                with torch.no_grad():
                    mean.lerp_(mean_now, MOMENTUM)
                    variance.lerp_(variance_now, MOMENTUM)
                mean, variance = mean_now, variance_now
            hidden = (hidden - mean) * (torch.rsqrt(variance + EPSILON) * self.gains[place]) + self.shifts[place]
            hidden = torch.relu(hidden)
            if self.training and self.shape.dropout:
                hidden = torch.nn.functional.dropout(hidden, self.shape.dropout)
        return torch.matmul(hidden, self.head) + self.head_bias

    def block(self, channels, slope, deviation, pga, area, saturation) -> Block:
        """Give what :func:`respond` gives, the probability that of the unit.

        Parameters
        ----------
        channels : tensor, shape (members or 1, n, channels)
        slope, deviation, pga, area, saturation : tensor, shape (members or 1, n) or (members or 1, n, events)
            deg, deg, g, m2, 0 to 1.
        """
        return _chain(self.shape, self.raw(channels), self.share, self.log_area, slope, deviation, pga, area,
                      saturation)


def _chain(shape, raw, share, log_area, slope, deviation, pga, area, saturation) -> Block:
    cohesion, friction = strength(raw)
    if pga.dim() == 3:      # several earthquakes
        cohesion, friction, share, log_area = (each.unsqueeze(-1) for each in (cohesion, friction, share, log_area))
    if shape.deviation:
        slope = slope + torch.nn.functional.softplus(share) * deviation
    found = respond(cohesion, friction, slope, pga, saturation)
    if shape.area:
        found = found._replace(probability=of_unit(found.probability, area, torch.exp(log_area)))
    return found


class Exported(torch.nn.Module):
    """The ensemble as it is shipped: batch norm folded into the products, inputs by name, everything float32."""

    def __init__(self, ensemble: Ensemble) -> None:
        super().__init__()
        self.shape = ensemble.shape
        weights, biases = [], []
        for place, (weight, bias) in enumerate(zip(ensemble.weights, ensemble.biases)):
            scale = torch.rsqrt(getattr(ensemble, f"variance{place}") + EPSILON) * ensemble.gains[place]
            weights.append((weight * scale).detach())
            biases.append(((bias - getattr(ensemble, f"mean{place}")) * scale + ensemble.shifts[place]).detach())
        weights.append(ensemble.head.detach())
        biases.append(ensemble.head_bias.detach())
        for place, (weight, bias) in enumerate(zip(weights, biases)):
            self.register_buffer(f"weight{place}", weight)
            self.register_buffer(f"bias{place}", bias)
        self.register_buffer("share", ensemble.share.detach())
        self.register_buffer("log_area", ensemble.log_area.detach())

    def input_names(self) -> list:
        """Names of the inputs: channels (n, channels), all others (n,)."""
        return ["channels", "slope", "pga", "saturation", *(["slope_deviation"] if self.shape.deviation else []),
                *(["area"] if self.shape.area else [])]

    def forward(self, channels, slope, pga, saturation, *others):
        """Give the outputs in the order of `OUTPUTS`, each of shape (members, n)."""
        others = list(others)
        deviation = others.pop(0) if self.shape.deviation else None
        area = others.pop(0) if self.shape.area else None
        raw = channels.unsqueeze(0)
        for place in range(self.shape.depth + 1):
            raw = torch.relu(raw) if place else raw
            raw = torch.matmul(raw, getattr(self, f"weight{place}")) + getattr(self, f"bias{place}")
        found = _chain(self.shape, raw, self.share, self.log_area, slope, deviation, pga, area, saturation)
        return (found.c_over_t, found.friction, found.factor_of_safety, found.critical_acceleration,
                torch.exp(found.log_displacement * math.log(10.0)), found.probability)


def joined(parts) -> Ensemble:
    """Make one ensemble of several of the same shape but for the number of members."""
    first = parts[0]
    shape = Shape(**{**vars(first.shape), "members": sum(part.shape.members for part in parts)})
    whole = Ensemble(shape, 0)
    states = [part.state_dict() for part in parts]
    whole.load_state_dict({name: torch.cat([state[name] for state in states]) for name in states[0]})
    return whole.eval()
