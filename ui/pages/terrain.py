"""Terrain: elevation, known landslides, soil thickness, and layers that stand for what is computed."""

from __future__ import annotations

from ...algorithms.frame.layers import raster_path
from ...engine.errors import ScarpError
from ...engine.grid import metric_grid
from ...translate import tr
from ..widgets.page import (
    PLACES,
    POLYGON,
    RASTER,
    Page,
    Problem,
    as_number,
    choose,
    layer_id,
    number_problem,
    reference,
)

OWN = {"slope": "SLOPE", "flowDirection": "FLOW_DIRECTION", "wettingFront": "WETTING_FRONT", "area": "AREA"}
THICKNESS = ("thicknessTable", "thicknessRaster", "thicknessZ", "thicknessSlope")


class TerrainPage(Page):
    """Where: the grid of the analysis."""

    FORM = "pages/terrain.ui"
    HELP = "dock#pages"
    TITLE = "Terrain"

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        for name in ("dem", "thickness", "slope", "flowDirection", "wettingFront"):
            self.layers(name, RASTER)
        self.layers("inventory", PLACES)
        self.layers("area", POLYGON)
        self._grid, self._fault, self._read = None, "", None
        for name in THICKNESS:
            getattr(self, name).toggled.connect(self._arrange)
        for line in (self.hMin, self.hMax):
            line.textChanged.connect(lambda _: self.changed.emit())
        self.dem.layerChanged.connect(lambda _: self._facts())
        self.inventory.layerChanged.connect(lambda _: self._facts())
        self.restore({})

    def _arrange(self, on: bool = True) -> None:
        if not on:
            return
        self.thicknessRasterBox.setVisible(self.thicknessRaster.isChecked())
        self.thicknessModelBox.setVisible(self.thicknessZ.isChecked() or self.thicknessSlope.isChecked())
        self.changed.emit()

    def _facts(self) -> None:
        """Say what the layers are; the DEM is opened as the algorithms open it."""
        layer = self.dem.currentLayer()
        key = (layer.source(), layer.crs().authid()) if layer is not None else None
        if key != self._read:
            self._read, self._grid, self._fault = key, None, ""
            if layer is not None:
                try:
                    self._grid = metric_grid(raster_path(tr("DEM"), layer), tr("DEM"))
                except ScarpError as error:
                    self._fault = str(error)
        grid = self._grid
        self.demFacts.setVisible(grid is not None)
        if grid is not None:
            self.demFacts.setText(tr("{0} x {1} cells of {2} m, {3}").format(
                grid.width, grid.height, f"{grid.cell_width:g}", layer.crs().authid() or tr("no CRS")))
        mapped = self.inventory.currentLayer()
        self.inventoryFacts.setVisible(mapped is not None)
        if mapped is not None:
            self.inventoryFacts.setText(tr("{0} features, {1}").format(mapped.featureCount(), mapped.crs().authid()))

    @property
    def grid(self):
        """Grid of the DEM; None without one."""
        self._facts()
        return self._grid

    @property
    def landslides(self) -> int:
        """Landslides known."""
        layer = self.inventory.currentLayer()
        return max(layer.featureCount(), 0) if layer is not None else 0

    @property
    def cells(self) -> int:
        """Cells of the DEM; 0 without one."""
        return self._grid.width * self._grid.height if self._grid is not None else 0

    @property
    def thickness_given(self) -> bool:
        """Whether the thickness comes from elsewhere than the soil table."""
        return not self.thicknessTable.isChecked()

    @property
    def needs_rain(self) -> bool:
        """Whether the water comes from rain, not from a given front."""
        return self.wettingFront.currentLayer() is None

    def parameters(self) -> dict:
        """DEM, thickness and the layers that stand for what is computed."""
        values = {"DEM": reference(self.dem.currentLayer())}
        if self.thicknessRaster.isChecked():
            values["THICKNESS"] = reference(self.thickness.currentLayer())
        elif self.thickness_given:
            values["THICKNESS_MODEL"] = "z" if self.thicknessZ.isChecked() else "slope"
            values["H_MIN"], values["H_MAX"] = as_number(self.hMin.text()), as_number(self.hMax.text())
        values.update({name: reference(getattr(self, box).currentLayer()) for box, name in OWN.items()})
        return values

    def problems(self) -> list:
        """Say what is missing or wrong."""
        found = []
        self._facts()
        if self.dem.currentLayer() is None:
            if self.slope.currentLayer() is None:
                found.append(Problem(tr("Choose a DEM, or open the sample."), self.dem))
        elif self._fault:
            found.append(Problem(self._fault, self.dem))
        if self.thicknessRaster.isChecked() and self.thickness.currentLayer() is None:
            found.append(Problem(tr("Choose the raster of the soil thickness."), self.thickness))
        if self.thicknessZ.isChecked() or self.thicknessSlope.isChecked():
            for line, label in ((self.hMin, tr("Least soil thickness")), (self.hMax, tr("Greatest soil thickness"))):
                found += number_problem(line, label, 0.0, 100.0, needed=True)
        return found

    def widget_for(self, parameter: str):
        """Widget of a parameter."""
        boxes = {**{name: box for box, name in OWN.items()}, "DEM": "dem", "INVENTORY": "inventory",
                 "THICKNESS": "thickness", "H_MIN": "hMin", "H_MAX": "hMax"}
        return getattr(self, boxes[parameter]) if parameter in boxes else None

    def state(self) -> dict:
        """Layers by id, thickness."""
        state = {name: layer_id(getattr(self, name)) for name in ("dem", "inventory", "thickness", *OWN)}
        return {**state, "from": next(name for name in THICKNESS if getattr(self, name).isChecked()),
                "h_min": self.hMin.text(), "h_max": self.hMax.text()}

    def restore(self, state: dict) -> None:
        """Show a saved state."""
        for name in ("dem", "inventory", "thickness", *OWN):
            choose(getattr(self, name), state.get(name))
        self.hMin.setText(state.get("h_min", ""))
        self.hMax.setText(state.get("h_max", ""))
        chosen = state.get("from", THICKNESS[0])
        getattr(self, chosen if chosen in THICKNESS else THICKNESS[0]).setChecked(True)
        self.ownLayers.setCollapsed(not any(state.get(name) for name in OWN))
        self._arrange()
        self._facts()
