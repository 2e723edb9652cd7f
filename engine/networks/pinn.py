"""PINN: an ensemble that retrieves effective strength from proxies and passes it through the sliding block.

Dahal and Lombardo, "Towards physics-informed neural networks for landslide prediction". The graph holds all members and
the physics; its outputs, one row a member, are ordered here into the 5th, 50th and 95th percentile. The band is the
spread of the ensemble, no confidence interval.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from .card import Card, Factor, Section
from .encoding import encode, outside
from .pinn_units import Physics, Roles

if TYPE_CHECKING:
    from ..grid.tiles import Progress, Stop
    from .session import Network

NETWORK = "pinn"
PERCENTILES = ("p05", "p50", "p95")
CHUNK = 2048
"""Units computed at a time; 50 members of 64 units then take some 100 MB."""

MOST_AT_ONCE = 4
"""Tiles computed side by side, so that memory does not grow with the processors; the network gets the rest of them."""


OUTPUTS = {"SUSCEPTIBILITY": "probability", "COHESION_PER_THICKNESS": "c_over_t", "FRICTION": "friction",
           "FOS": "factor_of_safety", "CRITICAL_ACCELERATION": "critical_acceleration", "DISPLACEMENT": "displacement"}
"""Outputs of the graph by output parameter; fields of tables have the parameters' names in lower case."""


@dataclass(frozen=True)
class SlidingBlock(Section):
    """Section of its card.

    Attributes
    ----------
    roles : Roles
        Columns of the training that are slope, shaking and so on; one of shaking for each earthquake.
    reference_area : float
        A0, m2: where no area is given, the probability is that of a unit so large.
    slope_range, pga_range_g : (float, float), optional
        Middle 99.8 % of the units it was trained on, deg and g.
    """

    roles: Roles
    reference_area: float = 1.0
    slope_range: Optional[Tuple[float, float]] = None
    pga_range_g: Optional[Tuple[float, float]] = None

    def columns(self, units: bool) -> Dict[str, str]:
        """Give slope and shaking of one earthquake, and what else there was; cells have neither area nor saturation."""
        roles = self.roles
        found = {"slope": roles.slope, "slope_deviation": roles.slope_deviation, "pga": "".join(roles.pga[:1])}
        if units:
            found.update(area=roles.area, saturation=roles.saturation)
        return {role: name for role, name in found.items() if name}

    def sides(self) -> Dict[str, int]:
        """Give three units."""
        return {"units": 3}

    def fault(self) -> str:
        """Say what is impossible in it, empty when nothing is."""
        if not (self.roles.slope and self.roles.pga):
            return "nothing of slope and shaking"
        if not (math.isfinite(self.roles.pga_factor) and self.roles.pga_factor > 0):
            return f"that PGA in g is its column times {self.roles.pga_factor}"
        if not (math.isfinite(self.reference_area) and self.reference_area > 0):
            return f"that its reference area is {self.reference_area} m2"
        for what, limits in (("slope", self.slope_range), ("PGA", self.pga_range_g)):
            if limits is not None and not limits[0] <= limits[1]:
                return f"that {what} has the range {limits[0]} to {limits[1]}"
        return ""

    @classmethod
    def from_dict(cls, content: Mapping) -> SlidingBlock:
        """Read what :meth:`to_dict` gave."""
        ranges = {name: tuple(content[name]) for name in ("slope_range", "pga_range_g") if content.get(name)}
        return cls(**{**content, **ranges, "roles": Roles.from_dict(content["roles"])})


class Pinn:
    """An ensemble that predicts units.

    Parameters
    ----------
    network : Network
        Opened by :func:`.session.open`.
    """

    def __init__(self, network: Network) -> None:
        self.network, self.card = network, network.card
        self.roles, self.reference_area = self.card.section.roles, float(self.card.section.reference_area)

    def predict(self, values: Sequence[np.ndarray], physics: Physics, names: Sequence[str] = tuple(OUTPUTS), *,
                progress: Progress = None, cancelled: Stop = None) -> Dict[str, np.ndarray]:
        """Predict units.

        Parameters
        ----------
        values : sequence of float array, shape (n,)
            Predictors in the order of the card, NaN where there is no value.
        physics : Physics
            One earthquake; an area of NaN is the reference area of the card.
        names : sequence of str
            Keys of `OUTPUTS` that are wanted.
        progress, cancelled
            As in `engine.grid.tiles.run`.

        Returns
        -------
        dict of str to float32 array, shape (3, n)
            p05, p50, p95; NaN where an input is missing. The displacement is also NaN where that percentile belongs to
            a slope that fails without an earthquake.
        """
        from ..grid.tiles import check_cancelled

        factors = self.card.factors
        known = np.isfinite(values).all(axis=0) & physics.known(False)
        rows = np.flatnonzero(known)
        found = {name: np.full((len(PERCENTILES), known.size), np.nan, dtype=np.float32) for name in names}
        for start in range(0, rows.size, CHUNK):
            check_cancelled(cancelled)
            part = rows[start:start + CHUNK]
            channels = encode([each[part][None, :] for each in values], factors)[:, 0].T
            members = self._members(channels, physics.take(part))
            # A member that fails at rest slides for ever: it is ordered last, and is no number.
            members["displacement"][members["factor_of_safety"] <= 1.0] = np.inf
            for name in names:
                found[name][:, part] = percentiles(members[OUTPUTS[name]])
            if progress is not None:
                progress((start + part.size) / rows.size)
        if "DISPLACEMENT" in found:
            found["DISPLACEMENT"][~np.isfinite(found["DISPLACEMENT"])] = np.nan
        return found

    def _members(self, channels: np.ndarray, physics: Physics) -> Dict[str, np.ndarray]:
        area = np.where(np.isfinite(physics.area), physics.area, self.reference_area)
        given = {"channels": channels, "slope": physics.slope, "slope_deviation": physics.slope_deviation,
                 "pga": physics.pga[:, 0], "saturation": physics.saturation, "area": area}
        return self.network.run({name: np.ascontiguousarray(given[name], dtype=np.float32)
                                 for name in self.network.inputs})


def percentiles(members: np.ndarray) -> np.ndarray:
    """5th, 50th and 95th percentile over the first axis, shape (3, n): members themselves, the median of an even number
    the mean of the middle two, so that an infinite value is never mixed into a finite one.
    """
    count = len(members)
    low, high = round(0.05 * (count - 1)), round(0.95 * (count - 1))
    middle = (count - 1) // 2, count // 2
    ordered = np.partition(np.ascontiguousarray(members.T), sorted({low, *middle, high}), axis=1)
    with np.errstate(invalid="ignore"):
        return np.stack([ordered[:, low], (ordered[:, middle[0]] + ordered[:, middle[1]]) / 2, ordered[:, high]])


def extrapolation_counts(values: Sequence[np.ndarray], factors: Sequence[Factor]) -> np.ndarray:
    """Count the units with a value, then those outside what each factor was trained on; int64, shape (factors + 1,)."""
    known = np.isfinite(values).all(axis=0)
    return np.array([known.sum(), *((outside(each, factor) & known).sum() for each, factor in zip(values, factors))])


def watched(card: Card) -> Tuple[Factor, ...]:
    """Give what may leave the range of the training: the factors, then slope and shaking (g) by the card's ranges."""
    ranges = [Factor(name, low=limits[0], high=limits[1], unit=unit)
              for name, limits, unit in (("slope", card.section.slope_range, "deg"),
                                         ("PGA", card.section.pga_range_g, "g")) if limits is not None]
    return (*card.factors, *ranges)


def extrapolation_words(counts: np.ndarray, card: Card) -> List[str]:
    """Say what leaves the range of the training, most first; none below 2 % but for classes never seen.

    The range is that of the middle 99.8 % of the units it was trained on.

    Parameters
    ----------
    counts : int array
        From :func:`extrapolation_counts` for what :func:`watched` gives.
    card : Card
    """
    factors, words = watched(card), []
    for place in np.argsort(-counts[1:], kind="stable"):
        factor, share = factors[place], counts[place + 1] / max(counts[0], 1)
        if factor.kind == "category" and share > 0:
            words.append(f"{factor.name}: {share:.2%} have a class the model never saw; they are predicted as of "
                         "unknown class")
        elif share > 0.02:
            unit = f" {factor.unit}" if factor.unit else ""
            rim = "; they are predicted as at its rim" if place < len(card.factors) else ""
            words.append(f"{factor.name}: {share:.2%} lie outside {factor.low:.4g} to {factor.high:.4g}{unit}, which "
                         f"the model was trained on{rim}")
    return words
