"""What all tests share. Engine tests pass in an interpreter without QGIS; those that need it are then not collected."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

try:
    import qgis.core  # noqa: F401
except ImportError:
    collect_ignore = ["qgis", "ui"]

ROOT = Path(__file__).resolve().parents[1]


def load(name: str, path: Path, **options) -> ModuleType:
    """Import one file under a name of our choice."""
    spec = importlib.util.spec_from_file_location(name, path, **options)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def find_scarp() -> None:
    """Make this repository importable as ``scarp``, whatever its folder is called and PYTHONPATH holds."""
    found = importlib.util.find_spec("scarp")
    if found is None or Path(found.origin or ".").resolve() != ROOT / "__init__.py":
        load("scarp", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)])


find_scarp()

if importlib.util.find_spec("hypothesis"):
    import hypothesis

    # A gate gives the same verdict twice; at the desk, examples differ from run to run. A busy machine is no fault.
    hypothesis.settings.register_profile("scarp", deadline=None, derandomize=bool(os.environ.get("CI")))
    hypothesis.settings.load_profile("scarp")


_status = [0]


def pytest_sessionfinish(session, exitstatus) -> None:
    """Note how the tests ended."""
    _status[0] = int(exitstatus)


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure(config) -> None:
    """End here where QGIS was started: on its way out it now and then frees what Python freed before (3.22, 3.40)."""
    if "qgis.core" in sys.modules and not hasattr(config, "workerinput"):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_status[0])


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def build() -> ModuleType:
    """build.py as a module: its environment(), its qgis_process(), its list of what is shipped."""
    return load("scarp_build", ROOT / "build.py")


@pytest.fixture(scope="session")
def plugin(qgis_app, qgis_processing):
    """Load the plugin into the QGIS of this process; plain pytest-qgis does not unload it."""
    import scarp

    loaded = scarp.classFactory(None)
    loaded.initProcessing()
    yield loaded
    loaded.unload()
