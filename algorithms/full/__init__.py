"""The parts of the full analysis: its networks, its report."""
