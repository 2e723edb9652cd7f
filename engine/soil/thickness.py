"""Soil thickness from the terrain: thinner on high or on steep ground."""

from __future__ import annotations

import math

import numpy as np

from ..errors import SoilError
from ..grid import Band, RasterSource, RasterWriter, tiles

THICKNESS_MODELS = ("z", "slope")


def z_model(elevation, z_min: float, z_max: float, h_min: float, h_max: float):
    """Give soil thickness that falls linearly with elevation (Z-model, Eq. 11).

    ``h = h_max - (Z - Z_min) / (Z_max - Z_min) (h_max - h_min)`` (Cui et al. 2024, doi:10.1016/j.jrmge.2024.08.005).

    Parameters
    ----------
    elevation : float or float64 array
        Z, m.
    z_min, z_max : float
        Range of Z over the DEM, m.
    h_min, h_max : float
        Least and greatest thickness, m.

    Returns
    -------
    float64 array or float
        m, vertical; h_max where all ground is level. NaN where Z is.
    """
    return h_max - _share(elevation, z_min, z_max) * (h_max - h_min)


def slope_model(slope, slope_min: float, slope_max: float, h_min: float, h_max: float):
    """Give soil thickness that falls linearly with the tangent of the slope.

    ``h = h_max (1 - (tan b - tan b_min) / (tan b_max - tan b_min) (1 - h_min / h_max))`` (Saulnier, Beven &
    Obled 1997, J. Hydrology 202: 158-172).

    Parameters
    ----------
    slope : float or float64 array
        b, deg.
    slope_min, slope_max : float
        Range of b, deg.
    h_min, h_max : float
        Least and greatest thickness, m.

    Returns
    -------
    float64 array or float
        m, vertical; h_max where all slopes are one. NaN where b is.
    """
    tangents = (np.tan(np.radians(angle)) for angle in (slope, slope_min, slope_max))
    return h_max - _share(*tangents) * (h_max - h_min)


def _share(value, lowest: float, highest: float):
    span = highest - lowest
    return np.clip((value - lowest) / (span if span > 0.0 else math.inf), 0.0, 1.0)


def check_thickness_range(h_min: float, h_max: float) -> None:
    """Check H_MIN and H_MAX, m.

    Raises
    ------
    SoilError
        Not ``0 <= h_min <= h_max``, or no soil at all.
    """
    if not (math.isfinite(h_min) and h_min >= 0.0):
        raise SoilError("H_MIN", f"{h_min:g} m is no thickness", "Give 0 or more.")
    if not (math.isfinite(h_max) and h_max > 0.0):
        raise SoilError("H_MAX", f"{h_max:g} m is no thickness", "Give more than 0.")
    if h_min > h_max:
        raise SoilError("H_MIN", f"{h_min:g} m is more than H_MAX, {h_max:g} m", "Swap them.")


def write_thickness(method: str, source: RasterSource, writer: RasterWriter, h_min: float, h_max: float,
                    **options: object) -> None:
    """Write the thickness of the soil; the range of the terrain is that of the whole raster.

    Parameters
    ----------
    method : {'z', 'slope'}
        `z_model` or `slope_model`.
    source : RasterSource
        Elevation in m for ``z``, slope in deg for ``slope``.
    writer : RasterWriter
        One band.
    h_min, h_max : float
        m.
    **options
        Of `tiles.run`: threads, progress, cancelled.

    Raises
    ------
    SoilError
        An unknown method, or a wrong range.
    """
    if method not in THICKNESS_MODELS:
        raise SoilError("THICKNESS_MODEL", f"'{method}' is not a model", f"Use {' or '.join(THICKNESS_MODELS)}.")
    check_thickness_range(h_min, h_max)
    progress = options.pop("progress", None) or (lambda share: None)
    model = z_model if method == "z" else slope_model
    lowest, highest = tiles.reduce(lambda arrays, _: _range(arrays["terrain"]), source.grid, {"terrain": source},
                                   lambda a, b: (np.fmin(a[0], b[0]), np.fmax(a[1], b[1])),
                                   progress=lambda share: progress(0.5 * share), **options)
    tiles.run(lambda arrays, _: {"thickness": model(arrays["terrain"], lowest, highest, h_min, h_max)}, source.grid,
              {"terrain": source}, {"thickness": writer}, progress=lambda share: progress(0.5 + 0.5 * share), **options)


def thickness_map(method: str, source: RasterSource, h_min: float, h_max: float, path: str,
                  **options: object) -> RasterSource:
    """Write the thickness of the soil to a file and open it; parameters as in `write_thickness`.

    Returns
    -------
    RasterSource
        On the grid of `source`, m.
    """
    with RasterWriter(path, source.grid, [Band("thickness", "m")], name="thickness", parameter="THICKNESS") as writer:
        write_thickness(method, source, writer, h_min, h_max, **options)
    return RasterSource(path, source.grid, parameter="THICKNESS")


def _range(values: np.ndarray) -> tuple:
    return np.fmin.reduce(values, axis=None), np.fmax.reduce(values, axis=None)
