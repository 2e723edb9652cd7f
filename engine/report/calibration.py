"""The report of a calibration, written for a reader who doubts it: what was found, tested and assumed."""

from __future__ import annotations

from typing import Mapping, NamedTuple, Sequence

import numpy as np

from ..calibration.result import Calibration, Estimate
from ..quantities import QUANTITIES
from ..soil.columns import analysis_value
from . import calibration_charts, charts
from .evaluation import CAVEAT_SUSCEPTIBILITY
from .page import Page, Raw, assumed, symbol, text

MOST_RIDGES = 12
"""Zones whose cohesion is drawn against friction."""

FAR = 2.5
"""Standard deviations of the prior that a mean moves at most without a word."""


class Rain(NamedTuple):
    """A storm as it was used: name, end of each step (h) and depth (mm), hour of the landslides, and a word on it.

    Steps are empty where rain or wetting front were given as maps.
    """

    name: str
    hours: Sequence[float]
    depths: Sequence[float]
    time: float
    said: str = ""


def render_calibration(found: Calibration, rains: Sequence[Rain], *, version: str, created: str,
                       sources: Sequence[Sequence[str]], notes: Sequence[str] = (), command: str = "",
                       settings: Mapping[str, object] = (), versions: Mapping[str, str] = (),
                       changes: Sequence[str] = ()) -> str:
    """Report of a calibration as one HTML file.

    Parameters
    ----------
    found : Calibration
    rains : sequence of Rain
        One for each storm.
    version, created : str
        Of Scarp; when it was made.
    sources : sequence of (parameter, file, detail)
        Inputs.
    notes : sequence of str
        What was warned of on reading.
    command : str
        That repeats the run.
    settings, versions : mapping
        Parameters as given; software.
    changes : sequence of str
        How inputs were changed on reading.
    """
    page = Page(f"Calibration of soil on {_mapped(found):,} landslides", [f"Scarp {version}, {created}"])
    _result(page, found, [*found.warnings, *notes])
    _means(page, found)
    _ridges(page, found)
    _test(page, found)
    _landslides(page, found, rains)
    _method(page, found)
    _table(page, found)
    page.section("Inputs and settings")
    page.table(("Input", "File", "What it is"), sources)
    page.note(changes, "Changed on reading")
    if settings:
        page.table(("Setting", "Value"), list(dict(settings).items()))
    page.section("Versions and how to repeat this")
    if versions:
        page.table(("Software", "Version"), list(dict(versions).items()))
    if command:
        page.paragraph("The same inputs and this command give the same numbers.")
        page.code(command)
    return page.render()


def verdict(found: Calibration) -> str:
    """What the calibration has shown, in a few sentences."""
    low, high = found.gain_interval
    change = f"{found.gain:+.3f}, 95 % by blocks {_span(found.gain_interval, 3)}"
    if low > 0:
        words = [f"On ground held out, the fitted means rank landslides better than the table given ({change})."]
    elif high < 0:
        words = [f"On ground held out, the fitted means rank landslides worse than the table given ({change})."]
    else:
        words = [f"On ground held out, no difference in ranking from the table given can be shown ({change})."]
    if found.slope.ranking.auc >= found.after.ranking.auc:
        words.append("Slope alone ranks them as well or better"
                     + (": the calibration sets the level of the probabilities, not their pattern."
                        if found.objective == "likelihood" else "."))
    words.append(f"The probabilities of failure added up to {_count(found.expected_before)} landslide cells with the "
                 f"table given and add up to {_count(found.expected_after)} with the fitted one; {_mapped(found):,} "
                 "were mapped.")
    silent, fitted = [each for each in found.estimates if each.fitted and each.silent], \
        [each for each in found.estimates if each.fitted]
    if silent and len(silent) == len(fitted):
        words.append("The landslides say nothing of any of the means: the result is what was known before.")
    elif silent:
        words.append(f"Of {len(fitted)} means, {len(silent)} {'is' if len(silent) == 1 else 'are'} no better known "
                     "than before.")
    return " ".join(words)


def _result(page: Page, found: Calibration, warnings: Sequence[str]) -> None:
    page.section("Result")
    before, after, slope = found.before, found.after, found.slope
    page.cards([
        (f"{after.ranking.auc:.2f}", "ROC AUC with fitted means, on ground held out",
         f"95 % by blocks {_span(after.auc_interval)}; chance is 0.50"),
        (f"{before.ranking.auc:.2f}", "with the table given, same ground", f"95 % by blocks "
         f"{_span(before.auc_interval)}"),
        (f"{slope.ranking.auc:.2f}", "with slope alone, same ground", f"95 % by blocks {_span(slope.auc_interval)}"),
        (_count(found.expected_after), "landslide cells forecast with fitted means",
         f"{_count(found.expected_before)} with the table given; {_mapped(found):,} mapped")])
    page.paragraph(verdict(found))
    page.table(("Zone", "Mean of", "Unit", "Given", "Fitted", "90 % band", "Remark"),
               [(_zone(each), _name(each), _unit(each), f"{each.prior_mean:.4g}",
                 f"{each.mean:.4g}" if each.fitted else "as given", _band(each.band) if each.fitted else "",
                 remark(each)) for each in found.estimates], numeric=(3, 4, 5))
    points = [*found.assumptions, CAVEAT_SUSCEPTIBILITY]
    if any(row.get("assumed") for row in found.records):
        points.append("Soil values marked assumed (section 7) are not from this site.")
    page.note(points, "Read with it")
    page.note(warnings, "Warnings", warning=True)


def remark(each: Estimate) -> str:
    """What a reader must know of one mean."""
    if not each.fitted:
        return "no landslide in the zone: kept as given"
    words = []
    if each.on_bound:
        words.append("on its bound: the model, the storm or the bound is in doubt")
    if each.silent:
        words.append("the landslides say nothing of it")
    if abs(moved(each)) > FAR:
        words.append(f"{abs(moved(each)):.1f} standard deviations from what was known before: one of the two is wrong, "
                     "or the model, or the storm")
    if each.shared:
        words.append("one factor for all zones")
    return "; ".join(words)


def moved(each: Estimate) -> float:
    """How far a mean has moved, in standard deviations of its prior (of the logarithm)."""
    before, after = (analysis_value(each.quantity, mean) for mean in (each.prior_mean, each.mean))
    return float(np.log(after / before) / np.sqrt(np.log1p(each.prior_cov ** 2)))


def _means(page: Page, found: Calibration) -> None:
    page.section("Means before and after")
    sampled, likely = any(each.sampled_band for each in found.estimates), found.objective == "likelihood"
    page.paragraph("COV is how well the mean is known (standard deviation over mean; for friction of tan φ'), not the "
                   "spread within the zone, which stays as it is. Bands hold 90 %.")
    page.table(("Zone", "Mean of", "Unit", "Given", "COV", "90 % band", "Bounds", "Landslides"),
               [(_zone(each), _name(each), _unit(each), f"{each.prior_mean:.4g}", f"{each.prior_cov:.2g}",
                 _band(each.prior_band), f"{each.low:.3g} to {each.high:.3g}", f"{each.slides:,}")
                for each in found.estimates], "Before: the table given", range(3, 8))
    fitted = _once([each for each in found.estimates if each.fitted])
    page.table(("Zone", "Mean of", "Unit", "Fitted", "COV", "90 % band",
                *(["90 % band of the sampler"] if sampled else []), "Moved"),
               [(_where(each), _name(each), _unit(each), f"{each.mean:.4g}", f"{each.cov:.2g}", _band(each.band),
                 *([_band(each.sampled_band) if each.sampled_band else ""] if sampled else []), f"{moved(each):+.1f}")
                for each in fitted], "After; moved is in standard deviations of what was known before",
               range(3, 8))
    if likely:
        page.paragraph(f"The band after is by the sandwich estimator over spatial blocks of {found.block_size:g} m, "
                       "since landslides come in clusters." + (" That of the sampler takes cells as independent, so it "
                                                               "may be narrower: it checks the shape, not the width."
                                                               if sampled else ""))
    else:
        page.paragraph("The AUC does not say how well means are known: COV and bands after are those before, about the "
                       "new mean.")
    for start in range(0, len(fitted), calibration_charts.PANELS):
        part = fitted[start:start + calibration_charts.PANELS]
        page.figure(calibration_charts.densities(part, [_short(_where(each)) for each in part]),
                    "Density of each mean before (grey) and after (blue), lognormal and cut off at its bounds; bars "
                    "are the bands of 90 %, black ticks the mean given and the most probable one"
                    + (", orange the sampler's band." if sampled else "."))
    if found.combinations:
        page.heading("What the landslides know best")
        page.paragraph("Fitted means trade off against each other; some product of them is known better than any one. "
                       "Friction stands in it as tan φ'.")
        page.table(("Zone", "Product", "Value", "COV before", "COV after"),
                   [(each.zone or "all cells", _product(each.exponents), f"{each.value:.4g}", f"{each.prior_cov:.2g}",
                     f"{each.cov:.2g}") for each in found.combinations], numeric=(2, 3, 4))
    strong = _strong(found)
    if strong:
        page.table(("One mean", "Other mean", "Correlation after"), strong, "Pairs of fitted means that the landslides "
                   "tie together, above 0.5 in size, of their logarithms", numeric=(2,))


def _ridges(page: Page, found: Calibration) -> None:
    if not found.ridges:
        return
    page.section("Cohesion against friction")
    page.paragraph("A slope stands by either, so landslides tell a combination of the two better than each. Blue: what "
                   "is left after the landslides (light 90 %, dark 68 %), with all other means at their most probable "
                   "values and cells taken as independent; dashed: 90 % before. Where the blue area is a long ridge, "
                   "any point on it explains the landslides about as well; its place along the ridge comes from what "
                   "was known before.")
    for each in found.ridges[:MOST_RIDGES]:
        of_zone = {estimate.quantity: estimate for estimate in found.estimates if estimate.zone == each.zone}
        page.figure(calibration_charts.ridge(each, of_zone["cohesion"], of_zone["friction"]),
                    f"{each.zone_name or each.zone or 'All cells'}: beside what was known before (left), and from near "
                    "(right).")
    if len(found.ridges) > MOST_RIDGES:
        page.paragraph(f"The first {MOST_RIDGES} of {len(found.ridges)} zones are drawn.")


def _test(page: Page, found: Calibration) -> None:
    page.section("Test on ground held out")
    scores = (("With the table given", found.before), ("With fitted means", found.after), ("Slope alone", found.slope))
    page.paragraph(f"The ground was split into blocks of {found.block_size:g} m and these into {len(found.folds)} "
                   "folds. Each fold was forecast by means fitted to the landslides of the other folds; all three are "
                   f"compared on the same cells. Intervals draw whole blocks ({found.blocks} hold landslides; seed "
                   f"{found.seed}). The means of section 1 are fitted to all landslides; they are tested here only "
                   "through those fitted to parts of them.")
    page.table(("Forecast", "ROC AUC", "95 % by blocks", "PR AUC", "Brier score", "Brier skill",
                "Prevalence"),
               [(name, f"{score.ranking.auc:.3f}", _span(score.auc_interval, 3), f"{score.ranking.pr_auc:.3g}",
                 *((f"{score.reliability.brier:.4g}", f"{_skill(score.reliability):.4g}")
                   if score.reliability is not None else ("no probability", "")),
                 f"{score.ranking.prevalence:.3g}") for name, score in scores], numeric=range(1, 7))
    page.table(("Difference in ROC AUC", "Value", "95 % by blocks, paired"),
               [("Fitted means minus table given", f"{found.gain:+.3f}", _span(found.gain_interval, 3))],
               numeric=(1, 2))
    page.note(["Landslide cells are rare: PR AUC and Brier score mean something only beside the prevalence. Brier "
               "skill is 1 less the score over that of always forecasting the prevalence: 0 is no better than that, 1 "
               "perfect, below 0 worse.",
               "Unmapped landslides count as ground that stood; an inventory that misses some makes every forecast "
               "look worse, and the fitted soil too strong."])
    if found.before.reliability is not None and found.after.reliability is not None:
        page.figure(calibration_charts.reliability((found.before, found.after), ("with the table given",
                                                                               "with fitted means")),
                    "Forecast against observed share of landslide cells, in bins of equal total forecast, on ground "
                    "held out. On the line forecasts are right on average; below it there were fewer landslides than "
                    "forecast. Open triangles at the foot: no landslide in the bin. Below: cells behind each point.")
    page.table(("Fold held out", "Landslides", "Cells", "ROC AUC before", "after", "Brier before", "after"),
               [(number, f"{each.slides:,}", f"{each.cells:,}", _number(each.auc_before, ".3f"),
                 _number(each.auc_after, ".3f"), _number(each.brier_before, ".3g"), _number(each.brier_after, ".3g"))
                for number, each in enumerate(found.folds, 1)], numeric=range(1, 7))


def _landslides(page: Page, found: Calibration, rains: Sequence[Rain]) -> None:
    page.section("Landslides and storms")
    page.table(("Storm", "Landslides given", "used", "outside map or zones", "in a cell that has one already"),
               [(each.storm or "the storm given", f"{each.given:,}", f"{each.used:,}", f"{each.outside:,}",
                 f"{each.doubled:,}") for each in found.slides], numeric=range(1, 5))
    share = f"{found.cells:,} of them were drawn at random and stand for all" if found.cells < found.cells_of_map else \
        "all of them count"
    page.paragraph("Each landslide counts once, as one cell; further cells of a polygon count neither way, and all "
                   f"others as ground that stood. There are {found.cells_of_map:,} cells with soil, slope and rain"
                   f"{_each(rains)}; {share}. Prevalence: {found.prevalence:.3g} landslides a cell.")
    for rain in rains:
        name = f"Storm {rain.name}: " if rain.name else ""
        if not len(rain.hours):
            page.paragraph(f"{name}{rain.said}")
            continue
        page.paragraph(f"{name}{sum(rain.depths):.4g} mm in {rain.hours[-1]:g} h; landslides and forecast are "
                       f"compared at hour {rain.time:g}. {rain.said}".strip())
        if len(rain.hours) > 1:
            page.figure(charts.storm(rain.hours, rain.depths, (rain.time,)),
                        "Rain by step (bars) and total (line); dashed: the hour of the comparison.")


def _method(page: Page, found: Calibration) -> None:
    page.section("Method")
    likely = found.objective == "likelihood"
    page.paragraph("What is fitted is the mean of a quantity in a zone. Its spread within the zone (_cov), which makes "
                   "cells fail with a probability and not all at once, is taken as given.")
    page.table(("Step", "How"), [
        ("Forecast", "Probability of failure POF of each cell in its storm, by FORM, of an infinite slope with the "
         "soil table given, the means in question replaced. Runoff, where routed, is that of the table given."),
        *((("Chance of a mapped landslide", f"p = (1 - e) POF + e x prevalence, with e = {found.error:g}: a share e of "
            "the landslides is taken to have nothing to do with stability, so that no single one decides."),
           ("Likelihood", "Sum over all cells of ln p where a landslide was mapped and ln(1 - p) where none was; cells "
            "drawn at random are weighted to stand for all.")) if likely else
          (("Objective", "ROC AUC of the map, less half the squared distance from the means given (in standard "
            "deviations of what was known) over the number of landslides. The level of the probabilities was not "
            "fitted."),)),
        ("Before", "Each mean is lognormal about the table's, with COV _mean_cov, or _cov where that is empty; cut off "
         "at _min and _max, by default the physical range. Friction: of tan φ'."),
        ("Most probable means", "Greatest sum of log likelihood and log prior (maximum a posteriori)." if likely else
         "Those of the greatest objective."),
        ("How well they are known", f"Sandwich estimator: curvature of the log posterior, and the scatter of its "
         f"gradient over spatial blocks of {found.block_size:g} m ({found.blocks} with landslides). Cells within a "
         "block may depend on each other in any way; blocks are taken as independent. Where few blocks hold most "
         "landslides, Student's distribution widens the band." if likely else "Not estimated."),
        ("Check", f"Ensemble sampler (Goodman and Weare 2010), cells as independent: {found.sampler}."
         if found.sampler else "No ensemble sampler was run."),
        ("Numerical error", f"{found.integration_error:.2g} of the log posterior, the largest found: cells that are "
         "nearly alike are evaluated once."),
        ("Cells", f"{found.cell_size:g} m wide. Coarser cells have gentler slopes and need "
         "weaker soil for the same landslides: fitted strengths belong to one cell size."),
        ("Time", f"{found.seconds:.3g} s"),
    ])


def _table(page: Page, found: Calibration) -> None:
    page.section("The new soil table")
    page.paragraph("As written to SOIL_TABLE_OUT. What was fitted and what is assumed is marked.")
    fitted = {(each.zone, each.column) for each in found.estimates if each.fitted}
    rows = []
    for key, name, row in zip(found.table.keys, found.table.names, found.records):
        title = " ".join(dict.fromkeys(word for word in (key, name) if word)) or "one zone"
        doubtful = text(row.get("assumed", "")).split()
        for variable, quantity in QUANTITIES.items():
            mean = row.get(quantity.column, "")
            if not mean:
                continue
            new = (key, quantity.column) in fitted
            rows.append((title, Raw(f"{text(quantity.label)} {symbol(quantity.symbol)}"),
                         Raw(f"<b>{text(mean)}</b>") if new else mean, "" if quantity.unit == "-" else quantity.unit,
                         row.get(f"{quantity.column}_cov", ""), found.table.dist[variable][found.table.keys.index(key)],
                         row.get(f"{quantity.column}_mean_cov", ""),
                         "fitted" if new else assumed() if variable in doubtful else ""))
            title = ""
    page.table(("Zone", "Quantity", "Mean", "Unit", "COV in the zone", "Distribution", "COV of the mean", ""), rows,
               numeric=(2, 4, 6))


def _strong(found: Calibration) -> list:
    matrix, pairs, fitted = np.asarray(found.correlation), [], _once([each for each in found.estimates if each.fitted])
    for row, one in enumerate(found.estimates):
        for column, other in enumerate(found.estimates[:row]):
            if abs(matrix[row, column]) > 0.5 and one in fitted and other in fitted:
                pairs.append((*(f"{_where(each)}, {QUANTITIES[each.quantity].label.lower()}" for each in (other, one)),
                              f"{matrix[row, column]:+.2f}"))
    return pairs


def _once(estimates: Sequence[Estimate]) -> list:
    """Leave out the further zones of a shared factor."""
    shared = [each.quantity for each in estimates if each.shared]
    first = {name: next(each for each in estimates if each.quantity == name) for name in shared}
    return [each for each in estimates if not each.shared or each is first[each.quantity]]


def _where(each: Estimate) -> str:
    return f"{_zone(each)} and all others" if each.shared else _zone(each)


def _mapped(found: Calibration) -> int:
    return sum(each.used for each in found.slides)


def _skill(found) -> float:
    return 1 - found.brier / found.brier_prevalence


def _zone(each: Estimate) -> str:
    return " ".join(dict.fromkeys(word for word in (each.zone, each.zone_name) if word)) or "all cells"


def _name(each: Estimate) -> Raw:
    quantity = QUANTITIES[each.quantity]
    return Raw(f"{text(quantity.label)} {symbol(quantity.symbol)}")


def _short(words: str, most: int = 30) -> str:
    return words if len(words) <= most else words[:most - 1].rstrip() + "…"


def _unit(each: Estimate) -> str:
    unit = QUANTITIES[each.quantity].unit
    return "" if unit == "-" else unit


def _product(exponents: Mapping[str, float]) -> Raw:
    """Product of powers, such as ``c' x (tan φ')^0.7``."""
    parts = []
    for name, power in exponents.items():
        if abs(power) < 0.05:
            continue
        base = f"(tan {text(QUANTITIES[name].symbol)})" if name == "friction" else symbol(QUANTITIES[name].symbol)
        parts.append(base if abs(power - 1) < 0.005 else f"{base}<sup>{power:.2g}</sup>")
    return Raw(" · ".join(parts))


def _each(rains) -> str:
    return f", counted once for each of {len(rains)} storms" if len(rains) > 1 else ""


def _band(band) -> str:
    return f"{band[0]:.3g} to {band[1]:.3g}"


def _count(value) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _number(value, kind) -> str:
    return format(value, kind) if np.isfinite(value) else "none"


def _span(interval, digits=2) -> str:
    low, high = interval
    low, high = round(low, digits) + 0.0, round(high, digits) + 0.0      # no -0.000
    return f"{low:.{digits}f} to {high:.{digits}f}" if np.isfinite(low) else "not known"
