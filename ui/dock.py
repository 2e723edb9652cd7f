"""The dock: rail, pages, footer; it fills the parameters of registered algorithms and runs them."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProject
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QApplication, QFileDialog, QMenu, QScrollArea, QWidget

from ..translate import tr
from . import project_state
from .inspect.panel import Inspector
from .pages.method import MethodPage
from .pages.models import ModelsPage
from .pages.rain import RainPage
from .pages.results import ResultsPage, changes_text
from .pages.setup import SetupPage
from .pages.soil import SoilPage
from .pages.susceptibility import SusceptibilityPage
from .pages.terrain import TerrainPage
from .pages.welcome import WelcomePage, open_sample
from .questions import QUESTIONS, question_of
from .runs import commands
from .runs.advice import CALIBRATE, EVALUATE, LANDSLIDES, WHERE
from .runs.footer import Running
from .runs.jobs import FACTOR_OF_SAFETY, FULL, POF, Launch
from .widgets import rail
from .widgets.page import load_form, unwritable

ICONS = {"terrain": "terrainfactors", "soil": "soilthickness", "rain": "wettingfront",
         "method": "probabilityoffailure", "susceptibility": "trainsusceptibility", "models": "predictppmcnn",
         "results": "evaluate", "setup": "scarp"}
COPIED = {POF: "Probability of Failure", FACTOR_OF_SAFETY: "Factor of Safety Only", FULL: "Full Analysis and Report…"}
BEHIND = {"calibrate": "soil"}
"""Pages reached from another one, which the rail then shows."""
WAIT_MS = 150
"""Pause after the last key stroke before the inputs are checked."""


class ScarpDock(QgsDockWidget):
    """Scarp in QGIS Desktop.

    Parameters
    ----------
    iface : QgisInterface
    """

    def __init__(self, iface, parent=None) -> None:
        super().__init__(tr("Scarp"), parent)
        self.setObjectName("Scarp")
        self.iface = iface
        self.body = QWidget()
        load_form(self.body, "dock.ui")
        self.setWidget(self.body)
        self._make_pages()
        self.launch = Launch(self)
        self.running = Running(self)
        self.inspector = Inspector(self)
        self._make_footer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.refresh)
        QgsProject.instance().layerTreeRoot().visibilityChanged.connect(self._tree_changed)
        self.keeper = project_state.Keeper(self)
        self.problems: list = []
        self.show_page("welcome" if project_state.first_time() else "terrain")
        self.refresh()

    def _make_pages(self) -> None:
        terrain, soil = TerrainPage(), None
        soil = SoilPage(terrain)
        self.pages = {"terrain": terrain, "soil": soil, "rain": RainPage(terrain), "method": MethodPage(),
                      "susceptibility": SusceptibilityPage(terrain), "models": ModelsPage(terrain),
                      "results": ResultsPage(terrain), "setup": SetupPage()}
        rail.set_up(self.body.rail)
        self._places = {}
        for name, page in self.pages.items():
            self._add_page(name, page)
            icon = (QIcon(f"scarp:icons/{ICONS[name]}.svg") if name != "setup" else
                    QgsApplication.getThemeIcon("/mActionOptions.svg"))
            rail.add(self.body.rail, tr(page.RAIL or page.TITLE), icon)
            page.changed.connect(self._input_changed)
        self._add_page("calibrate", soil.calibration)
        self.welcome = WelcomePage()
        self._add_page("welcome", self.welcome)
        self.welcome.sample_asked.connect(self.run_sample)
        self.welcome.own_asked.connect(lambda: self.show_page("terrain"))
        self.body.rail.currentRowChanged.connect(self._rail_moved)
        self.question = QUESTIONS[0]
        for each in QUESTIONS:
            self.body.question.addItem(tr(each.words), each.name)
        self.body.question.activated.connect(lambda _: self._asked())
        self._show_rail()

    def _rail_moved(self, row: int) -> None:
        if row >= 0:
            self.show_page(list(self.pages)[row])

    def _add_page(self, name: str, page) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(page)
        self._places[name] = self.body.pages.addWidget(area)

    def _make_footer(self) -> None:
        body = self.body
        side = int(1.2 * body.fontMetrics().height())
        body.stateIcon.setFixedSize(side, side)
        body.stateIcon.setScaledContents(True)
        body.run.setSizePolicy(body.progress.sizePolicy())
        body.run.setMinimumHeight(int(1.9 * body.fontMetrics().height()))
        body.run.setIcon(QgsApplication.getThemeIcon("/mActionStart.svg"))
        body.run.setText(tr("Run: Probability of Failure"))
        body.run.clicked.connect(lambda: self.run(POF))
        menu = QMenu(self)
        menu.addAction(tr("Probability of Failure"), lambda: self.run(POF))
        menu.addAction(tr("Factor of Safety Only"), lambda: self.run(FACTOR_OF_SAFETY))
        menu.addAction(tr("Full Analysis and Report…"), self.run_full)
        menu.addSeparator()
        for title, write in ((tr("Copy as Python"), commands.as_python),
                             (tr("Copy as qgis_process Command"), commands.as_command)):
            copies = menu.addMenu(title)
            for algorithm, words in COPIED.items():
                copies.addAction(tr(words), lambda write=write, algorithm=algorithm: self.copy_as(write, algorithm))
        menu.addSeparator()
        self.replace = menu.addAction(tr("Replace the Last Run"))
        self.replace.setCheckable(True)
        self.replace.setToolTip(tr("A new run takes the place of the last one, in place of being added"))
        menu.addSeparator()
        menu.addAction(tr("Welcome"), lambda: self.show_page("welcome"))
        body.run.setMenu(menu)
        body.showProblem.clicked.connect(self.show_problem)
        body.copyDetails.clicked.connect(self.running.copy_details)
        body.cancel.clicked.connect(self.running.cancel)
        calibration = self.pages["soil"].calibration
        self.pages["soil"].calibration_asked.connect(lambda: self.show_page("calibrate"))
        calibration.left.connect(lambda: self.show_page("soil"))
        calibration.run_asked.connect(lambda: self.start(self.launch.calibration))
        self.running.changed.connect(calibration.set_busy)
        models = self.pages["models"]
        models.algorithm_asked.connect(self.launch.open_dialog)
        models.predict_asked.connect(lambda: self.start(self.launch.prediction))
        models.train_asked.connect(lambda: self.start(self.launch.training))
        self.running.changed.connect(models.set_busy)
        susceptibility = self.pages["susceptibility"]
        susceptibility.run_asked.connect(lambda: self.start(self.launch.susceptibility))
        self.running.changed.connect(susceptibility.set_busy)
        results = self.pages["results"]
        results.algorithm_asked.connect(self.open_algorithm)
        results.report_asked.connect(self.run_full)
        results.zoom_asked.connect(self.launch.zoom)
        results.play_asked.connect(self.launch.play)
        results.keep_asked.connect(self.launch.keep)
        results.step_asked.connect(self.take_step)
        results.difference_asked.connect(self.launch.map_difference)
        results.inspect_asked.connect(self.inspector.activate)

    # ---- pages ----------------------------------------------------------------------------------------------------

    def ask(self, name: str) -> None:
        """Ask a question: show its pages, the first of them where the page shown is not among them."""
        self.question = question_of(name)
        self._show_rail()
        row = self.body.rail.currentRow()
        if row >= 0 and self.body.rail.isRowHidden(row):
            self.show_page(self.question.pages[0])

    def _asked(self) -> None:
        self.ask(self.body.question.currentData())
        self.refresh()

    def _show_rail(self) -> None:
        self.body.question.setCurrentIndex(QUESTIONS.index(self.question))
        for row, name in enumerate(self.pages):
            self.body.rail.setRowHidden(row, name not in self.question.rail)

    def show_page(self, name: str) -> None:
        """Show a page, below the first question that has it where the one asked has not."""
        if BEHIND.get(name, name) in self.pages and BEHIND.get(name, name) not in self.question.rail:
            self.question = next(each for each in QUESTIONS if BEHIND.get(name, name) in each.rail)
            self._show_rail()
        self.body.pages.setCurrentIndex(self._places[name])
        names = list(self.pages)
        self.body.rail.blockSignals(True)
        leads = BEHIND.get(name, name)
        self.body.rail.setCurrentRow(names.index(leads) if leads in names else -1)
        self.body.rail.blockSignals(False)
        if name != "welcome":
            project_state.seen()

    def show_problem(self) -> None:
        """Go to the widget that mends the first problem; after a failure, to the log."""
        if not self.problems:
            self.iface.openMessageLog()
            return
        name, problem = self.problems[0]
        self.show_page(name)
        page = self.pages[name]
        if hasattr(page, "show_problem"):
            page.show_problem()
        area = self.body.pages.currentWidget()
        for box in page.findChildren(QWidget):
            if hasattr(box, "setCollapsed") and box.isAncestorOf(problem.widget):
                box.setCollapsed(False)
        area.ensureWidgetVisible(problem.widget)
        problem.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- inputs ---------------------------------------------------------------------------------------------------

    def _input_changed(self) -> None:
        if hasattr(self, "_timer"):
            self._timer.start()

    def _tree_changed(self, node) -> None:
        self.pages["results"].follow(node)

    def refresh(self) -> None:
        """Check the inputs, and show badges, reasons, and what changed since the last run."""
        self._timer.stop()
        self.problems = [(name, problem) for name, page in self.pages.items() if name in self.question.rail
                         for problem in page.problems()]
        if self.question.run and not self.problems:
            self.problems = self.launch.check(POF, self.launch.parameters(POF))
        self._check_calibration()
        faulty = [name for name, _ in self.problems]
        for row, name in enumerate(self.pages):
            rail.set_badge(self.body.rail, row, self._badge(name, faulty))
        self.pages["results"].set_changes(self.launch.changes())
        self.running.show_state()
        self.keeper.save()

    def _check_calibration(self) -> None:
        """Tell the page Calibrate what is wrong elsewhere; a table of several storms stands for the page Rain."""
        calibration = self.pages["soil"].calibration
        calibration.check(next((problem.text for name, problem in self.problems
                                if not (name == "rain" and calibration.several_storms)), ""))

    def _badge(self, name: str, faulty: list) -> str:
        page = self.pages[name]
        if name == "results":
            return rail.READY if page.runs else rail.EMPTY
        if name in ("models", "susceptibility"):
            return rail.READY if page.complete else rail.EMPTY
        if name == "setup":
            return rail.PROBLEM if page.lacks else rail.READY
        if name not in faulty:
            return rail.READY
        return rail.EMPTY if self.keeper.untouched(name) else rail.PROBLEM

    def outdated_text(self) -> str:
        """Say what changed since the last run; empty when nothing did."""
        runs = self.pages["results"].runs
        changes = self.launch.changes().get(runs[-1].number) if runs else None
        return changes_text(runs[-1], changes) if changes else ""

    # ---- actions --------------------------------------------------------------------------------------------------

    def run_sample(self) -> None:
        """Open the sample and run it."""
        open_sample(self.pages["terrain"], self.pages["soil"], self.pages["rain"])
        self.show_page("results")
        self.refresh()
        self.run(POF)
        self.running.hint = tr("Press Inspect Cell, then click a dark slope to see why it fails.")

    def run(self, algorithm_id: str, **extra) -> None:
        """Run an algorithm with the inputs of the dock."""
        self.refresh()
        if self.problems:
            self.show_problem()
        elif not self.running.busy:
            self.start(lambda: self.launch.job(algorithm_id, **extra))

    def start(self, make) -> None:
        """Start the job that a function makes, unless its folder cannot be written."""
        try:
            job = make()
        except OSError as error:
            self.running.fail(unwritable(error))
        else:
            self.running.start(job)

    def run_full(self) -> None:
        """Ask for a folder, then run everything with a report."""
        folder = QFileDialog.getExistingDirectory(self, tr("Folder for Maps and Report"),
                                                  self.pages["results"].folder.filePath())
        if folder:
            self.run(FULL, FOLDER=folder)

    def copy_as(self, write, algorithm_id: str = POF) -> None:
        """Copy a command of the present inputs; edited tables are saved where the user says."""
        folder = self.pages["results"].folder.filePath() or QFileDialog.getExistingDirectory(
            self, tr("Folder for the Tables the Command Reads"))
        if folder:
            self.refresh()
            try:
                parameters = self.launch.parameters(algorithm_id, folder)
            except OSError as error:
                self.running.fail(unwritable(error))
                return
            parameters.update(self.launch.main_output(algorithm_id, folder))
            algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
            QApplication.clipboard().setText(write(algorithm, parameters))
            text = tr("Copied. The tables it reads lie in {0}.").format(folder)
            layers = commands.only_here(parameters)
            if layers:
                text += " " + tr("Save these layers as files first, the command needs them: {0}.").format(
                    ", ".join(layers))
            self.running.tell(text)

    def take_step(self, step: str) -> None:
        """Go where the next step after a run leads."""
        if step == EVALUATE:
            self.open_algorithm("scarp:evaluate")
        elif step == WHERE:
            self.ask("where")
            self.show_page(self.question.pages[1])
        else:
            self.show_page("calibrate" if step == CALIBRATE else "terrain")
        if step == LANDSLIDES:
            self.pages["terrain"].inventory.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_algorithm(self, algorithm_id: str) -> None:
        """Open the dialog of an algorithm, filled with the run shown and the inputs of the dock."""
        self.launch.open_dialog(algorithm_id)

    def close_down(self) -> None:
        """Stop what runs and let go of the project and the canvas."""
        self._timer.stop()
        self._timer.timeout.disconnect(self.refresh)      # layers that go with the project change pages still
        self.running.cancel()
        self.inspector.close_down()
        self.pages["setup"].installer.stop()
        self.keeper.close()
        QgsProject.instance().layerTreeRoot().visibilityChanged.disconnect(self._tree_changed)
        self.launch.close_down()
