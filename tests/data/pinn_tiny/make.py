"""Make tiny.onnx: one member of four units, barely trained, on made-up ground. Needs torch and onnx.

``python tests/data/pinn_tiny/make.py`` with the folder that holds ``scarp`` on PYTHONPATH.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scarp.engine.networks.pinn_units import Roles
from scarp.training.pinn import data, export, fit

random = np.random.default_rng(0)
rows = [{"wet": random.normal(), "rock": random.integers(1, 4), "steep": random.uniform(15, 45),
         "shake": random.uniform(10, 60), "size": random.uniform(1e4, 1e6)} for _ in range(400)]
for row in rows:
    row["label"] = int(row["steep"] + row["shake"] / 2 + 8 * row["wet"] + random.normal() * 5 > 45)
units = data.read_units(rows, ["wet"], ["rock"], Roles("steep", ("shake",), 0.01, "", "size"), ["label"]).standardised()
settings = fit.Settings(members=1, depth=1, width=4, epochs=10)
ensemble = fit.fit(units, settings)
export.export(ensemble, export.card(ensemble, units, settings, "Tiny", {}, "GPL-2.0-or-later"),
              Path(__file__).with_name("tiny.onnx"))
