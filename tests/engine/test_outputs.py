"""The table of maps: one unit and one look a name, files that do not collide, bands that say what they are."""

from __future__ import annotations

from scarp.engine import outputs, palette

EVERY = [made for maps in outputs.MAPS.values() for made in maps.values()]


def test_maps_of_one_name_have_one_unit_and_one_type():
    for made in EVERY:
        like = [(other.unit, other.dtype) for other in EVERY if other.name == made.name]
        assert len(set(like)) == 1, made.name


def test_every_map_has_colours():
    known = {*palette.CLASSES, *palette.EQUAL, *palette.CATEGORIES, "aspect"}
    assert {made.name for made in EVERY} <= known


def test_files_of_an_algorithm_differ():
    for algorithm, maps in outputs.MAPS.items():
        files = [made.file_name for made in maps.values()]
        assert len(set(files)) == len(files), algorithm


def test_files_of_the_full_analysis_differ():
    together = ["probabilityoffailure", "predictppmcnn", "predictpinn", "soilthickness", "classify"]
    files = [made.file_name for name in together for made in outputs.MAPS[name].values()]
    assert len(set(files)) == len(files)


def test_the_band_shown_is_the_last_time_or_the_median():
    maps = outputs.MAPS["probabilityoffailure"]
    assert maps["POF"].bands.shown(4) == 4
    assert maps["DESIGN_POINT"].bands.shown(4) == 1
    assert outputs.MAPS["predictpinn"]["SUSCEPTIBILITY"].bands.shown() == 2


def test_headings_have_the_unit_people_read():
    assert outputs.SHAPE["SLOPE"].heading() == "Slope (°)"
    assert outputs.WETTING_FRONT.heading(str.upper) == "WETTING FRONT (m)"
    assert outputs.maps_of("scarp:newmark")["FOS"].heading() == "Factor of safety at rest"
    assert outputs.maps_of("scarp:calibrate") == {}


def test_codes_are_explained_where_a_map_has_them():
    assert outputs.MAPS["probabilityoffailure"]["STATUS"].meaning.startswith("0 converged, 1 converged at a corner")
    assert outputs.MAPS["evaluate"]["CONFUSION"].meaning.endswith("1 hit, 2 miss, 3 false alarm, 255 nodata.")
