"""Supplies of a storm on disk, in square blocks, every block with all its steps together.

The router writes step by step, tiles read all steps of a window: in this order a tile is a few long reads.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import weakref
from typing import Iterator

import numpy as np

from ..errors import ResourceError

BLOCK = 128
"""Edge of the blocks of the scratch file, cells."""

_CHUNK = 1 << 22


class Layout:
    """Cells of a grid in square blocks, row by row within each.

    Parameters
    ----------
    rows, cols : int
        Shape of the grid.
    block : int
        Edge of the blocks; those at the lower and right rim are cut.
    """

    def __init__(self, rows: int, cols: int, block: int = BLOCK):
        self.rows, self.cols, self.block = rows, cols, block

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Give first cell and number of cells of each block, in order."""
        start = 0
        for top in range(0, self.rows, self.block):
            height = min(self.block, self.rows - top)
            for left in range(0, self.cols, self.block):
                size = height * min(self.block, self.cols - left)
                yield start, size
                start += size

    def index(self, flat: np.ndarray) -> np.ndarray:
        """Turn flat indices of the grid (row by row) into places in the blocks; (n,) int32 array."""
        result = np.empty_like(flat)
        for first in range(0, flat.size, _CHUNK):
            row, col = np.divmod(flat[first:first + _CHUNK], np.int32(self.cols))
            top, left = row // self.block * self.block, col // self.block * self.block
            height = np.minimum(self.block, self.rows - top)
            width = np.minimum(self.block, self.cols - left)
            result[first:first + _CHUNK] = top * self.cols + left * height + (row - top) * width + (col - left)
        return result

    def pieces(self, window) -> Iterator[tuple]:
        """Give the blocks under a window.

        Yields
        ------
        start : int
            First cell of the block.
        shape : tuple of int
            Rows and columns of the block.
        inside, outside : tuple of slice
            The part under the window, in the block and in the window.
        """
        first_col, first_row, width, height = window
        for top in range(first_row // self.block * self.block, first_row + height, self.block):
            tall = min(self.block, self.rows - top)
            rows = slice(max(first_row, top), min(first_row + height, top + tall))
            for left in range(first_col // self.block * self.block, first_col + width, self.block):
                wide = min(self.block, self.cols - left)
                cols = slice(max(first_col, left), min(first_col + width, left + wide))
                inside = (slice(rows.start - top, rows.stop - top), slice(cols.start - left, cols.stop - left))
                outside = (slice(rows.start - first_row, rows.stop - first_row),
                           slice(cols.start - first_col, cols.stop - first_col))
                yield top * self.cols + left * tall, (tall, wide), inside, outside

    def put(self, blocked: np.ndarray, window, values) -> None:
        """Write a window's values ((h, w) array or number) into a blocked array."""
        values = np.broadcast_to(values, (window[3], window[2]))
        for start, shape, inside, outside in self.pieces(window):
            blocked[start:start + shape[0] * shape[1]].reshape(shape)[inside] = values[outside]

    def get(self, blocked: np.ndarray, window) -> np.ndarray:
        """Give a window of a blocked array as an (h, w) array."""
        values = np.empty((window[3], window[2]), dtype=blocked.dtype)
        for start, shape, inside, outside in self.pieces(window):
            values[outside] = blocked[start:start + shape[0] * shape[1]].reshape(shape)[inside]
        return values


class Scratch:
    """Supplies of wet steps on disk: float32, plain file reads and writes, removed on `close`.

    Parameters
    ----------
    layout : Layout
    steps : int
        Number of steps to be kept.
    folder : str, optional
        Where; the system's folder for temporary files by default.

    Raises
    ------
    ResourceError
        The disk lacks the room.
    """

    def __init__(self, layout: Layout, steps: int, folder: str | None = None):
        self.layout, self.steps = layout, steps
        folder = folder or tempfile.gettempdir()
        needed, free = 4 * layout.rows * layout.cols * steps, shutil.disk_usage(folder).free
        if needed > free:
            raise ResourceError(f"Routing runoff needs {needed / 1e9:.1f} GB of disk in {folder} and "
                                f"{free / 1e9:.1f} GB is free. Free some, or join time steps of the rain.")
        handle, self.path = tempfile.mkstemp(prefix="scarp-supply-", suffix=".bin", dir=folder)
        self._writer = os.fdopen(handle, "wb", buffering=0)
        self._local, self._readers, self._lock = threading.local(), [], threading.Lock()
        self._finish = weakref.finalize(self, _remove, self.path, self._readers, self._writer)

    def write(self, step: int, blocked: np.ndarray) -> None:
        """Write one step ((cells,) float32 array in blocks).

        Raises
        ------
        ResourceError
            The disk is full or fails; what was written is removed by `close`.
        """
        data = memoryview(blocked).cast("B")
        try:
            for start, size in self.layout.blocks():
                self._writer.seek(4 * (start * self.steps + step * size))
                part = data[4 * start:4 * (start + size)]
                while part:
                    part = part[self._writer.write(part):]
        except OSError as error:
            raise ResourceError(f"Runoff cannot be written to {self.path}: {error.strerror}. "
                                "Free some disk, or join time steps of the rain.") from error

    def read(self, window) -> np.ndarray:
        """Give all steps of a window; (steps, h, w) float32 array. Threads may read at once."""
        file = getattr(self._local, "file", None)
        if file is None:
            file = self._local.file = open(self.path, "rb", buffering=0)  # noqa: SIM115 (closed by close())
            with self._lock:
                self._readers.append(file)
        values = np.empty((self.steps, window[3], window[2]), dtype=np.float32)
        for start, shape, (rows, cols), (to_rows, to_cols) in self.layout.pieces(window):
            block = np.empty((self.steps, *shape), dtype=np.float32)
            file.seek(4 * start * self.steps)
            rest = memoryview(block).cast("B")
            while rest:
                count = file.readinto(rest)
                if not count:
                    raise ResourceError(f"The file of runoff {self.path} was cut short.")
                rest = rest[count:]
            values[:, to_rows, to_cols] = block[:, rows, cols]
        return values

    def close(self) -> None:
        """Remove the file."""
        self._finish()


def _remove(path: str, readers: list, writer) -> None:
    for file in [*readers, writer]:
        file.close()
    if os.path.exists(path):
        os.remove(path)
