"""What became of a run: success, one clear message, cancelled; anything else is a fault of Scarp."""

from __future__ import annotations

import os
import re
import sys
import time
import traceback

from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

LONGEST_MESSAGE = 700
SLOWEST_CANCEL = 2.0
UNCLEAR = re.compile(r"Traceback|fault in Scarp|NoneType|object has no attribute|Errno|0x[0-9a-f]{6}|<class |\.py\b|"
                     r"KeyError|IndexError|not subscriptable|\.scarp-")


class Feedback(QgsProcessingFeedback):
    """Collects what is said, and cancels at a time."""

    def __init__(self, cancel_after: float) -> None:
        super().__init__(False)
        self.begun, self.cancel_after, self.asked = time.monotonic(), cancel_after, None
        self.errors: list = []

    def isCanceled(self):
        if time.monotonic() - self.begun > self.cancel_after:
            self.asked = self.asked or time.monotonic()
            return True
        return super().isCanceled()

    def reportError(self, text, fatal=False):
        self.errors.append(text)

    def pushInfo(self, text):
        pass

    def pushWarning(self, text):
        pass


class Result:
    """``kind`` is success, message, cancelled or fault; ``text`` says what was told; ``late`` is the wait after a
    cancel, s.
    """

    def __init__(self, kind, text="", results=(), late=0.0) -> None:
        self.kind, self.text, self.results, self.late = kind, text, dict(results), late


def run(name: str, parameters: dict, cancel_after: float = 1e9, check: bool = True) -> Result:
    """Run an algorithm in this process as qgis_process does, or unchecked as the task runner does."""
    uncaught: list = []
    former, sys.excepthook = sys.excepthook, lambda *error: uncaught.append("".join(traceback.format_exception(*error)))
    context, feedback = QgsProcessingContext(), Feedback(cancel_after)
    try:
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(name)
        if check:
            able, why = algorithm.checkParameterValues(parameters, context)
            if uncaught:
                return Result("fault", uncaught[0])
            if not able:
                return _said(why)
        results, done = algorithm.run(parameters, context, feedback, {}, False)
        if uncaught:
            return Result("fault", uncaught[0])
        if not done:
            return _said(" ".join(feedback.errors))
        return _whole(results)
    except QgsProcessingException as error:
        late = time.monotonic() - feedback.begun - cancel_after
        if "Cancelled" in str(error):
            return Result("cancelled" if late < SLOWEST_CANCEL else "fault", f"left {late:.1f} s after the cancel",
                          late=late)
        return _said(str(error))
    except BaseException:
        return Result("fault", traceback.format_exc())
    finally:
        sys.excepthook = former


def _said(text: str) -> Result:
    if not text.strip() or UNCLEAR.search(text):
        return Result("fault", f"no clear message: {text!r}")
    if len(text) > LONGEST_MESSAGE:
        return Result("fault", f"a message of {len(text)} letters: {text[:200]!r}")
    return Result("message", text)


def _whole(results: dict) -> Result:
    """Check that every output that was told of is there and opens."""
    for name, value in results.items():
        if not isinstance(value, str) or not os.path.isabs(value.split("|")[0]):
            continue
        path = value.split("|")[0]
        if not os.path.exists(path):
            return Result("fault", f"{name}: there is no {path}")
        if os.path.isfile(path) and not os.path.getsize(path):
            return Result("fault", f"{name}: {path} is empty")
        try:
            if path.lower().endswith((".tif", ".tiff")):
                dataset = gdal.Open(path)
                for band in range(1, dataset.RasterCount + 1):
                    dataset.GetRasterBand(band).Checksum()
                del dataset
            elif path.lower().endswith((".gpkg", ".shp", ".geojson", ".fgb")) and not QgsVectorLayer(value).isValid():
                return Result("fault", f"{name}: {path} does not open")
        except RuntimeError as error:
            return Result("fault", f"{name}: {path} is not whole: {error}")
    return Result("success", results=results)


def held(folder: str) -> dict:
    """Give the bytes of all files in a folder, those QGIS keeps statistics in left out."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            if not name.endswith((".aux.xml", "-wal", "-shm")):
                path = os.path.join(place, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, folder)] = file.read()
    return found
