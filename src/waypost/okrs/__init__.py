"""Cycles, objectives, metrics, key results and check-ins."""
