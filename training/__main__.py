"""``python -m scarp.training FOLDER`` does the job described in FOLDER/job.json; :mod:`.progress` says what is told."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

from ..engine.errors import ScarpError
from ..engine.networks.kinds import KINDS
from . import progress

# Read by torch when it is imported. By default its threads wait for each other at full speed: where other programs kept
# both cores busy, a training on two threads took 15 to 30 times the processor time of one thread.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def main(folder: Path) -> int:
    """Do one job; job.json names the kind of network, whose folder beside this file has a module ``job``."""
    description = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    network = description["network"]
    if network not in KINDS:
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
