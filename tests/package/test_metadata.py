"""metadata.txt says what the QGIS plugin site and both QGIS generations ask for."""

from __future__ import annotations

import configparser

import pytest


@pytest.fixture(scope="module")
def metadata(root):
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(root / "metadata.txt", encoding="utf-8")
    return parser["general"]


@pytest.mark.parametrize("field", ["name", "description", "about", "version", "author", "tags", "icon", "license"])
def test_field_is_filled(metadata, field):
    assert metadata[field].strip()


def test_no_address_is_invented_and_package_says_what_is_lacking(metadata, build, root):
    assert build.unfilled() == ["email", "homepage", "repository", "tracker"]
    texts = [path.read_text(encoding="utf-8") for path in build.shipped()
             if path.suffix in (".py", ".txt", ".html", ".ui", ".model3")]
    assert [text for text in texts if "scarp-qgis" in text or "noreply" in text] == []


def test_runs_from_3_22_to_4(metadata):
    assert metadata["qgisMinimumVersion"] == "3.22"
    assert metadata["qgisMaximumVersion"] == "4.99"
    assert "supportsQt6" not in metadata  # was dropped; the range above is what QGIS 4 reads


def test_is_found_by_qgis_process(metadata):
    assert metadata["hasProcessingProvider"] == "yes"
    assert metadata["category"] == "Raster"


def test_about_names_what_has_to_be_installed(metadata, root):
    packages = [line.split(">=")[0] for line in (root / "requirements.txt").read_text().splitlines() if ">=" in line]
    assert len(packages) >= 3
    assert [name for name in packages if name not in metadata["about"]] == []


def test_icon_exists(metadata, root):
    assert (root / metadata["icon"]).is_file()


def test_changelog_knows_the_version(metadata, root):
    assert f"## {metadata['version']}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert metadata["changelog"].startswith(metadata["version"])


def test_licence_is_the_gpl(root):
    text = (root / "LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in text
    assert "Version 2, June 1991" in text


def test_requirements_do_not_bind_numpy_or_bring_a_second_qt(root):
    lines = [line for line in (root / "requirements.txt").read_text().splitlines() if line and line[0] != "#"]
    names = [line.split(">=")[0] for line in lines]
    assert "numpy" not in names
    assert "opencv-python" not in names
    assert [line for line in lines if "==" in line or "<" in line] == []
