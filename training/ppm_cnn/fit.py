"""Training of one network: balanced and smoothed loss, turned windows, a falling learning rate, early stopping."""

from __future__ import annotations

import math
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
PATIENCE = 20
"""Epochs without a better ROC AUC of the samples held back after which training ends. It is noisy while the learning
rate is high; after 10, training often ended too soon."""

SMOOTHING = 0.1
"""Share of a label that is given to both classes alike: a few hundred samples are soon learnt by heart."""

WARM = 0.1
"""Share of the training in which the learning rate rises to its height; then it falls to nothing as a cosine."""


@dataclass(frozen=True)
class Settings:
    """Hyper-parameters of Table 1 (`decay` apart from the gradient, Loshchilov & Hutter 2019), and the most epochs."""

    kernel: int = 3
    rate: float = 1e-3
    decay: float = 0.05
    dropout: float = 0.3
    width: int = 32
    epochs: int = 20


class Fitted(NamedTuple):
    """A trained network, its epochs, and the log-odds of the samples held back."""

    network: PpmCnn
    epochs: int
    held_back: np.ndarray


def fit(samples: Samples, held_back: Optional[np.ndarray], settings: Settings, seed: int,
        after_epoch: Optional[Callable] = None) -> Fitted:
    """Train a network.

    Parameters
    ----------
    samples : Samples
        Standardised.
    held_back : ndarray of bool, shape (n,), optional
        Samples for early stopping; None trains on all, to the last epoch.
    settings : Settings
    seed : int
    after_epoch : callable, optional
        Told (epoch, loss of the training, ROC AUC of the samples held back or None); may raise to end the training.
    """
    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    learning, checking = (samples, None) if held_back is None else (samples.take(~held_back), samples.take(held_back))
    network = PpmCnn(sum(factor.channels for factor in samples.factors), settings.width, settings.kernel,
                     settings.dropout)
    network.to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=settings.decay, fused=True)
    batches = max(1, round(learning.labels.size / BATCH))       # of about equal size: batch norm needs two samples
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, _height(settings.epochs * batches))
    weights, ways = _balance(learning.labels), turns(samples.names)
    channels = None if checking is None else _tensor(checking.channels())
    best, since, epoch, scores = 0.0, 0, 0, np.empty(0)
    for epoch in range(1, settings.epochs + 1):
        network.train()
        total = 0.0
        for batch in np.array_split(order.permutation(learning.labels.size), batches):
            part = learning.take(batch)
            wanted = torch.from_numpy(part.labels.astype(np.int64))
            loss = cross_entropy(network.windows(_tensor(_turned(part, ways, order))), wanted, weights,
                                 label_smoothing=SMOOTHING)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        auc = None
        if checking is not None:
            scores = score(predict_logits(network, channels)).numpy()
            auc = _auc(checking.labels, scores)
            best, since = (auc, 0) if auc > best else (best, since + 1)
        if after_epoch is not None:
            after_epoch(epoch, total / batches, auc)
        if since >= PATIENCE:
            break
    return Fitted(network.eval(), epoch, scores)


@torch.no_grad()
def predict_logits(network: PpmCnn, channels: torch.Tensor) -> torch.Tensor:
    """Logits of windows, in parts, without training."""
    network.eval()
    return torch.cat([network.windows(part) for part in channels.split(512)])


def _height(steps: int) -> Callable:
    """Learning rate by step, as a share of its greatest."""
    def height(step: int) -> float:
        return min(1.0, (step + 1) / (WARM * steps)) * 0.5 * (1 + math.cos(math.pi * step / steps))
    return height


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


def _balance(labels: np.ndarray) -> torch.Tensor:
    """Weights with which both classes count alike."""
    share = max(min(labels.mean(), 1 - 1e-6), 1e-6)
    return torch.tensor([0.5 / (1 - share), 0.5 / share], dtype=torch.float32)


def _auc(labels: np.ndarray, scores: np.ndarray) -> float:
    return float(roc_auc_score(labels, scores)) if 0 < labels.sum() < labels.size else 0.5
