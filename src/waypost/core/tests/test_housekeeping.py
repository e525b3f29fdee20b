"""The worker tidies up."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from waypost.core import housekeeping
from waypost.core.worker import run_worker

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def chores(monkeypatch: pytest.MonkeyPatch) -> list[housekeeping.Chore]:
    found: list[housekeeping.Chore] = []
    monkeypatch.setattr(housekeeping, "_chores", found)
    return found


def test_every_chore_is_done_although_one_fails(
    chores: list[housekeeping.Chore],
) -> None:
    done: list[datetime] = []

    def fail(_now: datetime) -> None:
        raise OSError

    housekeeping.add_chore(fail)
    housekeeping.add_chore(done.append)

    housekeeping.tidy_up(NOW)

    assert done == [NOW]


def test_they_are_done_at_the_start_and_not_again_within_the_hour(
    chores: list[housekeeping.Chore],
) -> None:
    done: list[datetime] = []
    housekeeping.add_chore(done.append)
    tidying = housekeeping.Round()

    tidying.go(NOW)
    tidying.go(NOW)
    assert done == [NOW]

    tidying.next_at -= housekeeping.EVERY_SECONDS
    tidying.go(NOW)
    assert len(done) == 2


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_them(chores: list[housekeeping.Chore]) -> None:
    stop = threading.Event()
    housekeeping.add_chore(lambda _now: stop.set())

    run_worker(stop=stop)

    assert stop.is_set()


@pytest.mark.django_db
def test_sessions_that_ran_out_are_removed() -> None:
    today = timezone.now()
    for name, days in (("gone", -1), ("here", 1)):
        expires = today + timedelta(days=days)
        Session.objects.create(session_key=name, session_data="", expire_date=expires)

    housekeeping.forget_sessions(today)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["here"]
