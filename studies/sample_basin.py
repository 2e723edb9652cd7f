"""The sample basin as training data: factors, probability of failure, mapped points. Needs GDAL, as QGIS has it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Dict, Sequence

import numpy as np
from osgeo import ogr

from ..engine.grid import Band, RasterSource, RasterWriter, commit_all, tiles
from ..engine.inventory import places, samples
from ..engine.mapping import conditions, probability, scenario
from ..engine.networks import ppm_cnn
from ..engine.networks.card import Factor
from ..engine.refine.filters import Refinement
from ..engine.reliability.analysis import Method
from ..engine.soil.fields import SoilInputs
from ..engine.soil.table import SoilTable
from ..engine.terrain import flow, shape
from ..engine.water import supplies
from ..engine.water.storm import Storm
from ..training.ppm_cnn.data import Lattice, Samples

SAMPLE = Path(__file__).parents[1] / "sample"
FACTORS = ("slope", "elevation", "plan_curvature", "profile_curvature", "topographic_wetness_index")
"""What the networks of the basin look at; soil type and thickness are one value there and tell nothing."""

UNITS = {"slope": "deg", "aspect": "deg", "elevation": "m", "plan_curvature": "1/m", "profile_curvature": "1/m",
         "topographic_wetness_index": "ln(m)"}
BUFFER = 100.0
"""No drawn point lies nearer to a landslide, m."""

SPACING = 20.0


class Basin:
    """Rasters and points of the sample basin.

    Parameters
    ----------
    folder : Path
        For the rasters made from the DEM.

    Attributes
    ----------
    grid : Grid
    slides, quiet : ndarray of int
        Cells of the mapped landslides and of the mapped points without one; a cell with both counts as a landslide.
    paths : dict of str to str
        Rasters by name, probability of failure among them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        dem = RasterSource(str(SAMPLE / "dem.tif"))
        self.grid = dem.grid
        self.paths: Dict[str, str] = {"elevation": dem.path}
        self._terrain(dem)
        self.slides, self.quiet = (np.unique(self._cells(name)) for name in ("landslides", "non_landslides"))
        self.quiet = np.setdiff1d(self.quiet, self.slides)

    def _terrain(self, dem: RasterSource) -> None:
        grid = self.grid
        writers = {name: self._writer(name) for name in ("slope", "aspect", "plan_curvature", "profile_curvature")}
        shape.factor_maps(dem, writers)
        _, codes = flow.drain(tiles.read_whole(dem, "Flow directions", np.float32), cell_width=grid.cell_width,
                              cell_height=grid.cell_height)
        slope = shape.slope(np.pad(dem.read(), 1, constant_values=np.nan), grid.cell_width, grid.cell_height)
        wetness = shape.topographic_wetness_index(flow.accumulation(codes), slope, grid.cell_width, grid.cell_height)
        writers["topographic_wetness_index"] = self._writer("topographic_wetness_index")
        writers["topographic_wetness_index"].write(wetness)
        writers["flow_direction"] = self._writer("flow_direction", "uint8", 255)
        writers["flow_direction"].write(codes)
        commit_all(writers.values())

    def _writer(self, name: str, dtype: str = "float32", nodata=None) -> RasterWriter:
        self.paths[name] = str(self._folder / f"{name}.tif")
        return RasterWriter(self.paths[name], self.grid, [Band(name, UNITS.get(name, ""))], dtype, nodata, name=name)

    def _cells(self, name: str) -> np.ndarray:
        source = ogr.Open(str(SAMPLE / f"{name}.gpkg"))
        points = np.array([feature.GetGeometryRef().GetPoint_2D() for feature in source.GetLayer(0)])
        cells = places.point_cells(points[:, 0], points[:, 1], self.grid)
        return cells[cells >= 0]

    def source(self, name: str) -> RasterSource:
        """Open a raster."""
        return RasterSource(self.paths[name], parameter=name)

    def probability_of_failure(self) -> str:
        """Compute the probability of failure of the sample's soil and storm, FORM, runoff not routed; give its path."""
        if "probability_of_failure" not in self.paths:
            table = SoilTable.from_records(_records("soil.csv"), zoned=False)
            storm = Storm.from_records(_records("storm.csv"))
            under = conditions.Conditions(slope=self.source("slope"), soil=SoilInputs(table),
                                          times=[storm.duration_h], supplies=supplies.unrouted_supplies(storm))
            cases = [scenario.Scenario(table)]
            path = str(self._folder / "probability_of_failure.tif")
            with RasterWriter(path, self.grid, scenario.describe(cases, under.times)) as writer:
                probability.probability_maps(under, cases, Method("form"), {"POF": writer})
            self.paths["probability_of_failure"] = path
        return self.paths["probability_of_failure"]

    def stable_cells(self, count: int, seed: int, by_physics: bool) -> np.ndarray:
        """Draw places without a landslide, as scarp:samplepoints does.

        Parameters
        ----------
        count : int
        seed : int
        by_physics : bool
            Only where the probability of failure, opened and closed, stays below 0.5; else anywhere.
        """
        path = str(self._folder / f"stable_{by_physics}.tif")
        if not Path(path).exists():
            pof = RasterSource(self.probability_of_failure())
            steps = Refinement.from_sizes({"OPEN": 3, "CLOSE": 3})
            with RasterWriter(path, self.grid, ["stable"], "uint8") as writer:
                samples.stable_area(pof, self.slides, writer, threshold=0.5 if by_physics else 1.0,
                                    refinement=steps if by_physics else None, buffer=BUFFER)
        return samples.draw(RasterSource(path), count, SPACING, seed).cells

    def samples(self, landslides, stable, names: Sequence[str] = FACTORS) -> Samples:
        """Cut the windows of landslide and stable cells out of the factors."""
        kinds = [ppm_cnn.kind_of(name, False) for name in names]
        cells = np.append(landslides, stable)
        found = ppm_cnn.read_patches([self.source(name) for name in names], [kind == "number" for kind in kinds], cells)
        labels = (np.arange(cells.size) < len(landslides))[found.kept]
        factors = tuple(Factor(name, kind, UNITS.get(name, "")) for name, kind in zip(names, kinds))
        return Samples(found.values, labels, cells[found.kept], factors,
                       Lattice(self.grid.cell_width, self.grid.cell_height, self.grid.width))


def _records(name: str) -> list:
    with open(SAMPLE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
