"""Susceptibility from a trained statistical model."""

from __future__ import annotations

from ..engine.errors import InputError
from ..engine.evaluation import classified
from ..engine.grid import RasterSource, RasterWriter
from ..engine.networks import dense, session, statistical
from ..engine.networks.matching import match
from ..engine.networks.ppm_cnn import CELL_TOLERANCE, extrapolation_words
from ..engine.words import percent
from ..settings import ONNX_PROVIDER
from .frame.base import ScarpAlgorithm
from .frame.tee import Tee
from .inputs.conditioning import CHANNEL_CELLS, RELIEF_WINDOW, add_conditioning, check_conditioning, open_conditioning
from .inputs.grid import add_area
from .inputs.networks import add_model, model_path

TILE = 512
"""Cells on a side of a tile; an ensemble has the tiles of its convolutional networks."""

FEW = 0.001
"""Share of cells outside the training range above which the user is warned and not only told."""


class PredictSusceptibility(ScarpAlgorithm):
    """Factors through a statistical model, tile by tile, with what it has never seen."""

    NAME = "predictsusceptibility"
    TITLE = "Predict susceptibility"
    GROUP = "Networks"
    TAGS = ("susceptibility", "machine learning", "boosting", "random forest", "logistic regression",
            "weights of evidence", "ONNX")
    REQUIRES = ("onnxruntime",)
    ABOUT = """
Maps susceptibility with a model of scarp:trainsusceptibility.

A model trained on an elevation model needs no more than that: what its card names is computed as in training. Other
factors are matched by name, never by position. Where a factor leaves the range of the training samples a warning says
on which share of the map, and EXTRAPOLATION shows where; a class that training has not seen counts as none of those
known.
A cell has a value where every factor has one that had one in training; boosted trees have learned where the others go
that were missing there too, and in the other methods the median of the training samples stands for them.

The value is the probability that a cell holds a landslide of an inventory such as that of the training: where, not how
often. Cells that differ in width by more than a tenth from those of the training are refused: train on your own.
"""

    def define(self) -> None:
        """Add parameters and outputs."""
        add_conditioning(self)
        add_model(self, "", "An .onnx file made by scarp:trainsusceptibility.", label="Trained model")
        add_area(self)
        self.output_maps()

    def check(self, given) -> None:
        """Check the model file, and that there are factors."""
        session.read_card(model_path(given, ""), statistical.NETWORK)
        check_conditioning(given)

    def compute(self, given, run) -> dict:
        """Run the model over the factors."""
        path = model_path(given, "")
        card = session.read_card(path, statistical.NETWORK)
        section = card.section
        run.plan(factors=4.0 * given.has("DEM"), network=10.0, classes=1.0 * run.wants("CLASSES"))
        run.log(describe(card))
        if section.from_dem and not given.has("DEM") and len(given.rasters("FACTORS")) < 2:
            run.warn("DEM: the model computes its factors from an elevation model; give DEM in place of FACTORS.")
        conditioning = open_conditioning(
            given, run, channel_cells=section.channel_cells or CHANNEL_CELLS,
            relief_window=section.relief_window or RELIEF_WINDOW,
            wanted=[factor.name for factor in card.factors], words=section.words)
        grid = conditioning.grid
        matched = match(conditioning.names, card)
        check_cells(card, grid)
        sources = [conditioning.sources[place] for place in matched.places]
        network = session.open(path, statistical.NETWORK, ONNX_PROVIDER.get(), run.threads, run.log, run.warn,
                               cancelled=run.cancelled)
        if run.wants("SPREAD") and statistical.SPREAD not in network.outputs:
            run.warn("SPREAD: the model is no ensemble, so it has none; the output is left out.")
            run.drop("SPREAD")
        if run.wants("CLASSES") and not section.limits:
            run.warn("CLASSES: the model's card has no limits of classes; the output is left out.")
            run.drop("CLASSES")
        for name, band in (("SUSCEPTIBILITY", "susceptibility"), ("SPREAD", "spread"),
                           ("EXTRAPOLATION", "factors outside"), ("CLASSES", "class")):
            run.open(name, grid, [band])
        writers = {output: run.writers[name] for name, output in
                   (("SUSCEPTIBILITY", statistical.SUSCEPTIBILITY), ("SPREAD", statistical.SPREAD))
                   if name in run.writers}
        scratch = None
        if "CLASSES" in run.writers:
            scratch = RasterWriter(run.scratch("susceptibility.tif"), grid, ["susceptibility"])
            writers[statistical.SUSCEPTIBILITY] = Tee(scratch, writers.get(statistical.SUSCEPTIBILITY))
        found = dense.predict(lambda channels: network.run({statistical.CHANNELS: channels}), card, grid, sources,
                              writers, run.writers.get("EXTRAPOLATION"), conditioning.area,
                              encoding=statistical.channels, present=statistical.present(card),
                              tile=dense.TILE if section.halo else TILE, **run.controls("network", "Susceptibility"))
        if not found.cells:
            raise InputError("FACTORS", "no cell has a value in every factor", "Check their extents, and AREA.")
        _tell(run, card, found)
        if scratch is not None:
            scratch.commit()
            classified.classify_raster(RasterSource(scratch.path, grid, parameter="SUSCEPTIBILITY"), section.limits,
                                       run.writers["CLASSES"], threads=run.threads,
                                       **run.controls("classes", "Classes"))
        return {}


def check_cells(card, grid) -> None:
    """Check that rasters have cells as those the model was trained on.

    Raises
    ------
    InputError
        They differ, or no window of an ensemble fits into the grid.
    """
    section = card.section
    parameter = "DEM" if section.from_dem else "FACTORS"
    for width in (grid.cell_width, grid.cell_height):
        if section.cell_size is not None and abs(width / section.cell_size - 1) > CELL_TOLERANCE:
            raise InputError(parameter, f"its cells are {width:g} m wide, and the model was trained on cells of "
                             f"{section.cell_size:g} m, whose slopes and curvatures are others",
                             "Train a model on this ground with scarp:trainsusceptibility.")
    if min(grid.width, grid.height) < section.patch:
        raise InputError(parameter, f"the rasters have {grid.width} x {grid.height} cells, and a window has "
                         f"{section.patch} x {section.patch}", "Use rasters of a larger area.")


def describe(card) -> str:
    """Say in a line what a model is."""
    blocks = card.metrics.get("blocks", {}).get("auc")
    tested = f"; ROC AUC {blocks:.3f} in blocks held out" if blocks is not None else ""
    return f"Model: {card.title}; {statistical.METHODS[card.section.method].partition(':')[0]}{tested}."


def _tell(run, card, found) -> None:
    words = extrapolation_words(found, card)
    for sentence in words:
        run.log(f"FACTORS, {sentence}.")
    if words:
        tell = run.warn if found.beyond > FEW * found.cells else run.log
        tell(f"On {percent(found.beyond / found.cells)} of the cells some factor leaves the range of the training "
             "samples; EXTRAPOLATION maps them.")
