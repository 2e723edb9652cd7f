"""Whether reading a file would touch the network."""

from __future__ import annotations

import os
import re

_REMOTE = re.compile(
    r"(?:https?|ftps?|s3|gs|az)://|/vsi(?:curl|s3|gs|az|adls|oss|swift|webhdfs|hdfs)(?:_streaming)?[/?]"
    r"|(?:^|[>\s\"'])(?:WMS|WMTS|WCS|WFS|WFS3|OAPIF|OGCAPI|EEDAI?|PLMOSAIC|PLSCENES|DAAS|NGW|STACTA|STACIT):"
    r"|<GDAL_W(?:MS|MTS)\b|<WCS_GDAL\b|<OGRWFS", re.IGNORECASE)
_TEXT_BYTES = 1 << 24
"""So much of a text that describes a source is looked through."""

_ROOTS = ("VRTDataset", "OGRVRTDataSource", "GDALTileIndexDataset", "GDAL_WMS", "GDAL_WMTS", "WCS_GDAL",
          "OGRWFSDataSource")
"""Of texts that say where data lie; links in any other XML, such as KML, are only text."""


def remote_part(source: str) -> str:
    """Give the place on the network that reading a source would touch, else ``""``.

    Parameters
    ----------
    source : str
        A path, anything else GDAL or QGIS opens, or the text of a virtual raster.

    Notes
    -----
    Virtual rasters, and text files that describe services, are looked through, also those they refer to. Nothing is
    opened by GDAL, which might fetch at once.
    """
    return _search(str(source), set())


def _search(source: str, seen: set) -> str:
    found = _REMOTE.search(_without_namespaces(source))
    if found:
        return source[found.start():found.start() + 80].strip()
    path = re.sub(r"^file:/*(?=/)", "", source).split("|")[0].split("?")[0]
    path = os.path.abspath(path) if "<" not in path else ""
    if not path or path in seen or not os.path.isfile(path):
        return ""
    seen.add(path)
    with open(path, "rb") as file:
        head = file.read(4096)
        root = re.search(r"<(\w+)", re.sub(r"<\?.*?\?>|<!--.*?-->|\s", " ", head.decode("utf-8", "replace")))
        catalogue = head.lstrip()[:1] == b"{" and b"stac_version" in head
        if not catalogue and not (head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" and root and root.group(1) in _ROOTS):
            return ""
        text = _without_namespaces((head + file.read(_TEXT_BYTES)).decode("utf-8", "replace"))
    found = _REMOTE.search(text)
    if found:
        return re.split("[<\"']", text[found.start():found.start() + 80].strip("<>\"' "))[0].strip()
    folder = os.path.dirname(path)
    for other in re.findall(r"<(?:SourceFilename|SourceDataset|SrcDataSource|IndexDataset)[^>]*>([^<]+)<", text):
        other = other.replace("&amp;", "&").strip()
        for each in (other, os.path.join(folder, other)):
            deeper = _search(each, seen)
            if deeper:
                return deeper
    return ""


def _without_namespaces(text: str) -> str:
    """Leave out addresses that are only names: namespaces and schemas of XML."""
    return re.sub(r"(?:xmlns(?::\w+)?|xsi:\w+|schemaLocation)\s*=\s*(\"[^\"]*\"|'[^']*')", "", text)
