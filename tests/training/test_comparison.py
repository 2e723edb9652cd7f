"""The comparison: what is measured, what its sentences say, and that the page holds what was written last."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs requirements-training.txt")
pytest.importorskip("sklearn", reason="training needs requirements-training.txt")

from scarp.engine.evaluation.blocks import Interval
from scarp.studies import ppm_cnn_comparison as comparison
from scarp.training.ppm_cnn.data import Lattice, Samples


def test_measured_on_scores_whose_answer_is_known():
    order = np.random.default_rng(0)
    labels = order.random(200) < 0.5
    samples = Samples(np.zeros((200, 1, 1, 1)), labels, order.choice(300 * 300, 200, replace=False), (),
                      Lattice(10.0, 10.0, 300))
    perfect, noise = np.stack([labels + 0.0] * 3), order.random((3, 200))
    perfect[1, :50] = noise[1, :50] = np.nan        # not tested in the second repeat
    scores = {name: perfect if name == comparison.PPM else noise for name in
              (comparison.SLOPE, comparison.POF, comparison.FOREST, comparison.CNN, comparison.PPM, comparison.REFINED)}
    auc, intervals, differences = comparison.measure(comparison.Test(scores, samples))
    assert auc[comparison.PPM].tolist() == [1.0, 1.0, 1.0]
    assert np.abs(auc[comparison.SLOPE] - 0.5).max() < 0.15
    assert intervals[comparison.PPM] == (1.0, 1.0)
    told = {(one, other): interval for one, other, _, interval in differences}
    assert told[comparison.PPM, comparison.SLOPE].low > 0
    assert told[comparison.CNN, comparison.SLOPE] == (0.0, 0.0)       # the same scores: paired, so no spread
    assert told[comparison.REFINED, comparison.PPM].high < 0


@pytest.mark.parametrize(("interval", "words"), [
    (Interval(0.01, 0.1), "PPM-CNN ranks better than slope alone (+0.050)."),
    (Interval(-0.1, -0.01), "PPM-CNN ranks worse than slope alone (+0.050)."),
    (Interval(-0.01, 0.1), "No difference can be shown between PPM-CNN and slope alone (+0.050)."),
])
def test_sentences(interval, words):
    assert comparison._sentence(comparison.PPM, comparison.SLOPE, 0.05, interval) == f"- {words}"


def test_the_page_has_a_place_for_it():
    page = comparison.PAGE.read_text(encoding="utf-8")
    assert page.count(comparison.BEGIN) == page.count(comparison.END) == 1
    assert page.index(comparison.BEGIN) < page.index("| PPM-CNN, refined |") < page.index(comparison.END)
