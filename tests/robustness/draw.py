"""Random parameters of any algorithm, drawn from its definitions: a new algorithm is tried by being registered."""

from __future__ import annotations

import math
import os

from qgis.core import (
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

PLAUSIBLE = {"DEM": "dem", "SLOPE": "slope", "POF": "share", "INPUT": "share", "SOIL_ZONES": "zones",
             "THICKNESS": "thickness", "RAIN_LAYERS": "rain", "INPUTS": "share", "CATEGORIES": "classes"}
TABLES = {"SOIL_TABLE": "soil", "RAIN_TABLE": "rain", "INPUT": "units"}
USUAL = {"H_MIN": 1, "H_MAX": 2, "COHESION_PER_THICKNESS_VALUE": 4, "FRICTION_VALUE": 32, "PGA_VALUE": 0.3,
         "PGA_UNIT": "g", "BLOCK_SIZE": 50, "FOLDS": 2, "DEM": None, "SOIL_TABLE": None, "RAIN_TABLE": None,
         "INVENTORY": None, "FACTORS": None, "MEDIAN": 3, "BUFFER": 0, "SPACING": 0, "MODEL": None}
"""What most runs need; given nine times in ten, with this value where there is one."""

SELDOM = ("RAIN_LAYERS", "RAIN_INTENSITY", "STEP_HOURS", "DURATION", "FLOW_DIRECTION", "BAND", "WETTING_FRONT")
FACTORS = ("wet", "rock", "steep", "shake", "size", "slope", "elevation", "plan_curvature", "profile_curvature",
           "topographic_wetness_index")
WORDS = ["", "cohesion", "cohesion; friction:shared", "cohesion:friction=-0.3", "6", "3; 6", "0.2;0.4", "label", "zone",
         "storm", "a;b;c", ";;;", "=1+1", "🎈 ñ", "x" * 3000, "-1", "nan", "1e999", "'; DROP TABLE x; --", "%s{0}\n",
         "../..", "wet; rock; steep; shake; size"]
SINKS = ("gpkg", "shp", "csv", "geojson", "fgb")


FILES = (QgsProcessingParameterRasterLayer, QgsProcessingParameterMultipleLayers, QgsProcessingParameterFeatureSource,
         QgsProcessingParameterMapLayer, QgsProcessingParameterFile)


def optional(definition) -> bool:
    """Whether a parameter may be left out."""
    return bool(definition.flags() & QgsProcessingParameterDefinition.FlagOptional)


def parameters(algorithm, pool, folder: str, rng, oddness: float) -> dict:
    """Draw one set of parameters.

    Parameters
    ----------
    algorithm : QgsProcessingAlgorithm
    pool : Pool
    folder : str
        Where outputs go.
    rng : random.Random
    oddness : float
        Chance of each input to be odd.
    """
    definitions = {definition.name(): definition for definition in algorithm.parameterDefinitions()}
    drawn, pool.asked = {}, algorithm.name()
    for definition in algorithm.parameterDefinitions():
        name = definition.name()
        if definition.isDestination():
            if rng.random() < 0.6:
                drawn[name] = output(definition, folder, rng)
            continue
        file = isinstance(definition, FILES)
        odd = rng.random() < (oddness if file else oddness / 4)
        left_out = 0.1 if name in USUAL else 0.98 if name in SELDOM else 0.5 if file and name in PLAUSIBLE else 0.85
        if optional(definition) and rng.random() < left_out:
            continue
        if not odd and USUAL.get(name) is not None and rng.random() < 0.8:
            drawn[name] = USUAL[name]
            continue
        value = one(definition, name, pool, rng, odd)
        if value is not None:
            drawn[name] = value
    if {"INPUT", "FACTORS", "OUTPUT"} <= set(definitions) and rng.random() < 0.8:      # a table or rasters, not both
        rasters = rng.random() < 0.5
        without = ("INPUT", "OUTPUT") if rasters else ("FACTORS",)
        drawn = {key: value for key, value in drawn.items() if key not in without and (
            rasters or key == "OUTPUT" or not definitions[key].isDestination())}
        if not rasters:
            drawn.setdefault("OUTPUT", output(definitions["OUTPUT"], folder, rng))
    if rng.random() < 0.02:
        drawn["NO_SUCH"] = "x"
    return drawn


def one(definition, name: str, pool, rng, odd: bool):
    """Draw one input."""
    if isinstance(definition, QgsProcessingParameterRasterLayer):
        return rng.choice(pool.odd_rasters) if odd else pool.rasters.get(PLAUSIBLE.get(name, "share"))
    if isinstance(definition, QgsProcessingParameterMultipleLayers):
        if odd:
            return [rng.choice(pool.odd_rasters) for _ in range(rng.randint(0, 3))]
        if name == "FACTORS":
            return [pool.rasters[each] for each in rng.sample(FACTORS, len(FACTORS))]
        return [pool.rasters[PLAUSIBLE.get(name, "share")]] * rng.randint(1, 2)
    if isinstance(definition, QgsProcessingParameterFeatureSource):
        if odd:
            return rng.choice([*pool.hostile_tables, *pool.odd_places])
        if name in TABLES:
            return pool.tables[TABLES[name]]
        return pool.places["area" if name == "AREA" else rng.choice(["points", "polygons"])]
    if isinstance(definition, QgsProcessingParameterMapLayer):
        good = [pool.rasters[PLAUSIBLE.get(name, "share")], pool.places["area"]]
        return rng.choice([*pool.odd_rasters, *pool.odd_places] if odd else good)
    if isinstance(definition, QgsProcessingParameterEnum):
        return rng.choice([*definition.options(), "no such", -1, 99]) if odd else rng.choice(definition.options())
    if isinstance(definition, QgsProcessingParameterBoolean):
        return rng.choice([True, False, "no", "yes", "perhaps"] if odd else [True, False])
    if isinstance(definition, QgsProcessingParameterNumber):
        return number(definition, rng, odd)
    if isinstance(definition, QgsProcessingParameterFile):
        wanted = [path for path in pool.models if ("ppm" in path) != ("PINN" in name or "pinn" in pool.asked)]
        return rng.choice([*pool.odd_networks, *pool.hostile_tables, "nothing.onnx"] if odd else wanted)
    if name == "PYTHON":
        return rng.choice(["", "/no/such/python", pool.tables["soil"]])
    return rng.choice(WORDS) if odd or definition.defaultValue() is None else None


def number(definition, rng, odd: bool):
    """Draw a number: the default, one in the range, or an extreme one."""
    low, high = definition.minimum(), definition.maximum()
    bounded = high < 1e300
    if odd:
        return rng.choice([low, high if bounded else 1e9, 0, -1, 1e-300, 1e300, math.nan, math.inf, "abc", "1,5"])
    default = definition.defaultValue()
    if default is not None and rng.random() < 0.6:
        return default
    low = low if low > -1e300 else -10.0
    drawn = rng.uniform(low, min(high, low + 20.0))
    return round(drawn) if definition.dataType() == QgsProcessingParameterNumber.Integer else drawn


def output(definition, folder: str, rng):
    """Draw a place for an output."""
    name = definition.name().lower()
    if isinstance(definition, QgsProcessingParameterRasterDestination):
        return os.path.join(folder, rng.choice([*[f"{name}.tif"] * 20, f"{name} ñ.tiff", "same.tif"]))
    if isinstance(definition, QgsProcessingParameterFileDestination):
        return os.path.join(folder, f"{name}.{definition.defaultFileExtension()}")
    if isinstance(definition, QgsProcessingParameterFolderDestination):
        return os.path.join(folder, rng.choice(["results", "."]))
    if isinstance(definition, QgsProcessingParameterFeatureSink):
        file = os.path.join(folder, f"{name}.{rng.choice(SINKS)}")
        return rng.choice([file, file, "TEMPORARY_OUTPUT", "memory:",
                           f"ogr:dbname='{os.path.join(folder, 'layers.gpkg')}' table=\"{name}\" (geom)"])
    return os.path.join(folder, name)
