"""One training: tests in blocks and at random, beside slope, logistic regression and other maps; then the model of all.

Nothing here draws samples or writes files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Dict, List, NamedTuple, Optional

import numpy as np

from ..errors import InputError
from ..evaluation import blocks, classes
from ..evaluation.study import Difference
from ..networks.statistical import SLOPE, TITLES
from . import methods, screening, validation
from .graph import logistic, prevalence_shift
from .samples import Samples
from .screening import Collinearity, Response
from .validation import Result

SLOPE_ALONE = "Slope alone"
BESIDE = "logistic"
"""Method that every other one is held against."""

SECONDS = {"boosting": (0.3, 2.5e-6), "forest": (0.5, 2e-5), "logistic": (0.05, 2e-7), "weights": (0.05, 2e-7)}
"""Of a fit: seconds, and seconds a training sample and channel; measured on one thread of a laptop's processor."""

TEST_SECONDS = 1e-5
"""Of measuring: seconds a sample and method."""


class Plan(NamedTuple):
    """How a model is tested.

    Attributes
    ----------
    method : str
        One of :data:`.methods.FAST`; of an ensemble the boosted trees.
    folds : int
    block_size : float
        m.
    gap : float
        m between training and test samples of the folds of blocks.
    prevalence : float
    seed : int
    title : str
        Of the model, in tables.
    """

    method: str
    folds: int
    block_size: float
    gap: float
    prevalence: float
    seed: int
    title: str = ""

    @property
    def beside(self) -> tuple:
        """Methods fitted in the folds, the first one first."""
        return (self.method,) if self.method == BESIDE else (self.method, BESIDE)

    @property
    def name(self) -> str:
        """Of the model, in tables."""
        return self.title or TITLES[self.method]


@dataclass
class Trained:
    """A model of all samples, and what was measured.

    Attributes
    ----------
    model : Model
    shift : float
        Added to its log-odds.
    plan : Plan
    blocks, random : dict of str to Result
        By name, the model first; empty where a test was not possible.
    differences : list of Difference
        In blocks.
    fold : ndarray of int
        Of the folds of blocks; empty where there are none.
    block_count, landslide_blocks : int
    left_out : float
        Samples given up for the gap, mean over the folds.
    collinearity, importance, responses
        See :mod:`.screening`.
    captured : list of Captured
        Classes by share of landslides, lowest first.
    warnings : list of str
    """

    model: methods.Model
    shift: float
    plan: Plan
    blocks: Dict[str, Result]
    random: Dict[str, Result]
    differences: List[Difference]
    block_count: int
    landslide_blocks: int
    left_out: float
    collinearity: Optional[Collinearity]
    importance: Dict[str, float]
    responses: List[Response]
    captured: List[Captured] = field(default_factory=list)
    warnings: List[str] = field(default_factory=list)

    @property
    def limits(self) -> tuple:
        """Limits between the classes of susceptibility."""
        return tuple(each.upper for each in self.captured[:-1])

    @property
    def headline(self) -> Optional[Result]:
        """The model in blocks, else at random."""
        found = self.blocks or self.random
        return next(iter(found.values()), None)


class Captured(NamedTuple):
    """A class of susceptibility on ground held out: its bounds, and its shares of landslides and of area."""

    name: str
    lower: float
    upper: float
    landslide_share: float
    area_share: float


class Folds(NamedTuple):
    """Folds of a plan: of blocks (None without places), at random, and the block of each sample."""

    blocks: Optional[np.ndarray]
    random: np.ndarray
    block: np.ndarray


def estimate(samples: Samples, plan: Plan) -> float:
    """Estimate the seconds a training takes."""
    rows, channels = int(samples.trained.sum()), sum(factor.channels for factor in samples.factors)
    fits = 2 * plan.folds + 1
    once = sum(SECONDS[name][0] + SECONDS[name][1] * rows * channels for name in plan.beside)
    tests = TEST_SECONDS * samples.labels.size * (4 + screening.REPEATS * len(samples.factors))
    return fits * once + tests


def make_folds(samples: Samples, plan: Plan) -> Folds:
    """Make the folds of a plan.

    Raises
    ------
    InputError
        Landslides lie in fewer blocks than there are folds.
    """
    at_random = blocks.random_folds(samples.labels, plan.folds, plan.seed)
    if samples.x is None:
        return Folds(None, at_random, np.arange(samples.labels.size))
    block = validation.block_of(samples.x, samples.y, plan.block_size)
    return Folds(blocks.assign_folds(block, samples.labels, plan.folds, plan.seed), at_random, block)


def train(samples: Samples, plan: Plan, *, folds: Optional[Folds] = None, parts: Optional[Callable] = None,
          random_parts: Optional[Callable] = None, progress: Optional[Callable[[float], None]] = None) -> Trained:
    """Test and fit.

    Parameters
    ----------
    samples : Samples
    plan : Plan
    folds : Folds, optional
        Those of :func:`make_folds`.
    parts, random_parts : callable, optional
        Of an ensemble, see :func:`.validation.held_out`: in the folds of blocks, and at random.
    progress : callable, optional

    Raises
    ------
    InputError
        No fold could be tested, landslides in too few blocks.
    """
    folds = folds or make_folds(samples, plan)
    steps = 2 * plan.folds * len(plan.beside) + len(samples.factors) + 3
    done = [0]

    def step() -> None:
        done[0] += 1
        if progress is not None:
            progress(min(done[0] / steps, 1.0))

    warnings: List[str] = []
    options = {"prevalence": plan.prevalence, "seed": plan.seed, "step": step}
    found, differences, scores = {}, [], None
    if folds.blocks is not None:
        scores = validation.held_out(samples, folds.blocks, plan.beside, gap=plan.gap, parts=parts, **options)
        if not scores.models:
            raise InputError("GAP", f"no fold keeps {validation.FEWEST_LEARNED} landslides and other places beyond the "
                             f"gap of {plan.gap:g} m", "Make GAP or BLOCK_SIZE smaller, or map more landslides")
        if len(scores.models) < plan.folds:
            warnings.append(f"{plan.folds - len(scores.models)} of {plan.folds} folds of blocks are not tested: beyond "
                            f"the gap too few landslides are left for training.")
        found, differences = _measure(samples, plan, scores, folds.blocks, folds.block)
    step()
    random_scores = validation.held_out(samples, folds.random, plan.beside, parts=random_parts, **options)
    random_found, _ = _measure(samples, plan, random_scores, folds.random, folds.block)
    step()
    trained = samples.trained
    channels = samples.channels()
    model = methods.fit(plan.method, channels[trained], samples.labels[trained], samples.factors, plan.seed,
                        samples.stands_for[trained])
    shift = prevalence_shift(plan.prevalence, int(samples.labels[trained].sum()), int((~samples.labels[trained]).sum()))
    step()
    lost = screening.importance(samples, scores if scores is not None and scores.models else random_scores, plan.seed,
                                step)
    landslide_blocks = np.unique(folds.block[samples.labels]).size
    return Trained(model, shift, plan, found, random_found, differences, np.unique(folds.block).size, landslide_blocks,
                   scores.left_out if scores is not None else 0.0, screening.collinearity(samples), lost,
                   screening.responses(samples, model.log_odds, shift, plan.seed),
                   captured(samples, (scores or random_scores).odds[plan.method]), warnings)


def captured(samples: Samples, odds: np.ndarray) -> List[Captured]:
    """Make classes of susceptibility by the share of landslides that they hold on ground the model had not seen.

    Parameters
    ----------
    samples : Samples
    odds : ndarray, shape (n,)
        Log-odds of samples held out, NaN where none.
    """
    tested = np.isfinite(odds)
    chance, labels, weights = logistic(odds[tested]), samples.labels[tested], samples.stands_for[tested]
    if not labels.any():
        return []
    limits = classes.breaks("captured", landslides=chance[labels])
    number = classes.classify(chance, limits) - 1
    bounds = [0.0, *limits, 1.0]
    return [Captured(name, bounds[place], bounds[place + 1], float(labels[number == place].sum() / labels.sum()),
                     float(weights[number == place].sum() / weights.sum()))
            for place, name in enumerate(classes.names(len(limits) + 1))]


def _measure(samples: Samples, plan: Plan, scores, fold: np.ndarray, block: np.ndarray) -> tuple:
    """Measure methods, slope and other maps on the same cells."""
    titles = {plan.method: plan.name, BESIDE: TITLES[BESIDE]} if plan.method != BESIDE else {BESIDE: plan.name}
    titles[validation.ALONE] = TITLES[plan.method]
    named = {titles[name]: values for name, values in scores.odds.items()}
    probabilities = list(named)
    # In tables of slope units it is a mean, such as slope_avg.
    slopes = sorted((factor.name != SLOPE, place) for place, factor in enumerate(samples.factors)
                    if factor.kind == "number" and factor.name.startswith(SLOPE))
    if slopes:
        named[SLOPE_ALONE] = samples.columns[slopes[0][1]]
    named.update(samples.beside)
    return validation.measure(samples, named, probabilities, fold, block, plan.seed)
