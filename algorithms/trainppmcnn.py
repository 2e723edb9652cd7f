"""Training of a PPM-CNN on the user's own basin, in another process."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import numpy as np
from qgis.core import QgsProcessing, QgsProcessingParameterFeatureSource

from ..engine.errors import InputError
from ..engine.networks import ppm_cnn
from ..engine.report.ppm_cnn_training import render_training
from ..translate import tr
from .frame.base import ScarpAlgorithm
from .frame.run import plugin_version
from .inputs.factors import add_factors, open_factors, read_names
from .inputs.samples import read_samples
from .networks.training_process import LICENCE, add_python, find_python, train

PACKAGES = ("torch", "onnx", "onnxruntime", "optuna", "shap", "sklearn", "scipy")
SPLITS = {"blocks": "whole spatial blocks are held back", "random": "samples are held back at random, as in the paper"}
ENCODINGS = {"circular": "angles as sine and cosine, classes one by one",
             "raw": "every value as one number, as in the paper"}
FEWEST = 20
"""Samples of each class without which nothing can be tested."""


class TrainPpmCnn(ScarpAlgorithm):
    """Samples and factors to a network, tested in blocks, with a report."""

    NAME = "trainppmcnn"
    TITLE = "Train PPM-CNN"
    GROUP = "Networks"
    TAGS = ("CNN", "neural network", "deep learning", "ONNX", "susceptibility", "machine learning", "torch")
    ABOUT = """
Trains a convolutional network to tell landslides from stable places by windows of 17 by 17 cells of conditioning
factors.

The settings of Table 1 of Cui et al. (2024) are searched by a Bayesian optimiser; an ensemble of networks is trained,
calibrated on what each held back, and tested on data that neither search nor training has seen: in spatial blocks
with a gap of 17 cells, and at random. Windows are turned and mirrored, aspect and flow direction with them. The result
is one .onnx file for scarp:predictppmcnn, with all it needs to be judged inside.

It runs in a process of its own with a Python that has torch, which need not be that of QGIS. With a few hundred samples
it takes minutes; most of them go into the search. Negatives from scarp:samplepoints make the tests here too easy, since
they were chosen by the probability of failure: test the map with scarp:evaluate against mapped places.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        add_factors(self, "Each is seen in windows of 17 by 17 cells.")
        self.add(QgsProcessingParameterFeatureSource("SAMPLES", tr("Sample points"), [QgsProcessing.TypeVectorPoint]),
                 tr("Points with the field LABEL_FIELD: 1 landslide, 0 stable; in any CRS. At least 20 of each."))
        self.text("LABEL_FIELD", "Field of the label", "1 or true for a landslide, 0 or false for a stable place.",
                  "label", advanced=True)
        self.number("TRIALS", "Trials of the search", "Settings tried, for each test and for the final network; 0 "
                    "keeps the first ones.", 3, 0, 500, integer=True)
        self.number("EPOCHS", "Most epochs", "Passes over the samples; training ends earlier when it no longer gets "
                    "better.", 20, 1, 1000, integer=True)
        self.choice("SPLIT", "Held back for search and early stopping", "Both tests are made in any case.", SPLITS,
                    "blocks")
        self.number("BLOCK_SIZE", "Side of a block, m", "Of the test in blocks; take more than the distance over which "
                    "terrain resembles itself.", 500.0, 0.0)
        self.number("PREVALENCE", "Share of landslides, 0 to 1", "Shifts the probability to this share of landslide "
                    "cells. Left out, it holds for classes of equal size.", None, 1e-6, 1 - 1e-6, advanced=True)
        self.number("MEMBERS", "Networks in the ensemble", "SPREAD is their standard deviation. The file and the time "
                    "of a map grow with it.", 3, 1, 20, integer=True, advanced=True)
        self.choice("ENCODING", "Angles and classes", "How they enter the network.", ENCODINGS, "circular",
                    advanced=True)
        self.text("TITLE", "Title of the model", "One line for its model card.", advanced=True)
        self.number("SEED", "Seed", "The same whole number gives the same training on the same machine.", 1, 0,
                    integer=True, advanced=True)
        add_python(self)
        self.output_file("MODEL_OUT", "Trained network", "For scarp:predictppmcnn.", "onnx")
        self.output_file("REPORT", "Report", "One HTML file: tests, attributions, settings.", "html")
        self.output_number("AUC", "ROC AUC, test at random")
        self.output_number("AUC_BLOCKS", "ROC AUC, test in spatial blocks")

    def compute(self, given, run) -> dict:
        """Cut out the windows, train in another process, take in what it wrote."""
        run.plan(windows=1.0, training=30.0)
        python = find_python(given.text("PYTHON"), PACKAGES)
        named = read_names(given, run)
        twice = sorted({name for name in named.names if named.names.count(name) > 1})
        if twice:
            raise InputError("FACTORS", f"{named.names.count(twice[0])} rasters are called {twice[0]}",
                             "Give one, or name them with FACTOR_NAMES.")
        ppm_cnn.check_size(named.grid)
        notes: list = []

        def warn(text: str) -> None:
            notes.append(text)
            run.warn(text)

        points = read_samples(given, named.grid, warn, run.log)
        raw = given.choice("ENCODING") == "raw"
        kinds = [ppm_cnn.kind_of(name, each, raw) for name, each in zip(named.names, named.categorical)]
        how = [ppm_cnn.kind_of(name, each) for name, each in zip(named.names, named.categorical)]
        counted = [kind in ("number", "category") for kind in how]
        windows = ppm_cnn.read_patches(open_factors(named, range(len(kinds)), how, run), counted, points.cells,
                                       **run.controls("windows", "Windows round the samples"))
        labels = points.labels[windows.kept]
        if labels.size < points.labels.size:
            warn(f"SAMPLES: {points.labels.size - labels.size} of {points.labels.size} points lie where a factor has "
                 "no value and are left out.")
        _check_counts(labels)
        job = self._job(given, run, named, kinds, labels)
        folder = Path(run.folder()) / "training"
        folder.mkdir()
        np.savez(folder / "samples.npz", values=windows.values, labels=labels, cells=points.cells[windows.kept])
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        run.log(f"{int(labels.sum())} landslides and {int((~labels).sum())} stable points; training with {python}.")
        results = train(run, python, folder)
        if run.wants("REPORT"):
            run.text_file("REPORT", self._report(run, results, notes, named))
        numbers = {name: results[key]["auc"] for name, key in (("AUC", "random"), ("AUC_BLOCKS", "blocks"))
                   if results[key]}
        if not results["blocks"]:
            run.warn("The samples do not suffice for a test in spatial blocks: make BLOCK_SIZE smaller or map more.")
        run.log("; ".join(f"{name} {value:.3f}" for name, value in numbers.items()))
        return numbers

    def _job(self, given, run, named, kinds, labels) -> dict:
        grid = named.grid
        xmin, ymin, xmax, ymax = grid.bounds
        prevalence = given.number("PREVALENCE")
        caveats = [f"Trained and tested on {int(labels.sum())} landslides and {int((~labels).sum())} stable points of "
                   "one map; other ground may differ.",
                   "Probabilities are for classes of equal size." if prevalence is None else
                   f"Probabilities are for a share of landslides of {prevalence:g}."]
        return {
            "network": ppm_cnn.NETWORK, "trials": given.integer("TRIALS"), "epochs": given.integer("EPOCHS"),
            "members": given.integer("MEMBERS"), "split": given.choice("SPLIT"),
            "block_size": given.number("BLOCK_SIZE"), "seed": given.integer("SEED"), "threads": run.threads or 0,
            "prevalence": 0.5 if prevalence is None else prevalence,
            "factors": [{"name": name, "kind": kind, "unit": unit}
                        for name, kind, unit in zip(named.names, kinds, named.units)],
            "lattice": [grid.cell_width, grid.cell_height, grid.width],
            "title": given.text("TITLE") or f"PPM-CNN, {int(labels.sum())} landslides",
            "training": {"crs": grid.crs_name, "bounds": [xmin, ymin, xmax, ymax], "version": plugin_version(),
                         "date": datetime.date.today().isoformat(), "encoding": given.choice("ENCODING")},
            "licence": LICENCE, "caveats": caveats}

    def _report(self, run, results, notes, named) -> str:
        sources = [("CATEGORIES" if each else "FACTORS", path, name)
                   for path, name, each in zip(named.paths, named.names, named.categorical)]
        sources.append(("SAMPLES", run.parameters.get("SAMPLES", ""), "landslides and stable points"))
        names = ("TRIALS", "EPOCHS", "SPLIT", "BLOCK_SIZE", "PREVALENCE", "MEMBERS", "ENCODING", "SEED")
        settings = {name: run.parameters[name] for name in names if name in run.parameters}
        return render_training(results, version=plugin_version(), notes=notes, sources=sources, settings=settings,
                               created=datetime.datetime.now().strftime("%Y-%m-%d %H:%M"),
                               command=run.command(MODEL_OUT=run.path("MODEL_OUT"), REPORT=run.path("REPORT")))


def _check_counts(labels) -> None:
    for count, what in ((int(labels.sum()), "landslides"), (int((~labels).sum()), "stable points")):
        if count < FEWEST:
            raise InputError("SAMPLES", f"it has {count} {what} with a value in every factor",
                             f"Give at least {FEWEST} of each.")
