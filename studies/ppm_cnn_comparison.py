"""The comparison of Fig. 10 on the sample basin, into docs/ppm_cnn.md: ``python -m scarp.studies.ppm_cnn_comparison``.

Every method is tested on the same mapped points: landslides against mapped points without one, never chosen by the
probability of failure and never trained on. The networks are trained as scarp:trainppmcnn does it: their settings are
searched anew for each test, on what is not the test. Needs what :mod:`.shipped` needs.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path
from typing import Dict, NamedTuple

import numpy as np
import torch
from sklearn.ensemble import RandomForestClassifier

from ..engine.evaluation import blocks
from ..engine.evaluation.metrics import ranking
from ..engine.inventory import places
from ..engine.networks.encoding import encode
from ..engine.networks.ppm_cnn import PATCH, read_patches
from ..engine.refine.filters import Refinement, refine
from ..training.ppm_cnn.data import Samples, apart, block_folds, random_folds
from ..training.ppm_cnn.ensemble import Ensemble
from ..training.ppm_cnn.job import Training
from ..training.ppm_cnn.network import score
from .sample_basin import FACTORS, Basin

PAGE = Path(__file__).parents[1] / "docs" / "ppm_cnn.md"
BEGIN, END = "<!-- comparison, written by studies/ppm_cnn_comparison.py -->", "<!-- end of the comparison -->"
REPEATS, FOLDS, RATIO, BLOCK = 5, 3, 6, 500.0
JOB = {"trials": 2, "epochs": 20, "members": 3, "split": "blocks", "block_size": BLOCK, "widths": (16, 32)}
"""As the model shipped is trained; of 32 channels three networks are still a small file."""

REFINEMENT = Refinement.from_sizes({"MEDIAN": 3, "OPEN": 3, "CLOSE": 3})
SLOPE, POF, FOREST, CNN, PPM, REFINED = ("Slope alone", "Probability of failure alone", "Random forest",
                                         "CNN, random negatives", "PPM-CNN", "PPM-CNN, refined")
PAIRS = ((CNN, SLOPE), (PPM, SLOPE), (PPM, POF), (PPM, CNN), (PPM, FOREST), (REFINED, PPM))


class Test(NamedTuple):
    """Scores of every method on the mapped points by repeat, shape (repeats, n); NaN where not tested."""

    scores: Dict[str, np.ndarray]
    samples: Samples


class Bench:
    """The basin, its mapped points and the windows round them."""

    def __init__(self, folder: Path) -> None:
        self.basin = Basin(folder)
        self.mapped = self.basin.samples(self.basin.slides, self.basin.quiet)
        self.crops = read_patches([self.basin.source(name) for name in FACTORS], [True] * len(FACTORS),
                                  self.mapped.cells, side=PATCH + 2 * REFINEMENT.halo).values
        self.basin.probability_of_failure()

    def run(self, in_blocks: bool, repeat: int) -> Dict[str, np.ndarray]:
        """Scores of every method, NaN where not tested; in blocks, training samples lie apart from the test."""
        found = {name: np.full(self.mapped.labels.size, np.nan) for name in (SLOPE, POF, FOREST, CNN, PPM, REFINED)}
        alone = {name: places.read_cells(self.basin.source(raster), self.mapped.cells)
                 for name, raster in ((SLOPE, "slope"), (POF, "probability_of_failure"))}
        folds = (block_folds(self.mapped, FOLDS, BLOCK, repeat) if in_blocks else
                 random_folds(self.mapped, FOLDS, repeat))
        drawn = {physics: self.basin.stable_cells(RATIO * self.basin.slides.size, repeat, physics)
                 for physics in (False, True)}
        train = Training({**JOB, "seed": repeat}, 2 * FOLDS, quiet=True)
        # At random one fold is the test, as in the paper; in blocks each in turn, so that every point is tested.
        for fold in range(FOLDS if in_blocks else 1):
            test = folds == fold
            for name, values in alone.items():
                found[name][test] = values[test]
            for physics, cells in drawn.items():
                learning = self.learning(cells, folds, fold, in_blocks)
                plain, refined = self._predict(train(learning, "comparison"), test)
                found[PPM if physics else CNN][test] = plain
                if physics:
                    found[REFINED][test] = refined
                else:
                    found[FOREST][test] = _forest(learning, self.mapped.take(test), repeat)
        return found

    def learning(self, stable, folds, fold, in_blocks) -> Samples:
        """Landslides of the other folds and the drawn points, but none near the test."""
        slides = self.mapped.cells[self.mapped.labels & (folds != fold)]
        test = self.mapped.cells[folds == fold]
        samples = self.basin.samples(slides, np.setdiff1d(stable, test))
        if not in_blocks:
            return samples
        both = replace(samples, cells=np.append(samples.cells, test), labels=np.append(samples.labels, test >= 0),
                       tested=None, trained=None)
        is_test = np.arange(both.cells.size) >= samples.cells.size
        return samples.take(apart(both, is_test)[:samples.cells.size])

    @torch.no_grad()
    def _predict(self, ensemble: Ensemble, test) -> tuple:
        """Probability at test points, and after refining the map round each of them."""
        channels = torch.from_numpy(encode(list(self.crops[test].swapaxes(0, 1)), ensemble.factors))
        scores = torch.stack([torch.cat([score(network.eval()(part)) for part in channels.split(64)])
                              for network in ensemble.networks]).mean(0).numpy()
        steepness, offset = ensemble.calibration[:2]
        maps = 1 / (1 + np.exp(-(steepness * scores.astype(np.float64) + offset)))
        middle = REFINEMENT.halo
        return maps[:, middle, middle], np.array([refine(each, REFINEMENT)[middle, middle] for each in maps])


def _forest(learning: Samples, test: Samples, seed: int) -> np.ndarray:
    """Random forest on the factors of the middle cell."""
    middle = PATCH // 2
    model = RandomForestClassifier(300, min_samples_leaf=3, class_weight="balanced_subsample", random_state=seed)
    model.fit(np.nan_to_num(learning.values[:, :, middle, middle]), learning.labels)
    return model.predict_proba(np.nan_to_num(test.values[:, :, middle, middle]))[:, 1]


def measure(test: Test, pairs=PAIRS, seed: int = 1) -> tuple:
    """AUC by method and repeat, and differences with block-bootstrap intervals.

    In a replicate each method has the mean of its AUC over the repeats, on the same draw of blocks.

    Returns
    -------
    auc : dict of str to ndarray, shape (repeats,)
    intervals : dict of str to blocks.Interval
    differences : list of (one, other, value, interval)
    """
    labels = test.samples.labels
    ids = blocks.block_ids(test.samples.cells, test.samples.lattice, BLOCK)
    number, draws = blocks.block_weights(ids, seed=seed)
    auc, replicates = {}, {}
    for name, scores in test.scores.items():
        known = [np.flatnonzero(~np.isnan(each)) for each in scores]
        auc[name] = np.array([ranking(labels[part], each[part]).auc for part, each in zip(known, scores)])
        replicates[name] = np.mean([blocks.resample(labels[part], each[part], number[part], draws).auc
                                    for part, each in zip(known, scores)], axis=0)
    differences = [(one, other, float(auc[one].mean() - auc[other].mean()),
                    blocks.interval(replicates[one] - replicates[other])) for one, other in pairs]
    return auc, {name: blocks.interval(values) for name, values in replicates.items()}, differences


def report(in_blocks: tuple, at_random: tuple, test: Test, seconds: float) -> str:
    """Write the tables and what they say."""
    lines = [BEGIN, "", f"{int(test.samples.labels.sum())} landslides against {int((~test.samples.labels).sum())} "
             f"mapped points without one; {len(test.scores[PPM])} repeats with other folds, negatives and weights. In "
             f"blocks each of {FOLDS} folds is the test in turn, at random one of them is. Each training has {RATIO} "
             f"drawn negatives for each landslide and no mapped one. Each ensemble has {JOB['members']} networks of "
             f"{JOB['epochs']} epochs at most, with a search of {JOB['trials']} trials of its own, in blocks of the "
             f"training samples. The command took {seconds / 60:.0f} minutes of processor time.", ""]
    for title, (auc, intervals, differences) in (
            (f"In spatial blocks of {BLOCK:g} m, training and test over 17 cells apart", in_blocks),
            ("Split at random (windows of training and test overlap)", at_random)):
        lines += [f"### {title}", "", "| method | ROC AUC, mean | spread over repeats | 95 % by blocks |",
                  "| --- | --- | --- | --- |"]
        lines += [f"| {name} | {values.mean():.3f} | {values.min():.3f} to {values.max():.3f} | "
                  f"{intervals[name].low:.3f} to {intervals[name].high:.3f} |" for name, values in auc.items()]
        lines += ["", "| difference | ROC AUC | 95 % by blocks, paired |", "| --- | --- | --- |"]
        lines += [f"| {one} minus {lower(other)} | {value:+.3f} | {low:+.3f} to {high:+.3f} |"
                  for one, other, value, (low, high) in differences]
        lines.append("")
    lines += ["### What it says", "", *(_sentence(*each) for each in in_blocks[2]), ""]
    best = max(in_blocks[0], key=lambda name: in_blocks[0][name].mean())
    value = in_blocks[0][best].mean()
    lines += [f"Best in blocks: {lower(best)}, {value:.3f}. The PPM-CNN reaches {in_blocks[0][PPM].mean():.3f}, which "
              f"{'beats' if in_blocks[0][PPM].mean() > 0.8 else 'does not reach'} the 0.80 aimed at.", "", END]
    return "\n".join(lines)


def _sentence(one, other, value, interval) -> str:
    if interval.low > 0:
        return f"- {one} ranks better than {lower(other)} ({value:+.3f})."
    if interval.high < 0:
        return f"- {one} ranks worse than {lower(other)} ({value:+.3f})."
    return f"- No difference can be shown between {lower(one)} and {lower(other)} ({value:+.3f})."


def lower(name: str) -> str:
    return name if name.startswith(("PPM", "CNN")) else name[0].lower() + name[1:]


_bench: list = []
"""In each process: the one Bench, and the folder that holds its rasters for as long as the process lives."""


def _begin() -> None:
    torch.set_num_threads(1)
    folder = tempfile.TemporaryDirectory(prefix="scarp_comparison_")
    _bench[:] = [Bench(Path(folder.name)), folder]


def _run(in_blocks: bool, repeat: int) -> tuple:
    """Scores, samples, and seconds of processor time of one repeat."""
    start = time.process_time()
    return _bench[0].run(in_blocks, repeat), _bench[0].mapped, time.process_time() - start


def main() -> None:
    """Run everything and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--print", action="store_true", help="print the tables, leave the page alone")
    given = parser.parse_args()
    start = time.monotonic()
    # Those in blocks take longest.
    tasks = [(in_blocks, repeat) for in_blocks in (True, False) for repeat in range(given.repeats)]
    with ProcessPoolExecutor(given.processes, multiprocessing.get_context("spawn"), _begin) as pool:
        running = {pool.submit(_run, *task): task for task in tasks}
        found = {}
        for each in as_completed(running):
            found[running[each]] = each.result()
            print(f"{time.monotonic() - start:5.0f} s  {len(found)} of {len(tasks)}", flush=True)
    mapped = found[tasks[0]][1]
    tests = [Test({name: np.stack([found[in_blocks, repeat][0][name] for repeat in range(given.repeats)])
                   for name in found[tasks[0]][0]}, mapped) for in_blocks in (True, False)]
    text = report(*(measure(test) for test in tests), tests[0], seconds=sum(each[2] for each in found.values()))
    if given.print:
        print(text)
        return
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: text, page, flags=re.DOTALL),
                    encoding="utf-8")


if __name__ == "__main__":
    main()
