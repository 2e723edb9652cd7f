"""The reliability index of a zone's cells as polynomials in the parameters, fitted within a box.

The index is nearly straight in the logarithm of strengths, so a few degrees do. What is lost is measured: the residual
of the fit, which has twice as many soils as coefficients.
"""

from __future__ import annotations

import itertools

import numpy as np

DEGREE = {1: 12, 2: 9, 3: 6, 4: 5, 5: 4, 6: 4}
"""Total degree by number of parameters; 3 for more."""

_SOILS_A_COEFFICIENT = 2.0


class Box:
    """A box of parameters, and polynomials on it (products of Chebyshev's, of limited total degree).

    Parameters
    ----------
    low, high : (q,) float64 array
        low < high.
    """

    def __init__(self, low: np.ndarray, high: np.ndarray):
        self.low, self.high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
        size = len(self.low)
        self.degree = DEGREE.get(size, 3)
        self._powers = np.array([each for each in itertools.product(range(self.degree + 1), repeat=size)
                                 if sum(each) <= self.degree])

    def nodes(self) -> np.ndarray:
        """Give soils to fit to, (k, q): dense towards the walls, evenly otherwise, the same ones always."""
        size = len(self.low)
        count = int(np.ceil(_SOILS_A_COEFFICIENT * len(self._powers))) + 1
        # Additive recurrence of the generalised golden ratio (Roberts 2018): even in any dimension.
        ratio = 2.0
        for _ in range(40):
            ratio = (1.0 + ratio) ** (1.0 / (size + 1))
        even = np.mod(0.5 + np.arange(1, count + 1)[:, None] * ratio ** -np.arange(1.0, size + 1), 1.0)
        return self.low + (self.high - self.low) * 0.5 * (1.0 - np.cos(np.pi * even))

    def basis(self, t: np.ndarray) -> np.ndarray:
        """Give the polynomials (k, m) at `t` (k, q)."""
        along, _ = self._along(t)
        return np.prod(along, axis=1)

    def slopes(self, t: np.ndarray) -> np.ndarray:
        """Give the derivatives of the polynomials by each parameter, (q, k, m), at `t` (k, q)."""
        along, change = self._along(t)
        return np.stack([np.prod(np.where(np.arange(along.shape[1])[:, None] == q, change, along), axis=1)
                         for q in range(along.shape[1])])

    def _along(self, t):
        """Chebyshev polynomials and derivatives of each parameter for each product, (k, q, m)."""
        scale = 2.0 / (self.high - self.low)
        x = np.clip((t - self.low) * scale - 1.0, -1.0, 1.0)
        first, second = [np.ones_like(x), x], [np.ones_like(x), 2.0 * x]
        for _ in range(2, self.degree + 1):
            first.append(2.0 * x * first[-1] - first[-2])
            second.append(2.0 * x * second[-1] - second[-2])
        values = np.stack(first[: self.degree + 1], axis=-1)
        slopes = np.stack([np.zeros_like(x)] + [n * second[n - 1] for n in range(1, self.degree + 1)], axis=-1)
        pick = np.arange(x.shape[1])[:, None]
        return values[:, pick, self._powers.T], slopes[:, pick, self._powers.T] * scale[:, None]


class Surrogate:
    """Reliability index of n cells on a box.

    Parameters
    ----------
    box : Box
    index : (k, n) float64 array
        At the box's nodes; may hold NaN.

    Attributes
    ----------
    error : (n,) float64 array
        Root mean square of the residual.
    """

    def __init__(self, box: Box, index: np.ndarray):
        self.box = box
        lost = np.isnan(index)
        if lost.any():      # a cell FORM did not solve with some soils: its mean serves there
            known = np.where(lost, 0.0, index).sum(axis=0) / np.maximum((~lost).sum(axis=0), 1)
            index = np.where(lost, known, index)
        basis = box.basis(box.nodes())
        self._coefficients = np.linalg.lstsq(basis, index, rcond=None)[0]
        residual = index - basis @ self._coefficients
        self.error = np.sqrt(np.square(residual).sum(axis=0) / max(1, len(basis) - basis.shape[1]))

    def index(self, t: np.ndarray) -> np.ndarray:
        """Give the index (k, n) at `t` (k, q)."""
        return self.box.basis(t) @ self._coefficients

    def slopes(self, t: np.ndarray) -> np.ndarray:
        """Give the derivatives of the index by each parameter, (q, k, n)."""
        return self.box.slopes(t) @ self._coefficients
