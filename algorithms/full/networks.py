"""Trained networks in a full analysis: their factors gathered, their algorithms run as stages, what is to be told."""

from __future__ import annotations

from dataclasses import dataclass, field

from qgis.core import QgsProcessingException

from ...engine.errors import InputError
from ...engine.grid import RasterSource, tiles
from ...engine.networks import matching, session
from ...engine.networks.kinds import BY_PARAMETER, STATISTICAL, Kind
from ...engine.outputs import MAPS
from ...translate import tr
from ..inputs.networks import add_model, model_path
from ..inputs.places import save_places
from ..inputs.units import OTHER_NAMES
from ..terrainfactors import TerrainFactors

TERRAIN = {made.name: name for name, made in MAPS["terrainfactors"].items()}
"""Output of scarp:terrainfactors by SCARP_NAME."""


@dataclass
class Network:
    """A network and what it made.

    Attributes
    ----------
    kind : Kind
        With the parameter it was given in, and the maps it makes.
    path : str
    card : Card
    said : list of str
        What its run told.
    """

    kind: Kind
    path: str
    card: object
    said: list = field(default_factory=list)

    def trained_here(self, grid) -> bool:
        """Whether the card names ground it was trained on that overlaps the grid, or names none."""
        bounds = self.card.training.get("bounds")
        if not bounds or self.card.training.get("crs") != grid.crs_name:
            return not bounds
        xmin, ymin, xmax, ymax = grid.bounds
        return bounds[0] < xmax and bounds[2] > xmin and bounds[1] < ymax and bounds[3] > ymin


def add_networks(algorithm) -> None:
    """Add MODEL, PINN_MODEL and FACTORS."""
    add_model(algorithm, "", "A network of scarp:trainppmcnn, for a map of susceptibility beside that of probability.")
    add_model(algorithm, "", "A network of scarp:trainpinn, for coseismic susceptibility; needs PGA.", "PINN_MODEL",
              "Trained network, PINN", advanced=True)
    add_model(algorithm, "", "A model of scarp:trainsusceptibility for a map of susceptibility, in place of one that "
              "is trained here.", STATISTICAL.parameter, "Trained model, statistical", advanced=True)
    algorithm.flag("STATISTICS", "Train a statistical model", "With INVENTORY and DEM: boosted trees are trained on "
                   "the landslides, tested in blocks, and mapped beside the physics. Needs scikit-learn, onnx and "
                   "onnxruntime.", True, advanced=True)
    algorithm.rasters("FACTORS", "Further factors of the networks", "Rasters that MODEL or PINN_MODEL was trained on "
                      "and that do not follow from DEM: slope, aspect, curvatures and so on are computed. Known by "
                      "their names, as in scarp:predictppmcnn.", optional=True, advanced=True)


def given_models(given) -> list:
    """Name the parameters of trained models that were given."""
    return [parameter for parameter in BY_PARAMETER if given.has(parameter)]


def check_networks(given) -> None:
    """Check that the files are networks of their kind and that shaking is given where it is needed.

    Raises
    ------
    InputError
    """
    for parameter, kind in BY_PARAMETER.items():
        if parameter in given_models(given):
            session.read_card(model_path(given, "", parameter), kind.id, parameter)
    if given.has("FACTORS") and not given_models(given):
        raise InputError("FACTORS", f"neither {' nor '.join(BY_PARAMETER)} is given", "Give a trained network.")


def network_stages(given) -> dict:
    """Give the stages for `Run.plan`."""
    wanted = {name: 10.0 * given.has(name) for name in BY_PARAMETER}
    return {"factors": 4.0 * any(wanted.values()), **wanted}


def statistics_stages(given) -> dict:
    """Give the stages of :func:`train_here` for `Run.plan`."""
    asked = _trains(given)
    return {"statistics": 6.0 * asked, "statistical map": 4.0 * asked}


def _trains(given) -> bool:
    return (given.flag("STATISTICS") and given.has("INVENTORY") and given.has("DEM")
            and not given.has(STATISTICAL.parameter))


def train_here(given, run, folder, pof: str) -> list:
    """Train boosted trees on the landslides, test them beside the probability of failure, and map them.

    What stands in the way (packages, few landslides) is said and does not stop the run.

    Parameters
    ----------
    given : Given
    run : Run
    folder : OutputFolder
    pof : str
        Map of the probability of failure.

    Returns
    -------
    list of Network
        One or none.
    """
    if not _trains(given):
        return []
    training, before = _algorithm(STATISTICAL.train), (len(run.messages), len(run.warnings))
    able, why = training.canExecute()
    if not able:
        run.warn(tr("No statistical model was trained. {0}").format(why))
        return []
    path = folder.path("susceptibility.onnx")
    inputs = {"DEM": given.raster("DEM"), **_area(given, run)}
    try:
        shapes, _, crs, _ = given.shapes("INVENTORY")
        places = run.scratch("statistics_inventory.gpkg")
        save_places(shapes, crs.toWkt(), places, "landslides")
        run.step(training, {**inputs, "INVENTORY": places, "POF": pof, "SEED": given.integer("SEED"), "MODEL_OUT": path,
                            "REPORT": folder.path("susceptibility.html")}, "statistics", "Statistical model")
    except (QgsProcessingException, InputError) as error:
        tiles.check_cancelled(run.cancelled)
        run.warn(tr("No statistical model was trained. {0}").format(error))
        return []
    network = Network(STATISTICAL, path, session.read_card(path, STATISTICAL.id))
    outputs = {name: folder.path(made.file_name) for name, made in STATISTICAL.maps.items()}
    run.step(_algorithm(STATISTICAL.predict), {**inputs, "MODEL": path, **outputs}, "statistical map",
             STATISTICAL.stage)
    network.said = run.messages[before[0]:] + run.warnings[before[1]:]
    return [network]


def run_networks(given, run, folder) -> list:
    """Run the networks that were given.

    Parameters
    ----------
    given : Given
    run : Run
    folder : OutputFolder

    Returns
    -------
    list of Network

    Raises
    ------
    InputError
        A factor is missing.
    """
    networks = [Network(kind, path, session.read_card(path, kind.id, name)) for name, kind, path in (
        (name, kind, model_path(given, "", name)) for name, kind in BY_PARAMETER.items() if given.has(name))]
    if not networks:
        return []
    wanted = {network.kind.id: _wanted(network) for network in networks}
    factors = _factors(given, run, set().union(*wanted.values()))
    area = _area(given, run)
    for network in networks:
        chosen = {name: path for name, path in factors.items() if name in wanted[network.kind.id]}
        common = {"FACTORS": list(chosen.values()), "FACTOR_NAMES": "; ".join(chosen), "MODEL": network.path, **area}
        if network.card.section.from_dem and given.has("DEM"):
            common["DEM"] = given.raster("DEM")
        before = len(run.messages), len(run.warnings)
        _predict(given, run, folder, network.kind, common)
        network.said = run.messages[before[0]:] + run.warnings[before[1]:]
    return networks


def _area(given, run) -> dict:
    """Give AREA as a file, which steps can read."""
    if not given.has("AREA"):
        return {}
    given.polygons("AREA")      # a table without any is an error here as elsewhere
    shapes, _, crs, _ = given.shapes("AREA")
    path = run.scratch("networks_area.gpkg")
    save_places(shapes, crs.toWkt(), path, "area")
    return {"AREA": path}


def _predict(given, run, folder, kind: Kind, common) -> None:
    outputs = {name: folder.path(made.file_name) for name, made in kind.maps.items()}
    shaking = _shaking(given) if kind.shaking else {}
    run.step(_algorithm(kind.predict), {**common, **shaking, **outputs}, kind.parameter, kind.stage)


def _algorithm(identifier: str):
    """Make an algorithm of ours by its id."""
    from ..provider import ALGORITHMS  # which has the full analysis, too

    return next(each() for each in ALGORITHMS if f"scarp:{each.NAME}" == identifier)


def _shaking(given) -> dict:
    """Give peak ground acceleration as an algorithm takes it, the raster before the number."""
    if given.has("PGA"):
        return {"PGA": given.raster("PGA"), "PGA_UNIT": given.choice("PGA_UNIT")}
    if given.has("PGA_VALUE"):
        return {"PGA_VALUE": given.number("PGA_VALUE"), "PGA_UNIT": given.choice("PGA_UNIT")}
    return {}


def _wanted(network: Network) -> set:
    """Name what a network may read."""
    columns = network.card.section.columns(units=True)
    computed = {"elevation", *TERRAIN} if network.card.section.from_dem else ()
    names = [*(factor.name for factor in network.card.factors if factor.name not in computed), *columns.values()]
    return {matching.plain(name) for name in names} | {OTHER_NAMES[role] for role in columns
                                                        if role in OTHER_NAMES}


def _factors(given, run, wanted: set) -> dict:
    """Give the rasters by name: those given, the rest from the elevation model as far as it goes."""
    paths = given.rasters("FACTORS")
    own = [RasterSource(path, parameter=f"FACTORS, raster {place}").metadata.get("SCARP_NAME", "")
           for place, path in enumerate(paths, 1)]
    names = matching.names_of("", own, given.layer_names("FACTORS"), paths, sorted(wanted))
    unknown = [name for name in names if name not in wanted]
    if unknown:
        run.warn(f"FACTORS: no model knows {', '.join(unknown)}; not used.")
    missing, made = wanted - set(names), {}
    if "slope" in missing and given.has("SLOPE"):
        made["slope"] = given.raster("SLOPE")
    if given.has("DEM"):
        if "elevation" in missing:
            made["elevation"] = given.raster("DEM")
        outputs = {name: run.scratch(f"factor_{name}.tif") for name in sorted(missing) if name in TERRAIN
                   and name not in made}
        if outputs:
            run.step(TerrainFactors(), {"DEM": given.raster("DEM"),
                                        **{TERRAIN[name]: path for name, path in outputs.items()}},
                     "factors", "Factors of the networks")
        # The elevation model comes first, or what was made from it: its grid is that of the analysis.
        made = {**outputs, **made}
    return {**made, **dict(zip(names, paths))}
