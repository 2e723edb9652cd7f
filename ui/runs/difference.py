"""The difference of two runs' maps, by QGIS's raster calculator in the background."""

from __future__ import annotations

from qgis.analysis import QgsRasterCalculator, QgsRasterCalculatorEntry
from qgis.core import QgsProject, QgsTask

from ...translate import tr
from .layers import raster


class DifferenceTask(QgsTask):
    """Writes one band minus another; QGIS's own calculator algorithm confuses files of one name.

    Parameters
    ----------
    first, second : (str, int)
        Path and band.
    path : str
        GeoTIFF to write.
    done : callable
        Takes an error, empty when all went well; called on the main thread.
    """

    def __init__(self, first: tuple, second: tuple, path: str, done) -> None:
        super().__init__(tr("Difference of two runs"))
        self._pair, self._path, self._done, self._fault = (first, second), path, done, ""
        self._transforms = QgsProject.instance().transformContext()

    def run(self) -> bool:
        """Compute, on a thread of its own."""
        maps = [raster(path, name) for name, (path, _) in zip("ab", self._pair)]      # entries keep no reference
        entries = []
        for layer, (_, band) in zip(maps, self._pair):
            entry = QgsRasterCalculatorEntry()
            entry.raster, entry.bandNumber, entry.ref = layer, band, f"{layer.name()}@{band}"
            entries.append(entry)
        grid = maps[0]
        text = " - ".join(f'"{entry.ref}"' for entry in entries)
        calculator = QgsRasterCalculator(text, self._path, "GTiff", grid.extent(), grid.crs(), grid.width(),
                                         grid.height(), entries, self._transforms)
        if calculator.processCalculation() != 0:
            self._fault = calculator.lastError() or tr("The difference failed.")
        return not self._fault

    def finished(self, result: bool) -> None:
        """Hand over, on the main thread."""
        self._done(self._fault)
