"""The grid an analysis takes place on, its windows and its coordinate reference system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from osgeo import osr

from ..errors import GridError

CELL_TOLERANCE = 1e-4
"""Two grids are one when their cells agree to this share of a cell."""


class Window(NamedTuple):
    """Part of a grid in cells; reading may reach over the rim, writing may not."""

    col: int
    row: int
    width: int
    height: int


@dataclass(frozen=True)
class Grid:
    """A north-up raster grid.

    Attributes
    ----------
    crs : str
        Horizontal coordinate reference system as WKT, empty when unknown.
    transform : tuple of 6 float
        GDAL's geotransform (x of the left edge, cell width, 0, y of the upper edge, 0, minus cell height).
    width, height : int
        Columns and rows.
    """

    crs: str
    transform: tuple
    width: int
    height: int

    def __post_init__(self) -> None:
        _, dx, shear_x, _, shear_y, dy = self.transform
        if shear_x or shear_y or not (dx > 0 > dy) or self.width < 1 or self.height < 1:
            raise GridError("grid", f"{self.width} x {self.height} cells with geotransform {self.transform} are "
                            "rotated or empty", "Warp the raster to a north-up grid.")

    @property
    def shape(self) -> tuple:
        """Rows and columns."""
        return self.height, self.width

    @property
    def cell_width(self) -> float:
        """Width of a cell in units of the CRS."""
        return self.transform[1]

    @property
    def cell_height(self) -> float:
        """Height of a cell in units of the CRS, positive."""
        return -self.transform[5]

    @property
    def cell_area(self) -> float:
        """Area of a cell in squared units of the CRS (m2 where ``is_metric``)."""
        return self.cell_width * self.cell_height

    @property
    def bounds(self) -> tuple:
        """Outer edges: xmin, ymin, xmax, ymax."""
        x, dx, _, y, _, dy = self.transform
        return x, y + self.height * dy, x + self.width * dx, y

    @property
    def is_metric(self) -> bool:
        """Whether the horizontal unit is the metre; unknown counts as metres."""
        if not self.crs:
            return True
        srs = spatial_reference(self.crs)
        return not srs.IsGeographic() and abs(srs.GetLinearUnits() - 1) < 1e-6

    @property
    def crs_name(self) -> str:
        """Authority code or name of the CRS, for messages."""
        if not self.crs:
            return "no CRS"
        srs = spatial_reference(self.crs)
        return f"EPSG:{srs.GetAuthorityCode(None)}" if srs.GetAuthorityName(None) == "EPSG" else srs.GetName()

    @property
    def whole(self) -> Window:
        """The window of all cells."""
        return Window(0, 0, self.width, self.height)


def spatial_reference(wkt: str) -> osr.SpatialReference:
    """Read WKT or ``EPSG:code``, with x before y whatever the authority says."""
    srs = osr.SpatialReference()
    srs.SetFromUserInput(wkt)
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return srs


def horizontal_crs(srs: osr.SpatialReference | None) -> str:
    """Horizontal part of a CRS as WKT; a vertical part would make GDAL shift heights."""
    if srs is None:
        return ""
    srs = srs.Clone()
    if srs.IsCompound():
        srs.StripVertical()
    return srs.ExportToWkt()


def same_crs(one: str, other: str) -> bool:
    """Whether two WKT texts mean one CRS."""
    return one == other or bool(spatial_reference(one).IsSame(spatial_reference(other)))


def overlap(one: tuple, other: tuple) -> bool:
    """Whether two bounds (xmin, ymin, xmax, ymax) share some area."""
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])


def lattice_shift(own: Grid, grid: Grid) -> tuple | None:
    """Columns and rows from `own` to `grid` when their cells coincide, else None."""
    cells = max(own.width, own.height, grid.width, grid.height)
    for mine, theirs in ((own.cell_width, grid.cell_width), (own.cell_height, grid.cell_height)):
        if abs(mine - theirs) * cells > CELL_TOLERANCE * mine:
            return None
    col = (grid.transform[0] - own.transform[0]) / own.cell_width
    row = (own.transform[3] - grid.transform[3]) / own.cell_height
    if abs(col - round(col)) > CELL_TOLERANCE or abs(row - round(row)) > CELL_TOLERANCE:
        return None
    return round(col), round(row)
