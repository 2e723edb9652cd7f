"""Scarp: where slopes fail in rain and earthquakes, and how likely."""


def classFactory(iface):
    """Give QGIS the plugin; called once, when the plugin is loaded."""
    from .plugin import ScarpPlugin

    return ScarpPlugin(iface)
