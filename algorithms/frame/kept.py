"""Copies, beside a report, of tables and places that will be gone: layers in memory, selections, temporary files."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsProcessingFeatureSource,
    QgsVectorFileWriter,
    QgsWkbTypes,
)

from ...engine.errors import ResourceError
from .layers import is_temporary


def keep_inputs(given, run) -> None:
    """Copy what a command could not name, and have the command name the copies.

    Only where a folder, or a report that stays, is written.

    Parameters
    ----------
    given : Given
    run : Run

    Raises
    ------
    ResourceError
        A copy cannot be written.
    """
    into_folder = run.wants("FOLDER")
    report = run.path("REPORT") if not into_folder else ""
    if not into_folder and (not report or is_temporary(report)):
        return
    for name in dict.fromkeys([*given.not_repeatable, *given.temporary]):
        if not given.is_vector(name):
            continue
        stem, ending = name.lower(), ".csv" if _is_table(given, name) else ".gpkg"
        content = _as_csv(given, name) if ending == ".csv" else _as_geopackage(given, run, name)
        if into_folder:
            folder = run.output_folder("FOLDER")
            try:
                Path(folder.path(stem + ending)).write_bytes(content)
            except OSError as error:
                raise ResourceError(f"FOLDER: '{stem}{ending}' cannot be written: {error.strerror}.") from error
            kept = folder.final(stem + ending)
        else:
            kept = _free(f"{os.path.splitext(os.path.abspath(report))[0]}_{stem}", ending, content)
            run.extra_file(f"REPORT, {name}", kept, content)
        run.name_input(name, kept)


def _is_table(given, name: str) -> bool:
    return given.layer(name).wkbType() in (QgsWkbTypes.Type.NoGeometry, QgsWkbTypes.Type.Unknown)


def _free(stem: str, ending: str, content: bytes) -> str:
    """Give a path where nothing lies, or the same content."""
    path, number = stem + ending, 1
    while os.path.exists(path) and Path(path).read_bytes() != content:
        number += 1
        path = f"{stem}_{number}{ending}"
    return path


def _as_csv(given, name: str) -> bytes:
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(given.fields(name))
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.NoGeometry)
    for feature in given.layer(name).getFeatures(request):
        table.writerow(["" if value is None else value for value in given.cells(name, feature)])
    return written.getvalue().encode("utf-8")


def _as_geopackage(given, run, name: str) -> bytes:
    source, path = given.layer(name), run.scratch(f"{name.lower()}_kept.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", name.lower()
    # A field of the name fid that holds anything else would be taken for the GeoPackage's own.
    options.layerOptions = ["FID=scarp_fid"]
    writer = QgsVectorFileWriter.create(path, source.fields(), source.wkbType(), source.sourceCrs(),
                                        QgsCoordinateTransformContext(), options)
    check = QgsProcessingFeatureSource.FlagSkipGeometryValidityChecks
    for feature in source.getFeatures(QgsFeatureRequest(), check):
        writer.addFeature(feature)
    fault = writer.errorMessage() if writer.hasError() else ""
    del writer
    if fault:
        raise ResourceError(f"{name}: its copy cannot be written: {fault}")
    return Path(path).read_bytes()
