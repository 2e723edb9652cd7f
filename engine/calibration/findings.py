"""From a fit to what is told: estimates, the new table, combinations, ridges, warnings and assumptions."""

from __future__ import annotations

from typing import List, Sequence

import numpy as np

from ..quantities import QUANTITIES
from ..soil.columns import analysis_value, table_value
from .fit import Fit, Ground
from .posterior import at_nodes
from .result import Combination, Estimate, Ridge
from .spread import deviation
from .surrogate import Box, Surrogate

QUANTILE = 1.6448536
"""Standard deviations from the median to the 5th and 95th percentile."""

SILENT, UNMOVED = 0.9, 1.0
"""Posterior over prior standard deviation above which the data say nothing, unless the mean has moved so many of
them."""

FAR = 2.5
"""Prior standard deviations from the table's mean beyond which data and prior disagree."""

NORMAL_ENOUGH = 1.3
"""Ratio of the sampler's standard deviation to that of the normal approximation, either way, that is let pass."""

GRID = 61
"""Points of a ridge along each side."""

_RIDGE_REACH = 3.5


def estimates(parameters, fitted: Fit, draws, of_zone, objective: str) -> List[Estimate]:
    """Give the estimate of every free mean."""
    table, made = parameters.table, []
    by_zone = parameters.by_zone(fitted.best)[0]
    means = {name: values[0] for name, values in parameters.means(by_zone[None]).items()}
    for zone, key in enumerate(table.keys):
        for q, name in enumerate(parameters.quantities):
            p, zeta = int(parameters.of[zone, q]), parameters.zeta[zone, q]
            low, high = parameters.ends[zone, q]

            def value(t, zone=zone, q=q, name=name, zeta=zeta, low=low, high=high):
                return float(table_value(name, np.clip(parameters.mean[zone, q] * np.exp(zeta * t), low, high)))

            fit_here = p >= 0
            centre, width = (fitted.best[p], fitted.spread[p]) if fit_here else (0.0, 1.0)
            on_bound = fit_here and min(fitted.best[p] - parameters.low[p], parameters.high[p] - fitted.best[p]) < 1e-3
            made.append(Estimate(
                name, QUANTITIES[name].column, key, table.names[zone], bool(parameters.shared[q]),
                value(0.0), float(parameters.prior_cov[zone, q]), (value(-QUANTILE), value(QUANTILE)),
                float(table_value(name, low)), float(table_value(name, high)),
                float(table_value(name, means[name][zone])), float(np.sqrt(np.expm1(np.square(zeta * width)))),
                (value(centre - QUANTILE * width), value(centre + QUANTILE * width)),
                None if draws is None or not fit_here else
                tuple(value(t) for t in np.percentile(draws[:, p], (5.0, 95.0))),
                int(of_zone.sum() if parameters.shared[q] else of_zone[zone]), fit_here,
                bool(fit_here and objective == "likelihood" and width > SILENT and abs(centre) < UNMOVED),
                bool(on_bound)))
    return made


def correlation_of(parameters, fitted: Fit) -> np.ndarray:
    """Give the posterior correlation of the estimates, in their order; what keeps its prior is independent."""
    spread = np.sqrt(np.diag(fitted.covariance))
    correlation = fitted.covariance / np.outer(spread, spread)
    order = parameters.of.ravel()
    matrix = np.where((order[:, None] >= 0) & (order >= 0), correlation[np.ix_(order, order)], 0.0)
    np.fill_diagonal(matrix, 1.0)
    return matrix


def fitted_table(parameters, made: Sequence[Estimate]):
    """Give the soil table with what was fitted."""
    table = parameters.table
    shape = len(table.keys), len(parameters.quantities)
    means = np.array([analysis_value(each.quantity, each.mean) if each.fitted else np.nan for each in made])
    cov = np.array([each.cov for each in made])
    return table.with_means(*({name: values.reshape(shape)[:, q] for q, name in enumerate(parameters.quantities)}
                              for values in (means, cov)))


def combinations(parameters, fitted: Fit) -> List[Combination]:
    """Give, for every zone with several fitted means, the product of powers that the data know best."""
    found = []
    for points in fitted.posterior.zones:
        if len(points.free) < 2:
            continue
        part = fitted.covariance[np.ix_(points.parameter, points.parameter)]
        _, vectors = np.linalg.eigh(part)
        # In logarithms of the means t is stretched by zeta: a direction in t, as exponents of the means.
        direction = vectors[:, 0]
        exponents = direction / parameters.zeta[points.zone, points.free]
        scale = exponents[np.argmax(np.abs(exponents))]
        exponents = exponents / scale
        means = parameters.means(parameters.by_zone(fitted.best))
        names = [parameters.quantities[q] for q in points.free]
        value = float(np.prod([means[name][0, points.zone] ** power for name, power in zip(names, exponents)]))
        whole = np.zeros((1, len(fitted.best)))
        whole[0, points.parameter] = direction
        known = deviation(whole, fitted.curvature, fitted.scores)[0]
        after, before = (float(np.sqrt(np.expm1(np.square(size / scale)))) for size in (known, 1.0))
        found.append(Combination(parameters.table.keys[points.zone],
                                 dict(zip(names, (float(power) for power in exponents))), value, before, after))
    return found


def ridges(ground: Ground, fitted: Fit, progress=None) -> List[Ridge]:
    """Give the log posterior of every zone over cohesion and friction, where both are fitted there."""
    parameters, posterior = ground.response.parameters, fitted.posterior
    wanted = [parameters.quantities.index(name) for name in ("cohesion", "friction") if name in parameters.quantities]
    zones = [points for points in posterior.zones if len(wanted) == 2 and np.isin(wanted, points.free).all()]
    if not zones:
        return []
    pairs, boxes = [], []
    for points in zones:
        pair = parameters.of[points.zone, wanted]
        pairs.append(pair)
        # What is drawn takes cells as independent and holds the other means, so that is the spread that counts.
        reach = _RIDGE_REACH * np.sqrt(np.diag(np.linalg.inv(fitted.curvature[np.ix_(pair, pair)])))
        boxes.append(Box(np.maximum(fitted.best[pair] - reach, parameters.low[pair]),
                         np.minimum(fitted.best[pair] + reach, parameters.high[pair])))
    varied = [_only(points, wanted, pair) for points, pair in zip(zones, pairs)]
    index = at_nodes(ground.response, varied, [box.nodes() for box in boxes], progress,
                     parameters.by_zone(fitted.best)[0])
    found = []
    for points, box, values in zip(zones, boxes, index):
        sides = [np.linspace(box.low[k], box.high[k], GRID) for k in range(2)]
        t = np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1).reshape(-1, 2)
        weight = np.asarray(points.held.sum(axis=0)).ravel()
        likelihood = posterior.likelihood(Surrogate(box, values).index(t), points.slide)[0] @ weight
        log = (likelihood - 0.5 * np.square(t).sum(axis=1)).reshape(GRID, GRID)
        means = [parameters.mean[points.zone, q] * np.exp(parameters.zeta[points.zone, q] * side)
                 for q, side in zip(wanted, sides)]
        found.append(Ridge(parameters.table.keys[points.zone], parameters.table.names[points.zone], means[0],
                           table_value("friction", means[1]), log - log.max()))
    return found


def _only(points, wanted, pair):
    """The points of a zone in which only some of the means are varied."""
    return type(points)(points.zone, np.array(wanted), pair, points.event, points.cell, points.slide, points.held)


def assumptions(events, grid, error: float, objective: str) -> List[str]:
    """Say what no datum can check."""
    storm = "the storm STORM_FIELD names for it" if len(events) > 1 else "this storm"
    said = [f"Every landslide of the inventory was set off by {storm}, and all it set off are mapped. An inventory of "
            "another event cannot be told from one of this.",
            "One cell a landslide: what counts is the number of landslides, not their area.",
            f"The means belong to cells of {grid.cell_width:g} m and to this model of rain and failure. They make up "
            "for what both leave out, and are not values a laboratory would find."]
    if objective == "likelihood":
        said.append(f"A share of {error:g} of the landslides is unrelated to stability (wrong place, wrong storm).")
    if any(event.conditions.supplies is not None and event.conditions.supplies.routed for event in events):
        said.append("Runoff was routed once, with the means of the given table.")
    return said


def warnings(ground: Ground, fitted: Fit, made, draws, slides, of_zone, test, objective) -> List[str]:
    """Say what to be wary of."""
    parameters = ground.response.parameters
    table, said = parameters.table, []
    for each in slides:
        storm = f", storm {each.storm}" if each.storm else ""
        if each.outside:
            said.append(f"INVENTORY{storm}: {each.outside} of {each.given} landslides lie outside the map or its soil "
                        "zones, or where slope or rain is missing, and are left out.")
        if each.doubled:
            said.append(f"INVENTORY{storm}: {each.doubled} landslides share a cell with another and count once.")
    stuck = sum(int(np.count_nonzero(sample.slide & (p == 0.0))) for sample, p in
                zip(ground.response.samples, ground.before))
    if stuck:
        said.append(f"INVENTORY: {stuck} landslides lie where nothing can fail (flatter than 1 deg, dry or without "
                    "soil). Only the share of unrelated landslides explains them.")
    apart = " but for what all zones share" if parameters.shared.any() else ""
    said += [f"{_place(table, zone)}: it has no landslide and keeps its prior{apart}."
             for zone in np.flatnonzero(of_zone == 0)]
    seen = set()
    for each, p in zip(made, parameters.of.ravel()):
        if not each.fitted or p in seen:
            continue
        seen.add(int(p))
        where = f"{each.quantity} of all zones" if each.shared else f"{_place(table, table.keys.index(each.zone))}, " \
            f"{each.quantity}"
        t = fitted.best[p]
        if each.on_bound:
            said.append(f"{where}: the fit sits on the bound {each.mean:.4g} {QUANTITIES[each.quantity].unit}. Its "
                        "spread is not to be trusted; widen the bound if soils beyond it are possible.")
        elif each.silent:
            said.append(f"{where}: the data say nothing of it; what is left is the prior.")
        if abs(t) > FAR:
            said.append(f"{where}: the fit, {each.mean:.4g} {QUANTITIES[each.quantity].unit}, lies {abs(t):.1f} "
                        f"standard deviations of the prior from {each.prior_mean:.4g}. Prior, storm, inventory or "
                        "model is wrong somewhere.")
        if draws is not None and not each.on_bound:
            normal = np.sqrt(np.linalg.inv(fitted.curvature)[p, p])
            ratio = draws[:, p].std() / normal
            if not 1.0 / NORMAL_ENOUGH < ratio < NORMAL_ENOUGH:
                said.append(f"{where}: the posterior is not near normal (the sampler's spread is {ratio:.2f} times the "
                            "computed one). Look at the sampled band.")
    for points in fitted.posterior.zones:
        count = int(of_zone[points.zone])
        own = int(np.count_nonzero(~parameters.shared[points.free]))
        if 0 < count < 5 * own:
            said.append(f"{_place(table, points.zone)}: {count} landslides for {own} means are few.")
    if objective == "likelihood" and draws is None:
        said.append("The spread was not checked by an ensemble sampler: emcee cannot be imported. Install emcee into "
                    "the Python of QGIS.")
    if test.landslide_blocks < 10:
        said.append(f"Landslides lie in {test.landslide_blocks} blocks only: how well the means are known is rough. "
                    "Make BLOCK_SIZE smaller if landslides further apart than that are independent.")
    if test.gain_interval.high < 0.0:
        said.append(f"On held-out ground the fitted means rank landslides worse than the given ones (AUC "
                    f"{test.after.ranking.auc:.3f} after {test.before.ranking.auc:.3f}).")
    return said


def _place(table, zone):
    key = table.keys[zone]
    return f"{table.parameter}, zone {key}" if key else table.parameter
