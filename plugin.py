"""The plugin as QGIS sees it: it comes, it goes, and it leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QDir

from .translate import load_translator

RESOURCES = Path(__file__).parent / "resources"
SEARCH_PREFIX = "scarp"
"""Icons and styles are found as ``scarp:icons/...`` and ``scarp:styles/...``."""


class ScarpPlugin:
    """Registers the Processing provider; under ``qgis_process`` that is all there is (``iface`` is None)."""

    def __init__(self, iface) -> None:
        self.iface = iface
        self.provider = None
        self.translator = None

    def initProcessing(self) -> None:
        """Register resources, translation and the provider; called by ``qgis_process`` and by `initGui`."""
        if self.provider is not None:
            return
        from .algorithms.provider import ScarpProvider

        QDir.setSearchPaths(SEARCH_PREFIX, [str(RESOURCES)])
        self.translator = load_translator()
        provider = ScarpProvider()
        if QgsApplication.processingRegistry().addProvider(provider):
            self.provider = provider

    def initGui(self) -> None:
        """Called by QGIS Desktop when the plugin is switched on."""
        self.initProcessing()

    def unload(self) -> None:
        """Undo everything, so that the plugin can be loaded again."""
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None
        QDir.setSearchPaths(SEARCH_PREFIX, [])
