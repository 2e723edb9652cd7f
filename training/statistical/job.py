"""The networks of an ensemble: trained for every fold of its tests, then on all samples, and written for its graph.

The folder holds ``job.json`` (below) and ``samples.npz`` (values, labels, cells; ``learned`` and ``tested``, one row a
training); written are ``odds.npz`` (log-odds by training, network and sample, NaN where not tested), ``networks.onnx``
(of the last training) and ``results.json`` (its factors, as its samples measured them).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from ...engine.networks.card import Factor
from .. import progress
from ..ppm_cnn.data import Lattice, Samples
from .export import networks_bytes
from .members import train_members


def run(folder: Path, job: dict) -> None:
    """Do a job.

    Parameters
    ----------
    folder : Path
    job : dict
        Read from job.json: ``factors``, ``lattice`` (cell width, cell height, columns), ``members``, ``seed``,
        ``threads`` (0 = all).
    """
    if job["threads"]:
        torch.set_num_threads(job["threads"])
    with np.load(folder / "samples.npz", allow_pickle=False) as stored:
        values, labels, cells = stored["values"], stored["labels"].astype(bool), stored["cells"]
        learned, tested = stored["learned"].astype(bool), stored["tested"].astype(bool)
    factors = tuple(Factor(**{**each, "classes": tuple(each["classes"])}) for each in job["factors"])
    samples = Samples(values, labels, cells, factors, Lattice(*job["lattice"]))
    steps = progress.Steps(len(learned) * job["members"])
    odds, networks = np.full((len(learned), job["members"], labels.size), np.nan), []
    for number, (learn, test) in enumerate(zip(learned, tested)):
        if not learn.any():
            continue
        words = f"training {number + 1} of {len(learned)}"
        networks = train_members(samples.take(learn), job["members"], job["seed"],
                                 lambda words=words: steps.step(f"Convolutional network, {words}"))
        for member, network in enumerate(networks):
            odds[number, member, test] = network.log_odds(samples.take(test))
    (folder / "networks.onnx").write_bytes(networks_bytes(networks))
    np.savez(folder / "odds.npz", odds=odds)
    plain = [asdict(factor) for factor in networks[0].factors]
    (folder / "results.json").write_text(json.dumps({"factors": plain}), encoding="utf-8")
