"""Results in the project: one group a run, styled, from landslides on top to relief below."""

from __future__ import annotations

import math

from qgis.core import (
    QgsColorRampShader,
    QgsDateTimeRange,
    QgsGraduatedSymbolRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRendererRange,
    QgsSingleBandPseudoColorRenderer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime, Qt
from qgis.PyQt.QtGui import QColor, QPainter

from ...algorithms.results.project_file import style_hillshade, style_landslides
from ...algorithms.results.styling import apply_style
from ...compat import FIXED_RANGE_PER_BAND, set_band, set_fixed_range, set_range_per_band
from ...engine.grid import RasterSource
from ...engine.mapping.status import UNASSESSED
from ...engine.networks.kinds import PREDICTORS
from ...engine.outputs import NOT_ASSESSED, maps_of
from ...engine.palette import CATEGORIES, CLASSES
from ...translate import tr

MEDIAN_FIELD = "susceptibility_p50"
DIFFERENCE = ((-0.3, "#1B4F8A", "≤ -0.3"), (-0.1, "#5E97C8", "-0.3 … -0.1"), (-0.01, "#BFD9EE", "-0.1 … -0.01"),
              (0.01, "#FFFFFF", "-0.01 … 0.01"), (0.1, "#F3C98B", "0.01 … 0.1"), (0.3, "#E08A2E", "0.1 … 0.3"),
              (math.inf, "#8C3A00", "> 0.3"))
OUTDATED = " ⚠"
OF_RUN = "scarp/run"
"""Property of layers that a run made."""


def add_run(run, dem, landslides) -> None:
    """Load the maps of a run into a group of its own; note their ids in ``run.layers``.

    Parameters
    ----------
    run : Run
    dem, landslides : QgsMapLayer or None
        Drawn below and above the maps.
    """
    project = QgsProject.instance()
    group = project.layerTreeRoot().insertGroup(0, run.group)
    if landslides is not None:
        title = tr("Mapped landslides ({0})").format(landslides.featureCount())
        layer = landslides.clone()
        layer.setName(title)
        if isinstance(layer, QgsVectorLayer):
            style_landslides(layer)
            _add(project, group, layer, True, run, "landslides")
    if run.algorithm in PREDICTORS:
        _add_prediction(project, group, run)
    else:
        _add_physics(project, group, run)
    if dem is not None:
        layer = raster(dem.source(), tr("Hillshade"))
        style_hillshade(layer)
        _add(project, group, layer, True, run, "hillshade")


def _add_prediction(project, group, run) -> None:
    if run.results.get("OUTPUT"):
        layer = QgsVectorLayer(run.results["OUTPUT"], tr("Susceptibility"), "ogr")
        style_units(layer)
        _add(project, group, layer, True, run, "OUTPUT")
    for name, made in maps_of(run.algorithm).items():
        if run.results.get(name):
            layer = raster(run.results[name], made.heading(tr))
            apply_style(layer, made.name, made.bands.shown())
            _add(project, group, layer, name == "SUSCEPTIBILITY", run, name)


def _add_physics(project, group, run) -> None:
    label = f"{run.times[-1]:g} h" if run.times else ""
    last = max(len(run.times), 1)
    if run.results.get("STATUS"):
        layer = raster(run.results["STATUS"], tr(NOT_ASSESSED))
        apply_style(layer, "status", last, [each for each in CATEGORIES["status"] if each[0] in UNASSESSED])
        _add(project, group, layer, True, run, "STATUS")
    if run.results.get("POF"):
        _add_pof(project, group, run)
        bands = last + (last > 1)      # the maximum over several times closes each scenario
        for place, name in enumerate(run.scenarios[1:], 1):
            layer = raster(run.results["POF"], " - ".join(filter(None, (tr("POF"), name, label))))
            apply_style(layer, "probability_of_failure", place * bands + last)
            _add(project, group, layer, False, run, f"scenario {place}")
    maps = maps_of("probabilityoffailure")
    for name in ("FOS", "BETA", "WETTING_FRONT_OUT", "STANDARD_ERROR"):
        if run.results.get(name):
            title = maps[name].heading(tr)
            layer = raster(run.results[name], f"{title} - {label}" if label else title)
            apply_style(layer, maps[name].name, maps[name].bands.shown(last))
            _add(project, group, layer, name == "FOS" and not run.results.get("POF"), run, name)


def scenarios(path) -> list:
    """Name the scenarios in the bands of a map, such as ``cov 0.2; t=6 h``; none where no table of them was given."""
    names = [text.rpartition("; ")[0] for text in RasterSource(path).descriptions] if path else []
    return [name for name in dict.fromkeys(names) if name]


def _add_pof(project, group, run) -> None:
    title = " - ".join([maps_of("probabilityoffailure")["POF"].heading(tr), *run.scenarios[:1]])
    if len(run.times) < 2:
        layer = raster(run.results["POF"], f"{title} - {run.times[0]:g} h" if run.times else title)
        apply_style(layer, "probability_of_failure", 1)
        _add(project, group, layer, True, run, "POF")
        return
    ranges = time_ranges(run)
    if FIXED_RANGE_PER_BAND:
        layer = raster(run.results["POF"], title)
        apply_style(layer, "probability_of_failure", len(run.times))
        set_range_per_band(layer, dict(enumerate(ranges, 1)))
        _add(project, group, layer, True, run, "POF")
        return
    storm = group.addGroup(title)
    for band in (len(run.times) + 1, *range(len(run.times), 0, -1)):
        maximum = band > len(run.times)
        name = tr("maximum") if maximum else f"{run.times[band - 1]:g} h"
        layer = raster(run.results["POF"], f"{tr('POF')} - {name}")
        apply_style(layer, "probability_of_failure", band)
        if not maximum:
            set_fixed_range(layer, ranges[band - 1])
        _add(project, storm, layer, band == len(run.times), run, f"POF {band}")


def time_ranges(run) -> list:
    """Give the date range of each map: from its hour until the next one's.

    A millisecond is left out at each end: at a shared instant QGIS draws both maps, and 3.22 counts the end of a frame
    of its temporal controller as part of it.
    """
    start = QDateTime.fromString(run.start, Qt.DateFormat.ISODate)
    hours = list(run.times)
    hours.append(2.0 * hours[-1] - hours[-2] if len(hours) > 1 else hours[-1] + 1.0)
    moments = [start.addMSecs(round(hour * 3_600_000)) for hour in hours]
    return [QgsDateTimeRange(begin.addMSecs(1), end.addMSecs(-1)) for begin, end in zip(moments[:-1], moments[1:])]


def show_band(run, band: int) -> None:
    """Show one time of POF, or the storm maximum, and none other."""
    project = QgsProject.instance()
    if "POF" in run.layers:
        layer = project.mapLayer(run.layers["POF"])
        if layer is not None:
            set_band(layer, band)
        return
    for place in range(1, len(run.times) + 2):
        node = project.layerTreeRoot().findLayer(run.layers.get(f"POF {place}", ""))
        if node is not None:
            node.setItemVisibilityChecked(place == band)


def hide_pof(run) -> None:
    """Hide the maps of POF, so that what is put over them is seen alone."""
    for key, identifier in run.layers.items():
        node = QgsProject.instance().layerTreeRoot().findLayer(identifier) if key.startswith("POF") else None
        if node is not None:
            node.setItemVisibilityChecked(False)


def show_all_times(run) -> None:
    """Check every time of POF, for the temporal controller, and not the storm maximum."""
    for place in range(1, len(run.times) + 2):
        node = QgsProject.instance().layerTreeRoot().findLayer(run.layers.get(f"POF {place}", ""))
        if node is not None:
            node.setItemVisibilityChecked(place <= len(run.times))


def show_only(run, runs) -> None:
    """Show the group of one run and hide those of the others, which would shine through."""
    for each in runs:
        group = group_of(each)
        if group is not None:
            group.setItemVisibilityChecked(each is run)
            group.setExpanded(each is not run)      # the layer tree only follows a change
            group.setExpanded(each is run)


def mark_outdated(run, outdated: bool) -> None:
    """Mark the group of a run whose inputs changed, or take the mark away."""
    root = QgsProject.instance().layerTreeRoot()
    before, after = (run.group, run.group + OUTDATED) if outdated else (run.group + OUTDATED, run.group)
    group = root.findGroup(before)
    if group is not None:
        group.setName(after)


def group_of(run):
    """Give the group of a run, marked or not; None when the user removed it."""
    root = QgsProject.instance().layerTreeRoot()
    return root.findGroup(run.group) or root.findGroup(run.group + OUTDATED)


def remove_run(run) -> None:
    """Take the layers of a run out of the project; files stay."""
    group = group_of(run)
    ids = [layer for layer in run.layers.values() if QgsProject.instance().mapLayer(layer) is not None]
    QgsProject.instance().removeMapLayers(ids)
    if group is not None:
        group.parent().removeChildNode(group)


def style_units(layer) -> None:
    """Colour points or slope units by their median susceptibility, in the five classes of the maps; a table stays."""
    if not layer.isSpatial():
        return
    breaks, colours = CLASSES["susceptibility"]
    ranges = []
    for low, high, colour in zip((0.0, *breaks), (*breaks, 1.0), colours):
        symbol = QgsSymbol.defaultSymbol(layer.geometryType())
        symbol.setColor(QColor(colour))
        ranges.append(QgsRendererRange(low, high, symbol, f"{low:g} … {high:g}"))
    layer.setRenderer(QgsGraduatedSymbolRenderer(MEDIAN_FIELD, ranges))


def style_difference(layer) -> None:
    """Colour a difference of probabilities: blue where it fell, white about 0, red where it rose."""
    ramp = QgsColorRampShader()
    ramp.setColorRampType(QgsColorRampShader.Type.Discrete)
    ramp.setColorRampItemList([QgsColorRampShader.ColorRampItem(bound, QColor(colour), label)
                               for bound, colour, label in DIFFERENCE])
    shader = QgsRasterShader()
    shader.setRasterShaderFunction(ramp)
    layer.setRenderer(QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader))
    layer.setBlendMode(QPainter.CompositionMode.CompositionMode_Multiply)


def raster(path: str, title: str) -> QgsRasterLayer:
    """Open a raster without the default style, which would compute a histogram beside the file."""
    options = QgsRasterLayer.LayerOptions()
    options.loadDefaultStyle = False
    return QgsRasterLayer(path, title, "gdal", options)


def _add(project, group, layer, shown: bool, run, key: str) -> None:
    layer.setCustomProperty(OF_RUN, True)
    project.addMapLayer(layer, False)
    node = group.addLayer(layer)
    node.setItemVisibilityChecked(shown)
    node.setExpanded(key == f"POF {len(run.times)}" or (shown and key in ("POF", "FOS", "SUSCEPTIBILITY", "OUTPUT")))
    run.layers[key] = layer.id()
