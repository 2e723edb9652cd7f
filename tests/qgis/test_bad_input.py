"""Bad input through qgis_process: one clear message and exit status 1, nothing left behind, what was there kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from osgeo import gdal
from scarp.engine.grid import read_array

FORMER = b"what was here before"

FAULTS = {
    "degrees": ["DEM: its horizontal unit is degrees (EPSG:4326), not the metre",
                "Reproject it to a CRS in metres, for example EPSG:32717"],
    "no overlap": ["COHESION: ", "far.tif' does not overlap the grid of the analysis", "Check its CRS and extent"],
    "all nodata": ["DEM: ", "only nodata"],
    "missing file": ["DEM: there is no file or layer '", "gone.tif'. Choose an existing raster."],
    "no raster": ["DEM: '", "text.tif' cannot be read as a raster"],
    "cut short": ["cannot be read"],
    "missing table": ["SOIL_TABLE: there is no file or layer '", "gone.csv'"],
    "zone without a row": ["SOIL_ZONES: zone 7 has no row in SOIL_TABLE", "the table has 1"],
    "negative soil": ["SOIL_TABLE, zone 1, cohesion_kpa: -5 is outside 0 to 500 kPa"],
    "per cent": ["SOIL_TABLE, zone 1, porosity: 45 is outside 0.05 to 0.8", "Did you mean 0.45?"],
    "missing mean": ["SOIL_TABLE, zone 1, friction_deg: it is missing"],
    "bad raster value": ["KSAT: 5 in ", "outside 1e-12 to 1 m/s"],
    "negative rain": ["RAIN_TABLE, row 2: -2 mm", "Use 0 for a dry step"],
    "gap in the rain": ["RAIN_TABLE, row 2: its rain is missing", "Use 0 for a dry step"],
    "rain out of order": ["RAIN_TABLE, row 2: 1 hours do not follow 3"],
    "negative rain raster": ["RAIN_LAYERS, layer 2: rain of -1 is negative"],
    "correlation": ["CORRELATION: cohesion-friction -0.9, cohesion-ksat 0.9, friction-ksat 0.9 cannot hold together"],
    "unknown parameter": ["SLOPES: scarp:probabilityoffailure has no such parameter. Did you mean SLOPE?"],
    "unknown choice": ["METHOD: 'from' is not one of form, sorm, importance, montecarlo. Did you mean form?"],
    "output is input": ["POF: '", "is also DEM"],
    "no folder": ["BETA: there is no folder '"],
    "not a GeoTIFF": ["BETA: 'beta.asc' is not the name of a GeoTIFF. End it in .tif."],
    "other grid": ["FLOW_DIRECTION: it lies on another grid"],
    "no area": ["AREA: no polygon overlaps the grid of the analysis"],
}
"""What each message must say."""


@pytest.fixture(scope="session")
def calls(tmp_path_factory, command, maker, plane):
    """Run every case, two at a time; give (command, its folder) by name."""
    folder = tmp_path_factory.mktemp("bad input")
    raster, table = maker(folder)
    dem = raster("dem", plane(40.0))
    soil = {"zone": 1, "cohesion_kpa": 5, "cohesion_kpa_cov": 0.3, "cohesion_kpa_dist": "lognormal",
            "friction_deg": 32, "unit_weight_kn_m3": 18, "porosity": 0.45, "saturation_initial": 0.5,
            "saturation_final": 0.95, "ksat_m_s": 5e-6, "thickness_m": 1.5}
    good = {"DEM": dem, "SOIL_TABLE": table("soil", soil), "RAIN_TABLE": table("rain", {"hours": 6, "mm": 90})}
    ones = np.ones((12, 12))
    (folder / "text.tif").write_text("not a raster\n")
    cut = raster("cut", np.random.default_rng(1).normal(1000.0, 50.0, (600, 600)))
    cut.write_bytes(cut.read_bytes()[:500_000])
    (folder / "area.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": {"type": '
        '"Polygon", "coordinates": [[[10, 10], [10, 11], [11, 11], [10, 10]]]}}]}')
    slopes = {"DEM": None, "SLOPE": raster("slopes", [[0.0, 60.0, 90.0]])}

    def changed(name, **values):
        return {"SOIL_TABLE": table(name, {**soil, **values})}

    def rain(name, *rows):
        return {"RAIN_TABLE": table(name, *({"hours": hours, "mm": depth} for hours, depth in rows))}

    cases = {
        "degrees": {"DEM": raster("degrees", plane(40.0), cell=1e-4, epsg=4326, origin=(-79.08, -3.97))},
        "no overlap": {"COHESION": raster("far", 5.0 * ones, origin=(612000.0, 9561000.0))},
        "all nodata": {"DEM": raster("empty", np.nan * ones)},
        "missing file": {"DEM": folder / "gone.tif"},
        "no raster": {"DEM": folder / "text.tif"},
        "cut short": {"DEM": cut},
        "missing table": {"SOIL_TABLE": folder / "gone.csv"},
        "zone without a row": {"SOIL_ZONES": raster("zones", np.where(np.eye(12) > 0, 7.0, 1.0))},
        "negative soil": changed("negative", cohesion_kpa=-5),
        "per cent": changed("percent", porosity=45),
        "missing mean": changed("hole", friction_deg=""),
        "bad raster value": {"KSAT": raster("ksat", 5.0 * ones)},
        "negative rain": rain("minus", (3, 5), (6, -2)),
        "gap in the rain": rain("gap", (3, 5), (6, ""), (9, 1)),
        "rain out of order": rain("order", (3, 5), (1, 2)),
        "negative rain raster": {"RAIN_TABLE": None, "STEP_HOURS": 3,
                                 "RAIN_LAYERS": [raster("rain1", ones), raster("rain2", -ones)]},
        "correlation": {"CORRELATION": "cohesion:friction=-0.9; friction:ksat=0.9; cohesion:ksat=0.9"},
        "unknown parameter": {"SLOPES": dem},
        "unknown choice": {"METHOD": "from"},
        "output is input": {"POF": dem},
        "no folder": {"BETA": folder / "nowhere" / "beta.tif"},
        "not a GeoTIFF": {"BETA": folder / "beta.asc"},
        "other grid": {"ROUTE_RUNOFF": "true", "FLOW_DIRECTION": raster("codes", np.ones((9, 9)))},
        "no area": {"AREA": folder / "area.geojson"},
        "zero rain": rain("dry", (6, 0)),
        "no cov": changed("certain", cohesion_kpa_cov=0),
        "slopes": slopes,
    }

    def call(name):
        place = folder / name
        place.mkdir()
        (place / "pof.tif").write_bytes(FORMER)
        given = {**good, "POF": place / "pof.tif", "STATUS": place / "status.tif", **cases[name]}
        given = {key: value for key, value in given.items() if value is not None}
        return command("probabilityoffailure", **given), place

    before = dem.read_bytes()
    with ThreadPoolExecutor(2) as pool:
        done = dict(zip(cases, pool.map(call, cases)))
    assert dem.read_bytes() == before
    return done


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_once_and_leaves_nothing(calls, name):
    done, place = calls[name]
    assert done.code == 1, done.out + done.err
    assert all(words in done.message for words in FAULTS[name]), done.message
    assert "fault in Scarp" not in done.message
    assert len(done.message) < 400, done.message
    assert {path.name for path in place.iterdir()} == {"pof.tif"}
    assert (place / "pof.tif").read_bytes() == FORMER


def values(calls, name):
    done, place = calls[name]
    assert done.code == 0, done.message
    return (gdal.Open(str(place / "pof.tif")).ReadAsArray(), gdal.Open(str(place / "status.tif")).ReadAsArray(),
            done.results)


def test_zero_rain_is_dry_and_safe(calls):
    pof, status, numbers = values(calls, "zero rain")
    assert (pof == 0.0).all()
    assert (status == 3).all()
    assert numbers["MAX_POF"] == 0.0


def test_without_cov_a_slope_fails_or_not(calls):
    pof, status, _ = values(calls, "no cov")
    assert set(np.unique(pof)) <= {0.0, 1.0}
    assert (status == 0).all()


def test_level_and_vertical_ground(calls):
    pof, status, _ = values(calls, "slopes")
    assert status[0].tolist() == [2, 0, 6]
    assert pof[0, 0] == 0.0
    assert 0.0 < pof[0, 1] < 1.0
    assert np.isnan(pof[0, 2])


def test_a_good_run_replaces_what_was_there(calls):
    _, place = calls["no cov"]
    assert {path.name for path in place.iterdir() if path.suffix != ".xml"} == {"pof.tif", "status.tif"}
    assert read_array(str(place / "pof.tif")).shape == (12, 12)
