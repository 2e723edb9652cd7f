"""The network: three convolutions, each ReLU then batch norm, pooling of stride 1 after the first two, a dense layer.

Nothing is padded, and the dense layer is a convolution as wide as what is left of a 17 x 17 window, so one set of
weights serves windows and whole rasters.
"""

from __future__ import annotations

import torch
from torch import nn

from ...engine.networks.ppm_cnn import PATCH

HIDDEN = 304


class PpmCnn(nn.Module):
    """The network of section 2.4.

    Parameters
    ----------
    channels : int
        Of the input.
    width : int
        Channels of each convolution.
    kernel : int
        Cells on a side of each convolution, 2 to 5.
    dropout : float
        After the dense layer, 0 to 1.
    """

    def __init__(self, channels: int, width: int = 64, kernel: int = 3, dropout: float = 0.2) -> None:
        super().__init__()

        def block(inputs: int) -> list:
            return [nn.Conv2d(inputs, width, kernel), nn.ReLU(), nn.BatchNorm2d(width)]

        pool = nn.MaxPool2d(2, stride=1)
        left = PATCH - 3 * (kernel - 1) - 2
        self.features = nn.Sequential(*block(channels), pool, *block(width), pool, *block(width))
        self.dense = nn.Conv2d(width, HIDDEN, left)
        self.rest = nn.Sequential(nn.ReLU(), nn.Dropout(dropout), nn.Conv2d(HIDDEN, 2, 1))

    def forward(self, channels: torch.Tensor) -> torch.Tensor:
        """Give two logits (stable, landslide) for every window of a raster.

        Parameters
        ----------
        channels : Tensor, shape (n, channels, h, w)

        Returns
        -------
        Tensor, shape (n, 2, h - 16, w - 16)
        """
        return self.rest(self.dense(self.features(channels)))

    def windows(self, channels: torch.Tensor) -> torch.Tensor:
        """Give two logits for each window; as `forward`, by a matrix product, which trains faster.

        Parameters
        ----------
        channels : Tensor, shape (n, channels, 17, 17)

        Returns
        -------
        Tensor, shape (n, 2)
        """
        flat = self.features(channels).flatten(1)
        hidden = nn.functional.linear(flat, self.dense.weight.flatten(1), self.dense.bias)
        return self.rest(hidden[:, :, None, None])[:, :, 0, 0]


def score(logits: torch.Tensor) -> torch.Tensor:
    """Give the log-odds of a landslide that two logits stand for (their softmax)."""
    return logits[:, 1] - logits[:, 0]
