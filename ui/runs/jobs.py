"""From the pages to an algorithm's parameters, and from its results to layers."""

from __future__ import annotations

import os
import shutil
import uuid

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import Qt, QTimer

from ...algorithms.probabilityoffailure import COST
from ...compat import dialog_parameters, play
from ...engine.networks.kinds import PPM_CNN, PREDICTORS, STATISTICAL
from ...engine.outputs import maps_of
from ...translate import tr
from .. import csv_text as tables
from ..widgets.page import Problem, reference, unwritable
from . import layers
from .advice import contradiction
from .difference import DifferenceTask
from .finished import FinishedRun, describe, differences
from .footer import Job
from .kept import keep
from .task import in_words

POF, FACTOR_OF_SAFETY, FULL = "scarp:probabilityoffailure", "scarp:factorofsafety", "scarp:fullanalysis"
TRAIN, CALIBRATE = PPM_CNN.train, "scarp:calibrate"
RAIN_ELSEWHERE = ("RAIN_LAYERS", "RAIN_INTENSITY", "DURATION", "STEP_HOURS", "RAIN_UNIT")
"""Parameters of rain that is not in a table."""
WANTED = {POF: ("POF", "BETA", "FOS", "WETTING_FRONT_OUT", "STATUS"), FACTOR_OF_SAFETY: ("FOS",), FULL: ()}
"""Maps that a run of the dock makes."""
PAGES = ("terrain", "soil", "rain", "method")


class Launch:
    """Turns pages into parameters, and results into layers.

    Parameters
    ----------
    dock : ScarpDock
    """

    def __init__(self, dock) -> None:
        self._dock, self._pages = dock, dock.pages
        self._scratch = os.path.join(QgsProcessingUtils.tempFolder(), f"scarp_dock_{uuid.uuid4().hex[:8]}")
        os.makedirs(self._scratch, exist_ok=True)
        self._difference = None

    # ---- parameters -----------------------------------------------------------------------------------------------

    def tables(self) -> tuple:
        """Give the rows of the soil table and of the rain table, empty where not used."""
        rain = self._pages["rain"]
        by_table = rain.kind == "asTable" and self._pages["terrain"].needs_rain
        return self._pages["soil"].data.records(), rain.records() if by_table else []

    def parameters(self, algorithm_id: str, folder: str = "") -> dict:
        """Give the inputs of an algorithm, tables written to a folder; outputs are not among them."""
        values = {}
        for name in PAGES:
            values.update(self._pages[name].parameters())
        soil, rain = self.tables()
        for name, rows, file in (("SOIL_TABLE", soil, "soil.csv"), ("RAIN_TABLE", rain, "rain.csv")):
            if rows:
                values[name] = tables.write(os.path.join(folder or self._scratch, file), rows)
        if algorithm_id == FULL:
            values["INVENTORY"] = reference(self._pages["terrain"].inventory.currentLayer())
            values["RUN_NAME"] = self._pages["rain"].storm_title
        if not self._pages["terrain"].needs_rain:
            for name in (*RAIN_ELSEWHERE, "TIMES"):
                values.pop(name, None)
        known = {each.name() for each in self._algorithm(algorithm_id).parameterDefinitions()}
        return {name: value for name, value in values.items() if name in known and value is not None}

    @staticmethod
    def _algorithm(algorithm_id: str):
        return QgsApplication.processingRegistry().algorithmById(algorithm_id)

    @staticmethod
    def main_output(algorithm_id: str, folder: str) -> dict:
        """Give the output that a command asks for."""
        if algorithm_id == FULL:
            return {"FOLDER": f"{folder}/analysis"}
        name = WANTED[algorithm_id][0]
        return {name: f"{folder}/{maps_of(algorithm_id)[name].file_name}"}

    def check(self, algorithm_id: str, parameters: dict) -> list:
        """Ask the algorithm itself; its objection goes to the page that has the parameter."""
        algorithm, context = self._algorithm(algorithm_id), QgsProcessingContext()
        context.setProject(QgsProject.instance())      # it names layers in memory by their id
        valid, why = algorithm.checkParameterValues(parameters, context)
        if valid:
            return []
        name, text = why.partition(":")[0].partition(",")[0].strip(), in_words(algorithm, why)
        for page_name in PAGES:
            widget = self._pages[page_name].widget_for(name)
            if widget is not None:
                return [(page_name, Problem(text, widget))]
        return [("terrain", Problem(text, self._pages["terrain"].dem))]

    def cells_and_times(self) -> tuple:
        """Give the size of a run: cells, and maps over time."""
        return self._pages["terrain"].cells, max(len(self._pages["rain"].map_times()), 1)

    def work(self) -> float:
        """Give the work of a run: cells times maps, as FORM would do them."""
        cells, times = self.cells_and_times()
        kind = self._pages["method"].parameters().get("METHOD", "form")
        return cells * times * COST[kind] / COST["form"]

    def inputs(self, algorithm_id: str = POF) -> dict:
        """Describe the present inputs of an algorithm."""
        if algorithm_id == STATISTICAL.predict and self._pages["models"].kind is not STATISTICAL:
            return describe(STATISTICAL.train, self._pages["susceptibility"].parameters(), [], [])
        if algorithm_id in PREDICTORS:
            models = self._pages["models"]
            return describe(algorithm_id, models.parameters() if models.read is not None else {}, [], [])
        return describe(POF, self.parameters(POF), *self.tables())

    def changes(self) -> dict:
        """Name what changed since the last run of each algorithm, by the run's number; what did not is left out."""
        last = {run.algorithm: run for run in self._pages["results"].runs}
        found = {run.number: differences(run.inputs, self.inputs(run.algorithm)) for run in last.values()}
        return {number: names for number, names in found.items() if names}

    def make_folder(self, what: str = "scarp") -> str:
        """Make a folder for the files of the next run, where maps are kept."""
        results = self._pages["results"]
        place = os.path.join(results.folder.filePath() or self._scratch, f"{what}_{results.next_number()}")
        while os.path.exists(place):
            place += "_"
        os.makedirs(place)
        return place

    def job(self, algorithm_id: str, **extra) -> Job:
        """Fix the parameters of a run of the physics, its tables and outputs in a folder of its own."""
        rain, place = self._pages["rain"], self.make_folder()
        parameters = {**self.parameters(algorithm_id, place), **extra}
        wanted = WANTED[algorithm_id]
        if algorithm_id == POF and self._pages["method"].sampling:
            wanted = (*wanted, "STANDARD_ERROR")
        parameters.update({name: os.path.join(place, maps_of(algorithm_id)[name].file_name) for name in wanted})
        run = FinishedRun(0, rain.storm_title, algorithm_id, parameters, {}, self.inputs(algorithm_id),
                          rain.map_times(), rain.start.dateTime().toString(Qt.DateFormat.ISODate))
        return Job(algorithm_id, parameters, lambda outcome: self.finish(run, outcome),
                   self.work() if algorithm_id == POF else 0.0, place)

    def prediction(self) -> Job:
        """Fix the parameters of the network and layers that the page Models shows."""
        models, place = self._pages["models"], self.make_folder()
        outputs = {name: os.path.join(place, made.file_name) for name, made in maps_of(models.algorithm).items()
                   if name != "REFINED"}
        if models.by_table:
            outputs = {"OUTPUT": os.path.join(place, "prediction.gpkg")}
        parameters = {**models.parameters(), **outputs}
        run = FinishedRun(0, models.model.currentText(), models.algorithm, parameters, {},
                          self.inputs(models.algorithm))
        return Job(models.algorithm, parameters, lambda outcome: self.finish(run, outcome), place=place)

    def susceptibility(self) -> Job:
        """Fix the parameters of the training that the page Susceptibility shows; its map follows when it is done."""
        page, place = self._pages["susceptibility"], self.make_folder("susceptibility")
        files = {name: os.path.join(place, file) for name, file in (
            ("MODEL_OUT", "susceptibility.onnx"), ("REPORT", "susceptibility.html"), ("TABLE", "susceptibility.csv"))}
        parameters = {**page.parameters(), **files}
        pof = next((run.results["POF"] for run in reversed(self._pages["results"].runs) if run.results.get("POF")), "")
        if pof and os.path.exists(pof):
            parameters["POF"] = pof

        def done(outcome) -> str:
            said = page.show_result(outcome, files["TABLE"], files["REPORT"])
            QTimer.singleShot(0, lambda: self._dock.start(lambda: self._statistical_map(files["MODEL_OUT"], place)))
            return said

        return Job(STATISTICAL.train, parameters, done, place=place)

    def _statistical_map(self, model: str, place: str) -> Job:
        """Fix the parameters of the map of a model that was just trained."""
        page = self._pages["susceptibility"]
        single = page.method.currentData() != "ensemble"
        outputs = {name: os.path.join(place, made.file_name) for name, made in maps_of(STATISTICAL.predict).items()
                   if not (single and name == "SPREAD")}
        parameters = {"DEM": page.parameters().get("DEM"), **page.class_parameters(), "MODEL": model, **outputs}
        run = FinishedRun(0, page.title, STATISTICAL.predict, parameters, {}, self.inputs(STATISTICAL.predict))
        return Job(STATISTICAL.predict, parameters, lambda outcome: self.finish(run, outcome))

    def calibration(self) -> Job:
        """Fix the parameters of a calibration; its table and report lie beside the maps of the runs."""
        calibration, place = self._pages["soil"].calibration, self.make_folder("calibration")
        names, before = calibration.chosen, self._pages["soil"].data.records()
        parameters = {**self.parameters(CALIBRATE, place), **calibration.parameters(),
                      "SOIL_TABLE_OUT": os.path.join(place, "soil_fitted.csv"),
                      "REPORT": os.path.join(place, "calibration.html")}
        if calibration.several_storms:
            for name in (*RAIN_ELSEWHERE, "TIMES"):
                parameters.pop(name, None)

        def done(outcome) -> str:
            self._dock.show_page("calibrate")
            return calibration.show_result(outcome, before, names)

        return Job(CALIBRATE, parameters, done, place=place)

    def training(self) -> Job:
        """Fix the parameters of the training that the page Models shows."""
        models = self._pages["models"]
        path = models.training.path

        def done(outcome) -> str:
            models.choose_file(path)
            auc = outcome.results.get("AUC_BLOCKS", outcome.results.get("AUC"))
            return tr("Trained in {0} s, ROC AUC {1}. The network is chosen; its report lies beside it.").format(
                f"{outcome.seconds:.0f}", f"{auc:.2f}" if auc is not None else "-")

        return Job(TRAIN, models.training.parameters(), done)

    # ---- results --------------------------------------------------------------------------------------------------

    def finish(self, run: FinishedRun, outcome) -> str:
        """Load what a run gave, list it, and say so."""
        results, terrain = self._pages["results"], self._pages["terrain"]
        run.number, run.results, run.seconds, run.warnings = (results.next_number(), outcome.results, outcome.seconds,
                                                              outcome.warnings)
        against = contradiction(run, terrain.landslides)
        if against:
            run.warnings = [*run.warnings, against]
        if self._dock.replace.isChecked() and results.runs:
            results.forget(results.runs[-1])
        if run.algorithm == FULL:
            self._load_full(run, outcome)
        if run.algorithm not in PREDICTORS:
            run.scenarios = layers.scenarios(run.results.get("POF"))
            run.times = run.times or self._bands(run.results, max(len(run.scenarios), 1))
        layers.add_run(run, terrain.dem.currentLayer(), terrain.inventory.currentLayer())
        for layer in (terrain.dem.currentLayer(), terrain.inventory.currentLayer()):
            node = QgsProject.instance().layerTreeRoot().findLayer(layer.id()) if layer is not None else None
            if node is not None:      # the group draws them its own way; as they are they would darken the maps
                node.setItemVisibilityChecked(False)
                node.setExpanded(False)
        first = not results.runs
        results.add(run)
        if terrain.dem.currentLayer() is not None:      # what QGIS puts first in dialogs, and where it adds layers
            self._dock.iface.setActiveLayer(terrain.dem.currentLayer())
        self._dock.show_page("results")
        if first or not self._in_view(run):
            self.zoom()
        count = len(run.warnings)
        warned = tr(", {0} warnings").format(count) if count > 1 else tr(", 1 warning") if count else ""
        return tr("Run {0} done in {1} s{2}.").format(run.number, f"{outcome.seconds:.0f}", warned)

    def keep(self, folder: str) -> None:
        """Copy the files of the run shown to a folder, since those of a run without one go when QGIS closes."""
        run = self._pages["results"].current
        try:
            place = keep(run, folder)
        except OSError as error:
            self._dock.running.fail(unwritable(error))
            return
        self._pages["results"].show_numbers()
        self._dock.refresh()
        self._dock.running.tell(tr("Run {0} is kept in {1}.").format(run.number, place))

    @staticmethod
    def _bands(found: dict, scenarios: int) -> list:
        """Give hours 1, 2 ... where the times are those of rasters, and cannot be known here."""
        path = found.get("POF") or found.get("FOS")
        count = layers.raster(path, "").bandCount() // scenarios if path else 1
        return [float(each) for each in range(1, max(count - (count > 1), 1) + 1)] if count > 1 else []

    @staticmethod
    def _load_full(run: FinishedRun, outcome) -> None:
        """Point at every map of the folder, so that they are loaded as those of other runs."""
        folder = str(outcome.results.get("FOLDER", ""))
        for name, made in maps_of(POF).items():
            path = os.path.join(folder, made.file_name)
            if os.path.exists(path):
                run.results[name] = path

    def zoom(self) -> None:
        """Zoom the map to the run shown."""
        run, canvas = self._pages["results"].current, self._dock.iface.mapCanvas()
        extent = self._extent(run, canvas)
        if extent is not None:
            canvas.setExtent(extent)
            canvas.refresh()

    @staticmethod
    def _extent(run, canvas):
        for key, identifier in run.layers.items() if run is not None else ():
            layer = QgsProject.instance().mapLayer(identifier)
            if layer is not None and key not in ("landslides", "hillshade"):
                extent = QgsRectangle(canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent()))
                extent.scale(1.05)
                return extent
        return None

    def _in_view(self, run) -> bool:
        canvas = self._dock.iface.mapCanvas()
        extent = self._extent(run, canvas)
        return extent is None or canvas.extent().intersects(extent)

    def open_dialog(self, algorithm_id: str, given=None) -> None:
        """Open the dialog of an algorithm, filled with the run shown, the inputs of the dock, and what is given."""
        import processing

        run, terrain = self._pages["results"].current, self._pages["terrain"]
        algorithm = self._algorithm(algorithm_id)
        known = {each.name() for each in algorithm.parameterDefinitions()}
        values = self.parameters(POF)
        if run is not None:
            values.update(INPUT=run.map, INPUTS=[run.map], POF=run.results.get("POF"),
                          BAND=self._pages["results"].band or None)
        values["INVENTORY"] = terrain.inventory.currentLayer()
        values.update(given or {})
        dialog = processing.createAlgorithmDialog(algorithm_id, {name: value for name, value in values.items()
                                                                 if name in known and value is not None})
        if dialog is not None:
            dialog.algorithmFinished.connect(
                lambda done, results: self._follow_up(run, results, dialog_parameters(dialog)) if done else None)
            dialog.show()

    def _follow_up(self, run, results: dict, parameters: dict) -> None:
        """Put what was made from the map of a run beside it, and its measure among the numbers of the run."""
        asked = parameters.get("INPUTS") or [parameters.get("INPUT")]
        first = QgsProject.instance().mapLayer(str(asked[0])) or asked[0]
        if run not in self._pages["results"].runs or getattr(first, "source", lambda: first)() != run.map:
            return
        made = [each for each in QgsProject.instance().mapLayers().values()
                if isinstance(each, QgsRasterLayer) and each.source() in results.values()]
        for layer in made:
            layers.adopt(run, layer)
            run.derived.append(layer.id())
        if "AUC" in results:
            run.results["AUC"] = results["AUC"]
        self._pages["results"].show_numbers()
        self._dock.refresh()

    def play(self) -> None:
        """Show the maps of the run shown in QGIS's temporal controller."""
        run = self._pages["results"].current
        if run is None or len(run.times) < 2:
            return
        layers.show_all_times(run)
        ranges = layers.time_ranges(run)
        play(self._dock.iface, ranges[0].begin().addSecs(-1), ranges[-1].end(), min(
            later - earlier for earlier, later in zip(run.times[:-1], run.times[1:])))

    def map_difference(self, run: FinishedRun, other: FinishedRun) -> None:
        """Add a layer: probability of failure of one run minus that of another, by QGIS's raster calculator.

        Of the time that is shown; where the other run has no map at that time, of its last.
        """
        path = os.path.join(self._scratch, f"difference_{run.number}_{other.number}_{uuid.uuid4().hex[:4]}.tif")
        band = self._pages["results"].band or 1
        pair = [(run.results["POF"], band), (other.results["POF"], band_at(other, run, band))]
        self._difference = DifferenceTask(*pair, path, lambda fault: self._show_difference(
            fault, path, run, other, f"{times_text(run, pair[0][1])} - {times_text(other, pair[1][1])}"))
        QgsApplication.taskManager().addTask(self._difference)

    def _show_difference(self, fault: str, path: str, run: FinishedRun, other: FinishedRun, hours: str) -> None:
        self._difference = None
        if fault:
            self._dock.running.tell(fault)
            return
        title = tr("POF, run {0} minus run {1}").format(run.number, other.number)
        layer = layers.raster(path, f"{title}, {hours}" if run.times and other.times else title)
        layers.style_difference(layer)
        QgsProject.instance().addMapLayer(layer)
        run.layers[f"minus {other.number}"] = layer.id()
        layers.adopt(run, layer)
        self._dock.refresh()

    def close_down(self) -> None:
        """Remove the tables of checks; maps of runs stay until QGIS closes, since layers show them."""
        for name in ("soil.csv", "rain.csv"):
            path = os.path.join(self._scratch, name)
            if os.path.exists(path):
                os.remove(path)
        if not os.listdir(self._scratch):
            shutil.rmtree(self._scratch, ignore_errors=True)


def band_at(run: FinishedRun, like: FinishedRun, band: int) -> int:
    """Give the band of one run at the time that a band of another has; the last time where there is none."""
    if band > len(like.times) > 1:      # the maximum of either
        return len(run.times) + (len(run.times) > 1)
    hour = like.times[band - 1] if like.times else None
    return run.times.index(hour) + 1 if hour in run.times else max(len(run.times), 1)


def times_text(run: FinishedRun, band: int) -> str:
    """Name the time of a band."""
    return f"{run.times[band - 1]:g} h" if band <= len(run.times) else tr("maximum")
