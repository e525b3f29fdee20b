"""Views of metrics: all, one, written, and read."""
