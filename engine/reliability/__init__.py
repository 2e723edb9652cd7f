"""How likely failure is: FORM with exact corners, SORM and sampling over any limit state."""
