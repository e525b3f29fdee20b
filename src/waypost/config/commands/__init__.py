"""The commands of ``waypost``: each module's functions take options and a terminal."""
