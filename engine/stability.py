"""The limit state: factor of safety of an infinite slope behind a wetting front, and its gradient.

    FOS = c' / (p S) + tan phi' (N - u / p) / S                             fails where FOS < 1

with p the overburden pressure on the failure plane (unit weight times vertical depth), u the pore pressure there,
S = sin b cos b and N = cos^2 b. With an earthquake of horizontal coefficient k_h, S = sin b cos b + k_h cos^2 b and
N = cos^2 b - k_h sin b cos b. (Cui et al. 2024, doi:10.1016/j.jrmge.2024.08.005, Eq. 2, with typesetting mended;
pseudo-static form: Kramer 1996, Geotechnical Earthquake Engineering, Eq. 10.1.)

The depth of the wetting front has kinks: it is the least of the soil thickness and of one line in k_s for every
distinct supply of the storm. While c' >= 0 the factor of safety falls with that depth, so it is the greatest over
smooth branches, and failure is the intersection of their events. Reliability methods see only the branches, which
one governs and ``factor_of_safety``; a further limit state is a further class with the same members.
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from .errors import InputError
from .front import FrontLines
from .quantities import VARIABLES, WATER_UNIT_WEIGHT

PORE_PRESSURES = ("suction", "zero", "seepage")
FAILURE_SURFACES = ("front", "base")
LEAST_STORAGE = 1e-6
"""Floor of n (S_f - S_o): less room than this counts as this much."""
LEAST_DEPTH = 1e-4
"""Floor of the depth of a failure plane, m: above it a cell is dry."""
BASE = 0
"""Branch in which the front has reached the base of the soil; branches from 1 on are the lines of the front."""

_STRENGTH = ("cohesion", "friction")
_ROOM = ("porosity", "saturation_initial", "saturation_final")


def factor_of_safety(cohesion, friction, per_load, pressure_ratio, driving, frictional):
    """Give the factor of safety and its derivatives by cohesion and friction, in both of which it is linear.

    Parameters
    ----------
    cohesion : array or float
        c', kPa.
    friction : array or float
        tan phi'.
    per_load : array or float
        1/p, 1/kPa.
    pressure_ratio : array or float
        u/p.
    driving, frictional : array or float
        S and N/S (see the module).

    Returns
    -------
    fos, by_cohesion, by_friction : array or float
    """
    by_cohesion = per_load / driving
    by_friction = frictional - pressure_ratio / driving
    return cohesion * by_cohesion + friction * by_friction, by_cohesion, by_friction


def wetted_depth(infiltrated, porosity, saturation_initial, saturation_final, cosine):
    """Give the depth of the wetting front before the soil's base caps it (SCIENCE: Eqs. 3-6), m, vertical.

    Parameters
    ----------
    infiltrated : array
        Water let in per unit of slope area, m.
    porosity, saturation_initial, saturation_final : array or float
        n, S_o, S_f.
    cosine : array
        Cosine of the slope.

    Returns
    -------
    array
        Infinite where S_f <= S_o: already saturated.
    """
    room = np.maximum(porosity, 0.0) * np.maximum(saturation_final - saturation_initial, 0.0)
    depth = infiltrated / (np.maximum(room, LEAST_STORAGE) * cosine)
    return np.where(saturation_final > saturation_initial, depth, np.inf)


class InfiniteSlope:
    """Infinite slope that fails at the wetting front or at the base of the soil.

    Cell quantities are (n,) arrays; values of the random variables come as a mapping from their names
    (`quantities.VARIABLES`, friction as tan phi') to arrays or numbers that broadcast against them.

    Parameters
    ----------
    slope : (n,) float64 array
        Slope angle, degrees, between 1 and 85.
    front : FrontLines or (n,) float64 array
        What the storm lets in, or the given depth of the wetting front (m, vertical).
    pore_pressure : {'suction', 'zero', 'seepage'}
        Pressure u at the failure plane: ``-9.81 (H - z) cos^2 b`` (linear through zero, positive below the water
        table), 0, or ``9.81 z cos^2 b`` (flow parallel to the slope), kPa.
    water_table : (n,) float64 array, optional
        Depth H of the water table, m; only for ``suction``.
    surface : {'front', 'base'}
        Failure plane: the wetting front, or the base of the soil under what has soaked in.

    Raises
    ------
    InputError
        If an option does not exist or ``suction`` lacks its water table.
    """

    variables = VARIABLES

    def __init__(self, slope, front, pore_pressure="suction", water_table=None, surface="front"):
        if pore_pressure not in PORE_PRESSURES:
            raise InputError("PORE_PRESSURE", f"'{pore_pressure}' does not exist", f"Use {', '.join(PORE_PRESSURES)}")
        if surface not in FAILURE_SURFACES:
            raise InputError("FAILURE_SURFACE", f"'{surface}' does not exist", f"Use {', '.join(FAILURE_SURFACES)}")
        if pore_pressure == "suction" and water_table is None:
            raise InputError("WATER_TABLE", "suction needs the depth of the water table", "Give it in metres")
        angle = np.radians(slope)
        sine, self.cosine = np.sin(angle), np.cos(angle)
        self.driving, resisting = self._geometry(sine * self.cosine, np.square(self.cosine))
        self.frictional = resisting / self.driving
        hydrostatic = WATER_UNIT_WEIGHT * np.square(self.cosine)
        # u = constant + rise z at depth z
        self.constant = -hydrostatic * water_table if pore_pressure == "suction" else 0.0
        self.rise = 0.0 if pore_pressure == "zero" else hydrostatic
        self.front, self.surface = front, surface
        # Seepage starts at the base only once the front is there: a leap, not a kink.
        self.arrives = surface == "base" and pore_pressure == "seepage"

    def _geometry(self, product, square):
        """Give driving S and resisting N from ``sin b cos b`` and ``cos^2 b``."""
        return product, square

    def _twin(self, **changes):
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__, **changes)
        return twin

    def _mapped(self, convert, lines):
        changes = {name: convert(getattr(self, name))
                   for name in ("cosine", "driving", "frictional", "constant", "rise")}
        front = lines(self.front) if self._soaks else convert(self.front)
        return self._twin(front=front, **changes)

    @property
    def _soaks(self):
        return isinstance(self.front, FrontLines)

    def take(self, index):
        """Give the limit state of the cells at `index`."""
        return self._mapped(lambda a: a[index] if np.ndim(a) else a, lambda lines: lines.take(index))

    def column(self):
        """Give the limit state with its cells along the first axis, to meet samples along the second."""
        return self._mapped(lambda a: a[:, None] if np.ndim(a) else a, lambda lines: lines)

    single = False
    """Whether the failure plane is known for certain, which leaves one branch."""

    def known(self, fixed):
        """Give the limit state with as few branches as the variables known for certain leave.

        Parameters
        ----------
        fixed : Mapping of str to float or (n,) float64 array
            Values of the variables that are not random.

        Returns
        -------
        InfiniteSlope
        """
        front = self.front
        if self._soaks and "ksat" in fixed:
            front = front.at(fixed["ksat"])
            if self.surface == "front" and all(name in fixed for name in _ROOM):
                front = wetted_depth(front.intercept[0], *(fixed[name] for name in _ROOM), self.cosine)
        single = self.surface == "front" and not isinstance(front, FrontLines) and "thickness" in fixed
        if single:
            front = np.minimum(front, fixed["thickness"])
        return self._twin(front=front, single=single)

    @property
    def branches(self):
        """Number of branches."""
        if self.single:
            return 1
        return 1 + (self.front.count if self._soaks else 1)

    @property
    def alternatives(self):
        """Limit states of which any failing is failure.

        Just this one, except where seepage starts only once the front reaches the base: there the slope without
        seepage may fail, or the slope with seepage under a front that has arrived.
        """
        return (self._twin(arrives=False, rise=0.0), self) if self.arrives else (self,)

    def governing(self, values):
        """Give the branch that governs (int array): the one of greatest factor of safety."""
        if self.single:
            return np.zeros(np.shape(values["cohesion"] + self.cosine), dtype=np.intp)
        line, depth = self._depth(values)
        if self.surface == "front":
            return np.where(depth < values["thickness"], line + 1, BASE)
        if not self.arrives:
            return np.where(self._shortfall(values, depth) > 0.0, line + 1, BASE)
        awaited = self.smooth(line + 1).evaluate(values, ())[0]
        return np.where(awaited > self.smooth(BASE).evaluate(values, ())[0], line + 1, BASE)

    def smooth(self, branch, fixed=MappingProxyType({})):
        """Give one smooth branch a cell.

        Parameters
        ----------
        branch : int or (n,) int array
            Either `BASE` for all cells or never `BASE`.
        fixed : Mapping of str to float or (n,) float64 array
            Values of the variables known for certain, to work out once what depends on them alone.

        Returns
        -------
        object
            With ``inputs`` (names of the variables it depends on), ``take(index)`` and
            ``evaluate(values, wanted)``, which gives the factor of safety and a dict of its derivatives.
        """
        base = np.ndim(branch) == 0 and branch == BASE
        if self.surface == "front" and (base or not self._soaks):
            depth = self.front if self.single or not base else fixed.get("thickness")
            known = depth is not None and "unit_weight" in fixed
            return _Linear(self, depth, fixed["unit_weight"]) if known else _AtDepth(self, depth)
        if self.surface == "front":
            return _AtFront(self, branch)
        if base:
            return _AtBase(self)
        return _Arrival(self, branch) if self.arrives else _AtBase(self, branch)

    def factor_of_safety(self, values):
        """Give the factor of safety with every kink in it.

        Parameters
        ----------
        values : Mapping of str to array
            One value of every variable.

        Returns
        -------
        float64 array
        """
        if self.single:
            load, pressure = self._at_depth(values, self.front)
        else:
            _, depth = self._depth(values)
            load, pressure = self._at_depth(values, np.minimum(depth, values["thickness"]) if self.surface == "front"
                                            else values["thickness"])
            if self.surface == "base":
                short = np.maximum(self._shortfall(values, depth), 0.0)
                load = load - WATER_UNIT_WEIGHT * short
                if self.arrives:
                    pressure = np.where(short > 0.0, 0.0, pressure)
        return factor_of_safety(values["cohesion"], values["friction"], 1.0 / load, pressure / load,
                                self.driving, self.frictional)[0]

    def _at_depth(self, values, depth):
        z = np.maximum(depth, LEAST_DEPTH)
        return values["unit_weight"] * z, self.constant + self.rise * z

    def _depth(self, values):
        """Governing line and its depth, or for failure at the base what it has let in, not capped by thickness."""
        if not self._soaks:
            return 0, self.front
        line, infiltrated = self.front.least(values["ksat"] + np.zeros_like(self.cosine))
        if self.surface == "base":
            return line, infiltrated
        return line, wetted_depth(infiltrated, *(values[name] for name in _ROOM), self.cosine)

    def _shortfall(self, values, depth):
        """Depth of water the column could still take, m: positive until the front has reached the base."""
        room = values["porosity"] * (values["saturation_final"] - values["saturation_initial"])
        if self._soaks:
            return room * values["thickness"] - depth / self.cosine
        return room * (values["thickness"] - depth)


class PseudoStaticSlope(InfiniteSlope):
    """Infinite slope shaken by a horizontal earthquake force, on top of the rain.

    Parameters
    ----------
    slope, front, pore_pressure, water_table, surface
        As in `InfiniteSlope`.
    seismic_coefficient : (n,) float64 array or float
        k_h, horizontal acceleration over gravity (>= 0), for example 0.5 PGA[g]; not random.
    """

    def __init__(self, slope, front, pore_pressure="suction", water_table=None, surface="front",
                 seismic_coefficient=0.0):
        self.seismic_coefficient = seismic_coefficient
        super().__init__(slope, front, pore_pressure, water_table, surface)

    def _geometry(self, product, square):
        return product + self.seismic_coefficient * square, square - self.seismic_coefficient * product


class _Branch:
    """Cell quantities of one smooth branch; subclasses say how load and pressure follow from the variables."""

    inputs = ()

    def __init__(self, slope, branch=None):
        for name in ("cosine", "driving", "frictional", "constant", "rise"):
            setattr(self, name, getattr(slope, name))
        self.intercept = self.rate = self.given = None
        if branch is not None and slope._soaks:
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


class _AtDepth(_Branch):
    """Failure at a depth: the soil thickness, or one that is given."""

    def __init__(self, slope, depth=None):
        super().__init__(slope)
        self.inverse = None if depth is None else 1.0 / np.maximum(depth, LEAST_DEPTH)
        self.inputs = (*_STRENGTH, "unit_weight") if depth is not None else (*_STRENGTH, "unit_weight", "thickness")

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


class _Linear(_Branch):
    """Failure at a known depth under a known weight: linear in what is left."""

    inputs = _STRENGTH

    def __init__(self, slope, depth, weight):
        super().__init__(slope)
        per_load = 1.0 / (weight * np.maximum(depth, LEAST_DEPTH))
        ratio = self.constant * per_load + self.rise / weight
        _, self.by_cohesion, self.by_friction = factor_of_safety(
            1.0, 1.0, per_load, ratio, self.driving, self.frictional)

    def evaluate(self, values, wanted):
        fos = values["cohesion"] * self.by_cohesion + values["friction"] * self.by_friction
        return fos, {"cohesion": self.by_cohesion, "friction": self.by_friction}


class _AtFront(_AtDepth):
    """Failure at a wetting front that follows one line in k_s."""

    def __init__(self, slope, branch):
        _Branch.__init__(self, slope, branch)
        self.inputs = (*_STRENGTH, "unit_weight", *_ROOM, "ksat")

    def evaluate(self, values, wanted):
        n, first, last = (values[name] for name in _ROOM)
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


class _AtBase(_Branch):
    """Failure at the base of a soil that is soaked, or wet as far down as one line lets it."""

    def __init__(self, slope, branch=None):
        super().__init__(slope, branch)
        self.wet = branch is None
        inputs = (*_STRENGTH, "unit_weight", "thickness")
        self.inputs = inputs if self.wet else (*inputs, *_ROOM, *(("ksat",) if slope._soaks else ()))

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
        n, first, last = (values[name] for name in _ROOM)
        gap, depth, height, by = last - first, 0.0, thickness, {}
        if self.given is None:
            depth = (self.intercept + self.rate * values["ksat"]) / self.cosine
            by = {"ksat": -self.rate / self.cosine}
        else:
            height = thickness - self.given
        return n * gap * height - depth, dict(by, porosity=gap * height, saturation_final=n * height,
                                              saturation_initial=-n * height, thickness=n * gap)


class _Arrival(_Branch):
    """Room of the column over the water let in: below 1 once the front has reached the base."""

    def __init__(self, slope, branch):
        super().__init__(slope, branch)
        self.inputs = ("thickness", *_ROOM, "ksat") if slope._soaks else ("thickness",)

    def evaluate(self, values, wanted):
        thickness = values["thickness"]
        if self.given is not None:
            per_depth = 1.0 / np.maximum(self.given, LEAST_DEPTH)
            return thickness * per_depth, {"thickness": per_depth}
        n, first, last = (values[name] for name in _ROOM)
        infiltrated, rate = self._infiltrated(values)
        per_water, gap = self.cosine / infiltrated, last - first
        ratio, height = n * gap * thickness * per_water, thickness * per_water
        return ratio, {"porosity": gap * height, "saturation_final": n * height, "saturation_initial": -n * height,
                       "thickness": n * gap * per_water, "ksat": -ratio * rate / infiltrated}
