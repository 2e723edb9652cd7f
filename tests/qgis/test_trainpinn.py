"""Training of a PINN from the toolbox: a small one through the real process where torch is; faults everywhere."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import time
from pathlib import Path

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingUtils,
)

TORCH = all(importlib.util.find_spec(name) for name in ("torch", "onnx", "onnxruntime"))
needs_torch = pytest.mark.skipif(not TORCH, reason="training needs torch and onnx: requirements-training.txt")


def units(n=240):
    random = np.random.default_rng(5)
    rows = []
    for _ in range(n):
        wet, slope, pga = random.normal(), random.uniform(10, 45), random.uniform(10, 60)
        rows.append({"wet": round(wet, 4), "rock": random.integers(1, 3), "slope": round(slope, 3),
                     "pga": round(pga, 2), "label": int(slope + pga / 2 + 8 * wet > 45),
                     "east": round(random.uniform(0, 40000)), "north": round(random.uniform(0, 40000))})
    return rows


SHORT = {"FIELDS": "wet", "CATEGORY_FIELDS": "rock", "PGA_UNIT": "%g", "MEMBERS": 2, "DEPTH": 1, "EPOCHS": 4,
         "X_FIELD": "east", "Y_FIELD": "north", "BLOCK_SIZE": 5000}


@needs_torch
def test_a_table_becomes_a_model_that_predicts_it(process, csv, tmp_path):
    rows = units()
    rows[0]["wet"] = rows[1]["wet"] = rows[2]["slope"] = ""
    table = csv("units", *rows)
    found = process("trainpinn", INPUT=table, **SHORT, MODEL_OUT=tmp_path / "m.onnx", REPORT=tmp_path / "r.html")
    assert 0.5 < found["AUC"] <= 1
    assert 0.5 < found["AUC_BLOCKS"] <= 1
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Effective, not unique" in text
    assert "PGA in g is the column times" in text
    assert "reference area" not in text      # without AREA_FIELD it means nothing
    assert any("INPUT: 3 of 240 rows lack a value and are left out; columns with gaps: wet (2), slope (1)." in line
               for line in process.log)
    assert f"{found['AUC_BLOCKS']:.3f}" in text
    process("predictpinn", INPUT=table, MODEL=tmp_path / "m.onnx", OUTPUT=tmp_path / "o.csv")
    assert (tmp_path / "o.csv").read_text().count("\n") == 241


@needs_torch
def test_points_take_predictors_from_rasters(process, basin, tmp_path):
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer

    random = np.random.default_rng(2)
    wet = random.normal(size=(30, 30))
    raster = basin("wetness", wet)
    fields = "&".join(f"field={name}:double" for name in ("slope", "pga", "label"))
    layer = QgsVectorLayer(f"Point?crs=EPSG:32717&{fields}", "p", "memory")
    for _ in range(200):
        row, col = random.integers(0, 30, 2)
        slope, pga = random.uniform(10, 45), random.uniform(0.1, 0.6)
        feature = QgsFeature(layer.fields())
        feature.setAttributes([slope, pga, int(slope + 50 * pga + 8 * wet[row, col] > 45)])
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(712005 + 10.0 * int(col), 9560995 - 10.0 * int(row))))
        layer.dataProvider().addFeature(feature)
    found = process("trainpinn", INPUT=layer, FACTORS=[str(raster)], MEMBERS=2, DEPTH=1, EPOCHS=3, BLOCK_SIZE=60,
                    MODEL_OUT=tmp_path / "m.onnx")
    from scarp.engine.networks.pinn import NETWORK
    from scarp.engine.networks.session import read_card

    assert [factor.name for factor in read_card(found["MODEL_OUT"], NETWORK).factors] == ["wetness"]


class Given:
    """As much of `Given` as rasters need."""

    def __init__(self, *paths):
        self._paths = [str(path) for path in paths]

    def rasters(self, _name):
        return self._paths

    def layer_names(self, _name):
        return [""] * len(self._paths)

    def text(self, _name):
        return ""


class Run:
    """As much of `Run` as rasters need."""

    cancelled = None
    transforms = QgsCoordinateTransformContext()

    def log(self, _text):
        pass

    def stage(self, _name, _text):
        return lambda share: None


PLACES = ((712000, 9560980, 712020, 9561000), (712010, 9560990, 712030, 9561000))


def filled(records, given, wanted, classes=(), points=(), **options):
    from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsRectangle
    from scarp.algorithms.inputs.units import fill_columns

    places = ([QgsGeometry.fromPointXY(QgsPointXY(*point)) for point in points] or
              [QgsGeometry.fromRect(QgsRectangle(*place)) for place in PLACES])
    return fill_columns(given, Run(), records, places, QgsCoordinateReferenceSystem("EPSG:32717"), wanted, classes,
                        **options)


def test_polygons_take_means_and_majorities(basin, plugin):
    records = [{"Relief": 7, "label": 1}, {"Relief": 7, "label": 0}]
    given = Given(basin("relief", [[1, 2, 9], [3, 4, 9]]), basin("rock", [[5, 7, 7], [7, 5, 9]]),
                  basin("wet", [[1, 1, 3], [1, 1, 9]]))
    unused = filled(records, given, {"relief": "", "rock": ""}, ["rock"], take_all=True)
    assert [record["Relief"] for record in records] == [2.5, 5.5]      # a raster wins over a field
    assert records[1]["rock"] == 7.0
    assert unused == ["wet"]
    assert [record["wet"] for record in records] == [1.0, 2.0]


def test_polygons_take_spreads_and_areas_by_their_names_and_roles(basin, plugin):
    records = [{"litho": 1}, {"litho": 2}]
    given = Given(basin("slope", [[10, 20, 40], [10, 20, 40]]), basin("wet", [[1, 2, 9], [3, 4, 9]]),
                  basin("pga_map", [[0.1, 0.2, 0.4], [0.1, 0.2, 0.4]]), basin("litho_avg", [[5, 5, 5], [5, 5, 5]]),
                  basin("distStream", [[1, 1, 1], [3, 3, 3]]))
    from osgeo import gdal
    dataset = gdal.Open(given.rasters("")[2], gdal.GA_Update)
    dataset.SetMetadataItem("SCARP_NAME", "peak_ground_acceleration")
    del dataset
    wanted = {"slope_avg": "slope", "spread": "slope_deviation", "shaking": "pga", "size": "area", "wet_stddev": "",
              "litho": "", "distStre_s": ""}
    assert filled(records, given, wanted) == ["litho_avg"]
    assert [record["slope_avg"] for record in records] == [15.0, 30.0]
    assert [record["spread"] for record in records] == [5.0, 10.0]
    assert [record["shaking"] for record in records] == pytest.approx([0.15, 0.3])
    assert [record["size"] for record in records] == pytest.approx([400.0, 200.0], rel=2e-3)     # by the ellipsoid
    assert [record["wet_stddev"] for record in records] == pytest.approx([np.sqrt(1.25), 3.5])
    assert [record["litho"] for record in records] == [1, 2]
    assert records[0]["distStre_s"] == 1.0


def test_points_take_values_and_no_spread(basin, plugin):
    records = [{"id": 1}, {"id": 2}]
    given = Given(basin("slope", [[10, 20, 40], [10, 20, 40]]))
    filled(records, given, {"slope_avg": "slope", "slope_sd": "slope_deviation", "size": "area"},
           points=[(712025, 9560985), (0, 0)])
    assert records == [{"id": 1, "slope_avg": 40.0}, {"id": 2, "slope_avg": None}]


@pytest.mark.parametrize(("changes", "message"), [
    ({"FIELDS": "", "CATEGORY_FIELDS": ""}, "FIELDS: there are no predictors"),
    ({"FIELDS": "wet;label"}, "FIELDS: label is the label"),
    ({"FIELDS": "relief"}, "it has no column 'relief'"),
    ({"LABEL_FIELD": "slope"}, "LABEL_FIELD: .* is neither 0 nor 1"),
    ({"LABEL_FIELD": "label;label"}, "PGA_FIELD: there are 1 fields for 2 of LABEL_FIELD"),
    ({"PGA_UNIT": "g"}, r"INPUT, column pga: .* g is outside 0 to 5. Check PGA_UNIT."),
    ({"PGA_FIELD": "rock", "PGA_UNIT": "%g", "SLOPE_FIELD": "label"}, "SLOPE_FIELD: the steepest unit has 1 degrees"),
    ({"SLOPE_FIELD": "north"}, "outside 0 to 90. Give the angle in degrees, not per cent."),
    ({"PYTHON": "/no/python"}, "PYTHON: no interpreter can train"),
])
@needs_torch
def test_faults(process, csv, tmp_path, changes, message):
    with pytest.raises(QgsProcessingException, match=message):
        process("trainpinn", INPUT=csv("units", *units(120)), **{**SHORT, **changes}, MODEL_OUT=tmp_path / "m.onnx")
    assert not (tmp_path / "m.onnx").exists()


@needs_torch
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for the process in /proc")
def test_cancel_ends_the_training_at_once_and_leaves_nothing(plugin, csv, tmp_path):
    import processing

    scratch = Path(QgsProcessingUtils.tempFolder())
    table, model = csv("units", *units()), tmp_path / "m.onnx"
    model.write_bytes(b"before")
    before, pressed, running = {*tmp_path.iterdir(), *scratch.iterdir()}, [], []

    def stop(share):
        if share > 2.5 and not pressed:      # 1 of 41 parts is reading the table; the rest is told by the process
            running.extend(trainings())
            pressed.append(time.monotonic())
            feedback.cancel()

    feedback = QgsProcessingFeedback()
    feedback.progressChanged.connect(stop)
    given = {**SHORT, "INPUT": str(table), "MEMBERS": 50, "EPOCHS": 40, "MODEL_OUT": str(model),
             "REPORT": str(tmp_path / "r.html")}
    with pytest.raises(QgsProcessingException, match="Cancelled; nothing was written"):
        processing.run("scarp:trainpinn", given, feedback=feedback)
    assert time.monotonic() - pressed[0] < 2.0
    assert running
    assert not trainings()
    assert {*tmp_path.iterdir(), *scratch.iterdir()} == before
    assert model.read_bytes() == b"before"


def trainings():
    """Processes that this one began and that train."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid() and b"scarp.training" in (path / "cmdline").read_bytes():
                found.append(path.name)
    return found
