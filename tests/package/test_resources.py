"""resources.qrc is the one list of icons and styles."""

from __future__ import annotations

from xml.etree import ElementTree


def test_list_is_what_is_there(root):
    entries = ElementTree.parse(root / "resources.qrc").getroot().iter("file")
    listed = {entry.text: entry.get("alias") for entry in entries}
    there = {path.relative_to(root).as_posix() for folder in ("icons", "styles")
             for path in (root / "resources" / folder).glob("*") if path.is_file()}
    assert there == set(listed)
    assert [text for text, alias in listed.items() if text != f"resources/{alias}"] == []


def test_icons_are_drawings_that_scale(root):
    for path in sorted((root / "resources" / "icons").glob("*")):
        drawing = ElementTree.parse(path).getroot()
        assert drawing.get("viewBox") == "0 0 24 24", path.name
        assert "image" not in {element.tag.rpartition("}")[2] for element in drawing.iter()}, path.name
