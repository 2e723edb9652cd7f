"""By how much FORM, SORM and importance sampling err: against quadrature, or 1,000,000 samples a cell.

Two tables: front and seepage over distribution, COV, correlation and slope; and eight variables under every pore
pressure, at the front and at the base, at rest and shaken.

    python benchmarks/reliability_errors.py

Prints them and draws the error of beta over slope and depth into
docs/images/beta_error.png.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import itertools
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
from scarp.engine.reliability.normal import exceed, index_of  # noqa: E402
from scarp.engine.reliability.variables import RandomVariables  # noqa: E402
from scarp.engine.stability import InfiniteSlope, PseudoStaticSlope  # noqa: E402
from scarp.engine.stability.slope import PORE_PRESSURES  # noqa: E402
from scarp.engine.water.intake import FrontLines  # noqa: E402

PICTURE = ROOT / "docs" / "images" / "beta_error.png"

MEAN = {"cohesion": 6.0, "friction": np.tan(np.radians(32.0)), "unit_weight": 20.0, "porosity": 0.4,
        "saturation_initial": 0.5, "saturation_final": 0.95, "ksat": 6e-6, "thickness": 1.5}
OTHERS = {"unit_weight": 0.05, "porosity": 0.1, "saturation_initial": 0.1, "saturation_final": 0.02, "ksat": 0.5,
          "thickness": 0.2}
BOUNDS = {"cohesion": (0.0, 30.0), "friction": (0.1, 1.6)}
RAIN, SECONDS = 6e-6, 40000.0

DISTRIBUTIONS = ("normal", "lognormal", "truncnormal", "uniform", "beta")
COVS, CORRELATIONS, SLOPES = (0.1, 0.2, 0.3), (-0.5, 0.0, 0.5), (20.0, 27.0, 34.0, 41.0)
SHAKING, STEEPER, TABLE = (0.0, 0.15), (27.0, 33.0, 39.0, 45.0), 2.0
RUNS, SAMPLES = 10, 100_000
METHODS = ("form", "sorm", "importance")


def problem(slope, count, kind, cov, rho, pressure="seepage", surface="front", shaking=0.0):
    """Limit state and variables: cohesion and tan phi' of one kind, the six others lognormal or known."""
    marginals = {name: marginal(kind, MEAN[name], cov, *BOUNDS[name]) for name in ("cohesion", "friction")}
    if count == 8:
        marginals.update((name, marginal("lognormal", MEAN[name], each, 0.0, 0.0)) for name, each in OTHERS.items())
    matrix = np.eye(count)
    matrix[0, 1] = matrix[1, 0] = rho
    fixed = {name: MEAN[name] for name in VARIABLES if name not in marginals}
    front = FrontLines(np.array([[RAIN]]), np.array([SECONDS]))
    state = PseudoStaticSlope(slope, front, pressure, np.full(len(slope), TABLE), surface, shaking)
    return state, RandomVariables(marginals, fixed, matrix)


def cells(cases, slope):
    """Every case: its setting, whether it is a corner, and the rarer side of each method's POF over the reference's."""
    found = []
    for count, kind, cov, rho, pressure, surface, shaking in cases:
        state, variables = problem(slope, count, kind, cov, rho, pressure, surface, shaking)
        results = {each: analyse(state, variables, len(slope), Method(each, 2000)) for each in METHODS}
        known = np.flatnonzero((np.abs(results["form"].beta) < 4.5) & (results["form"].status < 2))
        if not len(known):
            continue
        exact, error = reference(state.take(known), variables.take(known), len(known))
        for at, cell in enumerate(known):
            rare = min(exact[at], 1.0 - exact[at])
            if error[at] > 0.02 * rare:
                continue
            setting = {"variables": count, "distribution": kind, "COV": cov, "correlation": rho, "slope": slope[cell],
                       "pressure": pressure, "surface": surface, "shaking": shaking,
                       "corner": results["form"].status[cell] == 1, "samples": error[at] / rare}
            for each in METHODS:
                pof = results[each].pof[cell]
                setting[each] = (pof if exact[at] < 0.5 else 1.0 - pof) / rare, pof - exact[at]
            found.append(setting)
    return found


def reference(state, variables, count):
    """POF and its standard error: by quadrature where two variables are random, else by importance sampling."""
    if len(variables) == 2:
        return exceed(exact_beta(state, variables)), np.zeros(count)
    # Seeds other than that of the method tested, and a mean of runs that fit the processor's cache.
    runs = [analyse(state, variables, count, Method("importance", SAMPLES, 100 + run)) for run in range(RUNS)]
    error = np.sqrt(np.mean([np.square(run.standard_error) for run in runs], axis=0) / RUNS)
    return np.mean([run.pof for run in runs], axis=0), error


def line(name, some):
    """A row of the table: per method the median and the worst ratio, and the largest difference."""
    columns = [name, str(len(some))]
    for each in METHODS:
        ratio, difference = np.array([cell[each] for cell in some]).T
        worst = ratio[np.argmax(np.abs(np.log(np.maximum(ratio, 1e-3))))]
        columns += [f"{np.median(ratio):.2f}", f"{worst:.2f}", f"{np.abs(difference).max():.3f}"]
    return "| " + " | ".join(columns) + " |"


def table(found):
    """The table in Markdown."""
    head = ["", "cells"] + [f"{each}: {what}" for each in METHODS for what in ("median", "worst", "max ΔPOF")]
    rows = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]

    def group(label, test):
        some = [cell for cell in found if test(cell)]
        if some:
            rows.append(line(label, some))

    for count, shape in ((2, "two variables"), (8, "eight variables")):
        own = [cell for cell in found if cell["variables"] == count]
        rows.append(line(f"**{shape}**", own))
        if count == 8:
            group("smooth points", lambda cell: cell["variables"] == 8 and not cell["corner"])
            group("corners", lambda cell: cell["variables"] == 8 and cell["corner"])
        for key, values in (("distribution", DISTRIBUTIONS), ("COV", COVS), ("correlation", CORRELATIONS),
                            ("slope", SLOPES)):
            for value in values:
                label = value if key == "distribution" else f"{key} {value:g}" + (" deg" if key == "slope" else "")
                group(label, lambda cell, c=count, k=key, v=value: cell["variables"] == c and cell[k] == v)
    return "\n".join([*rows, "", noise(found)])


def noise(found):
    """What the reference itself errs by."""
    most = max(cell["samples"] for cell in found)
    return f"Standard error of the reference: {100.0 * most:.1f} % of the rarer side at most."


def settings(found):
    """The table over pore pressure, failure surface and shaking, in Markdown."""
    head = ["eight variables", "cells"] + [f"{each}: {what}" for each in METHODS for what in (
        "median", "worst", "max ΔPOF")]
    rows = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for surface, pressure, shaking in itertools.product(("front", "base"), PORE_PRESSURES, SHAKING):
        some = [cell for cell in found if (cell["surface"], cell["pressure"], cell["shaking"])
                == (surface, pressure, shaking)]
        if some:
            rows.append(line(f"{surface}, {pressure}" + (f", k_h {shaking:g}" if shaking else ""), some))
    return "\n".join([*rows, "", noise(found)])


def exact_beta(state, variables):
    """Beta of two correlated variables by quadrature: FOS is linear in tan phi', whose normal is known given c'."""
    state = state.known(variables.fixed)
    cohesion, friction = (variables.marginals[name] for name in ("cohesion", "friction"))
    rho = variables.correlation[0, 1]
    z = np.linspace(-9.0, 9.0, 1801)
    weight = np.exp(-0.5 * z * z) * (z[1] - z[0]) / np.sqrt(2.0 * np.pi)
    by_friction = state.factor_of_safety({**variables.fixed, "cohesion": 0.0, "friction": 1.0})
    by_cohesion = state.factor_of_safety({**variables.fixed, "cohesion": 1.0, "friction": 0.0})
    needed = (1.0 - cohesion.value(z) * by_cohesion[:, None]) / by_friction[:, None]
    # Beyond the bounds of a distribution the normal is infinite, which is what is wanted.
    with np.errstate(divide="ignore", invalid="ignore"):
        limit = friction.z(needed)
    low, high = (friction.value(np.array(side)) for side in (-40.0, 40.0))
    limit = np.where(needed <= low, -np.inf, np.where(needed >= high, np.inf, limit))
    return index_of(exceed((rho * z - limit) / np.sqrt(1.0 - rho * rho)) @ weight)


def picture(path):
    """Draw the error of beta of FORM and SORM over slope and depth, two lognormal variables of COV 0.3."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    slopes, depths = np.linspace(12.0, 55.0, 87), np.linspace(0.3, 3.0, 82)
    slope, depth = (each.ravel() for each in np.meshgrid(slopes, depths))
    _, variables = problem(slope, 2, "lognormal", 0.3, -0.3)
    variables.fixed["thickness"] = 10.0
    state = InfiniteSlope(slope, depth, "seepage")
    exact = exact_beta(state, variables)
    figure, axes = pyplot.subplots(1, 2, figsize=(9.0, 3.9), sharey=True, constrained_layout=True)
    for axis, method in zip(axes, ("form", "sorm")):
        error = index_of(analyse(state, variables, len(slope), Method(method)).pof) - exact
        error = np.where(np.abs(exact) < 5.0, error, np.nan).reshape(len(depths), -1)
        colours = axis.pcolormesh(slopes, depths, error, cmap="RdBu", vmin=-0.2, vmax=0.2, shading="nearest")
        lines = axis.contour(slopes, depths, exact.reshape(error.shape), levels=range(-3, 5), colors="0.2",
                             linewidths=0.7)
        axis.clabel(lines, fmt="β = %d", fontsize=7)
        axis.set_title(f"{method.upper()}: largest {np.nanmax(np.abs(error)):.3f}", fontsize=10)
        axis.set_xlabel("Slope (deg)")
    axes[0].set_ylabel("Depth of the failure plane (m)")
    axes[0].invert_yaxis()
    figure.colorbar(colours, ax=axes, label="Error of β (negative: said to be less safe)", extend="both")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=130, metadata={"Software": None})
    pyplot.close(figure)


def main():
    """Print the table and renew the picture."""
    start = time.perf_counter()
    strength = itertools.product((2, 8), DISTRIBUTIONS, COVS, CORRELATIONS, ("seepage",), ("front",), (0.0,))
    print(table(cells(strength, np.array(SLOPES))))
    print()
    others = itertools.product((8,), DISTRIBUTIONS, (0.2,), (-0.5,), PORE_PRESSURES, ("front", "base"), SHAKING)
    print(settings(cells(others, np.array(STEEPER))))
    picture(PICTURE)
    print(f"{time.perf_counter() - start:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
