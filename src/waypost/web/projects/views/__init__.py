"""What answers for projects, by subject."""
