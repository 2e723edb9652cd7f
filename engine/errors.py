"""What can go wrong, as a small tree; every message names the input, the fault and the remedy."""

from __future__ import annotations

import re

_LONG = re.compile(r"'([^']{300})[^']+'")


class ScarpError(Exception):
    """Base of every fault Scarp reports to its user."""


class InputError(ScarpError):
    """An input is wrong.

    Parameters
    ----------
    where : str
        The input as the user knows it, for example ``"SOIL_TABLE, zone 3, porosity"``.
    problem : str
        What is wrong with it, with the offending value.
    remedy : str, optional
        What would be right.
    """

    def __init__(self, where: str, problem: str, remedy: str = "") -> None:
        self.where, self.problem, self.remedy = where, problem, remedy
        # A text of thousands of letters would bury what is wrong with it.
        where, problem = (_LONG.sub(r"'\1...'", text) for text in (where, problem))
        end = "" if not remedy or remedy[-1] in ".?!" else "."
        super().__init__(" ".join(f"{where}: {problem}. {remedy}{end}".split()))


class GridError(InputError):
    """A raster cannot be read or does not fit the grid of the analysis."""


class SoilError(InputError):
    """The soil table or a soil raster is wrong."""


class RainError(InputError):
    """The rain is wrong."""


class CorrelationError(InputError):
    """The correlation matrix is wrong or cannot be reached by the distributions."""


class ResourceError(ScarpError):
    """Memory or disk do not suffice; the message says how much is needed."""


class Cancelled(ScarpError):
    """The user stopped the run; nothing was written."""
