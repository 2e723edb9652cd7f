"""How results look in QGIS: breaks, colours and legends of every quantity, by its ``SCARP_NAME``.

Colours were checked in CAM02-UCS for normal sight and all three colour-blindnesses: neighbouring classes differ by 19
or more. Classes hold their upper bound: a cell at a break is in the class below it.
"""

from __future__ import annotations

import math
from collections import deque

from qgis.core import (
    QgsColorRampShader,
    QgsPalettedRasterRenderer,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterBandStats,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRectangle,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtGui import QColor, QPainter

from ..translate import tr

RED_TO_BLUE = ("#8C3A00", "#E08A2E", "#D6E4F2", "#7FAFD6", "#1F5C99")
WATER = ("#F2F7FC", "#C3DBEE", "#7FB8DA", "#3D87BD", "#0B4A86")
BROWN = ("#FFF7EC", "#EBCB9C", "#C99A5B", "#97632A", "#5A330B")
GREY = ("#F4F4F4", "#CFCFCF", "#A0A0A0", "#6B6B6B", "#303030")
COMPASS = ("#1B4F8A", "#4F8FC0", "#A9C9E6", "#F4E3B0", "#E9C46A", "#DC7414", "#A3223A", "#6A3D7C")

CLASSES = {
    "probability_of_failure": ((0.0013, 0.023, 0.16, 0.5), ("#FFFBE0", "#E9C46A", "#DC7414", "#A3223A", "#4F0A3C"), ""),
    "factor_of_safety": ((0.75, 1.0, 1.25, 1.5), RED_TO_BLUE, ""),
    "reliability_index": ((-1.0, 0.0, 1.0, 2.0, 3.0),
                          ("#8C3A00", "#E08A2E", "#E3EDF6", "#A9C9E6", "#5E97C8", "#1B4F8A"), ""),
    "slope": ((10.0, 20.0, 30.0, 40.0), BROWN, "°"),
    "profile_curvature": ((-0.02, -0.005, 0.005, 0.02), RED_TO_BLUE[::-1], "1/m"),
    "plan_curvature": ((-0.02, -0.005, 0.005, 0.02), RED_TO_BLUE[::-1], "1/m"),
    "northness": ((-0.6, -0.2, 0.2, 0.6), RED_TO_BLUE, ""),
    "eastness": ((-0.6, -0.2, 0.2, 0.6), RED_TO_BLUE, ""),
    "flow_accumulation": ((10.0, 100.0, 1000.0, 10000.0), WATER, "cells"),
}
"""Fixed breaks, the colours from low to high, and the unit shown."""

EQUAL = {
    "wetting_front": (WATER, "m"),
    "infiltration": (WATER, "mm"),
    "runoff": (WATER, "mm"),
    "thickness": (BROWN, "m"),
    "filled_elevation": (GREY, "m"),
    "topographic_wetness_index": (WATER, ""),
    "river_distance": (WATER[::-1], "m"),
    "standard_error": (BROWN, ""),
}
"""Five equal classes from 0, or the least value where it is not near 0, to the greatest: colours and unit."""

CATEGORIES = {
    "status": ((0, "#00FFFFFF", "Converged"), (1, "#E3EDF6", "Converged at a corner"), (2, "#A0A0A0", "Flat"),
               (3, "#757575", "Dry"), (4, "#000000", "Not converged"), (5, "#C8B48C", "No soil"),
               (6, "#4F0A3C", "Too steep"), (7, "#E08A2E", "Design point outside the physical range")),
    "flow_direction": ((64, COMPASS[0], "North"), (128, COMPASS[1], "North-east"), (1, COMPASS[2], "East"),
                       (2, COMPASS[3], "South-east"), (4, COMPASS[4], "South"), (8, COMPASS[5], "South-west"),
                       (16, COMPASS[6], "West"), (32, COMPASS[7], "North-west"), (0, "#000000", "Outlet or pit")),
}
"""Value, colour and word of each category."""

SECTORS = (("North", 22.5), ("North-east", 67.5), ("East", 112.5), ("South-east", 157.5), ("South", 202.5),
           ("South-west", 247.5), ("West", 292.5), ("North-west", 337.5))

_KEPT: deque = deque(maxlen=500)
"""QGIS keeps no reference to post-processors; one that Python forgets is silently lost."""


class LayerStyle(QgsProcessingLayerPostProcessorInterface):
    """Styles one result when QGIS has loaded it.

    Parameters
    ----------
    quantity : str
        ``SCARP_NAME`` of the raster.
    title : str
        Name of the layer.
    band : int
        Band to show, from 1.
    """

    def __init__(self, quantity: str, title: str, band: int) -> None:
        super().__init__()
        self.quantity, self.title, self.band = quantity, title, band

    def attach(self, details) -> None:
        """Take part in the loading of a layer that a run will hand to the project."""
        details.name = self.title
        details.setPostProcessor(self)
        _KEPT.append(self)

    def postProcessLayer(self, layer, context, feedback) -> None:
        """Called by QGIS on its main thread."""
        if isinstance(layer, QgsRasterLayer):
            layer.setName(self.title)
            apply_style(layer, self.quantity, self.band)


def apply_style(layer: QgsRasterLayer, quantity: str, band: int = 1) -> None:
    """Give a layer the renderer of a quantity; one without a style of ours keeps what it has.

    Parameters
    ----------
    layer : QgsRasterLayer
    quantity : str
        Its ``SCARP_NAME``.
    band : int
        From 1.
    """
    renderer = _renderer(layer, quantity, band)
    if renderer is None:
        return
    layer.setRenderer(renderer)
    layer.setBlendMode(QPainter.CompositionMode.CompositionMode_Multiply)
    if quantity == "probability_of_failure":
        _add_linear(layer, band)
    layer.triggerRepaint()


def _renderer(layer: QgsRasterLayer, quantity: str, band: int):
    provider = layer.dataProvider()
    if quantity in CLASSES:
        breaks, colours, unit = CLASSES[quantity]
        return _classed(provider, band, breaks, colours, unit)
    if quantity in EQUAL:
        colours, unit = EQUAL[quantity]
        return _classed(provider, band, _equal_breaks(layer, band, len(colours)), colours, unit)
    if quantity == "aspect":
        bounds = [bound for _, bound in SECTORS]
        return _discrete(provider, band, [*bounds, math.inf], [*COMPASS, COMPASS[0]],
                         [tr(word) for word, _ in SECTORS] + [tr("North")])
    if quantity in CATEGORIES:
        return QgsPalettedRasterRenderer(provider, band, [
            QgsPalettedRasterRenderer.Class(value, QColor(colour), tr(word))
            for value, colour, word in CATEGORIES[quantity]])
    return None


def _classed(provider, band: int, breaks, colours, unit: str):
    """Make a renderer of classes whose legend names both bounds and the unit."""
    written = [f"{value:g}" for value in breaks]
    unit = f" {unit}" if unit else ""
    labels = [f"≤ {written[0]}{unit}"]
    labels += [tr("{0} to {1}").format(low, high) + unit for low, high in zip(written[:-1], written[1:])]
    labels.append(f"> {written[-1]}{unit}")
    return _discrete(provider, band, [*breaks, math.inf], colours, labels)


def _discrete(provider, band: int, bounds, colours, labels):
    ramp = QgsColorRampShader()
    ramp.setColorRampType(QgsColorRampShader.Type.Discrete)
    ramp.setColorRampItemList([QgsColorRampShader.ColorRampItem(bound, QColor(colour), label)
                               for bound, colour, label in zip(bounds, colours, labels)])
    return _pseudocolour(provider, band, ramp, bounds[0], bounds[-2])


def _pseudocolour(provider, band: int, ramp: QgsColorRampShader, low: float, high: float):
    shader = QgsRasterShader()
    shader.setRasterShaderFunction(ramp)
    renderer = QgsSingleBandPseudoColorRenderer(provider, band, shader)
    renderer.setClassificationMin(low)
    renderer.setClassificationMax(high)
    return renderer


def _equal_breaks(layer: QgsRasterLayer, band: int, count: int) -> list:
    """Cut the range of a band, from a sample of its cells, into equal classes with round bounds."""
    wanted = QgsRasterBandStats.Stats.Min | QgsRasterBandStats.Stats.Max
    stats = layer.dataProvider().bandStatistics(band, wanted, QgsRectangle(), 250_000)
    low, high = stats.minimumValue, stats.maximumValue
    if not (math.isfinite(low) and math.isfinite(high) and high > low):
        low, high = 0.0, high if math.isfinite(high) and high > 0.0 else 1.0
    if 0.0 < low < 0.5 * high:
        low = 0.0
    width = (high - low) / count
    return [float(f"{low + width * (i + 1):.3g}") for i in range(count - 1)]


def _add_linear(layer: QgsRasterLayer, band: int) -> None:
    """Add a second style, linear from 0 to 1, under the layer's styles."""
    manager = layer.styleManager()
    first = manager.currentStyle()
    if not manager.addStyleFromLayer(tr("Linear 0 to 1")):
        return
    manager.setCurrentStyle(tr("Linear 0 to 1"))
    colours = CLASSES["probability_of_failure"][1]
    ramp = QgsColorRampShader()
    ramp.setColorRampType(QgsColorRampShader.Type.Interpolated)
    ramp.setColorRampItemList([QgsColorRampShader.ColorRampItem(i / 4.0, QColor(colour), f"{i / 4.0:g}")
                               for i, colour in enumerate(colours)])
    layer.setRenderer(_pseudocolour(layer.dataProvider(), band, ramp, 0.0, 1.0))
    manager.setCurrentStyle(first)
