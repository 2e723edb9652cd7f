"""The plugin as QGIS sees it: it comes, it goes, and it leaves nothing behind."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QDir, Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from . import own_packages
from .paths import RESOURCES
from .translate import load_translator, tr

DOCK_LINES = 24
"""Width of a new dock, in heights of a line of text; QGIS would give it the least it can have."""
SEARCH_PREFIX = "scarp"
"""Icons and styles are found as ``scarp:icons/...`` and ``scarp:styles/...``."""


class ScarpPlugin:
    """Registers the Processing provider, and in QGIS Desktop the dock; under ``qgis_process`` ``iface`` is None."""

    def __init__(self, iface) -> None:
        self.iface = iface
        self.provider = None
        self.translator = None
        self.dock = None
        self.action = None

    def initProcessing(self) -> None:
        """Register resources, translation and the provider; called by ``qgis_process`` and by `initGui`."""
        if self.provider is not None:
            return
        from .algorithms.provider import ScarpProvider

        own_packages.join_path()
        QDir.setSearchPaths(SEARCH_PREFIX, [str(RESOURCES)])
        self.translator = load_translator()
        provider = ScarpProvider()
        if QgsApplication.processingRegistry().addProvider(provider):
            self.provider = provider

    def initGui(self) -> None:
        """Called by QGIS Desktop when the plugin is switched on."""
        self.initProcessing()
        if self.iface is None or self.action is not None:
            return
        self.action = QAction(QIcon(f"{SEARCH_PREFIX}:icons/scarp.svg"), tr("Scarp"), self.iface.mainWindow())
        self.action.setObjectName("scarpDock")
        self.action.setCheckable(True)
        self.action.setToolTip(tr("Scarp: probability of slope failure in a storm"))
        self.action.toggled.connect(self.show_dock)
        self.iface.addToolBarIcon(self.action)
        self.iface.addPluginToRasterMenu(tr("Scarp"), self.action)

    def show_dock(self, shown: bool) -> None:
        """Show or hide the dock, which is made when it is first asked for."""
        if self.dock is None and shown:
            from .ui.dock import ScarpDock

            self.dock = ScarpDock(self.iface, self.iface.mainWindow())
            window = self.iface.mainWindow()
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
            window.resizeDocks([self.dock], [DOCK_LINES * window.fontMetrics().height()], Qt.Orientation.Horizontal)
            self.dock.visibilityChanged.connect(self._dock_seen)
        if self.dock is not None:
            self.dock.setVisible(shown)
            if shown:
                self.dock.raise_()

    def _dock_seen(self, _visible: bool) -> None:
        """Keep the tick of the action in step; a dock behind another one counts as shown."""
        self.action.blockSignals(True)
        self.action.setChecked(not self.dock.isHidden())
        self.action.blockSignals(False)

    def unload(self) -> None:
        """Undo everything, so that the plugin can be loaded again."""
        if self.dock is not None:
            self.dock.visibilityChanged.disconnect(self._dock_seen)
            self.dock.close_down()
            self.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        if self.action is not None:
            self.iface.removeToolBarIcon(self.action)
            self.iface.removePluginRasterMenu(tr("Scarp"), self.action)
            self.action.deleteLater()
            self.action = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None
        own_packages.leave_path()
        QDir.setSearchPaths(SEARCH_PREFIX, [])
