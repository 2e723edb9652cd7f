"""A network ready to run: the file checked, the card read, onnxruntime started on the provider that was asked for.

The graph is held against kind and card when it is opened, so that what runs later has the inputs and outputs it is said
to have.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Callable, Mapping, Sequence

import numpy as np

from ..errors import Cancelled, InputError, ResourceError
from .card import KEY, Card
from .card_reader import from_json
from .kinds import KINDS, Kind, Tensor
from .onnx_file import read_outline

PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider", "directml": "DmlExecutionProvider"}
FASTEST = ("cuda", "directml", "cpu")
LONGEST, LONGEST_TRIAL = 600.0, 60.0
"""Seconds that a network may take for one call, and for the trial when it is opened: a graph may loop for ever."""

_POLL_SECONDS = 0.1
_ROUNDING = 1e-4
_TRAINED = "Use a model trained with Scarp."
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

    def __init__(self, path: str, card: Card, session, parameter: str = "MODEL",
                 cancelled: Callable[[], bool] | None = None) -> None:
        self.path, self.card, self.kind = path, card, KINDS[card.kind]
        self._parameter, self._cancelled = parameter, cancelled
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
        InputError
            It gives what none of its kind can give, or takes longer than `LONGEST`.
        ResourceError
            The provider failed, as it does when memory is short.
        Cancelled
            Within a second of the user's asking.
        """
        wanted, name = list(outputs or self.outputs), f"'{os.path.basename(self.path)}'"
        try:
            found = dict(zip(wanted, guarded(self._session, wanted, inputs, LONGEST, self._cancelled)))
        except TimeoutError as error:
            raise InputError(self._parameter, f"{name} takes longer than {LONGEST:g} s for one tile",
                             _TRAINED) from error
        except Cancelled:
            raise
        except Exception as error:
            raise ResourceError(f"The network failed on {self.provider}: {_first_line(error)}") from error
        gaps = any(values.dtype.kind == "f" and np.isnan(values).any() for values in inputs.values())
        for tensor in self.kind.outputs:
            if tensor.name in found and tensor.limits is not None:
                _check_range(found[tensor.name], tensor, gaps, name, self._parameter)
        return found


def guarded(session, outputs: Sequence[str], inputs: Mapping[str, np.ndarray], longest: float,
            cancelled: Callable[[], bool] | None = None) -> list:
    """Run a session that can be stopped, by the user or by the clock.

    Raises
    ------
    TimeoutError
        After `longest` seconds.
    Cancelled
        `cancelled` gave True.
    """
    options, done, why = _runtime().RunOptions(), threading.Event(), []

    def watch() -> None:
        end = time.monotonic() + longest
        while not done.wait(_POLL_SECONDS):
            if cancelled is not None and cancelled():
                why.append(Cancelled("Cancelled; nothing was written."))
            elif time.monotonic() > end:
                why.append(TimeoutError(f"longer than {longest:g} s"))
            if why:
                options.terminate = True
                return

    threading.Thread(target=watch, name="scarp-network", daemon=True).start()
    try:
        return session.run(list(outputs), inputs, options)
    except Exception as error:
        raise (why[0] if why else error) from error
    finally:
        done.set()


def _check_range(values: np.ndarray, tensor: Tensor, gaps: bool, name: str, parameter: str) -> None:
    """Refuse what is outside the limits of an output; no number at all is one only where an input had `gaps`."""
    low, high = tensor.limits
    if not values.size or (gaps and np.isnan(values).all()):
        return
    least, greatest = ((float(each.reduce(values, axis=None)) for each in (np.fmin, np.fmax)) if gaps
                       else (float(values.min()), float(values.max())))
    if not (low - _ROUNDING <= least and greatest <= high + _ROUNDING):      # fails for NaN too
        wrong = least if not least >= low - _ROUNDING else greatest
        raise InputError(parameter, f"output '{tensor.name}' of {name} gives {wrong:g}, which is not within {low:g} to "
                         f"{high:g}", _TRAINED)


def open(path: str, kind: str = "", provider: str = "auto", threads: int | None = None, log: Callable | None = None,
         warn: Callable | None = None, parameter: str = "MODEL",
         cancelled: Callable[[], bool] | None = None) -> Network:
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
    cancelled : callable, optional
        Asked while the network runs, on a thread of its own.

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
                         _TRAINED) from error
    _check_graph(session, card, f"'{name}'", parameter, cancelled)
    network = Network(path, card, session, parameter, cancelled)
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
        raise InputError(parameter, f"'{name}' has no Scarp model card", _TRAINED)
    card = from_json(outline.metadata[KEY], parameter)
    if kind and card.kind != kind:
        raise InputError(parameter, f"'{name}' is a {card.kind} network, and {kind} is wanted",
                         f"Choose another model, or use {KINDS[card.kind].predict}.")
    return card, outline


def _check_graph(session, card: Card, name: str, parameter: str, cancelled) -> None:
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
                                 f"It would have to be {TYPES[tensor.dtype]}. {_TRAINED}")
    for tensor in wanted:
        shape = inputs[tensor.name].shape
        fixed = [known.get(side, side) for side in tensor.shape]
        if len(shape) != len(fixed) or any(isinstance(side, int) and side != given
                                           for side, given in zip(fixed, shape)):
            raise _wrong_shape(parameter, f"input '{tensor.name}' of {name}", shape, fixed)
    _try(session, made, wanted, {**known, **card.section.sides()}, name, parameter, cancelled)


def _try(session, outputs: Sequence[Tensor], inputs: Sequence[Tensor], sizes: Mapping[str, int], name: str,
         parameter: str, cancelled) -> None:
    """Run a graph once, since the shapes of outputs that it declares may be open, and need not be true."""
    feed = {each.name: np.ones([sizes.get(side, side) for side in each.shape], each.dtype) for each in inputs}
    try:
        results = guarded(session, [each.name for each in outputs], feed, LONGEST_TRIAL, cancelled)
    except Cancelled:
        raise
    except Exception as error:
        raise InputError(parameter, f"{name} cannot be run: {_first_line(error)}",
                         _TRAINED) from error
    for tensor, result in zip(outputs, results):
        expected = [sizes.get(side, side) for side in tensor.shape]
        if list(np.shape(result)) != expected:
            raise _wrong_shape(parameter, f"output '{tensor.name}' of {name}, tried on "
                               + ", ".join(f"{each} {_by(values.shape)}" for each, values in feed.items()) + ",",
                               np.shape(result), expected)


def _misfit(parameter: str, problem: str, kind: Kind, tensors: Sequence[Tensor], verb: str) -> InputError:
    return InputError(parameter, problem, f"A {kind.id} network {verb} {', '.join(each.name for each in tensors)}. "
                      f"{_TRAINED}")


def _wrong_shape(parameter: str, what: str, found: Sequence, expected: Sequence) -> InputError:
    return InputError(parameter, f"{what} has the shape {_by(found)}",
                      f"By its card it would be {_by(expected)}. {_TRAINED}")


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
