"""One call for every reliability method: design points, probability, importance and status of many cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from .joint import design_points
from .normal import exceed
from .points import Solution
from .sampling import importance, standard_sample
from .sorm import breitung
from .union import unite

METHODS = ("form", "sorm", "importance", "montecarlo")
AT_ONCE = 1 << 18
"""Cells analysed at once; bounds memory whatever the tile."""

LOST_SAMPLES = 2000
"""Points by which FORM and SORM sample a cell that did not converge."""

_SPARE = 33_000_000
"""Bytes asked for and let go once: from then on glibc keeps that much of what is freed, where else it would hand back
every temporary array to the system and have it zeroed again (a tenth of the time)."""


@dataclass(frozen=True)
class Method:
    """How the probability of failure is computed.

    Attributes
    ----------
    kind : {'form', 'sorm', 'importance', 'montecarlo'}
        FORM with wedges; Breitung's SORM at smooth points; importance sampling at the design point; crude sampling.
    samples : int
        Points of the sampling methods, at least 100.
    seed : int
        Seed of their one sample, not negative.
    """

    kind: str = "form"
    samples: int = 2000
    seed: int = 1

    def __post_init__(self):
        if self.kind not in METHODS:
            raise InputError("METHOD", f"'{self.kind}' does not exist", f"Use {', '.join(METHODS)}")
        if self.samples < 100:
            raise InputError("SAMPLES", f"{self.samples} is too few", "Use at least 100")
        if self.seed < 0:
            raise InputError("SEED", f"{self.seed} is negative", "Use 0 or more")

    @property
    def samples_cells(self):
        """Whether cells are sampled, which gives a standard error."""
        return self.kind in ("importance", "montecarlo")


@dataclass
class Reliability:
    """Reliability of n cells with r random variables.

    Attributes
    ----------
    beta, pof, standard_error : (n,) float64 array
        Signed index (infinite where nothing is random), probability of failure, and the latter's standard error (NaN
        unless sampled).
    status : (n,) uint8 array
        0 converged, 1 at a corner, 4 not converged.
    u, alpha : (r, n) float64 array
        Design point and unit vector towards failure, in independent standard normals.
    """

    beta: np.ndarray
    pof: np.ndarray
    standard_error: np.ndarray
    status: np.ndarray
    u: np.ndarray
    alpha: np.ndarray

    def values(self, variables):
        """Give the physical values of the design points: a dict of every variable, random or fixed."""
        return variables.values(self.u)

    def importance(self, variables):
        """Give the importance factors of the random variables, (r, n); each cell's sum to 1.

        With correlated variables s = L^-T alpha, s_i^2 / sum s^2: unlike alpha^2 it does not depend on their order.
        """
        s = np.linalg.solve(variables.cholesky.T, self.alpha) if len(variables) else self.alpha
        square = np.square(s)
        return square / np.maximum(square.sum(axis=0), 1e-300)


def analyse(limit_state, variables, count, method=None, check=None):
    """Give the reliability of many cells.

    Parameters
    ----------
    limit_state : LimitState
        Of `count` cells.
    variables : RandomVariables
        Of the same cells.
    count : int
        Number of cells n.
    method : Method, optional
        FORM when left out.
    check : callable, optional
        Called now and then; may raise `Cancelled`.

    Returns
    -------
    Reliability
    """
    method = method or Method()
    np.empty(_SPARE, dtype=np.uint8)
    samples = method.samples if method.samples_cells else LOST_SAMPLES
    sample = standard_sample(len(variables), samples, method.seed)
    parts = []
    for start in range(0, count, AT_ONCE):
        if check is not None:
            check()
        cells = slice(start, min(start + AT_ONCE, count))
        whole = count <= AT_ONCE
        parts.append(_analyse(limit_state if whole else limit_state.take(cells),
                              variables if whole else variables.take(cells), cells.stop - start, method, sample, check))
    if len(parts) == 1:
        return parts[0]
    names = ("beta", "pof", "standard_error", "status", "u", "alpha")
    return Reliability(*(np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in names))


def _analyse(limit_state, variables, count, method, sample, check):
    alternatives = [part.known(variables.fixed) for part in limit_state.alternatives]
    parts = [design_points(part, variables, count) for part in alternatives]
    if method.kind == "sorm":
        for part, points in zip(alternatives, parts):
            smooth = np.flatnonzero((points.status == Solution.CONVERGED) & np.isfinite(points.beta))
            if len(smooth):
                points.pof[smooth] = breitung(part.take(smooth), variables.take(smooth), points.take(smooth))
    points = unite(parts)
    pof, error = points.pof, np.full(count, np.nan)
    certain, lost = np.isinf(points.beta), points.status == Solution.NOT_CONVERGED
    if method.samples_cells and len(variables):
        # A cell without a design point is sampled about its median.
        crude = certain | lost | (method.kind == "montecarlo")
        centres = np.zeros(points.u.shape)
        if method.kind == "importance":
            centres = np.stack([np.where(crude | ~np.isfinite(part.beta), 0.0, part.u) for part in parts])
        pof, error = importance(limit_state, variables, centres, np.where(crude, 0.0, points.beta), sample, check)
    elif lost.any():
        cells = np.flatnonzero(lost)
        centre = np.zeros((len(variables), len(cells)))
        pof[cells], _ = importance(limit_state.take(cells), variables.take(cells), centre, centre[0], sample, check)
    if method.samples_cells:
        error[certain] = 0.0
    pof = np.where(certain | ~np.isfinite(pof), exceed(points.beta), pof)
    return Reliability(points.beta, pof, error, points.status, points.u, points.alpha)
