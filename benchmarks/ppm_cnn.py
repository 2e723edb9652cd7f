"""PPM-CNN over a raster: dense against window by window, against the processor's sgemm, and peak memory, in one run.

    PYTHONPATH=<folder that holds scarp/> python benchmarks/ppm_cnn.py [side] [model.onnx ...]

Without a model: the one shipped, and the paper's network (64 channels, 6 inputs, random weights) where torch is there.
Targets: dense at least 6 times as fast as window by window and 90 % of sgemm; peak memory below 600 MB.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from scarp.engine.grid import Grid, RasterSource, RasterWriter, Window
from scarp.engine.networks import dense, session
from scarp.engine.networks.ppm_cnn import PATCH, Windows, mapper

HIDDEN = 304
THREADS = 1
SHIPPED = Path(__file__).resolve().parents[1] / "models" / "ppm_cnn_ecuador.onnx"


def paper_model(path):
    """Write the paper's network with random weights; nothing where there is no torch."""
    try:
        import torch
        from scarp.engine.networks.card import Card, Factor
        from scarp.training.ppm_cnn import calibrate, ensemble, export, fit
        from scarp.training.ppm_cnn.network import PpmCnn
    except ImportError as error:
        print(f"The paper's network is left out: {error}")
        return
    torch.manual_seed(0)
    factors = tuple(Factor(f"factor_{i}", low=-10.0, high=10.0) for i in range(6))
    level = calibrate.Calibration(1.0, 0.0, 0.0, 0.5)
    made = ensemble.Ensemble([PpmCnn(6, 64).eval()], factors, level, fit.Settings(), 1)
    card = Card("ppm_cnn", "paper", factors, Windows(PATCH, 10.0), training={"settings": {"width": 64}})
    export.export(made, card, path)


def paper_windows(path):
    """Write the same network as it would be run window by window: a matrix product in place of the wide convolution."""
    try:
        import torch
        from scarp.training.ppm_cnn.network import PpmCnn
    except ImportError:
        return

    class Windows(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.network = PpmCnn(6, 64)

        def forward(self, channels):
            return self.network.windows(channels)

    torch.onnx.export(Windows().eval(), (torch.zeros(2, 6, PATCH, PATCH),), str(path), input_names=["channels"],
                      dynamic_axes={"channels": {0: "n"}}, opset_version=17, dynamo=False)


def windows_rate(path):
    """Cells a second of `paper_windows`."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    running = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    windows = np.random.default_rng(0).normal(size=(256, 6, PATCH, PATCH)).astype(np.float32)
    print(f"{path.name}: {256 / rate(lambda: running.run(None, {'channels': windows})):,.0f} cells/s")


def flops(card, side):
    """Operations of a square of results, halo included (a multiplication and an addition are two)."""
    settings = {"width": 64, "kernel": 3, **card.training.get("settings", {})}
    width, kernel = settings["width"], settings["kernel"]
    edge, total, inputs = side + PATCH - 1, 0, card.channels
    for layer in range(3):
        edge -= kernel - 1
        total += edge * edge * kernel * kernel * inputs * width
        inputs = width
        edge -= layer < 2
    left = PATCH - 3 * (kernel - 1) - 2
    return 2 * card.members * (total + side * side * (left * left * width * HIDDEN + 2 * HIDDEN))


def sgemm_rate():
    """Best of several products of large float32 matrices by numpy's BLAS, operations a second."""
    one = np.random.default_rng(0).random((2048, 2048), dtype=np.float32)
    best = 0.0
    for _ in range(5):
        start = time.perf_counter()
        one @ one
        best = max(best, 2 * 2048**3 / (time.perf_counter() - start))
    return best


def rate(function, repeats=3):
    """Least seconds."""
    function()
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        found.append(time.perf_counter() - start)
    return min(found)


def measure(path, side, folder):
    network = session.open(str(path), "ppm_cnn", "cpu", THREADS)
    run, card, order = mapper(network), network.card, np.random.default_rng(0)
    tile = order.normal(size=(1, card.channels, dense.TILE + PATCH - 1, dense.TILE + PATCH - 1)).astype(np.float32)
    windows = order.normal(size=(256, card.channels, PATCH, PATCH)).astype(np.float32)
    seconds, single = rate(lambda: run(tile)), rate(lambda: run(windows)) / 256
    speed = dense.TILE**2 / seconds
    gflops, gemm = flops(card, dense.TILE) / seconds / 1e9, sgemm_rate() / 1e9
    print(f"{path.name}: {card.members} networks, {card.channels} channels in, {THREADS} thread")
    print(f"  window by window by the same graph {1 / single:10,.0f} cells/s")
    print(f"  dense, tile {dense.TILE}  {speed:10,.0f} cells/s, {speed * single:.1f} times as fast")
    print(f"  {gflops:.0f} GFLOP/s, {gflops / gemm:.0%} of sgemm's {gemm:.0f}")
    grid = Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), side, side)
    sources = []
    for factor in card.factors:
        target = str(folder / f"{factor.name}.tif")
        with RasterWriter(target, grid, [factor.name]) as writer:
            for top in range(0, side, 256):
                rows = min(256, side - top)
                writer.write(order.normal(factor.mean, factor.deviation, size=(rows, side)), Window(0, top, side, rows))
        sources.append(RasterSource(target))
    start = time.perf_counter()
    one, two = (RasterWriter(str(folder / f"{name}.tif"), grid, [name]) for name in ("susceptibility", "spread"))
    with one, two:
        dense.predict(run, card, grid, sources, {"susceptibility": one, "spread": two})
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"  {side} x {side} raster from file to file: {seconds:.1f} s, {side * side / seconds:,.0f} cells/s, "
          f"peak memory of the process {peak:.0f} MB")


def apart(function, *arguments):
    """Run in a process of its own, so that peak memory is that of the work."""
    process = multiprocessing.get_context("spawn").Process(target=function, args=arguments)
    process.start()
    process.join()


def main(arguments):
    side = int(arguments[0]) if arguments else 600
    # Read by numpy when the processes below import it, so that sgemm has as many threads as the network.
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = str(THREADS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        models = [Path(each) for each in arguments[1:]]
        if not models:
            apart(paper_model, folder / "paper.onnx")
            apart(paper_windows, folder / "paper_windows.onnx")
            if (folder / "paper_windows.onnx").exists():
                apart(windows_rate, folder / "paper_windows.onnx")
            models = [path for path in (folder / "paper.onnx", SHIPPED) if path.exists()]
        for path in models:
            apart(measure, path, side, folder)


if __name__ == "__main__":
    main(sys.argv[1:])
