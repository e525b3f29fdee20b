from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from waypost.core import history
from waypost.people.models import Person, Team
from waypost.people.tests.factories import make_membership, make_person, make_team
from waypost.projects.models import Allocation, BudgetLine, Project
from waypost.projects.tests.factories import (
    make_allocation,
    make_budget_line,
    make_project,
)
from waypost.web.projects.tests.scenes import Scene, look, make_scene, today

pytestmark = pytest.mark.django_db
PAGE = "/projects/GUIDE/people/"
NEW, PLAN = f"{PAGE}new/", "/projects/GUIDE/budget/new/"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


@pytest.fixture
def lead(scene: Scene) -> Person:
    """Return the lead of the team in which the member works."""
    person = make_person("Lea Lead")
    Team.objects.filter(pk=scene.team.pk).update(lead=person)
    return person


def promise(scene: Scene, **changes: object) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "whom": f"person:{scene.member.pk}",
        "starts_on": today(),
        "ends_on": today() + timedelta(days=20),
        "hours_per_week": "16",
    }
    return fields | changes


def money(**changes: object) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "kind": "cost",
        "category": "Clocks",
        "planned": "4200.50",
        "reason": "Prices rose",
    }
    return fields | changes


def running(**changes: Any) -> dict[str, Any]:
    now = today()
    days = {"starts_on": now, "ends_on": now + timedelta(days=20)}
    return days | changes


def test_says_who_has_too_much_to_do_and_why(client: Client, scene: Scene) -> None:
    by = running(person=scene.member, hours_per_week=30)
    make_allocation(scene.project, role="Design", **by)
    make_allocation(make_project(name="Secret", visibility="named"), **by)

    html = look(client, scene.reader, PAGE)

    assert "One of those who work on Guided set-up has too much to do" in html
    assert "60 of 40\N{NO-BREAK SPACE}h a week" in html
    assert "20\N{NO-BREAK SPACE}h a week too much" in html
    assert "other work 30\N{NO-BREAK SPACE}h" in html
    assert "Secret" not in html


def test_offers_a_reader_nothing_to_press(client: Client, scene: Scene) -> None:
    make_allocation(scene.project, **running(state="tentative"))
    make_budget_line(scene.project)

    html = look(client, scene.reader, PAGE)

    assert "tentative" in html
    for address in ("/confirm/", "/withdraw/", NEW, PLAN):
        assert address not in html
    client.force_login(scene.reader)
    assert client.get(NEW).status_code == 403
    assert client.get(PLAN).status_code == 403


def test_pencils_somebody_in_until_their_lead_confirms(
    client: Client, scene: Scene, lead: Person
) -> None:
    client.force_login(scene.manager)
    assert client.post(NEW, promise(scene)).status_code == 303
    made = Allocation.objects.get()
    assert not made.is_firm
    assert "is pencilled in for Guided set-up" in client.get(PAGE).content.decode()

    html = look(client, lead, PAGE)
    assert f"{PAGE}{made.pk}/confirm/" in html
    client.post(f"{PAGE}{made.pk}/confirm/")

    made.refresh_from_db()
    assert made.is_firm


def test_lets_a_lead_promise_their_own(
    client: Client, scene: Scene, lead: Person
) -> None:
    client.force_login(lead)

    stranger = make_person("Sam Stranger")
    refused = client.post(NEW, promise(scene, whom=f"person:{stranger.pk}"))
    assert refused.status_code == 422
    client.post(NEW, promise(scene))

    assert Allocation.objects.get().is_firm


def test_changes_and_withdraws(client: Client, scene: Scene) -> None:
    client.force_login(scene.manager)
    client.post(NEW, promise(scene))
    made = Allocation.objects.get()
    address = f"{PAGE}{made.pk}/"
    version = history.version_of(made)
    assert 'value="16"' in client.get(address).content.decode()

    client.post(address, promise(scene, hours_per_week="7,5", version=version))
    made.refresh_from_db()
    assert made.hours_per_week == Decimal("7.5")
    stale = client.post(address, promise(scene, version=version))
    assert stale.status_code == 422
    assert "Somebody else has saved this" in stale.content.decode()
    client.post(f"{address}withdraw/")

    assert not Allocation.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"whom": ""}, "required"),
        ({"whom": "person:999"}, "not one of the available choices"),
        ({"hours_per_week": "169"}, "168 hours"),
        ({"hours_per_week": "-1"}, "greater than or equal to 0"),
        ({"hours_per_week": "NaN"}, "number"),
        ({"ends_on": "2001-01-01"}, "first day or later"),
        ({"role": "x" * 101}, "100 characters"),
    ],
)
def test_keeps_what_cannot_be_promised(
    client: Client, scene: Scene, wrong: dict[str, str], said: str
) -> None:
    client.force_login(scene.manager)

    answer = client.post(NEW, promise(scene, **wrong))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Allocation.objects.exists()


def test_says_under_the_name_that_somebody_does_not_see_it(
    client: Client, scene: Scene
) -> None:
    Project.objects.update(visibility="named")
    client.force_login(scene.manager)
    made = make_allocation(scene.project, person=scene.manager)

    answer = client.post(f"{PAGE}{made.pk}/", promise(scene, version=0))

    assert answer.status_code == 422  # the form offers only who sees it
    assert not Allocation.objects.filter(person=scene.member).exists()


def test_adds_up_the_budget(client: Client, scene: Scene) -> None:
    make_budget_line(scene.project, planned=1000, milestone=scene.last)
    make_budget_line(scene.project, planned=250, kind="contingency")

    html = look(client, scene.reader, PAGE)

    assert "€\N{NO-BREAK SPACE}1,250 planned" in html
    assert "Contingency" in html
    assert html.index("Roll-out") < html.index("The whole project")


def test_plans_changes_and_strikes_money_out(client: Client, scene: Scene) -> None:
    client.force_login(scene.manager)
    assert client.post(PLAN, money(milestone=scene.last.pk)).status_code == 303
    line = BudgetLine.objects.get()
    assert (str(line.planned), line.milestone) == ("4200.50", scene.last)
    address = f"/projects/GUIDE/budget/{line.pk}/"
    assert "4200.5" in client.get(address).content.decode().replace(",", "")

    version = history.version_of(line)
    client.post(address, money(planned="10", version=version))
    line.refresh_from_db()
    assert line.planned == 10
    assert client.post(address, money(version=version)).status_code == 422
    client.post(f"{address}delete/", {"reason": ""})
    assert BudgetLine.objects.exists(), "the project is under way"
    client.post(f"{address}delete/", {"reason": "Bought elsewhere"})

    assert not BudgetLine.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": ""}, "say why its budget changes"),
        ({"planned": "-1"}, "greater than or equal to 0"),
        ({"planned": "9" * 20}, "digits"),
        ({"category": ""}, "required"),
        ({"kind": "moon"}, "not one of the available choices"),
        ({"milestone": "999"}, "not one of the available choices"),
        ({"starts_on": "2026-01-01"}, "a first and a last day"),
    ],
)
def test_keeps_what_cannot_be_planned(
    client: Client, scene: Scene, wrong: dict[str, str], said: str
) -> None:
    client.force_login(scene.manager)

    answer = client.post(PLAN, money(**wrong))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not BudgetLine.objects.exists()


def test_is_not_there_for_strangers(client: Client, scene: Scene) -> None:
    made, line = make_allocation(scene.project), make_budget_line(scene.project)
    Project.objects.update(visibility="named")
    client.force_login(scene.reader)

    for address in (PAGE, NEW, PLAN, f"{PAGE}{made.pk}/"):
        assert client.get(address).status_code == 404
    assert client.get(f"/projects/GUIDE/budget/{line.pk}/").status_code == 404
    client.force_login(scene.manager)
    assert client.get(f"/projects/OTHER/people/{made.pk}/").status_code == 404
    assert client.get(f"{PAGE}{'9' * 30}/").status_code == 404
    assert client.get(f"/projects/GUIDE/budget/{'9' * 30}/").status_code == 404


def test_stands_on_the_persons_own_page(client: Client, scene: Scene) -> None:
    make_allocation(scene.project, **running(person=scene.member, hours_per_week=44))

    html = look(client, scene.reader, f"/people/{scene.member.pk}/")

    assert "Promised to" in html
    assert "4\N{NO-BREAK SPACE}h too much" in html


@pytest.mark.parametrize("size", [2, 20])
def test_asks_no_more_of_twenty_people(client: Client, scene: Scene, size: int) -> None:
    for _ in range(size):
        person = make_person()
        make_membership(scene.team, person)
        make_allocation(scene.project, **running(person=person))
        make_allocation(make_project(), **running(person=person))
        make_allocation(scene.project, **running(person=None, team=make_team()))
        make_budget_line(scene.project)
    client.force_login(scene.manager)
    client.get(PAGE)

    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE)

    assert len(asked) <= 25
