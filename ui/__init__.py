"""The dock: a view that fills the parameters of registered algorithms, runs them, and shows what they give."""
