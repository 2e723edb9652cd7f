"""Susceptibility from a trained PPM-CNN."""

from __future__ import annotations

from ..engine.errors import InputError
from ..engine.grid import RasterSource, RasterWriter
from ..engine.networks import dense, ppm_cnn, session
from ..engine.networks.matching import match
from ..engine.refine.filters import Refinement
from ..engine.refine.raster import refine_raster
from ..engine.words import percent
from ..settings import ONNX_PROVIDER
from .frame.base import ScarpAlgorithm
from .frame.tee import Tee
from .inputs.factors import add_factors, open_factors, read_names
from .inputs.grid import add_area, burn_area
from .inputs.networks import add_model, model_path
from .refinemap import SHAPES, UNITS

SHIPPED = "ppm_cnn_ecuador.onnx"
FILTERS = {"MEDIAN": ("Median", 3), "OPEN": ("Opening", 3), "CLOSE": ("Closing", 3)}
FEW = 0.001
"""Share of cells outside the training range above which the user is warned and not only told."""


class PredictPpmCnn(ScarpAlgorithm):
    """Factors through a network, tile by tile, with its spread and what it has never seen."""

    NAME = "predictppmcnn"
    TITLE = "Predict with PPM-CNN"
    GROUP = "Networks"
    TAGS = ("CNN", "neural network", "deep learning", "ONNX", "susceptibility", "machine learning")
    REQUIRES = ("onnxruntime",)
    ABOUT = """
Maps susceptibility with a network trained by scarp:trainppmcnn, or with the one shipped.

Each value rests on a window of 17 by 17 cells. Factors are matched to the model's by name, never by position, and must
have cells of the size it was trained on. Where a factor leaves the range of the training samples it is held at its end,
and a warning says on which share of the map; the output EXTRAPOLATION shows where. What a window lacks (beyond the rim,
nodata) counts as the mean of the training samples.

The value is the probability of a mapped landslide among classes of equal size, unless the model was trained with
another PREVALENCE: it says where, not how often. The model shipped knows one basin in Ecuador; elsewhere train your
own.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        add_factors(self, "As the model's card names them.")
        add_model(self, SHIPPED, "An .onnx file made by scarp:trainppmcnn.")
        for name, (label, default) in FILTERS.items():
            self.number(name, f"{label} of the refined map, width of the window", "Of the output REFINED, as in "
                        "scarp:refinemap. In UNIT; 0 = off.", default, 0.0, advanced=True)
        self.choice("UNIT", "Unit of the widths", "", UNITS, "cells", advanced=True)
        self.choice("KERNEL", "Shape of the window", "Of opening and closing.", SHAPES, "ellipse", advanced=True)
        add_area(self)
        self.output_maps()

    def check(self, given) -> None:
        """Check the model file."""
        session.read_card(model_path(given, SHIPPED), ppm_cnn.NETWORK)

    def compute(self, given, run) -> dict:
        """Run the network over the factors."""
        run.plan(network=10.0, refine=1.0 * run.wants("REFINED"))
        path = model_path(given, SHIPPED)
        card = session.read_card(path, ppm_cnn.NETWORK)
        run.log(describe(card))
        named = read_names(given, run, [factor.name for factor in card.factors])
        matched = match(named.names, card)
        if matched.unused:
            run.warn(f"FACTORS: the model does not know {', '.join(matched.unused)}; not used.")
        ppm_cnn.check_grid(card, named.grid)
        # What a raster holds decides how it is put on the grid, also where the model takes it as a plain number.
        kinds = [factor.kind if factor.kind == "category" else ppm_cnn.kind_of(factor.name, named.categorical[place])
                 for factor, place in zip(card.factors, matched.places)]
        sources = open_factors(named, matched.places, kinds, run)
        network = session.open(path, ppm_cnn.NETWORK, ONNX_PROVIDER.get(), run.threads, run.log, run.warn,
                               cancelled=run.cancelled)
        self._open(run, named.grid)
        writers = {output: run.writers[name] for name, output in
                   (("SUSCEPTIBILITY", ppm_cnn.SUSCEPTIBILITY), ("SPREAD", ppm_cnn.SPREAD)) if name in run.writers}
        scratch = None
        if run.wants("REFINED"):
            scratch = RasterWriter(run.scratch("susceptibility.tif"), named.grid, ["susceptibility"])
            writers[ppm_cnn.SUSCEPTIBILITY] = Tee(scratch, writers.get(ppm_cnn.SUSCEPTIBILITY))
        area = burn_area(given, run, named.grid) if given.has("AREA") else None
        found = dense.predict(ppm_cnn.mapper(network), card, named.grid, sources, writers,
                              run.writers.get("EXTRAPOLATION"), area, **run.controls("network", "Susceptibility"))
        if not found.cells:
            raise InputError("FACTORS", "no cell has a value in every factor", "Check their extents, and AREA.")
        _tell(run, card, found)
        if scratch is not None:
            self._refine(given, run, scratch)
        return {}

    def _open(self, run, grid) -> None:
        for name, band in (("SUSCEPTIBILITY", "susceptibility"), ("SPREAD", "spread"),
                           ("REFINED", "susceptibility, refined"), ("EXTRAPOLATION", "factors outside")):
            run.open(name, grid, [band])

    def _refine(self, given, run, scratch) -> None:
        scratch.commit()
        grid = scratch.grid
        steps = Refinement.from_sizes({name: given.number(name) for name in FILTERS}, given.choice("UNIT"),
                                      given.choice("KERNEL"), grid.cell_width, grid.cell_height)
        refine_raster([RasterSource(scratch.path, grid, parameter="SUSCEPTIBILITY")], steps,
                      output=run.writers["REFINED"], threads=run.threads, **run.controls("refine", "Refining the map"))


def describe(card) -> str:
    """Say in a line what a model is."""
    blocks = card.metrics.get("blocks", {}).get("auc")
    tested = f"; ROC AUC {blocks:.2f} in spatial blocks" if blocks is not None else ""
    return f"Model: {card.title}; {card.members} networks, cells of {card.section.cell_size:g} m{tested}."


def _tell(run, card, found) -> None:
    words = ppm_cnn.extrapolation_words(found, card)
    for sentence in words:
        run.log(f"FACTORS, {sentence}.")
    if words:
        tell = run.warn if found.beyond > FEW * found.cells else run.log
        tell(f"On {percent(found.beyond / found.cells)} of the cells some factor is held at the end of its range; "
             "EXTRAPOLATION maps them.")
    if found.at_rim:
        share = percent(found.at_rim / found.cells)
        run.log(f"{share} of the cells lie within {card.section.halo} cells of the rim or of nodata; "
                "what their windows lack counts as the mean of the training samples.")
