"""Calibration: soil means from the landslides that happened."""
