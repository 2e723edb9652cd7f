"""The help in the zip: every page, links that hold, no network, within its budget; every Help button opens it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices


@pytest.fixture(scope="module")
def made(build):
    build.help_pages()
    return build.ROOT / "help"


def test_every_page_of_docs_is_there_and_every_link_holds(made, root):
    pages = sorted(made.rglob("*.html"))
    names = {path.relative_to(made).with_suffix("").as_posix() for path in pages}
    assert names == {path.relative_to(root / "docs").with_suffix("").as_posix()
                     for path in (root / "docs").rglob("*.md")} | {"index"}
    index = (made / "index.html").read_text(encoding="utf-8")
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert path.name == "index.html" or f'href="{path.relative_to(made).as_posix()}"' in index
        for address in re.findall(r'(?:href|src)="([^"]*)"', text):
            where, _, mark = unescape(address).partition("#")
            if re.match("[a-z]+:", where):
                continue
            there = (path.parent / where) if where else path
            assert there.is_file(), (path.name, address)
            assert not mark or f'id="{mark}"' in there.read_text(encoding="utf-8"), (path.name, address)
        assert not re.search(r'(?:src|<link[^>]*href)="http', text), path.name


def test_it_ships_within_its_budget(build, made):
    shipped = [path for path in build.shipped() if made in path.parents]
    assert {path.suffix for path in shipped} == {".html", ".css", ".png"}
    assert sum(path.stat().st_size for path in shipped) < 5 * 1024 * 1024


def test_every_help_button_of_the_toolbox_opens_a_file(made, plugin):
    for algorithm in plugin.provider.algorithms():
        path = QUrl(algorithm.helpUrl()).toLocalFile()
        assert Path(path).is_file(), algorithm.id()
        assert Path(path).suffix == ".html"


def test_every_page_of_the_dock_has_its_help(made, plugin, qgis_iface, qgis_new_project, monkeypatch):
    from scarp.ui.dock import ScarpDock

    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    dock = ScarpDock(qgis_iface, qgis_iface.mainWindow())
    try:
        pages = [*dock.pages.values(), dock.pages["soil"].calibration]
        for page in pages:
            page.help.click()
        assert len(opened) == len(pages)
        for url in opened:
            assert Path(url.toLocalFile()).suffix == ".html"
            assert Path(url.toLocalFile()).is_file()
            mark = url.fragment()
            assert not mark or f'id="{mark}"' in Path(url.toLocalFile()).read_text(encoding="utf-8")
    finally:
        dock.close_down()
        dock.deleteLater()
