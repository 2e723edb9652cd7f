"""What CONTRIBUTING.md says on how to add something is true: its files are there, and what is there follows it."""

from __future__ import annotations

import ast
import re

import pytest

NAMED = re.compile(r"`([\w/]+(?:\.(?:py|md|ui|txt|qrc|svg))|[\w/]+/)`")


@pytest.fixture(scope="module")
def guide(root):
    return (root / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_file_and_folder_it_names_is_there(guide, root):
    folders = ["", "engine/", "algorithms/", "ui/", "ui/pages/", "resources/", "tests/", "engine/networks/"]
    lost = [name for name in NAMED.findall(guide) if "abc" not in name and name != "help/"      # is made by build.py
            and not any((root / folder / name).exists() for folder in folders)]
    assert lost == []


def test_every_algorithm_has_the_files_it_lists(guide, root):
    from scarp.engine.outputs import MAPS

    tree = ast.parse((root / "algorithms" / "provider.py").read_text(encoding="utf-8"))
    listed = next(node.value.elts for node in tree.body if isinstance(node, ast.Assign)
                  and node.targets[0].id == "ALGORITHMS")
    names = [each.id.lower() for each in listed]
    assert len(names) == len(set(names)) >= 16
    for name in names:
        for path in (f"algorithms/{name}.py", f"resources/icons/{name}.svg", f"docs/algorithms/{name}.md",
                     f"tests/qgis/test_{name}.py"):
            assert (root / path).exists(), path
        assert f"scarp:{name}" in (root / "README.md").read_text(encoding="utf-8"), name
    assert set(MAPS) <= set(names)


def test_every_page_of_the_dock_has_a_form_and_a_question(root):
    from scarp.ui.questions import QUESTIONS

    below = {name for question in QUESTIONS for name in question.rail}
    for name in below:
        assert (root / "ui" / "pages" / f"{name}.py").exists(), name
        assert (root / "ui" / "pages" / f"{name}.ui").exists(), name
