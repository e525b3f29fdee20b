"""Key-result pages: read the request, make one call, render."""
