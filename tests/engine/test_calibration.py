"""Calibration on a small made basin: soils that are known come back, and what the user is told."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scarp.engine.calibration.calibrate import Event, calibrate
from scarp.engine.calibration.cells import gather
from scarp.engine.calibration.free import parse_free
from scarp.engine.errors import Cancelled, InputError, SoilError
from scarp.engine.inventory.places import Inventory
from scarp.engine.mapping.conditions import Conditions
from scarp.engine.mapping.scenario import Scenario
from scarp.engine.soil.fields import SoilInputs
from scarp.engine.soil.table import SoilTable
from scarp.engine.water.storm import Storm
from scarp.engine.water.supplies import unrouted_supplies

SIDE = 120
NONE = np.zeros(0, dtype=np.int64)


def at(cells, given=None):
    """Points in these cells; others of `given` lie outside the map."""
    return Inventory(np.array(cells, dtype=np.int64), np.arange(len(cells)), given or len(cells), "points")


def run(conditions, slides, free="cohesion", **options):
    options = {"block_size": 100.0, "folds": 4, **options}
    return calibrate([Event("", conditions, slides)], parse_free(free), **options)


@pytest.fixture(scope="module")
def one(tmp_path_factory, made_basin):
    return made_basin(tmp_path_factory.mktemp("one"))


@pytest.fixture(scope="module")
def two(tmp_path_factory, made_basin):
    return made_basin(tmp_path_factory.mktemp("two"), zones=2)


@pytest.fixture(scope="module")
def both_found(two):
    """Cohesion of two zones, both wrong beforehand, and the true ones."""
    slides = two.slides({"cohesion_kpa": 8}, {"cohesion_kpa": 10})
    return run(two.conditions(), slides, "cohesion; friction:shared"), slides


def test_one_mean_is_found_again(one):
    found = run(one.conditions(), one.slides(cohesion_kpa=10), error=0.0)
    (each,) = found.estimates
    assert each.slides > 100
    assert each.prior_mean == 7.0
    assert each.mean == pytest.approx(10.0, rel=0.05)
    assert each.band[0] < 10.0 < each.band[1]
    assert each.cov < 0.05
    assert not each.silent
    assert not each.on_bound
    assert found.table.mean["cohesion"][0] == pytest.approx(each.mean, rel=1e-4)
    assert found.table.mean_cov["cohesion"][0] == pytest.approx(each.cov, rel=1e-3)
    assert found.expected_after == pytest.approx(each.slides, rel=0.05)
    assert found.expected_before > 2.0 * found.expected_after
    assert found.after.reliability.brier < found.before.reliability.brier


def test_both_spreads_agree_for_independent_landslides_that_the_model_describes(one):
    found = run(one.conditions(), one.slides(cohesion_kpa=9), error=0.0)
    (each,) = found.estimates
    assert np.log(each.band[1] / each.band[0]) == pytest.approx(
        np.log(each.sampled_band[1] / each.sampled_band[0]), rel=0.25)


def test_two_zones_with_a_shared_friction(both_found):
    found, slides = both_found
    first, second = (each for each in found.estimates if each.quantity == "cohesion")
    shared = [each for each in found.estimates if each.quantity == "friction"]
    assert [each.quantity for each in found.estimates] == ["cohesion", "friction"] * 2
    assert second.mean / first.mean == pytest.approx(10.0 / 8.0, rel=0.1)
    assert shared[0].mean == pytest.approx(shared[1].mean)
    assert shared[0].shared
    assert shared[0].slides == slides.count
    assert found.correlation[0, 1] < -0.3                # cohesion makes up for friction
    assert found.correlation[1, 3] == pytest.approx(1.0)
    assert np.diag(found.correlation) == pytest.approx(1.0)
    assert found.gain > 0.0
    assert sum(fold.slides for fold in found.folds) == slides.count


def test_the_best_known_combination_is_better_known_than_either_mean(both_found):
    found, _ = both_found
    for each in found.combinations:
        mine = {one.quantity: one for one in found.estimates if one.zone == each.zone}
        assert max(abs(power) for power in each.exponents.values()) == 1.0
        assert each.exponents["cohesion"] * each.exponents["friction"] > 0.0
        assert each.cov < mine["cohesion"].cov
        tangent = np.tan(np.radians(mine["friction"].mean))
        assert each.value == pytest.approx(mine["cohesion"].mean ** each.exponents["cohesion"]
                                           * tangent ** each.exponents["friction"], rel=1e-6)


def test_the_ridge_is_highest_at_the_fit(two):
    slides = two.slides({"cohesion_kpa": 8}, {"cohesion_kpa": 10})
    found = run(two.conditions(), slides, "cohesion; friction")
    for ridge, zone in zip(found.ridges, ("1", "2")):
        mine = {each.quantity: each for each in found.estimates if each.zone == zone}
        i, k = np.unravel_index(np.argmax(ridge.log_posterior), ridge.log_posterior.shape)
        assert ridge.log_posterior.max() == 0.0
        assert abs(ridge.cohesion[i] - mine["cohesion"].mean) <= 1.5 * np.max(np.diff(ridge.cohesion))
        assert abs(ridge.friction[k] - mine["friction"].mean) <= 1.5 * np.max(np.diff(ridge.friction))
        # It runs from much cohesion with little friction to little with much.
        good = ridge.log_posterior > -2.0
        c, f = np.meshgrid(ridge.cohesion, ridge.friction, indexing="ij")
        assert np.corrcoef(c[good], f[good])[0, 1] < -0.5


def test_records_keep_what_was_not_fitted(both_found, two):
    found, _ = both_found
    given = two.conditions().soil.table.records()
    for before, after in zip(given, found.records):
        changed = {name for name in before if before[name] != after[name]}
        assert changed == {"cohesion_kpa", "friction_deg"}
        assert set(after) - set(before) == {"cohesion_kpa_mean_cov", "friction_deg_mean_cov"}
    names = list(found.records[0])
    assert names.index("cohesion_kpa_mean_cov") == names.index("cohesion_kpa_dist") + 1
    again = SoilTable.from_records(found.records)
    np.testing.assert_array_equal(again.mean["cohesion"], found.table.mean["cohesion"])


def test_neither_tiles_nor_threads_show(two, both_found, monkeypatch):
    found, slides = both_found
    monkeypatch.setattr(Conditions, "tile", property(lambda _: 50))
    again = run(two.conditions(), slides, "cohesion; friction:shared", threads=1)
    assert again.estimates == found.estimates
    assert again.after.ranking == found.after.ranking
    np.testing.assert_array_equal(again.correlation, found.correlation)


def test_of_a_large_map_cells_are_drawn(two, both_found):
    whole, slides = both_found
    found = run(two.conditions(), slides, "cohesion; friction:shared", most_cells=4000)
    assert found.cells < whole.cells
    assert found.cells_of_map == whole.cells_of_map == SIDE * SIDE
    assert found.prevalence == whole.prevalence
    for one_, other in zip(found.estimates, whole.estimates):
        spread = np.log(other.band[1] / other.band[0]) / 3.29
        assert abs(np.log(one_.mean / other.mean)) < 2.0 * spread


def test_several_storms_share_the_soil(one):
    weak, strong = (one.slides(cohesion_kpa=9, mm=mm, seed=mm) for mm in (150, 200))
    events = [Event("weak", one.conditions(mm=150), weak), Event("strong", one.conditions(mm=200), strong)]
    found = calibrate(events, parse_free("cohesion"), block_size=100.0, folds=4, error=0.0)
    assert [each.storm for each in found.slides] == ["weak", "strong"]
    assert [each.used for each in found.slides] == [weak.count, strong.count]
    assert weak.count < strong.count
    assert found.estimates[0].mean == pytest.approx(9.0, rel=0.05)
    # A storm all slopes stood speaks for strong soil.
    nothing = calibrate([Event("weak", one.conditions(mm=150), Inventory(NONE, NONE, 0, "points")), events[1]],
                        parse_free("cohesion"), block_size=100.0, folds=4)
    assert nothing.estimates[0].mean > found.estimates[0].mean


def test_the_given_soil_is_what_maps_make_of_it(tmp_path, made_basin):
    random = np.random.default_rng(5)
    basin = made_basin(tmp_path, 2, thickness=0.5 + 2.0 * random.random((SIDE, SIDE)))
    rows = [{name: value for name, value in row.items() if name != "thickness_m"} for row in basin.rows()]
    layers = [basin.raster(f"rain{k}", 20.0 * random.random((SIDE, SIDE))) for k in range(3)]
    conditions = dataclasses.replace(basin.conditions(rows), supplies=unrouted_supplies(
        Storm.from_layers(layers, 2.0)))
    sample, count = gather(conditions, np.array([5, 100]), np.array([7]), 10**6, 1)
    assert count == SIDE * SIDE - 1
    assert 7 not in sample.cell
    pof = sample.probability(Scenario(conditions.soil.table), np.arange(len(sample.cell)), sample.zone)
    np.testing.assert_allclose(pof, basin.pof(conditions).ravel()[sample.cell], rtol=1e-9)


def test_a_given_wetting_front_serves_in_place_of_rain(one):
    fronts = [one.raster(f"front{k}", np.full((SIDE, SIDE), depth)) for k, depth in enumerate((0.1, 1.4))]
    rows = [{name: value for name, value in row.items() if name not in ("porosity", "ksat_m_s")} for row in one.rows()]
    table = SoilTable.from_records(rows, zoned=False, needed=("cohesion", "friction", "unit_weight", "thickness"))
    conditions = dataclasses.replace(one.conditions(), supplies=None, fronts=fronts, times=[1.0, 2.0],
                                     soil=SoilInputs(table))
    stronger = table.with_means({"cohesion": np.array([9.0])}, {"cohesion": np.array([0.1])})
    truth = dataclasses.replace(conditions, soil=SoilInputs(stronger), fronts=fronts[1:], times=[2.0])
    pof = one.pof(truth).ravel()
    found = run(conditions, at(np.flatnonzero(np.random.default_rng(2).random(pof.size) < pof)))
    assert found.estimates[0].slides > 50
    assert found.estimates[0].mean == pytest.approx(9.0, rel=0.06)


def test_a_zone_without_landslides_keeps_its_prior(two):
    slides = two.slides({"cohesion_kpa": 9}, {"cohesion_kpa": 9})
    left = slides.keep(slides.cells % SIDE < SIDE // 2)
    found = run(two.conditions(), left)
    fitted, kept = found.estimates
    assert fitted.fitted
    assert not kept.fitted
    assert (kept.mean, kept.cov) == (kept.prior_mean, pytest.approx(kept.prior_cov))
    assert "cohesion_kpa_mean_cov" in found.records[1]
    assert found.records[1]["cohesion_kpa"] == "7"
    assert any("zone 2" in line and "no landslide" in line for line in found.warnings)


def test_a_shared_mean_moves_in_a_zone_without_landslides_too(two):
    slides = two.slides({"cohesion_kpa": 9}, {"cohesion_kpa": 9})
    left = slides.keep(slides.cells % SIDE < SIDE // 2)
    found = run(two.conditions(), left, "cohesion:shared")
    assert all(each.fitted for each in found.estimates)
    assert any("zone 2: it has no landslide and keeps its prior but for what all zones share" in line
               for line in found.warnings)


def test_silent_data_leave_the_prior(one):
    found = run(one.conditions(one.rows(porosity_mean_cov=0.001)), one.slides(), "porosity")
    (each,) = found.estimates
    assert each.silent
    assert each.mean == pytest.approx(each.prior_mean, rel=1e-3)
    assert each.cov == pytest.approx(0.001, rel=0.1)
    assert any("say nothing" in line for line in found.warnings)


def test_a_fit_on_its_bound_is_said(one):
    rows = one.rows(cohesion_kpa_max=8)
    found = run(one.conditions(rows), one.slides(cohesion_kpa=10))
    (each,) = found.estimates
    assert each.on_bound
    assert each.mean == pytest.approx(8.0, rel=1e-3)
    assert each.band[1] <= 8.0 * (1.0 + 1e-9)
    assert any("bound" in line for line in found.warnings)


def test_a_fit_far_from_the_prior_is_said(one):
    rows = one.rows(cohesion_kpa_mean_cov=0.05)
    found = run(one.conditions(rows), one.slides(cohesion_kpa=10))
    assert any("standard deviations of the prior" in line for line in found.warnings)


def test_landslides_outside_or_doubled_are_said(one):
    slides = one.slides(cohesion_kpa=10)
    more = Inventory(np.append(slides.cells, slides.cells[:3]), np.arange(slides.count + 3), slides.count + 5, "points")
    found = run(one.conditions(), more)
    (each,) = found.slides
    assert (each.given, each.used, each.outside, each.doubled) == (slides.count + 5, slides.count, 2, 3)
    assert any("2 of" in line and "outside" in line for line in found.warnings)


def test_what_no_datum_can_check_is_said(both_found):
    found, _ = both_found
    assert any("another event" in line for line in found.assumptions)
    assert any("10 m" in line for line in found.assumptions)


def test_ranking_as_the_objective(two):
    # Zone 2 is stronger; given the other way round, slope is the better guide.
    slides = two.slides({"cohesion_kpa": 7}, {"cohesion_kpa": 10})
    rows = two.rows({"cohesion_kpa": 9}, {"cohesion_kpa": 6})
    found = run(two.conditions(rows), slides, objective="auc")
    assert found.objective == "auc"
    assert found.gain > 0.05
    first, second = found.estimates
    assert second.mean > first.mean
    assert first.cov == pytest.approx(first.prior_cov)
    assert found.ridges == found.combinations == []


def test_it_can_be_stopped(two, both_found):
    _, slides = both_found
    asked = []

    def cancelled():
        asked.append(True)
        return len(asked) > 10

    with pytest.raises(Cancelled):
        run(two.conditions(), slides, cancelled=cancelled)


def test_progress_rises_to_the_end(one):
    shares = []
    run(one.conditions(), one.slides(cohesion_kpa=10), progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_without_emcee_the_check_is_left_out(one, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *_: None)
    found = run(one.conditions(), one.slides(cohesion_kpa=10))
    assert found.sampler == ""
    assert found.estimates[0].sampled_band is None
    assert any("emcee" in line for line in found.warnings)


@pytest.mark.parametrize(("free", "slides", "options", "told"), [
    ("cohesion; friction", at([5000, 9000, 12000]), {}, "INVENTORY: it has 3 landslides for 4 means"),
    ("cohesion", at([], 4), {}, "INVENTORY: no landslide lies on"),
    ("cohesion", at([5000, 9000, 12000]), {"folds": 9}, "BLOCK_SIZE: landslides lie in 3 blocks"),
    ("cohesion", at([5000, 9000, 12000]), {"folds": 1}, "FOLDS: 1 is too few"),
    ("cohesion", at([5000, 9000, 12000]), {"block_size": 5.0}, "BLOCK_SIZE: 5 m is less than a cell"),
    ("cohesion", at([5000, 9000, 12000]), {"error": 0.6}, "ERROR: 0.6 is outside"),
    ("cohesion", at([5000, 9000, 12000]), {"objective": "best"}, "OBJECTIVE: 'best' does not exist"),
    ("unit_weight", at([5000, 9000, 12000]), {}, "nothing says how well its mean is known"),
])
def test_what_is_wrong_is_named(two, free, slides, options, told):
    with pytest.raises(InputError, match=told):
        run(two.conditions(), slides, free, **options)


def test_a_mean_of_nothing_or_outside_its_bounds_cannot_be_fitted(two):
    slides = at([5000, 9000, 12000])
    with pytest.raises(SoilError, match="zone 2, cohesion_kpa: its mean is 0"):
        run(two.conditions(two.rows({}, {"cohesion_kpa": 0})), slides)
    with pytest.raises(SoilError, match="outside its own bounds"):
        run(two.conditions(two.rows(cohesion_kpa_max=5)), slides)


def test_a_mean_from_a_raster_cannot_be_fitted(tmp_path, made_basin):
    basin = made_basin(tmp_path, cohesion=np.full((SIDE, SIDE), 8.0))
    with pytest.raises(InputError, match="FREE: the mean of cohesion comes from a raster"):
        run(basin.conditions(), at([5000, 9000]))
