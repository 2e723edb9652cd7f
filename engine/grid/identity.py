"""Which files a source is read from, so that no output replaces an input, by whatever name either is called."""

from __future__ import annotations

import contextlib
import os
import re
from html import unescape
from typing import Iterable, Mapping

from osgeo import gdal

from ..commit import place
from ..errors import GridError
from .library import close_dataset

_DEEPEST = 8
"""Virtual rasters of virtual rasters that are followed."""

_MOST_COLONS = 20
_LARGEST_VRT = 16 << 20
_IN_VRT = re.compile(rb"<(?:SourceFilename|SrcDataSource|SourceDataset|GDALRasterBand|SrcDSName)\b([^>]*)>([^<]+)<")
_QUOTED = re.compile(r"'([^']+)'|\"([^\"]+)\"")
_LAYER = re.compile(r"[|]layername=([^|]+)|\btable=\"?(?:[^\".]+\"?\.\"?)?([^\" ]+)\"?")
_REMOTE = re.compile(r"https?:|ftp:|/vsi(?:curl|s3|gs|az|adls|oss|swift|webhdfs)", re.IGNORECASE)
"""Sources on a network, which are not asked what they are made of."""

_COMPANIONS = {".shp": (".dbf", ".shx"), ".dbf": (".shp",), ".tab": (".dat", ".map"), ".mif": (".mid",)}
"""What a driver writes besides the file that is named."""


def files_of(source: str) -> set:
    """Give the files behind a source.

    Parameters
    ----------
    source : str
        A path, or what GDAL, OGR and QGIS know a layer by: ``GTIFF_DIR:1:file``, ``NETCDF:"file":variable``,
        ``/vsizip/file/inside``, ``vrt://file``, ``file:///a%20b.csv?type=csv``, ``file|layername=name``,
        ``dbname='file' table="name"``, virtual rasters and vectors with all they are made of.

    Returns
    -------
    set of str
        Paths that exist.
    """
    found: set = set()
    _gather(os.fspath(source), found, 0)
    return found


def refuse_overwrite(inputs: Mapping[str, str], outputs: Mapping[str, str]) -> None:
    """Check that no output is also an input or another output, by the identity of the files.

    Parameters
    ----------
    inputs, outputs : mapping of parameter name to source
        Empty ones are passed over. A layer of a database may be written beside another that is read.

    Raises
    ------
    GridError
        Naming both parameters.
    """
    taken = [(name, source, {identity(path) for path in files_of(source)}) for name, source in inputs.items() if source]
    made: dict = {}
    for name, path in outputs.items():
        if not path:
            continue
        mine = {identity(each) for each in _written(path)}
        for other, source, files in taken:
            if mine & files and not _other_layer(path, source):
                raise GridError(name, f"'{path}' is also {other}", "Choose another file name.")
        for one in mine:
            key = one, _layer(path) if _is_database(path) else ""
            if key in made:
                raise GridError(name, f"'{path}' is also {made[key]}", "Choose another file name.")
            made[key] = name


def identity(path: str):
    """Give what one file is known by, whatever its path: device and number, else the path where there is none yet."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return os.path.normcase(place(path))
    return (found.st_dev, found.st_ino) if found.st_ino else os.path.normcase(place(path))


def same_file(path: str, others: Iterable[str]) -> bool:
    """Whether a path is one of the files behind some sources."""
    return identity(path) in {identity(each) for source in others for each in files_of(source)}


def _written(output: str) -> list:
    """Give the paths an output is written to."""
    path = output
    if _is_database(output):
        path = database(output)
        if not path:
            return []
    stem, ending = os.path.splitext(path)
    return [path, *(stem + each for each in _COMPANIONS.get(ending.lower(), ()))]


def _is_database(output: str) -> bool:
    return bool(re.match(r"^[a-z]{3,}:", output)) and not output.startswith("file:")


def database(uri: str) -> str:
    """Give the file of ``ogr:dbname='file' table="name"``, empty where it is none (a server)."""
    found = re.search(r"dbname=(?:'([^']+)'|\"([^\"]+)\"|(\S+))", uri)
    path = next((part for part in found.groups() if part), "") if found else ""
    return path if path and (os.path.dirname(path) or os.path.exists(path)) else ""


def _layer(source: str) -> str:
    found = _LAYER.search(source)
    return next((part for part in found.groups() if part), "").lower() if found else ""


def _other_layer(output: str, source: str) -> bool:
    """Whether an output is another layer of the database that is read."""
    return _is_database(output) and "" not in (_layer(source), _layer(output)) and _layer(source) != _layer(output)


def _gather(source: str, found: set, depth: int) -> None:
    before = len(found)
    for path in _spellings(source):
        if not os.path.exists(path):
            continue
        real = os.path.abspath(path)
        if real in found:
            continue
        found.add(real)
        if depth < _DEEPEST:
            for inner in _of_virtual(real):
                _gather(inner, found, depth + 1)
    if (len(found) == before or not os.path.exists(source)) and not _REMOTE.search(source):
        for path in _of_gdal(source):
            if os.path.exists(path) and os.path.abspath(path) not in found:
                _gather(path, found, depth + 1)


def _spellings(source: str) -> list:
    """Give every part of a source that may be a path."""
    parts = [source, source.split("|")[0]]
    plain = parts[-1]
    if plain.startswith("file:"):
        path = _unquoted(plain.split("?")[0][len("file:"):])
        parts += [path, "/" + path.lstrip("/"), path.lstrip("/")]
    if "://" in plain:
        parts.append(plain.split("://", 1)[1].split("?")[0])
    parts += [part for pair in _QUOTED.findall(source) for part in pair if part]
    # A path may hold colons itself, so every stretch between two of them may be one.
    ends = [-1, *(where for where, mark in enumerate(source) if mark == ":"), len(source)][:_MOST_COLONS]
    parts += [source[first + 1:last].strip("\"'").split("?")[0] for number, first in enumerate(ends)
              for last in ends[number + 1:]]
    vsi = re.match(r"^(?:/vsi[a-z0-9]+/)+(?:\{([^}]+)\})?(.*)$", source)
    if vsi:
        inner = vsi.group(1) or vsi.group(2)
        names = inner.split("/")
        parts += ["/".join(names[:count]) for count in range(len(names), 0, -1)]
        parts += ["/" + part for part in parts[-len(names):]]
        parts = [part for part in parts if os.path.isfile(part)]
    return list(dict.fromkeys(part for part in parts if part and len(part) < 4096 and "\0" not in part))


def _unquoted(text: str) -> str:
    """Undo per cent signs of a URL."""
    return re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes([int(found.group(1), 16)]),
                  text.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")


def _of_virtual(path: str) -> list:
    """Give what a virtual raster or vector is made of, read from its text: it need not open for that."""
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > _LARGEST_VRT:
            return []
        with open(path, "rb") as file:
            start = file.read(512)
            if b"<VRTDataset" not in start and b"<OGRVRT" not in start:
                return []
            text = start + file.read()
    except OSError:
        return []
    folder, inner = os.path.dirname(path), []
    for attributes, name in _IN_VRT.findall(text):
        written = unescape(name.decode("utf-8", "replace")).strip()
        relative = re.search(rb"relativeToVRT\s*=\s*[\"']1", attributes) or re.search(
            rb"relativeToVRT\s*=\s*[\"']1", text)
        inner.append(written)
        if relative:
            inner.append(os.path.join(folder, written))
    return inner


def _of_gdal(source: str) -> list:
    """Give the files GDAL says it reads."""
    with contextlib.suppress(RuntimeError):      # what GDAL cannot open has no files it knows
        dataset = gdal.OpenEx(source, gdal.OF_RASTER | gdal.OF_VECTOR)
        if dataset is not None:
            files = list(dataset.GetFileList() or [])
            close_dataset(dataset)
            return files
    return []
