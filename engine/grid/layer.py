"""What a program's layer says of a raster beyond its file."""

from __future__ import annotations


class LayerPath(str):
    """Path of a raster, with what the layer it was chosen as says of it; a plain path says nothing.

    Parameters
    ----------
    path : str
        Anything GDAL opens.
    crs : str
        WKT of the layer's coordinate reference system; empty is that of the file.
    empty : sequence of (low, high)
        Further values that mean no data, by band from 1: ``{band: ((low, high), ...)}``, bounds included.
    ignored : sequence of int
        Bands whose declared nodata value is a value all the same.
    """

    def __new__(cls, path: str, crs: str = "", empty=None, ignored=()) -> LayerPath:
        """Make the text; it is the path."""
        made = super().__new__(cls, path)
        made.crs, made.empty, made.ignored = crs, dict(empty or {}), frozenset(ignored)
        return made

    @property
    def plain(self) -> bool:
        """Whether the file alone says all."""
        return not self.crs and not self.empty and not self.ignored

    @classmethod
    def of(cls, path: str) -> LayerPath:
        """Give the path itself, or one that says nothing more."""
        return path if isinstance(path, cls) else cls(path)
