"""Views of objectives, one module for each thing that is done."""
