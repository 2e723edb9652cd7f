"""A network ready to run: the file checked, the card read, onnxruntime started on the provider that was asked for.

The graph is held against kind and card when it is opened, so that what runs later has the inputs and outputs it is said
to have.
"""

from __future__ import annotations

import os
from typing import Callable, Mapping, Sequence

import numpy as np

from ..errors import InputError, ResourceError
from .card import KEY, Card
from .card_reader import from_json
from .kinds import KINDS, Kind, Tensor
from .onnx_file import read_outline

PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider", "directml": "DmlExecutionProvider"}
FASTEST = ("cuda", "directml", "cpu")
TYPES = {"float32": "tensor(float)", "float64": "tensor(double)", "int64": "tensor(int64)"}
"""Types of numpy as onnxruntime calls them."""


class Network:
    """A network and its card; made by :func:`open`.

    Attributes
    ----------
    path : str
    kind : Kind
    card : Card
    provider : str
        What runs it, as onnxruntime calls it.
    inputs, outputs : tuple of str
        Of its graph; one that its kind says is optional may be absent.
    """

    def __init__(self, path: str, card: Card, session) -> None:
        self.path, self.card, self.kind = path, card, KINDS[card.kind]
        self._session, self.provider = session, session.get_providers()[0]
        self.inputs = tuple(each.name for each in session.get_inputs())
        given = {each.name for each in session.get_outputs()}
        self.outputs = tuple(each.name for each in self.kind.outputs if each.name in given)

    def run(self, inputs: Mapping[str, np.ndarray], outputs: Sequence[str] = ()) -> dict:
        """Run the network.

        Parameters
        ----------
        inputs : mapping of str to ndarray
            By name, of the shapes and types that its kind says.
        outputs : sequence of str
            Those wanted; all of its kind where none is named.

        Returns
        -------
        dict of str to ndarray
            By name of output.

        Raises
        ------
        ResourceError
            The provider failed, as it does when memory is short.
        """
        wanted = list(outputs or self.outputs)
        try:
            return dict(zip(wanted, self._session.run(wanted, inputs)))
        except Exception as error:
            raise ResourceError(f"The network failed on {self.provider}: {_first_line(error)}") from error


def open(path: str, kind: str = "", provider: str = "auto", threads: int | None = None, log: Callable | None = None,
         warn: Callable | None = None, parameter: str = "MODEL") -> Network:
    """Open a network of any kind.

    Parameters
    ----------
    path : str
        The .onnx file.
    kind : str
        The kind wanted, such as ``ppm_cnn``; empty for any.
    provider : {'auto', 'cpu', 'cuda', 'directml'}
        What shall run it; ``auto`` is the fastest there is.
    threads : int, optional
        Of the processor; None is all.
    log, warn : callable, optional
        Told what runs the network; that the provider asked for is absent, and what makes the network outdated.
    parameter : str
        Where the file was given, for messages.

    Raises
    ------
    InputError
        The file is not safe, not ours, or another kind of network; its graph does not fit its card.
    ResourceError
        onnxruntime cannot be imported.
    """
    name = os.path.basename(path)
    card, outline = _card_and_outline(path, kind, parameter)
    runtime = _runtime()
    wanted = _available(provider, runtime, warn)
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.log_severity_level = 4      # faults come as exceptions
    try:
        session = runtime.InferenceSession(outline.content, options, providers=wanted)
    except Exception as error:
        raise InputError(parameter, f"onnxruntime cannot load '{name}': {_first_line(error)}",
                         "Use a model trained with Scarp.") from error
    _check_graph(session, card, f"'{name}'", parameter)
    network = Network(path, card, session)
    if warn is not None and provider != "auto" and network.provider not in wanted[:1]:
        warn(f"onnxruntime could not start {wanted[0]}; {network.provider} is used.")
    if warn is not None and card.outdated:
        warn(f"{parameter}: '{name}' {card.outdated}.")
    if log is not None:
        log(f"'{name}' runs on {network.provider} of onnxruntime {runtime.__version__}.")
    return network


def read_card(path: str, kind: str = "", parameter: str = "MODEL") -> Card:
    """Read the card of a file without starting onnxruntime; parameters and errors as :func:`open`."""
    return _card_and_outline(path, kind, parameter)[0]


def _card_and_outline(path: str, kind: str, parameter: str) -> tuple:
    outline, name = read_outline(path, parameter), os.path.basename(path)
    if KEY not in outline.metadata:
        raise InputError(parameter, f"'{name}' has no Scarp model card", "Use a model trained with Scarp.")
    card = from_json(outline.metadata[KEY], parameter)
    if kind and card.kind != kind:
        raise InputError(parameter, f"'{name}' is a {card.kind} network, and {kind} is wanted",
                         f"Choose another model, or use {KINDS[card.kind].predict}.")
    return card, outline


def _check_graph(session, card: Card, name: str, parameter: str) -> None:
    """Hold names, types and shapes of a graph against kind and card, and try it with inputs of the least size."""
    kind = KINDS[card.kind]
    known = {"channels": card.channels, "members": card.members}
    inputs, outputs = ({each.name: each for each in found} for found in (session.get_inputs(), session.get_outputs()))
    wanted = [each for each in kind.inputs if each.name in inputs or not each.optional]
    strange = [each for each in inputs if each not in [tensor.name for tensor in kind.inputs]]
    if strange:
        raise _misfit(parameter, f"{name} has an input '{strange[0]}'", kind, kind.inputs, "takes")
    made = [each for each in kind.outputs if each.name in outputs or not each.optional]
    for what, tensors, found, verb in (("input", wanted, inputs, "takes"), ("output", made, outputs, "gives")):
        for tensor in tensors:
            if tensor.name not in found:
                raise _misfit(parameter, f"{name} has no {what} '{tensor.name}'", kind, tensors, verb)
            if found[tensor.name].type != TYPES[tensor.dtype]:
                raise InputError(parameter, f"{what} '{tensor.name}' of {name} is of type {found[tensor.name].type}",
                                 f"It would have to be {TYPES[tensor.dtype]}. Use a model trained with Scarp.")
    for tensor in wanted:
        shape = inputs[tensor.name].shape
        fixed = [known.get(side, side) for side in tensor.shape]
        if len(shape) != len(fixed) or any(isinstance(side, int) and side != given
                                           for side, given in zip(fixed, shape)):
            raise _wrong_shape(parameter, f"input '{tensor.name}' of {name}", shape, fixed)
    _try(session, made, wanted, {**known, **card.section.sides()}, name, parameter)


def _try(session, outputs: Sequence[Tensor], inputs: Sequence[Tensor], sizes: Mapping[str, int], name: str,
         parameter: str) -> None:
    """Run a graph once, since the shapes of outputs that it declares may be open, and need not be true."""
    feed = {each.name: np.ones([sizes.get(side, side) for side in each.shape], each.dtype) for each in inputs}
    try:
        results = session.run([each.name for each in outputs], feed)
    except Exception as error:
        raise InputError(parameter, f"{name} cannot be run: {_first_line(error)}",
                         "Use a model trained with Scarp.") from error
    for tensor, result in zip(outputs, results):
        expected = [sizes.get(side, side) for side in tensor.shape]
        if list(np.shape(result)) != expected:
            raise _wrong_shape(parameter, f"output '{tensor.name}' of {name}, tried on "
                               + ", ".join(f"{each} {_by(values.shape)}" for each, values in feed.items()) + ",",
                               np.shape(result), expected)


def _misfit(parameter: str, problem: str, kind: Kind, tensors: Sequence[Tensor], verb: str) -> InputError:
    return InputError(parameter, problem, f"A {kind.id} network {verb} {', '.join(each.name for each in tensors)}. "
                      "Use a model trained with Scarp.")


def _wrong_shape(parameter: str, what: str, found: Sequence, expected: Sequence) -> InputError:
    return InputError(parameter, f"{what} has the shape {_by(found)}",
                      f"By its card it would be {_by(expected)}. Use a model trained with Scarp.")


def _by(shape: Sequence) -> str:
    return " x ".join(map(str, shape)) or "()"


def _runtime():
    try:
        import onnxruntime
    except ImportError as error:
        raise ResourceError(f"Networks need onnxruntime, which cannot be imported: {error}. Install onnxruntime into "
                            "the Python of QGIS.") from error
    return onnxruntime


def _available(provider: str, runtime, warn) -> list:
    there = runtime.get_available_providers()
    chosen = [PROVIDERS[name] for name in FASTEST if PROVIDERS[name] in there and provider in ("auto", name)]
    if not chosen and warn is not None:
        warn(f"onnxruntime has no {provider} here ({', '.join(there)}); the processor is used.")
    return chosen if PROVIDERS["cpu"] in chosen else [*chosen, PROVIDERS["cpu"]]


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
