"""The frame around every page: navigation, theme, time zone, messages."""
