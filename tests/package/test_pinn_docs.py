"""The study of the PINN on its page is the one that was measured."""

from __future__ import annotations

import importlib.util
import json

from scarp.engine.report.pinn_training import HONESTY


def test_tables_are_those_of_the_results(root):
    spec = importlib.util.spec_from_file_location("pinn_tables", root / "tools" / "pinn_tables.py")
    tables = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tables)
    text = tables.PAGE.read_text(encoding="utf-8")
    assert tables.filled(text) == text


def test_the_report_of_a_training_shows_the_same_study(root):
    worlds = json.loads((root / "studies" / "pinn_honesty.json").read_text(encoding="utf-8"))["worlds"]
    assert [row[0] for row in HONESTY] == list(worlds)
    for name, *shown in HONESTY:
        found = worlds[name]
        measured = [found["auc"][0], *(found[key]["r"][0] for key in ("log_c_over_t", "friction", "log_safety",
                                                                      "critical"))]
        assert shown == [f"{value:.2f}" for value in measured]
