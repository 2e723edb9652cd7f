"""Ctrl-C under ``qgis_process``: QGIS 3.22 ignores it, so it is handed to the feedback."""

from __future__ import annotations

import contextlib
import signal
import threading

from qgis.utils import iface


@contextlib.contextmanager
def interruptible(feedback):
    """Let Ctrl-C cancel a run outside QGIS Desktop; the former handler comes back at the end.

    Parameters
    ----------
    feedback : QgsFeedback
        Its ``cancel()`` is called.
    """
    if iface is not None or threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGINT, lambda *_: feedback.cancel())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former if former is not None else signal.SIG_DFL)
