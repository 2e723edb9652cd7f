"""The report of a calibration: what it says of each case, that it stands alone, what the figures show."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from scarp.engine.calibration.result import Calibration, Combination, Estimate, Fold, Ridge, Score, Slides
from scarp.engine.evaluation.blocks import Interval
from scarp.engine.evaluation.metrics import Ranking, Reliability
from scarp.engine.report import calibration, calibration_charts, figures
from scarp.engine.report.calibration import Rain
from scarp.engine.soil.table import SoilTable

pytest.importorskip("matplotlib")

ROW = {"name": "", "cohesion_kpa": "5", "cohesion_kpa_cov": "0.4", "cohesion_kpa_dist": "lognormal",
       "friction_deg": "33", "friction_deg_cov": "0.12", "unit_weight_kn_m3": "17", "porosity": "0.5",
       "saturation_initial": "0.7", "saturation_final": "0.95", "ksat_m_s": "4e-6", "thickness_m": "1.5"}


def estimate(**changes):
    values = {"quantity": "cohesion", "column": "cohesion_kpa", "zone": "1", "zone_name": "Schist", "shared": False,
              "prior_mean": 5.0, "prior_cov": 0.4, "prior_band": (2.6, 9.6), "low": 0.1, "high": 500.0, "mean": 3.2,
              "cov": 0.15, "band": (2.5, 4.1), "sampled_band": (2.8, 3.7), "slides": 120, "fitted": True,
              "silent": False, "on_bound": False, **changes}
    return Estimate(**values)


FRICTION = {"quantity": "friction", "column": "friction_deg", "prior_mean": 33.0, "prior_cov": 0.12,
            "prior_band": (28.1, 38.3), "low": 1.0, "high": 70.0, "mean": 31.0, "cov": 0.08, "band": (27.6, 34.4),
            "sampled_band": (28.3, 33.6)}


def score(name, auc, forecast=True):
    bins = Reliability(np.array([1e-4, 2e-3, 2e-2]), np.array([0.0, 1.5e-3, 2.5e-2]), np.array([9000, 900, 90]), 0.0011,
                       0.0012, 0.0015)
    return Score(name, Ranking(auc, 0.004, 0.002, 0.0011, 175, 158770), Interval(auc - 0.03, auc + 0.03),
                 bins if forecast else None)


def calibrated(**changes):
    estimates = [estimate(), estimate(**FRICTION), estimate(zone="2", zone_name="Marl", slides=0, fitted=False,
                                                            mean=5.0, cov=0.4, band=(2.6, 9.6), sampled_band=None)]
    rows = [{**ROW, "zone": "1", "name": "Schist", "cohesion_kpa": "3.2", "cohesion_kpa_mean_cov": "0.15"},
            {**ROW, "zone": "2", "name": "Marl"}]
    x, y = np.linspace(1, 8, 40), np.linspace(24, 42, 50)
    height = -0.5 * (((x[:, None] - 3.2) * 0.9 + (y - 31) / 3) ** 2 / 0.2 + ((x[:, None] - 3.2) - (y - 31) / 3) ** 2)
    values = {"estimates": estimates, "correlation": np.array([[1, -0.8, 0], [-0.8, 1, 0], [0, 0, 1.0]]),
              "combinations": [Combination("1", {"cohesion": 0.7, "friction": 1.0}, 1.36, 0.3, 0.04)],
              "ridges": [Ridge("1", "Schist", x, y, height)], "table": SoilTable.from_records(rows), "records": rows,
              "before": score("before", 0.69), "after": score("after", 0.72), "slope": score("slope", 0.70, False),
              "gain": 0.03, "gain_interval": Interval(0.01, 0.05),
              "folds": [Fold(35, 31000, 0.7, 0.72, 0.0012, 0.0011), Fold(0, 28000, np.nan, np.nan, 1e-5, 1e-5)],
              "slides": [Slides("", 175, 170, 3, 2)], "cells": 100_000, "cells_of_map": 158_945,
              "prevalence": 0.0011, "error": 0.05, "expected_before": 2140.0, "expected_after": 171.0,
              "objective": "likelihood", "cell_size": 10.0, "block_size": 500.0, "blocks": 51, "seed": 1,
              "sampler": "emcee: 32 walkers", "integration_error": 0.02, "warnings": ["Zone 2 has no landslide."],
              "assumptions": ["The inventory is complete."], "seconds": 12.0, **changes}
    return Calibration(**values)


STEADY = (Rain("", (1.0, 2.0), (5.0, 20.0), 2.0),)


def rendered(found=None, rains=STEADY, **options):
    given = {"version": "0.1", "created": "2026-01-01", "sources": [("DEM", "dem.tif", "elevation")],
             "command": "qgis_process run scarp:calibrate", "settings": {"FREE": "cohesion; friction"},
             "versions": {"numpy": "1.24"}, **options}
    return calibration.render_calibration(found or calibrated(), rains, **given)


def words(report):
    """Give the report without its markup."""
    seen = re.sub(r"<style>.*?</style>|<img[^>]*>", "", report, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", seen))


def test_it_stands_alone():
    report = rendered()
    assert report.count('src="data:image/png;base64,') == 4
    assert not re.search(r'(src|href)="(?!data:|#)', report)
    assert not re.search(r"https?://|@import|url\(", report)


def test_the_numbers_are_there():
    said = words(rendered())
    for number in ("Calibration of soil on 170 landslides", "0.72", "0.69 to 0.75", "+0.030, 95 % by blocks 0.010 to "
                   "0.050", "2,140 landslide cells", "add up to 171", "170 were mapped", "2.5 to 4.1", "2.8 to 3.7",
                   "27.6 to 34.4", "Cells 10 m wide", "25 mm in 2 h", "compared at hour 2", "100,000 of them were "
                   "drawn", "with e = 0.05", "blocks of 500 m (51 with landslides)", "-0.80", "qgis_process run"):
        assert number in said, number


def test_what_is_assumed_and_warned_of_is_said():
    said = words(rendered(notes=["DEM: its cells are 30 m wide."]))
    for part in ("The inventory is complete.", "Zone 2 has no landslide.", "DEM: its cells are 30 m wide.",
                 "no landslide in the zone: kept as given", "where, not how often"):
        assert part in said, part


@pytest.mark.parametrize(("changes", "expected"), [
    ({}, "rank landslides better than the table given"),
    ({"gain_interval": Interval(-0.01, 0.05)}, "no difference in ranking from the table given can be shown"),
    ({"gain": -0.03, "gain_interval": Interval(-0.05, -0.01)}, "rank landslides worse than the table given"),
    ({"slope": score("slope", 0.73, False)}, "Slope alone ranks them as well or better"),
    ({"estimates": [estimate(silent=True), estimate(**FRICTION, silent=True)], "correlation": np.eye(2)},
     "The landslides say nothing of any of the means"),
    ({"estimates": [estimate(silent=True), estimate(**FRICTION)], "correlation": np.eye(2)},
     "Of 2 means, 1 is no better known than before.")])
def test_the_verdict_follows_the_numbers(changes, expected):
    assert expected in calibration.verdict(calibrated(**changes))


def test_what_is_assumed_is_marked_in_the_new_table():
    assert 'class="assumed"' not in rendered()
    found = calibrated()
    made = rendered(calibrated(records=[{**found.records[0], "assumed": "cohesion porosity"}, found.records[1]]))
    assert made.count('class="assumed"') == 1      # the other one was fitted
    assert "marked assumed (section 7) are not from this site" in words(made)


def test_remarks():
    assert calibration.remark(estimate()) == ""
    assert "on its bound" in calibration.remark(estimate(on_bound=True))
    assert "say nothing" in calibration.remark(estimate(silent=True))
    assert "one factor for all zones" in calibration.remark(estimate(shared=True))
    assert "4.4 standard deviations from what was known before" in calibration.remark(estimate(mean=27.1))
    assert calibration.remark(estimate(**{**FRICTION, "mean": 26.0})) == ""


def test_auc_says_that_it_is_no_likelihood():
    said = words(rendered(calibrated(objective="auc", sampler="")))
    assert "The level of the probabilities was not fitted." in said
    assert "COV and bands after are those before" in said
    assert "No ensemble sampler was run." in said


def test_storms_by_name_and_maps_of_rain():
    said = words(rendered(rains=(Rain("A", (1.0, 2.0), (5.0, 20.0), 2.0),
                                 Rain("B", (), (), 6.0, "12 rasters of rain, to hour 6."))))
    assert "Storm A: 25 mm in 2 h" in said
    assert "Storm B: 12 rasters of rain" in said
    assert "counted once for each of 2 storms" in said


def test_text_is_escaped():
    assert "<script>" not in rendered(calibrated(estimates=[estimate(zone_name="<script>")] * 2, ridges=[],
                                                 correlation=np.eye(2)))


def pixels(figure):
    """Give a figure as an array of colours."""
    from matplotlib.image import imread

    return imread(io.BytesIO(figures.png(figure)), format="png")


def colour_count(picture, colour):
    return np.isclose(picture[..., :3], figures.rgb(colour)[:3], atol=0.01).all(axis=-1).sum()


def test_bands_are_drawn_where_they_are():
    """The bar of a band covers its share of the axis, in each of the three colours."""
    figure = calibration_charts.densities([estimate()], ["Schist"])
    (axes,) = figure.axes
    bars = [line.get_xdata() for line in axes.lines if line.get_linewidth() == 3]
    assert [tuple(bar) for bar in bars] == [(2.6, 9.6), (2.5, 4.1), (2.8, 3.7)]
    picture = pixels(figure)
    for colour in (calibration_charts.BEFORE, calibration_charts.AFTER, calibration_charts.SAMPLED):
        assert colour_count(picture, colour) > 100


def test_a_density_is_that_of_its_band():
    """Of the curve of friction, in degrees, 90 % lie within 1.645 standard deviations of the logarithm of tan φ'."""
    figure = calibration_charts.densities([estimate(**FRICTION)], ["Schist"])
    (axes,) = figure.axes
    curve = next(line for line in axes.lines if line.get_color() == calibration_charts.AFTER)
    x, y = curve.get_data()
    step = y[1:] * np.diff(x)
    ends = np.tan(np.radians(31.0)) * np.exp(1.645 * np.sqrt(np.log(1 + 0.08**2)) * np.array([-1, 1]))
    low, high = np.degrees(np.arctan(ends))
    inside = (x[1:] > low) & (x[1:] < high)
    assert step[inside].sum() / step.sum() == pytest.approx(0.90, abs=0.01)


def test_the_ridge_shows_best_point_and_prior():
    found = calibrated()
    axes, _ = calibration_charts.ridge(found.ridges[0], *found.estimates[:2]).axes
    points = {line.get_label(): tuple(np.ravel(line.get_xydata())) for line in axes.lines if len(line.get_xdata()) == 1}
    assert points["before, mean"] == (5.0, 33.0)
    assert points["after, most probable"] == (3.2, 31.0)
    ellipse = next(line for line in axes.lines if line.get_label() == "before, 90 %").get_xydata()
    # In two ways 90 % reach sqrt(2 ln 10) standard deviations, where one way has 1.645.
    spread = np.sqrt(np.log(1 + 0.4**2)) * np.sqrt(2 * np.log(10))
    assert np.ptp(np.log(ellipse[:, 0])) == pytest.approx(2 * spread, rel=1e-3)


def test_curves_end_at_bounds():
    found = estimate(low=3.0, high=4.0)
    (axes,) = calibration_charts.densities([found], ["Schist"]).axes
    for line in axes.lines[:2]:
        assert (line.get_xdata().min(), line.get_xdata().max()) == pytest.approx((3.0, 4.0))
    far, _ = calibration_charts.ridge(calibrated().ridges[0], found, estimate(**FRICTION)).axes
    ellipse = next(line for line in far.lines if line.get_label() == "before, 90 %").get_xdata()
    assert (ellipse.min(), ellipse.max()) == (3.0, 4.0)


def test_a_shared_factor_is_drawn_once():
    shared = {"shared": True, "quantity": "ksat", "column": "ksat_m_s"}
    three = [estimate(**shared, zone=str(zone), zone_name="") for zone in (1, 2, 3)]
    found = calibrated(estimates=three, correlation=np.ones((3, 3)), ridges=[], combinations=[])
    said = words(rendered(found))
    assert said.count("1 and all others") == 1
    assert "Correlation after" not in said


def test_many_zones_make_several_figures():
    many = [estimate(zone=str(zone), zone_name="") for zone in range(30)]
    report = rendered(calibrated(estimates=many, correlation=np.eye(30), ridges=[]))
    assert report.count('src="data:image/png;base64,') == 3 + 2      # densities, reliability and storm


def test_empty_bins_stand_at_the_foot():
    figure = calibration_charts.reliability((score("before", 0.7), score("after", 0.7)), ("before", "after"))
    axes, counts = figure.axes
    assert [line.get_ydata().tolist() for line in counts.lines] == [[9000, 900, 90]] * 2
    marks = [line for line in axes.lines if line.get_marker() == "v"]
    assert len(marks) == 2
    assert all(len(line.get_xdata()) == 1 for line in marks)
