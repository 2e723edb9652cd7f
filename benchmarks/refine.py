"""Refinement and classification of 25 million cells against copying the raster, within one run.

    PYTHONPATH=<folder that holds scarp/> python benchmarks/refine.py [side]

Prints seconds, ratios to the copy and the peak memory of the process. Target: each ratio at most 3.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from osgeo import gdal
from scarp.engine.evaluation import classes, classified
from scarp.engine.grid import Grid, RasterSource, RasterWriter, tiles
from scarp.engine.refine import filters, raster
from scipy import ndimage

REPEATS = 3
"""Of each, the least counts: the first reading finds the file in no cache."""


def make_map(path, side):
    """Smooth hills with noise as a probability, a tenth of it nodata."""
    rng = np.random.default_rng(0)
    coarse = ndimage.zoom(rng.normal(size=(side // 50 + 2, side // 50 + 2)), 50, order=3)[:side, :side]
    values = (1 / (1 + np.exp(3 - 2 * coarse - rng.normal(scale=0.5, size=(side, side))))).astype(np.float32)
    values[coarse > 1.2] = np.nan
    grid = Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), side, side)
    with RasterWriter(path, grid, ["p"]) as writer:
        writer.write(values)


def copy(source, path):
    """Read and write every tile unchanged through the same runner."""
    with RasterWriter(path, source.grid, ["p"]) as writer:
        tiles.run(lambda arrays, window: {"out": arrays["map"]}, source.grid, {"map": source}, {"out": writer})


def refined(source, path, mask, steps, **options):
    with RasterWriter(path, source.grid, ["p"]) as writer, RasterWriter(mask, source.grid, ["m"], "uint8") as binary:
        raster.refine_raster([source], steps, output=writer, mask=binary, **options)


def classed(source, path, method):
    limits = classes.breaks(method, 5, classified.raster_histogram(source))
    with RasterWriter(path, source.grid, ["c"], "uint8") as writer:
        classified.classify_raster(source, limits, writer)


def gdal_copy(source, path):
    gdal.Translate(path, source, creationOptions=["TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=3", "ZLEVEL=1"])


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(side):
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "map.tif")
        maker = multiprocessing.get_context("spawn").Process(target=make_map, args=(path, side))
        maker.start()   # in a process of its own, so that the peak below is that of the work
        maker.join()
        maps = np.random.default_rng(0).random((9, 9))
        filters.refine(maps, filters.Refinement.from_sizes({"MEDIAN": 7}))      # compiles
        source, out, mask = RasterSource(path), str(Path(folder) / "o.tif"), str(Path(folder) / "m.tif")
        paper = filters.Refinement.from_sizes({"MEDIAN": 3, "GAUSSIAN": 5, "OPEN": 3, "CLOSE": 5})
        wide, wider = (filters.Refinement.from_sizes({"MEDIAN": size}) for size in (7, 31))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"{side * side / 1e6:.1f} million cells; peak before: {peak / 1e6:.2f} GB")
        base = None
        for name, work in (
                ("copy through the tile runner", lambda: copy(source, out)),
                ("copy by GDAL", lambda: gdal_copy(path, out)),
                ("median 3, gaussian 5, open 3, close 5, mask", lambda: refined(source, out, mask, paper)),
                ("the same, equalised", lambda: refined(source, out, mask, paper, equalized=True)),
                ("the same, smallest area too", lambda: refined(source, out, mask, paper, smallest=20, equalized=True)),
                ("median 7", lambda: refined(source, out, mask, wide)),
                ("median 31", lambda: refined(source, out, mask, wider)),
                ("classes, jenks", lambda: classed(source, out, "jenks")),
                ("classes, quantile", lambda: classed(source, out, "quantile"))):
            seconds = min(timed(work) for _ in range(REPEATS))
            base = base or seconds
            print(f"{name:45s} {seconds:6.2f} s  {seconds / base:5.2f} x copy")
        print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
