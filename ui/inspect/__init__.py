"""One cell through the storm."""
