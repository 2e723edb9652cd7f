"""A self-contained HTML page: numbered sections of text, tables, figures and notes; no file or address outside it."""

from __future__ import annotations

import base64
import html
from typing import Iterable, Optional, Sequence, Tuple

from .figures import png

_STYLE = """
:root { --ink: #1a1a1a; --soft: #5b5f66; --line: #d9dce1; --wash: #f6f5f2; --accent: #4f0a3c; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; font: 15px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial,
  sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 32px 28px 64px; }
header { border-bottom: 3px solid var(--accent); padding-bottom: 14px; margin-bottom: 20px; }
header p { margin: 2px 0; color: var(--soft); }
sub { line-height: 0; }
h1 { font-size: 27px; line-height: 1.2; margin: 0 0 6px; }
h2 { font-size: 19px; margin: 40px 0 10px; padding-bottom: 4px; border-bottom: 1px solid var(--line); }
h2 .number { color: var(--accent); margin-right: 8px; }
h3 { font-size: 15px; margin: 22px 0 6px; }
p { margin: 8px 0; max-width: 78ch; }
nav { font-size: 13px; columns: 2; margin: 0 0 20px; }
nav a { color: inherit; text-decoration: none; display: block; padding: 1px 0; }
nav a:hover { text-decoration: underline; }
.cards { display: flex; flex-wrap: wrap; gap: 12px; margin: 16px 0; }
.card { flex: 1 1 180px; border: 1px solid var(--line); border-top: 3px solid var(--accent); padding: 10px 14px; }
.card b { display: block; font-size: 25px; line-height: 1.2; }
.card span { display: block; }
.card small { color: var(--soft); display: block; line-height: 1.35; }
.table { overflow-x: auto; margin: 12px 0; }
table { border-collapse: collapse; font-size: 13px; min-width: 55%; }
caption { text-align: left; color: var(--soft); padding-bottom: 4px; }
th, td { text-align: left; padding: 4px 10px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { border-bottom: 1.5px solid var(--ink); font-weight: 600; vertical-align: bottom; }
.w { overflow-wrap: anywhere; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th.n { white-space: normal; }
figure { margin: 16px 0; break-inside: avoid; }
figure img { max-width: 100%; height: auto; display: block; }
figcaption { font-size: 13px; color: var(--soft); max-width: 78ch; margin-top: 4px; }
.pair { display: flex; flex-wrap: wrap; margin: 0 -9px; }
.pair figure { flex: 1 1 44%; min-width: 300px; margin: 12px 9px; }
.note { border-left: 4px solid #e9c46a; background: var(--wash); padding: 8px 14px; margin: 14px 0; }
.warn { border-left-color: #a3223a; }
.note ul { margin: 4px 0; padding-left: 20px; }
.note p { margin: 4px 0; }
.assumed { background: #fbe7c6; border-radius: 3px; padding: 0 5px; font-size: 12px; white-space: nowrap; }
.swatch { display: inline-block; width: 13px; height: 13px; border: 1px solid #555; vertical-align: -2px;
  margin-right: 6px; }
pre { background: var(--wash); border: 1px solid var(--line); padding: 10px 12px; font: 12px/1.45 ui-monospace,
  Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
footer { margin-top: 48px; border-top: 1px solid var(--line); padding-top: 8px; color: var(--soft); font-size: 12px; }
@media (max-width: 700px) { nav { columns: 1; } }
@media print {
  @page { size: A4; margin: 15mm; }
  body { font-size: 10pt; } main { max-width: none; padding: 0; } nav { display: none; }
  h2 { margin-top: 24px; }
  h2, h3, caption, h2 + p, h3 + p, p:has(+ pre) { break-after: avoid; }
  p, tr, .short, .card, .note, pre, figcaption { break-inside: avoid; }
  .table { overflow: visible; } table { font-size: 8.5pt; max-width: 100%; min-width: 0; }
  th, td { padding: 3px 8px 3px 0; }
  figure { margin: 10px 0; } figure img { width: var(--width); max-height: 108mm; object-fit: contain;
    object-position: left; } .pair figure { min-width: 40%; margin: 6px 9px; }
  .card, .note, .assumed, .swatch, pre { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""


SHORT = 12
"""Rows of a table that print keeps on one page."""

LONG_WORD = 24
"""Letters of a word, such as a path, beyond which it may be broken."""


class Raw(str):
    """Text that is HTML already; everything else is escaped."""


def text(value) -> str:
    """HTML of a value: escaped unless :class:`Raw`."""
    return str(value) if isinstance(value, Raw) else html.escape(str(value))


def symbol(written: str) -> Raw:
    """Symbol such as ``k_s`` with its index below the line."""
    letter, _, index = written.partition("_")
    return Raw(text(letter) + (f"<sub>{text(index)}</sub>" if index else ""))


def assumed() -> Raw:
    """Mark of a value that was assumed."""
    return Raw('<span class="assumed">assumed</span>')


def swatch(colour: str, word: str) -> Raw:
    """Patch of a colour before a word."""
    return Raw(f'<span class="swatch" style="background:{html.escape(colour)}"></span>{text(word)}')

FOOTER = "Made by Scarp, a QGIS plugin. Nothing in this file points outside it."


class Page:
    """Collects a report from top to bottom.

    Parameters
    ----------
    title : str
    lines : sequence of str
        Under the title: place, date, version.
    language : str
        Code of the language of the text.
    """

    def __init__(self, title: str, lines: Sequence[str] = (), language: str = "en") -> None:
        self._title, self._lines, self._language = title, lines, language
        self._parts: list = []
        self._sections: list = []

    def section(self, title: str) -> None:
        """Begin a numbered section."""
        number = len(self._sections) + 1
        self._sections.append(title)
        self._parts.append(f'<h2 id="s{number}"><span class="number">{number}</span>{text(title)}</h2>')

    def heading(self, title: str) -> None:
        """Begin a part of a section."""
        self._parts.append(f"<h3>{text(title)}</h3>")

    def paragraph(self, words) -> None:
        """Add a paragraph."""
        self._parts.append(f"<p>{text(words)}</p>")

    def cards(self, numbers: Iterable[Tuple[str, str, str]]) -> None:
        """Show key numbers: value, what it is, and its context."""
        self._parts.append('<div class="cards">' + "".join(
            f'<div class="card"><b>{text(value)}</b><span>{text(name)}</span><small>{text(context)}</small></div>'
            for value, name, context in numbers) + "</div>")

    def table(self, head: Sequence, rows: Iterable[Sequence], caption: str = "",
              numeric: Optional[Sequence] = None) -> None:
        """Add a table; ``numeric`` are the places of columns set to the right."""
        right = set(numeric or ())

        def kind_of(place, value):
            if place in right:
                return " class=n"
            return " class=w" if max(map(len, str(value).split()), default=0) > LONG_WORD else ""

        def cells(row, tag):
            return "".join(f"<{tag}{kind_of(place, value)}>{text(value)}</{tag}>" for place, value in enumerate(row))

        rows = list(rows)
        body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
        kind = "table short" if len(rows) <= SHORT else "table"
        label = f"<caption>{text(caption)}</caption>" if caption else ""
        self._parts.append(f'<div class="{kind}"><table>{label}<thead><tr>{cells(head, "th")}</tr></thead>'
                           f"<tbody>{body}</tbody></table></div>")

    def figure(self, drawn, caption: str, label: str = "") -> None:
        """Add a figure; ``label`` is what a reader who cannot see it is told."""
        self._parts.append(_figure(drawn, caption, label))

    def figures(self, pairs: Sequence[tuple]) -> None:
        """Add figures (drawn, caption) side by side, two in a row."""
        self._parts.append('<div class="pair">' + "".join(_figure(*pair) for pair in pairs) + "</div>")

    def note(self, points: Sequence, title: str = "", warning: bool = False) -> None:
        """Add a box of points; nothing where there is none."""
        if not points:
            return
        kind = "note warn" if warning else "note"
        head = f"<p><b>{text(title)}</b></p>" if title else ""
        self._parts.append(f'<div class="{kind}">{head}<ul>' + "".join(f"<li>{text(point)}</li>" for point in points)
                           + "</ul></div>")

    def code(self, words: str) -> None:
        """Add text as typed."""
        self._parts.append(f"<pre>{text(words)}</pre>")

    def close(self, sources, settings, notes, command: str) -> None:
        """End the report of a training: inputs, settings, warnings, and the command that repeats it."""
        self.table(("Input", "File", "What it is"), sources)
        if settings:
            self.table(("Setting", "Value"), list(dict(settings).items()))
        self.section("Warnings and how to repeat this")
        self.note(list(notes) or ["None."], warning=bool(notes))
        if command:
            self.code(command)

    def render(self, footer: str = FOOTER) -> str:
        """Give the page as HTML."""
        lines = "".join(f"<p>{text(line)}</p>" for line in self._lines)
        contents = "".join(f'<a href="#s{number}">{number} {text(title)}</a>'
                           for number, title in enumerate(self._sections, 1))
        return (f'<!DOCTYPE html>\n<html lang="{html.escape(self._language)}">\n<head>\n<meta charset="utf-8">\n'
                '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
                f"<title>{text(self._title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
                f"<header><h1>{text(self._title)}</h1>{lines}</header>\n"
                + (f"<nav>{contents}</nav>\n" if len(self._sections) > 2 else "")
                + "\n".join(self._parts) + f"\n<footer>{text(footer)}</footer>\n</main>\n</body>\n</html>\n")


def _figure(drawn, caption, label="") -> str:
    image = base64.b64encode(png(drawn)).decode("ascii")
    width = drawn.get_size_inches()[0]
    return (f'<figure><img style="--width:{width:.3g}in" alt="{html.escape(label or str(caption), quote=True)}" '
            f'src="data:image/png;base64,{image}">'
            f"<figcaption>{text(caption)}</figcaption></figure>")
