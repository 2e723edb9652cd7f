"""Stable area and points drawn from it."""

import numpy as np
import pytest

pytest.importorskip("cv2")

from scarp.engine import grid
from scarp.engine.errors import InputError
from scarp.engine.inventory import samples
from scarp.engine.refine import filters

GRID = grid.Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), 60, 50)


@pytest.fixture
def pof(tmp_path):
    values = np.zeros(GRID.shape)
    values[:, 30:] = 0.9          # the right half fails
    values[5, 5] = 0.9            # a speck
    values[20, 45] = 0.1          # a pinhole
    values[40:, :10] = np.nan
    path = str(tmp_path / "pof.tif")
    grid.write_array(path, values, GRID)
    return tmp_path, values, grid.RasterSource(path)


def area(folder, source, landslides, **options):
    path = str(folder / "area.tif")
    with grid.RasterWriter(path, GRID, ["stable"], "uint8") as writer:
        counts = samples.stable_area(source, landslides, writer, **options)
    return counts, grid.read_array(path), grid.RasterSource(path)


def test_stable_area_by_hand(pof):
    folder, values, source = pof
    steps = filters.Refinement.from_sizes({"OPEN": 3, "CLOSE": 3}, kernel="rectangle")
    counts, stable, _ = area(folder, source, [10 * 60 + 10], refinement=steps, buffer=30)
    expected = np.where(np.isnan(values), np.nan, 0.0)
    expected[:, :30][~np.isnan(values[:, :30])] = 1        # the speck is opened away, the pinhole closed
    rows, cols = np.indices(GRID.shape)
    disc = np.hypot(rows - 10, cols - 10) <= 3             # 29 cells
    expected[disc] = 0
    np.testing.assert_array_equal(stable, expected)
    assert counts == (1500 - 100 - 29, 3000 - 100, 29)


@pytest.mark.parametrize("tile", [13, 32, 100])
def test_stable_area_does_not_depend_on_tiles(pof, tile):
    folder, _, source = pof
    steps = filters.Refinement.from_sizes({"OPEN": 3, "CLOSE": 5})
    cells = np.random.default_rng(1).choice(3000, 20)
    _, whole, _ = area(folder, source, cells, refinement=steps, buffer=47, tile=1000)
    _, tiled, _ = area(folder, source, cells, refinement=steps, buffer=47, tile=tile)
    np.testing.assert_array_equal(tiled, whole)


@pytest.mark.parametrize("spacing", [0, 25, 60])
def test_points_are_stable_spaced_and_repeatable(pof, spacing):
    folder, _, source = pof
    _, stable, drawn_from = area(folder, source, [0], buffer=50)
    first = samples.draw(drawn_from, 15, spacing, seed=4)
    assert first.warning == ""
    assert np.unique(first.cells).size == 15
    assert (stable.ravel()[first.cells] == 1).all()
    rows, cols = np.divmod(first.cells, 60)
    apart = 10 * np.hypot(rows[:, None] - rows, cols[:, None] - cols)
    assert apart[np.triu_indices(15, 1)].min() >= spacing
    np.testing.assert_array_equal(samples.draw(drawn_from, 15, spacing, seed=4).cells, first.cells)
    assert not np.array_equal(samples.draw(drawn_from, 15, spacing, seed=5).cells, first.cells)


def test_all_stable_cells_can_be_drawn(pof):
    folder, _, source = pof
    counts, stable, drawn_from = area(folder, source, [0])
    found = samples.draw(drawn_from, counts.stable, 0, seed=1)
    np.testing.assert_array_equal(np.sort(found.cells), np.flatnonzero(stable.ravel() == 1))


def test_draws_cover_the_area_evenly(pof):
    folder, _, source = pof
    counts, stable, drawn_from = area(folder, source, [0])
    drawn = np.concatenate([samples.draw(drawn_from, 100, 0, seed).cells for seed in range(40)])
    left = np.count_nonzero(drawn % 60 < 15) / drawn.size
    expected = np.count_nonzero(stable[:, :15] == 1) / counts.stable
    assert left == pytest.approx(expected, abs=4 * np.sqrt(0.25 / drawn.size))


def test_too_little_area_is_said_with_numbers(pof):
    folder, _, source = pof
    _, _, drawn_from = area(folder, source, [0])
    found = samples.draw(drawn_from, 50, 200, seed=1)
    assert found.cells.size < 50
    assert f"Only {found.cells.size} of 50" in found.warning
    assert "0.14 km2" in found.warning
    assert "200 m" in found.warning


def test_no_stable_area_is_an_error(pof):
    folder, _, source = pof
    _, _, drawn_from = area(folder, source, [1500], buffer=2000)
    with pytest.raises(InputError, match="POF: no stable area"):
        samples.draw(drawn_from, 5, 10, seed=1)


@pytest.mark.parametrize(("options", "where"), [({"threshold": 1.5}, "THRESHOLD"), ({"buffer": -1}, "BUFFER")])
def test_bad_settings_are_named(pof, options, where):
    folder, _, source = pof
    with pytest.raises(InputError, match=where):
        area(folder, source, [0], **options)


def test_ratio():
    assert samples.wanted_points(175, 1) == 175
    assert samples.wanted_points(175, 1.5) == 262
    with pytest.raises(InputError, match="RATIO"):
        samples.wanted_points(175, 0)
