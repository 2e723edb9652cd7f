"""What a calibration gives: estimates, the table made of them, its test on held-out ground, and what to be wary of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, NamedTuple, Optional

import numpy as np

from ..evaluation.blocks import Interval
from ..evaluation.metrics import Ranking, Reliability
from ..soil.table import SoilTable


@dataclass(frozen=True)
class Estimate:
    """One fitted mean: before and after.

    All values are in the unit of the soil table (friction in degrees); COVs are the table's, those of friction being of
    tan phi'. A shared parameter has one estimate for every zone it moves.

    Attributes
    ----------
    quantity, column : str
        Name in FREE and column of the soil table: ``cohesion``, ``cohesion_kpa``.
    zone, zone_name : str
        The zone's value (empty where there is one zone without a value) and name.
    shared : bool
        Whether one common factor moves this mean in all zones.
    prior_mean, prior_cov : float
        The table's mean, and how well it was known: `_mean_cov`, else `_cov`.
    prior_band : (float, float)
        5th and 95th percentile of the prior.
    low, high : float
        Bounds.
    mean, cov : float
        Most probable value, and posterior COV of the mean (`_mean_cov` of the new table).
    band : (float, float)
        5th and 95th percentile by the sandwich estimator.
    sampled_band : (float, float) or None
        The same percentiles of the ensemble sampler, which takes cells as independent; None where not sampled.
    slides : int
        Landslides in the zone, or in all zones where shared.
    fitted : bool
        False where the zone has no landslide and keeps its prior.
    silent : bool
        The data say (almost) nothing: posterior = prior.
    on_bound : bool
        The most probable value sits on a bound.
    """

    quantity: str
    column: str
    zone: str
    zone_name: str
    shared: bool
    prior_mean: float
    prior_cov: float
    prior_band: tuple
    low: float
    high: float
    mean: float
    cov: float
    band: tuple
    sampled_band: Optional[tuple]
    slides: int
    fitted: bool
    silent: bool
    on_bound: bool


@dataclass(frozen=True)
class Combination:
    """What the data know best of a zone: a product of powers of its fitted means.

    Attributes
    ----------
    zone : str
    exponents : dict of str to float
        By quantity (friction: of tan phi'), the greatest in size being 1: the product of the fitted means, each to
        its exponent.
    value : float
        Of the product at the most probable means, in units of the table but tan phi' for friction.
    prior_cov, cov : float
        COV of the product before and after.
    """

    zone: str
    exponents: Dict[str, float]
    value: float
    prior_cov: float
    cov: float


@dataclass(frozen=True)
class Ridge:
    """Log posterior of a zone over cohesion and friction, the other means at their most probable values.

    Attributes
    ----------
    zone, zone_name : str
    cohesion : (n,) float64 array
        kPa.
    friction : (m,) float64 array
        deg.
    log_posterior : (n, m) float64 array
        Less its greatest value, so that 0 is the best of the grid; -1.15, -2.30 and -3.00 bound the regions that hold
        68, 90 and 95 %, were it a normal distribution.
    """

    zone: str
    zone_name: str
    cohesion: np.ndarray
    friction: np.ndarray
    log_posterior: np.ndarray


@dataclass(frozen=True)
class Score:
    """How well a map does on cells of folds that were held out (the same cells for every score).

    Attributes
    ----------
    name : str
        ``before``, ``after`` or ``slope``.
    ranking : metrics.Ranking
        With ``auc`` and ``prevalence``; all folds together.
    auc_interval : blocks.Interval
        95 %, by block bootstrap.
    reliability : metrics.Reliability or None
        Forecast against observed share, in bins of equal total forecast; ``brier`` and ``brier_prevalence``. None for
        slope, which is no probability.
    """

    name: str
    ranking: Ranking
    auc_interval: Interval
    reliability: Optional[Reliability]


class Fold(NamedTuple):
    """One fold of spatial blocks held out: landslides and cells in it, AUC and Brier score before and after."""

    slides: int
    cells: int
    auc_before: float
    auc_after: float
    brier_before: float
    brier_after: float


class Slides(NamedTuple):
    """Landslides of one storm: its name, how many were given, used (one cell each), outside the map or the zones, and
    in a cell that another of the storm has already.
    """

    storm: str
    given: int
    used: int
    outside: int
    doubled: int


@dataclass
class Calibration:
    """A calibration.

    Attributes
    ----------
    estimates : list of Estimate
        By zone in the order of the table, then by quantity in the order of ``VARIABLES``.
    correlation : (k, k) float64 array
        Posterior correlation of the logarithms of the estimates, in their order.
    combinations : list of Combination
        A zone each, where two or more means were fitted.
    ridges : list of Ridge
        A zone each, where cohesion and friction were fitted.
    table : SoilTable
        The given table with means and `mean_cov` replaced.
    records : list of dict
        Its rows as written to a CSV: column to text, columns in the order of the given table, each `_mean_cov` behind
        its quantity.
    before, after, slope : Score
        With the prior means, with means fitted to the other folds, and of slope angle alone.
    gain : float
        AUC after less before; `gain_interval` is its paired block-bootstrap interval.
    folds : list of Fold
    slides : list of Slides
        A storm each.
    cells : int
        Cells the likelihood is over, all storms together, and `cells_of_map` those there are.
    prevalence : float
        Landslides a cell.
    error : float
        e: share of the landslides taken to be unrelated to stability.
    expected_before, expected_after : float
        Landslides the probabilities of failure add up to, with the prior and with the fitted means.
    objective : {'likelihood', 'auc'}
    cell_size, block_size : float
        m. Fitted strengths belong to this cell size.
    blocks : int
        Spatial blocks with a landslide.
    seed : int
    sampler : str
        What the ensemble sampler did, in words; empty where it was left out.
    integration_error : float
        Largest error of the log posterior (nats) found where representative cells stand for all.
    warnings : list of str
    assumptions : list of str
        What no datum can check.
    seconds : float
    """

    estimates: List[Estimate]
    correlation: np.ndarray
    combinations: List[Combination]
    ridges: List[Ridge]
    table: SoilTable
    records: List[Dict[str, str]]
    before: Score
    after: Score
    slope: Score
    gain: float
    gain_interval: Interval
    folds: List[Fold]
    slides: List[Slides]
    cells: int
    cells_of_map: int
    prevalence: float
    error: float
    expected_before: float
    expected_after: float
    objective: str
    cell_size: float
    block_size: float
    blocks: int
    seed: int
    sampler: str
    integration_error: float
    warnings: List[str] = field(default_factory=list)
    assumptions: List[str] = field(default_factory=list)
    seconds: float = 0.0
