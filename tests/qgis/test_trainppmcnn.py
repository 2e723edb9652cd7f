"""Training from the toolbox: a stand-in for the training process, what it is given, cancel, crash, no torch."""

from __future__ import annotations

import json
import os
import stat
import sys
import time

import numpy as np
import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer
from scarp.algorithms.networks import training_process
from scarp.engine.errors import Cancelled, InputError, ScarpError
from scarp.engine.grid import read_array

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")

MEASURES = {"auc": 0.75, "auc_interval": [0.7, 0.8], "auc_folds": [0.7, 0.8, None], "pr_auc": 0.7,
            "pr_interval": [0.6, 0.8], "precision_at_80": 0.6, "prevalence": 0.5, "positives": 20, "negatives": 20,
            "brier": 0.2, "brier_prevalence": 0.25, "left_out": 3.0, "folds": 3, "block_size": 100.0,
            "overlapping": 0.9,
            "curves": {"false_positive_rate": [0, 0.5, 1], "true_positive_rate": [0, 0.8, 1],
                       "thresholds": [None, 0.5, 0], "recall": [1, 0.5, 0], "precision": [0.5, 0.7, 1]},
            "reliability": {"forecast": [0.2, 0.8], "observed": [0.3, 0.7], "cases": [20, 20]}}
RESULTS = {"blocks": MEASURES, "random": {**MEASURES, "auc": 0.85}, "history": [0.7, None, 0.6],
           "settings": {"kernel": 3, "rate": 0.001}, "attributions": {"slope": 0.2, "aspect": 0.1},
           "card": {"title": "A basin", "caveats": ["Only a test."], "factors": [
               {"name": "slope", "kind": "number", "unit": "deg", "low": 0, "high": 50},
               {"name": "aspect", "kind": "angle", "unit": ""}]}}

STAND_IN = f"""#!{sys.executable}
import json, os, pathlib, sys, time
if sys.argv[1] == "-c":
    print(json.dumps([[3, 11], MISSING]))
    sys.exit()
folder = pathlib.Path(sys.argv[4])
job = json.loads((folder / "job.json").read_text())
print("a library greets you")
def tell(**event):
    print("SCARP " + json.dumps(event), flush=True)
ACT
"""


@pytest.fixture
def python(tmp_path):
    """Give a maker of interpreters that pretend: ``python(what it does, packages it lacks)``."""

    def make(act="", missing=()):
        path = tmp_path / "python-stand-in"
        path.write_text(STAND_IN.replace("MISSING", repr(list(missing))).replace("ACT", act))
        path.chmod(path.stat().st_mode | stat.S_IEXEC)
        return str(path)

    return make


TRAIN = f"""
import shutil
shutil.copytree(folder, {{copy!r}})
tell(event="progress", share=0.5, text="network 1 of 5, loss 0.600, AUC 0.75")
(folder / "model.onnx").write_bytes(b"a model")
(folder / "results.json").write_text(json.dumps({RESULTS!r}))
"""


@pytest.fixture
def points(qgis_app):
    """Give a maker of sample points in memory: ``points((x, y, label), ...)``."""

    def make(*rows, field="label"):
        layer = QgsVectorLayer(f"Point?crs=EPSG:32717&field={field}:integer", "samples", "memory")
        for x, y, label in rows:
            feature = QgsFeature(layer.fields())
            feature.setAttributes([label])
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
            layer.dataProvider().addFeature(feature)
        return layer

    return make


@pytest.fixture
def given(basin, points, tmp_path):
    """Factors of 30 x 40 cells and 40 samples; the value of slope names the cell."""
    slope = np.arange(1200.0).reshape(30, 40)
    rows = [(712005.0 + 10 * (i % 40), 9560995.0 - 10 * (i // 2), i % 2) for i in range(40)]
    return {"FACTORS": [str(basin("slope", slope)), str(basin("aspect", np.full((30, 40), 90.0)))],
            "SAMPLES": points(*rows), "MODEL_OUT": str(tmp_path / "out.onnx"), "REPORT": str(tmp_path / "out.html"),
            "BLOCK_SIZE": 100}


def test_what_the_training_is_given_and_what_comes_back(process, python, given, tmp_path):
    copy = str(tmp_path / "copy")
    found = process("trainppmcnn", **given, TRIALS=3, PREVALENCE=0.1, PYTHON=python(TRAIN.replace("{copy!r}", repr(
        copy))))
    assert (found["AUC"], found["AUC_BLOCKS"]) == (0.85, 0.75)
    assert (tmp_path / "out.onnx").read_bytes() == b"a model"
    job = json.loads((tmp_path / "copy" / "job.json").read_text())
    assert (job["trials"], job["split"], job["prevalence"], job["lattice"]) == (3, "blocks", 0.1, [10.0, 10.0, 40])
    assert [(each["name"], each["kind"]) for each in job["factors"]] == [("slope", "number"), ("aspect", "angle")]
    with np.load(tmp_path / "copy" / "samples.npz") as stored:
        cells, labels, values = stored["cells"], stored["labels"], stored["values"]
    wanted = [(i // 2) * 40 + i % 40 for i in range(40)]
    assert cells.tolist() == sorted(wanted)
    assert values[:, 0, 8, 8].tolist() == cells.tolist()
    assert labels.sum() == 20
    assert any("loss 0.600, AUC 0.75" in line for line in process.log)
    report = (tmp_path / "out.html").read_text()
    for words in ("A basin", "75 of 100 pairs", "90 % of its windows overlap", "Only a test.", "slope"):
        assert words in report
    assert "http" not in report.replace("https://github.com", "")


def test_a_crash_gives_its_last_lines(process, python, given, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"ended with code 3. Its last lines:(\n.*)*out of cheese"):
        process("trainppmcnn", **given, PYTHON=python("print('out of cheese', file=sys.stderr); sys.exit(3)"))
    assert not (tmp_path / "out.onnx").exists()


def test_a_killed_training(process, python, given):
    with pytest.raises(QgsProcessingException, match="The training crashed"):
        process("trainppmcnn", **given, PYTHON=python("os.kill(os.getpid(), 9)"))


def test_a_fault_of_the_input_is_told_as_it_is(process, python, given):
    with pytest.raises(QgsProcessingException, match=r"^BLOCK_SIZE: too large$"):
        process("trainppmcnn", **given, PYTHON=python("tell(event='fault', text='BLOCK_SIZE: too large'); sys.exit(2)"))


def test_without_torch_it_says_how_to_get_it(process, python, given):
    with pytest.raises(QgsProcessingException, match=r"it lacks torch, onnx\).*requirements-training.txt"):
        process("trainppmcnn", **given, PYTHON=python(missing=["torch", "onnx"]))
    with pytest.raises(QgsProcessingException, match=r"PYTHON: no interpreter can train \(/no/python: there"):
        process("trainppmcnn", **given, PYTHON="/no/python")


def test_cancel_ends_the_process_at_once(python, tmp_path):
    (tmp_path / "job.json").write_text("{}")
    mark = tmp_path / "still_running"
    act = f"tell(event='message', text='begun')\ntime.sleep(3)\nopen({str(mark)!r}, 'w').close()"
    begun = []
    start = time.monotonic()
    with pytest.raises(Cancelled):
        training_process.run_training(python(act), str(tmp_path), begun.append, lambda: bool(begun))
    assert time.monotonic() - start < 2.5
    time.sleep(max(0.0, start + 3.5 - time.monotonic()))
    assert not mark.exists()


def test_a_cancelled_run_leaves_nothing(plugin, python, given, tmp_path):
    import processing

    feedback = QgsProcessingFeedback()
    feedback.progressChanged.connect(lambda share: share > 5 and feedback.cancel())
    act = "tell(event='progress', share=0.2, text='')\ntime.sleep(20)"
    before = set(tmp_path.iterdir())
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        processing.run("scarp:trainppmcnn", {**given, "PYTHON": python(act)}, feedback=feedback)
    assert {path.name for path in set(tmp_path.iterdir()) - before} <= {"python-stand-in"}


def test_an_interpreter_that_is_none(tmp_path):
    text = tmp_path / "python"
    text.write_text("no program")
    with pytest.raises(InputError, match="PYTHON: no interpreter"):
        training_process.find_python(str(text), ["torch"])
    with pytest.raises(ScarpError, match="cannot be started"):
        training_process.run_training(str(text), str(tmp_path), print, lambda: False)


@pytest.mark.parametrize(("rows", "message"), [
    ([(1.0, 1.0, 1)], "SAMPLES: none of 1 points lies on the map"),
    ([(712005.0, 9560995.0, 5)], "SAMPLES: its field 'label' holds '5'"),
    ([(712005.0, 9560995.0, 1)], "SAMPLES: it has 1 landslides with a value in every factor. Give at least 20"),
    ([], "SAMPLES: it has no points"),
])
def test_samples_that_will_not_do(process, python, given, points, rows, message):
    with pytest.raises(QgsProcessingException, match=message):
        process("trainppmcnn", **{**given, "SAMPLES": points(*rows)}, PYTHON=python())


def test_no_field_of_that_name(process, python, given, points):
    given["SAMPLES"] = points((712005.0, 9560995.0, 1), field="lslpts")
    with pytest.raises(QgsProcessingException, match=r"it has no field 'label'. Name the field .* there are lslpts"):
        process("trainppmcnn", **given, PYTHON=python())


def test_rasters_smaller_than_a_window(process, python, given, basin):
    given["FACTORS"] = [str(basin("slope", np.ones((30, 9))))]
    with pytest.raises(QgsProcessingException, match="FACTORS: the rasters have 9 x 30 cells, and a window has 17"):
        process("trainppmcnn", **given, PYTHON=python())


def test_a_real_training_and_its_map(process, basin, points, tmp_path):
    """Slope tells all; a network of twelve epochs finds it, and predictppmcnn takes the file."""
    try:
        training_process.find_python("", ["torch", "onnx", "optuna", "shap", "sklearn"])
    except InputError as error:
        pytest.skip(str(error))
    order = np.random.default_rng(0)
    row, col = np.mgrid[:60, :60]
    steep = (row // 10 + col // 10) % 2 == 0
    slope = np.where(steep, 45.0, 15.0) + order.normal(size=(60, 60))
    cells = [(r, c) for r in range(5, 60, 10) for c in range(5, 60, 10)] * 2
    rows = [(712005.0 + 10 * (c + i // 36), 9560995.0 - 10 * r, int(steep[r, c])) for i, (r, c) in enumerate(cells)]
    factors = [str(basin("slope", slope)), str(basin("aspect", order.uniform(0, 360, size=(60, 60))))]
    found = process("trainppmcnn", FACTORS=factors, SAMPLES=points(*rows), TRIALS=0, EPOCHS=12, MEMBERS=1,
                    BLOCK_SIZE=100, MODEL_OUT=tmp_path / "m.onnx", REPORT=tmp_path / "r.html")
    assert found["AUC"] > 0.7
    assert "What the network listens to" in (tmp_path / "r.html").read_text()
    mapped = process("predictppmcnn", FACTORS=factors[::-1], MODEL=tmp_path / "m.onnx",
                     SUSCEPTIBILITY=tmp_path / "s.tif", SPREAD=tmp_path / "d.tif")
    susceptibility = read_array(mapped["SUSCEPTIBILITY"])
    middle = (row % 10 == 5) & (col % 10 == 5)
    assert susceptibility[middle & steep].mean() > susceptibility[middle & ~steep].mean() + 0.1
    assert (read_array(mapped["SPREAD"]) >= 0).all()
