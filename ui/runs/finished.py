"""Runs that were made: what went in, what came out, and how two of them differ."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from qgis.core import QgsApplication

from ...engine.quantities import QUANTITIES
from ...translate import tr


@dataclass
class FinishedRun:
    """One finished run.

    Attributes
    ----------
    number : int
    title : str
        Name of the storm, or of the network.
    algorithm : str
        Id.
    parameters, results : dict
    inputs : dict of str to str
        What went in, by a name users know; see `describe`.
    times : list of float
        Hours of the maps.
    start : str
        Date and time of the storm's start, ISO.
    seconds : float
    warnings : list of str
    layers : dict of str to str
        Layer ids by what they show.
    scenarios : list of str
        Names of scenarios, in the order of the bands; empty where there is the soil table alone.
    derived : list of str
        Ids of layers made from its maps; they lie in its group and outlive it.
    """

    number: int
    title: str
    algorithm: str
    parameters: dict
    results: dict
    inputs: dict
    times: list = field(default_factory=list)
    start: str = ""
    seconds: float = 0.0
    warnings: list = field(default_factory=list)
    layers: dict = field(default_factory=dict)
    scenarios: list = field(default_factory=list)
    derived: list = field(default_factory=list)

    @property
    def name(self) -> str:
        """Number and storm, for lists."""
        return f"{self.number} {self.title}"

    @property
    def map(self) -> str:
        """Path of the map that says where slopes fail; empty where there is none."""
        return self.results.get("POF") or self.results.get("SUSCEPTIBILITY") or ""

    @property
    def group(self) -> str:
        """Name of its group of layers."""
        return f"Scarp {self.number} - {self.title}"

    def as_dict(self) -> dict:
        """Give plain values, for the project."""
        return asdict(self)


def describe(algorithm_id: str, parameters: dict, soil: list, rain: list) -> dict:
    """Give what goes into a run as short texts, by names users know.

    Parameters
    ----------
    algorithm_id : str
    parameters : dict
    soil, rain : list of dict
        Rows of the two tables, empty where not used.

    Returns
    -------
    dict of str to str
    """
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    words = {}
    for name, value in parameters.items():
        definition = algorithm.parameterDefinition(name)
        if value in (None, "") or definition is None or definition.isDestination() or name in ("SOIL_TABLE",
                                                                                              "RAIN_TABLE"):
            continue
        words[definition.description()] = str(value)
    for row in soil:
        for quantity in QUANTITIES.values():
            parts = [row.get(f"{quantity.column}{part}", "") for part in ("", "_cov", "_dist", "_min", "_max")]
            if any(parts):
                zone = tr(" (zone {0})").format(row.get("zone", "")) if len(soil) > 1 else ""
                words[tr(quantity.label) + zone] = " ".join(part for part in parts if part)
    if rain:
        words[tr("Rain")] = "; ".join(f"{row['hours']}: {row['mm']}" for row in rain)
    return words


def differences(before: dict, after: dict) -> list:
    """Name what differs between two descriptions, in order."""
    names = list(dict.fromkeys([*after, *before]))
    return [name for name in names if before.get(name) != after.get(name)]
