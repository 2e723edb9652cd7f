"""The ground: its shape, and the way water takes over it."""
