"""The report of a full analysis: everything that was assumed, measured and drawn, in ten sections.

It takes plain values and figures already drawn; what is left out of :class:`Analysis` is left out of the report, and
where that matters the report says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from ..evaluation.study import Study
from . import charts
from .evaluation import CAVEAT_FITTED, CAVEAT_SUSCEPTIBILITY, add_classes, add_test, verdict
from .page import Page, Raw, assumed, swatch, symbol, text

CAVEATS = (
    CAVEAT_SUSCEPTIBILITY,
    "POF is conditional on this storm, this soil and an infinite slope; it is not annual.",
    "Runout is not modelled: ground below a slope can be hit without failing itself.",
)
"""True of every map of failure made here."""

CAVEAT_TRIGGER = "Whether the mapped landslides fell in a storm like this one is not known; they are taken as given."


@dataclass
class SoilRow:
    """One quantity of one zone, as used."""

    zone: str
    quantity: str
    symbol: str
    unit: str
    mean: str
    cov: str
    distribution: str
    bounds: str
    source: str
    assumed: bool = False


@dataclass
class Storm:
    """Rain by step: end of each step in h, depth in mm (mean over the map), times mapped, and where it came from."""

    hours: Sequence[float]
    depths: Sequence[float]
    times: Sequence[float]
    source: str
    notes: Sequence[str] = ()


@dataclass
class Network:
    """A trained network beside the physics: its map, what classes it has, facts (name, value), what to mind, and what
    its run told.
    """

    name: str
    figure: object
    classes: str
    facts: Sequence[Tuple[str, str]]
    caveats: Sequence[str]
    said: Sequence[str] = ()


@dataclass
class Analysis:
    """What a report of a full analysis holds.

    Attributes
    ----------
    title, version, created : str
    main_map : figure
        The one map on top.
    main_caption : str
    cards : list of (value, name, context)
        Three numbers.
    caveats : list of str
        Beside :data:`CAVEATS`.
    data : list of (input, file, detail)
    grid : list of (name, value)
        CRS, cell size, cells, area.
    adjusted : list of str
        What was warped, put into another coordinate system or not used.
    soil : list of SoilRow
    storm : Storm, optional
        None where the wetting front was given.
    method : list of (setting, value, meaning)
    correlation : list of (pair, value)
    maps : list of (figure, caption)
    status : list of (colour, word, share, meaning)
        Shares of the cells, 0 to 1.
    importance : (zones, shares by quantity, symbols), optional
    classes, class_method
        Rows of the frequency-ratio table, and how the limits were found.
    networks : list of Network
    purposes : str
        What the maps beside each other are for.
    study : Study, optional
        None without an inventory.
    untested : str
        Why there is no test, where there is none.
    warnings : list of str
    versions : mapping
    command : str
        That repeats the run.
    """

    title: str
    version: str
    created: str
    main_map: object
    main_caption: str
    cards: List[Tuple[str, str, str]]
    data: List[Tuple[str, str, str]]
    grid: List[Tuple[str, str]]
    soil: List[SoilRow]
    method: List[Tuple[str, str, str]]
    caveats: List[str] = field(default_factory=list)
    adjusted: List[str] = field(default_factory=list)
    storm: Optional[Storm] = None
    correlation: List[Tuple[str, str]] = field(default_factory=list)
    maps: List[Tuple[object, str]] = field(default_factory=list)
    status: List[Tuple[str, str, float, str]] = field(default_factory=list)
    importance: Optional[Tuple[Sequence[str], Mapping[str, Sequence[float]], Mapping[str, str]]] = None
    classes: list = field(default_factory=list)
    class_method: str = ""
    networks: List[Network] = field(default_factory=list)
    purposes: str = ""
    study: Optional[Study] = None
    untested: str = "No mapped landslides were given, so the map is untested."
    warnings: List[str] = field(default_factory=list)
    versions: Dict[str, str] = field(default_factory=dict)
    command: str = ""


def render_analysis(analysis: Analysis) -> str:
    """Give the report as one self-contained HTML file."""
    page = Page(analysis.title, [f"Scarp {analysis.version}, {analysis.created}"])
    _summary(page, analysis)
    _data(page, analysis)
    _soil(page, analysis)
    _storm(page, analysis)
    _method(page, analysis)
    _maps(page, analysis)
    _cells(page, analysis)
    page.section("Susceptibility classes")
    if analysis.classes:
        add_classes(page, analysis.classes, analysis.class_method)
    else:
        page.paragraph("The map holds one value only, so it has no classes.")
    if analysis.study is not None:
        add_test(page, analysis.study)
    else:
        page.section("Test against mapped landslides")
        page.note([analysis.untested], warning=True)
    _networks(page, analysis)
    _repeat(page, analysis)
    return page.render()


def _summary(page, analysis) -> None:
    page.section("Result")
    page.cards(analysis.cards)
    if analysis.study is not None:
        page.paragraph(verdict(analysis.study))
    page.figure(analysis.main_map, analysis.main_caption)
    points = [*CAVEATS, *analysis.caveats]
    if any(row.assumed for row in analysis.soil):
        points.append("Soil values marked assumed (section 3) are not from this site.")
    if analysis.study is None:
        points.append(analysis.untested)
    else:
        points.append(CAVEAT_TRIGGER)
        if analysis.study.fitted:
            points.append(CAVEAT_FITTED)
    page.note(points, "Read with it")
    if analysis.warnings:
        page.note([f"{len(analysis.warnings)} in section {11 if analysis.networks else 10}."], "Warnings", warning=True)


def _data(page, analysis) -> None:
    page.section("Data")
    page.table(("Input", "File", "What it is"), analysis.data)
    page.table(("Grid of the analysis", ""), analysis.grid)
    page.note(analysis.adjusted or ["No map was warped and no place put into another coordinate system."],
              "Changed on reading")


def _soil(page, analysis) -> None:
    page.section("Soil")
    page.paragraph("COV is standard deviation over mean; for friction both COV and distribution are those of tan φ'. "
                   "A quantity without COV is fixed.")
    bounded = any(row.bounds for row in analysis.soil)
    rows = [(row.zone, Raw(f"{text(row.quantity)} {symbol(row.symbol)}"), row.mean, row.unit, row.cov, row.distribution,
             *([row.bounds] if bounded else []), row.source, assumed() if row.assumed else "") for row in analysis.soil]
    page.table(("Zone", "Quantity", "Mean", "Unit", "COV", "Distribution", *(["Bounds"] if bounded else []), "Source",
                ""), rows, numeric=(2, 4))
    if analysis.correlation:
        page.table(("Correlated pair", "Coefficient"), analysis.correlation, numeric=(1,))
    else:
        page.paragraph("No correlation between quantities was given: they vary independently.")


def _storm(page, analysis) -> None:
    page.section("Storm")
    storm = analysis.storm
    if storm is None:
        page.paragraph("No rain: the wetting front was given as a map.")
        return
    total = sum(storm.depths)
    page.paragraph(f"{storm.source}. {total:.4g} mm in {storm.hours[-1]:g} h; the wettest step brings "
                   f"{max(storm.depths):.3g} mm.")
    if len(storm.hours) > 1:
        page.figure(charts.storm(storm.hours, storm.depths, storm.times),
                    "Rain by step (bars) and total (line); dashed: the times mapped.")
    page.note(storm.notes)


def _method(page, analysis) -> None:
    page.section("Method")
    page.table(("Setting", "Value", "Meaning"), analysis.method)


def _maps(page, analysis) -> None:
    page.section("Maps")
    page.paragraph("Relief is laid under the colours at 30 %. Shares are of the cells with data. North is grid north.")
    for drawn, caption in analysis.maps:
        page.figure(drawn, caption)


def _cells(page, analysis) -> None:
    page.section("Cells and what governs them")
    if analysis.status:
        page.table(("Status", "Share of the cells, %", "Meaning"),
                   [(swatch("#" + colour.lstrip("#")[-6:], word), _share(share), meaning)
                    for colour, word, share, meaning in analysis.status], numeric=(1,))
    if analysis.importance is not None:
        zones, shares, symbols = analysis.importance
        page.figure(charts.importance(zones, shares, {name: charts.symbol(each) for name, each in symbols.items()}),
                    "Mean share of the uncertainty of stability by quantity "
                    "(importance factors at the design point, last time). Better data on the largest would narrow the "
                    "result most.")
        page.table(("Zone", *(symbol(symbols.get(name, name)) for name in shares)),
                   [(zone, *(f"{100 * values[place]:.0f}" for values in shares.values()))
                    for place, zone in enumerate(zones)], "Shares in %", range(1, len(shares) + 1))


def _networks(page, analysis) -> None:
    if not analysis.networks:
        return
    page.section("Susceptibility by trained networks")
    if analysis.purposes:
        page.paragraph(analysis.purposes)
    for network in analysis.networks:
        page.heading(network.name)
        page.figure(network.figure, f"{network.name}: {network.classes}.")
        page.table(("The network", ""), network.facts)
        page.note(network.caveats, "Read with it")
        page.note(network.said, "Told by its run")


def _repeat(page, analysis) -> None:
    page.section("Warnings, versions and how to repeat this")
    page.note(analysis.warnings or ["No warnings."], warning=bool(analysis.warnings))
    page.table(("Software", "Version"), list(analysis.versions.items()))
    if analysis.command:
        page.paragraph("The same inputs and this command give the same numbers; run.json beside this file holds every "
                       "parameter.")
        page.code(analysis.command)


def _share(share) -> str:
    if share == 0:
        return "0"
    return f"{100 * share:.4g}" if share >= 1e-4 else f"{100 * share:.2g}"
