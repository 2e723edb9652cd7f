"""The report of a training: tests on untouched data, what the network listens to, its settings and its card."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Mapping, Sequence

import numpy as np

from . import charts
from .evaluation import CAVEAT_SUSCEPTIBILITY
from .page import Page

TESTS = {"blocks": "Spatial blocks", "random": "At random"}


def render_training(results: Mapping, *, version: str, created: str, sources: Sequence[Sequence[str]],
                    notes: Sequence[str] = (), command: str = "", settings: Mapping[str, object] = ()) -> str:
    """Report of a training as one HTML file.

    Parameters
    ----------
    results : mapping
        As training/ppm_cnn/job.py writes them: ``blocks``, ``random``, ``settings``, ``history``, ``attributions``,
        ``card``.
    version, created, sources, notes, command, settings
        As in :func:`.evaluation.render_evaluation`.
    """
    card = results["card"]
    page = Page(card["title"], [f"Scarp {version}, {created}"])
    tested = {name: results[name] for name in TESTS if results[name]}
    page.section("Result")
    page.cards([(f"{found['auc']:.2f}", f"ROC AUC, {TESTS[name].lower()}",
                 f"95 % by blocks {_span(found['auc_interval'])}; chance is 0.50") for name, found in tested.items()])
    page.paragraph(verdict(results))
    page.note([CAVEAT_SUSCEPTIBILITY, *card["caveats"]], "Read with it")
    _add_tests(page, tested)
    _add_attributions(page, results["attributions"])
    _add_settings(page, results)
    page.section("The model and its inputs")
    page.table(("Factor", "Kind", "Unit", "Range of the training samples"), [
        (factor["name"], factor["kind"].replace("_", " "), factor["unit"], _range(factor))
        for factor in card["factors"]])
    page.close(sources, settings, notes, command)
    return page.render()


def verdict(results: Mapping) -> str:
    """What the tests say, in two or three sentences."""
    blocks, random = results["blocks"], results["random"]
    words = []
    if blocks:
        low, high = blocks["auc_interval"]
        words.append(f"In blocks the training has not seen, a landslide ranks above a stable point in "
                     f"{100 * blocks['auc']:.0f} of 100 pairs.")
        if low is not None and low <= 0.5 <= high:
            words.append("The interval holds 0.50: on these samples it cannot be told from chance.")
    else:
        words.append("The samples do not suffice for a test in spatial blocks; nothing is known of other ground.")
    if random:
        words.append(f"The test at random gives {random['auc']:.2f}; {100 * random['overlapping']:.0f} % of its "
                     "windows overlap a window of the training, so it flatters.")
    return " ".join(words)


def _add_tests(page: Page, tested: Mapping) -> None:
    page.section("Tests on data that neither search nor training has seen")
    if "blocks" in tested:
        found = tested["blocks"]
        page.paragraph(f"Spatial blocks of {found['block_size']:g} m in {found['folds']} folds: each fold is tested by "
                       "networks searched and trained on the others. Training samples within 17 cells of a test sample "
                       f"are left out ({found['left_out']:.0f} of them, mean of the folds), so that no window overlaps "
                       "one of the test.")
    page.paragraph("Negatives are the stable points of SAMPLES. If these were chosen by the probability of failure, "
                   "both tests are too easy: test the map with scarp:evaluate against mapped places.")
    page.table(("Test", "Landslides", "Stable", "ROC AUC", "95 % by blocks", "ROC AUC by fold"),
               [(TESTS[name], found["positives"], found["negatives"], f"{found['auc']:.3f}",
                 _span(found["auc_interval"], 3), ", ".join("none" if each is None else f"{each:.2f}"
                                                            for each in found["auc_folds"]))
                for name, found in tested.items()], numeric=range(1, 6))
    page.table(("Test", "PR AUC", "Precision at 80 % recall", "Prevalence", "Brier", "Brier of the prevalence"),
               [(TESTS[name], f"{found['pr_auc']:.3f}", f"{found['precision_at_80']:.2f}",
                 f"{found['prevalence']:.2f}", f"{found['brier']:.3f}", f"{found['brier_prevalence']:.3f}")
                for name, found in tested.items()], numeric=range(1, 6))
    if tested:
        drawn = [_drawable(TESTS[name], found) for name, found in tested.items()]
        page.figures([(charts.roc(drawn), "ROC curves on untouched data."),
                      (charts.reliability(drawn), "Reliability: forecast against observed share of landslides among "
                       "the test samples, for classes of equal size.")])


def _add_attributions(page: Page, found: Mapping) -> None:
    page.section("What the network listens to")
    total = sum(found.values()) or 1.0
    page.table(("Factor", "Mean size of its SHAP value, log-odds", "Share, %"),
               [(name, f"{value:.3f}", f"{100 * value / total:.0f}")
                for name, value in sorted(found.items(), key=lambda each: -each[1])], numeric=(1, 2))
    page.paragraph("SHAP values by expected gradients, summed over the window and the channels of a factor, for the "
                   "first network. They tell what the network uses, not what causes landslides.")


def _add_settings(page: Page, results: Mapping) -> None:
    page.section("Settings found")
    names = {"kernel": "Cells of a convolution", "rate": "Learning rate", "decay": "Weight decay", "dropout": "Dropout",
             "width": "Channels", "epochs": "Most epochs", "mean_epochs": "Epochs used, mean",
             "steepness": "Steepness of the calibration"}
    page.table(("Setting", "Value"), [(names.get(name, name), f"{value:.3g}")
                                      for name, value in results["settings"].items()], numeric=(1,))
    done = [value for value in results["history"] if value is not None]
    if done:
        page.paragraph(f"Bayesian search: {len(results['history'])} trials, {len(results['history']) - len(done)} cut "
                       f"short; loss of the first {done[0]:.3f}, least {min(done):.3f}.")


def _drawable(name: str, found: Mapping) -> SimpleNamespace:
    """What `charts` draws of a test."""
    curves = SimpleNamespace(**{key: np.array([math.nan if each is None else each for each in values])
                                for key, values in found["curves"].items()})
    bins = SimpleNamespace(brier=found["brier"], brier_prevalence=found["brier_prevalence"],
                           **{key: np.asarray(values) for key, values in found["reliability"].items()})
    low, high = (math.nan if each is None else each for each in found["auc_interval"])
    return SimpleNamespace(name=name, ranking=SimpleNamespace(auc=found["auc"]), auc_interval=(low, high),
                           curves=curves, reliability=bins)


def _span(interval, digits: int = 2) -> str:
    low, high = interval
    return "not known" if low is None else f"{low:.{digits}f} to {high:.{digits}f}"


def _range(factor: Mapping) -> str:
    if factor["kind"] == "number":
        return f"{factor['low']:.4g} to {factor['high']:.4g}"
    return ", ".join(str(value) for value in factor.get("classes", ())) or "all directions"
