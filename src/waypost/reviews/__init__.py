"""Gates, status updates, reviews and lessons."""
