"""The calibration of soil means as one call.

The means are those of greatest posterior probability. The likelihood is over all cells of every storm: a cell has a
landslide with probability p = (1 - e) POF + e x prevalence. The prior of each mean is lognormal about that of the
table, cut off at its bounds. Supplies of routed storms are those at the table's means and are held, as FORM holds them.
"""

from __future__ import annotations

from typing import NamedTuple, Sequence

from ..conditions import Conditions
from ..inventory import Inventory
from .free import Free
from .result import Calibration

OBJECTIVES = ("likelihood", "auc")


class Event(NamedTuple):
    """A storm, or a given wetting front, and the landslides it set off.

    Attributes
    ----------
    name : str
        Of the storm; empty where there is one.
    conditions : Conditions
        All events share slope, soil and area. The last of ``times`` counts.
    slides : Inventory
        Its landslides; may be empty (``cells`` of size 0) where another event has some. Of polygons one cell is used.
    """

    name: str
    conditions: Conditions
    slides: Inventory


def calibrate(events: Sequence[Event], free: Sequence[Free], *, correlation=None, correlation_type="gaussian",
              objective="likelihood", folds=5, block_size=500.0, seed=1, most_cells=1_000_000, threads=None,
              progress=None, cancelled=None) -> Calibration:
    """Fit soil means to landslides.

    Parameters
    ----------
    events : sequence of Event
    free : sequence of Free
        See `parse_free`.
    correlation : (8, 8) float64 array, optional
        Of the soil's variables within a zone, as in `Scenario`.
    correlation_type : {'gaussian', 'pearson'}
    objective : {'likelihood', 'auc'}
        The AUC says nothing of how high probabilities are, nor how well means are known.
    folds : int
        Folds of spatial blocks, at least 2.
    block_size : float
        Side of the spatial blocks, m.
    seed : int
        Of drawn cells, folds, bootstrap and sampler.
    most_cells : int
        Cells a storm; of a larger map so many are drawn at random, and weighted. Landslides are all used.
    threads : int, optional
    progress : callable, optional
        Told the share done, rising from 0 to 1.
    cancelled : callable, optional
        Asked about several times a second; the run then ends with `Cancelled`.

    Returns
    -------
    Calibration

    Raises
    ------
    InputError
        Names the parameter: FREE, SOIL_TABLE, INVENTORY, FOLDS, BLOCK_SIZE or OBJECTIVE.
    ResourceError
        scikit-learn or emcee is missing.
    """
    raise NotImplementedError
