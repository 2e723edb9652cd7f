"""Layers that were removed from the project while a box of the dock had them chosen."""

from __future__ import annotations

from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtWidgets import QLabel

from ...translate import tr
from .page import LOST


def lost_text(body) -> str:
    """Say which inputs lost their layer and have none since; empty when there are none.

    Parameters
    ----------
    body : QWidget
        Holds the boxes, and the labels that name them.
    """
    lost = [(box, box.property(LOST)) for box in _boxes(body) if box.property(LOST)]
    if not lost:
        return ""
    return tr("Removed from the project, and now none: {0}.").format(
        ", ".join(f"{_label(body, box)} ('{name}')" for box, name in lost))


def forget_lost(body) -> None:
    """Speak no more of what is gone so far."""
    for box in _boxes(body):
        box.setProperty(LOST, "")


def _boxes(body) -> list:
    return body.findChildren(QgsMapLayerComboBox)


def _label(body, box) -> str:
    named = next((label for label in body.findChildren(QLabel) if label.buddy() is box), None)
    return named.text() if named is not None else box.accessibleName() or box.objectName()
