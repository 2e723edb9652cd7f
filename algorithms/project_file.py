"""A QGIS project of results: one group, styled layers, landslides on top, relief below."""

from __future__ import annotations

from typing import NamedTuple, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsHillshadeRenderer,
    QgsLayerTreeGroup,
    QgsMarkerSymbol,
    QgsProject,
    QgsRasterLayer,
    QgsReferencedRectangle,
    QgsSimpleFillSymbolLayer,
    QgsSimpleMarkerSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..engine.errors import ResourceError
from ..translate import tr
from .styling import apply_style

RELIEF_OPACITY = 0.30


class Sheet(NamedTuple):
    """One raster of the project: path, SCARP_NAME, name of the layer, band, whether it is on at first."""

    path: str
    quantity: str
    title: str
    band: int = 1
    shown: bool = False
    categories: tuple = ()


def write_project(path: str, group: str, sheets: Sequence[Sheet], dem: str = "", landslides: str = "",
                  landslides_title: str = "") -> None:
    """Write a project.

    Parameters
    ----------
    path : str
        ``.qgz``; sources are written relative to it.
    group : str
        Name of the one group.
    sheets : sequence of Sheet
        From top to bottom.
    dem, landslides : str
        Elevation model for the relief, and a vector layer, left out when empty.
    landslides_title : str

    Raises
    ------
    ResourceError
        The file cannot be written.
    """
    project = QgsProject()
    project.setTitle(group)
    tree = project.layerTreeRoot().insertGroup(0, group)
    if landslides:
        layer = QgsVectorLayer(landslides, landslides_title, "ogr")
        style_landslides(layer)
        _add(project, tree, layer, True)
    first = None
    for sheet in sheets:
        layer = _raster(sheet.path, tr(sheet.title))
        apply_style(layer, sheet.quantity, sheet.band, sheet.categories)
        _add(project, tree, layer, sheet.shown)
        first = first or layer
    if dem:
        layer = _raster(dem, tr("Hillshade"))
        style_hillshade(layer)
        _add(project, tree, layer, True)
    crs = first.crs() if first.crs().isValid() else QgsCoordinateReferenceSystem()
    project.setCrs(crs)
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(first.extent(), crs))
    written = project.write(path)
    why = project.error()
    del layer, first, tree
    project.clear()
    if not written:
        raise ResourceError(f"FOLDER: the project '{path}' cannot be written: {why}")


def style_landslides(layer: QgsVectorLayer) -> None:
    """Draw landslides hollow and black with a white halo, readable on every class."""
    point = layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry
    kind = QgsSimpleMarkerSymbolLayer if point else QgsSimpleFillSymbolLayer
    symbol = QgsMarkerSymbol() if point else QgsFillSymbol()
    shape = {"name": "circle", "size": "2.6", "color": "0,0,0,0"} if point else {"style": "no"}
    for colour, width in (("255,255,255", "0.9"), ("26,26,26", "0.4")):
        symbol.appendSymbolLayer(kind.create({**shape, "outline_color": colour, "outline_width": width}))
    symbol.deleteSymbolLayer(0)      # the one a new symbol comes with
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))


def style_hillshade(layer: QgsRasterLayer) -> None:
    """Light an elevation model from several sides, at 30 % on white."""
    renderer = QgsHillshadeRenderer(layer.dataProvider(), 1, 315, 45)
    renderer.setMultiDirectional(True)
    renderer.setOpacity(RELIEF_OPACITY)
    layer.setRenderer(renderer)


def _raster(path: str, title: str) -> QgsRasterLayer:
    options = QgsRasterLayer.LayerOptions()
    options.loadDefaultStyle = False      # it would compute a histogram and leave it beside the file
    return QgsRasterLayer(path, title, "gdal", options)


def _add(project: QgsProject, tree: QgsLayerTreeGroup, layer, shown: bool) -> None:
    project.addMapLayer(layer, False)
    node = tree.addLayer(layer)
    node.setItemVisibilityChecked(shown)
    node.setExpanded(shown)
