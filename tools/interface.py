"""Pins the names that saved models, scripts and tables rely on: ``python tools/interface.py``, as docs_tables.py runs.

Writes tests/data/interface.json: of every algorithm its parameters with the options of enums, its outputs, and the
columns of tables. It only ever adds, since a name that was published is never taken back.
"""

from __future__ import annotations

import json
from pathlib import Path

PIN = Path(__file__).resolve().parents[1] / "tests" / "data" / "interface.json"


def of_algorithm(algorithm) -> dict:
    """Give the names of an algorithm."""
    from qgis.core import QgsProcessingParameterEnum

    inputs = {each.name(): list(each.options()) if isinstance(each, QgsProcessingParameterEnum) else []
              for each in algorithm.parameterDefinitions() if not each.isDestination()}
    return {"inputs": inputs, "outputs": [each.name() for each in algorithm.outputDefinitions()]}


def columns() -> dict:
    """Give the columns of the tables that users write."""
    from scarp.engine.soil.columns import columns as soil
    from scarp.engine.water.storm import COLUMNS

    return {"soil": list(soil()), "rain": list(COLUMNS)}


def present(provider) -> dict:
    """Give every name there is now."""
    from qgis.core import QgsProcessingModelAlgorithm

    return {"algorithms": {algorithm.name(): of_algorithm(algorithm) for algorithm in provider.algorithms()
                           if not isinstance(algorithm, QgsProcessingModelAlgorithm)}, "columns": columns()}


def missing(pinned, found, place: str = "") -> list:
    """List what is pinned and no longer there, each with the way to it."""
    if isinstance(pinned, dict):
        lost = [f"{place}/{name}" for name in pinned if name not in found]
        return lost + [each for name in pinned if name in found for each in missing(pinned[name], found[name],
                                                                                   f"{place}/{name}")]
    return [f"{place}: {name}" for name in pinned if name not in found]


def main() -> None:
    """Add what is new to the pin."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    import scarp

    plugin = scarp.classFactory(None)
    plugin.initProcessing()
    found = present(plugin.provider)
    lost = missing(json.loads(PIN.read_text(encoding="utf-8")), found) if PIN.exists() else []
    if lost:
        raise SystemExit("these names were published and are gone: " + ", ".join(lost))
    PIN.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    plugin.unload()
    application.exitQgis()


if __name__ == "__main__":
    main()
