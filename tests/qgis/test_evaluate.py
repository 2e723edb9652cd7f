"""Evaluation of maps: numbers known by construction, report that stands alone, confusion map, faults."""

from __future__ import annotations

import csv
import html
import re
import shlex
import subprocess
from pathlib import Path

import numpy as np
import pytest
from qgis.core import Qgis, QgsFeature, QgsGeometry, QgsPointXY, QgsProcessingException, QgsVectorLayer
from scarp.engine.grid import read_array

pytest.importorskip("sklearn")


def points(cells, columns, crs="EPSG:32717"):
    """Give a memory layer of points in the middle of cells."""
    layer = QgsVectorLayer(f"Point?crs={crs}", "slides", "memory")
    features = []
    for cell in cells:
        row, col = divmod(int(cell), columns)
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(712005.0 + 10 * col, 9560995.0 - 10 * row)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


@pytest.fixture
def world(basin):
    """A map, a blind map, and landslides that follow the first one."""
    rng = np.random.default_rng(5)
    truth = rng.random((60, 60)) * 0.2
    slides = np.flatnonzero(rng.random(3600) < truth.ravel())
    return basin("truth", truth), basin("blind", rng.random((60, 60))), slides, truth


def test_auc_is_that_of_the_pairs(process, world, tmp_path):
    path, _, slides, truth = world
    found = process("evaluate", INPUTS=[str(path)], INVENTORY=points(slides, 60), BLOCK_SIZE=100,
                    REPORT=tmp_path / "r.html", TABLE=tmp_path / "t.csv", CONFUSION=tmp_path / "c.tif")
    values = np.float32(truth).ravel()
    hit = np.zeros(3600, dtype=bool)
    hit[slides] = True
    pairs = values[hit][:, None] - values[~hit]
    assert found["AUC"] == pytest.approx(((pairs > 0) + 0.5 * (pairs == 0)).mean(), abs=1e-9)
    assert found["BRIER"] == pytest.approx(np.mean((values - hit) ** 2), rel=1e-5)
    assert f">{Qgis.QGIS_VERSION}</td>" in Path(found["REPORT"]).read_text(encoding="utf-8")
    with open(found["TABLE"], encoding="utf-8") as file:
        row = next(csv.DictReader(file))
    assert row["map"] == "truth"
    assert float(row["auc_low"]) < found["AUC"] < float(row["auc_high"])
    called = values >= np.float32(row["threshold"])
    confusion = read_array(found["CONFUSION"]).ravel()
    assert np.count_nonzero(confusion == 1) + np.count_nonzero(confusion == 2) == hit.sum()
    assert np.count_nonzero(confusion == 1) == pytest.approx(np.count_nonzero(called & hit), abs=1)


def test_maps_side_by_side_with_slope_alone(process, world, basin, plane, tmp_path):
    one, two, slides, _ = world
    found = process("evaluate", INPUTS=[str(one), str(two)], INVENTORY=points(slides, 60), BLOCK_SIZE=100,
                    DEM=basin("dem", plane(20, (60, 60)) + 5 * np.random.default_rng(1).random((60, 60))),
                    MAP_NAMES="Storm A; Storm B", REPORT=tmp_path / "r.html", TABLE=tmp_path / "t.csv")
    with open(found["TABLE"], encoding="utf-8") as file:
        assert [row["map"] for row in csv.DictReader(file)] == ["Storm A", "Storm B", "Slope alone"]
    report = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Storm A ranks a landslide cell above another cell" in report
    assert "Storm A minus slope alone" in report
    assert "It ranks better than Storm B" in report


def test_the_report_stands_alone(process, world, tmp_path):
    path, _, slides, _ = world
    process("evaluate", INPUTS=[str(path)], INVENTORY=points(slides, 60), BLOCK_SIZE=100, REPORT=tmp_path / "r.html",
            FITTED=True)
    report = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert report.count('src="data:image/png;base64,') == 4
    assert not re.search(r'(src|href)="(?!data:|#)', report)
    assert not re.search(r"https?://|@import|url\(", report)
    assert "how well it fits, not how well it predicts" in report
    assert "success rate" in report
    assert "prevalence" in report


def test_the_report_tells_what_was_changed_and_what_cannot_be_seen(process, world, tmp_path):
    from osgeo import gdal

    path, _, slides, _ = world
    raster = gdal.Open(str(path), gdal.GA_Update)
    raster.SetMetadataItem("SCARP_ALGORITHM", "predictppmcnn")
    raster = None
    away = points([], 60)
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(0.0, 0.0)))
    away.dataProvider().addFeatures([*points(slides, 60).getFeatures(), feature])
    area = QgsVectorLayer("Polygon?crs=EPSG:32717", "area", "memory")
    whole = QgsFeature()
    whole.setGeometry(QgsGeometry.fromWkt("POLYGON((711000 9560000, 713000 9560000, 713000 9562000, 711000 9562000, "
                                          "711000 9560000))"))
    area.dataProvider().addFeatures([whole])
    for fitted in (False, True):
        process("evaluate", INPUTS=[str(path)], INVENTORY=away, BLOCK_SIZE=100, REPORT=tmp_path / "r.html",
                AREA=area, FITTED=fitted)
        report = (tmp_path / "r.html").read_text(encoding="utf-8")
        assert report.count(f"INVENTORY: 1 of {slides.size + 1} lie outside the map") == 1
        assert ("was made by a trained network" in report) is not fitted


def test_mapped_negatives(process, world, tmp_path):
    path, _, slides, _ = world
    others = np.setdiff1d(np.arange(100, 400), slides)
    process("evaluate", INPUTS=[str(path)], INVENTORY=points(slides, 60), NEGATIVES=points(others, 60), BLOCK_SIZE=100,
            REPORT=tmp_path / "r.html")
    assert any(f"{others.size} mapped places without landslide" in line for line in process.log)


@pytest.mark.parametrize(("changes", "words"), [
    ({"FOLDS": 1}, "FOLDS: 1 is below 2"), ({"BLOCK_SIZE": 5000}, "landslides lie in 1 blocks, fewer than the 5 folds"),
    ({"BLOCK_SIZE": 3}, "BLOCK_SIZE: 3 m is less than a cell"), ({"MAP_NAMES": "a;b"}, "2 names for 1 maps")])
def test_faults_are_named_and_leave_nothing(process, world, tmp_path, changes, words):
    path, _, slides, _ = world
    with pytest.raises(QgsProcessingException, match=words):
        process("evaluate", INPUTS=[str(path)], INVENTORY=points(slides, 60), REPORT=tmp_path / "r.html",
                CONFUSION=tmp_path / "c.tif", **{"BLOCK_SIZE": 100, **changes})
    assert sorted(each.name for each in tmp_path.iterdir() if each.suffix != ".xml") == ["blind.tif", "truth.tif"]


def test_a_map_with_one_value_ranks_nothing(process, basin, tmp_path):
    path = basin("flat", np.full((40, 40), 0.4))
    with pytest.raises(QgsProcessingException, match=r"0\.4 in every cell"):
        process("evaluate", INPUTS=[str(path)], INVENTORY=points(range(0, 1600, 50), 40), BLOCK_SIZE=100,
                REPORT=tmp_path / "r.html")


def test_sample_on_the_command_line_and_again_as_the_report_says(command, build, root, tmp_path):
    slope = tmp_path / "slope.tif"
    assert command("terrainfactors", DEM=root / "sample" / "dem.tif", SLOPE=slope).code == 0
    done = command("evaluate", INPUTS=[slope], INVENTORY=root / "sample" / "landslides.gpkg",
                   NEGATIVES=root / "sample" / "non_landslides.gpkg", REPORT=tmp_path / "r.html")
    assert done.code == 0, done.err
    assert done.results["AUC"] == pytest.approx(0.71, abs=0.01)
    report = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert len(report) > 50_000
    printed = shlex.split(html.unescape(re.search("<pre>(.*)</pre>", report)[1]))
    (tmp_path / "r.html").unlink()
    again = subprocess.run(printed, env=build.environment(), capture_output=True, text=True, cwd="/", check=False)
    assert again.returncode == 0, again.stderr
    assert f"AUC:\t{done.results['AUC']}" in again.stdout
    assert len((tmp_path / "r.html").read_text(encoding="utf-8")) == len(report)
