"""The settings that belong to a machine, typed, in `QgsSettings` under ``scarp/``."""

from __future__ import annotations

from typing import Generic, TypeVar

from qgis.core import QgsSettings

Value = TypeVar("Value", int, str)


class Setting(Generic[Value]):
    """One setting: its key, its default, and what it may be.

    Parameters
    ----------
    key : str
        Name below ``scarp/``.
    default : int or str
        Used when nothing, or nothing valid, is stored; its type is the type of the setting.
    choices : tuple, optional
        The values allowed; empty = any value of the type.
    lowest : int, optional
        The least value allowed of a number.
    """

    def __init__(self, key: str, default: Value, choices: tuple = (), lowest: int | None = None) -> None:
        self.key, self.default, self.choices, self.lowest = f"scarp/{key}", default, choices, lowest

    def get(self) -> Value:
        """The stored value, or the default when there is none or it is not valid (QGIS stores text)."""
        stored = QgsSettings().value(self.key)
        if stored is None:
            return self.default
        try:
            value = type(self.default)(stored)
        except (TypeError, ValueError):
            return self.default
        return value if self.allows(value) else self.default

    def set(self, value: Value) -> None:
        """Store a value.

        Raises
        ------
        ValueError
            When it is not allowed.
        """
        if not self.allows(value):
            raise ValueError(f"{self.key}: {value!r} is not allowed")
        QgsSettings().setValue(self.key, value)

    def allows(self, value: Value) -> bool:
        """Whether this value may be stored."""
        if not isinstance(value, type(self.default)):
            return False
        return (not self.choices or value in self.choices) and (self.lowest is None or value >= self.lowest)


THREADS = Setting("threads", 0, lowest=0)
"""Threads for tiles; 0 = as many as the machine has cores."""

ONNX_PROVIDER = Setting("onnx_provider", "auto", choices=("auto", "cpu", "cuda", "directml"))
"""What runs trained networks; ``auto`` takes the fastest that is there."""

TRAINING_PYTHON = Setting("training_python", "")
"""The interpreter that has torch; empty = looked for when training starts."""

WELCOMED = Setting("welcomed", 0, choices=(0, 1))
"""Whether the dock's first page was left once."""

ALLOW_NETWORK = Setting("allow_network", 0, choices=(0, 1))
"""Whether inputs may be read over the network."""

PACE = Setting("pace", 0, lowest=0)
"""Nanoseconds that the last run of the dock took for a cell and time by FORM; 0 = none was made on this machine."""

CALIBRATION_PACE = Setting("calibration_pace", 0, lowest=0)
"""Microseconds that the last calibration of the dock took for a cell and a mean; 0 = none was made on this machine."""
