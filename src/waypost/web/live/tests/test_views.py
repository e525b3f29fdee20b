"""Who may listen, what was done in words, and what is one's own."""

from datetime import UTC, datetime

import pytest
from django.test import Client, override_settings

from waypost.core import history
from waypost.okrs.models import Objective
from waypost.okrs.tests.factories import make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.web.addresses import objective_url
from waypost.web.live.stream import SLOT, Slot
from waypost.web.live.wants import MOST_IDS, Unreadable, read_wants

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)


def move_target(objective: Objective, actor: Person | None) -> int:
    with history.change(
        actor=actor, now=NOW, verb="okrs.edit_objective", subject=objective
    ) as change:
        change.update(objective, title="Another")
    return change.change_set.pk


@pytest.fixture
def person(client: Client) -> Person:
    found = make_person()
    client.force_login(found)
    return found


def test_lets_a_signed_in_person_listen(client: Client, person: Person) -> None:
    slot = Slot()

    address = "/events?things=okrs.objective:3&since=1795468186863"
    answer = client.get(address, **{SLOT: slot})  # type: ignore[arg-type]  # environ

    assert answer.status_code == 200
    assert slot.ticket == (person.pk, client.session.session_key)
    assert slot.wants == {"okrs.objective": frozenset({3})}
    assert slot.since == 1795468186.863


def test_what_the_browser_heard_last_is_newer_than_the_page(
    client: Client, person: Person
) -> None:
    slot = Slot()
    headers = {"Last-Event-ID": "1795468190000"}

    client.get("/events?since=1795468186863", headers=headers, **{SLOT: slot})  # type: ignore[arg-type]  # environ

    assert slot.since == 1795468190


def test_sends_strangers_to_sign_in(client: Client) -> None:
    slot = Slot()

    answer = client.get("/events", **{SLOT: slot})  # type: ignore[arg-type]  # environ

    assert answer.status_code == 302
    assert slot.ticket is None


def test_a_server_that_holds_no_stream_says_so(client: Client, person: Person) -> None:
    assert client.get("/events?things=okrs.objective").status_code == 204


@pytest.mark.parametrize(
    "query", ["things=okrs.objective:x", "things=%00", "things=<b>", "since=yesterday"]
)
def test_refuses_what_it_cannot_read(
    client: Client, person: Person, query: str
) -> None:
    answer = client.get(f"/events?{query}", **{SLOT: Slot()})  # type: ignore[arg-type]  # environ

    assert answer.status_code == 400


def test_puts_together_what_is_named_twice() -> None:
    assert read_wants("okrs.objective:1 okrs.objective:2,3 projects.task") == {
        "okrs.objective": frozenset({1, 2, 3}),
        "projects.task": None,
    }
    assert read_wants("a.b a.b:1") == {"a.b": None}


def test_takes_very_many_ids_as_the_whole_kind() -> None:
    ids = ",".join(map(str, range(MOST_IDS + 1)))

    assert read_wants(f"okrs.objective:{ids}") == {"okrs.objective": None}


def test_does_not_take_kinds_without_end() -> None:
    with pytest.raises(Unreadable):
        read_wants(
            " ".join(f"a.{'b' * n}" for n in range(1, 32)) * 2
            + " c.d" * 9
            + " "
            + " ".join(f"b.{'b' * n}" for n in range(1, 32))
        )


def test_says_what_others_did(client: Client, person: Person) -> None:
    objective = make_objective()
    made = move_target(objective, make_person("Signe Ravn"))

    query = f"sets={made}&things=okrs.objective:{objective.pk}"
    answer = client.get(f"/events/told?{query}")

    said = f"Signe Ravn edited the objective · {objective.code}"
    assert answer.json() == {"said": [said]}


def test_says_nothing_of_ones_own(client: Client, person: Person) -> None:
    made = move_target(make_objective(), person)

    answer = client.get(f"/events/told?sets={made}&things=okrs.objective")

    assert answer.json() == {"said": []}


def test_says_nothing_of_what_is_hidden(client: Client, person: Person) -> None:
    made = move_target(make_objective(visibility="named"), make_admin("Signe Ravn"))

    answer = client.get(f"/events/told?sets={made}&things=okrs.objective")

    assert answer.json() == {"said": []}


def test_refuses_numbers_that_are_none(client: Client, person: Person) -> None:
    assert client.get("/events/told?sets=x").status_code == 400
    assert client.get(f"/events/told?sets={'1,' * 50}").status_code == 400


def test_a_page_says_what_it_shows_and_when_it_was_made(
    client: Client, person: Person
) -> None:
    objective = make_objective()

    page = client.get(objective_url(objective.number)).content.decode()

    assert f'data-live="okrs.objective:{objective.pk}"' in page
    assert 'data-live-at="' in page


def test_a_past_day_follows_nothing(client: Client, person: Person) -> None:
    objective = make_objective()

    page = client.get(f"{objective_url(objective.number)}?on=2026-01-05").content

    assert b"data-live-at" not in page


@override_settings(LIVE=False)
def test_pages_follow_nothing_where_it_is_turned_off(
    client: Client, person: Person
) -> None:
    assert b"data-live-at" not in client.get("/").content


def test_a_write_tells_its_own_page_which_change_it_was(
    client: Client, person: Person
) -> None:
    answer = client.post("/shell/theme/", {"theme": "dark"})

    numbers = answer.headers["Waypost-Changed"]
    assert numbers.isdecimal()
    assert f'data-live-own="{numbers}"' in client.get("/").content.decode()
