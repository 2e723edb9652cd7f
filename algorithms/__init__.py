"""The Processing provider: what QGIS offers of the engine, one algorithm a file."""
