"""What answers for teams, by subject."""
