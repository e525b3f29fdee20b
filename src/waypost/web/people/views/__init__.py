"""What answers for people, by subject."""
