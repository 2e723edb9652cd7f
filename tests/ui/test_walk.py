"""The walk of the tutorial: a basin of nine units, from layers in the project to a first map."""

from __future__ import annotations

import importlib.util

import pytest


@pytest.fixture
def tutorial(root):
    spec = importlib.util.spec_from_file_location("tutorial_walk", root / "tools" / "tutorial_walk.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_first_map_of_nine_units_takes_few_clicks(dock, tutorial, tmp_path, wait_until):
    dem, geology, _ = tutorial.load(tutorial.make_basin(str(tmp_path)))
    walk = tutorial.Walk(dock)
    walk.to_the_map(dem, geology)
    assert dock.running.busy, dock.body.message.text()
    wait_until(lambda: not dock.running.busy, 120)
    assert dock.body.message.text().startswith("Run 1 done in ")
    rows = dock.pages["soil"].data.rows
    assert [(row["zone"], row["name"]) for row in rows] == [
        (str(number), name) for number, name in zip(tutorial.NUMBERS, tutorial.UNITS)]
    assert walk.clicks < 15
    assert walk.typed <= 5
