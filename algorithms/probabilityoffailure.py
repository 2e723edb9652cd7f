"""Probability of failure of an infinite slope whose soil is uncertain."""

from __future__ import annotations

from ..engine.errors import CorrelationError, SoilError
from ..engine.mapping.probability import ACCURACY, probability_maps
from ..engine.mapping.scenario import Scenario
from ..engine.mapping.status import Status
from ..engine.outputs import MAPS
from ..engine.quantities import VARIABLES
from ..engine.records import text
from ..engine.reliability.analysis import Method
from ..engine.reliability.correlation import parse
from ..engine.words import percent
from .frame.base import ScarpAlgorithm
from .inputs.site import add_site, check_site, note_cells, read_site, stages

METHODS = {"form": "first-order reliability method, exact where the limit state has a corner",
           "sorm": "Breitung's second-order correction at smooth points",
           "importance": "sampling at the design point, with its standard error",
           "montecarlo": "crude sampling, for checking"}
CORRELATION_TYPES = {"gaussian": "of the equivalent normals (the matrix of the Gaussian copula)",
                     "pearson": "of the quantities themselves, converted as Nataf does"}
COST = {"form": 20.0, "sorm": 25.0, "importance": 200.0, "montecarlo": 200.0}
"""Weight of the maps among the stages of a run."""


class ProbabilityOfFailure(ScarpAlgorithm):
    """Probability of failure by FORM, SORM or sampling."""

    NAME = "probabilityoffailure"
    TITLE = "Probability of failure"
    GROUP = "Slope stability"
    TAGS = ("POF", "FORM", "SORM", "reliability index", "Monte Carlo", "uncertainty", "rain")
    ABOUT = """
Computes the share of plausible soils with which each cell fails in this storm: the probability that the factor of
safety of an infinite slope is below 1, with uncertain strength, weight, porosity, saturation, conductivity and
thickness.

Columns _cov and _dist of the soil table say how uncertain each quantity is; without _cov it is known. The reliability
index is the distance, in standard deviations, from the median soil to the likeliest soil that just fails; it is
negative where the median soil already fails. The probability belongs to this storm and this soil; it is not annual.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        add_site(self, both=False)
        self.choice("METHOD", "Reliability method", "How the probability is computed.", METHODS, "form")
        self.text("CORRELATION", "Correlation", "Pairs of quantities that vary together, such as "
                  "cohesion:friction=-0.3; porosity:ksat=0.5. Pairs left out are independent. Names: "
                  + ", ".join(VARIABLES) + ".")
        self.choice("CORRELATION_TYPE", "Meaning of the correlation", "Which correlation CORRELATION gives.",
                    CORRELATION_TYPES, "gaussian", advanced=True)
        self.number("SAMPLES", "Samples a cell", "Points of the sampling methods, 100 or more; all cells share them, "
                    "so that the mean of a map carries their error too (0.003 with 2,000).",
                    2000, 100, 100_000_000, integer=True, advanced=True)
        self.number("SEED", "Seed of the samples", "The same seed gives the same map.", 1, 0, 2**31 - 1, integer=True,
                    advanced=True)
        self.table("SCENARIOS", "Scenarios", "A table whose column scenario names each row, with any columns of the "
                   "soil table, or correlation, that the scenario overrides in every zone; each gives bands of its "
                   "own.", advanced=True)
        self.output_maps()
        self.output_number("MAX_POF", "Greatest probability of failure")
        self.output_number("UNSTABLE_SHARE", "Share of cells with a probability of failure above 0.5")
        self.output_number("NOT_CONVERGED", "Cells that did not converge")

    def check(self, given) -> None:
        """Check terrain, soil, rain, earthquake and correlation."""
        check_site(given)
        parse(given.text("CORRELATION"), VARIABLES)

    def compute(self, given, run) -> dict:
        """Map the probability of failure."""
        method = Method(given.choice("METHOD"), given.integer("SAMPLES"), given.integer("SEED"))
        if run.wants("STANDARD_ERROR") and not method.samples_cells:
            run.warn(f"STANDARD_ERROR has no values, since METHOD={method.kind} does not sample.")
        run.plan(**stages(given, COST[method.kind]))
        with read_site(given, run) as site:
            conditions = site.conditions
            scenarios = read_scenarios(given, conditions.soil.table)
            _open_outputs(run, site, scenarios)
            summary = probability_maps(conditions, scenarios, method, run.writers, threads=run.threads,
                                       **run.controls("maps", "Probability of failure"))
        note_cells(run, summary)
        share, lost = summary.share(summary.unstable), int(summary.statuses[Status.NOT_CONVERGED])
        run.log(f"Greatest probability of failure {summary.greatest:.3g}; above 0.5 on {percent(share)} of the cells. "
                f"Error of METHOD={method.kind}: {ACCURACY[method.kind]}.")
        return {"MAX_POF": summary.greatest, "UNSTABLE_SHARE": share, "NOT_CONVERGED": lost}


def read_scenarios(given, table) -> list:
    """Give the scenarios of SCENARIOS, or the soil table as the only one.

    Parameters
    ----------
    given : Given
    table : SoilTable

    Returns
    -------
    list of Scenario

    Raises
    ------
    InputError
        A row lacks its name, repeats another's, or overrides something with a wrong value.
    """
    correlation, kind = given.text("CORRELATION"), given.choice("CORRELATION_TYPE")
    if not given.has("SCENARIOS"):
        return [Scenario(table, parse(correlation, VARIABLES), kind)]
    scenarios: dict = {}
    for number, record in enumerate(given.records("SCENARIOS"), 1):
        row = {text(column).lower(): value for column, value in record.items()}
        name = text(row.get("scenario"))
        if not name:
            raise SoilError(f"SCENARIOS, row {number}", "its scenario has no name", "Fill the column 'scenario'.")
        if name in scenarios:
            raise SoilError(f"SCENARIOS, row {number}", f"there are two scenarios '{name}'", "Rename one.")
        where = f"SCENARIOS, {name}"
        changed = table.overridden(record, where)
        try:
            matrix = parse(text(row.get("correlation")) or correlation, VARIABLES)
            scenarios[name] = Scenario(changed, matrix, kind, name)
        except CorrelationError as error:
            raise CorrelationError(f"{where}, correlation", error.problem, error.remedy) from error
    return list(scenarios.values())


def _open_outputs(run, site, scenarios) -> None:
    for name, made in MAPS["probabilityoffailure"].items():
        run.open(name, site.conditions.grid, site.bands(made, scenarios), label=site.label,
                 times=len(site.conditions.times))
