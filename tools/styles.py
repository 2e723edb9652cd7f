"""Write the .qml files of resources/styles from the renderers the algorithms use.

``build.py test`` compares them. To write them anew, with the environment of ``build.py``::

    .venv/bin/python tools/styles.py
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

STYLES = Path(__file__).resolve().parents[1] / "resources" / "styles"
OLDEST = "3.22.0"
"""QGIS the files are for; newer ones read them too."""

VECTORS = {"landslides": "Polygon", "landslide_points": "Point", "samples": "Point"}
LINEAR = "probability_of_failure_linear"


def names() -> list:
    """Give the name of every style, without .qml."""
    from scarp.engine.palette import CATEGORIES, CLASSES, EQUAL

    return sorted([*CLASSES, *EQUAL, *CATEGORIES, *VECTORS, "aspect", "hillshade", LINEAR])


def styled(name: str, folder):
    """Give a layer with a style, as the algorithms style theirs.

    Parameters
    ----------
    name : str
        One of `names`.
    folder : path
        For the raster behind the layer.
    """
    from qgis.core import QgsVectorLayer
    from scarp.algorithms.results.project_file import style_hillshade, style_landslides
    from scarp.algorithms.results.styling import apply_style, style_samples

    if name in VECTORS:
        layer = QgsVectorLayer(f"{VECTORS[name]}?crs=EPSG:32717&field=label:integer", name, "memory")
        (style_samples if name == "samples" else style_landslides)(layer)
        return layer
    layer = plain(name, folder)
    if name == "hillshade":
        style_hillshade(layer)
    elif name == LINEAR:
        apply_style(layer, "probability_of_failure")
        manager = layer.styleManager()
        manager.setCurrentStyle(next(each for each in manager.styles() if each != manager.currentStyle()))
    else:
        apply_style(layer, name)
    return layer


def plain(name: str, folder):
    """Give a layer of a style's kind without that style; rasters hold the range that .qml files take as usual."""
    import numpy as np
    from qgis.core import QgsRasterLayer, QgsVectorLayer
    from scarp.engine.grid import Grid, write_array
    from scarp.engine.palette import EQUAL

    if name in VECTORS:
        return QgsVectorLayer(f"{VECTORS[name]}?crs=EPSG:32717&field=label:integer", name, "memory")
    highest = EQUAL[name][1] if name in EQUAL else 1.0
    path = Path(folder) / f"{name}.tif"
    if not path.exists():
        grid = Grid("", (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), 2, 1)
        write_array(str(path), np.array([[0.0, highest]]), grid)
    options = QgsRasterLayer.LayerOptions()
    options.loadDefaultStyle = False
    return QgsRasterLayer(str(path), name, "gdal", options)


def symbology(layer) -> str:
    """Give the style of a layer as .qml text: what it looks like and nothing else, attributes in order.

    Newer QGIS gives symbol layers and categories random ids, and categories the type of their value; neither is seen.
    """
    from qgis.core import QgsMapLayer, QgsReadWriteContext
    from qgis.PyQt.QtXml import QDomDocument

    document = QDomDocument()
    layer.exportNamedStyle(document, QgsReadWriteContext(), QgsMapLayer.StyleCategory.Symbology)
    document.documentElement().setAttribute("version", OLDEST)
    written = ElementTree.canonicalize(document.toString(1)) + "\n"
    written = re.sub(r' id="\{[0-9a-f-]{36}\}"', ' id=""', written)
    return re.sub(r'(<category [^>]*?) type="\w+" uuid="[^"]*"', r"\1", written)


def main() -> None:
    """Write every file anew."""
    import tempfile

    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    STYLES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in names():
            layer = styled(name, folder)
            (STYLES / f"{name}.qml").write_text(symbology(layer), encoding="utf-8")
            del layer
    application.exitQgis()


if __name__ == "__main__":
    main()
