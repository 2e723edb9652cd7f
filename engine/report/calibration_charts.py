"""Figures of a calibration: means before and after, cohesion against friction, forecast against observed."""

from __future__ import annotations

from typing import Sequence

import numpy as np

from ..calibration.result import Estimate, Ridge, Score
from ..quantities import QUANTITIES
from ..soil.columns import analysis_value, table_value
from .charts import GRID, LINES, symbol
from .figures import INK

BEFORE, AFTER, SAMPLED = "#7A7A7A", LINES[0], LINES[1]
PANELS = 12
"""Most panels of one figure of densities."""

CONTOURS = (-2.3026, -1.1394)
"""Log posterior, less its greatest, at the edge of what holds 90 and 68 % of a normal distribution in two ways."""


def densities(estimates: Sequence[Estimate], names: Sequence[str]):
    """Density of each mean before and after, with bands of 90 %: at most `PANELS` of them.

    Parameters
    ----------
    estimates : sequence of Estimate
    names : sequence of str
        What heads each panel.
    """
    columns = 3
    rows = -(-len(estimates) // columns)
    figure = _empty(8.4, 0.35 + 1.75 * rows)
    for place, (each, name) in enumerate(zip(estimates, names)):
        axes = figure.add_subplot(rows, columns, place + 1)
        _density(axes, each)
        axes.set_title(name, fontsize=8, loc="left")
    return figure


def ridge(found: Ridge, cohesion: Estimate, friction: Estimate):
    """Cohesion against friction of a zone: what the landslides leave possible, and what was thought before.

    Parameters
    ----------
    found : Ridge
    cohesion, friction : Estimate
        Of the same zone.
    """
    figure = _empty(8.4, 4.0)
    far, near = figure.subplots(1, 2)
    x, y = np.asarray(found.cohesion), np.asarray(found.friction)
    height = np.asarray(found.log_posterior).T
    angle, radius = np.linspace(0, 2 * np.pi, 200), np.sqrt(-2 * CONTOURS[0])
    around = []
    for each, turn in ((cohesion, np.cos), (friction, np.sin)):
        middle, spread = _lognormal(each.quantity, each.prior_mean, each.prior_cov)
        value = table_value(each.quantity, middle * np.exp(radius * spread * turn(angle)))
        around.append(np.clip(value, each.low, each.high))
    held = height > CONTOURS[0]
    inside = x[held.any(axis=0)], y[held.any(axis=1)]
    for axes, ends in ((far, [np.concatenate(pair) for pair in zip(around, inside)]), (near, inside)):
        axes.contourf(x, y, height, levels=[*CONTOURS, 1e-9], colors=["#CFE3F1", "#8FBFDF"])
        axes.contour(x, y, height, levels=CONTOURS[:1], colors=[AFTER], linewidths=1.4, linestyles="-")
        axes.plot(*around, color=BEFORE, linestyle="--", linewidth=1.2, label="before, 90 %")
        axes.plot([cohesion.prior_mean], [friction.prior_mean], marker="+", color=BEFORE, markersize=9,
                  markeredgewidth=1.8, linestyle="none", label="before, mean")
        axes.plot([cohesion.mean], [friction.mean], marker="o", color=INK, markersize=4.5, linestyle="none",
                  label="after, most probable")
        axes.plot([], [], color=AFTER, linewidth=1.4, label="after, 90 %")
        limits = [(each.min() - 0.08 * np.ptp(each), each.max() + 0.08 * np.ptp(each)) for each in ends]
        axes.set(xlim=limits[0], ylim=limits[1], xlabel="Cohesion, mean, kPa", ylabel="Friction angle, mean, deg")
        _plain(axes)
    far.legend(fontsize=7, frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.16), ncol=2)
    return figure


def reliability(scores: Sequence[Score], labels: Sequence[str]):
    """Forecast against observed share of landslide cells, on logarithmic axes since landslides are rare.

    Bins in which no landslide was seen stand at the foot of the figure as open triangles.
    """
    figure = _empty(4.6, 4.8)
    axes, counts = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [3, 1]})
    seen = [(score.reliability, label, colour, marker) for score, label, colour, marker in
            zip(scores, labels, (BEFORE, AFTER), ("s", "o")) if score.reliability is not None]
    values = np.concatenate([part for found, *_ in seen for part in (found.forecast, found.observed)])
    high = min(2 * values.max(), 1.0)
    low = max(values[values > 0].min() / 2, 1e-6 * high)
    axes.plot([low, high], [low, high], color=GRID, linewidth=1.4, zorder=1)
    for found, label, colour, marker in seen:
        forecast, observed = np.maximum(found.forecast, low), np.asarray(found.observed)
        some = observed > 0
        axes.plot(forecast[some], observed[some], color=colour, marker=marker, markersize=4.5, linewidth=1.3, zorder=3,
                  label=f"{label}: Brier {found.brier:.3g}")
        axes.plot(forecast[~some], np.full(np.count_nonzero(~some), low * 1.2), color=colour, marker="v", markersize=5,
                  markerfacecolor="white", linestyle="none", zorder=3)
        counts.plot(forecast, found.cases, color=colour, marker=marker, markersize=3.5, linewidth=1.0)
    axes.plot([], [], color=GRID, linewidth=1.4, label="forecast = observed")
    axes.set(xscale="log", yscale="log", xlim=(low, high), ylim=(low, high), ylabel="Observed share of landslide cells")
    counts.set(yscale="log", xlabel="Forecast share of landslide cells", ylabel="Cells in the bin")
    axes.legend(fontsize=7, loc="best", frameon=True, framealpha=0.9, edgecolor=GRID)
    _plain(axes)
    _plain(counts)
    return figure


def _density(axes, each: Estimate) -> None:
    """One panel: curves through the bands, and the bands below them."""
    bands = [(each.prior_band, BEFORE, "before"), (each.band, AFTER, "after")]
    if each.sampled_band:
        bands.append((each.sampled_band, SAMPLED, "sampler"))
    curves = [_lognormal(each.quantity, *known) for known in ((each.prior_mean, each.prior_cov), (each.mean, each.cov))]
    ends = np.log([(middle * np.exp(sign * 3.2 * spread)) for middle, spread in curves for sign in (-1, 1)])
    bounds = analysis_value(each.quantity, np.array([each.low, each.high]))
    value = np.exp(np.linspace(max(ends.min(), np.log(max(bounds[0], 1e-300))), min(ends.max(), np.log(bounds[1])),
                               400))
    scale = table_value(each.quantity, value)
    slope, tallest = np.gradient(value, scale), 0.0      # friction: its tangent is lognormal, degrees are drawn
    for (middle, spread), (_, colour, _) in zip(curves, bands):
        height = np.exp(-0.5 * (np.log(value / middle) / spread) ** 2) / value / spread * slope
        tallest = max(tallest, height.max())
        axes.plot(scale, height, color=colour, linewidth=1.4)
        axes.fill_between(scale, height, color=colour, alpha=0.15, linewidth=0)
    places = [-(0.13 + 0.16 * row) * tallest for row in range(len(bands))]
    for place, (band, colour, _) in zip(places, bands):
        axes.plot(band, [place] * 2, color=colour, linewidth=3, solid_capstyle="butt")
    for place, mean in zip(places, (each.prior_mean, each.mean)):
        axes.plot([mean], [place], marker="|", color=INK, markersize=7, markeredgewidth=1.4)
    axes.set_ylim(places[-1] - 0.13 * tallest, 1.08 * tallest)
    axes.set_xlim(scale[0], scale[-1])
    axes.set_yticks(places)
    axes.set_yticklabels([word for _, _, word in bands])
    quantity = QUANTITIES[each.quantity]
    axes.set_xlabel(symbol(quantity.symbol) + ("" if quantity.unit == "-" else f", {quantity.unit}"), fontsize=7)
    if scale[-1] > 30 * scale[0]:
        axes.set_xscale("log")
    _plain(axes)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", labelsize=6, length=0)
    axes.xaxis.get_offset_text().set_fontsize(7)


def _lognormal(quantity: str, mean: float, cov: float) -> tuple:
    """Median in analysis units, and standard deviation of the logarithm, of what a mean is known to be."""
    return float(analysis_value(quantity, mean)), max(float(np.sqrt(np.log1p(cov * cov))), 1e-6)


def _empty(width, height):
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=150, constrained_layout=True)
    FigureCanvasAgg(figure)
    return figure


def _plain(axes) -> None:
    axes.tick_params(labelsize=7, length=2.5)
    axes.xaxis.label.set_size(8)
    axes.yaxis.label.set_size(8)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.set_axisbelow(True)
