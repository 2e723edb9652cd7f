"""The limit state: factor of safety of an infinite slope behind a wetting front, and its gradient.

    FOS = (c' - u tan phi') / (p S) + tan phi' N / S                        fails where FOS < 1

with p the overburden pressure on the failure plane (unit weight times vertical depth), u the pore pressure there,
S = sin b cos b and N = cos^2 b. With an earthquake of horizontal coefficient k_h, S = sin b cos b + k_h cos^2 b and
N = cos^2 b - k_h sin b cos b. (Cui et al. 2024, doi:10.1016/j.jrmge.2024.08.005, Eq. 2, with typesetting mended;
pseudo-static form: Kramer 1996, Geotechnical Earthquake Engineering, Eq. 10.1.)

The depth of the wetting front has kinks: it is the least of the soil thickness and of one line in k_s for every
distinct supply of the storm. While c' >= 0 the factor of safety falls with that depth, so it is the greatest over
smooth branches and failure is the intersection of their events. Reliability methods see only branches, events and
``factor_of_safety``; a further limit state is a further class with the same members.
"""

from __future__ import annotations

import numpy as np

from .errors import InputError
from .quantities import VARIABLES, WATER_UNIT_WEIGHT

PORE_PRESSURES = ("suction", "zero", "seepage")
FAILURE_SURFACES = ("front", "base")
LEAST_STORAGE = 1e-6
"""Floor of n (S_f - S_o): less room than this counts as this much."""
LEAST_DEPTH = 1e-4
"""Floor of the depth of a failure plane, m: above it a cell is dry."""
BASE = 0
"""Branch in which the front has reached the base of the soil; branches from 1 on are the lines of the front."""


def storage(porosity, saturation_initial, saturation_final):
    """Give the room for water per volume of soil, ``n (S_f - S_o)``, at least `LEAST_STORAGE` (SCIENCE: Eq. 3)."""
    room = np.maximum(porosity, 0.0) * np.maximum(saturation_final - saturation_initial, 0.0)
    return np.maximum(room, LEAST_STORAGE)


class FrontLines:
    """The infiltrated depth ``W(k_s) = sum of min(q_i, k_s) dt_i`` as the least of straight lines in k_s.

    Parameters
    ----------
    supply : (m, n) or (m, 1) float64 array
        Supply of each step, m/s: rain plus runoff from upslope.
    seconds : (m,) float64 array
        Seconds of each step that have passed.

    Attributes
    ----------
    intercept, rate : (m + 1, n) or (m + 1, 1) float64 array
        Line k is ``intercept[k] + rate[k] k_s`` (m and s): the k weakest steps soak in whole, the others at k_s.
    """

    def __init__(self, supply, seconds):
        wet = np.any(supply > 0.0, axis=1) & (seconds > 0.0)
        supply, seconds = supply[wet], seconds[wet]
        order = np.argsort(supply, axis=0)
        steps = np.take_along_axis(np.broadcast_to(seconds[:, None], supply.shape), order, axis=0)
        soaked = np.take_along_axis(supply, order, axis=0) * steps
        zero = np.zeros((1, supply.shape[1]))
        self.intercept = np.concatenate((zero, np.cumsum(soaked, axis=0)))
        self.rate = np.concatenate((np.cumsum(steps[::-1], axis=0)[::-1], zero))

    @classmethod
    def _of(cls, intercept, rate):
        lines = cls.__new__(cls)
        lines.intercept, lines.rate = intercept, rate
        return lines

    @property
    def count(self):
        """Number of lines."""
        return len(self.intercept)

    def take(self, index):
        """Give the lines of the cells at `index`."""
        if self.intercept.shape[1] == 1:
            return self
        return self._of(self.intercept[:, index], self.rate[:, index])

    def pick(self, line):
        """Give intercept and rate of one line a cell; `line` is an int or an (n,) int array."""
        if np.ndim(line) == 0:
            return self.intercept[line], self.rate[line]
        cell = np.arange(len(line)) if self.intercept.shape[1] > 1 else 0
        return self.intercept[line, cell], self.rate[line, cell]

    def least(self, ksat):
        """Give the governing line (int array) and the infiltrated depth W (m) at `ksat` (m/s), cells first."""
        shape = np.broadcast_shapes(np.shape(ksat), self._row(0).shape + (1,) * (np.ndim(ksat) - 1))
        best, line = np.full(shape, np.inf), np.zeros(shape, dtype=np.intp)
        for k in range(self.count):
            trailing = (-1,) + (1,) * (np.ndim(ksat) - 1)
            depth = self.intercept[k].reshape(trailing) + self.rate[k].reshape(trailing) * ksat
            lower = depth < best
            best = np.where(lower, depth, best)
            line = np.where(lower, k, line)
        return line, best

    def _row(self, k):
        return self.intercept[k]

    def stretch(self, line):
        """Give the conductivities (m/s) between which a line governs: two arrays, the last end infinite."""
        # Neighbouring lines meet at the supply of the step that tells them apart.
        def meet(k):
            with np.errstate(divide="ignore", invalid="ignore"):
                return (self.intercept[k + 1] - self.intercept[k]) / (self.rate[k] - self.rate[k + 1])

        before = meet(line - 1) if line > 0 else np.zeros_like(self.intercept[0])
        after = meet(line) if line + 1 < self.count else np.full_like(self.intercept[0], np.inf)
        return before, after

    def at(self, ksat):
        """Give the lines for known conductivities: a single one of constant depth, as `FrontLines`."""
        _, depth = self.least(np.atleast_1d(np.asarray(ksat, dtype=float)))
        return self._of(depth[None], np.zeros_like(depth)[None])


class InfiniteSlope:
    """Infinite slope that fails at the wetting front or at the base of the soil.

    Cell quantities are (n,) arrays or numbers; values of the random variables come as a mapping from their names
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
        sine, cosine = np.sin(angle), np.cos(angle)
        self.cosine = cosine
        self.driving, resisting = self._geometry(sine * cosine, np.square(cosine))
        self.frictional = resisting / self.driving
        self.front = front
        self.surface = surface
        self.reach = surface == "base" and pore_pressure == "seepage"
        self.pressure = _pressure_line(pore_pressure, WATER_UNIT_WEIGHT * np.square(cosine), water_table)

    def _geometry(self, product, square):
        """Give driving S and resisting N from ``sin b cos b`` and ``cos^2 b``."""
        return product, square

    # ---- cells and branches -------------------------------------------------------------------------------------

    _PER_CELL = ("cosine", "driving", "frictional")

    def _mapped(self, convert, front):
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        for name in self._PER_CELL:
            setattr(twin, name, convert(getattr(self, name)))
        twin.pressure = tuple(convert(p) for p in self.pressure)
        twin.front = front(self.front) if isinstance(self.front, FrontLines) else convert(self.front)
        return twin

    def take(self, index):
        """Give the limit state of the cells at `index`."""
        return self._mapped(lambda a: a[index] if np.ndim(a) else a, lambda lines: lines.take(index))

    def column(self):
        """Give the limit state with its cells along the first axis, to meet samples along the second."""
        return self._mapped(lambda a: a[:, None] if np.ndim(a) else a, lambda lines: lines)

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
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        if isinstance(self.front, FrontLines) and "ksat" in fixed:
            twin.front = self.front.at(fixed["ksat"])
            room = ("porosity", "saturation_initial", "saturation_final")
            if self.surface == "front" and all(name in fixed for name in room):
                twin.front = self._front_depth(twin.front.intercept[0], *(fixed[name] for name in room))
        given = not isinstance(twin.front, FrontLines)
        if given and self.surface == "front" and "thickness" in fixed:
            twin.front = np.minimum(twin.front, fixed["thickness"])
            twin.single = True
        return twin

    single = False

    @property
    def branches(self):
        """Number of branches."""
        if self.single:
            return 1
        return 1 + (self.front.count if isinstance(self.front, FrontLines) else 1)

    @property
    def alternatives(self):
        """Limit states of which any failing is failure.

        Just this one, except where seepage starts only once the front reaches the base: there the slope without
        seepage may fail, or the slope with seepage under a front that has arrived.
        """
        if not self.reach:
            return (self,)
        before = object.__new__(type(self))
        before.__dict__.update(self.__dict__, reach=False, pressure=(0.0, 0.0))
        return (before, self)

    def governing(self, values):
        """Give the branch that governs (int array): the one of greatest factor of safety."""
        if self.single:
            return np.zeros(np.shape(values["cohesion"] + self.cosine), dtype=np.intp)
        line, depth = self._depth(values)
        thickness = values["thickness"]
        if self.surface == "front":
            return np.where(depth < thickness, line + 1, BASE)
        if not self.reach:
            return np.where(self._shortfall(values, depth) > 0.0, line + 1, BASE)
        arriving = self._arrival(values, depth)
        return np.where(arriving > self._fos(values, self._base_load(values), self._base_pressure(values)),
                        line + 1, BASE)

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
            return self._at_depth(values, np.maximum(self.front, LEAST_DEPTH))[0]
        _, depth = self._depth(values)
        if self.surface == "front":
            z = np.maximum(np.minimum(depth, values["thickness"]), LEAST_DEPTH)
            return self._at_depth(values, z)[0]
        short = np.maximum(self._shortfall(values, depth), 0.0)
        pressure = self._base_pressure(values)
        if self.reach:
            pressure = np.where(short > 0.0, 0.0, pressure)
        return self._fos(values, self._base_load(values) - WATER_UNIT_WEIGHT * short, pressure)

    def evaluate(self, values, branch, wanted):
        """Give the factor of safety of one smooth branch and its gradient.

        Parameters
        ----------
        values : Mapping of str to (n,) float64 array or float
            One value of every variable.
        branch : int or (n,) int array
            Branch of each cell; either `BASE` for all or never `BASE`.
        wanted : sequence of str
            Variables whose derivative is asked for.

        Returns
        -------
        fos : (n,) float64 array
        gradient : dict of str to (n,) float64 array or float
            ``d fos / d variable``; a variable the branch does not depend on is left out.
        """
        base = np.ndim(branch) == 0 and branch == BASE
        if self.single:
            return self._single_branch(values, wanted)
        if self.surface == "front":
            return self._front_base(values, wanted) if base else self._front_line(values, branch, wanted)
        if base:
            return self._base_branch(values, None, wanted)
        return (self._arrival_branch if self.reach else self._base_branch)(values, branch, wanted)

    # ---- the formula ----------------------------------------------------------------------------------------------

    def _fos(self, values, load, pressure):
        friction = values["friction"]
        return (values["cohesion"] - pressure * friction) / (load * self.driving) + friction * self.frictional

    def _fos_and_slopes(self, values, load, pressure):
        """FOS and its derivatives by cohesion, friction, load and pressure."""
        friction = values["friction"]
        per_cohesion = 1.0 / (load * self.driving)
        share = (values["cohesion"] - pressure * friction) * per_cohesion
        return (share + friction * self.frictional, per_cohesion, self.frictional - pressure * per_cohesion,
                -share / load, -friction * per_cohesion)

    def _at_depth(self, values, z):
        """FOS at depth z and its derivatives by cohesion, friction, unit weight and depth."""
        weight = values["unit_weight"]
        constant, rise = self.pressure
        fos, by_cohesion, by_friction, by_load, by_pressure = self._fos_and_slopes(
            values, weight * z, constant + rise * z)
        return fos, by_cohesion, by_friction, by_load * z, by_load * weight + by_pressure * rise

    # ---- failure at the front -------------------------------------------------------------------------------------

    def _single_branch(self, values, wanted):
        fos, by_cohesion, by_friction, by_weight, _ = self._at_depth(values, np.maximum(self.front, LEAST_DEPTH))
        return fos, {"cohesion": by_cohesion, "friction": by_friction, "unit_weight": by_weight}

    def _front_base(self, values, wanted):
        thickness = values["thickness"]
        fos, by_cohesion, by_friction, by_weight, by_depth = self._at_depth(values, np.maximum(thickness, LEAST_DEPTH))
        gradient = {"cohesion": by_cohesion, "friction": by_friction, "unit_weight": by_weight}
        if "thickness" in wanted:
            gradient["thickness"] = np.where(thickness > LEAST_DEPTH, by_depth, 0.0)
        return fos, gradient

    def _front_line(self, values, branch, wanted):
        if not isinstance(self.front, FrontLines):
            fos, by_cohesion, by_friction, by_weight, _ = self._at_depth(values, np.maximum(self.front, LEAST_DEPTH))
            return fos, {"cohesion": by_cohesion, "friction": by_friction, "unit_weight": by_weight}
        intercept, rate = self.front.pick(branch - 1)
        n, first, last = (values[k] for k in ("porosity", "saturation_initial", "saturation_final"))
        room = storage(n, first, last)
        per_depth = 1.0 / (room * self.cosine)
        z = (intercept + rate * values["ksat"]) * per_depth
        fos, by_cohesion, by_friction, by_weight, by_depth = self._at_depth(values, np.maximum(z, LEAST_DEPTH))
        gradient = {"cohesion": by_cohesion, "friction": by_friction, "unit_weight": by_weight}
        by_depth = np.where(z > LEAST_DEPTH, by_depth, 0.0)
        by_room = np.where(room > LEAST_STORAGE, -by_depth * z / room, 0.0)
        if "porosity" in wanted:
            gradient["porosity"] = by_room * (last - first)
        if "saturation_final" in wanted:
            gradient["saturation_final"] = by_room * n
        if "saturation_initial" in wanted:
            gradient["saturation_initial"] = -by_room * n
        if "ksat" in wanted:
            gradient["ksat"] = by_depth * rate * per_depth
        return fos, gradient

    def _front_depth(self, infiltrated, porosity, first, last):
        depth = infiltrated / (storage(porosity, first, last) * self.cosine)
        return np.where(last > first, depth, np.inf)

    def _depth(self, values):
        """Governing line and its depth (front) or infiltrated depth (base), not yet capped by the thickness."""
        if not isinstance(self.front, FrontLines):
            return 0, self.front
        line, infiltrated = self.front.least(values["ksat"] + np.zeros_like(self.cosine))
        if self.surface == "base":
            return line, infiltrated
        return line, self._front_depth(infiltrated, values["porosity"], values["saturation_initial"],
                                       values["saturation_final"])

    # ---- failure at the base --------------------------------------------------------------------------------------

    def _base_load(self, values):
        return values["unit_weight"] * np.maximum(values["thickness"], LEAST_DEPTH)

    def _base_pressure(self, values):
        constant, rise = self.pressure
        return constant + rise * np.maximum(values["thickness"], LEAST_DEPTH)

    def _room(self, values):
        return (np.maximum(values["porosity"], 0.0)
                * np.maximum(values["saturation_final"] - values["saturation_initial"], 0.0))

    def _shortfall(self, values, depth):
        """Depth of water the column could still take, m: positive until the front has reached the base."""
        room, thickness = self._room(values), values["thickness"]
        if isinstance(self.front, FrontLines):
            return room * thickness - depth / self.cosine
        return room * (thickness - depth)

    def _base_branch(self, values, branch, wanted):
        thickness = np.maximum(values["thickness"], LEAST_DEPTH)
        weight, (constant, rise) = values["unit_weight"], self.pressure
        load, by = weight * thickness, {"unit_weight": thickness, "thickness": weight}
        if branch is not None:
            short, by_short = self._shortfall_and_slopes(values, branch)
            load = load - WATER_UNIT_WEIGHT * short
            for name, slope in by_short.items():
                by[name] = by.get(name, 0.0) - WATER_UNIT_WEIGHT * slope
        fos, by_cohesion, by_friction, by_load, by_pressure = self._fos_and_slopes(
            values, load, constant + rise * thickness)
        gradient = {name: by_load * slope for name, slope in by.items()}
        gradient["thickness"] = gradient["thickness"] + by_pressure * rise
        gradient.update(cohesion=by_cohesion, friction=by_friction)
        return fos, gradient

    def _shortfall_and_slopes(self, values, branch):
        n, first, last, thickness = (values[k] for k in (
            "porosity", "saturation_initial", "saturation_final", "thickness"))
        gap, n = np.maximum(last - first, 0.0), np.maximum(n, 0.0)
        if isinstance(self.front, FrontLines):
            intercept, rate = self.front.pick(branch - 1)
            height, by_ksat = thickness, -rate / self.cosine
            short = n * gap * thickness - (intercept + rate * values["ksat"]) / self.cosine
        else:
            height, by_ksat = thickness - self.front, 0.0
            short = n * gap * height
        by_saturation = np.where(gap > 0.0, n * height, 0.0)
        return short, {"porosity": gap * height, "saturation_final": by_saturation,
                       "saturation_initial": -by_saturation, "thickness": n * gap, "ksat": by_ksat}

    def _arrival(self, values, depth):
        """Room of the column over water let in: below 1 once the front has reached the base."""
        thickness = np.maximum(values["thickness"], LEAST_DEPTH)
        if not isinstance(self.front, FrontLines):
            return thickness / np.maximum(depth, LEAST_DEPTH)
        return self._room(values) * thickness * self.cosine / np.maximum(depth, LEAST_DEPTH * LEAST_STORAGE)

    def _arrival_branch(self, values, branch, wanted):
        thickness = np.maximum(values["thickness"], LEAST_DEPTH)
        if not isinstance(self.front, FrontLines):
            ratio = self._arrival(values, self.front)
            return ratio, {"thickness": ratio / thickness}
        intercept, rate = self.front.pick(branch - 1)
        depth = np.maximum(intercept + rate * values["ksat"], LEAST_DEPTH * LEAST_STORAGE)
        ratio = self._arrival(values, depth)
        n = np.maximum(values["porosity"], LEAST_STORAGE)
        gap = np.maximum(values["saturation_final"] - values["saturation_initial"], LEAST_STORAGE)
        return ratio, {"porosity": ratio / n, "saturation_final": ratio / gap, "saturation_initial": -ratio / gap,
                       "thickness": ratio / thickness, "ksat": -ratio * rate / depth}


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


def _pressure_line(kind, hydrostatic, water_table):
    """Pore pressure as ``constant + rise z`` (kPa, kPa/m), from ``gamma_w cos^2 b``."""
    if kind == "zero":
        return 0.0, 0.0
    if kind == "seepage":
        return 0.0, hydrostatic
    return -hydrostatic * water_table, hydrostatic
