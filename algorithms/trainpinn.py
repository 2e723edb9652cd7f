"""Training of a PINN on the user's own earthquake, in another process."""

from __future__ import annotations

import csv
import datetime
import json
from pathlib import Path

import numpy as np
from qgis.core import QgsProcessing, QgsProcessingParameterFeatureSource, QgsProcessingParameterFile

from ..engine.errors import InputError
from ..engine.networks import pinn, pinn_units
from ..engine.networks.pinn_units import Roles
from ..engine.report.pinn_training import render_pinn_training
from ..engine.stability.newmark import LEAST_STEEPEST, LEAST_STRONG_PGA
from ..translate import tr
from .frame.base import ScarpAlgorithm
from .frame.run import plugin_version
from .inputs.shaking import PGA_FACTORS, add_pga_unit, check_pga
from .inputs.units import fill_columns, no_places, role_columns, rows_of
from .networks.training_process import LICENCE, add_python, find_python, train

PACKAGES = ("torch", "onnx", "sklearn", "scipy")
PLACES = ("scarp_x", "scarp_y")


class TrainPinn(ScarpAlgorithm):
    """Units with labels to an ensemble with Newmark physics inside, tested in blocks, with a report."""

    NAME = "trainpinn"
    TITLE = "Train PINN"
    GROUP = "Networks"
    TAGS = ("PINN", "Newmark", "earthquake", "coseismic", "neural network", "ONNX", "susceptibility", "slope units",
            "torch")
    ABOUT = """
Trains an ensemble that retrieves effective strength from proxies, so that Newmark's sliding block explains which slopes
slid in an earthquake.

Give slope units (polygons), points or a table, one row a unit, with slope, shaking, a label and the predictors on which
strength may depend. Do not give what cannot change the strength or gives the label away: shaking, area, counts, ids and
coordinates are no predictors. Every member sees a random half of the units; tests are made in folds the network never
saw, at random and in spatial blocks. The result is one .onnx file for scarp:predictpinn.

Cohesion and friction come out as effective values, not unique: a good AUC says nothing about them (docs/pinn.md). It
runs in a process of its own with a Python that has torch.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        self.add(QgsProcessingParameterFeatureSource("INPUT", tr("Table, points or slope units"),
                                                     [QgsProcessing.TypeVector]),
                 tr("One row a unit; at least 100 complete ones, some with landslides and some without."))
        self.text("FIELDS", "Predictors", "Fields of numbers on which strength may depend, separated by ;.")
        self.text("CATEGORY_FIELDS", "Predictors that are classes", "Fields of class numbers, such as lithology, "
                  "separated by ;.")
        self.rasters("FACTORS", "Factors, rasters", "Rasters read at the points of INPUT, or over its polygons by "
                     "QGIS's zonal statistics: the mean, of classes the majority. Each is a predictor, or a field "
                     "named above or below, by its name.", optional=True)
        self.text("LABEL_FIELD", "Field of the label", "1 landslide, 0 none. Several earthquakes: one field each, "
                  "separated by ;.", "label")
        self.text("SLOPE_FIELD", "Field of the slope, degrees", "Mean slope of the unit.", "slope")
        self.text("SLOPE_SD_FIELD", "Field of the standard deviation of the slope", "Optional: the network then learns "
                  "how much steeper than its mean a unit fails.")
        self.text("PGA_FIELD", "Field of the peak ground acceleration", "Several earthquakes: one field each, in the "
                  "order of the labels.", "pga")
        add_pga_unit(self)
        self.text("AREA_FIELD", "Field of the area of the unit, m2", "Optional: a larger unit fails more easily, 1 - "
                  "(1 - p)^(A/A0), A0 learned.")
        self.text("SATURATION_FIELD", "Field of the wet share of the thickness", "Optional: 0 to 1.", advanced=True)
        self.text("X_FIELD", "Field of x", "For a table without geometry: where the unit is, m or degrees; for the "
                  "test in blocks alone.", advanced=True)
        self.text("Y_FIELD", "Field of y", "As X_FIELD.", advanced=True)
        self.number("BLOCK_SIZE", "Side of a block, m", "Of the test in blocks.", 10000.0, 1.0)
        self.number("MEMBERS", "Networks in the ensemble", "More give a smoother band and a larger file.", 50, 1, 200,
                    integer=True)
        self.number("DEPTH", "Dense blocks", "Of 64 units each; the paper has 16.", 3, 1, 32, integer=True,
                    advanced=True)
        self.number("EPOCHS", "Epochs", "Passes over a member's half of the units.", 40, 1, 2000, integer=True,
                    advanced=True)
        self.number("PRIOR", "Weight of a weak prior", "Holds friction near 33 +- 7 deg and cohesion over thickness "
                    "near 8 kPa/m (factor 3); 0 is off, 1 counts as much as one label a unit.", 0.0, 0.0, 100.0,
                    advanced=True)
        self.text("TITLE", "Title of the model", "One line for its card.", advanced=True)
        self.number("SEED", "Seed", "The same whole number gives the same training on the same machine.", 1, 0,
                    integer=True, advanced=True)
        self.add(QgsProcessingParameterFile("KEEP", tr("Folder for finished members"),
                                            QgsProcessingParameterFile.Folder, optional=True),
                 tr("Members are kept there as they are finished; a training with the same units and settings goes on "
                    "from them."), advanced=True)
        add_python(self)
        self.output_file("MODEL_OUT", "Trained network", "For scarp:predictpinn.", "onnx")
        self.output_file("REPORT", "Report", "One HTML file: tests, effective strength, settings.", "html")
        self.output_number("AUC", "ROC AUC, test at random")
        self.output_number("AUC_BLOCKS", "ROC AUC, test in spatial blocks")

    def compute(self, given, run) -> dict:
        """Read the units, train in another process, take in what it wrote."""
        run.plan(units=1.0, training=40.0)
        python = find_python(given.text("PYTHON"), PACKAGES)
        roles = self._roles(given)
        records, more = self._records(given, run, roles)
        job = self._job(given, run, roles, more, PLACES[0] in records[0])
        self._check(run, records, job, roles)
        odd = [name for name in job["fields"] if name in (*roles.pga, roles.area, *job["places"])]
        if odd:
            run.warn(f"FIELDS: {', '.join(odd)} cannot change the strength of the ground; the network may learn this "
                     "earthquake or this place by it.")
        folder = Path(run.folder()) / "training"
        folder.mkdir()
        with open(folder / "units.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(records[0]))
            writer.writeheader()
            writer.writerows(records)
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        run.log(f"{len(records)} units; training with {python}.")
        results = train(run, python, folder)
        if run.wants("REPORT"):
            run.text_file("REPORT", render_pinn_training(
                results, version=plugin_version(), created=datetime.datetime.now().strftime("%Y-%m-%d %H:%M"),
                command=run.command(MODEL_OUT=run.path("MODEL_OUT"), REPORT=run.path("REPORT"))))
        numbers = {name: results[key]["auc"] for name, key in (("AUC", "random"), ("AUC_BLOCKS", "blocks"))
                   if results[key]}
        run.log("; ".join(f"{name} {value:.3f}" for name, value in numbers.items()))
        return numbers

    def _roles(self, given) -> Roles:
        return Roles(given.text("SLOPE_FIELD"), tuple(_listed(given, "PGA_FIELD")),
                     PGA_FACTORS[given.choice("PGA_UNIT")], given.text("SLOPE_SD_FIELD"), given.text("AREA_FIELD"),
                     given.text("SATURATION_FIELD"))

    def _records(self, given, run, roles) -> tuple:
        """Give the rows as dictionaries, with places and the values of rasters, and the rasters that are predictors."""
        source = given.layer("INPUT")
        _, records, geometries = rows_of(given)
        more = []
        if geometries:
            columns = dict.fromkeys(_listed(given, "FIELDS") + _listed(given, "CATEGORY_FIELDS"), "")
            more = fill_columns(given, run, records, geometries, source.sourceCrs(), {**columns, **role_columns(roles)},
                                _listed(given, "CATEGORY_FIELDS"), take_all=True)
            for record, geometry in zip(records, geometries):
                point = geometry.pointOnSurface().asPoint()
                record[PLACES[0]], record[PLACES[1]] = point.x(), point.y()
        elif given.has("FACTORS"):
            raise no_places("FACTORS")
        return records, more

    def _job(self, given, run, roles, more, has_places) -> dict:
        places = list(PLACES) if has_places else []
        if given.has("X_FIELD") and given.has("Y_FIELD"):
            places = [given.text("X_FIELD"), given.text("Y_FIELD")]
        return {
            "network": pinn.NETWORK, "fields": _listed(given, "FIELDS") + more,
            "categories": _listed(given, "CATEGORY_FIELDS"),
            "labels": _listed(given, "LABEL_FIELD"), "places": places, "roles": roles.to_dict(),
            "block_size": given.number("BLOCK_SIZE"),
            "settings": {"members": given.integer("MEMBERS"), "depth": given.integer("DEPTH"),
                         "epochs": given.integer("EPOCHS"), "seed": given.integer("SEED"),
                         "prior": given.number("PRIOR")},
            "threads": run.threads or 0, "keep": given.text("KEEP"), "title": given.text("TITLE") or "PINN",
            "training": {"version": plugin_version(), "date": datetime.date.today().isoformat()}, "licence": LICENCE,
            "caveats": ["Trained on the units of one user; other earthquakes and other ground are extrapolation."]}

    def _check(self, run, records, job, roles) -> None:
        """Find faults of the table here, in a moment, and not after a process was started."""
        if not job["fields"] + job["categories"]:
            raise InputError("FIELDS", "there are no predictors",
                             "Name the fields strength may depend on, or give FACTORS.")
        given_away = [name for name in job["fields"] + job["categories"] if name in job["labels"]]
        if given_away:
            raise InputError("FIELDS", f"{given_away[0]} is the label", "Leave it out of the predictors.")
        if len(job["labels"]) != len(roles.pga):
            raise InputError("PGA_FIELD", f"there are {len(roles.pga)} fields for {len(job['labels'])} of LABEL_FIELD",
                             "Give one each for every earthquake.")
        read = {name: pinn_units.column(records, name) for name in (*job["fields"], *job["categories"], *job["places"])}
        physics = pinn_units.read_physics(records, roles)
        labels = pinn_units.read_labels(records, job["labels"])
        most, steepest = np.fmax.reduce(physics.pga, axis=None), np.fmax.reduce(physics.slope)
        if most < LEAST_STRONG_PGA:
            raise InputError("PGA_FIELD", f"no unit has more than {most:.2g} g", "Check PGA_UNIT.")
        check_pga("PGA_FIELD", 0.0, most, "g", run.warn)
        if steepest < LEAST_STEEPEST:
            raise InputError("SLOPE_FIELD", f"the steepest unit has {steepest:.3g} degrees",
                             "Give degrees, not radians.")
        known = physics.known(bool(roles.area)) & np.isfinite(labels).any(axis=1)
        known &= np.isfinite(list(read.values())).all(axis=0)
        read.update({roles.slope: physics.slope, roles.slope_deviation: physics.slope_deviation,
                     roles.saturation: physics.saturation, **dict(zip(roles.pga, physics.pga.T)),
                     **dict(zip(job["labels"], labels.T)), **({roles.area: physics.area} if roles.area else {})})
        if not known.all():
            run.warn(f"INPUT: {(~known).sum()} of {len(records)} rows lack a value and are left out; columns with "
                     f"gaps: {pinn_units.gaps(read)}.")


def _listed(given, name: str) -> list:
    """Give the fields named in a text, separated by ; or ,."""
    return [each.strip() for each in given.text(name).replace(",", ";").split(";") if each.strip()]
