"""Load, unload, load: nothing is left behind, and it works again."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("qgis.core")

START = """
import faulthandler; faulthandler.enable()
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QDir
from qgis.PyQt.QtGui import QIcon
application = QgsApplication([], True)
application.initQgis()
import scarp
registry = QgsApplication.processingRegistry()
plugin = scarp.classFactory(None)
"""

TURNS = """
def drawn(icon):
    return not icon.pixmap(16, 16).isNull()

for turn in range(2):
    plugin.initProcessing()
    plugin.initProcessing()
    provider = registry.providerById("scarp")
    print("loaded", len(provider.algorithms()) > 0, [p.id() for p in registry.providers()].count("scarp"),
          QDir.searchPaths("scarp") != [], drawn(QIcon("scarp:icons/scarp.svg")) and not drawn(QIcon("scarp:no.svg")),
          all(drawn(algorithm.icon()) for algorithm in provider.algorithms()))
    plugin.unload()
    plugin.unload()
    print("unloaded", registry.providerById("scarp") is None, QDir.searchPaths("scarp") == [])
"""

END = """
del plugin
application.exitQgis()
"""


def play(code, build, folder):
    """Run code in an interpreter of its own, with a QGIS profile of its own."""
    build.make_link(build.PLUGINS / "scarp")
    env = {**build.environment(), "QGIS_CUSTOM_CONFIG_PATH": str(folder)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False,
                          timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return [line for line in done.stdout.splitlines() if line.startswith(("loaded", "unloaded"))]


def test_load_unload_load(build, tmp_path):
    assert play(START + TURNS + END, build, tmp_path) == ["loaded True 1 True True True", "unloaded True True"] * 2


def test_gui_without_a_window_is_as_good(build, tmp_path):
    code = TURNS.replace("plugin.initProcessing()", "plugin.initGui()", 1)
    assert play(START + code + END, build, tmp_path) == ["loaded True 1 True True True", "unloaded True True"] * 2


def test_importing_the_package_starts_nothing(build, tmp_path):
    code = "import sys, scarp; print('loaded', 'qgis' in sys.modules, 'scarp.plugin' in sys.modules)"
    assert play(code, build, tmp_path) == ["loaded False False"]


def test_an_algorithm_has_one_name_everywhere(build, root, tmp_path):
    """Algorithm, file, icon, documentation page and test file are called the same."""
    code = """
plugin.initProcessing()
from qgis.core import QgsProcessingModelAlgorithm
print("loaded", *(algorithm.name() for algorithm in registry.providerById("scarp").algorithms()
                  if not isinstance(algorithm, QgsProcessingModelAlgorithm)))
plugin.unload()
"""
    names = play(START + code + END, build, tmp_path)[0].split()[1:]
    assert len(names) == len(set(names)) >= 5
    for pattern in ("algorithms/{}.py", "resources/icons/{}.svg", "docs/algorithms/{}.md", "tests/qgis/test_{}.py"):
        assert [name for name in names if not (root / pattern.format(name)).is_file()] == [], pattern
