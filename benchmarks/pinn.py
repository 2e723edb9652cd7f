"""PINN: 50 members over a million cells, all outputs, against the same ensemble's bare products in numpy.

    PYTHONPATH=<folder that holds scarp/> python benchmarks/pinn.py [side]

Prints seconds, the ratio of processor time to that of the products (one chunk of the same sizes, scaled up), and the
peak memory of the process.
Target: under 60 s and 1 GB on two cores. The weights are those of the model shipped.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from scarp.engine.grid import Band, Grid, RasterSource, RasterWriter, tiles
from scarp.engine.networks import pinn, session
from scarp.engine.networks.pinn_units import Physics

MODEL = Path(__file__).parents[1] / "models" / "pinn_wenchuan.onnx"
TILE = 256


def rasters(folder, card, side):
    """Write a raster for every factor, each a draw from its training distribution, and for slope and shaking."""
    grid = Grid("", (0.0, 30.0, 0.0, 0.0, 0.0, -30.0), side, side)
    random = np.random.default_rng(0)
    drawn = {f"factor:{place}": (random.choice(factor.classes, (side, side)) if factor.kind == "category" else
                                 np.clip(random.normal(factor.mean, factor.deviation, (side, side)), factor.low,
                                         factor.high)) for place, factor in enumerate(card.factors)}
    drawn["slope"], drawn["pga"] = random.uniform(5, 50, (side, side)), random.uniform(40, 150, (side, side))
    sources = {}
    for name, values in drawn.items():
        path = str(Path(folder) / f"{name.replace(':', '_')}.tif")
        with RasterWriter(path, grid, [name]) as writer:
            writer.write(values.astype(np.float32))
        sources[name] = RasterSource(path)
    return grid, sources


def predict(model, grid, sources, folder):
    """Predict all outputs, tile by tile, as scarp:predictpinn does."""
    count = len(model.card.factors)

    def compute(arrays, window):
        n = window.width * window.height
        values = [arrays[f"factor:{place}"].ravel() for place in range(count)]
        physics = Physics(arrays["slope"].ravel(), np.full(n, 8.0), arrays["pga"].reshape(-1, 1) / 100,
                          np.full(n, np.nan), np.zeros(n))
        return {name: part.reshape(3, window.height, window.width)
                for name, part in model.predict(values, physics).items()}

    writers = {name: RasterWriter(str(Path(folder) / f"{name}.tif"), grid, [Band(p) for p in pinn.PERCENTILES])
               for name in pinn.OUTPUTS}
    tiles.run(compute, grid, sources, writers, tile=TILE, threads=min(os.cpu_count(), pinn.MOST_AT_ONCE))
    for writer in writers.values():
        writer.commit()


def products(model, cells):
    """Seconds of processor for the matrix products alone, from one chunk."""
    card = model.card
    width, depth = card.training["width"], card.training["depth"]
    random = np.random.default_rng(0)
    weights = [random.normal(size=(card.members, a, width)).astype(np.float32)
               for a in [card.channels] + [width] * (depth - 1)]
    hidden = np.broadcast_to(random.normal(size=(pinn.CHUNK, card.channels)).astype(np.float32),
                             (card.members, pinn.CHUNK, card.channels))
    start = time.process_time()
    for weight in weights:
        hidden = np.stack([one @ other for one, other in zip(hidden, weight)])
    return (time.process_time() - start) * cells / pinn.CHUNK


def main(side):
    """Measure."""
    model = pinn.Pinn(session.open(str(MODEL), "pinn", "cpu", max(1, os.cpu_count() // pinn.MOST_AT_ONCE)))
    with tempfile.TemporaryDirectory() as folder:
        grid, sources = rasters(folder, model.card, side)
        start, before = time.perf_counter(), time.process_time()
        predict(model, grid, sources, folder)
        seconds, used = time.perf_counter() - start, time.process_time() - before
    bare = products(model, side * side)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{model.card.members} members, {side * side} cells, six outputs of three bands: {seconds:.1f} s, "
          f"{used:.1f} s of processor ({os.cpu_count()} cores)")
    print(f"matrix products alone, in numpy, {bare:.1f} s of processor: ratio {used / bare:.2f}")
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
