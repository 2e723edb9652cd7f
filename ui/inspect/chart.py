"""The chart of a cell. Matplotlib: it comes with every QGIS, and saves PNG and SVG; pyqtgraph would be one more
package to install.
"""

from __future__ import annotations

import numpy as np

from ...engine.quantities import QUANTITIES
from ...translate import tr
from ..widgets.page import symbol_of

BLUE, DEEP, BROWN, RED, GREY = "#3D87BD", "#0B4A86", "#7A624C", "#A3223A", "#757575"
PINNED = ("#1B4F8A", "#E08A2E", "#6A3D7C")
SMALL = 0.8
"""Size of words, as a share of that of QGIS."""


def draw(figure, story, pinned=(), points: float = 10.0) -> list:
    """Draw a cell's story, and those of pinned cells in the panels of FOS and POF.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Cleared first.
    story : CellStory
    pinned : sequence of (str, CellStory)
        Letter and story.
    points : float
        Size of the words of QGIS.

    Returns
    -------
    list of matplotlib.axes.Axes
        The panels on the hour axis.
    """
    figure.clear()
    figure.set_facecolor("white")
    small = SMALL * points
    grid = figure.add_gridspec(4, 1, height_ratios=(0.8, 1.0, 1.0, 1.0), hspace=0.22, left=0.018 * small, right=0.97,
                               top=0.98, bottom=0.26 + 0.0133 * small)
    panels = [figure.add_subplot(grid[0])]
    panels += [figure.add_subplot(grid[row], sharex=panels[0]) for row in (1, 2, 3)]
    _rain(panels[0], story, small)
    _front(panels[1], story, small)
    _line(panels[2], story, "FOS", tr("FOS"), DEEP, 1.0, pinned, small)
    _line(panels[3], story, "POF", tr("POF"), RED, 0.5, pinned, small)
    panels[2].set_ylim(0.0, fos_top(story, pinned))
    panels[3].set_ylim(-0.03, 1.03)
    panels[3].set_xlabel(tr("hours from the start of the rain"), fontsize=small, labelpad=1)
    for panel in panels:
        panel.axvline(story.time, color="black", linewidth=0.9, linestyle=":")
        panel.tick_params(labelsize=small, length=2, labelbottom=panel is panels[3])
        panel.yaxis.label.set_size(small)
        for side in ("top", "right"):
            panel.spines[side].set_visible(False)
    panels[0].set_xlim(0.0, max([*story.hours, *(end for _, end, _ in story.rain)]))
    figure.align_ylabels(panels)
    bars = figure.add_axes([0.018 * small, 0.01, 0.97 - 0.018 * small, 0.235])
    _importance(bars, story, small)
    return panels


def fos_top(story, pinned) -> float:
    """Give the top of the axis of FOS: dry slopes have a large one, which would flatten all else."""
    last = [each.series["FOS"][-1] for each in (story, *(other for _, other in pinned))]
    return max(2.0, *(1.4 * value for value in last if np.isfinite(value) and value < 10.0), 0.0)


def _rain(axis, story, small) -> None:
    for begin, end, depth in story.rain:
        axis.bar(begin, depth, end - begin, align="edge", color=BLUE, edgecolor="white", linewidth=0.3)
    axis.set_ylabel(tr("mm"))
    _name(axis, tr("Rain"), 0.97, "top", small)
    if not story.rain:
        axis.text(0.5, 0.5, tr("rain is given by rasters"), transform=axis.transAxes, ha="center", va="center",
                  fontsize=small, color=GREY)


def _front(axis, story, small) -> None:
    depth = np.asarray(story.series["WETTING_FRONT_OUT"])
    axis.fill_between(story.hours, 0.0, depth, color=BLUE, alpha=0.35, linewidth=0)
    axis.plot(story.hours, depth, color=DEEP, linewidth=1.2)
    base = story.means.get("thickness")
    if base:
        axis.axhline(base, color=BROWN, linewidth=1.2)
        axis.annotate(tr("base of the soil"), (0.995, base), xycoords=("axes fraction", "data"), ha="right",
                      va="bottom", fontsize=small - 0.5, color=BROWN)
    deepest = max(base or 0.0, np.nanmax(depth) if np.isfinite(depth).any() else 0.0) or 1.0
    axis.set_ylim(deepest * 1.08, 0.0)
    axis.set_ylabel("m")
    _name(axis, tr("Wetting front"), 0.2, "bottom", small)


def _name(axis, text: str, height: float, edge: str, small: float) -> None:
    """Write what a panel shows at its left, where rain and front begin: beside the axis it would not fit."""
    axis.text(0.01, height, text, transform=axis.transAxes, va=edge, fontsize=small)


def _line(axis, story, name: str, label: str, colour: str, limit: float, pinned, small) -> None:
    for (letter, other), shade in zip(pinned, PINNED):
        axis.plot(other.hours, other.series[name], color=shade, linewidth=1.0, linestyle="--", label=letter)
    axis.plot(story.hours, story.series[name], color=colour, linewidth=1.4,
              marker="o" if len(story.hours) < 3 else "", markersize=3)
    axis.axhline(limit, color=GREY, linewidth=0.8)
    axis.set_ylabel(label)
    if pinned:
        axis.legend(fontsize=small - 0.5, frameon=False, loc="best", ncol=3, handlelength=1.5)


def _importance(axis, story, small) -> None:
    ranked = story.ranked()[:5]
    for side in ("top", "right", "bottom", "left"):
        axis.spines[side].set_visible(False)
    axis.set_xticks([])
    axis.set_yticks([])
    axis.set_title(tr("Share of the uncertainty, last time"), fontsize=small, loc="left", pad=2)
    if not ranked:
        axis.text(0.0, 0.5, tr("nothing uncertain matters here"), transform=axis.transAxes, fontsize=small, color=GREY)
        return
    axis.set_xlim(0.0, 1.0)
    axis.set_ylim(4.6, -0.6)
    for row, (name, share) in enumerate(ranked):
        quantity = QUANTITIES[name]
        axis.barh(row, share * 0.3, height=0.62, color=BLUE)
        axis.text(share * 0.3 + 0.01, row, bar_words(story, name, share), va="center", fontsize=small,
                  color="black" if quantity else GREY)


def bar_words(story, name: str, share: float) -> str:
    """Say what a bar means, such as "phi' 61 %: mean 32.0, fails at 27.4 deg", or what would hold."""
    quantity = QUANTITIES[name]
    unit = "" if quantity.unit == "-" else f" {quantity.unit}"
    text = f"{symbol_of(quantity)} {share:.0%}"
    fails = story.fails_at_the_mean(story.hours[-1]) or story.at("BETA", story.hours[-1]) < 0.0
    if name in story.means and name in story.design:
        words = tr(": mean {0}, holds at {1}{2}") if fails else tr(": mean {0}, fails at {1}{2}")
        text += words.format(f"{story.means[name]:.3g}", f"{story.design[name]:.3g}", unit)
    elif name in story.design:
        words = tr(": holds at {0}{1}") if fails else tr(": fails at {0}{1}")
        text += words.format(f"{story.design[name]:.3g}", unit)
    return text
