"""Write landlab.csv: probabilities of failure that landlab's LandslideProbability samples, with uniform margins.

    python make.py

Made with landlab 2.9.2, requireit 0.9.0 and numpy 2.2.6 in an environment of their own.
"""

import csv
import math

import numpy as np
from landlab import RasterModelGrid
from landlab.components import LandslideProbability

SAMPLES = 200_000
GRAVITY = 9.81
DENSITY = 2000.0
RANDOM = np.random.default_rng(4)


def uniform(left, _mode, right, size):
    """What stands in for landlab's triangular draws; friction, the only one in tens, is uniform in its tangent."""
    if left > 10.0 and right < 80.0:
        low, high = np.tan(np.radians([left, right]))
        return np.degrees(np.arctan(RANDOM.uniform(low, high, size)))
    return RANDOM.uniform(left, right, size)


def nodes():
    for slope in (24.0, 30.0, 36.0, 42.0):
        for low, high in ((0.5, 6.0), (2.0, 9.0), (6.0, 9.5)):     # cohesion, kPa
            for wet in (0, 1):
                for thickness in (0.8, 2.0):
                    yield slope, low, high, wet, thickness


def main():
    cells = list(nodes())
    grid = RasterModelGrid((3, len(cells) + 2))
    slope, low, high, wet, thickness = (np.array(column) for column in zip(*cells))
    fields = {
        "topographic__slope": np.tan(np.radians(slope)), "soil__minimum_total_cohesion": 1000.0 * low,
        "soil__mode_total_cohesion": 500.0 * (low + high), "soil__maximum_total_cohesion": 1000.0 * high,
        "soil__internal_friction_angle": 30.0, "soil__density": DENSITY, "soil__thickness": thickness,
        "soil__transmissivity": 10.0, "soil__saturated_hydraulic_conductivity": 0.0,
        # Water to the surface, or none at all.
        "topographic__specific_contributing_area": np.where(wet, 1e7, 0.0),
    }
    for name, values in fields.items():
        grid.at_node[name] = np.zeros(grid.number_of_nodes)
        grid.at_node[name][grid.core_nodes] = values
    np.random.triangular = uniform
    model = LandslideProbability(
        grid, number_of_iterations=SAMPLES, g=GRAVITY, groundwater__recharge_distribution="uniform",
        groundwater__recharge_min_value=20.0, groundwater__recharge_max_value=30.0, seed=4)
    model.calculate_landslide_probability()
    found = grid.at_node["landslide__probability_of_failure"][grid.core_nodes]
    with open("landlab.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["slope_deg", "cohesion_min_kpa", "cohesion_max_kpa", "wet", "thickness_normal_m",
                         "pof", "pof_se"])
        for cell, pof in zip(cells, found):
            writer.writerow([*cell, f"{pof:.6f}", f"{math.sqrt(pof * (1.0 - pof) / SAMPLES):.6f}"])


if __name__ == "__main__":
    main()
