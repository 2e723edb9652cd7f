"""Runs the kinds of cases in processes of their own, watches them, counts what came of them, and writes the page."""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

QUIET_SECONDS = 90.0
"""So long a child may say nothing before it counts as hung."""

SHARES = {"random": 0.4, "kill": 0.25, "lock": 0.1, "readonly": 0.05, "full": 0.15, "three": 0.05}
"""Shares of the time."""

MEANINGS = {
    "random parameters": "Any parameters of every registered algorithm: good inputs with odd ones among them (1 x 1 "
                         "and 1 x n cells, all nodata, NaN, infinity, whole numbers, rotated, south-up, other grid, no "
                         "CRS, hostile virtual rasters and CSV files), extreme numbers, cancelled at random",
    "a kill at every write and move": "The process ends at the n-th opening for writing, write or move; then the next "
                                      "run must find all outputs or none, and work",
    "a locked target at every move": "The n-th move is refused, as where another program holds the file",
    "a target that is read-only": "One existing output after the other is marked read-only",
    "a target that is immutable": "The same, made immutable (`chattr +i`), so that the system refuses the move",
    "a full disk at every write": "A small disk with 0, 4, 8 ... kB free, until a run succeeds",
    "three runs to one place at once": "Three processes write the same outputs",
}


class Found:
    """What came of a child's cases."""

    def __init__(self) -> None:
        self.counts: Counter = Counter()
        self.by_algorithm: Counter = Counter()
        self.faults: list = []
        self.skipped: list = []
        self.latest = 0.0
        self.done = False
        self._open = None

    @property
    def tried(self) -> int:
        """Cases that came to an end."""
        return sum(self.counts.values())

    def take(self, line: str) -> None:
        """Take a line of the child in."""
        if not line.startswith("ROBUST "):
            return
        told = json.loads(line[len("ROBUST "):])
        if "begin" in told:
            self._open = told
        elif "end" in told:
            self._open = None
            self.counts[told["group"], told["end"]] += 1
            self.by_algorithm[told["algorithm"], told["end"]] += 1
            self.latest = max(self.latest, told.get("late", 0.0) if told["end"] == "cancelled" else 0.0)
            if told["end"] == "fault":
                self.faults.append(told)
        elif "skip" in told:
            self.skipped.append(told["skip"])
        self.done = self.done or "done" in told

    def ended(self, how: str) -> None:
        """Count what was open, or what was never reached, as a fault."""
        if not self.done:
            self.counts[how, "fault"] += 1
            self.faults.append({"text": how, "after": self._open})

    def add(self, other) -> None:
        """Take in what another child found."""
        self.counts += other.counts
        self.by_algorithm += other.by_algorithm
        self.faults += other.faults
        self.skipped += other.skipped
        self.latest = max(self.latest, other.latest)


def run(build, what: str, seed: int, seconds: float, folder: Path) -> Found:
    """Run one kind for about so many seconds."""
    build.make_link(build.PLUGINS / "scarp")
    inputs = Path(tempfile.mkdtemp(prefix="inputs_", dir=folder))
    told, found, rest, heard = inputs / "told.txt", Found(), "", time.monotonic()
    with open(told, "wb") as file:
        child = subprocess.Popen([sys.executable, "-X", "faulthandler", str(HERE / "child.py"), what, str(seed),
                                  str(seconds), str(inputs)], env={**build.environment(), "TMPDIR": str(folder)},
                                 stdout=file, stderr=subprocess.DEVNULL, start_new_session=True)
    with open(told, encoding="utf-8", errors="replace") as file:
        while True:
            ended = child.poll() is not None
            part = file.read()
            if part:
                heard = time.monotonic()
                *lines, rest = (rest + part).split("\n")
                for line in lines:
                    found.take(line)
            elif ended:
                break
            elif time.monotonic() - heard > QUIET_SECONDS:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
                found.ended(f"{what}: it hung")
                return found
            else:
                time.sleep(0.05)
    found.ended(f"{what}: the process died with {child.returncode}")
    return found


def page(found: Found, seconds: float, versions: str) -> str:
    """Write docs/robustness.md."""
    lines = ["# Robustness", "", "What `python3 build.py robustness` found: every case ends in success, in one clear "
             "message, or cancelled. A fault is anything else: a traceback, \"This is a fault in Scarp\", a partly "
             "written output, an existing file lost or changed by a run that failed, a hang, or a cancel that takes "
             "longer than 2 s. Kills count where what the next run finds is whole.", "",
             f"{found.tried:,} cases in {seconds / 60:.0f} min; {versions}.", "",
             "| what | tried | success | one message | cancelled | killed, all or nothing | faults |",
             "| --- | --- | --- | --- | --- | --- | --- |"]
    for group in sorted({group for group, _ in found.counts}):
        numbers = [found.counts[group, kind] for kind in ("success", "message", "cancelled", "killed", "fault")]
        lines.append(f"| {group} | {sum(numbers)} | " + " | ".join(map(str, numbers)) + " |")
    lines += ["", f"The slowest cancel took {found.latest:.1f} s.", ""]
    lines += [f"- {group}: {words}." for group, words in MEANINGS.items()]
    lines += ["", "Random parameters and injected faults, by algorithm or run:", "",
              "| algorithm or run | tried | success | one message | cancelled | killed | faults |",
              "| --- | --- | --- | --- | --- | --- | --- |"]
    for name in sorted({name for name, _ in found.by_algorithm}):
        numbers = [found.by_algorithm[name, kind] for kind in ("success", "message", "cancelled", "killed", "fault")]
        lines.append(f"| {name} | {sum(numbers)} | " + " | ".join(map(str, numbers)) + " |")
    if found.skipped:
        lines += ["", f"Left out: {'; '.join(sorted(set(found.skipped)))}."]
    for fault in found.faults:
        lines += ["", "```", json.dumps(fault, ensure_ascii=False)[:1500], "```"]
    return "\n".join(lines) + "\n"


def main(build, arguments: list) -> int:
    """Run everything at length and write the page; the number of faults tells how it went."""
    parser = argparse.ArgumentParser(prog="build.py robustness")
    parser.add_argument("--minutes", type=float, default=20.0, help="time for all kinds together (20)")
    parser.add_argument("--seed", type=int, default=100_000, help="of the random parameters")
    parser.add_argument("--only", default="", help="one kind: " + ", ".join(SHARES))
    given = parser.parse_args(arguments)
    begun, found = time.monotonic(), Found()
    with tempfile.TemporaryDirectory(prefix="scarp_robustness_", ignore_cleanup_errors=True) if sys.version_info >= (
            3, 10) else tempfile.TemporaryDirectory(prefix="scarp_robustness_") as folder:
        for what, share in SHARES.items():
            if given.only and what != given.only:
                continue
            # All other kinds are done run by run, each with its part of the time.
            seconds = 60.0 * given.minutes * (1.0 if given.only else share) / (1 if what == "random" else 8)
            each = "" if what == "random" else " for each run"
            print(f"{what}: {seconds:.0f} s{each}", file=sys.stderr, flush=True)
            if what == "random":
                rest, seed = seconds, given.seed
                while rest > 5.0:       # a child that dies ends one case; the next goes on with other numbers
                    start = time.monotonic()
                    part = run(build, what, seed, min(rest, 120.0), Path(folder))
                    seed += 10_000
                    rest -= max(time.monotonic() - start, 10.0)
                    found.add(part)
            else:
                found.add(run(build, what, given.seed, seconds, Path(folder)))
    for fault in found.faults:
        print(json.dumps(fault, ensure_ascii=False), file=sys.stderr)
    text = page(found, time.monotonic() - begun, f"Python {platform.python_version()}, {platform.system()}")
    if not given.only:
        (ROOT / "docs" / "robustness.md").write_text(text, encoding="utf-8")
    print(text)
    return 1 if found.faults else 0
