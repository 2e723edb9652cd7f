"""Results: the runs of this project, compared, through time, and what can be done with them."""

from __future__ import annotations

import os

from qgis.core import QgsApplication, QgsLayerTreeLayer, QgsProcessingUtils
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt, QTimer, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog, QHeaderView, QTableWidgetItem

from ...compat import number
from ...translate import tr
from ..runs import layers
from ..runs.advice import next_step
from ..runs.finished import FinishedRun, differences
from ..runs.kept import is_temporary
from ..widgets.fitting import fit_to_contents
from ..widgets.page import Page

NUMBERS = (("MAX_POF", "Greatest POF", "Share of plausible soils with which the worst cell fails in this storm"),
           ("UNSTABLE_SHARE", "Area with POF above 0.5", "Share of the assessed cells"),
           ("UNSTABLE_FOS", "Area with factor of safety below 1",
            "Share of the assessed cells that fail at the mean of every quantity"),
           ("NOT_CONVERGED", "Cells not converged", "Cells without an answer, black in the layer Not assessed"),
           ("MIN_FOS", "Least factor of safety", "At the mean of every quantity"),
           ("AUC", "ROC AUC", "How well the map ranks mapped landslides above other places; 0.5 is chance"))
SHARES = ("UNSTABLE_SHARE", "UNSTABLE_FOS")


class ResultsPage(Page):
    """What came out.

    Parameters
    ----------
    terrain : TerrainPage
        Knows the mapped landslides.
    """

    FORM = "pages/results.ui"
    HELP = "dock#pages"
    TITLE = "Results"
    algorithm_asked = pyqtSignal(str)
    inspect_asked = pyqtSignal(bool)
    report_asked = pyqtSignal()
    zoom_asked = pyqtSignal()
    play_asked = pyqtSignal()
    difference_asked = pyqtSignal(object, object)
    keep_asked = pyqtSignal(str)
    step_asked = pyqtSignal(str)

    def __init__(self, terrain, parent=None) -> None:
        super().__init__(parent)
        self._terrain = terrain
        self.runs: list = []
        self._changes: dict = {}
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.fileChanged.connect(lambda _: self._folder_changed())
        self.run_.currentIndexChanged.connect(lambda _: self._run_chosen(True))
        self.other.currentIndexChanged.connect(lambda _: self.show_numbers())
        self.time.valueChanged.connect(self._time_moved)
        for name in ("classify", "evaluate", "refine"):
            identifier = {"refine": "refinemap"}.get(name, name)
            getattr(self, name).clicked.connect(lambda _=False, i=identifier: self.algorithm_asked.emit(f"scarp:{i}"))
        self.inspect.toggled.connect(self.inspect_asked)
        self.inspect.setIcon(QgsApplication.getThemeIcon("/mActionIdentify.svg"))
        self.animate.setIcon(QgsApplication.getThemeIcon("/mActionPlay.svg"))
        self.report.clicked.connect(self._report)
        self.zoom.clicked.connect(self.zoom_asked)
        self.animate.clicked.connect(self.play_asked)
        self.difference.clicked.connect(lambda: self.difference_asked.emit(self.current, self.compared))
        self.keep.clicked.connect(self._keep)
        self.remove.clicked.connect(self._remove)
        self.next.linkActivated.connect(self.step_asked)
        header = self.numbers.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.numbers.verticalHeader().hide()
        self.numbers.setWordWrap(True)
        self.restore({})

    # ---- runs -----------------------------------------------------------------------------------------------------

    @property
    def current(self):
        """The run shown, or None."""
        return self._by_number(self.run_.currentData())

    @property
    def compared(self):
        """The run beside it, or None."""
        return self._by_number(self.other.currentData())

    def _by_number(self, number):
        return next((run for run in self.runs if run.number == number), None)

    def next_number(self) -> int:
        """Number of the next run."""
        return 1 + max((run.number for run in self.runs), default=0)

    def add(self, run: FinishedRun) -> None:
        """Take in a run and show it."""
        self.runs.append(run)
        layers.show_only(run, self.runs)
        self._list(run.number)
        self.changed.emit()

    def forget(self, run: FinishedRun) -> None:
        """Take a run and its layers out."""
        layers.remove_run(run)
        self.runs.remove(run)
        self._list(self.runs[-1].number if self.runs else None)
        self.changed.emit()

    def _remove(self) -> None:
        if self.current is not None:
            self.forget(self.current)

    def _keep(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder for This Run"), self.folder.filePath())
        if folder:
            self.keep_asked.emit(folder)

    def _list(self, chosen) -> None:
        self.empty.setVisible(not self.runs)
        self.content.setVisible(bool(self.runs))
        self.keep.setVisible(False)
        self.run_.blockSignals(True)
        self.run_.clear()
        for run in reversed(self.runs):
            self.run_.addItem(run.name, run.number)
        self.run_.setCurrentIndex(max(self.run_.findData(chosen), 0) if self.runs else -1)
        self.run_.blockSignals(False)
        self._run_chosen()

    def _run_chosen(self, show: bool = False) -> None:
        run = self.current
        if show and run is not None:
            layers.show_only(run, self.runs)
        self.other.blockSignals(True)
        self.other.clear()
        self.other.addItem(tr("none"), None)
        for each in reversed(self.runs):
            if run is not None and each.number != run.number:
                self.other.addItem(each.name, each.number)
        self.other.blockSignals(False)
        self.other.setEnabled(len(self.runs) > 1)
        self._show_time()
        self.show_numbers()
        self.set_changes(self._changes)

    def show_numbers(self) -> None:
        """Show the numbers of the run, beside those of the one it is compared with."""
        run, other = self.current, self.compared
        if run is None:
            return
        columns = [run] if other is None else [run, other]
        table = self.numbers
        table.clear()
        table.setColumnCount(1 + len(columns))
        table.setHorizontalHeaderLabels(["", *(tr("Run {0}").format(each.number) for each in columns)])
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, each in enumerate(columns, 1):
            table.horizontalHeaderItem(column).setToolTip(each.name)
        found = [numbers_of(each) for each in columns]
        shown = [row for row in NUMBERS if any(row[0] in each for each in found)]
        table.setRowCount(len(shown))
        for row, (name, title, tip) in enumerate(shown):
            texts = [tr(title), *(self._number(name, each.get(name)) for each in found)]
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(tr(tip))
                if column:
                    item.setTextAlignment(number(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter))
                table.setItem(row, column, item)
        table.setVisible(bool(shown))
        fit_to_contents(table)
        changed = differences(other.inputs, run.inputs) if other is not None else []
        same = tr("The inputs are the same.")
        self.differences.setVisible(other is not None)
        self.differences.setText(tr("Inputs that differ: {0}.").format(", ".join(changed)) if changed else same)
        self.difference.setVisible(other is not None and bool(run.results.get("POF") and other.results.get("POF")))
        notes = [f"⚠ {text}" for text in run.warnings]
        if len(run.scenarios) > 1:
            notes.append(tr("Numbers, times and inspection are of the first scenario, {0}; the others are layers."
                            ).format(run.scenarios[0]))
        self.warnings.setText("\n".join(notes))
        self.warnings.setVisible(bool(notes))
        text, step = next_step(run, self._terrain.landslides)
        self.next.setText(f'{tr("Next:")} <a href="{step}">{text}</a>')
        self.keep.setVisible(is_temporary(run))
        for names, there in ((("classify", "evaluate", "refine"), run.map),
                             (("report", "inspect"), run.results.get("POF"))):
            for name in names:
                getattr(self, name).setVisible(bool(there))
        self.report.setText(tr("Open Report") if run.results.get("REPORT") else tr("Report…"))

    def _report(self) -> None:
        """Open the report of the run shown, or ask for a full analysis that makes one."""
        path = self.current.results.get("REPORT", "")
        if path and os.path.exists(path):
            QDesktopServices.openUrl(QUrl.fromLocalFile(path))
        else:
            self.report_asked.emit()

    @staticmethod
    def _number(name: str, value) -> str:
        if value is None:
            return "-"
        return f"{value:.2%}" if name in SHARES else f"{value:.3g}"

    # ---- time -----------------------------------------------------------------------------------------------------

    def _show_time(self) -> None:
        run = self.current
        several = run is not None and len(run.times) > 1 and bool(run.results.get("POF"))
        self.timeBox.setVisible(several)
        if several:
            self.time.blockSignals(True)
            self.time.setRange(1, len(run.times) + 1)
            self.time.setValue(layers.shown_band(run) or len(run.times))
            self.time.blockSignals(False)
            self._label_time(self.time.value())

    def _time_moved(self, band: int) -> None:
        if self.current is not None:
            self._label_time(band)
            layers.show_band(self.current, band)

    @property
    def band(self) -> int:
        """Band of the time shown, the maximum last; 0 without a map that has times."""
        self.follow()
        run = self.current
        if run is None or not run.results.get("POF"):
            return 0
        return self.time.value() if len(run.times) > 1 else 1

    def follow(self, node=None) -> None:
        """Keep one map of a run visible, and the slider at its time, where the layer tree was changed by hand."""
        for run in self.runs if isinstance(node, QgsLayerTreeLayer) and node.itemVisibilityChecked() else ():
            if node.layerId() in (*run.layers.values(), *run.derived):
                layers.show_alone(run, node.layerId())
        run = self.current
        band = layers.shown_band(run) if run is not None and len(run.times) > 1 and run.results.get("POF") else 0
        if band and band != self.time.value():
            self.time.blockSignals(True)
            self.time.setValue(band)
            self.time.blockSignals(False)
            self._label_time(self.time.value())

    def _label_time(self, band: int) -> None:
        times = self.current.times
        self.timeLabel.setText(f"{times[band - 1]:g} h" if band <= len(times) else tr("maximum"))

    def set_time(self, hours: float) -> None:
        """Show the map nearest to a time."""
        run = self.current
        if run is not None and len(run.times) > 1:
            self.time.setValue(1 + min(range(len(run.times)), key=lambda place: abs(run.times[place] - hours)))

    def showEvent(self, event) -> None:
        """Fit the table when the page has the width it is seen with."""
        super().showEvent(event)
        QTimer.singleShot(0, self._fit)

    def _fit(self) -> None:
        fit_to_contents(self.numbers)

    # ---- state ----------------------------------------------------------------------------------------------------

    def set_changes(self, changes: dict) -> None:
        """Say which inputs changed since runs, by number; their groups are marked."""
        self._changes = changes
        for run in self.runs:
            layers.mark_outdated(run, run.number in changes)
        shown = self.current is not None and self.current.number in changes
        self.outdated.setVisible(shown)
        if shown:
            self.outdated.setText(changes_text(self.current, changes[self.current.number]))

    def _folder_changed(self) -> None:
        kept = bool(self.folder.filePath())
        self.folderNote.setText(tr("Maps are kept in this folder.") if kept else
                                tr("Empty: maps are temporary and go when QGIS closes."))
        self.changed.emit()

    def result_folder(self) -> str:
        """Give the folder for maps, a temporary one where none was chosen."""
        return self.folder.filePath() or QgsProcessingUtils.tempFolder()

    def state(self) -> dict:
        """Runs and folder."""
        return {"runs": [run.as_dict() for run in self.runs], "folder": self.folder.filePath()}

    def restore(self, state: dict) -> None:
        """Show saved runs; their layers are in the project."""
        self.runs = [FinishedRun(**run) for run in state.get("runs", [])]
        for run in self.runs:
            layers.renew(run)
        self.folder.setFilePath(state.get("folder", ""))
        self._folder_changed()
        self._list(self.runs[-1].number if self.runs else None)


def numbers_of(run: FinishedRun) -> dict:
    """Give the numbers of a run; a share of cells by the factor of safety is not one by POF."""
    numbers = dict(run.results)
    if "MIN_FOS" in numbers and "UNSTABLE_SHARE" in numbers:
        numbers["UNSTABLE_FOS"] = numbers.pop("UNSTABLE_SHARE")
    return numbers


def changes_text(run: FinishedRun, changes: list) -> str:
    """Say what changed since a run."""
    few = [name if name[:2].isupper() else name[:1].lower() + name[1:] for name in changes[:3]]
    more = tr(" and {0} more").format(len(changes) - 3) if len(changes) > 3 else ""
    return tr("Changed since run {0}: {1}.").format(run.number, ", ".join(few) + more)
