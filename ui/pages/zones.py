"""Which soil zones a layer has, by number and name, and which field of polygons tells them."""

from __future__ import annotations

from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProject,
    QgsRectangle,
)

from ...algorithms.frame.layers import raster_path
from ...engine.errors import ScarpError
from ...engine.grid import RasterSource
from ...engine.grid.categories import MOST, class_names, class_values
from ...engine.soil.columns import natural, zone_key
from ...translate import tr

MOST_CELLS = 30_000_000
"""A larger raster is not read while one waits: its attribute table alone tells its zones."""

ZONE_WORDS = ("zone", "zona", "unit", "unidad", "geol", "lithol", "litol", "soil", "suelo", "class", "clase", "code",
              "codigo", "cod_", "symbol", "simbolo", "name", "nombre")
NAME_WORDS = ("name", "nombre", "descr", "label", "etiqueta", "lithol", "litol", "geol", "unit", "unidad", "formation",
              "formacion")
ROW_NUMBERS = ("fid", "id", "ogc_fid", "objectid", "gid", "pk", "area", "perimeter", "shape_area", "shape_length",
               "shape_leng")
"""Fields that number the polygons or measure them."""


class Zones:
    """The zones of a layer.

    Parameters
    ----------
    layer : QgsMapLayer
        Raster or polygons.
    field : str
        Of polygons.
    grid : Grid, optional
        Of the analysis; zones elsewhere are left out.

    Attributes
    ----------
    found : dict of str to str
        Name, empty where there is none, by zone, in natural order.
    fault : str
        Why there are none.
    """

    def __init__(self, layer, field: str, grid=None) -> None:
        self.found, self.fault = {}, ""
        try:
            if layer.type() == QgsMapLayer.LayerType.RasterLayer:
                pairs = _of_raster(layer, grid)
            else:
                pairs = _of_polygons(layer, field, grid)
        except ScarpError as error:
            self.fault = str(error)
            return
        if len(pairs) > MOST:
            self.fault = tr("'{0}' has more than {1} different values. Are these zones?").format(
                field or layer.name(), MOST)
        else:
            self.found = {key: pairs[key] for key in natural(pairs)}

    def missing(self, rows: list) -> list:
        """Name the zones without a row in a soil table."""
        known = {zone_key(row.get("zone")) for row in rows}
        return [key for key in self.found if key not in known]


def _of_raster(layer, grid) -> dict:
    path = raster_path(tr("Soil zones"), layer)
    names = class_names(path)
    source = RasterSource(path, grid, parameter=tr("Soil zones"), resampling="nearest")
    too_large = source.grid.width * source.grid.height > MOST_CELLS
    values = sorted(names) if too_large else class_values(source)
    return {zone_key(value): names.get(value, "") for value in values}


def _of_polygons(layer, field: str, grid) -> dict:
    place = layer.fields().indexOf(field)
    if place < 0:
        return {}
    named = name_field(layer, field)
    request = QgsFeatureRequest()
    if grid is not None:
        there, crs = QgsRectangle(*grid.bounds), QgsCoordinateReferenceSystem.fromWkt(grid.crs)
        if crs.isValid() and layer.crs().isValid():
            there = QgsCoordinateTransform(crs, layer.crs(), QgsProject.instance()).transformBoundingBox(there)
        request.setFilterRect(there)
        request.setFlags(QgsFeatureRequest.ExactIntersect)
    pairs: dict = {}
    for feature in layer.getFeatures(request):
        value = feature.attributes()[place]
        key = zone_key("" if value == NULL else value)
        name = feature.attributes()[named] if named >= 0 else NULL
        if key and not pairs.get(key):
            pairs[key] = "" if name == NULL else str(name).strip()
        if len(pairs) > MOST:
            break
    return pairs


def name_field(layer, field: str) -> int:
    """Give the place of the field that names the zones of another one; -1 without one."""
    texts = [(place, each.name()) for place, each in enumerate(layer.fields())
             if each.name() != field and not each.isNumeric()]
    return next((place for place, name in texts if _says(name, NAME_WORDS)), -1)


def likely_field(layer) -> str:
    """Give the field of polygons that most likely holds zones: by its name, else a text or number that repeats."""
    fields = [each for each in layer.fields() if each.name().lower() not in ROW_NUMBERS]
    exact = next((each.name() for each in fields if each.name().lower() in ("zone", "zona")), "")
    if exact:
        return exact
    told = [each for each in fields if _says(each.name(), ZONE_WORDS)]
    for each in (*told, *(each for each in fields if not each.isNumeric()), *fields):
        values = layer.uniqueValues(layer.fields().indexOf(each.name()), MOST + 1)
        if 0 < len(values) <= MOST and (len(values) < max(layer.featureCount(), 2) or each in told):
            return each.name()
    return fields[0].name() if fields else ""


def _says(name: str, words: tuple) -> bool:
    return any(word in name.lower() for word in words)
