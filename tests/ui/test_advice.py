"""After a run: what contradicts the landslides, the next step, the estimate, and keeping a temporary run."""

from __future__ import annotations

import os

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer
from scarp.engine.grid import read_array
from scarp.settings import PACE
from scarp.ui.runs import footer, layers
from scarp.ui.runs.advice import contradiction, next_step
from scarp.ui.runs.finished import FinishedRun

POF = "scarp:probabilityoffailure"


def run_of(**results):
    return FinishedRun(1, "Storm", POF, {}, {"POF": "pof.tif", **results}, {})


@pytest.fixture
def mapped(filled):
    """Give a dock with three known landslides."""
    layer = QgsVectorLayer("Point?crs=EPSG:32717", "slides", "memory")
    for x in (712050, 712150, 712250):
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, 9560850)))
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    filled.pages["terrain"].inventory.setLayer(layer)
    filled.refresh()
    return filled


@pytest.mark.parametrize(("share", "landslides", "words"), [
    (0.0, 3820, "3,820 landslides are mapped, and next to nothing fails (greatest probability of failure 0.01)."),
    (0.0, 0, ""), (0.05, 3820, ""), (0.95, 0, "95% of the area fails."), (0.95, 12, "95% of the area fails.")])
def test_a_run_that_cannot_be_right_is_named(plugin, share, landslides, words):
    text = contradiction(run_of(UNSTABLE_SHARE=share, MAX_POF=0.01), landslides)
    assert text.startswith(words)
    assert bool(text) is bool(words)


def test_the_next_step_is_what_helps_most(plugin):
    assert next_step(run_of(UNSTABLE_SHARE=0.1), 0)[1] == "landslides"
    assert next_step(run_of(UNSTABLE_SHARE=0.0), 9)[1] == "calibrate"
    assert next_step(run_of(UNSTABLE_SHARE=0.1), 9)[1] == "evaluate"
    assert next_step(run_of(UNSTABLE_SHARE=0.1, AUC=0.7), 9)[1] == "where"


def test_landslides_and_nothing_fails_is_said_after_the_run_and_leads_on(mapped, run_it):
    mapped.pages["soil"].table.item(0, 0).setText("80")
    mapped.refresh()
    run = run_it(mapped)
    results = mapped.pages["results"]
    assert run.warnings[-1].startswith("3 landslides are mapped, and next to nothing fails")
    assert "3 landslides are mapped" in results.warnings.text()
    assert mapped.body.message.text().endswith("warning.") or mapped.body.message.text().endswith("warnings.")
    assert 'href="calibrate"' in results.next.text()
    results.next.linkActivated.emit("calibrate")
    assert mapped.body.pages.currentWidget().widget() is mapped.pages["soil"].calibration
    results.next.linkActivated.emit("where")
    assert mapped.question.name == "where"


def test_the_time_is_estimated_before_the_first_run_and_learnt(filled, run_it, monkeypatch):
    PACE.set(0)
    monkeypatch.setattr(footer, "USUAL_PACE", 1_000_000)
    filled.pages["rain"].times.setText("2")
    filled.refresh()
    assert filled.body.message.text() == "900 cells, about 1 s."
    filled.pages["method"].method.setCurrentIndex(3)      # ten times the work
    filled.refresh()
    assert filled.body.message.text() == "900 cells, about 9 s."
    filled.pages["method"].method.setCurrentIndex(0)
    run_it(filled)
    assert PACE.get() == 0      # too small to tell
    monkeypatch.setattr(footer, "LEAST_WORK", 100)
    run_it(filled)
    assert PACE.get() > 0
    PACE.set(0)


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "1 s"), (42.4, "42 s"), (600.0, "10 min"), (7200.0, "2.0 h")])
def test_times_are_said_as_estimates(plugin, seconds, words):
    assert footer.time_text(seconds) == words


def test_a_temporary_run_is_kept(filled, run_it, tmp_path):
    run, results = run_it(filled), filled.pages["results"]
    before = read_array(run.results["POF"], 2)
    results.time.setValue(1)
    results.keep_asked.emit(str(tmp_path))
    place = tmp_path / "scarp_1"
    assert filled.body.message.text() == f"Run 1 is kept in {place}."
    assert run.results["POF"] == str(place / "probability_of_failure.tif")
    assert run.parameters["SOIL_TABLE"] == str(place / "soil.csv")
    assert (read_array(run.results["POF"], 2) == before).all()
    sources = {key: layers.layer_of(run, key).source() for key in run.layers if key != "hillshade"}
    assert {os.path.dirname(path) for path in sources.values()} == {str(place)}
    assert layers.layer_of(run, "FOS").renderer().usesBands() == [1]
    assert not results.keep.isVisibleTo(results)


def test_results_of_a_run_fit_a_narrow_dock(filled, run_it):
    run_it(filled)
    results = filled.pages["results"]
    assert results.keep.isVisibleTo(results)
    assert results.minimumSizeHint().width() <= 280
