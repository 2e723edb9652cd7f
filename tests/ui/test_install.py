"""Install on the page Setup: pip in its own process, numpy left to QGIS, the folder last on the path, undone again."""

from __future__ import annotations

import importlib
import sys
import zipfile

import numpy as np
import pytest
from scarp import own_packages
from scarp.ui.pages import packages


def wheel(folder, name, version, needs=()):
    """Write a package of one module as pip takes it."""
    module = name.replace("-", "_")
    info = f"{module}-{version}.dist-info"
    files = {f"{module}/__init__.py": f"__version__ = '{version}'\n",
             f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
                                 + "".join(f"Requires-Dist: {each}\n" for each in needs),
             f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(folder / f"{module}-{version}-py3-none-any.whl", "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)


@pytest.fixture
def setup(dock, tmp_path, monkeypatch):
    """Give the page of a machine that lacks one package, with a folder of wheels and no network."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    wheel(wheels, "scarp-trial", "1.5", ["numpy"])
    for version in (np.__version__, "99.0"):      # a newer one is there, and must not come
        wheel(wheels, "numpy", version)
    place = tmp_path / "profile" / "python"
    monkeypatch.setattr(own_packages, "folder", lambda: place)
    monkeypatch.setattr(packages, "PACKAGES", (
        ("numpy", "numpy", "core", "every computation"), ("scarp_trial", "scarp-trial", "extra", "a trial"),
        ("onnxruntime", "onnxruntime", "core", "networks")))
    page = dock.pages["setup"]
    page.look()
    page.wheels.setFilePath(str(wheels))
    dock.show_page("setup")
    yield page
    own_packages.leave_path()
    sys.modules.pop("scarp_trial", None)


def install(page, wait_until):
    page.install.click()
    assert page.installer.busy
    wait_until(lambda: not page.installer.busy)


def test_what_is_missing_is_installed_and_removed_again(setup, wait_until):
    assert setup.install.isVisibleTo(setup)
    assert not own_packages.folder().exists()      # nothing without a click
    install(setup, wait_until)
    assert setup.installState.text() == "Installed.", setup.installState.text()
    assert "✓ 1.5" in setup.packages.item(1, 1).text()
    assert sys.path[-1] == str(own_packages.folder())
    assert [path.name for path in own_packages.folder().iterdir() if "numpy" in path.name] == []
    assert importlib.import_module("numpy") is np
    assert not setup.install.isVisibleTo(setup)
    assert not setup.installer.part().exists()
    setup.uninstall.click()
    assert not own_packages.folder().exists()
    assert str(own_packages.folder()) not in sys.path


def test_the_running_numpy_binds_pip(setup, wait_until, tmp_path):
    (tmp_path / "wheels" / "scarp_trial-1.5-py3-none-any.whl").unlink()
    wheel(tmp_path / "wheels", "scarp-trial", "1.6", ["numpy>=99"])
    install(setup, wait_until)
    assert setup.installState.text().startswith("pip failed. Nothing was changed.")
    assert "numpy" in setup.installState.text()
    assert not own_packages.folder().exists()


def test_installing_can_be_stopped(setup, wait_until):
    setup.install.click()
    setup.stopInstall.click()
    wait_until(lambda: not setup.installer.busy)
    assert setup.installState.text() == "Stopped. Nothing was installed."
    assert not own_packages.folder().exists()
    assert not setup.installer.part().exists()


def test_a_python_that_does_not_start_is_said(setup, wait_until, monkeypatch):
    monkeypatch.setattr(packages, "interpreter", lambda: "/nowhere/python3")
    setup.install.click()
    wait_until(lambda: not setup.installer.busy)
    assert setup.installState.text().startswith("'/nowhere/python3' does not start:")


def test_a_machine_without_a_network_is_told_what_it_needs(setup):
    text = setup.offlineNote.text()
    assert f"pip download --only-binary :all: --python-version {sys.version_info[0]}.{sys.version_info[1]}" in text
    assert f'scarp-trial "numpy=={np.__version__}"' in text
    assert packages.interpreter() == sys.executable


def test_the_plugin_puts_the_folder_last_on_the_path_and_takes_it_off(setup, wait_until):
    install(setup, wait_until)
    own_packages.leave_path()
    assert str(own_packages.folder()) not in sys.path
    own_packages.join_path()
    own_packages.join_path()
    assert sys.path.count(str(own_packages.folder())) == 1
    assert sys.path[-1] == str(own_packages.folder())
