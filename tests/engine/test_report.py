"""Reports: what the page says, that it stands alone, what figures show cell by cell."""

import io
import json
import re

import numpy as np
import pytest
from scarp.engine import grid, palette
from scarp.engine.evaluation import classes, study
from scarp.engine.inventory import places
from scarp.engine.report import analysis, charts, evaluation, figures, layers, page, record

pytest.importorskip("matplotlib")
GRID = grid.Grid("", (500.0, 10.0, 0.0, 900.0, 0.0, -10.0), 30, 20)


def pixels(figure):
    """Give a figure as an array of colours."""
    from matplotlib.image import imread

    return imread(io.BytesIO(figures.png(figure)), format="png")


def view(values):
    return layers.View(np.asarray(values, dtype=float), GRID.bounds, (10.0, 10.0))


def test_a_cell_at_a_break_is_in_the_class_below():
    key = layers.legend("probability_of_failure", [0.0])
    np.testing.assert_array_equal(key.classes([0.0, 0.0013, 0.16, 0.1601, 0.5, 0.9, np.nan]), [0, 0, 2, 3, 3, 4, -1])
    assert key.words[0] == "up to 0.0013"
    assert key.words[-1] == "over 0.5"


def test_water_has_equal_round_classes():
    key = layers.legend("wetting_front", np.linspace(0.0, 1.4, 50))
    np.testing.assert_allclose(key.breaks, [0.3, 0.6, 0.9, 1.2])
    assert key.unit == "m"


@pytest.mark.parametrize("value", [1.238, -3.0, 0.0])
def test_one_value_still_has_classes_that_differ(value):
    words = layers.legend("wetting_front", np.full((2, 2), value)).words
    assert len(set(words)) == 5


def test_categories_by_value():
    key = layers.legend("confusion", [0.0])
    np.testing.assert_array_equal(key.classes([0, 1, 2, 3, np.nan, 9]), [0, 1, 2, 3, -1, -1])


@pytest.mark.parametrize("count", [2, 3, 5, 7])
def test_class_colours_run_from_light_to_dark(count):
    found = palette.class_colours(count)
    assert len(found) == count
    assert (found[0], found[-1]) == (palette.HEAT[0], palette.HEAT[-1])
    brightness = [figures.rgb(colour)[:3].sum() for colour in found]
    assert brightness == sorted(brightness, reverse=True)


@pytest.mark.parametrize(("longest", "expected"), [(1234, 1000), (999, 500), (260, 200), (0.3, 0.2), (5, 5)])
def test_scale_bars_are_round(longest, expected):
    assert figures.nice_length(longest) == pytest.approx(expected)


def test_relief_lights_slopes_and_not_flat_ground():
    rows, cols = np.indices((20, 30))
    flat = layers.hillshade(view(np.full((20, 30), 7.0)))
    np.testing.assert_allclose(flat, np.sin(np.radians(45)))
    north_west, south_east = (layers.hillshade(view(sign * 6.0 * (rows + cols))) for sign in (1, -1))
    assert north_west[10, 10] > south_east[10, 10]          # rises to the south-east: faces the light
    assert np.isnan(layers.hillshade(view(np.where(rows < 3, np.nan, 5.0)))[0, 0])


def test_a_large_raster_is_thinned(tmp_path):
    values = np.arange(600, dtype=float).reshape(20, 30)
    grid.write_array(str(tmp_path / "v.tif"), values, GRID)
    shown = layers.view(grid.RasterSource(str(tmp_path / "v.tif")), most=10)
    np.testing.assert_array_equal(shown.values, values[1::3, 1::3])
    assert shown.cell == (30.0, 30.0)


def test_a_map_shows_each_cell_in_its_colour():
    values = np.full((20, 30), 0.3)
    values[:, 15:] = 0.9
    values[:5, :5] = np.nan
    status = np.where(np.isnan(values), 255.0, 0.0)
    status[15:, :] = 2
    key = layers.legend("probability_of_failure", values)
    picture = figures._picture(view(values), key, None, status)
    for place, colour in (((10, 5), palette.HEAT[3]), ((10, 20), palette.HEAT[4]), ((17, 20), "#A0A0A0"),
                          ((1, 1), "#FFFFFF")):
        np.testing.assert_allclose(picture[place], figures.rgb(colour)[:3])
    darker = figures._picture(view(values), key, np.zeros((20, 30)), None)
    np.testing.assert_allclose(darker[10, 5], 0.7 * figures.rgb(palette.HEAT[3])[:3])
    drawn = pixels(figures.draw_map(view(values), key, title="Probability of failure, 6 h", unassessed=status,
                                    places=layers.Places([600.0], [800.0])))
    for colour in (palette.HEAT[3], palette.HEAT[4], "#A0A0A0"):
        assert np.isclose(drawn[..., :3], figures.rgb(colour)[:3], atol=0.005).all(axis=-1).sum() > 500


@pytest.mark.parametrize("shape", [(10, 200), (200, 10), (1, 1)])
def test_maps_of_any_shape_can_be_drawn(shape):
    shown = layers.View(np.random.default_rng(0).random(shape), (0, 0, 10 * shape[1], 10 * shape[0]), (10, 10))
    assert pixels(figures.draw_map(shown, layers.legend("slope", shown.values), title="Slope")).size


def test_text_is_escaped_and_raw_kept():
    made = page.Page("A & B <i>")
    made.section("One")
    made.paragraph("1 < 2 & 3")
    made.table(("x",), [(page.swatch("#123456", "a<b"),), (page.assumed(),)])
    text = made.render("end")
    assert "A &amp; B &lt;i&gt;" in text
    assert "1 &lt; 2 &amp; 3" in text
    assert "a&lt;b" in text
    assert '<span class="assumed">assumed</span>' in text


@pytest.fixture(scope="module")
def tested(tmp_path_factory):
    pytest.importorskip("sklearn")
    folder = tmp_path_factory.mktemp("report")
    rng = np.random.default_rng(2)
    place = grid.Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), 60, 50)
    truth = rng.random(place.shape) * 0.3
    cells = np.flatnonzero(rng.random(truth.size) < truth.ravel())
    sources = {}
    for name, values in (("a", truth), ("slope", 90 * rng.random(place.shape))):
        grid.write_array(str(folder / f"{name}.tif"), values, place)
        sources[name] = grid.RasterSource(str(folder / f"{name}.tif"))
    slides = places.Inventory(cells, np.arange(cells.size), cells.size, "points")
    return study.evaluate({"A <b>": sources["a"]}, slides, slope=sources["slope"], block_size=100, replicates=100)


def stands_alone(text):
    return not re.search(r'(src|href)="(?!data:image/png;base64,|#)', text) and \
        not re.search(r"https?://|@import|url\(|<script|<link", text)


def test_report_of_an_evaluation(tested):
    text = evaluation.render_evaluation(tested, version="1.0", created="now", sources=[("INPUTS", "a.tif", "A")],
                                        command="qgis_process run x", settings={"FOLDS": 5},
                                        versions={"Scarp": "1.0"})
    assert stands_alone(text)
    assert re.search("<td[^>]*>Scarp</td><td[^>]*>1.0</td>", text)
    assert "A &lt;b&gt; ranks a landslide cell above another cell" in text
    assert "It ranks better than slope alone" in text
    assert f"{tested.maps[0].ranking.auc:.3f}" in text
    assert f"{tested.maps[0].ranking.prevalence:.3g}" in text
    assert text.count("<img ") == 4


def test_verdict_admits_when_nothing_is_shown(tested):
    from dataclasses import replace

    from scarp.engine.evaluation.blocks import Interval

    doubtful = replace(tested.maps[0], auc_interval=Interval(0.45, 0.6))
    found = replace(tested, maps=[doubtful], differences=[
        study.Difference(doubtful.name, "Slope alone", 0.01, Interval(-0.02, 0.04))])
    words = evaluation.verdict(found)
    assert "cannot be told from chance" in words
    assert "No difference from slope alone can be shown" in words


def example(tested=None):
    values = np.random.default_rng(1).random((20, 30))
    drawn = figures.draw_map(view(values), layers.legend("probability_of_failure", values), title="POF")
    rows = classes.frequency_ratios([0.2, 0.4, 0.6, 0.8], 0, 1, [50, 20, 15, 10, 5], [1, 2, 3, 4, 10])
    soil = [analysis.SoilRow("1 Colluvium", "Cohesion", "c'", "kPa", "5", "0.3", "lognormal", "", "table", True)]
    return analysis.Analysis(
        "Test", "1.0", "now", drawn, "POF", [("5 %", "Area", "at 6 h")], [("DEM", "dem.tif", "elevation")],
        [("Cell", "10 m")], soil, [("METHOD", "form", "FORM")], storm=analysis.Storm([1, 2, 3], [2, 9, 1], [3], "Rain"),
        maps=[(drawn, "again")], status=[("#A0A0A0", "Flat", 0.01, "it does not slide")],
        importance=(["1"], {"cohesion": [0.6], "friction": [0.4]}, {"cohesion": "c'", "friction": "φ'"}),
        classes=rows, class_method="Natural breaks", study=tested, warnings=["DEM: coarse."],
        versions={"numpy": "1"}, command="qgis_process run scarp:fullanalysis")


def test_a_landslide_of_two_rings_counts_once():
    values = np.random.default_rng(1).random((20, 30))
    ring = [(100.0, 100.0), (200.0, 100.0), (200.0, 200.0), (100.0, 100.0)]
    drawn = figures.draw_map(view(values), layers.legend("probability_of_failure", values), title="POF",
                             places=layers.Places(rings=[ring, ring], count=1))
    assert "Mapped landslides (1)" in [text.get_text() for axes in drawn.axes for text in axes.texts]


def test_report_of_an_analysis_has_its_ten_sections(tested):
    text = analysis.render_analysis(example(tested))
    assert stands_alone(text)
    assert re.findall(r'class="number">(\d+)</span>([^<]*)', text) == [
        ("1", "Result"), ("2", "Data"), ("3", "Soil"), ("4", "Storm"), ("5", "Method"), ("6", "Maps"),
        ("7", "Cells and what governs them"), ("8", "Susceptibility classes"), ("9", "Test against mapped landslides"),
        ("10", "Warnings, versions and how to repeat this")]
    for words in ("where, not how often", "it is not annual", "Runout is not modelled", "marked assumed",
                  "DEM: coarse.", "qgis_process run scarp:fullanalysis", "12 mm in 3 h"):
        assert words in text


def test_an_untested_map_is_called_so():
    text = analysis.render_analysis(example())
    assert text.count("No mapped landslides were given, so the map is untested.") == 2


def test_fitted_maps_carry_their_caveat(tested):
    from dataclasses import replace

    text = analysis.render_analysis(example(replace(tested, fitted=True)))
    assert "how well it fits, not how well it predicts" in text
    assert "success rate" in text


def test_charts_can_be_drawn(tested):
    for drawn in (charts.roc(tested.maps, tested.slope), charts.precision_recall(tested.maps),
                  charts.rates(tested.maps, False), charts.reliability(tested.maps),
                  charts.storm([1.0], [0.0]), charts.importance(["1", "2"], {"cohesion": [np.nan, 1.0]})):
        assert pixels(drawn).shape[2] == 4


def test_record_is_plain_json():
    text = record.to_json({"a": np.float32(0.5), "b": np.arange(2), "c": float("nan"), "d": [np.int64(3)], "e": None})
    assert json.loads(text) == {"a": 0.5, "b": [0, 1], "c": None, "d": [3], "e": None}


def test_fingerprint_of_a_file(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")
    found = record.fingerprint(str(tmp_path / "x"))
    assert found["bytes"] == 3
    assert found["sha256"].startswith("ba7816bf")
    assert record.fingerprint("memory layer") == {"path": "memory layer"}
