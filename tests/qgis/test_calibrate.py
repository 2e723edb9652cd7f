"""Calibration through the algorithm: a basin of known soil, storms, what is refused, what is written, stopping."""

from __future__ import annotations

import csv as csv_module
import re
import time

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsVectorLayer,
)
from scarp.algorithms.inputs.places import save_places
from scarp.engine.grid import read_array

pytest.importorskip("sklearn")

SIDE = 100
TRUE = {"cohesion_kpa": 3.0, "friction_deg": 33.0}
SPREAD = {"cohesion_kpa_cov": 0.3, "cohesion_kpa_dist": "lognormal", "cohesion_kpa_mean_cov": 0.5,
          "friction_deg_cov": 0.1, "friction_deg_dist": "lognormal", "friction_deg_mean_cov": 0.15}


def points(cells, storms=None, kind="string"):
    """Give a memory layer of points in the middle of cells, with a field ``event`` where storms are given."""
    layer = QgsVectorLayer(f"Point?crs=EPSG:32717&field=event:{kind}", "slides", "memory")
    features = []
    for number, cell in enumerate(cells):
        row, col = divmod(int(cell), SIDE)
        feature = QgsFeature(layer.fields())
        feature.setAttributes([None if storms is None else storms[number]])
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(712005.0 + 10 * col, 9560995.0 - 10 * row)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


@pytest.fixture(scope="module")
def world(process, maker, soil_row, tmp_path_factory):
    """Slopes of 15 to 55 degrees in two zones, a storm, and landslides drawn from the probability of failure.

    The soil that is given is too strong; `drawn` gives the landslides of a storm of so many mm.
    """
    folder = tmp_path_factory.mktemp("calibrate")
    raster, table = maker(folder)
    rng = np.random.default_rng(3)
    coarse = rng.uniform(15.0, 55.0, (SIDE // 5, SIDE // 5))
    slope = np.kron(coarse, np.ones((5, 5))) + rng.uniform(-1.0, 1.0, (SIDE, SIDE))
    zones = np.where(np.arange(SIDE) < SIDE // 2, 1.0, 2.0) * np.ones((SIDE, 1))
    true = {**TRUE, **{key: value for key, value in SPREAD.items() if "mean" not in key}}
    given = {**SPREAD, "cohesion_kpa": 4.5, "friction_deg": 35.0}
    known = {"SLOPE": raster("slope", slope), "SOIL_ZONES": raster("zones", zones), "PORE_PRESSURE": "zero"}

    def drawn(depth, seed):
        found = process("probabilityoffailure", **known, SOIL_TABLE=table("true", soil_row(**true),
                                                                          soil_row(**true, zone=2)),
                        RAIN_TABLE=table(f"rain {depth}", {"hours": 3, "mm": depth}), POF=folder / "pof.tif")
        pof = read_array(found["POF"]).ravel()
        return np.flatnonzero(np.random.default_rng(seed).random(pof.size) < pof)

    slides = drawn(60, 1)
    return {**known, "SOIL_TABLE": table("soil", soil_row(**given, name="Schist"),
                                         soil_row(**given, zone=2, name="Marl (assumed)")),
            "RAIN_TABLE": table("rain", {"hours": 3, "mm": 60}), "BLOCK_SIZE": 100, "FOLDS": 3}, slides, drawn, table


def rows(path):
    with open(path, encoding="utf-8") as file:
        return list(csv_module.DictReader(file))


@pytest.fixture(scope="module")
def fitted(process, world, tmp_path_factory):
    """One calibration of both zones."""
    folder = tmp_path_factory.mktemp("fitted")
    given, slides, *_ = world
    results = process("calibrate", **given, INVENTORY=points(slides), SOIL_TABLE_OUT=folder / "soil.csv",
                      REPORT=folder / "report.html")
    return results, rows(folder / "soil.csv"), (folder / "report.html").read_text(encoding="utf-8"), list(process.log)


def test_the_table_has_the_columns_of_the_one_given(fitted, world):
    _, found, _, _ = fitted
    given = rows(world[0]["SOIL_TABLE"])
    assert set(found[0]) == {*given[0], "calibrated", "assumed", "silent", "on_bound"}
    fixed = [name for name in given[0] if name not in (*TRUE, "cohesion_kpa_mean_cov", "friction_deg_mean_cov")]
    assert [[row[name] for name in fixed] for row in found] == [[row[name] for name in fixed] for row in given]


def test_means_are_better_known_than_before(fitted):
    _, found, _, _ = fitted
    for row in found:
        assert float(row["cohesion_kpa"]) != 4.5
        assert 0.0 < float(row["cohesion_kpa_mean_cov"]) < 0.5
        assert 0.0 < float(row["friction_deg_mean_cov"]) <= 0.15


def test_what_was_fitted_is_marked(fitted):
    _, (schist, marl), _, _ = fitted
    assert schist["calibrated"] == marl["calibrated"] == "cohesion friction"
    assert schist["assumed"] == ""
    assert marl["assumed"] == "unit_weight porosity saturation_initial saturation_final ksat thickness"


def test_the_table_is_ready_to_be_used(process, fitted, world, tmp_path):
    given, *_ = world
    results, *_ = fitted
    used = {name: given[name] for name in ("SLOPE", "SOIL_ZONES", "RAIN_TABLE", "PORE_PRESSURE")}
    found = process("probabilityoffailure", **used, SOIL_TABLE=results["SOIL_TABLE_OUT"], POF=tmp_path / "pof.tif")
    before = process("probabilityoffailure", **used, SOIL_TABLE=given["SOIL_TABLE"], POF=tmp_path / "before.tif")
    assert read_array(found["POF"]).sum() != read_array(before["POF"]).sum()


def test_numbers_and_report_agree(fitted):
    results, _, report, log = fitted
    assert 0.5 < results["AUC_BEFORE"] < 1.0
    assert 0.5 < results["AUC_AFTER"] < 1.0
    said = re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>|<img[^>]*>", "", report, flags=re.S))
    for name in ("AUC_BEFORE", "AUC_AFTER"):
        assert f"{results[name]:.3f}" in said
        assert any(f"{results[name]:.3f}" in line for line in log)
    assert not re.search(r'(src|href)="(?!data:|#)', report)
    for part in ("Schist", "Cohesion against friction", "60 mm in 3 h", "10 m wide", "scarp:calibrate"):
        assert part in said, part


@pytest.mark.parametrize(("changes", "words"), [
    ({"FREE": "cohesio"}, r"FREE: 'cohesio' is no quantity of the soil\. Did you mean cohesion\?"),
    ({"FREE": "cohesion:all"}, "FREE: 'all' behind cohesion is not known"),
    ({"SOIL_TABLE": None, "SOIL_ZONES": None}, "SOIL_TABLE: it is missing"),
    ({"RAIN_TABLE": None}, "RAIN_TABLE: there is no rain"),
    ({"RAIN_TABLE": None, "RAIN_INTENSITY": 0, "DURATION": 3}, "RAIN_INTENSITY: nothing can fail"),
    ({"STORM_FIELD": "evnt"}, "STORM_FIELD: INVENTORY has no field 'evnt'. It has event"),
    ({"STORM_FIELD": "event"}, "RAIN_TABLE: it has no column 'storm', and STORM_FIELD names the storm"),
    ({"STORM_FIELD": "event", "RAIN_TABLE": None, "RAIN_INTENSITY": 20, "DURATION": 3},
     "STORM_FIELD: it needs RAIN_TABLE with a column 'storm'"),
    ({"FOLDS": 1}, "FOLDS: 1 is below 2"), ({"BLOCK_SIZE": 3}, "BLOCK_SIZE: 3 m is less than a cell"),
    ({"OBJECTIVE": "brier"}, "OBJECTIVE: 'brier' is not one of likelihood, auc"),
    ({"INVENTRY": "x"}, "INVENTRY: scarp:calibrate has no such parameter. Did you mean INVENTORY"),
])
def test_faults_are_named_and_leave_nothing(process, world, tmp_path, changes, words):
    given, slides, *_ = world
    (tmp_path / "soil.csv").write_text("before")
    with pytest.raises(QgsProcessingException, match=words):
        process("calibrate", **{**given, "INVENTORY": points(slides[:40]), "SOIL_TABLE_OUT": tmp_path / "soil.csv",
                                "REPORT": tmp_path / "report.html", **changes})
    assert [path.name for path in tmp_path.iterdir()] == ["soil.csv"]
    assert (tmp_path / "soil.csv").read_text() == "before"


def test_a_raster_of_means_cannot_be_fitted(process, world, basin):
    given, slides, *_ = world
    with pytest.raises(QgsProcessingException, match="FREE: the mean of cohesion comes per cell from the raster"):
        process("calibrate", **given, INVENTORY=points(slides), COHESION=basin("c", np.full((SIDE, SIDE), 5.0)))


def test_fewer_landslides_than_means(process, world):
    given, slides, *_ = world
    with pytest.raises(QgsProcessingException, match="INVENTORY: it has 3 landslides for 4 means"):
        process("calibrate", **given, INVENTORY=points(slides[[10, 60, 110]]))


def test_landslides_outside_the_zones(process, world, basin):
    given, slides, *_ = world
    zones = np.full((SIDE, SIDE), np.nan)
    zones[:60] = 1.0
    process("calibrate", **{**given, "SOIL_ZONES": basin("zones", zones)}, INVENTORY=points(slides))
    lost = np.count_nonzero(slides >= 60 * SIDE)
    assert any(re.search(rf"\b{lost}\b.*(outside|without)", line) for line in process.log), process.log


def test_no_landslide_in_any_zone(process, world, basin):
    given, slides, *_ = world
    zones = np.full((SIDE, SIDE), np.nan)
    zones[:10] = 1.0
    with pytest.raises(QgsProcessingException, match="INVENTORY: "):
        process("calibrate", **{**given, "SOIL_ZONES": basin("zones", zones)},
                INVENTORY=points(slides[slides >= 20 * SIDE]))


def test_a_zone_without_landslides_keeps_its_means(process, world, tmp_path):
    given, slides, *_ = world
    west = slides[slides % SIDE < SIDE // 2]
    process("calibrate", **given, INVENTORY=points(west), SOIL_TABLE_OUT=tmp_path / "soil.csv",
            REPORT=tmp_path / "report.html")
    schist, marl = rows(tmp_path / "soil.csv")
    assert schist["cohesion_kpa"] != "4.5"
    assert (float(marl["cohesion_kpa"]), float(marl["friction_deg"])) == (4.5, 35.0)
    assert marl["calibrated"] == ""
    assert any("zone 2" in line.lower() and "landslide" in line for line in process.log), process.log
    assert "no landslide in the zone: kept as given" in (tmp_path / "report.html").read_text(encoding="utf-8")


# ---- storms --------------------------------------------------------------------------------------------------------


@pytest.fixture
def storms(world):
    """Give two storms in one table, and the landslides of each."""
    given, *_, drawn, table = world
    rain = table("storms", {"hours": 3, "mm": 45, "storm": "A"}, {"hours": 3, "mm": 60, "storm": "B"})
    return {**given, "RAIN_TABLE": rain}, drawn(45, 5), drawn(60, 6)


def test_two_storms(process, storms, tmp_path):
    given, first, second = storms
    layer = points([*first, *second], ["A"] * first.size + ["B"] * second.size)
    process("calibrate", **given, INVENTORY=layer, STORM_FIELD="event", REPORT=tmp_path / "r.html")
    said = re.sub(r"<[^>]+>", " ", (tmp_path / "r.html").read_text(encoding="utf-8"))
    assert "Storm A: 45 mm in 3 h" in said
    assert "Storm B: 60 mm in 3 h" in said
    assert re.search(rf"A\s+{first.size}\s+{first.size}\s", said)
    assert re.search(rf"B\s+{second.size}\s+{second.size}\s", said)


def test_storms_are_matched_by_number_too(process, world, table_of_numbers):
    given, slides, *_ = world
    process("calibrate", **{**given, "RAIN_TABLE": table_of_numbers},
            INVENTORY=points(slides, [2] * slides.size, "double"), STORM_FIELD="event")
    assert any("storm 1: it has no landslide on the map" in line for line in process.log)


@pytest.fixture
def table_of_numbers(csv):
    return csv("rain", {"hours": 3, "mm": 1, "storm": 1}, {"hours": 3, "mm": 60, "storm": 2})


def test_several_storms_need_their_field(process, storms):
    given, first, _ = storms
    with pytest.raises(QgsProcessingException, match=r"STORM_FIELD: it is missing, .* names 2 storms \(A, B\)"):
        process("calibrate", **given, INVENTORY=points(first))


@pytest.mark.parametrize(("name", "words"), [
    ("C", r"INVENTORY, field 'event': it names storm 'C' \(1 landslides\), which RAIN_TABLE has not\. It has A, B"),
    (None, r"INVENTORY, field 'event': it is empty for 1 landslides\. Name the storm of each: A, B")])
def test_a_landslide_of_an_unknown_storm(process, storms, name, words):
    given, first, _ = storms
    layer = points(first, [name, *["A"] * (first.size - 1)])
    with pytest.raises(QgsProcessingException, match=words):
        process("calibrate", **given, INVENTORY=layer, STORM_FIELD="event")


def test_other_algorithms_refuse_several_storms(process, storms, tmp_path):
    given, *_ = storms
    with pytest.raises(QgsProcessingException, match=r"RAIN_TABLE: its column 'storm' names 2 storms \(A, B\)\. Give"):
        process("probabilityoffailure", **{name: given[name] for name in ("SLOPE", "SOIL_ZONES", "SOIL_TABLE",
                                                                          "RAIN_TABLE")}, POF=tmp_path / "pof.tif")


def test_overlapping_polygons_of_two_storms_count_in_both(process, storms, tmp_path, polygons):
    """The same scar, mapped after either storm, is a landslide of each."""
    given, _, second = storms
    squares = [((712000.0 + 10 * (cell % SIDE), 9561000.0 - 10 * (cell // SIDE) - 10,
                 712010.0 + 10 * (cell % SIDE), 9561000.0 - 10 * (cell // SIDE)), storm)
               for storm in "AB" for cell in second]
    process("calibrate", **given, INVENTORY=polygons(*squares, field="event", kind="string"), STORM_FIELD="event",
            REPORT=tmp_path / "r.html")
    said = re.sub(r"<[^>]+>", " ", (tmp_path / "r.html").read_text(encoding="utf-8"))
    for storm in "AB":
        assert re.search(rf"{storm}\s+{second.size}\s+{second.size}\s", said)


# ---- running -------------------------------------------------------------------------------------------------------


def test_it_stops_within_seconds(plugin, world, tmp_path):
    given, slides, *_ = world
    (tmp_path / "soil.csv").write_text("before")
    seen = []

    class Impatient(QgsProcessingFeedback):
        def setProgressText(self, text):
            seen.append(time.monotonic())

        def isCanceled(self):
            return bool(seen) and time.monotonic() > seen[-1] + 1.0

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("scarp:calibrate")
    values = {key: str(value) for key, value in given.items()}
    with pytest.raises(QgsProcessingException, match=r"Cancelled; nothing was written\."):
        algorithm.run({**values, "INVENTORY": points(slides), "SOIL_TABLE_OUT": str(tmp_path / "soil.csv"),
                       "REPORT": str(tmp_path / "r.html")}, QgsProcessingContext(), Impatient(), {}, False)
    assert time.monotonic() - seen[-1] < 3.5      # a second until it is asked to, two to stop, and a busy machine
    assert [path.name for path in tmp_path.iterdir()] == ["soil.csv"]
    assert (tmp_path / "soil.csv").read_text() == "before"


def test_a_model_hands_the_table_on(plugin, world, tmp_path):
    given, slides, *_ = world
    model = QgsProcessingModelAlgorithm("model", "test")
    source = QgsProcessingModelChildParameterSource
    shared = {name: source.fromStaticValue(str(given[name])) for name in ("SLOPE", "SOIL_ZONES", "RAIN_TABLE",
                                                                         "PORE_PRESSURE")}
    layer = points(slides)
    save_places([each.geometry() for each in layer.getFeatures()], layer.crs().toWkt(), str(tmp_path / "slides.gpkg"),
                "slides")
    chain = {"fit": ("scarp:calibrate", {
                 **shared, "SOIL_TABLE": source.fromStaticValue(str(given["SOIL_TABLE"])),
                 "INVENTORY": source.fromStaticValue(str(tmp_path / "slides.gpkg")),
                 "BLOCK_SIZE": source.fromStaticValue(100), "FOLDS": source.fromStaticValue(2)}),
             "map": ("scarp:probabilityoffailure", {
                 **shared, "SOIL_TABLE": source.fromChildOutput("fit", "SOIL_TABLE_OUT")})}
    for name, (algorithm, sources) in chain.items():
        child = QgsProcessingModelChildAlgorithm(algorithm)
        child.setChildId(name)
        for parameter, value in sources.items():
            child.addParameterSources(parameter, [value])
        if name == "map":
            output = QgsProcessingModelOutput("pof")
            output.setChildId("map")
            output.setChildOutputName("POF")
            child.setModelOutputs({"pof": output})
        model.addChildAlgorithm(child)
    model.updateDestinationParameters()
    results, ok = model.run({"map:pof": str(tmp_path / "pof.tif")}, QgsProcessingContext(), QgsProcessingFeedback())
    assert ok
    assert results["CHILD_RESULTS"]["fit"]["AUC_AFTER"] > 0.5
    assert read_array(str(tmp_path / "pof.tif")).sum() > 0


def test_sample_on_the_command_line(command, root, tmp_path):
    sample = root / "sample"
    done = command("calibrate", DEM=sample / "dem.tif", SOIL_TABLE=sample / "soil.csv",
                   RAIN_TABLE=sample / "storm.csv", INVENTORY=sample / "landslides.gpkg", FOLDS=2,
                   SOIL_TABLE_OUT=tmp_path / "soil.csv", REPORT=tmp_path / "report.html")
    assert done.code == 0, done.err
    assert 0.5 < done.results["AUC_AFTER"] < 1.0
    (row,) = rows(tmp_path / "soil.csv")
    assert float(row["cohesion_kpa_mean_cov"]) > 0.0
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert len(report) > 50_000
    for words in ("calls its rain assumed", "none: quantities vary independently", "mean soil thickness",
                  'class="assumed"'):
        assert words in report, words
