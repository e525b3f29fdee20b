"""Settings, addresses and the command line: what ties the house together."""
