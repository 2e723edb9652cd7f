"""Shipped models: digests as recorded, cards that can be read, nothing a card must not lack."""

from __future__ import annotations

import hashlib
import json

import pytest
from scarp.engine.networks import card as cards
from scarp.engine.networks.onnx_file import read_outline


@pytest.fixture
def models(root):
    return sorted((root / "models").glob("*.onnx"))


def test_digests_are_those_of_the_files(root, models):
    lines = (root / "models" / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    assert dict(reversed(line.split("  ")) for line in lines) == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in models}


def test_cards_tell_what_was_trained_and_how_well(models):
    assert models
    for path in models:
        text = read_outline(str(path)).metadata[cards.KEY]
        card = cards.from_json(text)
        assert card.caveats
        assert card.licence
        assert 0.5 < card.metrics["blocks"]["auc"] < 1
        assert "/work" not in text
        json.dumps(card.metrics, allow_nan=False)
