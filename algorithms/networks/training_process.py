"""Training in a process of its own: an interpreter that has torch, found or given; live progress; cancel at once."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from collections import deque
from pathlib import Path
from typing import Callable, Sequence

from qgis.PyQt.QtCore import QProcess, QProcessEnvironment, QStandardPaths

from ...engine.errors import Cancelled, InputError, ScarpError
from ...paths import PLUGIN
from ...settings import TRAINING_PYTHON
from ...translate import tr

MARK = "SCARP "
"""As in training/progress.py."""

LICENCE = "That of the data it was trained on; the network itself is under the licence of Scarp, GPL-2.0-or-later."
"""Of what users train, for its card."""

POLL_MS = 100
PROBE_MS = 30000
STOP_MS = 3000
TAIL = 12
"""Lines of a crash that are shown."""

OLDEST = [3, 9]
_PROBE = ("import json, sys, importlib.util as u; print(json.dumps([list(sys.version_info[:2]), "
          "[n for n in sys.argv[1:] if u.find_spec(n) is None]]))")


def add_python(algorithm) -> None:
    """Add PYTHON; a text, since QGIS takes no file without an ending."""
    algorithm.text("PYTHON", "Python with torch", "Path of the interpreter to train with, which need not be that of "
                   "QGIS. Left out: that of Scarp's settings, else one that is found.", advanced=True)


def find_python(chosen: str, packages: Sequence[str]) -> str:
    """Give an interpreter that has all packages.

    Parameters
    ----------
    chosen : str
        PYTHON; empty to look for one.
    packages : sequence of str
        Names to import.

    Raises
    ------
    InputError
        There is none; the message says how to get one.
    """
    setting = TRAINING_PYTHON.get()
    candidates = [chosen] if chosen else [setting] if setting else _candidates()
    faults = []
    for path in candidates:
        fault = _fault(path, packages)
        if not fault:
            return path
        faults.append(f"{path}: {fault}")
    where = "PYTHON" if chosen or not setting else "The Python of Scarp's settings"
    raise InputError(where, f"no interpreter can train ({'; '.join(faults) or 'none was found'})", how_to_get())


def how_to_get() -> str:
    """Say in a line how to make an interpreter for training."""
    folder = Path.home() / "scarp-training"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    requirements = PLUGIN / "requirements-training.txt"
    return (f'In a terminal: python3 -m venv "{folder}", then "{python}" -m pip install -r "{requirements}". '
            f"Then give PYTHON={python}, or set it in Scarp's settings.")


def run_training(python: str, folder: str, on_event: Callable, cancelled: Callable) -> None:
    """Train, and wait for the end.

    Parameters
    ----------
    python : str
        From `find_python`.
    folder : str
        With job.json; the training writes its results there.
    on_event : callable
        Told each event of the training as a dict: ``event``, ``share``, ``text``.
    cancelled : callable
        Asked about every 0.1 s.

    Raises
    ------
    Cancelled
        The process was ended.
    ScarpError
        The training found a fault, or crashed: then with its last lines.
    """
    process = _process(PLUGIN.parent)
    process.start(python, ["-u", "-m", f"{PLUGIN.name}.training", folder])
    lines, errors, faults = _Lines(), _Lines(), []
    last: deque = deque(maxlen=TAIL)

    def listen() -> None:
        for line in lines.more(process.readAllStandardOutput()):
            event = _event(line)
            if event is None:
                last.append(line)
            elif event["event"] == "fault":
                faults.append(event["text"])
            else:
                on_event(event)
        last.extend(line for line in errors.more(process.readAllStandardError()) if line.strip())

    try:
        if not process.waitForStarted(PROBE_MS):
            raise ScarpError(tr("PYTHON: '{0}' cannot be started: {1}.").format(python, process.errorString()))
        while not process.waitForFinished(POLL_MS):
            if cancelled():
                raise Cancelled(tr("Cancelled; nothing was written."))
            listen()
        listen()
    finally:
        if process.state() != QProcess.ProcessState.NotRunning:
            process.kill()
            process.waitForFinished(STOP_MS)
    if faults:
        raise ScarpError(faults[0])
    if process.exitStatus() != QProcess.ExitStatus.NormalExit or process.exitCode():
        how = (tr("crashed") if process.exitStatus() != QProcess.ExitStatus.NormalExit else
               tr("ended with code {0}").format(process.exitCode()))
        raise ScarpError(tr("The training {0}. Its last lines:").format(how) + "\n" + "\n".join(last))


def train(run, python: str, folder: Path) -> dict:
    """Train as the stage ``training`` of a run, tell it what is told, and take in MODEL_OUT.

    Parameters
    ----------
    run : Run
    python : str
        From `find_python`.
    folder : Path
        With job.json.

    Returns
    -------
    dict
        The results the training wrote.
    """
    progress = run.stage("training", "Training in another process")

    def on_event(event: dict) -> None:
        run.log(event.get("text", ""))
        if "share" in event:
            progress(event["share"])

    run_training(python, str(folder), on_event, run.cancelled)
    run.bytes_file("MODEL_OUT", (folder / "model.onnx").read_bytes())
    return json.loads((folder / "results.json").read_text(encoding="utf-8"))


class _Lines:
    """Whole lines of what comes in pieces."""

    def __init__(self) -> None:
        self._rest = b""

    def more(self, content) -> list:
        *whole, self._rest = (self._rest + bytes(content)).split(b"\n")
        return [line.decode("utf-8", "replace").rstrip("\r") for line in whole]


def _event(line: str):
    """Read an event; None for anything else, which libraries print."""
    if not line.startswith(MARK):
        return None
    with contextlib.suppress(ValueError):
        found = json.loads(line[len(MARK):])
        return found if isinstance(found, dict) and "event" in found else None
    return None


def _candidates() -> list:
    """Interpreters worth a look, the likeliest first."""
    names = ("python.exe", "python3.exe") if os.name == "nt" else ("bin/python3", "bin/python", "python3", "python")
    folders = [os.environ.get("VIRTUAL_ENV"), os.environ.get("CONDA_PREFIX"), Path.home() / "scarp-training" / (
        "Scripts" if os.name == "nt" else ""), sys.prefix, sys.exec_prefix]
    found = [str(Path(folder) / name) for folder in folders if folder for name in names]
    found += [QStandardPaths.findExecutable(name) for name in ("python3", "python")]
    return list(dict.fromkeys(path for path in found if path and os.path.isfile(path)))


def _fault(python: str, packages: Sequence[str]) -> str:
    """Say what an interpreter lacks; empty when nothing."""
    if not os.path.isfile(python):
        return tr("there is no such file")
    process = _process(Path(tempfile.gettempdir()))
    process.start(python, ["-c", _PROBE, *packages])
    if not process.waitForFinished(PROBE_MS):
        process.kill()
        process.waitForFinished(STOP_MS)
        return tr("it does not run")
    try:
        version, missing = json.loads(bytes(process.readAllStandardOutput()).decode("utf-8", "replace"))
    except ValueError:
        return tr("it is no Python")
    if version < OLDEST:
        return tr("it is Python {0}, and 3.9 or newer is needed").format(".".join(map(str, version)))
    return tr("it lacks {0}").format(", ".join(missing)) if missing else ""


def _process(folder: Path) -> QProcess:
    """Make a process without what QGIS set for its own Python."""
    environment = QProcessEnvironment.systemEnvironment()
    for name in ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONWARNINGS"):
        environment.remove(name)
    environment.insert("PYTHONIOENCODING", "utf-8")
    process = QProcess()
    process.setProcessEnvironment(environment)
    process.setWorkingDirectory(str(folder))
    return process
