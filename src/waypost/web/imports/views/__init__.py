"""Import and export pages: a module for each part of the way."""
