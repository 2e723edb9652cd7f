"""Spanish and Chinese: everything in the dock and every algorithm's name, and files that Qt can load."""

from __future__ import annotations

import ast
import importlib.util
import re

import pytest

PLACES = re.compile(r"\{\d\}")


@pytest.fixture(scope="module")
def update(root):
    """Give tools/translations.py as a module."""
    spec = importlib.util.spec_from_file_location("scarp_translations", root / "tools" / "translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def wanted(update, root):
    """Give every text of the dock, and title and group of every algorithm."""
    names = set()
    for path in (root / "algorithms").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in update.NAMED:
                names.add(getattr(node.value, "value", ""))
    return [text for text, place in update.gather().items()
            if place.startswith(("ui/", "plugin.py", "engine/")) or text in names]


@pytest.mark.parametrize("ending", ["es", "zh"])
def test_translation_is_complete(update, wanted, root, ending):
    known = update.read(root / "i18n" / f"scarp_{ending}.ts")
    assert len(wanted) > 400
    assert [text for text in wanted if not known.get(text)] == []


@pytest.mark.parametrize("ending", ["es", "zh"])
def test_translations_keep_what_is_filled_in(update, root, ending):
    known = update.read(root / "i18n" / f"scarp_{ending}.ts")
    assert [text for text, translated in known.items()
            if translated and sorted(PLACES.findall(text)) != sorted(PLACES.findall(translated))] == []


@pytest.mark.parametrize(("ending", "word"), [("es", "Probabilidad de rotura"), ("zh", "失稳概率")])
def test_qt_loads_what_build_makes(build, root, ending, word):
    core = pytest.importorskip("qgis.PyQt.QtCore")
    build.translations()
    path = root / "i18n" / f"scarp_{ending}.qm"
    if not path.exists():
        pytest.skip("lrelease is not here")
    translator = core.QTranslator()
    assert translator.load(str(path))
    assert translator.translate("Scarp", "Probability of failure") == word
