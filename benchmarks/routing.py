"""Filling and directions against pyflwdir's filling, routing against its accuflux, and their memory, within one run.

    python benchmarks/routing.py [side [memory side [side of filling]]]

pyflwdir fills depressions and gives the directions of its flood in one call, so it is compared with both together. The
router and accuflux pass water through the same cells: accuflux adds it up, the router lets each column take its share
first. Writing the supplies to disk and reading them back are shown apart. Targets: ratios at most 1, filling and
directions together at most 150 ns a cell; at most 60 bytes a cell.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

PLUGINS = Path(__file__).resolve().parents[1] / ".build" / "plugins"
if PLUGINS.is_dir():
    sys.path.insert(0, str(PLUGINS))

from scarp.engine.grid import Grid, RasterSource, Window, tiles, write_array  # noqa: E402
from scarp.engine.soil.fields import SoilInputs  # noqa: E402
from scarp.engine.soil.table import SoilTable  # noqa: E402
from scarp.engine.terrain import flow  # noqa: E402
from scarp.engine.water import routing  # noqa: E402
from scarp.engine.water.storm import Storm  # noqa: E402
from scarp.engine.water.supply_file import Layout, Scratch  # noqa: E402
from scipy import ndimage  # noqa: E402

STEPS, REPEATS = 24, 3
RATE, KSAT, ROOM = 2e-6, 1e-6, 0.3
NEEDED = ("porosity", "saturation_initial", "saturation_final", "ksat", "thickness")
ROW = {"porosity": 0.4, "saturation_initial": 0.5, "saturation_final": 1.0, "ksat_m_s": KSAT, "thickness_m": 1.5}


def terrain(side):
    """Hills on a slope."""
    rng = np.random.default_rng(1)
    coarse = ndimage.zoom(rng.normal(size=(side // 40 + 4, side // 40 + 4)), 40, order=3)[:side, :side]
    rows, cols = np.indices((side, side), dtype=np.float32)
    rough = ndimage.gaussian_filter(rng.normal(size=(side, side)), 2)
    return (coarse * 60 + rough * 10 + 0.3 * (rows + cols)).astype(np.float32)


def fastest(function, prepare=lambda: None, clock=time.perf_counter):
    """Give the least seconds of several calls."""
    times = []
    for _ in range(REPEATS):
        prepare()
        start = clock()
        function()
        times.append(clock() - start)
    return min(times)


def sample(side):
    """The sample basin, mirrored at its edges, to side x side cells."""
    basin = RasterSource(str(Path(__file__).resolve().parents[1] / "sample" / "dem.tif")).read(dtype="float32")
    block = np.block([[basin, basin[:, ::-1]], [basin[::-1], basin[::-1, ::-1]]])
    rows, cols = (np.arange(side) % length for length in block.shape)
    return block[np.ix_(rows, cols)]


def drainage(side):
    """Time filling, directions and order beside pyflwdir's filling, which gives its directions too."""
    from pyflwdir.dem import fill_depressions

    flow.warm_up()
    fill_depressions(np.zeros((3, 3), np.float32), nodata=np.nan)
    print(f"{side} x {side} cells, ns of processor time a cell, one thread")
    print(f"{'':24}{'fill':>7}{'D8':>7}{'order':>7}{'pyflwdir fill':>15}{'ratio of fill + D8':>20}")
    flat = np.zeros((side, side), np.float32)
    noise = np.random.default_rng(2).random((side, side)).astype(np.float32)
    for name, elevation in (("sample", sample(side)), ("hills", terrain(side)), ("noise", noise), ("flat", flat)):
        filled, codes = flow.drain(elevation)
        seconds = [fastest(call, clock=time.process_time) for call in (
            lambda z=elevation: flow.fill(z), lambda z=filled: flow._descent(z, 10.0, 10.0),
            lambda given=codes: flow.routing_order(given), lambda z=elevation: fill_depressions(z, nodata=np.nan))]
        shown = (f"{spent / side ** 2 * 1e9:{width}.0f}" for spent, width in zip(seconds, (7, 7, 7, 15)))
        print(f"{name:24}{''.join(shown)}{(seconds[0] + seconds[1]) / seconds[3]:20.2f}")


def speed(side):
    """Time the sweep, the scratch file and accuflux on the same cells."""
    import pyflwdir

    codes = flow.directions(terrain(side))
    order, downstream = flow.routing_order(codes)
    layout = Layout(side, side)
    place, cells = layout.index(order), order.size
    columns = routing.Columns(place, downstream, np.full(cells, KSAT, np.float32), np.full(cells, ROOM))
    supply, buffer = np.empty(cells), np.full(side * side, np.nan, np.float32)

    def sweep():
        for _ in range(STEPS):
            supply.fill(RATE)
            routing.route_step(supply, columns, 3600.0)

    def scatter():
        for _ in range(STEPS):
            routing._kernels()[1](supply, place, buffer)

    flows = pyflwdir.from_array(np.where(codes == flow.NODATA, flow.PYFLWDIR_NODATA, codes), ftype="d8")
    ones = np.ones((side, side))
    flows.accuflux(ones)
    sweep()

    def accuflux():
        for _ in range(STEPS):
            flows.accuflux(ones)

    seconds = {"sweep": fastest(sweep, lambda: columns.room.fill(ROOM)), "put in blocks": fastest(scatter)}
    with tempfile.TemporaryDirectory() as folder:
        scratch = Scratch(layout, STEPS, folder)
        start = time.perf_counter()
        for step in range(STEPS):
            scratch.write(step, buffer)
        seconds["write to disk"] = time.perf_counter() - start
        windows = [Window(col, row, min(512, side - col), min(512, side - row))
                   for row in range(0, side, 512) for col in range(0, side, 512)]
        seconds["read in tiles"] = fastest(lambda: [scratch.read(window) for window in windows])
        scratch.close()
    reference = fastest(accuflux)
    print(f"{side} x {side} cells, {STEPS} steps, one thread")
    print(f"{'':24}{'ns a cell and step':>20}{'ratio':>8}")
    for name, spent in {**seconds, "pyflwdir.accuflux": reference}.items():
        print(f"{name:24}{spent / STEPS / cells * 1e9:20.2f}{spent / reference:8.2f}")


def memory(side, folder, result):
    """Measure the peak of a whole run: directions, order, routing with the storage limit."""
    path = str(Path(folder) / "dem.tif")

    def run(part):
        grid = Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), part, part)
        dem = RasterSource(path, grid, parameter="DEM")
        codes = flow.directions(tiles.read_whole(dem, "Flow directions", np.float32), 10.0, 10.0)
        directed = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        order = flow.routing_order(codes)
        storm = Storm.from_records({"hours": step + 1, "mm": 7.2} for step in range(3))
        soil = SoilInputs(SoilTable.from_records([ROW], zoned=False, needed=NEEDED))
        slope = RasterSource(str(Path(folder) / "slope.tif"), grid, parameter="SLOPE")
        with routing.routed_supplies(storm, grid, order, soil, slope, folder=folder) as supplies:
            error = supplies.balance.error
        return directed, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, error

    _, before, _ = run(300)
    directed, after, error = run(side)
    result.put([(1024 * (peak - before)) / side ** 2 for peak in (directed, after)] + [error])


def _make(side, folder):
    grid = Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), side, side)
    write_array(str(Path(folder) / "dem.tif"), terrain(side), grid)
    write_array(str(Path(folder) / "slope.tif"), np.full((side, side), 30.0, np.float32), grid)


def main(side=1000, memory_side=3000, drainage_side=4000):
    """Print memory and speed."""
    # Memory first: a child process inherits the peak its parent has reached.
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        maker = context.Process(target=_make, args=(memory_side, folder))
        maker.start()
        maker.join()
        result = context.Queue()
        runner = context.Process(target=memory, args=(memory_side, folder, result))
        runner.start()
        directed, routed, error = result.get()
        runner.join()
    print(f"{memory_side} x {memory_side} cells: peak {routed:.0f} bytes a cell (up to directions {directed:.0f}), "
          f"mass error {error:.0e}")
    drainage(drainage_side)
    speed(side)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
