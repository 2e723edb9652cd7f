"""Landslides that happened: their cells, and points to train with."""
