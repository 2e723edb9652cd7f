"""Which packages are there, why one cannot be imported, and the command that installs what is missing."""

from __future__ import annotations

import importlib
import importlib.util
import platform
import sys
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

CORE, EXTRA = "core", "extra"
PACKAGES = (("numpy", "numpy", CORE, "every computation"), ("scipy", "scipy", CORE, "every computation"),
            ("osgeo.gdal", "GDAL", CORE, "rasters and vectors"), ("matplotlib", "matplotlib", CORE, "charts"),
            ("numba", "numba", EXTRA, "runoff routing, flow directions"),
            ("cv2", "opencv-python-headless", EXTRA, "refining maps, sample points"),
            ("sklearn", "scikit-learn", EXTRA, "testing maps, calibration, susceptibility"),
            ("onnx", "onnx", EXTRA, "writing susceptibility models"),
            ("emcee", "emcee", EXTRA, "calibration"),
            ("onnxruntime", "onnxruntime", EXTRA, "trained networks"))
"""Module, name in pip, whether QGIS brings it, and what needs it."""


class Package(NamedTuple):
    """How one package stands: `version` when it works, else `error`, the real one."""

    module: str
    title: str
    kind: str
    use: str
    version: str
    error: str


def look(deep: bool = True) -> list:
    """Import every package; nothing is hidden of what goes wrong.

    Parameters
    ----------
    deep : bool
        False only looks whether they are installed, which is quick.

    Returns
    -------
    list of Package
    """
    found = []
    for module, title, kind, use in PACKAGES:
        if not deep:
            there = importlib.util.find_spec(module.partition(".")[0]) is not None
            found.append(Package(module, title, kind, use, _installed(title) if there else "",
                                 "" if there else f"ModuleNotFoundError: No module named '{module}'"))
            continue
        try:
            loaded = importlib.import_module(module)
            version = str(getattr(loaded, "__version__", "")) or metadata.version(title)
            error = ""
        except Exception as fault:      # a broken package may raise anything
            version, error = "", f"{type(fault).__name__}: {fault}"
        found.append(Package(module, title, kind, use, version, error))
    return found


def _installed(title: str) -> str:
    try:
        return metadata.version(title)
    except metadata.PackageNotFoundError:      # put there by the system, not by pip
        return "-"


def command(missing: list, numpy_version: str = "") -> str:
    """Give the command that installs packages into the Python of this QGIS.

    Parameters
    ----------
    missing : list of str
        Names in pip.
    numpy_version : str
        The numpy that must stay as it is, since QGIS's GDAL was built with it.
    """
    words = [*missing, f"numpy=={numpy_version}"] if numpy_version else list(missing)
    listed = " ".join(f'"{word}"' if "=" in word else word for word in words)
    return f"{python()} -m pip install --user {listed}"


def missing(found: list) -> list:
    """Names in pip of the packages that cannot be imported and that QGIS does not bring."""
    return [package.title for package in found if package.error and package.kind == EXTRA]


def in_folder(folder) -> list:
    """Names in pip of the packages that Scarp's own folder holds."""
    there = {each.metadata["Name"].lower() for each in metadata.distributions(path=[str(folder)])}
    return [title for _, title, kind, _ in PACKAGES if kind == EXTRA and title.lower() in there]


def fixed_versions(names) -> dict:
    """Versions that must stay as they are, by name; those that cannot be told are left out."""
    found = {}
    for name in names:
        loaded = sys.modules.get(name)
        version = getattr(loaded, "__version__", "") or _installed(name)
        if version not in ("", "-"):
            found[name] = version
    return found


def wheels_command(names: list, versions: dict) -> str:
    """Give the command that fills a folder of wheels on another machine, with a network and the same system."""
    pinned = " ".join(f'"{name}=={version}"' for name, version in versions.items())
    return (f"python -m pip download --only-binary :all: --python-version {sys.version_info[0]}.{sys.version_info[1]} "
            f"-d wheels {' '.join(names)} {pinned}").strip()


def interpreter() -> str:
    """Give the path of the Python of this QGIS, to start it without a terminal."""
    folder = Path(sys.exec_prefix)
    if platform.system() == "Windows":
        named = [folder / name for name in ("python.exe", "python3.exe", "python-qgis.bat")]
    else:
        named = [Path(sys.executable)] if Path(sys.executable).name.startswith("python") else []
        named += [folder / "bin" / "python3", Path("/Applications/QGIS.app/Contents/MacOS/bin/python3")]
    return str(next((path for path in named if path.exists()), named[0]))


def python() -> str:
    """Give the Python of this QGIS as it is called from a terminal; in QGIS itself ``sys.executable`` may be QGIS."""
    system = platform.system()
    folder = Path(sys.exec_prefix)
    if system == "Windows":
        return "python"      # in the OSGeo4W Shell
    if system == "Darwin":
        inside = folder / "bin" / "python3"
        return f'"{inside}"' if inside.exists() else "/Applications/QGIS.app/Contents/MacOS/bin/python3"
    name = Path(sys.executable).name
    return sys.executable if name.startswith("python") else str(folder / "bin" / "python3")


def advice() -> str:
    """Say where the command is typed."""
    if platform.system() == "Windows":
        return "Type it in the OSGeo4W Shell (Start menu, QGIS), then restart QGIS."
    return "Type it in a terminal, then restart QGIS. The plugin qpip does the same without a terminal."
