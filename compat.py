"""Every difference between the QGIS versions from 3.22 to 4, in one place."""

from __future__ import annotations

from qgis.core import Qgis, QgsField
from qgis.PyQt.QtCore import QMetaType, QVariant

FIXED_RANGE_PER_BAND = Qgis.QGIS_VERSION_INT >= 33800
"""Whether one raster layer can give each of its bands a time of its own."""


def field(name: str, kind: type) -> QgsField:
    """An attribute field; its type was a ``QVariant`` kind before QGIS 3.38 and is a ``QMetaType`` since.

    Parameters
    ----------
    name : str
        Name of the field.
    kind : type
        ``int``, ``float`` or ``str``.
    """
    if Qgis.QGIS_VERSION_INT >= 33800:
        types = {int: QMetaType.Type.Int, float: QMetaType.Type.Double, str: QMetaType.Type.QString}
    else:
        types = {int: QVariant.Int, float: QVariant.Double, str: QVariant.String}
    return QgsField(name, types[kind])
