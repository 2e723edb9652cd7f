"""From terrain, soil and rain to maps, classes, a test, a styled project and a report in one folder."""

from __future__ import annotations

import os

import numpy as np
from qgis.core import QgsProcessingOutputHtml, QgsProcessingOutputRasterLayer

from ..engine import outputs
from ..engine.errors import InputError, ResourceError
from ..engine.evaluation import classes, classified, study
from ..engine.grid import Band, RasterSource, RasterWriter, commit_all, tiles
from ..engine.inventory.places import read_cells
from ..engine.mapping.probability import probability_maps
from ..engine.mapping.scenario import Scenario
from ..engine.mapping.status import UNASSESSED
from ..engine.palette import CATEGORIES, class_colours
from ..engine.quantities import VARIABLES
from ..engine.reliability.analysis import Method
from ..engine.reliability.correlation import parse
from ..translate import tr
from .frame.base import ScarpAlgorithm
from .full.networks import (
    add_networks,
    check_networks,
    network_stages,
    run_networks,
    statistics_stages,
    train_here,
)
from .full.report import Findings, write_report
from .inputs.places import add_inventory, read_places, save_places
from .inputs.site import add_site, check_site, note_cells, read_site, stages
from .probabilityoffailure import CORRELATION_TYPES, COST, METHODS
from .results.project_file import LoadedSheet, Sheet, write_project

MAPS = {name: made for name, made in outputs.MAPS["probabilityoffailure"].items() if name != "STANDARD_ERROR"}
GROUND = (outputs.SHAPE["SLOPE"], outputs.MAPS["soilthickness"]["THICKNESS"])
CLASSES = outputs.MAPS["classify"]["OUTPUT"]


class FullAnalysis(ScarpAlgorithm):
    """Every map, classes, test, project and report."""

    NAME = "fullanalysis"
    TITLE = "Full analysis and report"
    GROUP = "From maps to decisions"
    TAGS = ("report", "project", "susceptibility", "POF", "workflow")
    ABOUT = """
Computes every map of a storm and writes them to a folder, with classes, a test against known landslides, a styled QGIS
project and a report.

The report is one HTML file that opens anywhere and prints well. It states what was assumed and what was measured: data,
soil, storm, method, maps, what governs the result, classes with frequency ratios, and, with an inventory, ROC and
precision curves with slope alone beside them. run.json holds every parameter and the fingerprint of every input; the
same inputs give the same numbers. The test needs the package scikit-learn; without it the report says that the map is
untested.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        add_site(self, both=False)
        add_inventory(self, "For the test, the classes and the figures.", optional=True)
        add_networks(self)
        self.places("NEGATIVES", "Mapped places without landslide", "Points or polygons; left out, all other cells are "
                    "the negatives.", optional=True, advanced=True)
        self.choice("METHOD", "Reliability method", "How the probability is computed.", METHODS, "form", advanced=True)
        self.text("CORRELATION", "Correlation", "Pairs of quantities that vary together, such as "
                  "cohesion:friction=-0.3; porosity:ksat=0.5.", advanced=True)
        self.choice("CORRELATION_TYPE", "Meaning of the correlation", "Which correlation CORRELATION gives.",
                    CORRELATION_TYPES, "gaussian", advanced=True)
        self.number("SAMPLES", "Samples a cell", "Points of the sampling methods, 100 or more.", 2000, 100, 100_000_000,
                    integer=True, advanced=True)
        self.number("SEED", "Seed", "Of sampling, folds and bootstrap.", 1, 0, 2**31 - 1, integer=True, advanced=True)
        self.number("FOLDS", "Folds of blocks", "For the test; 2 or more.", 5, 2, 50, integer=True, advanced=True)
        self.number("BLOCK_SIZE", "Side of a block, m", "For the test: cells in one block are taken as dependent.",
                    500.0, 0.0, advanced=True)
        self.flag("FITTED", "The soil was fitted to these landslides", "The report then calls the test a fit and not a "
                  "prediction.", False, advanced=True)
        self.text("RUN_NAME", "Name of the run", "Heads the report and the group of layers.", advanced=True)
        self.output_folder("FOLDER", "Folder", "Filled with every map, scarp.qgz, report.html and run.json. Files of "
                           "an earlier run are replaced; what else lies there stays, and where it has a name that is "
                           "wanted, the new file gets another one (slope_2.tif).")
        self.addOutput(QgsProcessingOutputRasterLayer("POF", tr("Probability of failure")))
        self.addOutput(QgsProcessingOutputRasterLayer("SUSCEPTIBILITY", tr("Susceptibility, where MODEL is given")))
        self.addOutput(QgsProcessingOutputHtml("REPORT", tr("Report")))
        self.output_number("MAX_POF", "Greatest probability of failure")
        self.output_number("UNSTABLE_SHARE", "Share of cells with a probability of failure above 0.5")
        self.output_number("AUC", "ROC AUC, when an inventory is given")

    def check(self, given) -> None:
        """Check terrain, soil, rain, earthquake and correlation."""
        check_site(given)
        parse(given.text("CORRELATION"), VARIABLES)
        check_networks(given)

    def compute(self, given, run) -> dict:
        """Compute everything, then write project, report and record."""
        method = Method(given.choice("METHOD"), given.integer("SAMPLES"), given.integer("SEED"))
        tested = given.has("INVENTORY")
        run.plan(**network_stages(given), **stages(given, COST[method.kind]), ground=1.0,
                 **statistics_stages(given), classes=1.0, test=4.0 * tested, report=4.0)
        folder = run.output_folder("FOLDER")
        folder.claim("report.html", "run.json", "scarp.qgz")
        networks = run_networks(given, run, folder)     # first, since what is missing for them should be said at once
        with read_site(given, run) as site:
            conditions = site.conditions
            mapped = read_places(given, run, conditions.grid) if tested else None
            scenario = Scenario(conditions.soil.table, parse(given.text("CORRELATION"), VARIABLES),
                                given.choice("CORRELATION_TYPE"))
            summary = _maps(run, folder, site, scenario, method)
            note_cells(run, summary)
            _ground(run, folder, conditions)
            networks += train_here(given, run, folder, folder.path(MAPS["POF"].file_name))
            pof = RasterSource(folder.path(MAPS["POF"].file_name), band=len(conditions.times), parameter="POF")
            found = Findings(site, scenario, method, summary, folder, mapped, networks)
            _classes(run, found, pof)
            _test(given, run, found, pof)
            sheets, group = _sheets(found, given), given.text("RUN_NAME") or "Scarp"
            if mapped is not None:
                save_places(mapped.shapes, conditions.grid.crs, folder.path("landslides.gpkg"), "landslides")
            write_report(self, given, run, found, run.stage("report", "Report"))
            write_project(folder.path("scarp.qgz"), group, sheets)
        for place, sheet in enumerate(sheets):
            beside = sheet.quantity == "hillshade"      # the elevation model stays where it is
            run.load(sheet.path if beside else folder.final(os.path.basename(sheet.path)), sheet.title,
                     LoadedSheet(sheets, place, group), group, place)
        numbers = {"POF": folder.final(MAPS["POF"].file_name), "REPORT": folder.final("report.html"),
                   "MAX_POF": summary.greatest, "UNSTABLE_SHARE": summary.share(summary.unstable)}
        numbers.update({each.kind.result: folder.final(each.kind.susceptibility.file_name)
                        for each in networks if each.kind.result})
        if found.study is not None:
            numbers["AUC"] = found.study.maps[0].ranking.auc
        return numbers


def _maps(run, folder, site, scenario, method):
    conditions = site.conditions
    writers = {}
    try:
        for name, made in MAPS.items():
            writers[name] = _writer(run, folder, made, conditions.grid, site.bands(made, [scenario]))
        summary = probability_maps(conditions, [scenario], method, writers, threads=run.threads,
                                   **run.controls("maps", "Probability of failure"))
        commit_all(writers.values())
    except BaseException:
        for writer in writers.values():
            writer.discard()
        raise
    return summary


def _ground(run, folder, conditions) -> None:
    """Write slope and mean soil thickness."""
    sources = {"slope": conditions.slope, **conditions.soil.sources()}

    def ground(arrays, window):
        _, means = conditions.soil.means(arrays)
        depth = np.broadcast_to(means.get("thickness", np.nan), arrays["slope"].shape)
        return {"slope": arrays["slope"], "thickness": np.where(np.isnan(arrays["slope"]), np.nan, depth)}

    writers = {made.name: _writer(run, folder, made, conditions.grid, [Band(made.name, made.unit)]) for made in GROUND}
    try:
        tiles.run(ground, conditions.grid, sources, writers, threads=run.threads, **run.controls("ground", "Ground"))
        commit_all(writers.values())
    except BaseException:
        for writer in writers.values():
            writer.discard()
        raise


def _writer(run, folder, made, grid, bands) -> RasterWriter:
    return RasterWriter(folder.path(made.file_name), grid, bands, made.dtype, made.nodata, name=made.name,
                        metadata=run.metadata, parameter="FOLDER")


def _classes(run, found, pof) -> None:
    """Classes by natural breaks of the last time, with landslides counted."""
    controls = run.controls("classes", "Classes")
    span = classified.value_range(pof, threads=run.threads, cancelled=run.cancelled)
    try:
        limits = classes.breaks("jenks", 5, classified.raster_histogram(pof, span, threads=run.threads,
                                                                        cancelled=run.cancelled))
    except InputError as error:
        run.warn(f"Classes: {error.problem}, so there are none.")
        return
    found.categories = tuple((number, colour, name) for number, (colour, name) in enumerate(
        zip(class_colours(len(limits) + 1), classes.names(len(limits) + 1)), 1))
    with _writer(run, found.folder, CLASSES, pof.grid, [Band("class")]) as writer:
        cells = classified.classify_raster(pof, limits, writer, threads=run.threads, **controls)
    slides = None
    if found.mapped is not None:
        values = read_cells(pof, found.mapped.inventory.one_cell_each(pof.grid.width).cells)
        slides = np.bincount(classes.classify(values[~np.isnan(values)], limits),
                             minlength=256)[1:len(limits) + 2]
    found.rows = classes.frequency_ratios(limits, span.low, span.high, cells, slides)


def _test(given, run, found, pof) -> None:
    """Test against the inventory; what cannot be tested is said and does not stop the run."""
    if found.mapped is None:
        return
    controls = run.controls("test", "Test against landslides")
    negatives = read_places(given, run, pof.grid, "NEGATIVES").inventory if given.has("NEGATIVES") else None
    slope = RasterSource(found.folder.path(GROUND[0].file_name), parameter="SLOPE")
    maps = {"Probability of failure": pof, **found.independent_maps()}
    try:
        found.study = study.evaluate(maps, found.mapped.inventory, negatives, slope,
                                     folds=given.integer("FOLDS"), block_size=given.number("BLOCK_SIZE"),
                                     seed=given.integer("SEED"), fitted=given.flag("FITTED"), **controls)
    except (InputError, ResourceError) as error:
        found.untested = f"The map is untested. {error}"
        run.warn(found.untested)
        return
    for warning in found.study.warnings:
        run.warn(warning)
    result = found.study.maps[0]
    run.log(f"ROC AUC {result.ranking.auc:.3f} (95 % by blocks {result.auc_interval.low:.3f} to "
            f"{result.auc_interval.high:.3f}); slope alone {found.study.slope.ranking.auc:.3f}.")


def _sheets(found, given) -> list:
    """Layers from top to bottom, as they are loaded and as the project has them."""
    last, label = len(found.site.conditions.times), found.site.label
    unassessed = tuple(each for each in CATEGORIES["status"] if each[0] in UNASSESSED)
    sheets = []
    if found.mapped is not None:
        sheets.append(Sheet(found.folder.path("landslides.gpkg"), "landslides",
                            f"Mapped landslides ({found.mapped.inventory.given})", shown=True))
    if given.has("DEM"):
        sheets.append(Sheet(given.raster("DEM"), "hillshade", "Hillshade", shown=True))
    sheets.append(Sheet(found.folder.path(MAPS["STATUS"].file_name), "status", outputs.NOT_ASSESSED, last, True,
                        unassessed))
    if found.rows:
        sheets.append(_sheet(found, CLASSES, categories=found.categories))
    sheets += [_sheet(found, MAPS[name], last, label, name == "POF") for name in ("POF", "FOS", "BETA",
                                                                                 "WETTING_FRONT_OUT")]
    sheets += [_sheet(found, made) for network in found.networks for made in network.kind.maps.values()]
    sheets += [_sheet(found, made) for made in GROUND]
    return sheets


def _sheet(found, made, times: int = 1, label: str = "", shown: bool = False, categories=()) -> Sheet:
    title = made.heading(tr)
    return Sheet(found.folder.path(made.file_name), made.name, f"{title} - {label}" if label else title,
                 made.bands.shown(times), shown, categories)
