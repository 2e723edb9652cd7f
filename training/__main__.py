"""``python -m scarp.training FOLDER`` does the job described in FOLDER/job.json; :mod:`.progress` says what is told."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

from ..engine.errors import ScarpError
from . import progress

NETWORKS = ("ppm_cnn", "pinn")
"""Each a folder beside this file with a module ``job`` and its ``run(folder, job)``."""


# Read by torch when it is imported. By default its threads wait for each other at full speed: where other programs kept
# both cores busy, a training on two threads took 15 to 30 times the processor time of one thread.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def main(folder: Path) -> int:
    """Do one job; its network is named in job.json."""
    description = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    network = description["network"]
    if network not in NETWORKS:
        progress.fault(f"There is no training of '{network}'.")
        return 2
    try:
        importlib.import_module(f".{network}.job", __package__).run(folder, description)
    except ScarpError as error:
        progress.fault(str(error))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
