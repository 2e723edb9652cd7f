"""The plugin in QGIS Desktop: its button, its dock, and nothing left when it goes."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtWidgets import QDockWidget


def test_load_unload_load(plugin, qgis_iface, qgis_new_project):
    for _ in range(2):
        plugin.show_dock(True)
        assert plugin.dock is not None
        plugin.unload()
        assert (plugin.dock, plugin.action) == (None, None)
        assert QgsApplication.processingRegistry().providerById("scarp") is None
        QgsProject.instance().clear()      # nothing of the dock listens any more
        plugin.initGui()
        assert QgsApplication.processingRegistry().providerById("scarp") is not None


def test_the_button_shows_and_hides_the_dock(plugin, qgis_iface, qgis_new_project):
    plugin.action.setChecked(True)
    assert plugin.dock.windowTitle() == "Scarp"
    plugin.action.setChecked(False)
    assert plugin.dock.isHidden()
    plugin.dock.close_down()
    plugin.dock.deleteLater()
    plugin.dock = None


def test_settings_of_the_machine_are_kept(dock):
    from scarp.settings import THREADS

    dock.pages["setup"].threads.setValue(3)
    assert THREADS.get() == 3
    dock.pages["setup"].threads.setValue(0)
    assert isinstance(dock, QDockWidget)
