"""Training of a statistical model of susceptibility, in the Python of QGIS itself."""

from __future__ import annotations

import csv
import datetime
import io
import math
import time

from ..engine.errors import InputError
from ..engine.networks import statistical
from ..engine.networks.card import Card
from ..engine.networks.statistical import METHODS, Statistical
from ..engine.records import plain_cell
from ..engine.report.susceptibility import render_susceptibility
from ..engine.statistics import graph, methods, study
from .frame.base import ScarpAlgorithm
from .frame.run import plugin_version
from .inputs.conditioning import CHANNEL_CELLS, RELIEF_WINDOW, add_conditioning, check_conditioning
from .inputs.grid import add_area
from .inputs.labelled import LEAST_BLOCK, add_labelled, check_labelled, read_labelled
from .networks.training_process import LICENCE, add_python

TABULAR = ("blocks", "random")


class TrainSusceptibility(ScarpAlgorithm):
    """Landslides and an elevation model, or factors, to a model that is tested in blocks."""

    NAME = "trainsusceptibility"
    TITLE = "Train susceptibility"
    GROUP = "Networks"
    TAGS = ("susceptibility", "machine learning", "boosting", "random forest", "logistic regression",
            "weights of evidence", "frequency ratio", "statistics", "ONNX")
    REQUIRES = ("sklearn", "onnx", "onnxruntime")
    ABOUT = """
Learns from mapped landslides where slopes fail: boosted trees, a forest, a logistic regression, weights of evidence, or
boosted trees averaged with two convolutional networks. An elevation model and landslides suffice.

Other places are drawn at random outside the landslides and a buffer. The model is tested on whole blocks it has not
seen, with a gap round them, beside slope alone, a logistic regression and, if given, a probability of failure, all on
the same cells; at random beside it, which flatters. The report holds paired intervals, how far the probability can be
believed, what each factor adds, how the factors hang together and how the probability follows each.

The value is the probability that a cell holds a landslide of the inventory: landslides over cells, unless PREVALENCE
says otherwise. All but the ensemble need scikit-learn alone and take seconds; the ensemble needs a Python with torch.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        add_conditioning(self)
        add_labelled(self)
        self.choice("METHOD", "Method", "What is fitted.", METHODS, "boosting")
        self.raster("POF", "Probability of failure, for comparison", "A map that is tested on the same cells; it is no "
                    "factor.", optional=True)
        self.number("FOLDS", "Folds of blocks", "2 or more; each is tested by a model of the others.",
                    4, 2, 20, integer=True, advanced=True)
        self.number("BLOCK_SIZE", "Side of a block, m", "Left out, a tenth of the longer side of the map, at least "
                    f"{LEAST_BLOCK} cells.", None, 0.0, advanced=True)
        self.number("GAP", "Gap, cells", "Training samples within so many cells of a test sample are left out of the "
                    "folds of blocks.", 17, 0, 10000, integer=True, advanced=True)
        self.number("PREVALENCE", "Share of landslides, 0 to 1", "For which the probability holds. Left out, that of "
                    "the inventory: landslides, one cell each, over cells with a value.", None, 1e-6, 1 - 1e-6,
                    advanced=True)
        self.text("EVENT", "What the inventory holds", "Event and years, such as: rain of May 2010. For card and "
                  "report: the probability is that of such an inventory.")
        self.number("CHANNEL_CELLS", "Channels begin at, cells upslope", "As in scarp:terrainfactors.", CHANNEL_CELLS,
                    1, integer=True, advanced=True)
        self.number("RELIEF_WINDOW", "Window of the relief, cells", "As in scarp:terrainfactors; odd.", RELIEF_WINDOW,
                    3, 1001, integer=True, advanced=True)
        self.text("TITLE", "Title of the model", "One line for its card.", advanced=True)
        self.number("SEED", "Seed", "The same whole number gives the same model.", 1, 0, 2**31 - 1, integer=True,
                    advanced=True)
        add_python(self)
        add_area(self)
        self.output_file("MODEL_OUT", "Trained model", "For scarp:predictsusceptibility.", "onnx")
        self.output_file("REPORT", "Report", "One HTML file: tests, probability, factors.", "html")
        self.output_file("TABLE", "Table", "CSV: every measure of every method, importances, correlation and variance "
                         "inflation of factors, responses, and weights of evidence where METHOD is weights.", "csv")
        self.output_number("AUC_BLOCKS", "ROC AUC, blocks held out")
        self.output_number("PR_AUC_BLOCKS", "PR AUC, blocks held out")
        self.output_number("AUC", "ROC AUC, at random")
        self.output_number("BRIER", "Brier score, blocks held out")
        self.output_number("AUC_SLOPE", "ROC AUC of slope alone, blocks held out")

    def check(self, given) -> None:
        """Check that factors and labels are given in one of the ways there are."""
        check_labelled(given)
        if not given.has("INPUT"):
            check_conditioning(given)
        if given.integer("RELIEF_WINDOW") % 2 == 0:
            raise InputError("RELIEF_WINDOW", f"{given.integer('RELIEF_WINDOW')} is even", "Use an odd number.")
        if given.has("INPUT") and given.choice("METHOD") == "ensemble":
            raise InputError("METHOD", "an ensemble looks at windows of rasters, and INPUT is a table",
                             "Use boosting, or give rasters.")

    def compute(self, given, run) -> dict:
        """Draw samples, test, fit, write."""
        start, method = time.monotonic(), given.choice("METHOD")
        ensemble = method == "ensemble"
        rasters = not given.has("INPUT")
        run.plan(factors=4.0 * rasters, samples=2.0, windows=2.0 * ensemble, training=60.0 * ensemble, tests=6.0,
                 report=1.0)
        methods.require_sklearn()
        graph.require_onnx()
        notes: list = []

        def warn(text: str) -> None:
            notes.append(text)
            run.warn(text)

        labelled = read_labelled(given, run, warn)
        samples = labelled.samples
        plan = study.Plan("boosting" if ensemble else method, given.integer("FOLDS"), labelled.block_size, labelled.gap,
                          labelled.prevalence, given.integer("SEED"),
                          statistical.TITLES["ensemble"] if ensemble else "")
        run.log(labelled.words)
        run.log(f"{2 * plan.folds + 1} fits on {int(samples.trained.sum())} samples, {len(samples.factors)} factors: "
                f"about {max(study.estimate(samples, plan), 1):.0f} s.")
        folds = study.make_folds(samples, plan)
        members = None
        if ensemble:
            from .networks.ensemble import train_members

            members = train_members(given, run, labelled, plan, folds)
        trained = study.train(samples, plan, folds=folds, progress=run.stage("tests", "Tests in blocks and at random"),
                              **(members.parts() if members is not None else {}))
        for text in trained.warnings:
            warn(text)
        if not trained.blocks:
            warn("There are no places to make blocks of: the measures are those at random, which flatter.")
        card = self._card(given, labelled, trained, method)
        progress = run.stage("report", "Model and report")
        if members is not None:
            content = members.model_bytes(trained, card)
        else:
            content = graph.checked_bytes(trained.model, card, trained.shift, samples.channels())
        run.bytes_file("MODEL_OUT", content)
        run.log(f"The model has {len(content) / 1e6:.2f} MB.")
        run.text_file("TABLE", as_csv(trained))
        if run.wants("REPORT"):
            run.text_file("REPORT", self._report(given, run, labelled, trained, card, notes, time.monotonic() - start))
        progress(1.0)
        return _numbers(run, trained)

    def _card(self, given, labelled, trained, method: str) -> Card:
        samples, plan = labelled.samples, trained.plan
        slides, others = int(samples.labels.sum()), int((~samples.labels & samples.trained).sum())
        metrics = {name: {"auc": found.ranking.auc, "auc_interval": _finite(found.auc_interval),
                          "pr_auc": found.ranking.pr_auc, "brier": found.reliability.brier,
                          "calibration_slope": found.calibration.slope,
                          "calibration_intercept": found.calibration.intercept,
                          "positives": found.ranking.positives, "negatives": found.ranking.negatives}
                   for name, results in (("blocks", trained.blocks), ("random", trained.random))
                   for found in list(results.values())[:1]}
        if "blocks" in metrics:
            metrics["blocks"]["block_size"], metrics["blocks"]["gap"] = plan.block_size, plan.gap
        event = given.text("EVENT")
        caveats = [f"Trained and tested on {slides} landslides of one inventory"
                   + (f" ({event})" if event else "") + "; other ground may differ.", labelled.probability_words]
        training = {**labelled.about, "version": plugin_version(), "date": datetime.date.today().isoformat(),
                    "landslides": slides, "others": others, "seed": plan.seed, **({"event": event} if event else {})}
        section = Statistical(method, labelled.cell_size, 17 if method == "ensemble" else 1,
                              given.integer("CHANNEL_CELLS") if labelled.computed else 0,
                              given.integer("RELIEF_WINDOW") if labelled.computed else 0, samples.gaps,
                              labelled.words_of, trained.limits)
        return Card(statistical.NETWORK, given.text("TITLE") or f"{statistical.TITLES[method]}, {slides} landslides",
                    samples.factors, section, 3 if method == "ensemble" else 1, plan.prevalence, training, metrics,
                    LICENCE, tuple(caveats))

    def _report(self, given, run, labelled, trained, card, notes, seconds) -> str:
        names = ("METHOD", "RATIO", "BUFFER", "FOLDS", "BLOCK_SIZE", "GAP", "PREVALENCE", "SEED", "CHANNEL_CELLS",
                 "RELIEF_WINDOW", "EVENT")
        settings = {name: run.parameters[name] for name in names if name in run.parameters}
        inputs = {"DEM": "elevation", "FACTORS": "factors", "CATEGORIES": "factors of classes", "INVENTORY": "mapped "
                  "landslides", "SAMPLES": "labelled points", "INPUT": "table", "POF": "for comparison", "AREA":
                  "only inside"}
        sources = [(name, str(each), what) for name, what in inputs.items() if given.has(name)
                   for each in _listed(run.parameters.get(name, ""))]
        return render_susceptibility(
            trained, card, version=plugin_version(), created=datetime.datetime.now().strftime("%Y-%m-%d %H:%M"),
            samples_words=labelled.words, sources=sources, notes=notes, settings=settings, seconds=seconds,
            command=run.command(MODEL_OUT=run.path("MODEL_OUT"), REPORT=run.path("REPORT")))


def as_csv(trained) -> str:
    """Text of the table: one line a fact."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("table", "name", "item", "value", "low", "high"))
    for test, results in zip(TABULAR, (trained.blocks, trained.random)):
        for name, each in results.items():
            rows = [("auc", each.ranking.auc, *each.auc_interval), ("pr_auc", each.ranking.pr_auc, *each.pr_interval),
                    ("prevalence", each.ranking.prevalence)]
            if each.reliability is not None:
                rows += [("brier", each.reliability.brier), ("calibration_slope", each.calibration.slope),
                         ("calibration_intercept", each.calibration.intercept)]
            for item, *values in rows:
                table.writerow((f"{test}", plain_cell(name), item, *map(_number, values)))
    for each in trained.differences:
        table.writerow(("difference", plain_cell(each.one), f"minus {each.other}", _number(each.value),
                        *map(_number, each.interval)))
    for each in trained.captured:
        for item in ("lower", "upper", "landslide_share", "area_share"):
            table.writerow(("classes", each.name, item, _number(getattr(each, item))))
    for name, value in trained.importance.items():
        table.writerow(("importance", plain_cell(name), "auc lost", _number(value)))
    found = trained.collinearity
    if found is not None:
        for name, row, inflation in zip(found.names, found.correlation, found.inflation):
            table.writerow(("inflation", plain_cell(name), "variance inflation factor", _number(inflation)))
            for other, value in zip(found.names, row):
                table.writerow(("correlation", plain_cell(name), other, _number(value)))
    for each in trained.responses:
        for value, chance in zip(each.values, each.probability):
            table.writerow(("response", plain_cell(each.name), _number(value), _number(chance)))
    for each in trained.model.evidence:
        for row in each.rows:
            for item in ("samples", "landslides", "positive", "negative", "contrast", "studentised", "frequency_ratio"):
                table.writerow(("weights", plain_cell(f"{row.factor}: {row.name}"), item, _number(getattr(row, item))))
    return text.getvalue()


def _numbers(run, trained) -> dict:
    numbers = {}
    blocks, random = (next(iter(each.values()), None) for each in (trained.blocks, trained.random))
    if blocks is not None:
        numbers.update(AUC_BLOCKS=blocks.ranking.auc, PR_AUC_BLOCKS=blocks.ranking.pr_auc)
    if random is not None:
        numbers["AUC"] = random.ranking.auc
    headline = trained.headline
    if headline is not None:
        numbers["BRIER"] = headline.reliability.brier
    slope = (trained.blocks or trained.random).get(study.SLOPE_ALONE)
    if slope is not None:
        numbers["AUC_SLOPE"] = slope.ranking.auc
    for name, each in (trained.blocks or trained.random).items():
        low, high = each.auc_interval
        run.log(f"{name}: ROC AUC {each.ranking.auc:.3f} (95 % by blocks {low:.3f} to {high:.3f}), PR AUC "
                f"{each.ranking.pr_auc:.3g}.")
    for each in trained.differences:
        run.log(f"{each.one} minus {each.other}: {each.value:+.3f} ({each.interval.low:+.3f} to "
                f"{each.interval.high:+.3f}, paired).")
    if random is not None and blocks is not None:
        run.log(f"At random {random.ranking.auc:.3f}, which flatters.")
    return numbers


def _finite(values) -> list:
    return [float(value) if math.isfinite(value) else None for value in values]


def _listed(value) -> list:
    return value if isinstance(value, list) else [value]


def _number(value) -> str:
    if isinstance(value, float) and math.isnan(value):
        return ""
    return f"{value:.6g}"
