"""PINN: an ensemble that retrieves effective strength from proxies and passes it through the sliding block.

Dahal and Lombardo, "Towards physics-informed neural networks for landslide prediction". The graph holds all members and
the physics; its outputs, one row a member, are ordered here into the 5th, 50th and 95th percentile. The band is the
spread of the ensemble, no confidence interval.
"""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np

from ..errors import InputError, ResourceError
from ..grid.tiles import Progress, Stop, check_cancelled
from .card import Factor
from .encoding import encode, outside
from .pinn_units import Physics, Roles
from .session import Model

NETWORK = "pinn"
PERCENTILES = ("p05", "p50", "p95")
CHUNK = 2048
"""Units computed at a time; 50 members of 64 units then take some 100 MB."""

MOST_AT_ONCE = 4
"""Tiles computed side by side, so that memory does not grow with the processors; the network gets the rest of them."""


OUTPUTS = {"SUSCEPTIBILITY": "probability", "COHESION_PER_THICKNESS": "c_over_t", "FRICTION": "friction",
           "FOS": "factor_of_safety", "CRITICAL_ACCELERATION": "critical_acceleration", "DISPLACEMENT": "displacement"}
"""Outputs of the graph by output parameter; fields of tables have the parameters' names in lower case."""


class Pinn(Model):
    """An ensemble ready to run; parameters and errors as :class:`.session.Model`, without the kind of network."""

    def __init__(self, path: str, provider: str = "auto", threads: Optional[int] = None, log=None, warn=None) -> None:
        super().__init__(path, NETWORK, provider, threads, log, warn)
        self.roles = roles_of(self.card)

    def _check_graph(self, name: str) -> None:
        graph = {each.name: each.shape for each in self._session.get_inputs()}
        self.outputs = [each.name for each in self._session.get_outputs()]
        wanted = set(OUTPUTS.values())
        if not wanted <= set(self.outputs) or graph.get("channels", [0])[-1] != self.card.channels:
            raise InputError("MODEL", f"the graph of '{name}' does not fit its card", "Use a model trained with Scarp.")
        self._inputs = set(graph)

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
        feed = {name: np.ascontiguousarray(given[name], dtype=np.float32) for name in self._inputs}
        try:
            return dict(zip(self.outputs, self._session.run(self.outputs, feed)))
        except Exception as error:
            raise ResourceError(f"The network failed on {self.provider}: {str(error).splitlines()[0][:200]}") from error

    @property
    def reference_area(self) -> float:
        """A0 of the card, m2: where no area is given, the probability is that of a unit so large."""
        return float(self.card.training.get("reference_area", 1.0))


def roles_of(card) -> Roles:
    """Read from a card which column is the slope, the shaking and so on.

    Raises
    ------
    InputError
        The card does not say.
    """
    try:
        return Roles.from_dict(card.training["roles"])
    except (KeyError, TypeError) as error:
        raise InputError("MODEL", "its model card does not name slope and shaking",
                         "Use a model trained with Scarp.") from error


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


def watched(card) -> Tuple[Factor, ...]:
    """Give what may leave the range of the training: the factors, then slope and shaking (g) by the card's ranges."""
    ranges = [Factor(name, low=card.training[key][0], high=card.training[key][1], unit=unit)
              for name, key, unit in (("slope", "slope_range", "deg"), ("PGA", "pga_range_g", "g"))
              if key in card.training]
    return (*card.factors, *ranges)


def extrapolation_words(counts: np.ndarray, card) -> List[str]:
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
