"""Labelled samples of a statistical model: an inventory with drawn negatives, labelled points, or a table."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Callable, Dict, Optional

import numpy as np
from qgis.core import QgsProcessing, QgsProcessingParameterFeatureSource

from ...engine.errors import InputError
from ...engine.grid import RasterSource, RasterWriter
from ...engine.inventory import samples as drawing
from ...engine.inventory.places import read_cells
from ...engine.networks import matching
from ...engine.networks.pinn_units import column, find
from ...engine.statistics import samples as made
from ...translate import tr
from .conditioning import Conditioning, open_conditioning
from .places import add_inventory, read_places
from .samples import label, read_samples
from .units import rows_of

RATIO = 4.0
BUFFER_CELLS = 2
LEAST_BLOCK = 30
"""Cells on a side of the smallest block taken by default."""

TESTED = 20000
"""Places without landslide on which models are tested where there is room, beyond those they learn."""

TESTED_ENSEMBLE = 6000
POF_NAME = "Probability of failure"
METRES_A_DEGREE = 111_320.0


@dataclass
class Labelled:
    """Samples, and what follows from where they came from.

    Attributes
    ----------
    samples : Samples
    cells : ndarray of int, or None
        Flat indices; None of a table.
    block_size, gap : float
        m.
    prevalence : float
    words, probability_words : str
        Who they are; what the probability stands for.
    about : dict
        Of the area, for the card.
    cell_size : float or None
    computed : bool
        Factors were computed from DEM.
    words_of : dict
        Texts of classes, by factor.
    conditioning : Conditioning or None
    """

    samples: made.Samples
    cells: Optional[np.ndarray]
    block_size: float
    gap: float
    prevalence: float
    words: str
    probability_words: str
    about: dict
    cell_size: Optional[float] = None
    computed: bool = False
    words_of: Dict[str, list] = field(default_factory=dict)
    conditioning: Optional[Conditioning] = None


def add_labelled(algorithm) -> None:
    """Add INVENTORY, SAMPLES, INPUT and their fields, RATIO and BUFFER."""
    add_inventory(algorithm, "A polygon counts as one cell, in its middle.", optional=True)
    algorithm.add(QgsProcessingParameterFeatureSource("SAMPLES", tr("Sample points"),
                                                      [QgsProcessing.TypeVectorPoint], optional=True),
                  tr("In place of INVENTORY: points with the field LABEL_FIELD, 1 landslide, 0 none, in any CRS."))
    algorithm.table("INPUT", "Table or polygons", "In place of rasters: one row a place or slope unit, with FIELDS and "
                    "LABEL_FIELD.")
    algorithm.text("FIELDS", "Fields of numbers", "Factors of INPUT, separated by ;.")
    algorithm.text("CATEGORY_FIELDS", "Fields of classes", "Factors of INPUT that are class numbers or texts, "
                   "separated by ;.", advanced=True)
    algorithm.text("LABEL_FIELD", "Field of the label", "Of SAMPLES or INPUT: 1 or true for a landslide, 0 or false "
                   "for none.", "label", advanced=True)
    algorithm.text("X_FIELD", "Field of x", "Of an INPUT without geometry: where the row is, m or degrees; for the "
                   "test in blocks alone.", advanced=True)
    algorithm.text("Y_FIELD", "Field of y", "As X_FIELD.", advanced=True)
    algorithm.number("RATIO", "Other places for each landslide", "Drawn at random outside the landslides and BUFFER; "
                     "with INVENTORY.", RATIO, 0.1, 1000.0, advanced=True)
    algorithm.number("BUFFER", "Distance from landslides, m", "No other place is drawn nearer to a landslide, between "
                     f"centres of cells. Left out, {BUFFER_CELLS} cells.", None, 0.0, advanced=True)


def check_labelled(given) -> None:
    """Check that labels come from one source alone.

    Raises
    ------
    InputError
    """
    chosen = [name for name in ("INVENTORY", "SAMPLES", "INPUT") if given.has(name)]
    if not chosen:
        raise InputError("INVENTORY", "there are no landslides",
                         "Give INVENTORY, labelled points as SAMPLES, or a table as INPUT.")
    if len(chosen) > 1:
        raise InputError(chosen[1], f"{' and '.join(chosen)} are given", "Give one of them.")
    if given.has("INPUT"):
        rasters = [name for name in ("DEM", "FACTORS", "CATEGORIES", "POF") if given.has(name)]
        if rasters:
            raise InputError(rasters[0], "factors of INPUT are its FIELDS",
                             f"Leave out {', '.join(rasters)}, or INPUT.")
        if not given.text("FIELDS") and not given.text("CATEGORY_FIELDS"):
            raise InputError("FIELDS", "there are no factors", "Name the fields of INPUT that are factors.")


def read_labelled(given, run, warn: Callable[[str], None]) -> Labelled:
    """Read or draw the samples: the stages ``factors`` and ``samples`` of a run, or ``samples`` alone.

    Raises
    ------
    InputError
    """
    return _of_table(given, run, warn) if given.has("INPUT") else _of_rasters(given, run, warn)


def _of_rasters(given, run, warn) -> Labelled:
    conditioning = open_conditioning(given, run, channel_cells=given.integer("CHANNEL_CELLS"),
                                     relief_window=given.integer("RELIEF_WINDOW"))
    grid = conditioning.grid
    progress = run.stage("samples", "Samples")
    if given.has("INVENTORY"):
        cells, labels, stands_for, trained, share, words = _draw(given, run, conditioning, warn)
        label_parameter = "INVENTORY"
    else:
        points = read_samples(given, grid, warn, run.log)
        cells, labels, label_parameter = points.cells, points.labels, "SAMPLES"
        stands_for, trained, share = np.ones(cells.size), np.ones(cells.size, dtype=bool), float(np.mean(labels))
        words = f"{int(labels.sum())} landslides and {int((~labels).sum())} other points of SAMPLES."
    columns = []
    for number, source in enumerate(conditioning.sources):
        values = read_cells(source, cells, None, run.cancelled)
        columns.append(values)
        progress((number + 1) / (len(conditioning.sources) + 1))
    beside = {}
    if given.has("POF"):
        last = RasterSource(given.raster("POF"), parameter="POF").band_count
        if last > 1:
            run.log(f"POF: band {last} of {last} is used.")
        beside[POF_NAME] = read_cells(RasterSource(given.raster("POF"), grid, last, "POF", log=run.log), cells)
    row, col = np.divmod(cells, grid.width)
    places = (col + 0.5) * grid.cell_width, (row + 0.5) * grid.cell_height
    samples, kept = made.make(columns, conditioning.names, conditioning.units, conditioning.categorical, labels,
                              places=places, stands_for=stands_for, trained=trained, beside=beside, warn=warn,
                              label_parameter=label_parameter)
    chosen = given.number("PREVALENCE")
    xmin, ymin, xmax, ymax = grid.bounds
    cell = (grid.cell_width + grid.cell_height) / 2
    longer = max(grid.width * grid.cell_width, grid.height * grid.cell_height)
    size = given.number("BLOCK_SIZE") or max(longer / 10, LEAST_BLOCK * cell)
    return Labelled(samples, cells[kept], size, given.integer("GAP") * cell, share if chosen is None else chosen, words,
                    _probability_words(chosen, share, given.has("INVENTORY")),
                    {"crs": grid.crs_name, "bounds": [xmin, ymin, xmax, ymax]}, cell, conditioning.computed,
                    conditioning.words, conditioning)


def _probability_words(chosen, share: float, inventory: bool) -> str:
    if chosen is not None:
        return f"Probabilities are for a share of landslides of {chosen:.4g}, as given."
    if inventory:
        return (f"Probabilities are those of this inventory: {share:.4g} of the cells hold a landslide, one cell a "
                "landslide.")
    return (f"Probabilities are for the share of landslides among the samples, {share:.4g}, which is not that of the "
            "ground.")


def _draw(given, run, conditioning: Conditioning, warn) -> tuple:
    """Give landslide cells and cells drawn outside them."""
    grid, source = conditioning.grid, conditioning.inside(conditioning.sources[0])
    mapped = read_places(given, run, grid).inventory
    slides = np.unique(mapped.one_cell_each(grid.width).cells)
    known = ~np.isnan(read_cells(source, slides))
    if not known.all():
        warn(f"INVENTORY: {int((~known).sum())} of {known.size} landslides lie where {conditioning.names[0]} has no "
             "value" + (" or outside AREA" if given.has("AREA") else "") + " and are left out.")
    slides = slides[known]
    if slides.size < made.FEWEST:
        raise InputError("INVENTORY", f"{slides.size} landslides lie on the map", f"At least {made.FEWEST} are needed "
                         "to fit and test a model; map more, or use a wider DEM.")
    if slides.size < mapped.count - int((~known).sum()):
        run.log(f"INVENTORY: {mapped.count} landslides lie in {slides.size} cells; a cell counts once.")
    buffer = given.number("BUFFER")
    buffer = BUFFER_CELLS * max(grid.cell_width, grid.cell_height) if buffer is None else buffer
    path = run.scratch("free.tif")
    with RasterWriter(path, grid, ["free"], "uint8", parameter="BUFFER") as writer:
        area = drawing.free_area(source, mapped.cells, writer, buffer=buffer, threads=run.threads,
                                 cancelled=run.cancelled)
    if area.stable < made.FEWEST:
        raise InputError("BUFFER", f"{area.stable} cells lie outside the landslides and {buffer:g} m round them",
                         "Make it smaller.")
    learned = min(drawing.wanted_points(slides.size, given.number("RATIO")), area.stable)
    tested = TESTED_ENSEMBLE if given.choice("METHOD") == "ensemble" else TESTED
    drawn = drawing.draw(RasterSource(path, grid, parameter="BUFFER"), min(max(learned, tested), area.stable), 0.0,
                         given.integer("SEED"), cancelled=run.cancelled).cells
    share = slides.size / area.valid
    if not 0 < share < 1:
        raise InputError("INVENTORY", "every cell of the map holds a landslide", "Give a wider map.")
    cells = np.append(slides, drawn)
    labels = np.arange(cells.size) < slides.size
    stands_for = np.where(labels, 1.0, area.stable / drawn.size)
    trained = labels | (np.arange(cells.size) < slides.size + learned)
    words = (f"Landslides: {slides.size} cells of {mapped.count} mapped landslides"
             f"{' (polygons, the middle cell each)' if mapped.kind == 'polygons' else ''}. Other places: {learned} of "
             f"{drawn.size} cells drawn at random farther than {buffer:g} m from landslides are learned, all are "
             f"tested, each standing for {area.stable / drawn.size:.3g} of {area.stable:,} cells.")
    return cells, labels, stands_for, trained, share, words


def _of_table(given, run, warn) -> Labelled:
    progress = run.stage("samples", "Rows")
    _, records, geometries = rows_of(given)
    fields = [name.strip() for name in given.text("FIELDS").replace(",", ";").split(";") if name.strip()]
    classes = [name.strip() for name in given.text("CATEGORY_FIELDS").replace(",", ";").split(";") if name.strip()]
    target = given.text("LABEL_FIELD")
    if target.lower() in (name.lower() for name in (*fields, *classes)):
        raise InputError("FIELDS", f"{target} is the label", "Leave it out of the factors.")
    key = find(records[0], target)
    labels = np.array([label(record[key], target, "INPUT") for record in records], dtype=bool)
    words_of: Dict[str, list] = {}
    columns = [column(records, name) for name in fields]
    columns += [class_column(records, name, words_of) for name in classes]
    places = _places(given, records, geometries)
    progress(0.5)
    names = [matching.plain(name) for name in (*fields, *classes)]
    words_of = {matching.plain(name): texts for name, texts in words_of.items()}
    samples, _ = made.make(columns, names, [""] * len(names), [False] * len(fields) + [True] * len(classes), labels,
                           places=places, warn=warn, parameter="FIELDS", label_parameter="INPUT")
    share, chosen = float(samples.labels.mean()), given.number("PREVALENCE")
    size = given.number("BLOCK_SIZE")
    if places is not None:
        longer = max(np.ptp(samples.x), np.ptp(samples.y))
        size = size or longer / 10
        if given.is_set("GAP"):
            warn("GAP is not used: rows of a table have no cells.")
    words = (f"{int(samples.labels.sum())} rows with a landslide and {int((~samples.labels).sum())} without"
             + (", no gap between training and test" if places is not None else "") + ".")
    sentence = (f"Probabilities are for a share of landslides of {chosen:.4g}, as given." if chosen is not None else
                f"Probabilities are those of the table: {share:.4g} of its rows hold a landslide.")
    return Labelled(samples, None, size or 0.0, 0.0, share if chosen is None else chosen, words, sentence, {},
                    words_of=words_of)


def class_column(records, name: str, words_of: Dict[str, list]) -> np.ndarray:
    """Read a column of classes; texts are numbered in their order, or as `words_of` has them, and kept there.

    Raises
    ------
    InputError
        There is no such column.
    """
    key = find(records[0], name)
    values = [record[key] for record in records]
    if name not in words_of:
        try:
            numbers = np.array([math.nan if value in (None, "") else float(value) for value in values])
        except (TypeError, ValueError):
            words_of[name] = sorted({str(value).strip() for value in values if value not in (None, "")})
        else:
            return numbers
    places = {text: float(place) for place, text in enumerate(words_of[name], 1)}
    return np.array([math.nan if value in (None, "") else places.get(str(value).strip(), 0.0) for value in values])


def _places(given, records, geometries):
    """Give x and y of rows in metres from a corner, y downwards; None where they have no place."""
    if geometries:
        points = [geometry.pointOnSurface().asPoint() for geometry in geometries]
        x, y = np.array([point.x() for point in points]), np.array([point.y() for point in points])
        degrees = given.layer("INPUT").sourceCrs().isGeographic()
    elif given.has("X_FIELD") and given.has("Y_FIELD"):
        x, y = column(records, given.text("X_FIELD")), column(records, given.text("Y_FIELD"))
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            raise InputError("X_FIELD", "some rows have no place", "Fill them in, or leave X_FIELD and Y_FIELD out.")
        degrees = bool((np.abs(x) <= 180).all() and (np.abs(y) <= 90).all())
    else:
        return None
    if degrees:
        x, y = x * METRES_A_DEGREE * math.cos(math.radians(float(np.mean(y)))), y * METRES_A_DEGREE
    return x - x.min(), y.max() - y
