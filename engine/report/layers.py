"""What a map figure shows, as plain arrays: values thinned to the size of the page, relief, landslides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List, Optional, Sequence

import numpy as np

from ..grid import RasterSource, Window
from ..outputs import UNITS, shown_unit
from ..palette import CATEGORIES, CLASSES, EQUAL, GREY, breaks_of, class_colours, equal_breaks

MOST_PIXELS = 1_400
"""Cells of a figure along its longer side."""


@dataclass
class Legend:
    """Classes of a figure: numbers between breaks, or categories.

    Attributes
    ----------
    colours, words : sequence of str
        One for each class.
    breaks : list of float
        Inner breaks, upper bound included; empty for categories.
    values : list of int
        Raster values of categories; empty for numbers.
    unit : str
    ranked : bool
        Categories rise from the first to the last, as susceptibility classes do.
    """

    colours: Sequence[str]
    words: Sequence[str]
    breaks: List[float] = field(default_factory=list)
    values: List[int] = field(default_factory=list)
    unit: str = ""
    ranked: bool = False

    def classes(self, array) -> np.ndarray:
        """Class of each cell from 0, -1 where there is none."""
        array = np.asarray(array, dtype=np.float64)
        if self.values:
            result = np.full(array.shape, -1, dtype=np.int16)
            for number, value in enumerate(self.values):
                result[array == value] = number
            return result
        result = np.searchsorted(np.asarray(self.breaks), array, side="left").astype(np.int16)
        result[np.isnan(array)] = -1
        return result


@dataclass
class View:
    """A raster as a figure shows it.

    Attributes
    ----------
    values : numpy.ndarray, shape (h, w)
        NaN = nodata.
    bounds : tuple
        xmin, ymin, xmax, ymax in units of the CRS.
    cell : tuple
        Width and height of a cell of the view.
    """

    values: np.ndarray
    bounds: tuple
    cell: tuple


@dataclass
class Places:
    """Landslides to draw: points (x, y) and rings of polygons; ``count`` where a landslide has several rings."""

    x: Sequence[float] = ()
    y: Sequence[float] = ()
    rings: Sequence = ()
    label: str = "Mapped landslides"
    count: int = 0


def view(source: RasterSource, most=MOST_PIXELS) -> View:
    """Every n-th cell of a raster, so that at most ``most`` remain along a side; read strip by strip."""
    grid = source.grid
    step = max(-(-max(grid.width, grid.height) // most), 1)
    rows = range(step // 2, grid.height, step)
    lines = [source.read(Window(0, row, grid.width, 1), np.float32)[0, step // 2::step] for row in rows] if step > 1 \
        else [source.read(dtype=np.float32)]
    source.close()
    return View(np.vstack(lines), grid.bounds, (grid.cell_width * step, grid.cell_height * step))


def hillshade(elevation: View) -> np.ndarray:
    """Relief lit from four sides, 0 dark to 1 bright; flat ground 0.7 or so, NaN is nodata.

    Weights follow the slope's direction as in Mark (1992), USGS Open-File Report 92-422: the light that falls along a
    slope counts most.
    """
    z = np.where(np.isnan(elevation.values), np.nanmean(elevation.values), elevation.values).astype(np.float64)
    down, across = np.gradient(z) if min(z.shape) > 1 else (np.zeros_like(z), np.zeros_like(z))
    across, down = across / elevation.cell[0], -down / elevation.cell[1]
    aspect, steepness = np.arctan2(-across, -down), np.hypot(across, down)
    altitude, total, mass = np.radians(45.0), 0.0, 1e-9
    for azimuth in np.radians([225.0, 270.0, 315.0, 360.0]):
        light = (np.sin(altitude) + np.cos(altitude) * steepness * np.cos(azimuth - aspect)) / np.hypot(1, steepness)
        weight = np.sin(aspect - azimuth) ** 2
        total, mass = total + weight * np.clip(light, 0, 1), mass + weight
    shade = np.where(steepness < 1e-6, np.sin(altitude), total / mass)
    shade[np.isnan(elevation.values)] = np.nan
    return shade


def legend(quantity: str, values, names: Sequence[str] = (), breaks: Optional[Sequence[float]] = None,
           unit: str = "") -> Legend:
    """Legend of a quantity by its ``SCARP_NAME``.

    Parameters
    ----------
    quantity : str
    values : array_like
        To span classes where the breaks are not fixed.
    names : sequence of str
        Words of susceptibility classes other than five.
    breaks : sequence of float, optional
        Instead of those of the quantity, so that compared maps share theirs.
    unit : str
        Instead of that of the quantity.
    """
    if quantity == "susceptibility_class" and names:
        return Legend(class_colours(len(names)), list(names), values=list(range(1, len(names) + 1)), ranked=True)
    if quantity in CATEGORIES:
        numbers, colours, words = zip(*CATEGORIES[quantity])
        return Legend(colours, list(words), values=list(numbers))
    finite = np.asarray(values)[np.isfinite(values)]
    if quantity in CLASSES:
        colours = CLASSES[quantity][1]
        own = breaks_of(quantity, lambda: (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0))
    else:
        colours, _ = EQUAL.get(quantity, (GREY, 1.0))
        own = equal_breaks(float(finite.min()), float(finite.max())) if finite.size else [1, 2, 3, 4]
    own = list(breaks if breaks is not None else own)
    colours = colours if len(colours) == len(own) + 1 else class_colours(len(own) + 1)
    return Legend(colours, words_between(own), own, unit=unit or shown_unit(UNITS.get(quantity, "")))


def words_between(breaks) -> list:
    """Words such as ``0.16 to 0.5`` for the classes between breaks."""
    text = [f"{value:.4g}".replace("-", "−") for value in breaks]
    return [f"up to {text[0]}", *(f"{a} to {b}" for a, b in zip(text, text[1:])), f"over {text[-1]}"]
