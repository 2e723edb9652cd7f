"""Training of one network: balanced loss, turned windows, early stopping on samples held back."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from typing import Callable, NamedTuple, Optional

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from torch.nn.functional import cross_entropy

from .augment import turn, turns
from .data import Samples
from .network import PpmCnn, score

BATCH = 32
PATIENCE = 10
"""Epochs without a better loss after which training ends."""


@dataclass(frozen=True)
class Settings:
    """Hyper-parameters of Table 1, and the most epochs."""

    kernel: int = 3
    rate: float = 1e-3
    decay: float = 1e-3
    dropout: float = 0.3
    width: int = 32
    epochs: int = 60


class Fitted(NamedTuple):
    """A trained network, its loss and ROC AUC on the samples held back, and their log-odds."""

    network: PpmCnn
    loss: float
    auc: float
    epochs: int
    held_back: np.ndarray


def fit(samples: Samples, held_back: np.ndarray, settings: Settings, seed: int,
        after_epoch: Optional[Callable] = None) -> Fitted:
    """Train a network and keep it as it was at its least loss.

    Parameters
    ----------
    samples : Samples
        Standardised.
    held_back : ndarray of bool, shape (n,)
        Samples for early stopping.
    settings : Settings
    seed : int
    after_epoch : callable, optional
        Told (epoch, loss, auc) of the samples held back; may raise to end the training.
    """
    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    learning, checking = samples.take(~held_back), samples.take(held_back)
    network = PpmCnn(sum(factor.channels for factor in samples.factors), settings.width, settings.kernel,
                     settings.dropout)
    network.to(memory_format=torch.channels_last)
    optimiser = torch.optim.Adam(network.parameters(), lr=settings.rate, weight_decay=settings.decay, fused=True)
    weights, check_weights = _balance(learning.labels), _balance(checking.labels)
    wanted = torch.from_numpy(checking.labels.astype(np.int64))
    channels = _tensor(checking.channels())
    ways = turns(samples.names)
    best, best_loss, best_auc, since, epoch = copy.deepcopy(network.state_dict()), float("inf"), 0.5, 0, 0
    for epoch in range(1, settings.epochs + 1):
        network.train()
        for batch in _batches(order.permutation(learning.labels.size)):
            part = learning.take(batch)
            inputs = _tensor(_turned(part, ways, order))
            loss = cross_entropy(network.windows(inputs), torch.from_numpy(part.labels.astype(np.int64)), weights)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        logits = predict_logits(network, channels)
        loss = float(cross_entropy(logits, wanted, check_weights))
        auc = _auc(checking.labels, score(logits).numpy())
        if loss < best_loss:
            best, best_loss, best_auc, since = copy.deepcopy(network.state_dict()), loss, auc, 0
        else:
            since += 1
        if after_epoch is not None:
            after_epoch(epoch, best_loss, best_auc)
        if since >= PATIENCE:
            break
    network.load_state_dict(best)
    return Fitted(network.eval(), best_loss, best_auc, epoch, score(predict_logits(network, channels)).numpy())


@torch.no_grad()
def predict_logits(network: PpmCnn, channels: torch.Tensor) -> torch.Tensor:
    """Logits of windows, in parts, without training."""
    network.eval()
    return torch.cat([network.windows(part) for part in channels.split(512)])


def _turned(part: Samples, ways: list, order) -> np.ndarray:
    """Encode windows, each turned another way."""
    chosen = order.integers(len(ways), size=part.labels.size)
    values = part.values.copy()
    for number in np.unique(chosen):
        values[chosen == number] = turn(part.values[chosen == number], part.names, *ways[number])
    return replace(part, values=values).channels()


def _tensor(channels: np.ndarray) -> torch.Tensor:
    """Lay channels last in memory, as convolutions and pooling like it best."""
    return torch.from_numpy(channels).contiguous(memory_format=torch.channels_last)


def _batches(order: np.ndarray) -> list:
    """Cut into batches of about equal size; batch norm cannot do with one sample."""
    return np.array_split(order, max(1, round(order.size / BATCH)))


def _balance(labels: np.ndarray) -> torch.Tensor:
    """Weights with which both classes count alike."""
    share = max(min(labels.mean(), 1 - 1e-6), 1e-6)
    return torch.tensor([0.5 / (1 - share), 0.5 / share], dtype=torch.float32)


def _auc(labels: np.ndarray, scores: np.ndarray) -> float:
    return float(roc_auc_score(labels, scores)) if 0 < labels.sum() < labels.size else 0.5
