"""Faults put in: a kill at any write or move, a full disk, a locked or read-only target, three runs at once."""

from __future__ import annotations

import builtins
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path

import outcome
from osgeo import gdal, ogr
from scarp.engine.commit import recover

FORK_SECONDS = 60.0
MOVES = ("replace", "rename", "link", "remove", "unlink")


def runs(pool) -> dict:
    """Runs that make outputs of every kind: algorithm, inputs, outputs by name."""
    units = {"INPUT": pool.tables["units"], "MODEL": pool.models[0]}
    share, points = pool.rasters["share"], pool.places["points"]
    site = {"DEM": pool.rasters["dem"], "SOIL_TABLE": pool.tables["soil"], "RAIN_TABLE": pool.tables["rain"]}
    return {
        "raster and table": ("scarp:classify", {"INPUT": share, "INVENTORY": points},
                             {"OUTPUT": "c.tif", "TABLE": "c.csv"}),
        "points and raster": ("scarp:samplepoints", {"INVENTORY": points, "POF": share, "BUFFER": 0, "SPACING": 0},
                              {"SAMPLES": "s.gpkg", "STABLE_AREA": "s.tif"}),
        "shapefile": ("scarp:samplepoints", {"INVENTORY": points, "POF": share, "BUFFER": 0, "SPACING": 0},
                      {"SAMPLES": "s.shp"}),
        "layer of a GeoPackage": ("scarp:predictpinn", units,
                                  {"OUTPUT": "ogr:dbname='{folder}/all.gpkg' table=\"mine\""}),
        "CSV by a sink": ("scarp:predictpinn", units, {"OUTPUT": "u.csv"}),
        "report with table and raster": ("scarp:evaluate", {"INPUTS": [share], "INVENTORY": points, "BLOCK_SIZE": 50,
                                                     "FOLDS": 2, "SLOPE": pool.rasters["slope"]},
                                  {"REPORT": "e.html", "TABLE": "e.csv", "CONFUSION": "e.tif"}),
        "many rasters": ("scarp:probabilityoffailure", site, {"POF": "pof.tif", "BETA": "beta.tif", "FOS": "fos.tif",
                                                              "STATUS": "status.tif"}),
        "folder": ("scarp:fullanalysis", site, {"FOLDER": "results"}),
    }


def placed(outputs: dict, folder: str) -> dict:
    """Give outputs as parameters."""
    return {name: value.format(folder=folder) if value.startswith("ogr:") else os.path.join(folder, value)
            for name, value in outputs.items()}


def prepare(run, folder: str) -> None:
    """Fill a folder with the outputs of an earlier run and a file of someone else's."""
    algorithm, inputs, outputs = run
    _, kind, text, _ = forked(algorithm, {**inputs, **placed(outputs, folder)})
    if kind != "success":
        raise RuntimeError(f"{algorithm}: {text}")
    Path(folder, "mine.txt").write_text("mine")


def begin(algorithm: str, parameters: dict, before=None) -> tuple:
    """Run in a fork of this process, which itself never runs anything: a fork of a process with threads may hang.

    Parameters
    ----------
    algorithm : str
    parameters : dict
    before : callable, optional
        Called in the fork; gives a list whose only number counts what was called.
    """
    # A folder of its own: forks draw the same random names, and QGIS gives up after some that are taken.
    note = os.path.join(tempfile.mkdtemp(prefix="fork_"), "note.json")
    child = os.fork()
    if not child:
        code, write = 77, builtins.open
        try:
            os.environ["TMPDIR"] = tempfile.tempdir = os.path.dirname(note)
            count = before() if before is not None else [0]
            found = outcome.run(algorithm, parameters)
            with write(note, "w") as file:
                json.dump([found.kind, found.text, count[0]], file)
            code = 0
        finally:
            os._exit(code)
    return child, note


def end(child: int, note: str, seconds: float = FORK_SECONDS) -> tuple:
    """Wait for a fork; give its exit code (None where it hung), kind, text and count."""
    deadline, code = time.monotonic() + seconds, None
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
            break
        time.sleep(0.01)
    else:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    found = json.loads(Path(note).read_text()) if code == 0 and os.path.exists(note) else None
    shutil.rmtree(os.path.dirname(note), ignore_errors=True)
    if found is not None:
        return (code, *found)
    return code, "fault", "it hung" if code is None else f"it ended with {code}", 0


def forked(algorithm: str, parameters: dict, before=None) -> tuple:
    """Run in a fork and wait for it."""
    return end(*begin(algorithm, parameters, before))


def counted(last: int, names, act, opening: bool = False) -> list:
    """Let every call of these functions of `os` count, with `opening` also those that open a file for writing; the one
    numbered `last` acts. Gives the counter.
    """
    count = [0]

    def wrap(function, writes=None):
        def call(*arguments, **options):
            if writes is None or writes(*arguments, **options):
                count[0] += 1
                if count[0] == last:
                    act(*arguments)
            return function(*arguments, **options)
        return call

    for name in names:
        setattr(os, name, wrap(getattr(os, name)))
    if opening:
        builtins.open = wrap(builtins.open, lambda _, mode="r", *__, **___: any(mark in mode for mark in "wax+"))
    return count


def kill_shim(last: int) -> list:
    """Kill this process at the call numbered `last` that opens for writing or moves."""
    return counted(last, (*MOVES, "write", "fsync", "mkdir", "rmdir", "ftruncate"), lambda *_: os._exit(9), True)


def whole_or_former(folder: str, former: dict) -> str:
    """Say what is wrong with the files after a kill: each must be the former one, or a new one that opens."""
    now = outcome.held(folder)
    lost = sorted(name for name in former if name not in now)
    if lost:
        return f"lost: {lost}"
    for name, content in now.items():
        if any(part.startswith(".scarp-") for part in name.split(os.sep)) or former.get(name) == content:
            continue
        if not opens(os.path.join(folder, name)):
            return f"not whole: {name}"
    return ""


def opens(path: str) -> bool:
    """Whether a file is whole."""
    try:
        if path.endswith(".tif"):
            dataset = gdal.Open(path)
            dataset.GetRasterBand(1).Checksum()
        elif path.endswith((".gpkg", ".shp")):
            dataset = ogr.Open(path)
            sum(1 for _ in dataset.GetLayer(0))
        elif path.endswith(".html"):
            return Path(path).read_text(encoding="utf-8").rstrip().endswith("</html>")
        return True
    except RuntimeError:
        return False


def mixed(folder: str, former: dict) -> str:
    """Say which outputs are former and which new, where there are both."""
    now = outcome.held(folder)
    # A table may come out as it was; what must differ tells.
    ours = [name for name in former if name.endswith((".tif", ".gpkg", ".html")) and "slope" not in name
            and "thickness" not in name and "landslides" not in name]
    same = sorted(name for name in ours if now.get(name) == former[name])
    return "" if len(same) in (0, len(ours)) else f"former: {same}, others new"


def kills(name: str, run, say, seconds: float) -> None:
    """Kill at every write and move; then the next run must find all or nothing, and work."""
    algorithm, inputs, outputs = run
    began, last = time.monotonic(), 0
    first = tempfile.mkdtemp(prefix="first_")
    prepare(run, first)
    while time.monotonic() - began < seconds:
        last += 1
        folder = tempfile.mkdtemp(prefix="kill_")
        shutil.copytree(first, folder, dirs_exist_ok=True)
        former = outcome.held(folder)
        say(begin=f"kill at {last}: {name}", seed=last)
        parameters = {**inputs, **placed(outputs, folder)}
        # Other numbers than those of the former run, so that files differ.
        code, kind, text, _ = forked(algorithm, {**parameters, **_other(algorithm)}, partial(kill_shim, last))
        fault = "" if code == 9 or kind == "success" else text
        fault = fault or whole_or_former(folder, former)
        if not fault and code == 9:
            for place in [folder, *(str(each) for each in Path(folder).iterdir() if each.is_dir())]:
                recover(place)
            fault = mixed(folder, former)
        if not fault:
            _, again, text, _ = forked(algorithm, parameters)
            rest = [each for each in outcome.held(folder) if ".scarp" in each]
            fault = text if again != "success" else f"left: {rest}" if rest else ""
        say(end="fault" if fault else "killed" if code == 9 else kind, text=fault, seed=last,
            group="a kill at every write and move", algorithm=name)
        shutil.rmtree(folder, ignore_errors=True)
        if code != 9:
            break
    shutil.rmtree(first, ignore_errors=True)


def _other(algorithm: str) -> dict:
    return {"scarp:classify": {"CLASSES": 3}, "scarp:samplepoints": {"RATIO": 2, "THRESHOLD": 0.7},
            "scarp:probabilityoffailure": {"SEISMIC_COEFFICIENT": 0.1, "PGA_VALUE": 0.2},
            "scarp:fullanalysis": {"PGA_VALUE": 0.2}, "scarp:evaluate": {"SEED": 2}}.get(algorithm, {})


def changed(now: dict, former: dict) -> list:
    """Name the files that differ."""
    return sorted(name for name in {*now, *former} if now.get(name) != former.get(name))


def locks(name: str, run, say, seconds: float) -> None:
    """Refuse each move in turn, as Windows does where a program holds the file; all must be as before."""
    algorithm, inputs, outputs = run
    folder = tempfile.mkdtemp(prefix="lock_")
    prepare(run, folder)
    former, last, began = outcome.held(folder), 0, time.monotonic()

    def refused(*arguments):
        raise PermissionError(13, "held by another program", str(arguments[0]))

    while time.monotonic() - began < seconds:
        last += 1
        say(begin=f"lock at {last}: {name}", seed=last)
        _, kind, text, count = forked(algorithm, {**inputs, **placed(outputs, folder)},
                                      partial(counted, last, ("replace", "rename", "link"), refused))
        now = outcome.held(folder)
        if kind == "message" and now != former:
            kind, text = "fault", f"files changed: {changed(now, former)}"
        say(end=kind, text=text, seed=last, group="a locked target at every move", algorithm=name)
        if count < last:
            break
        if kind == "success":      # another way was found; what it made is now the former state
            former = now
    shutil.rmtree(folder, ignore_errors=True)


def read_only(name: str, run, say, seconds: float) -> None:
    """Mark each existing output read-only in turn, then immutable where the system can."""
    algorithm, inputs, outputs = run
    folder = tempfile.mkdtemp(prefix="ro_")
    prepare(run, folder)
    began = time.monotonic()
    for path in sorted(each for each in Path(folder).rglob("*") if each.is_file() and each.name != "mine.txt"):
        for how in ("read-only", "immutable"):
            if time.monotonic() - began > seconds:
                break
            before = path.stat().st_mode
            if how == "read-only":
                path.chmod(0o444)
            elif not shutil.which("chattr") or subprocess.run(["chattr", "+i", str(path)], capture_output=True,
                                                              check=False).returncode:
                continue
            former = outcome.held(folder)
            say(begin=f"{how}: {name}, {path.name}", seed=0)
            _, kind, text, _ = forked(algorithm, {**inputs, **placed(outputs, folder)})
            now, relative = outcome.held(folder), str(path.relative_to(folder))
            if (kind == "message" and now != former) or now.get(relative) != former[relative]:
                kind, text = "fault", f"files changed: {changed(now, former)}; {text}"
            say(end=kind, text=text, seed=0, group=f"a target that is {how}", algorithm=name)
            if how == "immutable":
                subprocess.run(["chattr", "-i", str(path)], capture_output=True, check=False)
            else:
                path.chmod(before)
    shutil.rmtree(folder, ignore_errors=True)


def full_disks(name: str, run, say, seconds: float) -> None:
    """Leave more and more room on a small disk; each run must leave all as it was until one succeeds."""
    algorithm, inputs, outputs = run
    disk = tempfile.mkdtemp(prefix="disk_")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk], capture_output=True,
                      check=False).returncode:
        say(skip="only root may make a small disk")
        return
    try:
        prepare(run, disk)
        former, began = outcome.held(disk), time.monotonic()
        ballast, room = os.path.join(disk, "ballast"), 0
        while time.monotonic() - began < seconds:
            say(begin=f"{room} kB free: {name}", seed=room)
            with open(ballast, "wb") as file:
                free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize - room * 1024
                file.write(b"\0" * max(free, 0))
            _, kind, text, _ = forked(algorithm, {**inputs, **placed(outputs, disk)})
            os.remove(ballast)
            now = outcome.held(disk)
            if kind == "message" and now != former:
                kind, text = "fault", f"files changed: {changed(now, former)}; {text}"
            say(end=kind, text=text, seed=room, group="a full disk at every write", algorithm=name)
            if kind == "success":
                return
            room += max(4, room // 10)
    finally:
        subprocess.run(["umount", "-l", disk], capture_output=True, check=False)
        shutil.rmtree(disk, ignore_errors=True)


def at_once(name: str, run, say, seconds: float) -> None:
    """Three runs to one place: each must succeed, and what is there must be whole."""
    algorithm, inputs, outputs = run
    for turn in range(3):
        folder = tempfile.mkdtemp(prefix="three_")
        say(begin=f"three at once: {name}", seed=turn)
        children = [begin(algorithm, {**inputs, **placed(outputs, folder)}) for _ in range(3)]
        ended = [end(*child) for child in children]
        faults = [text for _, kind, text, _ in ended if kind != "success" and "while this run went on" not in text]
        faults += [f"not whole: {each}" for each in outcome.held(folder)
                   if ".scarp" in each or not opens(os.path.join(folder, each))]
        say(end="fault" if faults else "success", text="; ".join(faults), seed=turn,
            group="three runs to one place at once", algorithm=name)
        shutil.rmtree(folder, ignore_errors=True)


KINDS = {"kill": kills, "lock": locks, "readonly": read_only, "full": full_disks, "three": at_once}


def cases(what: str, pool, seed: int, seconds: float, say) -> None:
    """Do one kind for all runs, or for those that a short test takes (``kill:points and raster,folder``)."""
    kind, _, chosen = what.partition(":")
    for name, run in runs(pool).items():
        if not chosen or name in chosen.split(","):
            KINDS[kind](name, run, say, seconds)
