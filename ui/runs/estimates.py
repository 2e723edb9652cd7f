"""Times as one says an estimate."""

from __future__ import annotations

from ...translate import tr


def time_text(seconds: float) -> str:
    """Say a time in seconds, minutes or hours, at least a second."""
    if seconds < 90.0:
        return tr("{0} s").format(f"{max(seconds, 1.0):.0f}")
    return tr("{0} min").format(f"{seconds / 60.0:.0f}") if seconds < 5400.0 else tr("{0} h").format(
        f"{seconds / 3600.0:.1f}")
