"""Studies that regenerate what the docs claim; they do not ship."""
