"""Shipped models: digests as recorded, cards that can be read, nothing a card must not lack."""

from __future__ import annotations

import hashlib
import json

import pytest
from scarp.engine.networks import session
from scarp.engine.networks.card import FORMAT, KEY
from scarp.engine.networks.card_reader import from_json
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
        text = read_outline(str(path)).metadata[KEY]
        card = from_json(text)
        assert json.loads(text)["format"] == FORMAT
        assert card.caveats
        assert card.licence
        assert 0.5 < card.metrics["blocks"]["auc"] < 1
        assert "/work" not in text
        json.dumps(card.metrics, allow_nan=False)


def test_graphs_fit_their_cards_and_what_is_outdated_says_so(models):
    pytest.importorskip("onnxruntime")
    for path in models:
        warned = []
        network = session.open(str(path), provider="cpu", warn=warned.append)
        assert [network.card.outdated in text for text in warned] == [True] * bool(network.card.outdated)
        page = path.with_suffix(".md").read_text(encoding="utf-8")
        assert not network.card.outdated or network.card.outdated in page
