"""Statistical models on the sample basin, into docs/susceptibility.md: ``python -m scarp.studies.ensemble_ecuador``.

Blocks, folds, factors and drawn places are those of :mod:`.ppm_cnn_comparison`, so that both pages compare. Needs
torch.
"""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path

import numpy as np

from ..engine.networks.statistical import measured, table_channels
from ..engine.statistics import methods
from ..training.ppm_cnn.data import PATCH, block_folds
from ..training.statistical.members import train_members
from .ppm_cnn_comparison import BLOCK, FOLDS, RATIO, REPEATS, SLOPE, Bench, Test, lower, measure

PAGE = Path(__file__).parents[1] / "docs" / "susceptibility.md"
BEGIN, END = "<!-- sample, written by studies/ensemble_ecuador.py -->", "<!-- end of the sample -->"
MEMBERS = 2
ENSEMBLE, NETWORKS = "Ensemble", "Its two networks alone"
TITLES = {"boosting": "Boosted trees", "forest": "Random forest", "logistic": "Logistic regression",
          "weights": "Weights of evidence"}
PAIRS = tuple((ENSEMBLE, other) for other in (*TITLES.values(), NETWORKS, SLOPE))


def columns(samples) -> list:
    """Give the factors at the middle of each window."""
    middle = PATCH // 2
    return [samples.values[:, place, middle, middle].astype(np.float64) for place in range(len(samples.factors))]


def repeat(bench: Bench, seed: int) -> dict:
    """Scores of every method on the mapped points, each from models trained on other blocks."""
    found = {name: np.full(bench.mapped.labels.size, np.nan) for name in (ENSEMBLE, *TITLES.values(), NETWORKS, SLOPE)}
    folds = block_folds(bench.mapped, FOLDS, BLOCK, seed)
    drawn = bench.basin.stable_cells(RATIO * bench.basin.slides.size, seed, False)
    for fold in range(FOLDS):
        test = folds == fold
        learning, held = bench.learning(drawn, folds, fold, True), bench.mapped.take(test)
        factors = tuple(measured(factor, column) for factor, column in zip(learning.factors, columns(learning)))
        known, asked = (table_channels(columns(each), factors) for each in (learning, held))
        for method, title in TITLES.items():
            found[title][test] = methods.fit(method, known, learning.labels, factors, seed).log_odds(asked)
        networks = [each.log_odds(held) for each in train_members(learning, MEMBERS, seed)]
        found[NETWORKS][test] = np.mean(networks, axis=0)
        found[ENSEMBLE][test] = np.mean([found[TITLES["boosting"]][test], *networks], axis=0)
        found[SLOPE][test] = columns(held)[[factor.name for factor in held.factors].index("slope")]
    return found


def report(test: Test, seconds: float) -> str:
    """Write the tables."""
    auc, intervals, differences = measure(test, PAIRS)
    labels = test.samples.labels
    lines = [BEGIN, "", f"{int(labels.sum())} landslides against {int((~labels).sum())} mapped points without one; "
             f"{REPEATS} repeats with other folds, drawn places and seeds; blocks of {BLOCK:g} m, {FOLDS} folds, "
             f"training over 17 cells from the test; five factors, {RATIO} drawn places a landslide, no mapped "
             f"point learned. The command took {seconds / 60:.0f} minutes of processor time.", "",
             "| method | ROC AUC, mean | spread over repeats | 95 % by blocks |", "| --- | --- | --- | --- |"]
    lines += [f"| {name} | {values.mean():.3f} | {values.min():.3f} to {values.max():.3f} | "
              f"{intervals[name].low:.3f} to {intervals[name].high:.3f} |" for name, values in auc.items()]
    lines += ["", "| difference | ROC AUC | 95 % by blocks, paired |", "| --- | --- | --- |"]
    lines += [f"| {one} minus {lower(other)} | {value:+.3f} | {low:+.3f} to {high:+.3f} |"
              for one, other, value, (low, high) in differences]
    return "\n".join([*lines, "", END])


def main() -> None:
    """Test all, and write the page."""
    start = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        runs = []
        for seed in range(1, REPEATS + 1):
            runs.append(repeat(bench, seed))
            print(f"repeat {seed}", flush=True)
    scores = {name: np.array([run[name] for run in runs]) for name in runs[0]}
    words = report(Test(scores, bench.mapped), time.process_time() - start)
    print(words)
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: words, page, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()
