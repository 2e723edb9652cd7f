"""PPM-CNN in use: a network whose answer is known, factors by name, limits, faults, refinement."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from scarp.engine.grid import read_array
from scarp.engine.networks.card import Card, Factor
from scarp.engine.networks.ppm_cnn import Windows

pytest.importorskip("onnxruntime")

_spec = importlib.util.spec_from_file_location("onnx_by_hand", Path(__file__).parents[1] / "onnx_by_hand.py")
by_hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(by_hand)

FACTORS = (Factor("slope", "number", "deg", mean=30.0, deviation=10.0, low=0.0, high=60.0),
           Factor("aspect", "angle", "deg"), Factor("soil", "category", classes=(1, 2)))


@pytest.fixture
def model(tmp_path):
    card = Card("ppm_cnn", "Mean of the window", FACTORS, Windows(17, 10.0), metrics={"blocks": {"auc": 0.8}})
    path = tmp_path / "mean.onnx"
    path.write_bytes(by_hand.onnx_bytes(card.to_json(), graph=by_hand.mean_network(5)))
    return path


@pytest.fixture
def ground(basin):
    """Factors with one value each, but for a hole in the slope."""
    slope = np.full((30, 40), 40.0)
    slope[0, 0] = np.nan
    return {"slope": basin("slope", slope), "aspect": basin("aspect", np.full((30, 40), 90.0)),
            "soil": basin("soil", np.full((30, 40), 2.0))}


def test_a_map_by_hand(process, ground, model, tmp_path):
    found = process("predictppmcnn", FACTORS=[str(ground["aspect"]), str(ground["slope"])],
                    CATEGORIES=[str(ground["soil"])], MODEL=model, SUSCEPTIBILITY=tmp_path / "s.tif",
                    SPREAD=tmp_path / "d.tif", EXTRAPOLATION=tmp_path / "e.tif")
    # Channels: slope one deviation above, sine 1, cosine 0, class 1 no, class 2 yes: mean 3/5, where windows are whole.
    susceptibility = read_array(found["SUSCEPTIBILITY"])
    assert susceptibility[9:22, 9:32] == pytest.approx(1 / (1 + np.exp(-0.6)))
    assert read_array(found["SPREAD"])[9:22, 9:32] == pytest.approx(0.36)
    assert np.argwhere(np.isnan(susceptibility)).tolist() == [[0, 0]]
    assert np.nansum(read_array(found["EXTRAPOLATION"])) == 0
    assert any("ROC AUC 0.80 in spatial blocks" in line for line in process.log)
    assert any("runs on" in line for line in process.log)


def test_leaving_the_training_samples_is_told(process, basin, ground, model, tmp_path):
    slope = np.full((30, 40), 40.0)
    slope[:6] = 75.0
    found = process("predictppmcnn", FACTORS=[str(basin("steep", slope)), str(ground["aspect"]), str(ground["soil"])],
                    FACTOR_NAMES="slope; aspect; soil", MODEL=model, EXTRAPOLATION=tmp_path / "e.tif")
    assert read_array(found["EXTRAPOLATION"]).sum() == 6 * 40
    assert any("slope: 20.00% of the cells lie outside 0 to 60 deg" in line for line in process.log)


def test_refined(process, ground, model, tmp_path):
    found = process("predictppmcnn", FACTORS=[str(path) for path in ground.values()], MODEL=model,
                    REFINED=tmp_path / "r.tif", SUSCEPTIBILITY=tmp_path / "s.tif")
    refined, raw = read_array(found["REFINED"]), read_array(found["SUSCEPTIBILITY"])
    assert refined[12:18, 12:28] == pytest.approx(raw[12:18, 12:28])
    assert (np.isnan(refined) == np.isnan(raw)).all()


@pytest.mark.parametrize(("changes", "message"), [
    ({"FACTORS": ["slope", "soil"]}, "FACTORS: the model needs slope, aspect, soil; missing: aspect"),
    ({"FACTOR_NAMES": "slope"}, "FACTOR_NAMES: there are 1 names for 3 rasters"),
    ({"MODEL": "nothing.onnx"}, "MODEL: there is no file 'nothing.onnx'"),
    ({"MODEL": "soil"}, "MODEL: 'soil.tif' is not an .onnx file"),
    ({"FACTORS": ["coarse", "aspect", "soil"]}, "its cells are 30 m wide, and the model was trained on cells of 10 m"),
    ({"FACTORS": ["tiny", "aspect", "soil"]}, "the rasters have 10 x 9 cells, and a window has 17 x 17"),
])
def test_faults(process, basin, ground, model, tmp_path, changes, message):
    (tmp_path / "c").mkdir()
    (tmp_path / "t").mkdir()
    ground["coarse"] = basin("slope", np.full((10, 14), 40.0), cell=30.0, folder=tmp_path / "c")
    ground["tiny"] = basin("slope", np.full((9, 10), 40.0), folder=tmp_path / "t")
    given = {"FACTORS": ["slope", "aspect", "soil"], "MODEL": model, **changes}
    given["FACTORS"] = [str(ground[name]) for name in given["FACTORS"]]
    given["MODEL"] = ground.get(given["MODEL"], given["MODEL"])
    with pytest.raises(QgsProcessingException, match=message.replace("(", r"\(")):
        process("predictppmcnn", **given, SUSCEPTIBILITY=tmp_path / "s.tif")
    assert not (tmp_path / "s.tif").exists()


def test_classes_and_directions_are_not_averaged_even_as_plain_numbers(process, basin, tmp_path):
    card = Card("ppm_cnn", "Raw", (Factor("slope", deviation=10.0, low=0.0, high=60.0),
                                   Factor("soil", low=1.0, high=2.0), Factor("flow_direction", low=0.0, high=128.0)),
                Windows(17, 10.0))
    path = tmp_path / "raw.onnx"
    path.write_bytes(by_hand.onnx_bytes(card.to_json(), graph=by_hand.mean_network(3)))
    slope, flow = basin("slope", np.full((30, 40), 20.0)), basin("flow_direction", np.full((30, 40), 64.0))
    (tmp_path / "shifted").mkdir()
    soil = np.ones((31, 41))
    soil[:, 20:] = 2
    soil = basin("soil", soil, origin=(711998.0, 9561002.0), folder=tmp_path / "shifted")
    found = process("predictppmcnn", FACTORS=[str(slope), str(flow)], CATEGORIES=[str(soil)], MODEL=path,
                    SUSCEPTIBILITY=tmp_path / "s.tif")
    values = read_array(found["SUSCEPTIBILITY"])[15, 8:32]
    assert np.unique(np.round(np.diff(values), 4)).size <= 2        # a step that enters column by column
    away = basin("flow_direction", np.full((31, 41), 64.0), origin=(711998.0, 9561002.0), folder=tmp_path / "shifted")
    with pytest.raises(QgsProcessingException, match=r"flow_direction: .* is not on the grid of the analysis"):
        process("predictppmcnn", FACTORS=[str(slope), str(away)], CATEGORIES=[str(soil)], MODEL=path,
                SUSCEPTIBILITY=tmp_path / "t.tif")


def test_a_network_of_0_1_maps_with_a_warning(process, basin, root, tmp_path):
    old = root / "tests" / "data" / "networks_of_0.1" / "ppm_cnn.onnx"
    slope = basin("slope", np.full((30, 40), 40.0))
    twi = basin("topographic_wetness_index", np.full((30, 40), 7.0))
    found = process("predictppmcnn", FACTORS=[str(slope), str(twi)], MODEL=old, SUSCEPTIBILITY=tmp_path / "s.tif")
    # One deviation above the mean, and three.
    assert read_array(found["SUSCEPTIBILITY"])[15, 20] == pytest.approx(1 / (1 + np.exp(-2)))
    assert any("was trained on flow directions of Scarp 0.1" in line for line in process.log)


def test_a_file_cut_short(process, ground, model, tmp_path):
    model.write_bytes(model.read_bytes()[:100])
    with pytest.raises(QgsProcessingException, match=r"MODEL: 'mean\.onnx' is no ONNX file, or was cut short"):
        process("predictppmcnn", FACTORS=[str(path) for path in ground.values()], MODEL=model,
                SUSCEPTIBILITY=tmp_path / "s.tif")


def test_the_model_shipped_on_the_sample(process, root, tmp_path):
    """As a first user would: factors from the DEM, MODEL left out; landslides rank above mapped quiet places."""
    import hashlib

    from osgeo import ogr
    from scarp.engine.grid import RasterSource
    from scarp.engine.inventory import places
    from sklearn.metrics import roc_auc_score

    sums = dict(line.split("  ")[::-1] for line in (root / "models" / "SHA256SUMS").read_text().splitlines())
    content = (root / "models" / "ppm_cnn_ecuador.onnx").read_bytes()
    assert hashlib.sha256(content).hexdigest() == sums["ppm_cnn_ecuador.onnx"]
    outputs = {"SLOPE": "slope", "PLAN_CURVATURE": "plan", "PROFILE_CURVATURE": "profile", "TWI": "twi"}
    made = process("terrainfactors", DEM=root / "sample" / "dem.tif",
                   **{name: tmp_path / f"{file}.tif" for name, file in outputs.items()})
    factors = [made[name] for name in outputs] + [str(root / "sample" / "dem.tif")]
    found = process("predictppmcnn", FACTORS=factors, SUSCEPTIBILITY=tmp_path / "s.tif", SPREAD=tmp_path / "d.tif")
    source, scores = RasterSource(found["SUSCEPTIBILITY"]), []
    for name in ("landslides", "non_landslides"):
        layer = ogr.Open(str(root / "sample" / f"{name}.gpkg"))
        points = np.array([feature.GetGeometryRef().GetPoint_2D() for feature in layer.GetLayer(0)])
        scores.append(places.read_cells(source, places.point_cells(*points.T, source.grid)))
    labels = np.repeat([1, 0], [len(each) for each in scores])
    # It was trained on these points, so this is no test of its skill (0.80 in blocks), only of the file and its use.
    assert roc_auc_score(labels, np.concatenate(scores)) > 0.8
    assert 0 <= np.nanmin(source.read()) < np.nanmax(source.read()) <= 1
