"""Python packages that Scarp installed for itself: a folder of the QGIS profile, searched after everything of QGIS.

The folder comes last on the path, so what QGIS brings stays what QGIS uses; numpy and scipy are never in it.
"""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from pathlib import Path

from qgis.core import QgsApplication

KEPT = ("numpy", "scipy")
"""Packages that stay those of QGIS: its GDAL is built with this numpy."""


def folder() -> Path:
    """Give the folder, which need not exist; another Python needs other packages, so each version has its own."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "scarp" / "python{}.{}".format(*sys.version_info[:2])


def join_path() -> None:
    """Let packages in the folder be found, last of all."""
    place = str(folder())
    if os.path.isdir(place) and place not in sys.path:
        sys.path.append(place)
        importlib.invalidate_caches()


def leave_path() -> None:
    """Take the folder off the path."""
    place = str(folder())
    if place in sys.path:
        sys.path.remove(place)
        importlib.invalidate_caches()


def take_over(made: Path) -> None:
    """Let a folder filled by pip take the place of the present one, without what must stay that of QGIS.

    Raises
    ------
    OSError
        The present folder is in use, as loaded libraries are on Windows; it stays as it was.
    """
    for path in made.iterdir():
        if path.name.split("-")[0].split(".")[0].lower() in KEPT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    remove()
    made.rename(folder())
    join_path()


def remove() -> None:
    """Remove the packages; those in use stay loaded until QGIS is closed.

    Raises
    ------
    OSError
        The folder is in use; it stays as it was.
    """
    leave_path()
    place = folder()
    if place.exists():
        old = place.with_name(f"{place.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        try:
            place.rename(old)
        except OSError:
            join_path()
            raise
        shutil.rmtree(old, ignore_errors=True)
