"""A network ready to run: the file checked, the card read, onnxruntime started on the provider that was asked for."""

from __future__ import annotations

import os
from typing import Callable, Optional

import numpy as np

from ..errors import InputError, ResourceError
from . import card as cards
from .onnx_file import read_outline

PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider", "directml": "DmlExecutionProvider"}
FASTEST = ("cuda", "directml", "cpu")


class Model:
    """A network and its card.

    Parameters
    ----------
    path : str
        The .onnx file.
    network : str
        The kind of network wanted, such as ``ppm_cnn``.
    provider : {'auto', 'cpu', 'cuda', 'directml'}
        What shall run it; ``auto`` is the fastest there is.
    threads : int, optional
        Of the processor; None is all.
    log, warn : callable, optional
        Told what runs the network, and that the provider asked for is absent.

    Attributes
    ----------
    path : str
    card : Card
    provider : str
        What runs it, as onnxruntime calls it.

    Raises
    ------
    InputError
        The file is not safe, not ours, or another kind of network; its graph does not fit its card.
    ResourceError
        onnxruntime cannot be imported.
    """

    def __init__(self, path: str, network: str, provider: str = "auto", threads: int | None = None,
                 log: Optional[Callable] = None, warn: Optional[Callable] = None) -> None:
        self.path, name = path, os.path.basename(path)
        self.card, outline = _card_and_outline(path, network)
        runtime = _runtime()
        wanted = _available(provider, runtime, warn)
        options = runtime.SessionOptions()
        options.intra_op_num_threads = threads or 0
        options.log_severity_level = 4      # faults come as exceptions
        try:
            self._session = runtime.InferenceSession(outline.content, options, providers=wanted)
        except Exception as error:
            raise InputError("MODEL", f"onnxruntime cannot load '{name}': {_first_line(error)}",
                             "Use a model trained with Scarp.") from error
        self.provider = self._session.get_providers()[0]
        self._check_graph(name)
        if warn is not None and provider != "auto" and self.provider not in wanted[:1]:
            warn(f"onnxruntime could not start {wanted[0]}; {self.provider} is used.")
        if log is not None:
            log(f"'{name}' runs on {self.provider} of onnxruntime {runtime.__version__}.")

    def _check_graph(self, name: str) -> None:
        inputs, outputs = self._session.get_inputs(), [each.name for each in self._session.get_outputs()]
        shape = inputs[0].shape if inputs else []
        if len(inputs) != 1 or len(shape) != 4 or shape[1] != self.card.channels or inputs[0].type != "tensor(float)":
            raise InputError("MODEL", f"the graph of '{name}' does not take the {self.card.channels} channels its card "
                             "tells of", "Use a model trained with Scarp.")
        self._input, self.outputs = inputs[0].name, outputs

    def run(self, channels: np.ndarray) -> dict:
        """Run the network.

        Parameters
        ----------
        channels : ndarray of float32, shape (n, channels, h, w)

        Returns
        -------
        dict of str to ndarray of float32
            By name of output.

        Raises
        ------
        ResourceError
            The provider failed, as it does when memory is short.
        """
        try:
            return dict(zip(self.outputs, self._session.run(None, {self._input: channels})))
        except Exception as error:
            raise ResourceError(f"The network failed on {self.provider}: {_first_line(error)}") from error


def read_card(path: str, network: str) -> cards.Card:
    """Read the card of a file without starting onnxruntime; parameters and errors as :class:`Model`."""
    return _card_and_outline(path, network)[0]


def _card_and_outline(path: str, network: str) -> tuple:
    outline, name = read_outline(path), os.path.basename(path)
    if cards.KEY not in outline.metadata:
        raise InputError("MODEL", f"'{name}' has no Scarp model card", "Use a model trained with Scarp.")
    card = cards.from_json(outline.metadata[cards.KEY])
    if card.network != network:
        raise InputError("MODEL", f"'{name}' is a {card.network} network, and {network} is wanted",
                         "Choose another model, or the algorithm made for this one.")
    return card, outline


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
