"""Scarp: where slopes fail in rain and earthquakes, and how likely."""


def classFactory(iface):  # noqa: N802 (QGIS asks for this name)
    """Give QGIS the plugin; called once, when the plugin is loaded."""
    from .plugin import ScarpPlugin

    return ScarpPlugin(iface)
