"""How good a map is: classes, measures, spatial blocks."""
