"""Columns that more than one app needs, spelled once."""

from typing import Any

from django.db import models


def quantity(**changes: Any) -> "models.DecimalField[Any, Any]":
    """Return a column for a value of a metric: fourteen digits, six after the point."""
    return models.DecimalField(max_digits=20, decimal_places=6, **changes)


def hours(**changes: Any) -> "models.DecimalField[Any, Any]":
    """Return a column for hours, to the hundredth."""
    return models.DecimalField(max_digits=12, decimal_places=2, **changes)


class Visibility(models.TextChoices):
    """Who may see a thing."""

    EVERYONE = "everyone"
    TEAM = "team"
    NAMED = "named"
