"""Training of statistical models from the toolbox: rasters, classes, points, tables, faults, cancel."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer
from scarp.engine.grid import read_array
from scarp.engine.networks import session

pytest.importorskip("onnx", reason="models are written with onnx: requirements.txt")
pytest.importorskip("sklearn")

ORIGIN, CELL, SIDE = (712000.0, 9561000.0), 10.0, 120


def points(cells, labels=None):
    """A layer of points in the middle of cells (row, col), with labels where given."""
    layer = QgsVectorLayer("Point?crs=EPSG:32717" + ("&field=label:integer" if labels is not None else ""), "slides",
                           "memory")
    features = []
    for place, (row, col) in enumerate(cells):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(
            f"POINT({ORIGIN[0] + (col + 0.5) * CELL} {ORIGIN[1] - (row + 0.5) * CELL})"))
        if labels is not None:
            feature.setAttributes([int(labels[place])])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


@pytest.fixture(scope="module")
def world(maker, tmp_path_factory):
    """Hills with a geological map, and landslides on steep ground of class 3: rasters and a layer of points."""
    from scipy.ndimage import gaussian_filter

    raster = maker(tmp_path_factory.mktemp("world"))[0]
    order = np.random.default_rng(11)
    ground = 400 * gaussian_filter(order.normal(size=(SIDE, SIDE)), 5) + 1000
    rise = np.hypot(*np.gradient(ground, CELL))
    rock = np.kron(order.integers(1, 5, (6, 6)), np.ones((20, 20)))
    odds = 6 * (rise - np.median(rise)) / rise.std() / 3 + 2.0 * (rock == 3)
    chance = np.exp(odds) / np.exp(odds).sum()
    cells = order.choice(SIDE * SIDE, 150, replace=False, p=chance.ravel())
    rows = np.column_stack(np.divmod(cells, SIDE))
    return {"dem": raster("dem", ground, CELL), "rock": raster("rock", rock, CELL), "cells": rows,
            "classes": rock, "slides": points(rows)}


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


OUT = {"BLOCK_SIZE": 300, "GAP": 5}


def test_an_elevation_model_and_landslides_suffice(process, world, tmp_path):
    found = process("trainsusceptibility", DEM=world["dem"], INVENTORY=world["slides"], EVENT="rain of 2010",
                    MODEL_OUT=tmp_path / "m.onnx", REPORT=tmp_path / "r.html", TABLE=tmp_path / "t.csv", **OUT)
    card = session.open(found["MODEL_OUT"]).card
    assert [factor.name for factor in card.factors] == [
        "elevation", "slope", "plan_curvature", "profile_curvature", "topographic_wetness_index", "northness",
        "eastness", "river_distance", "log_accumulation", "relief"]
    assert (card.section.channel_cells, card.section.relief_window, card.section.cell_size) == (1000, 15, 10.0)
    assert card.prevalence == pytest.approx(150 / SIDE ** 2)
    assert card.training["event"] == "rain of 2010"
    assert card.metrics["blocks"]["auc"] == found["AUC_BLOCKS"]
    assert 0.5 < found["AUC_BLOCKS"] <= 1
    assert 0 < found["BRIER"] < 0.02
    assert any("9 fits on 750 samples, 10 factors: about" in line for line in process.log)
    assert any("Boosted trees minus Slope alone" in line for line in process.log)
    rows = table(found["TABLE"])
    auc = {row["name"]: float(row["value"]) for row in rows if (row["table"], row["item"]) == ("blocks", "auc")}
    assert set(auc) == {"Boosted trees", "Logistic regression", "Slope alone"}
    assert auc["Slope alone"] == pytest.approx(found["AUC_SLOPE"], rel=1e-5)
    assert {row["table"] for row in rows} == {"blocks", "random", "difference", "classes", "importance", "inflation",
                                              "correlation", "response"}
    report = (tmp_path / "r.html").read_text(encoding="utf-8")
    for words in ("What each is for.", "calibration", "Variance inflation", "paired", "rain of 2010", "qgis_process"):
        assert words in report or words.capitalize() in report, words


def test_polygons_area_prevalence_and_pof(process, world, polygons, basin, tmp_path):
    # Landslides as polygons of nine cells count as one cell each; results only in the left half.
    squares = [((ORIGIN[0] + (col - 1) * CELL, ORIGIN[1] - (row + 2) * CELL, ORIGIN[0] + (col + 2) * CELL,
                 ORIGIN[1] - (row - 1) * CELL), 1) for row, col in world["cells"]]
    left = polygons(((ORIGIN[0], ORIGIN[1] - SIDE * CELL, ORIGIN[0] + SIDE * CELL / 2, ORIGIN[1]), 1))
    rank = basin("pof", np.random.default_rng(0).random((SIDE, SIDE)))
    found = process("trainsusceptibility", DEM=world["dem"], INVENTORY=polygons(*squares), AREA=left, PREVALENCE=0.05,
                    METHOD="logistic", POF=rank, MODEL_OUT=tmp_path / "m.onnx", TABLE=tmp_path / "t.csv", **OUT)
    card = session.read_card(found["MODEL_OUT"])
    assert card.prevalence == 0.05
    inside = int((world["cells"][:, 1] < SIDE / 2).sum())
    assert abs(card.training["landslides"] - inside) <= 3       # overlapping ones move by a cell
    auc = {row["name"]: float(row["value"]) for row in table(found["TABLE"])
           if (row["table"], row["item"]) == ("blocks", "auc")}
    assert auc["Probability of failure"] == pytest.approx(0.5, abs=0.1)
    mapped = process("predictsusceptibility", DEM=world["dem"], MODEL=found["MODEL_OUT"], AREA=left,
                     SUSCEPTIBILITY=tmp_path / "s.tif", CLASSES=tmp_path / "c.tif")
    values, classes = read_array(mapped["SUSCEPTIBILITY"]), read_array(mapped["CLASSES"])
    assert np.isnan(values[:, SIDE // 2:]).all()
    assert np.isfinite(values[:, :SIDE // 2]).all()
    assert 0.02 < np.nanmean(values) < 0.1
    known = ~np.isnan(values)
    assert (classes[known] == 1 + np.digitize(values[known], np.float32(card.section.limits), right=True)).all()


def test_the_same_seed_gives_the_same_file(process, world, tmp_path):
    for name in ("a", "b"):
        process("trainsusceptibility", DEM=world["dem"], INVENTORY=world["slides"], METHOD="logistic",
                MODEL_OUT=tmp_path / f"{name}.onnx", **OUT)
    assert (tmp_path / "a.onnx").read_bytes() == (tmp_path / "b.onnx").read_bytes()


def test_classes_help_and_polygons_are_as_rasters(process, world, polygons, tmp_path):
    # The geological map as polygons: one for each square, with a text.
    words = {1: "gneiss", 2: "granite", 3: "phyllite", 4: "schist"}
    squares = [((ORIGIN[0] + col * 200, ORIGIN[1] - (row + 1) * 200, ORIGIN[0] + (col + 1) * 200,
                 ORIGIN[1] - row * 200), words[int(world["classes"][row * 20, col * 20])])
               for row in range(6) for col in range(6)]
    rock = polygons(*squares, field="unit", kind="string")
    common = {"DEM": world["dem"], "INVENTORY": world["slides"], "METHOD": "logistic", **OUT}
    by_raster = process("trainsusceptibility", **common, CATEGORIES=[str(world["rock"])], FACTOR_NAMES="geology",
                        MODEL_OUT=tmp_path / "raster.onnx")
    by_polygons = process("trainsusceptibility", **common, CATEGORIES=[rock], CATEGORY_FIELD="unit",
                          FACTOR_NAMES="geology", MODEL_OUT=tmp_path / "polygons.onnx")
    alone = process("trainsusceptibility", **common, MODEL_OUT=tmp_path / "alone.onnx")
    assert by_polygons["AUC_BLOCKS"] == pytest.approx(by_raster["AUC_BLOCKS"])
    assert by_raster["AUC"] > alone["AUC"] + 0.01
    section = session.read_card(str(tmp_path / "polygons.onnx")).section
    assert section.words == {"geology": ["gneiss", "granite", "phyllite", "schist"]}
    with pytest.raises(QgsProcessingException, match="CATEGORY_FIELD: it is missing, and CATEGORIES, layer 1 is"):
        process("trainsusceptibility", **common, CATEGORIES=[rock], MODEL_OUT=tmp_path / "x.onnx")


def test_weights_come_as_tables(process, world, tmp_path):
    found = process("trainsusceptibility", DEM=world["dem"], INVENTORY=world["slides"], METHOD="weights",
                    MODEL_OUT=tmp_path / "m.onnx", TABLE=tmp_path / "t.csv", REPORT=tmp_path / "r.html", **OUT)
    ratios = [row for row in table(found["TABLE"]) if row["item"] == "frequency_ratio"
              and row["name"].startswith("slope:")]
    assert len(ratios) == 8
    assert float(ratios[-1]["value"]) > 1 > float(ratios[0]["value"])
    assert "Studentised" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_labelled_points_in_place_of_an_inventory(process, world, tmp_path):
    order = np.random.default_rng(1)
    others = np.column_stack(np.divmod(order.choice(SIDE * SIDE, 300, replace=False), SIDE))
    layer = points(np.vstack([world["cells"], others]), np.arange(450) < 150)
    found = process("trainsusceptibility", DEM=world["dem"], SAMPLES=layer, METHOD="logistic",
                    MODEL_OUT=tmp_path / "m.onnx", **OUT)
    card = session.read_card(found["MODEL_OUT"])
    assert 0.3 < card.prevalence < 0.4
    assert any("which is not that of the ground" in caveat for caveat in card.caveats)


def test_a_table_of_units(process, csv, tmp_path):
    order = np.random.default_rng(2)
    slope, x, y = order.uniform(0, 50, 400), order.uniform(0, 20000, 400), order.uniform(0, 20000, 400)
    slid = order.random(400) < 1 / (1 + np.exp(-(slope - 30) / 5))
    path = csv("units", *({"steep": f"{a:.3f}", "rock": ("hard", "soft")[int(b < 9000)], "slid": int(c),
                           "px": f"{b:.1f}", "py": f"{d:.1f}"} for a, b, c, d in zip(slope, x, slid, y)))
    common = {"INPUT": path, "FIELDS": "steep", "CATEGORY_FIELDS": "rock", "LABEL_FIELD": "slid"}
    found = process("trainsusceptibility", **common, X_FIELD="px", Y_FIELD="py", MODEL_OUT=tmp_path / "m.onnx")
    assert found["AUC_BLOCKS"] > 0.8
    card = session.read_card(found["MODEL_OUT"])
    assert card.section.words == {"rock": ["hard", "soft"]}
    assert card.prevalence == pytest.approx(slid.mean())
    alone = process("trainsusceptibility", **common, MODEL_OUT=tmp_path / "n.onnx")
    assert "AUC_BLOCKS" not in alone
    assert any("no places to make blocks of" in line for line in process.log)


@pytest.mark.parametrize(("change", "message"), [
    ({"INVENTORY": None}, "INVENTORY: there are no landslides"),
    ({"DEM": None}, "DEM: neither DEM nor FACTORS is given"),
    ({"RELIEF_WINDOW": 14}, "RELIEF_WINDOW: 14 is even"),
    ({"BLOCK_SIZE": 100000}, "BLOCK_SIZE: landslides lie in 1 blocks, fewer than the 4 folds"),
    ({"GAP": 500}, "GAP: no fold keeps 10 landslides"),
    ({"METHOD": "ensemble", "PYTHON": "/nowhere"}, "PYTHON: no interpreter can train"),
    ({"INPUT": "slides"}, "INPUT: INVENTORY and INPUT are given"),
])
def test_faults_are_one_message(process, world, tmp_path, change, message):
    change = {name: world.get(value, value) if isinstance(value, str) else value for name, value in change.items()}
    with pytest.raises(QgsProcessingException, match=message):
        process("trainsusceptibility", **{"DEM": world["dem"], "INVENTORY": world["slides"],
                                          "MODEL_OUT": tmp_path / "m.onnx", **OUT, **change})
    assert not (tmp_path / "m.onnx").exists()


def test_few_landslides_are_refused(process, world, tmp_path):
    with pytest.raises(QgsProcessingException, match="INVENTORY: 19 landslides lie on the map"):
        process("trainsusceptibility", DEM=world["dem"], INVENTORY=points(world["cells"][:19]),
                MODEL_OUT=tmp_path / "m.onnx")


def test_a_constant_factor_is_said(process, world, basin, tmp_path):
    flat = basin("flat", np.full((SIDE, SIDE), 3.0))
    process("trainsusceptibility", DEM=world["dem"], FACTORS=[str(flat)], INVENTORY=world["slides"], METHOD="logistic",
            MODEL_OUT=tmp_path / "m.onnx", **OUT)
    assert any("flat holds 3 at every sample and is left out" in line for line in process.log)


def test_cancel_leaves_nothing(world, tmp_path, plugin):
    import processing

    class Stop(QgsProcessingFeedback):
        def setProgress(self, percent):
            if percent > 50:
                self.cancel()

    with pytest.raises(QgsProcessingException, match="Cancelled"):
        processing.run("scarp:trainsusceptibility", {
            "DEM": str(world["dem"]), "INVENTORY": world["slides"], "MODEL_OUT": str(tmp_path / "m.onnx"), **OUT},
            feedback=Stop())
    assert not list(tmp_path.iterdir())
