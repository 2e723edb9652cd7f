"""Stopping a run wherever it is: what is long asks here, and need not be handed the question through every call."""

from __future__ import annotations

import contextlib
import contextvars
from typing import Callable, Iterator

from .errors import Cancelled

_asked: contextvars.ContextVar = contextvars.ContextVar("scarp_stop", default=None)


@contextlib.contextmanager
def stoppable(cancelled: Callable[[], bool]) -> Iterator[None]:
    """Let :func:`check` ask `cancelled` inside; in this thread alone, and in a step within it the step's own."""
    token = _asked.set(cancelled)
    try:
        yield
    finally:
        _asked.reset(token)


def check(cancelled: Callable[[], bool] | None = None) -> None:
    """Raise Cancelled when the user asked to stop.

    Parameters
    ----------
    cancelled : callable, optional
        Default what the run in this thread asks.

    Raises
    ------
    Cancelled
    """
    cancelled = cancelled or _asked.get()
    if cancelled is not None and cancelled():
        raise Cancelled("Cancelled; nothing was written.")
