"""No change set that has committed is missed, in whatever order that happened."""

import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import connection, connections, transaction

from waypost.core import history, news
from waypost.core.models import ChangeSet

NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
SECONDS_OF_OTHERS = 60.0
only_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)


def make() -> int:
    return ChangeSet.objects.create(at=NOW, verb="test.do").pk


@pytest.fixture
def reader() -> news.Reader:
    """A reader that has begun."""
    found = news.Reader()
    found.read()
    return found


@pytest.mark.django_db
def test_tells_nothing_of_what_was_before() -> None:
    make()

    assert news.Reader().read() == []


@pytest.mark.django_db
def test_tells_each_change_set_once(reader: news.Reader) -> None:
    made = [make(), make()]

    assert reader.read() == made
    assert reader.read() == []


@pytest.mark.django_db
def test_tells_more_than_one_batch(
    reader: news.Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "BATCH", 3)
    made = [make() for _ in range(8)]

    assert reader.read() == made


@pytest.mark.django_db
def test_is_not_confused_by_what_was_taken_back(reader: news.Reader) -> None:
    with transaction.atomic():
        make()
        transaction.set_rollback(True)
    made = make()

    assert reader.read() == [made]


@pytest.mark.django_db
def test_begins_anew_on_an_older_copy_of_the_database(reader: news.Reader) -> None:
    kept = [make(), make()]
    lost = [make(), make()]
    assert reader.read() == kept + lost
    ChangeSet.objects.filter(pk__in=lost).delete()

    assert reader.read() == []
    assert reader.was_set_back
    made = make()
    assert reader.read() == [made]
    assert not reader.was_set_back


@pytest.mark.django_db(transaction=True)
def test_an_action_rings_the_bell_once_it_has_committed() -> None:
    bell = news.Bell()
    try:
        with history.change(actor=None, now=NOW, verb="test.do"):
            assert not bell._rung.is_set()
        assert bell._rung.is_set()
    finally:
        bell.close()


@pytest.mark.django_db(transaction=True)
def test_misses_nothing_in_any_order_on_one_connection() -> None:
    chance = random.Random(12)
    reader, made, told = news.Reader(), [], []
    reader.read()
    for _ in range(60):
        with transaction.atomic():
            pk = make()
            if chance.random() < 0.3:
                transaction.set_rollback(True)
            else:
                made.append(pk)
        if chance.random() < 0.5:
            told += reader.read()
    told += reader.read()

    assert sorted(told) == sorted(made)


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_misses_nothing_that_commits_out_of_order() -> None:
    made, told = _write_side_by_side(writers=8, each=12)

    assert sorted(told) == sorted(made)
    assert len(told) == len(set(told))


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_waits_for_a_long_transaction_and_then_forgets_the_gap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(news, "SECONDS_BEFORE_DATED", 0.0)
    reader = news.Reader()
    reader.read()
    begun, may_end = threading.Event(), threading.Event()
    slow: list[int] = []

    def take_long() -> None:
        with transaction.atomic():
            slow.append(make())
            begun.set()
            may_end.wait(10)

    writer = _started(take_long)
    begun.wait(10)
    with transaction.atomic():
        make()
        transaction.set_rollback(True)  # a gap that nobody will fill
    quick = make()

    early = [pk for _ in range(5) for pk in reader.read()]
    assert early == [quick]
    may_end.set()
    writer.join()
    late = [pk for _ in range(5) for pk in reader.read()]
    assert late == slow
    _read_until_settled(reader)
    assert not reader._gaps


def _write_side_by_side(*, writers: int, each: int) -> tuple[list[int], list[int]]:
    """Let threads commit at random while a reader reads; return both their ids."""
    reader, made, told = news.Reader(), [], []
    reader.read()
    lock = threading.Lock()

    def write(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(each):
            with transaction.atomic():
                pk = make()
                threading.Event().wait(chance.random() * 0.03)
                if chance.random() < 0.25:
                    transaction.set_rollback(True)
                    continue
            with lock:
                made.append(pk)

    threads = [_started(partial(write, seed)) for seed in range(writers)]
    while any(thread.is_alive() for thread in threads):
        told += reader.read()
    told += reader.read()
    return made, told


def _read_until_settled(reader: news.Reader) -> None:
    """Read on while transactions of others hold gaps open, those of other tests too."""
    deadline = time.monotonic() + SECONDS_OF_OTHERS
    while reader._gaps and time.monotonic() < deadline:
        assert reader.read() == []
        time.sleep(0.02)


def _started(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
