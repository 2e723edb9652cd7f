"""Smooth branches of the limit state, each with its gradient."""

from __future__ import annotations

import numpy as np

from ..quantities import WATER_UNIT_WEIGHT
from ..water.infiltration import LEAST_DEPTH, LEAST_STORAGE
from .formula import factor_of_safety

BASE = 0
"""Branch in which the front has reached the base of the soil; branches from 1 on are the lines of the front."""

ROOM = ("porosity", "saturation_initial", "saturation_final")
"""Variables that say how much water the soil can take."""

STRENGTHS = ("cohesion", "friction")
"""Variables in which the factor of safety is linear, without a constant."""


class Branch:
    """Cell quantities of one smooth branch; subclasses say how load and pressure follow from the variables."""

    inputs = ()

    def __init__(self, slope, branch=None):
        for name in ("cosine", "driving", "frictional", "constant", "rise"):
            setattr(self, name, getattr(slope, name))
        self.intercept = self.rate = self.given = None
        if branch is not None and slope.soaks:
            self.intercept, self.rate = slope.front.pick(branch - 1)
        elif branch is not None:
            self.given = slope.front

    def take(self, index):
        twin = object.__new__(type(self))
        twin.__dict__.update({k: v[index] if isinstance(v, np.ndarray) else v for k, v in self.__dict__.items()})
        return twin

    def _infiltrated(self, values):
        """Water let in, m, and its derivative by k_s, which ends at the floor."""
        water, floor = self.intercept + self.rate * values["ksat"], LEAST_STORAGE * LEAST_DEPTH
        if not np.size(water) or np.min(water) > floor:
            return water, self.rate
        # The floor keeps ratios finite where k_s comes out negative (a normal k_s far from its mean).
        return np.maximum(water, floor), np.where(water > floor, self.rate, 0.0)

    def _fos(self, values, per_load, ratio):
        fos, by_cohesion, by_friction = factor_of_safety(
            values["cohesion"], values["friction"], per_load, ratio, self.driving, self.frictional)
        return fos, {"cohesion": by_cohesion, "friction": by_friction}

    def _by_load_and_ratio(self, values):
        return values["cohesion"] / self.driving, -values["friction"] / self.driving


class AtDepth(Branch):
    """Failure at a depth: the soil thickness, or one that is given."""

    def __init__(self, slope, depth=None):
        super().__init__(slope)
        self.inverse = None if depth is None else 1.0 / np.maximum(depth, LEAST_DEPTH)
        self.inputs = (*STRENGTHS, "unit_weight") if depth is not None else (*STRENGTHS, "unit_weight", "thickness")

    def evaluate(self, values, wanted):
        inverse = self.inverse if self.inverse is not None else 1.0 / np.maximum(values["thickness"], LEAST_DEPTH)
        return self._at(values, wanted, inverse, {"thickness": -inverse * inverse} if "thickness" in wanted else {})

    def _at(self, values, wanted, inverse, by_inverse):
        """FOS at depth 1/inverse; `by_inverse` holds the derivatives of the inverse depth."""
        weight = values["unit_weight"]
        per_load = inverse / weight
        ratio = self.constant * per_load + self.rise / weight
        fos, gradient = self._fos(values, per_load, ratio)
        if "unit_weight" in wanted or by_inverse:
            by_load, by_ratio = self._by_load_and_ratio(values)
            gradient["unit_weight"] = -(by_load * per_load + by_ratio * ratio) / weight
            if by_inverse:
                slope = (by_load + by_ratio * self.constant) / weight
                gradient.update((name, slope * by) for name, by in by_inverse.items())
        return fos, gradient


class Linear(Branch):
    """Failure at a known depth under a known weight: linear in what is left."""

    inputs = STRENGTHS

    def __init__(self, slope, depth, weight):
        super().__init__(slope)
        per_load = 1.0 / (weight * np.maximum(depth, LEAST_DEPTH))
        ratio = self.constant * per_load + self.rise / weight
        _, self.by_cohesion, self.by_friction = factor_of_safety(
            1.0, 1.0, per_load, ratio, self.driving, self.frictional)

    def evaluate(self, values, wanted):
        fos = values["cohesion"] * self.by_cohesion + values["friction"] * self.by_friction
        return fos, {"cohesion": self.by_cohesion, "friction": self.by_friction}


class AtFront(AtDepth):
    """Failure at a wetting front that follows one line in k_s."""

    def __init__(self, slope, branch):
        Branch.__init__(self, slope, branch)
        self.inputs = (*STRENGTHS, "unit_weight", *ROOM, "ksat")

    def evaluate(self, values, wanted):
        n, first, last = (values[name] for name in ROOM)
        infiltrated, rate = self._infiltrated(values)
        # 1/z goes smoothly through a column without room, where z itself leaps to infinity and beyond.
        per_room = self.cosine / infiltrated
        gap = last - first
        inverse = n * gap * per_room
        by = {}
        if "porosity" in wanted:
            by["porosity"] = gap * per_room
        if "saturation_initial" in wanted or "saturation_final" in wanted:
            by["saturation_final"] = n * per_room
            by["saturation_initial"] = -by["saturation_final"]
        if "ksat" in wanted:
            by["ksat"] = -inverse * rate / infiltrated
        return self._at(values, wanted, inverse, by)


class AtBase(Branch):
    """Failure at the base of a soil that is soaked, or wet as far down as one line lets it."""

    def __init__(self, slope, branch=None):
        super().__init__(slope, branch)
        self.wet = branch is None
        inputs = (*STRENGTHS, "unit_weight", "thickness")
        self.inputs = inputs if self.wet else (*inputs, *ROOM, *(("ksat",) if slope.soaks else ()))

    def evaluate(self, values, wanted):
        thickness, weight = np.maximum(values["thickness"], LEAST_DEPTH), values["unit_weight"]
        load, by = weight * thickness, {"unit_weight": thickness, "thickness": weight}
        if not self.wet:
            short, by_short = self._shortfall(values, thickness)
            load = load - WATER_UNIT_WEIGHT * short
            for name, slope in by_short.items():
                by[name] = by.get(name, 0.0) - WATER_UNIT_WEIGHT * slope
        per_load = 1.0 / load
        ratio = (self.constant + self.rise * thickness) * per_load
        fos, gradient = self._fos(values, per_load, ratio)
        by_load, by_ratio = self._by_load_and_ratio(values)
        slope = -per_load * (by_load * per_load + by_ratio * ratio)
        gradient.update((name, slope * d) for name, d in by.items() if name in wanted)
        if "thickness" in wanted:
            gradient["thickness"] = gradient["thickness"] + by_ratio * self.rise * per_load
        return fos, gradient

    def _shortfall(self, values, thickness):
        n, first, last = (values[name] for name in ROOM)
        gap, depth, height, by = last - first, 0.0, thickness, {}
        if self.given is None:
            depth = (self.intercept + self.rate * values["ksat"]) / self.cosine
            by = {"ksat": -self.rate / self.cosine}
        else:
            height = thickness - self.given
        return n * gap * height - depth, dict(by, porosity=gap * height, saturation_final=n * height,
                                              saturation_initial=-n * height, thickness=n * gap)


class Arrival(Branch):
    """Room of the column over the water let in: below 1 once the front has reached the base."""

    def __init__(self, slope, branch):
        super().__init__(slope, branch)
        self.inputs = ("thickness", *ROOM, "ksat") if slope.soaks else ("thickness",)

    def evaluate(self, values, wanted):
        thickness = values["thickness"]
        if self.given is not None:
            per_depth = 1.0 / np.maximum(self.given, LEAST_DEPTH)
            return thickness * per_depth, {"thickness": per_depth}
        n, first, last = (values[name] for name in ROOM)
        infiltrated, rate = self._infiltrated(values)
        per_water, gap = self.cosine / infiltrated, last - first
        ratio, height = n * gap * thickness * per_water, thickness * per_water
        return ratio, {"porosity": gap * height, "saturation_final": n * height, "saturation_initial": -n * height,
                       "thickness": n * gap * per_water, "ksat": -ratio * rate / infiltrated}
