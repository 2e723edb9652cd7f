"""Test of one or several maps against mapped landslides."""

from __future__ import annotations

import csv
import datetime
import io
import math
from pathlib import Path

from ..engine.errors import InputError
from ..engine.evaluation import study
from ..engine.grid import MaskedSource, RasterSource, metric_grid
from ..engine.quantities import LIMITS
from ..engine.records import plain_cell
from ..engine.report.evaluation import render_evaluation
from ..engine.terrain import shape
from .frame.base import ScarpAlgorithm
from .frame.run import plugin_version, software_versions
from .inputs.grid import add_area, burn_area, open_dem
from .inputs.maps import add_band, choose_band
from .inputs.places import add_inventory, read_places

POSITIVES = {"one": "one cell for each landslide", "all": "all cells of a polygon"}


class Evaluate(ScarpAlgorithm):
    """ROC, precision and recall, reliability, rates and classes of errors, in spatial blocks."""

    NAME = "evaluate"
    TITLE = "Evaluate maps"
    GROUP = "From maps to decisions"
    TAGS = ("ROC", "AUC", "precision", "recall", "Brier", "confusion", "validation", "cross-validation")
    REQUIRES = ("sklearn",)
    ABOUT = """
Measures how well maps tell landslides from other ground, side by side on the same cells.

Intervals come from a bootstrap of whole spatial blocks, since neighbouring cells are not independent; differences
between maps are paired. Slope alone stands beside every map where SLOPE or DEM is given. Negatives are mapped places
without a landslide, or all other cells (a million of them at most, drawn at random). Measures that depend on how rare
landslides are stand beside their prevalence. The report says who the positives and negatives were. Higher values must
mean less stable, so a factor of safety comes out below 0.5.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        self.rasters("INPUTS", "Maps", "One map or several, higher where less stable; the first one's grid is used and "
                     "must be in metres. BAND applies to each.")
        add_inventory(self, "The positives.")
        self.places("NEGATIVES", "Mapped places without landslide", "Points or polygons; left out, all other cells are "
                    "the negatives. Never choose them by the map that is tested.", optional=True)
        self.raster("DEM", "Elevation model (DEM), m", "For the curve of slope alone, the least a map should beat.",
                    optional=True)
        self.raster("SLOPE", "Slope, degrees", "In place of the DEM.", optional=True, advanced=True)
        self.number("FOLDS", "Folds of blocks", "Blocks are split into so many folds; 2 or more.", 5, 2, 50,
                    integer=True, advanced=True)
        self.number("BLOCK_SIZE", "Side of a block, m", "Cells in one block are taken as dependent. Take more than "
                    "the distance over which terrain and landslides resemble each other.", 500.0, 0.0)
        self.number("SEED", "Seed", "Of folds, bootstrap and drawn cells.", 1, 0, integer=True, advanced=True)
        self.choice("POSITIVES", "Cells of a landslide", "For polygons; a point is always one cell.", POSITIVES, "one",
                    advanced=True)
        self.flag("FITTED", "The maps were fitted to these landslides", "The report then calls it a fit and not a "
                  "prediction.", False, advanced=True)
        self.text("MAP_NAMES", "Names of the maps", "Separated by ;, in the order of INPUTS; left out, the file names.",
                  advanced=True)
        add_band(self)
        add_area(self)
        self.output_file("REPORT", "Report", "One HTML file with curves and tables.", "html")
        self.output_file("TABLE", "Table of measures", "CSV, one line a map.", "csv")
        self.output_maps()
        for name, label in (("AUC", "ROC AUC of the first map"), ("PR_AUC", "PR AUC of the first map"),
                            ("PRECISION_AT_80", "Precision at 80 % recall of the first map"),
                            ("BRIER", "Brier score of the first map")):
            self.output_number(name, label)

    def check(self, given) -> None:
        """Check the names."""
        names, paths = _given_names(given), given.rasters("INPUTS")
        if names and len(names) != len(paths):
            raise InputError("MAP_NAMES", f"there are {len(names)} names for {len(paths)} maps", "Give one for each.")

    def compute(self, given, run) -> dict:
        """Measure, and write report, table and confusion map."""
        slope_stage = given.has("DEM") and not given.has("SLOPE")
        run.plan(slope=1.0 * slope_stage, measure=4.0, confusion=1.0 * run.wants("CONFUSION"))
        paths = given.rasters("INPUTS")
        grid = metric_grid(paths[0], "INPUTS", run.warn)
        area = burn_area(given, run, grid) if given.has("AREA") else None
        maps = {name: _inside(_open(given, run, path, grid), area) for name, path in zip(_names(given, paths), paths)}
        if not given.flag("FITTED"):
            _ask_of_networks(run, maps)
        landslides = read_places(given, run, grid).inventory
        negatives = read_places(given, run, grid, "NEGATIVES").inventory if given.has("NEGATIVES") else None
        found = study.evaluate(maps, landslides, negatives, _slope(given, run, grid),
                               one_each=given.choice("POSITIVES") == "one", folds=given.integer("FOLDS"),
                               block_size=given.number("BLOCK_SIZE"), seed=given.integer("SEED"),
                               fitted=given.flag("FITTED"), **run.controls("measure", "Measuring the maps"))
        first = found.maps[0]
        if run.wants("CONFUSION"):
            run.open("CONFUSION", grid, ["confusion"], label=first.name)
            study.confusion_map(maps[first.name], first.all_cells.threshold, landslides.cells, run.writers["CONFUSION"],
                                **run.controls("confusion", "Hits and misses"))
        for warning in found.warnings:
            run.warn(warning)
        run.text_file("TABLE", as_csv(found))
        run.text_file("REPORT", self._report(given, run, found, paths))
        run.log(f"Positives: {found.positives}. Negatives: {found.negatives}.")
        for result in [*found.maps, *([found.slope] if found.slope else [])]:
            low, high = result.auc_interval
            run.log(f"{result.name}: ROC AUC {result.ranking.auc:.3f} (95 % by blocks {low:.3f} to {high:.3f}).")
        brier = first.reliability.brier if first.reliability is not None else math.nan
        return {"AUC": first.ranking.auc, "PR_AUC": first.ranking.pr_auc,
                "PRECISION_AT_80": first.ranking.precision_at_80, "BRIER": brier}

    def _report(self, given, run, found, paths) -> str:
        sources = [("INPUTS", path, name) for path, name in zip(paths, [each.name for each in found.maps])]
        sources.append(("INVENTORY", run.parameters.get("INVENTORY", ""), found.positives))
        sources += [(name, run.parameters[name], what) for name, what in
                    (("NEGATIVES", found.negatives), ("SLOPE", "slope alone"), ("DEM", "for slope alone"),
                     ("AREA", "only inside")) if given.has(name)]
        settings = {name: run.parameters[name] for name in
                    ("FOLDS", "BLOCK_SIZE", "SEED", "POSITIVES", "FITTED", "BAND") if name in run.parameters}
        return render_evaluation(found, version=plugin_version(), sources=sources, settings=settings,
                                 created=datetime.datetime.now().strftime("%Y-%m-%d %H:%M"),
                                 command=run.command(REPORT=run.path("REPORT")), changes=run.changes,
                                 versions=software_versions(),
                                 notes=[line for line in run.warnings if line not in found.warnings])


def as_csv(found: study.Study) -> str:
    """Text of the table of measures, one line a map, slope alone last."""
    columns = ("map", "positives", "negatives", "prevalence", "auc", "auc_low", "auc_high", "auc_folds", "pr_auc",
               "pr_auc_low", "pr_auc_high", "precision_at_80", "threshold", "f1", "iou", "mcc", "balanced_accuracy",
               "f1_held_out", "iou_held_out", "mcc_held_out", "balanced_accuracy_held_out", "brier", "brier_prevalence")
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(columns)
    for result in [*found.maps, *([found.slope] if found.slope else [])]:
        ranking, reliable = result.ranking, result.reliability
        measures = [value for decision in (result.all_cells, result.held_out)
                    for value in (decision.f1, decision.iou, decision.mcc, decision.balanced_accuracy)]
        known = [value for value in result.fold_auc if not math.isnan(value)]
        numbers = [ranking.prevalence, ranking.auc, *result.auc_interval, sum(known) / max(len(known), 1),
                   ranking.pr_auc, *result.pr_interval, ranking.precision_at_80, result.all_cells.threshold, *measures,
                   reliable.brier if reliable else math.nan, reliable.brier_prevalence if reliable else math.nan]
        table.writerow((plain_cell(result.name), ranking.positives, ranking.negatives,
                        *("" if math.isnan(value) else f"{value:.6g}" for value in numbers)))
    return text.getvalue()


def _given_names(given) -> list:
    return [name.strip() for name in given.text("MAP_NAMES").split(";") if name.strip()]


def _names(given, paths) -> list:
    """Name the maps, each differently."""
    names = []
    for name in _given_names(given) or [Path(path).stem for path in paths]:
        count = 1
        while (name if count == 1 else f"{name} ({count})") in names:
            count += 1
        names.append(name if count == 1 else f"{name} ({count})")
    return names


def _open(given, run, path, grid) -> RasterSource:
    band = choose_band(given, run, RasterSource(path, parameter="INPUTS"), f"INPUTS, '{Path(path).name}'")
    return RasterSource(path, grid, band, "INPUTS", log=run.log)


def _ask_of_networks(run, maps) -> None:
    """Ask whether trained networks know the landslides, which the map itself does not tell."""
    for name, source in maps.items():
        if source.metadata.get("SCARP_ALGORITHM", "").startswith("predict"):
            run.warn(f"{name} was made by a trained network. If it was trained on these landslides, or near them, this "
                     "tests its memory: evaluate it on others, or set FITTED.")


def _inside(source, area):
    return source if area is None else MaskedSource(source, area)


def _slope(given, run, grid):
    """Slope for the baseline, or None with a word."""
    if given.has("SLOPE"):
        return RasterSource(given.raster("SLOPE"), grid, parameter="SLOPE", log=run.log, limits=LIMITS["slope"])
    if given.has("DEM"):
        dem = open_dem(given.raster("DEM"), metric_grid(given.raster("DEM"), "DEM", run.warn), run)
        made = shape.slope_map(dem, run.scratch("slope.tif"), threads=run.threads, **run.controls("slope", "Slope"))
        return RasterSource(made.path, grid, parameter="DEM", log=run.log)
    run.warn("Neither DEM nor SLOPE is given, so slope alone is not shown beside the maps.")
    return None
