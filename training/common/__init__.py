"""What trainings of every kind of network share."""
