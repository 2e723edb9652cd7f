"""Models as ONNX graphs, written with ``onnx.helper``: opset 17, trees of ``ai.onnx.ml``, IR version 8.

The graph takes raster channels of shape (1, channels, rows, columns) as :func:`..networks.statistical.channels` gives
them, NaN where there is no value, and holds everything else: missing values, trees, the shift to the prevalence. It is
held against the trainer before it is given away.
"""

from __future__ import annotations

import math
from typing import Dict, List, Sequence

import numpy as np

from ..errors import ResourceError
from ..networks.card import KEY, Card
from ..networks.onnx_file import NEWEST_IR, NEWEST_OPSET
from ..networks.statistical import CHANNELS, SUSCEPTIBILITY
from .methods import FARTHEST, LEAST_SHARE, Model

ML_OPSET = 3
TOLERANCE = 1e-5
"""Greatest difference in probability between the graph and the trainer."""

TRIED = 2000
"""Samples on which the two are compared."""


class Graph:
    """Nodes and constants in the making."""

    def __init__(self) -> None:
        self.helper = _onnx().helper
        self.nodes: list = []
        self.constants: list = []

    def add(self, operator: str, inputs: Sequence[str], domain: str = "", **attributes) -> str:
        """Add a node with one output; give its name."""
        name = f"{operator}_{len(self.nodes)}"
        self.nodes.append(self.helper.make_node(operator, list(inputs), [name], name=name, domain=domain, **attributes))
        return name

    def constant(self, values, dtype=np.float32) -> str:
        """Add a constant; give its name."""
        from onnx import numpy_helper

        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values, dtype=dtype), name))
        return name

    def rename(self, name: str, wanted: str) -> None:
        """Give a name of ours to an output."""
        self.nodes.append(self.helper.make_node("Identity", [name], [wanted], name=wanted))


def model_bytes(model: Model, card: Card, shift: float) -> bytes:
    """Write a model with its card.

    Parameters
    ----------
    model : Model
    card : Card
    shift : float
        Added to the log-odds, from the share of landslides among the samples to that among the cells.

    Returns
    -------
    bytes

    Raises
    ------
    ResourceError
        The package onnx is missing.
    """
    graph = Graph()
    rows = as_rows(graph, CHANNELS)
    odds = add_model(graph, model, rows)
    shifted = graph.add("Add", [odds, graph.constant([[shift]])])
    probability = graph.add("Sigmoid", [shifted])
    graph.rename(as_raster(graph, probability, CHANNELS, 0), SUSCEPTIBILITY)
    return finish(graph, card, [SUSCEPTIBILITY])


def as_rows(graph: Graph, channels: str) -> str:
    """Turn (1, channels, rows, columns) into (cells, channels)."""
    last = graph.add("Transpose", [channels], perm=[0, 2, 3, 1])
    shape = graph.add("Shape", [channels])
    width = graph.add("Slice", [shape, graph.constant([1], np.int64), graph.constant([2], np.int64)])
    target = graph.add("Concat", [graph.constant([-1], np.int64), width], axis=0)
    return graph.add("Reshape", [last, target])


def as_raster(graph: Graph, values: str, channels: str, halo: int) -> str:
    """Turn (cells, 1) into (1, 1, rows, columns), as many as the input has without its halo."""
    shape = graph.add("Shape", [channels])
    sides = graph.add("Slice", [shape, graph.constant([2], np.int64), graph.constant([4], np.int64)])
    inner = graph.add("Sub", [sides, graph.constant([2 * halo, 2 * halo], np.int64)])
    target = graph.add("Concat", [graph.constant([1, 1], np.int64), inner], axis=0)
    return graph.add("Reshape", [values, target])


def add_model(graph: Graph, model: Model, rows: str) -> str:
    """Add a model; give the name of its log-odds, shape (cells, 1)."""
    if not np.isnan(model.fill).all():
        empty = graph.add("IsNaN", [rows])
        rows = graph.add("Where", [empty, graph.constant(model.fill[np.newaxis]), rows])
    if model.trees is None:
        middle, width = (graph.constant(each[np.newaxis]) for each in (model.middle, model.width))
        standard = graph.add("Div", [graph.add("Sub", [rows, middle]), width])
        held = graph.add("Clip", [standard, graph.constant(-FARTHEST), graph.constant(FARTHEST)])
        product = graph.add("MatMul", [held, graph.constant(model.slopes[:, np.newaxis])])
        return graph.add("Add", [product, graph.constant([[model.constant]])])
    total = graph.add("TreeEnsembleRegressor", [rows], "ai.onnx.ml", **_attributes(model.trees))
    if not model.share:
        return total
    share = graph.add("Clip", [total, graph.constant(LEAST_SHARE), graph.constant(1 - LEAST_SHARE)])
    rest = graph.add("Sub", [graph.constant([[1.0]]), share])
    return graph.add("Log", [graph.add("Div", [share, rest])])


def finish(graph: Graph, card: Card, outputs: Sequence[str]) -> bytes:
    """Make the file of a graph whose outputs are there, with its card."""
    onnx = _onnx()
    helper, real = onnx.helper, onnx.TensorProto.FLOAT
    given = helper.make_tensor_value_info(CHANNELS, real, [1, card.channels, "rows", "columns"])
    made = [helper.make_tensor_value_info(name, real, [1, 1, "rows inside", "columns inside"]) for name in outputs]
    whole = helper.make_graph(graph.nodes, "susceptibility", [given], made, graph.constants)
    versions = [helper.make_opsetid("", NEWEST_OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)]
    model = helper.make_model(whole, opset_imports=versions, producer_name="Scarp")
    model.ir_version = NEWEST_IR
    entry = model.metadata_props.add()
    entry.key, entry.value = KEY, card.to_json()
    onnx.checker.check_model(model)
    return model.SerializeToString()


def difference(content: bytes, log_odds, channels: np.ndarray, shift: float) -> float:
    """Give the greatest difference between a graph and its trainer on samples, a tenth of the values taken away.

    Parameters
    ----------
    content : bytes
        From :func:`model_bytes`.
    log_odds : callable
        Of the trainer.
    channels : ndarray of float32, shape (n, channels)
    shift : float
    """
    import onnxruntime

    order = np.random.default_rng(0)
    tried = channels[order.permutation(len(channels))[:TRIED]].copy()
    half = tried[len(tried) // 2:]
    half[order.random(half.shape) < 0.1] = np.nan
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    found = session.run([SUSCEPTIBILITY], {CHANNELS: np.ascontiguousarray(tried.T[np.newaxis, :, :, np.newaxis])})[0]
    return float(np.abs(found.ravel() - logistic(log_odds(tried) + shift)).max())


def checked_bytes(model: Model, card: Card, shift: float, channels: np.ndarray) -> bytes:
    """Write a model and hold it against the trainer on samples.

    Raises
    ------
    ResourceError
        onnx or onnxruntime is missing, or the two differ by more than 1e-5.
    """
    content = model_bytes(model, card, shift)
    off = difference(content, model.log_odds, channels, shift)
    if not off <= TOLERANCE:
        raise ResourceError(f"The file of the model differs from the model by {off:.2g}: the installed scikit-learn "
                            "and onnxruntime do not agree. Update them on the page Setup.")
    return content


def logistic(odds) -> np.ndarray:
    """Turn log-odds into a probability."""
    return 1 / (1 + np.exp(-np.asarray(odds, dtype=np.float64)))


def prevalence_shift(prevalence: float, landslides: int, others: int) -> float:
    """Give ln[pi / (1 - pi)] - ln[n1 / n0]: from the share among the samples to that among the cells."""
    return math.log(prevalence / (1 - prevalence)) - math.log(landslides / others)


def require_onnx() -> None:
    """Say before a long run that the package onnx, or onnxruntime, is missing.

    Raises
    ------
    ResourceError
    """
    _onnx()
    try:
        import onnxruntime  # noqa: F401
    except ImportError as error:
        raise ResourceError(f"Models are tried with onnxruntime, which cannot be imported: {error}. The page Setup of "
                            "Scarp's dock installs it.") from error


def _onnx():
    try:
        import onnx
        import onnx.checker
        import onnx.helper
    except ImportError as error:
        raise ResourceError(f"Models are written with the package onnx, which cannot be imported: {error}. The page "
                            "Setup of Scarp's dock installs it.") from error
    return onnx


def _attributes(trees) -> Dict[str, List]:
    leaf = trees.feature < 0
    modes = np.where(leaf, "LEAF", "BRANCH_LEQ")
    return {
        "n_targets": 1, "aggregate_function": "SUM", "post_transform": "NONE", "base_values": [trees.constant],
        "nodes_treeids": trees.tree.tolist(), "nodes_nodeids": trees.node.tolist(),
        "nodes_featureids": np.where(leaf, 0, trees.feature).tolist(), "nodes_modes": modes.tolist(),
        "nodes_values": trees.threshold.tolist(), "nodes_truenodeids": trees.left.tolist(),
        "nodes_falsenodeids": trees.right.tolist(),
        "nodes_missing_value_tracks_true": trees.missing_left.astype(int).tolist(),
        "target_treeids": trees.tree[leaf].tolist(), "target_nodeids": trees.node[leaf].tolist(),
        "target_ids": [0] * int(leaf.sum()), "target_weights": trees.value[leaf].tolist()}
