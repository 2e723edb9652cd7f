"""Settings are typed, have defaults and refuse what makes no sense."""

from __future__ import annotations

import pytest

pytest.importorskip("qgis.core")

from qgis.core import QgsSettings
from scarp import settings


@pytest.fixture(autouse=True)
def clean():
    for setting in (settings.THREADS, settings.ONNX_PROVIDER, settings.TRAINING_PYTHON):
        QgsSettings().remove(setting.key)
    yield
    QgsSettings().remove("scarp")


def test_defaults():
    assert (settings.THREADS.get(), settings.ONNX_PROVIDER.get(), settings.TRAINING_PYTHON.get()) == (0, "auto", "")


def test_round_trip_keeps_the_type():
    settings.THREADS.set(3)
    settings.ONNX_PROVIDER.set("cuda")
    QgsSettings().sync()
    assert settings.THREADS.get() == 3
    assert settings.ONNX_PROVIDER.get() == "cuda"
    assert QgsSettings().value("scarp/threads") is not None


@pytest.mark.parametrize("stored", ["many", "-2", "", [1, 2]])
def test_a_spoilt_value_is_the_default(stored):
    QgsSettings().setValue("scarp/threads", stored)
    assert settings.THREADS.get() == 0


@pytest.mark.parametrize(("setting", "value"), [(settings.THREADS, -1), (settings.THREADS, "2"),
                                                (settings.ONNX_PROVIDER, "tpu")])
def test_nonsense_is_refused(setting, value):
    with pytest.raises(ValueError, match="not allowed"):
        setting.set(value)
