"""Bets: placing one, reading its arithmetic, accepting, changing, taking it back."""
