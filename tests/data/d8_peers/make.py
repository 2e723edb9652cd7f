"""Write peers.npz: D8 codes and accumulation of landlab and pysheds on a filled piece of the sample.

    python make.py filled.npy

`filled.npy` is ``flow.fill(dem)[100:220, 100:240]`` of ``sample/dem.tif``, filled again after the cut. Made with
landlab 2.9.2, pysheds 0.5 and numpy 2.2.6 in an environment of their own.
"""

import sys

import numpy as np
from affine import Affine
from landlab import RasterModelGrid
from landlab.components import FlowAccumulator
from pysheds.grid import Grid
from pysheds.view import Raster, ViewFinder

CODES = {(0, 1): 1, (1, 1): 2, (1, 0): 4, (1, -1): 8, (0, -1): 16, (-1, -1): 32, (-1, 0): 64, (-1, 1): 128, (0, 0): 0}


def landlab(z, width, height):
    """Give landlab's codes and cells; its rows run from south to north."""
    rows, cols = z.shape
    grid = RasterModelGrid(z.shape, xy_spacing=(width, height))
    grid.add_field("topographic__elevation", np.flipud(z).ravel().copy(), at="node")
    FlowAccumulator(grid, flow_director="FlowDirectorD8").run_one_step()
    receiver = np.flipud(grid.at_node["flow__receiver_node"].reshape(z.shape))
    here = np.indices(z.shape)
    down, right = rows - 1 - receiver // cols - here[0], receiver % cols - here[1]
    codes = [CODES[step] for step in zip(down.ravel(), right.ravel())]
    cells = np.flipud(grid.at_node["drainage_area"].reshape(z.shape)) / (width * height)
    return np.array(codes, np.uint8).reshape(z.shape), np.round(cells).astype(np.int32)


def pysheds(z, width, height):
    """Give pysheds' codes (-1 flat, -2 pit) and cells."""
    view = ViewFinder(affine=Affine(width, 0, 0, 0, -height, height * len(z)), shape=z.shape, nodata=np.float64(-9999))
    dem = Raster(z, viewfinder=view)
    grid = Grid.from_raster(dem)
    codes = grid.flowdir(dem)
    return np.asarray(codes).astype(np.int16), np.asarray(grid.accumulation(codes)).astype(np.int32)


if __name__ == "__main__":
    filled = np.load(sys.argv[1]).astype(np.float64)
    found = {}
    for width, height in ((10, 10), (30, 20)):
        for peer in (landlab, pysheds):
            codes, cells = peer(filled, float(width), float(height))
            found[f"{peer.__name__}_{width}x{height}"] = codes
            found[f"{peer.__name__}_{width}x{height}_cells"] = cells
    np.savez_compressed("peers.npz", **found)
