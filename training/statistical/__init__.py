"""The convolutional networks of an ensemble with boosted trees."""
