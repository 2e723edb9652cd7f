"""From a torch module to the bytes of one ONNX file that Scarp opens: graph as its kind says, card in its metadata."""

from __future__ import annotations

import io
import warnings
from typing import Mapping, Sequence

import onnx
import torch

from ...engine.networks.card import KEY, Card
from ...engine.networks.kinds import KINDS
from ...engine.networks.onnx_file import NEWEST_IR, NEWEST_OPSET


def onnx_bytes(module: torch.nn.Module, inputs: Mapping[str, torch.Tensor], outputs: Sequence[str],
               card: Card) -> bytes:
    """Export a module.

    Parameters
    ----------
    module : torch.nn.Module
    inputs : mapping of str to tensor
        Examples by name, in the order in which the module takes them.
    outputs : sequence of str
        Names, in the order in which it gives them.
    card : Card

    Returns
    -------
    bytes
        Sides that the kind of network leaves free are free in the file.

    Raises
    ------
    RuntimeError
        The exporter wrote newer versions than were asked for.
    """
    kind, file = KINDS[card.kind], io.BytesIO()
    free = {tensor.name: {place: side for place, side in enumerate(tensor.shape)
                          if isinstance(side, str) and side not in ("channels", "members")}
            for tensor in (*kind.inputs, *kind.outputs) if tensor.name in (*inputs, *outputs)}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")     # the older exporter is chosen for its opset and its single file
        torch.onnx.export(module, tuple(inputs.values()), file, input_names=list(inputs), output_names=list(outputs),
                          dynamic_axes=free, opset_version=NEWEST_OPSET, dynamo=False)
    model = onnx.load_from_string(file.getvalue())
    if model.ir_version > NEWEST_IR or model.opset_import[0].version > NEWEST_OPSET:
        raise RuntimeError(f"the exporter wrote IR {model.ir_version}, opset {model.opset_import[0].version}")
    entry = model.metadata_props.add()
    entry.key, entry.value = KEY, card.to_json()
    onnx.checker.check_model(model)
    return model.SerializeToString()
