"""Inputs as nobody should make them, and good ones to put among them: rasters, tables, points, polygons, nonsense."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import onnx_by_hand
from osgeo import gdal, ogr, osr
from scarp.engine.networks.card import Card, Factor
from scarp.engine.networks.ppm_cnn import Windows

gdal.UseExceptions()

EAST, NORTH, CELL, SIDE = 712000.0, 9561000.0, 10.0, 40

SOIL = {"zone": 1, "cohesion_kpa": 5, "cohesion_kpa_cov": 0.3, "friction_deg": 32, "friction_deg_cov": 0.1,
        "unit_weight_kn_m3": 18, "porosity": 0.45, "saturation_initial": 0.5, "saturation_final": 0.95,
        "ksat_m_s": 5e-6, "ksat_m_s_cov": 0.5, "thickness_m": 1.5}
UNIT = {"wet": 0.5, "rock": 1, "steep": 40, "shake": 50, "size": 2e5, "label": 1, "slope": 40, "pga": 0.3,
        "x": 1, "y": 1}


def reference(code: int = 32717) -> str:
    """Give the WKT of an EPSG code."""
    found = osr.SpatialReference()
    found.ImportFromEPSG(code)
    return found.ExportToWkt()


def raster(path: Path, values, kind=gdal.GDT_Float32, transform=(EAST, CELL, 0.0, NORTH, 0.0, -CELL), crs=None,
           nodata=None, bands=1) -> Path:
    """Write any raster."""
    values = np.asarray(values)
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), values.shape[1], values.shape[0], bands, kind)
    if transform is not None:
        dataset.SetGeoTransform(transform)
    if crs != "":
        dataset.SetProjection(reference() if crs is None else crs)
    for band in range(1, bands + 1):
        if nodata is not None:
            dataset.GetRasterBand(band).SetNoDataValue(nodata)
        dataset.GetRasterBand(band).WriteArray(values)
    dataset.FlushCache()
    return path


def good_rasters(folder: Path) -> dict:
    """Rasters that fit each other, by what they are."""
    rng = np.random.default_rng(3)
    rows = np.arange(SIDE)[:, None] * np.ones(SIDE)
    rough = rng.normal(0.0, 1.5, (SIDE, SIDE)).cumsum(axis=1)
    arrays = {"dem": 900.0 - 6.0 * rows + rough, "slope": 30.0 + 10.0 * rng.random((SIDE, SIDE)),
              "share": rng.random((SIDE, SIDE)), "zones": np.where(rows < SIDE / 2, 1.0, 1.0),
              "thickness": 1.0 + rng.random((SIDE, SIDE)), "rain": 10.0 + rng.random((SIDE, SIDE)),
              "classes": rng.integers(1, 4, (SIDE, SIDE)).astype(float),
              "elevation": 900.0 - 6.0 * rows + rough, "plan_curvature": rough / 1e3, "profile_curvature": rough / 1e3,
              "topographic_wetness_index": 5.0 + rng.random((SIDE, SIDE)),
              **{name: np.full((SIDE, SIDE), float(value)) for name, value in UNIT.items()
                 if name in ("wet", "rock", "steep", "shake", "size")}}
    return {name: str(raster(folder / f"{name}.tif", values)) for name, values in arrays.items()}


def odd_rasters(folder: Path) -> list:
    """Rasters that are small, empty, infinite, turned, elsewhere, without CRS, without end, or none at all."""
    rng = np.random.default_rng(4)
    plain = rng.random((SIDE, SIDE)) * 50
    holes, endless = plain.copy(), plain.copy()
    holes[rng.random(plain.shape) < 0.5] = np.nan
    endless[::3] = np.inf
    turned = (EAST, 8.0, 6.0, NORTH, 6.0, -8.0)
    made = [
        raster(folder / "one.tif", [[30.0]]), raster(folder / "row.tif", [[30.0] * 50]),
        raster(folder / "column.tif", [[30.0]] * 50), raster(folder / "nan.tif", np.full((9, 9), np.nan)),
        raster(folder / "nodata.tif", np.full((9, 9), -9999.0), nodata=-9999), raster(folder / "holes.tif", holes),
        raster(folder / "inf.tif", endless), raster(folder / "allinf.tif", np.full((9, 9), -np.inf)),
        raster(folder / "int16.tif", plain, gdal.GDT_Int16, nodata=-32768),
        raster(folder / "byte.tif", plain, gdal.GDT_Byte, nodata=0),
        raster(folder / "uint32.tif", plain * 1e7, gdal.GDT_UInt32), raster(folder / "huge.tif", plain * 1e300,
                                                                           gdal.GDT_Float64),
        raster(folder / "complex.tif", plain, gdal.GDT_CFloat32),
        raster(folder / "turned.tif", plain, transform=turned),
        raster(folder / "southup.tif", plain, transform=(EAST, CELL, 0.0, NORTH - SIDE * CELL, 0.0, CELL)),
        raster(folder / "mirrored.tif", plain, transform=(EAST + SIDE * CELL, -CELL, 0.0, NORTH, 0.0, -CELL)),
        raster(folder / "elsewhere.tif", plain, transform=(0.0, CELL, 0.0, 0.0, 0.0, -CELL)),
        raster(folder / "shifted.tif", plain, transform=(EAST + 3.3, 7.7, 0.0, NORTH - 4.4, 0.0, -7.7)),
        raster(folder / "coarse.tif", plain[:5, :5], transform=(EAST - 50, 90.0, 0.0, NORTH + 50, 0.0, -90.0)),
        raster(folder / "nocrs.tif", plain, crs=""), raster(folder / "noplace.tif", plain, transform=None, crs=""),
        raster(folder / "degrees.tif", plain, transform=(-79.08, 1e-4, 0.0, -3.97, 0.0, -1e-4), crs=reference(4326)),
        raster(folder / "feet.tif", plain, crs=reference(2263)), raster(folder / "bands.tif", plain, bands=7),
        raster(folder / "othercrs.tif", plain, transform=(-79.0916, 9e-5, 0.0, -3.9709, 0.0, -9e-5),
               crs=reference(4326)),
        raster(folder / "tiny_cells.tif", plain, transform=(EAST, 1e-9, 0.0, NORTH, 0.0, -1e-9)),
        raster(folder / "wide_cells.tif", plain, transform=(EAST, 1e6, 0.0, NORTH, 0.0, -1e6)),
        raster(folder / "negative.tif", -plain), raster(folder / "constant.tif", np.full((SIDE, SIDE), 0.5)),
        raster(folder / "näme ñ 斜面 'q\".tif", plain),
    ]
    (folder / "text.tif").write_text("not a raster\n")
    (folder / "empty.tif").write_bytes(b"")
    cut = folder / "cut.tif"
    raster(cut, rng.random((300, 300)))
    cut.write_bytes(cut.read_bytes()[:2000])
    (folder / "folder.tif").mkdir()
    return [str(path) for path in [*made, folder / "text.tif", folder / "empty.tif", cut, folder / "folder.tif",
                                   folder / "gone.tif", *hostile_vrts(folder)]]


_VRT = """<VRTDataset rasterXSize="{size}" rasterYSize="{size}"><SRS>EPSG:32717</SRS>
<GeoTransform>{east}, {cell}, 0, {north}, 0, -{cell}</GeoTransform><VRTRasterBand dataType="Float32" band="1" {more}>
{source}</VRTRasterBand></VRTDataset>"""


def hostile_vrts(folder: Path) -> list:
    """Virtual rasters that lead to themselves, to nothing, to a device, to the network, or are without end."""
    simple = "<SimpleSource><SourceFilename>{0}</SourceFilename><SourceBand>1</SourceBand></SimpleSource>"
    raw = 'subClass="VRTRawRasterBand"'
    cases = {
        "self": (SIDE, simple.format(folder / "self.vrt"), ""), "gone": (SIDE, simple.format("nowhere.tif"), ""),
        "secret": (SIDE, simple.format("/etc/passwd"), ""), "network": (SIDE, simple.format(
            "/vsicurl/http://127.0.0.1:9/x.tif"), ""),
        "device": (SIDE, "<SourceFilename>/dev/zero</SourceFilename><ImageOffset>0</ImageOffset>"
                         "<PixelOffset>4</PixelOffset><LineOffset>160</LineOffset>", raw),
        "endless": (2_000_000_000, "<NoDataValue>0</NoDataValue>", ""),
        "large": (100_000, "<NoDataValue>0</NoDataValue>", ""),
        "python": (
            SIDE, '<PixelFunctionType>evil</PixelFunctionType><PixelFunctionLanguage>Python</PixelFunctionLanguage>'
                  '<PixelFunctionCode>import os; os.abort()</PixelFunctionCode>', 'subClass="VRTDerivedRasterBand"'),
    }
    made = []
    for name, (size, source, more) in cases.items():
        path = folder / f"{name}.vrt"
        path.write_text(_VRT.format(size=size, east=EAST, north=NORTH, cell=CELL, source=source, more=more))
        made.append(path)
    (folder / "cut.vrt").write_text("<VRTDataset rasterXSize='9'")
    return [*made, folder / "cut.vrt"]


def table(path: Path, *rows, separator=",") -> str:
    """Write a CSV file."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=separator, lineterminator="\n")
        columns = list(dict.fromkeys(column for row in rows for column in row))
        writer.writerow(columns)
        writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return str(path)


def good_tables(folder: Path) -> dict:
    """Tables that are right, by what they are."""
    return {"soil": table(folder / "soil.csv", SOIL), "rain": table(folder / "rain.csv", {"hours": 3, "mm": 40},
                                                                   {"hours": 6, "mm": 50}),
            "units": table(folder / "units.csv", *({**UNIT, "label": number % 2} for number in range(12)))}


def hostile_tables(folder: Path) -> list:
    """Tables that are empty, cut, in other encodings, too wide, formulas, or no tables."""
    head = ",".join(SOIL) + "\n"
    row = ",".join(str(value) for value in SOIL.values()) + "\n"

    def all_cells(word):
        return (head + ",".join([word] * len(SOIL)) + "\n").encode()

    formula = head.replace("zone", "=zone") + row.replace("1,", "=cmd|' /C calc'!A0,", 1)
    contents = {
        "empty.csv": b"", "head.csv": head.encode(), "nul.csv": b"\0" * 500,
        "nul2.csv": (head + row).encode() + b"\0,\0", "utf16.csv": (head + row).encode("utf-16"),
        "latin.csv": "zone,näme\n1,é\n".encode("latin-1"), "bom.csv": b"\xef\xbb\xbf" + (head + row).encode(),
        "wide.csv": (",".join(f"c{i}" for i in range(3000)) + "\n" + ",".join("1" * 3000) + "\n").encode(),
        "long.csv": ("zone,name\n1," + "x" * 300_000 + "\n").encode(),
        "quote.csv": b'zone,name\n1,"never closed\n2,3\n', "twice.csv": b"zone,zone,Zone\n1,2,3\n",
        "formula.csv": formula.encode(), "words.csv": all_cells("abc"), "minus.csv": all_cells("-1"),
        "nan.csv": all_cells("nan"), "inf.csv": all_cells("inf"), "big.csv": all_cells("1e308"),
        "thousands.csv": all_cells('"125,000"'), "ragged.csv": (head + "1\n" + row + row.strip() + ",9,9\n").encode(),
        "sep.csv": ("sep=;\n" + head.replace(",", ";") + row.replace(",", ";")).encode(),
        "mac.csv": (head + row).replace("\n", "\r").encode(), "rain_back.csv": b"hours,mm\n6,5\n3,5\n",
        "rain_minus.csv": b"hours,mm\n3,-5\n", "rain_words.csv": b"hours,mm\nthree,much\n",
        "storms.csv": b"storm,hours,mm\na,3,40\nb,6,50\n,3,3\n",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / "folder.csv").mkdir()
    return [str(folder / name) for name in [*contents, "folder.csv", "gone.csv"]]


def good_places(folder: Path) -> dict:
    """Points and polygons on the map."""
    rng = np.random.default_rng(5)
    spots = [(EAST + x, NORTH - y) for x, y in rng.uniform(20, SIDE * CELL - 20, (25, 2))]
    points = vector(folder / "points.gpkg", ogr.wkbPoint, [f"POINT ({x} {y})" for x, y in spots])
    squares = [square(x, y, 12) for x, y in spots[:8]]
    return {"points": points, "polygons": vector(folder / "polygons.gpkg", ogr.wkbPolygon, squares),
            "area": vector(folder / "area.gpkg", ogr.wkbPolygon, [square(EAST + 200, NORTH - 200, 150)])}


def odd_places(folder: Path) -> list:
    """Places without geometry, elsewhere, crossing themselves, lines, with NaN."""
    bow = f"POLYGON (({EAST} {NORTH}, {EAST + 300} {NORTH - 300}, {EAST + 300} {NORTH}, {EAST} {NORTH - 300}, " \
          f"{EAST} {NORTH}))"
    cases = {"none": (ogr.wkbPoint, []), "far": (ogr.wkbPoint, ["POINT (0 0)"]), "bow": (ogr.wkbPolygon, [bow]),
             "lines": (ogr.wkbLineString, [f"LINESTRING ({EAST} {NORTH}, {EAST + 90} {NORTH - 90})"]),
             "flat": (ogr.wkbPolygon, [f"POLYGON (({EAST} {NORTH}, {EAST + 50} {NORTH}, {EAST} {NORTH}))"]),
             "endless": (ogr.wkbPoint, ["POINT (1e308 1e308)"]), "void": (ogr.wkbPoint, [None, None]),
             "whole": (ogr.wkbPolygon, [square(EAST + 200, NORTH - 200, 1e5)])}
    return [vector(folder / f"{name}.gpkg", kind, shapes) for name, (kind, shapes) in cases.items()]


def square(x: float, y: float, half: float) -> str:
    """Give the WKT of a square."""
    corners = [(x + a * half, y + b * half) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]
    return f"POLYGON (({', '.join(f'{a} {b}' for a, b in corners)}))"


def vector(path: Path, kind: int, shapes, code: int = 32717) -> str:
    """Write a layer with the fields zone, label and storm."""
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(code)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer(path.stem, srs, kind)
    for name, field in (("zone", ogr.OFTInteger), ("label", ogr.OFTInteger), ("storm", ogr.OFTString)):
        layer.CreateField(ogr.FieldDefn(name, field))
    for number, shape in enumerate(shapes):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("zone", 1)
        feature.SetField("label", number % 2)
        feature.SetField("storm", "ab"[number % 2])
        if shape:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
        layer.CreateFeature(feature)
    return str(path)


def hostile_networks(folder: Path, good: str) -> list:
    """Network files that are none, and networks whose answers are none; one without end is in tests/engine."""
    numbers = tuple(Factor(name, mean=0.0, deviation=1.0, low=-1e6, high=1e6) for name in ("slope", "elevation"))
    card = Card("ppm_cnn", "Wild", numbers, Windows(17, CELL)).to_json()
    whole = Path(good).read_bytes()
    contents = {"empty.onnx": b"", "text.onnx": b"not a network", "cut.onnx": whole[:len(whole) // 2],
                "turned.onnx": bytes(255 - byte for byte in whole[:2000]) + whole[2000:]}
    for operator in ("Exp", "Log", "Reciprocal", "Neg"):
        contents[f"{operator}.onnx"] = onnx_by_hand.onnx_bytes(card, graph=onnx_by_hand.wild_network(2, operator))
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [str(folder / name) for name in contents]


class Pool:
    """All of them in one folder."""

    def __init__(self, folder: str, networks: list) -> None:
        folder = Path(folder)
        self.models = networks
        os.makedirs(folder / "odd", exist_ok=True)
        self.rasters, self.tables, self.places = good_rasters(folder), good_tables(folder), good_places(folder)
        self.odd_rasters = odd_rasters(folder / "odd")
        self.hostile_tables = hostile_tables(folder / "odd")
        self.odd_places = odd_places(folder / "odd")
        self.odd_networks = hostile_networks(folder / "odd", networks[0])
