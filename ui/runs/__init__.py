"""Runs of algorithms: what they are given, at work, and what they leave in the project."""
