"""The toolbox's Newmark displacement: units, rasters, areas, Loma Prieta, faults."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from scarp.engine.grid import RasterSource, read_array
from scarp.engine.stability import newmark

DATA = Path(__file__).parents[1] / "data" / "loma_prieta"
OUTPUTS = ("DISPLACEMENT", "FOS", "CRITICAL_ACCELERATION", "PROBABILITY", "STATUS")


def outputs(folder, *names):
    return {name: folder / f"{name.lower()}.tif" for name in names or OUTPUTS}


def test_numbers_and_rasters_give_what_the_engine_gives(process, basin, tmp_path):
    slope = np.array([[0.2, 15.0, 30.0, 40.0, 60.0]])
    found = process("newmark", SLOPE=basin("slope", slope), COHESION_PER_THICKNESS_VALUE=5, FRICTION_VALUE=35,
                    PGA_VALUE=50, PGA_UNIT="%g", SATURATION=basin("m", np.full((1, 5), 0.25)), **outputs(tmp_path))
    expected = newmark.respond(slope, 5.0, 35.0, 0.5, 0.25)
    for name, values in zip(("FOS", "CRITICAL_ACCELERATION", "DISPLACEMENT", "PROBABILITY", "STATUS"), expected):
        assert read_array(found[name]) == pytest.approx(values.astype(float), rel=1e-5, nan_ok=True), name
    assert any("fails without an earthquake 20.00%" in line for line in process.log)


@pytest.mark.parametrize(("value", "unit"), [(0.4, "g"), (40, "%g"), (3.924, "m/s2")])
def test_units_of_shaking(process, basin, tmp_path, value, unit):
    found = process("newmark", SLOPE=basin("slope", [[35.0]]), COHESION_PER_THICKNESS_VALUE=5, FRICTION_VALUE=35,
                    PGA_VALUE=value, PGA_UNIT=unit, **outputs(tmp_path, "DISPLACEMENT"))
    expected = newmark.respond(35.0, 5.0, 35.0, 0.4).displacement
    assert read_array(found["DISPLACEMENT"]).item() == pytest.approx(expected.item(), rel=1e-5)


def test_the_slope_comes_from_an_elevation_model(process, basin, plane, tmp_path):
    found = process("newmark", DEM=basin("dem", plane(30.0)), COHESION_PER_THICKNESS_VALUE=5, FRICTION_VALUE=35,
                    PGA_VALUE=0.5, MAGNITUDE=7.0, **outputs(tmp_path, "DISPLACEMENT"))
    expected = newmark.respond(30.0, 5.0, 35.0, 0.5, magnitude=7.0).displacement
    assert read_array(found["DISPLACEMENT"])[5, 5] == pytest.approx(expected, rel=1e-4)


def test_loma_prieta_in_degrees(process, tmp_path):
    """ShakeMap in %g on another grid than the slope; two files lack the CRS."""
    found = process("newmark", SLOPE=DATA / "maxslope_deg.tif", FRICTION=DATA / "friction_deg.tif",
                    COHESION_PER_THICKNESS_VALUE=2.0, PGA=DATA / "shakemap_pga.tif", PGA_UNIT="%g",
                    **outputs(tmp_path, "PROBABILITY", "STATUS"))
    grid = RasterSource(DATA / "maxslope_deg.tif").grid
    slope, friction, pga = (RasterSource(DATA / f"{name}.tif", grid).read() for name in (
        "maxslope_deg", "friction_deg", "shakemap_pga"))
    expected = newmark.respond(slope, 2.0, friction, pga / 100)
    assert read_array(found["PROBABILITY"]) == pytest.approx(expected.probability, abs=1e-6, nan_ok=True)


def test_weak_shaking_and_slopes_in_radians_are_questioned(process, basin, tmp_path):
    process("newmark", SLOPE=basin("slope", [[0.3, 0.7]]), COHESION_PER_THICKNESS_VALUE=5, FRICTION_VALUE=35,
            PGA=basin("pga", [[0.3, 0.4]]), PGA_UNIT="%g", **outputs(tmp_path, "PROBABILITY"))
    text = " ".join(process.log)
    assert "PGA: it is nowhere above 0.4 %g" in text
    assert "Is it in radians?" in text


@pytest.mark.parametrize(("changes", "message"), [
    ({"SLOPE": None}, "DEM: it is missing"),
    ({"PGA_VALUE": None}, "PGA: it is missing"),
    ({"FRICTION_VALUE": None}, "FRICTION: it is missing. Give a number in degrees"),
    ({"COHESION_PER_THICKNESS_VALUE": None}, "COHESION_PER_THICKNESS: it is missing"),
    ({"PGA_VALUE": 30}, "PGA_VALUE: 30 g is more than 5 g. Check PGA_UNIT."),
    ({"PGA_UNIT": "gal"}, "PGA_UNIT: 'gal' is not one of g, %g, m/s2"),
    ({"FRICTION_VALUE": 80}, "FRICTION_VALUE: 80 is above 70"),
])
def test_faults(process, basin, tmp_path, changes, message):
    given = {"SLOPE": basin("slope", [[30.0]]), "COHESION_PER_THICKNESS_VALUE": 5, "FRICTION_VALUE": 35,
             "PGA_VALUE": 0.3, **outputs(tmp_path, "DISPLACEMENT"), **changes}
    with pytest.raises(QgsProcessingException, match=message):
        process("newmark", **given)
    assert not (tmp_path / "displacement.tif").exists()


def test_slope_in_per_cent_and_shaking_in_another_unit(process, basin, tmp_path):
    given = {"COHESION_PER_THICKNESS_VALUE": 5, "FRICTION_VALUE": 35, **outputs(tmp_path, "DISPLACEMENT")}
    with pytest.raises(QgsProcessingException, match="not per cent"):
        process("newmark", SLOPE=basin("slope", [[30.0, 130.0]]), PGA_VALUE=0.3, **given)
    with pytest.raises(QgsProcessingException, match=r"SLOPE: -9999 is negative\. .* declare the nodata value"):
        process("newmark", SLOPE=basin("slope", [[30.0, -9999.0]]), PGA_VALUE=0.3, **given)
    process("newmark", SLOPE=basin("slope", [[30.0, 20.0]]), PGA=basin("pga", [[3.9, 2.0]]), **given)
    assert any("PGA: it goes up to 3.9 g, which is hardly ever recorded. Check PGA_UNIT." in line
               for line in process.log)
    with pytest.raises(QgsProcessingException, match="PGA: 45 g is more than 5 g"):
        process("newmark", SLOPE=basin("slope", [[30.0, 20.0]]), PGA=basin("pga", [[45.0, 20.0]]), **given)
