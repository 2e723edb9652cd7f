"""Everything that computes: arrays and plain values in, arrays out; no QGIS, no Qt."""
