"""The soil of an analysis as fields: table, zones and rasters together, tile by tile."""

from __future__ import annotations

from typing import Mapping

import numpy as np

from ..errors import SoilError
from ..grid import tiles
from ..quantities import LIMITS, QUANTITIES, VARIABLES, remedy
from .columns import analysis_value, zone_key
from .table import SoilTable


class SoilInputs:
    """The soil of an analysis: a table, and rasters on the grid of the analysis.

    Parameters
    ----------
    table : SoilTable
    zones : RasterSource, optional
        Zone numbers, or rows of the table (see `positions`); None is one zone.
    rasters : mapping of str to RasterSource, optional
        Means per cell by variable, in the units of the table (friction in degrees).
    positions : bool
        Whether `zones` holds rows of the table, as burnt polygons do (see `SoilTable.position_of`), not zone numbers.
    """

    def __init__(self, table: SoilTable, zones=None, rasters: Mapping[str, object] | None = None,
                 positions: bool = False):
        rasters = dict(rasters or {})
        lacking = [name for name in table.rasters if name not in rasters]
        if lacking:
            raise SoilError(lacking[0].upper(), "the raster is missing", "Give it, or the mean in SOIL_TABLE.")
        if zones is None and len(table.keys) > 1:
            raise SoilError("SOIL_ZONES", f"it is missing and {table.parameter} has {len(table.keys)} rows",
                            "Give it, or a table of one row.")
        self.table, self.zones, self.rasters, self.positions = table, zones, rasters, positions

    def with_table(self, table: SoilTable) -> SoilInputs:
        """Give the same soil with another table, as a scenario needs."""
        return SoilInputs(table, self.zones, self.rasters, self.positions)

    def sources(self) -> dict[str, object]:
        """Give the rasters to be read, by name."""
        zones = {} if self.zones is None else {"soil:zones": self.zones}
        return {**zones, **{f"soil:{name}": source for name, source in self.rasters.items()}}

    def check_zones(self, **controls) -> None:
        """Check that every zone of the map has a row, before anything is computed.

        Parameters
        ----------
        **controls
            ``threads`` and so on, see `tiles.run`.

        Raises
        ------
        SoilError
            Names all zones that have none.
        """
        if self.zones is None or self.positions:
            return
        lost = tiles.reduce(lambda arrays, _: self.table.unknown(arrays["zones"]), self.zones.grid,
                            {"zones": self.zones}, set.union, **controls)
        if lost:
            raise self.table.no_row([zone_key(value) for value in lost])

    def means(self, arrays: Mapping[str, np.ndarray]) -> tuple[np.ndarray, dict[str, object]]:
        """Give zone and means of the cells of a tile.

        Parameters
        ----------
        arrays : mapping of str to (h, w) float array
            What `sources` name, and at least one array that tells the shape of the tile.

        Returns
        -------
        index : (h, w) int32 array
            Rows of the table, -1 outside all zones.
        means : dict of str to (h, w) float64 array or float
            Means in analysis units, NaN outside zones and rasters. A number where all cells share it. Variables in
            ``table.missing`` are left out.

        Raises
        ------
        SoilError
            A zone has no row; a raster holds a value outside the physical range or the bounds of its distribution.
        """
        if self.zones is None:
            index = np.zeros(next(iter(arrays.values())).shape, dtype=np.int32)
        elif self.positions:
            zones = arrays["soil:zones"]
            index = np.where(np.isfinite(zones), zones, -1).astype(np.int32)
        else:
            index = self.table.index_of(arrays["soil:zones"])
        means: dict[str, object] = {}
        for variable in VARIABLES:
            if variable in self.rasters:
                means[variable] = self._raster_mean(variable, arrays[f"soil:{variable}"], index)
            elif variable not in self.table.missing:
                of_zone = self.table.mean[variable]
                means[variable] = float(of_zone[0]) if self.zones is None else np.append(of_zone, np.nan)[index]
        return index, means

    def _raster_mean(self, variable: str, values: np.ndarray, index: np.ndarray) -> np.ndarray:
        quantity = QUANTITIES[variable]
        slack = LIMITS[variable].slack
        outside = (values < quantity.lower - slack) | (values > quantity.upper + slack)
        if outside.any():
            worst = values[outside][0]
            raise SoilError(variable.upper(), LIMITS[variable].fault(worst, np.count_nonzero(outside), values.size),
                            remedy(LIMITS[variable], worst))
        mean = analysis_value(variable, np.clip(values, quantity.lower, quantity.upper))
        bounded = np.array([dist in ("truncnormal", "beta") for dist in self.table.dist[variable]])
        if bounded.any():
            lower = np.append(np.where(bounded, self.table.lower[variable], -np.inf), -np.inf)[index]
            upper = np.append(np.where(bounded, self.table.upper[variable], np.inf), np.inf)[index]
            outside = (mean < lower) | (mean > upper)
            if outside.any():
                zone = self.table.keys[index[outside][0]]
                raise SoilError(variable.upper(), f"{values[outside][0]:g} is not within the bounds of zone {zone}",
                                f"Change {quantity.column}_min and {quantity.column}_max, or use another distribution.")
        return mean
