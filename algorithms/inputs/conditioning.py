"""Conditioning factors of statistical models: from an elevation model, rasters, classes as rasters or polygons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Sequence

from ...engine.errors import InputError
from ...engine.grid import Grid, MaskedSource, RasterSource, burn, metric_grid
from ...engine.networks import matching
from ...engine.networks.ppm_cnn import RESAMPLING, kind_of
from ...engine.networks.statistical import COMPUTED
from ...engine.outputs import MAPS
from ...engine.records import brief
from ..terrainfactors import TerrainFactors
from .grid import burn_area, open_dem

ELEVATION = COMPUTED[0]
TERRAIN = tuple(next(name for name, made in MAPS["terrainfactors"].items() if made.name == factor)
                for factor in COMPUTED[1:])
"""Outputs of scarp:terrainfactors that are factors, beside the elevation itself."""

CHANNEL_CELLS, RELIEF_WINDOW = 1000, 15


@dataclass
class Conditioning:
    """Factors on one grid.

    Attributes
    ----------
    grid : Grid
    sources : list of RasterSource
    names, units : list of str
    categorical : list of bool
    words : dict of str to list of str
        By factor of text classes, the text of class 1, 2 and so on.
    computed : bool
        Whether some were computed from DEM.
    area : AreaSource or None
    """

    grid: Grid
    sources: list = field(default_factory=list)
    names: List[str] = field(default_factory=list)
    units: List[str] = field(default_factory=list)
    categorical: List[bool] = field(default_factory=list)
    words: Dict[str, list] = field(default_factory=dict)
    computed: bool = False
    area: object = None

    def add(self, source, name: str, unit: str = "", categorical: bool = False) -> None:
        """Add a factor."""
        if name in self.names:
            raise InputError("FACTORS", f"two factors are called {name}", "Give one, or name them with FACTOR_NAMES.")
        self.sources.append(source)
        self.names.append(name)
        self.units.append(unit)
        self.categorical.append(categorical)

    def inside(self, source):
        """Give a raster as it is seen inside AREA."""
        return source if self.area is None else MaskedSource(source, self.area)


def add_conditioning(algorithm) -> None:
    """Add DEM, FACTORS, CATEGORIES, CATEGORY_FIELD and FACTOR_NAMES."""
    algorithm.raster("DEM", "Elevation model (DEM), m", "In metres, on a grid in metres. Slope, elevation, plan and "
                     "profile curvature, wetness index, northness, eastness, distance to channels, area upslope and "
                     "relief are computed from it.", optional=True)
    algorithm.rasters("FACTORS", "Conditioning factors", "Rasters of numbers, in place of DEM or beside it. The grid "
                      "is that of DEM, else of the first one, in metres. A factor is known by its name: that in a "
                      "raster made by Scarp, else that of the layer; a DEM counts as elevation.", optional=True)
    algorithm.rasters_or_polygons("CATEGORIES", "Factors of classes", "Rasters of class numbers, or polygons such as a "
                                  "geological map with CATEGORY_FIELD.", optional=True)
    algorithm.text("CATEGORY_FIELD", "Field of the classes", "Of polygons in CATEGORIES: numbers or texts.")
    algorithm.text("FACTOR_NAMES", "Names of the factors", "Separated by ;, in the order of FACTORS, then CATEGORIES; "
                   "in place of the names the layers have.", advanced=True)


def check_conditioning(given) -> None:
    """Check that there are factors, and a field for the classes of polygons.

    Raises
    ------
    InputError
    """
    if not given.has("DEM") and not given.has("FACTORS"):
        raise InputError("DEM", "neither DEM nor FACTORS is given", "Give an elevation model, or rasters of factors.")
    for key, polygons, _ in given.mixed("CATEGORIES"):
        if polygons and not given.text("CATEGORY_FIELD"):
            raise InputError("CATEGORY_FIELD", f"it is missing, and {key} is a layer of polygons",
                             f"Name one of its fields: {brief(given.fields(key), 30)}.")


def open_conditioning(given, run, *, channel_cells: int, relief_window: int, wanted: Sequence[str] = (),
                      words: Dict[str, list] | None = None, stage: str = "factors") -> Conditioning:
    """Open every factor on the grid, computing those of an elevation model.

    Parameters
    ----------
    given : Given
    run : Run
    channel_cells, relief_window : int
        Of scarp:terrainfactors.
    wanted : sequence of str
        Names that a model knows; all where empty.
    words : dict of str to list of str
        Texts of classes that a model knows, by factor.
    stage : str
        Of the run.

    Raises
    ------
    InputError
        The grid is not in metres, a name occurs twice, polygons without the field.
    """
    rasters = given.rasters("FACTORS")
    grid = metric_grid(*((given.raster("DEM"), "DEM") if given.has("DEM") else (rasters[0], "FACTORS")), run.warn)
    found = Conditioning(grid)
    found.area = burn_area(given, run, grid) if given.has("AREA") else None
    opened = [RasterSource(path, parameter=f"FACTORS, raster {place}") for place, path in enumerate(rasters, 1)]
    mixed = given.mixed("CATEGORIES")
    names = matching.names_of(
        given.text("FACTOR_NAMES"),
        [*(each.metadata.get("SCARP_NAME", "") for each in opened), *(_scarp_name(given, *each) for each in mixed)],
        [*given.layer_names("FACTORS"), *(title for *_, title in mixed)],
        [*rasters, *(given.raster(key) if not polygons else title for key, polygons, title in mixed)], wanted)
    if given.has("DEM"):
        _compute(given, run, found, names, wanted, channel_cells, relief_window, stage)
    for path, source, name in zip(rasters, opened, names):
        if wanted and name not in wanted:
            run.warn(f"FACTORS: the model does not know {name}; not used.")
            continue
        kind = kind_of(name, False)
        found.add(RasterSource(path, grid, 1, f"FACTORS, {name}", RESAMPLING[kind], run.log), name, source.unit)
    for (key, polygons, _), name in zip(mixed, names[len(rasters):]):
        if wanted and name not in wanted:
            run.warn(f"CATEGORIES: the model does not know {name}; not used.")
        elif polygons:
            _burn_classes(given, run, found, key, name, (words or {}).get(name))
        else:
            found.add(RasterSource(given.raster(key), grid, 1, f"CATEGORIES, {name}", "nearest", run.log), name, "",
                      True)
    return found


def _scarp_name(given, key: str, polygons: bool, _) -> str:
    return "" if polygons else RasterSource(given.raster(key), parameter=key).metadata.get("SCARP_NAME", "")


def _compute(given, run, found: Conditioning, given_names, wanted, channel_cells, relief_window, stage) -> None:
    """Add the elevation and what follows from it, but for what is given."""
    dem = open_dem(given.raster("DEM"), found.grid, run)
    maps = MAPS["terrainfactors"]
    chosen = [name for name in TERRAIN if maps[name].name not in given_names
              and (not wanted or maps[name].name in wanted)]
    paths = {name: run.scratch(f"factor_{name.lower()}.tif") for name in chosen}
    if paths:
        run.step(TerrainFactors(), {"DEM": given.raster("DEM"), "CHANNEL_CELLS": channel_cells,
                                    "RELIEF_WINDOW": relief_window, **paths}, stage, "Factors from the elevation model")
    if ELEVATION not in given_names and (not wanted or ELEVATION in wanted):
        found.add(dem, ELEVATION, "m")
    for name, path in paths.items():
        found.add(RasterSource(path, found.grid, parameter="DEM"), maps[name].name, maps[name].unit)
    found.computed = bool(paths)


def _burn_classes(given, run, found: Conditioning, key: str, name: str, known) -> None:
    """Burn polygons as class numbers; texts are numbered in their order, or as the model has them."""
    geometries, values, crs = given.polygons(key, given.text("CATEGORY_FIELD"))
    numbers = [_whole(value) for value in values]
    if known is not None or any(number is None and value is not None for number, value in zip(numbers, values)):
        texts = [str(value).strip() if value is not None else "" for value in values]
        ordered = known or sorted(set(texts) - {""})
        places = {text: place for place, text in enumerate(ordered, 1)}
        numbers = [places.get(text, 0) for text in texts]
        found.words[name] = ordered
    kept = [(shape, number) for shape, number in zip(geometries, numbers) if number is not None]
    if not kept:
        raise InputError(key, f"no polygon has a value in '{given.text('CATEGORY_FIELD')}'", "Choose another field.")
    path = run.scratch(f"classes_{len(found.names)}.tif")
    burn([shape for shape, _ in kept], [number for _, number in kept], crs, found.grid, path, "int32", -2**31,
         parameter=key)
    found.add(RasterSource(path, found.grid, parameter=key), name, "", True)


def _whole(value):
    """Give a whole number, also of text; None for anything else."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if number == int(number) else None
