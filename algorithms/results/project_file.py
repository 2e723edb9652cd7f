"""A QGIS project of results: one group of styled layers, landslides and relief over the maps.

Maps are drawn opaque, in the colours of their legend, so that nothing that lies under the group shines through. The
relief lies on top of them and is multiplied: the same picture as that of maps multiplied on the relief.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple, Sequence

from qgis.core import (
    QgsFillSymbol,
    QgsHillshadeRenderer,
    QgsMarkerSymbol,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
    QgsReferencedRectangle,
    QgsSimpleFillSymbolLayer,
    QgsSimpleMarkerSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QPainter

from ...engine.errors import ResourceError
from ...engine.grid import LayerPath
from ...translate import tr
from ..frame.layers import suit_layer
from .styling import apply_style

RELIEF_OPACITY = 0.30

_KEPT: deque = deque(maxlen=500)
"""QGIS keeps no reference to post-processors; one that Python forgets is silently lost."""


class Sheet(NamedTuple):
    """One layer of the project.

    Attributes
    ----------
    path : str
    quantity : str
        SCARP_NAME, or ``landslides`` (a vector layer) or ``hillshade`` (an elevation model).
    title : str
    band : int
        From 1.
    shown : bool
        Whether it is on at first.
    categories : tuple
        See `apply_style`.
    """

    path: str
    quantity: str
    title: str
    band: int = 1
    shown: bool = False
    categories: tuple = ()

    def open(self):
        """Give the layer, styled."""
        if self.quantity == "landslides":
            layer = QgsVectorLayer(self.path, tr(self.title), "ogr")
        else:
            options = QgsRasterLayer.LayerOptions()
            options.loadDefaultStyle = False      # it would compute a histogram and leave it beside the file
            layer = QgsRasterLayer(self.path, tr(self.title), "gdal", options)
        self.style(layer)
        return layer

    def style(self, layer) -> None:
        """Style the layer."""
        if self.quantity == "landslides":
            style_landslides(layer)
        elif self.quantity == "hillshade":
            suit_layer(layer, LayerPath.of(self.path))      # it is the user's own
            style_hillshade(layer)
        else:
            apply_style(layer, self.quantity, self.band, self.categories)


class LoadedSheet(QgsProcessingLayerPostProcessorInterface):
    """Styles a layer when QGIS has loaded it, and puts it at its place in the group.

    Parameters
    ----------
    sheets : sequence of Sheet
        All of them, from top to bottom.
    place : int
        Of this one.
    group : str
    """

    def __init__(self, sheets: Sequence[Sheet], place: int, group: str) -> None:
        super().__init__()
        self._sheets, self._place, self._group = sheets, place, group
        _KEPT.append(self)

    def postProcessLayer(self, layer, context, feedback) -> None:
        """Called by QGIS on its main thread."""
        sheet = self._sheets[self._place]
        layer.setName(tr(sheet.title))
        sheet.style(layer)
        root = context.project().layerTreeRoot()
        node = root.findLayer(layer.id())
        if node is None:
            return
        group = root.findGroup(self._group) or root.insertGroup(0, self._group)
        above = {tr(each.title) for each in self._sheets[:self._place]}
        index = sum(child.name() in above for child in group.children())
        moved = node.clone()
        group.insertChildNode(index, moved)
        node.parent().removeChildNode(node)
        moved.setItemVisibilityChecked(sheet.shown)
        moved.setExpanded(sheet.shown)


def write_project(path: str, group: str, sheets: Sequence[Sheet]) -> None:
    """Write a project.

    Parameters
    ----------
    path : str
        ``.qgz``; sources are written relative to it.
    group : str
        Name of the one group.
    sheets : sequence of Sheet
        From top to bottom.

    Raises
    ------
    ResourceError
        The file cannot be written.
    """
    project = QgsProject()
    project.setTitle(group)
    tree = project.layerTreeRoot().insertGroup(0, group)
    for sheet in sheets:
        layer = sheet.open()
        project.addMapLayer(layer, False)
        node = tree.addLayer(layer)
        node.setItemVisibilityChecked(sheet.shown)
        node.setExpanded(sheet.shown)
    crs, extent = layer.crs(), layer.extent()     # of the lowest layer, a raster
    project.setCrs(crs)
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, crs))
    written = project.write(path)
    why = project.error()
    del layer, node, tree
    project.clear()
    if not written:
        raise ResourceError(f"FOLDER: the project '{path}' cannot be written: {why}")


def style_landslides(layer: QgsVectorLayer) -> None:
    """Draw landslides hollow and black with a white halo, readable on every class."""
    point = layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry
    kind = QgsSimpleMarkerSymbolLayer if point else QgsSimpleFillSymbolLayer
    symbol = QgsMarkerSymbol() if point else QgsFillSymbol()
    shape = {"name": "circle", "size": "2.6", "color": "0,0,0,0"} if point else {"style": "no"}
    widths = ("0.9", "0.4") if point else ("0.46", "0.2")      # wider, small polygons would be black blobs
    for colour, width in zip(("255,255,255", "26,26,26"), widths):
        symbol.appendSymbolLayer(kind.create({**shape, "outline_color": colour, "outline_width": width}))
    symbol.deleteSymbolLayer(0)      # the one a new symbol comes with
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))


def style_hillshade(layer: QgsRasterLayer) -> None:
    """Light an elevation model from several sides; at 30 % it shades the maps under it."""
    renderer = QgsHillshadeRenderer(layer.dataProvider(), 1, 315, 45)
    renderer.setMultiDirectional(True)
    renderer.setOpacity(RELIEF_OPACITY)
    layer.setRenderer(renderer)
    layer.setBlendMode(QPainter.CompositionMode.CompositionMode_Multiply)
