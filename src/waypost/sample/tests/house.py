from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from waypost import sample
from waypost.people.models import Person

# A Thursday, in the middle of a quarter and of a morning.
NOW = datetime.fromisoformat("2026-11-26T09:30:00+00:00")
TODAY = date(2026, 11, 26)


@dataclass(frozen=True)
class Loaded:
    """The sample in the database, for as long as a test module runs."""

    admin: Person

    def person(self, key: str) -> Person:
        return Person.objects.get(email=f"{key}@ottersund.example")


@contextmanager
def loaded(now: datetime, *, size: str | None = None) -> Iterator[Loaded]:
    """Load the sample, and take it out again at the end."""
    with transaction.atomic():
        yield Loaded(sample.load(now=now, size=size))
        transaction.set_rollback(True)
