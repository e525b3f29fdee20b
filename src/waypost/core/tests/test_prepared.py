"""A prepared question answers as the queryset does that it was made of."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from waypost.core.models import ChangeSet
from waypost.core.prepared import prepared

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)


@dataclass
class Asker:
    pk: int
    is_admin: bool = False


def make(verb: str = "test.do", at: datetime = NOW, **fields: Any) -> ChangeSet:
    return ChangeSet.objects.create(verb=verb, at=at, **fields)


@prepared
def among(each_pk: list[int]) -> QuerySet[ChangeSet]:
    return ChangeSet.objects.filter(pk__in=each_pk).order_by("pk")


@prepared
def about(subject: int) -> QuerySet[ChangeSet, str]:
    found = ChangeSet.objects.filter(subject_id=subject).order_by("pk")
    return found.values_list("verb", flat=True)


@prepared
def either(subject: int, verb: str) -> QuerySet[ChangeSet, int]:
    found = ChangeSet.objects.filter(Q(subject_id=subject) | Q(verb=verb))
    return found.values_list("pk", flat=True)


@prepared
def since(moment: datetime) -> QuerySet[ChangeSet]:
    return ChangeSet.objects.filter(at__gt=moment).annotate(said=F("verb"))


@prepared
def undone(each_pk: list[int]) -> QuerySet[ChangeSet]:
    return ChangeSet.objects.filter(pk__in=each_pk).select_related("undone_by")


@prepared
def seen(asker: Asker) -> QuerySet[ChangeSet, str]:
    found = ChangeSet.objects.order_by("pk")
    if not asker.is_admin:
        found = found.filter(subject_id=asker.pk)
    return found.values_list("verb", flat=True)


@prepared
def none_of(each_pk: list[int]) -> QuerySet[ChangeSet]:
    return ChangeSet.objects.filter(pk__in=each_pk).none()


def test_answers_each_time_for_other_values() -> None:
    first, second, third = make(), make(), make()

    assert among(each_pk=[first.pk, third.pk]) == [first, third]
    assert among(each_pk={second.pk}) == [second]
    assert among(each_pk=[]) == []


def test_sees_what_was_written_since() -> None:
    make("test.one", subject_id=7)
    before = about(subject=7)

    make("test.two", subject_id=7)

    assert (before, about(subject=7)) == (["test.one"], ["test.one", "test.two"])


def test_asks_one_query() -> None:
    about(subject=7)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        about(subject=8)

    assert len(queries) == 1


def test_takes_instants() -> None:
    make(at=NOW)
    late = make("test.late", at=NOW + timedelta(seconds=1))

    assert [(row.pk, vars(row)["said"]) for row in since(moment=NOW)] == [
        (late.pk, "test.late")
    ]


def test_reads_what_stands_beside_a_row() -> None:
    undo = make("test.undo")
    first, second = make(undone_by=undo), make()

    with CaptureQueriesContext(connection) as queries:
        found = {row.pk: row.undone_by for row in undone(each_pk=[first.pk, second.pk])}

    assert found == {first.pk: undo, second.pk: None}
    assert len(queries) == 1


def test_knows_admins_from_the_others() -> None:
    make("test.one", subject_id=1)
    make("test.two", subject_id=2)

    assert seen(Asker(1)) == ["test.one"]
    assert seen(Asker(1, is_admin=True)) == ["test.one", "test.two"]
    assert seen(Asker(2)) == ["test.two"]


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_finds_nothing_of_a_number_that_none_has(number: int) -> None:
    other = make("test.other", subject_id=7)

    assert about(subject=number) == []
    assert either(subject=number, verb="test.other") == [other.pk]


def test_does_not_ask_what_can_be_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert none_of(each_pk=[1]) == []

    assert len(queries) == 0


@pytest.mark.django_db(transaction=True)
def test_answers_in_other_threads_than_the_one_it_was_made_in() -> None:
    row, found = make(), []
    assert among(each_pk=[row.pk]) == [row]

    def ask() -> None:
        found.extend(among(each_pk=[row.pk]))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()

    assert found == [row]
