"""The soil: its table of zones, the fields computations take, thickness."""
