"""Metrics: numbers that the organisation follows, and what they are made of."""
