"""Numbers in sentences."""

from __future__ import annotations


def percent(share: float) -> str:
    """Write a share in percent with two decimals; what is there but too little for them is "under 0.01%"."""
    return "under 0.01%" if 0.0 < share < 5e-5 else f"{share:.2%}"
