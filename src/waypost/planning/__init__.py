"""Forecasts, scenarios and choice."""
