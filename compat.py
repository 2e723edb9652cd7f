"""Every difference between the QGIS versions from 3.22 to 4, in one place."""

from __future__ import annotations

from qgis.core import Qgis, QgsDateTimeRange, QgsField, QgsInterval, QgsPalettedRasterRenderer
from qgis.PyQt.QtCore import QMetaType, QVariant
from qgis.PyQt.QtWidgets import QDockWidget

FIXED_RANGE_PER_BAND = Qgis.QGIS_VERSION_INT >= 33800
"""Whether one raster layer can give each of its bands a time of its own."""


def field(name: str, kind: type) -> QgsField:
    """An attribute field; its type was a ``QVariant`` kind before QGIS 3.38 and is a ``QMetaType`` since.

    Parameters
    ----------
    name : str
        Name of the field.
    kind : type
        ``int``, ``float`` or ``str``.
    """
    if Qgis.QGIS_VERSION_INT >= 33800:
        types = {int: QMetaType.Type.Int, float: QMetaType.Type.Double, str: QMetaType.Type.QString}
    else:
        types = {int: QVariant.Int, float: QVariant.Double, str: QVariant.String}
    return QgsField(name, types[kind])


def set_fixed_range(layer, time_range) -> None:
    """Give a raster layer a time of its own in the temporal controller.

    Parameters
    ----------
    layer : QgsRasterLayer
    time_range : QgsDateTimeRange
    """
    properties = layer.temporalProperties()
    properties.setIsActive(True)
    properties.setMode(properties.ModeFixedTemporalRange)
    properties.setFixedTemporalRange(time_range)


def set_range_per_band(layer, ranges: dict) -> None:
    """Give each band of a raster layer a time of its own; QGIS 3.38 and later.

    Parameters
    ----------
    layer : QgsRasterLayer
    ranges : dict of int to QgsDateTimeRange
        By band, from 1.
    """
    properties = layer.temporalProperties()
    properties.setMode(Qgis.RasterTemporalMode.FixedRangePerBand)
    properties.setFixedRangePerBand(ranges)
    properties.setIsActive(True)


def set_band(layer, band: int) -> None:
    """Let the renderer of a raster layer show another band; its setter was renamed in QGIS 3.38.

    Parameters
    ----------
    layer : QgsRasterLayer
    band : int
        From 1.
    """
    renderer = layer.renderer()
    setter = getattr(renderer, "setInputBand", None) or getattr(renderer, "setBand", None)
    if setter is not None:
        setter(band)
    elif isinstance(renderer, QgsPalettedRasterRenderer):      # it has none before
        layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), band, renderer.classes()))
    layer.triggerRepaint()


def add_history(algorithm, parameters: dict, context) -> None:
    """Put a run into QGIS's processing history, which the task runner leaves out.

    Parameters
    ----------
    algorithm : QgsProcessingAlgorithm
    parameters : dict
    context : QgsProcessingContext
    """
    command = algorithm.asPythonCommand(parameters, context)
    if Qgis.QGIS_VERSION_INT >= 32400:
        from qgis.gui import QgsGui

        entry = {"python_command": command, "algorithm_id": algorithm.id(),
                 "parameters": algorithm.asMap(parameters, context)}
        QgsGui.historyProviderRegistry().addEntry("processing", entry)
    else:
        from processing.core.ProcessingLog import ProcessingLog

        ProcessingLog.addToLog(command)


def dialog_parameters(dialog) -> dict:
    """Give the parameters in the dialog of an algorithm; its method was renamed in QGIS 3.26.

    Parameters
    ----------
    dialog : QgsProcessingAlgorithmDialogBase
    """
    read = getattr(dialog, "createProcessingParameters", None) or dialog.getParameterValues
    return read()


def put_in_group(details, group: str, place: int) -> None:
    """Say where a result belongs in the layer tree; since QGIS 3.32 it is put there before post-processors see it.

    Parameters
    ----------
    details : QgsProcessingContext.LayerDetails
    group : str
    place : int
        From the top of the group.
    """
    if hasattr(details, "groupName"):
        details.groupName = group
    if hasattr(details, "layerSortKey"):
        details.layerSortKey = -place      # the greatest key is drawn on top


def play(iface, begin, end, step_hours: float) -> None:
    """Set QGIS's temporal controller to a span of time, animated, and show it.

    Parameters
    ----------
    iface : QgisInterface
    begin, end : QDateTime
    step_hours : float
        Length of a frame.
    """
    controller = iface.mapCanvas().temporalController()
    modes = getattr(Qgis, "TemporalNavigationMode", None) or type(controller).NavigationMode
    controller.setTemporalExtents(QgsDateTimeRange(begin, end))
    controller.setFrameDuration(QgsInterval(step_hours * 3600.0))
    controller.setNavigationMode(modes.Animated)
    controller.rewindToStart()
    panel = iface.mainWindow().findChild(QDockWidget, "Temporal Controller")
    if panel is not None:
        panel.show()


def number(flag) -> int:
    """Give an enum or flag of Qt or QGIS as the number it stands for; under PyQt6 ``int`` does not take flags.

    Parameters
    ----------
    flag : enum
    """
    return int(getattr(flag, "value", flag))


def figure_canvas(figure):
    """Give a matplotlib figure as a widget, for whichever Qt this is.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    """
    try:
        from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
    except ImportError:      # matplotlib before 3.5 knows Qt 5 alone
        from matplotlib.backends.backend_qt5agg import FigureCanvasQTAgg
    return FigureCanvasQTAgg(figure)
