"""Digests of the shipped models as plain text, as ``sha256sum`` writes them: ``python -m scarp.studies.digests``."""

from __future__ import annotations

import hashlib
from pathlib import Path

MODELS = Path(__file__).parents[1] / "models"


def record() -> None:
    """Write models/SHA256SUMS anew from the files that are there."""
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
             for path in sorted(MODELS.glob("*.onnx"))]
    (MODELS / "SHA256SUMS").write_text("".join(lines), encoding="ascii")


if __name__ == "__main__":
    record()
