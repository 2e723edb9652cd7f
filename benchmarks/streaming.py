"""A large probability map from given slope and thickness beside gdal_translate; memory, cancelling, growth with cells.

    python benchmarks/streaming.py [side ...]

The sample basin is tiled to side x side cells (default 4000 and 10000, which is 100 million). The engine reads
slope and thickness and writes POF, BETA and STATUS, all tiled and deflated; gdal_translate reads the same inputs and
writes the same outputs. Two lognormal variables, and all eight. Targets: engine time at most twice that of
gdal_translate, under 2 GB for 100 million cells, time linear in cells, stopped within 2 s.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if (ROOT / ".build" / "plugins").is_dir():
    sys.path.insert(0, str(ROOT / ".build" / "plugins"))

ROW = {"cohesion_kpa": 8, "friction_deg": 32, "unit_weight_kn_m3": 18, "porosity": 0.45, "saturation_initial": 0.6,
       "saturation_final": 0.95, "ksat_m_s": 4e-6}
TWO = {"cohesion_kpa_cov": 0.3, "cohesion_kpa_dist": "lognormal", "friction_deg_cov": 0.1,
       "friction_deg_dist": "lognormal"}
EIGHT = {**TWO, **{f"{name}_cov": cov for name, cov in (
    ("unit_weight_kn_m3", 0.05), ("porosity", 0.1), ("saturation_initial", 0.1), ("saturation_final", 0.02),
    ("ksat_m_s", 0.5), ("thickness_m", 0.2))}, "ksat_m_s_dist": "lognormal"}
ROUTED_SIDE = 4000
OUTPUTS = ("POF", "BETA", "STATUS")
TILED = ("-q", "-co", "TILED=YES", "-co", "COMPRESS=DEFLATE", "-co", "BIGTIFF=IF_SAFER")


def make_inputs(folder, side):
    """Tile the sample's slope, and a thickness by its elevation, to side x side cells."""
    import numpy as np
    from scarp.engine.grid import Band, Grid, RasterSource, RasterWriter, tiles
    from scarp.engine.soil.thickness import z_model
    from scarp.engine.terrain import shape

    dem = RasterSource(str(ROOT / "sample" / "dem.tif"))
    elevation = dem.read()
    sample_slope = shape.slope_map(dem, str(folder / "sample_slope.tif")).read()[5:-15, 5:-5]
    elevation = elevation[5:-15, 5:-5]
    thickness = z_model(elevation, np.nanmin(elevation), np.nanmax(elevation), 0.8, 2.5)
    grid = Grid(dem.grid.crs, dem.grid.transform, side, side)
    for name, values in (("slope", sample_slope), ("thickness", thickness), ("elevation", elevation)):
        def work(_, window, values=values):
            rows = np.arange(window.row, window.row + window.height) % values.shape[0]
            cols = np.arange(window.col, window.col + window.width) % values.shape[1]
            return {"out": values[np.ix_(rows, cols)]}

        with RasterWriter(str(folder / f"{name}.tif"), grid, [Band(name, "")]) as writer:
            tiles.run(work, grid, {}, {"out": writer})


def supplies_of(folder, soil, slope, routed):
    """Steady rain, or a storm of 24 steps whose runoff is routed."""
    from scarp.engine.grid import RasterSource
    from scarp.engine.terrain import flow
    from scarp.engine.water import routing, supplies
    from scarp.engine.water.storm import Storm

    if not routed:
        return supplies.unrouted_supplies(Storm.steady(12.0, 24.0))
    storm = Storm.from_records([{"hours": k + 1, "mm": 2 + 20 * (k % 8 == 5)} for k in range(24)])
    elevation = RasterSource(str(folder / "elevation.tif")).read(dtype="float32")
    order = flow.routing_order(flow.directions(elevation, slope.grid.cell_width, slope.grid.cell_height))
    del elevation
    return routing.routed_supplies(storm, slope.grid, order, soil, slope)


def engine(folder, columns, stop_after=None, routed=False):
    """Run the engine once, in this process; prints seconds, peak memory and seconds from the stop to the end."""
    from scarp.engine.errors import Cancelled
    from scarp.engine.grid import Band, RasterSource, RasterWriter, commit_all
    from scarp.engine.mapping import conditions, probability, scenario
    from scarp.engine.reliability.analysis import Method
    from scarp.engine.soil.fields import SoilInputs
    from scarp.engine.soil.table import SoilTable

    slope = RasterSource(str(folder / "slope.tif"), parameter="SLOPE")
    table = SoilTable.from_records([{**ROW, **columns}], rasters=("thickness",), zoned=False)
    inputs = SoilInputs(table, rasters={"thickness": RasterSource(
        str(folder / "thickness.tif"), slope.grid, parameter="THICKNESS")})
    start, ended = time.perf_counter(), None      # before filling, directions and routing, which are part of the run
    stated = conditions.Conditions(slope=slope, soil=inputs, times=[24.0], pore_pressure="seepage",
                                   supplies=supplies_of(folder, inputs, slope, routed))
    writers = {name: RasterWriter(str(folder / f"{name}.tif"), slope.grid, [Band(name, "")],
                                  "uint8" if name == "STATUS" else "float32") for name in OUTPUTS}
    asked = []
    if stop_after is not None:
        threading.Timer(stop_after, lambda: asked.append(time.perf_counter())).start()
    try:
        probability.probability_maps(stated, [scenario.Scenario(table)], Method(), writers,
                                     cancelled=lambda: bool(asked))
        commit_all(writers.values())
    except Cancelled:
        ended = time.perf_counter() - asked[0]
        for writer in writers.values():
            writer.discard()
    print(json.dumps({"seconds": time.perf_counter() - start, "stopped": ended,
                      "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def child(folder, variables, stop_after=None):
    """Run the engine in a process of its own."""
    command = [sys.executable, __file__, "--child", str(folder), variables, *([str(stop_after)] if stop_after else [])]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


def translate(folder):
    """Seconds gdal_translate takes to read the inputs and to write the outputs, tiled and deflated."""
    start = time.perf_counter()
    for name in ("slope", "thickness"):
        subprocess.run(["gdal_translate", "-q", str(folder / f"{name}.tif"), "/vsimem/read.tif"], check=True)
    total = time.perf_counter() - start
    for name in OUTPUTS:
        raw, packed = folder / "raw.tif", folder / "packed.tif"
        subprocess.run(["gdal_translate", "-q", "-co", "BIGTIFF=IF_SAFER", str(folder / f"{name}.tif"), str(raw)],
                       check=True)
        start = time.perf_counter()
        subprocess.run(["gdal_translate", *TILED, str(raw), str(packed)], check=True)
        total += time.perf_counter() - start
        raw.unlink()
    return total


def measure(sides):
    """Rows of the table."""
    rows = []
    for side in sides:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make_inputs(folder, side)
            # Routing holds the whole grid: 60 bytes a cell at most, so not for the large run.
            for variables in ("two", "eight", "two, routed")[: 3 if side <= ROUTED_SIDE else 2]:
                ours = child(folder, variables)
                theirs = translate(folder)
                stopped = child(folder, variables, min(3.0, ours["seconds"] / 3))["stopped"]
                rows.append((side, variables, ours["seconds"], theirs, ours["megabytes"], stopped))
    return rows


def main():
    """Measure and print."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--child"]:
        engine(Path(arguments[1]), EIGHT if arguments[2] == "eight" else TWO, *(float(each) for each in arguments[3:]),
               routed=arguments[2] == "two, routed")
        return
    sides = [int(each) for each in arguments if each.isdigit()] or [4000, 10000]
    lines = ["| cells | random variables | engine, s | gdal_translate, s | ratio | ns a cell | peak, MB | stop, s |",
             "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for side, variables, ours, theirs, megabytes, stopped in measure(sides):
        lines.append(f"| {side * side / 1e6:.0f} million | {variables} | {ours:.1f} | {theirs:.1f} "
                     f"| {ours / theirs:.2f} | {ours / side**2 * 1e9:.0f} | {megabytes:.0f} | {stopped:.2f} |")
    print("\n".join(lines))


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main()
