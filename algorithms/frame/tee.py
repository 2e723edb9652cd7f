"""One tile into several rasters."""

from __future__ import annotations


class Tee:
    """A writer that passes on to others.

    Parameters
    ----------
    *writers : RasterWriter or None
        None is passed over.
    """

    def __init__(self, *writers) -> None:
        self._writers = [writer for writer in writers if writer is not None]

    def write(self, array, window) -> None:
        """Write to each, as `RasterWriter.write`."""
        for writer in self._writers:
            writer.write(array, window)
