"""Cycles: all of them as a tree, and each from its draft to its end."""
