"""Classes of a map, and how landslides share out among them."""

from __future__ import annotations

import csv
import io
import math

import numpy as np

from ..engine.errors import InputError
from ..engine.evaluation import classes, classified
from ..engine.inventory.places import read_cells
from ..engine.palette import class_colours
from .frame.base import ScarpAlgorithm
from .inputs.grid import add_area
from .inputs.maps import add_band, open_map
from .inputs.places import add_inventory, read_places

METHODS = {"jenks": "natural breaks, the least spread within classes", "quantile": "as many cells in each class",
           "equal": "equal steps from the least to the greatest value", "fixed": "the limits in BREAKS",
           "captured": "the highest class holds a share of the landslides of INVENTORY, the two highest another, and "
                       "so on: shares in BREAKS"}


class Classify(ScarpAlgorithm):
    """Natural breaks, quantiles, equal steps or fixed limits, with frequency ratios."""

    NAME = "classify"
    TITLE = "Classify"
    GROUP = "From maps to decisions"
    TAGS = ("Jenks", "natural breaks", "susceptibility classes", "frequency ratio", "quantile")
    ABOUT = """
Puts a map into classes, Very low to Very high where there are five, and counts the landslides in each.

The frequency ratio of a class is its share of the landslides over its share of the area: 1 is no relation, and a useful
map rises from class to class. Natural breaks (Jenks) are exact on a histogram of all cells with 65536 bins, so they do
not depend on a sample. A value on a limit belongs to the lower class. Compare maps only with the same limits (fixed).
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        self.raster("INPUT", "Map", "Any map of numbers, such as a probability of failure.")
        self.choice("METHOD", "Limits of the classes", "", METHODS, "jenks")
        self.number("CLASSES", "Number of classes", "2 to 20; not used with fixed and captured.", 5, 2,
                    classes.MOST_CLASSES, integer=True)
        self.text("BREAKS", "Limits for fixed, shares for captured", "Inner limits, rising, such as 0.2;0.4;0.6;0.8 "
                  "(four limits make five classes). For captured, shares of the landslides in the highest class, in "
                  "the two highest, and so on; left out, 0.5;0.75;0.9;0.97.")
        add_inventory(self, "Each counts once, a polygon by the cell in its middle.", optional=True)
        add_band(self)
        add_area(self)
        self.output_maps()
        self.output_file("TABLE", "Table of classes", "CSV: class, name, lower, upper, cells, area_share, landslides, "
                         "landslide_share, frequency_ratio; shares from 0 to 1.", "csv")

    def check(self, given) -> None:
        """Check the limits of the method fixed, and the shares and landslides of captured."""
        method = given.choice("METHOD")
        if method in ("fixed", "captured"):
            classes.breaks(method, fixed=classes.parse_breaks(given.text("BREAKS")), landslides=(0.0,))
        if method == "captured" and not given.has("INVENTORY"):
            raise InputError("INVENTORY", "it is missing, and METHOD captured counts landslides",
                             "Give mapped landslides, or use another METHOD.")

    def compute(self, given, run) -> dict:
        """Classify, and count landslides."""
        run.plan(histogram=1.0, classes=1.0)
        shown = open_map(given, run)
        found = classified.value_range(shown.source, threads=run.threads, cancelled=run.cancelled)
        if not found.cells:
            raise InputError("INPUT", "no cell has a value", "Check nodata, and AREA.")
        values = _at_landslides(given, run, shown) if given.has("INVENTORY") else None
        limits = _limits(given, run, shown.source, found, values)
        names, colours = classes.names(len(limits) + 1), class_colours(len(limits) + 1)
        styled = [(number, colour, f"{name} ({_span(limits, number)})")
                  for number, (name, colour) in enumerate(zip(names, colours), 1)]
        run.open("OUTPUT", shown.grid, ["class"], categories=styled)
        cells = classified.classify_raster(shown.source, limits, run.writers.get("OUTPUT"), threads=run.threads,
                                           **run.controls("classes", "Classes"))
        slides = None if values is None else np.bincount(
            classes.classify(values, limits), minlength=256)[1:len(limits) + 2]
        rows = classes.frequency_ratios(limits, found.low, found.high, cells, slides)
        for row in rows:
            ratio = "" if slides is None else f", {row.landslides} landslides, frequency ratio " + (
                "unknown (no area)" if math.isnan(row.frequency_ratio) else f"{row.frequency_ratio:.2f}")
            run.log(f"{row.number} {row.name}: {row.lower:.4g} to {row.upper:.4g}, {row.area_share:.1%} of the area"
                    + ratio)
        run.text_file("TABLE", as_csv(rows, slides is not None))
        return {}


def as_csv(rows, tested: bool) -> str:
    """Text of the table of classes; empty cells where there were no landslides to count."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("class", "name", "lower", "upper", "cells", "area_share", "landslides", "landslide_share",
                    "frequency_ratio"))
    for row in rows:
        counted = (row.landslides, _number(row.landslide_share), _number(row.frequency_ratio)) if tested else ("",) * 3
        table.writerow((row.number, row.name, f"{row.lower:.9g}", f"{row.upper:.9g}", row.cells,
                        _number(row.area_share), *counted))
    return text.getvalue()


def _limits(given, run, source, found, values) -> list:
    method, wanted = given.choice("METHOD"), given.integer("CLASSES")
    if method == "captured":
        run.stage("histogram", "Limits")
        return classes.breaks(method, fixed=classes.parse_breaks(given.text("BREAKS")), landslides=values)
    if method == "fixed":
        limits = classes.breaks("fixed", fixed=classes.parse_breaks(given.text("BREAKS")))
        run.stage("histogram", "Limits")
        if limits[-1] >= found.high or limits[0] < found.low:
            run.warn(f"BREAKS: the map holds {found.low:.4g} to {found.high:.4g}, so some classes are empty.")
        return limits
    counts = classified.raster_histogram(source, found, threads=run.threads,
                                         **run.controls("histogram", "Limits of the classes"))
    limits = classes.breaks(method, wanted, counts)
    if len(limits) + 1 < wanted:
        run.warn(f"CLASSES: {wanted} were asked for and {len(limits) + 1} are made, since many cells share one value.")
    return limits


def _at_landslides(given, run, shown) -> np.ndarray:
    """Values of the map at the landslides, one a landslide."""
    mapped = read_places(given, run, shown.grid).inventory.one_cell_each(shown.grid.width)
    values = read_cells(shown.source, mapped.cells)
    known = ~np.isnan(values)
    if not known.any():
        raise InputError("INVENTORY", "no landslide lies where the map has a value", "Check extent and nodata.")
    if not known.all():
        run.warn(f"INVENTORY: {int((~known).sum())} of {known.size} landslides lie where the map has no value.")
    return values[known]


def _span(limits, number) -> str:
    if number == 1:
        return f"≤ {limits[0]:.3g}"
    return f"> {limits[-1]:.3g}" if number > len(limits) else f"{limits[number - 2]:.3g} to {limits[number - 1]:.3g}"


def _number(value) -> str:
    return "" if math.isnan(value) else f"{value:.6g}"
