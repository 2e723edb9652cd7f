"""Training of the ensemble: every member on its own random half of the units, stopped on units of the other half.

Members are trained a few at a time, all of these together; finished ones can be kept in a folder, so that a run that
was stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Callable, Optional

import numpy as np
import torch

from .data import Units
from .network import Ensemble, Shape, joined

TOGETHER = 10
"""Members trained at once."""

BATCH = 512
RATE = 2e-3
PHYSICS_RATE = 3.0
"""Share of the rate by which the few numbers of the physics learn faster."""

DECAY = 1e-3
UNKNOWN_CLASS = 0.02
"""Share of units whose classes are hidden in training, so that a class never seen is met before it comes."""

MOST_HELD_BACK = 2500
"""Units of the other half that decide when a member stops."""

PRIOR = {"friction": (33.0, 7.0), "log_c_over_t": (math.log(8.0), math.log(3.0))}
"""Centre and deviation of the weak prior: phi in deg, ln of c/t in kPa/m."""


@dataclass(frozen=True)
class Settings:
    """How to train.

    Attributes
    ----------
    members, depth, width, epochs, seed : int
    dropout : float
    half : float
        Share of the units a member sees.
    prior : float
        Weight of the weak prior, in units of one label each; 0 is off.
    """

    members: int = 50
    depth: int = 3
    width: int = 64
    epochs: int = 40
    seed: int = 1
    dropout: float = 0.05
    half: float = 0.5
    prior: float = 0.0


def fit(units: Units, settings: Settings, folder: Optional[Path] = None,
        after_epoch: Optional[Callable] = None) -> Ensemble:
    """Train an ensemble.

    Parameters
    ----------
    units : Units
        Standardised.
    settings : Settings
    folder : Path, optional
        Where members are kept as they are finished; those of the same units and settings are not trained again.
    after_epoch : callable, optional
        Told (share done, loss on units held back) after each epoch.
    """
    tensors = as_tensors(units)
    parts, done = [], 0
    while done < settings.members:
        count = min(TOGETHER, settings.members - done)
        kept = None if folder is None else folder / f"members_{_fingerprint(units, settings)}_{done}.npz"

        def told(share, loss, done=done, count=count):
            if after_epoch is not None:
                after_epoch((done + share * count) / settings.members, loss)

        if kept is not None and kept.exists():
            part = Ensemble(_shape(units, settings, count), 0)
            with np.load(kept, allow_pickle=False) as stored:
                part.load_state_dict({name: torch.as_tensor(stored[name]) for name in stored.files})
            told(1.0, float("nan"))
        else:
            part = _Training(units, tensors, settings, count, settings.seed * 1000 + done).run(told)
            if kept is not None:
                np.savez(kept, **{name: values.numpy() for name, values in part.state_dict().items()})
        parts.append(part)
        done += count
    return joined(parts)


def as_tensors(units: Units, factors=None) -> dict:
    """Give channels, physics and labels as float32 tensors, units first; missing PGA counts as none."""
    physics = units.physics
    area = physics.area if units.roles.area else np.ones(len(units))
    arrays = {"channels": units.channels(factors or units.factors), "slope": physics.slope[:, None],
              "deviation": physics.slope_deviation[:, None], "pga": np.nan_to_num(physics.pga), "area": area[:, None],
              "saturation": physics.saturation[:, None], "labels": units.labels}
    return {name: torch.as_tensor(np.asarray(values, dtype=np.float32)) for name, values in arrays.items()}


def probabilities(ensemble: Ensemble, tensors: dict, chunk: int = 4096) -> dict:
    """Give what every member says of every unit: arrays (members, n, events) by name, strength (members, n, 1)."""
    found: dict = {}
    with torch.no_grad():
        for start in range(0, len(tensors["slope"]), chunk):
            part = {name: values[start:start + chunk][None] for name, values in tensors.items() if name != "labels"}
            for name, values in ensemble.block(**part)._asdict().items():
                found.setdefault(name, []).append(values.numpy())
    return {name: np.concatenate(parts, axis=1) for name, parts in found.items()}


def _shape(units: Units, settings: Settings, members: int) -> Shape:
    return Shape(sum(factor.channels for factor in units.factors), members, settings.depth, settings.width,
                 settings.dropout, bool(units.roles.slope_deviation), bool(units.roles.area))


class _Training:
    """Members trained together."""

    def __init__(self, units, tensors, settings, members, seed) -> None:
        torch.manual_seed(seed)
        self.random = np.random.default_rng(seed)
        self.tensors, self.settings, self.members = tensors, settings, members
        area = float(np.nanmedian(units.physics.area)) if units.roles.area else 1.0
        self.ensemble = Ensemble(_shape(units, settings, members), seed, area)
        first = sum(factor.channels for factor in units.factors if factor.kind != "category")
        self.classes = slice(first, None) if first < self.ensemble.shape.channels else None
        n = len(units)
        size = max(int(n * settings.half), 2)
        orders = [self.random.permutation(n) for _ in range(members)]
        self.seen = np.stack([order[:size] for order in orders])
        self.held_back = torch.as_tensor(np.stack([order[size:size + MOST_HELD_BACK] for order in orders]))
        self.batch = min(BATCH, max(32, size // 8))

    def run(self, told) -> Ensemble:
        epochs, steps = self.settings.epochs, max(self.seen.shape[1] // self.batch, 1)
        few = [self.ensemble.share, self.ensemble.log_area]
        many = [each for each in self.ensemble.parameters() if not any(each is other for other in few)]
        optimiser = torch.optim.AdamW([{"params": many, "weight_decay": DECAY}, {"params": few, "weight_decay": 0.0}])
        best = torch.full((self.members,), math.inf)
        kept = {name: values.clone() for name, values in self.ensemble.state_dict().items()}
        for epoch in range(epochs):
            self.ensemble.train()
            order = np.stack([self.random.permutation(row) for row in self.seen])
            for step in range(steps):
                rate = RATE * 0.5 * (1.0 + math.cos(math.pi * (epoch + step / steps) / epochs)) + 1e-5
                for group, share in zip(optimiser.param_groups, (1.0, PHYSICS_RATE)):
                    group["lr"] = rate * share
                optimiser.zero_grad()
                self._loss(torch.as_tensor(order[:, step * self.batch:(step + 1) * self.batch])).sum().backward()
                optimiser.step()
            if epoch % 2 and epoch + 1 < epochs:
                continue
            self.ensemble.eval()
            with torch.no_grad():
                loss = self._loss(self.held_back)
            better = loss < best
            for name, values in self.ensemble.state_dict().items():
                kept[name][better] = values[better]
            best = torch.where(better, loss, best)
            told((epoch + 1) / epochs, float(best.mean()))
        self.ensemble.load_state_dict(kept)
        return self.ensemble.eval()

    def _loss(self, rows) -> torch.Tensor:
        """Mean cross-entropy of each member; rows (members, k)."""
        part = {name: values[rows] for name, values in self.tensors.items()}
        labels = part.pop("labels")
        if self.ensemble.training and self.classes is not None:
            hidden = torch.rand(*rows.shape, 1) < UNKNOWN_CLASS
            part["channels"][..., self.classes] = part["channels"][..., self.classes].masked_fill(hidden, 0.0)
        if part["pga"].shape[-1] == 1:
            part = {name: values if name == "channels" else values[..., 0] for name, values in part.items()}
            labels = labels[..., 0]
        found = self.ensemble.block(**part)
        known = torch.isfinite(labels)
        labels = torch.nan_to_num(labels)
        chance = found.probability.clamp(1e-6, 1.0 - 1e-6)
        terms = -torch.where(known, labels * torch.log(chance) + (1.0 - labels) * torch.log1p(-chance), torch.zeros(()))
        loss = terms.flatten(1).sum(1) / known.flatten(1).sum(1).clamp(min=1)
        if self.settings.prior:
            (phi, spread), (cohesion, wide) = PRIOR["friction"], PRIOR["log_c_over_t"]
            penalty = ((found.friction - phi) / spread) ** 2 + ((torch.log(found.c_over_t) - cohesion) / wide) ** 2
            loss = loss + 0.5 * self.settings.prior * penalty.flatten(1).mean(1)
        return loss


def _fingerprint(units: Units, settings: Settings) -> str:
    """Tell units and settings apart, but for the number of members."""
    digest = hashlib.sha256(json.dumps({**asdict(settings), "members": 0, "roles": units.roles.to_dict()}).encode())
    for array in (units.values, units.labels, units.physics.pga, units.physics.slope, units.physics.area):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:16]
