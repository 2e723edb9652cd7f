"""build.py: what it can get wrong without a fresh machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def test_needs_the_standard_library_alone(root):
    done = subprocess.run([sys.executable, "-I", "-S", root / "build.py", "--help"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_ci_calls_it(root):
    script = root / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "exec python3 build.py test" in script.read_text()


@pytest.mark.parametrize("command", ["setup", "run", "demo", "test", "bench", "package", "link", "desktop"])
def test_every_command_explains_itself(root, command):
    done = subprocess.run([sys.executable, root / "build.py", command, "--help"], capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0
    assert f"build.py {command}" in done.stdout


def test_run_without_an_algorithm_says_what_to_write(root):
    done = subprocess.run([sys.executable, root / "build.py", "run"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "build.py run scarp:" in done.stderr


def test_environment_shuts_out_other_pythons(build, monkeypatch):
    monkeypatch.setenv("PYTHONHOME", "/somewhere/else")
    monkeypatch.setenv("PYTHONPATH", "/somewhere/else")
    env = build.environment()
    assert "PYTHONHOME" not in env
    assert env["PYTHONPATH"] == env["QGIS_PLUGINPATH"] == str(build.PLUGINS)
    assert env["PATH"].split(os.pathsep)[0] == str(build.VENV / "bin")
    assert Path(env["XDG_RUNTIME_DIR"]).stat().st_mode & 0o777 == 0o700


def test_stamp_follows_the_requirements(build, tmp_path, monkeypatch):
    before = build.stamp()
    assert before == build.stamp()
    for name in build.REQUIREMENTS:
        (tmp_path / name).write_text((build.ROOT / name).read_text())
    (tmp_path / "requirements.txt").write_text("something-else\n")
    monkeypatch.setattr(build, "ROOT", tmp_path)
    assert build.stamp()["inputs"] != before["inputs"]


def test_setup_is_not_repeated(build, tmp_path, monkeypatch):
    python = tmp_path / "python"
    python.touch()
    monkeypatch.setattr(build, "PYTHON", python)
    monkeypatch.setattr(build, "STAMP", tmp_path / "setup.json")
    monkeypatch.setattr(build, "call", None)
    monkeypatch.setattr(build, "translations", lambda: None)

    class Looked(Exception):
        pass

    def look():
        raise Looked

    monkeypatch.setattr(build, "system_ready", look)
    build.STAMP.write_text("{}")
    with pytest.raises(Looked):
        build.setup()
    build.STAMP.write_text(build.json.dumps(build.stamp()))
    assert build.setup() is None


def test_without_apt_the_message_says_what_to_do(build, monkeypatch):
    monkeypatch.setattr(build.shutil, "which", lambda name: None)
    with pytest.raises(build.BuildError, match=r"https://qgis\.org"):
        build.install_system()


def test_without_root_the_message_gives_the_command(build, monkeypatch):
    monkeypatch.setattr(build.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(build.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(build.BuildError, match=r"apt-get install .*python3-qgis"):
        build.install_system()


def test_a_failing_step_shows_its_last_lines(build):
    with pytest.raises(build.BuildError, match=r"(?s)try this.*the reason"):
        build.call([sys.executable, "-c", "print('the reason'); raise SystemExit(3)"], "try this")


def test_link_is_made_once_and_replaces_no_folder(build, tmp_path):
    link = tmp_path / "profile" / "python" / "plugins" / "scarp"
    build.link(tmp_path / "profile")
    assert link.resolve() == build.ROOT
    build.link(tmp_path / "profile")
    link.unlink()
    link.mkdir()
    with pytest.raises(build.BuildError, match="Move it away"):
        build.link(tmp_path / "profile")


def test_link_that_leads_elsewhere_is_turned(build, tmp_path):
    link = tmp_path / "scarp"
    link.symlink_to(tmp_path)
    build.make_link(link)
    assert link.resolve() == build.ROOT


@pytest.mark.parametrize(("system", "part"), [("Linux", ".local/share/QGIS/QGIS3"), ("Windows", "QGIS/QGIS3"),
                                              ("Darwin", "Library/Application Support/QGIS/QGIS3")])
def test_default_profile_by_platform(build, monkeypatch, tmp_path, system, part):
    monkeypatch.setattr(build.platform, "system", lambda: system)
    monkeypatch.setattr(build.Path, "home", lambda: tmp_path)
    for name in ("XDG_DATA_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    assert build.default_profile().as_posix().endswith(f"{part}/profiles/default")


def test_default_profile_of_qgis_4(build, monkeypatch, tmp_path):
    monkeypatch.setattr(build.platform, "system", lambda: "Linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "QGIS" / "QGIS4").mkdir(parents=True)
    assert build.default_profile() == tmp_path / "QGIS" / "QGIS4" / "profiles" / "default"


@pytest.fixture
def run(build, tmp_path):
    """``build.py run`` in a process of its own, with set-up taken as done."""
    if build.qgis_process() is None:
        pytest.skip("needs qgis_process")
    build.make_link(build.PLUGINS / "scarp")
    code = ("import importlib.util, sys\n"
            "spec = importlib.util.spec_from_file_location('build', sys.argv[1])\n"
            "build = importlib.util.module_from_spec(spec)\n"
            "spec.loader.exec_module(build)\n"
            "build.setup = lambda: None\n"
            "build.CONFIG = build.Path(sys.argv[2])\n"
            "sys.exit(build.main(['run', *sys.argv[3:]]))")

    def call(*arguments):
        return subprocess.run([sys.executable, "-c", code, build.ROOT / "build.py", tmp_path / "config", *arguments],
                              capture_output=True, text=True, check=False, cwd=tmp_path, timeout=120)

    return call


def test_run_gives_json_alone_and_works_where_it_is_called(run, build, tmp_path):
    done = run("native:slope", "--", f"INPUT={build.ROOT / 'sample' / 'dem.tif'}", "OUTPUT=here.tif")
    assert done.returncode == 0, done.stderr
    assert build.json.loads(done.stdout)["results"] == {"OUTPUT": "here.tif"}
    assert (tmp_path / "here.tif").is_file()
    assert done.stderr == ""


def test_run_gives_the_exit_status_on(run):
    done = run("native:slope", "--", "INPUT=/nowhere/dem.tif", "OUTPUT=here.tif")
    assert done.returncode == 1
    assert done.stdout.strip() == ""
    assert "INPUT" in done.stderr


@pytest.mark.skipif(shutil.which("qgis_process.bin") is None and shutil.which("qgis_process") is None,
                    reason="needs qgis_process")
def test_demo_leaves_report_project_maps_and_picture(build, tmp_path, monkeypatch, capsys):
    pytest.importorskip("sklearn")
    monkeypatch.setattr(build, "setup", lambda: None)
    monkeypatch.setattr(build, "PYTHON", Path(sys.executable))
    assert build.demo(tmp_path / "demo") == 0
    said = capsys.readouterr().out
    for name in ("report.html", "scarp.qgz", "demo.png"):
        assert (tmp_path / "demo" / name).stat().st_size > 1000
        assert str(tmp_path / "demo" / name) in said
    record = build.json.loads((tmp_path / "demo" / "run.json").read_text(encoding="utf-8"))
    assert record["parameters"]["ROUTE_RUNOFF"] in (True, "true")
    assert f"{record['numbers']['Probability of failure']['auc']:.2f}" in said
    assert f"{record['numbers']['max_pof']:.2f}" in said
    # The sample's own truth: basin of 158,945 cells, steep enough that some of it fails in this storm.
    assert record["numbers"]["cells"] <= 158_945
    assert 0.5 < record["numbers"]["max_pof"] < 1
