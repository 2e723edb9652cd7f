"""Runoff to the one cell downslope, and the supplies that come of it.

Within a time step water passes the whole way down, in one sweep over the cells from upstream to downstream. Fields
stand in that order, so the sweep runs through memory evenly. Each step's supply goes to a scratch file, where tiles
read it; what entered and what ran off a cell follows from its supply alone (`Supplies.totals`).
"""

from __future__ import annotations

import functools
from typing import Callable, NamedTuple, Optional

import numpy as np

from ..compiled import compiled
from ..errors import RainError
from ..grid import tiles
from ..soil.fields import SoilInputs
from ..terrain.flow import Routing
from .infiltration import LEAST_DEPTH, infiltration_rate, room
from .storm import Storm
from .supplies import Balance, Supplies
from .supply_file import Layout, Scratch

SWEEP_CELLS = 1 << 23
"""Cells between two looks at whether the user wants to stop."""

ROUTING_BYTES = 36
"""Peak memory per cell beyond the order of the cells, bytes."""


class Columns(NamedTuple):
    """What the router knows of its cells, in the order water passes them.

    Attributes
    ----------
    place : (n,) int32 array
        Where each cell lies in the blocks.
    downstream : (n,) int32 array
        Position of the cell drained to, -1 at outlets.
    ksat : (n,) float32 array
        m/s, 0 without soil.
    room : (n,) float64 array
        Water the column can still take, m; infinite without a storage limit. Changes as it fills.
    cosine : (n,) float32 array, optional
        Of the slope, where rain is per unit of plan area: all water is then counted per plan area, so that runoff
        passes on as volume.
    """

    place: np.ndarray
    downstream: np.ndarray
    ksat: np.ndarray
    room: np.ndarray
    cosine: Optional[np.ndarray] = None


@functools.cache
def _kernels() -> tuple[Callable, Callable]:
    """Compile the sweep and the scatter; numba is imported only when it is used."""
    from numba.extending import register_jitable

    register_jitable(infiltration_rate)

    def sweep(first, last, supply, ksat, room_left, downstream, seconds):
        soaked = left = 0.0
        per_second = 1.0 / seconds
        # Sums of parts: one long sum of millions of like numbers would lose nine digits.
        for part in range(first, last, 4096):
            soaked_part = left_part = 0.0
            for cell in range(part, min(part + 4096, last)):
                rate = supply[cell]
                taken = infiltration_rate(rate, ksat[cell], room_left[cell] * per_second)
                depth = taken * seconds
                excess = rate - taken
                room_left[cell] = max(room_left[cell] - depth, 0.0)
                soaked_part += depth
                below = downstream[cell]
                if below >= 0:
                    supply[below] += excess
                else:
                    left_part += excess * seconds
            soaked, left = soaked + soaked_part, left + left_part
        return soaked, left

    def scatter(values, place, target):
        for cell in range(values.size):
            target[place[cell]] = values[cell]

    # No field holds NaN: without its checks a minimum is one instruction.
    return compiled(sweep, fastmath={"nnan"}), compiled(scatter)


def route_step(supply: np.ndarray, columns: Columns, seconds: float,
               cancelled: Callable[[], bool] | None = None) -> tuple[float, float]:
    """Pass the water of one step down; everything changes in place.

    Parameters
    ----------
    supply : (n,) float64 array
        In: rain, m/s. Out: rain plus runoff from upslope.
    columns : Columns
        Its `room` falls.
    seconds : float
        Length of the step.
    cancelled : callable, optional
        Asked every few million cells.

    Returns
    -------
    infiltrated, outflow : float
        Sums over the cells and over the outlets, m times cells.
    """
    sweep, _ = _kernels()
    infiltrated = outflow = 0.0
    for first in range(0, supply.size, SWEEP_CELLS):
        tiles.check_cancelled(cancelled)
        soaked, left = sweep(first, min(first + SWEEP_CELLS, supply.size), supply, columns.ksat, columns.room,
                             columns.downstream, float(seconds))
        infiltrated, outflow = infiltrated + soaked, outflow + left
    return infiltrated, outflow


class RoutedSupplies(Supplies):
    """Supplies with runoff from upslope, read back from disk; made by `routed_supplies`.

    Attributes
    ----------
    balance : Balance
        Of the whole storm.
    """

    routed = True

    def __init__(self, storm: Storm, storage_limit: bool, rain_per: str, layout: Layout, scratch: Scratch,
                 wet: np.ndarray):
        super().__init__(storm, storage_limit, rain_per)
        self._layout, self._scratch, self._wet = layout, scratch, wet
        self.balance = Balance(0.0, 0.0, 0.0, 0)

    def sources(self) -> dict[str, object]:
        """Give no rasters: the supplies lie in the scratch file."""
        return {}

    def read(self, arrays, window) -> np.ndarray:
        """Give the supplies of a tile; (m, h, w) float64 array, m/s. NaN where nothing is routed."""
        supply = np.zeros((self.durations.size, window[3], window[2]))
        if self._wet.any():
            supply[self._wet] = self._scratch.read(window)
        return supply

    def close(self) -> None:
        """Remove the scratch file."""
        self._scratch.close()


def routed_supplies(storm: Storm, grid, routing: Routing, soil: SoilInputs, slope=None, *, storage_limit: bool = True,
                    rain_per: str = "slope", folder: str | None = None, threads: int | None = None,
                    progress: Callable[[float], None] | None = None,
                    cancelled: Callable[[], bool] | None = None) -> RoutedSupplies:
    """Route the runoff of a storm at the means of the soil.

    Cells without soil take nothing and pass all on. Cells where soil, slope or rain are unknown are outlets.

    Parameters
    ----------
    storm : Storm
    grid : Grid
        Grid of the analysis.
    routing : Routing
        Order of the cells (`flow.routing_order`).
    soil : SoilInputs
        Needs ksat and thickness; with a storage limit also porosity and both saturations.
    slope : RasterSource, optional
        deg; needed with a storage limit, and with rain on the plan.
    storage_limit : bool
        Whether what a full column cannot take becomes runoff.
    rain_per : {'slope', 'plan'}
        Area that the rain is measured on; on the plan runoff passes on as volume, on the slope areas of cells count as
        equal.
    folder : str, optional
        Where the scratch file goes.
    threads, progress, cancelled
        As in `tiles.run`.

    Returns
    -------
    RoutedSupplies
        To be closed.

    Raises
    ------
    ResourceError
        Memory or disk is short.
    SoilError, RainError
        A raster is out of range or lacks values.
    Cancelled
        Within a second or two of `cancelled` giving True; nothing is left on disk.
    """
    tiles.require_memory(grid.width * grid.height * ROUTING_BYTES, "Routing runoff")
    tell = progress or (lambda share: None)
    layout = Layout(*grid.shape)
    reading = {"threads": threads, "cancelled": cancelled}
    columns = _columns(storm, grid, routing, soil, slope, layout, storage_limit, rain_per == "plan",
                       {**reading, "progress": lambda share: tell(0.1 * share)})
    wet = np.array([hasattr(depth, "read") or depth > 0.0 for depth in storm.depths])
    scratch = Scratch(layout, int(np.count_nonzero(wet)), folder)
    try:
        supplies = RoutedSupplies(storm, storage_limit, rain_per, layout, scratch, wet)
        supply = np.empty(columns.place.size)
        buffer = np.full(grid.width * grid.height, np.nan, np.float32)
        sums = np.zeros(3)
        for kept, step in enumerate(np.flatnonzero(wet)):
            if storm.uniform:
                supply.fill(storm.step_rate(step, {}))
            else:
                _read_rain(storm, step, grid, layout, columns.place, supply, reading)
            rain = supply.sum() * storm.durations[step]
            sums += (rain, *route_step(supply, columns, storm.durations[step], cancelled))
            if columns.cosine is not None:
                supply *= columns.cosine
            _kernels()[1](supply, columns.place, buffer)
            tiles.check_cancelled(cancelled)
            scratch.write(kept, buffer)
            tell(0.1 + 0.9 * (kept + 1) / scratch.steps)
        supplies.balance = Balance(*(float(total) for total in sums), supply.size)
    except BaseException:
        scratch.close()
        raise
    return supplies


def _columns(storm: Storm, grid, routing: Routing, soil: SoilInputs, slope, layout: Layout, storage_limit: bool,
             on_plan: bool, reading: dict) -> Columns:
    """Read the soil tile by tile and put it in the order of the cells."""
    sources = soil.sources()
    if storage_limit or on_plan:
        sources["slope"] = slope
    if not storm.uniform:
        first = next(iter(storm.sources()))
        sources[first] = storm.sources()[first]
    ksat = np.full(grid.width * grid.height, np.nan, np.float32)
    columns = np.full(grid.width * grid.height, np.nan, np.float32)
    cosines = np.full(grid.width * grid.height, np.nan, np.float32) if on_plan else None

    def collect(arrays, window):
        _, means = soil.means({**arrays, "shape": np.empty((window[3], window[2]))})
        thickness = means["thickness"]
        if storage_limit:
            left = room(means["porosity"], means["saturation_initial"], means["saturation_final"], arrays["slope"],
                        thickness)
        else:
            left = np.inf + 0.0 * thickness
        taking = np.where(np.less(thickness, LEAST_DEPTH), 0.0, means["ksat"])
        if not storm.uniform:
            left = left + 0.0 * arrays[first]
        if on_plan:
            cosine = np.cos(np.radians(arrays["slope"]))
            taking, left = taking / cosine, left / cosine
            layout.put(cosines, window, cosine)
        layout.put(ksat, window, taking)
        layout.put(columns, window, left)
        return {}

    tiles.run(collect, grid, sources, {}, **reading)
    place, downstream = layout.index(routing.order), routing.downstream
    known = np.isfinite(ksat[place]) & ~np.isnan(columns[place])
    if not known.all():
        position = np.cumsum(known, dtype=np.int32) - 1
        position[~known] = -1
        below = downstream[known]
        downstream = np.where(below < 0, -1, position[below]).astype(np.int32)
        place = place[known]
    return Columns(place, downstream, ksat[place], columns[place].astype(np.float64),
                   cosines[place] if on_plan else None)


def _read_rain(storm: Storm, step: int, grid, layout: Layout, place: np.ndarray, supply: np.ndarray,
               reading: dict) -> None:
    """Read one layer of rain into `supply`."""
    name = f"rain:{step}"
    rain = np.empty(grid.width * grid.height, np.float32)

    def collect(arrays, window):
        layout.put(rain, window, storm.step_rate(step, arrays))
        return {}

    tiles.run(collect, grid, {name: storm.sources()[name]}, {}, **reading)
    supply[:] = rain[place]
    if np.isnan(supply).any():
        raise RainError(f"{storm.parameter}, layer {step + 1}", "it lacks rain where the first layer has some",
                        "Fill it, with 0 where it is dry.")
