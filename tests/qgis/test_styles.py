"""Layer styles: the files are what the algorithms draw, every result has one, QGIS loads them."""

from __future__ import annotations

import importlib.util
import math

import pytest
from scarp.engine.outputs import MAPS, UNITS, shown_unit
from scarp.engine.palette import CATEGORIES, CLASSES, EQUAL, HEAT


@pytest.fixture(scope="module")
def styles(root):
    spec = importlib.util.spec_from_file_location("scarp_styles", root / "tools" / "styles.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_there_is_one_for_every_result(styles):
    results = {made.name for maps in MAPS.values() for made in maps.values()} | {"samples"}
    assert results <= set(styles.names())
    assert {path.stem for path in styles.STYLES.glob("*")} == set(styles.names())


def test_files_are_what_the_algorithms_draw(styles, plugin, tmp_path):
    for name in styles.names():
        drawn, loaded = styles.styled(name, tmp_path), styles.plain(name, tmp_path)
        message, ok = loaded.loadNamedStyle(str(styles.STYLES / f"{name}.qml"))
        assert ok, (name, message)
        assert styles.symbology(loaded) == styles.symbology(drawn), f"{name}: run tools/styles.py"


def test_classes_hold_their_limits_and_legends_their_units(styles, plugin, tmp_path):
    def items(name):
        layer = styles.plain(name, tmp_path)
        layer.loadNamedStyle(str(styles.STYLES / f"{name}.qml"))
        listed = layer.renderer().shader().rasterShaderFunction().colorRampItemList()
        return [(item.value, item.color.name().upper(), item.label) for item in listed]

    pof = items("probability_of_failure")
    assert [value for value, _, _ in pof] == [0.0013, 0.023, 0.16, 0.5, math.inf]
    assert tuple(colour for _, colour, _ in pof) == HEAT
    assert [value for value, _, _ in items("probability_of_failure_linear")] == [0, 0.25, 0.5, 0.75, 1]
    for name in [*CLASSES, *EQUAL]:
        unit = shown_unit(UNITS.get(name, ""))
        assert all(label.endswith(unit) for _, _, label in items(name)), name


def test_a_legend_of_categories_names_them_all(styles, plugin, tmp_path):
    for name, categories in CATEGORIES.items():
        layer = styles.plain(name, tmp_path)
        layer.loadNamedStyle(str(styles.STYLES / f"{name}.qml"))
        assert [(each.value, each.label) for each in layer.renderer().classes()] == [
            (value, word) for value, _, word in categories]
