"""Waypost links projects with OKRs, so that anyone can see whether the work adds up."""

__version__ = "0.1.0"
