"""GDAL's block cache, kept small while Scarp works."""

from __future__ import annotations

import threading

from osgeo import gdal

CACHE_BYTES = 128 << 20
"""GDAL's block cache while Scarp reads and writes; its default, 5 % of the memory, would only fill up."""


class _CacheLimit:
    """Keeps GDAL's block cache small while anyone needs it so, then puts the former size back."""

    def __init__(self) -> None:
        self._lock, self._users, self._former = threading.Lock(), 0, 0

    def __enter__(self) -> None:
        with self._lock:
            if self._users == 0:
                self._former = gdal.GetCacheMax()
                gdal.SetCacheMax(min(self._former, CACHE_BYTES))
            self._users += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0:
                gdal.SetCacheMax(self._former)


limited_cache = _CacheLimit()
"""Context manager: at most ``CACHE_BYTES`` of GDAL block cache inside."""
