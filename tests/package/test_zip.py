"""The zip: an allow-list, reproducible, and QGIS takes it."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import time
import zipfile

import pytest


@pytest.fixture(scope="module")
def archive(build, tmp_path_factory):
    path = tmp_path_factory.mktemp("package") / "scarp.zip"
    build.package(path)
    return path


def test_same_sources_give_same_bytes(build, archive, tmp_path):
    again = tmp_path / "again.zip"
    time.sleep(0.01)
    build.package(again)
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(archive.read_bytes()).digest()


def test_entries_carry_nothing_of_this_machine(archive):
    with zipfile.ZipFile(archive) as opened:
        entries = opened.infolist()
    assert {entry.date_time for entry in entries} == {(2020, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)


def test_holds_the_plugin_and_nothing_else(archive, root):
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
    assert {name.split("/")[0] for name in names} == {"scarp"}
    inside = [name.partition("/")[2] for name in names]
    assert {"metadata.txt", "LICENSE", "__init__.py", "plugin.py", "engine/__init__.py", "sample/README.md",
            "sample/dem.tif"} <= set(inside)
    assert [name for name in inside if not (root / name).is_file()] == []
    forbidden = ("tests/", "benchmarks/", "build.py", ".git", ".venv", ".build", "demo/", "dist/")
    assert [name for name in inside if name.startswith(forbidden) or "__pycache__" in name] == []
    binaries = (".so", ".dll", ".pyd", ".exe", ".dylib", ".pyc")
    assert [name for name in inside if name.endswith(binaries)] == []


def test_every_module_is_in_the_zip(archive, root):
    """The allow-list forgets no folder of ours."""
    with zipfile.ZipFile(archive) as opened:
        names = set(opened.namelist())
    for folder in ("algorithms", "engine", "ui"):
        for path in (root / folder).rglob("*.py"):
            assert f"scarp/{path.relative_to(root).as_posix()}" in names


def test_is_small_enough_for_the_plugin_site(archive):
    assert archive.stat().st_size <= 25 * 1024 * 1024


def test_too_large_a_zip_is_refused(build, tmp_path, monkeypatch):
    monkeypatch.setattr(build, "ZIP_LIMIT", 1000)
    with pytest.raises(build.BuildError, match="MB"):
        build.package(tmp_path / "big.zip")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(shutil.which("qgis_process.bin") is None and shutil.which("qgis_process") is None,
                    reason="needs qgis_process")
def test_qgis_loads_it_from_a_fresh_profile(build, archive, tmp_path):
    plugins, config = tmp_path / "plugins", tmp_path / "config"
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(plugins)
    env = {**build.environment(), "QGIS_PLUGINPATH": str(plugins), "QGIS_CUSTOM_CONFIG_PATH": str(config),
           "PYTHONPATH": ""}
    for arguments in (["plugins", "enable", "scarp"], ["plugins"], ["list"]):
        done = subprocess.run([build.qgis_process(), *arguments], env=env, cwd=tmp_path, capture_output=True, text=True,
                              check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        if arguments == ["plugins"]:
            assert "* scarp" in done.stdout, done.stdout + done.stderr
    assert "scarp:probabilityoffailure" in done.stdout
