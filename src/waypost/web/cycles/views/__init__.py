"""Views of cycles: all, one, written, and turned from state to state."""
