"""The model card: what a network wants, what it was trained on, how good it is; JSON in the ONNX metadata.

Values of factors are those of the rasters as users know them; how they become channels is in :mod:`.encoding`.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field
from typing import Optional, Tuple

from ..errors import InputError

KEY = "scarp_card"
"""Name of the metadata item."""

FORMAT = 1
KINDS = ("number", "angle", "flow_direction", "category")


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
class Card:
    """What must be known to use a network, and to judge it.

    Attributes
    ----------
    network : str
        Such as ``ppm_cnn``.
    title : str
        One line for people.
    factors : tuple of Factor
        In the order of the channels.
    patch : int
        Cells on a side of the window behind each value.
    cell_size : float
        m.
    members : int
        Networks in the ensemble.
    prevalence : float
        Share of landslides for which the probability holds.
    training, metrics : dict
        Area, samples, settings; measures with who the test cases were. Plain JSON values.
    licence : str
    caveats : tuple of str
    """

    network: str
    title: str
    factors: Tuple[Factor, ...]
    patch: int
    cell_size: float
    members: int = 1
    prevalence: float = 0.5
    training: dict = field(default_factory=dict)
    metrics: dict = field(default_factory=dict)
    licence: str = ""
    caveats: Tuple[str, ...] = ()

    @property
    def channels(self) -> int:
        """Channels of the network's input."""
        return sum(factor.channels for factor in self.factors)

    @property
    def halo(self) -> int:
        """Cells of the window on each side of the middle one."""
        return self.patch // 2

    def to_json(self) -> str:
        """Write it down."""
        content = {"format": FORMAT, **asdict(self)}
        for factor in content["factors"]:
            if factor["kind"] != "number":
                for key in ("mean", "deviation", "low", "high", "farthest"):
                    del factor[key]
            if factor["kind"] != "category":
                del factor["classes"]
        return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)


def from_json(text: str) -> Card:
    """Read a card.

    Raises
    ------
    InputError
        It is no card of ours, of a later format, or a value in it cannot be.
    """
    try:
        content = json.loads(text)
        version = content.pop("format")
        if version > FORMAT:
            raise InputError("MODEL", f"its model card has format {version}, this Scarp reads up to {FORMAT}",
                             "Update Scarp.")
        factors = tuple(Factor(**{**each, "classes": tuple(each.get("classes", ()))}) for each in content["factors"])
        card = Card(**{**content, "factors": factors, "caveats": tuple(content.get("caveats", ()))})
        fault = _fault(card)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError("MODEL", f"its model card cannot be read: {error}",
                         "Use a model trained with Scarp.") from error
    if fault:
        raise InputError("MODEL", f"its model card says {fault}", "Use a model trained with Scarp.")
    return card


def _fault(card: Card) -> str:
    """Say what is impossible in a card, empty when nothing is."""
    names = [factor.name for factor in card.factors]
    if not names or len(set(names)) < len(names):
        return "that it has no factors, or one twice"
    for factor in card.factors:
        if factor.kind not in KINDS:
            return f"that {factor.name} is of kind '{factor.kind}'"
        numbers = factor.mean, factor.deviation
        if not all(isinstance(value, (int, float)) and math.isfinite(value) for value in numbers):
            return f"that the mean of {factor.name} is no number"
        if factor.farthest is not None and not factor.farthest > 0:
            return f"that {factor.name} is held at {factor.farthest} deviations"
        if not (factor.deviation > 0 and factor.low <= factor.high):
            return f"that {factor.name} has deviation {factor.deviation} and range {factor.low} to {factor.high}"
        if factor.kind == "category" and not factor.classes:
            return f"that {factor.name} has no classes"
    if not (isinstance(card.patch, int) and 1 <= card.patch <= 255 and card.patch % 2):
        return f"that windows are {card.patch} cells wide"
    if not (math.isfinite(card.cell_size) and card.cell_size > 0):
        return f"that cells are {card.cell_size} m wide"
    return "" if 0 < card.prevalence < 1 else f"that landslides have a share of {card.prevalence}"
