"""The random variables of a limit state: marginals, known values and correlation, for many cells at once."""

from __future__ import annotations

import numpy as np

from .distributions import Lognormal


class RandomVariables:
    """Random variables of many cells.

    Parameters
    ----------
    marginals : dict of str to Marginal
        The variables that are random, in the order of their correlation matrix.
    fixed : dict of str to float or (n,) float64 array
        The variables that are known.
    correlation : (r, r) float64 array, optional
        Correlation of the equivalent normals (Gaussian copula); independent when left out.
    """

    def __init__(self, marginals, fixed, correlation=None):
        self.marginals, self.fixed = marginals, fixed
        self.names = tuple(marginals)
        count = len(self.names)
        self.correlation = np.eye(count) if correlation is None else correlation
        factor = np.linalg.cholesky(self.correlation) if count else np.zeros((0, 0))
        self.cholesky = factor
        # Most variables are independent: only rows with company need arithmetic.
        self._rows = [[(j, factor[i, j]) for j in range(i + 1) if factor[i, j] != 0.0] for i in range(count)]
        self._columns = [[(i, factor[i, j]) for i in range(j, count) if factor[i, j] != 0.0] for j in range(count)]

        self._parts = {}

    def __len__(self):
        return len(self.names)

    def _with(self, marginals, fixed):
        twin = object.__new__(RandomVariables)
        twin.__dict__.update(self.__dict__, marginals=marginals, fixed=fixed)
        return twin

    def take(self, index):
        """Give the variables of the cells at `index`."""
        return self._with({k: m.take(index) for k, m in self.marginals.items()},
                          {k: v[index] if np.ndim(v) else v for k, v in self.fixed.items()})

    def column(self):
        """Give the variables with cells along the first axis, to meet samples along the second."""
        return self._with({k: m.column() for k, m in self.marginals.items()},
                          {k: v[:, None] if np.ndim(v) else v for k, v in self.fixed.items()})

    def only(self, names):
        """Give some of the random variables by themselves, and how their space lies in the whole.

        Parameters
        ----------
        names : tuple of str
            Random variables, in this order.

        Returns
        -------
        RandomVariables
        Embedding
        """
        if names not in self._parts:
            rows = [self.names.index(name) for name in names]
            own = np.linalg.cholesky(self.correlation[np.ix_(rows, rows)])
            matrix = np.linalg.solve(self.cholesky, np.linalg.solve(own, self.correlation[rows]).T)
            self._parts[names] = rows, Embedding(np.where(np.abs(matrix) > 1e-14, matrix, 0.0))
        rows, embedding = self._parts[names]
        if names == self.names:
            return self, embedding
        return RandomVariables({name: self.marginals[name] for name in names}, self.fixed,
                               self.correlation[np.ix_(rows, rows)]), embedding

    def correlated(self, u):
        """Give ``z = L u`` as a list of r arrays."""
        return [_combine(row, u) for row in self._rows]

    def normal(self, name, u):
        """Give ``z`` of one random variable, (n,) float64 array."""
        return _combine(self._rows[self.names.index(name)], u)

    def pulled_back(self, s):
        """Give ``w = L^T s`` as a list of r arrays; None is a row of zeros."""
        return [_combine(column, s) for column in self._columns]

    def values(self, u):
        """Give physical values.

        Parameters
        ----------
        u : (r, ...) float64 array
            Independent standard normals.

        Returns
        -------
        dict of str to float64 array or float
            A value of every variable, random or fixed.
        """
        values = dict(self.fixed)
        for (name, marginal), z in zip(self.marginals.items(), self.correlated(u)):
            values[name] = marginal.value(z)
        return values

    def values_and_slopes(self, u):
        """Give physical values and, for the random ones, ``dx/dz`` as a dict."""
        values, slopes = dict(self.fixed), {}
        for (name, marginal), z in zip(self.marginals.items(), self.correlated(u)):
            values[name], slopes[name] = marginal.value_and_slope(z)
        return values, slopes

    def positive(self, names):
        """Tell whether those of the named variables that are random are positive, by their distributions."""
        return all(isinstance(self.marginals[name], Lognormal) for name in names if name in self.marginals)


class Embedding:
    """Orthonormal columns that carry points of a subspace to the nearest points of the whole space, and back.

    Parameters
    ----------
    matrix : (r, k) float64 array
    """

    def __init__(self, matrix):
        rows, columns = matrix.shape
        self._out = [[(j, matrix[i, j]) for j in range(columns) if matrix[i, j] != 0.0] for i in range(rows)]
        self._back = [[(i, matrix[i, j]) for i in range(rows) if matrix[i, j] != 0.0] for j in range(columns)]

    def out(self, own, whole, cells):
        """Write points `own` (k rows) into `whole` (r, n) at `cells`; rows out of reach are left alone."""
        for row, terms in enumerate(self._out):
            if terms:
                whole[row, cells] = _combine(terms, own)

    def back(self, whole):
        """Give the k rows of points `whole` (r, n)."""
        return [_combine(terms, whole) for terms in self._back]


def _combine(terms, arrays):
    total = None
    for index, factor in terms:
        if arrays[index] is None:
            continue
        term = arrays[index] if factor == 1.0 else factor * arrays[index]
        total = term if total is None else total + term
    return total
