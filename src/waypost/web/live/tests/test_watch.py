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
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from waypost.core import history, telling
from waypost.okrs.models import Objective
from waypost.okrs.models.objective import ObjectiveViewer
from waypost.okrs.tests.factories import make_key_result, make_objective
from waypost.people.models import Person
from waypost.people.sessions import Ticket
from waypost.people.tests.factories import make_membership, make_person, make_team
from waypost.projects.tests.factories import make_project
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
    return change(objective, title=title)


def change(row: Model, **values: Any) -> int:
    with history.change(actor=None, now=NOW, verb="test.do") as recorder:
        recorder.update(row, **values)
    return recorder.change_set.pk


def kinds(stream: Stream) -> list[type[Item]]:
    return [type(item) for item in stream]


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


def test_lets_who_may_no_longer_see_a_thing_look_and_tells_nothing_of_it(
    watch: Watch, objective: Objective
) -> None:
    key_result = make_key_result(objective=objective)
    of_part = open_stream(watch, f"okrs.keyresult:{key_result.pk}")
    of_list = open_stream(watch, "okrs.objective")
    owner = open_stream(watch, "okrs.objective", person=objective.owner)

    made = change(objective, visibility="named")
    watch.look()

    assert kinds(of_part) == kinds(of_list) == [Behind]
    assert owner.sets == [made]
    assert kinds(owner) == [Told]


def test_who_could_never_see_a_thing_is_not_let_look(watch: Watch) -> None:
    hidden = make_objective(visibility="named")
    stream = open_stream(watch, f"okrs.objective:{hidden.pk} okrs.objective")

    change(hidden, owner=make_person())
    change(hidden, reviewer=make_person())
    watch.look()

    assert stream == []


def test_lets_who_is_struck_off_the_names_look(watch: Watch) -> None:
    hidden = make_objective(visibility="named")
    named, other = make_person(), make_person()
    viewer = ObjectiveViewer.objects.create(objective=hidden, person=named)
    stays = ObjectiveViewer.objects.create(objective=hidden, person=other)
    streams = [open_stream(watch, "projects.task", person=p) for p in (named, other)]

    with history.change(actor=None, now=NOW, verb="test.do") as recorder:
        recorder.delete(viewer)
    watch.look()

    assert stays.pk
    assert [kinds(each) for each in streams] == [[Behind], []]


def test_lets_who_sees_more_than_before_look(watch: Watch) -> None:
    project = make_project(visibility="named")
    stream = open_stream(watch, "projects.task")

    change(project, visibility="everyone")
    watch.look()

    assert kinds(stream) == [Behind]


def test_lets_who_joins_or_leaves_a_team_look(watch: Watch) -> None:
    membership = make_membership(make_team(), make_person())
    stream = open_stream(watch, "okrs.objective", person=membership.person)
    other = open_stream(watch, "okrs.objective")

    change(membership, ends_on=NOW.date())
    watch.look()

    assert kinds(stream) == [Behind]
    assert other == []


@pytest.mark.parametrize(("field", "heard"), [("lead", [Behind]), ("name", [])])
def test_lets_everybody_look_when_rights_move_in_the_tree_of_teams(
    watch: Watch, field: str, heard: list[type[Item]]
) -> None:
    team, stream = make_team(), open_stream(watch, "okrs.objective")

    change(team, **{field: make_person() if field == "lead" else "Another"})
    watch.look()

    assert kinds(stream) == heard


def test_what_is_new_lets_nobody_look(watch: Watch, objective: Objective) -> None:
    stream = open_stream(watch, "projects.task")

    with history.change(actor=None, now=NOW, verb="test.do") as recorder:
        new = make_objective(visibility="named")
        recorder._keep_created(Objective, [new.pk])
        viewer = ObjectiveViewer(objective=new, person_id=stream.listener.ticket[0])
        recorder.create(viewer)
    watch.look()

    assert stream == []


@pytest.mark.parametrize("count", [2, 12])
def test_what_is_open_to_all_costs_no_query_a_person(
    watch: Watch, objective: Objective, count: int, django_assert_max_num_queries: Any
) -> None:
    streams = [open_stream(watch, "okrs.objective") for _ in range(count)]
    watch.look()
    rename(objective)

    with django_assert_max_num_queries(32):
        watch.look()

    assert all(each.sets for each in streams)


@pytest.mark.parametrize("count", [1, 8])
def test_sessions_cost_two_queries_for_all(
    watch: Watch, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        open_stream(watch, "okrs.objective")

    with django_assert_num_queries(2):
        watch.check()
