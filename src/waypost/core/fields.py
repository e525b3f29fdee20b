"""Columns that more than one app needs, spelled once."""

from collections.abc import Sequence
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property

LARGEST = 99_999_999_999_999


class _Quantity(models.DecimalField[Any, Any]):
    """Takes fourteen digits before the point, and nothing that rounds to more.

    SQLite keeps fifteen digits of a number: with a fraction behind fourteen nines it
    would give back what this column cannot hold, and no page could read the row again.
    """

    @cached_property
    def validators(self) -> list[Any]:
        """Return the rules of any decimal, and the two ends."""
        ends = [MinValueValidator(-LARGEST), MaxValueValidator(LARGEST)]
        return [*super().validators, *ends]

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Return what migrations know: a decimal like any other."""
        name, _path, given, named = super().deconstruct()
        return name, "django.db.models.DecimalField", given, named


def quantity(**changes: Any) -> "models.DecimalField[Any, Any]":
    """Return a column for a value of a metric: fourteen digits, six after the point."""
    return _Quantity(max_digits=20, decimal_places=6, **changes)


def hours(**changes: Any) -> "models.DecimalField[Any, Any]":
    """Return a column for hours, to the hundredth."""
    return models.DecimalField(max_digits=12, decimal_places=2, **changes)


class Visibility(models.TextChoices):
    """Who may see a thing."""

    EVERYONE = "everyone"
    TEAM = "team"
    NAMED = "named"
