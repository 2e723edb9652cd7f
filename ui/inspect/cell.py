"""One cell through the storm: the parameters that compute it, and what the results say."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from qgis.core import (
    NULL,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsMapLayer,
    QgsPointXY,
    QgsProject,
    QgsRaster,
    QgsRectangle,
    QgsReferencedPointXY,
    QgsVectorLayer,
)

from ...engine.errors import RainError, SoilError
from ...engine.mapping.status import Status
from ...engine.quantities import QUANTITIES, VARIABLES
from ...engine.records import number
from ...engine.soil.columns import row_of_zone
from ...engine.water.storm import Storm
from ...translate import tr
from .. import csv_text
from ..runs.layers import raster
from ..widgets.page import symbol_of

MOST_TIMES = 48
CORNER = 0.02
"""Difference of POF from that of beta alone which is worth a word."""
SERIES = ("POF", "BETA", "FOS", "WETTING_FRONT_OUT", "STATUS")
LAST = ("DESIGN_POINT", "IMPORTANCE")


@dataclass
class CellStory:
    """What happens in one cell.

    Attributes
    ----------
    place : str
        Coordinates.
    hours : (m,) list of float
    series : dict of str to (m,) list of float
        By output: POF, BETA, FOS, WETTING_FRONT_OUT, STATUS.
    rain : list of (float, float, float)
        Begin, end (h) and mm of each step; empty where rain is not a table or steady.
    importance, design, means : dict of str to float
        By quantity, in the unit of the soil table.
    zone : str
    time : float
        Hour of the map.
    """

    place: str
    hours: list
    series: dict
    rain: list = field(default_factory=list)
    importance: dict = field(default_factory=dict)
    design: dict = field(default_factory=dict)
    means: dict = field(default_factory=dict)
    zone: str = ""
    time: float = 0.0

    def at(self, name: str, hour: float) -> float:
        """Value of a series at the time nearest to an hour; NaN without one."""
        values = self.series.get(name)
        if not values:
            return float("nan")
        return values[int(np.argmin(np.abs(np.asarray(self.hours) - hour)))]

    def fails_at_the_mean(self, hour: float) -> bool:
        """Whether the cell fails with the mean of every quantity."""
        return self.at("FOS", hour) < 1.0

    def ranked(self) -> list:
        """Quantities by importance, the greatest first, those of a hundredth and more."""
        pairs = [(name, share) for name, share in self.importance.items() if share >= 0.01]
        return sorted(pairs, key=lambda pair: -pair[1])

    def headline(self) -> str:
        """Say in a line or two how the cell stands."""
        where = tr("Zone {0}, ").format(self.zone) if self.zone else ""
        pof, beta, fos = (self.at(name, self.time) for name in ("POF", "BETA", "FOS"))
        status = self.at("STATUS", self.time)
        if np.isnan(status) and np.isnan(pof):
            return tr("The cell has no value: outside the area, or an input is missing there.")
        words = _told(status)
        if np.isnan(pof):
            return f"{where}{self.time:g} h: {words}."
        text = tr("{0}{1} h: POF {2} (beta {3}), FOS at the mean {4}.").format(
            where, f"{self.time:g}", f"{pof:.2g}", f"{beta:.2f}", f"{fos:.2f}")
        if self.fails_at_the_mean(self.time):
            text += " " + tr("It fails already at the mean.")
        if not words and abs(pof - 0.5 * math.erfc(beta / math.sqrt(2.0))) > CORNER:
            text += " " + tr("Two limits meet at the design point, so POF is not that of beta alone.")
        ranked = self.ranked()
        if ranked:
            text += " " + tr("{0} matters most.").format(tr(QUANTITIES[ranked[0][0]].label))
        return text + (f" {words[:1].upper()}{words[1:]}." if words else "")

    def inputs(self) -> str:
        """Say which soil the cell has, at the mean."""
        units = {name: "" if QUANTITIES[name].unit == "-" else f" {QUANTITIES[name].unit.replace('m3', 'm³')}"
                 for name in self.means}
        return ", ".join(f"{symbol_of(QUANTITIES[name])} {self.means[name]:.3g}{units[name]}" for name in VARIABLES
                         if name in self.means)

    def rows(self) -> list:
        """Give every number as rows for the clipboard."""
        rows = [["hours", *SERIES]]
        rows += [[f"{hour:g}", *(f"{self.series[name][place]:.6g}" if name in self.series else "" for name in SERIES)]
                 for place, hour in enumerate(self.hours)]
        rows += [[], ["quantity", "mean", "design point", "importance"]]
        rows += [[QUANTITIES[name].column, *(f"{values[name]:.6g}" if name in values else ""
                                             for values in (self.means, self.design, self.importance))]
                 for name in VARIABLES]
        return rows


def _told(status: float) -> str:
    """Say what a status means, where there is more to say than that the cell has an ordinary answer."""
    if np.isnan(status) or int(status) == Status.CONVERGED:
        return ""
    told = Status(int(status))
    return f"{tr(told.word)[:1].lower()}{tr(told.word)[1:]}: {tr(told.meaning)}"


def cell_rectangle(grid, x: float, y: float):
    """Give the cell of a grid that holds a point, as a rectangle; None outside."""
    left, width, _, top, _, height = grid.transform
    column, row = int(np.floor((x - left) / width)), int(np.floor((y - top) / height))
    if not (0 <= column < grid.width and 0 <= row < grid.height):
        return None
    west, north = left + column * width, top + row * height
    return QgsRectangle(west, north + height, west + width, north)


def cell_layer(rectangle: QgsRectangle, crs) -> QgsVectorLayer:
    """Give one cell as the polygon of AREA; shrunk a little, so that neighbours stay outside."""
    layer = QgsVectorLayer("Polygon", "cell", "memory")
    layer.setCrs(crs)
    feature = QgsFeature()
    shrunk = QgsRectangle(rectangle)
    shrunk.scale(0.5)
    feature.setGeometry(QgsGeometry.fromRect(shrunk))
    layer.dataProvider().addFeature(feature)
    return layer


def cell_parameters(run, area, folder: str) -> tuple:
    """Give the parameters of the run that computes one cell at many times, and these times.

    Parameters
    ----------
    run : FinishedRun
        The run whose map was clicked.
    area : QgsVectorLayer
        See `cell_layer`.
    folder : str
        For the small rasters it writes.
    """
    outputs = {name: f"{folder}/{name.lower()}.tif" for name in (*SERIES, *LAST)}
    dropped = (*outputs, "STANDARD_ERROR", "FOLDER", "INVENTORY", "RUN_NAME", "NEGATIVES", "FOLDS",
               "BLOCK_SIZE", "FITTED")
    values = {name: value for name, value in run.parameters.items() if name not in dropped}
    times = list(run.times)
    steps = rain_steps(run)
    if steps:
        times = sorted({*times, *many_times(steps[-1][1])})
        values["TIMES"] = "; ".join(f"{time:g}" for time in times)
    return {**values, **outputs, "AREA": area}, times


def many_times(duration: float) -> list:
    """Give even times through a storm, on round hours where there are few enough."""
    step = 1.0
    while duration / step > MOST_TIMES:
        step *= 2.0
    while duration / step < 12.0:
        step /= 2.0
    count = int(duration / step + 1e-9)
    return [step * (place + 1) for place in range(count)]


def rain_steps(run) -> list:
    """Give begin, end and mm of each step of uniform rain; empty for rasters or a given front."""
    values = run.parameters
    if values.get("RAIN_TABLE"):
        try:
            return Storm.from_records(csv_text.read(values["RAIN_TABLE"])).steps
        except (OSError, RainError):      # the file was moved or changed since the run
            return []
    if values.get("RAIN_INTENSITY") is not None:
        return Storm.steady(float(values["RAIN_INTENSITY"]), float(values["DURATION"])).steps
    return []


def read_story(run, results: dict, times: list, point: QgsReferencedPointXY, place: str, time: float) -> CellStory:
    """Read the results of `cell_parameters` at the point."""
    series = {}
    for name in SERIES:
        values = _sample(results[name], point)
        series[name] = values[:max(len(times), 1)]
    design, importance = (dict(zip(VARIABLES, _sample(results[name], point))) for name in LAST)
    hours = times or [float(each) for each in range(1, len(series["FOS"]) + 1)]
    story = CellStory(place, hours, series, rain_steps(run), _finite(importance), _finite(design), time=time)
    row = {**_soil_row(run, point), **_scenario_row(run)}
    story.zone = row.get("zone", "") if run.parameters.get("SOIL_ZONES") else ""
    for name, quantity in QUANTITIES.items():
        path = run.parameters.get(name.upper())
        if path:
            story.means[name] = _sample(path, point)[0]
        elif row.get(quantity.column):
            story.means[name] = number(row[quantity.column], SoilError, quantity.column)
    story.means = _finite(story.means)
    return story


def _finite(values: dict) -> dict:
    return {name: value for name, value in values.items() if np.isfinite(value)}


def _on(layer, point: QgsReferencedPointXY) -> QgsPointXY:
    """Give a point in the CRS of a layer; one without a CRS has that of the point."""
    if not layer.crs().isValid() or layer.crs() == point.crs():
        return point
    return QgsCoordinateTransform(point.crs(), layer.crs(), QgsProject.instance()).transform(point)


def _sample(path: str, point: QgsReferencedPointXY) -> list:
    """Give the value of every band of a raster, a path or the id of a layer, at a point; NaN where it has none."""
    layer = QgsProject.instance().mapLayer(path) or raster(path, "sampled")
    found = layer.dataProvider().identify(_on(layer, point), QgsRaster.IdentifyFormat.IdentifyFormatValue).results()
    return [float(found[band]) if found.get(band) is not None else float("nan")
            for band in range(1, layer.bandCount() + 1)]


def _scenario_row(run) -> dict:
    """Give what the first scenario, which the series are of, puts in place of the soil table."""
    source = run.parameters.get("SCENARIOS", "")
    if not source:
        return {}
    layer = QgsProject.instance().mapLayer(source) or QgsVectorLayer(source, "scenarios", "ogr")
    feature = next(layer.getFeatures(), None) if layer.isValid() else None
    values = feature.attributeMap() if feature is not None else {}
    return {name.lower(): str(value) for name, value in values.items() if value != NULL and str(value).strip()}


def _soil_row(run, point: QgsReferencedPointXY) -> dict:
    """Give the row of the soil table that holds at a point."""
    try:
        rows = csv_text.read(run.parameters["SOIL_TABLE"])
    except (KeyError, OSError):
        return {}
    source = run.parameters.get("SOIL_ZONES", "")
    if not source:
        return row_of_zone(rows, "")
    layer = QgsProject.instance().mapLayer(source) or raster(source, "zones")
    if layer.isValid() and layer.type() == QgsMapLayer.LayerType.RasterLayer:
        value = _sample(source, point)[0]
    else:
        layer = layer if layer.type() == QgsMapLayer.LayerType.VectorLayer else QgsVectorLayer(source, "zones", "ogr")
        at = _on(layer, point)
        inside = (each for each in layer.getFeatures(QgsRectangle(at.x(), at.y(), at.x(), at.y()))
                  if each.geometry().contains(at))
        feature = next(inside, None)
        value = feature[run.parameters.get("ZONE_FIELD", "zone")] if feature is not None else ""
    return row_of_zone(rows, value)
