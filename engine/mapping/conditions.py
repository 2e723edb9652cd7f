"""What a slope stands under: terrain, soil, water and shaking, read tile by tile and given as limit states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from ..soil.fields import SoilInputs
from ..water.supplies import Supplies


@dataclass(frozen=True)
class Conditions:
    """Everything that acts on a slope, on one grid.

    Attributes
    ----------
    slope : RasterSource
        Slope angle, deg.
    soil : SoilInputs
        Soil with the thickness among its means.
    times : sequence of float
        Hours from the start of the rain.
    supplies : Supplies, optional
        Rain and runoff; or else
    fronts : sequence of RasterSource
        a given depth of the wetting front for every time, m.
    pore_pressure : {'suction', 'zero', 'seepage'}
    water_table : RasterSource or float, optional
        Depth of the water table, m; the mean soil thickness when left out.
    surface : {'front', 'base', 'both'}
        Failure surface; ``both`` for the factor of safety only.
    pga : RasterSource or float, optional
        Peak ground acceleration in units of `pga_unit` times g.
    pga_factor : float
        What turns `pga` into g.
    seismic_coefficient : float
        k_h over PGA[g].
    area : RasterSource, optional
        1 where results are wanted, nodata elsewhere.
    """

    slope: object
    soil: SoilInputs
    times: Sequence[float]
    supplies: Supplies | None = None
    fronts: Sequence[object] = ()
    pore_pressure: str = "suction"
    water_table: object = None
    surface: str = "front"
    pga: object = None
    pga_factor: float = 1.0
    seismic_coefficient: float = 0.5
    area: object = None

    @property
    def grid(self):
        """The grid of all rasters."""
        return self.slope.grid

    @property
    def tile(self) -> int:
        """Edge of tiles, in cells, that suits the supplies."""
        return 512 if self.supplies is None else self.supplies.tile

    def sources(self) -> dict[str, object]:
        """Give the rasters to be read, by name."""
        sources = {"slope": self.slope, **self.soil.sources()}
        if self.supplies is not None:
            sources.update(self.supplies.sources())
        sources.update({f"front:{k}": source for k, source in enumerate(self.fronts)})
        for name in ("water_table", "pga", "area"):
            if hasattr(getattr(self, name), "read"):
                sources[name] = getattr(self, name)
        return sources
