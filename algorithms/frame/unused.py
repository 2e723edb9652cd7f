"""Parameters that were given and have no effect beside the others: the user is told of each."""

from __future__ import annotations

from typing import Callable, NamedTuple, Tuple


class Rule(NamedTuple):
    """Parameters that have no effect where `idle` holds, and why.

    Attributes
    ----------
    names : tuple of str
        One that ends in ``*`` stands for itself and its ``_VALUE``.
    beside : tuple of str
        Parameters an algorithm must have for the rule to mean anything.
    idle : callable
        Takes what was given.
    why : str or callable
        Ends the sentence "X is not used, since"; a callable makes it of what was given.
    """

    names: Tuple[str, ...]
    beside: Tuple[str, ...]
    idle: Callable
    why: object


def _either(given, name: str) -> bool:
    return given.has(name) or given.has(f"{name}_VALUE")


def _sampling(given) -> bool:
    return given.choice("METHOD") in ("importance", "montecarlo")


RULES = (
    Rule(("WATER_TABLE*",), ("PORE_PRESSURE",), lambda given: given.choice("PORE_PRESSURE") in ("zero", "seepage"),
         lambda given: f"PORE_PRESSURE is {given.choice('PORE_PRESSURE')}"),
    Rule(("SEISMIC_COEFFICIENT",), ("PGA",), lambda given: not _either(given, "PGA"), "there is no PGA"),
    Rule(("PGA_UNIT",), ("PGA", "SEISMIC_COEFFICIENT"), lambda given: not _either(given, "PGA"), "there is no PGA"),
    # SEED still acts: cells that did not converge are sampled.
    Rule(("SAMPLES",), ("METHOD", "PORE_PRESSURE"), lambda given: not _sampling(given),
         lambda given: f"METHOD {given.choice('METHOD')} draws no samples"),
    Rule(("CORRELATION_TYPE",), ("CORRELATION",), lambda given: not given.has("CORRELATION")
         and not given.has("SCENARIOS"), "there is no CORRELATION"),
    Rule(("STEP_HOURS", "RAIN_UNIT"), ("RAIN_LAYERS",), lambda given: not given.has("RAIN_LAYERS"),
         "there are no RAIN_LAYERS"),
    Rule(("DURATION",), ("RAIN_INTENSITY",), lambda given: not given.has("RAIN_INTENSITY"),
         "there is no RAIN_INTENSITY"),
    Rule(("FLOW_DIRECTION",), ("ROUTE_RUNOFF",), lambda given: not given.flag("ROUTE_RUNOFF"),
         "ROUTE_RUNOFF is off"),
    Rule(("ROUTE_RUNOFF", "TIMES"), ("WETTING_FRONT", "PORE_PRESSURE"), lambda given: given.has("WETTING_FRONT"),
         "WETTING_FRONT gives the front, whose bands are the times"),
    Rule(("STORAGE_LIMIT",), ("ROUTE_RUNOFF", "PORE_PRESSURE"), lambda given: not given.flag("ROUTE_RUNOFF"),
         "without ROUTE_RUNOFF what full soil does not take in is lost"),
    Rule(("H_MIN", "H_MAX"), ("THICKNESS_MODEL",), lambda given: not given.choice("THICKNESS_MODEL"),
         "there is no THICKNESS_MODEL"),
    Rule(("ZONE_FIELD",), ("SOIL_ZONES",), lambda given: not given.is_vector("SOIL_ZONES"),
         "SOIL_ZONES are no polygons"),
    Rule(("POROSITY", "SATURATION_INITIAL", "SATURATION_FINAL", "KSAT"), ("WETTING_FRONT", "FAILURE_SURFACE"),
         lambda given: given.has("WETTING_FRONT") and given.choice("FAILURE_SURFACE") == "front",
         "WETTING_FRONT gives the front"),
    Rule(("KSAT",), ("WETTING_FRONT", "FAILURE_SURFACE"),
         lambda given: given.has("WETTING_FRONT") and given.choice("FAILURE_SURFACE") != "front",
         "WETTING_FRONT gives the front"),
    Rule(("COHESION", "FRICTION", "UNIT_WEIGHT"), ("INFILTRATION",), lambda given: True,
         "a wetting front does not depend on strength"),
    Rule(("NEGATIVES", "FOLDS", "BLOCK_SIZE", "FITTED"), ("FOLDER", "INVENTORY"),
         lambda given: not given.has("INVENTORY"), "there is no INVENTORY"),
    Rule(("DEM",), ("INPUTS", "SLOPE"), lambda given: given.has("SLOPE"), "SLOPE is given"),
    Rule(("CLASSES",), ("BREAKS",), lambda given: given.choice("METHOD") == "fixed", "METHOD is fixed"),
    Rule(("BREAKS",), ("CLASSES",), lambda given: given.choice("METHOD") in ("jenks", "quantile", "equal"),
         lambda given: f"METHOD is {given.choice('METHOD')}"),
    Rule(("SLOPE",), ("METHOD", "H_MIN", "THICKNESS"), lambda given: given.choice("METHOD") == "z"
         and given.has("DEM"), "METHOD is z"),
)


def unused(given) -> list:
    """Give a sentence for every parameter that was set to something else than its default and has no effect."""
    lines = []
    for rule in RULES:
        if not all(given.offers(name) for name in rule.beside) or not rule.idle(given):
            continue
        names = [each for name in rule.names for each in ([name[:-1], f"{name[:-1]}_VALUE"] if name.endswith("*")
                                                          else [name])]
        why = rule.why(given) if callable(rule.why) else rule.why
        lines += [f"{name} is not used, since {why}." for name in names if given.is_set(name)]
    return list(dict.fromkeys(lines))
