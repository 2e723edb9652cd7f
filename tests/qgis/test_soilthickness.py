"""Soil thickness: both models at their ends and in the middle, areas, faults."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from scarp.engine.grid import read_array


def test_z_model_is_linear_in_elevation(process, basin, tmp_path):
    dem = basin("dem", [[100.0, 150.0, 200.0, 300.0]])
    found = process("soilthickness", DEM=dem, METHOD="z", H_MIN=0.5, H_MAX=2.5, THICKNESS=tmp_path / "h.tif")
    assert read_array(found["THICKNESS"])[0] == pytest.approx([2.5, 2.0, 1.5, 0.5])


def test_slope_model_is_linear_in_the_tangent(process, basin, tmp_path):
    slope = basin("slope", [np.degrees(np.arctan([0.0, 0.25, 0.5, 1.0]))])
    found = process("soilthickness", SLOPE=slope, METHOD="slope", H_MIN=1.0, H_MAX=3.0, THICKNESS=tmp_path / "h.tif")
    assert read_array(found["THICKNESS"])[0] == pytest.approx([3.0, 2.5, 2.0, 1.0], rel=1e-6)


def test_an_area_limits_the_result_and_not_the_range(process, basin, polygons, tmp_path):
    dem = basin("dem", [[100.0, 150.0, 200.0, 300.0]])
    found = process("soilthickness", DEM=dem, H_MIN=0.5, H_MAX=2.5, THICKNESS=tmp_path / "h.tif",
                    AREA=polygons(((712010, 9560985, 712030, 9561005), 1)))
    assert read_array(found["THICKNESS"])[0] == pytest.approx([np.nan, 2.0, 1.5, np.nan], nan_ok=True)


@pytest.mark.parametrize(("changes", "message"), [
    ({"H_MAX": None}, "H_MAX: it is missing"),
    ({"H_MIN": 3.0}, "H_MIN: 3 m is more than H_MAX"),
    ({"METHOD": "slop"}, "METHOD: 'slop' is not one of z, slope. Did you mean slope?"),
    ({"H_MAX": 1000}, "H_MAX: 1000 is above 100"),
    ({"HMIN": 1}, "HMIN: scarp:soilthickness has no such parameter. Did you mean H_MIN?"),
    ({"DEM": None}, "DEM: it is missing and METHOD z needs it"),
])
def test_faults(process, basin, tmp_path, changes, message):
    given = {"DEM": basin("dem", [[1.0, 2.0]]), "H_MIN": 0.5, "H_MAX": 2.0, "THICKNESS": tmp_path / "h.tif", **changes}
    with pytest.raises(QgsProcessingException, match=message.replace("?", r"\?")):
        process("soilthickness", **given)
    assert not (tmp_path / "h.tif").exists()
