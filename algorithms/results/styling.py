"""How results look in QGIS: renderers and legends from the breaks and colours of `engine.palette`.

The .qml files in resources/styles are written from these renderers (tools/styles.py), for layers styled by hand.
"""

from __future__ import annotations

import math
from collections import deque

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsColorRampShader,
    QgsMarkerSymbol,
    QgsPalettedRasterRenderer,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterBandStats,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRectangle,
    QgsRendererCategory,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtGui import QColor

from ...engine.outputs import UNITS, shown_unit
from ...engine.palette import CATEGORIES, CLASSES, COMPASS, EQUAL, HEAT, LABELS, SECTORS, breaks_of, equal_breaks
from ...engine.quantities import QUANTITIES, VARIABLES
from ...translate import tr

_KEPT: deque = deque(maxlen=500)
"""QGIS keeps no reference to post-processors; one that Python forgets is silently lost."""


class LayerStyle(QgsProcessingLayerPostProcessorInterface):
    """Styles one result, a raster or sample points, when QGIS has loaded it.

    Parameters
    ----------
    quantity : str
        ``SCARP_NAME`` of the raster.
    title : str
        Name of the layer.
    band : int
        Band to show, from 1.
    categories : sequence of (value, colour, word)
        In place of those of the quantity.
    """

    def __init__(self, quantity: str, title: str, band: int, categories=()) -> None:
        super().__init__()
        self.quantity, self.title, self.band, self.categories = quantity, title, band, categories

    def attach(self, details) -> None:
        """Take part in the loading of a layer that a run will hand to the project."""
        details.name = self.title
        details.setPostProcessor(self)
        _KEPT.append(self)

    def postProcessLayer(self, layer, context, feedback) -> None:
        """Called by QGIS on its main thread."""
        if isinstance(layer, QgsRasterLayer):
            layer.setName(self.title)
            apply_style(layer, self.quantity, self.band, self.categories)
            bring_to_top(context.project(), layer)
        elif self.quantity == "samples":
            style_samples(layer)


def bring_to_top(project, layer) -> None:
    """Put a new layer over all others, where QGIS may have put it under a map of before that hides it."""
    root = project.layerTreeRoot() if project is not None else None
    node = root.findLayer(layer.id()) if root is not None else None
    if node is not None and node in root.children()[1:]:
        root.insertChildNode(0, node.clone())
        root.removeChildNode(node)


def apply_style(layer: QgsRasterLayer, quantity: str, band: int = 1, categories=()) -> None:
    """Give a layer the renderer of a quantity; one without a style of ours keeps what it has.

    Parameters
    ----------
    layer : QgsRasterLayer
    quantity : str
        Its ``SCARP_NAME``.
    band : int
        From 1.
    categories : sequence of (value, colour, word)
        In place of those of the quantity.
    """
    renderer = _renderer(layer, quantity, band, categories)
    if renderer is None:
        return
    layer.setRenderer(renderer)
    if quantity == "probability_of_failure":
        _add_linear(layer, band)
    layer.triggerRepaint()


def _renderer(layer: QgsRasterLayer, quantity: str, band: int, categories=()):
    provider, unit = layer.dataProvider(), shown_unit(UNITS.get(quantity, ""))
    if quantity in CLASSES:
        breaks = breaks_of(quantity, lambda: _range(layer, band))
        return _classed(provider, band, breaks, CLASSES[quantity][1], unit)
    if quantity in EQUAL:
        colours, usual = EQUAL[quantity]
        if quantity == "design_point":      # a band for each quantity of the soil
            unit = shown_unit(QUANTITIES[VARIABLES[(band - 1) % len(VARIABLES)]].unit)
        return _classed(provider, band, _equal_breaks(layer, band, len(colours), usual), colours, unit)
    if quantity == "aspect":
        bounds = [bound for _, bound in SECTORS]
        return _discrete(provider, band, [*bounds, math.inf], [*COMPASS, COMPASS[0]],
                         [tr(word) for word, _ in SECTORS] + [tr("North")])
    if categories or quantity in CATEGORIES:
        return QgsPalettedRasterRenderer(provider, band, [
            QgsPalettedRasterRenderer.Class(value, QColor(colour), tr(word))
            for value, colour, word in categories or CATEGORIES[quantity]])
    return None


def _classed(provider, band: int, breaks, colours, unit: str):
    """Make a renderer of classes whose legend names both bounds and the unit."""
    written = [f"{value:.6g}" for value in breaks]
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


def _equal_breaks(layer: QgsRasterLayer, band: int, count: int, usual: float) -> list:
    """Cut the range of a band into equal classes on round numbers."""
    low, high = _range(layer, band)
    if not (math.isfinite(low) and math.isfinite(high) and high > low):
        low, high = 0.0, high if math.isfinite(high) and high > 0 else usual
    return equal_breaks(low, high, count)


def _range(layer: QgsRasterLayer, band: int) -> tuple:
    """Give the least and the greatest value of a sample of the cells of a band."""
    wanted = QgsRasterBandStats.Stats.Min | QgsRasterBandStats.Stats.Max
    stats = layer.dataProvider().bandStatistics(band, wanted, QgsRectangle(), 250_000)
    return stats.minimumValue, stats.maximumValue


def _add_linear(layer: QgsRasterLayer, band: int) -> None:
    """Add a second style, linear from 0 to 1, under the layer's styles."""
    manager = layer.styleManager()
    first = manager.currentStyle()
    if not manager.addStyleFromLayer(tr("Linear 0 to 1")):
        return
    manager.setCurrentStyle(tr("Linear 0 to 1"))
    ramp = QgsColorRampShader()
    ramp.setColorRampType(QgsColorRampShader.Type.Interpolated)
    ramp.setColorRampItemList([QgsColorRampShader.ColorRampItem(i / 4.0, QColor(colour), f"{i / 4.0:g}")
                               for i, colour in enumerate(HEAT)])
    layer.setRenderer(_pseudocolour(layer.dataProvider(), band, ramp, 0.0, 1.0))
    manager.setCurrentStyle(first)


def style_samples(layer) -> None:
    """Draw sample points by their label."""
    layer.setRenderer(QgsCategorizedSymbolRenderer("label", [
        QgsRendererCategory(value, QgsMarkerSymbol.createSimple(
            {"name": "circle", "size": "2", "color": colour, "outline_color": "white", "outline_width": "0.2"}),
            tr(word)) for value, colour, word in LABELS]))
