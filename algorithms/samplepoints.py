"""Sample points for training: landslides, and as many stable places where the physics sees no failure."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsWkbTypes,
)

from ..compat import field
from ..engine.errors import InputError
from ..engine.evaluation import classified
from ..engine.grid import RasterSource, RasterWriter
from ..engine.inventory import samples
from ..engine.inventory.places import cell_centres, read_cells
from ..engine.refine.filters import Refinement
from .frame.base import ScarpAlgorithm
from .frame.tee import Tee
from .inputs.grid import add_area
from .inputs.maps import add_band, open_map
from .inputs.places import add_inventory, read_places
from .refinemap import SHAPES, UNITS


class SamplePoints(ScarpAlgorithm):
    """Landslide points and stable points, balanced."""

    NAME = "samplepoints"
    TITLE = "Sample points"
    GROUP = "From maps to decisions"
    TAGS = ("samples", "training", "negatives", "stable area", "PPM-CNN")
    REQUIRES = ("cv2",)
    ABOUT = """
Draws points for training a network: every mapped landslide, and places without one where the probability of failure is
low.

The stable area is where the probability stays below the threshold after opening and closing (which take away specks and
pinholes of the unstable area), further from mapped landslides than the buffer. Points are drawn there at random, no two
nearer than the spacing; the same seed gives the same points. Use these points to train, never to test: negatives chosen
by the probability of failure make any test look too good.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        add_inventory(self, "A polygon gives one point, in its middle.")
        self.raster("POF", "Probability of failure, 0 to 1", "A map from 0 to 1 on a grid in metres; it is the grid of "
                    "the points.")
        self.number("THRESHOLD", "Stable below", "Cells with a probability of failure below it may be stable; 0 to 1.",
                    0.5, 0.0, 1.0)
        self.number("OPEN", "Opening, width of the window", "Unstable patches narrower than it count as stable. In "
                    "UNIT; 0 = off.", 3, 0.0)
        self.number("CLOSE", "Closing, width of the window", "Stable gaps in unstable ground narrower than it count as "
                    "unstable. In UNIT; 0 = off.", 3, 0.0)
        self.choice("UNIT", "Unit of the widths", "", UNITS, "cells", advanced=True)
        self.choice("KERNEL", "Shape of the window", "Of opening and closing.", SHAPES, "ellipse", advanced=True)
        self.number("BUFFER", "Distance from landslides, m", "No stable point lies nearer to a landslide than this, "
                    "between centres of cells.", 100.0, 0.0)
        self.number("SPACING", "Distance between stable points, m", "No two stable points lie nearer to each other. 0 "
                    "is no limit.", 50.0, 0.0)
        self.number("RATIO", "Stable points for each landslide", "1 balances the two; above 0.", 1.0, 0.0)
        self.number("SEED", "Seed", "The same whole number gives the same points.", 1, 0, integer=True, advanced=True)
        add_band(self)
        add_area(self)
        self.output_points("SAMPLES", "Sample points", "Points at centres of cells, with the fields label (1 "
                           "landslide, 0 stable) and pof.")
        self.output_maps()
        self.output_number("N_LANDSLIDE", "Landslide points")
        self.output_number("N_STABLE", "Stable points")

    def check(self, given) -> None:
        """Check the ratio, which must be above 0."""
        samples.wanted_points(1, given.number("RATIO"))

    def compute(self, given, run) -> dict:
        """Draw the points."""
        run.plan(area=4.0, draw=1.0)
        pof = open_map(given, run, "POF", metric=True)
        grid = pof.grid
        mapped = read_places(given, run, grid).inventory
        slides = np.unique(mapped.one_cell_each(grid.width).cells)
        values = read_cells(pof.source, slides)
        known = ~np.isnan(values)
        if not known.any():
            raise InputError("INVENTORY", f"none of {mapped.count} landslides on the map lies where POF has a value",
                             "Check extent and nodata of POF, and AREA.")
        _tell(run, mapped, slides.size, int(known.sum()))
        span = classified.value_range(pof.source, threads=run.threads, cancelled=run.cancelled)
        if span.low == span.high:
            run.warn(f"POF: every cell holds {span.low:.4g}, so that it does not tell stable ground from other.")
        steps = Refinement.from_sizes({name: given.number(name) for name in ("OPEN", "CLOSE")}, given.choice("UNIT"),
                                      given.choice("KERNEL"), grid.cell_width, grid.cell_height)
        run.open("STABLE_AREA", grid, ["stable area"])
        path = run.scratch("stable.tif")
        with RasterWriter(path, grid, ["stable"], "uint8") as writer:
            area = samples.stable_area(pof.source, mapped.cells, Tee(writer, run.writers.get("STABLE_AREA")),
                                       threshold=given.number("THRESHOLD"), refinement=steps,
                                       buffer=given.number("BUFFER"), threads=run.threads,
                                       **run.controls("area", "Stable area"))
        run.log(f"Stable: {area.stable / area.valid:.1%} of {area.valid} cells; the buffer round landslides takes away "
                f"{area.buffered / area.valid:.1%}.")
        wanted = samples.wanted_points(int(known.sum()), given.number("RATIO"))
        drawn = samples.draw(RasterSource(path, grid, parameter="POF"), wanted, given.number("SPACING"),
                             given.integer("SEED"), **run.controls("draw", "Drawing points"))
        if drawn.warning:
            run.warn(drawn.warning)
        cells = np.append(slides[known], drawn.cells)
        labels = np.append(np.ones(int(known.sum()), dtype=int), np.zeros(drawn.cells.size, dtype=int))
        _give(run, grid, cells, labels, np.append(values[known], read_cells(pof.source, drawn.cells)))
        run.log(f"{int(known.sum())} landslide points and {drawn.cells.size} stable points.")
        return {"N_LANDSLIDE": int(known.sum()), "N_STABLE": drawn.cells.size}


def _tell(run, mapped, cells, known) -> None:
    if cells < mapped.count:
        run.log(f"INVENTORY: {mapped.count} landslides lie in {cells} cells; a cell gives one point.")
    if known < cells:
        run.warn(f"INVENTORY: {cells - known} of {cells} landslide cells have no value in POF and give no point.")


def _give(run, grid, cells, labels, values) -> None:
    fields = QgsFields()
    fields.append(field("label", int))
    fields.append(field("pof", float))
    features = []
    for x, y, label, value in zip(*cell_centres(cells, grid), labels, values):
        feature = QgsFeature(fields)
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(float(x), float(y))))
        feature.setAttributes([int(label), float(value)])
        features.append(feature)
    crs = QgsCoordinateReferenceSystem.fromWkt(grid.crs) if grid.crs else QgsCoordinateReferenceSystem()
    run.sink("SAMPLES", fields, QgsWkbTypes.Type.Point, crs, features, "Sample points", "samples")
