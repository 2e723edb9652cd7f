"""The model shipped: trained on slope units of the Wenchuan earthquake, compared with simpler methods first.

``python -m scarp.studies.pinn_wenchuan compare`` writes studies/pinn_wenchuan.json, ``... train`` then the model.
"""

from __future__ import annotations

import csv
import json
import lzma
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from ..engine.evaluation import blocks, metrics
from ..engine.networks.pinn_units import Roles, column
from ..engine.stability import newmark
from ..training.pinn import export, validate
from ..training.pinn.data import Units, read_units
from ..training.pinn.fit import Settings, as_tensors, fit, probabilities

ROOT = Path(__file__).parents[1]
DATA = ROOT / "training" / "data" / "wenchuan_slope_units" / "wenchuan_dev.csv.xz"
RESULTS = Path(__file__).with_name("pinn_wenchuan.json")
MODEL = ROOT / "models" / "pinn_wenchuan.onnx"

TERRAIN = ("slope_avg", "slope_stdd", "relief", "TWI_avg", "TWI_stddev", "VRM_avg", "VRM_stddev", "planCurv_a",
           "planCurv_s", "profCurv_a", "profCurv_s", "distStream", "distStre_s")
"""What strength may depend on, with the class of rock. Shaking and area are not among it: neither changes a rock."""

SHAKING = ("pga_avg", "pga_stddev")
ROLES = Roles("slope_avg", ("pga_avg",), 0.01, "slope_stdd", "area_grid")
SETTINGS = Settings()
SPLITS = {"random": 0.0, "blocks of 10 km": 10_000.0, "blocks of 20 km": 20_000.0}
SEED = 1
COHESION, FRICTION = 10.0, 35.0
LICENCE = ("Weights GPL-2.0-or-later. Data: MIT (R package), landslides from the U.S. Geological Survey's open "
           "repository; Yadav et al. 2023, Lombardo et al. 2021.")
CAVEATS = (
    "One earthquake (Wenchuan 2008, M 7.9) and one mountain front; other places and magnitudes are extrapolation.",
    "Trained on slope units of some 0.01 to 1 km2 with predictors averaged over them, not on cells.",
    "The slope is a predictor too; on ground of known strength that made friction and cohesion harder to recover.",
    "71 % of these units slid, so probabilities are high; a weaker earthquake comes in by its PGA alone.",
    "The unit of PGA in the data is not documented; it is taken as %g.",
)


def records() -> list:
    """Read the table."""
    with lzma.open(DATA, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def units(rows, roles: Roles = ROLES) -> Units:
    """Give the units the network is trained on."""
    return read_units(rows, TERRAIN, ["litho"], roles, ["presence"], ("POINT_X", "POINT_Y"))


def compare(*splits: str) -> dict:
    """Compare methods in random and spatial folds, all or those named; every unit is predicted by models that never saw
    it. What was found before for other splits is kept.
    """
    rows = records()
    with_area = units(rows)
    without = units(rows, replace(ROLES, area=""))
    found: dict = {"units": len(with_area), "prevalence": round(float(with_area.labels.mean()), 4),
                   "members_in_folds": validate.MEMBERS, "settings": vars(SETTINGS), "methods": {}, "differences": {}}
    if splits and RESULTS.exists():
        found = {**found, **json.loads(RESULTS.read_text(encoding="utf-8"))}

    def note(method, split, chance):
        size = SPLITS[split] or validate.BLOCK_SIZE
        result = validate.score(with_area, chance.reshape(-1, 1), size).to_dict()
        found["methods"].setdefault(method, {})[split] = result
        chances[method] = chance.ravel()
        say(f"{method}, {split}: {result}")
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")

    chances: dict = {}
    for name, chance in constant_strength(with_area).items():
        note(name, "random", chance)
    for split in splits or SPLITS:
        size, chances = SPLITS[split], {}
        fold = (validate.block_folds(with_area, size, SEED) if size else validate.random_folds(with_area, SEED))
        for name, chance in statistical(rows, with_area, fold).items():
            note(name, split, chance)
        note("PINN", split, validate.cross_validate(with_area, fold, SETTINGS))
        note("PINN without unit area", split, validate.cross_validate(without, fold, SETTINGS))
        found.setdefault("differences", {})[split] = {
            f"PINN - {other}": difference(with_area, chances["PINN"], chances[other], size or validate.BLOCK_SIZE)
            for other in ("random forest", "logistic regression", "PINN without unit area")}
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        say(str(found["differences"][split]))
    return found


def difference(read: Units, one, other, size: float) -> list:
    """Give the difference of two AUC and its 95 % interval, blocks resampled for both alike."""
    labels = read.labels[:, 0] > 0
    number, draws = blocks.block_weights(validate.block_numbers(read.places, size))
    replicates = [blocks.resample(labels, each, number, draws).auc for each in (one, other)]
    values = metrics.ranking(labels, one).auc - metrics.ranking(labels, other).auc, *blocks.interval(
        replicates[0] - replicates[1])
    return [round(float(value), 4) for value in values]


def constant_strength(read: Units) -> dict:
    """Rank units by Newmark with one strength for all: nothing is fitted but in the last, in sample."""
    from sklearn.linear_model import LogisticRegression

    physics = read.physics
    ranks = {}
    for name, slope in (("Newmark, one strength, mean slope", physics.slope),
                        ("Newmark, one strength, mean slope + 1 sd", physics.slope + physics.slope_deviation)):
        safety = newmark.factor_of_safety(slope, COHESION, FRICTION)
        ratio = (safety - 1.0) * np.sin(np.radians(slope)) / physics.pga[:, 0]
        ranks[name] = 1.0 / (1.0 + np.exp(np.clip(ratio, -30, 30)))
    inputs = np.stack([np.log(ranks[name] / (1 - ranks[name])), np.log(physics.area)], axis=1)
    ranks["Newmark, one strength, + 1 sd and log area (in sample)"] = LogisticRegression().fit(
        inputs, read.labels[:, 0]).predict_proba(inputs)[:, 1]
    return ranks


def statistical(rows, read: Units, fold) -> dict:
    """Logistic regression and random forest on the same predictors, shaking and area."""
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rock = column(rows, "litho")
    inputs = np.column_stack([*(column(rows, name) for name in (*TERRAIN, *SHAKING, "area_grid")),
                              rock[:, None] == np.unique(rock)])
    labels = read.labels[:, 0]
    makers = {"logistic regression": lambda: make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)),
              "random forest": lambda: RandomForestClassifier(200, min_samples_leaf=3, random_state=0)}
    found = {}
    for name, make in makers.items():
        chance = np.empty(len(read))
        for number in np.unique(fold):
            chance[fold == number] = make().fit(inputs[fold != number], labels[fold != number]).predict_proba(
                inputs[fold == number])[:, 1]
        found[name] = chance
    return found


def train(keep: str = "") -> None:
    """Train on all units and write the model with its card; finished members are kept in the folder `keep`."""
    read = units(records()).standardised()
    start = time.monotonic()
    ensemble = fit(read, SETTINGS, Path(keep) if keep else None,
                   lambda share, loss: say(f"{share:.0%} loss {loss:.4f}"))
    seconds = time.monotonic() - start
    compared = json.loads(RESULTS.read_text(encoding="utf-8"))["methods"] if RESULTS.exists() else {}
    pinn = compared.get("PINN", {})
    measured = {"random": pinn.get("random", {}), "blocks": pinn.get("blocks of 10 km", {}),
                "blocks of 20 km": pinn.get("blocks of 20 km", {})}
    card = export.card(ensemble, read, SETTINGS, "Wenchuan 2008, slope units", measured, LICENCE,
                       {"area": "Wenchuan, China, 2008-05-12", "landslide_share": round(float(read.labels.mean()), 3)},
                       CAVEATS)
    MODEL.parent.mkdir(exist_ok=True)
    export.export(ensemble, card, MODEL)
    MODEL.with_suffix(".md").write_text(sheet(card), encoding="utf-8")
    members = probabilities(ensemble, as_tensors(read))
    for name in ("c_over_t", "friction", "factor_of_safety", "critical_acceleration"):
        say(f"{name}: 5th, 50th, 95th of medians {np.percentile(np.median(members[name], axis=0), [5, 50, 95])}")
    say(f"{MODEL} in {seconds:.0f} s; {card.section}; {card.training}")


def sheet(card) -> str:
    """Give the card as a page for people."""
    lines = [f"# {MODEL.name}", "", f"PINN, {card.title}: {card.members} members of {SETTINGS.depth} dense blocks. "
             "Written by", "`python -m scarp.studies.pinn_wenchuan train`, which trains it anew.", "",
             "| predictor | kind | range it is used in |", "| --- | --- | --- |"]
    lines += [f"| {factor.name} | {factor.kind} | " + (", ".join(map(str, factor.classes)) if factor.classes else
                                                     f"{factor.low:.4g} to {factor.high:.4g}") + " |"
              for factor in card.factors]
    roles = card.section.roles
    lines += ["", f"Besides: slope `{roles.slope}` and its standard deviation `{roles.slope_deviation}` (deg), "
              f"PGA `{roles.pga[0]}`", f"(%g), area `{roles.area}` (m2). Trained on {card.training['units']} "
              "slope units.", "", "Tests on units never seen (8 members a fold), ROC AUC with 95 % by blocks:", ""]
    lines += [f"- {name}: {found['auc']:.3f} ({found['auc_interval'][0]:.3f} to {found['auc_interval'][1]:.3f})"
              for name, found in card.metrics.items() if found]
    return "\n".join([*lines, "", *(f"- {caveat}" for caveat in card.caveats), "", f"Licence: {card.licence}", ""])


def say(text: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    torch.set_num_threads(1)
    {"compare": compare, "train": train}[sys.argv[1]](*sys.argv[2:])
