"""Draw the maps of `build.py demo`: ``python demo_picture.py FOLDER PICTURE``, in the environment of build.py."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.colors import BoundaryNorm, ListedColormap, to_rgba_array
from matplotlib.patches import Patch
from osgeo import gdal, ogr
from PIL import Image
from scarp.engine.palette import CATEGORIES, CLASSES, WATER

gdal.UseExceptions()
SAMPLE = Path(__file__).resolve().parents[1] / "sample"
RELIEF_OPACITY = 0.3


def read(path: Path) -> np.ndarray:
    """Read the first band, NaN where it has no value."""
    raster = gdal.Open(str(path))
    band = raster.GetRasterBand(1)
    array = band.ReadAsArray().astype(float)
    nodata = band.GetNoDataValue()
    return array if nodata is None else np.where(array == nodata, np.nan, array)


def relief(path: Path) -> np.ndarray:
    """Shade the relief from many directions, 0 (dark) to 1, as faint as it stays below a map."""
    shaded = gdal.DEMProcessing("", str(path), "hillshade", format="MEM", multiDirectional=True, computeEdges=True)
    return np.where(np.isnan(read(path)), 1, 1 - RELIEF_OPACITY * (1 - shaded.ReadAsArray() / 255))


def points(path: Path) -> np.ndarray:
    """Read the coordinates of a point layer, (n, 2)."""
    source = ogr.Open(str(path))
    return np.array([feature.GetGeometryRef().GetPoint_2D() for feature in source.GetLayer(0)])


def draw_map(axes, classes, colours, shade, extent, slides, title) -> None:
    """Draw classes (-1 = nothing) multiplied with the relief, the landslides, a scale bar and north."""
    palette = np.vstack([to_rgba_array(colours)[:, :3], [[1, 1, 1]]])
    axes.imshow(palette[classes] * shade[..., None], extent=extent, interpolation="nearest")
    for colour, width in (("white", 2.0), ("black", 0.8)):
        axes.scatter(*slides.T, s=13, facecolors="none", edgecolors=colour, linewidths=width)
    left, right, bottom, top = extent
    x, y = right - 1150, bottom + 130
    axes.plot([x, x + 1000], [y, y], color="white", linewidth=5, solid_capstyle="butt")
    axes.plot([x, x + 1000], [y, y], color="black", linewidth=2, solid_capstyle="butt")
    halo = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.75}
    axes.text(x + 500, y + 60, "1 km", ha="center", va="bottom", fontsize=8, bbox=halo)
    axes.annotate("N", (right - 160, top - 120), (right - 160, top - 560), ha="center", fontsize=9, bbox=halo,
                  arrowprops={"arrowstyle": "-|>", "facecolor": "black"})
    axes.set(xlim=(left, right), ylim=(bottom, top), xticks=[], yticks=[])
    axes.set_title(title, fontsize=11, loc="left")


def draw_values(figure, axes, values, breaks, colours, *rest, title, form="{:g}") -> None:
    """Draw a map of numbers in classes, with its legend."""
    classes = np.where(np.isnan(values), -1, np.digitize(np.nan_to_num(values), breaks, right=True))
    draw_map(axes, classes, colours, *rest, title)
    edges = [2 * breaks[0] - breaks[1], *breaks, 2 * breaks[-1] - breaks[-2]]
    legend = plt.cm.ScalarMappable(BoundaryNorm(edges, len(colours)), ListedColormap(colours))
    bar = figure.colorbar(legend, cax=axes.inset_axes([0, -0.065, 1, 0.04]), orientation="horizontal",
                          spacing="uniform", ticks=breaks)
    bar.ax.set_xticklabels([form.format(value) for value in breaks], fontsize=8)


def draw_classes(axes, numbers, classes, *rest) -> None:
    """Draw susceptibility classes with the share of area and of landslides in each."""
    colours = [colour for _, colour, _ in CATEGORIES["susceptibility_class"]]
    draw_map(axes, np.where(np.isnan(numbers), 0, numbers).astype(int) - 1, colours, *rest, "Susceptibility class")
    handles = [Patch(facecolor=colour, edgecolor="grey", label=f"{row['name']}: {row['area_share']:.0%} of the area, "
                     f"{row['landslide_share']:.0%} of the landslides") for colour, row in zip(colours, classes)]
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0), fontsize=8, frameon=False)


def draw_statistical(axes, numbers, tested, *rest) -> None:
    """Draw the classes of the statistical model, with the share of area in each and how it ranked ground held out."""
    entries = CATEGORIES["susceptibility_class"]
    draw_map(axes, np.where(np.isnan(numbers), 0, numbers).astype(int) - 1, [colour for _, colour, _ in entries], *rest,
             f"Statistical model, ROC AUC {tested['auc']:.2f} in blocks held out")
    known = numbers[~np.isnan(numbers)]
    handles = [Patch(facecolor=colour, edgecolor="grey", label=f"{word}: {np.mean(known == value):.0%} of the area")
               for value, colour, word in entries]
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0), fontsize=8, frameon=False, ncol=2)


def draw_storm(axes) -> None:
    """Draw the storm of the sample as bars."""
    with open(SAMPLE / "storm.csv", encoding="utf-8") as table:
        rows = [(float(row["hours"]), float(row["mm"])) for row in csv.DictReader(table)]
    ends, depths = np.array(rows).T
    starts = np.concatenate([[0], ends[:-1]])
    axes.bar(starts, depths, width=ends - starts, align="edge", color="#3D87BD", edgecolor="white")
    axes.set_title(f"Storm, {depths.sum():g} mm (assumed)", fontsize=11, loc="left")
    axes.set(xlabel="hours", ylabel="mm per hour", xlim=(0, ends[-1]))
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_box_aspect(0.9)


def main(folder: Path, picture: Path) -> None:
    """Draw every map of the demo into one picture."""
    dem = SAMPLE / "dem.tif"
    raster = gdal.Open(str(dem))
    x, dx, _, y, _, dy = raster.GetGeoTransform()
    extent = (x, x + dx * raster.RasterXSize, y + dy * raster.RasterYSize, y)
    rest = (relief(dem), extent, points(SAMPLE / "landslides.gpkg"))
    maps = {name: read(folder / f"{name}.tif") for name in ("probability_of_failure", "factor_of_safety",
                                                            "reliability_index", "wetting_front",
                                                            "susceptibility_class")}
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    water = maps["wetting_front"]
    low, high = np.nanpercentile(water, [1, 99])
    figure, axes = plt.subplots(2, 3, figsize=(15, 11.2), constrained_layout=True)
    for place, name, title in ((axes[0, 0], "probability_of_failure", "Probability of failure (0 to 1)"),
                               (axes[0, 1], "reliability_index", "Reliability index β (deviations to failure)"),
                               (axes[0, 2], "factor_of_safety", "Factor of safety (at the mean values)")):
        breaks, colours = CLASSES[name]
        draw_values(figure, place, maps[name], breaks, colours, *rest, title=title)
    draw_values(figure, axes[1, 0], water, list(np.linspace(low, high, 6)[1:-1]), WATER, *rest,
                title="Depth of the wetting front (m)", form="{:.2f}")
    tested = record["numbers"].get("Susceptibility (statistical)", {}).get("blocks")
    if tested:
        draw_statistical(axes[1, 1], read(folder / "statistical_classes.tif"), tested, *rest)
    else:
        draw_classes(axes[1, 1], maps["susceptibility_class"], record["classes"], *rest)
    draw_storm(axes[1, 2])
    figure.suptitle("Scarp: the sample basin, southern Ecuador, at the end of an assumed storm on an assumed soil. "
                    "Circles: 175 mapped landslides.", fontsize=12, x=0.01, ha="left")
    figure.savefig(picture, dpi=100)
    # A third of the bytes. By greatest coverage no colour is far off, so maps and legends still agree.
    Image.open(picture).convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=3,
                                                dither=Image.Dither.NONE).save(picture, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
