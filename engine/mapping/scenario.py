"""A scenario: a soil table with its distributions and correlation, as random variables of any cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from ..errors import CorrelationError, InputError
from ..quantities import QUANTITIES
from ..reliability.correlation import PARAMETER, check_positive_definite, nataf
from ..reliability.distributions import marginal
from ..reliability.variables import RandomVariables
from ..soil.table import SoilTable

CORRELATION_TYPES = ("gaussian", "pearson")
_BOUNDED = ("truncnormal", "beta")


@dataclass(frozen=True)
class Group:
    """Cells that share distributions and correlation.

    Attributes
    ----------
    cells : (k,) int array
        Positions among the cells asked about.
    variables : RandomVariables
        Of these cells; parameters are numbers wherever the cells share them.
    """

    cells: np.ndarray
    variables: RandomVariables


@dataclass(frozen=True)
class Scenario:
    """One set of soil statistics.

    Parameters
    ----------
    table : SoilTable
    correlation : (v, v) float64 array, optional
        In the order of the table's variables; independent when left out.
    correlation_type : {'gaussian', 'pearson'}
        Whether `correlation` is that of the equivalent normals or of the variables themselves (Nataf).
    name : str

    Raises
    ------
    InputError
        If a distribution or the correlation is impossible; the message names the zone.
    """

    table: SoilTable
    correlation: np.ndarray | None = None
    correlation_type: str = "gaussian"
    name: str = ""

    def __post_init__(self):
        if self.correlation_type not in CORRELATION_TYPES:
            raise InputError("CORRELATION_TYPE", f"'{self.correlation_type}' does not exist",
                             f"Use {', '.join(CORRELATION_TYPES)}")
        if self.correlation is None:
            object.__setattr__(self, "correlation", np.eye(len(self.table.variables)))
        check_positive_definite(self.correlation, self.table.variables)
        normal = [self._normal_correlation(zone, self.random(zone)) for zone in range(len(self.table.keys))]
        object.__setattr__(self, "_normal", normal)

    @property
    def variables(self) -> tuple:
        """The variables of which the table or a raster knows a mean."""
        return tuple(name for name in self.table.variables if name not in self.table.missing)

    def random(self, zone: int) -> tuple:
        """Give the names of the variables that are random in a zone (a row of the table)."""
        return tuple(name for name in self.variables if self.table.dist[name][zone] != "fixed")

    def _where(self, name, zone):
        return f"{self.table.parameter}, zone {self.table.keys[zone] or 1}, {QUANTITIES[name].column}"

    def _normal_correlation(self, zone, names):
        """Correlation of the equivalent normals of one zone, after checking each of its distributions."""
        table = self.table
        rows = [table.variables.index(name) for name in names]
        matrix = self.correlation[np.ix_(rows, rows)]
        marginals = []
        for name in names:
            kind, mean = table.dist[name][zone], float(table.mean[name][zone])
            per_cell = not np.isfinite(mean)
            if per_cell and kind in _BOUNDED:
                paired = np.count_nonzero(self.correlation[table.variables.index(name)]) > 1
                if paired and self.correlation_type == "pearson":
                    raise CorrelationError(PARAMETER, f"{name} comes per cell from a raster and is {kind}, so that its "
                                           "pearson correlation differs from cell to cell",
                                           "Use the gaussian meaning or another distribution")
            # Only shapes matter to the conversion: the scale of an unbounded variable drops out.
            mean = 1.0 if per_cell else mean
            lower, upper = float(table.lower[name][zone]), float(table.upper[name][zone])
            if per_cell and kind in _BOUNDED:
                mean = 0.5 * (lower + upper)
            marginals.append(marginal(kind, mean, float(table.cov[name][zone]), lower, upper, self._where(name, zone)))
        return matrix if self.correlation_type == "gaussian" else nataf(matrix, marginals, names)

    def groups(self, zones: np.ndarray, means) -> list:
        """Split cells into groups that can be analysed together.

        Parameters
        ----------
        zones : (n,) int array
            Rows of the table, all >= 0.
        means : dict of str to (n,) float64 array or float
            Means of the cells, in analysis units.

        Returns
        -------
        list of Group
        """
        keys = np.unique(zones)
        signature = {zone: self._signature(zone) for zone in keys}
        code = {each: k for k, each in enumerate(dict.fromkeys(signature.values()))}
        of_zone = np.zeros(int(keys.max(initial=0)) + 1, dtype=np.int64)
        for zone, each in signature.items():
            of_zone[zone] = code[each]
        label = of_zone[zones]
        # A mean of zero is a known zero (sand has no cohesion), whatever distribution its zone has.
        zero = [name for name in self.variables if np.ndim(means[name]) and name in self.table.rasters
                and np.any(means[name] == 0.0)]
        for name in zero:
            label = 2 * label + (means[name] == 0.0)
        groups = []
        for each in np.unique(label):
            cells = np.flatnonzero(label == each)
            groups.append(Group(cells, self._variables(zones[cells], cells, means, zero)))
        return groups

    def _signature(self, zone):
        names = self.random(zone)
        kinds = tuple((name, self.table.dist[name][zone]) for name in names)
        return (kinds, self._normal[zone].tobytes()) if self.correlation_type == "pearson" else (kinds,)

    def _variables(self, zones, cells, means, zero):
        table, first = self.table, int(zones[0])
        alone = bool(np.all(zones == first))

        def parameter(values):
            return float(values[first]) if alone else values[zones]

        marginals, fixed, kept = {}, {}, []
        for position, name in enumerate(self.random(first)):
            mean = means[name][cells] if np.ndim(means[name]) else means[name]
            if name in zero and mean[0] == 0.0:
                continue
            if name not in table.rasters and alone:
                mean = float(table.mean[name][first])
            marginals[name] = marginal(table.dist[name][first], mean, parameter(table.cov[name]),
                                       parameter(table.lower[name]), parameter(table.upper[name]),
                                       self._where(name, first))
            kept.append(position)
        for name in self.variables:
            if name not in marginals:
                mean = means[name]
                if name not in table.rasters and alone:
                    mean = float(table.mean[name][first])
                fixed[name] = mean[cells] if np.ndim(mean) else mean
        return RandomVariables(marginals, fixed, self._normal[first][np.ix_(kept, kept)])


def describe(scenarios: Sequence[Scenario], times: Sequence[float], variables: Sequence[str] = (),
             maximum: bool = False) -> list:
    """Give the descriptions of bands that run scenario, then time, then variable.

    Parameters
    ----------
    scenarios : sequence of Scenario
    times : sequence of float
        Hours.
    variables : sequence of str
        For maps with a band a variable.
    maximum : bool
        Whether the maximum over several times closes each scenario.

    Returns
    -------
    list of str
        Such as ``cov 0.2; t=6 h; cohesion``.
    """
    bands = []
    for scenario in scenarios:
        front = [scenario.name] if scenario.name else []
        for time in times:
            here = [*front, f"t={time:g} h"]
            bands += ["; ".join([*here, name]) for name in variables] or ["; ".join(here)]
        if maximum and len(times) > 1:
            bands.append("; ".join([*front, "maximum"]))
    return bands
