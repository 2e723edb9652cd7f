"""Trained networks: model cards, safe loading, dense maps. Importing it needs neither onnxruntime nor torch."""
