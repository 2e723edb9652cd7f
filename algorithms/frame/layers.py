"""Layers as files: what a layer says beyond its file, how a command names it, and what no command can repeat."""

from __future__ import annotations

import math
import os
import re

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDataProvider,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsRasterRange,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QUrl, QUrlQuery

from ...engine.errors import InputError
from ...engine.grid import LayerPath, remote_part
from ...engine.records import brief
from ...settings import ALLOW_NETWORK

_SERVICES = ("wfs", "oapif", "arcgisfeatureserver", "wms", "wcs", "arcgismapserver", "vectortile")
_TEXTS = (".csv", ".txt", ".tsv", ".dat", ".asc")
_WITHOUT_LOW = (QgsRasterRange.IncludeMax, QgsRasterRange.Exclusive)
_WITHOUT_HIGH = (QgsRasterRange.IncludeMin, QgsRasterRange.Exclusive)


def refuse_network(name: str, source: str) -> None:
    """Check that reading a source does not touch the network, before anything opens it.

    Raises
    ------
    InputError
        It would, and the setting ``scarp/allow_network`` is off.
    """
    found = "" if ALLOW_NETWORK.get() else remote_part(source)
    if found:
        raise InputError(name, f"it would be read over the network ({found})", "Save it as a file on this machine and "
                         "choose that, or set scarp/allow_network to 1 in the settings of QGIS.")


def refuse_service(name: str, layer) -> None:
    """Check a layer as `refuse_network` does a text."""
    if layer.providerType().lower() in _SERVICES and not ALLOW_NETWORK.get():
        raise InputError(name, f"layer '{layer.name()}' is read over the network ({layer.providerType()})",
                         "Save it as a file on this machine and choose that, or set scarp/allow_network to 1 in the "
                         "settings of QGIS.")
    refuse_network(name, layer.source())


def raster_path(name: str, layer: QgsRasterLayer) -> LayerPath:
    """Give the path of a raster layer, with CRS and nodata where the layer says other than its file.

    Raises
    ------
    InputError
        The layer does not come from GDAL.
    """
    if layer.providerType() != "gdal":
        raise InputError(name, f"layer '{layer.name()}' comes from '{layer.providerType()}', which gives pictures or "
                         "cannot be read in tiles", "Save it as a GeoTIFF first.")
    provider, crs = layer.dataProvider(), ""
    if layer.crs().isValid() and layer.crs() != provider.crs() and _suits(layer):
        crs = layer.crs().toWkt()
    empty, ignored = {}, []
    for band in range(1, provider.bandCount() + 1):
        ranges = [_bounds(each) for each in provider.userNoDataValues(band)]
        if ranges:
            empty[band] = tuple(ranges)
        if provider.sourceHasNoDataValue(band) and not provider.useSourceNoDataValue(band):
            ignored.append(band)
    return LayerPath(layer.source().split("|option:")[0], crs, empty, ignored)


def _suits(layer: QgsRasterLayer) -> bool:
    """Whether a CRS can be meant: degrees that QGIS gave to what has no CRS are not, where they pass the poles."""
    extent = layer.extent()
    return not layer.crs().isGeographic() or (
        max(abs(extent.xMinimum()), abs(extent.xMaximum())) <= 360.0
        and max(abs(extent.yMinimum()), abs(extent.yMaximum())) <= 90.1)


def _bounds(values: QgsRasterRange) -> tuple:
    low = -math.inf if math.isnan(values.min()) else values.min()
    high = math.inf if math.isnan(values.max()) else values.max()
    # Without its bounds: less by what no raster of float32 resolves.
    low = low + 1e-9 * max(abs(low), 1.0) if values.bounds() in _WITHOUT_LOW and math.isfinite(low) else low
    high = high - 1e-9 * max(abs(high), 1.0) if values.bounds() in _WITHOUT_HIGH and math.isfinite(high) else high
    return low, high


def suit_layer(layer: QgsRasterLayer, path: LayerPath) -> None:
    """Set on a layer of a file what `raster_path` read from another."""
    if path.crs:
        layer.setCrs(QgsCoordinateReferenceSystem.fromWkt(path.crs))
    provider = layer.dataProvider()
    for band, ranges in path.empty.items():
        ends = [tuple(math.nan if math.isinf(end) else end for end in each) for each in ranges]
        provider.setUserNoDataValue(band, [QgsRasterRange(low, high) for low, high in ends])
    for band in path.ignored:
        provider.setUseSourceNoDataValue(band, False)


def put_layers(paths, context) -> None:
    """Put rasters whose layers say more than their files where another algorithm finds them by their paths."""
    for path in paths:
        layer = QgsRasterLayer(str(path), os.path.basename(path), "gdal")
        suit_layer(layer, path)
        context.temporaryLayerStore().addMapLayer(layer)


def source_text(layer: QgsVectorLayer) -> str:
    """Give what qgis_process opens a vector layer or table by: file, layer name and filter."""
    source, provider = layer.source(), layer.providerType()
    if provider == "ogr":
        path, bar, rest = source.partition("|")
        taken, _ = _taken(layer)
        if taken and "layername=" not in rest and "layerid=" not in rest:
            bar, rest = "|", f"layername={taken}" + (f"|{rest}" if rest else "")
        return (os.path.abspath(path) if os.path.exists(path) else path) + bar + rest if bar else source
    return QgsProcessingUtils.encodeProviderKeyAndUri(provider, source)


def layer_taken(name: str, value, layer: QgsVectorLayer) -> str:
    """Say which layer of a file of several was taken, where the path alone was given; else ``""``."""
    taken, all_of_them = _taken(layer)
    if not taken or "layername=" in layer.source() or "layerid=" in layer.source() or not isinstance(value, str):
        return ""
    return (f"{name}: '{layer.source().split('|')[0]}' holds {len(all_of_them)} layers ({brief(all_of_them, 30)}), and "
            f"the first one, '{taken}', is used. Name another with |layername= behind the path.")


def _taken(layer: QgsVectorLayer) -> tuple:
    """Name of the layer a path alone opens, and of all that are in the file; ``""`` where there is only one."""
    if layer.providerType() != "ogr":
        return "", []
    parts = [part.split(QgsDataProvider.sublayerSeparator()) for part in layer.dataProvider().subLayers()]
    names = list(dict.fromkeys(part[1] for part in parts if len(part) > 1 and part[1] != "layer_styles"))
    return (names[0], names) if len(names) > 1 else ("", names)


def not_repeatable(name: str, value, layer) -> str:
    """Say why a command cannot repeat what was read from a layer; ``""`` where it can."""
    save = "Save it to a file and choose that"
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        if value.selectedFeaturesOnly:
            return f"{name}: only the selected features were read, which the command cannot repeat. {save}."
        if getattr(value, "filterExpression", "") or getattr(value, "featureLimit", -1) > 0:
            return f"{name}: a filter of this run chose its features, which the command cannot repeat. {save}."
    if layer is None:
        return ""
    if layer.providerType() == "memory":
        return f"{name}: layer '{layer.name()}' is only in memory, so the command cannot repeat the run. {save}."
    if layer.providerType() == "virtual":
        return f"{name}: layer '{layer.name()}' is a query in this project, which the command cannot repeat. {save}."
    if isinstance(layer, QgsVectorLayer) and layer.isEditable() and layer.isModified():
        return (f"{name}: layer '{layer.name()}' has edits that are not saved, which the command cannot repeat. Save "
                "them.")
    return ""


def raster_not_repeatable(name: str, path: LayerPath) -> str:
    """Say that settings of a raster layer are in no file; ``""`` where there are none."""
    if path.plain:
        return ""
    what = [*(["CRS"] if path.crs else []), *(["nodata values"] if path.empty or path.ignored else [])]
    return (f"{name}: the layer's properties in QGIS gave its {' and '.join(what)}, which the command cannot repeat. "
            "Export the layer to a file and choose that.")


def is_temporary(path: str) -> bool:
    """Whether a file lies in the folder that QGIS removes when it ends."""
    return os.path.realpath(path).startswith(os.path.realpath(QgsProcessingUtils.tempFolder()) + os.sep)


# ---- tables as text -----------------------------------------------------------------------------------------------

def check_first_line(name: str, layer: QgsVectorLayer) -> None:
    """Check that a table does not begin with Excel's line ``sep=;``.

    Raises
    ------
    InputError
    """
    first = _first_line(_text_file(layer)[0]).strip().strip('"')
    if re.fullmatch(r"sep=.?", first, re.IGNORECASE):
        raise InputError(name, f"its first line is '{first}', which only Excel understands",
                         "Delete that line, so that the file begins with the names of the columns.")


def separated_by_comma(layer: QgsVectorLayer) -> bool:
    """Whether a table is a text file in which commas part the columns."""
    path, separator = _text_file(layer)
    if separator:
        return separator == ","
    first = _first_line(path)
    return "," in first and not any(other in first for other in ";\t|")


def _text_file(layer: QgsVectorLayer) -> tuple:
    """Path of the text file behind a layer, ``""`` when there is none, and its separator where the layer says it."""
    if layer.providerType() == "delimitedtext":
        url = QUrl(layer.source())
        said = QUrlQuery(url)
        separator = said.queryItemValue("delimiter", QUrl.ComponentFormattingOption.FullyDecoded) or ","
        return url.toLocalFile(), separator if said.queryItemValue("type") in ("", "csv") else "?"
    path = layer.source().split("|")[0]
    return (path, "") if layer.providerType() == "ogr" and path.lower().endswith(_TEXTS) else ("", "")


def _first_line(path: str) -> str:
    if not path or not os.path.isfile(path):
        return ""
    with open(path, encoding="utf-8-sig", errors="replace") as file:
        return file.readline(1 << 16)
