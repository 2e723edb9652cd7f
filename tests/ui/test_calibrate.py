"""Calibrate in the dock: what is asked, how it is answered, and the table accepted or left."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from scarp.algorithms.calibrate import Calibrate
from scarp.ui import csv_text
from scarp.ui.pages.soil_data import SoilData
from scarp.ui.widgets.page import open_in


@pytest.fixture
def asked(monkeypatch):
    """Let the algorithm answer at once: cohesion 7.5 on its bound, friction silent; give what it was asked."""
    seen = {}

    def compute(self, given, run):
        seen.update(run.parameters)
        rows = [{**row, "cohesion_kpa": "7.5", "cohesion_kpa_mean_cov": "0.125", "friction_deg_mean_cov": "0.1",
                 "calibrated": "cohesion", "silent": "friction", "on_bound": "cohesion"}
                for row in given.records("SOIL_TABLE")]
        run.text_file("SOIL_TABLE_OUT", csv_text.as_text(rows))
        run.text_file("REPORT", "<html></html>")
        run.warn("FREE, zone 1, cohesion: on its bound.")
        return {"AUC_BEFORE": 0.61, "AUC_AFTER": 0.72}

    monkeypatch.setattr(Calibrate, "compute", compute)
    monkeypatch.setattr(Calibrate, "REQUIRES", ())
    return seen


@pytest.fixture
def calibration(filled, tmp_path):
    """Give the page Calibrate of a dock that has landslides and, on the cohesion, an assumed mark."""
    slides = tmp_path / "slides.csv"
    slides.write_text("event,WKT\nA,POINT (712100 9560900)\nB,POINT (712200 9560800)\n")
    assert open_in(filled.pages["terrain"].inventory, str(slides))
    filled.pages["soil"].data.mark(0, "assumed", ["cohesion", "friction"])
    filled.refresh()
    filled.pages["soil"].calibrate.click()
    return filled.pages["soil"].calibration


def run(dock, calibration, wait_until):
    calibration.fit.click()
    assert dock.running.busy, dock.body.message.text()
    assert not calibration.fit.isEnabled()
    wait_until(lambda: not dock.running.busy)


def texts(table, row):
    return [table.item(row, column).text() for column in range(table.columnCount())]


def test_it_lies_behind_the_page_soil(filled, calibration):
    assert filled.body.pages.currentWidget().widget() is calibration
    assert filled.body.rail.currentRow() == list(filled.pages).index("soil")
    calibration.back.click()
    assert filled.body.pages.currentWidget().widget() is filled.pages["soil"]


def test_what_is_lacking_is_said(filled, calibration):
    assert calibration.fit.isEnabled()
    filled.pages["rain"].set_rows([])
    filled.refresh()
    assert calibration.problem.text() == "⚠ The rain table is empty."
    filled.pages["rain"].set_rows([("1", "10")])
    filled.pages["rain"].times.clear()
    calibration.restore({"free": {}})
    filled.refresh()
    assert calibration.problem.text() == "⚠ Check what is to be fitted."
    filled.pages["terrain"].inventory.setLayer(None)
    filled.refresh()
    assert calibration.problem.text() == "⚠ Choose the known landslides on the page Terrain."
    assert not calibration.fit.isEnabled()


def test_before_and_after_then_accept(filled, calibration, asked, wait_until):
    run(filled, calibration, wait_until)
    assert asked["FREE"] == "cohesion:zone; friction:zone"
    assert (asked["FOLDS"], asked["BLOCK_SIZE"], asked["OBJECTIVE"]) == (5, 500.0, "likelihood")
    assert calibration.summary.text() == "On ground held out, ROC AUC was 0.610 and is 0.720."
    assert texts(calibration.comparison, 0) == ["c' kPa", "5", "7.5", "12%", "on bound"]
    assert texts(calibration.comparison, 1) == ["φ' deg", "32", "32", "10%", "no evidence"]
    assert calibration.warnings.text() == "⚠ Means to fit, zone 1, cohesion: on its bound."
    soil = filled.pages["soil"]
    assert soil.data.rows[0]["cohesion_kpa"] == "5"
    calibration.accept.click()
    assert (soil.data.rows[0]["cohesion_kpa"], soil.data.rows[0]["cohesion_kpa_mean_cov"]) == ("7.5", "0.125")
    assert (soil.data.marked(0, "calibrated"), soil.data.marked(0)) == ({"cohesion"}, {"friction"})
    assert soil.table.verticalHeaderItem(0).text().endswith("†")
    assert filled.body.pages.currentWidget().widget() is soil
    soil.table.item(0, 0).setText("6")
    assert "cohesion_kpa_mean_cov" not in soil.data.rows[0]
    assert soil.data.marked(0, "calibrated") == set()


def test_reject_leaves_the_table(filled, calibration, asked, wait_until):
    before = filled.pages["soil"].data.records()
    run(filled, calibration, wait_until)
    calibration.reject.click()
    assert filled.pages["soil"].data.records() == before
    assert not calibration.resultBox.isVisibleTo(calibration)


def test_several_zones_and_storms(filled, calibration, asked, wait_until, tmp_path):
    soil = filled.pages["soil"]
    soil.set_data(SoilData.from_records([soil.data.rows[0], {**soil.data.rows[0], "zone": "2", "name": "Schist"}]))
    zones = tmp_path / "zones.csv"
    zones.write_text("zone,WKT\n1,\"POLYGON ((711000 9560850, 713000 9560850, 713000 9562000, 711000 9562000))\"\n"
                     "2,\"POLYGON ((711000 9559000, 713000 9559000, 713000 9560850, 711000 9560850))\"\n")
    assert open_in(soil.zones, str(zones))
    storms = tmp_path / "storms.csv"
    storms.write_text("storm,hours,mm\nA,1,10\nB,1,20\n")
    calibration._scope("friction").setCurrentIndex(1)
    calibration.stormField.setField("event")
    filled.pages["rain"].set_rows([])
    filled.refresh()
    assert calibration.problem.text() == "⚠ Choose the table with the rain of all storms."
    assert open_in(calibration.storms, str(storms))
    filled.refresh()
    run(filled, calibration, wait_until)
    assert asked["FREE"] == "cohesion:zone; friction:shared"
    assert asked["STORM_FIELD"] == "event"
    assert Path(asked["RAIN_TABLE"]).name == "storms.csv"
    assert [calibration.comparison.item(row, 0).text() for row in (0, 1, 3, 4)] == ["1", "c' kPa", "2 Schist", "c' kPa"]
    calibration.accept.click()
    assert [row["cohesion_kpa"] for row in soil.data.rows] == ["7.5", "7.5"]
    state = soil.state()
    soil.restore({})
    soil.restore(state)
    assert soil.state() == state
    assert soil.calibration.parameters()["FREE"] == "cohesion:zone; friction:shared"


def test_the_real_one_is_cancelled_within_two_seconds(dock, wait_until, tmp_path):
    pytest.importorskip("emcee")
    pytest.importorskip("sklearn")
    from scarp.ui.pages.welcome import open_sample

    open_sample(*(dock.pages[name] for name in ("terrain", "soil", "rain")))
    dock.pages["results"].folder.setFilePath(str(tmp_path))
    dock.refresh()
    calibration = dock.pages["soil"].calibration
    calibration.fit.click()
    wait_until(lambda: "Fitting the means" in dock.body.message.text())
    start = time.monotonic()
    dock.body.cancel.click()
    wait_until(lambda: not dock.running.busy)
    assert time.monotonic() - start < 2.0
    assert dock.body.message.text() == "Cancelled. No files were written."
    assert list(tmp_path.iterdir()) == []
    assert not calibration.resultBox.isVisibleTo(calibration)


def test_fifty_thousand_cells_are_drawn_and_the_time_is_said(filled, calibration, asked, wait_until, monkeypatch):
    from scarp.ui.pages import calibrate

    assert calibration.source.text().endswith("Takes about 1 s.")
    run(filled, calibration, wait_until)
    assert asked["MOST_CELLS"] == 50_000
    monkeypatch.setattr(type(filled.pages["terrain"]), "cells", 815_000)
    monkeypatch.setattr(calibrate.CALIBRATION_PACE, "get", lambda: 1000)
    filled.refresh()
    assert calibration.source.text().endswith("Of 815,000 cells 50,000 are drawn. Takes about 2 min.")
