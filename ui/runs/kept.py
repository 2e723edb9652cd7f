"""Runs whose files go when QGIS closes, and how they are kept."""

from __future__ import annotations

import os
import shutil

from qgis.core import QgsProcessingUtils, QgsProject


def is_temporary(run) -> bool:
    """Whether a file of a run lies where QGIS tidies up when it closes."""
    return any(_is_temporary(path) for path in _paths(run))


def keep(run, folder: str) -> str:
    """Copy the files of a run to a folder of their own, and let run and layers name them there.

    Parameters
    ----------
    run : FinishedRun
    folder : str

    Returns
    -------
    str
        The folder made.

    Raises
    ------
    OSError
    """
    place = os.path.join(folder, f"scarp_{run.number}")
    while os.path.exists(place):
        place += "_"
    os.makedirs(place)
    moved = {}
    for path in _paths(run):
        if _is_temporary(path):
            moved[path] = os.path.join(place, os.path.basename(path))
            shutil.copyfile(path, moved[path])
    for values in (run.parameters, run.results):
        values.update({name: moved[value] for name, value in values.items()
                       if isinstance(value, str) and value in moved})
    for layer in QgsProject.instance().mapLayers().values():
        if layer.source() in moved and layer.id() in run.layers.values():
            renderer = layer.renderer().clone()
            layer.setDataSource(moved[layer.source()], layer.name(), layer.providerType())
            layer.setRenderer(renderer)
    return place


def _paths(run) -> list:
    values = (*run.parameters.values(), *run.results.values())
    return list(dict.fromkeys(value for value in values if isinstance(value, str) and os.path.isfile(value)))


def _is_temporary(path: str) -> bool:
    return os.path.realpath(path).startswith(os.path.realpath(QgsProcessingUtils.tempFolder()) + os.sep)
