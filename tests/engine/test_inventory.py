"""Landslides as cells: points and polygons on a small grid, by hand."""

import numpy as np
import pytest
from osgeo import ogr
from scarp.engine import grid
from scarp.engine.errors import InputError
from scarp.engine.inventory import places

GRID = grid.Grid("", (100.0, 10.0, 0.0, 200.0, 0.0, -10.0), 8, 6)   # x 100..180, y 140..200


def wkb(text):
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb())


def test_points_find_their_cells():
    found = places.from_points([100, 179.9, 115, 99, 150, 180], [200, 140.1, 185, 170, 201, 170], GRID)
    np.testing.assert_array_equal(found.cells, [0, 47, 9])
    np.testing.assert_array_equal(found.place, [0, 1, 2])
    assert (found.given, found.count, found.outside) == (6, 3, 3)


def test_centres_are_inside_their_cells():
    x, y = places.cell_centres([0, 9, 47], GRID)
    np.testing.assert_array_equal(x, [105, 115, 175])
    np.testing.assert_array_equal(y, [195, 185, 145])


def test_polygons_take_cells_by_their_centres():
    block = wkb("POLYGON((110 190, 140 190, 140 160, 110 160, 110 190))")       # 3 x 3 cells from cell (1, 1)
    tiny = wkb("POLYGON((171 149, 173 149, 173 147, 171 147, 171 149))")   # no centre in it: its inner point counts
    away = wkb("POLYGON((0 0, 10 0, 10 10, 0 10, 0 0))")
    found = places.from_polygons([block, tiny, away], [125, 172, 5], [175, 148, 5], GRID)
    np.testing.assert_array_equal(found.cells, [9, 10, 11, 17, 18, 19, 25, 26, 27, 47])
    np.testing.assert_array_equal(found.place, [0] * 9 + [1])
    assert (found.count, found.outside) == (2, 1)
    single = found.one_cell_each(GRID.width)
    np.testing.assert_array_equal(single.cells, [18, 47])


def test_the_one_cell_of_a_crescent_is_its_own():
    crescent = places.Inventory(np.array([0, 1, 2, 8, 16, 17, 18]), np.zeros(7, dtype=np.int64), 1, "polygons")
    assert crescent.one_cell_each(8).cells[0] == 8


def test_only_tiny_polygons():
    tiny = wkb("POLYGON((171 149, 173 149, 173 147, 171 147, 171 149))")
    np.testing.assert_array_equal(places.from_polygons([tiny], [172], [148], GRID).cells, [47])


@pytest.mark.parametrize("call", [
    lambda: places.from_points([0, 1], [0, 1], GRID, "INVENTORY", "EPSG:4326"),
    lambda: places.from_polygons([wkb("POLYGON((0 0, 1 0, 1 1, 0 0))")] * 2, [0.5] * 2, [0.4] * 2, GRID,
                                    "INVENTORY", "EPSG:4326")])
def test_an_inventory_off_the_map_is_said_with_numbers(call):
    with pytest.raises(InputError, match=r"none of 2 .* lies on the map.*EPSG:4326"):
        call()


@pytest.mark.parametrize("call", [lambda: places.from_points([], [], GRID),
                                  lambda: places.from_polygons([], [], [], GRID)])
def test_an_empty_inventory_is_refused(call):
    with pytest.raises(InputError, match="INVENTORY: it has no"):
        call()


def test_values_are_read_at_cells_in_any_order(tmp_path):
    where = grid.Grid("", (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), 700, 600)
    values = np.arange(700 * 600, dtype=float).reshape(600, 700)
    values[3, 3] = np.nan
    grid.write_array(str(tmp_path / "v.tif"), values, where)
    cells = np.array([419_999, 0, 699, 3 * 700 + 3, 300_123, 0])
    found = places.read_cells(grid.RasterSource(str(tmp_path / "v.tif")), cells)
    np.testing.assert_array_equal(found, values.ravel()[cells])
    assert places.read_cells(grid.RasterSource(str(tmp_path / "v.tif")), []).size == 0
