"""Calendars by region: the week, the days that differ, and who has which."""
