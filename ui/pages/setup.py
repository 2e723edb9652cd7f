"""Setup: what is installed and what is not, what runs networks, threads, and the Python that trains."""

from __future__ import annotations

import platform
import sys

from qgis.core import Qgis
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QHeaderView, QTableWidgetItem

from ... import own_packages
from ...algorithms.frame.run import plugin_version
from ...settings import ONNX_PROVIDER, THREADS, TRAINING_PYTHON
from ...translate import tr
from ..runs.installer import Installer
from ..widgets.fitting import fit_to_contents
from ..widgets.page import Page
from . import packages

PROVIDERS = ("auto", "cpu", "cuda", "directml")
ONNX_NAMES = {"CPUExecutionProvider": "CPU", "CUDAExecutionProvider": "CUDA", "DmlExecutionProvider": "DirectML"}


class SetupPage(Page):
    """What belongs to this machine; kept in QGIS's settings, not in the project."""

    FORM = "pages/setup.ui"
    HELP = "dock#pages"
    TITLE = "Setup"

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.found: list = []
        header = self.packages.horizontalHeader()
        self.packages.setColumnCount(2)
        self.packages.setHorizontalHeaderLabels([tr("Package"), tr("State")])
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.packages.verticalHeader().hide()
        self.packages.currentCellChanged.connect(lambda row, *_: self._explain(row))
        self._deep = False
        self.wheels.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.wheels.fileChanged.connect(lambda _: self._show_commands())
        self.installer = Installer(self)
        self.installer.said.connect(lambda line: self._say(tr("Installing: {0}").format(line[:90])))
        self.installer.ended.connect(self._installed)
        self.install.clicked.connect(self._install)
        self.stopInstall.clicked.connect(self.installer.stop)
        self.uninstall.clicked.connect(self._uninstall)
        self._say("")
        self.recheck.clicked.connect(lambda: self.look())
        self.copyCommand.clicked.connect(lambda: QApplication.clipboard().setText(self.command.toPlainText()))
        self.copyReport.clicked.connect(lambda: QApplication.clipboard().setText(self.report()))
        self.provider.setCurrentIndex(PROVIDERS.index(ONNX_PROVIDER.get()))
        self.provider.currentIndexChanged.connect(lambda row: ONNX_PROVIDER.set(PROVIDERS[row]))
        self.threads.setValue(THREADS.get())
        self.threads.valueChanged.connect(THREADS.set)
        self.python.setFilePath(TRAINING_PYTHON.get())
        self.python.fileChanged.connect(TRAINING_PYTHON.set)
        self.command.setFixedHeight(int(4.6 * self.command.fontMetrics().height()))
        self.look(deep=False)

    @property
    def lacks(self) -> bool:
        """Whether a package that QGIS should bring is missing."""
        return any(package.error and package.kind == packages.CORE for package in self.found)

    def look(self, deep: bool = True) -> None:
        """Show how every package stands; `deep` imports them, which takes a few seconds the first time."""
        self.found = packages.look(deep)
        self._deep = deep
        self.packages.setRowCount(len(self.found))
        for row, package in enumerate(self.found):
            state = f"✓ {package.version}" if not package.error else tr("missing") if package.error.startswith(
                "ModuleNotFoundError") else tr("broken")
            if package.error:
                state = f"✗ {state}"
            for column, text in enumerate((package.title, state)):
                item = QTableWidgetItem(text)
                item.setToolTip(package.error or tr("Needed for: {0}").format(tr(package.use)))
                self.packages.setItem(row, column, item)
        fit_to_contents(self.packages)
        missing = [package for package in self.found if package.error]
        if not missing:
            self.summary.setText(tr("Everything is there."))
        elif self.lacks:
            self.summary.setText(tr("A package that comes with QGIS is missing; Scarp cannot work without it."))
        else:
            self.summary.setText(tr("Physics and maps work. Missing packages are needed only for: {0}.").format(
                "; ".join(tr(package.use) for package in missing)))
        self._show_commands()
        self._explain(next((row for row, package in enumerate(self.found) if package.error), -1))
        self._show_provider()
        self.changed.emit()

    def _show_commands(self) -> None:
        """Show how what is missing is installed, here or by hand, and what a machine without a network needs."""
        missing = [package for package in self.found if package.error]
        numpy = next(package.version for package in self.found if package.title == "numpy")
        names, versions = packages.missing(self.found), packages.fixed_versions(own_packages.KEPT)
        self.commandBox.setVisible(bool(missing))
        self.install.setVisible(bool(names))
        self.installNote.setVisible(bool(names))
        self.installNote.setText(tr("Install puts {0} into a folder of this QGIS profile, {1}.").format(
            ", ".join(names), own_packages.folder()))
        self.offline.setVisible(bool(names))
        self.offlineNote.setText(tr("Run this on a machine with a network and the same system, and bring the folder "
                                    "'wheels': {0}").format(packages.wheels_command(names, versions)))
        self.command.setPlainText(packages.command([package.title for package in missing], numpy))
        self.commandNote.setText(tr(packages.advice()))
        busy = self.installer.busy
        self.install.setEnabled(not busy)
        self.stopInstall.setVisible(busy)
        self.uninstall.setVisible(own_packages.folder().exists() and not busy)

    def _say(self, text: str) -> None:
        self.installState.setText(text)
        self.installState.setVisible(bool(text))

    def _install(self) -> None:
        names = list(dict.fromkeys([*packages.in_folder(own_packages.folder()), *packages.missing(self.found)]))
        self._say(tr("Installing…"))
        self.installer.start(packages.interpreter(), names, packages.fixed_versions(own_packages.KEPT),
                             self.wheels.filePath())
        self._show_commands()

    def _installed(self, well: bool, text: str) -> None:
        self.look()
        if well and packages.missing(self.found):
            text = tr("Installed, but not all can be imported yet: restart QGIS.")
        self._say(text)

    def _uninstall(self) -> None:
        try:
            own_packages.remove()
        except OSError as error:
            self._say(tr("The packages are in use ({0}). Restart QGIS and remove them before anything else.").format(
                error.strerror))
        else:
            self._say(tr("Removed. What is loaded stays until QGIS is closed."))
        self.look(deep=False)

    def _explain(self, row: int) -> None:
        shown = 0 <= row < len(self.found)
        self.detail.setVisible(shown)
        if shown:
            package = self.found[row]
            self.detail.setText(f"{package.title}: {package.error}" if package.error
                                else tr("{0}: needed for {1}.").format(package.title, tr(package.use)))

    def _show_provider(self) -> None:
        package = next(each for each in self.found if each.module == "onnxruntime")
        if package.error or not self._deep:
            self.providerNote.setText(tr("Networks need the package onnxruntime.") if package.error else "")
            return
        import onnxruntime

        names = [ONNX_NAMES[name] for name in onnxruntime.get_available_providers() if name in ONNX_NAMES]
        self.providerNote.setText(tr("Found here: {0}. A run's log names the one used.").format(", ".join(names)))

    def report(self) -> str:
        """Give versions and errors as text, for a question or a fault report."""
        lines = [f"Scarp {plugin_version()}, QGIS {Qgis.QGIS_VERSION}, Python {platform.python_version()} "
                 f"({sys.executable}), {platform.platform()}"]
        lines += [f"{package.title} {package.version or package.error}" for package in self.found]
        return "\n".join([*lines, self.providerNote.text()])

    def showEvent(self, event) -> None:
        """Import the packages, and fit the table, when the page is first seen."""
        super().showEvent(event)
        if not self._deep:
            QTimer.singleShot(50, self.look)
        fit_to_contents(self.packages)
