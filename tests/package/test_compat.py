"""The QGIS this runs in gets what it understands."""

from __future__ import annotations

import pytest

pytest.importorskip("qgis.core")

from scarp import compat


@pytest.mark.parametrize(("kind", "value"), [(int, 3), (float, 0.5), (str, "zone")])
def test_a_field_takes_values_of_its_kind(kind, value):
    from qgis.core import QgsFeature, QgsFields, QgsVectorLayer

    layer = QgsVectorLayer("NoGeometry", "table", "memory")
    assert layer.dataProvider().addAttributes([compat.field("value", kind)])
    layer.updateFields()
    feature = QgsFeature(QgsFields(layer.fields()))
    feature["value"] = value
    assert layer.dataProvider().addFeatures([feature])[0]
    (stored,) = layer.getFeatures()
    assert stored["value"] == value
    assert isinstance(stored["value"], kind)


def test_flags_are_numbers_under_every_pyqt():
    import enum

    from qgis.PyQt.QtCore import Qt

    class Side(enum.Flag):
        """What flags are under PyQt6."""

        LEFT = 1
        TOP = 32

    assert compat.number(Side.LEFT | Side.TOP) == 33
    assert compat.number(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) == 33
