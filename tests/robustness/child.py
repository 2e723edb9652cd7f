"""Runs in a process of its own, so that what ends or hangs it is seen: ``child.py WHAT SEED SECONDS FOLDER``.

Prints a line of JSON before and after every case.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), os.environ["PYTHONPATH"]]

from qgis.core import QgsApplication  # noqa: E402

APPLICATION = QgsApplication([], False)
APPLICATION.initQgis()

import draw  # noqa: E402
import injected  # noqa: E402
import odd_inputs  # noqa: E402
import outcome  # noqa: E402
import scarp  # noqa: E402

MEMORY = 6 << 30
LONGEST_RUN = 8.0


def say(**words) -> None:
    """Tell the parent."""
    print("ROBUST " + json.dumps(words), flush=True)


def random_cases(pool, seed: int, seconds: float) -> None:
    """Random parameters for every algorithm in turn."""
    begun, number = time.monotonic(), seed
    algorithms = [each for each in QgsApplication.processingRegistry().providerById("scarp").algorithms()
                  if hasattr(each, "compute")]
    while time.monotonic() - begun < seconds:
        for algorithm in algorithms:
            if time.monotonic() - begun > seconds:
                return
            number += 1
            one_random(algorithm, pool, number)


def one_random(algorithm, pool, number: int) -> None:
    """Draw, run and check one case."""
    rng = random.Random(number)
    folder = tempfile.mkdtemp(prefix="out_")
    parameters = draw.parameters(algorithm, pool, folder, rng, rng.choice([0.0, 0.03, 0.1, 0.4]))
    for name, value in parameters.items():      # what lies at the place of an output before
        definition = algorithm.parameterDefinition(name)
        if definition is not None and definition.isDestination() and isinstance(value, str) and rng.random() < 0.4 and (
                os.path.dirname(value) == folder and os.path.basename(value) not in ("results", ".")):
            Path(value).write_bytes(b"what was here before")
    before = outcome.held(folder)
    cancel = rng.choice([LONGEST_RUN, LONGEST_RUN, LONGEST_RUN, rng.uniform(0.0, 1.5)])
    say(begin=algorithm.id(), seed=number)
    found = outcome.run(algorithm.id(), parameters, cancel, check=rng.random() < 0.7)
    after = outcome.held(folder)
    if found.kind in ("message", "cancelled") and after != before:
        changed = sorted({*before.items()} ^ {*after.items()})
        found = outcome.Result("fault", f"{found.kind}, and files changed: {[name for name, _ in changed][:5]}; "
                                        f"{found.text}")
    if found.kind == "success" and any(part.startswith(".scarp-") for name in after for part in name.split(os.sep)):
        found = outcome.Result("fault", f"left in the folder: {sorted(after)}")
    say(end=found.kind, text=found.text[-1500:], late=round(found.late, 2), seed=number, group="random parameters",
        algorithm=algorithm.id(), parameters=json.loads(json.dumps(parameters, default=str))
        if found.kind == "fault" else None)
    shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Do what the command line says."""
    what, seed, seconds, folder = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    plugin = scarp.classFactory(None)
    plugin.initProcessing()
    pool = odd_inputs.Pool(folder, [str(HERE.parents[0] / "data" / "pinn_tiny" / "tiny.onnx"), "pinn_wenchuan.onnx",
                                    "ppm_cnn_ecuador.onnx"])
    say(ready=True)
    if what == "random":
        random_cases(pool, seed, seconds)
    else:
        injected.cases(what, pool, seed, seconds, say)
    say(done=True)
    sys.stdout.flush()
    os._exit(0)      # QGIS's own end is not what is tried


if __name__ == "__main__":
    main()
