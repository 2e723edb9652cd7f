"""Every map Scarp makes: the one table of names, titles, units, types, files and bands.

Parameters and their help, band descriptions, layer titles, file names of the dock and the full analysis, legends and
reports are made from it. Colours stand in `palette`, by the same names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Callable

from .palette import in_words


class Bands(Enum):
    """How the bands of a map run."""

    ONE = "one"
    TIMES = "a band for each scenario and time"
    MAXIMUM = "a band for each scenario and time, and the maximum over several times"
    VARIABLES = "a band for each scenario and soil quantity"
    PERCENTILES = "bands p05, p50, p95"

    def shown(self, times: int = 1) -> int:
        """Give the band, from 1, that is shown at first: the last time, the median, else the first.

        Parameters
        ----------
        times : int
            Number of times mapped.
        """
        return {Bands.TIMES: times, Bands.MAXIMUM: times, Bands.PERCENTILES: 2}.get(self, 1)


@dataclass(frozen=True)
class Map:
    """One map.

    Attributes
    ----------
    name : str
        ``SCARP_NAME`` in its metadata, and key of its colours.
    title : str
        Of its layer, without unit.
    meaning : str
        Help of its parameter.
    unit : str
        As in the metadata of its bands.
    bands : Bands
    dtype : str
        ``float32``, ``uint8`` (255 nodata) or ``int32``.
    nodata : float, optional
        Where it is not that of the type.
    file : str
        File name without ending; `name` when left out.
    own_units : bool
        Whether each band has the unit of its variable.
    """

    name: str
    title: str
    meaning: str
    unit: str = ""
    bands: Bands = Bands.ONE
    dtype: str = "float32"
    nodata: float | None = None
    file: str = ""
    own_units: bool = False

    @property
    def file_name(self) -> str:
        """Its file, such as ``wetting_front.tif``."""
        return f"{self.file or self.name}.tif"

    def heading(self, translate: Callable[[str], str] = str) -> str:
        """Give the title with its unit, as labels and layers have it."""
        return f"{translate(self.title)} ({shown_unit(self.unit)})" if self.unit else translate(self.title)

    @property
    def help(self) -> str:
        """The meaning, and how the bands run."""
        return self.meaning if self.bands is Bands.ONE else f"{self.meaning} {self.bands.value.capitalize()}."


def shown_unit(unit: str) -> str:
    """Give a unit as people read it."""
    return {"deg": "°", "-": ""}.get(unit, unit)


FACTOR_OF_SAFETY = Map("factor_of_safety", "Factor of safety", "At the mean of every soil quantity; at most 100.",
                       bands=Bands.TIMES)
WETTING_FRONT = Map("wetting_front", "Wetting front", "Vertical depth to which the storm has soaked the soil, at "
                    "the mean of every soil quantity; at most the soil thickness.", "m", Bands.TIMES)

SHAPE = {
    "SLOPE": Map("slope", "Slope", "Slope angle, 0 to 90 degrees.", "deg"),
    "ASPECT": Map("aspect", "Aspect", "Direction the slope faces, degrees clockwise from north; flat cells have none.",
                  "deg"),
    "PROFILE_CURVATURE": Map("profile_curvature", "Profile curvature", "Along the slope: positive convex, negative "
                             "concave.", "1/m"),
    "PLAN_CURVATURE": Map("plan_curvature", "Plan curvature", "Along the contour: positive on spurs, negative in "
                          "hollows.", "1/m"),
    "NORTHNESS": Map("northness", "Northness", "Cosine of the aspect: 1 faces north, 0 flat or east or west."),
    "EASTNESS": Map("eastness", "Eastness", "Sine of the aspect: 1 faces east."),
}
"""Terrain factors that need a cell's neighbours alone."""

FLOW = {
    "TWI": Map("topographic_wetness_index", "Topographic wetness index", "ln(a / tan b): a the area upslope per "
               "width of contour, m, b the slope.", "ln(m)"),
    "FILLED": Map("filled_elevation", "Elevation without depressions", "The elevation model with its depressions "
                  "filled.", "m"),
    "FLOW_DIRECTION": Map("flow_direction", "Flow direction", "Steepest descent on the elevation without "
                          "depressions: ESRI codes 1 east, then clockwise 2, 4, 8, 16, 32, 64, 128; 0 outlet, 255 "
                          "nodata.", dtype="uint8"),
    "FLOW_ACCUMULATION": Map("flow_accumulation", "Flow accumulation", "Cells that drain through a cell, itself "
                             "included.", "cells", dtype="int32", nodata=0),
    "RIVER_DISTANCE": Map("river_distance", "Distance to channels", "Length of the flow path to the first channel "
                          "cell.", "m"),
    "LOG_ACCUMULATION": Map("log_accumulation", "Area upslope, logarithm", "Common logarithm of the area that drains "
                            "through a cell.", "log10(m2)"),
}
"""Terrain factors that need the whole grid at once."""

RELIEF = Map("relief", "Relief", "Highest minus lowest elevation in the square window RELIEF_WINDOW round a cell.", "m")

MAPS = {
    "terrainfactors": {**{name: SHAPE[name] for name in ("SLOPE", "ASPECT", "PROFILE_CURVATURE", "PLAN_CURVATURE")},
                       "TWI": FLOW["TWI"], "NORTHNESS": SHAPE["NORTHNESS"], "EASTNESS": SHAPE["EASTNESS"],
                       **{name: FLOW[name] for name in list(FLOW)[1:]}, "RELIEF": RELIEF},
    "soilthickness": {"THICKNESS": Map("thickness", "Soil thickness", "Vertical thickness.", "m")},
    "wettingfront": {
        "WETTING_FRONT": WETTING_FRONT,
        "INFILTRATION": Map("infiltration", "Infiltration", "Water that has entered the soil since the start of the "
                            "rain, per area of slope.", "mm", Bands.TIMES),
        "RUNOFF": Map("runoff", "Runoff", "Water that has run off the cell since the start of the rain, that from "
                      "upslope included.", "mm", Bands.TIMES),
    },
    "factorofsafety": {"FOS": FACTOR_OF_SAFETY},
    "probabilityoffailure": {
        "POF": Map("probability_of_failure", "Probability of failure", "Share of plausible soils with which a cell "
                   "fails in this storm, 0 to 1.", bands=Bands.MAXIMUM),
        "BETA": Map("reliability_index", "Reliability index", "Standard deviations to failure, negative where the "
                    "median soil fails.", bands=Bands.TIMES),
        "FOS": FACTOR_OF_SAFETY,
        "WETTING_FRONT_OUT": WETTING_FRONT,
        "DESIGN_POINT": Map("design_point", "Design point", "Likeliest values that just fail, in the units of the "
                            "soil table; last time.", bands=Bands.VARIABLES, own_units=True),
        "IMPORTANCE": Map("importance", "Importance", "Share of the uncertainty that each soil quantity brings; "
                          "they sum to 1; last time.", bands=Bands.VARIABLES),
        "STATUS": Map("status", "Status", f"{in_words('status')}, 255 nodata.", bands=Bands.TIMES, dtype="uint8"),
        "STANDARD_ERROR": Map("standard_error", "Standard error of the probability", "Of the sampling methods.",
                              bands=Bands.TIMES),
    },
    "newmark": {
        "DISPLACEMENT": Map("displacement", "Newmark displacement", "An index of how badly a slope does, not a "
                            "distance to be measured; at most that of an acceleration ratio of 0.05. Nodata where "
                            "the slope fails without an earthquake.", "cm"),
        "FOS": Map("factor_of_safety", "Factor of safety at rest", "Without the earthquake; at most 100."),
        "CRITICAL_ACCELERATION": Map("critical_acceleration", "Critical acceleration", "Acceleration above which "
                                     "the block slides; 0 where it fails at rest.", "g"),
        "PROBABILITY": Map("probability_of_landslide", "Probability of failure in the earthquake",
                           "By PROBABILITY_MODEL, 0 to 1."),
        "STATUS": Map("newmark_status", "Status of the sliding block", f"{in_words('newmark_status')}, 255 nodata.",
                      dtype="uint8"),
    },
    "refinemap": {
        "OUTPUT": Map("refined", "Refined map", "As the input, 0 to 1, after the filters."),
        "MASK": Map("mask", "Mask", f"{in_words('mask')}, 255 nodata.", dtype="uint8"),
    },
    "samplepoints": {"STABLE_AREA": Map("stable_area", "Stable area", f"{in_words('stable_area')}, 255 nodata.",
                                        dtype="uint8")},
    "classify": {"OUTPUT": Map("susceptibility_class", "Susceptibility classes", "1 for the lowest class; 255 nodata.",
                               dtype="uint8")},
    "evaluate": {"CONFUSION": Map("confusion", "Hits, misses, false alarms",
                                  f"Of the first map at Youden's threshold: {in_words('confusion')}, 255 nodata.",
                                  dtype="uint8")},
    "predictppmcnn": {
        "SUSCEPTIBILITY": Map("susceptibility", "Susceptibility", "Calibrated probability of a landslide, 0 to 1."),
        "SPREAD": Map("susceptibility_spread", "Spread of the ensemble", "Standard deviation of the probabilities "
                      "of the networks in the model. It is no confidence interval."),
        "REFINED": Map("susceptibility", "Susceptibility, refined", "After median, opening and closing.",
                       file="susceptibility_refined"),
        "EXTRAPOLATION": Map("extrapolation", "Outside the training samples", "Number of factors that leave the "
                             "range the model was trained on; 255 nodata.", dtype="uint8"),
    },
    "predictsusceptibility": {
        "SUSCEPTIBILITY": Map("susceptibility", "Susceptibility, statistical", "Probability that a cell holds a "
                              "landslide of the inventory, 0 to 1.", file="statistical_susceptibility"),
        "SPREAD": Map("susceptibility_spread", "Spread of the members", "Standard deviation of the probabilities of "
                      "the members of an ensemble. It is no confidence interval.", file="statistical_spread"),
        "EXTRAPOLATION": Map("extrapolation", "Outside the training samples", "Number of factors that leave the "
                             "range the model was trained on; 255 nodata.", dtype="uint8",
                             file="statistical_extrapolation"),
        "CLASSES": Map("susceptibility_class", "Susceptibility classes, statistical", "By the share of landslides that "
                       "classes captured on blocks held out in training, as the model's card has them: 1 for the "
                       "lowest class; 255 nodata.", dtype="uint8", file="statistical_classes"),
    },
    "predictpinn": {
        "SUSCEPTIBILITY": Map("susceptibility", "Coseismic susceptibility", "Probability of a landslide in this "
                              "shaking, 0 to 1.", bands=Bands.PERCENTILES, file="pinn_susceptibility"),
        "COHESION_PER_THICKNESS": Map("cohesion_per_thickness", "Cohesion over thickness, effective",
                                      "Not unique: with another friction it would explain the same landslides.",
                                      "kPa/m", Bands.PERCENTILES, file="pinn_cohesion_per_thickness"),
        "FRICTION": Map("effective_friction", "Friction angle, effective", "Not unique: with another cohesion it "
                        "would explain the same landslides.", "deg", Bands.PERCENTILES, file="pinn_effective_friction"),
        "FOS": Map("factor_of_safety", "Factor of safety at rest, effective", "Of the effective strength; its ranks "
                   "mean more than its values.", bands=Bands.PERCENTILES, file="pinn_factor_of_safety"),
        "CRITICAL_ACCELERATION": Map("critical_acceleration", "Critical acceleration, effective",
                                     "Of the effective strength.", "g", Bands.PERCENTILES,
                                     file="pinn_critical_acceleration"),
        "DISPLACEMENT": Map("displacement", "Newmark displacement, effective", "An index; nodata where the slope "
                            "fails at rest.", "cm", Bands.PERCENTILES, file="pinn_displacement"),
    },
}
"""Maps by algorithm and parameter, in the order of the form."""



def maps_of(algorithm: str) -> dict:
    """Give the maps of an algorithm, by parameter; none where it makes none.

    Parameters
    ----------
    algorithm : str
        Id or name, such as ``scarp:newmark``.
    """
    return MAPS.get(algorithm.rpartition(":")[2], {})


UNITS = {each.name: each.unit for maps in MAPS.values() for each in maps.values()}
"""Unit by ``SCARP_NAME``; maps of one name share it."""

NOT_ASSESSED = "Not assessed"
"""Title of the layer that covers what has no ordinary answer (`mapping.status.UNASSESSED`)."""
