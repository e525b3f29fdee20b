"""One key result: where it is heading, whether the work adds up, checking in."""
