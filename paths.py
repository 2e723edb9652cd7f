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
