"""From a finished full analysis to report.html and run.json."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ...engine import outputs
from ...engine.grid import RasterSource, tiles
from ...engine.mapping.probability import ACCURACY
from ...engine.mapping.status import POINTED, Status
from ...engine.networks.kinds import STATISTICAL
from ...engine.outputs import SHAPE
from ...engine.palette import CATEGORIES
from ...engine.quantities import QUANTITIES, VARIABLES
from ...engine.records import text
from ...engine.report import analysis, figures, layers, record
from ...engine.report.susceptibility import PURPOSES
from ..frame.run import plugin_version, software_versions
from ..inputs.rain import rain_source
from ..inputs.water import AREAS

MAPS, CLASSES = outputs.MAPS["probabilityoffailure"], outputs.MAPS["classify"]["OUTPUT"]
METHOD_WORDS = {
    "METHOD": {"form": "first-order reliability method (HLRF-x), exact at corners of the limit state",
               "sorm": "FORM with Breitung's second-order correction",
               "importance": "importance sampling at the design point", "montecarlo": "crude Monte Carlo sampling"},
    "PORE_PRESSURE": {"suction": "suction above the water table, pressure below, linear; all of it counts as strength "
                                 "(chi = 1), the unsafe end",
                      "zero": "no pore pressure",
                      "seepage": "flow parallel to the slope in the wetted soil; at the base once the front is there"},
    "FAILURE_SURFACE": {"front": "at the wetting front", "base": "at the base of the soil"},
    "CORRELATION_TYPE": {"gaussian": "of the equivalent normals (Gaussian copula)",
                         "pearson": "of the quantities themselves (Nataf)"},
}
"""What the settings of a report mean."""

INPUTS = {"DEM": "elevation", "SLOPE": "slope, given", "SOIL_ZONES": "soil zones", "SOIL_TABLE": "soil",
          "RAIN_TABLE": "rain", "RAIN_LAYERS": "rain", "WETTING_FRONT": "wetting front, given",
          "FLOW_DIRECTION": "flow directions, given", "WATER_TABLE": "depth of the water table", "PGA": "peak ground "
          "acceleration", "INVENTORY": "mapped landslides", "NEGATIVES": "mapped places without landslide",
          "AREA": "results only inside"}


@dataclass
class Findings:
    """What a full analysis has found so far."""

    site: object
    scenario: object
    method: object
    summary: object
    folder: object
    mapped: object
    networks: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    categories: tuple = ()
    study: object = None
    untested: str = "No mapped landslides were given, so the map is untested."

    def independent_maps(self) -> dict:
        """Give maps of networks that may be tested here: those trained on other ground."""
        grid = self.site.conditions.grid
        return {network.kind.title: RasterSource(self.folder.path(network.kind.susceptibility.file_name), grid,
                                                 network.kind.susceptibility.bands.shown(), network.kind.parameter)
                for network in self.networks if not network.trained_here(grid)}


def write_report(algorithm, given, run, found: Findings, progress) -> None:
    """Write report.html and run.json into the folder.

    Parameters
    ----------
    algorithm : QgsProcessingAlgorithm
    given : Given
    run : Run
    found : Findings
    progress : callable
    """
    created = datetime.datetime.now().strftime("%Y-%m-%d %H:%M")
    command = run.command(FOLDER=found.folder.target)
    versions = software_versions()
    drawn = _figures(given, found)
    progress(0.5)
    conditions, summary, name = found.site.conditions, found.summary, given.text("RUN_NAME")
    report = analysis.Analysis(
        title="Slope stability" + (f": {name}" if name else ""), version=plugin_version(), created=created,
        main_map=drawn[0][0], main_caption=drawn[0][1], cards=_cards(found), data=_data(given, run),
        grid=_grid(given, conditions.grid, summary), soil=_soil(given, found), method=_method(given, found),
        adjusted=run.changes,
        caveats=_caveats(given, found), storm=_storm(given, found), correlation=_correlation(found), maps=drawn[1:],
        status=_status(summary), importance=_importance(run, found), classes=found.rows,
        networks=[_network(found, each) for each in found.networks],
        purposes=PURPOSES if any(each.kind is STATISTICAL for each in found.networks) else "",
        class_method="Natural breaks (Jenks), exact on a histogram of all cells", study=found.study,
        untested=found.untested, warnings=list(run.warnings), versions=versions, command=command)
    progress(0.7)
    found.folder.write("report.html", analysis.render_analysis(report))
    found.folder.write("run.json", record.to_json({
        "algorithm": algorithm.id(), "created": created, "versions": versions, "parameters": run.parameters,
        "command": command, "inputs": {name: record.fingerprint(path) for name, path in {
            **given.input_paths(), **{each.kind.parameter: each.path for each in found.networks}}.items()},
        "numbers": _numbers(found), "classes": [row._asdict() for row in found.rows],
        "warnings": list(run.warnings), "messages": list(run.messages)}))


def _cards(found) -> list:
    summary, label = found.summary, found.site.label
    last = RasterSource(found.folder.path(MAPS["POF"].file_name), band=len(found.site.conditions.times),
                        parameter="POF")
    total = tiles.reduce(lambda arrays, _: np.array([np.nansum(arrays["pof"]), np.isfinite(arrays["pof"]).sum()]),
                         last.grid, {"pof": last}, lambda a, b: a + b)
    cards = [(f"{100 * summary.share(summary.unstable):.2g} %", "Area with a probability of failure (POF) above 0.5",
              f"at {label}"),
             (f"{summary.greatest:.2g}", "Greatest POF", f"mean over the area {total[0] / total[1]:.2g}")]
    if found.study is not None:
        first, slope = found.study.maps[0], found.study.slope
        low, high = first.auc_interval
        cards.append((f"{first.ranking.auc:.2f}", "ROC AUC against mapped landslides",
                      f"95 % by blocks {low:.2f} to {high:.2f}; slope alone {slope.ranking.auc:.2f}"))
        cards += _statistical_card(found)
    else:
        lost = summary.share(int(summary.statuses[Status.NOT_CONVERGED]))
        cards.append((f"{100 * lost:.2g} %", "Cells not converged", "shown black, without a probability"))
    return cards


def _statistical_card(found) -> list:
    for network in found.networks:
        tested = network.card.metrics.get("blocks", {})
        if network.kind is STATISTICAL and "auc" in tested:
            low, high = tested["auc_interval"]
            return [(f"{tested['auc']:.2f}", "ROC AUC of the statistical model",
                     f"blocks held out, 95 % {low:.2f} to {high:.2f}")]
    return []


def _data(given, run) -> list:
    used, rows = run.parameters, []
    for name in [*INPUTS, *(variable.upper() for variable in VARIABLES)]:
        if given.has(name):
            value = used.get(name, "")
            for each in value if isinstance(value, list) else [value]:
                rows.append((name, str(each), INPUTS.get(name, "mean for each cell")))
    return rows


def _grid(given, grid, summary) -> list:
    cells = grid.width * grid.height
    return [("Coordinate reference system", grid.crs_name), ("Cell", f"{grid.cell_width:g} x {grid.cell_height:g} m"),
            ("Size", f"{grid.width:,} x {grid.height:,} cells"),
            ("Cells with a result", f"{summary.cells:,} ({summary.cells / cells:.1%} of the grid, "
             f"{summary.cells * grid.cell_area / 1e6:.4g} km2)")]


def _soil(given, found) -> list:
    table, records = found.scenario.table, given.records("SOIL_TABLE") if given.has("SOIL_TABLE") else [{}]
    rows = []
    for zone, (key, name) in enumerate(zip(table.keys, table.names)):
        record = records[zone] if zone < len(records) else {}
        assumed, calibrated = _assumed(record), text(record.get("calibrated")).split()
        title = " ".join(dict.fromkeys(word for word in (key, name) if word)) or "one zone"
        for variable in VARIABLES:
            if variable in table.missing:
                continue
            quantity, dist = QUANTITIES[variable], table.dist[variable][zone]
            raster = variable in found.site.conditions.soil.rasters
            cov, fixed = table.cov[variable][zone], dist == "fixed"
            rows.append(analysis.SoilRow(
                title, quantity.label, quantity.symbol, "" if quantity.unit == "-" else quantity.unit,
                "raster" if raster else f"{_table_value(variable, table.mean[variable][zone]):.4g}",
                "" if fixed else f"{cov:.3g}", dist, _bounds(table, variable, zone, dist),
                "raster or model" if raster else "calibrated" if variable in calibrated
                else text(record.get("source")) or "table", not raster and variable in assumed))
            title = ""
    return rows


def _assumed(record) -> list:
    """Name what is assumed of a zone: what its column `assumed` lists, else all where its name or source says so."""
    if "assumed" in record:
        return text(record["assumed"]).split()
    said = f"{record.get('name')} {record.get('source')}".lower()
    return list(VARIABLES) if "assumed" in said else []


def _table_value(variable, value) -> float:
    return math.degrees(math.atan(value)) if variable == "friction" else value


def _bounds(table, variable, zone, dist) -> str:
    if dist not in ("truncnormal", "beta"):
        return ""
    low, high = (_table_value(variable, bound[variable][zone]) for bound in (table.lower, table.upper))
    return f"{low:.4g} to {high:.4g}"


def _caveats(given, found) -> list:
    caveats, soil = [], found.site.conditions.soil
    if len(soil.table.keys) == 1 and not soil.rasters and (
            found.site.conditions.supplies is None or found.site.conditions.supplies.storm.uniform):
        caveats.append("One soil and one rain everywhere: cells differ by their slope alone"
                       + (" and the runoff that reaches them"
                          if getattr(found.site.conditions.supplies, "routed", False) else "")
                       + ", so the ranking can hardly beat that of the slope.")
    if "assumed" in rain_source(given).lower():
        caveats.append("The storm is assumed (section 4).")
    return caveats


def _storm(given, found):
    supplies, times = found.site.conditions.supplies, found.site.conditions.times
    if supplies is None:
        return None
    storm = supplies.storm
    depths = [depth if not hasattr(depth, "read") else
              float(np.nanmean(layers.view(depth).values)) * float(factor)
              for depth, factor in zip(storm.depths, storm.factors)]
    source = {"RAIN_TABLE": "Rain table", "RAIN_LAYERS": "Rain rasters, means over the map",
              "RAIN_INTENSITY": "Steady rain"}.get(storm.parameter.split(",")[0], storm.parameter)
    if rain_source(given):
        source += f" (source: {rain_source(given)})"
    notes = ["The wetting front never recedes: this is one storm, and earlier rain is in the initial saturation."]
    if supplies.routed:
        notes.append("Runoff was routed downslope at the mean of every soil quantity.")
    return analysis.Storm(list(storm.ends), depths, times, source, notes)


def _method(given, found) -> list:
    kind = found.method.kind
    rows = [("METHOD", kind, f"{METHOD_WORDS['METHOD'][kind]}; error: {ACCURACY[kind]}")]
    if found.method.samples_cells:
        rows += [("SAMPLES", str(found.method.samples), "a cell"), ("SEED", str(found.method.seed), "of the samples")]
    for name in ("PORE_PRESSURE", "FAILURE_SURFACE", "CORRELATION_TYPE"):
        rows.append((name, given.choice(name), METHOD_WORDS[name].get(given.choice(name), "")))
    table = given.number("WATER_TABLE_VALUE")
    if given.choice("PORE_PRESSURE") == "suction" and not given.has("WATER_TABLE"):
        rows.append(("WATER_TABLE", "mean soil thickness" if table is None else f"{table:g} m", "depth, not random"))
    if given.has("PGA") or given.has("PGA_VALUE"):
        value = "raster" if given.has("PGA") else f"{given.number('PGA_VALUE'):g} {given.choice('PGA_UNIT')}"
        rows.append(("PGA", value,
                     f"horizontal coefficient {given.number('SEISMIC_COEFFICIENT'):g} times it, not random"))
    if found.site.conditions.supplies is not None:
        routed = found.site.conditions.supplies.routed
        rows.append(("ROUTE_RUNOFF", "yes" if routed else "no",
                     "runoff goes to the cell below" if routed else "runoff is lost"))
        if routed:
            limited = found.site.conditions.supplies.storage_limit
            rows.append(("STORAGE_LIMIT", "yes" if limited else "no",
                         "soil that is full takes in no more" if limited else "water goes on entering full soil"))
        rows.append(("RAIN_PER", given.choice("RAIN_PER"), AREAS[given.choice("RAIN_PER")]))
    rows.append(("Limit state", "infinite slope", "failure parallel to the surface; no lateral support"))
    return rows


def _correlation(found) -> list:
    matrix, pairs = found.scenario.correlation, []
    for row, one in enumerate(VARIABLES):
        for column in range(row):
            if matrix[row, column]:
                pairs.append((f"{QUANTITIES[VARIABLES[column]].label} with {QUANTITIES[one].label.lower()}",
                              f"{matrix[row, column]:g}"))
    return pairs


def _status(summary) -> list:
    total = max(int(summary.statuses[:Status.NODATA].sum()), 1)
    return [(colour, word, int(summary.statuses[value]) / total, Status(value).meaning)
            for value, colour, word in CATEGORIES["status"] if summary.statuses[value]]


def _importance(run, found):
    """Mean importance of each quantity by zone; None where no cell has one."""
    path, soil = found.folder.path(MAPS["IMPORTANCE"].file_name), found.site.conditions.soil
    sources = {f"importance:{name}": RasterSource(path, band=band, parameter="IMPORTANCE")
               for band, name in enumerate(VARIABLES, 1)} if found.summary.statuses[list(POINTED)].sum() else {}
    if not sources:
        return None
    count = len(soil.table.keys)

    def sums(arrays, window):
        index, _ = soil.means(arrays)
        shares = np.stack([arrays[f"importance:{name}"] for name in VARIABLES])
        known = np.isfinite(shares).all(axis=0) & (index >= 0)
        return np.stack([np.bincount(index[known], weights, minlength=count)
                         for weights in [*shares[:, known], np.ones(int(known.sum()))]])

    total = tiles.reduce(sums, found.site.conditions.grid, {**sources, **soil.sources()}, lambda a, b: a + b,
                         threads=run.threads, cancelled=run.cancelled)
    zones = [place for place in range(count) if total[-1, place]]
    if not zones:
        return None
    names = [" ".join(dict.fromkeys(word for word in (soil.table.keys[zone], soil.table.names[zone]) if word)) or
             "all cells" for zone in zones]
    shares = {name: [total[row, zone] / total[-1, zone] for zone in zones] for row, name in enumerate(VARIABLES)
              if total[row].any()}
    return names, shares, {name: QUANTITIES[name].symbol for name in VARIABLES}


def _figures(given, found) -> list:
    """Draw the maps of the report: (figure, caption), the probability of failure first."""
    folder, times = found.folder, found.site.conditions.times
    relief = None
    if given.has("DEM"):
        relief = layers.hillshade(layers.view(RasterSource(given.raster("DEM"), found.site.conditions.grid,
                                                           parameter="DEM")))
    status = layers.view(RasterSource(folder.path(MAPS["STATUS"].file_name), band=len(times), parameter="STATUS"))
    places = found.mapped.places if found.mapped is not None else None
    metric = found.site.conditions.grid.is_metric

    def drawn(made, caption, when="", band=1, names=(), **options):
        title = f"{made.title}, {when}" if when else made.title
        view = layers.view(RasterSource(folder.path(made.file_name), band=band, parameter=title))
        key = layers.legend(made.name, view.values, names)
        return figures.draw_map(view, key, title=title, relief=relief, metric=metric, **options), caption

    label, last, hidden = found.site.label, len(times), {"unassessed": status.values}
    sheets = [drawn(MAPS["POF"], f"Probability of failure at {label}: the share of plausible soils with which a cell "
                    "fails in this storm. Limits are the normal probabilities beyond 3, 2, 1 and 0 standard "
                    "deviations.", label, last, places=places, **hidden)]
    if last > 1:
        sheets += [drawn(MAPS["POF"], "The same at an earlier time, with the same limits.", f"{time:g} h", band,
                         width=5.2, **hidden) for band, time in enumerate(times[:-1], 1)]
    why = ("POF may stay below 0.5 there: rain and soil thickness both limit how deep the storm soaks, and one of the "
           "two often falls short of its mean." if found.summary.statuses[Status.CORNER] else
           "POF need not be above 0.5 there, since means are not medians.")
    sheets.append(drawn(MAPS["FOS"], "Factor of safety with the mean of every soil quantity; below 1 that soil fails. "
                        + why, label, last, **hidden))
    sheets.append(drawn(MAPS["WETTING_FRONT_OUT"], MAPS["WETTING_FRONT_OUT"].meaning, label, last))
    sheets.append(drawn(SHAPE["SLOPE"], "Slope angle, as given." if given.has("SLOPE") else
                        "Slope angle, computed from the elevation model (Horn 1981)."))
    if found.rows:
        sheets.append(drawn(CLASSES, "Classes by natural breaks of the probability of failure (section 8).",
                            names=[row.name for row in found.rows], places=places))
    return sheets


def _network(found, network) -> analysis.Network:
    """Draw the susceptibility of a network, and say what it is."""
    card, kind, shown = network.card, network.kind, network.kind.susceptibility
    classes = "fixed classes of a fifth each"
    if "CLASSES" in kind.maps and Path(found.folder.path(kind.maps["CLASSES"].file_name)).exists():
        shown = kind.maps["CLASSES"]
        classes = ("of the landslides held out the highest class holds half, the two highest three quarters, then 90 "
                   "and 97 %")
    grid = found.site.conditions.grid
    view = layers.view(RasterSource(found.folder.path(shown.file_name), grid, shown.bands.shown(), kind.parameter))
    drawn = figures.draw_map(view, layers.legend(shown.name, view.values), title=kind.title, metric=grid.is_metric,
                             places=found.mapped.places if found.mapped is not None else None)
    here = network.trained_here(grid)
    tested = card.metrics.get("blocks", {})
    interval = tested.get("auc_interval")
    rows = [("Network", card.title), ("File", network.path), ("Ensemble", f"{card.members} networks"),
            ("Factors", ", ".join(factor.name for factor in card.factors)),
            ("Trained on", str(card.training.get("area") or card.training.get("crs") or "not said by its card")),
            ("Its own test", f"ROC AUC {tested['auc']:.2f} in spatial blocks" + (
                f" (95 % {interval[0]:.2f} to {interval[1]:.2f})" if interval else "") if "auc" in tested else
             "none in spatial blocks"),
            ("Probability for", f"a share of landslides of {card.prevalence:.2g}"), ("Licence", card.licence)]
    caveats = [*kind.caveats, *card.caveats]
    if kind is STATISTICAL and here and "auc" in tested:
        caveats.insert(0, "It was trained on the landslides of this map. Its own test held whole blocks out with a "
                       "gap; section 9 leaves it out.")
    elif found.mapped is not None:
        caveats.insert(0, "It was, or may have been, trained on ground of this map: the mapped landslides would test "
                       "its memory, so it is left out of section 9." if here else
                       "It was trained on other ground: section 9 tests it on landslides it has not seen.")
    return analysis.Network(kind.title, drawn, classes, rows, caveats, network.said)


def _numbers(found) -> dict:
    summary = found.summary
    numbers = {"cells": summary.cells, "max_pof": summary.greatest, "unstable_share": summary.share(summary.unstable),
               "not_converged": int(summary.statuses[Status.NOT_CONVERGED])}
    if found.study is not None:
        for result in [*found.study.maps, found.study.slope]:
            numbers[result.name] = {**result.ranking._asdict(), "auc_interval": list(result.auc_interval),
                                    "pr_interval": list(result.pr_interval), "fold_auc": result.fold_auc,
                                    "brier": result.reliability.brier if result.reliability else None}
    for network in found.networks:
        if network.kind is STATISTICAL:
            numbers[network.kind.title] = network.card.metrics
    return numbers
