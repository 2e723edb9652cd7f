"""Statistical models: time to fit, size and rate of their graphs, how they rank on the sample and on a basin made up.

    PYTHONPATH=<folder that holds scarp/> python benchmarks/susceptibility.py

The sample is tested on mapped points with and without landslides, in blocks of 500 m, 3 folds, five seeds. The basin
made up has 640,000 cells of 25 m, four rocks and 4,000 landslides whose probability is known; it is tested as
scarp:trainsusceptibility does. Targets: boosting fits 4,000 landslides x 12 factors in less than 5 s; 300,000 cells/s.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from scarp.engine.evaluation import blocks
from scarp.engine.grid import RasterSource
from scarp.engine.inventory import places
from scarp.engine.networks.card import Card, Factor
from scarp.engine.networks.statistical import CHANNELS, COMPUTED, SUSCEPTIBILITY, Statistical, measured, table_channels
from scarp.engine.statistics import graph, methods, samples, study, validation
from scarp.engine.terrain import flow, shape

SAMPLE = Path(__file__).resolve().parents[1] / "sample"
SEEDS = range(1, 6)
SIDE, CELL = 800, 25.0
RELIEF = 7
"""Cells on each side of the window of the relief."""


def terrain(elevation, cell):
    """Factors of an elevation model by name, each of its shape."""
    rim = np.pad(elevation, 1, constant_values=np.nan)
    found = {name: function(rim, cell, cell) for name, function in shape.FACTORS.items() if name in COMPUTED}
    _, codes = flow.drain(elevation.astype(np.float32), cell_width=cell, cell_height=cell)
    cells = flow.accumulation(codes)
    found.update(
        elevation=elevation, river_distance=flow.channel_distance(codes, cells, 1000, cell, cell),
        topographic_wetness_index=shape.topographic_wetness_index(cells, found["slope"], cell, cell),
        log_accumulation=shape.log_accumulation(cells, cell, cell),
        relief=shape.relief(np.pad(elevation, RELIEF, constant_values=np.nan), RELIEF))
    return {name: np.asarray(found[name], dtype=np.float64) for name in COMPUTED}


def made(factors, cells, labels, width, cell, classes=None, **options):
    """Samples at cells."""
    columns = [values.ravel()[cells] for values in factors.values()]
    names, categorical = list(factors), [False] * len(factors)
    if classes is not None:
        columns, names, categorical = [*columns, classes.ravel()[cells]], [*names, "rock"], [*categorical, True]
    where = (cells % width + 0.5) * cell, (cells // width + 0.5) * cell
    return samples.make(columns, names, [""] * len(names), categorical, labels, places=where, **options)


def speed():
    """Fit and run on one thread: 4,000 landslides, 16,000 others, 12 factors."""
    import onnxruntime

    order = np.random.default_rng(0)
    columns = [order.normal(size=20000) for _ in range(12)]
    labels = order.random(20000) < 1 / (1 + np.exp(-(columns[0] + columns[1] * columns[2] - 1.8)))
    factors = tuple(measured(Factor(f"factor_{place}"), column) for place, column in enumerate(columns))
    channels = table_channels(columns, factors)
    tile = np.ascontiguousarray(np.tile(channels, (14, 1))[:262144].T.reshape(1, 12, 512, 512))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    print(f"{int(labels.sum())} landslides, {int((~labels).sum())} others, 12 factors; processor time, one thread")
    print("              fit, s   file, MB   off trainer   1000 cells/s")
    for method in methods.FAST:
        start = time.process_time()
        model = methods.fit(method, channels, labels, factors)
        fitted = time.process_time() - start
        content = graph.model_bytes(model, Card("statistical", "", factors, Statistical(method, 10.0)), -3.0)
        session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        session.run([SUSCEPTIBILITY], {CHANNELS: tile[:, :, :64]})
        start = time.process_time()
        session.run([SUSCEPTIBILITY], {CHANNELS: tile})
        rate = 262.144 / (time.process_time() - start)
        print(f"{method:<12}{fitted:>8.2f}{len(content) / 1e6:>11.3f}"
              f"{graph.difference(content, model.log_odds, channels, -3.0):>14.1e}{rate:>15.0f}")


def sample_basin():
    """ROC AUC on mapped points of the sample, blocks of 500 m, 3 folds, gap of 17 cells, five seeds."""
    from sklearn.metrics import roc_auc_score

    dem = RasterSource(str(SAMPLE / "dem.tif"))
    grid = dem.grid
    factors = terrain(dem.read(), grid.cell_width)
    slides, quiet = (np.unique(points(SAMPLE / f"{name}.gpkg", grid)) for name in ("landslides", "non_landslides"))
    quiet, found, draws = np.setdiff1d(quiet, slides), {}, []
    known = np.flatnonzero(~np.isnan(np.stack([values.ravel() for values in factors.values()])).any(axis=0))
    for seed in SEEDS:
        drawn = np.random.default_rng(seed).choice(np.setdiff1d(known, [*slides, *quiet]), 4 * slides.size, False)
        cells = np.concatenate([slides, quiet, drawn])
        tested = np.arange(cells.size) < slides.size + quiet.size
        labels = np.arange(cells.size) < slides.size
        data, kept = made(factors, cells, labels, grid.width, grid.cell_width, trained=labels | ~tested)
        tested = tested[kept]
        fold = blocks.assign_folds(validation.block_of(data.x, data.y, 500.0), data.labels, 3, seed)
        odds = validation.held_out(data, fold, methods.FAST, gap=170.0, prevalence=0.5, seed=seed).odds
        odds["slope"] = data.columns[data.names.index("slope")]
        number, drawn_blocks = blocks.block_weights(validation.block_of(data.x[tested], data.y[tested], 500.0), 1000, 1)
        for name, values in odds.items():
            found.setdefault(name, []).append(roc_auc_score(data.labels[tested], values[tested]))
        draws.append({name: blocks.resample(data.labels[tested], values[tested], number, drawn_blocks).auc
                      for name, values in odds.items()})
    print(f"\nThe sample: {slides.size} landslides, {quiet.size} mapped points without; ten factors; blocks of 500 m, "
          "mean of five seeds")
    print("              ROC AUC   spread over seeds   minus boosting, 95 % by blocks, paired")
    for name, values in found.items():
        off = np.mean([each[name] - each["boosting"] for each in draws], axis=0)
        low, high = np.nanpercentile(off, [2.5, 97.5])
        print(f"{name:<12}{np.mean(values):>9.3f}      {min(values):.3f} to {max(values):.3f}   "
              + ("" if name == "boosting" else f"{np.mean(values) - np.mean(found['boosting']):+.3f} "
                 f"({low:+.3f} to {high:+.3f})"))


def points(path, grid):
    """Cells of a layer of points."""
    from osgeo import ogr

    source = ogr.Open(str(path))
    found = np.array([feature.GetGeometryRef().GetPoint_2D() for feature in source.GetLayer(0)])
    cells = places.point_cells(found[:, 0], found[:, 1], grid)
    return cells[cells >= 0]


def basin_made_up():
    """ROC AUC on a basin whose probability is known, as scarp:trainsusceptibility tests."""
    from scipy.ndimage import gaussian_filter
    from sklearn.metrics import roc_auc_score

    order = np.random.default_rng(1)
    ground = 0.0
    for width, height in ((100, 900.0), (30, 250.0), (10, 80.0), (4, 20.0)):
        rough = gaussian_filter(order.normal(size=(SIDE, SIDE)), width)
        ground = ground + height * rough / rough.std()
    ground += 3000
    factors = terrain(ground, CELL)
    mixed = [gaussian_filter(order.normal(size=(SIDE, SIDE)), 60) for _ in range(4)]
    rock = np.argmax(mixed, axis=0) + 1.0
    slope = factors["slope"]
    # Steep but not the steepest ground fails, hollows more than spurs, soft rock more than hard, and weather where
    # nobody looked: a smooth field that no factor knows.
    hidden = gaussian_filter(order.normal(size=(SIDE, SIDE)), 25)
    odds = (-((slope - 38) / 11) ** 2 - 0.8 * np.clip(factors["plan_curvature"] / 0.01, -2, 2)
            + np.array([0, 0.9, -0.6, 0.3, -0.2])[rock.astype(int)] + 0.6 * hidden / hidden.std()
            + 0.25 * (factors["log_accumulation"] - 4))
    chance = np.exp(odds - odds.max()).ravel()
    slides = order.choice(chance.size, 4000, replace=False, p=chance / chance.sum())
    others = order.choice(np.setdiff1d(np.arange(chance.size), slides), 20000, replace=False)
    cells = np.append(slides, others)
    labels = np.arange(cells.size) < slides.size
    trained = np.arange(cells.size) < 5 * slides.size
    weights = np.where(labels, 1.0, (chance.size - slides.size) / others.size)
    data, _ = made(factors, cells, labels, SIDE, CELL, rock, trained=trained, stands_for=weights)
    share = slides.size / chance.size
    start = time.process_time()
    known = {name: study.train(data, study.Plan(name, 4, 2000.0, 17 * CELL, share, 1)) for name in
             ("boosting", "forest", "weights")}
    spent = time.process_time() - start
    print(f"\nA basin made up: {chance.size:,} cells, 4,000 landslides, {int(trained.sum()):,} samples, 11 factors; "
          f"four folds of blocks of 2 km; three trainings with all tests {spent:.0f} s of processor time")
    print(f"the probability itself ranks at {roc_auc_score(labels, odds.ravel()[cells]):.3f}")
    print("                        blocks: ROC AUC (95 %), PR AUC          random   slope of calibration, Brier / none")
    shown = {}
    for trained_model in known.values():
        for (name, each), random in zip(trained_model.blocks.items(), trained_model.random.values()):
            shown.setdefault(name, (each, random))
    for name, (each, random) in shown.items():
        reliable = "" if each.reliability is None else (
            f"   {each.calibration.slope:.2f}   {each.reliability.brier:.5f} / {each.reliability.brier_prevalence:.5f}")
        print(f"{name:<22}{each.ranking.auc:>8.3f} ({each.auc_interval.low:.3f} to {each.auc_interval.high:.3f}), "
              f"{each.ranking.pr_auc:.4f}{random.ranking.auc:>16.3f}{reliable}")
    for each in known["boosting"].differences:
        low, high = each.interval
        print(f"{each.one} minus {each.other}: {each.value:+.3f} ({low:+.3f} to {high:+.3f})")


if __name__ == "__main__":
    speed()
    sample_basin()
    basin_made_up()
