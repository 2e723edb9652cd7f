"""Every kind of network, once: what its card and its graph hold, what trains it, what maps with it, what to mind.

All that differs between networks is asked here. How to add a kind stands in CONTRIBUTING.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, NamedTuple, Optional, Tuple, Type, Union

from ..outputs import Map, maps_of
from . import pinn, ppm_cnn, statistical
from .card import Section


class Tensor(NamedTuple):
    """An input or output of a graph.

    Attributes
    ----------
    name : str
    shape : tuple
        Numbers, and names of sides: ``channels`` and ``members`` are those of the card, all others are free. With the
        sizes that the card's section gives to the free ones the graph is tried when it is opened.
    dtype : str
        As numpy calls it.
    optional : bool
        A graph may lack it.
    limits : (float, float), optional
        Of an output: what it can give at all; all of it is then finite.
    """

    name: str
    shape: Tuple[Union[int, str], ...]
    dtype: str = "float32"
    optional: bool = False
    limits: Optional[Tuple[float, float]] = None


_SHARE = (0.0, 1.0)
_FINITE = (0.0, 3.4e38)


@dataclass(frozen=True)
class Kind:
    """A kind of network.

    Attributes
    ----------
    id : str
        As cards and jobs of training name it; its section in the card and its folder in training/ have this name too.
    title : str
        Of its map, in reports.
    section : type
        Class of the card's section.
    inputs, outputs : tuple of Tensor
        Of its graph.
    train, predict : str
        Ids of its algorithms.
    tables : bool
        It also predicts the rows of a table: INPUT, OUTPUT.
    shaking : bool
        It takes PGA, PGA_VALUE and PGA_UNIT.
    caveats : tuple of str
        True of every network of the kind, for reports.
    parameter : str
        Of the full analysis, where the network is given; empty where it has none.
    result : str
        Output of the full analysis that points at its first map; empty where it has none.
    stage : str
        What the full analysis says while it runs.
    mapped : tuple of str
        Outputs of the algorithm that predicts which the full analysis makes; the first is the susceptibility.
    """

    id: str
    title: str
    section: Type[Section]
    inputs: Tuple[Tensor, ...]
    outputs: Tuple[Tensor, ...]
    train: str
    predict: str
    tables: bool = False
    shaking: bool = False
    caveats: Tuple[str, ...] = ()
    parameter: str = ""
    result: str = ""
    stage: str = ""
    mapped: Tuple[str, ...] = ()

    @property
    def maps(self) -> Dict[str, Map]:
        """The maps that the full analysis makes, by output."""
        return {name: maps_of(self.predict)[name] for name in self.mapped}

    @property
    def susceptibility(self) -> Map:
        """The first of its maps."""
        return self.maps[self.mapped[0]]


PPM_CNN = Kind(
    id=ppm_cnn.NETWORK, title="Susceptibility (PPM-CNN)", section=ppm_cnn.Windows,
    inputs=(Tensor(ppm_cnn.CHANNELS, ("n", "channels", "rows", "columns")),),
    outputs=(Tensor(ppm_cnn.SUSCEPTIBILITY, ("n", 1, "rows inside", "columns inside"), limits=_SHARE),
             Tensor(ppm_cnn.SPREAD, ("n", 1, "rows inside", "columns inside"), limits=_FINITE)),
    train="scarp:trainppmcnn", predict="scarp:predictppmcnn",
    caveats=("Susceptibility: where, not how often. It is learned from places and knows nothing of this storm.",),
    parameter="MODEL", result="SUSCEPTIBILITY", stage="Susceptibility by the network",
    mapped=("SUSCEPTIBILITY", "SPREAD", "EXTRAPOLATION"))

PINN = Kind(
    id=pinn.NETWORK, title="Coseismic susceptibility (PINN)", section=pinn.SlidingBlock,
    inputs=(Tensor("channels", ("units", "channels")),
            *(Tensor(name, ("units",)) for name in ("slope", "pga", "saturation")),
            *(Tensor(name, ("units",), optional=True) for name in ("slope_deviation", "area"))),
    outputs=tuple(Tensor(name, ("members", "units"), limits=_SHARE if name == "probability" else None)
                  for name in pinn.OUTPUTS.values()),
    train="scarp:trainpinn", predict="scarp:predictpinn", tables=True, shaking=True,
    caveats=("Conditional on the shaking given. Cohesion and friction are effective, not unique.",
             "The map shows the median of the ensemble; its spread is no confidence interval."),
    parameter="PINN_MODEL", stage="Coseismic susceptibility by the network",
    mapped=tuple(pinn.OUTPUTS))

STATISTICAL = Kind(
    id=statistical.NETWORK, title="Susceptibility (statistical)", section=statistical.Statistical,
    inputs=(Tensor(statistical.CHANNELS, ("n", "channels", "rows", "columns")),),
    outputs=(Tensor(statistical.SUSCEPTIBILITY, ("n", 1, "rows inside", "columns inside"), limits=_SHARE),
             Tensor(statistical.SPREAD, ("n", 1, "rows inside", "columns inside"), optional=True, limits=_FINITE)),
    train="scarp:trainsusceptibility", predict="scarp:predictsusceptibility",
    caveats=("Susceptibility: where, not how often. It is learned from mapped landslides and knows nothing of this "
             "storm.",),
    parameter="SUSCEPTIBILITY_MODEL", stage="Susceptibility by the statistical model",
    mapped=("SUSCEPTIBILITY", "CLASSES", "EXTRAPOLATION"))

KINDS: Dict[str, Kind] = {kind.id: kind for kind in (PPM_CNN, PINN, STATISTICAL)}
"""By id."""

PREDICTORS = tuple(kind.predict for kind in KINDS.values())
"""Ids of the algorithms whose maps come from a trained network."""

BY_PARAMETER = {kind.parameter: kind for kind in KINDS.values() if kind.parameter}
"""By parameter of the full analysis."""
