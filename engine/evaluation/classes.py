"""Classes of a map and how landslides share out among them.

Breaks come from a fine histogram of all cells, so a raster of any size takes the same memory. Natural breaks are exact
on it: the dynamic programme finds the least sum of squares within classes of all possible breaks, where sampling or
k-means may not. No Python library takes weights there (jenkspy, mapclassify, kmeans1d do not), hence the forty lines.
"""

from __future__ import annotations

from typing import NamedTuple, Sequence

import numpy as np

from ..errors import InputError

METHODS = ("jenks", "quantile", "equal", "fixed", "captured")
CAPTURED = (0.5, 0.75, 0.9, 0.97)
"""Shares of the landslides in the highest class, in the two highest, and so on, where none are given."""
BINS = 65536
"""Bins of the histogram; a break is off by at most this share of the range."""

NODATA = 255
MOST_CLASSES = 20
_NAMES = {
    2: ("Low", "High"),
    3: ("Low", "Moderate", "High"),
    4: ("Low", "Moderate", "High", "Very high"),
    5: ("Very low", "Low", "Moderate", "High", "Very high"),
}


class Histogram(NamedTuple):
    """Counts of a map between its least and greatest value.

    Attributes
    ----------
    low, high : float
        Least and greatest value.
    counts : numpy.ndarray, int64, shape (bins,)
        Whole numbers, so that parts of a map add up to the same in any order.
    """

    low: float
    high: float
    counts: np.ndarray

    @property
    def edges(self) -> np.ndarray:
        """Upper edge of each bin."""
        upper = self.low + (self.high - self.low) * np.arange(1, self.counts.size + 1) / self.counts.size
        upper[-1] = self.high
        return upper

    def __add__(self, other):
        return self._replace(counts=self.counts + other.counts)


class ClassRow(NamedTuple):
    """One line of the frequency-ratio table.

    ``lower`` is excluded and ``upper`` included, but in the first class; shares are 0 to 1; the ratio of a class
    without area is NaN.
    """

    number: int
    name: str
    lower: float
    upper: float
    cells: int
    area_share: float
    landslides: int
    landslide_share: float
    frequency_ratio: float


def histogram(values, low, high, bins=BINS) -> Histogram:
    """Histogram of values between given bounds.

    Parameters
    ----------
    values : array_like
        NaN is left out.
    low, high : float
        Least and greatest value of the whole map.
    bins : int

    Returns
    -------
    Histogram
        Those of parts of a map add up with ``+``.
    """
    values = np.asarray(values, dtype=np.float64)
    above = values[~np.isnan(values)] - low
    width = (high - low) / bins or 1.0
    # A value on an edge belongs below it, as the classes take it; hence the ceiling.
    index = np.clip(np.ceil(above / width).astype(np.int64) - 1, 0, bins - 1)
    return Histogram(low, high, np.bincount(index, minlength=bins))


def breaks(method, classes=5, counts: Histogram | None = None, fixed: Sequence[float] = (), landslides=()) -> list:
    """Inner class limits.

    Parameters
    ----------
    method : {'jenks', 'quantile', 'equal', 'fixed', 'captured'}
    classes : int
        2 to 20; not used by ``fixed`` and ``captured``.
    counts : Histogram
        Of the map; not used by ``fixed`` and ``captured``.
    fixed : sequence of float
        The limits for ``fixed``, rising; for ``captured`` the shares of the landslides, from 0 to 1, rising, that the
        highest class holds, the two highest, and so on.
    landslides : array_like
        Values at the landslides, for ``captured``.

    Returns
    -------
    list of float
        Rising limits, one fewer than classes; a value on a limit belongs to the lower class. Fewer where the map holds
        fewer distinct values than classes, or where quantiles fall together (many cells with one value).

    Raises
    ------
    InputError
        Unknown method, limits that do not rise, number of classes out of range, a map with one value.

    References
    ----------
    Fisher, W.D. (1958), doi:10.1080/01621459.1958.10501479; Jenks, G.F. (1967), International Yearbook of
    Cartography 7.
    """
    if method not in METHODS:
        raise InputError("METHOD", f"'{method}' is unknown", f"Use {', '.join(METHODS)}")
    if method == "fixed":
        return _fixed(fixed)
    if method == "captured":
        return _captured(fixed, np.asarray(landslides, dtype=np.float32))
    if not 2 <= classes <= MOST_CLASSES:
        raise InputError("CLASSES", f"{classes} is outside 2 to {MOST_CLASSES}", "Five is usual")
    if not counts.high > counts.low:
        raise InputError("INPUT", f"every cell holds {counts.low:g}", "A map with one value has no classes")
    if method == "equal":
        step = (counts.high - counts.low) / classes
        return [counts.low + step * number for number in range(1, classes)]
    if method == "quantile":
        return _quantiles(counts, classes)
    return _jenks(counts, classes)


def parse_breaks(text) -> list:
    """Limits from text such as ``0.2;0.4`` (also with decimal commas: ``0,2; 0,4``).

    Raises
    ------
    InputError
        A part is no number.
    """
    found = []
    for part in str(text or "").replace("\n", ";").split(";"):
        if part.strip():
            try:
                found.append(float(part.strip().replace(",", ".")))
            except ValueError:
                raise InputError("BREAKS", f"'{part.strip()}' is not a number", "Write 0.2;0.4;0.6;0.8") from None
    return found


def classify(values, limits) -> np.ndarray:
    """Number of the class of each value.

    Parameters
    ----------
    values : array_like
        NaN = nodata.
    limits : sequence of float
        From :func:`breaks`.

    Returns
    -------
    numpy.ndarray, uint8
        1 for the lowest class, 255 nodata.
    """
    # In single precision, as maps are stored: their 0.1 is a little above the limit 0.1 as written.
    values = np.asarray(values, dtype=np.float32)
    result = np.ones(values.shape, dtype=np.uint8)
    for limit in limits:
        result += values > np.float32(limit)
    result[np.isnan(values)] = NODATA
    return result


def names(classes) -> tuple:
    """Names of so many classes, low to high."""
    return _NAMES.get(classes, tuple(f"Class {number}" for number in range(1, classes + 1)))


def frequency_ratios(limits, low, high, cells, landslides=None) -> list:
    """Share of landslides over share of area, by class (Table 3 of the PPM-CNN paper).

    Parameters
    ----------
    limits : sequence of float
        Inner limits.
    low, high : float
        Range of the map.
    cells : array_like, int, shape (k,)
        Cells by class, lowest first.
    landslides : array_like, int, shape (k,), optional
        Landslides, or cells of them, by class.

    Returns
    -------
    list of ClassRow
    """
    cells = np.asarray(cells, dtype=np.int64)
    counts = np.zeros_like(cells) if landslides is None else np.asarray(landslides, dtype=np.int64)
    area = cells / max(cells.sum(), 1)
    share = counts / counts.sum() if counts.sum() else np.full(cells.size, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(cells > 0, share / area, np.nan)
    bounds = [min(low, limits[0]) if len(limits) else low, *limits, max(high, limits[-1]) if len(limits) else high]
    return [ClassRow(number + 1, name, float(bounds[number]), float(bounds[number + 1]), int(cells[number]),
                     float(area[number]), int(counts[number]), float(share[number]), float(ratio[number]))
            for number, name in enumerate(names(cells.size))]


def _fixed(fixed) -> list:
    limits = [float(value) for value in fixed]
    if not limits or not np.isfinite(limits).all() or any(b <= a for a, b in zip(limits, limits[1:])):
        raise InputError("BREAKS", f"'{';'.join(f'{value:g}' for value in limits)}' are not rising limits",
                         "Write at least one, rising, such as 0.2;0.4;0.6;0.8")
    if len(limits) >= MOST_CLASSES:
        raise InputError("BREAKS", f"{len(limits)} limits make {len(limits) + 1} classes",
                         f"At most {MOST_CLASSES} classes are made")
    return limits


def _captured(shares, landslides) -> list:
    """Give limits above which the shares of the landslides lie: at least as many, on as few cells as that takes."""
    shares = [float(share) for share in shares] or list(CAPTURED)
    rising = all(a < b for a, b in zip(shares, shares[1:]))
    if not rising or not all(0 < share < 1 for share in shares) or len(shares) >= MOST_CLASSES:
        written = ";".join(f"{share:g}" for share in shares)
        raise InputError("BREAKS", f"'{written}' are not rising shares between 0 and 1",
                         "Write shares of the landslides, the highest class first, such as 0.5;0.75;0.9;0.97")
    if not landslides.size:
        raise InputError("INVENTORY", "no landslide lies where the map has a value", "Check extent and nodata")
    ordered = np.sort(landslides)[::-1]
    least = [ordered[int(np.ceil(share * ordered.size - 1e-9)) - 1] for share in shares]
    # A value on a limit belongs to the lower class, so the limit lies just below the landslide.
    limits = sorted({float(np.nextafter(value, np.float32(-np.inf))) for value in least})
    return limits


def _quantiles(counts, classes) -> list:
    cumulative = np.cumsum(counts.counts)
    places = np.searchsorted(cumulative, cumulative[-1] * np.arange(1, classes) / classes)
    return [float(edge) for edge in counts.edges[np.unique(places)] if edge < counts.high]


def _jenks(counts, classes) -> list:
    filled = np.flatnonzero(counts.counts)
    weight = counts.counts[filled].astype(np.float64)
    middle = filled - np.average(filled, weights=weight)   # in bins about the mean: sums of squares keep their digits
    ends = optimal_partition(middle, weight, min(classes, filled.size))
    edges = counts.edges[filled]
    return [float(edges[end]) for end in ends[:-1]]


def optimal_partition(values, weights, classes) -> list:
    """Last index of each class of the least weighted sum of squares about class means.

    Parameters
    ----------
    values : array_like, shape (n,)
        Rising.
    weights : array_like, shape (n,)
        Above 0.
    classes : int
        At most n.

    Returns
    -------
    list of int
        Rising, the last one n - 1.

    Notes
    -----
    Fisher's dynamic programme. The best last break never moves back as values are added, so each layer is filled by
    halving: O(k n log n) in place of O(k n2), every level at once in NumPy.
    """
    values, weights = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    w, s, q = (np.append(0.0, np.cumsum(term)) for term in (weights, weights * values, weights * values ** 2))

    def spread(first, last):
        """Sum of squares of values first..last about their mean."""
        sums = s[last + 1] - s[first]
        return q[last + 1] - q[first] - sums * sums / (w[last + 1] - w[first])

    everything = np.arange(values.size)
    cost, starts = spread(0, everything), []
    for layer in range(1, classes):
        cost, start = _next_layer(cost, spread, layer, values.size)
        starts.append(start)
    ends, last = [values.size - 1], values.size - 1
    for start in reversed(starts):
        last = int(start[last]) - 1
        ends.append(last)
    return ends[::-1]


def _next_layer(cost, spread, layer, size) -> tuple:
    """Best start of the last class for each end, given the costs with one class fewer."""
    best, start = np.full(size, np.inf), np.zeros(size, dtype=np.int64)
    low, high = np.array([layer]), np.array([size - 1])       # open spans of ends
    least, most = np.array([layer]), np.array([size - 1])     # where their best starts lie
    while low.size:
        middle = (low + high) // 2
        count = np.minimum(most, middle) - least + 1
        offset = np.append(0, np.cumsum(count)[:-1])
        candidates = np.arange(count.sum()) - np.repeat(offset - least, count)
        totals = cost[candidates - 1] + spread(candidates, np.repeat(middle, count))
        lowest = np.minimum.reduceat(totals, offset)
        hits = np.flatnonzero(totals == np.repeat(lowest, count))
        chosen = candidates[hits[np.searchsorted(hits, offset)]]
        best[middle], start[middle] = lowest, chosen
        left, right = low < middle, middle < high
        low, high, least, most = (np.concatenate(pair) for pair in (
            (low[left], middle[right] + 1), (middle[left] - 1, high[right]),
            (least[left], chosen[right]), (chosen[left], most[right])))
    return best, start
