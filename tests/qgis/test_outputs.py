"""Outputs of a run: whole and together, or what was there before; never an input; never what Scarp did not make."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from csv import DictReader
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pytest
from osgeo import gdal, ogr
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorLayer,
)
from scarp.algorithms.frame.output_folder import OutputFolder
from scarp.engine.commit import JOURNAL
from scarp.engine.errors import InputError
from scarp.engine.grid.vectors import count_features

MODEL = str(Path(__file__).parents[1] / "data" / "pinn_tiny" / "tiny.onnx")
UNIT = {"wet": 0.5, "rock": 1, "steep": 40, "shake": 50, "size": 2e5}


@pytest.fixture
def drawn(process, basin, csv, tmp_path):
    """Give a caller of samplepoints on a small map, and its inventory."""
    pof = basin("pof", np.tile(np.linspace(0.0, 0.9, 30), (30, 1)))
    slides = tmp_path / "slides.csv"
    slides.write_text("x,y\n712255,9560955\n712265,9560855\n712275,9560755\n")
    inventory = f"file://{slides}?type=csv&xField=x&yField=y&crs=EPSG:32717"

    def draw(**changes):
        given = {"INVENTORY": QgsVectorLayer(inventory, "slides", "delimitedtext"), "POF": pof, "BUFFER": 0,
                 "SPACING": 0, **changes}
        return process("samplepoints", **given)

    draw.inventory, draw.slides, draw.pof = inventory, slides, pof
    return draw


def layers(path):
    dataset = ogr.Open(str(path))
    return {dataset.GetLayer(i).GetName(): dataset.GetLayer(i).GetFeatureCount()
            for i in range(dataset.GetLayerCount())}


def columns(path):
    dataset = ogr.Open(str(path))
    definition = dataset.GetLayer(0).GetLayerDefn()
    return [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]


def left(folder):
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".xml"))


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "csv", "fgb", "sqlite"])
def test_a_sink_replaces_a_file_whole(drawn, tmp_path, ending):
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / f"samples.{ending}"
    first = drawn(SAMPLES=path)
    assert Path(first["SAMPLES"]) == path
    names = left(folder)
    again = drawn(SAMPLES=path, RATIO=3)
    assert count_features(again["SAMPLES"]) == 12
    assert left(folder) == names
    assert not [name for name in names if name.startswith(".")]
    if ending == "gpkg":
        assert layers(path) == {"samples": 12}


def test_a_layer_of_a_geopackage_is_replaced_or_added_and_the_others_stay(drawn, tmp_path):
    path = tmp_path / "all.gpkg"
    drawn(SAMPLES=path)
    uri = f"ogr:dbname='{path}' table=\"drawn\" (geom)"
    found = drawn(SAMPLES=uri, RATIO=2)
    assert layers(path) == {"all": 6, "drawn": 9}
    assert str(path) in found["SAMPLES"]
    assert QgsVectorLayer(found["SAMPLES"], "x", "ogr").featureCount() == 9
    drawn(SAMPLES=uri, RATIO=1)
    assert layers(path) == {"all": 6, "drawn": 6}
    assert not [name for name in left(tmp_path) if name.startswith(".")]


def test_a_layer_may_be_written_beside_the_one_that_is_read(drawn, tmp_path):
    path = tmp_path / "all.gpkg"
    drawn(SAMPLES=path)
    uri = f"ogr:dbname='{path}' table=\"more\" (geom)"
    drawn(INVENTORY=f"{path}|layername=all", SAMPLES=uri)
    assert set(layers(path)) == {"all", "more"}
    with pytest.raises(QgsProcessingException, match=r"SAMPLES: .* is also INVENTORY"):
        drawn(INVENTORY=f"{path}|layername=all", SAMPLES=f"ogr:dbname='{path}' table=\"all\" (geom)")
    assert set(layers(path)) == {"all", "more"}


def test_a_geopackage_that_another_program_is_writing_loses_nothing(drawn, tmp_path):
    import sqlite3

    path = tmp_path / "all.gpkg"
    drawn(SAMPLES=path)
    with sqlite3.connect(path) as busy:
        busy.execute("PRAGMA journal_mode=wal")
        busy.execute("CREATE TABLE notes (words TEXT)")
        busy.execute("INSERT INTO notes VALUES ('kept')")
        busy.commit()
        assert Path(f"{path}-wal").stat().st_size > 0
        drawn(SAMPLES=f"ogr:dbname='{path}' table=\"drawn\" (geom)")
    busy.close()
    with sqlite3.connect(path) as found:
        assert found.execute("SELECT words FROM notes").fetchall() == [("kept",)]
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("value", ["memory:", "TEMPORARY_OUTPUT", "memory:drawn here"])
def test_layers_in_memory_go_on_working(plugin, drawn, value):
    import processing

    found = processing.run("scarp:samplepoints", {
        "INVENTORY": QgsVectorLayer(drawn.inventory, "slides", "delimitedtext"), "POF": str(drawn.pof), "BUFFER": 0,
        "SPACING": 0, "SAMPLES": value})
    assert found["SAMPLES"].featureCount() == 6


def test_a_replaced_layer_is_loaded_and_styled(plugin, drawn, tmp_path):
    from qgis.core import QgsApplication, QgsProcessingFeedback

    project, context = QgsProject(), QgsProcessingContext()
    context.setProject(project)
    path = str(tmp_path / "s.gpkg")
    for _ in range(2):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("scarp:samplepoints")
        algorithm.run({"INVENTORY": QgsVectorLayer(drawn.inventory, "slides", "delimitedtext"),
                       "POF": str(drawn.pof), "BUFFER": 0, "SPACING": 0,
                       "SAMPLES": QgsProcessingOutputLayerDefinition(path, project)}, context, QgsProcessingFeedback(),
                      {}, False)
    assert list(context.layersToLoadOnCompletion()) == [path]
    details = context.layerToLoadOnCompletionDetails(path)
    assert details.name == "Sample points"
    assert details.outputName == "SAMPLES"
    assert details.postProcessor() is not None


def test_a_file_of_another_kind_that_fails_leaves_the_former_one(drawn, tmp_path, monkeypatch):
    from scarp.algorithms.frame import sinks

    path = tmp_path / "samples.gpkg"
    drawn(SAMPLES=path)
    before = path.read_bytes()
    really = sinks.count_features
    monkeypatch.setattr(sinks, "count_features", lambda *words: really(*words) - 1)
    with pytest.raises(QgsProcessingException, match=r"SAMPLES: .*5 of 6 features arrived"):
        drawn(SAMPLES=path)
    assert path.read_bytes() == before
    assert not [name for name in left(tmp_path) if name.startswith(".")]


def test_raster_and_points_come_together_or_not_at_all(drawn, tmp_path, monkeypatch):
    given = {"SAMPLES": tmp_path / "s.gpkg", "STABLE_AREA": tmp_path / "area.tif"}
    drawn(**given)
    before = {name: path.read_bytes() for name, path in given.items()}
    really = os.replace

    for name, path in given.items():
        def locked(source, target, held=str(path)):
            if str(target) == held and not str(source).endswith(".former"):
                raise PermissionError(13, "held")
            really(source, target)

        monkeypatch.setattr(os, "replace", locked)
        with pytest.raises(QgsProcessingException, match=f"{name}: .*cannot be written.*Close programs"):
            drawn(**given, RATIO=3)
        monkeypatch.undo()
        assert {key: path.read_bytes() for key, path in given.items()} == before
    assert not [name for name in left(tmp_path) if name.startswith(".")]


@pytest.fixture
def small_disk(tmp_path):
    """Give a folder on a disk of its own, of as many kB as asked."""
    place = tmp_path / "disk"
    place.mkdir()

    def make(size):
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(place)], check=False,
                              capture_output=True)
        if done.returncode:
            pytest.skip("only root may make a small disk")
        return place

    yield make
    subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)


@pytest.mark.parametrize("ending", ["gpkg", "csv", "geojson"])
def test_a_full_disk_while_rows_are_written_keeps_the_former_file(drawn, process, csv, small_disk, ending):
    disk = small_disk(240)
    path = disk / f"out.{ending}"
    drawn(SAMPLES=path)
    names = {each.name: each.read_bytes() for each in disk.iterdir()}
    rows = csv("units", *({**UNIT, "words": "w" * 100} for _ in range(3000)))
    with pytest.raises(QgsProcessingException, match=r"OUTPUT: .*could not be written; the disk may be full"):
        process("predictpinn", INPUT=rows, MODEL=MODEL, OUTPUT=path)
    assert {each.name: each.read_bytes() for each in disk.iterdir()} == names


# ---- an output that is an input ----

def virtual(path, source):
    gdal.BuildVRT(str(path), [str(source)]).FlushCache()
    return path


def test_an_output_is_known_as_an_input_under_any_name(process, basin, tmp_path, drawn):
    dem = basin("dem", np.add.outer(np.arange(20.0), np.zeros(20)) * 5)
    link, hard = tmp_path / "link.tif", tmp_path / "hard.tif"
    link.symlink_to(dem)
    os.link(dem, hard)
    shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, "dem.tif")
    inner = virtual(tmp_path / "inner.vrt", dem)
    names = [dem, link, hard, f"GTIFF_DIR:1:{dem}", inner, virtual(tmp_path / "outer.vrt", inner),
             f"vrt://{dem}?bands=1", f"{tmp_path}/./dem.tif"]
    before = dem.read_bytes()
    for name in names:
        with pytest.raises(QgsProcessingException, match=r"SLOPE: .* is also DEM"):
            process("terrainfactors", DEM=str(name), SLOPE=dem)
    assert dem.read_bytes() == before
    folder = tmp_path / "pla ce"
    folder.mkdir()
    slides = folder / "sli des.csv"
    slides.write_bytes(drawn.slides.read_bytes())
    layer = QgsVectorLayer(f"file://{quote(str(slides))}?type=csv&xField=x&yField=y&crs=EPSG:32717", "s",
                           "delimitedtext")
    assert layer.isValid()
    with pytest.raises(QgsProcessingException, match=r"SAMPLES: .* is also INVENTORY"):
        drawn(INVENTORY=layer, SAMPLES=slides)
    assert slides.read_bytes() == drawn.slides.read_bytes()
    with pytest.raises(QgsProcessingException, match=r"TABLE: .* is also INVENTORY"):
        process("classify", INPUT=drawn.pof, INVENTORY=layer, TABLE=slides)


@pytest.mark.parametrize(("name", "words"), [("held.tif", "is a folder"), ("mine.tif", "is read-only"),
                                             ("x" * 252 + ".tif", "is too long")])
def test_what_is_not_replaced_is_said(process, basin, tmp_path, name, words):
    (tmp_path / "held.tif").mkdir()
    (tmp_path / "mine.tif").write_text("mine")
    (tmp_path / "mine.tif").chmod(0o444)
    with pytest.raises(QgsProcessingException, match=f"OUTPUT: .*{words}"):
        process("refinemap", INPUT=basin("map", np.eye(12)), MEDIAN=3, OUTPUT=tmp_path / name)
    assert (tmp_path / "held.tif").is_dir()
    assert (tmp_path / "mine.tif").read_text() == "mine"


def test_a_name_as_long_as_names_can_be(process, basin, tmp_path):
    path = tmp_path / ("x" * 251 + ".tif")
    process("refinemap", INPUT=basin("map", np.eye(12)), MEDIAN=3, OUTPUT=path)
    assert gdal.Open(str(path)) is not None


# ---- cells that a spreadsheet would take for formulas ----

def test_formulas_in_text_are_made_plain_and_numbers_stay(process, csv, tmp_path):
    rows = csv("units", *({**UNIT, "words": words, "depth": -3}
                          for words in ("=1+1", "+A1", "-cmd|x", "@SUM(A1)", "plain", "-7.5")))
    out = tmp_path / "out.csv"
    process("predictpinn", INPUT=rows, MODEL=MODEL, OUTPUT=out)
    with open(out, encoding="utf-8", newline="") as file:
        written = list(DictReader(file))
    assert [row["words"] for row in written] == ["'=1+1", "'+A1", "'-cmd|x", "'@SUM(A1)", "plain", "-7.5"]
    assert {row["depth"] for row in written} == {"-3"}


# ---- folders ----

def fill(folder, **texts):
    for name, text in texts.items():
        folder.write(f"{name}.html", text)
    folder.write("run.json", json.dumps({"algorithm": "scarp:fullanalysis"}))
    folder.finish()
    from scarp.engine.commit import commit

    commit(folder.moves, folder.leftovers)


def texts(folder):
    return {path.name: path.read_text() for path in folder.iterdir() if path.name != "run.json"}


def test_a_folder_replaces_its_own_files_and_no_others(tmp_path):
    said = []
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.html").write_text("mine")
    fill(OutputFolder(str(out), "FOLDER", (), said.append), report="one", other="one")
    assert texts(out) == {"report.html": "mine", "report_2.html": "one", "other.html": "one"}
    assert said == ["FOLDER: 'report.html' in it is no file of an earlier run as that run left it, or is read by this "
                    "one. It stays; the new file is 'report_2.html'."]
    fill(OutputFolder(str(out), "FOLDER"), report="two", other="two")
    assert texts(out) == {"report.html": "mine", "report_2.html": "two", "other.html": "two"}
    (out / "other.html").write_text("two, with my words")
    fill(OutputFolder(str(out), "FOLDER"), report="three", other="three")
    assert texts(out) == {"report.html": "mine", "report_2.html": "three", "other.html": "two, with my words",
                          "other_2.html": "three"}
    fill(OutputFolder(str(out), "FOLDER", [str(out / "report_2.html")]), report="four")
    assert texts(out)["report_2.html"] == "three"
    assert texts(out)["report_3.html"] == "four"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_that_comes_while_the_run_goes_on_is_not_replaced(tmp_path):
    folder = OutputFolder(str(tmp_path / "out"), "FOLDER")
    folder.write("report.html", "ours")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").write_text("theirs")
    with pytest.raises(InputError, match=r"another program wrote '.*report.html' while this run went on"):
        folder.finish()
    folder.discard()
    assert texts(tmp_path / "out") == {"report.html": "theirs"}


def test_a_run_json_of_someone_else_gives_nothing_away(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.html").write_text("mine")
    for text in ("[1]", "{", '{"files": {"report.html": "run.json"}}', '{"algorithm": "scarp:x", "files": 3}',
                 '{"algorithm": "scarp:x", "files": {"report.html": {"bytes": 4}}}'):
        (out / "run.json").write_text(text)
        folder = OutputFolder(str(out), "FOLDER")
        assert Path(folder.final("report.html")).name == "report_2.html"
        folder.discard()


def test_a_full_analysis_keeps_its_inputs_in_its_own_folder(process, root, tmp_path):
    pytest.importorskip("sklearn")
    sample, out = root / "sample", tmp_path / "out"
    out.mkdir()
    dem = str(tmp_path / "dem.tif")
    gdal.Translate(dem, str(sample / "dem.tif"), srcWin=[90, 120, 240, 240], width=80, height=80)
    for name in ("landslides.gpkg", "soil.csv"):
        shutil.copy(sample / name, out / name)
    slides = gdal.OpenEx(str(out / "landslides.gpkg"), gdal.OF_UPDATE)
    slides.GetLayer(0).CreateField(ogr.FieldDefn("mine", ogr.OFTString))
    slides = None
    process("terrainfactors", DEM=dem, SLOPE=out / "slope.tif")
    (out / "report.html").write_text("mine")
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.suffix != ".xml"}
    given = {"DEM": dem, "SLOPE": out / "slope.tif", "SOIL_TABLE": out / "soil.csv", "INVENTORY":
             out / "landslides.gpkg", "RAIN_TABLE": str(sample / "storm.csv"), "FOLDER": out}
    found = process("fullanalysis", **given)
    now = {path.name: path.read_bytes() for path in out.iterdir() if path.name in before}
    assert {name for name in before if now[name] != before[name]} <= {"landslides.gpkg"}   # QGIS touches what it opens
    assert "mine" in columns(out / "landslides.gpkg")
    names = {path.name for path in out.iterdir()}
    assert {"landslides_2.gpkg", "slope_2.tif", "report_2.html", "run.json"} <= names
    assert Path(found["REPORT"]).name == "report_2.html"
    report = (out / "report_2.html").read_text(encoding="utf-8")
    assert "slope_2.tif" in report
    assert re.search("the new file is (&#x27;|&#39;|')landslides_2.gpkg", report)
    project = QgsProject()
    assert project.read(str(out / "scarp.qgz"))
    found = [(Path(layer.source().split("|")[0]).name, layer.isValid()) for layer in project.mapLayers().values()]
    project.clear()
    assert {"slope_2.tif", "landslides_2.gpkg"} <= {name for name, _ in found}
    assert all(valid for _, valid in found)
    process("fullanalysis", **given)
    assert {path.name for path in out.iterdir() if path.suffix != ".xml"} == {
        name for name in names if not name.endswith(".xml")}
    assert not (out / JOURNAL).exists()


# ---- what is too large, missing or never ends ----

def huge(path, side=100_000, empty=True):
    """A virtual raster of 10^10 cells without any file."""
    from osgeo import osr

    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32717)
    dataset = gdal.GetDriverByName("VRT").Create(str(path), side, side, 1, gdal.GDT_Float32)
    dataset.SetProjection(reference.ExportToWkt())
    dataset.SetGeoTransform((500000.0, 10.0, 0.0, 9600000.0, 0.0, -10.0))
    if empty:
        dataset.GetRasterBand(1).SetNoDataValue(0)
    dataset.FlushCache()
    return path


@pytest.mark.parametrize(("name", "given"), [("classify", {"INPUT": None, "OUTPUT": "o.tif"}),
                                             ("terrainfactors", {"DEM": None, "SLOPE": "o.tif"}),
                                             ("refinemap", {"INPUT": None, "MEDIAN": 3, "OUTPUT": "o.tif"})])
def test_a_map_without_values_that_has_no_end_is_left_within_two_seconds(plugin, tmp_path, name, given):
    from time import monotonic

    from qgis.core import QgsApplication, QgsProcessingFeedback

    class Impatient(QgsProcessingFeedback):
        def isCanceled(self):
            return monotonic() > begun + 1.0

    given = {key: str(huge(tmp_path / "huge.vrt")) if value is None else
             str(tmp_path / value) if isinstance(value, str) else value for key, value in given.items()}
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"scarp:{name}")
    begun = monotonic()
    with pytest.raises(QgsProcessingException, match=r"Cancelled; nothing was written\."):
        algorithm.run(given, QgsProcessingContext(), Impatient(), {}, False)
    assert monotonic() - begun < 3.0
    assert left(tmp_path) == ["huge.vrt"]


def test_what_does_not_fit_in_memory_says_so_before_it_starts(process, tmp_path):
    from time import monotonic

    begun = monotonic()
    with pytest.raises(QgsProcessingException, match=r"The flow of water .*(of memory|cells and there are)"):
        process("terrainfactors", DEM=huge(tmp_path / "huge.vrt", empty=False), TWI=tmp_path / "twi.tif",
                SLOPE=tmp_path / "slope.tif")
    assert monotonic() - begun < 10.0
    assert left(tmp_path) == ["huge.vrt"]


def test_a_buffer_beyond_the_map_takes_no_memory(drawn):
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(QgsProcessingException, match="POF: no stable area is left"):
        drawn(BUFFER=1e6)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000      # kB


@pytest.mark.parametrize("value", [[], [""], "", None])
def test_no_raster_at_all(plugin, drawn, value):
    from qgis.core import QgsApplication, QgsProcessingFeedback

    given = {"INPUTS": value, "INVENTORY": QgsVectorLayer(drawn.inventory, "slides", "delimitedtext")}
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("scarp:evaluate")
    context = QgsProcessingContext()
    able, why = algorithm.checkParameterValues(given, context)
    assert not able
    assert why == "INPUTS: none is given. Give one layer or more."
    said = []

    class Listen(QgsProcessingFeedback):
        def reportError(self, text, fatal=False):
            said.append(text)

    _, done = algorithm.run(given, context, Listen())      # as the task runner does, which checks nothing
    assert not done
    assert said == [why]
