"""Infinite slopes under rain, at rest or shaken: which branch governs, and the factor of safety with every kink."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from ..errors import InputError
from ..quantities import VARIABLES, WATER_UNIT_WEIGHT
from ..reliability.limit_state import LimitState
from ..water.infiltration import LEAST_DEPTH, uncapped_front
from ..water.intake import FrontLines
from .branches import BASE, ROOM, STRENGTHS, Arrival, AtBase, AtDepth, AtFront, Linear
from .formula import factor_of_safety

PORE_PRESSURES = ("suction", "zero", "seepage")
FAILURE_SURFACES = ("front", "base")


class InfiniteSlope(LimitState):
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
    strengths = STRENGTHS

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
        front = lines(self.front) if self.soaks else convert(self.front)
        return self._twin(front=front, **changes)

    @property
    def soaks(self):
        """Whether the depth of the front follows from a storm and the soil; else it is given."""
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
        if self.soaks and "ksat" in fixed:
            front = front.at(fixed["ksat"])
            if self.surface == "front" and all(name in fixed for name in ROOM):
                front = uncapped_front(front.intercept[0], *(fixed[name] for name in ROOM), self.cosine)
        single = self.surface == "front" and not isinstance(front, FrontLines) and "thickness" in fixed
        if single:
            front = np.minimum(front, fixed["thickness"])
        return self._twin(front=front, single=single)

    @property
    def branches(self):
        """Number of branches."""
        if self.single:
            return 1
        return 1 + (self.front.count if self.soaks else 1)

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

    def may_govern(self, branch, reach):
        """Tell whether a branch can govern within `reach`; the base always can, a line where k_s stays on it."""
        base = np.equal(branch, BASE)
        ends = reach.ends("ksat") if self.soaks and not np.all(base) else None
        if ends is None:
            return True
        before, after = self.front.stretch(np.minimum(np.maximum(branch, 1), self.front.count) - 1)
        return base | ((before <= ends[1]) & (after >= ends[0]))

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
        if self.surface == "front" and (base or not self.soaks):
            depth = self.front if self.single or not base else fixed.get("thickness")
            known = depth is not None and "unit_weight" in fixed
            return Linear(self, depth, fixed["unit_weight"]) if known else AtDepth(self, depth)
        if self.surface == "front":
            return AtFront(self, branch)
        if base:
            return AtBase(self)
        return Arrival(self, branch) if self.arrives else AtBase(self, branch)

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
        if not self.soaks:
            return 0, self.front
        line, infiltrated = self.front.least(values["ksat"] + np.zeros_like(self.cosine))
        if self.surface == "base":
            return line, infiltrated
        return line, uncapped_front(infiltrated, *(values[name] for name in ROOM), self.cosine)

    def _shortfall(self, values, depth):
        """Depth of water the column could still take, m: positive until the front has reached the base."""
        room = values["porosity"] * (values["saturation_final"] - values["saturation_initial"])
        if self.soaks:
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
