"""Turns the content into rows, through the same actions as everybody else."""
