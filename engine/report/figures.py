"""Maps for reports: classes over relief, with scale bar, north, legend, shares of area and landslides (matplotlib).

Figures are made by the object interface, so any thread may draw.
"""

from __future__ import annotations

import io
import math
from typing import Optional

import numpy as np

from ..mapping.status import UNASSESSED
from ..palette import CATEGORIES
from .layers import Legend, Places, View

RELIEF_OPACITY = 0.30
INK = "#1A1A1A"
SMALL = 8.0
MARKER = 5.0
UNKNOWN = "#FFFFFF"


def draw_map(shown: View, legend: Legend, *, title="", relief: Optional[np.ndarray] = None,
             unassessed: Optional[np.ndarray] = None, places: Optional[Places] = None, width=7.0, metric=True,
             with_shares=True):
    """Draw a map.

    Parameters
    ----------
    shown : View
    legend : Legend
    title : str
        Heads the legend, for example ``Probability of failure``.
    relief : numpy.ndarray, optional
        From :func:`.layers.hillshade`, same shape; laid under the classes at 30 %.
    unassessed : numpy.ndarray, optional
        STATUS on the same cells: flat, dry and not converged cells are shown grey and black.
    places : Places, optional
        Mapped landslides.
    width : float
        Of the figure, inches.
    metric : bool
        Units of the map are metres: a scale bar is drawn.
    with_shares : bool
        Share of the area behind each class.

    Returns
    -------
    matplotlib.figure.Figure
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    xmin, ymin, xmax, ymax = shown.bounds
    side, margin, foot = 2.3, 0.22, 0.24     # inches: legend, labels on the left, labels below
    ratio = (ymax - ymin) / (xmax - xmin)
    map_width = width - side - margin
    map_height = map_width * ratio
    if map_height > 1.35 * map_width:
        map_height, map_width = 1.35 * map_width, 1.35 * map_width / ratio
    figure = Figure(figsize=(map_width + side + margin, max(map_height + foot + 0.05, 2.9)), dpi=150)
    FigureCanvasAgg(figure)
    total_width, total_height = figure.get_size_inches()
    bottom = 1 - (map_height + 0.05) / total_height
    axes = figure.add_axes([margin / total_width, bottom, map_width / total_width, map_height / total_height])
    axes.imshow(_picture(shown, legend, relief, unassessed), extent=(xmin, xmax, ymin, ymax), interpolation="nearest",
                aspect="auto")
    _frame(axes, shown.bounds, metric)
    _north(axes, map_width, map_height)
    if metric:
        _scale_bar(axes, xmax - xmin, map_width)
    if places is not None:
        _draw_places(axes, places, shown.bounds)
    left = (margin + map_width + 0.18) / total_width
    _legend(figure, left, 1 - 0.05 / total_height, total_height, shown, legend, title, unassessed, places, with_shares)
    return figure


def png(figure, dpi=150) -> bytes:
    """PNG of a figure."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=dpi, facecolor="white")
    return buffer.getvalue()


def rgb(colour: str) -> np.ndarray:
    """Red, green, blue, opacity of ``#RRGGBB`` or ``#AARRGGBB``, 0 to 1."""
    digits = colour.lstrip("#")
    opacity = int(digits[:2], 16) / 255 if len(digits) == 8 else 1.0
    return np.array([*(int(digits[-6:][start:start + 2], 16) / 255 for start in (0, 2, 4)), opacity])


def _picture(shown, legend, relief, unassessed) -> np.ndarray:
    """Colours of the cells: classes multiplied on the relief, as QGIS blends them."""
    classes = legend.classes(shown.values)
    table = np.array([rgb(colour) for colour in legend.colours] + [[1, 1, 1, 0]])
    colours = table[classes]
    if unassessed is not None:
        for value, colour, _ in CATEGORIES["status"]:
            if value in UNASSESSED:
                colours[unassessed == value] = rgb(colour)
    blend = 1 - colours[..., 3:] * (1 - colours[..., :3])
    if relief is None:
        return blend
    ground = 1 - RELIEF_OPACITY * (1 - np.nan_to_num(relief, nan=1.0))
    return blend * ground[..., None]



def _frame(axes, bounds, metric) -> None:
    from matplotlib.ticker import MaxNLocator

    for axis, low, high in ((axes.xaxis, bounds[0], bounds[2]), (axes.yaxis, bounds[1], bounds[3])):
        inner = (high - low) * 0.08      # labels nearer to a corner than that would be cut off
        ticks = [tick for tick in MaxNLocator(4, steps=[1, 2, 5, 10]).tick_values(low, high)
                 if low + inner <= tick <= high - inner]
        axis.set_ticks(ticks)
        axis.set_ticklabels([f"{tick:,.0f}".replace(",", "\u2009") if metric else f"{tick:g}°" for tick in ticks])
    axes.tick_params(labelsize=6, length=2.5, width=0.5, colors="#555555", direction="in", pad=2)
    for label in axes.get_yticklabels():
        label.set(rotation=90, va="center")
    axes.set_xlim(bounds[0], bounds[2])
    axes.set_ylim(bounds[1], bounds[3])
    for spine in axes.spines.values():
        spine.set(linewidth=0.6, color="#555555")


def _north(axes, map_width, map_height) -> None:
    """Arrow of a fixed size on paper; the grid is north-up, so this is grid north."""
    x, y, long = 1 - 0.22 / map_width, 1 - 0.62 / map_height, 0.36 / map_height
    half = 0.09 / map_width
    from matplotlib.patches import Polygon

    for sign, colour in ((-1, INK), (1, "white")):
        axes.add_patch(Polygon([(x, y + long), (x + sign * half, y), (x, y + 0.25 * long)], closed=True,
                               facecolor=colour, edgecolor=INK, linewidth=0.6, transform=axes.transAxes, zorder=6))
    axes.text(x, y + long + 0.02 / map_height, "N", transform=axes.transAxes, ha="center", va="bottom", fontsize=SMALL,
              fontweight="bold", color=INK, zorder=6, path_effects=_halo())


def _scale_bar(axes, span, map_width) -> None:
    from matplotlib.patches import Rectangle

    length = nice_length(span * min(0.3, 1.3 / map_width))
    x, y, high = 0.03, 0.03, 0.012
    for part in range(2):
        axes.add_patch(Rectangle((x + part * length / span / 2, y), length / span / 2, high, transform=axes.transAxes,
                                 facecolor=INK if part == 0 else "white", edgecolor=INK, linewidth=0.6, zorder=6))
    text = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    for place, label in ((0, "0"), (1, text)):
        axes.text(x + place * length / span, y + high + 0.008, label, transform=axes.transAxes, fontsize=SMALL - 1,
                  ha="center" if place else "left", va="bottom", color=INK, zorder=6, path_effects=_halo())


def nice_length(longest: float) -> float:
    """Greatest 1, 2 or 5 times a power of ten that is not above ``longest``."""
    power = 10 ** math.floor(math.log10(longest))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= longest)


def _halo(width=2.0) -> list:
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=width, foreground="white")]


def _draw_places(axes, places, bounds) -> None:
    """Hollow black with a white halo, readable on every class."""
    x, y = np.asarray(places.x, dtype=float), np.asarray(places.y, dtype=float)
    size = MARKER if x.size < 400 else 0.7 * MARKER
    for colour, line in (("white", 2.0), (INK, 0.8)):
        if x.size:
            axes.plot(x, y, "o", markersize=size, markerfacecolor="none", markeredgecolor=colour, markeredgewidth=line,
                      linestyle="none", zorder=4)
        for ring in places.rings:
            ring = np.asarray(ring)
            axes.plot(ring[:, 0], ring[:, 1], "-", color=colour, linewidth=line, zorder=4)
    axes.set_xlim(bounds[0], bounds[2])
    axes.set_ylim(bounds[1], bounds[3])


def _legend(figure, left, top, height, shown, legend, title, unassessed, places, with_shares) -> None:
    """Key in a column of its own, highest class first, with the share of the cells that have a value."""
    classes = legend.classes(shown.values)
    valid = classes >= 0
    hidden = np.zeros(valid.shape, dtype=bool) if unassessed is None else np.isin(unassessed, UNASSESSED)
    assessed = valid & ~hidden
    counts = np.bincount(classes[assessed], minlength=len(legend.words))
    known = (valid | hidden).sum()
    axes = figure.add_axes([0, 0, 1, 1], facecolor="none")
    axes.axis("off")
    line = 0.185 / height
    y = top - 0.5 * line
    for part in _wrapped(title + (f" ({legend.unit})" if legend.unit else ""), 24):
        axes.text(left, y, part, fontsize=SMALL + 1, fontweight="bold", color=INK, va="center")
        y -= line
    if with_shares:
        axes.text(0.985, y, "area", fontsize=SMALL - 1.5, color="#555555", ha="right", va="center")
        y -= 0.9 * line
    order = range(len(legend.words))
    if legend.ranked or not legend.values:
        order = reversed(order)
    for number in order:
        if legend.values and not counts[number]:
            continue
        share = counts[number] / max(known, 1) if with_shares else None
        y = _entry(axes, left, y, line, legend.colours[number], legend.words[number], share)
    if unassessed is not None:
        for value, colour, word in CATEGORIES["status"]:
            share = np.count_nonzero(unassessed == value) / max(known, 1)
            if value in UNASSESSED and share:
                y = _entry(axes, left, y, line, colour, word, share if with_shares else None)
    empty = 1 - known / valid.size
    if empty > 0:
        y = _entry(axes, left, y, line, UNKNOWN, "No data", None)
        axes.text(left, y, f"{_percent(empty)} of the grid has no data", fontsize=SMALL - 1.5, color="#555555",
                  va="center")
        y -= line
    if places is not None:
        count = places.count or len(places.x) + len(places.rings)
        x, size = left + 0.0125, MARKER
        for colour, edge in (("white", 2.0), (INK, 0.8)):
            axes.plot([x], [y], "o", markersize=size, markerfacecolor="none", markeredgecolor=colour,
                      markeredgewidth=edge, transform=axes.transAxes)
        axes.text(left + 0.035, y, f"{places.label} ({count:,})", fontsize=SMALL, color=INK, va="center")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)


def _entry(axes, left, y, line, colour, word, share) -> float:
    from matplotlib.patches import Rectangle

    red, green, blue, opacity = rgb(colour)
    axes.add_patch(Rectangle((left, y - 0.36 * line), 0.025, 0.72 * line, facecolor=(red, green, blue, opacity),
                             edgecolor="#555555", linewidth=0.5))
    parts = _wrapped(word, 24)
    for number, part in enumerate(parts):
        axes.text(left + 0.035, y - number * 0.8 * line, part, fontsize=SMALL, color=INK, va="center")
    if share is not None:
        axes.text(0.985, y, _percent(share), fontsize=SMALL, color=INK, ha="right", va="center")
    return y - line * (1 + 0.8 * (len(parts) - 1))


def _percent(share) -> str:
    return "<0.1 %" if 0 < share < 0.001 else f"{100 * share:.1f} %"


def _wrapped(text, width=26) -> list:
    import textwrap

    # A number keeps its unit: textwrap breaks at plain spaces only.
    return textwrap.wrap(text.replace(" h", "\u00a0h"), width) or [""]
