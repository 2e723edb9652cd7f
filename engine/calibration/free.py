"""FREE: which soil means are fitted, and what is known of them beforehand.

A mean is fitted as ``t``, its distance from the table's mean in prior standard deviations of its logarithm:
``mean = table's mean x exp(zeta t)`` with ``zeta^2 = ln(1 + cov^2)``, so that the prior of t is standard normal, cut
off at the bounds. A shared parameter has one t, and one zeta, for all zones: one factor moves all their means.
"""

from __future__ import annotations

import dataclasses
import difflib
from typing import NamedTuple, Sequence

import numpy as np

from ..errors import InputError, SoilError
from ..quantities import QUANTITIES, VARIABLES
from ..soil.table import SoilTable

PARAMETER = "FREE"
SCOPES = ("zone", "shared")

FARTHEST = 8.0
"""Prior standard deviations beyond which no mean is looked for."""

_INSIDE = 1e-6  # a bounded distribution needs its mean strictly inside


class Free(NamedTuple):
    """A quantity whose mean is fitted: zone by zone, or by one common factor on the means of all zones."""

    quantity: str
    shared: bool


def parse_free(written: str) -> list:
    """Read FREE.

    Parameters
    ----------
    written : str
        Names as in CORRELATION, such as ``cohesion; friction``, each with ``:zone`` (the default) or ``:shared`` behind
        it.

    Returns
    -------
    list of Free
        In the order of ``quantities.VARIABLES``.

    Raises
    ------
    InputError
        It is empty, a name does not exist or stands twice, or what stands behind it is neither ``zone`` nor ``shared``.
    """
    found: dict = {}
    for entry in (written or "").replace(",", ";").split(";"):
        name, colon, scope = (part.strip().lower() for part in entry.partition(":"))
        if not name and not colon:
            continue
        if name not in VARIABLES:
            near = difflib.get_close_matches(name, VARIABLES, n=1, cutoff=0.6)
            raise InputError(PARAMETER, f"'{name}' is no quantity of the soil",
                             f"Did you mean {near[0]}?" if near else f"Use {', '.join(VARIABLES)}")
        if name in found:
            raise InputError(PARAMETER, f"{name} stands twice", "Leave one")
        if colon and scope not in SCOPES:
            raise InputError(PARAMETER, f"'{scope}' behind {name} is not known", "Use zone or shared")
        found[name] = Free(name, scope == "shared")
    if not found:
        raise InputError(PARAMETER, "it is empty", "Name what is fitted, such as cohesion; friction")
    return [found[name] for name in VARIABLES if name in found]


class Parameters:
    """The parameters of a calibration: what each moves, its prior and its bounds.

    Parameters
    ----------
    table : SoilTable
    free : sequence of Free
    fitted : (zones,) bool array
        Zones with landslides: only their own means are fitted.

    Attributes
    ----------
    quantities : tuple of str
        The free ones.
    of : (zones, q) int array
        Parameter that moves each mean; -1 where the prior is kept.
    zeta : (zones, q) float64 array
        Prior standard deviation of the logarithm of each mean.
    low, high : (p,) float64 array
        Bounds of t.
    ends : (zones, q, 2) float64 array
        Bounds of each mean, analysis units.

    Raises
    ------
    InputError
        A free mean comes from a raster, is zero, or neither table column says how well it is known.
    """

    def __init__(self, table: SoilTable, free: Sequence[Free], fitted: np.ndarray):
        self.table, self.quantities = table, tuple(each.quantity for each in free)
        zones, count = len(table.keys), len(free)
        self.of = np.full((zones, count), -1)
        self.prior_cov, self.zeta = np.zeros((zones, count)), np.zeros((zones, count))
        self.mean, self.ends = np.zeros((zones, count)), np.zeros((zones, count, 2))
        number = 0
        for q, each in enumerate(free):
            self._check(each.quantity)
            name = each.quantity
            self.mean[:, q] = table.mean[name]
            self.prior_cov[:, q] = np.where(table.mean_cov[name] > 0.0, table.mean_cov[name], table.cov[name])
            if each.shared:
                self.prior_cov[:, q] = np.sqrt(np.mean(np.square(self.prior_cov[:, q])))
                self.of[:, q] = number
                number += 1
            for zone in range(zones):
                self.ends[zone, q] = _ends(table, name, zone)
        for zone in np.flatnonzero(fitted):
            for q, each in enumerate(free):
                if not each.shared:
                    self.of[zone, q] = number
                    number += 1
        self.zeta = np.sqrt(np.log1p(np.square(self.prior_cov)))
        self.shared = np.array([each.shared for each in free])
        with np.errstate(divide="ignore"):
            ends = np.log(self.ends / self.mean[:, :, None]) / self.zeta[:, :, None]
        self.low, self.high = np.full(number, -FARTHEST), np.full(number, FARTHEST)
        for (zone, q), p in np.ndenumerate(self.of):
            if p >= 0:
                self.low[p] = max(self.low[p], ends[zone, q, 0])
                self.high[p] = min(self.high[p], ends[zone, q, 1])

    def __len__(self):
        return len(self.low)

    def _check(self, name):
        table, quantity = self.table, QUANTITIES[name]
        if name in table.rasters:
            raise InputError(PARAMETER, f"the mean of {name} comes from a raster, which a soil table cannot replace",
                             f"Leave out {name}, or the raster {name.upper()}")
        if name in table.missing:
            raise InputError(PARAMETER, f"nothing gives a mean of {name}", f"Add {quantity.column} to the soil table")
        for zone, key in enumerate(table.keys):
            where = f"{table.parameter}{f', zone {key}' if key else ''}, {quantity.column}"
            if not table.mean[name][zone] > 0.0:
                raise SoilError(where, "its mean is 0, from which no factor leads anywhere",
                                f"Give a mean above 0, or leave {name} out of FREE")
            if not (table.mean_cov[name][zone] > 0.0 or table.cov[name][zone] > 0.0):
                raise SoilError(where, f"{name} is free, and nothing says how well its mean is known",
                                f"Give {quantity.column}_mean_cov (or {quantity.column}_cov)")
            if not table.lower[name][zone] <= table.mean[name][zone] <= table.upper[name][zone]:
                raise SoilError(where, "its mean lies outside its own bounds", "Change the mean, or _min and _max")

    def by_zone(self, t: np.ndarray) -> np.ndarray:
        """Give t of every mean, (k, zones, q), for parameters (k, p); 0 where the prior is kept."""
        t = np.atleast_2d(t)
        return np.concatenate((t, np.zeros((len(t), 1))), axis=1)[:, self.of]

    def means(self, by_zone: np.ndarray) -> dict:
        """Give the means, dict of quantity to (k, zones) float64 array, for t of every mean (k, zones, q)."""
        means = np.clip(self.mean * np.exp(self.zeta * by_zone), self.ends[..., 0], self.ends[..., 1])
        return {name: means[..., q] for q, name in enumerate(self.quantities)}


def expanded(table: SoilTable, means: dict) -> SoilTable:
    """Give the table's zones once for every row of `means` (quantity to (k, zones) array), with those means."""
    times = len(next(iter(means.values())))
    changes = {field: {name: np.tile(values, times) for name, values in getattr(table, field).items()}
               for field in ("mean", "cov", "lower", "upper", "mean_cov")}
    changes["mean"].update({name: values.ravel() for name, values in means.items()})
    changes["dist"] = {name: kinds * times for name, kinds in table.dist.items()}
    return dataclasses.replace(table, keys=table.keys * times, names=table.names * times, **changes)


def _ends(table, name, zone):
    """Bounds of a mean: those of the table, and where its distribution exists."""
    low, high = float(table.lower[name][zone]), float(table.upper[name][zone])
    kind, cov = table.dist[name][zone], float(table.cov[name][zone])
    if kind == "beta":
        # (m - low)(high - m) > (cov m)^2, a quadratic in m
        a, b, c = 1.0 + cov * cov, -(low + high), low * high
        root = np.sqrt(max(b * b - 4.0 * a * c, 0.0))
        low, high = (-b - root) / (2.0 * a), (-b + root) / (2.0 * a)
    if kind in ("beta", "truncnormal"):
        low, high = low + _INSIDE * (high - low), high - _INSIDE * (high - low)
    return low, high
