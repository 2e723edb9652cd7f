"""Shape of the ground from a 3 x 3 neighbourhood: slope, aspect, curvatures, exposure, wetness index.

Every function takes elevations with a rim of one cell (shape (h + 2, w + 2)) and gives shape (h, w), so it serves both
a tile with halo 1 and a whole grid padded with NaN.

Nodata: a cell without elevation gets NaN. A missing neighbour is put on the straight line through the next two cells of
the window in its column, else its row; a corner that has neither, on the plane of its neighbours. So a plane keeps its
slope up to the edge of the data, and but for the four corner cells the rim of a grid is as with ``gdaldem
-compute_edges``; curvature across the edge is zero. A cell that lacks both neighbours in its row or column gets NaN.

Sources: Horn 1981, doi:10.1109/PROC.1981.11918 (slope, aspect, as in GDAL and QGIS); Zevenbergen & Thorne 1987,
doi:10.1002/esp.3290120107 (the surface behind the curvatures); Beven & Kirkby 1979, doi:10.1080/02626667909491834
(wetness index).
"""

from __future__ import annotations

from typing import Callable, Dict

import numpy as np

from ..grid import Band, RasterSource, RasterWriter, Window, tiles

FLAT_GRADIENT = 1e-6
"""Below it the direction of slope means nothing and curvatures are 0."""

STEEPNESS_FLOOR = 1e-3
"""Least tangent of the slope in the wetness index, which would be infinite on flat ground."""


def slope(elevation: np.ndarray, cell_width: float, cell_height: float) -> np.ndarray:
    """Slope angle after Horn.

    Parameters
    ----------
    elevation : ndarray of float, shape (h + 2, w + 2)
        m, NaN where there is none.
    cell_width, cell_height : float
        m.

    Returns
    -------
    ndarray of float64, shape (h, w)
        Degrees from the horizontal, 0 to 90.
    """
    east, north = _gradient(elevation, cell_width, cell_height)
    return np.degrees(np.arctan(np.hypot(east, north)))


def aspect(elevation: np.ndarray, cell_width: float, cell_height: float) -> np.ndarray:
    """Direction the slope faces (downhill) after Horn.

    Parameters
    ----------
    elevation, cell_width, cell_height
        As in :func:`slope`.

    Returns
    -------
    ndarray of float64, shape (h, w)
        Degrees clockwise from north, 0 to 360 (360 excluded); NaN on flat ground.
    """
    east, north = _gradient(elevation, cell_width, cell_height)
    facing = np.degrees(np.arctan2(east, north))
    facing[facing < 0] += 360.0
    facing[facing == 360.0] = 0.0       # a tiny negative angle was rounded up
    facing[(east == 0) & (north == 0)] = np.nan
    return facing


def northness(elevation: np.ndarray, cell_width: float, cell_height: float) -> np.ndarray:
    """Cosine of the aspect: 1 faces north, -1 south, 0 on flat ground.

    Parameters
    ----------
    elevation, cell_width, cell_height
        As in :func:`slope`.

    Returns
    -------
    ndarray of float64, shape (h, w)
    """
    east, north = _gradient(elevation, cell_width, cell_height)
    return _share(north, np.hypot(east, north))


def eastness(elevation: np.ndarray, cell_width: float, cell_height: float) -> np.ndarray:
    """Sine of the aspect: 1 faces east, -1 west, 0 on flat ground.

    Parameters
    ----------
    elevation, cell_width, cell_height
        As in :func:`slope`.

    Returns
    -------
    ndarray of float64, shape (h, w)
    """
    east, north = _gradient(elevation, cell_width, cell_height)
    return _share(east, np.hypot(east, north))


def profile_curvature(elevation: np.ndarray, cell_width: float, cell_height: float) -> np.ndarray:
    """Curvature of the ground line that runs down the slope, on Zevenbergen and Thorne's surface.

    Positive is convex (the slope steepens downhill, flow speeds up), negative concave; 0 on flat ground. With p, q the
    gradient and r, s, t the second derivatives: -(r p2 + 2 s p q + t q2) / ((p2 + q2) (1 + p2 + q2)^1.5).

    Parameters
    ----------
    elevation, cell_width, cell_height
        As in :func:`slope`.

    Returns
    -------
    ndarray of float64, shape (h, w)
        1/m.
    """
    p, q, r, s, t = _surface(elevation, cell_width, cell_height)
    steep = p * p + q * q
    return _curvature(-(r * p * p + 2 * s * p * q + t * q * q), steep * (1 + steep) ** 1.5, steep)


def plan_curvature(elevation: np.ndarray, cell_width: float, cell_height: float) -> np.ndarray:
    """Curvature of the contour line, on Zevenbergen and Thorne's surface.

    Positive is convex (spurs: flow spreads), negative concave (hollows: flow gathers); 0 on flat ground. With p, q the
    gradient and r, s, t the second derivatives: -(r q2 - 2 s p q + t p2) / (p2 + q2)^1.5.

    Parameters
    ----------
    elevation, cell_width, cell_height
        As in :func:`slope`.

    Returns
    -------
    ndarray of float64, shape (h, w)
        1/m.
    """
    p, q, r, s, t = _surface(elevation, cell_width, cell_height)
    steep = p * p + q * q
    return _curvature(-(r * q * q - 2 * s * p * q + t * p * p), steep ** 1.5, steep)


def topographic_wetness_index(accumulation: np.ndarray, slope_deg: np.ndarray, cell_width: float,
                              cell_height: float) -> np.ndarray:
    """Wetness index ln(a / tan b): a the area upslope per width of contour, b the slope.

    Parameters
    ----------
    accumulation : ndarray, shape (h, w)
        Cells that drain through the cell, itself included; 0 or NaN where there is none.
    slope_deg : ndarray, shape (h, w)
        Degrees; its tangent is taken as at least 0.001.
    cell_width, cell_height : float
        m. The width of contour is the root of the cell's area.

    Returns
    -------
    ndarray of float64, shape (h, w)
        ln(m).
    """
    cells = np.where(accumulation > 0, accumulation, np.nan)
    steepness = np.maximum(np.tan(np.radians(slope_deg)), STEEPNESS_FLOOR)
    return np.log(cells * np.sqrt(cell_width * cell_height) / steepness)


def relief(elevation: np.ndarray, halo: int) -> np.ndarray:
    """Highest minus lowest elevation in the square window round a cell.

    Parameters
    ----------
    elevation : ndarray of float, shape (h + 2 halo, w + 2 halo)
        m; NaN where there is none, which the window passes over.
    halo : int
        Cells of the window on each side of the middle one, 1 or more.

    Returns
    -------
    ndarray of float64, shape (h, w)
        m, 0 or more; NaN where the cell itself has no elevation.
    """
    from scipy.ndimage import maximum_filter, minimum_filter

    inner = (slice(halo, -halo),) * 2
    empty, side = np.isnan(elevation), 2 * halo + 1
    highest = maximum_filter(np.where(empty, -np.inf, elevation), side, mode="nearest")[inner]
    lowest = minimum_filter(np.where(empty, np.inf, elevation), side, mode="nearest")[inner]
    return np.where(empty[inner], np.nan, highest - np.where(empty[inner], 0.0, lowest))


def log_accumulation(accumulation: np.ndarray, cell_width: float, cell_height: float) -> np.ndarray:
    """Common logarithm of the area upslope.

    Parameters
    ----------
    accumulation : ndarray, shape (h, w)
        Cells that drain through the cell, itself included; 0 or NaN where there is none.
    cell_width, cell_height : float
        m.

    Returns
    -------
    ndarray of float64, shape (h, w)
        log10(m2).
    """
    return np.log10(np.where(accumulation > 0, accumulation, np.nan) * cell_width * cell_height)


FACTORS: Dict[str, Callable[[np.ndarray, float, float], np.ndarray]] = {
    "slope": slope, "aspect": aspect, "profile_curvature": profile_curvature, "plan_curvature": plan_curvature,
    "northness": northness, "eastness": eastness}
"""The functions of elevation alone, by the ``SCARP_NAME`` of their rasters."""


def factor_maps(dem: RasterSource, writers: Dict[str, RasterWriter], **options: object) -> None:
    """Compute any of ``FACTORS`` for a whole DEM, tile by tile.

    Parameters
    ----------
    dem : RasterSource
        m, on a grid in metres.
    writers : mapping of factor to RasterWriter
    **options
        ``tile``, ``threads``, ``progress``, ``cancelled`` of :func:`scarp.engine.grid.tiles.run`.
    """
    grid = dem.grid

    def compute(arrays: dict, window: Window) -> dict:
        return {name: FACTORS[name](arrays["dem"], grid.cell_width, grid.cell_height) for name in writers}

    tiles.run(compute, grid, {"dem": dem}, writers, halo=1, **options)


def slope_map(dem: RasterSource, path: str, **options: object) -> RasterSource:
    """Write the slope of a whole DEM and give it as a source, for methods that take a slope raster.

    Parameters
    ----------
    dem, **options
        As in :func:`factor_maps`.
    path : str
        GeoTIFF to write.
    """
    with RasterWriter(path, dem.grid, [Band("slope", "deg")], name="slope", parameter="SLOPE") as writer:
        factor_maps(dem, {"slope": writer}, **options)
    return RasterSource(path, dem.grid, parameter="SLOPE")


def _neighbours(z: np.ndarray) -> tuple:
    """Give the 3 x 3 window as nine arrays in reading order, gaps beside a cell closed as the module says."""
    nw, n, ne = z[:-2, :-2], z[:-2, 1:-1], z[:-2, 2:]
    w, c, e = z[1:-1, :-2], z[1:-1, 1:-1], z[1:-1, 2:]
    sw, s, se = z[2:, :-2], z[2:, 1:-1], z[2:, 2:]
    if not np.isnan(z).any():
        return nw, n, ne, w, c, e, sw, s, se
    corners = (nw, 2 * w - sw, 2 * n - ne), (ne, 2 * e - se, 2 * n - nw), (sw, 2 * w - nw, 2 * s - se), (
        se, 2 * e - ne, 2 * s - sw)
    n, s, w, e = _first(n, 2 * c - s), _first(s, 2 * c - n), _first(w, 2 * c - e), _first(e, 2 * c - w)
    planes = n + w - c, n + e - c, s + w - c, s + e - c
    nw, ne, sw, se = (_first(*corner, plane) for corner, plane in zip(corners, planes))
    return nw, n, ne, w, c, e, sw, s, se


def _first(*values: np.ndarray) -> np.ndarray:
    """Take the first of the values that is there."""
    found = values[0]
    for value in values[1:]:
        found = np.where(np.isnan(found), value, found)
    return found


def _gradient(z: np.ndarray, dx: float, dy: float) -> tuple:
    """Components to the east and north of the downhill direction, dimensionless (Horn's weights 1, 2, 1)."""
    nw, n, ne, w, c, e, sw, s, se = _neighbours(z)
    east = ((nw + w + w + sw) - (ne + e + e + se)) / (8 * dx)
    north = ((sw + s + s + se) - (nw + n + n + ne)) / (8 * dy)
    empty = np.isnan(c)
    east[empty] = north[empty] = np.nan
    return east, north


def _surface(z: np.ndarray, dx: float, dy: float) -> tuple:
    """First derivatives p (east), q (north) and second ones r, s, t of Zevenbergen and Thorne's surface."""
    nw, n, ne, w, c, e, sw, s, se = _neighbours(z)
    return ((e - w) / (2 * dx), (n - s) / (2 * dy), (e + w - 2 * c) / (dx * dx),
            (ne + sw - nw - se) / (4 * dx * dy), (n + s - 2 * c) / (dy * dy))


def _curvature(above: np.ndarray, below: np.ndarray, steep: np.ndarray) -> np.ndarray:
    flat = (steep < FLAT_GRADIENT ** 2) & ~np.isnan(above)
    return np.where(flat, 0.0, above / np.where(flat, 1.0, below))


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return part / np.where(whole == 0, 1.0, whole)
