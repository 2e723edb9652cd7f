"""Layers as they are shown: styles, groups, a project file."""
