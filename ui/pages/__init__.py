"""The pages of the dock, each beside its form."""
