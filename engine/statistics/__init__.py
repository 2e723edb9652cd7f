"""Statistical models of susceptibility: fitted by scikit-learn in the Python of QGIS, tested, written as ONNX."""
