"""Curves and bars for reports (matplotlib, object interface): each answers one question and states its numbers."""

from __future__ import annotations

from typing import Mapping, Optional, Sequence

import numpy as np

from ..evaluation.metrics import LOW_FORECAST
from .figures import INK, rgb

LINES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
"""Colours of compared maps (Okabe and Ito), told apart by all three colour-blindnesses."""

STYLES = ("-", "--", "-.", (0, (1, 1)), (0, (5, 1, 1, 1, 1, 1)), "-")
BASELINE = "#666666"
GRID = "#DDDDDD"


def roc(results, baseline=None):
    """ROC curves of maps (:class:`.evaluation.study.MapResult`), slope alone and chance on the same axes."""
    figure, axes = _square("False positive rate (other cells called unstable)",
                           "True positive rate (landslides found)")
    axes.plot([0, 1], [0, 1], color=GRID, linewidth=1.2, zorder=1)
    axes.text(0.62, 0.56, "chance 0.50", fontsize=7, color="#888888", rotation=45, rotation_mode="anchor")
    for result, style in _styled(results, baseline):
        low, high = result.auc_interval
        axes.plot(result.curves.false_positive_rate, result.curves.true_positive_rate, zorder=3,
                  label=f"{result.name}: {result.ranking.auc:.2f} ({low:.2f} to {high:.2f})", **style)
    _legend(axes, "AUC (95 % by blocks)", "lower right")
    return figure


def precision_recall(results, baseline=None):
    """Precision against recall, with the prevalence as the level of a map without skill."""
    figure, axes = _square("Recall (landslides found)", "Precision (called cells with a landslide)")
    prevalence = results[0].ranking.prevalence
    axes.axhline(prevalence, color=GRID, linewidth=1.2, zorder=1)
    highest = 0.0
    for result, style in _styled(results, baseline):
        low, high = result.pr_interval
        keep = result.curves.recall > 0
        axes.plot(result.curves.recall[keep], result.curves.precision[keep], zorder=3,
                  label=f"{result.name}: {result.ranking.pr_auc:#.2g} ({low:#.2g} to {high:#.2g})", **style)
        wide = result.curves.recall >= 0.05   # the first few landslides jump about
        highest = max(highest, float(result.curves.precision[wide].max()))
    top = 1.0 if highest > 0.4 else min(1.0, max(1.25 * highest, 2 * prevalence))
    axes.set_ylim(0, top)
    axes.text(0.99, prevalence + 0.012 * top, f"prevalence {prevalence:.2g}", fontsize=7, color="#888888", ha="right")
    _legend(axes, "PR AUC (95 % by blocks)", "upper right")
    return figure


def rates(results, fitted: bool, baseline=None):
    """Success rate where the maps were fitted to the landslides, prediction rate where not."""
    figure, axes = _square("Share of the area, most susceptible first", "Share of the landslides")
    axes.plot([0, 1], [0, 1], color=GRID, linewidth=1.2, zorder=1)
    for result, style in _styled(results, baseline):
        x, y, under = result.rate
        axes.plot(x, y, label=f"{result.name}: {under:.2f}", zorder=3, **style)
    _legend(axes, "Area under the " + ("success" if fitted else "prediction") + " rate", "lower right")
    return figure


def reliability(results):
    """Reliability diagram with the number of cases behind each point."""
    shown = [result for result in results if result.reliability is not None]
    figure, (axes, bars) = _stacked()
    axes.plot([0, 1], [0, 1], color=GRID, linewidth=1.2, zorder=1)
    furthest = max(float(result.reliability.forecast.max()) for result in shown)
    span = 1.0 if furthest >= LOW_FORECAST else 1.1 * furthest
    width = 0.05 * span / len(shown)
    for number, (result, style) in enumerate(_styled(shown, None)):
        found = result.reliability
        axes.plot(found.forecast, found.observed, marker="o", markersize=4, zorder=3,
                  label=f"{result.name}: Brier {found.brier:.2g} (prevalence alone {found.brier_prevalence:.2g})",
                  **style)
        offset = (number - (len(shown) - 1) / 2) * width
        bars.bar(found.forecast + offset, found.cases, width=width, color=style["color"])
        if len(shown) == 1:
            for x, cases in zip(found.forecast, found.cases):
                bars.text(x, cases * 1.15, f"{cases:,}", fontsize=6, ha="center", va="bottom", color=INK)
    highest = max(float(result.reliability.observed.max()) for result in shown)
    top = 1.0 if highest > 0.2 else 1.8 * highest      # landslide cells are rare: a full axis would show a flat line
    axes.set(xlim=(0, span), ylim=(0, top), ylabel="Observed share of landslides")
    if top == span == 1:
        axes.annotate("forecast = observed", (0.66, 0.66), fontsize=7, color="#888888", xytext=(4, -8),
                      textcoords="offset points")
    axes.set_xticklabels([])
    bars.set(xlim=(0, span), yscale="log", xlabel="Forecast probability", ylabel="Cells")
    bars.set_ylim(0.8, bars.get_ylim()[1] * 4)
    _legend(axes, None, "upper left")
    for each in (axes, bars):
        _plain(each)
    return figure


def frequency_ratios(rows, colours):
    """Frequency ratio by class, with the shares behind it."""
    figure, axes = _figure(5.2, 0.5 + 0.36 * len(rows))
    names = [f"{row.name}" for row in rows]
    values = [0 if np.isnan(row.frequency_ratio) else row.frequency_ratio for row in rows]
    axes.barh(names, values, color=[rgb(colour)[:3] for colour in colours], edgecolor="#555555", linewidth=0.6)
    axes.axvline(1, color=INK, linewidth=0.8, linestyle="--")
    for place, (row, value) in enumerate(zip(rows, values)):
        axes.text(value + 0.02 * max([*values, 1]), place, f"{value:.2f}" if row.cells else "no area", fontsize=8,
                  va="center", color=INK)
    axes.set_xlim(0, 1.18 * max([*values, 1]))
    axes.set_xlabel("Frequency ratio (share of landslides / share of area); 1 = no relation", fontsize=8)
    _plain(axes)
    return figure


def storm(hours: Sequence[float], depths: Sequence[float], marks: Sequence[float] = ()):
    """Hyetograph: depth by step in mm, total over time, and the times mapped.

    Parameters
    ----------
    hours : sequence of float
        End of each step.
    depths : sequence of float
        mm in the step (mean over the map where it varies).
    marks : sequence of float
        Times mapped, h.
    """
    figure, axes = _figure(6.6, 2.3)
    ends = np.asarray(hours, dtype=float)
    starts = np.concatenate([[0.0], ends[:-1]])
    axes.bar(starts, depths, width=ends - starts, align="edge", color="#3D87BD", edgecolor="white", linewidth=0.4)
    # The end of the rain is the time mapped by default, and would lie hidden under the axis of the total.
    axes.set(xlim=(0, 1.02 * ends[-1]), xlabel="Hours from the start", ylabel="Rain in the step, mm")
    axes.set_ylim(0, 1.25 * max([*depths, 1e-9]))
    total = axes.twinx()
    total.plot(np.append(0, ends), np.append(0, np.cumsum(depths)), color=INK, linewidth=1.2)
    total.set_ylabel("Total, mm", fontsize=8)
    total.set_ylim(0, 1.25 * max(np.sum(depths), 1e-9))
    total.tick_params(labelsize=7, length=2.5)
    for mark in marks:
        axes.axvline(mark, color="#A3223A", linewidth=1, linestyle="--")
        axes.text(mark, 0.98, f" {mark:g} h ", transform=axes.get_xaxis_transform(), fontsize=7, color="#A3223A",
                  va="top", ha="right" if mark > 0.9 * ends[-1] else "left")
    _plain(axes)
    axes.spines["right"].set_visible(True)
    total.spines["top"].set_visible(False)
    return figure


def importance(zones: Sequence[str], shares: Mapping[str, Sequence[float]], labels: Optional[Mapping] = None):
    """Mean share of the uncertainty by quantity, one bar a zone.

    Parameters
    ----------
    zones : sequence of str
    shares : mapping of quantity to sequence of float
        Share by zone, 0 to 1.
    labels : mapping, optional
        Symbol of each quantity.
    """
    figure, axes = _figure(6.6, 0.85 + 0.42 * len(zones))
    left = np.zeros(len(zones))
    colours = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#F0E442", "#999999")
    for colour, (name, values) in zip(colours, shares.items()):
        values = np.nan_to_num(np.asarray(values, dtype=float))
        if not values.any():
            continue
        axes.barh(zones, values, left=left, color=colour, edgecolor="white", linewidth=0.6,
                  label=(labels or {}).get(name, name))
        for row, value in enumerate(values):
            if value >= 0.06:
                axes.text(left[row] + value / 2, row, f"{100 * value:.0f} %", fontsize=7, ha="center", va="center",
                          color="white" if sum(rgb(colour)[:3]) < 1.55 else INK)
        left = left + values
    axes.set(xlim=(0, 1))
    axes.invert_yaxis()
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.set_xticklabels(["0", "25 %", "50 %", "75 %", "100 %"])
    axes.set_xlabel("Mean share of the uncertainty", fontsize=8)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncol=8, fontsize=7, frameon=False, handlelength=1,
                columnspacing=1.2)
    _plain(axes)
    return figure


def responses(curves):
    """Mean probability against each factor (:class:`..statistics.screening.Response` of numbers), one panel each."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    across = min(3, len(curves))
    down = -(-len(curves) // across)
    figure = Figure(figsize=(2.2 * across, 1.7 * down), dpi=150, constrained_layout=True)
    FigureCanvasAgg(figure)
    top = 1.1 * max(float(each.probability.max()) for each in curves)
    for place, each in enumerate(curves):
        axes = figure.add_subplot(down, across, place + 1)
        axes.plot(each.values, each.probability, color=LINES[0], linewidth=1.4)
        axes.set(ylim=(0, top), xlabel=each.name.replace("_", " "))
        _plain(axes)
        axes.tick_params(labelsize=6)
    return figure


def symbol(written: str) -> str:
    """Symbol such as ``k_s`` with its index below the line."""
    letter, _, index = written.partition("_")
    return f"{letter}$_{{\\mathrm{{{index}}}}}$" if index else letter


def _styled(results, baseline):
    for number, result in enumerate(results):
        yield result, {"color": LINES[number % len(LINES)], "linestyle": STYLES[number % len(STYLES)], "linewidth": 1.6}
    if baseline is not None:
        yield baseline, {"color": BASELINE, "linestyle": (0, (4, 2)), "linewidth": 1.2}


def _figure(width, height):
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=150, constrained_layout=True)
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _square(x, y):
    figure, axes = _figure(4.2, 4.2)
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel=x, ylabel=y)
    _plain(axes)
    return figure, axes


def _stacked():
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.2, 4.2), dpi=150, constrained_layout=True)
    FigureCanvasAgg(figure)
    return figure, figure.subplots(2, 1, gridspec_kw={"height_ratios": [3, 1]})


def _plain(axes) -> None:
    axes.tick_params(labelsize=7, length=2.5)
    axes.xaxis.label.set_size(8)
    axes.yaxis.label.set_size(8)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.set_axisbelow(True)


def _legend(axes, title, place) -> None:
    shown = axes.legend(loc=place, fontsize=7, title=title, frameon=True, framealpha=0.9, edgecolor="#DDDDDD")
    shown.get_title().set_fontsize(7)
    shown._legend_box.align = "left"
