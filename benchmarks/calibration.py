"""The sample basin calibrated: means before and after, the test on held-out ground, and how long it takes.

    python benchmarks/calibration.py

The sample's soil table and storm are assumed, and it has one soil zone. Three zones are made here, thirds of the basin
by elevation; the last case also routes runoff and lets the soil thin with elevation.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
if (ROOT / ".build" / "plugins").is_dir():
    sys.path.insert(0, str(ROOT / ".build" / "plugins"))

THICKNESS = 0.8, 2.5
CASES = (("one zone", 1, False), ("three zones by elevation", 3, False),
         ("three zones, routed, thinning upwards", 3, True))


def landslides(grid):
    """The mapped landslides as an Inventory."""
    from osgeo import ogr
    from scarp.engine.inventory.places import from_points

    data = ogr.Open(str(ROOT / "sample" / "landslides.gpkg"))
    places = [feature.GetGeometryRef().Clone() for feature in data.GetLayer(0)]
    return from_points([place.GetX() for place in places], [place.GetY() for place in places], grid)


def conditions(folder, zones, routed):
    """Conditions of one case."""
    from scarp.engine.grid import RasterSource, write_array
    from scarp.engine.mapping.conditions import Conditions
    from scarp.engine.soil.fields import SoilInputs
    from scarp.engine.soil.table import SoilTable
    from scarp.engine.soil.thickness import z_model
    from scarp.engine.terrain import flow, shape
    from scarp.engine.water.routing import routed_supplies
    from scarp.engine.water.storm import Storm
    from scarp.engine.water.supplies import unrouted_supplies

    dem = RasterSource(str(ROOT / "sample" / "dem.tif"))
    elevation, grid = dem.read(), dem.grid
    slope = shape.slope_map(dem, str(folder / "slope.tif"))

    def raster(name, values):
        write_array(str(folder / f"{name}.tif"), values.astype("float32"), grid)
        return RasterSource(str(folder / f"{name}.tif"), grid)

    with open(ROOT / "sample" / "soil.csv", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    with open(ROOT / "sample" / "storm.csv", encoding="utf-8") as file:
        storm = Storm.from_records(list(csv.DictReader(file)))
    rasters = {}
    if routed:
        row.pop("thickness_m")
        rasters["thickness"] = raster("thickness", z_model(elevation, np.nanmin(elevation), np.nanmax(elevation),
                                                           *THICKNESS))
    table = SoilTable.from_records([{**row, "zone": str(k + 1)} for k in range(zones)], list(rasters), zones > 1)
    thirds = 1.0 + np.digitize(elevation, np.nanquantile(elevation, (1 / 3, 2 / 3)))
    soil = SoilInputs(table, raster("zones", np.where(np.isnan(elevation), np.nan, thirds)) if zones > 1 else None,
                      rasters)
    supplies = unrouted_supplies(storm)
    if routed:
        order = flow.routing_order(flow.directions(elevation, grid.cell_width, grid.cell_height))
        supplies = routed_supplies(storm, grid, order, soil, slope)
    return Conditions(slope, soil, [storm.duration_h], supplies)


def rows(title, found, wall, processor):
    """One case as rows of the table."""
    means = {}
    for each in found.estimates:
        note = ", silent" if each.silent else ", on its bound" if each.on_bound else ""
        means.setdefault(each.zone, []).append(
            f"{each.mean:.3g} ({each.band[0]:.3g} to {each.band[1]:.3g}{note})")
    for number, (zone, (cohesion, friction)) in enumerate(means.items()):
        slides = next(each.slides for each in found.estimates if each.zone == zone)
        start = [title, zone, str(slides), cohesion, friction]
        if number:
            yield [*start[:0], "", *start[1:], "", "", "", ""]
            continue
        test = [f"{score.ranking.auc:.3f}" for score in (found.before, found.after, found.slope)]
        low, high = found.gain_interval
        yield [*start, f"{test[0]}, {test[1]}, {test[2]}; {found.gain:+.3f} ({low:+.3f} to {high:+.3f})",
               f"{found.before.reliability.brier:.5f}, {found.after.reliability.brier:.5f}",
               f"{found.expected_before:,.0f}, {found.expected_after:,.0f}", f"{wall:.0f}, {processor:.0f}"]


def main():
    """Calibrate and print a table."""
    from scarp.engine.calibration.calibrate import Event, calibrate
    from scarp.engine.calibration.free import parse_free

    heads = ("case", "zone", "landslides", "cohesion, kPa (5 before)", "friction, deg (33 before)",
             "AUC held out: before, after, slope alone; gain", "Brier: before, after",
             "landslides expected: before, after", f"seconds, processor seconds ({os.cpu_count()} cores)")
    print("| " + " | ".join(heads) + " |\n" + "| --- " * len(heads) + "|")
    for title, zones, routed in CASES:
        with tempfile.TemporaryDirectory() as folder:
            here = conditions(Path(folder), zones, routed)
            wall, processor = time.monotonic(), time.process_time()
            found = calibrate([Event("", here, landslides(here.grid))], parse_free("cohesion; friction"))
            spent = time.monotonic() - wall, time.process_time() - processor
            for row in rows(title, found, *spent):
                print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
