"""Trained networks in a full analysis: the maps of their own algorithms, factors made, what the report says of them."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsProject
from scarp.algorithms.full.networks import Network
from scarp.engine.grid import Grid, read_array
from scarp.engine.networks.card import Card, Factor
from scarp.engine.networks.kinds import PPM_CNN
from scarp.engine.networks.ppm_cnn import Windows

pytest.importorskip("onnxruntime")

TESTS = Path(__file__).parents[1]
_spec = importlib.util.spec_from_file_location("onnx_by_hand", TESTS / "onnx_by_hand.py")
by_hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(by_hand)
TINY = TESTS / "data" / "pinn_tiny" / "tiny.onnx"
FACTORS = (Factor("slope", "number", "deg", mean=30.0, deviation=10.0, low=0.0, high=60.0),
           Factor("elevation", "number", "m", mean=900.0, deviation=100.0, low=0.0, high=2000.0),
           Factor("soil", "category", classes=(1, 2)))


@pytest.fixture
def model(tmp_path):
    card = Card("ppm_cnn", "Mean of the window", FACTORS, Windows(17, 10.0), metrics={"blocks": {"auc": 0.8}},
                caveats=("Knows one valley.",))
    path = tmp_path / "mean.onnx"
    path.write_bytes(by_hand.onnx_bytes(card.to_json(), graph=by_hand.mean_network(4)))
    return path


@pytest.fixture
def given(basin, plane, csv, soil_row, tmp_path):
    rough = plane(38, (30, 30)) + np.random.default_rng(3).random((30, 30)) * 4
    soil = csv("soil", soil_row(cohesion_kpa_cov=0.3, cohesion_kpa_dist="lognormal", friction_deg_cov=0.1,
                                friction_deg_dist="lognormal"))
    return {"DEM": basin("ground", rough), "SOIL_TABLE": soil, "RAIN_INTENSITY": 10, "DURATION": 12,
            "FOLDER": tmp_path / "out"}


def test_an_area_without_polygons_is_said(process, root, tmp_path):
    sample, table = root / "sample", tmp_path / "table.csv"
    table.write_text("a,b\n1,2\n")
    with pytest.raises(QgsProcessingException, match="AREA: it has no polygons"):
        process("fullanalysis", DEM=sample / "dem.tif", SOIL_TABLE=sample / "soil.csv", AREA=table,
                RAIN_TABLE=sample / "storm.csv", MODEL="ppm_cnn_ecuador.onnx", FOLDER=tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


def test_susceptibility_is_that_of_its_own_algorithm(process, basin, given, model, tmp_path):
    pytest.importorskip("cv2")
    soil = basin("soil", np.full((30, 30), 2.0))
    found = process("fullanalysis", **given, MODEL=model, FACTORS=[str(soil)], RUN_NAME="Both")
    out = tmp_path / "out"
    assert Path(found["SUSCEPTIBILITY"]) == out / "susceptibility.tif"
    process("terrainfactors", DEM=given["DEM"], SLOPE=tmp_path / "slope.tif")
    single = process("predictppmcnn", FACTORS=[str(given["DEM"]), str(tmp_path / "slope.tif"), str(soil)],
                     FACTOR_NAMES="elevation; slope; soil", MODEL=model, SUSCEPTIBILITY=tmp_path / "s.tif",
                     SPREAD=tmp_path / "d.tif")
    np.testing.assert_array_equal(read_array(str(out / "susceptibility.tif")), read_array(single["SUSCEPTIBILITY"]))
    np.testing.assert_array_equal(read_array(str(out / "susceptibility_spread.tif")), read_array(single["SPREAD"]))
    text = (out / "report.html").read_text(encoding="utf-8")
    for words in ("Susceptibility by trained networks", "where, not how often", "ROC AUC 0.80 in spatial blocks",
                  "Knows one valley."):
        assert words in text
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert len(record["inputs"]["MODEL"]["sha256"]) == 64
    project = QgsProject()
    assert project.read(str(out / "scarp.qgz"))
    layers = {node.name(): node.layer() for node in project.layerTreeRoot().findLayers()}
    assert layers["Susceptibility"].renderer().type() == "singlebandpseudocolor"
    assert layers["Outside the training samples"].renderer().type() == "paletted"
    layers.clear()
    project.clear()


def test_a_missing_factor_is_told_before_anything_is_computed(process, given, model, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"FACTORS: the model needs .*missing: soil"):
        process("fullanalysis", **given, MODEL=model)
    assert not (tmp_path / "out").exists()
    assert not any("Cells:" in line for line in process.log)


@pytest.mark.parametrize(("changes", "message"), [
    ({"MODEL": "nothing.onnx"}, "MODEL: there is no file 'nothing.onnx'"),
    ({"PINN_MODEL": "nothing.onnx"}, "PINN_MODEL: there is no file 'nothing.onnx'"),
    ({"FACTORS": True}, "FACTORS: neither MODEL nor PINN_MODEL nor SUSCEPTIBILITY_MODEL is given")])
def test_faults(process, basin, given, changes, message):
    if "FACTORS" in changes:
        changes = {"FACTORS": [str(basin("soil", np.full((30, 30), 2.0)))]}
    with pytest.raises(QgsProcessingException, match=message):
        process("fullanalysis", **given, **changes)


def test_a_pinn_needs_shaking_and_gives_its_maps(process, basin, given, tmp_path):
    factors = [str(basin("wet", np.full((30, 30), 0.5))), str(basin("rock", np.full((30, 30), 1.0)))]
    with pytest.raises(QgsProcessingException, match="missing"):
        process("fullanalysis", **given, PINN_MODEL=TINY, FACTORS=factors)
    process("fullanalysis", **given, PINN_MODEL=TINY, FACTORS=factors, PGA_VALUE=0.5, PGA_UNIT="g")
    values = read_array(str(tmp_path / "out" / "pinn_susceptibility.tif"), 2)
    assert np.nanmin(values) >= 0
    assert np.nanmax(values) <= 1
    assert (tmp_path / "out" / "pinn_displacement.tif").is_file()
    text = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Coseismic susceptibility (PINN)" in text
    assert "effective, not unique" in text


def test_ground_it_was_trained_on_is_known():
    grid = Grid("", (0.0, 10.0, 0.0, 1000.0, 0.0, -10.0), 100, 100)

    def here(**training):
        card = Card("ppm_cnn", "", FACTORS, Windows(17, 10.0), training=training)
        return Network(PPM_CNN, "", card).trained_here(grid)

    assert here()                                                                     # nothing is known: assume so
    assert here(crs=grid.crs_name, bounds=[900, 900, 1900, 1900])
    assert not here(crs=grid.crs_name, bounds=[1001, 0, 1900, 1000])
    assert not here(crs="EPSG:32648", bounds=[0, 0, 100, 100])
