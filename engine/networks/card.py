"""The model card: what a network wants, what it was trained on, how good it is; JSON in the ONNX metadata.

A card has a head that every network has, and one section that its kind alone needs (:mod:`.kinds`). Cards are read by
:mod:`.card_reader`. Values of factors are those of the rasters as users know them; how they become channels is in
:mod:`.encoding`.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field, fields
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

KEY = "scarp_card"
"""Name of the metadata item."""

FORMAT = 2
FACTOR_KINDS = ("number", "angle", "flow_direction", "category")

STEEPEST_DESCENT, FIRST_RELEASE = "steepest_descent", "scarp-0.1"
"""Flow directions Scarp has had: D8 by steepest descent, and those of version 0.1, which were not."""

FROM_FLOW = ("flow_direction", "flow_accumulation", "log_accumulation", "topographic_wetness_index", "river_distance")
"""``SCARP_NAME`` of the factors that follow from flow directions."""


@dataclass(frozen=True)
class Factor:
    """One raster a network looks at.

    Attributes
    ----------
    name : str
        As rasters carry it in ``SCARP_NAME``.
    kind : {'number', 'angle', 'flow_direction', 'category'}
        An angle is in degrees clockwise from north; a flow direction is an ESRI code.
    unit : str
    mean, deviation : float
        Middle and width of the training samples; only of numbers.
    low, high : float
        Range of the training samples, windows included; only of numbers.
    farthest : float, optional
        Deviations beyond which a number counts no more: a few wild values (curvature on flat ground) would drown all
        others.
    classes : tuple of int
        Only of categories.
    """

    name: str
    kind: str = "number"
    unit: str = ""
    mean: float = 0.0
    deviation: float = 1.0
    low: float = -math.inf
    high: float = math.inf
    farthest: Optional[float] = None
    classes: Tuple[int, ...] = ()

    @property
    def channels(self) -> int:
        """Channels it becomes."""
        return {"number": 1, "category": len(self.classes)}.get(self.kind, 2)


@dataclass(frozen=True)
class Section:
    """What a card says for the sake of its kind alone; each kind has a subclass of it in its own module."""

    from_dem = False
    """Whether its algorithm computes its factors from an elevation model, as the card says."""

    def cell_width(self) -> Optional[float]:
        """Give the width of the cells it is for, m; None where any will do."""
        return None

    def own_inputs(self, names: Sequence[str]) -> List[str]:
        """Name the rasters it must be given, of the names of its factors."""
        return list(names)

    def columns(self, units: bool) -> Dict[str, str]:
        """Give the inputs besides the factors: by role the name they had in training.

        Parameters
        ----------
        units : bool
            The network reads units of a table, which have more inputs than cells.
        """
        return {}

    def sides(self) -> Dict[str, int]:
        """Give sizes with which the graph is tried: by the names of sides in the tensors of :mod:`.kinds`."""
        return {}

    def fault(self) -> str:
        """Say what is impossible in it, empty when nothing is."""
        return ""

    def to_dict(self) -> dict:
        """Give plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, content: Mapping) -> Section:
        """Read what :meth:`to_dict` gave."""
        return cls(**content)


@dataclass(frozen=True)
class Card:
    """What must be known to use a network, and to judge it.

    Attributes
    ----------
    kind : str
        Such as ``ppm_cnn``, a key of :data:`.kinds.KINDS`.
    title : str
        One line for people.
    factors : tuple of Factor
        In the order of the channels.
    section : Section
        That of its kind.
    members : int
        Networks in the ensemble.
    prevalence : float
        Share of landslides for which the probability holds.
    training, metrics : dict
        Area, samples, settings, version of Scarp; measures with who the test cases were. Plain JSON values.
    licence : str
    caveats : tuple of str
    flow_directions : {'steepest_descent', 'scarp-0.1'}
        Which flow directions Scarp had when it was trained.
    """

    kind: str
    title: str
    factors: Tuple[Factor, ...]
    section: Section
    members: int = 1
    prevalence: float = 0.5
    training: dict = field(default_factory=dict)
    metrics: dict = field(default_factory=dict)
    licence: str = ""
    caveats: Tuple[str, ...] = ()
    flow_directions: str = STEEPEST_DESCENT

    @property
    def channels(self) -> int:
        """Channels of the network's input."""
        return sum(factor.channels for factor in self.factors)

    @property
    def outdated(self) -> str:
        """What makes it unlike maps made today, to follow its name; empty when nothing does."""
        names = [factor.name for factor in self.factors if factor.name in FROM_FLOW]
        if self.flow_directions != FIRST_RELEASE or not names:
            return ""
        return (f"was trained on flow directions of Scarp 0.1 (in {', '.join(names)}), which were not those of "
                "steepest descent; train it again")

    def to_json(self) -> str:
        """Write it down."""
        content = {"format": FORMAT, **{each.name: getattr(self, each.name) for each in fields(self)}}
        content["factors"] = [_plain(factor) for factor in self.factors]
        del content["section"]
        return json.dumps({**content, self.kind: self.section.to_dict()}, ensure_ascii=False, allow_nan=False, indent=1)


def _plain(factor: Factor) -> dict:
    content = asdict(factor)
    if factor.kind != "number":
        for key in ("mean", "deviation", "low", "high", "farthest"):
            del content[key]
    if factor.kind != "category":
        del content["classes"]
    return content
