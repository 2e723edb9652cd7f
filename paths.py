"""Where the parts of the plugin's folder lie."""

from __future__ import annotations

from pathlib import Path

PLUGIN = Path(__file__).parent
"""The plugin's folder; the root of the repository."""

METADATA = PLUGIN / "metadata.txt"
RESOURCES = PLUGIN / "resources"
EXAMPLE_MODELS = RESOURCES / "models"
"""Example models of the graphical modeller."""

SHIPPED_NETWORKS = PLUGIN / "models"
SAMPLE = PLUGIN / "sample"
TRANSLATIONS = PLUGIN / "i18n"
HELP = PLUGIN / "help"
"""Help as HTML, made from `DOCS` by ``build.py``; it is in the zip, where `DOCS` is not."""
DOCS = PLUGIN / "docs"


def help_url(page: str) -> str:
    """Give the address of a page of help on this machine; that of its source where the help was not made.

    Parameters
    ----------
    page : str
        Path below `DOCS` without ending, such as ``algorithms/classify``, and perhaps ``#`` and a heading.
    """
    name, _, mark = page.partition("#")
    made = HELP / f"{name}.html"
    if made.is_file():
        return made.as_uri() + (f"#{mark}" if mark else "")
    return (DOCS / f"{name}.md").as_uri()
