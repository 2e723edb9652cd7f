"""The part of a report that tests maps against landslides, and the report of ``evaluate``."""

from __future__ import annotations

from typing import Mapping, Sequence

import numpy as np

from ..evaluation.study import MapResult, Study
from ..palette import class_colours
from . import charts
from .page import Page, swatch

CAVEAT_FITTED = "Tested on the landslides the map was fitted to: this shows how well it fits, not how well it predicts."
CAVEAT_SUSCEPTIBILITY = "Susceptibility: where, not how often."

OFF_LEVEL = (0.5, 2.0)
"""Mean forecast over prevalence outside which a map is said not to have the level of the inventory."""


def render_evaluation(study: Study, *, version: str, created: str, sources: Sequence[Sequence[str]],
                      notes: Sequence[str] = (), command: str = "", settings: Mapping[str, object] = (),
                      versions: Mapping[str, str] = (), changes: Sequence[str] = ()) -> str:
    """Report of an evaluation as one HTML file.

    Parameters
    ----------
    study : Study
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
    page = Page("Evaluation of " + " and ".join([", ".join([r.name for r in study.maps[:-1]]), study.maps[-1].name]
                                                 if len(study.maps) > 1 else [study.maps[0].name]),
                [f"Scarp {version}, {created}"])
    page.section("Result")
    page.cards(headline(study))
    page.paragraph(verdict(study))
    page.note(caveats(study), "Read with it")
    add_test(page, study)
    page.section("Inputs and settings")
    page.table(("Input", "File", "What it is"), sources)
    page.note(changes, "Changed on reading")
    if settings:
        page.table(("Setting", "Value"), list(dict(settings).items()))
    page.section("Warnings, versions and how to repeat this")
    page.note([*study.warnings, *notes] or ["No warnings."], warning=bool(study.warnings or notes))
    if versions:
        page.table(("Software", "Version"), list(dict(versions).items()))
    if command:
        page.code(command)
    return page.render()


def headline(study: Study) -> list:
    """Three numbers of the first map, each with what it must be compared with."""
    first = study.maps[0]
    ranking = first.ranking
    cards = [(f"{ranking.auc:.2f}", "ROC AUC", f"95 % by blocks {span(first.auc_interval)}; chance is 0.50")]
    if study.slope is not None:
        cards.append((f"{study.slope.ranking.auc:.2f}", "ROC AUC of slope alone",
                      f"95 % by blocks {span(study.slope.auc_interval)}"))
    cards.append((f"{100 * ranking.precision_at_80:.2g} %", "Precision at 80 % of the landslides",
                  f"a map without skill has {100 * ranking.prevalence:.2g} %"))
    return cards


def verdict(study: Study) -> str:
    """What the numbers of the first map say, in a few sentences."""
    first = study.maps[0]
    low, high = first.auc_interval
    words = [f"{first.name} ranks a landslide cell above another cell in {100 * first.ranking.auc:.0f} of 100 pairs."]
    if low <= 0.5 <= high:
        words.append("The interval holds 0.50: on these data it cannot be told from chance.")
    for difference in study.differences:
        if difference.one == first.name:
            low, high = difference.interval
            if low > 0:
                words.append(f"It ranks better than {_lower(difference.other)} (difference "
                             f"{signed(difference.value)}, {span(difference.interval, 3)}).")
            elif high < 0:
                words.append(f"It ranks worse than {_lower(difference.other)} (difference "
                             f"{signed(difference.value)}, {span(difference.interval, 3)}).")
            else:
                words.append(f"No difference from {_lower(difference.other)} can be shown "
                             f"({signed(difference.value)}, {span(difference.interval, 3)}).")
    if first.reliability is not None and not study.mapped_negatives:
        mean, share = first.reliability.mean, first.ranking.prevalence
        if not OFF_LEVEL[0] < mean / share < OFF_LEVEL[1]:
            words.append(f"{first.name} averages {mean:.2g}, and {share:.2g} of the cells hold a mapped landslide: "
                         "read its ranking, not its level.")
    return " ".join(words)


def caveats(study: Study) -> list:
    """What the reader must know of the map beside the numbers."""
    return [CAVEAT_SUSCEPTIBILITY, *([CAVEAT_FITTED] if study.fitted else [])]


def _of_the_test(study: Study) -> list:
    """What the reader must know of the measures."""
    others = "Negatives are mapped places, not all ground: measures hold for such a mix of places." \
        if study.mapped_negatives else \
        "Unmapped landslides count as negatives; an inventory that misses some makes every map look worse."
    return ["Precision, PR AUC, F1 and Brier depend on how rare landslide cells are among the cells compared; they "
            "mean something only beside the prevalence.", others]


def add_test(page: Page, study: Study) -> None:
    """Add the section on the test: cases, ranking in blocks, curves, decisions."""
    page.section("Test against mapped landslides")
    page.paragraph(f"Positives: {study.positives}. Negatives: {study.negatives}. Intervals hold 95 % of "
                   f"{study.replicates:,} bootstrap replicates that draw whole blocks of {study.block_size:g} m "
                   f"({study.blocks} blocks, {study.landslide_blocks} with landslides; seed {study.seed}), since "
                   "neighbouring cells are not independent.")
    everything = [*study.maps, *([study.slope] if study.slope is not None else [])]
    page.table(("Map", "ROC AUC", "95 % by blocks", f"mean of {study.folds} folds of blocks (range)", "PR AUC",
                "95 % by blocks", "Precision at 80 % recall", "Prevalence"),
               [(result.name, f"{result.ranking.auc:.3f}", span(result.auc_interval, 3), _folds(result),
                 f"{result.ranking.pr_auc:.3g}", span(result.pr_interval, 2, "g"),
                 f"{result.ranking.precision_at_80:.3g}", f"{result.ranking.prevalence:.3g}") for result in everything],
               "How well the maps rank the cells", range(1, 8))
    if study.differences:
        page.table(("Difference in ROC AUC", "Value", "95 % by blocks, paired"),
                   [(f"{each.one} minus {_lower(each.other)}", signed(each.value), span(each.interval, 3))
                    for each in study.differences], numeric=(1, 2))
    page.note(_of_the_test(study))
    rate = "success rate" if study.fitted else "prediction rate"
    pairs = [(charts.roc(study.maps, study.slope),
              "ROC curves; the dashed grey line is slope alone, which a map should beat."),
             (charts.precision_recall(study.maps, study.slope), "Precision and recall; the level line is the "
              "prevalence, that is a map without skill."),
             (charts.rates(study.maps, study.fitted, study.slope), f"Share of landslides found in the most susceptible "
              f"share of the area ({rate}: the maps were {'' if study.fitted else 'not '}fitted to these landslides).")]
    if any(result.reliability is not None for result in study.maps):
        pairs.append((charts.reliability(study.maps),
                      "Reliability: forecast against observed share of landslide cells, with the number of cells "
                      "behind each point. A probability of failure in a given storm is not the share of cells where a "
                      "landslide was mapped, so points off the line are expected."))
    page.figures(pairs)
    page.heading("As a yes-or-no map")
    page.paragraph("The threshold is where true minus false positive rate is greatest (Youden). In the lines \"other "
                   "blocks\" it was chosen on the other folds, and the measures are those of the fold left out.")
    rows = []
    for result in everything:
        for name, found in (("all cells", result.all_cells), ("other blocks", result.held_out)):
            rows.append((result.name, name, _threshold(result, found.threshold),
                         f"{found.recall:.2f}", f"{found.precision:.3g}", f"{found.f1:.3g}", f"{found.iou:.3g}",
                         f"{found.mcc:.3f}", f"{found.balanced_accuracy:.2f}"))
    page.table(("Map", "Threshold from", "Threshold", "Recall", "Precision", "F1", "IoU", "MCC", "Balanced accuracy"),
               rows, numeric=range(2, 9))
    scores = [(result.name, f"{result.reliability.mean:.3g}", f"{result.ranking.prevalence:.3g}",
               f"{result.reliability.brier:.3g}", f"{result.reliability.brier_prevalence:.3g}")
              for result in study.maps if result.reliability is not None]
    if scores:
        page.heading("Level of the probabilities")
        page.paragraph("The mean forecast would be the prevalence if the level were right. Where it is far above, soil "
                       "or storm are taken worse than they were, the inventory lacks landslides, or a landslide counts "
                       "as fewer cells than failed.")
        page.table(("Map", "Mean forecast", "Prevalence", "Brier score", "Brier score of always saying the prevalence"),
                   scores, numeric=range(1, 5))


def add_classes(page: Page, rows, method: str) -> None:
    """Add the frequency-ratio table and its bars (rows of :func:`.evaluation.classes.frequency_ratios`)."""
    colours = class_colours(len(rows))
    tested = any(row.landslides for row in rows)
    head = ["Class", "From", "To", "Area, %"] + (["Landslides", "Landslides, %", "Frequency ratio"] if tested else [])
    lines = []
    for row, colour in zip(rows, colours):
        line = [swatch(colour, row.name), f"{row.lower:.4g}", f"{row.upper:.4g}", f"{100 * row.area_share:.1f}"]
        if tested:
            ratio = "no area" if np.isnan(row.frequency_ratio) else f"{row.frequency_ratio:.2f}"
            line += [f"{row.landslides:,}", f"{100 * row.landslide_share:.1f}", ratio]
        lines.append(line)
    page.table(head, lines, f"{method}; a value on a limit belongs to the lower class", range(1, len(head)))
    if tested:
        page.figure(charts.frequency_ratios(rows, colours), "Share of landslides over share of area by class. A useful "
                    "map rises from class to class.")


def signed(value) -> str:
    """Write a difference with its sign."""
    return f"{round(value, 3) + 0.0:+.3f}"      # no -0.000


def _threshold(result, value) -> str:
    if not np.isfinite(value):
        return "by fold"
    return f"{value:.3g}" + (" deg" if result.name == "Slope alone" else "")


def _folds(result: MapResult) -> str:
    known = [value for value in result.fold_auc if not np.isnan(value)]
    return f"{np.mean(known):.3f} ({min(known):.2f} to {max(known):.2f})" if known else "none"


def span(interval, digits=2, kind="f") -> str:
    """Write an interval."""
    low, high = interval
    if kind == "f":
        low, high = round(low, digits) + 0.0, round(high, digits) + 0.0      # no -0.000
    mark = "#" if kind == "g" else ""      # keeps the last zero: 0.0030 beside 0.0014
    return f"{low:{mark}.{digits}{kind}} to {high:{mark}.{digits}{kind}}" if np.isfinite(low) else "not known"


def _lower(name) -> str:
    return "slope alone" if name == "Slope alone" else name
