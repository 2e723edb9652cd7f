"""Cards read from JSON and checked; those of Scarp 0.1, which were flat, are brought into the present form."""

from __future__ import annotations

import json
import math

from ..errors import InputError
from .card import FACTOR_KINDS, FIRST_RELEASE, FORMAT, STEEPEST_DESCENT, Card, Factor
from .kinds import KINDS

_REMEDY = "Use a model trained with Scarp."

_FIRST_SECTIONS = {
    "ppm_cnn": lambda content: {name: content[name] for name in ("patch", "cell_size")},
    "pinn": lambda content: {name: content["training"].pop(name) for name in (
        "roles", "reference_area", "slope_range", "pga_range_g") if name in content["training"]},
}
"""Sections of the cards of Scarp 0.1, format 1, which had windows in the head, and the roles of a PINN in training."""


def from_json(text: str, parameter: str = "MODEL") -> Card:
    """Read a card.

    Parameters
    ----------
    text : str
    parameter : str
        Where the network was given, for messages.

    Raises
    ------
    InputError
        It is no card of ours, of a later format or an unknown kind, or a value in it cannot be.
    """
    try:
        content = json.loads(text)
        version = content.pop("format")
        if version > FORMAT:
            raise InputError(parameter, f"its model card has format {version}, this Scarp reads up to {FORMAT}",
                             "Update Scarp.")
        card = _card(content if version > 1 else _from_first_format(content), parameter)
        fault = _fault(card) or card.section.fault()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(parameter, f"its model card cannot be read: {error}", _REMEDY) from error
    if fault:
        raise InputError(parameter, f"its model card says {fault}", _REMEDY)
    return card


def _card(content: dict, parameter: str) -> Card:
    kind = content["kind"]
    if kind not in KINDS:
        raise InputError(parameter, f"its model card says it is a '{kind}' network; this Scarp knows "
                         f"{', '.join(KINDS)}", "Update Scarp, or use a model trained with it.")
    section = KINDS[kind].section.from_dict(content.pop(kind))
    factors = tuple(Factor(**{**each, "classes": tuple(each.get("classes", ()))}) for each in content["factors"])
    return Card(**{**content, "factors": factors, "section": section, "caveats": tuple(content.get("caveats", ()))})


def _from_first_format(content: dict) -> dict:
    kind = content.pop("network")
    section = _FIRST_SECTIONS[kind](content) if kind in _FIRST_SECTIONS else {}
    rest = {name: value for name, value in content.items() if name not in ("patch", "cell_size")}
    return {**rest, "kind": kind, kind: section, "flow_directions": FIRST_RELEASE}


def _fault(card: Card) -> str:
    """Say what is impossible in the head of a card, empty when nothing is."""
    names = [factor.name for factor in card.factors]
    if not names or len(set(names)) < len(names):
        return "that it has no factors, or one twice"
    for factor in card.factors:
        if factor.kind not in FACTOR_KINDS:
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
    if card.flow_directions not in (STEEPEST_DESCENT, FIRST_RELEASE):
        return f"that its flow directions are '{card.flow_directions}'"
    if not (isinstance(card.members, int) and card.members > 0):
        return f"that it has {card.members} networks"
    return "" if 0 < card.prevalence < 1 else f"that landslides have a share of {card.prevalence}"
