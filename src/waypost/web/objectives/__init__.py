"""Objectives: the list as a tree, one with all around it, and cycles."""
