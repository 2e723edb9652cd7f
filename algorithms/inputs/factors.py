"""Conditioning factors: rasters of numbers and of classes, named, on the grid of the first one."""

from __future__ import annotations

from typing import List, NamedTuple, Sequence

from ...engine.grid import Grid, RasterSource, metric_grid
from ...engine.networks import matching
from ...engine.networks.ppm_cnn import RESAMPLING
from ...engine.quantities import LIMITS


class Named(NamedTuple):
    """Rasters given, before they are opened on the grid.

    Attributes
    ----------
    grid : Grid
        Of the first one.
    paths, names, units : list of str
        Names as factors have them.
    categorical : list of bool
    """

    grid: Grid
    paths: List[str]
    names: List[str]
    units: List[str]
    categorical: List[bool]


def add_factors(algorithm, what: str) -> None:
    """Add FACTORS, CATEGORIES and FACTOR_NAMES."""
    algorithm.rasters("FACTORS", "Conditioning factors", f"Rasters of numbers such as slope, aspect, elevation. {what} "
                      "The grid of the first one is used and must be in metres. A factor is known by its name: that in "
                      "a raster made by Scarp, else that of the layer; a DEM counts as elevation.")
    algorithm.rasters("CATEGORIES", "Factors of classes", "Rasters of class numbers, such as soil type.", optional=True)
    algorithm.text("FACTOR_NAMES", "Names of the factors", "Separated by ;, in the order of FACTORS, then CATEGORIES; "
                   "in place of the names the rasters have.", advanced=True)


def read_names(given, run, known: Sequence[str] = ()) -> Named:
    """Name the rasters of FACTORS and CATEGORIES.

    Parameters
    ----------
    given : Given
    run : Run
    known : sequence of str
        Names a model knows.

    Raises
    ------
    InputError
        The first raster is not in metres, or FACTOR_NAMES has another number of names.
    """
    factors = given.rasters("FACTORS")
    paths = [*factors, *given.rasters("CATEGORIES")]
    layers = [*given.layer_names("FACTORS"), *given.layer_names("CATEGORIES")]
    grid = metric_grid(paths[0], "FACTORS", run.warn)
    opened = [RasterSource(path, parameter=_parameter(place, factors)) for place, path in enumerate(paths)]
    names = matching.names_of(given.text("FACTOR_NAMES"), [each.metadata.get("SCARP_NAME", "") for each in opened],
                              layers, paths, known)
    for source, name in zip(opened, names):
        if source.band_count > 1:
            run.warn(f"{source.parameter}: the file of {name} has {source.band_count} bands; the first one is used.")
    units = [limits.unit if limits and each.unit else each.unit
             for each, limits in zip(opened, map(limits_of, names))]
    return Named(grid, paths, names, units,
                 [place >= len(factors) for place in range(len(paths))])


def open_factors(named: Named, places: Sequence[int], kinds: Sequence[str], run) -> List[RasterSource]:
    """Open chosen rasters on the grid, each resampled as its kind wants.

    Parameters
    ----------
    named : Named
    places : sequence of int
        In the list of `named`.
    kinds : sequence of str
        Of the factors chosen.
    run : Run
    """
    return [RasterSource(named.paths[place], named.grid, 1,
                         f"{'CATEGORIES' if named.categorical[place] else 'FACTORS'}, {named.names[place]}",
                         RESAMPLING[kind], run.log, limits_of(named.names[place]))
            for place, kind in zip(places, kinds)]


def limits_of(name: str):
    """Give the physical range of a factor, and with it its unit; None where any number may be meant."""
    return LIMITS["elevation"] if name == "elevation" else None


def _parameter(place: int, factors: list) -> str:
    return f"FACTORS, raster {place + 1}" if place < len(factors) else f"CATEGORIES, raster {place + 1 - len(factors)}"
