"""Results in the project: one group a run, styled, landslides and relief over the maps."""

from __future__ import annotations

import math

from qgis.core import (
    QgsColorRampShader,
    QgsDateTimeRange,
    QgsGraduatedSymbolRenderer,
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
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
"""Property of layers, and of groups in the layer tree, that a run made; a group has the number of its run."""
OVERLAYS = ("landslides", "hillshade", "STATUS")
"""Layers over the maps of a run; of the maps themselves one is shown at a time."""
TIMED = ("FOS", "BETA", "WETTING_FRONT_OUT", "STANDARD_ERROR", "STATUS")
"""Maps with a band for each time, besides the probability of failure."""


def add_run(run, dem, landslides) -> None:
    """Load the maps of a run into a group of its own; note their ids in ``run.layers``.

    Parameters
    ----------
    run : FinishedRun
    dem, landslides : QgsMapLayer or None
        Relief and mapped landslides, drawn over the maps.
    """
    project = QgsProject.instance()
    group = project.layerTreeRoot().insertGroup(0, run.group)
    group.setCustomProperty(OF_RUN, run.number)
    if landslides is not None:
        title = tr("Mapped landslides ({0})").format(landslides.featureCount())
        layer = landslides.clone()
        layer.setName(title)
        if isinstance(layer, QgsVectorLayer):
            style_landslides(layer)
            _add(project, group, layer, True, run, "landslides")
    if dem is not None:
        layer = raster(dem.source(), tr("Hillshade"))
        style_hillshade(layer)
        _add(project, group, layer, True, run, "hillshade")
    if run.algorithm in PREDICTORS:
        _add_prediction(project, group, run)
    else:
        _add_physics(project, group, run)


def _add_prediction(project, group, run) -> None:
    if run.results.get("OUTPUT"):
        layer = QgsVectorLayer(run.results["OUTPUT"], tr("Susceptibility"), "ogr")
        style_units(layer)
        _add(project, group, layer, True, run, "OUTPUT")
    first = "CLASSES" if run.results.get("CLASSES") else "SUSCEPTIBILITY"
    for name, made in maps_of(run.algorithm).items():
        if run.results.get(name):
            layer = raster(run.results[name], made.heading(tr))
            apply_style(layer, made.name, made.bands.shown())
            _add(project, group, layer, name == first, run, name)


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
    storm.setCustomProperty(OF_RUN, run.number)
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

    A second is left out at each end: at a shared instant QGIS draws both maps, 3.22 counts the end of a frame of its
    temporal controller as part of it, and projects keep whole seconds alone.
    """
    start = QDateTime.fromString(run.start, Qt.DateFormat.ISODate)
    hours = list(run.times)
    hours.append(2.0 * hours[-1] - hours[-2] if len(hours) > 1 else hours[-1] + 1.0)
    moments = [start.addSecs(round(hour * 3600)) for hour in hours]
    return [QgsDateTimeRange(begin.addSecs(1), end.addSecs(-1)) for begin, end in zip(moments[:-1], moments[1:])]


def set_times(run) -> None:
    """Give the maps of POF their times."""
    if len(run.times) < 2 or not run.start:
        return
    ranges, whole = time_ranges(run), layer_of(run, "POF")
    if whole is not None and FIXED_RANGE_PER_BAND:
        set_range_per_band(whole, dict(enumerate(ranges, 1)))
    for band, each in enumerate(ranges, 1):
        layer = layer_of(run, f"POF {band}")
        if layer is not None:
            set_fixed_range(layer, each)


def renew(run) -> None:
    """Draw the layers of a run as this version does, where a project was saved by version 0.1."""
    group = group_of(run)
    if group is None or group.customProperty(OF_RUN) == run.number:
        return
    group.setCustomProperty(OF_RUN, run.number)
    for child in group.findGroups():
        if any(node.layerId() in run.layers.values() for node in child.findLayers()):
            child.setCustomProperty(OF_RUN, run.number)
    for key in run.layers:
        layer = layer_of(run, key)
        if isinstance(layer, QgsRasterLayer):
            layer.setBlendMode(QPainter.CompositionMode.CompositionMode_Multiply if key == "hillshade"
                               else QPainter.CompositionMode.CompositionMode_SourceOver)
    relief = node_of(run, "hillshade")
    if relief is not None:
        above = [run.layers.get("landslides")]
        place = sum(isinstance(node, QgsLayerTreeLayer) and node.layerId() in above for node in group.children())
        group.insertChildNode(place, relief.clone())
        relief.parent().removeChildNode(relief)
    set_times(run)


def layer_of(run, key: str):
    """Give a layer of a run; None when it is gone."""
    return QgsProject.instance().mapLayer(run.layers.get(key, ""))


def node_of(run, key: str):
    """Give the place of a layer of a run in the layer tree; None when it is gone."""
    return QgsProject.instance().layerTreeRoot().findLayer(run.layers.get(key, ""))


def shown_band(run) -> int:
    """Give the band of POF that the map shows, the maximum last; 0 where that cannot be said."""
    whole = layer_of(run, "POF")
    if whole is not None:
        return next(iter(whole.renderer().usesBands()), 0)
    nodes = {band: node_of(run, f"POF {band}") for band in range(1, len(run.times) + 2)}
    shown = [band for band, node in nodes.items() if node is not None and node.itemVisibilityChecked()]
    return shown[0] if len(shown) == 1 else 0


def show_band(run, band: int) -> None:
    """Show one time of every map of the run; the storm maximum is of POF alone, the others then show the last time."""
    whole, last = layer_of(run, "POF"), len(run.times)
    if whole is not None:
        set_band(whole, band)
    for place in range(1, last + 2):
        node = node_of(run, f"POF {place}")
        if node is not None:
            node.setItemVisibilityChecked(place == band)
    hour = f" - {run.times[min(band, last) - 1]:g} h"
    hours = [f" - {time:g} h" for time in run.times]
    for key in TIMED:
        layer = layer_of(run, key)
        if layer is not None and layer.bandCount() >= last:
            set_band(layer, min(band, last))
            before = next((each for each in hours if layer.name().endswith(each)), "")
            if before:
                layer.setName(layer.name()[:-len(before)] + hour)


def show_alone(run, identifier: str) -> None:
    """Hide the other maps of a run, so that one is seen; what lies over the maps stays."""
    over = [run.layers.get(key) for key in OVERLAYS]
    pof = [each for key, each in run.layers.items() if key.startswith("POF")]
    if identifier in over:
        return
    for other in (*run.layers.values(), *run.derived):
        together = identifier in pof and other in pof      # times, for the temporal controller
        node = QgsProject.instance().layerTreeRoot().findLayer(other)
        if other != identifier and other not in over and not together and node is not None:
            node.setItemVisibilityChecked(False)


def adopt(run, layer) -> None:
    """Put a map made from one of a run over the others in its group, seen alone."""
    root = QgsProject.instance().layerTreeRoot()
    group, node = group_of(run), root.findLayer(layer.id())
    layer.setCustomProperty(OF_RUN, True)
    if group is not None:
        over = [run.layers.get(each) for each in OVERLAYS]
        group.insertLayer(sum(isinstance(each, QgsLayerTreeLayer) and each.layerId() in over
                              for each in group.children()), layer)
        if node is not None:
            node.parent().removeChildNode(node)
        root.findLayer(layer.id()).setItemVisibilityChecked(True)
        show_alone(run, layer.id())


def show_all_times(run) -> None:
    """Check every time of POF, for the temporal controller, and not the storm maximum."""
    for place in range(1, len(run.times) + 2):
        node = node_of(run, f"POF {place}")
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
    """Mark the group of a run whose inputs changed, or take the mark away; a name of the user's stays otherwise."""
    group = group_of(run)
    if group is not None and group.name().endswith(OUTDATED) != outdated:
        group.setName(group.name() + OUTDATED if outdated else group.name()[:-len(OUTDATED)])


def group_of(run):
    """Give the group of a run, whatever it is called by now; None when the user removed it."""
    root = QgsProject.instance().layerTreeRoot()
    ours = (each for each in root.findGroups(True) if each.customProperty(OF_RUN) == run.number)
    return next(ours, None) or root.findGroup(run.group) or root.findGroup(run.group + OUTDATED)


def remove_run(run) -> None:
    """Take the layers of a run out of the project, and no others; what else lay in its group moves out of it."""
    group = group_of(run)
    QgsProject.instance().removeMapLayers([layer for layer in run.layers.values()
                                           if QgsProject.instance().mapLayer(layer) is not None])
    if group is not None:
        parent = group.parent()
        _move_out(group, parent, parent.children().index(group))
        parent.removeChildNode(group)


def _move_out(group, parent, place: int) -> int:
    """Move what is not of a run out of its group; give the next free place."""
    for child in group.children():
        if isinstance(child, QgsLayerTreeGroup) and child.customProperty(OF_RUN) is not None:
            place = _move_out(child, parent, place)
        else:
            parent.insertChildNode(place, child.clone())
            place += 1
    return place


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
    node.setExpanded(key == f"POF {len(run.times)}" or (
        shown and key in ("POF", "FOS", "SUSCEPTIBILITY", "CLASSES", "OUTPUT")))
    run.layers[key] = layer.id()
