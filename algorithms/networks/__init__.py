"""What the algorithms of networks share: training in a process of its own, predictors of the PINN."""
