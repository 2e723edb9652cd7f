"""Training of the PINN: strength from proxies, through the sliding block (Dahal and Lombardo)."""
