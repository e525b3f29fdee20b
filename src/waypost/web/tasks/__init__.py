"""All tasks, as a table."""
