"""My week: what waits for somebody, and what changed while they were away."""
