"""The organisation, its people and teams, calendars and sign-in."""
