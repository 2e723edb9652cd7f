"""The page Susceptibility: one button from elevation model and landslides to a tested map."""

from __future__ import annotations

import pytest
from scarp.ui.pages.welcome import open_sample
from scarp.ui.runs import layers

pytest.importorskip("onnx", reason="models are written with onnx: requirements.txt")


def test_it_says_what_is_missing(dock):
    dock.ask("where")
    page = dock.pages["susceptibility"]
    dock.show_page("susceptibility")
    assert page.problem.text() == "⚠ Choose an elevation model on the page Terrain."
    assert not page.train.isEnabled()
    assert not page.classField.isVisibleTo(page)


def test_one_button_to_a_tested_map(dock, tmp_path, wait_until):
    open_sample(*(dock.pages[name] for name in ("terrain", "soil", "rain")))
    dock.pages["results"].folder.setFilePath(str(tmp_path))
    dock.show_page("susceptibility")
    assert dock.question.name == "where"
    page = dock.pages["susceptibility"]
    assert "175 features" in page.source.text()
    page.event.setText("mapped 1998 to 2004")
    page.train.click()
    assert dock.running.busy
    assert not page.train.isEnabled()
    results = dock.pages["results"]
    wait_until(lambda: results.runs, 180)
    wait_until(lambda: not dock.running.busy)
    run = results.current
    assert run.name == "1 Boosted trees"
    assert [node.layer().name() for node in layers.group_of(run).findLayers()][1:] == [
        "Hillshade", "Susceptibility, statistical", "Outside the training samples",
        "Susceptibility classes, statistical"]
    for words in ("Boosted trees", "Logistic regression", "Slope alone", "On blocks held out"):
        assert words in page.result.text()
    assert page.report.isVisibleTo(page)
    dock.refresh()
    assert dock.outdated_text() == ""
    page.method.setCurrentIndex(page.method.findData("logistic"))
    dock.refresh()
    assert "method" in dock.outdated_text().lower()
    state = page.state()
    page.restore({})
    page.restore(state)
    assert (page.method.currentData(), page.event.text()) == ("logistic", "mapped 1998 to 2004")
    models = dock.pages["models"]
    models.choose_file(run.parameters["MODEL"])
    assert list(models._boxes) == ["elevation"]      # all else is computed from it
    assert models.predict.isEnabled()
    assert models.parameters()["DEM"] == run.parameters["DEM"]
    assert models.parameters()["FACTORS"] == []
