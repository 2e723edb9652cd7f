"""Storms: rain by time step, from a table, from rasters, or steady."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Iterable, Mapping, Sequence

import numpy as np

from ..errors import RainError
from ..records import brief, check_columns, clean, number, text

SECONDS_PER_HOUR = 3600.0
LONGEST_DRY_SPELL = 48.0
"""Hours without rain over which a wetting front that never recedes is doubtful."""
LONGEST_STORM = 240.0
"""Hours of a whole storm over which it is doubtful."""
STRONGEST_RAIN = 500.0
"""Intensity, mm/h, above which a wrong unit is likely; an hour's record is 305 mm in 42 minutes (Holt, 1947)."""
RAIN_UNITS = ("mm", "mm/h")

_COLUMNS = ("hours", "mm", "storm")


@dataclass(frozen=True)
class Storm:
    """Rain in consecutive time steps.

    Attributes
    ----------
    durations : (m,) float64 array
        Length of each step, s.
    depths : tuple of m float or RasterSource
        Rain of each step: numbers in mm, or rasters.
    factors : (m,) float64 array
        What turns a raster's value into mm in the step; 1 where `depths` are numbers.
    parameter : str
        The rain's name in messages.
    """

    durations: np.ndarray
    depths: tuple
    factors: np.ndarray
    parameter: str

    @classmethod
    def from_records(cls, records: Iterable[Mapping[str, object]], parameter: str = "RAIN_TABLE",
                     storm: object = None) -> Storm:
        """Read a rain table.

        Parameters
        ----------
        records : iterable of mappings
            Columns ``hours`` (end of the step from the start of the rain, rising), ``mm`` (depth in the step) and
            optionally ``storm``; text or numbers.
        parameter : str
            The table's name in messages.
        storm : object, optional
            Which storm to take where there are several.

        Raises
        ------
        RainError
            Names the row of what is wrong, counted from 1 without the header.
        """
        storms = storms_from_records(records, parameter)
        if storm is not None:
            if storm_key(storm) not in storms:
                raise RainError(parameter, f"it has no storm '{storm_key(storm)}'", f"It has {brief(storms)}.")
            return storms[storm_key(storm)]
        if len(storms) > 1:
            raise RainError(parameter, f"its column 'storm' names {len(storms)} storms ({brief(storms)})",
                            "Give a table with the rows of one storm; scarp:calibrate takes several.")
        return next(iter(storms.values()))

    @classmethod
    def from_layers(cls, sources: Sequence[object], step_hours: float, unit: str = "mm",
                    parameter: str = "RAIN_LAYERS") -> Storm:
        """Make a storm of rasters in order of time.

        Parameters
        ----------
        sources : sequence of RasterSource
            One a step, on the grid of the analysis (see `bands_of` for a multiband raster).
        step_hours : float
            Length of each step, h.
        unit : {'mm', 'mm/h'}
            mm in the step, or mm/h.
        parameter : str
            The rasters' name in messages.

        Raises
        ------
        RainError
            No rasters, a step that is not positive, or an unknown unit.
        """
        if not len(sources):
            raise RainError(parameter, "there are no rasters", "Give one raster for each time step.")
        if not (math.isfinite(step_hours) and step_hours > 0.0):
            raise RainError("STEP_HOURS", f"{step_hours:g} h is not positive", "Give the length of a step in hours.")
        if unit not in RAIN_UNITS:
            raise RainError("RAIN_UNIT", f"'{unit}' is not a unit of rain", "Use mm (per step) or mm/h.")
        count = len(sources)
        factor = 1.0 if unit == "mm" else float(step_hours)
        return cls(np.full(count, step_hours * SECONDS_PER_HOUR), tuple(sources), np.full(count, factor), parameter)

    @classmethod
    def steady(cls, intensity: float, duration: float) -> Storm:
        """Make a storm of one step.

        Parameters
        ----------
        intensity : float
            mm/h, not negative.
        duration : float
            h, positive.

        Raises
        ------
        RainError
            A value outside these.
        """
        if not (math.isfinite(intensity) and intensity >= 0.0):
            raise RainError("RAIN_INTENSITY", f"{intensity:g} mm/h is no rain", "Give 0 or more.")
        if not (math.isfinite(duration) and duration > 0.0):
            raise RainError("DURATION", f"{duration:g} h is not positive", "Give the hours the rain lasts.")
        return cls(np.array([duration * SECONDS_PER_HOUR]), (float(intensity) * float(duration),), np.ones(1),
                   "RAIN_INTENSITY")

    @property
    def uniform(self) -> bool:
        """Whether the rain is the same everywhere."""
        return not any(hasattr(depth, "read") for depth in self.depths)

    @property
    def ends(self) -> np.ndarray:
        """End of each step from the start of the rain, h."""
        return np.cumsum(self.durations) / SECONDS_PER_HOUR

    @property
    def duration_h(self) -> float:
        """Length of the storm, h."""
        return float(self.ends[-1])

    def at(self, time_h: float) -> np.ndarray:
        """Give the part of each step that has passed at a time.

        Parameters
        ----------
        time_h : float
            Hours from the start of the rain; may fall inside a step.

        Returns
        -------
        (m,) float64 array
            Seconds of each step, 0 to its duration.
        """
        starts = np.concatenate(([0.0], np.cumsum(self.durations)[:-1]))
        passed = np.clip(time_h * SECONDS_PER_HOUR - starts, 0.0, self.durations)
        # Hours times 3600 rounds; a step that lacks a millionth of itself has passed.
        return np.where(self.durations - passed < 1e-6 * self.durations, self.durations, passed)

    def sources(self) -> dict[str, object]:
        """Give the rasters to be read, by name; none for uniform rain."""
        return {f"rain:{step}": depth for step, depth in enumerate(self.depths) if hasattr(depth, "read")}

    def intensities(self, arrays: Mapping[str, np.ndarray]) -> np.ndarray:
        """Give the rain as a rate.

        Parameters
        ----------
        arrays : mapping of str to (h, w) float array
            What `sources` name; empty for uniform rain.

        Returns
        -------
        (m,) or (m, h, w) float64 array
            m/s; NaN where no raster of the storm has a value.

        Raises
        ------
        RainError
            A layer is negative, or lacks a value where another has one.
        """
        if self.uniform:
            return np.array(self.depths, dtype=np.float64) / 1000.0 / self.durations
        shape = next(iter(arrays[name] for name in self.sources())).shape
        rates = np.empty((len(self.depths), *shape), dtype=np.float64)
        lacking = np.zeros(shape, dtype=np.int32)
        for step in range(len(self.depths)):
            rates[step] = self.step_rate(step, arrays)
            lacking += np.isnan(rates[step])
        partly = (lacking > 0) & (lacking < len(self.depths))
        if partly.any():
            step = int(np.argmax(np.isnan(rates[:, partly]).any(axis=1)))
            raise RainError(self._layer(step), "it lacks rain where other layers have some",
                            "Fill it, with 0 where it is dry.")
        return rates

    def step_rate(self, step: int, arrays: Mapping[str, np.ndarray]):
        """Give the rain of one step as a rate.

        Parameters
        ----------
        step : int
            From 0.
        arrays : mapping of str to (h, w) float array
            What `sources` name, at least for this step.

        Returns
        -------
        float or (h, w) float64 array
            m/s.

        Raises
        ------
        RainError
            The layer is negative.
        """
        if not hasattr(self.depths[step], "read"):
            return self.depths[step] / 1000.0 / self.durations[step]
        depth = np.asarray(arrays[f"rain:{step}"], dtype=np.float64)
        if (depth < 0.0).any():
            raise RainError(self._layer(step), f"rain of {np.nanmin(depth):g} is negative", "Use 0 where it is dry.")
        return depth * (self.factors[step] / 1000.0 / self.durations[step])

    def _layer(self, step: int) -> str:
        return f"{self.parameter}, layer {step + 1}"

    def warnings(self) -> list[str]:
        """Say what in the storm the model of one wetting front does not suit."""
        found = []
        if self.duration_h > LONGEST_STORM * (1.0 + 1e-9):
            found.append(f"{self.parameter}: the storm lasts {self.duration_h / 24.0:.3g} days; over "
                         f"{LONGEST_STORM / 24.0:g} the wetting front, which never recedes, comes out too deep. Split "
                         "it, and put earlier rain into saturation_initial.")
        if not self.uniform:
            return found
        hours = self.durations / SECONDS_PER_HOUR
        depths = np.array(self.depths, dtype=np.float64)
        dry, start = _longest_dry_spell(depths, hours)
        if dry > LONGEST_DRY_SPELL * (1.0 + 1e-9):
            found.append(f"{self.parameter}: {dry:.4g} dry hours follow hour {start:.4g}; over {LONGEST_DRY_SPELL:g} "
                         "the wetting front, which never recedes, comes out too deep. Split the storm there, and put "
                         "earlier rain into saturation_initial.")
        strongest = int(np.argmax(depths / hours))
        if depths[strongest] > STRONGEST_RAIN * hours[strongest]:
            found.append(f"{self.parameter}: {depths[strongest]:g} mm in {hours[strongest]:.3g} h is more than ever "
                         "measured. Is the depth in mm and the time in hours?")
        found.extend(self._odd_steps(hours))
        return found

    def _odd_steps(self, hours: np.ndarray) -> list[str]:
        """Question steps that are whole multiples of an otherwise constant step: probably a missing row."""
        usual = float(np.median(hours))
        odd = np.flatnonzero(np.abs(hours - usual) > 1e-6 * usual)
        ratio = hours[odd] / usual
        if not (0 < odd.size <= 0.1 * hours.size and np.all((ratio > 1.5) & (np.abs(ratio - np.round(ratio)) < 1e-6))):
            return []
        step = int(odd[0])
        return [f"{self.parameter}, row {step + 1}: its step is {hours[step]:.4g} h, the usual one {usual:.4g} h. "
                "Is a row missing? A dry step needs one with 0 mm."]


def storms_from_records(records: Iterable[Mapping[str, object]], parameter: str = "RAIN_TABLE") -> dict[str, Storm]:
    """Read a rain table of one or several storms.

    Parameters
    ----------
    records, parameter
        As in `Storm.from_records`; each storm starts at hour 0, and its rows follow in order of time.

    Returns
    -------
    dict of str to Storm
        By the text of column ``storm``, in the table's order; ``""`` where there is no such column.

    Raises
    ------
    RainError
        As `Storm.from_records`.
    """
    rows = clean(records, RainError, parameter)
    if not rows:
        raise RainError(parameter, "it has no rows", "Give one row for each time step.")
    present = dict.fromkeys(name for row in rows for name in row)
    check_columns(present, _COLUMNS, RainError, parameter)
    for column in ("hours", "mm"):
        if column not in present:
            raise RainError(parameter, f"it has no column '{column}'",
                            "It needs 'hours' (end of the step from the start) and 'mm' (rain in the step).")
    read: dict[str, list[tuple[float, float]]] = {}
    for place, row in enumerate(rows):
        where = f"{parameter}, row {place + 1}"
        steps = read.setdefault(storm_key(row.get("storm")), [])
        hours, depth = number(row["hours"], RainError, f"{where}, hours"), number(row["mm"], RainError, f"{where}, mm")
        if hours is None:
            raise RainError(where, "its hours are missing", "Give the end of the step, in hours from the start.")
        if depth is None:
            raise RainError(where, "its rain is missing", "Use 0 for a dry step.")
        if depth < 0.0:
            raise RainError(where, f"{depth:g} mm", "Use 0 for a dry step.")
        if not steps and hours <= 0.0:
            raise RainError(where, f"{hours:g} hours is no end of a step",
                            "Column 'hours' is the END of each step, counted from the start of the rain.")
        if steps and hours <= steps[-1][0]:
            raise RainError(where, f"{hours:g} hours do not follow {steps[-1][0]:g}",
                            "Put the rows in order of time, each step once.")
        steps.append((hours, depth))
    if "" in read and len(read) > 1:
        place = next(place for place, row in enumerate(rows) if not storm_key(row.get("storm")))
        raise RainError(f"{parameter}, row {place + 1}, storm", "it is empty where other rows name a storm",
                        "Name the storm of every row.")
    storms = {}
    for key, steps in read.items():
        ends = np.array([hours for hours, _ in steps], dtype=np.float64)
        durations = np.diff(ends, prepend=0.0) * SECONDS_PER_HOUR
        name = f"{parameter}, storm {key}" if len(read) > 1 else parameter
        storms[key] = Storm(durations, tuple(depth for _, depth in steps), np.ones(ends.size), name)
    return storms


def storm_key(value: object) -> str:
    """Give the name under which a storm is known; whole numbers that a table holds as floats lose their ``.0``."""
    written = text(value)
    return written[:-2] if written.endswith(".0") and written[:-2].isdigit() else written


def _longest_dry_spell(depths: np.ndarray, hours: np.ndarray) -> tuple[float, float]:
    """Give length and start (h) of the longest spell without rain after the first rain."""
    ends = np.cumsum(hours)
    wet = np.flatnonzero(depths > 0.0)
    if wet.size == 0:
        return 0.0, 0.0
    spells = np.append(ends[wet[1:]] - hours[wet[1:]], ends[-1]) - ends[wet]
    longest = int(np.argmax(spells))
    return float(spells[longest]), float(ends[wet[longest]])


def bands_of(path: str, grid: object, parameter: str = "RAIN_LAYERS", log=None) -> list[object]:
    """Open every band of a multiband raster (NetCDF too, through GDAL) as a layer of rain.

    Parameters
    ----------
    path : str
        Anything GDAL opens.
    grid : Grid
        Grid of the analysis.
    parameter : str
        The raster's name in messages.
    log : callable, optional
        Told what was warped.

    Returns
    -------
    list of RasterSource
    """
    from ..grid import RasterSource

    first = RasterSource(path, grid, band=1, parameter=parameter, log=log)
    return [first, *(RasterSource(path, grid, band=band, parameter=parameter)
                     for band in range(2, first.band_count + 1))]


def parse_times(written: str | None, storm: Storm | None) -> list[float]:
    """Read TIMES.

    Parameters
    ----------
    written : str or None
        Hours from the start of the rain, such as ``6; 12; 24`` or ``6, 12``; with semicolons a comma is a decimal one.
        Empty is the end of the storm.
    storm : Storm, optional
        None leaves the end unchecked.

    Returns
    -------
    list of float
        Hours in order, each once.

    Raises
    ------
    RainError
        A time is no number, negative, or after the end of the rain.
    """
    entries = text(written)
    if not entries:
        if storm is None:
            raise RainError("TIMES", "it is empty and there is no rain to end", "Give hours such as 6; 12; 24.")
        return [storm.duration_h]
    separated = entries if ";" in entries else entries.replace(",", " ")
    times = []
    if not separated.replace(";", " ").split():
        raise RainError("TIMES", f"'{entries}' holds no time", "Give hours such as 6; 12; 24.")
    for entry in separated.replace(";", " ").split():
        hours = number(entry, RainError, "TIMES")
        if hours is None or hours < 0.0:
            raise RainError("TIMES", f"'{entry}' is not a time", "Give hours such as 6; 12; 24.")
        if storm is not None and hours > storm.duration_h * (1.0 + 1e-9):
            raise RainError("TIMES", f"{hours:g} h is after the end of the rain, {storm.duration_h:g} h",
                            "Add dry steps to the rain to see later times.")
        times.append(hours)
    return sorted(set(times))
