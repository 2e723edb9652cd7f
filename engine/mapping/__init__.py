"""From conditions on a grid to maps: what acts on each cell, its status, factor of safety and probability."""
