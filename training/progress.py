"""What a training tells the process that started it: one line of JSON an event, on standard output."""

from __future__ import annotations

import json
import sys

MARK = "SCARP "
"""Begins each line; anything else on standard output is noise of libraries."""


def tell(event: str, **content) -> None:
    """Tell an event: ``progress`` (share, text), ``message`` (text), ``fault`` (text)."""
    sys.stdout.write(MARK + json.dumps({"event": event, **content}) + "\n")
    sys.stdout.flush()


def fault(text: str) -> None:
    """Tell what is wrong with what the user gave."""
    tell("fault", text=text)


class Steps:
    """Counts equal steps of a job.

    Parameters
    ----------
    total : int
    quiet : bool
        Tell nothing (scripts).
    """

    def __init__(self, total: int, quiet: bool = False) -> None:
        self._total, self._quiet = max(total, 1), quiet
        self.done = 0.0

    def step(self, text: str, share: float = 1.0) -> None:
        """Say that a step, or a share of one, is done."""
        self.done += share
        if not self._quiet:
            tell("progress", share=round(min(self.done / self._total, 1.0), 4), text=text)
