"""Decision trees as flat tables: what every additive model of steps can be written as, and what ONNX takes.

Inputs are float32, and a cell goes left where its value is at most the threshold. Thresholds of the trainer are
float64, so they are rounded down to float32: for every float32 value x and threshold t, x <= t holds exactly where
x <= (t rounded down) holds. Rounded to the nearest, a threshold may climb over the value beside it, which then goes
the other way.
"""

from __future__ import annotations

from typing import List, NamedTuple, Sequence

import numpy as np

LARGEST = np.finfo(np.float32).max


class Trees(NamedTuple):
    """Trees whose values are added up, with a constant.

    Attributes
    ----------
    tree, node, feature : ndarray of int, shape (nodes,)
        Number of the tree, of the node in it (0 the root), of the channel asked; -1 at a leaf.
    threshold : ndarray of float32, shape (nodes,)
    left, right : ndarray of int, shape (nodes,)
        Nodes of the same tree.
    missing_left : ndarray of bool, shape (nodes,)
        Where a cell without a value goes.
    value : ndarray of float64, shape (nodes,)
        Of leaves.
    constant : float
    """

    tree: np.ndarray
    node: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    missing_left: np.ndarray
    value: np.ndarray
    constant: float


def rounded_down(thresholds) -> np.ndarray:
    """Round thresholds to the float32 at or below them.

    Parameters
    ----------
    thresholds : array_like of float64

    Returns
    -------
    ndarray of float32
        Finite: what is beyond the range of float32 is held at its end.
    """
    thresholds = np.clip(np.asarray(thresholds, dtype=np.float64), -LARGEST, LARGEST)
    near = thresholds.astype(np.float32)
    above = near.astype(np.float64) > thresholds
    near[above] = np.nextafter(near[above], np.float32(-np.inf))
    return near


def of_boosting(model) -> Trees:
    """Give the trees of a fitted HistGradientBoostingClassifier of two classes; they add up to log-odds."""
    rows = []
    for number, (predictor,) in enumerate(model._predictors):
        nodes = predictor.nodes
        leaf = nodes["is_leaf"].astype(bool)
        rows.append(_rows(number, np.where(leaf, -1, nodes["feature_idx"]), nodes["num_threshold"], nodes["left"],
                          nodes["right"], nodes["missing_go_to_left"].astype(bool), np.where(leaf, nodes["value"], 0)))
    return _joined(rows, float(np.ravel(model._baseline_prediction)[0]))


def of_forest(model) -> Trees:
    """Give the trees of a fitted RandomForestClassifier of two classes; they add up to the probability."""
    rows = []
    for number, each in enumerate(model.estimators_):
        tree = each.tree_
        leaf = tree.children_left < 0
        counts = tree.value[:, 0, :]
        share = counts[:, 1] / counts.sum(axis=1) / len(model.estimators_)
        rows.append(_rows(number, np.where(leaf, -1, tree.feature), tree.threshold, tree.children_left,
                          tree.children_right, np.zeros(leaf.size, dtype=bool), np.where(leaf, share, 0)))
    return _joined(rows, 0.0)


def of_steps(steps: Sequence[tuple], constant: float = 0.0) -> Trees:
    """Give one tree for each function of steps; they add up.

    Parameters
    ----------
    steps : sequence of (int, array_like, array_like)
        Channel; rising limits; value up to the first limit, up to the next, and so on, one more than limits. A cell
        without a value adds nothing.
    constant : float
    """
    return _joined([_steps(number, *each) for number, each in enumerate(steps)], constant)


def _steps(number: int, channel: int, limits, values) -> tuple:
    """Write a function of steps as a balanced tree; its root sends a missing value to a leaf of 0."""
    limits = np.asarray(limits, dtype=np.float64)
    nodes: List[list] = [[channel, LARGEST, 1, 2, False, 0.0]]

    def grow(first: int, last: int) -> int:
        place = len(nodes)
        if first == last:
            nodes.append([-1, 0.0, 0, 0, False, float(values[first])])
            return place
        middle = (first + last) // 2
        nodes.append([channel, limits[middle], 0, 0, False, 0.0])
        nodes[place][2] = grow(first, middle)
        nodes[place][3] = grow(middle + 1, last)
        return place

    nodes[0][2] = grow(0, limits.size)
    nodes[0][3] = len(nodes)
    nodes.append([-1, 0.0, 0, 0, False, 0.0])
    feature, threshold, left, right, missing, value = zip(*nodes)
    return _rows(number, np.array(feature), np.array(threshold), np.array(left), np.array(right),
                 np.array(missing, dtype=bool), np.array(value))


def _rows(number, feature, threshold, left, right, missing_left, value) -> tuple:
    leaf = feature < 0
    return (np.full(feature.size, number), np.arange(feature.size), feature,
            np.where(leaf, 0, rounded_down(np.where(leaf, 0, threshold))).astype(np.float32), np.where(leaf, 0, left),
            np.where(leaf, 0, right), missing_left & ~leaf, value)


def _joined(rows: list, constant: float) -> Trees:
    columns = [np.concatenate(column) for column in zip(*rows)]
    whole = [columns[place].astype(np.int64) for place in (0, 1, 2, 4, 5)]
    return Trees(whole[0], whole[1], whole[2], columns[3], whole[3], whole[4], columns[6].astype(bool),
                 columns[7].astype(np.float64), constant)
