"""Networks: names, channels, files that must be refused in plain words, sessions, dense maps."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path

import numpy as np
import pytest
from scarp.engine.errors import Cancelled, InputError
from scarp.engine.grid import Grid, RasterSource, RasterWriter
from scarp.engine.networks import dense, encoding, matching, onnx_file, ppm_cnn, session
from scarp.engine.networks.card import Card, Factor
from scarp.engine.networks.pinn import SlidingBlock
from scarp.engine.networks.pinn_units import Roles
from scarp.engine.networks.ppm_cnn import Windows

_spec = importlib.util.spec_from_file_location("onnx_by_hand", Path(__file__).parents[1] / "onnx_by_hand.py")
by_hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(by_hand)
onnx_bytes, part, external_tensor = by_hand.onnx_bytes, by_hand.part, by_hand.external_tensor

FACTORS = (Factor("slope", "number", "deg", mean=30.0, deviation=10.0, low=5.0, high=60.0), Factor("aspect", "angle"),
           Factor("flow_direction", "flow_direction"), Factor("soil", "category", classes=(2, 7)))
WINDOWS = Windows(17, 10.0)
CARD = Card("ppm_cnn", "A test", FACTORS, WINDOWS)
BLOCK = Card("pinn", "A test", FACTORS[:1], SlidingBlock(Roles("slope", ("pga",))), members=2)


@pytest.fixture
def write(tmp_path):
    def make(content, name="model.onnx"):
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)

    return make


# ---- channels --------------------------------------------------------------------------------------------------------

def test_channels_by_hand():
    slope = np.array([[40.0, np.nan, 90.0, 0.0]])
    aspect = np.array([[0.0, 90.0, np.nan, 225.0]])
    flow = np.array([[64.0, 1.0, 0.0, 8.0]])
    soil = np.array([[2.0, 7.0, 3.0, np.nan]])
    found = encoding.encode([slope, aspect, flow, soil], FACTORS)
    half = np.sqrt(0.5)
    # Slope: 40 is one deviation above; 90 and 0 are held at 60 and 5. No value is the mean, 0.
    wanted = [[1, 0, 3, -2.5], [0, 1, 0, -half], [1, 0, 0, -half], [0, 1, 0, -half], [1, 0, 0, -half], [1, 0, 0, 0],
              [0, 1, 0, 0]]
    assert found.dtype == np.float32
    assert found[:, 0] == pytest.approx(np.array(wanted), abs=1e-6)


def test_wild_values_are_held():
    factor = (Factor("curvature", deviation=0.03, low=-25.0, high=4.0, farthest=3.0),)
    assert encoding.encode([np.array([[-25.0, 0.06, 4.0]])], factor)[0, 0] == pytest.approx([-3, 2, 3])


def test_flat_ground_has_no_aspect_but_a_value():
    values = [np.array([[1.0, np.nan]]), np.array([[np.nan, 5.0]]), np.array([[0.0, 1.0]]), np.array([[2.0, 2.0]])]
    assert encoding.has_value(values, FACTORS).tolist() == [[True, False]]
    assert encoding.has_value([np.array([[np.nan, 5.0]])], (Factor("aspect", "angle"),)).tolist() == [[False, True]]


def test_what_leaves_the_training_samples():
    values = np.array([4.9, 5.0, 60.0, 60.1, np.nan])
    assert encoding.outside(values, FACTORS[0]).tolist() == [True, False, False, True, False]
    assert encoding.outside(np.array([2.0, 3.0, np.nan]), FACTORS[3]).tolist() == [False, True, False]
    assert not encoding.outside(values, FACTORS[1]).any()


# ---- names -----------------------------------------------------------------------------------------------------------

def test_names_in_order_of_trust():
    paths = ["/x/a.tif", "/x/Slope.tif", "/x/dem.tif", "/x/tmp123.tif"]
    names = matching.names_of("", ["aspect", "", "", ""], ["a", "My layer", "dem", "Soil type"], paths,
                              ["aspect", "slope", "elevation", "soil_type"])
    assert names == ["aspect", "slope", "elevation", "soil_type"]
    assert matching.names_of("DEM; TWI, x,y", [""] * 4, [""] * 4, paths) == [
        "elevation", "topographic_wetness_index", "x", "y"]
    with pytest.raises(InputError, match="FACTOR_NAMES: there are 2 names for 4 rasters"):
        matching.names_of("a;b", [""] * 4, [""] * 4, paths)


def test_factors_are_matched_by_name_not_by_place():
    found = matching.match(["soil", "rain", "flow_direction", "aspect", "slope"], CARD)
    assert found == ([4, 3, 2, 0], ["rain"])


@pytest.mark.parametrize(("names", "message"), [
    (["slope", "aspect", "soil"], "missing: flow_direction. Add them"),
    (["slop", "aspect", "soil", "flow_direction"], "missing: slope. Of the rasters given, 'slop' may be slope"),
    (["slope", "slope", "aspect", "soil", "flow_direction"], "2 rasters are called slope"),
])
def test_factors_that_do_not_match(names, message):
    with pytest.raises(InputError, match=message):
        matching.match(names, CARD)


@pytest.mark.parametrize(("cell", "size", "message"), [
    (30.0, 50, "its cells are 30 m wide, and the model was trained on cells of 10 m"),
    (10.0, 16, "the rasters have 16 x 16 cells, and a window has 17 x 17"),
])
def test_grids_that_do_not_fit(cell, size, message):
    with pytest.raises(InputError, match=message):
        ppm_cnn.check_grid(CARD, Grid("", (0.0, cell, 0.0, 0.0, 0.0, -cell), size, size))


# ---- files that are refused ------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("content", "message"), [
    (b"", "is no ONNX file"),
    (b"GIF89a, certainly no model", "is no ONNX file"),
    (onnx_bytes(CARD.to_json())[:-20], "is no ONNX file, or was cut short"),
    (onnx_bytes(None), "has no Scarp model card"),
    (onnx_bytes(CARD.to_json(), opset=21), "has opset 21 and IR version 8"),
    (onnx_bytes(CARD.to_json(), ir=10), "has opset 17 and IR version 10"),
    (onnx_bytes(CARD.to_json(), domain="com.evil"), "uses operators of 'com.evil'"),
    (onnx_bytes(CARD.to_json(), graph=part(5, external_tensor())), "keeps its weights in other files"),
    (onnx_bytes(CARD.to_json(), graph=part(1, part(5, part(5, external_tensor())))), "keeps its weights in other"),
    (onnx_bytes(CARD.to_json(), graph=part(1, part(5, part(6, part(5, external_tensor()))))), "keeps its weights in"),
    (onnx_bytes(BLOCK.to_json()), r"is a pinn network, and ppm_cnn is wanted. Choose another .* scarp:predictpinn\."),
    (onnx_bytes("{}"), "its model card cannot be read"),
])
def test_files_refused(write, content, message):
    with pytest.raises(InputError, match=f"^MODEL: .*{message}"):
        session.read_card(write(content), "ppm_cnn")


def test_a_file_too_big(write, monkeypatch):
    monkeypatch.setattr(onnx_file, "LARGEST", 1024 * 1024)
    with pytest.raises(InputError, match="has 2 MB, more than 1 MB"):
        session.read_card(write(b"\0" * 2 * 1024 * 1024), "ppm_cnn")


def test_no_file(tmp_path):
    with pytest.raises(InputError, match=r"MODEL: .* cannot be read: No such file"):
        session.read_card(str(tmp_path / "none.onnx"), "ppm_cnn")


def test_a_graph_onnxruntime_refuses(write):
    pytest.importorskip("onnxruntime")
    with pytest.raises(InputError, match=r"MODEL: onnxruntime cannot load 'model\.onnx'"):
        session.open(write(onnx_bytes(CARD.to_json())), "ppm_cnn", "cpu")


def test_a_model_runs_and_says_on_what(write):
    pytest.importorskip("onnxruntime")
    card = Card("ppm_cnn", "Mean", (FACTORS[0], FACTORS[1]), WINDOWS)
    said, warned = [], []
    model = session.open(write(onnx_bytes(card.to_json(), graph=by_hand.mean_network(3))), "", "cuda", 1,
                         said.append, warned.append)
    channels = np.random.default_rng(0).normal(size=(2, 3, 17, 18)).astype(np.float32)
    found = model.run({"channels": channels})
    assert list(found) == ["susceptibility", "spread"]
    assert list(model.run({"channels": channels}, ["spread"])) == ["spread"]
    mean = channels[..., :17].mean((1, 2, 3))
    assert found["susceptibility"][:, 0, 0, 0] == pytest.approx(1 / (1 + np.exp(-mean)), rel=1e-5)
    assert found["spread"].shape == (2, 1, 1, 2)
    assert (model.kind.id, model.card, model.inputs) == ("ppm_cnn", card, ("channels",))
    if model.provider == "CPUExecutionProvider":
        assert "has no cuda here" in warned[0]
    assert model.provider in said[0]


MEAN = Card("ppm_cnn", "Mean", FACTORS[:1], WINDOWS)
AT_16, POOL, INSIDE = {"kernel_shape": [16, 16]}, {"kernel_shape": [17, 17]}, ("n", 1, "r", "c")


def pooled(*outputs, kernel=POOL, name="channels", more=b""):
    """A graph that gives the mean of a window under several names."""
    return (by_hand.node("AveragePool", name, "pooled", **kernel)
            + b"".join(by_hand.node("Identity", "pooled", each) for each in outputs) + part(2, "graph")
            + by_hand.tensor(11, name, "n", 1, "rows", "columns") + more
            + b"".join(by_hand.tensor(12, each, *INSIDE) for each in outputs))


def copied(sides=INSIDE, taken=1, given=1):
    """A graph that gives back what it takes, as another type; types are numbers of onnx.proto."""
    outputs = ("susceptibility", "spread")
    return (b"".join(by_hand.node("Cast", "channels", each, to=given) for each in outputs) + part(2, "graph")
            + by_hand.tensor(11, "channels", *sides, type_=taken)
            + b"".join(by_hand.tensor(12, each, *sides, type_=given) for each in outputs))


def blocks(*outputs, members=2, inputs=("slope", "pga", "saturation")):
    """A graph with the inputs of a PINN that gives the channels of each unit, once a member."""
    return (by_hand.node("Squeeze", ["channels", "last"], "flat")
            + by_hand.node("Unsqueeze", ["flat", "first"], "row")
            + by_hand.node("Concat", ["row"] * members, "all", axis=0)
            + b"".join(by_hand.node("Identity", "all", each) for each in outputs) + part(2, "graph")
            + by_hand.whole_numbers("last", 1) + by_hand.whole_numbers("first", 0)
            + by_hand.tensor(11, "channels", "units", 1)
            + b"".join(by_hand.tensor(11, each, "units") for each in inputs)
            + b"".join(by_hand.tensor(12, each, members, "units") for each in outputs))


GRAPHS = ("probability", "c_over_t", "friction", "factor_of_safety", "critical_acceleration", "displacement")


@pytest.mark.parametrize(("card", "graph", "message"), [
    (CARD, by_hand.mean_network(3), "input 'channels' of 'model.onnx' has the shape n x 3 x rows x columns. "
     "By its card it would be n x 7 x rows x columns. Use a model trained with Scarp."),
    (MEAN, copied(("n", "rows", "columns")), "input 'channels' of 'model.onnx' has "
     "the shape n x rows x columns. By its card it would be n x 1 x rows x columns. Use a model trained with Scarp."),
    (MEAN, pooled("susceptibility", "spread", name="pixels"), "'model.onnx' has an input 'pixels'. A ppm_cnn network "
     "takes channels. Use a model trained with Scarp."),
    (MEAN, pooled("susceptibility", "spread", more=by_hand.tensor(11, "rain", "n")), "'model.onnx' has an input 'rain'."
     " A ppm_cnn network takes channels. Use a model trained with Scarp."),
    (MEAN, pooled("susceptibility"), "'model.onnx' has no output 'spread'. A ppm_cnn network gives susceptibility, "
     "spread. Use a model trained with Scarp."),
    (MEAN, copied(given=7), "output 'susceptibility' of 'model.onnx' is of type tensor(int64). It would have to be "
     "tensor(float). Use a model trained with Scarp."),
    (MEAN, copied(taken=11), "input 'channels' of 'model.onnx' is of type tensor(double). "
     "It would have to be tensor(float). Use a model trained with Scarp."),
    (MEAN, pooled("susceptibility", "spread", kernel=AT_16), "output 'susceptibility' of 'model.onnx', tried on "
     "channels 1 x 1 x 19 x 18, has the shape 1 x 1 x 4 x 3. By its card it would be 1 x 1 x 3 x 2. Use a model "
     "trained with Scarp."),
    (BLOCK, blocks(*GRAPHS, inputs=("slope", "pga")), "'model.onnx' has no input 'saturation'. A pinn network takes "
     "channels, slope, pga, saturation. Use a model trained with Scarp."),
    (BLOCK, blocks(*GRAPHS[1:]), f"'model.onnx' has no output 'probability'. A pinn network gives {', '.join(GRAPHS)}. "
     "Use a model trained with Scarp."),
    (BLOCK, blocks(*GRAPHS, members=3), "output 'probability' of 'model.onnx', tried on channels 3 x 1, slope 3, pga 3,"
     " saturation 3, has the shape 3 x 3. By its card it would be 2 x 3. Use a model trained with Scarp."),
])
def test_graphs_that_do_not_fit_their_card(write, card, graph, message):
    pytest.importorskip("onnxruntime")
    with pytest.raises(InputError) as caught:
        session.open(write(onnx_bytes(card.to_json(), graph=graph)), provider="cpu", parameter="PINN_MODEL")
    assert str(caught.value) == f"PINN_MODEL: {message}"


WILD = Card("ppm_cnn", "Wild", (FACTORS[0], FACTORS[1]), WINDOWS)


@pytest.mark.parametrize(("operator", "value", "told"), [("Exp", 2.0, "7.38906"), ("Neg", 0.5, "-0.5"),
                                                         ("Log", -1.0, "nan"), ("Reciprocal", 0.0, "inf")])
def test_values_that_none_can_give_are_refused(write, operator, value, told):
    pytest.importorskip("onnxruntime")
    model = session.open(write(onnx_bytes(WILD.to_json(), graph=by_hand.wild_network(3, operator))), provider="cpu")
    with pytest.raises(InputError) as caught:
        model.run({"channels": np.full((1, 3, 17, 17), value, np.float32)})
    assert str(caught.value) == (f"MODEL: output 'susceptibility' of 'model.onnx' gives {told}, which is not within 0 "
                                 "to 1. Use a model trained with Scarp.")


def test_an_endless_network_is_stopped_by_the_clock_and_by_the_user(write, monkeypatch):
    pytest.importorskip("onnxruntime")
    path = write(onnx_bytes(WILD.to_json(), graph=by_hand.endless_network(3)))
    monkeypatch.setattr(session, "LONGEST_TRIAL", 0.5)
    begin = time.monotonic()
    with pytest.raises(InputError, match=r"MODEL: 'model\.onnx' cannot be run: longer than 0\.5 s"):
        session.open(path, provider="cpu")
    assert time.monotonic() - begin < 5.0
    asked = time.monotonic() + 0.3
    with pytest.raises(Cancelled):
        session.open(path, provider="cpu", cancelled=lambda: time.monotonic() > asked)
    assert time.monotonic() - asked < 2.0


@pytest.mark.parametrize("optional", [(), ("area",), ("area", "slope_deviation")])
def test_a_graph_may_lack_optional_inputs(write, optional):
    pytest.importorskip("onnxruntime")
    graph = blocks(*GRAPHS, inputs=("slope", "pga", "saturation", *optional))
    network = session.open(write(onnx_bytes(BLOCK.to_json(), graph=graph)), "pinn", "cpu")
    assert network.inputs == ("channels", "slope", "pga", "saturation", *optional)
    ones = np.ones(3, dtype=np.float32)
    channels = np.array([[0.25], [0.5], [0.75]], dtype=np.float32)
    found = network.run({**dict.fromkeys(network.inputs, ones), "channels": channels})
    assert list(found) == list(GRAPHS)
    assert found["friction"].tolist() == [[0.25, 0.5, 0.75], [0.25, 0.5, 0.75]]


# ---- dense maps, with networks whose answer is known -----------------------------------------------------------------

NUMBER = (Factor("slope", mean=0.0, deviation=1.0, low=-100.0, high=100.0),)
SMALL = Card("ppm_cnn", "Middle cell and mean of the window", NUMBER, WINDOWS)


def middle_and_mean(channels):
    from numpy.lib.stride_tricks import sliding_window_view

    windows = sliding_window_view(channels[0, 0], (17, 17))
    return {"susceptibility": windows[None, None, :, :, 8, 8], "spread": windows.mean((-1, -2))[None, None]}


@pytest.fixture
def raster(tmp_path):
    def make(values, name="slope"):
        grid = Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), values.shape[1], values.shape[0])
        path = str(tmp_path / f"{name}.tif")
        with RasterWriter(path, grid, [name], name=name) as writer:
            writer.write(values)
        return RasterSource(path, parameter="FACTORS")

    return make


def mapped(source, folder, card=SMALL, network=middle_and_mean, **options):
    grid = source.grid
    writers = {name: RasterWriter(str(folder / f"{name}_out.tif"), grid, [name]) for name in
               ("susceptibility", "spread")}
    many = RasterWriter(str(folder / "many_out.tif"), grid, ["many"], "uint8")
    summary = dense.predict(network, card, grid, [source], writers, many, **options)
    for writer in (*writers.values(), many):
        writer.commit()
    return summary, [RasterSource(writer.path).read() for writer in (*writers.values(), many)]


@pytest.mark.parametrize("tile", [16, 50, 64, 256])
def test_tiles_make_no_difference(raster, tmp_path, tile):
    values = np.random.default_rng(1).normal(size=(70, 90))
    values[20:25, 30:34] = np.nan
    source = raster(values)
    summary, (middle, mean, _) = mapped(source, tmp_path, tile=tile)
    assert middle == pytest.approx(values.astype(np.float32), nan_ok=True, rel=1e-5)
    padded = np.pad(np.nan_to_num(values.astype(np.float32)), 8)
    wanted = np.array([[padded[r:r + 17, c:c + 17].mean() for c in range(90)] for r in range(70)])
    wanted[np.isnan(values)] = np.nan
    assert mean == pytest.approx(wanted, nan_ok=True, abs=1e-5)
    assert summary.cells == 70 * 90 - 20
    # The rim of 8 cells, and the cells within 8 of the 5 x 4 hole.
    assert summary.at_rim == 70 * 90 - 54 * 74 + 21 * 20 - 20


def test_extrapolation_is_counted_and_mapped(raster, tmp_path):
    values = np.zeros((40, 40))
    values[:4] = 200.0
    values[39] = np.nan
    card = Card("ppm_cnn", "", NUMBER, WINDOWS)
    summary, (middle, _, many) = mapped(raster(values), tmp_path, card)
    assert (summary.cells, summary.beyond, summary.outside) == (39 * 40, 160, {"slope": 160})
    assert (many[:4] == 1).all()
    assert (many[4:39] == 0).all()
    assert np.isnan(many[39]).all()
    assert (middle[:4] == 100).all()        # held at the range of the training
    assert ppm_cnn.extrapolation_words(summary, card) == [
        "slope: 10.26% of the cells lie outside -100 to 100, which the model was trained on"]


def test_an_area_limits_results_and_not_windows(raster, tmp_path):
    values = np.random.default_rng(2).normal(size=(40, 40))
    area = np.full((40, 40), np.nan)
    area[10:20, 10:20] = 1
    source, (whole, part_) = raster(values), (tmp_path / "whole", tmp_path / "part")
    whole.mkdir()
    part_.mkdir()
    _, (_, everywhere, _) = mapped(source, whole)
    summary, (_, inside, _) = mapped(source, part_, area=raster(area, "area"))
    assert summary.cells == 100
    assert (inside[10:20, 10:20] == everywhere[10:20, 10:20]).all()
    assert np.isnan(inside).sum() == 1500


def test_patches_hold_what_the_raster_holds(raster):
    values = np.arange(900.0).reshape(30, 30)
    values[15, 15] = np.nan
    found = ppm_cnn.read_patches([raster(values)], [True], [0, 15 * 30 + 15, 12 * 30 + 20])
    assert found.kept.tolist() == [0, 2]
    assert np.isnan(found.values[0, 0, :8]).all()
    assert found.values[0, 0, 8, 8] == 0
    assert found.values[1, 0] == pytest.approx(values[4:21, 12:29], nan_ok=True)
    with pytest.raises(InputError, match="SAMPLES: none of 1 lies where every factor has a value"):
        ppm_cnn.read_patches([raster(values)], [True], [15 * 30 + 15])
