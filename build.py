#!/usr/bin/env python3
"""Everything one does with this repository, from a fresh machine on. Standard library only.

Run ``python3 build.py`` for the list of commands. Needs any Python from 3.9; the work itself is done by the Python that
QGIS uses, in ``.venv``. Everything made along the way lies in ``.venv``, ``.build``, ``demo`` and ``dist``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
BUILD = ROOT / ".build"
QGIS340 = Path("/var/tmp/scarp-qgis340")      # not inside the repository, which it shows inside itself
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PLUGINS = BUILD / "plugins"
CONFIG = BUILD / "qgis"
STAMP = BUILD / "setup.json"
DIST = ROOT / "dist"

SYSTEM_PYTHON = "/usr/bin/python3"
SYSTEM_PACKAGES = ["qgis", "python3-qgis", "python3-gdal", "python3-numpy", "python3-scipy", "python3-matplotlib",
                   "python3-venv", "python3-pip", "gdal-bin", "xvfb", "xauth", "qttools5-dev-tools"]
SYSTEM_MODULES = ["qgis.core", "osgeo.gdal", "numpy", "scipy", "matplotlib", "ensurepip"]
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")

SHIPPED_FILES = ["__init__.py", "metadata.txt", "LICENSE", "README.md", "CHANGELOG.md", "plugin.py", "compat.py",
                 "own_packages.py", "paths.py", "settings.py", "translate.py", "resources.qrc", "requirements.txt",
                 "requirements-training.txt"]
SHIPPED_FOLDERS = {
    "algorithms": ".py",
    "engine": ".py .html .css",
    "ui": ".py .ui",
    "training": ".py",
    "models": ".onnx .json .md SHA256SUMS",
    "resources": ".svg .qml .model3",
    "sample": ".tif .gpkg .csv .md",
    "i18n": ".qm",
    "help": ".html .css .png",
}
ZIP_LIMIT = 25 * 1024 * 1024
ZIP_TIME = (2020, 1, 1, 0, 0, 0)


class BuildError(Exception):
    """A step cannot be done; the message says what to do about it."""


def say(text: str) -> None:
    """Tell what is being done; on standard error, so that standard output carries results alone."""
    print(f"scarp: {text}", file=sys.stderr, flush=True)


def call(command: list, failure: str, **options) -> subprocess.CompletedProcess:
    """Run a command quietly; when it fails, show its last lines and what to do."""
    options.setdefault("cwd", ROOT)
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", **options)
    if done.returncode:
        tail = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise BuildError(f"{failure}\n  command: {' '.join(str(part) for part in command)}\n{tail}")
    return done


# ---------------------------------------------------------------------------------------------------------- set-up

def qgis_process() -> str | None:
    """Path of qgis_process; on Debian the program itself, as the wrapper adds an option it does not know."""
    return shutil.which("qgis_process.bin") or shutil.which("qgis_process")


def clean_environment() -> dict[str, str]:
    """The caller's environment without what would lead Python astray."""
    drop = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV")
    return {**{key: value for key, value in os.environ.items() if key not in drop}, "PYTHONNOUSERSITE": "1"}


def environment() -> dict[str, str]:
    """The environment in which QGIS, the plugin and the tests run."""
    runtime = BUILD / "runtime"
    runtime.mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    return {
        **clean_environment(),
        "PATH": f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PYTHONPATH": str(PLUGINS),
        "QGIS_PLUGINPATH": str(PLUGINS),
        "QGIS_CUSTOM_CONFIG_PATH": str(CONFIG),
        "XDG_RUNTIME_DIR": str(runtime),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONWARNINGS": "ignore:setapi:DeprecationWarning",  # of the Python that QGIS 3.22 starts, at every call
    }


def system_ready() -> bool:
    """Whether QGIS and the system Python that sees it are there, with all that is built on."""
    if not (qgis_process() and shutil.which("xvfb-run") and os.access(SYSTEM_PYTHON, os.X_OK)):
        return False
    probe = f"import importlib\nfor name in {SYSTEM_MODULES!r}: importlib.import_module(name)"
    done = subprocess.run([SYSTEM_PYTHON, "-c", probe], env=clean_environment(), stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL)
    return done.returncode == 0


def install_system() -> None:
    """Install QGIS with apt, as root or through sudo."""
    by_hand = "apt-get install --no-install-recommends " + " ".join(SYSTEM_PACKAGES)
    if not shutil.which("apt-get"):
        raise BuildError("QGIS (3.22 or newer) with its Python was not found, and this machine has no apt to install "
                         "it with.\nSet-up knows Debian and Ubuntu. Elsewhere install QGIS from https://qgis.org, then "
                         "use `python3 build.py link` or the zip of `python3 build.py package`.")
    prefix: list[str] = []
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            raise BuildError(f"QGIS is missing and installing it needs root. As root, run:\n  {by_hand}")
        prefix = ["sudo"]
    say("installing QGIS with apt (a few minutes)")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    call([*apt, "update"], "apt could not refresh its package lists; is there a network?")
    call([*apt, "install", "--no-install-recommends", *SYSTEM_PACKAGES], f"apt failed. Try by hand: {by_hand}")
    if not system_ready():
        raise BuildError(f"QGIS was installed but {SYSTEM_PYTHON} cannot import {', '.join(SYSTEM_MODULES)}.")


def stamp() -> dict[str, str]:
    """What the environment depends on; set-up is done when this is what it was the last time."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for name in REQUIREMENTS:
        digest.update((ROOT / name).read_bytes())
    return {"inputs": digest.hexdigest(), "root": str(ROOT), "python": str(Path(SYSTEM_PYTHON).resolve()),
            "qgis_process": str(qgis_process())}


def make_venv() -> None:
    """Make .venv on the system Python and fill it, the numpy that QGIS was built with kept."""
    env = clean_environment()
    if not PYTHON.exists():
        say("making .venv on the system Python")
        call([SYSTEM_PYTHON, "-m", "venv", "--system-site-packages", VENV], "the virtual environment failed", env=env)
    versions = call([SYSTEM_PYTHON, "-c", "import numpy, scipy, matplotlib\nfor m in (numpy, scipy, matplotlib): "
                     "print(f'{m.__name__}=={m.__version__}')"], "the system Python lacks numpy", env=env).stdout
    constraints = BUILD / "constraints.txt"
    constraints.write_text(versions)
    say(f"installing {' and '.join(REQUIREMENTS)} into .venv ({', '.join(versions.split())} kept)")
    wanted = [part for name in REQUIREMENTS for part in ("-r", name)]
    call([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--constraint", constraints,
          *wanted], "pip failed; is there a network? Run the command below by hand to see more.", env=env)


def make_profile() -> None:
    """Give QGIS a profile of its own in .build, with the plugin linked and enabled."""
    make_link(PLUGINS / "scarp")
    settings = CONFIG / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("[PythonPlugins]\nscarp=true\nprocessing=true\n\n[qgis]\ncheckVersion=false\nshowTips=false\n")
    listed = call([qgis_process(), "plugins"], "qgis_process does not start", env=environment()).stdout
    if "scarp" not in listed:
        raise BuildError(f"QGIS does not find the plugin in {PLUGINS}; it lists:\n{listed}")
    if "* scarp" not in listed:
        say("QGIS finds the plugin but cannot start it; `python3 build.py test tests/package` shows why")


def compile_routing() -> None:
    """Run the sample once: numba compiles the routing on first use, which is slow, and the installation is tried."""
    warm = BUILD / "warm"
    warm.mkdir(exist_ok=True)
    inputs = {"DEM": "sample/dem.tif", "SOIL_TABLE": "sample/soil.csv", "RAIN_TABLE": "sample/storm.csv",
              "ROUTE_RUNOFF": "true", "WETTING_FRONT": warm / "wetting_front.tif"}
    command = [qgis_process(), "run", "scarp:wettingfront", "--", *(f"{key}={value}" for key, value in inputs.items())]
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=environment(), capture_output=True, text=True,
                          errors="replace")
    if done.returncode:
        say(f"a trial run failed, which the tests may explain:\n{done.stderr.strip()}")


def translations() -> None:
    """Make the .qm files of the .ts files in i18n that changed."""
    stale = [path for path in sorted((ROOT / "i18n").glob("*.ts"))
             if not path.with_suffix(".qm").exists() or path.with_suffix(".qm").stat().st_mtime < path.stat().st_mtime]
    tool = shutil.which("lrelease") or shutil.which("lrelease", path="/usr/lib/qt5/bin:/usr/lib/qt6/bin")
    if stale and not tool:
        say("translations are not built: lrelease is missing (Debian: apt-get install qttools5-dev-tools)")
    for path in stale if tool else ():
        call([tool, "-silent", path, "-qm", path.with_suffix(".qm")], f"{path.name} could not be translated")


def help_pages() -> None:
    """Make the help that ships where a page or a picture of docs changed."""
    index, maker = ROOT / "help" / "index.html", ROOT / "tools" / "help_pages.py"
    sources = [maker, *(path for path in (ROOT / "docs").rglob("*") if path.is_file())]
    if not index.exists() or max(path.stat().st_mtime for path in sources) > index.stat().st_mtime:
        call([PYTHON, maker], "the help could not be made", env=environment())


def setup() -> None:
    """Bring the machine to where everything else works; quick when nothing changed."""
    wanted = stamp()
    if STAMP.exists() and PYTHON.exists() and json.loads(STAMP.read_text()) == wanted:
        translations()
        return
    start = time.monotonic()
    BUILD.mkdir(exist_ok=True)
    if not system_ready():
        install_system()
    make_venv()
    translations()
    help_pages()
    say("preparing a QGIS profile in .build")
    make_profile()
    say("a trial run, in which runoff routing is compiled")
    compile_routing()
    STAMP.write_text(json.dumps(stamp(), indent=1))
    say(f"set up in {time.monotonic() - start:.0f} s")


def make_link(link: Path) -> None:
    """Let ``link`` lead to this repository."""
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.is_symlink() or link.exists():
        if link.resolve() == ROOT:
            return
        if not link.is_symlink():
            raise BuildError(f"{link} exists and is no link. Move it away (another Scarp may be installed there).")
        link.unlink()
    if os.name == "nt":  # a junction needs no administrator, a symbolic link does
        call(["cmd", "/c", "mklink", "/J", link, ROOT], f"cannot link {link}")
    else:
        link.symlink_to(ROOT, target_is_directory=True)


# -------------------------------------------------------------------------------------------------------- commands

def run(arguments: list[str]) -> int:
    """Pass an algorithm straight to qgis_process: its JSON, its exit status, its Ctrl-C."""
    if not arguments:
        raise BuildError("which algorithm? For example: python3 build.py run scarp:terrainfactors -- DEM=dem.tif "
                         "SLOPE=slope.tif")
    setup()
    os.execve(qgis_process(), ["qgis_process", "--json", "run", *arguments], environment())
    return 0


def test(arguments: list[str]) -> int:
    """Style, then every test; arguments go to pytest. --qgis340 runs them in QGIS 3.40, laid over this machine."""
    setup()
    if arguments[:1] == ["--qgis340"]:
        return subprocess.run(["bash", ROOT / "tools" / "qgis340.sh", QGIS340, ROOT, *arguments[1:]]).returncode
    say("ruff")
    style = subprocess.run([VENV / "bin" / "ruff", "check", "--quiet", "."], cwd=ROOT).returncode
    say("pytest, though ruff found the faults above" if style else "pytest")
    tests = subprocess.run([PYTHON, "-m", "pytest", *arguments], cwd=ROOT, env=environment()).returncode
    return tests or style


def bench(arguments: list[str]) -> int:
    """Run the scripts in benchmarks, or those named; with --write their results go into the docs that have a place."""
    setup()
    write = "--write" in arguments
    names = [argument for argument in arguments if argument != "--write"]
    scripts = {path.stem: path for path in sorted((ROOT / "benchmarks").glob("[a-z]*.py"))}
    unknown = [name for name in names if name not in scripts]
    if unknown:
        raise BuildError(f"no benchmark {unknown[0]}; there are {', '.join(scripts)}")
    worst = 0
    for name in names or scripts:
        say(f"benchmark {name}")
        done = subprocess.run([PYTHON, scripts[name]], cwd=ROOT, env=environment(), text=True,
                              stdout=subprocess.PIPE if write else None)
        worst = max(worst, done.returncode)
        if write:
            print(done.stdout, end="", flush=True)
            if done.returncode == 0:
                document(name, done.stdout.strip())
    return worst


def robustness(arguments: list[str]) -> int:
    """Try to break the algorithms at length; the counts go into docs/robustness.md. Arguments: see its --help."""
    setup()
    code = ("import sys; sys.path[:0] = ['tests/robustness', '.']; import build, suite; "
            "sys.exit(suite.main(build, sys.argv[1:]))")
    return subprocess.run([PYTHON, "-c", code, *arguments], cwd=ROOT, env=environment()).returncode


def document(name: str, result: str) -> None:
    """Put the result of a benchmark between its marks in the docs."""
    begin, end = f"<!-- {name}:begin -->\n", f"<!-- {name}:end -->"
    shown = result if result.startswith("|") else f"```\n{result}\n```"
    for page in sorted((ROOT / "docs").glob("*.md")):
        before, found, rest = page.read_text(encoding="utf-8").partition(begin)
        if found:
            page.write_text(f"{before}{begin}{shown}\n{end}{rest.partition(end)[2]}", encoding="utf-8")
            say(f"written into docs/{page.name}")


def demo(target: Path | None) -> int:
    """Full analysis of the sample basin through qgis_process: maps, project, report, and a picture of the maps."""
    setup()
    start = time.monotonic()
    sample, folder = ROOT / "sample", (target or ROOT / "demo").resolve()
    inputs = {"DEM": sample / "dem.tif", "SOIL_TABLE": sample / "soil.csv", "RAIN_TABLE": sample / "storm.csv",
              "ROUTE_RUNOFF": "true", "INVENTORY": sample / "landslides.gpkg", "MODEL": "ppm_cnn_ecuador.onnx",
              "FOLDER": folder}
    command = ["run", "scarp:fullanalysis", "--", *(f"{key}={value}" for key, value in inputs.items())]
    say("full analysis of the sample basin, which runs")
    short = (part.replace(f"{ROOT}{os.sep}", "") for part in command)
    print("  python3 build.py " + " ".join(short), file=sys.stderr, flush=True)
    done = subprocess.run([qgis_process(), "--json", *command], env=environment(), cwd=ROOT, capture_output=True,
                          text=True, errors="replace")
    if done.returncode:
        raise BuildError(f"the analysis failed:\n{done.stderr.strip()}")
    say("drawing the maps")
    picture = folder / "demo.png"
    call([PYTHON, ROOT / "tools" / "demo_picture.py", folder, picture], "the picture failed", env=environment())
    numbers = json.loads((folder / "run.json").read_text(encoding="utf-8"))["numbers"]
    tested, slope = numbers["Probability of failure"], numbers["Slope alone"]
    low, high = tested["auc_interval"]
    print(f"Scarp demo: the sample basin, {numbers['cells']:,} cells, {time.monotonic() - start:.0f} s\n"
          f"  greatest probability of failure      {numbers['max_pof']:.2f}\n"
          f"  area with more than 0.5              {numbers['unstable_share']:.1%}\n"
          f"  ROC AUC against mapped landslides    {tested['auc']:.2f} (95 % by blocks {low:.2f} to {high:.2f}); "
          f"slope alone {slope['auc']:.2f}")
    learned = numbers.get("Susceptibility (statistical)", {}).get("blocks")
    if learned:
        low, high = learned["auc_interval"]
        print(f"  of the model that learned from them  {learned['auc']:.2f} ({low:.2f} to {high:.2f}), in blocks held "
              "out: where slopes fail,\n                                       not what happens if it rains so")
    for what, path in (("report", "report.html"), ("project", "scarp.qgz"), ("maps", "*.tif"), ("picture", "demo.png")):
        print(f"  {what:<8} {folder / path}")
    return 0


def shipped() -> list[Path]:
    """The files of the plugin, by an allow-list, in order."""
    found = [ROOT / name for name in SHIPPED_FILES]
    for folder, kinds in SHIPPED_FOLDERS.items():
        found += [path for path in (ROOT / folder).rglob("*")
                  if path.is_file() and path.name.endswith(tuple(kinds.split())) and path.name[0] not in "._"]
        found += (ROOT / folder).rglob("__init__.py")
    found = [path for path in set(found) if "__pycache__" not in path.parts]
    missing = [path.name for path in found if not path.is_file()]
    if missing:
        raise BuildError(f"the plugin lacks {', '.join(sorted(missing))}")
    return sorted(found, key=lambda path: path.relative_to(ROOT).as_posix())


def version() -> str:
    """The version in metadata.txt."""
    for line in (ROOT / "metadata.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("version="):
            return line.split("=", 1)[1].strip()
    raise BuildError("metadata.txt names no version")


def package(target: Path | None) -> int:
    """Write the plugin's zip; the same sources give the same bytes."""
    translations()
    help_pages()
    path = target or DIST / f"scarp-{version()}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    files = shipped()
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in files:
            entry = zipfile.ZipInfo(f"scarp/{file.relative_to(ROOT).as_posix()}", ZIP_TIME)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
            archive.writestr(entry, file.read_bytes())
    size = part.stat().st_size
    if size > ZIP_LIMIT:
        part.unlink()
        raise BuildError(f"the zip has {size / 2**20:.1f} MB; the QGIS plugin site takes {ZIP_LIMIT / 2**20:.0f} MB")
    part.replace(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(f"{path}\n  {len(files)} files, {size / 2**20:.2f} MB, sha256 {digest}")
    wanted = unfilled()
    if wanted:
        say(f"the QGIS plugin site also wants {', '.join(wanted)} in metadata.txt")
    return 0


def unfilled() -> list[str]:
    """Fields that the plugin site asks for and metadata.txt leaves out, as there is nothing true to say yet."""
    given = [line.partition("=")[0] for line in (ROOT / "metadata.txt").read_text(encoding="utf-8").splitlines()]
    return [name for name in ("email", "homepage", "repository", "tracker") if name not in given]


def default_profile() -> Path:
    """The profile QGIS uses when none is named."""
    home = Path.home()
    base = {"Darwin": home / "Library" / "Application Support",
            "Windows": Path(os.environ.get("APPDATA", home / "AppData" / "Roaming"))}
    data = base.get(platform.system(), Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share"))) / "QGIS"
    generation = "QGIS4" if (data / "QGIS4").is_dir() and not (data / "QGIS3").is_dir() else "QGIS3"
    return data / generation / "profiles" / "default"


def link(profile: Path | None) -> int:
    """Link the repository into a QGIS profile, for working on it."""
    target = (profile or default_profile()) / "python" / "plugins" / "scarp"
    make_link(target)
    print(f"{target} -> {ROOT}\nRestart QGIS and tick Scarp in Plugins > Manage and Install Plugins.")
    return 0


def desktop(shot: Path, script: Path | None, seconds: int) -> int:
    """Start QGIS Desktop on a display of its own, plugin loaded, and take its picture."""
    setup()
    shot = shot.resolve()
    shot.parent.mkdir(parents=True, exist_ok=True)
    shot.unlink(missing_ok=True)
    profiles = BUILD / "desktop"
    shutil.rmtree(profiles, ignore_errors=True)
    settings = profiles / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    shutil.copyfile(CONFIG / "profiles" / "default" / "QGIS" / "QGIS3.ini", settings)
    env = {**environment(), "SCARP_SHOT": str(shot), "SCARP_SHOT_SCRIPT": str(script.resolve()) if script else ""}
    for name in ("QT_QPA_PLATFORM", "QGIS_CUSTOM_CONFIG_PATH"):
        env.pop(name)
    say(f"QGIS Desktop under Xvfb, {seconds} s at most")
    command = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", "timeout", "-k", "5", str(seconds), "qgis", "--nologo",
               "--noversioncheck", "--profiles-path", profiles, "--profile", "default", "--code",
               ROOT / "tools" / "desktop_shot.py"]
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=env, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace")
    if not shot.exists():
        tail = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise BuildError(f"no picture: QGIS ended with {done.returncode} (124 = it hung, usually in a message box of a "
                         f"plugin that fails to load).\n{tail}")
    print(shot)
    return done.returncode


def main(arguments: list[str]) -> int:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(prog="build.py", description="Build, run and test Scarp.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    commands.add_parser("setup", help="install QGIS where missing (apt), make .venv and a QGIS profile in .build")
    commands.add_parser("run", help="run an algorithm: run scarp:ALGORITHM -- KEY=VALUE ... (JSON on standard output)")
    showing = commands.add_parser("demo", help="full analysis of the sample basin, into demo/: maps, project, report")
    showing.add_argument("--to", type=Path, metavar="FOLDER", help="another folder")
    commands.add_parser("test", help="ruff and pytest; further arguments go to pytest; --qgis340: in QGIS 3.40")
    commands.add_parser("robustness", help="try to break the algorithms, 20 minutes; writes docs/robustness.md")
    commands.add_parser("bench", help="run the benchmarks, or those named")
    packaging = commands.add_parser("package", help="write the plugin's zip into dist/")
    packaging.add_argument("--to", type=Path, metavar="FILE", help="another place for the zip")
    linking = commands.add_parser("link", help="link this folder into a QGIS profile")
    linking.add_argument("--profile", type=Path, metavar="FOLDER", help="another profile than the default one")
    shooting = commands.add_parser("desktop", help="a picture of QGIS Desktop with the plugin loaded")
    shooting.add_argument("--shot", type=Path, required=True, metavar="FILE", help="the PNG to write")
    shooting.add_argument("--script", type=Path, metavar="FILE", help="Python to run in QGIS before the picture")
    shooting.add_argument("--seconds", type=int, default=120, help="time limit (120)")
    passed = {"run": run, "test": test, "bench": bench, "robustness": robustness}
    if arguments[:1] and arguments[0] in passed and arguments[1:2] not in (["-h"], ["--help"]):
        return passed[arguments[0]](arguments[1:])
    given = parser.parse_args(arguments)
    if given.command == "setup":
        setup()
        say("ready")
        return 0
    if given.command == "demo":
        return demo(given.to)
    if given.command == "package":
        return package(given.to)
    if given.command == "link":
        return link(given.profile)
    return desktop(given.shot, given.script, given.seconds)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BuildError as error:
        print(f"scarp: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
