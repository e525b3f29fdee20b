"""Signing in: how allauth is set up and looks here."""
