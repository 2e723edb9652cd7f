"""FREE: which soil means are fitted, and what is known of them beforehand."""

from __future__ import annotations

from typing import NamedTuple

PARAMETER = "FREE"


class Free(NamedTuple):
    """A quantity whose mean is fitted: zone by zone, or by one common factor on the means of all zones."""

    quantity: str
    shared: bool


def parse_free(written: str) -> list:
    """Read FREE.

    Parameters
    ----------
    written : str
        Names as in CORRELATION, such as ``cohesion; friction``, each with ``:zone`` (the default) or ``:shared`` behind
        it.

    Returns
    -------
    list of Free
        In the order of ``quantities.VARIABLES``.

    Raises
    ------
    InputError
        It is empty, a name does not exist or stands twice, or what stands behind it is neither ``zone`` nor ``shared``.
    """
    raise NotImplementedError
