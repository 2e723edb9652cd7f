"""Installs packages by pip in a process of its own, into Scarp's folder of the profile; only on a click."""

from __future__ import annotations

import shutil
from pathlib import Path

from qgis.PyQt.QtCore import QObject, QProcess, QProcessEnvironment, pyqtSignal

from ... import own_packages
from ...translate import tr

STOP_MS = 3000
TAIL = 8
"""Lines of pip that are shown when it fails."""


class Installer(QObject):
    """Runs pip and takes over what it made, whole or not at all."""

    said = pyqtSignal(str)
    ended = pyqtSignal(bool, str)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self._process, self._lines, self._stopped = None, [], False

    @property
    def busy(self) -> bool:
        """Whether pip runs."""
        return self._process is not None

    @staticmethod
    def part() -> Path:
        """Folder that pip fills, before it takes the place of the old one."""
        return own_packages.folder().with_name(f"{own_packages.folder().name}.part")

    def start(self, python: str, packages: list, versions: dict, wheels: str = "") -> None:
        """Begin; `ended` follows in any case.

        Parameters
        ----------
        python : str
            The interpreter of this QGIS.
        packages : list of str
            Names in pip, with those that the folder holds already.
        versions : dict of str to str
            Versions that must stay, by name.
        wheels : str
            Folder of wheel files for a machine without a network; empty for the package index.
        """
        part = self.part()
        shutil.rmtree(part, ignore_errors=True)
        try:
            part.mkdir(parents=True)
            constraints = part.with_suffix(".txt")
            constraints.write_text("".join(f"{name}=={version}\n" for name, version in versions.items()),
                                   encoding="utf-8")
        except OSError as error:
            self.ended.emit(False, tr("'{0}' cannot be written: {1}.").format(error.filename, error.strerror))
            return
        words = ["-m", "pip", "install", "--target", str(part), "--constraint", str(constraints), "--only-binary",
                 ":all:", "--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--no-warn-conflicts"]
        words += ["--no-index", "--find-links", wheels] if wheels else []
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        for name in ("PYTHONPATH", "PIP_TARGET", "PIP_USER", "PIP_PREFIX"):
            environment.remove(name)
        process.setProcessEnvironment(environment)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed_to_start)
        self._process, self._lines, self._stopped = process, [], False
        process.start(python, words + packages)

    def stop(self) -> None:
        """Stop pip; nothing changes."""
        if self._process is not None:
            self._stopped = True
            self._process.kill()
            self._process.waitForFinished(STOP_MS)

    def _read(self) -> None:
        text = bytes(self._process.readAllStandardOutput()).decode("utf-8", "replace")
        for line in filter(None, (line.strip() for line in text.splitlines())):
            self._lines.append(line)
            self.said.emit(line)

    def _failed_to_start(self, error) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end(False, tr("'{0}' does not start: {1}.").format(self._process.program(),
                                                                    self._process.errorString()))

    def _finished(self, code: int, *_) -> None:
        if self._process is None:
            return
        self._read()
        if self._stopped:
            self._end(False, tr("Stopped. Nothing was installed."))
        elif code:
            self._end(False, "\n".join([tr("pip failed. Nothing was changed."), *self._lines[-TAIL:]]))
        else:
            try:
                own_packages.take_over(self.part())
            except OSError as error:
                self._end(False, tr("The packages of before are in use ({0}). Restart QGIS and install again before "
                                    "anything else.").format(error.strerror))
            else:
                self._end(True, tr("Installed."))

    def _end(self, well: bool, text: str) -> None:
        process, self._process = self._process, None
        process.deleteLater()
        shutil.rmtree(self.part(), ignore_errors=True)
        self.part().with_suffix(".txt").unlink(missing_ok=True)
        self.ended.emit(well, text)
