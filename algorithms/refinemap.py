"""Refinement of a map of probability or susceptibility with the filters of image processing."""

from __future__ import annotations

from ..engine.errors import InputError
from ..engine.grid import MaskedSource, RasterSource, metric_grid
from ..engine.refine.filters import KERNELS, OPERATIONS, Refinement
from ..engine.refine.raster import refine_raster
from .frame.base import ScarpAlgorithm
from .inputs.grid import add_area, burn_area

UNITS = {"cells": "sizes are cells of the map", "metres": "sizes are metres; the nearest odd number of cells is used"}
SHAPES = dict(zip(KERNELS, ("round", "square", "a cross")))


class RefineMap(ScarpAlgorithm):
    """Median, Gaussian, opening, closing, dilation, erosion, threshold, smallest area."""

    NAME = "refinemap"
    TITLE = "Refine map"
    GROUP = "From maps to decisions"
    TAGS = ("OpenCV", "morphology", "median", "opening", "closing", "mask", "threshold")
    REQUIRES = ("cv2",)
    ABOUT = """
Takes the noise out of a map from 0 to 1 and makes a mask of what lies at or above a threshold.

The steps run in the order of the form: median, Gaussian, opening, closing, dilation, erosion; then the threshold and
the smallest area make the mask. Each size is the width of the window; 0 is off. Opening takes specks away, closing
fills pinholes. Cells without a value stay so and count for nothing in their neighbours' windows; values stay within
0 to 1. Every band is treated.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        self.raster("INPUT", "Map, 0 to 1", "A probability of failure or a susceptibility, values from 0 to 1.")
        meanings = ("Each cell becomes the median of its window. Above 5 cells it is slow where numba is missing.",
                    "Each cell becomes a weighted mean of its window.",
                    "Takes away patches of high values narrower than the window.",
                    "Fills gaps of low values narrower than the window.",
                    "Lets high values grow by half the window.", "Lets high values shrink by half the window.")
        labels = ("Median", "Gaussian", "Opening", "Closing", "Dilation", "Erosion")
        for name, label, meaning, default in zip(OPERATIONS, labels, meanings, (3, 0, 3, 3, 0, 0)):
            self.number(name, f"{label}, width of the window", f"{meaning} In UNIT; 0 = off.", default, 0.0,
                        advanced=name in ("DILATE", "ERODE"))
        self.choice("UNIT", "Unit of the widths", "", UNITS, "cells")
        self.choice("KERNEL", "Shape of the window", "Of opening, closing, dilation and erosion. Round windows wider "
                    "than some 50 cells are slow.", SHAPES, "ellipse", advanced=True)
        self.number("THRESHOLD", "Threshold of the mask", "The mask is 1 where the refined map is at or above it; 0 to "
                    "1.", 0.5, 0.0, 1.0)
        self.number("MIN_AREA", "Smallest area in the mask, m2", "Smaller patches are taken out of the mask; cells "
                    "that touch at a corner belong together. 0 = keep all.", 0.0, 0.0)
        self.flag("EQUALIZE", "Equalise for display", "Spreads the values of OUTPUT evenly over 0 to 1, so that "
                  "differences show everywhere; they are then no probabilities. The mask does not change.", False,
                  advanced=True)
        add_area(self)
        self.output_maps()

    def compute(self, given, run) -> dict:
        """Refine every band."""
        run.plan(refine=1.0)
        path, smallest = given.raster("INPUT"), given.number("MIN_AREA")
        metric = given.choice("UNIT") == "metres" or smallest > 0
        grid = metric_grid(path, "INPUT", run.warn) if metric else RasterSource(path, parameter="INPUT").grid
        sources = [RasterSource(path, grid, parameter="INPUT")]
        sources += [RasterSource(path, grid, band, "INPUT") for band in range(2, sources[0].band_count + 1)]
        steps = Refinement.from_sizes({name: given.number(name) for name in OPERATIONS}, given.choice("UNIT"),
                                      given.choice("KERNEL"), grid.cell_width, grid.cell_height)
        _tell_sizes(given, run, steps)
        quantity = sources[0].metadata.get("SCARP_NAME", "")
        equalized = given.flag("EQUALIZE")
        names = [text or f"band {band}" for band, text in enumerate(sources[0].descriptions, 1)]
        run.open("OUTPUT", grid, names, label="equalised" * equalized, times=len(names),
                 quantity="" if equalized else quantity)
        run.open("MASK", grid, names, label=f"≥ {given.number('THRESHOLD'):g}", times=len(names))
        if given.has("AREA"):
            area = burn_area(given, run, grid)
            sources = [MaskedSource(source, area) for source in sources]
        found = refine_raster(sources, steps, given.number("THRESHOLD"), output=run.writers.get("OUTPUT"),
                              mask=run.writers.get("MASK"), smallest=smallest / grid.cell_area if smallest else 0.0,
                              equalized=equalized, threads=run.threads, **run.controls("refine", "Refining the map"))
        if not found.cells:
            raise InputError("INPUT", "no cell inside AREA has a value", "Check the extent of AREA.")
        run.log(f"At or above {given.number('THRESHOLD'):g}: {found.above / found.cells:.2%} of the cells"
                + (f"; {found.patches_removed} smaller patches ({found.cells_removed} cells) taken out of the mask."
                   if found.patches_removed else "."))
        return {}


def _tell_sizes(given, run, steps) -> None:
    """Say what sizes became in cells, where that is not what was asked for."""
    for name in OPERATIONS:
        asked, (across, down) = given.number(name), steps.sizes[name]
        if asked and max(across, down) == 1:
            run.warn(f"{name}: {asked:g} {given.choice('UNIT')} is less than two cells and does nothing.")
        elif asked and (given.choice("UNIT") == "metres" or across != asked):
            run.log(f"{name}: {asked:g} {given.choice('UNIT')} is {across} x {down} cells.")
