"""Susceptibility and effective strength from a trained PINN, for rasters or for a table."""

from __future__ import annotations

import os
from dataclasses import replace

from qgis.core import QgsProcessing, QgsProcessingParameterFeatureSink

from ..engine.errors import InputError
from ..engine.networks import pinn, session
from ..settings import ONNX_PROVIDER
from ..translate import tr
from .frame.base import ScarpAlgorithm
from .inputs.grid import add_area
from .inputs.networks import add_model, model_path
from .inputs.shaking import PGA_FACTORS, add_pga_unit, check_pga
from .networks.pinn_rasters import predict_rasters
from .networks.pinn_tables import check_output, predict_table

SHIPPED = "pinn_wenchuan.onnx"


class PredictPinn(ScarpAlgorithm):
    """An ensemble with Newmark physics inside, over cells or units."""

    NAME = "predictpinn"
    TITLE = "Predict with PINN"
    GROUP = "Networks"
    TAGS = ("PINN", "Newmark", "earthquake", "coseismic", "ShakeMap", "neural network", "ONNX", "susceptibility",
            "slope units")
    REQUIRES = ("onnxruntime",)
    ABOUT = """
Maps coseismic susceptibility, and the effective strength behind it, with a network trained by scarp:trainpinn or with
the one shipped.

The network gives cohesion over thickness and friction for each cell or unit from proxies; Newmark's sliding block turns
them, with slope and shaking, into factor of safety, critical acceleration, displacement and probability. Give rasters
(FACTORS), or a table, points or slope units (INPUT); points and slope units take from FACTORS what they lack. Each
output has the 5th, 50th and 95th percentile of the ensemble: that is the spread of the ensemble, not a confidence
interval; on known truth it was far too narrow.

Cohesion and friction are effective, not unique: many pairs explain the same landslides. Susceptibility, factor of
safety and critical acceleration are to be read as ranks. The model shipped knows one earthquake (Wenchuan 2008) and
slope units; elsewhere train your own.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        self.table("INPUT", "Table, points or slope units", "Rows with the columns the model was trained on, found by "
                   "name; a CSV will do. Left out, every cell of FACTORS is predicted.")
        self.rasters("FACTORS", "Factors, rasters", "The rasters the model was trained on, slope and shaking among "
                     "them, known by their names; the grid of the first one is used. With INPUT they are read at its "
                     "points, or over its polygons by QGIS's zonal statistics: the mean, of classes the majority.",
                     optional=True)
        add_model(self, SHIPPED, "An .onnx file made by scarp:trainpinn.")
        self.number_or_raster("PGA", "Peak ground acceleration", "PGA_UNIT", "Shaking in place of that among FACTORS "
                              "or in INPUT, such as a ShakeMap minutes after an earthquake.", 0.0)
        add_pga_unit(self, default=None)
        self.number_or_raster("SATURATION", "Wet share of the thickness", "0 to 1", "Left out it is 0.",
                              0.0, 1.0)
        self.text("FACTOR_NAMES", "Names of the factors", "Separated by ;, in the order of FACTORS; in place of the "
                  "names the rasters have.", advanced=True)
        add_area(self)
        self.output_maps()
        self.add(QgsProcessingParameterFeatureSink("OUTPUT", tr("Table with predictions"), QgsProcessing.TypeVector,
                                                   optional=True, createByDefault=False),
                 tr("INPUT with susceptibility_p05, _p50, _p95 and so for every output. For INPUT."))

    def check(self, given) -> None:
        """Check that there is one input, the output that fits it, and the model."""
        if not given.has("INPUT") and not given.has("FACTORS"):
            raise InputError("INPUT", "neither INPUT nor FACTORS is given", "Give a table, or rasters.")
        if given.has("INPUT") and not given.has("OUTPUT"):
            raise InputError("OUTPUT", "it is missing and INPUT needs it", "Give a .gpkg or .csv file.")
        # A form asks for a temporary SUSCEPTIBILITY by itself; only a file was asked for by someone.
        rasters = [name for name in pinn.OUTPUTS if given.destination(name)]
        if given.has("INPUT") and rasters:
            raise InputError(rasters[0], "it is a raster, and INPUT is a table", "Ask for OUTPUT, which holds it.")
        if given.has("OUTPUT") and not given.has("INPUT"):
            raise InputError("OUTPUT", "it is for INPUT, which is missing", "Ask for SUSCEPTIBILITY instead.")
        shaking = given.has("PGA") or given.has("PGA_VALUE")
        if shaking and not given.choice("PGA_UNIT"):
            raise InputError("PGA_UNIT", "it is missing and PGA needs it", "Give g, %g or m/s2.")
        if given.has("INPUT"):
            check_output(given, given.destination("OUTPUT"))
        session.read_card(model_path(given, SHIPPED), pinn.NETWORK)

    def compute(self, given, run) -> dict:
        """Run the ensemble."""
        path, table = model_path(given, SHIPPED), given.has("INPUT")
        run.plan(**({"units": 1.0} if table else {}), predict=1.0)
        cores = run.threads or os.cpu_count() or 1
        # Tiles are computed side by side; the rows of a table one part after another, so there the network gets all.
        tiles = 1 if table else min(cores, pinn.MOST_AT_ONCE)
        model = pinn.Pinn(session.open(path, pinn.NETWORK, ONNX_PROVIDER.get(), cores // tiles, run.log, run.warn,
                                        cancelled=run.cancelled))
        run.log(f"Model: {model.card.title}; {model.card.members} networks.")
        for caveat in model.card.caveats:
            run.log(caveat)
        unit = given.choice("PGA_UNIT")
        factor = PGA_FACTORS[unit] if unit else model.roles.pga_factor
        unit = unit or next((name for name, value in PGA_FACTORS.items() if value == factor), "g")
        value = None if given.has("PGA") else given.number("PGA_VALUE")
        if value is not None:
            check_pga("PGA_VALUE", value, value, unit, run.warn)
        if table:
            run.drop(*pinn.OUTPUTS)
            columns = model.roles.pga[:1] if value is None else ()
            predict_table(given, run, model, replace(model.roles, pga=columns, pga_factor=factor),
                          None if value is None else value * factor)
        else:
            predict_rasters(given, run, model, factor, unit, tiles)
        return {}
