"""Statistical models in use: the map is that of the trainer, tile sizes, classes unseen, cells of another width."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from scarp.engine.grid import read_array
from scarp.engine.networks import dense, statistical
from scarp.engine.networks.card import Card, Factor
from scarp.engine.networks.statistical import Statistical
from scarp.engine.statistics import graph, methods

pytest.importorskip("onnx", reason="models are written with onnx: requirements.txt")
pytest.importorskip("onnxruntime")
pytest.importorskip("sklearn")

SHAPE = (70, 90)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """Boosted trees of slope (with gaps), rock and aspect, and their file."""
    order = np.random.default_rng(6)
    slope, rock, aspect = order.normal(30, 10, 2000), order.integers(1, 4, 2000) * 1.0, order.uniform(0, 360, 2000)
    labels = order.random(2000) < 1 / (1 + np.exp(-(slope - 30) / 5 - (rock == 2)))
    slope[order.random(2000) < 0.1] = np.nan
    columns = [slope, rock, aspect]
    factors = tuple(statistical.measured(factor, column) for factor, column in zip(
        (Factor("slope", "number", "deg"), Factor("rock", "category"), Factor("aspect", "angle", "deg")), columns))
    fitted = methods.fit("boosting", statistical.table_channels(columns, factors), labels, factors)
    card = Card("statistical", "A test", factors, Statistical("boosting", 10.0, gaps=("slope",)), prevalence=0.2,
                metrics={"blocks": {"auc": 0.812}})
    path = tmp_path_factory.mktemp("model") / "m.onnx"
    path.write_bytes(graph.model_bytes(fitted, card, -1.0))
    return path, fitted, factors


@pytest.fixture
def ground(basin):
    order = np.random.default_rng(7)
    values = {"slope": order.normal(30, 12, SHAPE), "rock": order.integers(1, 5, SHAPE) * 1.0,
              "aspect": order.uniform(0, 360, SHAPE)}
    values["slope"][:3] = np.nan
    values["rock"][0, 0] = np.nan
    values["aspect"][5, 5] = np.nan
    return values, {name: basin(name, each) for name, each in values.items()}


def given(paths):
    return {"FACTORS": [str(paths["aspect"]), str(paths["slope"])], "CATEGORIES": [str(paths["rock"])]}


def test_the_map_is_that_of_the_trainer(process, ground, model, tmp_path, monkeypatch):
    values, paths = ground
    path, fitted, factors = model
    found = process("predictsusceptibility", **given(paths), MODEL=path, SUSCEPTIBILITY=tmp_path / "s.tif",
                    EXTRAPOLATION=tmp_path / "e.tif")
    read = [read_array(str(paths[factor.name])) for factor in factors]
    wanted = graph.logistic(fitted.log_odds(statistical.channels(read, factors).reshape(5 + 1, -1).T) - 1.0)
    wanted = wanted.reshape(SHAPE)
    wanted[0, 0] = np.nan
    susceptibility = read_array(found["SUSCEPTIBILITY"])
    np.testing.assert_allclose(susceptibility, wanted, atol=1e-5)
    outside = read_array(found["EXTRAPOLATION"])
    assert (outside[values["rock"] == 4] >= 1).all()
    assert any("rock: 25" in line or "lie outside classes 1, 2, 3" in line for line in process.log)
    assert any("ROC AUC 0.812 in blocks held out" in line for line in process.log)
    monkeypatch.setattr("scarp.algorithms.predictsusceptibility.TILE", 23)
    again = process("predictsusceptibility", **given(paths), MODEL=path, SUSCEPTIBILITY=tmp_path / "t.tif")
    np.testing.assert_array_equal(read_array(again["SUSCEPTIBILITY"]), susceptibility)


def test_only_an_ensemble_has_a_spread(process, ground, model, tmp_path):
    found = process("predictsusceptibility", **given(ground[1]), MODEL=model[0], SUSCEPTIBILITY=tmp_path / "s.tif",
                    SPREAD=tmp_path / "d.tif")
    assert "SPREAD" not in found or not (tmp_path / "d.tif").exists()
    assert any("SPREAD: the model is no ensemble" in line for line in process.log)


def test_cells_of_another_width_are_refused(process, maker, model, tmp_path):
    raster = maker(tmp_path)[0]
    paths = {name: raster(name, np.ones((20, 20)), cell=30.0) for name in ("slope", "rock", "aspect")}
    with pytest.raises(QgsProcessingException, match=r"FACTORS: its cells are 30 m wide, .* of 10 m.* Train a model"):
        process("predictsusceptibility", **given(paths), MODEL=model[0], SUSCEPTIBILITY=tmp_path / "s.tif")


def test_a_factor_that_is_missing_is_named(process, ground, model, tmp_path):
    with pytest.raises(QgsProcessingException, match="the model needs slope, rock, aspect; missing: rock"):
        process("predictsusceptibility", FACTORS=given(ground[1])["FACTORS"], MODEL=model[0],
                SUSCEPTIBILITY=tmp_path / "s.tif")


def test_a_model_of_an_elevation_model_computes_its_factors(process, basin, tmp_path):
    from scipy.ndimage import gaussian_filter

    order = np.random.default_rng(8)
    elevation = 300 * gaussian_filter(order.normal(size=(100, 100)), 4)
    dem = basin("dem", elevation)
    made = process("terrainfactors", DEM=dem, RELIEF_WINDOW=9, SLOPE=tmp_path / "slope.tif", RELIEF=tmp_path / "r.tif",
                   LOG_ACCUMULATION=tmp_path / "l.tif")
    columns = [read_array(made[name]).ravel() for name in ("SLOPE", "RELIEF", "LOG_ACCUMULATION")]
    assert columns[1].reshape(100, 100)[50, 50] == pytest.approx(np.ptp(elevation[46:55, 46:55]), abs=1e-3)
    factors = tuple(statistical.measured(Factor(name), column) for name, column in zip(
        ("slope", "relief", "log_accumulation"), columns))
    labels = columns[0] > np.median(columns[0])
    channels = statistical.table_channels(columns, factors)
    fitted = methods.fit("logistic", channels, labels, factors)
    card = Card("statistical", "A test", factors, Statistical("logistic", 10.0, 1, 1000, 9))
    (tmp_path / "m.onnx").write_bytes(graph.model_bytes(fitted, card, 0.0))
    found = process("predictsusceptibility", DEM=dem, MODEL=tmp_path / "m.onnx", SUSCEPTIBILITY=tmp_path / "s.tif")
    np.testing.assert_allclose(read_array(found["SUSCEPTIBILITY"]).ravel(), graph.logistic(fitted.log_odds(channels)),
                               atol=1e-5)
    assert dense.TILE < 512
