"""Files behind sources, whatever they are called."""

from __future__ import annotations

import os

import pytest
from scarp.engine.errors import GridError
from scarp.engine.grid import refuse_overwrite
from scarp.engine.grid.identity import files_of, identity


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "a folder" / "data été.csv"
    path.parent.mkdir()
    path.write_text("a,b\n1,2\n")
    return path


@pytest.mark.parametrize("form", ["{0}", "file://{1}?type=csv&xField=x", "file:{1}?type=csv", "GTIFF_DIR:1:{0}",
                                  'NETCDF:"{0}":slope', "GPKG:{0}:table", "{0}|layername=x|subset=a > 1",
                                  "/vsizip/{0}/inside.tif", "/vsizip/{{{0}}}/inside.tif", "/vsigzip/{0}",
                                  "/vsitar//vsizip/{0}/x", "dbname='{0}' table=\"x\" (geom)",
                                  "ogr:dbname='{0}' table=\"x\"", "vrt://{0}?bands=1"])
def test_every_spelling_leads_to_the_file(data, form):
    quoted = "".join(f"%{byte:02X}" if byte > 126 or byte <= 32 else chr(byte) for byte in os.fsencode(str(data)))
    found = {identity(path) for path in files_of(form.format(data, quoted))}
    assert identity(str(data)) in found


def test_virtual_files_are_followed_also_in_a_circle(data):
    inner, outer = data.parent / "inner.vrt", data.parent / "outer.vrt"
    inner.write_text(f'<VRTDataset><SourceFilename relativeToVRT="1">{data.name}</SourceFilename>'
                     "<SourceFilename relativeToVRT='1'>outer.vrt</SourceFilename></VRTDataset>")
    outer.write_text("<OGRVRTDataSource><OGRVRTLayer><SrcDataSource relativeToVRT=\"1\">inner.vrt</SrcDataSource>"
                     "</OGRVRTLayer></OGRVRTDataSource>")
    assert {os.path.basename(path) for path in files_of(str(outer))} == {"outer.vrt", "inner.vrt", data.name}


def test_what_is_no_file_has_none(tmp_path):
    for source in ("", "memory", "Point?crs=EPSG:4326&uid={1}", "dbname='gis' host=nowhere table=\"x\"", "\0",
                   "x" * 9000, "https://127.0.0.1:9/x.tif", "/vsicurl/http://127.0.0.1:9/x.tif",
                   "url='http://127.0.0.1:9' typename='x'"):
        assert files_of(source) == set(), source


def test_links_are_the_file(data):
    hard, soft = data.parent / "hard.csv", data.parent / "soft.csv"
    os.link(data, hard)
    soft.symlink_to(data)
    for name in (hard, soft):
        with pytest.raises(GridError, match=r"TABLE: .* is also INPUT"):
            refuse_overwrite({"INPUT": str(data)}, {"TABLE": str(name)})


def test_layers_of_one_database_are_told_apart(data):
    table = f"ogr:dbname='{data}' table=\"{{0}}\" (geom)".format
    refuse_overwrite({"INPUT": f"{data}|layername=one"}, {"OUTPUT": table("two")})
    refuse_overwrite({}, {"OUTPUT": table("two"), "OTHER": table("three")})
    for source in (f"{data}|layername=two", f"{data}|layername=TWO", str(data)):
        with pytest.raises(GridError, match=r"OUTPUT: .* is also INPUT"):
            refuse_overwrite({"INPUT": source}, {"OUTPUT": table("two")})
    with pytest.raises(GridError, match=r"OTHER: .* is also OUTPUT"):
        refuse_overwrite({}, {"OUTPUT": table("two"), "OTHER": table("two")})


def test_companions_of_a_shapefile_are_written_too(data):
    (data.parent / "a.dbf").write_text("x")
    with pytest.raises(GridError, match=r"OUTPUT: .* is also INPUT"):
        refuse_overwrite({"INPUT": str(data.parent / "a.dbf")}, {"OUTPUT": str(data.parent / "a.shp")})
