"""Loops compiled by numba, which is imported when the first one is used."""

from __future__ import annotations

from typing import Callable


def compiled(function: Callable, **options: object) -> Callable:
    """Compile a function of arrays and numbers; what is compiled is kept for the next start where there is room.

    Parameters
    ----------
    function : callable
    **options
        Of ``numba.njit``, such as ``nogil``.

    Raises
    ------
    ImportError
        numba is missing.
    """
    import numba

    try:
        return numba.njit(cache=True, **options)(function)
    except RuntimeError:      # neither the folder of the code nor that of the user can be written
        return numba.njit(**options)(function)
