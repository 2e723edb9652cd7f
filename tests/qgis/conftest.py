"""Two ways to run the algorithms: in this process (quick), and through qgis_process as users do."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")

from scarp.engine.grid import Grid, write_array


@pytest.fixture(scope="session")
def process(plugin):
    """Give processing.run, with paths as text and log lines collected in ``process.log``."""
    import processing
    from qgis.core import QgsProcessingFeedback

    class Collect(QgsProcessingFeedback):
        def pushInfo(self, text):
            run.log.append(text)

        def pushWarning(self, text):
            run.log.append(text)

    def run(algorithm, **parameters):
        run.log = []
        feedback = Collect()
        values = {key: str(value) if isinstance(value, Path) else value for key, value in parameters.items()
                  if value is not None}
        return processing.run(f"scarp:{algorithm}", values, feedback=feedback)

    run.log = []
    return run


class Command:
    """One finished call of qgis_process."""

    def __init__(self, done) -> None:
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def message(self) -> str:
        """What the user is told when it fails, without QGIS's own words."""
        lines = [line.strip() for line in (self.err + "\n" + self.out).splitlines()]
        return "\n".join(dict.fromkeys(line for line in lines if line and not line.startswith(
            ("ERROR", "<string>", "Traceback"))))

    @property
    def results(self) -> dict:
        """Results by name."""
        return json.loads(self.out)["results"]


@pytest.fixture(scope="session")
def command(build):
    """Run an algorithm through qgis_process; lists repeat their key."""
    build.make_link(build.PLUGINS / "scarp")

    def run(algorithm, **parameters) -> Command:
        pairs = [f"{key}={each}" for key, value in parameters.items()
                 for each in (value if isinstance(value, list) else [value])]
        return Command(subprocess.run(
            [build.qgis_process(), "--json", "run", f"scarp:{algorithm}", "--", *pairs], env=build.environment(),
            capture_output=True, text=True, errors="replace", check=False, timeout=300))

    return run


@pytest.fixture(scope="session")
def maker():
    """Give makers of rasters and CSV files in a folder: ``raster(name, array)``, ``table(name, row, ...)``."""
    from osgeo import osr

    def make(folder):
        def raster(name, array, cell=10.0, epsg=32717, origin=(712000.0, 9561000.0), folder=folder):
            array = np.asarray(array, dtype=float)
            reference = osr.SpatialReference()
            reference.ImportFromEPSG(epsg)
            grid = Grid(reference.ExportToWkt(), (origin[0], cell, 0.0, origin[1], 0.0, -cell), array.shape[-1],
                        array.shape[-2])
            path = folder / f"{name}.tif"
            write_array(str(path), array, grid)
            return path

        def table(name, *rows, separator=","):
            path = folder / f"{name}.csv"
            columns = list(dict.fromkeys(column for row in rows for column in row))
            lines = [separator.join(columns)]
            lines += [separator.join(f"{row.get(column, '')}" for column in columns) for row in rows]
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            return path

        return raster, table

    return make


@pytest.fixture
def basin(tmp_path, maker):
    """Give a maker of rasters on one 10 m grid in UTM: ``basin("dem", array)`` gives a path."""
    return maker(tmp_path)[0]


@pytest.fixture
def csv(tmp_path, maker):
    """Give a maker of CSV files: ``csv("soil", {"zone": 1, ...}, ...)`` with one mapping a row."""
    return maker(tmp_path)[1]


@pytest.fixture(scope="session")
def plane():
    """Give a maker of elevations of a plane that falls to the south at an angle in degrees."""

    def make(angle, shape=(12, 12), cell=10.0, top=1000.0):
        rows = np.arange(shape[0], dtype=float)[:, None]
        return np.broadcast_to(top - rows * cell * np.tan(np.radians(angle)), shape).copy()

    return make


@pytest.fixture
def polygons(qgis_app):
    """Give a maker of polygon layers in memory: ``polygons((rectangle, zone), ...)``."""
    from qgis.core import QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer

    def make(*features, field="zone", kind="integer", crs="EPSG:32717"):
        layer = QgsVectorLayer(f"Polygon?crs={crs}&field={field}:{kind}", "polygons", "memory")
        for rectangle, zone in features:
            feature = QgsFeature(layer.fields())
            feature.setAttributes([zone])
            feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(*rectangle)))
            layer.dataProvider().addFeature(feature)
        return layer

    return make


@pytest.fixture(scope="session")
def soil_row():
    """Give a maker of rows of a soil table: every mean given, nothing random unless said."""

    def make(**changes):
        return {"zone": 1, "cohesion_kpa": 5, "friction_deg": 32, "unit_weight_kn_m3": 18, "porosity": 0.45,
                "saturation_initial": 0.5, "saturation_final": 0.95, "ksat_m_s": 5e-6, "thickness_m": 1.5, **changes}

    return make
