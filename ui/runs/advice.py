"""What an expert would say of a run: where it contradicts the mapped landslides, and what to do next."""

from __future__ import annotations

from ...engine.networks.kinds import PREDICTORS
from ...translate import tr

NOTHING, EVERYTHING = 0.0005, 0.9
"""Shares of the cells that fail below, and above, which a map says little."""

CALIBRATE, EVALUATE, WHERE, LANDSLIDES = "calibrate", "evaluate", "where", "landslides"
"""What a next step leads to."""


def contradiction(run, landslides: int) -> str:
    """Say where a run cannot be right; empty when nothing speaks against it.

    Parameters
    ----------
    run : FinishedRun
    landslides : int
        Number mapped; 0 where none are known.
    """
    share = run.results.get("UNSTABLE_SHARE")
    if share is None:
        return ""
    if landslides and share < NOTHING:
        greatest = run.results.get("MAX_POF")
        found = tr(" (greatest probability of failure {0})").format(f"{greatest:.2g}") if greatest is not None else ""
        return tr("{0} landslides are mapped, and next to nothing fails{1}. The soil is given too strong or too dry, "
                  "or the storm too weak: fit the soil to the landslides, or check cohesion and storm.").format(
                      f"{landslides:,}", found)
    if share > EVERYTHING:
        return tr("{0} of the area fails. Slopes that stand cannot be that weak: the soil is given too weak or too "
                  "wet, or too thick. Check cohesion, friction and thickness, or fit the soil to landslides.").format(
                      f"{share:.0%}")
    return ""


def next_step(run, landslides: int) -> tuple:
    """Give what to do after a run: a sentence, and what its link leads to.

    Parameters
    ----------
    run : FinishedRun
    landslides : int
        Number mapped; 0 where none are known.

    Returns
    -------
    (str, str)
    """
    if not landslides:
        return tr("Choose known landslides, to test the map and to fit the soil."), LANDSLIDES
    if run.algorithm in PREDICTORS:
        return tr("Evaluate the map against the landslides."), EVALUATE
    if contradiction(run, landslides):
        return tr("Fit the soil to the landslides."), CALIBRATE
    if run.map and "AUC" not in run.results:
        return tr("Evaluate the map against the landslides."), EVALUATE
    return tr("Compare with a statistical map of the same landslides."), WHERE
