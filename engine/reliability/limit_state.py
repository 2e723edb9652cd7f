"""What reliability asks of a limit state: its variables, its smooth branches and its alternatives.

Nothing here, nor anywhere in this package, knows what the variables are. A limit state names its own, in the order of
correlation matrices, and says how failure is put together: it fails if *any* of its alternatives does (`union`), and an
alternative fails only where *all* of its branches do (`joint`).
"""

from __future__ import annotations

import numpy as np


class LimitState:
    """A limit state of n cells: fails where its factor of safety is below 1.

    Besides what has a default here a subclass gives

    - ``take(index)``, the limit state of some cells, and ``column()``, with its cells along the first axis, to meet
      samples along the second;
    - ``smooth(branch, fixed)``, one smooth branch a cell (int, or (n,) int array that never holds 0), with `inputs`
      (names of the variables it depends on), ``take(index)`` and ``evaluate(values, wanted)``, which gives the factor
      of safety and a dict of its derivatives; `fixed` holds values known for certain;
    - ``factor_of_safety(values)`` with all branches and alternatives in it.

    Branch 0 may differ in shape from all others. These form a row in which neighbours meet.

    Attributes
    ----------
    variables : tuple of str
        Its random variables, in the order of correlation matrices and of bands.
    strengths : tuple of str
        Variables with which, together, the factor of safety grows in proportion: where all of them are positive by
        distribution its logarithm is nearly linear. None if it is not like that.
    branches : int
        Number of smooth branches, the greatest of which is the factor of safety.
    """

    variables = ()
    strengths = ()
    branches = 1

    @property
    def alternatives(self):
        """Limit states of which any failing is failure; each has branches alone."""
        return (self,)

    def known(self, fixed):
        """Give the limit state with as few branches as the values known for certain (`fixed`) leave."""
        return self

    def governing(self, values):
        """Give the branch that governs (int array) at `values`: the one of greatest factor of safety."""
        return np.zeros(np.shape(self.factor_of_safety(values)), dtype=np.intp)

    def may_govern(self, branch, reach):
        """Tell whether a branch (int or (n,) int array) can govern within `Reach`: (n,) bool array or bool."""
        return True


class Reach:
    """Values that the variables of n cells take near a point.

    Parameters
    ----------
    variables : RandomVariables
    radius : float or (n,) float64 array
        Standard deviations.
    u : (r, n) float64 array, optional
        The points, in independent standard normals; the medians when left out.
    """

    def __init__(self, variables, radius, u=None):
        self._variables, self._radius, self._u, self._ends = variables, radius, u, {}

    def ends(self, name):
        """Give the least and the greatest value of a variable, or None if it is known for certain."""
        marginal = self._variables.marginals.get(name)
        if marginal is None:
            return None
        if name not in self._ends:
            centre = 0.0 if self._u is None else self._variables.normal(name, self._u)
            self._ends[name] = marginal.value(centre - self._radius), marginal.value(centre + self._radius)
        return self._ends[name]
