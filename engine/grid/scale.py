"""Whether a metre of a grid is a metre of ground, and the grid that analyses in metres take place on."""

from __future__ import annotations

import math

import numpy as np
from osgeo import osr

from ..errors import GridError
from .geometry import Grid, spatial_reference

WORTH_WARNING, TOO_FAR = 0.02, 0.10
"""Departure of the scale from 1 that is told, and that is refused. UTM stays within 0.1 %, most national grids 1 %."""


def scale_range(grid: Grid) -> tuple[float, float]:
    """Give least and greatest scale of a grid: length on the map over length on the ground, over all directions.

    Parameters
    ----------
    grid : Grid
        In metres.

    Returns
    -------
    least, greatest : float
        Of the middle and the four corners; 1 and 1 where the reference system does not tell where on Earth it lies.

    Notes
    -----
    From the Jacobian of the projection by central differences, on the ellipsoid; its singular values are the semi-axes
    of Tissot's indicatrix (Snyder 1987, Map projections, doi:10.3133/pp1395, Eq. 4-10 to 4-13).
    """
    srs = spatial_reference(grid.crs) if grid.crs else None
    if srs is None or not srs.IsProjected():
        return 1.0, 1.0
    xmin, ymin, xmax, ymax = grid.bounds
    places = [((xmin + xmax) / 2, (ymin + ymax) / 2), (xmin, ymin), (xmin, ymax), (xmax, ymin), (xmax, ymax)]
    try:
        geographic = srs.CloneGeogCS()
        geographic.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        to_degrees = osr.CoordinateTransformation(srs, geographic)
        found = [_scales(to_degrees, srs, x, y) for x, y in places]
    except RuntimeError:
        return 1.0, 1.0
    found = [each for each in found if each is not None]
    if not found:
        return 1.0, 1.0
    return min(each[0] for each in found), max(each[1] for each in found)


def _scales(to_degrees, srs, x: float, y: float) -> tuple | None:
    """Least and greatest scale at one place; None where the projection does not reach."""
    step = 50.0
    try:
        ends = np.array([to_degrees.TransformPoint(x + dx, y + dy)[:2] for dx, dy in
                         ((-step, 0.0), (step, 0.0), (0.0, -step), (0.0, step))])
    except RuntimeError:
        return None
    if not np.isfinite(ends).all():
        return None
    lat = math.radians(ends[:, 1].mean())
    a, flat = srs.GetSemiMajor(), srs.GetInvFlattening()
    e2 = (2.0 - 1.0 / flat) / flat if flat else 0.0
    bend = 1.0 - e2 * math.sin(lat) ** 2
    east, north = a * math.cos(lat) / math.sqrt(bend), a * (1.0 - e2) / bend ** 1.5
    turned = (ends[[1, 3]] - ends[[0, 2]] + 180.0) % 360.0 - 180.0
    ground = np.radians(turned).T * np.array([[east], [north]]) / (2.0 * step)
    lengths = np.linalg.svd(ground, compute_uv=False)
    if not (lengths > 1e-9).all():
        return None
    return 1.0 / lengths.max(), 1.0 / lengths.min()


def check_metric(grid: Grid, parameter: str, log=None) -> None:
    """Check that a metre of the grid is a metre of ground.

    Parameters
    ----------
    grid : Grid
    parameter : str
        What the user calls the raster.
    log : callable, optional
        Told where the scale departs from 1 by more than 2 %.

    Raises
    ------
    GridError
        Degrees or feet, or a scale that departs from 1 by more than 10 %; the message names a CRS in true metres.
    """
    if not grid.is_metric:
        srs = spatial_reference(grid.crs)
        unit = "degrees" if srs.IsGeographic() else srs.GetLinearUnitsName()
        raise GridError(parameter, f"its horizontal unit is {unit} ({grid.crs_name}), not the metre",
                        f"Reproject it to a CRS in metres, for example {utm_zone(grid)}.")
    least, greatest = scale_range(grid)
    worst = least if 1.0 / least > greatest else greatest
    departure = max(1.0 / least, greatest) - 1.0
    if departure <= WORTH_WARNING:
        return
    words = f"in {grid.crs_name} a metre of ground is {worst:.3g} m on the map at this place"
    if departure > TOO_FAR:
        raise GridError(parameter, f"{words} (scale {worst:.3g}), so slopes, areas and distances would be wrong",
                        f"Reproject it to a CRS in true metres, for example {utm_zone(grid)}.")
    if log:
        log(f"{parameter}: {words}; slopes, areas and distances are off by that. A CRS in true metres is, for example, "
            f"{utm_zone(grid)}.")


def utm_zone(grid: Grid) -> str:
    """Name the UTM zone of the middle of a grid."""
    xmin, ymin, xmax, ymax = grid.bounds
    to_degrees = osr.CoordinateTransformation(spatial_reference(grid.crs), spatial_reference("EPSG:4326"))
    try:
        lon, lat, _ = to_degrees.TransformPoint((xmin + xmax) / 2, (ymin + ymax) / 2)
    except RuntimeError:
        return "a UTM zone"
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return "a UTM zone"
    return f"EPSG:{(32600 if lat >= 0 else 32700) + int((lon + 180) % 360 // 6) + 1} (UTM)"
