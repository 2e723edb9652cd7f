"""Parameters that several algorithms share, each with its checks and what the engine reads from it."""
