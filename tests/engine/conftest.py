"""Reference cases of reliability, as limit states and random variables of the engine; basins whose soils are known."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from scarp.engine.grid import Band, Grid, RasterSource, RasterWriter, read_array, write_array
from scarp.engine.inventory.places import Inventory
from scarp.engine.mapping.conditions import Conditions
from scarp.engine.mapping.probability import probability_maps
from scarp.engine.mapping.scenario import Scenario
from scarp.engine.quantities import VARIABLES
from scarp.engine.reliability.analysis import Method
from scarp.engine.reliability.distributions import marginal
from scarp.engine.reliability.variables import RandomVariables
from scarp.engine.soil.fields import SoilInputs
from scarp.engine.soil.table import SoilTable
from scarp.engine.stability import InfiniteSlope
from scarp.engine.water.intake import FrontLines
from scarp.engine.water.storm import Storm
from scarp.engine.water.supplies import unrouted_supplies

CSV = Path(__file__).resolve().parents[1] / "data" / "form_reference" / "form_reference.csv"
COLUMNS = {"cohesion": "c_kPa", "friction": "phi_deg_or_tanphi", "unit_weight": "gamma_sat_kN_m3", "porosity": "n",
           "saturation_initial": "So", "saturation_final": "Sf", "ksat": "ks_m_s", "thickness": "hs_m"}
PRESSURES = {"a": "suction", "b": "zero", "c": "seepage"}


@dataclass
class Group:
    """Rows that share distributions, correlation, pore pressure and duration: one call of the engine.

    Attributes
    ----------
    rows : dict of str to (n,) array
        Columns of the file.
    limit_state : InfiniteSlope
    variables : RandomVariables
    """

    rows: dict
    limit_state: InfiniteSlope
    variables: RandomVariables

    def __len__(self):
        return len(self.rows["id"])


def _column(values):
    try:
        return np.array([float(value) if value else np.nan for value in values])
    except ValueError:
        return np.array(values)


def _group(rows, nataf):
    family, two = rows["family"][0], rows["nvars"][0] == 2
    marginals, fixed = {}, {}
    for name in VARIABLES:
        mean, cov = rows[f"mean_{COLUMNS[name]}"], rows[f"cov_{COLUMNS[name]}"]
        strength = name in ("cohesion", "friction")
        if two and not strength:
            fixed[name] = mean
        else:
            kind = family if family != "mixed" else "lognormal" if strength else "normal"
            marginals[name] = marginal(kind, mean, cov, 0.0, 0.0)
    correlation = np.eye(len(marginals))
    correlation[0, 1] = correlation[1, 0] = rows["rho0_nataf" if nataf else "rho"][0]
    front = FrontLines(rows["P_m_s"][None], rows["T_s"][:1])
    state = InfiniteSlope(rows["slope_deg"], front, PRESSURES[rows["profile"][0]], rows["H_m"])
    return Group(rows, state, RandomVariables(marginals, fixed, correlation))


def _groups(nataf=False):
    with open(CSV, newline="", encoding="utf-8") as file:
        records = list(csv.DictReader(line for line in file if not line.startswith("#")))
    kinds = {}
    for record in records:
        counts = (record["phi_var"] == "tanphi" and record["quality"] in "AB" and record["xstar_c_kPa"] != "nan"
                  and abs(float(record["beta"])) < 6.0)
        if counts:
            rho = record["rho0_nataf" if nataf else "rho"]
            key = (record["nvars"], record["family"], record["profile"], rho, record["T_s"])
            kinds.setdefault(key, []).append(record)
    return [_group({name: _column([record[name] for record in some]) for name in some[0]}, nataf)
            for _, some in sorted(kinds.items())]


@pytest.fixture(scope="session")
def reference():
    """The rows of form_reference.csv that count, in groups."""
    return _groups()


@pytest.fixture(scope="session")
def reference_nataf():
    """The same with the correlation taken as Pearson's."""
    return _groups(nataf=True)


MADE_SIDE = 120
SOIL = {"name": "made", "cohesion_kpa": 7, "cohesion_kpa_cov": 0.3, "cohesion_kpa_dist": "lognormal",
       "friction_deg": 32, "friction_deg_cov": 0.12, "friction_deg_dist": "lognormal", "unit_weight_kn_m3": 18,
       "porosity": 0.45, "saturation_initial": 0.6, "saturation_final": 0.95, "ksat_m_s": 1e-5, "thickness_m": 1.5}


class Basin:
    """Slopes at random, smooth over a few cells, with zones in stripes; landslides as drawn from known soils."""

    def __init__(self, folder, zones=1, **raster):
        random = np.random.default_rng(3)
        self.grid = Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), MADE_SIDE, MADE_SIDE)
        self.folder, self.zones = folder, zones
        self.slope = self.raster("slope", 20.0 + 30.0 * random.random((MADE_SIDE, MADE_SIDE)))
        self.stripes = None if zones == 1 else self.raster(
            "zones", np.broadcast_to(1 + np.arange(MADE_SIDE) * zones // MADE_SIDE, (MADE_SIDE, MADE_SIDE)))
        self.rasters = {name: self.raster(name, values) for name, values in raster.items()}

    def raster(self, name, values):
        path = str(self.folder / f"{name}.tif")
        write_array(path, np.asarray(values, dtype=float), self.grid, dtype="float64")
        return RasterSource(path, self.grid, parameter=name.upper())

    def rows(self, *changes, **everywhere):
        changes = changes or ({},) * self.zones
        return [{"zone": k, **SOIL, **everywhere, **change} for k, change in enumerate(changes, 1)]

    def conditions(self, rows=None, mm=200.0):
        table = SoilTable.from_records(rows or self.rows(), list(self.rasters), zoned=self.zones > 1)
        soil = SoilInputs(table, self.stripes, self.rasters)
        return Conditions(self.slope, soil, [6.0], unrouted_supplies(Storm.steady(mm / 6.0, 6.0)))

    def pof(self, conditions):
        path = str(self.folder / "pof.tif")
        with RasterWriter(path, self.grid, [Band("pof", "")], dtype="float64") as writer:
            probability_maps(conditions, [Scenario(conditions.soil.table)], Method(), {"POF": writer})
        return read_array(path)

    def slides(self, *changes, seed=1, mm=200.0, **everywhere):
        """Landslides drawn from the probability of failure with soils changed so."""
        pof = self.pof(self.conditions(self.rows(*changes, **everywhere), mm)).ravel()
        cells = np.flatnonzero(np.random.default_rng(seed).random(pof.size) < pof)
        return Inventory(cells, np.arange(len(cells)), len(cells), "points")


@pytest.fixture(scope="session")
def made_basin():
    """The class of basins in which soils are known, for tests of the calibration."""
    return Basin
