"""Sliding block: published regressions, hand calculation, limits, statuses, Loma Prieta."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scarp.engine.errors import InputError
from scarp.engine.grid import RasterSource
from scarp.engine.stability import newmark
from scipy.stats import spearmanr

PGA = np.linspace(0, 2, 10)
"""g; the cases have a critical acceleration of 1 g."""

EQUATION_7 = [0, 0, 0, 0, 0, 6.006612e-05, 6.681122e-04, 1.929713e-03, 3.775745e-03, 6.137864e-03]
EQUATION_6 = [8.70561e-05, 9.66584e-04, 2.780574e-03, 5.418180e-03, 8.773440e-03]
NORTHRIDGE = [0, 0, 0, 0, 0, 5.368313e-06, 2.328222e-04, 1.222611e-03, 3.483592e-03, 7.407753e-03]

LOMA_PRIETA = Path(__file__).parents[1] / "data" / "loma_prieta"
OPENQUAKE = Path(__file__).parents[1] / "data" / "openquake_newmark" / "reference.csv"


def ratios():
    with np.errstate(divide="ignore"):
        return 1.0 / PGA


def test_displacement_is_that_of_jibsons_equations():
    assert newmark.displacement(ratios(), 6.5) / 100 == pytest.approx(EQUATION_7, rel=1e-6)
    assert newmark.displacement(ratios())[5:] / 100 == pytest.approx(EQUATION_6, rel=1e-6)


def test_probability_of_northridge():
    moved = newmark.displacement(ratios(), 6.5)
    assert newmark.probability(moved, "jibson2000") == pytest.approx(NORTHRIDGE, rel=1e-6)


def test_a_slope_by_hand():
    """30 deg, c/t 5 kPa/m, phi 35 deg, rho 2300: FS = 5000/(2300 x 9.81 x 0.5) + 0.700208/0.577350."""
    found = newmark.respond(30.0, 5.0, 35.0, 0.5)
    safety = 5000 / 11281.5 + 0.7002075 / 0.5773503
    critical = (safety - 1) * 0.5
    moved = 10 ** 0.215 * (1 - critical / 0.5) ** 2.341 * (critical / 0.5) ** -1.438
    assert found.factor_of_safety == pytest.approx(safety, rel=1e-6)
    assert found.critical_acceleration == pytest.approx(critical, rel=1e-6)
    assert found.displacement == pytest.approx(moved, rel=1e-5)
    assert found.status == newmark.Sliding.MOVES


def test_water_takes_its_share_of_the_friction_alone():
    dry, wet = (newmark.factor_of_safety(30.0, 0.0, 35.0, m) for m in (0.0, 1.0))
    assert wet / dry == pytest.approx(1.0 - 1000.0 / 2300.0)
    assert (newmark.factor_of_safety(30.0, 5.0, 0.0, 0.0) == newmark.factor_of_safety(30.0, 5.0, 0.0, 1.0))


@pytest.mark.parametrize(("magnitude", "scatter"), [(None, 0.51), (6.5, 0.454)])
def test_exceedance_is_a_half_at_5_cm_and_one_deviation_at_its_scatter(magnitude, scatter):
    moved = 5.0 * 10.0 ** np.array([-scatter, 0.0, scatter])
    assert newmark.probability(moved, magnitude=magnitude) == pytest.approx([0.1586553, 0.5, 0.8413447], abs=1e-6)
    assert list(newmark.probability([0.0, np.inf])) == [0.0, 1.0]


def test_logistic_never_goes_below_its_floor():
    assert newmark.probability([0.0, 5.0, 10.0], "logistic") == pytest.approx([0.0066929, 0.5, 0.9933071], abs=1e-6)


def test_statuses():
    found = newmark.respond([0.5, 20.0, 40.0, 50.0, np.nan], 5.0, 35.0, [0.3, 0.1, 0.6, 0.3, 0.3])
    assert list(found.status) == [2, 1, 0, 3, 255]
    assert found.factor_of_safety[0] == 100
    assert found.probability[0] == 0
    assert found.displacement[1] == 0
    assert found.probability[1] == 0
    assert 0 < found.probability[2] < 1
    assert found.factor_of_safety[3] < 1
    assert found.critical_acceleration[3] == 0
    assert found.probability[3] == 1
    assert np.isnan(found.displacement[3])
    assert all(np.isnan(values[4]) for values in found[:4])


def test_no_shaking_moves_nothing_and_holds_nothing_that_fails_at_rest():
    found = newmark.respond([30.0, 60.0], 1.0, 35.0, 0.0)
    assert list(found.status) == [1, 3]
    assert found.displacement[0] == 0
    assert found.probability[0] == 0


@pytest.mark.parametrize(("values", "message"), [
    ((120.0, 5.0, 35.0, 0.3), "SLOPE: 120 deg is outside 0 to 90. Give the angle in degrees, not per cent."),
    ((30.0, -5.0, 35.0, 0.3), "COHESION_PER_THICKNESS: -5 kPa/m is outside"),
    ((30.0, 5.0, 80.0, 0.3), "FRICTION: 80 deg is outside 0 to 70"),
    ((30.0, 5.0, 35.0, 30.0), "PGA: 30 g is outside 0 to 5. Check PGA_UNIT."),
    ((30.0, 5.0, 35.0, 0.3, 1.5), "SATURATION: 1.5 is outside 0 to 1"),
])
def test_values_out_of_range(values, message):
    with pytest.raises(InputError, match=message):
        newmark.respond(*values)


def test_loma_prieta_ranks_as_the_model_of_godt_does():
    """Same block, other thickness per cell (quantiles of a finer slope there), so ranks are compared: measured 0.77,
    and 0.52 for the slope and 0.60 for the shaking alone.
    """
    grid = RasterSource(LOMA_PRIETA / "maxslope_deg.tif").grid
    slope, friction, cohesion, pga, coverage = (RasterSource(LOMA_PRIETA / f"{name}.tif", grid).read() for name in (
        "maxslope_deg", "friction_deg", "cohesion_raw", "shakemap_pga", "godt_2008"))
    found = newmark.respond(slope, cohesion / 10 / 2.4, friction, pga / 100, density=1600.0)
    known = np.isfinite(found.probability) & np.isfinite(coverage)

    def rank(values):
        return spearmanr(values[known], coverage[known])[0]

    assert known.sum() == 6992
    assert rank(found.probability) > 0.7 > max(rank(slope), rank(pga))


def test_the_ratio_has_a_floor():
    """At r = 0.05 Jibson's Eq. 6 by hand: 10^0.215 x 0.95^2.341 x 0.05^-1.438 = 1.6406 x 0.8869 x 74.29 cm."""
    assert newmark.displacement(0.05) == pytest.approx(108.09, rel=1e-3)
    assert newmark.displacement(np.array([0.0, 0.001, 0.049])) == pytest.approx(np.full(3, newmark.displacement(0.05)))
    assert newmark.displacement(0.051) < newmark.displacement(0.05)
    barely = newmark.respond(35.0, 0.0, 35.01, 0.8)      # FS 1.0004: a_c / PGA below 0.001
    assert barely.displacement == pytest.approx(108.09, rel=1e-3)
    assert barely.status == newmark.Sliding.MOVES


def test_the_chain_is_that_of_openquake():
    """400 random slopes through OpenQuake 3.26.2: safety, critical acceleration, both regressions, their floor."""
    rows = np.genfromtxt(OPENQUAKE, delimiter=",", names=True)
    strength = rows["cohesion_kpa"] / rows["thickness_m"]
    safety = newmark.factor_of_safety(rows["slope_deg"], strength, rows["friction_deg"], rows["saturation"],
                                      rows["density_kg_m3"])
    assert safety == pytest.approx(rows["factor_of_safety"], rel=1e-9)
    critical = newmark.critical_acceleration(safety, rows["slope_deg"])
    stands = rows["factor_of_safety"] > 1.001
    assert critical[stands] == pytest.approx(np.maximum(rows["critical_acceleration_g"], 1e-4)[stands], rel=1e-9)
    ratio = critical / rows["pga_g"]
    assert np.count_nonzero(ratio[stands] < newmark.LEAST_RATIO) >= 3
    assert newmark.displacement(ratio[stands]) == pytest.approx(rows["displacement_eq6_cm"][stands], rel=1e-9,
                                                                abs=1e-30)
    for each, row in zip(ratio[stands], rows[stands]):
        assert newmark.displacement(each, row["magnitude"]) == pytest.approx(row["displacement_eq7_cm"], rel=1e-9,
                                                                             abs=1e-30)
