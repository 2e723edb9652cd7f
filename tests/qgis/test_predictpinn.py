"""Tables and rasters through a PINN of one member: its own strength through the engine's Newmark gives its maps."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer
from scarp.engine.grid import read_array
from scarp.engine.networks.card import Factor
from scarp.engine.networks.pinn_units import Roles
from scarp.engine.stability import newmark

pytest.importorskip("onnxruntime")

MODEL = Path(__file__).parents[1] / "data" / "pinn_tiny" / "tiny.onnx"
WENCHUAN = "pinn_wenchuan.onnx"
ROWS = ({"wet": 0.5, "rock": 1, "steep": 40, "shake": 50, "size": 2e5},
        {"wet": -1.0, "rock": 2, "steep": 42, "shake": 55, "size": 4e5},
        {"wet": 1.5, "rock": 3, "steep": 25, "shake": 15, "size": 1e5})
NAMES = ("susceptibility", "cohesion_per_thickness", "friction", "fos", "critical_acceleration", "displacement")


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def predict(process, table, tmp_path, **changes):
    out = tmp_path / "out.csv"
    process("predictpinn", **{"INPUT": table, "MODEL": MODEL, "OUTPUT": out, **changes})
    return read(out)


def test_a_table_comes_back_with_every_percentile(process, csv, tmp_path):
    rows = predict(process, csv("units", *ROWS), tmp_path)
    assert [row["wet"] for row in rows] == ["0.5", "-1.0", "1.5"]
    for row, given in zip(rows, ROWS):
        assert all(row[f"{name}_{p}"] for name in NAMES[:5] for p in ("p05", "p50", "p95"))
        strength = float(row["cohesion_per_thickness_p50"]), float(row["friction_p50"])
        expected = newmark.respond(given["steep"], *strength, given["shake"] / 100)
        assert float(row["fos_p50"]) == pytest.approx(float(expected.factor_of_safety), rel=1e-4)
        # the network's layer is smooth near FS = 1: ln 2/20 at most
        critical = float(row["critical_acceleration_p50"])
        assert critical == pytest.approx(float(expected.critical_acceleration), abs=0.035)
        assert row["susceptibility_p05"] == row["susceptibility_p95"]


def test_shaking_in_another_unit_and_as_one_number(process, csv, tmp_path):
    first = predict(process, csv("units", *ROWS), tmp_path)
    in_g = [{**row, "shake": row["shake"] / 100} for row in ROWS]
    assert [row["fos_p50"] for row in predict(process, csv("g", *in_g), tmp_path, PGA_UNIT="g")] == [
        row["fos_p50"] for row in first]
    same = predict(process, csv("one", *({**row, "shake": 1} for row in ROWS)), tmp_path, PGA_VALUE=0.5, PGA_UNIT="g")
    assert same[0]["susceptibility_p50"] == first[0]["susceptibility_p50"]


def test_a_row_with_a_gap_comes_back_empty_and_a_new_class_is_told(process, csv, tmp_path):
    rows = predict(process, csv("units", {**ROWS[0], "wet": ""}, {**ROWS[1], "rock": 9}, ROWS[2]), tmp_path)
    assert rows[0]["susceptibility_p50"] == ""
    assert rows[1]["susceptibility_p50"] != ""
    text = " ".join(process.log)
    assert "1 of 3 rows lack a value" in text
    assert "columns with gaps: wet (1)." in text
    assert "rock: 50.00% have a class the model never saw" in text


def test_units_that_look_wrong_are_asked_about(process, csv, tmp_path):
    predict(process, csv("units", {**ROWS[0], "steep": 0.6, "shake": 0.3}), tmp_path)
    text = " ".join(process.log)
    assert "INPUT, steep: its steepest value is 0.6 degrees. Is it in radians?" in text
    assert "INPUT, PGA: it is nowhere above 0.003 g, which moves no slope" in text
    assert "slope: 100.00% lie outside" in text


def test_a_layer_keeps_its_geometry(process, tmp_path):
    layer = QgsVectorLayer("Polygon?crs=EPSG:32717&" + "&".join(f"field={name}:double" for name in ROWS[0]), "u",
                           "memory")
    from qgis.core import QgsFeature, QgsGeometry, QgsRectangle
    feature = QgsFeature(layer.fields())
    feature.setAttributes(list(ROWS[0].values()))
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(0, 0, 10, 20)))
    layer.dataProvider().addFeature(feature)
    out = tmp_path / "out.gpkg"
    process("predictpinn", INPUT=layer, MODEL=MODEL, OUTPUT=out)
    found = QgsVectorLayer(str(out), "out")
    feature = next(found.getFeatures())
    assert feature.geometry().area() == pytest.approx(200)
    assert 0 < feature["susceptibility_p50"] < 1
    del found


def rasters(basin, shape=(3, 4)):
    made = {name: basin(name, np.full(shape, float(value))) for name, value in ROWS[0].items()}
    slope = np.full(shape, 40.0)
    slope[0, 0] = np.nan
    made["steep"] = basin("steep", slope)
    return made


def test_rasters_give_what_the_table_gives(process, basin, csv, tmp_path):
    row = predict(process, csv("units", ROWS[0]), tmp_path)[0]
    made = rasters(basin)
    outputs = {name: tmp_path / f"{name}.tif" for name in ("SUSCEPTIBILITY", "FRICTION", "FOS")}
    factors = [str(path) for path in reversed(list(made.values()))]
    found = process("predictpinn", FACTORS=factors, MODEL=MODEL, **outputs)
    for name, column in (("SUSCEPTIBILITY", "susceptibility"), ("FRICTION", "friction"), ("FOS", "fos")):
        for band, percentile in enumerate(("p05", "p50", "p95"), 1):
            values = read_array(found[name], band)
            assert np.isnan(values[0, 0])
            assert values[1, 1] == pytest.approx(float(row[f"{column}_{percentile}"]), rel=1e-5)
    from osgeo import gdal
    dataset = gdal.Open(str(found["FRICTION"]))
    assert [dataset.GetRasterBand(band).GetDescription() for band in (1, 2, 3)] == ["p05", "p50", "p95"]
    assert dataset.GetMetadataItem("SCARP_NAME") == "effective_friction"


def test_a_shakemap_of_its_own_and_no_areas(process, basin, csv, tmp_path):
    made = rasters(basin)
    factors = [str(made[name]) for name in ("wet", "rock", "steep")]
    found = process("predictpinn", FACTORS=factors, MODEL=MODEL, PGA=basin("shakemap", np.full((3, 4), 0.5)),
                    PGA_UNIT="g", SUSCEPTIBILITY=tmp_path / "s.tif", FOS=tmp_path / "f.tif")
    row = predict(process, csv("units", ROWS[0]), tmp_path)[0]
    assert read_array(found["FOS"], 2)[1, 1] == pytest.approx(float(row["fos_p50"]), rel=1e-5)
    process("predictpinn", FACTORS=factors, MODEL=MODEL, PGA_VALUE=0.5, PGA_UNIT="g", SUSCEPTIBILITY=tmp_path / "t.tif")
    assert any("There is no raster of areas" in line for line in process.log)
    assert np.array_equal(read_array(tmp_path / "s.tif", 2), read_array(tmp_path / "t.tif", 2), equal_nan=True)


def slope_units(**fields):
    """Two squares of 2 x 2 cells of the basin, side by side."""
    from qgis.core import QgsFeature, QgsGeometry, QgsRectangle

    columns = "".join(f"&field={name}:double" for name in fields)
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:32717{columns}", "u", "memory")
    for place, left in enumerate((712000, 712020)):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([values[place] for values in fields.values()])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(left, 9560980, left + 20, 9561000)))
        layer.dataProvider().addFeature(feature)
    return layer


def test_slope_units_take_from_rasters_what_they_lack(process, basin, csv, tmp_path):
    pairs = [np.array([[a - d, a - d, b - d, b - d], [a + d, a + d, b + d, b + d]])
             for a, b, d in ((0.5, -1.0, 0.3), (40, 42, 2), (50, 55, 5))]
    given = [basin(name, values) for name, values in zip(("wet", "slope", "shake"), pairs)]
    given.append(basin("rock", np.array([[1, 1, 2, 2], [1, 3, 2, 3]])))
    units = slope_units(size=[2e5, 4e5])
    rows = predict(process, units, tmp_path, FACTORS=[str(path) for path in given])
    expected = predict(process, csv("units", *ROWS[:2]), tmp_path)
    for row, other in zip(rows, expected):
        for name in NAMES[:5]:
            assert float(row[f"{name}_p50"]) == pytest.approx(float(other[f"{name}_p50"]), rel=1e-5)
    factors = [str(path) for path in given[:2] + given[3:]]
    again = predict(process, units, tmp_path, FACTORS=factors, PGA_UNIT="g",
                    PGA=basin("shakemap", np.array([[0.5, 0.5, 0.55, 0.55]] * 2)))
    assert [row["susceptibility_p50"] for row in again] == [row["susceptibility_p50"] for row in rows]
    predict(process, slope_units(), tmp_path, FACTORS=[str(path) for path in given])
    assert any("INPUT has no field 'size': it is the area of the polygons, m2." in line for line in process.log)


def test_points_and_tables_with_rasters(process, basin, csv, tmp_path):
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY

    layer = QgsVectorLayer("Point?crs=EPSG:32717&field=id:integer", "p", "memory")
    for place, x in enumerate((712015, 712035, 700000)):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([place])
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, 9560995)))
        layer.dataProvider().addFeature(feature)
    factors = [str(path) for path in rasters(basin).values()]
    rows = predict(process, layer, tmp_path, FACTORS=factors)
    expected = predict(process, csv("units", ROWS[0]), tmp_path)[0]
    assert float(rows[0]["fos_p50"]) == pytest.approx(float(expected["fos_p50"]), rel=1e-5)
    assert rows[1]["susceptibility_p50"] == rows[0]["susceptibility_p50"]
    assert rows[2]["susceptibility_p50"] == ""
    predict(process, layer, tmp_path, FACTORS=[path for path in factors if "size" not in path])
    assert any("Points have no area" in line for line in process.log)
    for changes, name in (({"FACTORS": factors}, "FACTORS"), ({"PGA": factors[0], "PGA_UNIT": "g"}, "PGA")):
        with pytest.raises(QgsProcessingException, match=f"{name}: INPUT has rows without a place"):
            predict(process, csv("units", *ROWS), tmp_path, **changes)


def test_a_predictor_that_is_the_slope_too_has_its_other_name(basin, plugin):
    from scarp.algorithms.networks.pinn_rasters import _Rasters

    class Card:
        factors = (Factor("slope_avg"), Factor("wet"))

    class Model:
        card, roles = Card(), Roles("slope_avg", ("pga_avg",))

    class Given:
        def rasters(self, _name):
            return [str(basin(name, np.ones((2, 2)))) for name in ("slope", "wet", "pga_avg")]

        def layer_names(self, _name):
            return ["", "", ""]

        def text(self, _name):
            return ""

        def number(self, _name):
            return None

        def has(self, _name):
            return False

    class Run:
        def log(self, _text):
            pass

    found = _Rasters(Given(), Run(), Model()).sources
    assert sorted(found) == ["factor:0", "factor:1", "pga", "slope"]
    assert found["factor:0"].path == found["slope"].path


def test_a_form_that_asks_for_the_first_raster_by_itself_gets_the_table_alone(process, csv, tmp_path):
    found = process("predictpinn", INPUT=csv("units", *ROWS), MODEL=MODEL, OUTPUT=tmp_path / "out.csv",
                    SUSCEPTIBILITY="TEMPORARY_OUTPUT")
    assert set(found) == {"OUTPUT"}
    assert len(read(tmp_path / "out.csv")) == 3


@pytest.mark.parametrize(("changes", "message"), [
    ({"INPUT": None}, "INPUT: neither INPUT nor FACTORS is given"),
    ({"OUTPUT": None}, "OUTPUT: it is missing and INPUT needs it"),
    ({"SUSCEPTIBILITY": "s.tif"}, "SUSCEPTIBILITY: it is a raster, and INPUT is a table"),
    ({"PGA_VALUE": 0.3}, "PGA_UNIT: it is missing and PGA needs it"),
    ({"PGA_UNIT": "g"}, "INPUT, column shake: 55 g is outside 0 to 5. Check PGA_UNIT."),
    ({"MODEL": "nowhere.onnx"}, "MODEL: there is no file 'nowhere.onnx'"),
])
def test_faults(process, csv, tmp_path, changes, message):
    given = {"INPUT": csv("units", *ROWS), "MODEL": MODEL, "OUTPUT": tmp_path / "out.csv", **changes}
    if "SUSCEPTIBILITY" in given:
        given["SUSCEPTIBILITY"] = tmp_path / given["SUSCEPTIBILITY"]
    with pytest.raises(QgsProcessingException, match=message):
        process("predictpinn", **given)
    assert not (tmp_path / "out.csv").exists()


def test_faults_of_tables_and_rasters(process, basin, csv, tmp_path):
    with pytest.raises(QgsProcessingException, match="it has no column 'wet'"):
        predict(process, csv("units", {"rock": 1, "steep": 30, "shake": 20, "size": 1e5}), tmp_path)
    with pytest.raises(QgsProcessingException, match=r"no row has a value in every .* how many: steep \(3\)"):
        predict(process, csv("empty", *({**row, "steep": ""} for row in ROWS)), tmp_path)
    with pytest.raises(QgsProcessingException, match="a Shapefile cuts field names"):
        process("predictpinn", INPUT=csv("u", *ROWS), MODEL=MODEL, OUTPUT=tmp_path / "out.shp")
    made = rasters(basin)
    with pytest.raises(QgsProcessingException, match="missing: rock, shake"):
        process("predictpinn", FACTORS=[str(made["wet"]), str(made["steep"])], MODEL=MODEL,
                SUSCEPTIBILITY=tmp_path / "s.tif")
