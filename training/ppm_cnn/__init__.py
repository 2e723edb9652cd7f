"""Training of PPM-CNN (Cui et al. 2024, doi:10.1016/j.jrmge.2024.08.005)."""
