"""The command of a report and the parameters of a map repeat the run bit for bit, or say that they cannot."""

from __future__ import annotations

import html
import json
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)
from scarp.engine.grid import read_array

CASES = Path(tempfile.mkdtemp(prefix="scarp_repeated_")) / "cases"      # QGIS writes into GeoPackages it reads
shutil.copytree(Path(__file__).resolve().parents[1] / "data" / "cases", CASES)
LAYERS, VOID, LINES = (CASES / name for name in (
    "02-command-loses-layer-and-filter", "03-undeclared-nodata-is-ground", "14-csv-first-lines"))
DEM, SOIL, RAIN, POF = LINES / "dem.tif", VOID / "soil.csv", VOID / "rain.csv", LAYERS / "pof.tif"
FILTERED = f"{LAYERS / 'v_filt.gpkg'}|layername=events|subset=\"kind\"='slide'"
SECOND = f"{LAYERS / 'v_two.gpkg'}|layername=landslides"


@pytest.fixture(scope="module")
def shell(build):
    """Run a printed command as a terminal does; gives its results."""
    build.make_link(build.PLUGINS / "scarp")

    def run(words, **outputs) -> dict:
        words = [word for word in words if not any(word.startswith(f"{name}=") for name in outputs)]
        words += [f"{name}={path}" for name, path in outputs.items()]
        done = subprocess.run([build.qgis_process(), "--json", *words[1:]], env=build.environment(), check=False,
                              capture_output=True, text=True, errors="replace", timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)["results"]

    return run


def printed(report) -> list:
    """Words of the command in a report, without what is said behind it."""
    text = html.unescape(Path(report).read_text(encoding="utf-8"))
    return shlex.split(re.search(r"qgis_process(?:\.bin)? run scarp:[^<]*", text).group(), comments=True)


def of_metadata(path) -> list:
    """Words of a command made of what a map carries."""
    said = gdal.Open(str(path)).GetMetadata()
    words = ["qgis_process", "run", said["SCARP_ALGORITHM"], "--"]
    for name, value in json.loads(said["SCARP_PARAMETERS"]).items():
        words += [f"{name}={each}" for each in (value if isinstance(value, list) else [value])]
    return words


def same_maps(one, other) -> bool:
    first, second = gdal.Open(str(one)), gdal.Open(str(other))
    return first.RasterCount == second.RasterCount and np.array_equal(first.ReadAsArray(), second.ReadAsArray(),
                                                                      equal_nan=True)


# --- evaluate, calibrate, full analysis -----------------------------------------------------------------------------

@pytest.mark.parametrize("inventory", [FILTERED, SECOND])
def test_the_command_of_evaluate(process, shell, tmp_path, inventory):
    found = process("evaluate", INPUTS=[str(POF)], INVENTORY=inventory, FOLDS=3, REPORT=tmp_path / "r.html",
                    CONFUSION=tmp_path / "c.tif")
    words = printed(tmp_path / "r.html")
    assert f"INVENTORY={inventory}" in words
    again = shell(words, REPORT=tmp_path / "r2.html", CONFUSION=tmp_path / "c2.tif")
    assert again["AUC"] == pytest.approx(found["AUC"], abs=1e-12)
    assert same_maps(tmp_path / "c.tif", tmp_path / "c2.tif")


def test_filter_and_layer_of_a_project(process, tmp_path, qgis_app):
    layer = QgsVectorLayer(f"{LAYERS / 'v_filt.gpkg'}|layername=events", "events", "ogr")
    layer.setSubsetString("\"kind\"='slide'")
    QgsProject.instance().addMapLayer(layer)
    try:
        by_layer = process("evaluate", INPUTS=[str(POF)], INVENTORY=layer, FOLDS=3, REPORT=tmp_path / "r.html")
        by_name = process("evaluate", INPUTS=[str(POF)], INVENTORY=layer.id(), FOLDS=3, REPORT=tmp_path / "i.html")
    finally:
        QgsProject.instance().removeMapLayer(layer.id())
    by_text = process("evaluate", INPUTS=[str(POF)], INVENTORY=FILTERED, FOLDS=3)
    assert by_layer["AUC"] == by_name["AUC"] == by_text["AUC"]
    for report in ("r.html", "i.html"):
        assert f"INVENTORY={FILTERED}" in printed(tmp_path / report)


def test_the_command_of_calibrate(process, shell, tmp_path, csv, soil_row):
    table = csv("soil", soil_row(cohesion_kpa_cov=0.5, cohesion_kpa_dist="lognormal"))
    given = {"DEM": DEM, "SOIL_TABLE": table, "RAIN_INTENSITY": 15.0, "DURATION": 24.0, "PORE_PRESSURE": "seepage",
             "INVENTORY": SECOND, "FREE": "cohesion", "FOLDS": 2, "BLOCK_SIZE": 100, "MOST_CELLS": 2000}
    process("calibrate", **given, SOIL_TABLE_OUT=tmp_path / "fit.csv", REPORT=tmp_path / "r.html")
    shell(printed(tmp_path / "r.html"), SOIL_TABLE_OUT=tmp_path / "fit2.csv", REPORT=tmp_path / "r2.html")
    assert (tmp_path / "fit.csv").read_bytes() == (tmp_path / "fit2.csv").read_bytes()


def test_the_command_of_a_full_analysis_keeps_what_is_only_in_memory(process, shell, tmp_path, qgis_app):
    slides = QgsVectorLayer("Point?crs=EPSG:32633&field=kind:string", "drawn", "memory")
    features = []
    for number in range(40):
        feature = QgsFeature(slides.fields())
        feature.setAttributes(["slide" if number % 4 else "fall"])
        x, y = 500055.0 + 13.0 * number, 5200055.0 + 11.0 * ((7 * number) % 40)
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
        features.append(feature)
    slides.dataProvider().addFeatures(features)
    slides.setSubsetString("")
    table = QgsVectorLayer("None?field=hours:double&field=mm:double", "rain", "memory")
    row = QgsFeature(table.fields())
    row.setAttributes([6.0, 80.5])
    table.dataProvider().addFeatures([row])
    slides.selectByExpression("\"kind\" = 'slide'")
    QgsProject.instance().addMapLayers([slides, table])
    try:
        found = process("fullanalysis", DEM=DEM, SOIL_TABLE=SOIL, RAIN_TABLE=table, FOLDER=tmp_path / "one", FOLDS=2,
                        BLOCK_SIZE=60, INVENTORY=QgsProcessingFeatureSourceDefinition(slides.id(), True))
    finally:
        QgsProject.instance().removeMapLayers([slides.id(), table.id()])
    told = json.loads((tmp_path / "one" / "run.json").read_text(encoding="utf-8"))
    assert told["parameters"]["RAIN_TABLE"] == str(tmp_path / "one" / "rain_table.csv")
    assert told["parameters"]["INVENTORY"] == str(tmp_path / "one" / "inventory.gpkg")
    assert (tmp_path / "one" / "rain_table.csv").read_text() == "hours,mm\n6.0,80.5\n"
    kept = QgsVectorLayer(str(tmp_path / "one" / "inventory.gpkg"), "kept", "ogr")
    assert kept.featureCount() == 30
    words = shlex.split(told["command"], comments=True)
    assert words == printed(tmp_path / "one" / "report.html")
    again = shell(words, FOLDER=tmp_path / "two")
    for name in ("probability_of_failure", "factor_of_safety", "reliability_index", "design_point", "status"):
        assert same_maps(tmp_path / "one" / f"{name}.tif", tmp_path / "two" / f"{name}.tif")
    assert again["AUC"] == found["AUC"]


def test_tables_that_go_when_qgis_ends_are_kept_beside_a_report(process, shell, tmp_path, csv, soil_row):
    gone = Path(QgsProcessingUtils.tempFolder()) / "soil_of_the_dock.csv"
    gone.write_bytes(csv("soil", soil_row(cohesion_kpa_cov=0.5, cohesion_kpa_dist="lognormal")).read_bytes())
    given = {"DEM": DEM, "SOIL_TABLE": gone, "RAIN_INTENSITY": 15.0, "DURATION": 24.0, "PORE_PRESSURE": "seepage",
             "INVENTORY": SECOND, "FREE": "cohesion", "FOLDS": 2, "BLOCK_SIZE": 100, "MOST_CELLS": 2000}
    process("calibrate", **given, SOIL_TABLE_OUT=tmp_path / "fit.csv", REPORT=tmp_path / "r.html")
    gone.unlink()
    assert f"SOIL_TABLE={tmp_path / 'r_soil_table.csv'}" in printed(tmp_path / "r.html")
    shell(printed(tmp_path / "r.html"), SOIL_TABLE_OUT=tmp_path / "fit2.csv", REPORT=tmp_path / "r2.html")
    assert (tmp_path / "fit.csv").read_bytes() == (tmp_path / "fit2.csv").read_bytes()


# --- what no command can repeat -------------------------------------------------------------------------------------

def test_selection_edits_and_memory_are_said(process, tmp_path, qgis_app):
    layer = QgsVectorLayer(SECOND, "slides", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectByIds(sorted(layer.allFeatureIds())[:60])
    try:
        process("samplepoints", POF=POF, INVENTORY=QgsProcessingFeatureSourceDefinition(layer.id(), True), RATIO=0.2,
                THRESHOLD=0.9, SAMPLES=str(tmp_path / "s.gpkg"), STABLE_AREA=tmp_path / "a.tif")
        said = gdal.Open(str(tmp_path / "a.tif")).GetMetadata()
        assert "only the selected features were read" in said["SCARP_NOT_REPEATABLE"]
        assert any("INVENTORY: only the selected features were read" in line for line in process.log)
        layer.startEditing()
        layer.deleteFeature(sorted(layer.allFeatureIds())[0])
        process("samplepoints", POF=POF, INVENTORY=layer.id(), RATIO=0.2, THRESHOLD=0.9,
                SAMPLES=str(tmp_path / "t.gpkg"))
        assert any("'slides' has edits that are not saved" in line for line in process.log)
        layer.rollBack()
    finally:
        QgsProject.instance().removeMapLayer(layer.id())


def test_the_layer_taken_of_several_is_named(process, tmp_path):
    process("evaluate", INPUTS=[str(POF)], INVENTORY=LAYERS / "v_two.gpkg", FOLDS=2, BLOCK_SIZE=50,
            REPORT=tmp_path / "r.html")
    said = [line for line in process.log if "holds 2 layers" in line]
    assert len(said) == 1
    assert "(boreholes, landslides), and the first one, 'boreholes', is used" in said[0]
    assert f"INVENTORY={LAYERS / 'v_two.gpkg'}|layername=boreholes" in printed(tmp_path / "r.html")
    process("evaluate", INPUTS=[str(POF)], INVENTORY=SECOND, FOLDS=3)
    assert not any("holds 2 layers" in line for line in process.log)


# --- maps -----------------------------------------------------------------------------------------------------------

RUNS = {
    "factorofsafety": ("FOS", {"DEM": DEM, "SOIL_TABLE": SOIL, "RAIN_TABLE": RAIN, "TIMES": "1.5; 3",
                               "FAILURE_SURFACE": "both"}),
    "probabilityoffailure": ("POF", {"DEM": DEM, "SOIL_TABLE": SOIL, "RAIN_INTENSITY": 12.5, "DURATION": 7.3,
                                     "SAMPLES": 300, "METHOD": "montecarlo", "SEED": 7,
                                     "CORRELATION": "cohesion:friction=-0.3"}),
    "wettingfront": ("WETTING_FRONT", {"DEM": DEM, "SOIL_TABLE": SOIL, "RAIN_TABLE": RAIN, "ROUTE_RUNOFF": True}),
    "newmark": ("DISPLACEMENT", {"DEM": DEM, "COHESION_PER_THICKNESS_VALUE": 3.1, "FRICTION_VALUE": 31.0,
                                 "PGA_VALUE": 41.5, "PGA_UNIT": "%g", "MAGNITUDE": 6.3}),
    "terrainfactors": ("SLOPE", {"DEM": DEM}),
    "soilthickness": ("THICKNESS", {"DEM": DEM, "METHOD": "slope", "H_MIN": 0.4, "H_MAX": 2.7}),
    "refinemap": ("OUTPUT", {"INPUT": POF, "MEDIAN": 30.0, "GAUSSIAN": 20.0, "UNIT": "metres"}),
    "classify": ("OUTPUT", {"INPUT": POF, "METHOD": "quantile", "CLASSES": 4, "INVENTORY": FILTERED}),
}


@pytest.mark.parametrize("algorithm", RUNS)
def test_the_parameters_of_a_map_make_it_again(process, shell, tmp_path, algorithm):
    output, given = RUNS[algorithm]
    process(algorithm, **given, **{output: tmp_path / "one.tif"})
    shell(of_metadata(tmp_path / "one.tif"), **{output: tmp_path / "two.tif"})
    assert same_maps(tmp_path / "one.tif", tmp_path / "two.tif")
    assert np.isfinite(read_array(str(tmp_path / "one.tif"))).any()
