"""The example models run from the command line, as they do in the modeller."""

from __future__ import annotations

import numpy as np
import pytest
from scarp.engine.grid import read_array

SOIL = {"cohesion_kpa_cov": 0.3, "cohesion_kpa_dist": "lognormal", "friction_deg_cov": 0.1,
        "friction_deg_dist": "lognormal"}
STORM = ({"hours": 1, "mm": 20}, {"hours": 2, "mm": 40})


@pytest.fixture
def ground(basin, csv, soil_row):
    """Give DEM, soil and storm: a bowl, so that slopes and with them POF differ."""
    rows, columns = np.mgrid[0:40, 0:40]
    dem = basin("dem", 1800.0 + 0.25 * ((rows - 20.0) ** 2 + (columns - 20.0) ** 2))
    return {"DEM": dem, "SOIL_TABLE": csv("soil", soil_row(**SOIL)), "RAIN_TABLE": csv("storm", *STORM)}


def test_storm_to_classes(command, ground, tmp_path):
    outputs = {"pof:Probability of failure": tmp_path / "pof.tif", "refine:Refined map": tmp_path / "refined.tif",
               "classes:Classes": tmp_path / "classes.tif"}
    done = command("storm_to_classes", **ground, **outputs)
    assert done.code == 0, done.message
    pof, refined, classes = (read_array(str(path)) for path in outputs.values())
    assert 0.0 <= np.nanmin(pof) < np.nanmax(pof) <= 1.0
    assert np.nanmax(refined) <= np.nanmax(pof)
    assert set(np.unique(classes[np.isfinite(classes)])) == {1, 2, 3, 4, 5}


def test_storm_of_a_batch_shares_its_limits(command, ground, tmp_path):
    outputs = {"pof:Probability of failure": tmp_path / "pof.tif", "classes:Classes": tmp_path / "classes.tif",
               "classes:Table of classes": tmp_path / "classes.csv"}
    done = command("storm_of_a_batch", **ground, TIMES="2", **outputs)
    assert done.code == 0, done.message
    pof, classes = read_array(str(tmp_path / "pof.tif")), read_array(str(tmp_path / "classes.tif"))
    inside = np.isfinite(pof)
    assert np.array_equal(classes[inside], 1 + np.searchsorted([0.0013, 0.023, 0.16, 0.5], pof[inside]))
    assert (tmp_path / "classes.csv").read_text().startswith("class,")


def test_susceptibility_by_network(command, ground, tmp_path):
    pytest.importorskip("onnxruntime")
    pytest.importorskip("numba")
    outputs = {"network:Susceptibility": tmp_path / "susceptibility.tif", "classes:Classes": tmp_path / "classes.tif",
               "network:Outside the training samples": tmp_path / "outside.tif"}
    done = command("susceptibility_by_network", DEM=ground["DEM"], **outputs)
    assert done.code == 0, done.message
    values = read_array(str(tmp_path / "susceptibility.tif"))
    assert 0.0 <= np.nanmin(values) < np.nanmax(values) <= 1.0


def test_zones_reach_the_soil_table(command, basin, csv, soil_row, ground, tmp_path):
    halves = np.ones((40, 40))
    halves[:, 20:] = 2.0
    rows = [soil_row(**SOIL, zone=1), soil_row(**SOIL, zone=2)]
    rows[1]["cohesion_kpa"] = 60
    outputs = {"pof:Probability of failure": tmp_path / "pof.tif", "refine:Refined map": tmp_path / "refined.tif",
               "classes:Classes": tmp_path / "classes.tif"}
    given = {**ground, "SOIL_TABLE": csv("zones", *rows), "SOIL_ZONES": basin("zones", halves)}
    done = command("storm_to_classes", **given, **outputs)
    assert done.code == 0, done.message
    pof = read_array(str(tmp_path / "pof.tif"))
    assert np.nanmax(pof[:, 20:]) < 1e-3 * np.nanmax(pof[:, :20])


def test_models_are_listed_by_title_with_their_help_and_valid_in_the_designer(plugin):
    from qgis.core import QgsApplication, QgsProcessingModelAlgorithm
    from scarp.algorithms.provider import EXAMPLES
    from scarp.paths import EXAMPLE_MODELS

    for name, title in EXAMPLES.items():
        model = QgsApplication.processingRegistry().algorithmById(f"scarp:{name}")
        assert model.displayName() == model.create().displayName() == title
        designed = QgsProcessingModelAlgorithm()
        assert designed.fromFile(str(EXAMPLE_MODELS / f"{name}.model3"))
        assert designed.validate() == (True, [])
        assert model.group() == "Example models"
        assert len(model.shortHelpString()) > 100
