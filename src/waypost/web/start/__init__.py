"""The first run: an organisation or the sample, then three steps to the first bet."""
