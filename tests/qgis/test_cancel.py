"""Stopping a run: Ctrl-C on qgis_process, and a feedback that is cancelled."""

from __future__ import annotations

import signal
import subprocess
import time

import numpy as np
import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback


@pytest.fixture(scope="module")
def long_run(tmp_path_factory, maker):
    """Parameters of a run of minutes: crude sampling of a million cells."""
    folder = tmp_path_factory.mktemp("long")
    raster, table = maker(folder)
    soil = {"cohesion_kpa": 5, "cohesion_kpa_cov": 0.3, "friction_deg": 32, "friction_deg_cov": 0.1,
            "unit_weight_kn_m3": 18, "porosity": 0.45, "saturation_initial": 0.5, "saturation_final": 0.95,
            "ksat_m_s": 5e-6, "ksat_m_s_cov": 0.5, "thickness_m": 1.5}
    slope = np.random.default_rng(1).uniform(20.0, 50.0, (1000, 1000))
    (folder / "pof.tif").write_bytes(b"before")
    return {"SLOPE": str(raster("slope", slope)), "SOIL_TABLE": str(table("soil", soil)), "RAIN_INTENSITY": 20,
            "DURATION": 5, "METHOD": "montecarlo", "SAMPLES": 20000, "POF": str(folder / "pof.tif")}, folder


def left(folder):
    return {path.name for path in folder.iterdir() if path.suffix != ".xml"}


def test_control_c_ends_qgis_process(build, long_run):
    given, folder = long_run
    call = subprocess.Popen(
        [build.qgis_process(), "run", "scarp:probabilityoffailure", "--", *(f"{k}={v}" for k, v in given.items())],
        env=build.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    try:
        deadline = time.monotonic() + 60.0
        while not [path for path in folder.iterdir() if path.name.startswith(".")]:
            assert time.monotonic() < deadline
            assert call.poll() is None, call.communicate()[0]
            time.sleep(0.1)
        time.sleep(1.0)
        call.send_signal(signal.SIGINT)
        pressed = time.monotonic()
        out = call.communicate(timeout=60)[0]
    finally:
        call.kill()
    assert time.monotonic() - pressed < 10.0
    assert call.returncode == 1
    assert "Cancelled; nothing was written." in out
    assert left(folder) == {"slope.tif", "soil.csv", "pof.tif"}
    assert (folder / "pof.tif").read_bytes() == b"before"


def test_a_cancelled_feedback_stops_within_seconds(plugin, long_run):
    given, folder = long_run
    seen = []

    class Impatient(QgsProcessingFeedback):
        def setProgressText(self, text):
            seen.append(text)

        def isCanceled(self):
            return bool(seen) and time.monotonic() > started + 1.0

    started = time.monotonic()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("scarp:probabilityoffailure")
    with pytest.raises(QgsProcessingException, match=r"Cancelled; nothing was written\."):
        algorithm.run(given, QgsProcessingContext(), Impatient(), {}, False)
    assert time.monotonic() - started < 6.0
    assert seen
    assert left(folder) == {"slope.tif", "soil.csv", "pof.tif"}


def test_progress_rises_to_the_end(plugin, basin, plane, tmp_path):
    shares, texts = [], []

    class Watch(QgsProcessingFeedback):
        def setProgressText(self, text):
            texts.append(text)

    feedback = Watch()
    feedback.progressChanged.connect(shares.append)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("scarp:soilthickness")
    algorithm.run({"DEM": str(basin("dem", plane(20.0, (1200, 600)))), "METHOD": "slope", "H_MIN": 1, "H_MAX": 2,
                   "THICKNESS": str(tmp_path / "h.tif")}, QgsProcessingContext(), feedback, {}, False)
    assert shares == sorted(shares)
    assert len(shares) > 8
    assert shares[-1] == 100.0
    assert texts == ["1 of 2: Slope", "2 of 2: Soil thickness"]
