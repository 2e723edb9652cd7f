"""Speed of the reliability methods beside OpenTURNS, pystra and crude Monte Carlo, within one run.

    python benchmarks/reliability.py

Every method solves cells of the same population on one core (processor time, so that other work on the machine
counts little). Targets, in multiples of the OpenTURNS loop: 5,000 with two variables, 50,000 in uniform zones, 3,000
with eight variables and exact corners.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import math
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
if (ROOT / ".build" / "plugins").is_dir():
    sys.path.insert(0, str(ROOT / ".build" / "plugins"))

from scarp.engine.quantities import VARIABLES  # noqa: E402
from scarp.engine.reliability.analysis import Method, analyse  # noqa: E402
from scarp.engine.reliability.distributions import marginal  # noqa: E402
from scarp.engine.reliability.joint import Solution  # noqa: E402
from scarp.engine.reliability.lookup import EXACT, ResponseTable  # noqa: E402
from scarp.engine.reliability.variables import RandomVariables  # noqa: E402
from scarp.engine.stability import InfiniteSlope  # noqa: E402
from scarp.engine.water.intake import FrontLines  # noqa: E402

MEAN = {"cohesion": 12.0, "friction": math.tan(math.radians(32.0)), "unit_weight": 19.0, "porosity": 0.4,
        "saturation_initial": 0.5, "saturation_final": 0.95, "ksat": 4e-6, "thickness": 2.0}
COV = {"cohesion": 0.3, "friction": 0.1, "unit_weight": 0.05, "porosity": 0.1, "saturation_initial": 0.15,
       "saturation_final": 0.05, "ksat": 0.3, "thickness": 0.2}
RAIN, SECONDS, RHO = 5e-6, 24 * 3600.0, -0.3
ROUNDS = 6


def population(count):
    """Slopes and mean thicknesses of a mountain basin."""
    rng = np.random.default_rng(1)
    return np.clip(rng.normal(32.0, 9.0, count), 5.0, 60.0), rng.uniform(0.5, 3.0, count)


def problem(slope, thickness, names):
    """Limit state and variables; friction and cohesion lognormal, the others normal; `names` are random."""
    mean = dict(MEAN, thickness=thickness)
    marginals = {name: marginal("lognormal" if name in ("cohesion", "friction") else "normal", mean[name], COV[name],
                                0.0, 0.0) for name in names}
    correlation = np.eye(len(names))
    correlation[0, 1] = correlation[1, 0] = RHO
    fixed = {name: mean[name] for name in VARIABLES if name not in names}
    front = FrontLines(np.array([[RAIN]]), np.array([SECONDS]))
    return InfiniteSlope(slope, front, "seepage"), RandomVariables(marginals, fixed, correlation)


def openturns_loop(slopes, thicknesses, names):
    """One OpenTURNS FORM a cell, on the same limit state with its kinks; betas, NaN where it gives up."""
    import openturns as ot

    ot.Log.Show(ot.Log.NONE)
    betas = []
    for slope, thickness in zip(slopes, thicknesses):
        values = {name: name if name in names else repr(float(value))
                  for name, value in dict(MEAN, thickness=thickness).items()}
        b = math.radians(slope)
        front = (f"min({RAIN!r},{values['ksat']})*{SECONDS!r}/({values['porosity']}*({values['saturation_final']}-"
                 f"{values['saturation_initial']})*{math.cos(b)!r})")
        formula = (f"var z := min({front},{values['thickness']}); g := {values['cohesion']}/({values['unit_weight']}*z*"
                   f"{math.sin(b) * math.cos(b)!r})+{values['friction']}*({1 / math.tan(b)!r}-"
                   f"{9.81 / math.tan(b)!r}/{values['unit_weight']})-1")
        function = ot.SymbolicFunction(list(names), ["g"], formula)
        marginals = []
        for name in names:
            mean = thickness if name == "thickness" else MEAN[name]
            sd = mean * COV[name]
            marginals.append(ot.LogNormalMuSigma(mean, sd).getDistribution() if name in ("cohesion", "friction")
                             else ot.Normal(mean, sd))
        matrix = ot.CorrelationMatrix(len(names))
        matrix[0, 1] = RHO
        joint = ot.JointDistribution(marginals, ot.NormalCopula(matrix))
        event = ot.ThresholdEvent(ot.CompositeRandomVector(function, ot.RandomVector(joint)), ot.Less(), 0.0)
        solver = ot.AbdoRackwitz()
        solver.setStartingPoint(joint.getMean())
        try:
            run = ot.FORM(solver, event)
            run.run()
            result = run.getResult()
            sign = -1.0 if result.getIsStandardPointOriginInFailureSpace() else 1.0
            betas.append(sign * result.getHasoferReliabilityIndex())
        except RuntimeError:
            betas.append(np.nan)
    return np.array(betas)


def pystra_loop(slopes, thicknesses):
    """One pystra FORM a cell with two variables."""
    import pystra

    betas = []
    for slope, thickness in zip(slopes, thicknesses):
        b = math.radians(slope)
        room = MEAN["porosity"] * (MEAN["saturation_final"] - MEAN["saturation_initial"])
        z = min(min(RAIN, MEAN["ksat"]) * SECONDS / (room * math.cos(b)), thickness)
        load = MEAN["unit_weight"] * z * math.sin(b) * math.cos(b)
        net = 1.0 / math.tan(b) * (1.0 - 9.81 / MEAN["unit_weight"])
        model = pystra.StochasticModel()
        for name in ("cohesion", "friction"):
            model.addVariable(pystra.Lognormal(name, MEAN[name], COV[name] * MEAN[name]))
        model.setCorrelation(pystra.CorrelationMatrix([[1.0, RHO], [RHO, 1.0]]))
        state = pystra.LimitState(lambda cohesion, friction, a=1.0 / load, n=net: cohesion * a + friction * n - 1.0)
        options = pystra.AnalysisOptions()
        options.setPrintOutput(False)
        run = pystra.Form(analysis_options=options, stochastic_model=model, limit_state=state)
        run.run()
        betas.append(float(np.ravel(run.beta)[0]))
    return np.array(betas)


def seconds(function, repeats=1):
    """Give the least processor seconds of several calls, and what the last gave."""
    best = np.inf
    for _ in range(repeats):
        start = time.process_time()
        result = function()
        best = min(best, time.process_time() - start)
    return best, result


def uniform_zone(slope, thickness, names):
    """A table and its look-up for all cells, with what it leaves solved exactly."""
    def exact(*at):
        found = analyse(*problem(*at, names), len(at[0]))
        return found.beta, found.pof, found.status

    table = ResponseTable(exact, (slope.min(), slope.max()), (thickness.min(), thickness.max()),
                          sample=(slope[::100], thickness[::100]), weight=100.0)
    beta, pof, status = table.look_up(slope, thickness)
    left = np.flatnonzero(status == EXACT)
    beta[left], pof[left], status[left] = exact(slope[left], thickness[left])
    return beta, pof, status


def measure():
    """Run everything; rows of name, ns a cell, multiple of the OpenTURNS loop with as many variables, remark."""
    two, eight = ("cohesion", "friction"), VARIABLES
    rows = []
    for names, loops in ((two, 200), (eight, 100)):
        count = 200_000
        slope, thickness = population(count)
        few = slice(0, loops)
        arguments = problem(slope, thickness, names)
        # In turns, the least of each: the machine is not as fast at all times.
        loop, took = np.inf, np.inf
        for _ in range(ROUNDS):
            each, reference = seconds(lambda s=slope[few], h=thickness[few], n=names: openturns_loop(s, h, n))
            loop = min(loop, each)
            each, found = seconds(lambda a=arguments, n=count: analyse(*a, n))
            took = min(took, each)
        per_cell = loop / loops
        word = "two variables" if names is two else "eight variables"
        rows.append((f"OpenTURNS loop, {word}", per_cell, 1.0, f"gave up on {np.isnan(reference).mean():.0%}"))
        known = np.isfinite(reference)
        same = np.abs(found.beta[few][known] - reference[known]) <= 1e-3 * np.maximum(1.0, np.abs(reference[known]))
        rows.append((f"Scarp FORM, {word}", took / count, per_cell * count / took,
                     f"median fails {np.mean(found.beta < 0):.0%}, "
                     f"corners {np.mean(found.status == Solution.CORNER):.1%}, "
                     f"not converged {np.mean(found.status == Solution.NOT_CONVERGED):.4%}, "
                     f"same beta where OpenTURNS has one {same.mean():.0%}"))
        many = 16_000_000
        # Neighbours resemble each other: runs of a thousand cells.
        slope, thickness = (np.repeat(values, 1000) for values in population(many // 1000))
        slope = np.clip(slope + np.random.default_rng(2).normal(0.0, 1.0, many), 5.0, 60.0)
        took, (beta, _, _) = seconds(lambda s=slope, h=thickness, n=names: uniform_zone(s, h, n), 2)
        check = slice(None, None, 16_000)
        exact = analyse(*problem(slope[check], thickness[check], names), many // 16_000).beta
        error = np.max(np.abs(beta[check] - exact) / np.maximum(1.0, np.abs(exact)))
        rows.append((f"Scarp table, {word}", took / many, per_cell * many / took,
                     f"uniform zone of 16 million cells, making the table included; largest error {error:.0e}"))
        if names is two:
            slope, thickness = population(40)
            took, _ = seconds(lambda s=slope, h=thickness: pystra_loop(s, h))
            rows.append(("pystra loop, two variables", took / 40, per_cell * 40 / took, ""))
        slope, thickness = population(2000)
        arguments = problem(slope, thickness, names)
        took, _ = seconds(lambda a=arguments: analyse(*a, 2000, Method("montecarlo", 1000)))
        rows.append((f"Scarp crude Monte Carlo, {word}", took / 2000, per_cell * 2000 / took, "1,000 points a cell"))
        took, _ = seconds(lambda a=arguments: analyse(*a, 2000, Method("importance", 2000)))
        rows.append((f"Scarp importance sampling, {word}", took / 2000, per_cell * 2000 / took, "2,000 points a cell"))
        took, _ = seconds(lambda a=arguments: analyse(*a, 2000, Method("sorm")))
        rows.append((f"Scarp SORM, {word}", took / 2000, per_cell * 2000 / took, ""))
    return rows


def table(rows):
    """Give the rows as Markdown."""
    lines = ["| method, one core | ns a cell | cells/s | times the OpenTURNS loop | remark |",
             "| --- | --- | --- | --- | --- |"]
    for name, each, ratio, remark in rows:
        lines.append(f"| {name} | {each * 1e9:,.0f} | {1 / each:,.0f} | {ratio:,.3g} | {remark} |"
                     if ratio < 1000 else
                     f"| {name} | {each * 1e9:,.0f} | {1 / each:,.0f} | {ratio:,.0f} | {remark} |")
    return "\n".join(lines)


def main():
    """Measure and print."""
    print(table(measure()))


if __name__ == "__main__":
    main()
