"""Gathers what users read into ``scarp_es.ts`` and ``scarp_zh.ts``; keeps the translations that are there.

``python3 tools/translations.py`` after words changed; ``python3 build.py`` makes the ``.qm`` files of them. Only the
standard library. What is gathered: every constant given to ``tr``, every Designer file, and the constants that reach
``tr`` through a name: titles, groups and labels of algorithms, words of pages, quantities and palettes.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = {"es": "es", "zh": "zh_CN"}
"""Ending of the file, as `translate.load_translator` looks for it, and the language in it."""

NAMED = {"TITLE", "GROUP", "RAIL"}
TABLES = {"ui/pages/results.py": ("NUMBERS",), "ui/widgets/rail.py": ("WORDS",),
          "ui/pages/soil.py": ("WORDS", "COV_TIP"), "ui/pages/method.py": ("NOTES",),
          "ui/pages/calibrate.py": ("REMARKS",),
          "ui/pages/presets.py": ("PRESETS",), "ui/pages/packages.py": ("PACKAGES",),
          "algorithms/provider.py": ("EXAMPLES",),
          "engine/palette.py": ("CATEGORIES", "LABELS", "SECTORS"), "engine/outputs.py": ("NOT_ASSESSED",)}
"""Constants whose texts are translated where they are shown."""

CALLS = {"engine/quantities.py": ("Quantity", (3, 7)), "engine/outputs.py": ("Map", (1,))}
"""Calls some of whose arguments are translated where they are shown."""


def is_words(text: str) -> bool:
    """Whether a text is read by people, not a name or a colour."""
    return bool(text.strip()) and any(letter.isalpha() for letter in text) and not text.startswith(("#", "scarp:"))


def of_python(path: Path) -> list:
    """Give the texts of a Python file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(ROOT).as_posix()
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr" and node.args \
                and isinstance(node.args[0], ast.Constant):
            found.append(node.args[0].value)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            target = node.targets[0].id
            if target in NAMED and isinstance(node.value, ast.Constant):
                found.append(node.value.value)
            if target in TABLES.get(name, ()):
                found += texts_of_table(name, target, node.value)
    called, places = CALLS.get(name, ("", ()))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == called:
            found += [node.args[place].value for place in places]
        if isinstance(node, ast.ClassDef) and "WordedCode" in [getattr(base, "id", "") for base in node.bases]:
            found += [part.value for member in node.body if isinstance(member, ast.Assign)
                      for part in member.value.elts[1:]]
    if name == "ui/pages/packages.py":
        found += [node.value.value for node in ast.walk(tree) if isinstance(node, ast.Return)
                  and isinstance(node.value, ast.Constant) and " " in str(node.value.value)]
    return [text for text in found if isinstance(text, str) and is_words(text)]


def texts_of_table(name: str, target: str, value) -> list:
    """Give the texts of a constant that are shown: values of dictionaries, keys of PRESETS, some columns of rows."""
    if isinstance(value, ast.Dict):
        parts = value.keys if target == "PRESETS" else value.values
        return [each.value for part in parts for each in ast.walk(part) if isinstance(each, ast.Constant)]
    columns = {"NUMBERS": (1, 2), "PACKAGES": (3,)}.get(target)
    if columns:
        return [row.elts[column].value for row in value.elts for column in columns]
    return [each.value for each in ast.walk(value) if isinstance(each, ast.Constant)]


def of_form(path: Path) -> list:
    """Give the texts of a Designer file."""
    return [node.text for node in ElementTree.parse(path).getroot().iter("string")
            if node.get("notr") != "true" and node.text and is_words(node.text)]


def gather() -> dict:
    """Give every text with the file it was first found in, in order."""
    found: dict = {}
    for path in sorted([*ROOT.glob("*.py"), *ROOT.glob("algorithms/**/*.py"), *ROOT.glob("ui/**/*.py"),
                        *ROOT.glob("engine/**/*.py"), *ROOT.glob("ui/**/*.ui")]):
        if path.name == "build.py":
            continue
        for text in of_form(path) if path.suffix == ".ui" else of_python(path):
            found.setdefault(text, path.relative_to(ROOT).as_posix())
    return found


def read(path: Path) -> dict:
    """Give the translations of a .ts file by text."""
    if not path.exists():
        return {}
    return {node.findtext("source"): node.findtext("translation") or ""
            for node in ElementTree.parse(path).getroot().iter("message")}


def write(path: Path, language: str, texts: dict, known: dict) -> int:
    """Write a .ts file; give the number of texts without translation."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>", f'<TS version="2.1" language="{language}">',
             "<context>", "    <name>Scarp</name>"]
    lacking = 0
    for text, place in texts.items():
        translation = known.get(text, "")
        lacking += not translation
        kind = "" if translation else ' type="unfinished"'
        lines += ["    <message>", f'        <location filename="../{place}"/>',
                  f"        <source>{escape(text)}</source>",
                  f"        <translation{kind}>{escape(translation)}</translation>", "    </message>"]
    path.write_text("\n".join([*lines, "</context>", "</TS>", ""]), encoding="utf-8")
    return lacking


if __name__ == "__main__":
    every = gather()
    for ending, language in LANGUAGES.items():
        file = ROOT / "i18n" / f"scarp_{ending}.ts"
        print(f"{file.name}: {len(every)} texts, {write(file, language, every, read(file))} without translation",
              file=sys.stderr)
