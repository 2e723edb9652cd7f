"""A map made before, as later steps take it: which band, on which grid, inside which area."""

from __future__ import annotations

from typing import NamedTuple

from ...engine.errors import InputError
from ...engine.grid import Grid, MaskedSource, RasterSource, metric_grid
from .grid import burn_area

DEFAULT_BAND = "p50"
"""Description of the band that stands for a map of percentiles."""


class Map(NamedTuple):
    """One band of a map.

    Attributes
    ----------
    source : RasterSource
        What to compute with, only inside AREA.
    grid : Grid
    band : int
        From 1.
    description : str
        Of the band, empty when it has none.
    quantity : str
        ``SCARP_NAME``, empty where Scarp did not make it.
    """

    source: object
    grid: Grid
    band: int
    description: str
    quantity: str


def add_band(algorithm) -> None:
    """Add BAND."""
    algorithm.number("BAND", "Band", f"Number of the band, from 1. Left out, it is the one described "
                     f"'{DEFAULT_BAND}', else the last one.", None, 1, integer=True, advanced=True)


def open_map(given, run, name: str = "INPUT", metric: bool = False) -> Map:
    """Open the map of a parameter on its own grid, only inside AREA.

    Parameters
    ----------
    given : Given
    run : Run
    name : str
    metric : bool
        Whether its units must be metres.

    Raises
    ------
    InputError
        It cannot be read, has no such band, or is not in metres.
    """
    path = given.raster(name)
    grid = metric_grid(path, name, run.warn) if metric else None
    first = RasterSource(path, grid, parameter=name)
    band = choose_band(given, run, first, name)
    source = RasterSource(path, grid, band, name, log=run.log)
    if given.has("AREA"):
        source = MaskedSource(source, burn_area(given, run, first.grid))
    return Map(source, first.grid, band, first.descriptions[band - 1], first.metadata.get("SCARP_NAME", ""))


def choose_band(given, run, source: RasterSource, name: str) -> int:
    """Give the band to use and say which, where there are several.

    Raises
    ------
    InputError
        BAND is beyond the bands of the file.
    """
    if given.has("BAND"):
        band = given.integer("BAND")
        if not 1 <= band <= source.band_count:
            raise InputError("BAND", f"{band} was asked for, and {name} has {source.band_count}",
                             f"Give 1 to {source.band_count}.")
    elif DEFAULT_BAND in source.descriptions:
        band = source.descriptions.index(DEFAULT_BAND) + 1
    else:
        band = source.band_count
    if source.band_count > 1:
        words = source.descriptions[band - 1]
        run.log(f"{name}: band {band} of {source.band_count}" + (f" ('{words}')" if words else "") + " is used.")
    return band
