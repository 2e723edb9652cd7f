"""Trained networks in a full analysis: their factors gathered, their algorithms run as stages, what is to be told."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...engine.errors import InputError
from ...engine.grid import RasterSource
from ...engine.networks import matching, pinn, ppm_cnn, session
from ..inputs.networks import add_model, model_path
from ..inputs.places import save_places
from ..networks.pinn_rasters import OTHER_NAMES
from ..predictpinn import PredictPinn
from ..predictppmcnn import PredictPpmCnn
from ..terrainfactors import SHAPE, WATER, TerrainFactors

TERRAIN = {row[0]: output for output, row in {**SHAPE, **WATER}.items()}
"""Output of scarp:terrainfactors by SCARP_NAME."""

KINDS = {"MODEL": ppm_cnn.NETWORK, "PINN_MODEL": pinn.NETWORK}


@dataclass
class Network:
    """A network and what it made.

    Attributes
    ----------
    parameter : str
        MODEL or PINN_MODEL.
    path : str
    card : Card
    maps : list of (file stem, SCARP_NAME, title, band)
        The first one is the susceptibility.
    said : list of str
        What its run told.
    """

    parameter: str
    path: str
    card: object
    maps: list = field(default_factory=list)
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
    algorithm.rasters("FACTORS", "Further factors of the networks", "Rasters that MODEL or PINN_MODEL was trained on "
                      "and that do not follow from DEM: slope, aspect, curvatures and so on are computed. Known by "
                      "their names, as in scarp:predictppmcnn.", optional=True, advanced=True)


def check_networks(given) -> None:
    """Check that the files are networks of their kind and that shaking is given where it is needed.

    Raises
    ------
    InputError
    """
    for parameter, kind in KINDS.items():
        if given.has(parameter):
            session.read_card(model_path(given, "", parameter), kind)
    if given.has("FACTORS") and not any(given.has(parameter) for parameter in KINDS):
        raise InputError("FACTORS", "neither MODEL nor PINN_MODEL is given", "Give a trained network.")


def network_stages(given) -> dict:
    """Give the stages for `Run.plan`."""
    return {"factors": 4.0 * any(given.has(name) for name in KINDS), "MODEL": 10.0 * given.has("MODEL"),
            "PINN_MODEL": 10.0 * given.has("PINN_MODEL")}


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
    networks = [Network(name, path, session.read_card(path, kind)) for name, kind, path in (
        (name, kind, model_path(given, "", name)) for name, kind in KINDS.items() if given.has(name))]
    if not networks:
        return []
    wanted = {network.parameter: _wanted(network) for network in networks}
    factors = _factors(given, run, set().union(*wanted.values()))
    area = {}
    if given.has("AREA"):
        given.polygons("AREA")      # a table without any is an error here as elsewhere
        shapes, _, crs, _ = given.shapes("AREA")
        area["AREA"] = run.scratch("networks_area.gpkg")
        save_places(shapes, crs.toWkt(), area["AREA"], "area")
    for network in networks:
        chosen = {name: path for name, path in factors.items() if name in wanted[network.parameter]}
        common = {"FACTORS": list(chosen.values()), "FACTOR_NAMES": "; ".join(chosen), "MODEL": network.path, **area}
        before = len(run.messages), len(run.warnings)
        make = _ppm_cnn if network.parameter == "MODEL" else _pinn
        make(given, run, folder, network, common)
        network.said = run.messages[before[0]:] + run.warnings[before[1]:]
    return networks


def _ppm_cnn(given, run, folder, network, common) -> None:
    network.maps = [("susceptibility", "susceptibility", "Susceptibility", 1),
                    ("susceptibility_spread", "susceptibility_spread", "Spread of the ensemble", 1),
                    ("extrapolation", "extrapolation", "Outside the training samples", 1)]
    paths = [folder.path(f"{stem}.tif") for stem, *_ in network.maps]
    run.step(PredictPpmCnn(), {**common, **dict(zip(("SUSCEPTIBILITY", "SPREAD", "EXTRAPOLATION"), paths))}, "MODEL",
             "Susceptibility by the network")


def _pinn(given, run, folder, network, common) -> None:
    outputs = {}
    for name, output in pinn.OUTPUTS.items():
        stem = f"pinn_{output.quantity}"
        outputs[name] = folder.path(f"{stem}.tif")
        network.maps.append((stem, output.quantity, output.title, 2))
    shaking = {"PGA": given.raster("PGA")} if given.has("PGA") else {}
    if given.has("PGA_VALUE") and not shaking:
        shaking = {"PGA_VALUE": given.number("PGA_VALUE")}
    if shaking:
        shaking["PGA_UNIT"] = given.choice("PGA_UNIT")
    run.step(PredictPinn(), {**common, **shaking, **outputs}, "PINN_MODEL", "Coseismic susceptibility by the network")


def _wanted(network: Network) -> set:
    """Name what a network may read."""
    names = {matching.plain(factor.name) for factor in network.card.factors}
    if network.parameter == "PINN_MODEL":
        roles = network.card.training.get("roles", {})
        said = {value for role in roles.values() for value in (role if isinstance(role, list) else [role])
                if isinstance(value, str) and value}
        names |= {matching.plain(name) for name in said} | set(OTHER_NAMES.values())
    return names


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
