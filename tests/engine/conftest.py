"""Reference cases of reliability, as limit states and random variables of the engine."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from scarp.engine.front import FrontLines
from scarp.engine.quantities import VARIABLES
from scarp.engine.reliability.distributions import marginal
from scarp.engine.reliability.variables import RandomVariables
from scarp.engine.stability import InfiniteSlope

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
