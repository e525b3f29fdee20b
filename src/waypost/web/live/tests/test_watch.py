"""What the streams of a process are told, and when they end."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    logout,
)
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from waypost.core import history, telling
from waypost.okrs.models import Objective
from waypost.okrs.tests.factories import make_objective
from waypost.people.models import Person
from waypost.people.sessions import Ticket
from waypost.people.tests.factories import make_person
from waypost.web.live import watch as watching
from waypost.web.live.hub import Behind, Crowded, Hub, Item, Listener, SignedOut, Told
from waypost.web.live.wants import read_wants
from waypost.web.live.watch import Watch

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)


class Stream(list[Item]):
    """A stream that keeps what it is told."""

    def __init__(self, hub: Hub, ticket: Ticket, things: str, since: float) -> None:
        super().__init__()
        self.listener = Listener(ticket, read_wants(things), since, self.append)
        hub.join(self.listener)

    @property
    def sets(self) -> list[int]:
        """The change sets it was told of."""
        return [item.change_set for item in self if isinstance(item, Told)]


@pytest.fixture
def watch() -> Watch:
    """A watch that has begun to look."""
    made = Watch(Hub(most=10, most_each=2))
    made.look()
    return made


@pytest.fixture
def objective() -> Objective:
    return make_objective()


def ticket_of(person: Person) -> Ticket:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    assert session.session_key
    return person.pk, session.session_key


def open_stream(watch: Watch, things: str, **given: Any) -> Stream:
    ticket = given.get("ticket") or ticket_of(given.get("person") or make_person())
    since: float = given.get("since") or time.time()
    return Stream(watch.hub, ticket, things, since)


def rename(objective: Objective, title: str = "Another") -> int:
    with history.change(actor=None, now=NOW, verb="test.do") as change:
        change.update(objective, title=title)
    return change.change_set.pk


def test_tells_what_changed_and_by_which_change_set(
    watch: Watch, objective: Objective
) -> None:
    stream = open_stream(watch, f"okrs.objective:{objective.pk}")
    watch.look()

    made = rename(objective)
    watch.look()

    (told,) = stream
    assert isinstance(told, Told)
    assert told.change_set == made
    assert told.things == (("okrs.objective", objective.pk),)


def test_tells_it_once(watch: Watch, objective: Objective) -> None:
    stream = open_stream(watch, "okrs.objective")

    made = rename(objective)
    for _ in range(3):
        watch.look()

    assert stream.sets == [made]


def test_says_nothing_of_what_the_page_does_not_show(
    watch: Watch, objective: Objective
) -> None:
    stream = open_stream(watch, f"okrs.objective:{objective.pk + 1} projects.project")

    rename(objective)
    watch.look()

    assert stream == []


def test_a_private_thing_reaches_only_who_may_see_it(watch: Watch) -> None:
    hidden = make_objective(visibility="named")
    owner = open_stream(watch, "okrs.objective", person=hidden.owner)
    other = open_stream(watch, "okrs.objective")
    curious = open_stream(watch, f"okrs.objective:{hidden.pk}")

    made = rename(hidden)
    watch.look()

    assert owner.sets == [made]
    assert other == curious == []


def test_tells_what_was_saved_since_the_page_was_made(
    watch: Watch, objective: Objective
) -> None:
    since = time.time()
    made = rename(objective)
    watch.look()

    late = open_stream(watch, "okrs.objective", since=since)
    fresh = open_stream(watch, "okrs.objective")
    watch.look()

    assert late.sets == [made]
    assert fresh == []


@pytest.mark.parametrize("age", [1, 100_000])
def test_asks_a_page_to_look_once_if_it_is_older_than_the_memory(
    watch: Watch, age: float
) -> None:
    stream = open_stream(watch, "okrs.objective", since=watch._begun_at - age)

    watch.look()

    assert [type(item) for item in stream] == [Behind]


def test_lets_pages_look_after_news_that_could_not_be_told(
    watch: Watch, objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = open_stream(watch, "okrs.objective")
    watch.look()
    rename(objective)
    with monkeypatch.context() as broken:
        broken.setattr(telling, "trail_of", lambda _sets: 1 / 0)
        assert not watch._run_once()

    monkeypatch.setattr(watching, "SECONDS_BETWEEN_LOOKS", 0)
    assert watch._run_once()

    assert [type(item) for item in stream] == [Behind]


def test_ends_for_who_is_deactivated(watch: Watch, objective: Objective) -> None:
    person = make_person()
    stream = open_stream(watch, "okrs.objective", person=person)
    watch.look()

    person.is_active = False
    person.save()
    rename(objective)
    watch.look()

    assert [type(item) for item in stream] == [SignedOut]
    assert watch.hub.listeners() == []


def test_ends_for_who_has_signed_out(watch: Watch) -> None:
    ticket = ticket_of(make_person())
    stream = open_stream(watch, "okrs.objective", ticket=ticket)
    request = HttpRequest()
    request.session = SessionStore(ticket[1])

    logout(request)
    watch.check()

    assert [type(item) for item in stream] == [SignedOut]


def test_ends_when_the_session_does(watch: Watch) -> None:
    stream = open_stream(watch, "okrs.objective")

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    watch.check()

    assert [type(item) for item in stream] == [SignedOut]


def test_ends_with_the_password_it_was_begun_with(watch: Watch) -> None:
    person = make_person(password="the first of two")
    stream = open_stream(watch, "okrs.objective", person=person)

    person.set_password("the second of two")
    person.save()
    watch.check()

    assert [type(item) for item in stream] == [SignedOut]


def test_looks_after_sessions_by_itself(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = open_stream(watch, "okrs.objective")
    Session.objects.all().delete()
    watch.look()
    assert stream == []

    monkeypatch.setattr(watching, "SECONDS_BETWEEN_CHECKS", -1)
    watch.look()

    assert [type(item) for item in stream] == [SignedOut]


def test_of_too_many_streams_of_one_person_the_oldest_ends(watch: Watch) -> None:
    person, other = make_person(), make_person()
    streams = [open_stream(watch, "okrs.objective", person=person) for _ in range(3)]
    untouched = open_stream(watch, "okrs.objective", person=other)

    assert [len(each) for each in streams] == [1, 0, 0]
    assert isinstance(streams[0][0], Crowded)
    assert untouched == []


def test_pages_of_many_people_ask_one_after_the_other(
    watch: Watch, objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PAGES_A_SECOND", 2)
    streams = [open_stream(watch, "okrs.objective") for _ in range(6)]

    rename(objective)
    watch.look()

    assert {item.spread for each in streams for item in each if isinstance(item, Told)}
    assert all(
        item.spread == 3 for each in streams for item in each if isinstance(item, Told)
    )


@pytest.mark.parametrize("count", [1, 8])
def test_sessions_cost_two_queries_for_all(
    watch: Watch, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        open_stream(watch, "okrs.objective")

    with django_assert_num_queries(2):
        watch.check()
