"""Training of a PINN from the toolbox: a small one through the real process where torch is; faults everywhere."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
from qgis.core import QgsProcessingException

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
    table = csv("units", *units())
    found = process("trainpinn", INPUT=table, **SHORT, MODEL_OUT=tmp_path / "m.onnx", REPORT=tmp_path / "r.html")
    assert 0.5 < found["AUC"] <= 1
    assert 0.5 < found["AUC_BLOCKS"] <= 1
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Effective, not unique" in text
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
        return ["", ""]


class Run:
    """As much of `Run` as rasters need."""

    cancelled = None


def test_polygons_take_means_and_majorities(basin, plugin):
    from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsRectangle
    from scarp.algorithms.pinn_predictors import read_rasters

    given = Given(basin("relief", [[1, 2, 9], [3, 4, 9]]), basin("rock", [[5, 7, 7], [7, 5, 9]]))
    places = [QgsGeometry.fromRect(QgsRectangle(712000, 9560980, 712020, 9561000)),
              QgsGeometry.fromRect(QgsRectangle(712010, 9560990, 712030, 9561000)),
              QgsGeometry.fromPointXY(QgsPointXY(712025, 9560985)), QgsGeometry.fromPointXY(QgsPointXY(0, 0))]
    found = read_rasters(given, Run(), places, QgsCoordinateReferenceSystem("EPSG:32717"), ["rock"])
    assert found["relief"] == [2.5, 5.5, 9.0, None]
    assert found["rock"][1:] == [7.0, 9.0, None]


@pytest.mark.parametrize(("changes", "message"), [
    ({"FIELDS": "", "CATEGORY_FIELDS": ""}, "FIELDS: there are no predictors"),
    ({"FIELDS": "wet;label"}, "FIELDS: label is the label"),
    ({"FIELDS": "relief"}, "it has no column 'relief'"),
    ({"LABEL_FIELD": "slope"}, "LABEL_FIELD: .* is neither 0 nor 1"),
    ({"LABEL_FIELD": "label;label"}, "PGA_FIELD: there are 1 fields for 2 of LABEL_FIELD"),
    ({"PGA_UNIT": "g"}, r"INPUT, column pga: .* g is outside 0 to 5. Check PGA_UNIT."),
    ({"SLOPE_FIELD": "north"}, "outside 0 to 90. Give the angle in degrees, not per cent."),
    ({"PYTHON": "/no/python"}, "PYTHON: no interpreter can train"),
])
@needs_torch
def test_faults(process, csv, tmp_path, changes, message):
    with pytest.raises(QgsProcessingException, match=message):
        process("trainpinn", INPUT=csv("units", *units(120)), **{**SHORT, **changes}, MODEL_OUT=tmp_path / "m.onnx")
    assert not (tmp_path / "m.onnx").exists()
