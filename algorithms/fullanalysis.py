"""From terrain, soil and rain to maps, classes, a test, a styled project and a report in one folder."""

from __future__ import annotations

import os

import numpy as np
from qgis.core import QgsProcessingOutputHtml, QgsProcessingOutputRasterLayer

from ..engine.errors import InputError, ResourceError
from ..engine.evaluation import classes, classified, study
from ..engine.grid import Band, RasterSource, RasterWriter, commit_all, tiles
from ..engine.inventory.places import read_cells
from ..engine.mapping.probability import probability_maps
from ..engine.mapping.scenario import Scenario, describe
from ..engine.mapping.status import UNASSESSED
from ..engine.palette import CATEGORIES, class_colours
from ..engine.quantities import QUANTITIES, VARIABLES
from ..engine.reliability.analysis import Method
from ..engine.reliability.correlation import parse
from ..translate import tr
from .frame.base import ScarpAlgorithm
from .full.networks import add_networks, check_networks, network_stages, run_networks
from .full.report import Findings, write_report
from .inputs.places import add_inventory, read_places, save_places
from .inputs.site import add_setting, check_setting, note_cells, read_setting, renamed, stages
from .probabilityoffailure import CORRELATION_TYPES, COST, METHODS
from .results.project_file import LoadedSheet, Sheet, write_project

FILES = {"POF": ("probability_of_failure", "Probability of failure", "", "float32"),
         "FOS": ("factor_of_safety", "Factor of safety", "", "float32"),
         "BETA": ("reliability_index", "Reliability index", "", "float32"),
         "WETTING_FRONT_OUT": ("wetting_front", "Wetting front (m)", "m", "float32"),
         "STATUS": ("status", "Status", "", "uint8")}
"""Maps with a band for each time: file and SCARP_NAME, title, unit, type."""

BY_VARIABLE = {"DESIGN_POINT": ("design_point", "Design point"), "IMPORTANCE": ("importance", "Importance")}
GROUND = {"slope": ("Slope (degrees)", "deg"), "thickness": ("Soil thickness (m)", "m")}


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
        add_setting(self, both=False)
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
        check_setting(given)
        parse(given.text("CORRELATION"))
        check_networks(given)

    def compute(self, given, run) -> dict:
        """Compute everything, then write project, report and record."""
        method = Method(given.choice("METHOD"), given.integer("SAMPLES"), given.integer("SEED"))
        tested = given.has("INVENTORY")
        run.plan(**network_stages(given), **stages(given, COST[method.kind]), ground=1.0, classes=1.0,
                 test=4.0 * tested, report=4.0)
        folder = run.output_folder("FOLDER")
        folder.claim("report.html", "run.json", "scarp.qgz")
        networks = run_networks(given, run, folder)     # first, since what is missing for them should be said at once
        with read_setting(given, run) as setting:
            conditions = setting.conditions
            mapped = read_places(given, run, conditions.grid) if tested else None
            scenario = Scenario(conditions.soil.table, parse(given.text("CORRELATION")),
                                given.choice("CORRELATION_TYPE"))
            summary = _maps(run, folder, setting, scenario, method)
            note_cells(run, summary)
            _ground(run, folder, conditions)
            pof = RasterSource(folder.path("probability_of_failure.tif"), band=len(conditions.times), parameter="POF")
            found = Findings(setting, scenario, method, summary, folder, mapped, networks)
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
        numbers = {"POF": folder.final("probability_of_failure.tif"), "REPORT": folder.final("report.html"),
                   "MAX_POF": summary.extreme, "UNSTABLE_SHARE": summary.share(summary.unstable)}
        if networks and networks[0].parameter == "MODEL":
            numbers["SUSCEPTIBILITY"] = folder.final("susceptibility.tif")
        if found.study is not None:
            numbers["AUC"] = found.study.maps[0].ranking.auc
        return numbers


def _maps(run, folder, setting, scenario, method):
    conditions = setting.conditions
    writers = {}
    try:
        for name, (quantity, _, unit, dtype) in FILES.items():
            bands = renamed(describe([scenario], conditions.times, maximum=name == "POF"), setting.words)
            writers[name] = _writer(run, folder, conditions.grid, quantity, [Band(band, unit) for band in bands], dtype)
        units = [QUANTITIES[name].unit.replace("-", "") for name in VARIABLES]
        for name, (quantity, _) in BY_VARIABLE.items():
            bands = renamed(describe([scenario], conditions.times[-1:], VARIABLES), setting.words)
            writers[name] = _writer(run, folder, conditions.grid, quantity, [
                Band(band, unit if name == "DESIGN_POINT" else "") for band, unit in zip(bands, units)])
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

    writers = {name: _writer(run, folder, conditions.grid, name, [Band(name, unit)])
               for name, (_, unit) in GROUND.items()}
    try:
        tiles.run(ground, conditions.grid, sources, writers, threads=run.threads, **run.controls("ground", "Ground"))
        commit_all(writers.values())
    except BaseException:
        for writer in writers.values():
            writer.discard()
        raise


def _writer(run, folder, grid, quantity, bands, dtype="float32") -> RasterWriter:
    return RasterWriter(folder.path(f"{quantity}.tif"), grid, bands, dtype, name=quantity, metadata=run.metadata,
                        parameter="FOLDER")


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
    with _writer(run, found.folder, pof.grid, "susceptibility_class", [Band("class")], "uint8") as writer:
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
    slope = RasterSource(found.folder.path("slope.tif"), parameter="SLOPE")
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
    last, label = len(found.setting.conditions.times), found.setting.label
    unassessed = tuple(each for each in CATEGORIES["status"] if each[0] in UNASSESSED)
    sheets = []
    if found.mapped is not None:
        sheets.append(Sheet(found.folder.path("landslides.gpkg"), "landslides",
                            f"Mapped landslides ({found.mapped.inventory.given})", shown=True))
    sheets.append(Sheet(found.folder.path("status.tif"), "status", "Not assessed", last, True, unassessed))
    if found.rows:
        sheets.append(Sheet(found.folder.path("susceptibility_class.tif"), "susceptibility_class",
                            "Susceptibility classes", 1, False, found.categories))
    for name in ("POF", "FOS", "BETA", "WETTING_FRONT_OUT"):
        quantity, title, _, _ = FILES[name]
        sheets.append(Sheet(found.folder.path(f"{quantity}.tif"), quantity, f"{title} - {label}", last, name == "POF"))
    for network in found.networks:
        sheets += [Sheet(found.folder.path(f"{stem}.tif"), quantity, title, band)
                   for stem, quantity, title, band in network.maps]
    sheets += [Sheet(found.folder.path(f"{name}.tif"), name, title) for name, (title, _) in GROUND.items()]
    if given.has("DEM"):
        sheets.append(Sheet(given.raster("DEM"), "hillshade", "Hillshade", shown=True))
    return sheets
