"""What answers for calendars, by subject."""
