"""Keep the tables of parameters on the pages of docs/algorithms what the algorithms themselves say.

``build.py test`` compares them. To write them anew, with the environment of ``build.py``::

    .venv/bin/python tools/docs_tables.py
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

PAGES = Path(__file__).resolve().parents[1] / "docs" / "algorithms"
BEGIN, END = "<!-- parameters, written by tools/docs_tables.py -->", "<!-- end of parameters -->"
CODES, END_CODES = "<!-- statuses, written by tools/docs_tables.py -->", "<!-- end of statuses -->"


def tables(algorithm) -> str:
    """Give inputs, outputs and numbers of an algorithm as Markdown.

    Parameters
    ----------
    algorithm : QgsProcessingAlgorithm
    """
    from qgis.core import QgsProcessingOutputNumber, QgsProcessingParameterDefinition

    advanced = QgsProcessingParameterDefinition.FlagAdvanced
    definitions = algorithm.parameterDefinitions()
    inputs = [d for d in definitions if not d.isDestination()]
    parts = [BEGIN]
    for title, chosen in (("Inputs", [d for d in inputs if not d.flags() & advanced]),
                          ("Advanced inputs", [d for d in inputs if d.flags() & advanced])):
        if chosen:
            parts += [f"## {title}", "", "| name | label | default | meaning |", "| --- | --- | --- | --- |"]
            parts += [_row(d.name(), d.description(), _default(d), d.help()) for d in chosen]
            parts.append("")
    parts += ["## Outputs", "", "| name | label | meaning |", "| --- | --- | --- |"]
    parts += [_row(d.name(), d.description(), d.help()) for d in definitions if d.isDestination()]
    numbers = [o for o in algorithm.outputDefinitions() if isinstance(o, QgsProcessingOutputNumber)]
    if numbers:
        parts += ["", "## Numbers", "", "| name | meaning |", "| --- | --- |"]
        parts += [_row(o.name(), o.description()) for o in numbers]
    return "\n".join([*parts, END])


def statuses(codes) -> str:
    """Give the codes of a map, each with its word and meaning, as Markdown.

    Parameters
    ----------
    codes : type
        A subclass of `engine.words.WordedCode`.
    """
    rows = [f"| {int(each)} | {each.word.lower()} | {each.meaning} |" for each in codes]
    return "\n".join([CODES, "| STATUS | word | meaning |", "| --- | --- | --- |", *rows, END_CODES])


def _row(name: str, *cells: str) -> str:
    return "| " + " | ".join([f"`{name}`", *(cell.replace("|", "\\|") for cell in cells)]) + " |"


def _default(definition) -> str:
    value = definition.defaultValue()
    return "" if value is None else f"`{str(value).lower() if isinstance(value, bool) else value}`"


def refreshed(page: str, algorithm) -> str:
    """Give a page with its tables written anew.

    Raises
    ------
    ValueError
        The page has no place for them.
    """
    pattern = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"the page of {algorithm.id()} lacks the lines {BEGIN} and {END}")
    page = pattern.sub(lambda _: tables(algorithm), page)
    codes = _codes().get(algorithm.name())
    if codes is None:
        return page
    return re.sub(f"{re.escape(CODES)}.*?{re.escape(END_CODES)}", lambda _: statuses(codes), page, flags=re.DOTALL)


def _codes() -> dict:
    from scarp.engine.mapping.status import Status
    from scarp.engine.stability.newmark import Sliding

    return {"probabilityoffailure": Status, "newmark": Sliding}


def main() -> None:
    """Write the tables of every page anew."""
    from qgis.core import QgsApplication, QgsProcessingModelAlgorithm

    application = QgsApplication([], False)
    application.initQgis()
    import scarp

    plugin = scarp.classFactory(None)
    plugin.initProcessing()
    for algorithm in plugin.provider.algorithms():
        if isinstance(algorithm, QgsProcessingModelAlgorithm):      # examples of models have no page
            continue
        path = PAGES / f"{algorithm.name()}.md"
        if path.exists():
            path.write_text(refreshed(path.read_text(encoding="utf-8"), algorithm), encoding="utf-8")
        else:
            sys.stderr.write(f"{path} is missing\n")
    plugin.unload()
    application.exitQgis()


if __name__ == "__main__":
    main()
