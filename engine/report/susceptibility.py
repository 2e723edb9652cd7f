"""The report of a statistical model: tests in blocks beside what it must beat, its probability, its factors."""

from __future__ import annotations

import math
from typing import Mapping, Sequence

import numpy as np

from ..networks.card import Card
from ..networks.statistical import METHODS
from ..statistics import screening
from ..statistics.study import SLOPE_ALONE, Trained
from ..statistics.validation import Result
from . import charts
from .evaluation import CAVEAT_SUSCEPTIBILITY, signed, span
from .page import Page

PURPOSES = ("What each is for. The physics (probability of failure) answers what happens if it rains so: it alone "
            "changes with the storm, the soil and the water. The statistical model answers where slopes fail: it ranks "
            "ground like that of the mapped landslides, whatever set them off. Boosted trees averaged with "
            "convolutional networks (METHOD ensemble) give the best map of where, and take longest.")
"""For whoever has the maps beside each other."""

BOLD, RIGHT = 0.8, 1.25
"""Calibration slopes below and above which a probability is called too bold or too timid."""


def render_susceptibility(trained: Trained, card: Card, *, version: str, created: str, samples_words: str,
                          sources: Sequence[Sequence[str]], notes: Sequence[str] = (), command: str = "",
                          settings: Mapping[str, object] = (), seconds: float = math.nan) -> str:
    """Report of a training as one HTML file.

    Parameters
    ----------
    trained : Trained
    card : Card
    samples_words : str
        Who landslides and others are, in a sentence.
    seconds : float
        The training took.
    version, created, sources, notes, command, settings
        As in :func:`.evaluation.render_evaluation`.
    """
    page = Page(card.title, [f"Scarp {version}, {created}"])
    page.section("Result")
    page.cards(_headline(trained))
    page.paragraph(verdict(trained))
    page.note([CAVEAT_SUSCEPTIBILITY, *card.caveats], "Read with it")
    page.paragraph(PURPOSES)
    _add_tests(page, trained, samples_words)
    _add_probability(page, trained, card)
    _add_classes(page, trained)
    _add_factors(page, trained)
    if trained.model.evidence:
        _add_evidence(page, trained)
    page.section("The model and its inputs")
    page.paragraph(f"METHOD {card.section.method}: {METHODS[card.section.method]}."
                   + (f" The training took {seconds:.0f} s." if math.isfinite(seconds) else ""))
    page.table(("Factor", "Kind", "Unit", "Range of the training samples"), [
        (factor.name, factor.kind.replace("_", " "), factor.unit, _range(factor)) for factor in card.factors])
    page.close(sources, settings, notes, command)
    return page.render()


def verdict(trained: Trained) -> str:
    """What the tests say, in a few sentences."""
    first = trained.headline
    if first is None:
        return "The samples do not suffice for any test."
    words = []
    if trained.blocks:
        words.append(f"In blocks the model has not seen, a landslide ranks above another place in "
                     f"{100 * first.ranking.auc:.0f} of 100 pairs.")
        for each in trained.differences:
            low, high = each.interval
            other = each.other[:1].lower() + each.other[1:] if each.other == SLOPE_ALONE else each.other
            how = "better than" if low > 0 else "worse than" if high < 0 else "not shown to be other than"
            words.append(f"That is {how} {other} ({signed(each.value)}, {span(each.interval, 3)}).")
    else:
        words.append("There are no places to make blocks of, so nothing is known of other ground.")
    if trained.random and trained.blocks:
        random = next(iter(trained.random.values())).ranking.auc
        words.append(f"At random it is {random:.3f}: neighbours of the test are then in the training, which flatters.")
    return " ".join(words)


def _headline(trained: Trained) -> list:
    cards, first = [], trained.headline
    if first is not None:
        where = "blocks held out" if trained.blocks else "at random"
        cards.append((f"{first.ranking.auc:.3f}", f"ROC AUC, {where}",
                      f"95 % by blocks {span(first.auc_interval)}; chance is 0.50"))
        results = trained.blocks or trained.random
        if SLOPE_ALONE in results:
            slope = results[SLOPE_ALONE]
            cards.append((f"{slope.ranking.auc:.3f}", "ROC AUC of slope alone", "on the same cells"))
        cards.append((f"{first.ranking.pr_auc:.3g}", "PR AUC",
                      f"{first.ranking.pr_auc / first.ranking.prevalence:.1f} times the prevalence "
                      f"{first.ranking.prevalence:.2g}"))
    return cards


def _add_tests(page: Page, trained: Trained, samples_words: str) -> None:
    page.section("Tests on ground the model has not seen")
    plan = trained.plan
    page.paragraph(samples_words)
    if trained.blocks:
        page.paragraph(f"Blocks of {plan.block_size:g} m in {plan.folds} folds (seed {plan.seed}): each fold is tested "
                       f"by a model fitted on the others, without samples within {plan.gap:g} m of a test sample "
                       f"({trained.left_out:.0f} left out, mean of the folds). Intervals hold 95 % of 1,000 bootstrap "
                       f"replicates that draw whole blocks ({trained.block_count} blocks, {trained.landslide_blocks} "
                       "with landslides); differences are paired.")
        _add_results(page, trained.blocks, "In blocks: what to expect of ground like it")
        page.table(("Difference in ROC AUC, in blocks", "Value", "95 % by blocks, paired"),
                   [(f"{each.one} minus {each.other}", signed(each.value), span(each.interval, 3))
                    for each in trained.differences], numeric=(1, 2))
    if trained.random:
        _add_results(page, trained.random, f"At random, {plan.folds} folds: flatters, since neighbours resemble each "
                     "other")
    results = trained.blocks or trained.random
    if results:
        shown = list(results.values())
        page.figures([(charts.roc(shown), "ROC curves on the cells held out."),
                      (charts.precision_recall(shown), "Precision and recall; the level line is the prevalence, that "
                       "is a map without skill.")])


def _add_results(page: Page, results: Mapping[str, Result], caption: str) -> None:
    page.table(("", "ROC AUC", "95 % by blocks", "By fold", "PR AUC", "Times the prevalence", "Brier"),
               [(name, f"{each.ranking.auc:.3f}", span(each.auc_interval, 3),
                 ", ".join("none" if math.isnan(value) else f"{value:.2f}" for value in each.fold_auc),
                 f"{each.ranking.pr_auc:.3g}", f"{each.ranking.pr_auc / each.ranking.prevalence:.1f}",
                 f"{each.reliability.brier:.3g}" if each.reliability is not None else "")
                for name, each in results.items()], caption, range(1, 7))


def _add_probability(page: Page, trained: Trained, card: Card) -> None:
    results = {name: each for name, each in (trained.blocks or trained.random).items()
               if each.reliability is not None and each.calibration is not None}
    if not results:
        return
    page.section("The probability")
    page.paragraph(f"It holds for a share of landslides of {card.prevalence:.4g}"
                   + (f" ({card.training['event']})" if card.training.get("event") else "")
                   + f": {trained.shift:+.3f} was added to the log-odds, ln[pi / (1 - pi)] - ln[n1 / n0], since the "
                   "samples hold more landslides than the ground.")
    page.table(("", "Mean forecast", "Observed", "Calibration slope", "Intercept", "Brier",
                "Brier of always saying the prevalence"),
               [(name, f"{each.reliability.mean:.3g}", f"{each.ranking.prevalence:.3g}",
                 f"{each.calibration.slope:.2f}", f"{each.calibration.intercept:+.2f}",
                 f"{each.reliability.brier:.3g}", f"{each.reliability.brier_prevalence:.3g}")
                for name, each in results.items()], "On cells held out; slope 1 and intercept 0 are right", range(1, 7))
    slope = next(iter(results.values())).calibration.slope
    if slope < BOLD:
        page.paragraph("The slope is well below 1: on other ground high values are too high and low ones too low.")
    elif slope > RIGHT:
        page.paragraph("The slope is well above 1: high values are too low and low ones too high.")
    page.figures([(charts.reliability(list(results.values())), "Reliability on cells held out: forecast against "
                   "observed share, with the number of samples behind each point.")])


def _add_classes(page: Page, trained: Trained) -> None:
    if not trained.captured:
        return
    page.section("Classes")
    page.table(("Class", "From", "To", "Landslides held out, %", "Area, %", "Frequency ratio"),
               [(each.name, f"{each.lower:.3g}", f"{each.upper:.3g}", f"{100 * each.landslide_share:.1f}",
                 f"{100 * each.area_share:.1f}",
                 f"{each.landslide_share / each.area_share:.2f}" if each.area_share else "no area")
                for each in trained.captured[::-1]],
               "By the share of landslides captured on ground held out: the highest class holds half of them, the two "
               "highest three quarters, then 90 and 97 %. The card keeps the limits", range(1, 6))


def _add_factors(page: Page, trained: Trained) -> None:
    page.section("What the factors say")
    total = sorted(trained.importance.items(), key=lambda each: -each[1])
    page.table(("Factor", "ROC AUC lost where it is shuffled"), [(name, signed(value)) for name, value in total],
               "Permutation importance on the cells held out; what correlated factors share is lost by none of them",
               (1,))
    numbers = [each for each in trained.responses if not each.classes]
    if numbers:
        page.figure(charts.responses(numbers), "Mean probability with one factor set to each value and all others as "
                    "they are (partial dependence), between the 2nd and 98th percentile.")
    for each in trained.responses:
        if each.classes:
            page.table((each.name, "Mean probability"), [(f"{value:g}", f"{chance:.3g}") for value, chance in
                                                         zip(each.values, each.probability)], numeric=(0, 1))
    found = trained.collinearity
    if found is not None:
        page.heading("How they hang together")
        page.table(("", *found.names, "Variance inflation"),
                   [(name, *(f"{value:.2f}" for value in row), "unbounded" if math.isinf(inflation) else
                     f"{inflation:.3g}")
                    for name, row, inflation in zip(found.names, found.correlation, found.inflation)],
                   "Rank correlation (Spearman); variance inflation factor", range(1, len(found.names) + 2))
        page.note(screening.remarks(found))


def _add_evidence(page: Page, trained: Trained) -> None:
    page.section("Weights of evidence")
    page.table(("Factor", "Class", "Samples", "Landslides", "W+", "W-", "Contrast", "Studentised", "Frequency ratio"),
               [(row.factor, row.name, row.samples, row.landslides, f"{row.positive:+.2f}", f"{row.negative:+.2f}",
                 f"{row.contrast:+.2f}", f"{row.studentised:+.1f}", "no area" if np.isnan(row.frequency_ratio) else
                 f"{row.frequency_ratio:.2f}") for each in trained.model.evidence for row in each.rows],
               "Beyond 2 the studentised contrast is hardly chance", range(2, 9))


def _range(factor) -> str:
    if factor.kind == "number":
        return f"{factor.low:.4g} to {factor.high:.4g}"
    return ", ".join(str(value) for value in factor.classes) or "all directions"
