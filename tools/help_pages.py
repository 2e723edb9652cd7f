"""Makes the help that ships with the plugin: the pages of docs as HTML that needs no network, pictures made small.

``build.py`` calls it where a page changed. By hand: ``.venv/bin/python tools/help_pages.py``.
"""

from __future__ import annotations

import re
import shutil
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS, HELP = ROOT / "docs", ROOT / "help"
BUDGET = 5 * 1024 * 1024
"""Bytes that pages and pictures may take together."""
WIDEST = 1000
"""Pixels; wider pictures are scaled down."""
COLOURS = 128
EXTENSIONS = ["tables", "fenced_code", "toc", "sane_lists"]
FIRST = ("tutorial", "dock", "soil_table", "rain_table")
"""Pages that head the list; the others follow by title."""

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} - Scarp</title><link rel="stylesheet" href="{up}help.css"></head>
<body><nav><a href="{up}index.html">Scarp: help</a></nav><main>
{body}
</main></body></html>
"""
STYLE = """body { font: 16px/1.55 system-ui, "Segoe UI", "Noto Sans", sans-serif; color: #222; margin: 0; }
nav { background: #4f0a3c; padding: 10px 24px; } nav a { color: #fff; text-decoration: none; font-weight: 600; }
main { max-width: 860px; margin: 0 auto; padding: 8px 24px 60px; } a { color: #8a1a32; }
h1 { font-size: 28px; } h2 { margin-top: 36px; border-bottom: 1px solid #ddd; }
img { max-width: 100%; border: 1px solid #ddd; } table { border-collapse: collapse; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid #ddd; }
code { background: #f4f0f2; padding: 0 3px; overflow-wrap: anywhere; }
pre { background: #f4f0f2; padding: 10px 12px; overflow-x: auto; } pre code { padding: 0; overflow-wrap: normal; }
"""


def pages() -> list:
    """Give the pages of docs, those that head the list first."""
    found = sorted(DOCS.rglob("*.md"))
    return sorted(found, key=lambda path: (FIRST.index(path.stem) if path.stem in FIRST else len(FIRST), title(path)))


def title(path: Path) -> str:
    """Give the heading of a page."""
    found = re.search(r"^# (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found.group(1).replace("`", "") if found else path.stem


def make(target: Path = HELP) -> Path:
    """Write every page and the pictures they show; give the folder.

    Raises
    ------
    ValueError
        A link leads nowhere, or the budget is passed.
    """
    part = target.with_name(target.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    pictures: set = set()
    for path in pages():
        place = path.relative_to(DOCS).with_suffix(".html")
        (part / place).parent.mkdir(parents=True, exist_ok=True)
        up = "../" * (len(place.parts) - 1)
        body = _linked(_as_html(path.read_text(encoding="utf-8")), path, pictures)
        (part / place).write_text(PAGE.format(title=escape(title(path)), up=up, body=body), encoding="utf-8")
    (part / "help.css").write_text(STYLE, encoding="utf-8")
    (part / "index.html").write_text(PAGE.format(title="Help", up="", body=_index()), encoding="utf-8")
    for path in sorted(pictures):
        _small(path, part / path.relative_to(DOCS))
    size = sum(path.stat().st_size for path in part.rglob("*") if path.is_file())
    if size > BUDGET:
        raise ValueError(f"help takes {size / 2**20:.1f} MB; its budget is {BUDGET / 2**20:.0f} MB")
    shutil.rmtree(target, ignore_errors=True)
    part.rename(target)
    return target


def _as_html(text: str) -> str:
    import markdown

    return markdown.markdown(text, extensions=EXTENSIONS, output_format="html")


def _index() -> str:
    """List the pages: first those on Scarp, then those of its algorithms."""
    general = [path for path in pages() if path.parent == DOCS]
    algorithms = [path for path in pages() if path.parent != DOCS]
    parts = ["<h1>Scarp</h1>"]
    for heading, listed in (("", general), ("<h2>Algorithms</h2>", algorithms)):
        items = "".join(f'<li><a href="{path.relative_to(DOCS).with_suffix(".html").as_posix()}">'
                        f"{escape(title(path))}</a></li>" for path in listed)
        parts.append(f"{heading}<ul>{items}</ul>")
    return "\n".join(parts)


def _linked(html: str, page: Path, pictures: set) -> str:
    """Let links to pages lead to their HTML, and gather the pictures shown; what is not shipped becomes plain text."""

    def link(found) -> str:
        address, words = found.group(1), found.group(2)
        where, _, mark = address.partition("#")
        if re.match(r"[a-z]+:", address) or not where:
            return found.group(0)
        path = (page.parent / where).resolve()
        if not path.exists():
            raise ValueError(f"{page.relative_to(ROOT)}: the link '{address}' leads nowhere")
        if path.suffix == ".md" and DOCS in path.parents:
            return f'<a href="{where[:-3]}.html{"#" + mark if mark else ""}">{words}</a>'
        return words

    def picture(found) -> str:
        path = (page.parent / found.group(1)).resolve()
        if not path.exists():
            raise ValueError(f"{page.relative_to(ROOT)}: there is no picture '{found.group(1)}'")
        pictures.add(path)
        return found.group(0)

    html = re.sub(r'<a href="([^"]*)">(.*?)</a>', link, html, flags=re.DOTALL)
    return re.sub(r'<img [^>]*src="([^"]*)"', picture, html)


def _small(path: Path, target: Path) -> None:
    """Write a picture with few colours, no wider than `WIDEST`."""
    from PIL import Image

    target.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(path).convert("RGB")
    if picture.width > WIDEST:
        picture = picture.resize((WIDEST, round(picture.height * WIDEST / picture.width)), Image.LANCZOS)
    picture.quantize(COLOURS, dither=Image.NONE).save(target, optimize=True)


if __name__ == "__main__":
    print(make(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HELP))
