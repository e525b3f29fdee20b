"""What `make bench` runs: each promise of the quality page, measured."""
