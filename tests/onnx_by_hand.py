"""ONNX files written byte by byte, so that tests need no `onnx`; fields as in onnx.proto."""

from __future__ import annotations

KEY = "scarp_card"


def varint(value):
    """A whole number as protocol buffers write it."""
    out = b""
    while value > 0x7F:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


def number(field, value):
    """A field that holds a whole number."""
    return varint(field << 3) + varint(value)


def part(field, content):
    """A field that holds text, bytes or a message."""
    content = content.encode() if isinstance(content, str) else content
    return varint(field << 3 | 2) + varint(len(content)) + content


def onnx_bytes(card=None, ir=8, opset=17, graph=b"", domain=""):
    """A model with one import of operators and one item of metadata."""
    opsets = part(8, (part(1, domain) if domain else b"") + number(2, opset))
    metadata = part(14, part(1, KEY) + part(2, card)) if card is not None else b""
    return number(1, ir) + opsets + part(7, graph) + metadata


def external_tensor():
    """A tensor whose values lie elsewhere."""
    entry = part(1, "location") + part(2, "../../etc/passwd")
    return number(1, 1) + part(8, "weight") + part(13, entry) + number(14, 1)


def node(operator, given, made, **integers):
    """A node with one input or a list of them; lists become attributes of whole numbers."""
    attributes = b"".join(
        part(5, part(1, name) + (b"".join(number(8, each) for each in value) + number(20, 7)
                                 if isinstance(value, list) else number(3, value) + number(20, 2)))
        for name, value in integers.items())
    inputs = b"".join(part(1, each) for each in ([given] if isinstance(given, str) else given))
    return part(1, inputs + part(2, made) + part(4, operator) + attributes)


def tensor(field, name, *sides, type_=1):
    """An input (11) or output (12), of float32 (1), int64 (7) or float64 (11); a side is a number or a name."""
    shape = b"".join(part(1, number(1, side) if isinstance(side, int) else part(2, side)) for side in sides)
    return part(field, part(1, name) + part(2, part(1, number(1, type_) + part(2, shape))))


def whole_numbers(name, *values):
    """A constant of int64."""
    return part(5, number(1, len(values)) + number(2, 7) + b"".join(number(7, each) for each in values) + part(8, name))


def mean_network(channels):
    """Susceptibility = logistic of the mean of the window over all channels; spread = that mean squared."""
    return (node("AveragePool", "channels", "pooled", kernel_shape=[17, 17])
            + node("ReduceMean", "pooled", "mean", axes=[1], keepdims=1)
            + node("Sigmoid", "mean", "susceptibility")
            + node("Mul", ["mean", "mean"], "spread")
            + part(2, "graph") + tensor(11, "channels", "n", channels, "rows", "columns")
            + tensor(12, "susceptibility", "n", 1, "r", "c") + tensor(12, "spread", "n", 1, "r", "c"))


def endless_network(channels):
    """As `mean_network`, behind a loop that never ends: without a number of turns, its condition passed on as it is."""
    body = (node("Identity", "again", "again_") + node("Identity", "held", "held_") + part(2, "body")
            + tensor(11, "turn", type_=7) + tensor(11, "again", type_=9) + tensor(11, "held", "n", 1, "r", "c")
            + tensor(12, "again_", type_=9) + tensor(12, "held_", "n", 1, "r", "c"))
    attribute = part(5, part(1, "body") + part(6, body) + number(20, 5))
    loop = part(1, part(1, "") + part(1, "") + part(1, "mean") + part(2, "looped") + part(4, "Loop") + attribute)
    return (node("AveragePool", "channels", "pooled", kernel_shape=[17, 17])
            + node("ReduceMean", "pooled", "mean", axes=[1], keepdims=1) + loop
            + node("Sigmoid", "looped", "susceptibility") + node("Mul", ["susceptibility", "susceptibility"], "spread")
            + part(2, "graph") + tensor(11, "channels", "n", channels, "rows", "columns")
            + tensor(12, "susceptibility", "n", 1, "r", "c") + tensor(12, "spread", "n", 1, "r", "c"))


def wild_network(channels, operator="Exp"):
    """Susceptibility = a function of the mean of the window that is no probability; spread = that mean squared."""
    return (node("AveragePool", "channels", "pooled", kernel_shape=[17, 17])
            + node("ReduceMean", "pooled", "mean", axes=[1], keepdims=1) + node(operator, "mean", "susceptibility")
            + node("Mul", ["mean", "mean"], "spread")
            + part(2, "graph") + tensor(11, "channels", "n", channels, "rows", "columns")
            + tensor(12, "susceptibility", "n", 1, "r", "c") + tensor(12, "spread", "n", 1, "r", "c"))
