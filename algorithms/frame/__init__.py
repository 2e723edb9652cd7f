"""What every algorithm stands in: base class, one run, its parameters, its checks, its outputs."""
