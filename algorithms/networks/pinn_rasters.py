"""Rasters through a PINN, tile by tile."""

from __future__ import annotations

import numpy as np

from ...engine.errors import InputError
from ...engine.grid import RasterSource, tiles
from ...engine.networks import matching, pinn
from ...engine.networks.pinn_units import Physics
from ...engine.quantities import LIMITS
from ..inputs.factors import limits_of
from ..inputs.grid import burn_area
from ..inputs.shaking import check_pga, check_slope, extremes
from ..inputs.units import OTHER_NAMES

TILE = 256


def predict_rasters(given, run, model: pinn.Pinn, factor: float, unit: str, threads: int) -> None:
    """Predict every cell.

    Parameters
    ----------
    given : Given
    run : Run
    model : Pinn
    factor : float
        What turns PGA into g.
    unit : str
        Of PGA, for messages.
    threads : int
        Tiles computed side by side.

    Raises
    ------
    InputError
        A raster is missing, or holds what cannot be.
    """
    opened = _Rasters(given, run, model)
    check_slope("FACTORS, slope", *extremes(opened.sources["slope"], run), run.warn)
    if "pga" in opened.sources:
        check_pga("PGA" if given.has("PGA") else "FACTORS, PGA", *extremes(opened.sources["pga"], run), unit, run.warn)
    if model.roles.area and "area" not in opened.sources:
        run.log(f"There is no raster of areas: the probability is that of a unit of {model.reference_area:.3g} m2, the "
                "model's reference.")
    for name in pinn.OUTPUTS:
        run.open(name, opened.grid, pinn.PERCENTILES)
    wanted = [name for name in pinn.OUTPUTS if name in run.writers]
    factors = model.card.factors
    ranges = pinn.watched(model.card)

    def predict(arrays, window):
        n = window.width * window.height

        def flat(name, default):
            return arrays[name].ravel() if name in arrays else np.full(n, default)

        values = [arrays[f"factor:{place}"].ravel() for place in range(len(factors))]
        physics = Physics(flat("slope", np.nan), flat("slope_deviation", 0.0),
                          (flat("pga", opened.pga) * factor)[:, None], flat("area", np.nan),
                          flat("saturation", opened.saturation))
        if "outside" in arrays:
            physics.slope[np.isnan(arrays["outside"].ravel())] = np.nan
        found = model.predict(values, physics, wanted)
        result = {name: values.reshape(len(pinn.PERCENTILES), window.height, window.width)
                  for name, values in found.items()}
        return result, pinn.extrapolation_counts([*values, physics.slope, physics.pga[:, 0]], ranges)

    counts = tiles.run(predict, opened.grid, opened.sources, run.writers, combine=np.add, tile=TILE, threads=threads,
                       **run.controls("predict", "Ensemble"))
    if not counts[0]:
        raise InputError("FACTORS", "no cell has a value in every factor", "Check their extents, and AREA.")
    for words in pinn.extrapolation_words(counts, model.card):
        run.warn(f"FACTORS: {words}.")


class _Rasters:
    """What the model reads, by name; numbers for what is one number everywhere."""

    def __init__(self, given, run, model) -> None:
        roles, paths = model.roles, given.rasters("FACTORS")
        first = [RasterSource(path, parameter=f"FACTORS, raster {place}") for place, path in enumerate(paths, 1)]
        self.grid = first[0].grid
        factors = [matching.plain(factor.name) for factor in model.card.factors]
        wanted = {"slope": roles.slope, "slope_deviation": roles.slope_deviation, "area": roles.area,
                  "pga": roles.pga[0], "saturation": roles.saturation}
        wanted = {role: matching.plain(name) for role, name in wanted.items() if name}
        names = matching.names_of(given.text("FACTOR_NAMES"), [each.metadata.get("SCARP_NAME", "") for each in first],
                                  given.layer_names("FACTORS"), paths, [*factors, *wanted.values()])
        place = {name: number for number, name in reversed(list(enumerate(names)))}
        self.pga, self.saturation = given.number("PGA_VALUE"), given.number("SATURATION_VALUE") or 0.0
        self.sources, used, missing = {}, set(), []

        def open_as(key, name, resampling="bilinear") -> bool:
            if name not in place:
                return False
            used.add(name)
            self.sources[key] = RasterSource(paths[place[name]], self.grid, 1, f"FACTORS, {name}", resampling, run.log,
                                             limits_of(name))
            return True

        for number, (name, factor) in enumerate(zip(factors, model.card.factors)):
            resampling = "nearest" if factor.kind == "category" else "bilinear"
            other = next((OTHER_NAMES[role] for role, of in wanted.items() if of == name), name)
            if not any(open_as(f"factor:{number}", each, resampling) for each in (name, other)):
                missing.append(name)
        for role, name in wanted.items():
            parameter = role.upper()
            if role in ("pga", "saturation") and (given.has(parameter) or given.has(f"{parameter}_VALUE")):
                if given.has(parameter):
                    self.sources[role] = RasterSource(given.raster(parameter), self.grid, 1, parameter, log=run.log,
                                                      limits=LIMITS["saturation"] if role == "saturation" else None)
                continue
            if not open_as(role, name) and not open_as(role, OTHER_NAMES[role]) and role not in ("area", "saturation"):
                missing.append(name)
        if "saturation" not in wanted and given.has("SATURATION"):
            self.sources["saturation"] = RasterSource(given.raster("SATURATION"), self.grid, 1, "SATURATION",
                                                      log=run.log, limits=LIMITS["saturation"])
        if missing:
            raise InputError("FACTORS", f"the model needs {', '.join(dict.fromkeys([*factors, *wanted.values()]))}; "
                             f"missing: {', '.join(dict.fromkeys(missing))}",
                             "Add them, or name the rasters with FACTOR_NAMES.")
        unused = [name for name in names if name not in used]
        if unused:
            run.warn(f"FACTORS: the model does not know {', '.join(unused)}; not used.")
        if given.has("AREA"):
            self.sources["outside"] = burn_area(given, run, self.grid)
