"""Soil means fitted to the landslides that happened, with how well they are then known."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import replace

import numpy as np

from ..engine.calibration.calibrate import Event, calibrate
from ..engine.calibration.free import parse_free
from ..engine.errors import InputError
from ..engine.inventory.places import Inventory
from ..engine.quantities import QUANTITIES, VARIABLES
from ..engine.records import brief, plain_cell, text
from ..engine.reliability.correlation import parse
from ..engine.report.calibration import Rain, render_calibration
from ..engine.water.storm import storm_key, storms_from_records
from .frame.base import ScarpAlgorithm
from .frame.run import plugin_version, software_versions
from .inputs.places import add_inventory, by_value, read_places
from .inputs.rain import rain_source
from .inputs.site import add_site, check_site, read_sites, stages
from .probabilityoffailure import CORRELATION_TYPES

OBJECTIVES = {"likelihood": "the most probable means, given the landslides and what the table says of them",
              "auc": "the means whose map ranks the landslides best; says nothing of how high probabilities are"}
COST = 60.0
"""Weight of the fit among the stages of a run."""

SOURCES = {"DEM": "elevation", "SLOPE": "slope, given", "SOIL_TABLE": "soil before", "SOIL_ZONES": "soil zones",
           "RAIN_TABLE": "rain", "RAIN_LAYERS": "rain", "WETTING_FRONT": "wetting front, given",
           "FLOW_DIRECTION": "flow directions, given", "WATER_TABLE": "depth of the water table",
           "PGA": "peak ground acceleration", "INVENTORY": "landslides", "AREA": "only inside"}
SHAKING = ("PGA_UNIT", "SEISMIC_COEFFICIENT")
SETTINGS = ("FREE", "OBJECTIVE", "ERROR", "MOST_CELLS", "FOLDS", "BLOCK_SIZE", "SEED", "STORM_FIELD", "PORE_PRESSURE",
            "FAILURE_SURFACE", "CORRELATION", "CORRELATION_TYPE", "ROUTE_RUNOFF", "STORAGE_LIMIT", "RAIN_PER", "TIMES",
            "WATER_TABLE_VALUE", "THICKNESS_MODEL", "H_MIN", "H_MAX", "RAIN_INTENSITY", "DURATION", "STEP_HOURS",
            "PGA_VALUE", *SHAKING)


class Calibrate(ScarpAlgorithm):
    """Most probable soil means, a soil table made of them, and a report to defend it with."""

    NAME = "calibrate"
    TITLE = "Calibrate soil from landslides"
    GROUP = "Slope stability"
    TAGS = ("back-analysis", "calibration", "soil parameters", "cohesion", "friction", "Bayes", "posterior",
            "inventory")
    REQUIRES = ("sklearn",)
    ABOUT = """
Fits means of the soil table, such as cohesion and friction, to the landslides a storm set off, and says how well they
are then known.

The soil table holds what is known beforehand: each mean, and in its column _mean_cov (absent: _cov) how well. The fit
weighs that against where slopes failed and where they did not, over all cells. The spread within a zone (_cov) stays
as it is. The result is a soil table to be used as SOIL_TABLE, and a report: before and after on ground that was not
fitted, what each mean was and is, what cohesion and friction can be together, and where the landslides say nothing.

It takes the inventory to be complete and of the storm given; neither can be seen from the data. Fitted strengths belong
to this cell size, this model and this storm.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        add_site(self, both=False, storms=True)
        add_inventory(self, "All those the storm set off, and no others.")
        self.text("STORM_FIELD", "Field of the storm", "Field of INVENTORY that names the storm of each landslide, as "
                  "the column storm of RAIN_TABLE does; only for several storms.")
        self.text("FREE", "Means to fit", "Names separated by ;, such as cohesion; friction:shared. Each zone gets a "
                  "mean of its own; with :shared one factor moves the means of all zones. Names: "
                  + ", ".join(VARIABLES)
                  + ".", "cohesion; friction")
        self.number("BLOCK_SIZE", "Side of a block, m", "Cells in one block are taken as dependent, for the test and "
                    "for how well the means are known. Take more than the distance over which landslides come in "
                    "clusters.", 500.0, 0.0)
        self.number("FOLDS", "Folds of blocks", "For the test: each fold is forecast by means fitted to the others; 2 "
                    "or more.", 5, 2, 50, integer=True, advanced=True)
        self.choice("OBJECTIVE", "What is made as great as possible", "What a good fit is.", OBJECTIVES, "likelihood",
                    advanced=True)
        self.number("ERROR", "Share of landslides unrelated to stability", "Chance that a mapped landslide has nothing "
                    "to do with this soil and storm: wrong place, wrong storm, a cut slope. 0 to 0.5; at 0 one "
                    "landslide on level ground would outweigh all others.", 0.05, 0.0, 0.5, advanced=True)
        self.number("MOST_CELLS", "Most cells of a storm", "Of a larger map so many cells are drawn at random and "
                    "stand for the others; landslides are all used.", 1_000_000, 1000, integer=True, advanced=True)
        self.text("CORRELATION", "Correlation", "Pairs of quantities that vary together within a zone, such as "
                  "cohesion:friction=-0.3; porosity:ksat=0.5.", advanced=True)
        self.choice("CORRELATION_TYPE", "Meaning of the correlation", "Which correlation CORRELATION gives.",
                    CORRELATION_TYPES, "gaussian", advanced=True)
        self.number("SEED", "Seed", "Of folds, bootstrap, sampler and drawn cells.", 1, 0, 2**31 - 1, integer=True,
                    advanced=True)
        self.output_file("SOIL_TABLE_OUT", "Soil table", "The soil table with fitted means, and in _mean_cov how well "
                         "they are known; to be used as SOIL_TABLE.", "csv")
        self.output_file("REPORT", "Report", "One HTML file: test, means before and after, method, assumptions.",
                         "html")
        self.output_number("AUC_BEFORE", "ROC AUC with the table given, on ground held out")
        self.output_number("AUC_AFTER", "ROC AUC with fitted means, on ground held out")

    def check(self, given) -> None:
        """Check terrain, soil, rain, what is free, and storms."""
        check_site(given)
        parse(given.text("CORRELATION"), VARIABLES)
        if not given.has("SOIL_TABLE"):
            raise InputError("SOIL_TABLE", "it is missing", "Give the table whose means are to be fitted; it says what "
                             "is known of them beforehand.")
        for free in parse_free(given.text("FREE")):
            if given.has(free.quantity.upper()):
                raise InputError("FREE", f"the mean of {free.quantity} comes per cell from the raster "
                                 f"{free.quantity.upper()} and cannot be fitted", "Leave out one of the two.")
        _check_storms(given)

    def compute(self, given, run) -> dict:
        """Fit, and write table and report."""
        run.plan(**stages(given, COST))
        free = parse_free(given.text("FREE"))
        with read_sites(given, run) as sites:
            events = _events(given, run, sites)
            found = calibrate(
                events, free, correlation=parse(given.text("CORRELATION"), VARIABLES),
                correlation_type=given.choice("CORRELATION_TYPE"), objective=given.choice("OBJECTIVE"),
                folds=given.integer("FOLDS"), block_size=given.number("BLOCK_SIZE"), seed=given.integer("SEED"),
                most_cells=given.integer("MOST_CELLS"), error=given.number("ERROR"), threads=run.threads,
                **run.controls("maps", "Fitting the means"))
            found = replace(found, records=marked(found), assumptions=[*found.assumptions, *_of_the_rain(given)])
            rains = [_rain(event) for event in events]
        notes = list(run.warnings)
        for warning in found.warnings:
            run.warn(warning)
        for line in _told(found):
            run.log(line)
        run.text_file("SOIL_TABLE_OUT", as_csv(found.records))
        if run.wants("REPORT"):
            outputs = {name: run.path(name) for name in ("SOIL_TABLE_OUT", "REPORT") if run.wants(name)}
            run.text_file("REPORT", render_calibration(
                found, rains, version=plugin_version(), notes=notes, changes=run.changes,
                command=run.command(**outputs),
                created=datetime.datetime.now().strftime("%Y-%m-%d %H:%M"),
                sources=_sources(given, run.parameters), settings=_settings(given, run.parameters),
                versions=software_versions()))
        return {"AUC_BEFORE": found.before.ranking.auc, "AUC_AFTER": found.after.ranking.auc}


def marked(found) -> list:
    """Give the rows of the new soil table, each with lists of its quantities: what was fitted is ``calibrated`` and no
    longer ``assumed``; what the landslides say nothing of is ``silent``; what sits on a bound is ``on_bound``.
    """
    rows = []
    for key, row in zip(found.table.keys, found.records):
        estimates = [each for each in found.estimates if each.zone == key and each.fitted]
        silent = {each.quantity for each in estimates if each.silent}
        fitted = {each.quantity for each in estimates} - silent
        assumed = set(text(row.get("assumed")).split())
        if "assumed" not in row and "assumed" in f"{row.get('name')} {row.get('source')}".lower():
            assumed = {name for name in VARIABLES if text(row.get(QUANTITIES[name].column))}
        lists = {"calibrated": set(text(row.get("calibrated")).split()) | fitted, "assumed": assumed - fitted,
                 "silent": silent, "on_bound": {each.quantity for each in estimates if each.on_bound}}
        lists = {column: " ".join(name for name in VARIABLES if name in names) for column, names in lists.items()}
        if not assumed and "assumed" not in row:
            del lists["assumed"]
        rows.append({**row, **lists})
    return rows


def as_csv(rows) -> str:
    """Text of rows of a table."""
    written = io.StringIO()
    columns = list(dict.fromkeys(column for row in rows for column in row))
    table = csv.writer(written, lineterminator="\n")
    table.writerow([plain_cell(column) for column in columns])
    table.writerows([plain_cell(row.get(column, "")) for column in columns] for row in rows)
    return written.getvalue()


def _check_storms(given) -> None:
    """Check that storms and landslides can be matched."""
    field = given.text("STORM_FIELD")
    if field and field.lower() not in [name.lower() for name in given.fields("INVENTORY")]:
        raise InputError("STORM_FIELD", f"INVENTORY has no field '{field}'",
                         f"It has {brief(given.fields('INVENTORY'), 30)}.")
    if not given.has("RAIN_TABLE") or given.has("WETTING_FRONT"):
        if field:
            raise InputError("STORM_FIELD", "it needs RAIN_TABLE with a column 'storm'", "Give one, or leave it out.")
        return
    storms = storms_from_records(given.records("RAIN_TABLE"))
    if field and "" in storms:
        raise InputError("RAIN_TABLE", "it has no column 'storm', and STORM_FIELD names the storm of each landslide",
                         "Add the column, or leave STORM_FIELD out.")
    if len(storms) > 1 and not field:
        raise InputError("STORM_FIELD", f"it is missing, and the column 'storm' of RAIN_TABLE names {len(storms)} "
                         f"storms ({brief(storms)})", "Name the field of INVENTORY that holds the storm of each "
                         "landslide, or give a table of one storm.")


def _events(given, run, sites) -> list:
    """Give each storm with its landslides."""
    grid = next(iter(sites.values())).conditions.grid
    field = given.text("STORM_FIELD")
    mapped = read_places(given, run, grid, field=field)
    if not field:
        ((name, site),) = sites.items()
        return [Event(name, site.conditions, mapped.inventory)]
    keys = [storm_key(value) for value in mapped.values]
    slides = by_value(mapped, keys, grid)
    for key, part in slides.items():
        if not key:
            raise InputError(f"INVENTORY, field '{field}'", f"it is empty for {part.count} landslides",
                             f"Name the storm of each: {brief(sites)}.")
        if key not in sites:
            raise InputError(f"INVENTORY, field '{field}'", f"it names storm '{key}' ({part.count} landslides), which "
                             "RAIN_TABLE has not", f"It has {brief(sites)}.")
    none = Inventory(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), 0, mapped.inventory.kind)
    events = [Event(name, site.conditions, slides.get(name, none)) for name, site in sites.items()]
    for event in events:
        if not event.slides.count:
            run.warn(f"RAIN_TABLE, storm {event.name}: it has no landslide on the map. It counts as a storm that all "
                     "slopes stood.")
    return events


def _rain(event: Event) -> Rain:
    """Give the rain of a storm for the report."""
    conditions = event.conditions
    if conditions.supplies is None:
        return Rain(event.name, (), (), conditions.times[-1], "The wetting front was given as a map.")
    storm = conditions.supplies.storm
    said = "Runoff was routed downslope at the means of the table given." if conditions.supplies.routed else ""
    if not storm.uniform:
        return Rain(event.name, (), (), conditions.times[-1], f"{len(storm.depths)} rasters of rain, to hour "
                    f"{storm.duration_h:g}. {said}".strip())
    return Rain(event.name, tuple(storm.ends), tuple(storm.depths), conditions.times[-1], said)


def _of_the_rain(given) -> list:
    """Say so where the table calls the rain assumed: strengths are then fitted to rain that may not have fallen."""
    if "assumed" not in rain_source(given).lower():
        return []
    return ["RAIN_TABLE calls its rain assumed: the means are those that this rain, not the one that fell, would need."]


def _told(found) -> list:
    """What was found, for the log."""
    lines = [f"ROC AUC on ground held out: before {found.before.ranking.auc:.3f}, after {found.after.ranking.auc:.3f}, "
             f"slope alone {found.slope.ranking.auc:.3f}."]
    for each in found.estimates:
        unit = QUANTITIES[each.quantity].unit.replace("-", "")
        where = f"zone {each.zone}, " if each.zone else ""
        lines.append(f"{where}{each.column}: {each.prior_mean:.4g} to {each.mean:.4g} {unit} (90 % "
                     f"{each.band[0]:.4g} to {each.band[1]:.4g})." if each.fitted else
                     f"{where}{each.column}: {each.prior_mean:.4g} {unit} as before, no landslide.")
    return lines


def _settings(given, used) -> dict:
    """Give the settings for the report; what is assumed where one is left out stands in its place."""
    settings = {name: used[name] for name in SETTINGS if name in used
                and (name not in SHAKING or given.has("PGA") or given.has("PGA_VALUE"))}
    settings.setdefault("CORRELATION", "none: quantities vary independently")
    if given.choice("PORE_PRESSURE") == "suction" and not given.has("WATER_TABLE"):
        settings.setdefault("WATER_TABLE_VALUE", "mean soil thickness")
    return settings


def _sources(given, used) -> list:
    rows = []
    for name in [*SOURCES, *(variable.upper() for variable in VARIABLES)]:
        if given.has(name):
            value = used.get(name, "")
            rows += [(name, str(each), SOURCES.get(name, "mean for each cell"))
                     for each in (value if isinstance(value, list) else [value])]
    return rows
