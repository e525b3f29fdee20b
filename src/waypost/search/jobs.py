"""What a worker does for the index; each job may be run again at any time."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django_tasks import task

from waypost.search import indexing


@task()
def catch_up(change_set: int) -> None:
    """Read again what a large change set has touched."""
    from waypost.search import following  # it queues these jobs

    touched = following.touched_by(change_set)
    lent = following.lenders_of(touched)
    wanted = following.subjects_of(change_set, touched)
    for label, ids in wanted.items():
        lent[label] |= _refresh(label, ids)
    _read_borrowers(lent, known=wanted)


@task()
def read_borrowers(lent: dict[str, list[int]]) -> None:
    """Read again what stands in things that have a new name."""
    _read_borrowers(lent)


@task()
def read_everything() -> None:
    """Read everything again: an installation that has just got its index."""
    indexing.rebuild()


def _read_borrowers(
    lent: Mapping[str, Iterable[int]], known: Mapping[str, set[int]] | None = None
) -> None:
    """Read what stands in lenders, but not what was read with their names just now."""
    done = {label: set(ids) for label, ids in (known or {}).items()}
    for lender, ids in lent.items():
        for label, borrowers in indexing.lent_to(lender, ids).items():
            seen = done.setdefault(label, set())
            _refresh(label, set(borrowers) - seen)
            seen |= set(borrowers)


def _refresh(label: str, ids: Iterable[int]) -> set[int]:
    """Read things again, a batch at a time: others want to write as well."""
    renamed: set[int] = set()
    for few in indexing.batches(ids):
        with transaction.atomic():
            renamed |= indexing.refresh(label, few)
    return renamed
