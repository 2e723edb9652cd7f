"""Train the model that is shipped, on the sample basin: ``python -m scarp.studies.ppm_cnn_ecuador``.

Needs GDAL and what requirements-training.txt names (both are in the .venv of build.py, once torch is installed there).
Writes models/ppm_cnn_ecuador.onnx, its line in models/SHA256SUMS and its card in words beside it.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np

from ..engine.networks.session import read_card
from ..training.ppm_cnn import job
from . import ppm_cnn_comparison, sample_basin

MODELS = Path(__file__).parents[1] / "models"
NAME = "ppm_cnn_ecuador"
SEED = 1
JOB = {**ppm_cnn_comparison.JOB, "network": "ppm_cnn", "seed": SEED, "prevalence": 0.5,
       "title": "PPM-CNN of the sample basin, southern Ecuador",
       "licence": "CC0-1.0 data (spDataLarge; Muenchow et al. 2012); network GPL-2.0-or-later"}
CAVEATS = [
    "For trying Scarp: one basin of 16 km2 in the tropical Andes, 175 landslides mapped in one inventory. It knows no "
    "other ground; train your own.",
    "Tested on 175 landslide points and 174 mapped points without one; with so few, one ROC AUC has a standard error "
    "of 0.024.",
    "Other folds, draws and weights give other values: see the five repeats of PPM-CNN in docs/ppm_cnn.md.",
    "Stable points for training were drawn where the probability of failure stays below 0.5, over 100 m from a "
    "landslide: some of these places may have failed unseen. Soil and storm of that probability are assumed.",
    "Probabilities are for classes of equal size; landslide cells are far rarer.",
]


def main() -> None:
    """Train, test, export."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--threads", type=int, default=1, help="of torch (1)")
    threads = parser.parse_args().threads
    with tempfile.TemporaryDirectory(prefix="scarp_shipped_") as name:
        folder = Path(name)
        basin = sample_basin.Basin(folder)
        drawn = basin.stable_cells(ppm_cnn_comparison.RATIO * basin.slides.size, SEED, by_physics=True)
        drawn = np.setdiff1d(drawn, basin.quiet)
        samples = basin.samples(basin.slides, np.append(basin.quiet, drawn))
        grid = basin.grid
        np.savez(folder / "samples.npz", values=samples.values, labels=samples.labels, cells=samples.cells,
                 tested=~np.isin(samples.cells, drawn), trained=~np.isin(samples.cells, basin.quiet))
        description = {
            **JOB, "threads": threads, "caveats": CAVEATS, "lattice": list(samples.lattice),
            "factors": [{"name": each.name, "kind": each.kind, "unit": each.unit} for each in samples.factors],
            "training": {"area": "Reserva Biologica San Francisco, southern Ecuador", "crs": grid.crs_name,
                         "bounds": list(grid.bounds), "tested_on": "mapped points only",
                         "date": datetime.date.today().isoformat()}}
        job.run(folder, description)
        results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        MODELS.mkdir(exist_ok=True)
        target = MODELS / f"{NAME}.onnx"
        target.write_bytes((folder / "model.onnx").read_bytes())
    write_sum(target)
    (MODELS / f"{NAME}.md").write_text(in_words(target, results), encoding="utf-8")


def write_sum(path: Path) -> None:
    """Put the digest of a file into SHA256SUMS; the lines of others stay."""
    sums = path.parent / "SHA256SUMS"
    lines = [line for line in (sums.read_text(encoding="utf-8").splitlines() if sums.exists() else [])
             if not line.endswith(f"  {path.name}")]
    lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}")
    sums.write_text("\n".join(sorted(lines, key=lambda line: line.split("  ")[1])) + "\n", encoding="utf-8")


def in_words(path: Path, results: dict) -> str:
    """Write the card for people."""
    card = read_card(str(path), "ppm_cnn")
    rows = "\n".join(f"| {factor.name} | {factor.unit} | {factor.low:.4g} to {factor.high:.4g} |"
                     for factor in card.factors)
    tests = "\n".join(
        f"- {words}: ROC AUC {found['auc']:.3f} (95 % by blocks {found['auc_interval'][0]:.3f} to "
        f"{found['auc_interval'][1]:.3f}), {found['positives']} landslides against {found['negatives']} mapped points "
        f"without one, Brier {found['brier']:.3f}."
        for words, found in (("Spatial blocks of 500 m, windows of training and test apart", results["blocks"]),
                             (f"At random, {100 * results['random']['overlapping']:.0f} % of the test windows overlap "
                              "the training", results["random"])))
    total = sum(results["attributions"].values())
    heard = ", ".join(f"{name} {100 * value / total:.0f} %"
                      for name, value in sorted(results["attributions"].items(), key=lambda each: -each[1]))
    settings = ", ".join(f"{name} {value:.3g}" for name, value in results["settings"].items())
    outdated = [f"It {card.outdated}."] if card.outdated else []
    caveats = "\n".join(f"- {each}" for each in [*outdated, *card.caveats])
    training, side = card.training, card.section.patch
    return f"""# {path.name}

{card.title}. {card.members} networks, windows of {side} x {side} cells of {card.section.cell_size:g} m. Written by
`python -m scarp.studies.ppm_cnn_ecuador`, which trains it anew.

| factor | unit | range of the training samples |
| --- | --- | --- |
{rows}

Trained on {training['landslides']} landslides and {training['stable']} stable points that were drawn where the
probability of failure is low, and never tested on; {training['area']}, {training['crs']}. The settings were searched on
parts of the training samples, anew for each test.

Tests on mapped points that neither search nor training has seen:

{tests}

SHAP, share of the mean size: {heard}.

Settings: {settings}.

{caveats}

Licence: {card.licence}.
"""


if __name__ == "__main__":
    main()
