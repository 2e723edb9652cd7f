"""Many evaluations of the probability of failure: cells times soils, in parallel portions."""

from __future__ import annotations

import concurrent.futures
import os
import threading
from typing import Callable, Sequence

import numpy as np

from ..errors import Cancelled
from ..grid import tiles
from ..mapping.scenario import Scenario
from .cells import Sample
from .free import Parameters, expanded

PORTION = 1 << 14
"""Evaluations at once: enough to be worth a call, few enough to stop soon."""


class Response:
    """Probability of failure of samples of cells as a function of the parameters.

    Parameters
    ----------
    samples : sequence of Sample
        Of the events.
    parameters : Parameters
    correlation, correlation_type
        As in `Scenario`.
    threads : int, optional
    cancelled : callable, optional
    """

    def __init__(self, samples: Sequence[Sample], parameters: Parameters, correlation, correlation_type, threads=None,
                 cancelled=None):
        self.samples, self.parameters = samples, parameters
        self._correlation = {"correlation": correlation, "correlation_type": correlation_type}
        self._threads = max(1, threads or min(os.cpu_count() or 1, tiles.MAX_THREADS))
        self._cancelled = cancelled

    def check(self) -> None:
        """Raise `Cancelled` when the user asked to stop."""
        tiles.check_cancelled(self._cancelled)

    def close(self) -> None:
        """Let go of the cells and of who is asked to stop: SciPy's optimisers hold on to what they were given."""
        self.samples, self._cancelled = [], None

    def scenario(self, means: dict) -> Scenario:
        """Give the zones once for every row of `means` (quantity to (k, zones) array)."""
        return Scenario(expanded(self.parameters.table, means), **self._correlation)

    def at(self, event: int, which: np.ndarray, means: dict, progress=None) -> np.ndarray:
        """Give the probability of failure of cells under each of several soils.

        Parameters
        ----------
        event : int
        which : (n,) int array
            Cells of its sample.
        means : dict of str to (k, zones) float64 array
            Means of the free quantities.
        progress : callable, optional

        Returns
        -------
        (k, n) float64 array
        """
        sample, count = self.samples[event], len(next(iter(means.values())))
        zones, cells = len(self.parameters.table.keys), len(which)
        result = np.empty((count, cells))
        if not cells:
            return result
        soils = max(1, PORTION // cells)
        portions = [(slice(first, min(first + soils, count)), slice(start, min(start + PORTION, cells)))
                    for first in range(0, count, soils) for start in range(0, cells, PORTION)]

        def work(portion, check):
            some, part = portion
            times, here = some.stop - some.start, which[part]
            scenario = self.scenario({name: values[some] for name, values in means.items()})
            row = (sample.zone[here] + zones * np.arange(times)[:, None]).ravel()
            found = sample.probability(scenario, np.tile(here, times), row, check)
            result[some, part] = found.reshape(times, len(here))

        in_parallel(work, portions, self._threads, progress, self._cancelled)
        return result


def in_parallel(work: Callable, portions: Sequence, threads: int, progress=None, cancelled=None) -> None:
    """Do portions of work in threads.

    Parameters
    ----------
    work : callable
        ``work(portion, check)``; `check` raises `Cancelled` once the run is to stop.
    portions : sequence
    threads : int
    progress, cancelled : callable, optional

    Raises
    ------
    Cancelled
        Or whatever a portion raised first, in their order.
    """
    stop = threading.Event()

    def check():
        if stop.is_set():
            raise Cancelled("Cancelled.")

    def guarded(portion):
        check()
        work(portion, check)

    pool = concurrent.futures.ThreadPoolExecutor(threads, thread_name_prefix="scarp")
    waiting = [pool.submit(guarded, portion) for portion in portions]
    try:
        for number, future in enumerate(waiting, 1):
            while True:
                tiles.check_cancelled(cancelled)
                try:
                    future.result(tiles.POLL_SECONDS)
                except concurrent.futures.TimeoutError:
                    if future.done():
                        raise
                    continue
                break
            if progress is not None:
                progress(number / len(waiting))
    finally:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)
        concurrent.futures.wait(waiting, tiles.PATIENCE_SECONDS)
