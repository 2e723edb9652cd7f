"""Boosted trees and convolutional networks in one graph: the mean of their log-odds, and how far they disagree."""

from __future__ import annotations

from typing import List, Sequence

import numpy as np

from ..errors import ResourceError
from ..networks.card import Card, Factor
from ..networks.statistical import CHANNELS, SPREAD, SUSCEPTIBILITY
from .graph import TOLERANCE, Graph, add_model, as_raster, as_rows, finish, logistic, require_onnx
from .methods import Model
from .trees import LARGEST

HALVED = 1024
"""Constants with more values are kept in half precision where that is exact."""


def ensemble_bytes(model: Model, networks: bytes, factors: Sequence[Factor], card: Card, shift: float) -> bytes:
    """Write an ensemble with its card.

    Parameters
    ----------
    model : Model
        The boosted trees.
    networks : bytes
        ONNX: standardised channels in, log-odds of each network out, shape (networks, 1, rows, columns).
    factors : sequence of Factor
        As the networks' training measured them.
    card : Card
        Whose windows are those of the networks.
    shift : float
        Added to the mean of the log-odds.
    """
    require_onnx()
    graph, halo = Graph(), card.section.halo
    edge = [halo, halo], [-halo, -halo]
    inner = graph.add("Slice", [CHANNELS, *(graph.constant(each, np.int64) for each in (*edge, [2, 3]))])
    odds = as_raster(graph, add_model(graph, model, as_rows(graph, inner)), CHANNELS, halo)
    others = _add_networks(graph, networks, _standardised(graph, factors))
    every = graph.add("Concat", [odds, others], axis=0)
    shifted = graph.add("Add", [every, graph.constant([[[[shift]]]])])
    mean = graph.add("ReduceMean", [shifted], axes=[0], keepdims=1)
    graph.rename(graph.add("Sigmoid", [mean]), SUSCEPTIBILITY)
    single = graph.add("Sigmoid", [shifted])
    off = graph.add("Sub", [single, graph.add("ReduceMean", [single], axes=[0], keepdims=1)])
    variance = graph.add("ReduceMean", [graph.add("Mul", [off, off])], axes=[0], keepdims=1)
    graph.rename(graph.add("Sqrt", [variance]), SPREAD)
    return finish(graph, card, [SUSCEPTIBILITY, SPREAD])


def check_windows(content: bytes, windows: np.ndarray, odds: np.ndarray, shift: float) -> None:
    """Hold a graph against its trainers on windows.

    Parameters
    ----------
    content : bytes
    windows : ndarray of float32, shape (n, channels, rows, columns)
        Of one cell each.
    odds : ndarray of float, shape (members, n)
        Log-odds by each trainer.
    shift : float

    Raises
    ------
    ResourceError
        They differ by more than 1e-5.
    """
    import onnxruntime

    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    found = np.array([session.run([SUSCEPTIBILITY], {CHANNELS: each[np.newaxis]})[0].item() for each in windows])
    off = float(np.abs(found - logistic(odds.mean(axis=0) + shift)).max())
    if not off <= TOLERANCE:
        raise ResourceError(f"The file of the ensemble differs from the models by {off:.2g}: the installed packages do "
                            "not agree. Update them on the page Setup.")


def _standardised(graph: Graph, factors: Sequence[Factor]) -> str:
    """Standardise numbers as :mod:`..networks.encoding` does, and leave all else; what has no value becomes 0."""
    rows: List[tuple] = []
    for factor in factors:
        number = factor.kind == "number"
        rows += [(factor.low, factor.high, factor.mean, factor.deviation, factor.farthest or LARGEST) if number else
                 (-LARGEST, LARGEST, 0.0, 1.0, LARGEST)] * factor.channels
    low, high, mean, width, far = (graph.constant(np.array(column, dtype=np.float32)[np.newaxis, :, np.newaxis,
                                                                                     np.newaxis])
                                   for column in zip(*rows))
    held = graph.add("Min", [graph.add("Max", [CHANNELS, low]), high])
    scaled = graph.add("Div", [graph.add("Sub", [held, mean]), width])
    near = graph.add("Max", [graph.add("Min", [scaled, far]), graph.add("Neg", [far])])
    return graph.add("Where", [graph.add("IsNaN", [CHANNELS]), graph.constant([[[[0.0]]]]), near])


def _add_networks(graph: Graph, content: bytes, standardised: str) -> str:
    """Add the nodes of another file; its constants in half precision where that loses nothing."""
    import onnx
    from onnx import numpy_helper

    inner = onnx.load_from_string(content).graph
    names = {inner.input[0].name: standardised, "": ""}
    for constant in inner.initializer:
        values = numpy_helper.to_array(constant)
        half = values.size > HALVED and values.dtype == np.float32 and np.array_equal(
            values.astype(np.float16).astype(np.float32), values)
        name = graph.constant(values, np.float16 if half else values.dtype)
        names[constant.name] = graph.add("Cast", [name], to=onnx.TensorProto.FLOAT) if half else name
    for number, node in enumerate(inner.node):
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        names.update({each: f"network_{number}_{place}" for place, each in enumerate(node.output)})
        for field, given in ((copy.input, node.input), (copy.output, node.output)):
            del field[:]
            field.extend([names[each] for each in given])
        copy.name = f"network_{number}"
        graph.nodes.append(copy)
    return names[inner.output[0].name]
