from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from waypost.bets.models import Bet
from waypost.bets.tests.factories import make_bet
from waypost.core.models import ChangeSet
from waypost.okrs import actions
from waypost.okrs.models import CheckIn, KeyResult
from waypost.okrs.tests.factories import (
    make_cycle,
    make_key_result,
    make_objective,
    make_reading,
    make_steps_key_result,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_organisation, make_person
from waypost.projects import actions as project_actions
from waypost.projects.tests.factories import (
    make_milestone,
    make_project,
    make_status,
    make_task,
)

pytestmark = pytest.mark.django_db
SIGNING_IN = 7  # queries of force_login
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def owner() -> Person:
    make_organisation()
    return make_person("Mara Oyelaran")


def promise(owner: Person, **changes: Any) -> KeyResult:
    """Create a key result of this quarter whose first check-in is due."""
    today = timezone.localdate()
    dates = {
        "starts_on": today - timedelta(days=40),
        "due_on": today + timedelta(days=40),
    }
    if "objective" not in changes:
        cycle = make_cycle(starts_on=dates["starts_on"], ends_on=dates["due_on"])
        changes["objective"] = make_objective(owner=owner, cycle=cycle)
    make = make_steps_key_result if changes.pop("steps", False) else make_key_result
    return make(owner=owner, **dates | changes)


def shown(client: Client, person: Person, address: str = "/", **headers: str) -> str:
    client.force_login(person)
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_says_how_many_check_ins_are_due(client: Client, owner: Person) -> None:
    promise(owner, title="Bookings a week")
    promise(owner, title="Calls a week")

    html = shown(client, owner)

    assert "Two check-ins, about one minute" in html
    assert "Bookings a week" in html
    assert 'id="count-home">2<' in html


def test_asks_for_steps_by_check_boxes(client: Client, owner: Person) -> None:
    promise(owner, steps=True)

    html = shown(client, owner)

    assert html.count('name="done_steps"') == 3
    assert 'name="value"' not in html


def test_is_only_what_is_mine(client: Client, owner: Person) -> None:
    promise(owner, title="Bookings a week")

    html = shown(client, make_person())

    assert "Nothing waits for you today" in html
    assert "Bookings a week" not in html


def test_tells_somebody_new_what_belongs_here(client: Client, owner: Person) -> None:
    assert "Nothing is yours yet" in shown(client, owner)


def test_a_viewer_sees_what_is_new_and_no_form(client: Client, owner: Person) -> None:
    key_result = promise(owner, title="Bookings a week")
    actions.check_in(
        actor=owner,
        now=timezone.now() - timedelta(hours=1),
        key_result=key_result,
        entry=actions.CheckInEntry(value=Decimal(21)),
    )
    reader = make_person(role=Person.Role.VIEWER)

    html = shown(client, reader)

    assert "One thing changed since" in html
    assert "Mara Oyelaran" in html
    assert "checkin" not in html


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    make_organisation()

    assert client.get("/").status_code == 302


def test_lists_tasks_under_what_they_serve(client: Client, owner: Person) -> None:
    key_result = promise(owner, title="Bookings a week")
    project = make_project(name="Guided set-up")
    make_bet(project=project, key_result=key_result)
    late = timezone.localdate() - timedelta(days=3)
    make_task(project, title="Draw the doors", assignee=owner, due_on=late)
    make_task(title="Choose photographs", assignee=owner, due_on=late)

    html = shown(client, owner)

    assert "Draw the doors" in html
    assert "+6\N{NO-BREAK SPACE}days · 100\N{NO-BREAK SPACE}%" in html
    assert "serves no key result" in html
    assert "2 late" in html


def test_offers_to_link_only_what_one_may_edit(client: Client, owner: Person) -> None:
    make_task(make_project(manager=owner), assignee=owner)

    assert "Link it" in shown(client, owner)


def test_offers_bets_on_what_i_own(client: Client, owner: Person) -> None:
    bet = make_bet(key_result=promise(owner), state=Bet.State.PROPOSED)

    html = shown(client, owner)

    assert f"/week/bets/{bet.pk}/accept/" in html


def test_shows_own_objectives_with_their_coverage(
    client: Client, owner: Person
) -> None:
    today = timezone.localdate()
    cycle = make_cycle(
        starts_on=today - timedelta(days=40), ends_on=today + timedelta(days=40)
    )
    mine = make_objective(person=owner, cycle=cycle, title="Know every clinic")
    promise(owner, objective=mine, title="Talks with clinics")

    html = shown(client, owner, "/?all=1")

    assert "Know every clinic" in html
    assert "no bet" in html


def test_says_which_dates_moved(client: Client, owner: Person) -> None:
    manager = make_person()
    milestone = make_milestone(make_project(manager=manager), title="Ten clinics live")
    assert milestone.due_on is not None
    project_actions.edit_milestone(
        actor=manager,
        now=timezone.now(),
        milestone=milestone,
        changes={"due_on": milestone.due_on + timedelta(days=9)},
    )

    html = shown(client, owner, "/?all=1")

    assert "Ten clinics live" in html
    assert "+9 days" in html


def test_says_which_targets_moved(client: Client, owner: Person) -> None:
    key_result = promise(owner, title="Bookings a week")
    actions.move_target(
        actor=owner,
        now=timezone.now(),
        key_result=key_result,
        move=actions.Move(target=Decimal(60)),
        reason="The second boat has come.",
    )

    html = shown(client, make_person(), "/?all=1")

    assert "40 → 60" in html
    assert "The second boat has come." in html


def test_changes_nothing_when_it_is_looked_at(client: Client, owner: Person) -> None:
    promise(owner)

    shown(client, owner)

    owner.refresh_from_db()
    assert owner.seen_at is None
    assert not ChangeSet.objects.exists()


def test_answers_htmx_with_its_part(client: Client, owner: Person) -> None:
    html = shown(client, owner, **FRAGMENT)

    assert "<html" not in html
    assert 'id="headline"' in html


@pytest.mark.parametrize("part", ["since/", "own/?lede=1", "own/"])
def test_the_rest_comes_after_the_page(
    client: Client, owner: Person, part: str
) -> None:
    promise(owner)

    html = shown(client, owner, f"/week/{part}", **FRAGMENT)

    assert "<html" not in html
    assert ('id="lede"' in html) == ("lede" in part)


def test_without_script_everything_comes_at_once(client: Client, owner: Person) -> None:
    client.force_login(owner)

    answer = client.get("/week/own/")

    assert (answer.status_code, answer["Location"]) == (303, "/?all=1")


def test_asks_as_often_for_many_as_for_few(client: Client, owner: Person) -> None:
    def make(count: int) -> None:
        status = make_status()
        for _each in range(count):
            key_result = promise(owner)
            assert key_result.metric is not None
            make_reading(key_result.metric, 22)
            project = make_project()
            make_bet(project=project, key_result=key_result)
            make_task(project, assignee=owner, status=status)
            make_bet(key_result=key_result, state=Bet.State.PROPOSED)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(client, owner)
        return len(queries)

    make(2)
    asked()  # signs in, which costs once
    few = asked()
    make(18)

    assert asked() == few
    assert few <= 25 + SIGNING_IN


def test_a_look_begins_a_visit_once_an_hour(client: Client, owner: Person) -> None:
    client.force_login(owner)

    client.post("/week/seen/", headers=FRAGMENT)
    owner.refresh_from_db()
    first = owner.seen_at
    client.post("/week/seen/", headers=FRAGMENT)
    owner.refresh_from_db()

    assert first is not None
    assert owner.seen_at == first


def test_what_was_new_stays_new_for_the_visit(client: Client, owner: Person) -> None:
    key_result = promise(make_person("Noor Haddad"), title="Calls a week")
    actions.check_in(
        actor=key_result.owner,
        now=timezone.now() - timedelta(days=2),
        key_result=key_result,
        entry=actions.CheckInEntry(value=Decimal(21)),
    )
    client.force_login(owner)

    client.post("/week/seen/", headers=FRAGMENT)

    assert "Noor Haddad" in shown(client, owner, "/?all=1")


def test_a_check_in_reading_is_not_lost(client: Client, owner: Person) -> None:
    key_result = promise(owner)
    client.force_login(owner)

    answer = client.post(
        f"/week/KR-{key_result.number}/check-in/", {"value": "23", "confidence": "60"}
    )

    assert answer.status_code == 303
    assert CheckIn.objects.get().value == 23
