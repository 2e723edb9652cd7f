"""The one tile runner: windows with halo through a function, in threads, with progress and cancel.

A tile is read and computed in a worker thread and written by the calling thread in the order of the tiles, so results
do not depend on tile size or thread count and only a few tiles are in memory at a time.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import ctypes
import os
import threading
from collections import deque
from typing import Callable, Dict, Iterator, List, Mapping, Optional

import numpy as np

from .. import stop
from ..errors import Cancelled, ResourceError
from . import Grid, RasterSource, RasterWriter, Window, limited_cache

Arrays = Dict[str, np.ndarray]
Progress = Optional[Callable[[float], None]]
Stop = Optional[Callable[[], bool]]

TILE = 512
MAX_THREADS = 16
POLL_SECONDS = 0.1
PATIENCE_SECONDS = 0.5
"""How long a stopped run waits for the tiles in work; what is computed after that is thrown away."""


def windows(grid: Grid, tile: int = TILE) -> List[Window]:
    """Cut a grid into windows of at most `tile` x `tile` cells, row by row."""
    return [Window(col, row, min(tile, grid.width - col), min(tile, grid.height - row))
            for row in range(0, grid.height, tile) for col in range(0, grid.width, tile)]


def workers(threads: int | None = None) -> int:
    """Threads that work at once; by default as many as processors, at most 16."""
    return max(1, threads or min(os.cpu_count() or 1, MAX_THREADS))


def run(function: Callable[[Arrays, Window], Arrays], grid: Grid, sources: Mapping[str, RasterSource],
        writers: Mapping[str, RasterWriter], *, combine: Callable[[object, object], object] | None = None,
        halo: int = 0, tile: int = TILE, threads: int | None = None, progress: Progress = None,
        cancelled: Stop = None) -> object:
    """Compute rasters tile by tile, and fold what is counted along the way.

    Parameters
    ----------
    function : callable
        ``function(arrays, window)``: arrays by name of source, float64, shape (h + 2 halo, w + 2 halo), NaN for nodata
        and beyond the rim; `window` is without halo. Gives arrays by name of writer, shape (h, w) or (bands, h, w);
        names without a writer are passed over. With `combine` it gives a pair: the arrays, and anything to be folded,
        such as a count, a sum or a range. Called from several threads at once. Where a source tells that a window lies
        outside an area (`AreaSource.is_empty`), no file is read and one result stands for all such tiles.
    grid : Grid
    sources : mapping of name to RasterSource
        All on `grid`; their files are closed at the end.
    writers : mapping of name to RasterWriter
        Neither committed nor discarded here.
    combine : callable, optional
        ``combine(so_far, next)``, in the order of the tiles. Sums of floats depend on the tile size in the last digits,
        never on threads.
    halo : int
        Cells of overlap on each side.
    tile : int
        Cells on a side.
    threads : int, optional
        Default the number of processors, at most 16.
    progress : callable, optional
        Told the share done, rising from 0 to 1, from the calling thread.
    cancelled : callable, optional
        Asked about every 0.1 s from the calling thread.

    Returns
    -------
    object
        The fold; None without `combine`.

    Raises
    ------
    Cancelled
        Within a second of `cancelled` giving True.
    Exception
        Whatever `function` raised first, in the order of the tiles.
    """
    # closing: a fault of writing stops the workers at once, not when its traceback is forgotten.
    folded = None
    with contextlib.closing(_compute(function, grid, sources, halo, tile, threads, progress, cancelled)) as results:
        for place, (window, found) in enumerate(results):
            arrays, counted = found if combine else (found, None)
            for name, writer in writers.items():
                writer.write(arrays[name], window)
            if combine:
                folded = combine(folded, counted) if place else counted
    return folded


def reduce(function: Callable[[Arrays, Window], object], grid: Grid, sources: Mapping[str, RasterSource],
           combine: Callable[[object, object], object], *, halo: int = 0, tile: int = TILE, threads: int | None = None,
           progress: Progress = None, cancelled: Stop = None) -> object:
    """Fold what `function` gives for each tile, where no raster is written.

    Parameters
    ----------
    function : callable
        As in :func:`run`, but gives what is to be folded alone.
    grid, sources, combine, halo, tile, threads, progress, cancelled
        As in :func:`run`.

    Returns
    -------
    object
        The fold; what `function` gave where there is one tile.
    """
    return run(lambda arrays, window: ({}, function(arrays, window)), grid, sources, {}, combine=combine, halo=halo,
               tile=tile, threads=threads, progress=progress, cancelled=cancelled)


def _compute(function: Callable, grid: Grid, sources: Mapping[str, RasterSource], halo: int, tile: int,
             threads: int | None, progress: Progress, cancelled: Stop) -> Iterator[tuple]:
    """Yield (window, result) in the order of the tiles, a few tiles ahead."""
    ended = threading.Event()

    barren = [source.is_empty for source in sources.values() if hasattr(source, "is_empty")]
    nothing: dict = {}

    def outside(wide: Window, window: Window) -> object:
        """Give the result of a tile outside the area: that of any other of its shape."""
        if wide[2:] not in nothing:
            nothing[wide[2:]] = function({name: np.full((wide.height, wide.width), np.nan) for name in sources}, window)
        return nothing[wide[2:]]

    def work(window: Window) -> object:
        wide = Window(window.col - halo, window.row - halo, window.width + 2 * halo, window.height + 2 * halo)
        if any(is_empty(wide) for is_empty in barren):
            return outside(wide, window)
        arrays = {}
        for name, source in sources.items():
            if ended.is_set():
                raise Cancelled("Cancelled.")
            arrays[name] = source.read(wide)
        return function(arrays, window)

    parts = windows(grid, tile)
    count = workers(threads)
    pool = concurrent.futures.ThreadPoolExecutor(count, thread_name_prefix="scarp")
    queue: deque = deque()
    done = 0
    try:
        with limited_cache:
            for window in parts:
                queue.append((window, pool.submit(work, window)))
                if len(queue) <= count:
                    continue
                yield _first(queue, cancelled)
                done += 1
                _tell(progress, done / len(parts))
            while queue:
                yield _first(queue, cancelled)
                done += 1
                _tell(progress, done / len(parts))
    finally:
        ended.set()
        pool.shutdown(wait=False, cancel_futures=True)
        concurrent.futures.wait([future for _, future in queue if not future.cancelled()], PATIENCE_SECONDS)
        for source in sources.values():
            source.close()


def _first(queue: deque, cancelled: Stop) -> tuple:
    """Take the first tile from the queue when it is computed."""
    window, future = queue[0]
    while True:
        check_cancelled(cancelled)
        try:
            found = future.result(POLL_SECONDS)
        except concurrent.futures.TimeoutError:
            if future.done():
                raise
            continue
        queue.popleft()
        return window, found


def _tell(progress: Progress, share: float) -> None:
    if progress is not None:
        progress(share)


def check_cancelled(cancelled: Stop) -> None:
    """Raise Cancelled when the user asked to stop; without a callable, what `engine.stop` knows is asked."""
    stop.check(cancelled)


def read_whole(source: RasterSource, what: str, dtype: type = np.float64, *, progress: Progress = None,
               cancelled: Stop = None) -> np.ndarray:
    """Read a whole raster where the method needs all cells at once.

    Parameters
    ----------
    source : RasterSource
    what : str
        Begins the message when memory is short: "Flow routing".
    dtype : numpy floating type
    progress, cancelled
        As in :func:`run`.

    Returns
    -------
    ndarray, shape (rows, columns)

    Raises
    ------
    ResourceError
        Memory is short; says how much is needed.
    """
    grid = source.grid
    require_memory(grid.width * grid.height * np.dtype(dtype).itemsize, what)
    values = np.empty(grid.shape, dtype)
    with limited_cache:
        for top in range(0, grid.height, TILE):
            check_cancelled(cancelled)
            rows = min(TILE, grid.height - top)
            values[top:top + rows] = source.read(Window(0, top, grid.width, rows), dtype)
            _tell(progress, (top + rows) / grid.height)
    source.close()
    return values


def require_memory(needed: float, what: str) -> None:
    """Raise ResourceError when less than `needed` bytes are free, saying how much `what` needs."""
    free = available_memory()
    if needed > free:
        scale, unit = (1e9, "GB") if needed > 1e8 else (1e6, "MB")
        raise ResourceError(f"{what} needs {needed / scale:.1f} {unit} of memory and {free / scale:.1f} {unit} is "
                            "free. Use a smaller area or larger cells, or close other programs.")


def available_memory() -> int:
    """Bytes of memory that can be taken without swapping."""
    if os.path.exists("/proc/meminfo"):
        with open("/proc/meminfo", encoding="ascii") as file:
            sizes = dict(line.split(":", 1) for line in file)
        return int(sizes["MemAvailable"].split()[0]) * 1024
    if hasattr(os, "sysconf"):
        # macOS tells the memory there is, not what is free; inactive pages are given back on demand.
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
    ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
    return int(status.available)


class _MemoryStatus(ctypes.Structure):
    """Windows' MEMORYSTATUSEX."""

    _fields_ = [("length", ctypes.c_ulong), ("load", ctypes.c_ulong), ("total", ctypes.c_ulonglong),
                ("available", ctypes.c_ulonglong), *((name, ctypes.c_ulonglong) for name in "abcde")]
